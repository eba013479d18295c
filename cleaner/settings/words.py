"""What is said about settings and suppressions, in English and Chinese."""

from __future__ import annotations

from cleaner.saying import speaker

#: By key: English, Chinese. Complaints say what is wrong and, behind a semicolon, what to do next.
_WORDS: dict[str, tuple[str, str]] = {
    "unreadable": ("cannot be read ({error}); check its name and permissions", "无法读取（{error}）；请检查名称和权限"),
    "broken": ("not TOML: {error}; mend this line", "不是有效的 TOML：{error}；请改正此行"),
    "no-table": ("has no [tool.cleaner]; add it, or name another file", "没有 [tool.cleaner]；请加上，或另指定文件"),
    "not-a-table": ("“{name}” is no table; write [tool.cleaner]", "“{name}”不是表；请写成 [tool.cleaner]"),
    "two-files": (
        "settings stand here and in {own} beside it; keep one of the two",
        "此处与同一文件夹的 {own} 都有设置；请只保留其一",
    ),
    "unknown": ("unknown key “{name}”; one of: {known}", "未知的设置项“{name}”；可用：{known}"),
    "unknown-near": ("unknown key “{name}”; did you mean “{near}”?", "未知的设置项“{name}”；是否指“{near}”？"),
    "not-per-path": (
        "“{name}” holds for all files alike; move it above the sections",
        "“{name}”只能对所有文件统一设置；请移到各节之外",
    ),
    "sections": (
        "sections are tables of their own; head each with [[{head}]]",
        "各节须是单独的表；请以 [[{head}]] 开头",
    ),
    "no-paths": (
        'this section says of no file that it holds; add paths = ["scans/1998/**"]',
        '此节未指明对哪些文件有效；请加 paths = ["scans/1998/**"]',
    ),
    "wrong": ("{name} = {value}; {right}", "{name} = {value}；{right}"),
    "flag": ("write true or false", "请写 true 或 false"),
    "names": (
        'a list of rules or families, such as ["looped-clause"]',
        '应为规则或规则族的列表，如 ["looped-clause"]',
    ),
    "globs": (
        'a list of patterns, such as ["scans/**", "*.md"]',
        '应为匹配模式的列表，如 ["scans/**", "*.md"]',
    ),
    "glob-broken": (
        "“{pattern}” matches no name; put \\ only before a character, and in [a-z] the smaller letter first",
        "“{pattern}”不能匹配任何名称；\\ 后须有字符，[a-z] 须由小到大",
    ),
    "glob-slow": (
        "“{pattern}” takes too long to match; write it with fewer *",
        "“{pattern}”匹配耗时过长；请减少其中的 *",
    ),
    "packs": ('a list of files, such as ["rules/mine.toml"]', '应为文件的列表，如 ["rules/mine.toml"]'),
    "share": ("a number from 0 to 1", "应为 0 到 1 之间的数"),
    "encoding": ("one of auto, utf-8, gb18030, big5, utf-16 …", "应为 auto、utf-8、gb18030、big5、utf-16 等编码"),
    "fail-on": ("one of: safe, risky, shown", "可用：safe、risky、shown"),
    "jobs": ("a whole number up to 256; 0 for one worker a core", "应为不超过 256 的整数；0 表示每个核心一个进程"),
    "decisions-outside": (
        "leads out of {folder}; keep that file below it, or name it with --decisions",
        "指向 {folder} 之外；请将该文件放在其下，或用 --decisions 指定",
    ),
    "lang": ("one of: en, zh", "可用：en、zh"),
    "file": ("the name of a file", "应为文件名"),
    "no-pack": (
        "there is no file “{name}” beside this one; check the name",
        "此文件旁没有“{name}”；请检查名称",
    ),
    "config-isolated": (
        "--config and --isolated contradict each other; leave one out",
        "--config 与 --isolated 互相矛盾；请去掉其一",
    ),
    # `cleaner settings`
    "from-default": ("default", "默认"),
    "from-flag": ("flag", "命令行"),
    "section": ("paths {paths}", "路径 {paths}"),
    "none": ("none", "无"),
    "all-on": ("all that are on", "所有启用的规则"),
    "by-work": ("as the work asks", "视工作量而定"),
    "by-place": ("cleaner-decisions.jsonl in the project's root", "项目根目录的 cleaner-decisions.jsonl"),
    "no-file": ("no settings file", "没有设置文件"),
    # suppressions
    "allow-unused": ("“{name}” is allowed and was not found; take it out", "“{name}”已允许，但未发现；请删去"),
    "allow-nowhere": (
        "what is allowed here is for texts of which none was read; mend the paths, or take it out",
        "此处允许的规则所针对的路径下没有读到文本；请改正路径，或删去",
    ),
    "allow-unknown": (
        "no rule or family is called “{name}”; see `cleaner rules`",
        "没有名为“{name}”的规则或规则族；请看 `cleaner rules`",
    ),
    "allow-unknown-near": (
        "no rule or family is called “{name}”; did you mean “{near}”?",
        "没有名为“{name}”的规则或规则族；是否指“{near}”？",
    ),
    "allow-nothing": (
        "this comment names no rule; write {example}",
        "此注释没有写规则名；请写 {example}",
    ),
    "allow-word": (
        "“{name}” is none of allow, allow-begin, allow-end, allow-file; mend the comment",
        "“{name}”不是 allow、allow-begin、allow-end、allow-file 之一；请改正此注释",
    ),
    "allow-inline": (
        "this comment shares its line with text and is not heeded; give it a line of its own",
        "此注释与正文同处一行，不起作用；请让它单独成行",
    ),
    "allow-open": (
        "no allow-end follows, so this holds to the end of the file; add {example}",
        "后面没有 allow-end，因此一直有效到文件末尾；请加上 {example}",
    ),
    "allow-not-open": ("no allow-begin stands before this; take it out", "前面没有 allow-begin；请删去"),
    "allowed": ("{count} allowed, not told", "{count} 处已允许，未列出"),
}  # fmt: skip

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)
