"""A page for each rule, made of its pack, of what the engine makes of its examples, and of what was measured."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape

from benchmarks.site.kinds import KINDS
from benchmarks.site.navigation import ROOT
from benchmarks.site.samples import Shown, after_html, before_html, shown
from benchmarks.site.words import WORDS
from cleaner.packs import Rule, load_rules
from cleaner.wording import say

LEDGER = ROOT / "seeds" / "ledger.tsv"
CLEAN = ROOT / "docs" / "figures" / "clean-text.tsv"

#: The seed in which nothing is wrong.
TRAPS = "04-traps.txt"


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
        lines += [
            f"## {kind.title}",
            "",
            words["about-family"].format(about=kind.about, family=family),
            "",
            words["table"],
        ]
        for rule in members:
            state = words["on"] if rule.on else words["off"]
            lines.append(
                f"| [{rule.id}]({rule.id}.md) | {rule.words(lang).title} | {say(lang, rule.safety)} | {state} |"
            )
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
    lines += [f"**{words['why']}**{words[':']}{_escaped(told.why)}", ""]
    if told.limits:
        lines += [f"**{words['limits']}**{words[':']}{_escaped(told.limits)}", ""]
    lines += [f"**{words['says']}**{words[':']}{_escaped(told.message)}", ""]
    lines += [f"**{words['class']}**{words[':']}{_escaped(say(lang, f'about-{rule.safety}'))}", ""]
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
                lines += _left(sample, lang)
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


@cache
def notes() -> dict[str, str]:
    """The packs' notes in Chinese, by the English ones."""
    return tomllib.loads((ROOT / "benchmarks/site/notes.zh.toml").read_text(encoding="utf-8"))


def _noted(words: str, lang: str) -> str:
    return escape(notes().get(words, "") if lang == "zh" else words, quote=False)


def _sample(rule: Rule, sample: Shown, lang: str) -> list[str]:
    words = WORDS[lang]
    note = _noted(sample.example.note, lang)
    said = "<br>".join(
        escape(f"{finding.message} ", quote=False)
        + words["("].format(safety=say(lang, finding.safety), sure=f"{finding.confidence:.0%}")
        for finding in sample.findings[:3]
    )
    before = f"<div><b>{words['before'] if sample.mended else words['only']}</b><pre>{before_html(sample)}</pre></div>"
    after = f"<div><b>{words['after']}</b><pre>{after_html(sample)}</pre></div>" if sample.mended else ""
    consent = f"<em>{_code(words['consent'])}</em>" if sample.risky and sample.mended else ""
    head = f"<figcaption>{note} {consent}</figcaption>" if note or consent else ""
    return [f'<figure class="sample">{head}{before}{after}<p>{said}</p></figure>', ""]


def _left(sample: Shown, lang: str) -> list[str]:
    note, why = _noted(sample.example.note, lang), _noted(sample.example.missed, lang)
    note = " ".join(part for part in (note, f"({why})" if why else "") if part)
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
        some = [words["clean-some"].format(n=n, safety=say(lang, safety)) for safety, n in counts[rule.id].items() if n]
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
