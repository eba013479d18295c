"""`cleaner explain`: one rule, with its reason, its limits, and text before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.common import fail
from cleaner.settings import language
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.packs import Example, Rule

Name = Annotated[str, typer.Argument(metavar="RULE", help="A rule's name, such as looped-clause.")]


def explain(rule: Name, pack: options.Packs = None, lang: options.LangOption = None) -> None:
    """Explain a rule: what it finds and why, its limits, text before and after.

    \b
    cleaner explain doubled-punctuation
    cleaner explain broken-wraps/wrapped-line --lang zh
    """
    from cleaner.packs import PackError, load_rules
    from cleaner.work import unknown_rule

    language_ = lang or language()
    try:
        known = load_rules(pack or ())
    except PackError as error:
        fail(str(error))
    found = [r for r in known if rule in (r.id, r.name)] or [r for r in known if rule == r.family]
    if not found:
        fail(unknown_rule(rule, known, language_))
    print("\n\n".join(_told(r, language_) for r in found))


def _told(rule: Rule, lang: str) -> str:
    words = rule.words(lang)
    state = say(lang, "on" if rule.on else "off")
    lines = [f"{rule.name}  ({say(lang, rule.safety)}, {state})", words.title, ""]
    told = [
        ("why", words.why),
        ("limits", words.limits),
        ("says", words.message),
        ("safety", say(lang, f"about-{rule.safety}")),
    ]
    for key, text in told:
        if text:
            lines += [say(lang, key), f"  {text}", ""]
    if rule.examples:
        lines.append(say(lang, "examples"))
        for example in rule.examples:
            lines += [*_example(example, lang), ""]
    return "\n".join(lines).rstrip()


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
    from cleaner.reports.excerpt import padded, visible

    lines = text.removesuffix("\n").split("\n")
    head = padded(f"  {label}", 14)
    return [(head if index == 0 else " " * 14) + visible(line) for index, line in enumerate(lines)]
