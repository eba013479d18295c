"""What a run changed, so that it can be taken back to the byte.

A run is one file of JSON lines: a head, then a line for each file, on the disk before that file is changed, then an
end. Whether a file was changed, and whether it has been changed since, its SHA-256 says; so a run that was cut short,
which has no end, undoes as well (and `recovery` tells of it).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from cleaner._version import __version__
from cleaner.bounded import foreign, inside
from cleaner.document import Document
from cleaner.model import Edit, Span
from cleaner.reading import read_bytes, sha256
from cleaner.repair import EditError, apply
from cleaner.writing import real, sync_folder, temporary

SCHEMA = 2
FOLDER = ".cleaner"
#: What makes a folder a project's root.
ROOT_MARKS = (".git", "pyproject.toml", "cleaner.toml")
#: The last line of a run, and what it says more of one that was cut short.
END, CUT = {"end": True}, "cut-short"
#: Bytes of a journal that are read: more than any run over a million files leaves.
MOST = 1 << 33


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
        """The entry in `record`. Raises LookupError, TypeError or ValueError where it is none."""
        edits = tuple(Edit(Span(int(start), int(end)), _text(put)) for start, end, put in record["back"])
        named = {key: record[key] for key in ("path", "before", "after", "encoding", "bom")}
        was = record.get("was")
        for name in (named["encoding"], *([was["encoding"]] if was else [])):
            "".encode(_text(name))
        if "\0" in "".join(map(_text, (named["path"], named["before"], named["after"], record.get("of", "")))):
            raise ValueError("no path has a NUL")
        os.fsencode(named["path"])  # half of a pair is in no file's name
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
    holder: str = ""  # who wrote it: a name that `turns` knows while that process lives
    ended: bool = True  # False: it was cut short, or is still at work
    cut_short: bool = False  # it was, and the next run told of it
    damaged: int = 0  # lines that cannot be read
    file: Path = field(default_factory=Path)

    def path(self, entry: Entry) -> Path:
        """Where the file of `entry` is."""
        return self.base / entry.path

    def temporary(self, entry: Entry) -> Path:
        """Where what was to become the file of `entry` was written first. Raises OSError where links make a circle."""
        target = real(self.path(entry))
        return temporary(target, _mark(self.id, self.holder, target))


def _mark(run: str, holder: str, target: Path) -> str:
    return hashlib.blake2b(f"{run}\0{holder}\0{target}".encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def project_root(start: Path) -> Path | None:
    """The nearest folder from `start` upwards with .git, pyproject.toml or cleaner.toml in it."""
    start = Path(os.path.abspath(start))  # noqa: PTH100 - must not follow links
    return next((at for at in (start, *start.parents) if any(stands(at / mark) for mark in ROOT_MARKS)), None)


def stands(mark: Path) -> bool:
    """Whether `mark` is there, and nobody else put it there for us to find: /tmp/cleaner.toml makes no project."""
    return os.path.exists(mark) and not foreign(mark)  # noqa: PTH110 - a name may be too long


def user_folder() -> Path:
    """The folder for what belongs to no project."""
    import platformdirs

    return platformdirs.user_state_path("scan-cleaner", appauthor=False)


def is_linked(root: Path) -> bool:
    """Whether `.cleaner` of a project, or a folder in it, is a link: a stranger's archive may so lead us anywhere."""
    return any((root / FOLDER / name).is_symlink() for name in ("", "runs", "cache", "running"))


def homes(start: Path) -> Iterator[tuple[Path, Path]]:
    """Where runs from the folder `start` are kept, the first that can be written: (folder, base of its paths).

    Paths outside the base, and all in the user's folder, are kept absolute.
    """
    root = project_root(start)
    if root and not is_linked(root):
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


def make_home(folder: Path) -> None:
    """Makes `folder`, one of `homes`, and what keeps it out of git. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if ignore.is_symlink():
        return
    if not ignore.exists() or not ignore.stat().st_size:  # a run may have been killed between the two
        ignore.write_text("*\n", encoding="utf-8")


@dataclass
class Journal:
    """A run being written. No file is made before the first entry, so a run that changes nothing leaves nothing."""

    start: Path
    kind: str = "fix"
    id: str = ""
    base: Path = field(default_factory=Path)
    holder: str = ""
    _file: IO[bytes] | None = None
    _size: int = 0

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
                make_home(folder)
                runs.mkdir(exist_ok=True)
                self._begin(runs, base)
            except OSError as error:
                last = error
                continue
            sync_folder(runs)
            return
        assert last is not None
        raise last

    def _begin(self, runs: Path, base: Path) -> None:
        """The run's file and its head; no file where that fails."""
        self.id, self._file = _new(runs)
        self._size, self.base = 0, base
        started = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        head = {"schema": SCHEMA, "run": self.id, "kind": self.kind, "started": started, "cleaner": __version__}
        try:
            self._write({**head, "base": str(base), "place": str(place_of(self.start)), "holder": self.holder})
        except OSError:
            self._file.close()
            self._file = None
            with suppress(OSError):
                (runs / f"{self.id}.jsonl").unlink()
            raise

    def _write(self, record: dict[str, Any]) -> None:
        """A line, on the disk when this returns; or no line, and OSError."""
        assert self._file is not None
        line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
        try:
            rest = line
            while rest:  # of a disk that is nearly full, a part is taken without a word
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError:
            # The next line must not stand behind half a line.
            self._file.truncate(self._size)
            self._file.seek(self._size)
            raise
        self._size += len(line)

    def mark(self, path: Path) -> str:
        """What the name of the temporary file of `path` in this run holds, once `add` was called. Raises OSError."""
        return _mark(self.id, self.holder, real(path))

    def close(self) -> None:
        """Says that the run is at its end, and closes its file."""
        if self._file:
            with suppress(OSError):
                self._write(END)
            self._file.close()
            self._file = None


def _new(runs: Path) -> tuple[str, IO[bytes]]:
    """A run's name, from the time, and its file, which was not there before."""
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        name = stamp if number == 1 else f"{stamp}-{number}"
        try:
            return name, (runs / f"{name}.jsonl").open("xb", buffering=0)
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
            if run := read_run(path, base):
                yield run


def read_run(path: Path, base: Path) -> Run | None:
    """The run in the file at `path`; None where its head cannot be read.

    A last line that was cut short is passed over: its file was never changed. Other lines that are none are counted.
    """
    try:
        lines, _ = whole_lines(read_bytes(path, MOST))
        head = json.loads(lines[0])
        name, kind, started = (_text(head[key]) for key in ("run", "kind", "started"))
        run = Run(name, kind, started, base, (), _text(head.get("place", "")), _text(head.get("holder", "")), file=path)
        entries, damaged, ended, cut = [], 0, int(head["schema"]) < 2, False
        for line in lines[1:]:
            try:
                record = json.loads(line.decode("utf-8", "surrogatepass"))
                if "end" in record:
                    ended, cut = True, bool(record.get(CUT))
                else:
                    entries.append(Entry.from_record(record))
            except (ValueError, LookupError, TypeError, RecursionError):
                damaged += 1
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return replace(run, entries=tuple(entries), ended=ended, cut_short=cut, damaged=damaged)


def _text(value: object) -> str:
    """`value`, which is a text. Raises TypeError where it is none."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text belongs")
    return value


def whole_lines(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole lines of a journal, and what stands behind the last of them."""
    *lines, rest = data.split(b"\n")
    return lines, rest


def taken_back(document: Document, entry: Entry) -> tuple[str, tuple[Edit, ...]]:
    """The text before `entry`, from the `document` after it, and the edits that undo that again.

    Raises JournalError where the bytes would not be those from before.
    """
    try:
        text, again = apply(document.text, entry.edits)
        same = hashlib.sha256(entry.before_in(document).to_bytes(text)).hexdigest() == entry.before
    except (EditError, UnicodeError):  # of a journal that was changed since it was written
        same = False
    if not same:
        raise JournalError("the journal does not give back the same bytes; this is a bug in cleaner, please report it")
    return text, again


def undone_in(all_runs: Sequence[Run]) -> frozenset[tuple[Path, str]]:
    """The files, each with the run whose fix of it was taken back."""
    return frozenset((later.path(entry), entry.of) for later in all_runs for entry in later.entries if entry.of)


def open_entries(undone: Collection[tuple[Path, str]], run: Run) -> list[Entry]:
    """The entries of `run` that are still to be taken back: not recorded as `undone` (which `undone_in` gives, asked
    once for thousands of runs), or standing there once more.
    """
    hashes = ((entry, sha256(run.path(entry))) for entry in run.entries)
    return [
        entry
        for entry, now in hashes
        if now != entry.before and ((run.path(entry), run.id) not in undone or now == entry.after)
    ]
