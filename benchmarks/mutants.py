"""Mutation testing of the rooms on which everything rests: how many small changes of their code the tests notice.

mutmut (3.8 or later; not on Windows, for it forks) changes each function in small ways, one at a time, in a copy of the
checkout in ``mutants/``, and runs the tests that call it. A change that no test notices has survived: it is read, and
killed by a test that states what should hold, or explained in docs/mutants.md. What was tested before and has not
changed since is not tested again; --anew begins from nothing.

    python -m benchmarks.mutants                     all of them: half an hour on one core
    python -m benchmarks.mutants --only views        one room: a minute or two
    mutmut show NAME                                 what a survivor changes
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOMS = ("repair", "views", "decisions", "journal", "lawful", "laid")
COPY = Path("mutants")
#: What mutmut's exit codes of a mutant say; a mutant that runs without end is noticed.
KILLED, SURVIVED, ENDLESS = (1, 3), (0, 5, 33), (-24, 24, 36, 152, 255)
#: The least share to be killed, of each room.
LEAST = 0.90


def counts(room: str) -> Counter[str]:
    """How many mutants of `room` were killed, survived, run without end, or were not tested."""
    codes = _codes(room).values()
    return Counter(
        "killed" if code in KILLED else "survived" if code in SURVIVED else "endless" if code in ENDLESS else "untested"
        for code in codes
    )


def survivors(room: str) -> list[str]:
    """The names of the mutants of `room` that no test noticed."""
    return [name for name, code in _codes(room).items() if code in SURVIVED]


def _codes(room: str) -> dict[str, int | None]:
    file = COPY / "cleaner" / f"{room}.py.meta"
    return dict(json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]) if file.is_file() else {}


def table(rooms: list[str]) -> tuple[list[str], bool]:
    """The rows of a table in Markdown, and whether enough was killed in each room."""
    rows = ["| file | mutants | killed | survived | killed, of 100 |", "|---|--:|--:|--:|--:|"]
    enough = True
    for room in rooms:
        found = counts(room)
        made, killed = found.total(), found["killed"] + found["endless"]
        share = killed / made if made else 0.0
        enough = enough and share >= LEAST
        rows.append(f"| `cleaner/{room}.py` | {made} | {killed} | {made - killed} | {100 * share:.1f} |")
    return rows, enough


def main(args: list[str] | None = None) -> int:
    """Runs mutmut and prints what came of it; 1 where less than `LEAST` of a room was killed."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=ROOMS, action="append", help="one room; may be given several times")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--anew", action="store_true", help="test again what has not changed")
    parser.add_argument("--show", action="store_true", help="print what came of the last run, and run nothing")
    told = parser.parse_args(args)
    rooms = told.only or list(ROOMS)
    if not told.show:
        if told.anew:
            shutil.rmtree(COPY, ignore_errors=True)
        names = [f"cleaner.{room}.*" for room in rooms]
        # The command stands beside the Python that runs this, also where no environment is activated.
        subprocess.run([str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(told.jobs), *names])
    rows, enough = table(rooms)
    print(*rows, sep="\n")
    for room in rooms:
        print(*survivors(room), sep="\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
