"""What a run changed, so that it can be taken back to the byte.

A run is one file of JSON lines: a head, then a line for each file, on the disk before that file is changed. Whether a
file was changed, and whether it has been changed since, its SHA-256 says; so a run that was cut short undoes as well.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from cleaner._version import __version__
from cleaner.bounded import JOURNAL, foreign, inside, opened, read_bounded
from cleaner.document import Document
from cleaner.model import Edit, Span
from cleaner.repair import apply
from cleaner.writing import sync_folder

SCHEMA = 1
FOLDER = ".cleaner"
#: What makes a folder a project's root.
ROOT_MARKS = (".git", "pyproject.toml", "cleaner.toml")


class JournalError(Exception):
    """The journal cannot be written or does not fit: nothing may be changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a run: what it was, what it became, and the edits from the one back to the other."""

    path: str  # below the project's root, with /, or absolute
    before: str  # SHA-256 of the bytes
    after: str
    encoding: str
    bom: bool
    edits: tuple[Edit, ...]  # in code points of the text after
    of: str = ""  # the run that this entry takes back
    was: tuple[str, bool] | None = None  # encoding and mark of the bytes before, where these were others

    def before_in(self, document: Document) -> Document:
        """`document`, read after this entry, in the encoding that it was in before."""
        return document if self.was is None else replace(document, encoding=self.was[0], bom=self.was[1])

    def record(self) -> dict[str, Any]:
        """This entry, ready for JSON."""
        edits = [[edit.span.start, edit.span.end, edit.replacement] for edit in self.edits]
        record = {"path": self.path, "before": self.before, "after": self.after, "encoding": self.encoding}
        was = {"was": {"encoding": self.was[0], "bom": self.was[1]}} if self.was else {}
        return {**record, "bom": self.bom, **was, "back": edits, **({"of": self.of} if self.of else {})}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Entry:
        """The entry in `record`. Raises KeyError, TypeError or ValueError where it is none."""
        edits = tuple(Edit(Span(start, end), put) for start, end, put in record["back"])
        named = {key: record[key] for key in ("path", "before", "after", "encoding", "bom")}
        was = record.get("was")
        return cls(
            **named, edits=edits, of=record.get("of", ""), was=(was["encoding"], bool(was["bom"])) if was else None
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the journal has it. `base` is the folder that its paths start from: none in the user's folder."""

    id: str
    kind: str  # "fix" or "undo"
    started: str
    base: Path
    entries: tuple[Entry, ...]
    place: str = ""  # the project, else the folder, that it was started in

    def path(self, entry: Entry) -> Path:
        """Where the file of `entry` is."""
        return self.base / entry.path


def project_root(start: Path) -> Path | None:
    """The nearest folder from `start` upwards with .git, pyproject.toml or cleaner.toml in it."""
    start = Path(os.path.abspath(start))  # noqa: PTH100 - must not follow links
    return next((at for at in (start, *start.parents) if any(stands(at / mark) for mark in ROOT_MARKS)), None)


def stands(mark: Path) -> bool:
    """Whether `mark` is there, and nobody else put it there for us to find: /tmp/cleaner.toml makes no project."""
    return mark.exists() and not foreign(mark)


def user_folder() -> Path:
    """The folder for what belongs to no project."""
    import platformdirs

    return platformdirs.user_state_path("scan-cleaner", appauthor=False)


def homes(start: Path) -> Iterator[tuple[Path, Path]]:
    """Where runs from the folder `start` are kept, the first that can be written: (folder, base of its paths).

    Paths outside the base, and all in the user's folder, are kept absolute.
    """
    root = project_root(start)
    # A folder that is a link, which only a stranger's archive would hold, may lead anywhere.
    if root and not any((root / FOLDER / name).is_symlink() for name in ("", "runs", "cache")):
        yield root / FOLDER, root
    yield user_folder(), Path()


def place_of(start: Path) -> Path:
    """What a run from the folder `start` belongs to: the project around it, else the folder itself."""
    return project_root(start) or Path(os.path.abspath(start))  # noqa: PTH100 - must not follow links


def leads_out(path: Path) -> bool:
    """Whether `path` is in a project by its name, and outside of it once links are followed."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - as it is named
    place = place_of(full.parent)
    return full.is_relative_to(place) and not inside(full, place)


def belongs(run: Run, start: Path) -> bool:
    """Whether `run` is one of the folder `start`: kept or started there, or with all its files below it.

    The user's folder holds the runs of many places, and nobody who says "undo" in one means another.
    """
    here = place_of(start)
    if run.base != Path() or run.place == str(here):
        return True
    return all(run.path(entry).is_relative_to(here) for entry in run.entries)


def sha256(path: Path) -> str | None:
    """The hex SHA-256 of the bytes of the regular file at `path`; None where they cannot be read."""
    try:
        with opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


@dataclass
class Journal:
    """A run being written. No file is made before the first entry, so a run that changes nothing leaves nothing."""

    start: Path
    kind: str = "fix"
    id: str = ""
    base: Path = field(default_factory=Path)
    _file: IO[str] | None = None

    def add(
        self,
        path: Path,
        document: Document,
        text: str,
        undo: Iterable[Edit],
        of: str = "",
        into: Document | None = None,
    ) -> bytes:
        """Records that the file at `path`, read as `document`, is about to become `text`; gives the bytes to write.

        They are in the encoding of `into`, else in the file's own. Raises UnicodeEncodeError where `text` cannot be
        written so, and JournalError.
        """
        into = into or document
        new = into.to_bytes(text)
        same = (into.encoding, into.bom) == (document.encoding, document.bom)
        try:
            self._open()
            assert self._file is not None
            self._as_private_as(path)
            entry = Entry(
                path=self._named(path),
                before=hashlib.sha256(document.to_bytes(document.text)).hexdigest(),
                after=hashlib.sha256(new).hexdigest(),
                encoding=into.encoding,
                bom=into.bom,
                edits=tuple(undo),
                of=of,
                was=None if same else (document.encoding, document.bom),
            )
            self._write(entry.record())
        except OSError as error:
            raise JournalError(f"{error.filename or self.start}: {error.strerror}") from error
        return new

    def _as_private_as(self, path: Path) -> None:
        """Takes away from others what they may not do with the file at `path`: the journal holds what is taken out."""
        assert self._file is not None
        if hasattr(os, "fchmod"):
            handle = self._file.fileno()
            with suppress(OSError):  # no modes on this disk, or no file any more, which whoever writes it will meet
                os.fchmod(handle, os.fstat(handle).st_mode & (0o600 | path.stat().st_mode) & 0o777)

    def _named(self, path: Path) -> str:
        full = Path(os.path.abspath(path))  # noqa: PTH100 - a link stays the file's name
        return full.relative_to(self.base).as_posix() if full.is_relative_to(self.base) else str(full)

    def _open(self) -> None:
        if self._file:
            return
        last: OSError | None = None
        for folder, base in homes(self.start):
            try:
                runs = folder / "runs"
                runs.mkdir(parents=True, exist_ok=True)
                ignore = folder / ".gitignore"
                if not os.path.lexists(ignore):
                    ignore.write_text("*\n", encoding="utf-8")
                self.id, self._file = _new(runs)
            except OSError as error:
                last = error
                continue
            self.base = base
            started = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
            head = {"schema": SCHEMA, "run": self.id, "kind": self.kind, "started": started}
            self._write({**head, "cleaner": __version__, "base": str(base), "place": str(place_of(self.start))})
            sync_folder(runs)
            return
        assert last is not None
        raise last

    def _write(self, record: dict[str, Any]) -> None:
        assert self._file is not None
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Closes the run's file."""
        if self._file:
            self._file.close()
            self._file = None


def _new(runs: Path) -> tuple[str, IO[str]]:
    """A run's name, from the time, and its file, which was not there before."""
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        name = stamp if number == 1 else f"{stamp}-{number}"
        try:
            return name, (runs / f"{name}.jsonl").open("x", encoding="utf-8", errors="surrogatepass", newline="\n")
        except FileExistsError:
            continue
    raise FileExistsError(17, "too many runs in one second", str(runs))


def runs(start: Path) -> list[Run]:
    """The runs that can be taken back from the folder `start`, the oldest first."""
    found = [run for folder, base in homes(start) for run in _read_all(folder / "runs", base)]
    return sorted(found, key=lambda run: _order(run.id))


def _order(run: str) -> tuple[str, int]:
    """20260131-120000-2 comes after 20260131-120000, and -10 after -2."""
    stamp, _, number = run[:15], run[15:16], run[16:]
    return stamp, int(number) if number.isdigit() else 1


def _read_all(folder: Path, base: Path) -> Iterator[Run]:
    if folder.is_dir():
        for path in sorted(folder.glob("*.jsonl")):
            run = _read(path, base)
            if run:
                yield run


def _read(path: Path, base: Path) -> Run | None:
    """The run in the file at `path`. A last line that was cut short is passed over: its file was never changed."""
    try:
        records = [json.loads(line) for line in _whole_lines(path)]
        head = records[0]
        entries = tuple(Entry.from_record(record) for record in records[1:])
        return Run(head["run"], head["kind"], head["started"], base, entries, head.get("place", ""))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _whole_lines(path: Path) -> list[str]:
    lines = read_bounded(path, JOURNAL).decode("utf-8", "surrogatepass").split("\n")
    return lines[:-1]


def taken_back(document: Document, entry: Entry) -> tuple[str, tuple[Edit, ...]]:
    """The text before `entry`, from the `document` after it, and the edits that undo that again.

    Raises JournalError where the bytes would not be those from before.
    """
    text, again = apply(document.text, entry.edits)
    if hashlib.sha256(entry.before_in(document).to_bytes(text)).hexdigest() != entry.before:
        raise JournalError("the journal does not give back the same bytes; this is a bug in cleaner, please report it")
    return text, again


def open_entries(all_runs: Sequence[Run], run: Run) -> list[Entry]:
    """The entries of `run` that are still to be taken back: not recorded as undone, or standing there once more."""
    undone = {(later.path(entry), entry.of) for later in all_runs for entry in later.entries if entry.of}
    still = []
    for entry in run.entries:
        now = sha256(run.path(entry))
        if now != entry.before and ((run.path(entry), run.id) not in undone or now == entry.after):
            still.append(entry)
    return still
