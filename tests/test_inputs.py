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


def test_named_files_are_taken_whatever_folders_would_give(here: Path) -> None:
    """But what --exclude names is passed over in either case: whoever excludes a file does not want it changed."""
    lay(here, "d/code.py", ".hidden.txt", "old/a.txt")
    assert found("d/code.py", ".hidden.txt", "old/a.txt", exclude=("old/",)) == ["d/code.py", ".hidden.txt"]


def test_force_exclude_passes_over_what_folders_would_not_give(here: Path) -> None:
    """Excluded, not included, hidden, ignored, or in a report of ours: named or not, and without a word."""
    lay(
        here, "d/a.txt", "d/code.py", "d/.b.txt", ".c/d.txt", "old/e.txt", "out/f.txt", "reports/r/g.md", "版 面/大.TXT"
    )
    (here / ".gitignore").write_text("/out/\n")
    (here / "reports/r/.cleaner-report").touch()
    named = ("d/a.txt", "d/code.py", "d/.b.txt", ".c/d.txt", "old/e.txt", "out/f.txt", "reports/r/g.md", "版 面/大.TXT")
    settings = Settings(exclude=("old/",), force_exclude=True)
    inputs, complaints = find(named, settings)
    assert [item.name for item in inputs] == ["d/a.txt", "版 面/大.TXT"]
    assert complaints == []
    inputs, complaints = find([str(here / name) for name in named], settings)
    assert [item.path.name for item in inputs] == ["a.txt", "大.TXT"]
    assert complaints == []


def test_force_exclude_holds_for_folders_too(here: Path) -> None:
    """An ignored or excluded folder that is named gives nothing, and neither is one without texts a complaint."""
    lay(here, "out/a.txt", "old/b.txt", "d/code.py", "e/c.txt")
    (here / ".gitignore").write_text("/out/\n")
    settings = Settings(exclude=("old/",), force_exclude=True)
    inputs, complaints = find(["out", "old", "d", "e"], settings)
    assert ([item.name for item in inputs], complaints) == ([str(Path("e/c.txt"))], [])
    assert [item.name for item in find(["."], settings)[0]] == [str(Path("e/c.txt"))]


def test_force_exclude_reads_patterns_as_git_does(here: Path) -> None:
    """From the root of the repository down, .git/info/exclude too; what is above the root is no matter."""
    subprocess.run(["git", "init", "-q", "."], check=True)
    lay(here, "p/a.txt", "p/q/b.txt", "p/q/x.txt", "p/keep.txt")
    (here / ".gitignore").write_text("*.txt\n!keep.txt\n!a.txt\n")
    (here / "p/q/.gitignore").write_text("!b.txt\n")
    (here / ".git/info/exclude").write_text("x.txt\n")
    names = ["p/a.txt", "p/q/b.txt", "p/q/x.txt", "p/keep.txt"]
    ignored = subprocess.run(["git", "check-ignore", *names], capture_output=True, text=True).stdout.split()
    taken = [item.name for item in find(names, Settings(force_exclude=True))[0]]
    assert taken == [name for name in names if name not in ignored] == ["p/a.txt", "p/q/b.txt", "p/keep.txt"]


def test_force_exclude_still_tells_what_is_not_there(here: Path) -> None:
    """A name with a slip in it is no file that was passed over."""
    lay(here, "a.txt")
    assert [str(c) for c in find(["b.txt"], Settings(force_exclude=True))[1]] == [
        "b.txt: there is no such file or folder; did you mean “a.txt”?"
    ]
