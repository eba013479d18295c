"""`cleaner rules`: a table of the rules there are."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.common import fail
from cleaner.wording import say

Format = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to list them.")]


def rules(
    pack: options.Packs = None,
    format: Format = "text",
    lang: options.LangOption = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """List the rules: name, safety, whether it is on, and what it finds.

    \b
    cleaner rules
    cleaner rules --pack mine.toml --lang zh
    cleaner rules --format markdown > rules.md
    """
    from cleaner.packs import PackError, load_rules
    from cleaner.reports.excerpt import padded, width

    lookup = options.look_up(None, pack=pack, lang=lang, config=config, isolated=isolated)
    language_ = lookup.lang
    try:
        known = load_rules(lookup.run.packs)
    except PackError as error:
        fail(str(error))
    if format == "json":
        told = [
            {"id": r.id, "family": r.family, "safety": r.safety, "on": r.on, "title": r.words(language_).title}
            for r in known
        ]
        from cleaner.reports.records import dumped

        print(dumped(told, indent=2))
        return
    if format == "markdown":
        from cleaner.reports.rules import rules_page

        print(rules_page(known, language_), end="")
        return
    rows = [
        (r.name, say(language_, r.safety), say(language_, "on" if r.on else "off"), r.words(language_).title)
        for r in sorted(known, key=lambda rule: rule.name)
    ]
    widths = [max(width(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join([*(padded(cell, cells) for cell, cells in zip(row, widths, strict=False)), row[3]]))
