"""`cleaner settings`: what holds for a file, and where each value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cleaner.cli import options
from cleaner.cli.common import fail, load_rules_for
from cleaner.settings.words import say

if TYPE_CHECKING:
    from cleaner.settings.lookup import Lookup, Origin

Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to tell it.")]
File = Annotated[
    str,
    typer.Argument(metavar="[FILE]", help="A file or folder, there or not. [default: this folder]", show_default=False),
]


def settings(
    file: File = ".",
    format: Format = "text",
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    risky: options.Risky = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    jobs: options.Jobs = None,
    lang: options.LangOption = None,
    any_language: options.AnyLanguage = None,
    fail_on: options.FailOn = None,
    decisions: options.DecisionsFile = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """Show what holds for a file, and where each value comes from.

    The nearest cleaner.toml or pyproject.toml with [tool.cleaner] holds, and no other; flags go before it. With the
    flags of another command, this says what would hold there.

    \b
    cleaner settings
    cleaner settings scans/1998/page1.md
    cleaner settings scans/1998/page1.md --risky --format json
    """
    lookup = options.look_up(
        [file], select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, jobs=jobs, lang=lang, any_language=any_language, fail_on=fail_on,
        decisions=decisions, config=config, isolated=isolated,
    )  # fmt: skip
    from cleaner.settings import SettingsError

    try:
        holds = lookup.file_for(file)
        explained = lookup.explained(file)
    except SettingsError as error:
        fail(str(error))
    load_rules_for(lookup)
    if format == "json":
        told = {
            key: {"value": _value(values), "from": [_origin(origin) for _, origin in values] or [{"kind": "default"}]}
            for key, values in explained.items()
        }
        record = {"path": file, "settings_file": str(holds.path) if holds else None, "settings": told}
        from cleaner.reports.records import dumped

        print(dumped(record, indent=2))
        return
    from cleaner.reports.excerpt import padded, width

    print(holds.name if holds else say(lookup.lang, "no-file"))
    rows = [
        (key, _shown(key, part, lookup), _from(origin, lookup))
        for key, values in explained.items()
        for key, part, origin in _parts(key, values)
    ]
    widths = [max(width(row[column]) for row in rows) for column in range(2)]
    for row in rows:
        print("  ".join([*(padded(cell, cells) for cell, cells in zip(row, widths, strict=False)), row[2]]))


def _parts(key: str, values: list[tuple[Any, Origin]]) -> list[tuple[str, Any, Origin]]:
    """The rows of one key: of what adds up, one an origin; the key itself stands in the first."""
    from cleaner.settings.lookup import DEFAULT

    return [("" if at else key, value, origin) for at, (value, origin) in enumerate(values or [((), DEFAULT)])]


def _value(values: list[tuple[Any, Origin]]) -> Any:
    """The value that holds, ready for JSON: what adds up, together."""
    if len(values) == 1 and not isinstance(values[0][0], tuple):
        return values[0][0]
    return [one for value, _ in values for one in value]


def _shown(key: str, value: Any, lookup: Lookup) -> str:
    if value is None:
        return say(lookup.lang, "by-work" if key == "jobs" else "by-place")
    if isinstance(value, tuple):
        return ", ".join(value) or say(lookup.lang, "all-on" if key == "select" else "none")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _origin(origin: Origin) -> dict[str, Any]:
    """Where a value comes from, ready for JSON."""
    if origin.file is None:
        return {"kind": origin.kind}
    place = origin.file.place(origin.keys)
    record = {"kind": "file", "path": str(origin.file.path), "line": place.line, "column": place.column}
    if origin.section is not None:
        record["paths"] = origin.file.sections[origin.section]["paths"]
    return record


def _from(origin: Origin, lookup: Lookup) -> str:
    if origin.file is None:
        return say(lookup.lang, f"from-{origin.kind}")
    line = f"{origin.file.name}:{origin.file.place(origin.keys).line}"
    if origin.section is None:
        return line
    paths = ", ".join(origin.file.sections[origin.section]["paths"])
    return f"{line} ({say(lookup.lang, 'section', paths=paths)})"
