"""What `cleaner corpus duplicates` says, in plain English and plain Chinese."""

from __future__ import annotations

from cleaner.saying import speaker

#: By key: English, Chinese.
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("# Texts that stand in several documents", "# 在多个文档中出现的文本"),
    "read": (
        "{documents} documents with {paragraphs} paragraphs were read ({mb} MB of UTF-8); "
        "{rejected} rows were set aside.",
        "读入 {documents} 个文档、{paragraphs} 个段落（UTF-8 {mb} MB）；{rejected} 行被搁置。",
    ),
    "none": ("No text stands in more than one of them.", "没有文本出现在一个以上的文档中。"),
    "table": (
        "| level | kind | clusters | places |\n|---|---|---:|---:|",
        "| 级别 | 类别 | 组 | 处 |\n|---|---|---:|---:|",
    ),
    "proposed": (
        "{documents} documents and {paragraphs} paragraphs ({letters} letters) are copies that could go: their text "
        "stands elsewhere. Nothing is dropped unless --drop asks for it.",
        "{documents} 个文档和 {paragraphs} 个段落（共 {letters} 字）是可以去掉的副本：其文本在别处仍有。"
        "除非用 --drop 指定，否则不会删除任何内容。",
    ),
    "went": (
        "{documents} documents and {paragraphs} paragraphs were left out; see {record}. To have them back: {command}",
        "去掉了 {documents} 个文档和 {paragraphs} 个段落，见 {record}。如需恢复：{command}",
    ),
    "back": (
        "{count} rows were put back as they stood; all rows are in {folder}",
        "恢复了 {count} 行；全部各行在 {folder}",
    ),
    "sample": ("## A sample to look at", "## 供查看的样本"),
    "cluster": ("### {kind}: {documents} documents ({name})", "### {kind}：{documents} 个文档（{name}）"),
    "best": ("- **best** {where}: {why}", "- **最佳** {where}：{why}"),
    "member": ("- {where}: {percent} % alike, {because}", "- {where}：相同 {percent}%，{because}"),
    "more": ("- … and {count} more", "- ……另有 {count} 处"),
    "paragraph": ("{name}, characters {start}–{end}", "{name}，第 {start}–{end} 字"),
    "no-scratch": (
        "{path}: cannot be written ({error}); choose another folder with -o",
        "{path}：无法写入（{error}）；请用 -o 指定其他文件夹",
    ),
    "not-ours": (
        "{path}: is there and was not written by this command; choose another folder with -o",
        "{path}：已存在且不是本命令所写；请用 -o 指定其他文件夹",
    ),
    "not-local": (
        "{path}: the result must be a folder on this machine (or one that all workers see); say -o FOLDER",
        "{path}：结果必须写入本机（或所有工作节点可见的）文件夹；请用 -o 指定",
    ),
    "bad-similarity": (
        "--similarity {value}: wants a number from 0.5 to 1; say --similarity 0.8",
        "--similarity {value}：应为 0.5 到 1 之间的数；例如 --similarity 0.8",
    ),
    "no-record": (
        "{path}: holds no record of what was dropped ({error}); name the folder that --drop wrote",
        "{path}：没有删除记录（{error}）；请指定 --drop 写出的文件夹",
    ),
    # kinds
    "kind-copy": ("copy", "副本"),
    "kind-version": ("version (another fact)", "异文（事实不同）"),
    "kind-wire": ("wire copy", "通稿"),
    "kind-boilerplate": ("boilerplate", "套语"),
    "kind-credit": ("credit", "署名"),
    "kind-heading": ("heading", "标题"),
    "kind-furniture": ("furniture", "版面附件"),
    # why a copy is the best
    "why-same": ("all copies read the same; this is the first", "各副本相同，此为第一处"),
    "why-readings": (
        "likelier right at {better} of {places} places where copies differ",
        "{places} 处异文中有 {better} 处更可能正确",
    ),
    "why-complete": ("more complete by {letters} characters", "多出 {letters} 个字，更完整"),
    "why-defects": ("{defects} fewer characters that cannot be read", "少 {defects} 个无法辨认的字符"),
    "why-commonest": ("{copies} copies read so", "有 {copies} 处如此"),
    "why-first": ("nothing tells them apart; this is the first", "无从区分，此为第一处"),
    # why a member may go, or not
    "because-exact": ("exactly the same", "完全相同"),
    "because-same": ("the same in another script or width", "仅字形或全半角不同"),
    "because-misread": ("nothing but misreadings between", "仅有误识差异"),
    "because-incomplete": ("lacks clauses that the best has", "缺少最佳本中的句子"),
    "because-kind": ("stays: no copy by its kind", "保留：按类别不是副本"),
    "because-meant": ("stays: a figure, a name or a negation differs", "保留：数字、名称或否定词不同"),
    "because-words": ("stays: another word stands there", "保留：用词不同"),
    "because-other": ("stays: what differs is no known misreading", "保留：差异不属于已知误识"),
    "because-long": ("stays: too long to compare letter by letter", "保留：过长，未逐字比对"),
    "because-torn": ("stays: other lines stand between its own", "保留：其间夹有其他行"),
    "because-own": ("stays: in the same document as the best", "保留：与最佳本同在一个文档"),
    "because-goes": ("goes or stays with its document", "随其文档去留"),
}

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)
