"""The flags that `check` and `fix` share, and the Settings made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli import completing
from cleaner.cli.common import STDIN, fail
from cleaner.model import Safety
from cleaner.settings import INCLUDE, SettingsError, language
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.settings.lookup import Lookup

Lang = Literal["en", "zh"]

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATHS]...", help="Files and folders, or - for standard input.", show_default=False),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Only these rules or families (a,b or repeated).",
        show_default=False,
        autocompletion=completing.rules,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        help="Not these rules or families.",
        show_default=False,
        autocompletion=completing.rules,
    ),
]
Packs = Annotated[
    list[str] | None, typer.Option("--pack", metavar="FILE", help="A rule pack of your own (TOML).", show_default=False)
]
Risky = Annotated[
    bool | None,
    typer.Option("--risky/--no-risky", help="Consent to risky fixes too. Switches no rule on.", show_default=False),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="0..1",
        help="Tell nothing less sure than this. [default: 0]",
        show_default=False,
    ),
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
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="How the files are encoded: utf-8, gb18030, big5, utf-16 … [default: auto, as far as it can be told]",
        show_default=False,
        autocompletion=completing.encodings,
    ),
]
ToEncoding = Annotated[
    str | None,
    typer.Option(
        "--to-encoding",
        metavar="NAME",
        help="What to write in: utf-8, gb18030, big5, utf-16 … [default: what was read]",
        show_default=False,
        autocompletion=completing.encodings,
    ),
]
Script = Annotated[
    str | None,
    typer.Option(
        "--script",
        metavar="CONFIG",
        help="Convert the script too: s2t, t2s, s2tw, s2twp, tw2s, s2hk … (OpenCC's configurations).",
        show_default=False,
        autocompletion=completing.scripts,
    ),
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
    bool | None,
    typer.Option(
        "--any-language/--only-chinese",
        help="Also texts whose letters are under a fifth Chinese.",
        show_default=False,
    ),
]
FailOn = Annotated[
    Safety | None,
    typer.Option(
        "--fail-on",
        help="Exit 1 where findings as safe as this, or safer, are left. [default: risky]",
        show_default=False,
    ),
]
Config = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The settings file for all. [default: for each file the nearest cleaner.toml or pyproject.toml]",
        show_default=False,
    ),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Pass over all settings files.")]
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


def look_up(
    paths: Sequence[str] | None,
    *,
    config: str | None = None,
    isolated: bool = False,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    pack: list[str] | None = None,
    risky: bool | None = None,
    min_confidence: float | None = None,
    include: list[str] | None = None,
    exclude: list[str] | None = None,
    encoding: str | None = None,
    to_encoding: str | None = None,
    script: str | None = None,
    jobs: int | None = None,
    lang: Lang | None = None,
    any_language: bool | None = None,
    fail_on: Safety | None = None,
    decisions: str | None = None,
    no_decisions: bool | None = None,
    force_exclude: bool | None = None,
) -> Lookup:
    """What holds for the files of `paths`, by the flags that were given and the settings files that there are.

    Exits with 2 for an encoding that there is not, and for a settings file that cannot be used.
    """
    from cleaner.settings.lookup import Lookup

    for flag, name in (("--encoding", encoding), ("--to-encoding", to_encoding)):
        if name is not None and not (name == "auto" and flag == "--encoding"):
            try:
                "".encode(name)
            except (LookupError, ValueError):  # ValueError: what is no name at all, and "undefined"
                fail(say(lang or language(), "unknown-encoding", flag=flag, name=name))
    for flag, patterns in (("--include", include), ("--exclude", exclude)):
        for pattern in patterns or ():
            from cleaner.settings.globs import wrong
            from cleaner.settings.words import say as words

            if wrong(pattern):
                fail(f"{flag}: {words(lang or language(), 'glob-broken', pattern=pattern)}")
    if script is not None:
        from cleaner.language.scripts import configurations

        if script not in configurations():
            fail(say(lang or language(), "unknown-script", name=script, known=", ".join(configurations())))
    flags = {
        "select": _split(select),
        "ignore": _split(ignore),
        "pack": pack,
        "risky": risky,
        "min-confidence": min_confidence,
        "any-language": any_language,
        "include": include,
        "exclude": exclude,
        "encoding": encoding,
        "to-encoding": to_encoding,
        "script": script,
        "jobs": jobs,
        "lang": lang,
        "fail-on": fail_on,
        "decisions": decisions,
        "no-decisions": no_decisions,
        "force-exclude": force_exclude,
    }
    # An option that was not given is an empty list to some versions of Typer.
    given = {key: value for key, value in flags.items() if value is not None and value != []}
    first = next((path for path in paths or () if path), ".")
    try:
        return Lookup(given, first=first, config=config, isolated=isolated)
    except SettingsError as error:
        fail(str(error))


def places(paths: list[str] | None, stdin_filename: str) -> list[str] | None:
    """Where the texts of a run are: standard input counts as standing where its name says."""
    return [stdin_filename] if paths == [STDIN] else paths


def _split(names: list[str] | None) -> list[str]:
    return [name.strip() for given in names or () for name in given.split(",") if name.strip()]
