"""`cleaner explain`: one rule, with its reason, its limits, and text before and after."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import completing, options
from cleaner.cli.common import fail

Name = Annotated[
    str,
    typer.Argument(metavar="RULE", help="A rule's name, such as looped-clause.", autocompletion=completing.one_rule),
]


def explain(
    rule: Name,
    pack: options.Packs = None,
    lang: options.LangOption = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """Explain a rule: what it finds and why, its limits, text before and after.

    \b
    cleaner explain doubled-punctuation
    cleaner explain broken-wraps/wrapped-line --lang zh
    """
    from cleaner.packs import PackError, load_rules
    from cleaner.reports.rules import rule_text
    from cleaner.work import unknown_rule

    lookup = options.look_up(None, pack=pack, lang=lang, config=config, isolated=isolated)
    language_ = lookup.lang
    try:
        known = load_rules(lookup.run.packs)
    except PackError as error:
        fail(str(error))
    found = [r for r in known if rule in (r.id, r.name)] or [r for r in known if rule == r.family]
    if not found:
        fail(unknown_rule(rule, known, language_))
    print("\n\n".join(rule_text(r, language_) for r in found))
