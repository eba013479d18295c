"""What a killed run left is told once, cleared up, and gone on with or taken back."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import fixing, journal
from cleaner.decisions import FILE, Decisions, Verdict, decide
from cleaner.model import Span
from cleaner.writing import ENDING, temporary
from tests.conftest import Run
from tests.faults.conftest import BAD, GOOD, lay, listed

Cut = Callable[[], Path]


def journal_of(here: Path) -> Path:
    """The journal of the one run."""
    (file,) = (here / ".cleaner/runs").iterdir()
    return file


@pytest.fixture
def cut(run: Run, here: Path) -> Cut:
    """Leaves what a run leaves that is killed while it writes b.txt, after a.txt: no end in the journal, and the new
    b.txt beside the old one.
    """

    def leave() -> Path:
        lay(here, "a.txt", "b.txt", "c.txt")
        run("fix", "a.txt", "b.txt")
        file = journal_of(here)
        (found,) = journal.runs(here)
        (here / "b.txt").write_bytes(BAD)
        left = found.temporary(found.entries[1])
        left.write_bytes(GOOD[:10])
        file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
        return left

    return leave


def test_the_next_fix_tells_and_goes_on(run: Run, here: Path, cut: Cut) -> None:
    """How far the run came, that its files are whole, what was removed, how to take it back: once, on stderr."""
    left = cut()
    (run_id,) = [file.stem for file in (here / ".cleaner/runs").iterdir()]
    assert "  cut short  " in run("log").stdout
    result = run("fix", ".")
    assert (result.exit_code, result.stderr) == (
        0,
        f"run {run_id} was cut short (killed?); files it had mended: 1, each of them whole. This run goes on from "
        f"there; to take that one back: cleaner undo {run_id}; half-written files of it removed: 1\n",
    )
    assert not left.exists()
    assert {(here / name).read_bytes() for name in ("a.txt", "b.txt", "c.txt")} == {GOOD}
    assert run("fix", ".").stderr == ""
    assert "  cut short  " in run("log").stdout  # the log goes on saying so
    for _ in range(2):
        assert run("undo").exit_code == 0
    assert {(here / name).read_bytes() for name in ("a.txt", "b.txt", "c.txt")} == {BAD}


def test_the_next_undo_tells_and_takes_back(run: Run, here: Path, cut: Cut) -> None:
    """`undo` at once takes back what the killed run had done, and what it left half-written is gone."""
    left = cut()
    result = run("undo")
    assert result.exit_code == 0
    assert "was cut short (killed?)" in result.stderr
    assert result.stdout.startswith("a.txt: given back as it was before run ")
    assert not left.exists()
    assert {(here / name).read_bytes() for name in ("a.txt", "b.txt", "c.txt")} == {BAD}


def test_an_undo_that_was_cut_short_is_gone_on_with(run: Run, here: Path) -> None:
    """Killed after one of two files, an undo is told of, and the next gives back the other."""
    lay(here, "a.txt", "b.txt")
    run("fix", ".")
    run("undo")
    (undoing,) = [file for file in (here / ".cleaner/runs").iterdir() if '"kind": "undo"' in file.read_text("utf-8")]
    undoing.write_bytes(b"".join(undoing.read_bytes().splitlines(keepends=True)[:-2]))
    (here / "b.txt").write_bytes(GOOD)
    result = run("undo")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"an undo, run {undoing.stem}, was cut short (killed?); files it had given back: 1")
    assert result.stdout.startswith("b.txt: given back")
    assert {(here / name).read_bytes() for name in ("a.txt", "b.txt")} == {BAD}


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_half_a_line_at_the_end_is_no_damage(run: Run, here: Path, cut: Cut, keep: float) -> None:
    """A line that was being written spoke of a file that was not touched yet; it goes when the run is told of."""
    cut()
    file = journal_of(here)
    *lines, last = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines) + last[: int(len(last) * keep)])
    assert "was cut short" in run("fix", ".").stderr
    for line in file.read_bytes().splitlines():
        json.loads(line)
    assert run("undo", "a.txt").exit_code == 0
    assert (here / "a.txt").read_bytes() == BAD


def test_half_a_head_is_no_run(run: Run, here: Path, cut: Cut) -> None:
    """Killed in its first line, a run had changed nothing, and nothing is told."""
    cut()
    journal_of(here).write_bytes(b'{"schema": 2, "ru')
    (here / "a.txt").write_bytes(BAD)
    result = run("fix", ".")
    assert (result.exit_code, result.stderr) == (0, "")


def test_damage_in_the_middle_is_told_and_the_rest_taken_back(run: Run, here: Path) -> None:
    """Of a journal that somebody or a disk hurt, what can be read is taken back; exit 2, and the word says where."""
    lay(here, "a.txt", "b.txt")
    run("fix", ".")
    file = journal_of(here)
    head, _, *rest = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([head, b"\x00\xff not json\n", *rest]))
    result = run("undo")
    assert result.exit_code == 2
    assert result.stdout.startswith("b.txt: given back")
    assert result.stderr == (
        f"{file}: 1 line of this journal cannot be read, so what it says was not taken back; compare its files with a "
        "backup\n"
    )
    assert ((here / "a.txt").read_bytes(), (here / "b.txt").read_bytes()) == (GOOD, BAD)


def test_a_journal_without_a_head_is_told(run: Run, here: Path) -> None:
    """Nothing can be taken back by it; the other runs are not disturbed."""
    lay(here, "a.txt")
    run("fix", ".")
    (here / ".cleaner/runs/20200101-000000.jsonl").write_bytes(b"\x00\x00\x00\n")
    result = run("undo")
    assert result.exit_code == 0
    assert "20200101-000000.jsonl: this journal cannot be read" in result.stderr
    assert (here / "a.txt").read_bytes() == BAD


def test_a_journal_from_before_there_were_ends_is_no_run_cut_short(run: Run, here: Path) -> None:
    """Schema 1 had no last line; such runs are taken back as ever, without a word."""
    lay(here, "a.txt")
    run("fix", ".")
    file = journal_of(here)
    head, *entries, _ = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text(json.dumps({**json.loads(head), "schema": 1}) + "\n" + "".join(entries), encoding="utf-8")
    result = run("undo")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (here / "a.txt").read_bytes() == BAD


def test_a_run_at_work_is_not_taken_for_dead(run: Run, here: Path, cut: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its half-written file is let be, and it is told of as at work."""
    left = cut()
    monkeypatch.setattr("cleaner.recovery.alive", lambda name, start: True)
    monkeypatch.setattr("cleaner.turns.alive", lambda name, start: True)
    assert "  at work  " in run("log").stdout
    result = run("fix", "c.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert left.exists()


def test_an_output_folder_is_swept(run: Run, here: Path) -> None:
    """`fix -o` keeps no journal: what a killed one left half-written in its folder goes when it is run again."""
    lay(here, "in/a.txt", "in/下/b.txt")
    for name in ("out/a.txt", "out/下/b.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        temporary(here / name, "12345678").write_bytes(GOOD[:7])
    (here / "out/.mine.tmp").write_bytes(b"not ours")
    result = run("fix", "in", "-o", "out")
    assert (result.exit_code, result.stderr) == (
        0,
        "2 half-written files were removed that a run left when it was killed\n",
    )
    assert listed(here / "out") == [".mine.tmp", "a.txt", "下"]
    assert listed(here / "out/下") == ["b.txt"]


def test_what_was_left_of_decisions_is_swept(here: Path) -> None:
    """The next decision removes what a review left that was killed while it wrote one; not what is being written."""
    known = Decisions(here / FILE)
    old, new = temporary(known.file, "11111111"), temporary(known.file, "22222222")
    for path in (old, new):
        path.write_bytes(b"{")
    os.utime(old, (time.time() - 3600,) * 2)
    known.change([decide("a.txt", "rule", "渡口的早市", Span(0, 2), Verdict.KEEP)])
    assert [path.name for path in (old, new) if path.exists()] == [new.name]


def test_an_empty_gitignore_is_filled(run: Run, here: Path) -> None:
    """Killed between making .cleaner/.gitignore and filling it, a run would have shown its journals to git."""
    lay(here, "a.txt")
    (here / ".cleaner").mkdir()
    (here / ".cleaner/.gitignore").touch()
    run("fix", ".")
    assert (here / ".cleaner/.gitignore").read_text() == "*\n"


def test_the_temporary_file_is_named_in_the_journal(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is made, the journal tells where it will lie: it is found again, and nothing else is removed."""
    lay(here, "a.txt")
    real, seen = fixing.write_whole, []

    def spy(path: Path, data: bytes, expected: str, mark: str) -> None:
        (found,) = journal.runs(here)
        seen.append((found.temporary(found.entries[-1]), temporary(path.resolve(), mark)))
        real(path, data, expected, mark)

    monkeypatch.setattr(fixing, "write_whole", spy)
    run("fix", ".")
    ((told, made),) = seen
    assert told == made
    assert made.name.endswith(ENDING)
