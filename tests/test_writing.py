"""Files are written whole or not at all, and only where something changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cleaner import fixing
from cleaner.writing import write_whole
from tests.conftest import Run

BAD, GOOD = "早市，，热闹。\n".encode(), "早市，热闹。\n".encode()
posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX's")


@posix
def test_the_mode_is_kept(run: Run, here: Path) -> None:
    """A mended file has the permissions that it had."""
    (here / "a.txt").write_bytes(BAD)
    (here / "a.txt").chmod(0o640)
    run("fix", "a.txt")
    assert (here / "a.txt").read_bytes() == GOOD
    assert stat.S_IMODE((here / "a.txt").stat().st_mode) == 0o640


@posix
def test_a_link_is_followed_not_replaced(run: Run, here: Path) -> None:
    """Fixing and undoing through a link change the file behind it."""
    (here / "far").mkdir()
    (here / "far/real.dat").write_bytes(BAD)
    (here / "a.txt").symlink_to("far/real.dat")
    run("fix", "a.txt")
    assert (here / "a.txt").is_symlink()
    assert (here / "far/real.dat").read_bytes() == GOOD
    run("undo", "a.txt")
    assert (here / "a.txt").is_symlink()
    assert (here / "far/real.dat").read_bytes() == BAD


def test_a_clean_file_is_not_touched(run: Run, here: Path) -> None:
    """Where nothing changed, nothing is written: the time of the file stays."""
    (here / "a.txt").write_bytes(GOOD)
    os.utime(here / "a.txt", ns=(1, 1))
    run("fix", "a.txt")
    assert (here / "a.txt").stat().st_mtime_ns == 1


def test_a_failed_write_leaves_the_old_file_and_no_litter(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, the file is as it was and the temporary file is gone."""
    (here / "a.txt").write_bytes(BAD)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(here / "a.txt", GOOD)
    assert (here / "a.txt").read_bytes() == BAD
    assert sorted(path.name for path in here.iterdir()) == ["a.txt", "cleaner.toml"]


def test_a_file_that_cannot_be_written_is_told(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear line, exit 2, and the other files are done."""
    for name in "ab":
        (here / f"{name}.txt").write_bytes(BAD)
    real = fixing.write_whole

    def write(path: Path, data: bytes, expected: str, mark: str) -> None:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        real(path, data, expected, mark)

    monkeypatch.setattr(fixing, "write_whole", write)
    result = run("fix", ".")
    assert (result.exit_code, result.stderr) == (
        2,
        "a.txt: cannot be written (Permission denied), so nothing was changed in it; make it and its folder writable\n",
    )
    assert ((here / "a.txt").read_bytes(), (here / "b.txt").read_bytes()) == (BAD, GOOD)
    assert run("fix", "a.txt").stdout == "nothing was written; 1 not done, see above\n"


def test_a_file_that_changes_meanwhile_is_left_alone(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody wrote between reading and writing is not written over."""
    (here / "a.txt").write_bytes(BAD)
    real = fixing.sha256

    def meddled(path: Path) -> str | None:
        path.write_bytes(BAD + b"!")
        return real(path)

    monkeypatch.setattr(fixing, "sha256", meddled)
    result = run("fix", "a.txt")
    assert (result.exit_code, result.stderr) == (
        2,
        "a.txt: changed while it was being cleaned; left alone, run again\n",
    )
    assert (here / "a.txt").read_bytes() == BAD + b"!"


def test_undecodable_bytes_are_told_with_their_place(run: Run, here: Path) -> None:
    """One line with line and column, exit 2, nothing written; the other files are done."""
    broken = "头一行。\n早市，，".encode() + b"\xb5\xc4\n"
    (here / "a.txt").write_bytes(broken)
    (here / "b.txt").write_bytes(BAD)
    result = run("fix", ".")
    assert (result.exit_code, result.stderr) == (
        2,
        "a.txt:2:5: UTF-8 with broken bytes in it (2, the first here); mend or delete them, or say what it is with "
        "--encoding\n",
    )
    assert ((here / "a.txt").read_bytes(), (here / "b.txt").read_bytes()) == (broken, GOOD)


def test_a_filter_that_cannot_read_writes_nothing(run: Run) -> None:
    """Undecodable standard input leaves standard output empty."""
    result = run("fix", "-", stdin="早市，，".encode() + b"\xff")
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert result.stderr.startswith("<stdin>:1:5: UTF-8 with broken bytes in it (1, the first here); ")


def test_every_file_read_is_written_to_the_folder(run: Run, here: Path) -> None:
    """-o writes changed and unchanged files below it: a folder's files by their paths there, named ones by theirs."""
    for name, data in {"in/a.txt": BAD, "in/sub/b.md": GOOD, "in/x.py": BAD, "n/c.text": BAD}.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(data)
    outside = here.parent / "far.text"
    outside.write_bytes(GOOD)
    result = run("fix", "in", "n/c.text", str(outside), "-o", "out/deep")
    assert result.exit_code == 0
    written = {
        path.relative_to(here / "out/deep").as_posix(): path.read_bytes()
        for path in (here / "out/deep").rglob("*")
        if path.is_file()
    }
    assert written == {"a.txt": GOOD, "sub/b.md": GOOD, "n/c.text": GOOD, "far.text": GOOD}
    assert (here / "in/a.txt").read_bytes() == BAD
    assert "undo" not in result.stdout


def test_what_cannot_be_encoded_is_not_written(run: Run, here: Path) -> None:
    """A mended text that its encoding has no bytes for is told, and the file stays."""
    (here / "mine.toml").write_text(
        '[[rule]]\nid = "odd"\ndetector = "rewrite"\nkind = "rewrite"\ntitle = "t"\nmessage = "m"\nsafety = "risky"\n'
        'why = "w"\nparams = { pattern = "市", replacement = "𠮷" }\n',
        encoding="utf-8",
    )
    data = "早市開張。\n".encode("big5")
    (here / "a.txt").write_bytes(data)
    for args in (["a.txt"], ["a.txt", "-o", "out"]):
        result = run("fix", *args, "--risky", "--pack", "mine.toml", "--encoding", "big5")
        assert result.exit_code == 2
        assert result.stderr.startswith(
            "a.txt:1:2: “𠮷” (U+20BB7) cannot be written in big5, so nothing was changed in the file; "
        )
    result = run("fix", "-", "--risky", "--pack", "mine.toml", "--encoding", "big5", stdin=data)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert (here / "a.txt").read_bytes() == data
