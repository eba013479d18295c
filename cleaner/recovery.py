"""What a run left that was cut short, by a kill or a power cut: told once, and cleared up.

Every file is whole, for files are written beside and renamed. What may be left is a file beside that was not renamed
yet, half a line at the end of the journal, and the rest of the work, which the next run does as if nothing had been.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cleaner.inputs import shown_name
from cleaner.journal import CUT, END, MOST, Run, homes, read_run, whole_lines
from cleaner.reading import opened, read_bytes, sha256
from cleaner.turns import alive
from cleaner.wording import say


@dataclass(frozen=True, slots=True)
class Remains:
    """What a run that was cut short had done of what it meant to do."""

    run: Run
    written: int  # files that are as the run meant to leave them
    swept: int  # temporary files that were removed

    def said(self, lang: str) -> str:
        """What was left, and what to do next."""
        key = f"cut-short-{self.run.kind}" if self.written else "cut-short-nothing"
        told = say(lang, key, run=self.run.id, count=self.written)
        return told + (say(lang, "cut-short-swept", count=self.swept) if self.swept else "")


def recover(start: Path) -> list[Remains]:
    """Clears up after the runs from the folder `start` that were cut short, and gives what each had done. The next call
    gives them no more.
    """
    found = []
    for run in cut_short(start):
        if alive(run.holder, start):
            continue
        swept = written = 0
        for entry in run.entries:
            with suppress(OSError):
                left = run.temporary(entry)
                if left.is_file() and not left.is_symlink():
                    left.unlink()
                    swept += 1
            written += sha256(run.path(entry)) == entry.after
        with suppress(OSError):  # told again next time
            end(run)
        found.append(Remains(run, written, swept))
    return found


def notices(start: Path, lang: str) -> list[str]:
    """What is to be told before a run from the folder `start`: of runs that were cut short, after clearing up, and of
    journals that nobody can read.
    """
    told = [remains.said(lang) for remains in recover(start)]
    return told + [f"{shown_name(path)}: {say(lang, 'journal-unreadable')}" for path in broken(start)]


def end(run: Run) -> None:
    """Says of a run that was cut short that nobody is at work on it any more; half a line at its end goes. Raises
    OSError.
    """
    lines, _ = whole_lines(read_bytes(run.file, MOST))
    whole = sum(len(line) + 1 for line in lines)
    with run.file.open("rb+") as file:
        file.truncate(whole)
        file.seek(whole)
        file.write(json.dumps({**END, CUT: True}).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def cut_short(start: Path) -> list[Run]:
    """The runs for the folder `start` whose journals have no end: they were cut short, or are still at work."""
    found = []
    for folder, base in homes(start):
        for path in sorted((folder / "runs").glob("*.jsonl")):
            with suppress(OSError):
                if not _has_end(path) and (run := read_run(path, base)) and not run.ended:
                    found.append(run)
    return found


def _has_end(path: Path) -> bool:
    """Whether the last line says that the run is at its end: told without reading the whole."""
    with opened(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 100))
        tail = file.read()
    return tail.endswith(b"\n") and tail[:-1].rpartition(b"\n")[2].startswith(b'{"end"')


def broken(start: Path) -> list[Path]:
    """The journals for the folder `start` that have a first line, but none that can be read."""
    found = []
    for folder, base in homes(start):
        for path in sorted((folder / "runs").glob("*.jsonl")):
            with suppress(OSError):
                if read_run(path, base) is None and b"\n" in read_bytes(path, MOST):
                    found.append(path)
    return found
