"""The flags that `check` and `fix` share, and the Settings made of them."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cleaner.cli.common import fail
from cleaner.model import Safety
from cleaner.settings import INCLUDE, Settings, language
from cleaner.wording import say

Lang = Literal["en", "zh"]

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATHS]...", help="Files and folders, or - for standard input.", show_default=False),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select", metavar="RULE", help="Only these rules or families (a,b or repeated).", show_default=False
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="RULE", help="Not these rules or families.", show_default=False),
]
Packs = Annotated[
    list[str] | None, typer.Option("--pack", metavar="FILE", help="A rule pack of your own (TOML).", show_default=False)
]
Risky = Annotated[bool, typer.Option("--risky", help="Consent to risky fixes too. Switches no rule on.")]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0.0, max=1.0, metavar="0..1", help="Tell nothing less sure than this.")
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        help=f"What to take from folders, instead of {' '.join(INCLUDE)}.",
        show_default=False,
    ),
]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="What to pass over.", show_default=False)
]
ForceExclude = Annotated[
    bool,
    typer.Option(
        "--force-exclude",
        help="Pass over what is excluded, not included, hidden or git-ignored where it is named, too.",
    ),
]
Hook = Annotated[
    bool,
    typer.Option(
        "--hook", help="For a commit hook: no colours, no progress, and last what to do for the commit to go through."
    ),
]
Encoding = Annotated[
    str, typer.Option("--encoding", metavar="NAME", help="How the files are encoded: utf-8, gb18030, big5, utf-16 …")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=0, help="Worker processes; 0: one a core. [default: as the work asks]", show_default=False
    ),
]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="The language of messages. [default: from the locale]", show_default=False)
]
StdinFilename = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="How to call standard input in reports.")
]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Also texts whose letters are under a fifth Chinese.")
]
FailOn = Annotated[Safety, typer.Option("--fail-on", help="Exit 1 where findings as safe as this, or safer, are left.")]
DecisionsFile = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="The file with what was decided. [default: cleaner-decisions.jsonl in the project's root]",
        show_default=False,
    ),
]
NoDecisions = Annotated[bool, typer.Option("--no-decisions", help="Pass over what was decided about findings.")]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Work everything out again. CLEANER_NO_CACHE=1 does the same.")
]
Rescan = Annotated[bool, typer.Option("--rescan", help="Only the pages to scan again: path, page, why; a page a line.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours. NO_COLOR does the same.")]


def make_settings(
    *,
    select: list[str] | None,
    ignore: list[str] | None,
    pack: list[str] | None,
    risky: bool,
    min_confidence: float,
    include: list[str] | None,
    exclude: list[str] | None,
    encoding: str,
    jobs: int | None,
    lang: Lang | None,
    any_language: bool,
    fail_on: Safety,
    decisions: str | None = None,
    no_decisions: bool = False,
    no_cache: bool = False,
    force_exclude: bool = False,
) -> Settings:
    """The flags as Settings. Exits with 2 for an encoding that there is not."""
    chosen_lang = lang or language()
    try:
        "".encode(encoding)
    except LookupError:
        fail(say(chosen_lang, "unknown-encoding", name=encoding))
    return Settings(
        select=_split(select),
        ignore=_split(ignore),
        packs=tuple(pack or ()),
        risky=risky,
        min_confidence=min_confidence,
        any_language=any_language,
        include=tuple(include or INCLUDE),
        exclude=tuple(exclude or ()),
        encoding=encoding,
        jobs=jobs,
        lang=chosen_lang,
        fail_on=fail_on,
        decisions=decisions,
        no_decisions=no_decisions,
        no_cache=no_cache,
        force_exclude=force_exclude,
    )


def _split(names: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for given in names or () for name in given.split(",") if name.strip())
