"""Two runs at once on the same files: the second is told to wait. A run that was killed keeps nobody waiting.

While a run writes, a note of what it works on stands in the folder ``running`` of each project that it writes in, for
others who share the project, and in the user's own folder, for files of no project. Beside each note is a lock that
the system takes away from a process that dies, however it dies; so a note without a holder is swept away.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner import journal
from cleaner.journal import FOLDER, homes, is_linked, make_home, project_root
from cleaner.wording import say

if TYPE_CHECKING:
    from filelock import BaseFileLock

RUNNING = "running"
#: Seconds to wait for one who is just reading or writing the notes.
PATIENCE = 20
#: Places beyond which a note names the folder around them all.
MOST_PLACES = 2000


@dataclass(frozen=True, slots=True)
class Note:
    """What a run says of itself."""

    what: str  # its command: "fix", "undo" …
    process: int
    host: str
    since: str
    places: tuple[str, ...]  # files and folders, behind all links


class Busy(Exception):
    """Another run is at work on some of the same files."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note = note

    def said(self, lang: str) -> str:
        """Who is at work, and what to do next."""
        from cleaner.inputs import shown_name

        note = self.note
        place = shown_name(note.places[0]) if note.places else ""
        since = note.since.replace("T", " ")
        return say(lang, "busy", what=note.what, place=place, process=note.process, host=note.host, since=since)


@contextmanager
def taken(places: Iterable[str | Path], what: str) -> Iterator[str]:
    """While it lasts, no other run may take `places` (files, or folders with all below), or what is in or around them.

    Gives the name that `alive` knows. Raises Busy. Where no note can be written, nobody is kept out: then no journal
    can be written either, and without one nothing is changed.
    """
    import platform

    paths = _places(places)
    note = Note(what, os.getpid(), platform.node(), datetime.now(UTC).astimezone().isoformat(timespec="seconds"), paths)
    name = f"{os.getpid()}-{secrets.token_hex(6)}"
    with ExitStack() as held:
        for folder in _folders(paths):
            with suppress(OSError):
                make_home(folder)
                (folder / RUNNING).mkdir(exist_ok=True)
                held.enter_context(_noted(folder / RUNNING, name, note))
        yield name


def _places(places: Iterable[str | Path]) -> tuple[str, ...]:
    real = sorted({os.path.realpath(place) for place in places})
    if len(real) > MOST_PLACES:
        with suppress(ValueError):  # on several drives
            return (os.path.commonpath(real),)
    return tuple(real)


def _folders(places: Sequence[str]) -> list[Path]:
    """Where notes on `places` stand."""
    folders = {os.path.dirname(place) if not os.path.isdir(place) else place for place in places}  # noqa: PTH120, PTH112
    roots = {project_root(Path(folder)) for folder in folders}
    return [*sorted(root / FOLDER for root in roots if root and not is_linked(root)), journal.user_folder()]


@contextmanager
def _noted(folder: Path, name: str, note: Note) -> Iterator[None]:
    told, lock = folder / f"{name}.json", folder / f"{name}.lock"
    mine = _lock(lock)
    try:
        with _lock(folder / "notes.lock", PATIENCE):
            for other in _others(folder):
                if _overlap(note.places, other.places):
                    raise Busy(other)
            mine.acquire()
            told.write_text(json.dumps(asdict(note)), encoding="utf-8")
        yield
    finally:
        # Without the lock on all notes: who looks meanwhile sees a note without a holder, and sweeps it.
        with suppress(OSError):
            told.unlink(missing_ok=True)
            mine.release()
            lock.unlink(missing_ok=True)


def _lock(path: Path, seconds: float = 0) -> BaseFileLock:
    from filelock import FileLock

    # What one thread of a review's server takes, another may give back.
    return FileLock(path, timeout=seconds, thread_local=False)


def _others(folder: Path) -> Iterator[Note]:
    """The notes whose holders live; those of the dead are swept away."""
    for lock in sorted(folder.glob("*-*.lock")):
        told = lock.with_suffix(".json")
        if not _held(lock):
            with suppress(OSError):
                told.unlink(missing_ok=True)
                lock.unlink(missing_ok=True)
            continue
        with suppress(OSError, ValueError, TypeError, KeyError):
            record = json.loads(told.read_text(encoding="utf-8"))
            yield Note(record["what"], record["process"], record["host"], record["since"], tuple(record["places"]))


def _held(lock: Path) -> bool:
    """Whether a process that lives holds the file `lock`."""
    from filelock import Timeout

    if not lock.exists():
        return False
    try:
        with _lock(lock):
            return False
    except Timeout:
        return True
    except OSError:
        return True


def alive(name: str, start: Path) -> bool:
    """Whether the run called `name`, whose journal is one for the folder `start`, is still at work."""
    folders = dict.fromkeys([folder for folder, _ in homes(start)] + [journal.user_folder()])
    return any(_held(folder / RUNNING / f"{name}.lock") for folder in folders)


def _overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a place of the one is a place of the other, or in it, or around it."""
    return _within(some, set(others)) or _within(others, set(some))


def _within(some: Iterable[str], others: set[str]) -> bool:
    seen: set[str] = set()
    for place in some:
        while place not in seen:
            if place in others:
                return True
            seen.add(place)
            place = os.path.dirname(place)  # noqa: PTH120 - as text: there may be many
    return False
