"""Links, names, modes and owners: what `fix` keeps, and what it leaves alone with a word."""

from __future__ import annotations

import inspect
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from cleaner import writing
from cleaner.inputs import find
from cleaner.settings import Settings
from cleaner.writing import Linked, replaceable, write_whole
from tests.conftest import Run
from tests.faults.conftest import BAD, GOOD, lay, listed, mortal, posix

TWO_NAMES = (
    "has 2 names (hard links), and would be mended under one of them only, so nothing was changed; copy it and put the "
    "copy in its place, or write elsewhere with -o\n"
)


@posix
def test_a_file_with_two_names_is_left_alone(run: Run, here: Path) -> None:
    """A rename would part the names: one would have the mended text, the other the old. Each is told."""
    lay(here, "a.txt", "c.txt")
    os.link(here / "a.txt", here / "b.txt")
    result = run("fix", ".")
    assert (result.exit_code, result.stderr) == (2, f"a.txt: {TWO_NAMES}b.txt: {TWO_NAMES}")
    assert {(here / name).read_bytes() for name in ("a.txt", "b.txt")} == {BAD}
    assert (here / "a.txt").samefile(here / "b.txt")
    assert (here / "c.txt").read_bytes() == GOOD
    (file,) = (here / ".cleaner/runs").iterdir()
    assert "a.txt" not in file.read_text("utf-8")  # nothing was begun


@posix
def test_a_file_that_got_a_second_name_is_not_taken_back(run: Run, here: Path) -> None:
    """`undo` and a review write under the same rule."""
    lay(here, "a.txt")
    run("fix", ".")
    os.link(here / "a.txt", here / "b.dat")
    result = run("undo")
    assert (result.exit_code, result.stderr) == (2, f"a.txt: {TWO_NAMES}")
    (here / "b.dat").unlink()
    assert run("undo").exit_code == 0
    assert (here / "a.txt").read_bytes() == BAD


@posix
def test_an_output_folder_of_hard_links_leaves_the_originals(run: Run, here: Path) -> None:
    """`cp -al in out; cleaner fix in -o out`: the names in out get files of their own."""
    lay(here, "in/a.txt")
    (here / "out").mkdir()
    os.link(here / "in/a.txt", here / "out/a.txt")
    assert run("fix", "in", "-o", "out").exit_code == 0
    assert ((here / "in/a.txt").read_bytes(), (here / "out/a.txt").read_bytes()) == (BAD, GOOD)


@posix
def test_links_stay_links(run: Run, here: Path) -> None:
    """A named link, and a link to a link: the file at their end is written; nothing lies about in either folder."""
    lay(here, "far/real.txt")
    (here / "far/near.txt").symlink_to("real.txt")
    (here / "a.txt").symlink_to(here / "far/near.txt")
    for command, wanted in ((["fix", "a.txt"], GOOD), (["undo"], BAD)):
        assert run(*command).exit_code == 0
        assert (here / "far/real.txt").read_bytes() == wanted
        assert (here / "a.txt").is_symlink()
        assert (here / "far/near.txt").is_symlink()
        assert (listed(here), listed(here / "far")) == (["a.txt", "far"], ["near.txt", "real.txt"])


@posix
def test_a_link_and_its_file_are_one_text(run: Run, here: Path) -> None:
    """Met twice in a folder, a text is mended once, under its own name."""
    lay(here, "b.txt")
    (here / "a.txt").symlink_to("b.txt")
    result = run("fix", ".")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "b.txt: 1 mended (doubled-punctuation 1)")


@posix
def test_links_to_folders_are_not_followed(run: Run, here: Path) -> None:
    """They may lead in a circle; a folder behind a link is read where the link is named."""
    lay(here, "far/a.txt")
    (here / "scans").mkdir()
    (here / "scans/round").symlink_to(here / "scans")
    (here / "scans/out").symlink_to(here / "far")
    assert run("check", "scans").exit_code == 2  # no text in it
    assert run("check", "scans/out").exit_code == 1


@posix
def test_a_link_in_a_circle_is_never_replaced(here: Path) -> None:
    """Also not where it stands in the place of what is to be written."""
    (here / "a.txt").symlink_to("b.txt")
    (here / "b.txt").symlink_to("a.txt")
    with pytest.raises(OSError, match=r"[Ll]ink|[Ss]ymbolic"):
        write_whole(here / "a.txt", GOOD)
    assert (here / "a.txt").is_symlink()
    assert listed(here) == ["a.txt", "b.txt"]


@posix
def test_write_protected_is_meant_for_root_too(run: Run, here: Path) -> None:
    """A file that nobody may write is left alone, whoever runs."""
    lay(here, "a.txt")
    (here / "a.txt").chmod(0o444)
    result = run("fix", ".")
    assert result.exit_code == 2
    assert result.stderr.startswith("a.txt: cannot be written (write-protected, or no regular file), so nothing")
    assert (here / "a.txt").read_bytes() == BAD


@mortal
@posix
def test_a_folder_that_may_not_be_written_is_told(run: Run, here: Path) -> None:
    """A new file cannot be laid beside the old one: a word, and the old one stays."""
    lay(here, "shut/a.txt", "b.txt")
    (here / "shut").chmod(0o555)
    try:
        result = run("fix", ".")
    finally:
        (here / "shut").chmod(0o755)
    assert result.exit_code == 2
    assert result.stderr == (
        "shut/a.txt: cannot be written (Permission denied), so nothing was changed in it; make it and its folder "
        "writable\n"
    )
    assert ((here / "shut/a.txt").read_bytes(), (here / "b.txt").read_bytes()) == (BAD, GOOD)


@posix
def test_mode_and_attributes_stay_and_the_time_is_new(run: Run, here: Path) -> None:
    """As the text has changed, so has the time; all else stays, also through `undo`."""
    lay(here, "a.txt")
    (here / "a.txt").chmod(0o2664)
    mode = stat.S_IMODE((here / "a.txt").stat().st_mode)
    os.utime(here / "a.txt", (1_000_000_000, 1_000_000_000))
    try:
        os.setxattr(here / "a.txt", "user.shelf", "三号书架".encode())
        shelved = True
    except (OSError, AttributeError):
        shelved = False  # this file system, or this system, has no such thing
    for command in ("fix", "undo"):
        assert run(command, *(["."] if command == "fix" else [])).exit_code == 0
        now = (here / "a.txt").stat()
        assert stat.S_IMODE(now.st_mode) == mode
        assert abs(now.st_mtime - time.time()) < 600
        if shelved:
            assert os.getxattr(here / "a.txt", "user.shelf").decode() == "三号书架"


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays_where_root_runs(run: Run, here: Path) -> None:
    """Owner, group and mode of somebody else's file."""
    lay(here, "a.txt")
    os.chown(here / "a.txt", 1234, 2345)
    (here / "a.txt").chmod(0o640)
    assert run("fix", ".").exit_code == 0
    now = (here / "a.txt").stat()
    assert (now.st_uid, now.st_gid, stat.S_IMODE(now.st_mode)) == (1234, 2345, 0o640)


@posix
@pytest.mark.parametrize(("group_too", "mode"), [(False, 0o664), (True, 0o644)])
def test_another_group_may_do_no_more_than_everybody(
    here: Path, monkeypatch: pytest.MonkeyPatch, group_too: bool, mode: int
) -> None:
    """Where the owner cannot be kept, the group is; where that cannot be either, what it might do is taken away."""
    lay(here, "a.txt")
    (here / "a.txt").chmod(0o664)

    def refused(path: Path, owner: int, group: int) -> None:
        if owner != -1 or group_too:
            raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused)
    write_whole(here / "a.txt", GOOD)
    assert stat.S_IMODE((here / "a.txt").stat().st_mode) == mode


NAMES = (
    "第一版 渡口.txt",
    "الصفحة الأولى.txt",
    "शीर्षक.txt",
    "𠮷𡈽.txt",
    "e\u0301.txt",
    " leading and trailing .txt",
    "-rf.txt",
    "*?[a]$(x);'\".txt",
    "new\nline.txt",
    "red\x1b[31m.txt",
    "字" * 83 + ".txt",
    "👩\u200d👩\u200d👧.txt",
    "\u202etxt.exe.txt",
)


@posix
def test_names_in_any_script(run: Run, here: Path) -> None:
    """Whatever a name holds, the text is found, mended and given back."""
    names = [*NAMES, os.fsdecode(b"\xb5\xda\xd2\xbb\xb0\xe6.txt")]  # the last in GB 18030, which is no UTF-8
    lay(here, *names)
    for command, wanted in ((["fix", "."], GOOD), (["undo"], BAD), (["fix", "--", *names], GOOD), (["undo", "."], BAD)):
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert {(here / name).read_bytes() for name in names} == {wanted}
    assert run("log").exit_code == 0
    assert run("report", ".", "-o", str(here.parent / "rep")).exit_code == 1
    assert sorted(names) == listed(here)


@posix
def test_a_name_that_is_too_long_is_told(run: Run, here: Path) -> None:
    """No system has such a file, and every command says so in a line."""
    name = "x" * 300 + ".txt"
    for command in (["check"], ["fix"], ["report", "-o", "rep"], ["structure"], ["review", "--no-open"], ["undo"]):
        result = run(*command, name)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) in (1, 2)
        assert result.stderr.startswith(name[:20]) or command == ["undo"]


@posix
def test_folders_may_lie_deep(here: Path) -> None:
    """Deeper than calls may lie in each other."""
    deep = here / "/".join(["d"] * 300)
    deep.mkdir(parents=True)
    lay(deep, "a.txt")
    find(["."], Settings())  # once, so that all is imported and compiled
    limit, depth = sys.getrecursionlimit(), len(inspect.stack(0))
    sys.setrecursionlimit(depth + 200)
    try:
        inputs, wrong = find(["."], Settings())
    finally:
        sys.setrecursionlimit(limit)
    assert ([item.path for item in inputs], wrong) == ([deep.relative_to(here) / "a.txt"], [])


def test_alone_means_one_name(here: Path) -> None:
    """What is asked before a text is begun on: that a file is there, may be written, and has one name."""
    assert replaceable(here / "a.txt", alone=True) is None
    lay(here, "a.txt")
    assert replaceable(here / "a.txt", alone=True)
    if os.name != "nt":
        os.link(here / "a.txt", here / "b.txt")
        assert replaceable(here / "a.txt")
        with pytest.raises(Linked, match="2"):
            replaceable(here / "a.txt", alone=True)
    assert writing.ENDING.endswith(".tmp")
