"""Which files are read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from cleaner.inputs import find
from cleaner.settings import Settings


def lay(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("早市。\n", encoding="utf-8")


def found(*paths: str, **settings: object) -> list[str]:
    inputs, complaints = find(paths, Settings(**settings))  # type: ignore[arg-type]
    assert not complaints, complaints
    return [Path(item.name).as_posix() for item in inputs]


def test_a_folder_gives_its_texts_and_no_code_or_tables(here: Path) -> None:
    """Of a folder, *.txt, *.md and *.markdown are taken, in whatever case, in order."""
    lay(here, "d/b.md", "d/a.txt", "d/c.markdown", "d/D.TXT", "d/x.py", "d/t.csv", "d/s.srt", "d/e/f.txt")
    assert found("d") == ["d/D.TXT", "d/a.txt", "d/b.md", "d/c.markdown", "d/e/f.txt"]


def test_hidden_files_and_folders_are_passed_over(here: Path) -> None:
    """A name that begins with a dot is taken when it is given, and not otherwise."""
    lay(here, "d/.a.txt", "d/.e/f.txt", "d/b.txt")
    assert found("d") == ["d/b.txt"]
    assert found("d/.a.txt", "d/.e") == ["d/.a.txt", "d/.e/f.txt"]


def test_any_file_may_be_named(here: Path) -> None:
    """A named file is taken whatever its name, and once however often it is named."""
    lay(here, "d/x.py", "d/a.txt")
    assert found("d/x.py", "d", "d/a.txt", "./d/x.py") == ["d/x.py", "d/a.txt"]


def test_ignored_files_are_passed_over_outside_git_too(here: Path) -> None:
    """A .gitignore holds below its folder, a deeper one outweighs it, and no repository is needed."""
    lay(here, "d/a.txt", "d/b.txt", "d/e/b.txt", "d/e/c.txt", "d/out/z.txt")
    (here / "d/.gitignore").write_text("b.txt\nout/\n")
    (here / "d/e/.gitignore").write_text("!b.txt\nc.txt\n")
    assert found("d") == ["d/a.txt", "d/e/b.txt"]


def test_the_choice_is_the_one_that_git_makes(here: Path) -> None:
    """Patterns above the folder, anchored ones, negations and .git/info/exclude count as git counts them."""
    subprocess.run(["git", "init", "-q", "."], check=True)
    lay(here, "p/a.txt", "p/q/a.txt", "p/q/b.txt", "p/r/keep.txt", "p/r/drop.txt", "p/x.txt", "p/q/deep/y.txt")
    (here / ".gitignore").write_text("/p/a.txt\n**/r/*\n!keep.txt\n**/deep/\n")
    (here / "p/.gitignore").write_text("q/b.txt\n")
    (here / ".git/info/exclude").write_text("x.txt\n")
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "p"], check=True, capture_output=True, text=True
    ).stdout.split()
    by_git = [name for name in listed if name.endswith(".txt")]
    assert found("p") == sorted(by_git) == ["p/q/a.txt", "p/r/keep.txt"]


def test_an_ignored_folder_may_be_named(here: Path) -> None:
    """What git ignores as a whole is taken when it is the folder given."""
    subprocess.run(["git", "init", "-q", "."], check=True)
    lay(here, "demo/a.txt")
    (here / ".gitignore").write_text("/demo/\n")
    assert found("demo") == ["demo/a.txt"]


def test_include_replaces_and_exclude_takes_away(here: Path) -> None:
    """--include says what folders give, --exclude takes away from that and from the files named."""
    lay(here, "d/a.txt", "d/b.text", "d/old/c.text", "n.text")
    assert found("d", "n.text", include=("*.text",), exclude=("old/", "n.*")) == ["d/b.text"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_a_folder_is_no_way_in(here: Path) -> None:
    """Links to folders are not followed inside a folder; a file that two names lead to is taken once."""
    lay(here, "d/a.txt")
    (here / "d/round").symlink_to(here / "d", target_is_directory=True)
    (here / "d/b.txt").symlink_to(here / "d/a.txt")
    assert found("d") == ["d/a.txt"]


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_told(here: Path) -> None:
    """A closed folder is one complaint, and not that it held no text."""
    (here / "d").mkdir(mode=0)
    assert [str(c) for c in find(["d"], Settings())[1]] == [
        "d: cannot be read (Permission denied); check its permissions"
    ]


def test_an_empty_name_is_not_the_current_folder(here: Path) -> None:
    """`cleaner fix "$page"` with no page must not mend everything here."""
    lay(here, "a.txt")
    inputs, (complaint,) = find([""], Settings())
    assert not inputs
    assert "an unset variable?" in str(complaint)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_nowhere_is_told_as_such(here: Path) -> None:
    """It is there, so it is not suggested in place of itself."""
    (here / "a.txt").symlink_to("nowhere")
    inputs, (complaint,) = find(["a.txt"], Settings())
    assert not inputs
    assert str(complaint).startswith("a.txt: is a link to something that is not there; ")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_file_goes_before_a_link_to_it(here: Path) -> None:
    """Whichever comes first: it is read once, under its own name."""
    lay(here, "d/b.txt", "d/c.txt")
    (here / "d/a.txt").symlink_to("b.txt")
    assert found("d") == ["d/b.txt", "d/c.txt"]
