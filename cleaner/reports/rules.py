"""A rule told in full, for a terminal and as Markdown: reason, limits, safety, and text before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaner.packs import Example, Rule
from cleaner.reports.excerpt import padded, visible
from cleaner.wording import say

#: Cells for the words “before”, “after”, “left be” in front of a sample.
MARGIN = 14


def rule_text(rule: Rule, lang: str) -> str:
    """`rule` as `cleaner explain` prints it."""
    lines = [f"{rule.name}  ({_state(rule, lang)})", rule.words(lang).title, ""]
    for label, said in _sections(rule, lang):
        lines += [label, f"  {said}", ""]
    if rule.examples:
        lines.append(say(lang, "examples"))
        for example in rule.examples:
            lines += [*_example(example, lang), ""]
    return "\n".join(lines).rstrip()


def rules_page(rules: Sequence[Rule], lang: str) -> str:
    """`rules` as a page of Markdown, by family."""
    lines = [f"# {say(lang, 'rules-page')}", "", say(lang, "rules-page-about"), ""]
    for family, members in groupby(sorted(rules, key=lambda rule: rule.name), key=lambda rule: rule.family):
        lines += [f"## {family}", ""]
        for rule in members:
            lines += [f"### {rule.id}", "", *rule_section(rule, lang), ""]
    return "\n".join(lines)


def rule_section(rule: Rule, lang: str) -> list[str]:
    """The lines of Markdown that tell `rule`, without its heading."""
    lines = [f"**{rule.words(lang).title}** ({_state(rule, lang)})", ""]
    for label, said in _sections(rule, lang):
        lines += [f"- **{label}**: {_escaped(said)}"]
    for example in rule.examples:
        lines += ["", "```text", *(line.rstrip() for line in _example(example, lang)), "```"]
    return lines


def _state(rule: Rule, lang: str) -> str:
    return f"{say(lang, rule.safety)}, {say(lang, 'on' if rule.on else 'off')}"


def _sections(rule: Rule, lang: str) -> Iterator[tuple[str, str]]:
    """What there is to say of `rule`, each with its label."""
    words = rule.words(lang)
    told = {
        "why": words.why,
        "limits": words.limits,
        "says": words.message,
        "safety": say(lang, f"about-{rule.safety}"),
    }
    return ((say(lang, key), text) for key, text in told.items() if text)


def _escaped(text: str) -> str:
    """`text` with the signs that Markdown would take for its own."""
    return "".join(f"\\{char}" if char in "\\*_[]<>" else char for char in text)


def _example(example: Example, lang: str) -> list[str]:
    parts = [f"  # {example.note}"] if example.note else []
    if example.bad is not None and example.good is not None:
        parts += _block(say(lang, "before"), example.bad) + _block(say(lang, "after"), example.good)
    elif example.bad is not None:
        parts += _block(say(lang, "only-found"), example.bad)
    else:
        parts += _block(say(lang, "left-be"), example.good or "")
    if example.missed:
        parts += _block(say(lang, "known-miss"), example.missed)
    return parts


def _block(label: str, text: str) -> list[str]:
    lines = text.removesuffix("\n").split("\n")
    head = padded(f"  {label}", MARGIN)
    return [(head if index == 0 else " " * MARGIN) + visible(line) for index, line in enumerate(lines)]
