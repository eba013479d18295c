"""A disk that is full, a file that changes or goes while it is cleaned: a word, and the other files are done."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner import fixing, writing
from cleaner.decisions import FILE, Decisions, DecisionsError, Verdict
from cleaner.inputs import find
from cleaner.review.desk import Desk, Said
from cleaner.settings import Settings
from cleaner.work import rules_for
from cleaner.writing import Changed, write_whole
from tests.conftest import ROOT, Run
from tests.faults.conftest import BAD, GOOD, lay, listed, posix

FULL = "cannot be written ({}), so nothing was changed in it; make room on that disk, and run again\n"


def test_a_full_disk_is_told_by_its_name(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not "make it writable": room is what is wanted."""
    lay(here, "a.txt", "b.txt")
    real = fixing.write_whole

    def full(path: Path, data: bytes, expected: str, mark: str) -> None:
        if path.name == "a.txt":
            raise OSError(28, "No space left on device", str(path))
        real(path, data, expected, mark)

    monkeypatch.setattr(fixing, "write_whole", full)
    for command in (["fix", "."], ["fix", ".", "--lang", "zh"]):
        lay(here, "b.txt")
        result = run(*command)
        assert result.exit_code == 2
        assert result.stderr.startswith("a.txt: ")
        assert ("腾出空间" if "zh" in command else FULL.format("No space left on device")) in result.stderr
        assert ((here / "a.txt").read_bytes(), (here / "b.txt").read_bytes()) == (BAD, GOOD)


@posix
def test_a_file_system_that_is_really_full(here: Path) -> None:
    """One of a few kilobytes, filled to the brim: journal and new files all want room. (Only root may make one.)"""
    disk = here / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        (disk / "cleaner.toml").touch()
        texts = [disk / f"{number}.txt" for number in range(4)]
        for text in texts:
            text.write_bytes(BAD)
        with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"\0" * 512):
                pass
        before = {text: text.read_bytes() for text in texts}
        line = [sys.executable, "-m", "cleaner", "fix", "."]
        home = {"XDG_STATE_HOME": str(disk / "state")}
        done = subprocess.run(line, cwd=disk, env=os.environ | home, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert {text: text.read_bytes() for text in texts} == before
        assert [name for name in listed(disk) if name != "state"] == ["0.txt", "1.txt", "2.txt", "3.txt", "filler"]
        (disk / "filler").unlink()
        done = subprocess.run(line, cwd=disk, env=os.environ | home, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0
        assert {text.read_bytes() for text in texts} == {GOOD}
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@posix
def test_a_bound_on_the_size_of_files(here: Path) -> None:
    """A system that lets nobody write larger files (ulimit -f) is a full disk to us; the smaller texts are done."""
    large = b"".join(f"第{number}号".encode() + BAD for number in range(300))
    lay(here, "large.txt", data=large)
    lay(here, "small.txt")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (15000, 15000));"
        "sys.argv = ['cleaner', 'fix', '.', '--no-cache']; from cleaner.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=here, env=os.environ | {"XDG_STATE_HOME": str(here.parent / "state")},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("large.txt: ")
    assert "Traceback" not in done.stderr
    assert (here / "large.txt").read_bytes() == large
    assert (here / "small.txt").read_bytes() == GOOD
    assert listed(here) == ["large.txt", "small.txt"]


def test_half_a_line_of_the_journal_is_taken_back(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up in the middle of a line leaves no half of it before the next."""
    lay(here, "a.txt", "b.txt")
    real, calls = os.fsync, []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:  # the head, its folder, then the line of a.txt
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    result = run("fix", ".")
    monkeypatch.setattr(os, "fsync", real)
    assert result.exit_code == 2
    assert result.stderr.startswith("a.txt: the journal cannot be written")
    assert ((here / "a.txt").read_bytes(), (here / "b.txt").read_bytes()) == (BAD, GOOD)
    (file,) = (here / ".cleaner/runs").iterdir()
    assert len(file.read_text("utf-8").splitlines()) == 3  # head, b.txt, end
    assert run("undo").exit_code == 0
    assert (here / "b.txt").read_bytes() == BAD


def test_a_file_that_changes_at_the_last_moment_is_left_alone(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the journal and after the new file was written beside it: what somebody saved meanwhile stays."""
    lay(here, "a.txt", "b.txt")
    real, calls = writing.sha256, []

    def meddled(path: Path) -> str | None:
        calls.append(path.name)
        if path.name == "a.txt":
            path.write_bytes(BAD + "编辑补了一句。".encode())
        return real(path)

    monkeypatch.setattr(writing, "sha256", meddled)
    result = run("fix", ".")
    assert (result.exit_code, result.stderr) == (
        2,
        "a.txt: changed while it was being cleaned; left alone, run again\n",
    )
    assert calls == ["a.txt", "b.txt"]
    assert (here / "a.txt").read_bytes() == BAD + "编辑补了一句。".encode()
    assert (here / "b.txt").read_bytes() == GOOD
    assert listed(here) == ["a.txt", "b.txt"]


def test_undo_looks_once_more_too(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved while an undo is at work is not written over."""
    lay(here, "a.txt")
    run("fix", ".")
    real = writing.sha256

    def meddled(path: Path) -> str | None:
        path.write_bytes(GOOD + BAD)
        return real(path)

    monkeypatch.setattr(writing, "sha256", meddled)
    result = run("undo")
    assert result.exit_code == 2
    assert result.stderr.startswith("a.txt: changed since run ")
    assert (here / "a.txt").read_bytes() == GOOD + BAD


def test_only_what_is_expected_is_replaced(here: Path) -> None:
    """`write_whole` with a hash: another text, and none at all, are left as they are."""
    lay(here, "a.txt")
    for name in ("a.txt", "b.txt"):
        with pytest.raises(Changed):
            write_whole(here / name, GOOD, "0" * 64)
    assert (here / "a.txt").read_bytes() == BAD
    assert listed(here) == ["a.txt"]


@pytest.mark.parametrize("command", [["check"], ["fix"], ["report", "-o", "../rep"]], ids=lambda command: command[0])
def test_a_file_that_goes_before_it_is_read(
    run: Run, here: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found, and gone when its turn comes: a word, exit 2, the others are done."""
    lay(here, "a.txt", "b.txt")
    from cleaner.cli import common

    real = common.load_rules_for

    def late(*args: object, **named: object) -> object:
        (here / "a.txt").unlink(missing_ok=True)
        return real(*args, **named)  # type: ignore[arg-type]

    for name in ("check", "fix", "report"):
        monkeypatch.setattr(f"cleaner.cli.{name}.load_rules_for", late)
    result = run(*command, ".")
    assert result.exit_code == 2
    assert result.stderr == "a.txt: is not there any more; run again, or check who removed it\n"
    assert not (here / "a.txt").exists()
    if command == ["fix"]:
        assert (here / "b.txt").read_bytes() == GOOD


def test_a_file_that_goes_before_it_is_written_is_not_made_anew(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever removed it meant it."""
    lay(here, "a.txt")
    real = writing.sha256

    def gone(path: Path) -> str | None:
        path.unlink(missing_ok=True)
        return real(path)

    monkeypatch.setattr(writing, "sha256", gone)
    result = run("fix", ".")
    assert result.exit_code == 2
    assert listed(here) == []


def test_a_review_that_cannot_keep_decisions_writes_the_texts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal is carried over when its surroundings are mended; where that fails, it is told and the next done."""
    lay(here, "a.txt", data=BAD[:-1] + "修堤的队伍。。天不亮就出工。".encode())
    lay(here, "b.txt")
    settings = Settings()
    inputs, _ = find(["."], settings)
    decisions = Decisions(here / FILE)
    desk = Desk(inputs, settings, rules_for(settings), decisions, "馆员")
    desk.decide(0, [Said(desk.sheet(0).result.findings[1].key, Verdict.KEEP)])

    def full(*_: object) -> None:
        raise DecisionsError("the disk is full")

    monkeypatch.setattr(decisions, "change", full)
    *_, written = desk.write([0, 1])
    assert written.documents == 2
    assert written.complaints[:1] == ("the disk is full",)
    assert (here / "b.txt").read_bytes() == GOOD
    assert (here / "a.txt").read_bytes() == GOOD[:-1] + "修堤的队伍。。天不亮就出工。".encode()


@posix
def test_a_folder_that_is_gone_under_ones_feet_is_told(here: Path) -> None:
    """Deleted in another window, the current folder gets a word from every command."""
    (here / "gone").mkdir()
    for command in (["check", "a.txt"], ["fix", "a.txt"], ["undo"], ["log"], ["review", "a.txt"]):
        code = f"import os, sys; os.rmdir(os.getcwd()); sys.argv = {['cleaner', *command]!r}; " \
            "from cleaner.cli import main; main()"  # fmt: skip
        (here / "gone").mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=here / "gone", env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (
            2,
            "cleaner: the current folder is gone; see to that, and run it again\n",
        )


def test_many_files_in_one_folder(run: Run, here: Path) -> None:
    """A thousand, every tenth to be mended; given back by the folder's name. (By hand: 100,000.)"""
    for number in range(1000):
        (here / f"{number}.txt").write_bytes(BAD if number % 10 == 0 else GOOD)
    assert run("fix", ".", "--jobs", "1").exit_code == 0
    assert all((here / f"{number}.txt").read_bytes() == GOOD for number in range(1000))
    assert run("undo", ".").exit_code == 0
    assert all((here / f"{number}.txt").read_bytes() == BAD for number in range(0, 1000, 10))
