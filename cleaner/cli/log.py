"""`cleaner log`: the runs that can be taken back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cli import options
from cleaner.settings import language
from cleaner.wording import between, say

if TYPE_CHECKING:
    from cleaner.journal import Run


#: Of how many files a line gives the names.
NAMED = 3


def _names(run: Run) -> str:
    """The first files of `run`, as they are called from here."""
    from cleaner.inputs import shown_name
    from cleaner.printable import visible

    here = Path.cwd()
    paths = [run.path(entry) for entry in run.entries]
    names = [
        visible(shown_name(os.path.relpath(path) if path.is_relative_to(here) else path)) for path in paths[:NAMED]
    ]
    return " ".join([*names, "…"] if len(paths) > NAMED else names)


def log(lang: options.LangOption = None) -> None:
    """List the runs recorded here, the latest first, with their first files.

    \b
    cleaner log
    """
    from cleaner.inputs import shown_name
    from cleaner.journal import homes, open_entries, runs, undone_in
    from cleaner.printable import told_name
    from cleaner.turns import alive

    language_ = lang or language()
    known = runs(Path.cwd())
    if not known:
        places = ", ".join(shown_name(folder) for folder, _ in homes(Path.cwd()))
        print(say(language_, "no-runs", places=places))
        return
    undone = undone_in(known)
    for run in reversed(known):
        edits = sum(len(entry.edits) for entry in run.entries)
        files = len(run.entries)
        changed = (
            say(language_, "file" if files == 1 else "files", files=files),
            say(language_, "one-edit" if edits == 1 else "edits", count=edits),
        )
        parts = [
            run.id,
            run.started.replace("T", " "),
            run.kind,
            between(language_).join(changed),
        ]
        if run.kind == "undo":
            parts.append(say(language_, "undoes", run=", ".join(sorted({entry.of for entry in run.entries}))))
        if run.cut_short or not run.ended:
            parts.append(say(language_, "at-work" if not run.ended and alive(run.holder, Path.cwd()) else "cut-short"))
        if not open_entries(undone, run):
            parts.append(say(language_, "undone"))
        print("  ".join([*(told_name(part) for part in parts), _names(run)]))
