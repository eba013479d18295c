"""The words of the pages, in English and Chinese."""

from __future__ import annotations

from cleaner.saying import speaker

#: By key: English, Chinese. A third entry is the English for a count of one.
_WORDS: dict[str, tuple[str, ...]] = {
    # what the pages are called
    "report": ("Report", "报告"),
    "all": ("All documents", "全部文档"),
    "report-of": ("Report on {name}", "{name} 检查报告"),
    "about": (
        "What cleaner found in these texts, and how it mends that. The texts themselves were not touched.",
        "cleaner 在这些文本中发现的问题，以及可作的修复。原文未作任何改动。",
    ),
    # the sentence that says it all
    "places": ("{n} places", "{n} 处", "one place"),
    "lead": ("{places} damaged, in {hit} of {files}", "{files}中，{hit} 个有损坏，共 {places}"),
    "lead-clean": ("Nothing found in {files}", "{files}，未发现问题"),
    "documents-n": ("{n} documents", "{n} 个文档", "one document"),
    "page-n": ("page {n} of {of}", "第 {n} / {of} 页"),
    "safe-n": (
        "{n} can be mended without changing the meaning",
        "{n} 处可放心修复，不改变文意",
        "one can be mended without changing the meaning",
    ),
    "risky-n": ("{n} wait for your consent", "{n} 处待您确认", "one waits for your consent"),
    "shown-n": ("{n} are only pointed out", "{n} 处仅作提示", "one is only pointed out"),
    "safe": ("safe", "安全"),
    "risky": ("risky", "有风险"),
    "shown": ("pointed out", "仅提示"),
    "safe-about": ("the meaning cannot change", "不会改变文意"),
    "risky-about": ("a good guess; needs your word", "多半正确，须您确认"),
    "shown-about": ("never changed; for you to see", "从不改动，供您查看"),
    # index
    "by-rule": ("What was found", "发现了什么"),
    "by-document": ("Where", "在哪里"),
    "by-confidence": ("How sure", "有多大把握"),
    "confidence-about": ("Findings by confidence, in tenths", "按置信度分布，每格一成"),
    "rule": ("Rule", "规则"),
    "count": ("Count", "数量"),
    "document": ("Document", "文档"),
    "most-in": ("most in", "多见于"),
    "example": ("for instance", "例如"),
    "clean-n": ("{n} documents without a finding", "{n} 个文档未发现问题", "one document without a finding"),
    "more-documents": ("{n} documents in all, on {pages} pages", "共 {n} 个文档，分 {pages} 页列出"),
    "most-first": ("The {n} with the most findings first", "先列问题最多的 {n} 个"),
    "failed": ("Could not be read or cleaned", "未能读取或处理"),
    "files": ("In this folder", "本文件夹内"),
    "patch-about": (
        "every change here, for git apply or patch -p1",
        "此处全部改动，可用 git apply 或 patch -p1 应用",
    ),
    "records-about": ("every finding, a line of JSON each", "每处发现一行 JSON"),
    "summary-about": ("this page in short, as Markdown", "本页摘要（Markdown）"),
    "next-fix": ("To make the safe changes in your files", "要在文件中作“安全”的修复"),
    "made": ("Made by cleaner {version}, {when}", "由 cleaner {version} 生成，{when}"),
    "characters-n": ("{n} characters", "{n} 字"),
    "per-thousand-head": ("per 1,000 characters", "每千字"),
    "rescan": ("Pages to scan again", "建议重新扫描的页面"),
    "none-needed": ("none", "无"),
    # a document's page
    "nothing": ("Nothing found.", "未发现问题。"),
    "before": ("Before", "修改前"),
    "after": ("After", "修改后"),
    "view": ("View", "版式"),
    "two": ("Side by side", "左右对照"),
    "one": ("One column", "单栏合并"),
    "legend": ("How to read this", "图例"),
    "gone-is": ("taken out", "删去"),
    "put-is": ("put in", "添上"),
    "sample": ("text", "文字"),
    "previous": ("Previous", "上一个"),
    "next": ("Next", "下一个"),
    "previous-page": ("Earlier in this document", "本文档前页"),
    "next-page": ("On in this document", "本文档续页"),
    "unchanged": ("{n} lines unchanged", "{n} 行未变", "one line unchanged"),
    "lines-at": ("lines {first}–{last}", "第 {first}–{last} 行"),
    "line-at": ("line {first}", "第 {first} 行"),
    "skipped": ("… {n} characters …", "…… {n} 字 ……"),
    "place": ("line {line}", "第 {line} 行"),
    "place-page": ("page {page}, line {line}", "第 {page} 页第 {line} 行"),
    "why": ("Why", "缘由"),
    "limits": ("Limits", "界限"),
    "would": ("it would read", "修复后应为"),
    "stays": ("stays", "保留"),
    "goes": ("goes", "删去"),
    "may-go": ("the copy", "重复的一份"),
    "stays-at": ("stays, {at}", "保留，{at}"),
    "goes-at": ("goes, {at}", "删去，{at}"),
    "copy-at": ("the copy, {at}", "重复的一份，{at}"),
    "same": ("word for word the same", "一字不差"),
    "rests-on": ("rests on", "依据"),
    "breaks": ("{n} line ends inside this paragraph", "段内断行 {n} 处"),
    "glossary": ("Why these are damage", "这些为何是损坏"),
    "each": ("Each of them", "逐一列出"),
    "finding": ("finding {n}", "第 {n} 处"),
    "page-shut": ("left as it was: {why}", "未作处理：{why}"),
    # states: "applied", or why a finding was held
    "state-applied": ("to be mended", "将修复"),
    "state-no-fix": ("no mend known", "无从修复"),
    "state-needs-consent": ("waits for consent", "待确认"),
    "state-shown-only": ("pointed out", "仅提示"),
    "state-overlaps": ("overlaps another", "与他处重叠"),
    "state-allowed": ("allowed by a comment or the settings", "已由注释或设置允许"),
    "state-kept": ("kept by decision", "已决定保留"),
    "state-rests-on-held": ("rests on one not mended", "所依据的未修复"),
    "state-not-settled": ("not settled", "未能定案"),
}

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)


def number(n: int) -> str:
    """`n` with commas: ``12,408``."""
    return f"{n:,}"
