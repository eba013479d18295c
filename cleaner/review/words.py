"""The words of the review, in English and Chinese. Those of the pages themselves are in `reports.html.words`."""

from __future__ import annotations

from cleaner.saying import speaker

_WORDS: dict[str, tuple[str, str]] = {
    "review": ("Review", "审阅"),
    "documents": ("Documents", "文档"),
    "list-lead": ("{done} of {of} documents done", "{of} 个文档中，{done} 个已无待决之处"),
    "looking": ("{n} of {of} looked through", "已查看 {n} / {of}"),
    "find": ("Find a document", "查找文档"),
    "only-open": ("only those that wait for me", "只看待决的"),
    "open-n": ("{n} to decide", "{n} 处待决"),
    "done": ("nothing waits", "无待决"),
    "not-yet": ("not looked at yet", "尚未查看"),
    "will-n": ("{n} mended when written", "{n} 处写入时修复"),
    "decided-n": ("{n} decided", "已决 {n}"),
    "of-asked": ("{n} of {of} decided", "已决 {n} / {of}"),
    "earlier": ("Earlier", "上一页"),
    "later": ("Later", "下一页"),
    "no-documents": ("No document matches.", "没有符合的文档。"),
    "first-open": ("Begin with the first that waits", "从第一个待决的开始"),
    # a document
    "apply": ("Apply", "修改"),
    "keep": ("Leave", "不改"),
    "edit": ("Edit", "改写"),
    "take-back": ("Take back", "撤回"),
    "apply-about": ("mend it as proposed", "按建议修改"),
    "keep-about": ("leave the text as it is", "保留原文"),
    "edit-about": ("write it yourself", "自行改写"),
    "all-of-rule": ("All of this rule here", "本文档此规则全部修改"),
    "keep-all-of-rule": ("Leave all of this rule here", "本文档此规则全部不改"),
    "verdict-apply": ("to be applied", "将修改"),
    "verdict-keep": ("left as it is", "不改"),
    "verdict-edited": ("your own words", "已改写"),
    "by-at": ("{by}, {at}", "{by}，{at}"),
    "by-baseline": (
        "not looked at: baseline of {at} (cleaner {version})",
        "未经人工查看：{at} 的基线（cleaner {version}）",
    ),
    "edit-label": ("What is to stand here instead", "此处改为"),
    "remark-label": ("Remark (kept with the decision)", "备注（随决定保存）"),
    "save": ("Save", "保存"),
    "cancel": ("Cancel", "取消"),
    "filter": ("Show", "显示"),
    "rule": ("rule", "规则"),
    "any-rule": ("every rule", "全部规则"),
    "safety": ("safety", "安全性"),
    "any-safety": ("every safety", "全部安全级别"),
    "sure": ("confidence", "置信度"),
    "any-sure": ("however sure", "不限置信度"),
    "sure-90": ("90% and more", "90% 以上"),
    "sure-50": ("50% to 90%", "50%–90%"),
    "sure-0": ("under 50%", "50% 以下"),
    "state": ("state", "状态"),
    "any-state": ("every state", "全部状态"),
    "state-open": ("waits for you", "待决"),
    "state-will": ("mended when written", "写入时修复"),
    "state-decided": ("decided", "已决"),
    "state-rests": ("rests on one left", "所依据的未改"),
    "clear": ("Show all", "显示全部"),
    "nothing-shown": ("Nothing of this kind here.", "没有符合的条目。"),
    "write": ("Write…", "写入…"),
    "keys": ("Keys", "按键"),
    "next-document": ("Next document", "下一文档"),
    "partial": (
        "This is the beginning. The rest is being read; what you decide here holds.",
        "先显示开头部分，其余正在读取；此处的决定有效。",
    ),
    "working": ("Working out what follows…", "正在推算后续影响……"),
    "renewed": ("The whole document is here now.", "整个文档已就绪。"),
    # what is said after a key
    "said-apply": ("Will be applied", "将修改"),
    "said-keep": ("Left as it is", "不改"),
    "said-edited": ("Your words are kept", "已保存改写"),
    "said-back": ("Taken back", "已撤回"),
    "said-all": ("{n} decided", "已决 {n} 处"),
    "said-also": ("{n} more changed with it", "另有 {n} 处随之变化"),
    "said-none": ("Nothing to take back", "没有可撤回的"),
    "said-no-fix": ("Nothing is proposed here; e writes your own words", "此处没有建议；按 e 自行改写"),
    "said-end": ("That was the last one here. N: next document", "本文档已到末尾。按 N 到下一文档"),
    "said-start": ("This is the first one", "已是第一处"),
    "said-all-done": ("No other document waits for you", "其他文档均无待决"),
    "failed": ("That did not work: {what}", "未能完成：{what}"),
    "gone": ("The review has ended. Start it again with: cleaner review", "审阅已结束。重新开始：cleaner review"),
    # writing
    "write-title": ("Write into the files", "写入文件"),
    "write-this": ("This document", "此文档"),
    "write-all": ("All {n} documents", "全部 {n} 个文档"),
    "write-safe": ("{n} safe, mended", "修复安全的 {n} 处"),
    "write-apply": ("{n} applied by your word", "经您确认修改 {n} 处"),
    "write-edited": ("{n} in your own words", "按您的改写 {n} 处"),
    "write-keep": ("{n} left as you said", "按您的决定保留 {n} 处"),
    "write-open": ("{n} still to decide, left alone", "{n} 处尚待决，不作改动"),
    "write-rests": ("{n} left alone, resting on one that you left", "{n} 处因所依据的未改而不作改动"),
    "write-undo": ("A journal is kept: cleaner undo takes it all back.", "会先记入日志：cleaner undo 可全部撤销。"),
    "write-now": ("Write", "写入"),
    "writing": ("{n} of {of} …", "{n} / {of} ……"),
    "written": (
        "Written: {findings} places in {documents} documents. To take it back: cleaner undo",
        "已写入：{documents} 个文档，{findings} 处。如需撤销：cleaner undo",
    ),
    "close": ("Close", "关闭"),
    # keys
    "key-next": ("next", "下一处"),
    "key-previous": ("previous", "上一处"),
    "key-apply": ("apply", "修改"),
    "key-keep": ("leave as it is", "不改"),
    "key-edit": ("edit by hand", "改写"),
    "key-all": ("apply all of this rule in this document", "本文档此规则全部修改"),
    "key-keep-all": ("leave all of this rule in this document", "本文档此规则全部不改"),
    "key-back": ("take back", "撤回"),
    "key-remark": ("remark", "备注"),
    "key-open": ("next that waits for me", "下一处待决"),
    "key-document": ("next document", "下一文档"),
    "key-write": ("write", "写入"),
    "key-list": ("all documents", "全部文档"),
    "key-help": ("these keys", "按键说明"),
    "said-remark": ("Remark kept", "已保存备注"),
    "said-decide-first": ("Decide first, then remark", "请先作决定，再写备注"),
    # refusals of the server
    "no-token": (
        "This page belongs to the person who started the review. Open the address that cleaner review printed; it is "
        "good for one browser, once. If it was used already, and not by you, stop the review and start it again.",
        "此页面仅供启动审阅的人使用。请打开 cleaner review 打印的网址；该网址只能在一个浏览器中使用一次。"
        "如果已被使用而使用者不是您，请停止审阅并重新启动。",
    ),
    "opening": ("Opening the review…", "正在打开审阅……"),
    # the command
    "serving": ("Review at {url}", "审阅网址：{url}"),
    "serving-stop": (
        "Ctrl-C ends it; every decision is saved as it is made ({file})",
        "Ctrl-C 结束；每个决定随时保存（{file}）",
    ),
    "nothing-to-review": (
        "no document to review; name files or folders with text",
        "没有可审阅的文档；请指定文件或含有文本的文件夹",
    ),
    "port-taken": (
        "--port {port} is taken ({error}); name another, or leave it out",
        "--port {port} 已被占用（{error}）；请换一个，或不指定",
    ),
    # the terminal
    "t-place": ("{name}:{line}  {n} of {of}", "{name}:{line}  第 {n} / {of} 处"),
    "t-before": ("before", "修改前"),
    "t-after": ("after", "修改后"),
    "t-keys": (
        "[a]pply  [s] leave  [e]dit  [A]ll of this rule  [u] take back  [n]ext  [p]revious  [w]rite  [q]uit",
        "[a] 修改  [s] 不改  [e] 改写  [A] 此规则全部  [u] 撤回  [n] 下一处  [p] 上一处  [w] 写入  [q] 退出",
    ),
    "t-unknown": ("a, s, e, A, u, n, p, w or q", "请按 a、s、e、A、u、n、p、w 或 q"),
    "t-edit": ("in its place ({seen}): ", "改为（原文：{seen}）："),
    "t-done": ("{n} decided; saved in {file}", "已决 {n} 处；保存在 {file}"),
    "t-nothing": ("nothing waits for you", "没有待决之处"),
    "t-write": ("write now? y/n ", "现在写入？y/n "),
    "t-last": ("that was the last one; w writes, q ends", "已是最后一处；w 写入，q 结束"),
}  # fmt: skip

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)


def all_words(lang: str) -> dict[str, str]:
    """All words in `lang`, for the page's script."""
    return {key: words[1 if lang == "zh" else 0] for key, words in _WORDS.items()}
