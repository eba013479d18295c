"""`cleaner log`: the runs that can be taken back."""

from __future__ import annotations

from pathlib import Path

from cleaner.cli import options
from cleaner.settings import language
from cleaner.wording import say


def log(lang: options.LangOption = None) -> None:
    """List the runs recorded here, the latest first.

    \b
    cleaner log
    """
    from cleaner.inputs import shown_name
    from cleaner.journal import homes, open_entries, runs

    language_ = lang or language()
    known = runs(Path.cwd())
    if not known:
        places = ", ".join(shown_name(folder) for folder, _ in homes(Path.cwd()))
        print(say(language_, "no-runs", places=places))
        return
    for run in reversed(known):
        edits = sum(len(entry.edits) for entry in run.entries)
        key = "log-file" if len(run.entries) == 1 else "log-files"
        parts = [
            run.id,
            run.started.replace("T", " "),
            run.kind,
            say(language_, key, files=len(run.entries), edits=edits),
        ]
        if run.kind == "undo":
            parts.append(say(language_, "undoes", run=", ".join(sorted({entry.of for entry in run.entries}))))
        if not open_entries(known, run):
            parts.append(say(language_, "undone"))
        print("  ".join(parts))
