"""What is no ordinary file is told when it is named, passed over when a folder holds it, and never waited for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import reading
from cleaner.reading import LARGEST, NoFile, TooLarge, read_bytes, sha256
from tests.conftest import Run
from tests.faults.conftest import BAD, GOOD, lay, mortal, posix

COMMANDS = (["check"], ["fix"], ["report", "-o", "rep"], ["structure"], ["review", "--no-open"])


def odd(here: Path) -> dict[str, str]:
    """Things with names of texts that are none, by name, and what is said of each."""
    os.mkfifo(here / "fifo.txt")
    (here / "to-fifo.txt").symlink_to("fifo.txt")
    (here / "lost.txt").symlink_to("nowhere")
    (here / "one.txt").symlink_to("two.txt")
    (here / "two.txt").symlink_to("one.txt")
    (here / "device.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as bound:
        old = Path.cwd()
        os.chdir(here)  # the name of a socket may have a hundred bytes
        bound.bind("socket.txt")
        os.chdir(old)
    return {
        "fifo.txt": "is a FIFO (a named pipe), no file, so it is not read; give what comes out of it to "
        "`cleaner check -`",
        "to-fifo.txt": "is a FIFO (a named pipe), no file, so it is not read; give what comes out of it to "
        "`cleaner check -`",
        "lost.txt": "is a link to something that is not there; mend the link, or leave it out",
        "one.txt": "is a link that leads in a circle; mend the link, or leave it out",
        "device.txt": "is a device, no file, so it is not read; give what comes out of it to `cleaner check -`",
        "socket.txt": "is a socket, no file, so it is not read; give what comes out of it to `cleaner check -`",
    }


@posix
@pytest.mark.parametrize("command", COMMANDS[:4], ids=lambda command: command[0])
def test_named_things_that_are_no_files_are_told(run: Run, here: Path, command: list[str]) -> None:
    """Each with a word of its own and the next action; exit 2; the text beside them is done."""
    told = odd(here)
    lay(here, "a.txt")
    result = run(*command, *told, "a.txt")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [f"{name}: {what}" for name, what in told.items()]
    if command == ["fix"]:
        assert (here / "a.txt").read_bytes() == GOOD
    assert (here / "fifo.txt").is_fifo()
    assert all((here / name).is_symlink() for name in ("to-fifo.txt", "lost.txt", "one.txt", "device.txt"))


@posix
@pytest.mark.parametrize("command", COMMANDS[:4], ids=lambda command: command[0])
def test_a_folder_that_holds_them_is_read_without_a_word(run: Run, here: Path, command: list[str]) -> None:
    """A walk passes over what is no file, also over links to nowhere and in circles."""
    odd(here)
    lay(here, "a.txt")
    result = run(*command, ".")
    assert result.exit_code in (0, 1)
    assert result.stderr == ""
    assert "a.txt" in result.stdout or command[0] == "report"


@posix
def test_nothing_waits_for_a_fifo(here: Path) -> None:
    """Also where it took the place of a file after that was found; and decisions and .gitignore may be FIFOs."""
    os.mkfifo(here / "a.txt")
    with pytest.raises(NoFile):
        read_bytes(here / "a.txt")
    assert sha256(here / "a.txt") is None
    for name in (".gitignore", "cleaner-decisions.jsonl"):
        os.mkfifo(here / name)
    lay(here, "b.txt")
    line = [sys.executable, "-m", "cleaner", "check", "b.txt", "."]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 2
    assert "cleaner-decisions.jsonl: cannot be read" in done.stderr


@posix
def test_a_fifo_as_a_project_s_settings_is_not_waited_for(here: Path) -> None:
    """A stranger's cleaner.toml that is a FIFO holds up nobody."""
    (here / "cleaner.toml").unlink()
    os.mkfifo(here / "cleaner.toml")
    lay(here, "b.txt")
    for given in ([], ["--config", "cleaner.toml"]):
        line = [sys.executable, "-m", "cleaner", "check", "b.txt", *given]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", timeout=60, check=False)
        assert done.returncode == (2 if given else 1)
        assert "Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_two_gigabytes_are_refused_before_they_are_read(
    run: Run, here: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 2 GB (of holes, on this disk) is told by its size; the text beside it is done."""
    (here / "big.txt").touch()
    os.truncate(here / "big.txt", 1 << 31)
    lay(here, "a.txt")

    def never(stream: object, most: int) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(reading, "_rest", never)
    if command[0] == "review":
        from cleaner.decisions import FILE, Decisions
        from cleaner.inputs import find
        from cleaner.review.desk import Desk, Refused
        from cleaner.settings import Settings
        from cleaner.work import rules_for

        inputs, _ = find(["big.txt"], Settings())
        desk = Desk(inputs, Settings(), rules_for(Settings()), Decisions(here / FILE), "馆员")
        with pytest.raises(Refused, match="has 2,147 MB, and at most 268 MB"):
            desk.sheet(0)
        return
    result = run(*command, ".")
    assert result.exit_code == 2
    assert result.stderr == (
        "big.txt: has 2,147 MB, and at most 268 MB are cleaned at once, so it was not read; cut it into files, or see "
        "`cleaner corpus` for JSONL\n"
    )
    if command == ["fix"]:
        assert (here / "a.txt").read_bytes() == GOOD


def test_the_bound_is_exact(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many bytes as are allowed are read, one more is refused; also of a file that grew since it was looked at."""
    (here / "a.txt").write_bytes(b"x" * 100)
    assert LARGEST == 1 << 28
    assert read_bytes(here / "a.txt", 100) == b"x" * 100
    with pytest.raises(TooLarge):
        read_bytes(here / "a.txt", 99)
    real = os.fstat

    class Small:
        def __init__(self, handle: int) -> None:
            self.st_mode, self.st_size = real(handle).st_mode, 10

    monkeypatch.setattr(os, "fstat", Small)
    assert read_bytes(here / "a.txt", 100) == b"x" * 100
    with pytest.raises(TooLarge):
        read_bytes(here / "a.txt", 99)


def test_standard_input_is_bounded_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream without an end is not read for ever."""
    monkeypatch.setattr(reading, "LARGEST", 10)
    result = run("fix", "-", stdin=BAD)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert result.stderr.startswith("<stdin>: has ")


def test_an_empty_file_is_clean(run: Run, here: Path) -> None:
    """Nothing is found in it, and nothing written."""
    lay(here, "a.txt", data=b"")
    os.utime(here / "a.txt", ns=(1, 1))
    for command in COMMANDS[:4]:
        assert run(*command, "a.txt").exit_code == 0
    assert (here / "a.txt").stat().st_mtime_ns == 1


@mortal
@posix
def test_what_may_not_be_read_is_told(run: Run, here: Path) -> None:
    """A file and a folder without permission: a word for each, exit 2, the others are done."""
    lay(here, "a.txt", "shut/b.txt", "c.txt")
    (here / "a.txt").chmod(0)
    (here / "shut").chmod(0)
    try:
        result = run("fix", ".", "shut/b.txt")
    finally:
        (here / "shut").chmod(0o755)
    assert result.exit_code == 2
    assert "a.txt: cannot be read (Permission denied); check its permissions\n" in result.stderr
    assert "shut: cannot be read (Permission denied); check its permissions\n" in result.stderr
    assert "shut/b.txt: cannot be read (Permission denied); check its permissions\n" in result.stderr
    assert (here / "c.txt").read_bytes() == GOOD


@pytest.mark.parametrize("command", COMMANDS[:4], ids=lambda command: command[0])
def test_what_cannot_be_read_is_told_for_root_too(
    run: Run, here: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with the errors put in by hand: no permission, a broken disk, a folder that cannot be listed."""
    lay(here, "a.txt", "b.txt", "c.txt", "shut/d.txt")
    real, scan = os.open, os.scandir

    def opening(path: str | Path, *more: int, **named: int) -> int:
        for name, number in (("a.txt", 13), ("b.txt", 5)):
            if os.fspath(path) == name:
                raise OSError(number, os.strerror(number), name)
        return real(path, *more, **named)

    def scanning(path: str | Path) -> os._ScandirIterator[str]:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "scandir", scanning)
    result = run(*command, ".")
    assert result.exit_code == 2
    assert sorted(result.stderr.splitlines()) == [
        "a.txt: cannot be read (Permission denied); check its permissions",
        "b.txt: cannot be read (Input/output error); check the disk or the network behind it, and run again",
        "shut: cannot be read (Permission denied); check its permissions",
    ]
    if command == ["fix"]:
        assert (here / "c.txt").read_bytes() == GOOD
