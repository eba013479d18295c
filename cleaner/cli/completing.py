"""What a shell offers where a rule, a run or an encoding is to be named. Called by Typer, only while completing.

zsh evaluates what it is given, and Typer's quoting lets ``\\$(…)`` through: a title in a stranger's pack, or the name
of a file in a journal, would be run by the Tab key. So only plain names are given, and plain words beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer

#: What Chinese text is found in, as Python calls it.
ENCODINGS = ("auto", "utf-8", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "utf-16")


_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
_NOT_PLAIN = re.compile(r"[^\w ,./+，。、；：（）《》“”·…–—-]+")


def plain(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of `found` (name, words beside it) whose names a shell takes for such, with words that it takes so."""
    return [(name, _NOT_PLAIN.sub(" ", words)) for name, words in found if all(map(_NAME.fullmatch, name.split(",")))]


def rules(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of rules with their titles, and families; behind a comma the next of a list."""
    done, comma, begun = incomplete.rpartition(",")
    there = {name.strip() for name in done.split(",")}
    names = [(name, title) for name, title in _names(ctx) if name.startswith(begun) and name not in there]
    return [(f"{done}{comma}{name}", title) for name, title in plain(names)]


def one_rule(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """As `rules`, where one is to be named."""
    return plain([(name, title) for name, title in _names(ctx) if name.startswith(incomplete)])


def runs(incomplete: str) -> list[tuple[str, str]]:
    """The runs recorded here, the latest first, with what they did."""
    from cleaner.journal import JournalError
    from cleaner.journal import runs as known

    try:
        found = known(Path.cwd())
    except (OSError, JournalError):
        return []
    known_here = [
        (run.id, f"{run.kind} {' '.join(run.path(entry).name for entry in run.entries[:3])}")
        for run in reversed(found)
        if run.id.startswith(incomplete)
    ]
    return plain(known_here)


def encodings(incomplete: str) -> list[str]:
    """Usual encodings of Chinese text."""
    return [name for name in ENCODINGS if name.startswith(incomplete)]


def scripts(incomplete: str) -> list[str]:
    """The configurations of the OpenCC that is installed."""
    from cleaner.language.scripts import configurations

    return [name for name in configurations() if name.startswith(incomplete)]


def _names(ctx: typer.Context) -> Iterator[tuple[str, str]]:
    """Families and ids with titles, of the rules that come with the tool and of the packs at hand.

    Packs are read as TOML alone: whether their rules are sound is not asked here, and takes longer.
    """
    from cleaner.bounded import PACK, read_bounded
    from cleaner.packs import built_in_packs

    for family, text, _ in built_in_packs():
        yield from _of_pack(family, text)
    for pack in _packs(ctx):
        try:
            yield from _of_pack(Path(pack).stem, read_bounded(Path(pack), PACK).decode("utf-8"))
        except (OSError, ValueError):
            continue


def _of_pack(family: str, text: str) -> Iterator[tuple[str, str]]:
    import tomllib

    rules = tomllib.loads(text).get("rule", [])
    yield family, ""
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict) and isinstance(rule.get("id"), str):
            yield rule["id"], str(rule.get("title", ""))


def _packs(ctx: typer.Context) -> tuple[str, ...]:
    """The packs of the command line at hand, and those of the settings that hold here."""
    from cleaner.settings import SettingsError
    from cleaner.settings.lookup import Lookup

    given = ctx.params.get("pack") or []
    try:
        return Lookup({"pack": given}, isolated=bool(ctx.params.get("isolated"))).run.packs
    except SettingsError:
        return tuple(given)
