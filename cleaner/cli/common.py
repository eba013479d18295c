"""What the commands share: reading, telling, the progress bar, and the exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from cleaner.model import Finding, Held, Safety
from cleaner.reading import read_stream, why_unreadable
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.decisions import Decision, Decisions
    from cleaner.inputs import Complaint, Input
    from cleaner.packs import Rule
    from cleaner.plan import Result
    from cleaner.remembered import Memory
    from cleaner.settings import Allowance, Settings
    from cleaner.settings.lookup import Lookup
    from cleaner.work import Outcome

STDIN = "-"
#: From how many files on a progress bar is worth its room.
MANY_FILES = 12


def fail(message: str) -> NoReturn:
    """Says what is wrong on stderr and exits with 2."""
    print(message, file=sys.stderr)
    raise typer.Exit(2)


def complain(complaint: Complaint) -> None:
    """Says what is wrong with one file on stderr."""
    from cleaner.printable import told_name

    # On one line: a file's name may hold line ends.
    print(told_name(str(complaint)), file=sys.stderr)


def colours(stream: TextIO, no_color: bool) -> bool:
    """Whether to write colours: only to a terminal that has them, and where nobody said no."""
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    if os.name == "nt":
        os.system("")  # switches the console to escape sequences
    return True


def load_rules_for(lookup: Lookup, inputs: Sequence[Input] = ()) -> list[Rule]:
    """The rules that are on for the run or for one of `inputs`. Exits with 2 for a broken pack or an unknown name."""
    from cleaner.packs import PackError
    from cleaner.settings import SettingsError
    from cleaner.work import known_rules, names_of, rules_for

    try:
        lookup.check_names(lambda settings: names_of(known_rules(settings)))
        held = dict.fromkeys([lookup.run, *(item.settings for item in inputs if item.settings)])
        rules = {rule.name: rule for settings in held for rule in rules_for(settings)}
    except (PackError, SettingsError) as error:
        fail(str(error))
    return list(rules.values())


def load_decisions_for(settings: Settings, paths: Sequence[str] | None) -> Decisions | None:
    """What was decided about the files of `paths`, or of the current folder; None where that is to be passed over.
    Exits with 2 where it cannot be read.
    """
    if settings.no_decisions:
        return None
    from cleaner.decisions import Decisions, DecisionsError, home

    first = next((path for path in paths or () if path != STDIN), ".")
    if settings.decisions is not None and not Path(settings.decisions).parent.is_dir():
        fail(f"{settings.decisions}: {say(settings.lang, 'missing')}")
    file = Path(settings.decisions) if settings.decisions else home(Path(first))
    from cleaner.journal import leads_out

    if not settings.decisions and leads_out(file):
        # It is written to: a stranger's link must not say where.
        fail(f"{file}: {say(settings.lang, 'decisions-link')}")
    try:
        return Decisions(file, settings.lang)
    except DecisionsError as error:
        fail(str(error))


def memory_for(no_cache: bool) -> Memory | None:
    """What was found in earlier runs; None where that is to be worked out again."""
    if no_cache or os.environ.get("CLEANER_NO_CACHE"):
        return None
    from cleaner.remembered import Memory
    from cleaner.store import Cache

    return Memory(Cache(Path.cwd()))


def keep_decisions(decisions: Decisions, lasting: list[Decision]) -> None:
    """Writes what is to last of decisions about texts that were mended. Where that fails, it is told."""
    from cleaner.decisions import DecisionsError

    try:
        decisions.change(lasting)
    except DecisionsError as error:
        print(error, file=sys.stderr)


def tell_stale(stale: int, settings: Settings) -> None:
    """Says on stderr that decisions fit nothing any more."""
    if stale:
        print(say(settings.lang, "decisions-stale" if stale > 1 else "decision-stale", count=stale), file=sys.stderr)


class Allowances:
    """Tells on stderr what is allowed and silences nothing: of comments at once, of settings at the end."""

    def __init__(self, lookup: Lookup, paths: list[str]) -> None:
        self.lookup, self.paths = lookup, paths
        self.busy: set[Allowance] = set()
        self.held: set[Allowance] = set()  # for any file that was read
        self.idle: dict[Allowance, None] = {}

    def see(self, outcome: Outcome) -> None:
        """Tells what there is to say of the comments in one file."""
        for note in outcome.notes:
            complain(note)
        self.busy |= outcome.busy
        self.held |= set(outcome.settings.allow)
        self.idle |= dict.fromkeys(sorted(outcome.idle, key=lambda one: (one.file, str(one.keys))))

    def end(self) -> None:
        """Tells what the settings allow in vain, of those whose whole folder was read: elsewhere it may be needed."""
        from cleaner.settings.file import SECTIONS
        from cleaner.settings.words import say

        folders = [Path(path).absolute() for path in self.paths if os.path.isdir(path)]  # noqa: PTH112 - a name may be too long
        for one in self.idle:
            file = self.lookup.file_of(one)
            if one not in self.busy and file and any(file.base.is_relative_to(folder) for folder in folders):
                print(
                    f"{file.where(one.keys)}: {say(self.lookup.lang, 'allow-unused', name=one.name)}", file=sys.stderr
                )
        if {"include", "exclude"} & self.lookup.flags.keys():
            return  # not all of a folder was read
        held = {(one.file, one.keys[:2]) for one in self.held}
        for file in self.lookup.files():
            for number, section in enumerate(file.sections):
                nowhere = section.get("allow") and (str(file.path), (SECTIONS, number)) not in held
                if nowhere and any(file.base.is_relative_to(folder) for folder in folders):
                    where = file.where((SECTIONS, number, "paths"))
                    print(f"{where}: {say(self.lookup.lang, 'allow-nowhere')}", file=sys.stderr)


def read_stdin(name: str, lookup: Lookup, decisions: Decisions | None = None) -> Outcome:
    """What becomes of standard input, which stands where its `name` says."""
    from cleaner.work import clean_bytes, rules_for

    if sys.stdin is None:  # `cleaner check - <&-`
        fail(say(lookup.lang, "no-stdin"))
    decided = decisions.of(Path(name)) if decisions else ()
    settings = lookup.of(name)
    try:
        data = read_stream(sys.stdin.buffer, name)
    except OSError as error:  # a folder, or more than can be cleaned at once
        fail(f"{name}: {why_unreadable(error, lookup.lang)}")
    return clean_bytes(data, name, settings, rules_for(settings), decided)


def inputs_for(paths: list[str], lookup: Lookup) -> tuple[list[Input], list[Complaint]]:
    """The files to read, and what is wrong with `paths`, which is told. Exits with 2 where - is not alone, and for a
    settings file that cannot be used.
    """
    from cleaner.inputs import find
    from cleaner.settings import SettingsError

    if STDIN in paths:
        fail(say(lookup.lang, "stdin-alone"))
    try:
        inputs, complaints = find(paths, lookup.run, lookup)
    except SettingsError as error:
        fail(str(error))
    for complaint in complaints:
        complain(complaint)
    return inputs, complaints


@contextmanager
def progress(total: int, out: TextIO, quiet: bool = False) -> Iterator[tuple[TextIO, bool]]:
    """Whether a bar is to be shown, and where to write meanwhile: not between the bar's own lines."""
    shown = total >= MANY_FILES and sys.stderr.isatty() and not quiet
    if not (shown and out.isatty()):
        yield out, shown
        return
    held = io.StringIO()
    try:
        yield held, shown
    finally:
        out.write(held.getvalue())


def tracked(outcomes: Iterable[Outcome], total: int, shown: bool) -> Iterator[Outcome]:
    """`outcomes`, with a progress bar on stderr where `shown`."""
    if not shown:
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, "", total=total, console=Console(stderr=True), transient=True)


def left_over(result: Result, safeties: tuple[Safety, ...], *, after_fix: bool) -> list[Finding]:
    """The findings of `safeties` that are left: all not refused or allowed, or after a fix those not applied."""
    findings = result.remaining(*safeties) if after_fix else [f for f in result.findings if f.safety in safeties]
    settled = (Held.KEPT, Held.ALLOWED, Held.RESTS_ON_HELD)
    return [f for f in findings if result.held.get(f.key) not in settled]


def exit_code(*, failed: bool, left: bool) -> int:
    """2 where something could not be done, 1 where something is left to decide, else 0."""
    return 2 if failed else int(left)


def exit_with(*, failed: bool, left: bool) -> NoReturn:
    """Exits with `exit_code`."""
    raise typer.Exit(exit_code(failed=failed, left=left))
