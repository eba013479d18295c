"""What the tool says of encodings, scripts and packs, in English and Chinese; `wording` has the rest."""

from __future__ import annotations

#: By key: English, Chinese. Complaints say what is wrong and, behind a semicolon, what to do next.
PHRASES: dict[str, tuple[str, str]] = {
    "law-broken": (
        "left as it was: mending it would have broken a law of cleaner’s own (“{law}”). This is a bug in cleaner, not "
        "in your text; please send us the report {report} (a little of your text is in it: look through it first)",
        "保持原样：若作修复，将违背 cleaner 自身的保证（“{law}”）。这是 cleaner 的错误，与您的文本无关；"
        "请把报告 {report} 发给我们（其中有少量原文，发送前请先看一遍）",
    ),
    "law-broken-unkept": (
        "left as it was: mending it would have broken a law of cleaner’s own (“{law}”). This is a bug in cleaner, not "
        "in your text; the report could not be written, so please send us this message ({error})",
        "保持原样：若作修复，将违背 cleaner 自身的保证（“{law}”）。这是 cleaner 的错误，与您的文本无关；"
        "报告无法写入，请把本条消息发给我们（{error}）",
    ),
    "law-unchanged": ("nothing applied, nothing changed", "未作修复，则分毫不动"),
    "law-asked": ("nothing is applied without consent", "未经同意，不作修复"),
    "law-conserved": ("no text is lost", "不丢文字"),
    "law-undone": ("undo gives back the exact bytes", "撤销即还原每个字节"),
    "law-settled": ("a second run changes nothing more", "再次运行，不再有改动"),
    "pack-endless": (
        "left as it was: rules of your own find damage in what they have mended, again and again ({rules}); change "
        "them so that they leave alone what they put in, and see with cleaner try",
        "保持原样：您自己的规则在修复后的文本中又发现损坏，循环不止（{rules}）；"
        "请修改规则，使其不再处理自己写入的文字，并用 cleaner try 检验",
    ),
    "recoded": (
        "written in another encoding: {count}, now {encoding}; to take it back: cleaner undo",
        "换了编码写出：{count} 个，现为 {encoding}；撤销：cleaner undo",
    ),
    "recoded-out": (
        "written in another encoding: {count}, as {encoding}",
        "换了编码写出：{count} 个，编码为 {encoding}",
    ),
    "out-of-time": (
        "a pattern took too long here, so what it would find is missing ({rules}); make it simpler, give it more "
        "“seconds”, or --ignore it",
        "有模式在此耗时过长，其结果缺失（{rules}）；请简化该模式，增加 seconds，或用 --ignore 排除",
    ),
    # what is refused, since a stranger may have made it so
    "leads-outside": (
        "is a link that leads out of here, to {target}, so it was not written; name that file itself to mend it",
        "是指向外部（{target}）的链接，因此没有写入；如要修复，请直接指定该文件",
    ),
    "decisions-link": (
        "is a link that leads out of this project; take it away, or name its target with --decisions",
        "是指向本项目之外的链接；请删去，或用 --decisions 指定其目标",
    ),
    "output-outside": (
        "is a link that leads out of here, to {target}, so nothing was written; name that place itself",
        "是指向外部（{target}）的链接，因此没有写入；请直接指定该位置",
    ),
    "undo-outside": (
        "lies outside of this project ({target}), so it was left alone; name that file itself to take it back",
        "在本项目之外（{target}），因此未作改动；如要撤销，请直接指定该文件",
    ),
    "undecodable": (
        "byte {at} is not {encoding}; say what the file is with --encoding (auto tells UTF-8, UTF-16, GB18030 and Big5 "
        "apart), or leave it out",
        "字节 {at} 不是 {encoding} 文本；"
        "请用 --encoding 指明编码（auto 可分辨 UTF-8、UTF-16、GB18030、Big5），或排除此文件",
    ),
    "undecodable-whole": (
        "not {encoding}: {error}; say what the file is with --encoding",
        "不是 {encoding} 文本：{error}；请用 --encoding 指明编码",
    ),
    "not-the-same-bytes": (
        "the text would not come back as the same {encoding} bytes; convert it to UTF-8 first",
        "文本无法还原为相同的 {encoding} 字节；请先转换为 UTF-8",
    ),
    "no-byte-order": (
        "has no byte order mark; say --encoding {encoding}-le or {encoding}-be",
        "没有字节顺序标记；请写 --encoding {encoding}-le 或 {encoding}-be",
    ),
    "broken-utf-8": (
        "UTF-8 with broken bytes in it ({count}, the first here); mend or delete them, "
        "or say what it is with --encoding",
        "UTF-8 文本中有坏字节（{count} 个，第一个在此处）；请修正或删去，或用 --encoding 指明编码",
    ),
    "encoding-close": (
        "not UTF-8 from here on, and {names} read about equally well; say which it is, as in --encoding {first}",
        "自此处起不是 UTF-8，按 {names} 读来相差不大；请指明是哪一种，如 --encoding {first}",
    ),
    "encoding-doubtful": (
        "not UTF-8, it seems, and too little here looks like Chinese to be sure that it is {name}; if it is, say "
        "--encoding {name}",
        "似乎不是 UTF-8，像中文之处又太少，无法断定是 {name}；如果是，请写 --encoding {name}",
    ),
    "encoding-unknown": (
        "not UTF-8 from here on, and no Chinese in UTF-16, GB18030 or Big5; say what it is with --encoding, "
        "or leave it out",
        "自此处起不是 UTF-8，也不像 UTF-16、GB18030、Big5 编码的中文；请用 --encoding 指明编码，或排除此文件",
    ),
    "unencodable": (
        "“{char}” ({code}) cannot be written in {encoding}, so nothing was changed in the file; write it in another "
        "with --to-encoding (utf-8 and gb18030 hold all)",
        "“{char}”（{code}）无法用 {encoding} 编码写出，该文件未作任何改动；"
        "请用 --to-encoding 换一种编码（utf-8 和 gb18030 可容纳所有字符）",
    ),
    "diff-and-encoding": (
        "--diff and --words write nothing, so --to-encoding has no place beside them; leave one out",
        "--diff 和 --words 不写文件，不能与 --to-encoding 同用；请去掉其一",
    ),
    "unknown-encoding": (
        "{flag} {name}: no such encoding; try utf-8, gb18030, big5 or utf-16",
        "{flag} {name}：没有这种编码；可用 utf-8、gb18030、big5、utf-16",
    ),
    "unknown-script": (
        "--script {name}: OpenCC has no such configuration; one of: {known}",
        "--script {name}：OpenCC 没有这种配置；可用：{known}",
    ),
    "no-patch-encoding": (
        "a patch cannot hold {encoding} text; use --words, or convert the file to UTF-8",
        "补丁无法容纳 {encoding} 文本；请用 --words，或将文件转换为 UTF-8",
    ),
    "no-patch-of": (
        "is not in changes.patch: a patch cannot hold {encoding} text; convert the file to UTF-8 for that",
        "未列入 changes.patch：补丁无法容纳 {encoding} 文本；如需补丁请将文件转换为 UTF-8",
    ),
}
