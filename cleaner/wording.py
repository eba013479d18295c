"""What the tool itself says, in plain English and plain Chinese. Rules bring their own words (see `packs`)."""

from __future__ import annotations

from cleaner.mishaps import MISHAPS
from cleaner.phrases import PHRASES
from cleaner.saying import speaker

LANGUAGES = ("en", "zh")

#: By key: English, Chinese. Complaints say what is wrong and, behind a semicolon, what to do next.
_WORDS: dict[str, tuple[str, ...]] = {
    **PHRASES,
    **MISHAPS,
    # the script of a text; in which wrong encoding a stretch was read
    "simplified": ("simplified", "简体"),
    "traditional": ("traditional", "繁体"),
    "utf8-as-gbk": ("UTF-8 read as GBK", "UTF-8 被当作 GBK 读取"),
    "utf8-as-latin": ("UTF-8 read as Latin-1", "UTF-8 被当作 Latin-1 读取"),
    "gbk-as-latin": ("GBK read as Latin-1", "GBK 被当作 Latin-1 读取"),
    "lost": ("bytes that no decoder could read; what stood here is lost", "无法解码的字节，原文已丢失"),
    # complaints
    "missing": ("there is no such file or folder; check the name", "没有这个文件或文件夹；请检查名称"),
    "missing-near": (
        "there is no such file or folder; did you mean “{near}”?",
        "没有这个文件或文件夹；是否要找“{near}”？",
    ),
    "no-text": (
        "no text in this folder ({include}, neither hidden nor git-ignored); name files, or widen it with --include",
        "文件夹中没有文本（{include}，隐藏文件和被 git 忽略的文件除外）；请直接指定文件，或用 --include 放宽范围",
    ),
    "unreadable": ("cannot be read ({error}); check its permissions", "无法读取（{error}）；请检查权限"),
    "unwritable": (
        "cannot be written ({error}), so nothing was changed in it; make it and its folder writable",
        "无法写入（{error}），该文件未作任何改动；请使文件及其所在文件夹可写",
    ),
    "link-to-nowhere": (
        "is a link to something that is not there; mend the link, or leave it out",
        "是指向不存在之物的链接；请修复链接，或排除它",
    ),
    "empty-name": (
        "an empty name is no file or folder (an unset variable?); for the current folder say .",
        "空名称不是文件或文件夹（变量未设值？）；当前文件夹请写 .",
    ),
    "changed-meanwhile": (
        "changed while it was being cleaned; left alone, run again",
        "清理期间文件被改动；未作处理，请重新运行",
    ),
    "our-bug": (
        "left alone because of a bug in cleaner, not in your text ({error}); please report it with this file",
        "因 cleaner 自身的错误（{error}）未作处理，与您的文本无关；请附上此文件向我们报告",
    ),
    "worker-died": (
        "a worker process died (out of memory?); run again with --jobs 1",
        "工作进程意外退出（内存不足？）；请用 --jobs 1 重新运行",
    ),
    "no-stdin": (
        "standard input is closed; give - a text, or name files",
        "标准输入已关闭；请为 - 提供文本，或直接指定文件",
    ),
    "no-stdout": (
        "standard output is closed; send the mended text somewhere",
        "标准输出已关闭；请为修复后的文本指定去处",
    ),
    "stdin-alone": (
        "- stands for standard input and goes alone; name files in another run",
        "- 表示标准输入，须单独使用；请另行处理文件",
    ),
    "no-paths": (
        "nothing to fix; name files or folders, or - for standard input",
        "没有要修复的内容；请指定文件或文件夹，或用 - 表示标准输入",
    ),
    "output-onto-input": (
        "-o would write onto a file that is read; name another folder, or leave -o out to fix in place",
        "-o 会覆盖被读取的文件；请换一个文件夹，或去掉 -o 直接修改原文件",
    ),
    "output-onto-inputs": (
        "-o would write onto this and {others} more of the files that are read; name another folder, or leave -o out "
        "to fix in place",
        "-o 会覆盖这个及另外 {others} 个被读取的文件；请换一个文件夹，或去掉 -o 直接修改原文件",
    ),
    "output-twice": (
        "“{other}” would be written to the same place, {target}; fix them in two runs",
        "“{other}”也会写到同一位置 {target}；请分两次运行",
    ),
    "not-a-report": (
        "is there and is no report ({found}), so it is not replaced; name another folder with -o",
        "已存在而不是报告（{found}），不予替换；请用 -o 另指定文件夹",
    ),
    "no-report": (
        "the report cannot be written ({error}); name another folder with -o",
        "无法写出报告（{error}）；请用 -o 另指定文件夹",
    ),
    "diff-and-words": (
        "--diff and --words show the same in two ways; leave one out",
        "--diff 和 --words 只能用其一；请去掉一个",
    ),
    "rescan-and-format": (
        "--rescan prints lines of text, and --format json and jsonl hold the same list as `rescan`; leave one out",
        "--rescan 只输出文本行；--format json 和 jsonl 的 rescan 中有同样的列表；请去掉其一",
    ),
    "diff-and-output": (
        "--diff and --words write nothing, so -o has no place beside them; leave one out",
        "--diff 和 --words 不写文件，不能与 -o 同用；请去掉其一",
    ),
    "stdin-output": ("- writes to standard output; leave -o out", "- 写到标准输出；请去掉 -o"),
    "unknown-rule": (
        "there is no rule or family called “{name}”; see `cleaner rules`",
        "没有名为“{name}”的规则或规则族；请看 `cleaner rules`",
    ),
    "unknown-rule-near": (
        "there is no rule or family called “{name}”; did you mean “{near}”?",
        "没有名为“{name}”的规则或规则族；是否指“{near}”？",
    ),
    "no-journal": (
        "the journal cannot be written ({error}), so nothing was changed; make that folder writable",
        "无法写入日志（{error}），因此未作任何改动；请使该文件夹可写",
    ),
    # decisions
    "decisions-conflict": (
        "a merge was left open here; keep the lines of both sides and delete the three marker lines",
        "此处合并未完成；请保留双方的行，删去三行冲突标记",
    ),
    "decisions-line": (
        "this line is no decision ({error}); mend it by hand, or delete the line",
        "此行不是有效的决定（{error}）；请手工改正，或删去此行",
    ),
    "decision-stale": (
        "1 decision fits no finding any more; see `cleaner decisions`",
        "有 1 条决定已找不到对应之处；请看 `cleaner decisions`",
    ),
    "decisions-stale": (
        "{count} decisions fit no finding any more; see `cleaner decisions`",
        "有 {count} 条决定已找不到对应之处；请看 `cleaner decisions`",
    ),
    "decision-baseline": ("baseline {version}", "基线 {version}"),
    "baseline-holds": ("{count} left as the baseline says", "基线中保留 {count} 处"),
    "decisions-none": ("nothing was decided yet ({file})", "尚无决定（{file}）"),
    "decision-count": ("1 decision in {file}", "{file} 中有 1 条决定"),
    "decisions-count": ("{count} decisions in {file}", "{file} 中有 {count} 条决定"),
    "decision-pruned": ("1 decision taken out", "已清除 1 条决定"),
    "decisions-pruned": ("{count} decisions taken out", "已清除 {count} 条决定"),
    "decision-standing": ("stands", "有效"),
    "decision-done": ("done", "已完成"),
    "decision-is-stale": ("stale", "失效"),
    "decision-unread": ("file not read", "文件未读取"),
    "decision-not-asked": ("rule not asked", "规则未启用"),
    "apply": ("apply", "修改"),
    "keep": ("keep", "保留原文"),
    "edited": ("edited", "手工改写"),
    # undo and log
    "no-runs": (
        "no run is recorded here ({places}); go to the folder in which `cleaner fix` ran",
        "此处没有记录（{places}）；请进入运行过 `cleaner fix` 的文件夹",
    ),
    "nothing-to-undo": (
        "every run recorded here has been taken back already; to have one again, undo its undoing, see `cleaner log`",
        "此处记录的运行均已撤销；如需恢复其中一次，请撤销它的撤销，见 `cleaner log`",
    ),
    "only-elsewhere": (
        "no run of this folder is recorded; name one of the other runs, see `cleaner log`",
        "没有此文件夹的运行记录；如需撤销其他运行，请指明其名称，见 `cleaner log`",
    ),
    "unknown-run": (
        "there is no run and no file of this name; see `cleaner log`",
        "没有这个名称的运行或文件；请看 `cleaner log`",
    ),
    "no-such-entry": (
        "no run recorded here changed this file; see `cleaner log`",
        "记录中没有改动过此文件的运行；请看 `cleaner log`",
    ),
    "no-such-entry-below": (
        "no run recorded here changed a file of this folder; see `cleaner log`",
        "记录中没有改动过此文件夹中文件的运行；请看 `cleaner log`",
    ),
    "changed-since": (
        "changed since run {run}; left alone. Undo by hand, or bring back the file as the run left it",
        "运行 {run} 之后文件又有改动；未作处理。请手工撤销，或先恢复到该次运行后的样子",
    ),
    "changed-by-run": (
        "changed since by run {later}; left alone. Undo that run first: cleaner undo {later}",
        "之后又被运行 {later} 改动；未作处理。请先撤销该次运行：cleaner undo {later}",
    ),
    "gone-since": (
        "is not there any more; left alone. Put it back where it was, and undo again",
        "文件已不存在；未作处理。请把它放回原处，再撤销一次",
    ),
    "given-back": ("{path}: given back as it was before run {run}", "{path}：已恢复到运行 {run} 之前的样子"),
    "as-before": ("{path}: is as it was before run {run}; nothing to do", "{path}：与运行 {run} 之前相同，无需处理"),
    "undone": ("undone", "已撤销"),
    "undoes": ("takes back {run}", "撤销 {run}"),
    "edits": ("{count} edits", "{count} 处改动"),
    "one-edit": ("1 edit", "1 处改动"),
    # which copy stays, and why
    "copy-first": ("that copy stays, because it comes first", "保留该处，因其在前"),
    "copy-first-mended": (
        "that copy stays, because it comes first, and takes from this one what is likelier right "
        "({taken} of {places} readings)",
        "保留该处，因其在前，并从本处取更可信的读法（{places} 处差异中取 {taken} 处）",
    ),
    "copy-better": (
        "that copy stays, because it has fewer misreadings ({kept} of {places} readings likelier right)",
        "保留该处，因其误识较少（{places} 处差异中 {kept} 处更可信）",
    ),
    "copy-complete": ("that copy stays, because it is complete", "保留该处，因其完整"),
    "copy-complete-mended": (
        "that copy stays, because it is complete, and takes from this one what is likelier right "
        "({taken} of {places} readings)",
        "保留该处，因其完整，并从本处取更可信的读法（{places} 处差异中取 {taken} 处）",
    ),
    "copy-meant": ("both stay, because it may be meant", "两处均保留，因其可能有意为之"),
    "copy-unclear": ("both stay, because a person must say which is right", "两处均保留，孰是孰非须由人判断"),
    # reports
    "safe": ("safe", "安全"),
    "risky": ("risky", "有风险"),
    "shown": ("shown", "仅提示"),
    "breaks": (
        "lines {first}–{last}: {count} line breaks inside a paragraph",
        "第 {first}–{last} 行：段内断行 {count} 处",
    ),
    "mended": ("{path}: {count} mended ({rules})", "{path}：已修复 {count} 处（{rules}）"),
    "clean": ("{files}: nothing found", "{files}：未发现问题"),
    "found": ("{files}: {count} found in {hit} ({safeties})", "{files}：{hit} 个文件中发现 {count} 处（{safeties}）"),
    "found-here": ("{count} found ({safeties})", "发现 {count} 处（{safeties}）"),
    "mended-none": ("{files}: nothing mended", "{files}：没有修复"),
    "none-read": ("no file was read", "未读取任何文件"),
    "fixed": ("{files}: {count} mended in {hit}", "{files}：{hit} 个文件中已修复 {count} 处"),
    "files": ("{files} files", "{files} 个文件"),
    "file": ("1 file", "1 个文件"),
    "next-fix": ("`cleaner fix` mends the safe ones", "`cleaner fix` 可修复“安全”的"),
    "next-risky": ("`cleaner fix --risky` mends the risky ones too", "`cleaner fix --risky` 连“有风险”的一并修复"),
    "next-script": ("`cleaner fix` with the same --script converts it", "`cleaner fix` 加上同样的 --script 即可转换"),
    "left": ("left for you: {safeties}", "留待您决定：{safeties}"),
    "take-back": ("to take it back: cleaner undo", "如需撤销：cleaner undo"),
    "failed": ("{count} not done, see above", "{count} 个未处理，见上"),
    "nothing-written": ("nothing was written", "未写入任何文件"),
    "next-review": ("`cleaner review` shows them one by one", "`cleaner review` 可逐条查看并决定"),
    "colon": (": ", "："),
    # formats
    "fix-format": (
        "--format {format} tells of files that were mended, and -, --diff and --words print something else; leave one "
        "out",
        "--format {format} 报告修复了哪些文件，而 -、--diff 和 --words 另有输出；请去掉其一",
    ),
    "exit-0": ("clean, or nothing left to decide", "无问题，或没有待决定的发现"),
    "exit-1": ("findings are left to decide", "尚有待决定的发现"),
    "exit-2": ("a file, pack or setting could not be used", "有文件、规则包或设置无法使用"),
    "sarif-base": ("the root of the repository", "仓库的根目录"),
    "sarif-fix": ("Mend this ({rule})", "修复此处（{rule}）"),
    "sarif-fix-with": (
        "Mend this ({rule}), with what it rests on ({others})",
        "修复此处（{rule}）及其所依赖的（{others}）",
    ),
    "suppressed-person": ("a person decided to leave the text as it is", "经人决定保留原文"),
    "suppressed-baseline": ("it stood there when the baseline was written", "写基线时已有"),
    "suppressed-settings": ("the settings allow it", "设置允许"),
    "suppressed-comment": ("a comment in the text allows it", "文中注释允许"),
    "github-more": (
        "GitHub shows {most} annotations of each level a step; {count} more stand in this log only",
        "GitHub 每步每级只显示 {most} 条注释；另有 {count} 条仅见于此日志",
    ),
    "markdown-file": ("file", "文件"),
    "markdown-failed": ("{count} not done", "{count} 个未处理"),
    "markdown-more": ("and {count} more", "另有 {count} 条"),
    "markdown-more-here": ("and {count} more in this file", "此文件中另有 {count} 处"),
    "markdown-more-files": ("and {count} more files", "另有 {count} 个文件"),
    "markdown-more-findings": (
        "and {count} more in files that have no room here; `cleaner check` lists them all",
        "另有 {count} 处所在文件未能列出；`cleaner check` 可列出全部",
    ),
    "markdown-set-aside": ("{count} set aside are not listed", "另有 {count} 处已搁置，未列出"),
    # the map of offsets
    "offsets-unwritable": (
        "--offset-map {path}: cannot be written ({error}), so nothing more is changed; name a file that can be",
        "--offset-map {path}：无法写入（{error}），因此不再作任何改动；请另指定文件",
    ),
    "offsets-onto-input": (
        "--offset-map {path}: is one of the files that are read; name another file",
        "--offset-map {path}：是被读取的文件之一；请另指定文件",
    ),
    "offsets-nowhere": (
        "--offset-map -: the map goes to a file of its own; give it a name",
        "--offset-map -：偏移映射须写入单独的文件；请指定文件名",
    ),
    "offsets-and-diff": (
        "--offset-map is about what was written, and --diff and --words write nothing; leave one out",
        "--offset-map 记录写出的内容，而 --diff 和 --words 不写文件；请去掉其一",
    ),
    "offset-unit-alone": (
        "--offset-unit says how --offset-map counts; name a file with --offset-map, or leave it out",
        "--offset-unit 指定 --offset-map 的计数单位；请用 --offset-map 指定文件，或去掉它",
    ),
    # structure
    "outline": ("{path}: {lines}, {pages}", "{path}：{lines}，{pages}"),
    "pages": ("{count} pages", "{count} 页"),
    "one-page": ("1 page", "1 页"),
    "one-line": ("1 line", "1 行"),
    "page": ("page {page}", "第 {page} 页"),
    "lines": ("{count} lines", "{count} 行"),
    "part-headline": ("headline", "标题"),
    "part-kicker": ("kicker", "引题"),
    "part-subhead": ("subhead", "小标题"),
    "part-byline": ("byline", "作者"),
    "part-dateline": ("dateline", "电头"),
    "part-caption": ("caption", "图片说明"),
    "part-credit": ("credit", "署名"),
    "part-body": ("body", "正文"),
    "part-list": ("list", "列表"),
    "part-statute": ("statute", "条文"),
    "part-quote": ("quote", "引文"),
    "part-verse": ("verse", "诗歌"),
    "part-dialogue": ("dialogue", "对话"),
    "part-table": ("table", "表格"),
    "part-code": ("code", "代码"),
    "part-contents": ("contents", "目录"),
    "part-rule": ("rule", "分隔线"),
    "part-furniture": ("furniture", "版面附属"),
    "part-jump line": ("jump line", "转版"),
    "part-blank": ("blank", "空行"),
    "kind-running-head": ("running head", "页眉"),
    "kind-folio": ("folio", "页码"),
    "kind-editors-line": ("editors' line", "编校署名"),
    "kind-footnote": ("footnote", "脚注"),
    # the rescan list
    "rescan-loop": ("a loop", "循环"),
    "rescan-numbered-loop": ("the same words under running numbers", "连续编号下文字相同"),
    "rescan-runaway-tail": ("a loop that runs to the end and is cut off", "循环到末尾并中断"),
    "rescan-unread": ("characters that could not be read", "有无法识别的字符"),
    "rescan-breaks-off": ("breaks off in mid-sentence", "句子未完而止"),
    # rules, explain, try
    "rules-page": ("The rules", "规则"),
    "rules-page-about": (
        "Made from the rule packs by `cleaner rules --format markdown`. Every example here is a test.",
        "由规则包生成（`cleaner rules --format markdown --lang zh`）。每个示例都是一项测试。",
    ),
    "on": ("on", "开"),
    "off": ("off", "关"),
    "why": ("Why", "缘由"),
    "limits": ("Limits", "界限"),
    "says": ("Says", "提示"),
    "safety": ("Safety", "安全性"),
    "examples": ("Examples", "示例"),
    "before": ("before", "修改前"),
    "after": ("after", "修改后"),
    "left-be": ("left be", "不改动"),
    "only-found": ("found", "仅发现"),
    "known-miss": ("known miss", "已知漏网"),
    "about-safe": (
        "safe: the meaning cannot change; applied by `cleaner fix`",
        "安全：不会改变文意；`cleaner fix` 会直接修复",
    ),
    "about-risky": (
        "risky: a good guess; applied with --risky, or by your word",
        "有风险：多半正确；加 --risky 或经您确认才修复",
    ),
    "about-shown": ("shown: never applied, for you to see", "仅提示：从不自动修改，供您查看"),
    "tried": (
        "rules: {rules}, examples: {examples}, failed: {failed}",
        "{rules} 条规则，{examples} 个示例：{failed} 个不通过",
    ),
    "tried-well": ("rules: {rules}, examples: {examples}; all hold", "{rules} 条规则，{examples} 个示例：全部通过"),
    "no-counter-example": (
        "has no example of what it must leave be; add one with `good` alone",
        "没有“不应改动”的示例；请加一个只有 `good` 的示例",
    ),
}  # fmt: skip

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)


def between(lang: str) -> str:
    """What stands between the parts of a list: ``", "`` or ``"、"``."""
    return "、" if lang == "zh" else ", "
