"""What pages of rules say, in both languages."""

from __future__ import annotations

WORDS = {
    "en": {
        ":": ": ",
        "(": "({safety}, {sure})",
        "about-family": "{about} (`{family}`)",
        "index": "The rules, by kind of damage",
        "about": "Look for what your page looks like. Each rule has a page: why it is there, what it leaves "
        "alone, text"
        " before and after, how sure it is, and how to leave a place as it is.",
        "safeties": "**Safe**: the meaning cannot change; `cleaner fix` applies it. **Risky**: a good guess; "
        "applied with"
        " `--risky`, or when you say so in the review. **Shown**: never applied, for you to see. A "
        "rule's class is the most"
        " that it may claim: a finding with less behind it is risky or only shown. A rule that is "
        "off does nothing until it"
        " is named.",
        "table": "| rule | finds | class | by default |\n|---|---|---|---|",
        "facts": "| rule | class | by default | how sure, in these examples |\n|---|---|---|---|",
        "why": "Why",
        "limits": "What it leaves alone",
        "says": "What it says",
        "class": "Its class",
        "samples": "Before and after",
        "samples-about": "The tool itself made these when this page was built. What goes is struck through, what "
        "comes is"
        " underlined; ⏎ is a line end that goes, ␌ a page end.",
        "left": "Left alone",
        "left-about": "These look like it, and nothing is found in them, though the rule is asked.",
        "missed": "Known misses",
        "before": "before",
        "after": "after",
        "only": "found, and left as it is",
        "consent": "with consent (`--risky`)",
        "measured": "Where it speaks up",
        "seeds": "In the thirteen [seeds](../seeds.md) of this project: {found} findings, of which {mended} "
        "are mended by"
        " default.",
        "seeds-none": "In the thirteen [seeds](../seeds.md) of this project, read with default settings: nothing.",
        "traps": " In the one seed where nothing is wrong ([04-traps](../seeds.md)): {traps}.",
        "clean": "In {size} where next to nothing is wrong (news, statutes, reports, books, poems), with "
        "every rule asked:"
        " {said}.",
        "clean-none": "nothing",
        "clean-some": "{n} {safety}",
        "how": "How to leave a place as it is",
        "how-off": "This rule is off. Name it to have it asked:",
        "how-script": "This rule does nothing until a script is asked for:",
        "how-comment": "In Markdown, a comment on a line of its own, for the line below it "
        "([more](../suppressions.md)):",
        "how-settings": "In `cleaner.toml`, for some paths ([more](../settings.md)):",
        "how-one": "One place, whatever moves around it: `cleaner review`, key `s`. For one run: `--ignore {rule}`.",
        "more": "Of the same kind",
        "on": "on",
        "off": "off",
        "none": "no example with a fix",
    },
    "zh": {
        ":": "：",
        "(": "（{safety}，{sure}）",
        "about-family": "{about}（`{family}`）",
        "index": "规则一览（按损坏分类）",
        "about": "先看您的页面像哪一种。每条规则各有一页：为什么有它，它不动什么，修改前后的文字，有多大把握，"
        "以及怎样让某处保持原样。",
        "safeties": "**安全**：不会改变文意，`cleaner fix` 直接修复。**有风险**：多半正确，加 `--risky`，或在审阅"
        "时由您确认，才会修复。"
        "**仅提示**：从不自动修改，请您自己看。规则标明的是最高级别，证据不足时会降级。关闭的规则须点名才会启用。",
        "table": "| 规则 | 找什么 | 级别 | 默认 |\n|---|---|---|---|",
        "facts": "| 规则 | 级别 | 默认 | 置信度（以下各例） |\n|---|---|---|---|",
        "why": "缘由",
        "limits": "不动什么",
        "says": "提示",
        "class": "级别",
        "samples": "修改前后",
        "samples-about": "以下结果由工具在生成本页时当场得出。删去的字加删除线，添上的字加下划线；⏎ 是去掉的换行，␌ 是"
        "换页。",
        "left": "保持原样的",
        "left-about": "这些看起来相像，但启用本规则也不会提示。",
        "missed": "已知的遗漏",
        "before": "修改前",
        "after": "修改后",
        "only": "找到，不作修改",
        "consent": "经同意（`--risky`）",
        "measured": "实测",
        "seeds": "在本项目的十三份样稿中：找到 {found} 处，默认修复其中 {mended} 处。",
        "seeds-none": "在本项目的十三份样稿中（默认设置）：没有找到。",
        "traps": "其中没有任何毛病的那一份（04-traps）：{traps} 处。",
        "clean": "在 {size} 几乎没有毛病的文本中（新闻、法规、报告、书籍、诗词），启用全部规则：{said}。",
        "clean-none": "没有找到",
        "clean-some": "{safety} {n} 处",
        "how": "怎样让某处保持原样",
        "how-off": "本规则默认关闭，须点名启用：",
        "how-script": "本规则只在要求转换字形时起作用：",
        "how-comment": "在 Markdown 里，单独占一行的注释，对下一行有效：",
        "how-settings": "在 `cleaner.toml` 里，对某些路径有效：",
        "how-one": "只是某一处：`cleaner review`，按 `s`，以后别处怎么改动都有效。只此一次：`--ignore {rule}`。",
        "more": "同类规则",
        "on": "启用",
        "off": "关闭",
        "none": "各例均不修改",
    },
}
