"""What `cleaner check` does about a baseline: writes it, says what of it is gone, and takes that out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cleaner.cli.common import (
    STDIN,
    complain,
    exit_with,
    fail,
    inputs_for,
    load_rules_for,
    progress,
    tell_stale,
    tracked,
)
from cleaner.cli.words import say
from cleaner.wording import say as say_tool

if TYPE_CHECKING:
    from cleaner.decisions import Decision, Decisions
    from cleaner.settings import Settings
    from cleaner.settings.lookup import Lookup


def refuse(settings: Settings, paths: list[str] | None, *, plain: bool) -> None:
    """Exits with 2 where a baseline can be neither written nor pruned; `plain`: no other report is wanted."""
    if paths and STDIN in paths:
        fail(say(settings.lang, "baseline-and-stdin"))
    if settings.no_decisions:
        fail(say(settings.lang, "baseline-and-no-decisions"))
    if not plain:
        fail(say(settings.lang, "baseline-and-format"))


def write(paths: list[str], lookup: Lookup, known: Decisions, *, prune: bool) -> NoReturn:
    """Records what is found, says how much that was, and exits: with 0, or with 2 where a file could not be read."""
    from cleaner.baseline import Recording
    from cleaner.decisions import DecisionsError
    from cleaner.inputs import Complaint, shown_name

    settings = lookup.run
    inputs, wrong = inputs_for(paths, lookup)
    rules = load_rules_for(lookup, inputs)
    recording = Recording(settings, rules, known)
    failed = bool(wrong)
    stale: list[Decision] = []
    try:
        with progress(len(inputs), sys.stdout) as (out, shown):
            for outcome in tracked(recording.of(inputs), len(inputs), shown):
                if outcome.complaint:
                    complain(outcome.complaint)
                    failed = True
                stale += outcome.result.stale if outcome.result else ()
            here = Path.cwd()
            file = shown_name(known.file.relative_to(here) if known.file.is_relative_to(here) else known.file)
            if recording.new:
                files = say_tool(settings.lang, "file" if recording.files == 1 else "files", files=recording.files)
                parts = [say(settings.lang, "baseline-written", new=recording.new, files=files, file=file)]
            else:
                parts = [say(settings.lang, "baseline-nothing", file=file)]
            if recording.before:
                parts.append(say(settings.lang, "baseline-before", count=recording.before))
            out.write(("；" if settings.lang == "zh" else "; ").join(parts) + "\n")
    except DecisionsError as error:
        fail(str(error))
    for name in recording.unsettled:
        complain(Complaint(name, say(settings.lang, "baseline-unsettled")))
    settle(paths, stale, settings, known, prune=prune)
    exit_with(failed=failed or bool(recording.unsettled), left=False)


def settle(
    paths: list[str], stale: Sequence[Decision], settings: Settings, known: Decisions | None, *, prune: bool = False
) -> None:
    """Says on stderr how many decisions fit nothing any more, and how much of the baseline is gone from the texts, with
    the files at or below `paths`; where `prune`, takes that out of the baseline.
    """
    from cleaner.baseline import gone

    tell_stale(sum(not decision.baseline for decision in stale), settings)
    if known is None:
        return

    spent = gone(known, [path for path in paths if path != STDIN], stale)
    if prune:
        from cleaner.decisions import DecisionsError

        try:
            known.change(drop=spent)
        except DecisionsError as error:
            fail(str(error))
        print(say(settings.lang, "baseline-pruned", count=len(spent)), file=sys.stderr)
    elif spent:
        key = "baseline-all-gone" if len(spent) > 1 else "baseline-gone"
        print(say(settings.lang, key, count=len(spent)), file=sys.stderr)
