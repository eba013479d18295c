"""The formats that `check` and `fix` can tell in: all that know their names ask here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TextIO, get_args

if TYPE_CHECKING:
    from cleaner.packs import Rule
    from cleaner.reports import Report
    from cleaner.settings import Settings

Format = Literal["text", "json", "jsonl", "sarif", "github", "markdown"]
#: SARIF is about the files as they are. After `fix` they are not what the places were counted in.
FixFormat = Literal["text", "json", "jsonl", "github", "markdown"]

FORMATS: tuple[Format, ...] = get_args(Format)
FIX_FORMATS: tuple[FixFormat, ...] = get_args(FixFormat)


def report_for(
    name: Format,
    out: TextIO,
    settings: Settings,
    rules: Sequence[Rule],
    *,
    colour: bool = False,
    mended: bool = False,
    undoable: bool = False,
) -> Report:
    """The sink that writes the format `name` to `out`.

    `mended` says that what was applied is done, and is not to be told as still there; `undoable` that it was done in
    place.
    """
    if name == "text":
        from cleaner.reports.text import TextReport

        return TextReport(out, settings.lang, colour=colour, mended=mended, undoable=undoable)
    if name == "github":
        from cleaner.reports.github import GithubReport

        return GithubReport(out, settings.lang, mended=mended)
    if name == "markdown":
        from cleaner.reports.markdown import MarkdownReport

        return MarkdownReport(out, settings.lang, mended=mended)
    if name == "sarif":
        from cleaner.packs import load_rules
        from cleaner.reports.sarif import SarifReport

        # With their examples, which stand in the help of each rule.
        whole = {rule.name: rule for rule in load_rules(settings.packs)}
        return SarifReport(out, [whole.get(rule.name, rule) for rule in rules], settings.lang)
    from cleaner.reports.records import Json, JsonLines

    return Json(out, rules) if name == "json" else JsonLines(out, rules)
