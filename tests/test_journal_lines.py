"""Lines of a journal on a disk that fails: whole or not there; and what is read of those that are damaged."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import journal
from cleaner.document import Document
from cleaner.journal import (
    CUT,
    END,
    FOLDER,
    MOST,
    Journal,
    JournalError,
    Run,
    make_home,
    read_run,
    runs,
    whole_lines,
)
from cleaner.writing import temporary
from tests.test_journal_file import NEW, OLD, UNDO, kept


def file_of(here: Path) -> Path:
    (file,) = (here / FOLDER / "runs").iterdir()
    return file


def test_a_run_says_when_it_is_at_its_end(here: Path) -> None:
    """Its last line; one without was cut short; one that a later run told of says so."""
    kept(here, holder="馆员")
    file = file_of(here)
    lines = file.read_bytes().splitlines(keepends=True)
    assert json.loads(lines[-1]) == END == {"end": True}
    assert json.loads(lines[0])["holder"] == "馆员"
    run = read_run(file, here)
    assert run
    assert (run.ended, run.cut_short, run.damaged, run.file, run.holder) == (True, False, 0, file, "馆员")
    file.write_bytes(b"".join(lines[:-1]))
    run = read_run(file, here)
    assert run
    assert (run.ended, run.cut_short, len(run.entries)) == (False, False, 1)
    file.write_bytes(b"".join([*lines[:-1], json.dumps({**END, CUT: True}).encode() + b"\n"]))
    run = read_run(file, here)
    assert run
    assert (run.ended, run.cut_short) == (True, True)


def test_journals_of_older_versions_need_no_end(here: Path) -> None:
    """Schema 1 had no last line and no holder: such a run counts as ended; from 2 on it does not."""
    kept(here)
    file = file_of(here)
    head, entry, _ = file.read_bytes().splitlines(keepends=True)
    for schema, ended in ((1, True), (2, False)):
        old = {key: value for key, value in json.loads(head).items() if key not in ("holder", "place")}
        file.write_bytes(json.dumps({**old, "schema": schema}).encode() + b"\n" + entry)
        run = read_run(file, here)
        assert run
        assert (run.ended, run.holder, run.place, len(run.entries)) == (ended, "", "", 1)


def test_damaged_lines_are_counted_and_the_others_read(here: Path) -> None:
    """Nonsense, half a line in the middle, an entry without its hash, deep nests: each is one; what is whole stands."""
    kept(here)
    file = file_of(here)
    head, entry, end = file.read_bytes().splitlines(keepends=True)
    wrong = [b"\xff\xfe\n", entry[:20] + b"\n", b'{"path": "a"}\n', b"7\n", b"[" * 100_000 + b"\n"]
    file.write_bytes(head + b"".join(wrong) + entry + end + entry[:-5])
    run = read_run(file, here)
    assert run
    assert (run.damaged, len(run.entries), run.ended) == (5, 1, True)


DOUBTFUL: dict[str, Any] = {
    "an edit that is none": {"back": [[5, 6]]},
    "an edit that begins nowhere": {"back": [["x", 6, ""]]},
    "an edit that runs backwards": {"back": [[6, 5, ""]]},
    "an edit that puts in a number": {"back": [[5, 6, 7]]},
    "an encoding that nobody knows": {"encoding": "no-such-encoding"},
    "an encoding that is a number": {"encoding": 8},
    "an earlier encoding that nobody knows": {"was": {"encoding": "no-such-encoding", "bom": False}},
    "a path with a NUL": {"path": "a\0.txt"},
    "a path that is a number": {"path": 1},
    "a hash with a NUL": {"before": "\0"},
    "a hash that is none": {"after": None},
    "another run with a NUL": {"of": "\0"},
    "another run that is a list": {"of": ["x"]},
}


@pytest.mark.parametrize("changes", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_line_that_somebody_changed_is_damaged(here: Path, changes: dict[str, Any]) -> None:
    """What no run writes is no entry, and counted; the run's other entries are read."""
    kept(here)
    file = file_of(here)
    head, entry, end = file.read_bytes().splitlines(keepends=True)
    wrong = json.dumps({**json.loads(entry), **changes}).encode() + b"\n"
    file.write_bytes(head + wrong + entry + end)
    run = read_run(file, here)
    assert run
    assert (run.damaged, len(run.entries)) == (1, 1)


@pytest.mark.parametrize("key", ["run", "kind", "started", "place", "holder"])
def test_a_head_of_other_things_than_texts_makes_no_run(here: Path, key: str) -> None:
    """Each of its words is a text."""
    kept(here)
    file = file_of(here)
    head, *rest = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(json.dumps({**json.loads(head), key: 7}).encode() + b"\n" + b"".join(rest))
    assert read_run(file, here) is None


def test_whole_lines_end_in_a_line_end() -> None:
    """What stands behind the last one is half a line, or nothing."""
    assert whole_lines(b"a\nb\nc") == ([b"a", b"b"], b"c")
    assert whole_lines(b"a\n") == ([b"a"], b"")
    assert whole_lines(b"") == ([], b"")


def test_a_head_that_cannot_be_read_makes_no_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong with it; nor does a file that cannot be read or is larger than any journal."""
    kept(here)
    file = file_of(here)
    head, *rest = file.read_bytes().splitlines(keepends=True)
    for wrong in (
        b"[" * 100_000 + b"\n",
        b"[]\n",
        b"\n",
        b"7\n",
        b'{"run": "x"}\n',
        head.replace(b'"schema": 2', b'"s": 2'),
    ):
        file.write_bytes(wrong + b"".join(rest))
        assert read_run(file, here) is None
    file.write_bytes(head)
    assert read_run(file, here)
    assert read_run(here / "nowhere", here) is None
    asked: list[int] = []

    def read(path: Path, most: int) -> bytes:
        asked.append(most)
        raise OSError

    monkeypatch.setattr(journal, "read_bytes", read)
    assert read_run(file, here) is None
    assert asked == [MOST] == [8 << 30]


class Disk:
    """A file on a disk that takes so many bytes at once and is full after some; the rest is the real file."""

    def __init__(self, file: Any, room: int, at_once: int = 7) -> None:
        self.file, self.room, self.at_once = file, room, at_once

    def write(self, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "disk full", "x")
        done = self.file.write(data[: min(self.at_once, self.room)])
        self.room -= done
        return int(done)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def test_a_line_is_written_whole_or_not_at_all(here: Path) -> None:
    """A disk that takes part of it is asked again; one that is full leaves what stood there, and the next line fits."""
    made = Journal(here)
    made.add(here / "a.txt", Document(OLD), NEW, UNDO)
    file = file_of(here)
    before = file.read_bytes()
    real = made._file
    made._file = Disk(real, room=30)  # type: ignore[assignment]
    with pytest.raises(JournalError, match=r"^x: disk full$"):
        made.add(here / "b.txt", Document(OLD), NEW, UNDO)
    assert file.read_bytes() == before
    made._file = Disk(real, room=1 << 20)  # type: ignore[assignment]
    made.add(here / "c.txt", Document(OLD), NEW, UNDO)
    made._file = Disk(real, room=10)  # type: ignore[assignment]
    with pytest.raises(JournalError):
        made.add(here / "d.txt", Document(OLD), NEW, UNDO)
    made._file = real
    made.close()
    run = read_run(file, here)
    assert run
    assert ([entry.path for entry in run.entries], run.damaged, run.ended) == (["a.txt", "c.txt"], 0, True)


def test_a_line_is_on_the_disk_before_anything_is_changed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line is flushed, and so is the folder with a new run's name."""
    flushed: list[int] = []
    folders: list[Path] = []
    monkeypatch.setattr(journal.os, "fsync", flushed.append)
    monkeypatch.setattr(journal, "sync_folder", folders.append)
    made = Journal(here)
    made.add(here / "a.txt", Document(OLD), NEW, UNDO)
    made.add(here / "b.txt", Document(OLD), NEW, UNDO)
    assert made._file
    assert flushed == [made._file.fileno()] * 3
    assert folders == [here / FOLDER / "runs"]
    made.close()
    assert len(flushed) == 4
    made.close()
    assert len(flushed) == 4, "a second close does nothing"


def test_a_run_without_room_for_its_head_leaves_no_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the user's folder is tried; where there is none either, the error is told, and the next try begins anew."""
    opened = journal._new
    rooms = [5, 5]

    def narrow(folder: Path) -> tuple[str, Any]:
        name, file = opened(folder)
        return name, Disk(file, room=rooms.pop(0)) if rooms else file

    monkeypatch.setattr(journal, "_new", narrow)
    made = Journal(here)
    with pytest.raises(JournalError, match=r"^x: disk full$"):
        made.add(here / "a.txt", Document(OLD), NEW, UNDO)
    assert made._file is None
    assert [*(here / FOLDER / "runs").iterdir(), *(here.parent / "state" / "runs").iterdir()] == []
    made.add(here / "a.txt", Document(OLD), NEW, UNDO)
    made.close()
    (run,) = runs(here)
    assert (run.base, run.ended, len(run.entries)) == (here, True, 1)


def test_a_full_disk_at_the_end_is_no_error(here: Path) -> None:
    """The run is then one that was cut short, with all that it did; its file is closed."""
    made = Journal(here)
    made.add(here / "a.txt", Document(OLD), NEW, UNDO)
    real = made._file
    assert real
    made._file = Disk(real, room=0)  # type: ignore[assignment]
    made.close()
    assert real.closed
    (run,) = runs(here)
    assert (run.ended, len(run.entries)) == (False, 1)


def test_an_error_without_a_name_tells_the_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that the run was started in."""

    def refuse(handle: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(journal.os, "fsync", refuse)
    with pytest.raises(JournalError) as error:
        Journal(here).add(here / "a.txt", Document(OLD), NEW, UNDO)
    assert str(error.value) == f"{here}: input/output error"


def test_a_home_keeps_itself_out_of_git(tmp_path: Path) -> None:
    """Made with all above it; what a person wrote there stays; an empty one, from a kill, is written anew."""
    folder = tmp_path / "a" / "b"
    make_home(folder)
    ignore = folder / ".gitignore"
    assert ignore.read_bytes() == b"*\n"
    ignore.write_text("mine\n")
    make_home(folder)
    assert ignore.read_text() == "mine\n"
    ignore.write_bytes(b"")
    make_home(folder)
    assert ignore.read_bytes() == b"*\n"


def test_the_temporary_file_of_an_entry_is_found_again(here: Path) -> None:
    """By the run, who wrote it, and the file behind all links; another run's is another."""
    (here / "a.txt").write_text(OLD, encoding="utf-8")
    (here / "link.txt").symlink_to(here / "a.txt")
    made = Journal(here, holder="馆员")
    made.add(here / "link.txt", Document(OLD), NEW, UNDO)
    made.close()
    (run,) = runs(here)
    mark = made.mark(here / "link.txt")
    assert mark == made.mark(here / "a.txt")
    assert len(mark) == 12
    assert run.temporary(run.entries[0]) == temporary(here / "a.txt", mark)
    others = [
        Journal(here, id=made.id, holder="other").mark(here / "a.txt"),
        Journal(here, id="20990101-000000", holder="馆员").mark(here / "a.txt"),
        Journal(here, id=made.id, holder="馆员").mark(here / "b.txt"),
    ]
    assert len({mark, *others}) == 4
    assert Journal(here, id=made.id, holder="馆员").mark(here / "页\udce6.txt")


def test_a_run_that_is_made_by_hand_counts_as_ended(tmp_path: Path) -> None:
    """What is not said of a run is that it came to its end, unharmed."""
    run = Run("x", "fix", "", tmp_path, ())
    assert (run.place, run.holder, run.ended, run.cut_short, run.damaged, run.file) == ("", "", True, False, 0, Path())
