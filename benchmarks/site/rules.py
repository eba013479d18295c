"""A page for each rule, made of its pack, of what the engine makes of its examples, and of what was measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape

from benchmarks.site.kinds import KINDS
from benchmarks.site.navigation import ROOT
from benchmarks.site.samples import Shown, after_html, before_html, shown
from cleaner.packs import Rule, load_rules
from cleaner.wording import say

LEDGER = ROOT / "seeds" / "ledger.tsv"
CLEAN = ROOT / "docs" / "figures" / "clean-text.tsv"

#: The seed in which nothing is wrong.
TRAPS = "04-traps.txt"

WORDS = {
    "en": {
        "index": "The rules, by kind of damage",
        "about": "Look for what your page looks like. Each rule has a page: why it is there, what it leaves alone, text"
        " before and after, how sure it is, and how to leave a place as it is.",
        "safeties": "**Safe**: the meaning cannot change; `cleaner fix` applies it. **Risky**: a good guess; applied with"
        " `--risky`, or when you say so in the review. **Shown**: never applied, for you to see. A rule's class is the most"
        " that it may claim: a finding with less behind it is risky or only shown. A rule that is off does nothing until it"
        " is named.",
        "table": "| rule | finds | class | |\n|---|---|---|---|",
        "facts": "| rule | class | by default | how sure, in these examples |\n|---|---|---|---|",
        "why": "Why",
        "limits": "What it leaves alone",
        "says": "What it says",
        "class": "Its class",
        "samples": "Before and after",
        "samples-about": "The tool itself made these when this page was built. What goes is struck through, what comes is"
        " underlined; ⏎ is a line end that goes, ␌ a page end.",
        "left": "Left alone",
        "left-about": "These look like it, and nothing is found in them, though the rule is asked.",
        "missed": "Known misses",
        "before": "before",
        "after": "after",
        "only": "found, and left as it is",
        "consent": "with consent (`--risky`)",
        "measured": "Where it speaks up",
        "seeds": "In the thirteen [seeds](../seeds.md) of this project: {found} findings, of which {mended} are mended by"
        " default.",
        "seeds-none": "In the thirteen [seeds](../seeds.md) of this project, read with default settings: nothing.",
        "traps": " In the one seed where nothing is wrong ([04-traps](../seeds.md)): {traps}.",
        "clean": "In {size} where next to nothing is wrong (news, statutes, reports, books, poems), with every rule asked:"
        " {said}.",
        "clean-none": "nothing",
        "clean-some": "{n} {safety}",
        "how": "How to leave a place as it is",
        "how-off": "This rule is off. Name it to have it asked:",
        "how-script": "This rule does nothing until a script is asked for:",
        "how-comment": "In Markdown, a comment on a line of its own, for the line below it ([more](../suppressions.md)):",
        "how-settings": "In `cleaner.toml`, for some paths ([more](../settings.md)):",
        "how-one": "One place, whatever moves around it: `cleaner review`, key `s`. For one run: `--ignore {rule}`.",
        "more": "Of the same kind",
        "on": "on",
        "off": "off",
        "none": "no example with a fix",
    },
    "zh": {
        "index": "规则一览（按损坏分类）",
        "about": "先看您的页面像哪一种。每条规则各有一页：为什么有它，它不动什么，修改前后的文字，有多大把握，以及怎样让某处保持原样。",
        "safeties": "**安全**：不会改变文意，`cleaner fix` 直接修复。**有风险**：多半正确，加 `--risky`，或在审阅时由您确认，才会修复。"
        "**仅提示**：从不自动修改，请您自己看。规则标明的是最高级别，证据不足时会降级。关闭的规则须点名才会启用。",
        "table": "| 规则 | 找什么 | 级别 | |\n|---|---|---|---|",
        "facts": "| 规则 | 级别 | 默认 | 置信度（以下各例） |\n|---|---|---|---|",
        "why": "缘由",
        "limits": "不动什么",
        "says": "提示",
        "class": "级别",
        "samples": "修改前后",
        "samples-about": "以下结果由工具在生成本页时当场得出。删去的字加删除线，添上的字加下划线；⏎ 是去掉的换行，␌ 是换页。",
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


@cache
def rules() -> tuple[Rule, ...]:
    """All built-in rules with their examples, by name."""
    return tuple(sorted(load_rules(), key=lambda rule: rule.name))


def families() -> list[tuple[str, list[Rule]]]:
    """The rules by family, in the order of `KINDS`."""
    return [(family, [rule for rule in rules() if rule.family == family]) for family in KINDS]


def index(lang: str) -> str:
    """The page of all rules, by kind of damage."""
    words = WORDS[lang]
    lines = [f"# {words['index']}", "", words["about"], "", words["safeties"], ""]
    for family, members in families():
        kind = KINDS[family][lang]
        lines += [f"## {kind.title}", "", f"{kind.about} (`{family}`)", "", words["table"]]
        for rule in members:
            state = "" if rule.on else words["off"]
            lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.words(lang).title} | {say(lang, rule.safety)} | {state} |")
        lines.append("")
    lines += ["```{toctree}", ":hidden:", "", *(rule.id for _, members in families() for rule in members), "```", ""]
    return "\n".join(lines)


def page(rule: Rule, lang: str) -> str:
    """The page of one rule."""
    words, told = WORDS[lang], rule.words(lang)
    samples = list(shown(rule, rules(), lang))
    lines = [f"# {told.title}", "", words["facts"]]
    state = words["on"] if rule.on else words["off"]
    lines += [f"| `{rule.id}` | {say(lang, rule.safety)} | {state} | {_sure(samples, lang)} |", ""]
    lines += [f"**{words['why']}**: {_escaped(told.why)}", ""]
    if told.limits:
        lines += [f"**{words['limits']}**: {_escaped(told.limits)}", ""]
    lines += [f"**{words['says']}**: {_escaped(told.message)}", ""]
    lines += [f"**{words['class']}**: {_escaped(say(lang, f'about-{rule.safety}'))}", ""]
    lines += [f"## {words['samples']}", "", words["samples-about"], ""]
    for sample in samples:
        if sample.example.bad is not None and not sample.example.missed:
            lines += _sample(rule, sample, lang)
    for key, chosen in (
        ("left", [s for s in samples if s.example.bad is None]),
        ("missed", [s for s in samples if s.example.missed]),
    ):
        if chosen:
            lines += [f"## {words[key]}", ""]
            lines += [words["left-about"], ""] if key == "left" else []
            for sample in chosen:
                lines += _left(sample)
    lines += [*_measured(rule, lang), *_how(rule, lang)]
    others = [other for other in rules() if other.family == rule.family and other.id != rule.id]
    if others:
        links = ", ".join(f"[{other.words(lang).title}]({other.id}.md)" for other in others)
        lines += [f"## {words['more']}", "", links, ""]
    return "\n".join(lines)


def _sure(samples: Sequence[Shown], lang: str) -> str:
    found = [finding.confidence for sample in samples for finding in sample.findings]
    if not found:
        return WORDS[lang]["none"]
    low, high = f"{min(found):.0%}", f"{max(found):.0%}"
    return low if low == high else f"{low} – {high}"


def _sample(rule: Rule, sample: Shown, lang: str) -> list[str]:
    words = WORDS[lang]
    note = escape(sample.example.note, quote=False)
    said = "<br>".join(
        f"{escape(finding.message, quote=False)} <span>({say(lang, finding.safety)}, {finding.confidence:.0%})</span>"
        for finding in sample.findings[:3]
    )
    before = f"<div><b>{words['before'] if sample.mended else words['only']}</b><pre>{before_html(sample)}</pre></div>"
    after = f"<div><b>{words['after']}</b><pre>{after_html(sample)}</pre></div>" if sample.mended else ""
    consent = f"<em>{_code(words['consent'])}</em>" if sample.risky and sample.mended else ""
    head = f"<figcaption>{note} {consent}</figcaption>" if note or consent else ""
    return [f'<figure class="sample">{head}{before}{after}<p>{said}</p></figure>', ""]


def _left(sample: Shown) -> list[str]:
    note = escape(sample.example.note + (f" ({sample.example.missed})" if sample.example.missed else ""), quote=False)
    head = f"<figcaption>{note}</figcaption>" if note else ""
    return [f'<figure class="sample">{head}<div><pre>{before_html(sample)}</pre></div></figure>', ""]


def _code(text: str) -> str:
    first, *rest = text.split("`")
    return first + "".join(f"<code>{part}</code>" if n % 2 == 0 else part for n, part in enumerate(rest))


def _measured(rule: Rule, lang: str) -> list[str]:
    words = WORDS[lang]
    found, mended, traps = ledger(rule.id)
    told = words["seeds"].format(found=found, mended=mended) if found else words["seeds-none"]
    told += words["traps"].format(traps=traps) if found or traps else ""
    lines = [f"## {words['measured']}", "", told, ""]
    size, counts = clean_text()
    if rule.id in counts:
        some = [
            words["clean-some"].format(n=n, safety=say(lang, safety)) for safety, n in counts[rule.id].items() if n
        ]
        lines += [words["clean"].format(size=size, said=", ".join(some) or words["clean-none"]), ""]
    return lines


@cache
def clean_text() -> tuple[str, dict[str, dict[str, int]]]:
    """How much clean text was read, and what each rule found there, by safety; from docs/figures/clean-text.tsv."""
    about, _, *rows = CLEAN.read_text(encoding="utf-8").splitlines()
    counts: dict[str, dict[str, int]] = {}
    for rule, safety, number in (row.split("\t") for row in rows):
        counts.setdefault(rule, {})[safety] = int(number)
    return about.removeprefix("# ").partition(" of ")[0], counts


def ledger(rule: str) -> tuple[int, int, int]:
    """Findings of `rule` in all seeds, how many were mended, and findings in the seed where nothing is wrong."""
    counts: Counter[str] = Counter()
    for seed, subject, measure, number in _ledger():
        if subject == rule:
            counts["mended" if measure == "mended" else "found"] += int(number)
            counts["traps"] += int(number) if seed == TRAPS and measure != "mended" else 0
    return counts["found"], counts["mended"], counts["traps"]


@cache
def _ledger() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("\t")) for line in LEDGER.read_text(encoding="utf-8").splitlines()[1:])


def _how(rule: Rule, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    if rule.id == "script-conversion":
        yield from (f"## {words['how']}", "", words["how-script"], "")
        yield from ("```sh", "cleaner fix page.txt --script s2t", "```", "")
        return
    yield from (f"## {words['how']}", "")
    if not rule.on:
        yield from (words["how-off"], "", "```sh", f"cleaner check page.txt --select {rule.id}", "```", "")
    yield from (words["how-comment"], "", "```markdown", f"<!-- cleaner: allow {rule.id} -->", "```", "")
    yield from (words["how-settings"], "", "```toml", "[[per-path]]", 'paths = ["poems/"]')
    yield from (f'allow = ["{rule.id}"]', "```", "", words["how-one"].format(rule=rule.id), "")


def _escaped(text: str) -> str:
    """`text` with the signs that Markdown would take for its own."""
    return "".join(f"\\{char}" if char in "\\*_[]<>{}" else char for char in text)
