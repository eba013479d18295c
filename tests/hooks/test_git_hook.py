"""docs/hooks/pre-commit, the hook for git alone, tried with real git."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from cleaner.printable import visible
from tests.conftest import ROOT
from tests.hooks.conftest import CLEAN, DIRTY, SHOWN, Repository

HOOK = ROOT / "docs/hooks/pre-commit"
#: What a shell, git or xargs could stumble over.
NAMES = ("第 1 版.txt", "-rf.txt", "引'号\"$HOME`.md", "两\n行.txt")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tests put commands of their own on the PATH with sh")


@pytest.fixture
def hooked(repository: Repository) -> Repository:
    """A repository with the hook in its place."""
    target = repository.path / ".git/hooks/pre-commit"
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(HOOK, target)
    target.chmod(0o755)
    return repository


def left_behind(repository: Repository) -> list[Path]:
    return list(repository.path.parent.glob("cleaner-hook.*"))


def test_it_can_be_run() -> None:
    """The example is executable and plain sh."""
    assert HOOK.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert os.access(HOOK, os.X_OK)


@pytest.mark.parametrize("name", NAMES)
def test_a_dirty_text_stops_the_commit_and_a_mended_one_passes(name: str, hooked: Repository) -> None:
    """Whatever it is called, it is told under its own name, with what to do; mended and staged, it goes in."""
    hooked.write(name, DIRTY)
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert not went
    assert f"{visible(name)}:1:8  doubled-punctuation" in said
    assert "1 finding holds this commit back." in said
    assert "\x1b" not in said
    (command,) = [part for part in said.split("\n  ") if part.startswith("cleaner fix ")]
    ran = hooked.run("sh", "-c", command.partition("\n      ")[0])
    assert ran.returncode == 0, ran.stdout
    assert (hooked.path / name).read_bytes().decode() == CLEAN
    went, said = hooked.commit()
    assert went, said
    assert left_behind(hooked) == []


def test_every_kind_of_text_is_read(hooked: Repository) -> None:
    """In folders, with endings in capitals and with spaces before them; many files are not named in commands."""
    names = (*NAMES, "a.md", "大写.TXT", "新闻/本 市/第2版.markdown", "空格结尾 .txt")
    for name in names:
        hooked.write(name, DIRTY)
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert not went
    assert [name for name in names if f"{visible(name)}:1:8" not in said] == []
    assert "cleaner fix FILES… && git add -- FILES…" in said


def test_only_what_is_staged_counts(hooked: Repository) -> None:
    """A mended file that was not staged does not let damage in, and damage that was not staged stops nothing."""
    page = hooked.write("第 1 版.txt", DIRTY)
    hooked.git("add", "-A")
    page.write_bytes(CLEAN.encode())
    assert not hooked.commit()[0]
    hooked.git("add", "-A")
    page.write_bytes(DIRTY.encode())
    went, said = hooked.commit()
    assert went, said
    assert page.read_bytes() == DIRTY.encode(), "the hook touches no file"
    assert not hooked.commit("-a")[0], "commit -a stages first"


def test_what_was_not_touched_is_not_asked_about(hooked: Repository) -> None:
    """Old damage in other files, deleted files and files of other kinds stop nothing; a renamed text is read."""
    hooked.write("旧.txt", DIRTY)
    hooked.write("去.txt", DIRTY)
    hooked.git("add", "-A")
    assert hooked.commit("--no-verify")[0]
    hooked.git("rm", "-q", "去.txt")
    hooked.write("表.csv", DIRTY)
    hooked.write("新.txt", CLEAN)
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert went, said
    hooked.git("mv", "旧.txt", "老.txt")
    went, said = hooked.commit()
    assert not went
    assert "老.txt:1:8" in said


def test_a_shown_finding_blocks_nothing_unless_asked(hooked: Repository) -> None:
    """The hook's own line can be made stricter."""
    hooked.write("约.txt", SHOWN)
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert went, said
    hook = hooked.path / ".git/hooks/pre-commit"
    strict = hook.read_text(encoding="utf-8").replace("--hook", "--hook --fail-on shown")
    hook.write_text(strict, encoding="utf-8")
    hooked.write("约.txt", SHOWN * 2)
    hooked.git("add", "-A")
    assert not hooked.commit()[0]


def test_what_git_ignores_is_passed_over(hooked: Repository) -> None:
    """Also where it was added by force, and nothing else is in the commit."""
    hooked.write(".gitignore", "/草稿/\n")
    hooked.write("草稿/a.txt", DIRTY)
    hooked.git("add", "-f", "-A")
    hooked.git("add", "-f", "草稿/a.txt")
    assert "草稿/a.txt" in hooked.git("diff", "--cached", "--name-only")
    went, said = hooked.commit()
    assert went, said


def test_decisions_count_once_they_are_staged(hooked: Repository) -> None:
    """A baseline lets a commit through when it goes with it: others will see what the hook saw."""
    hooked.write("新闻/第 1 版.txt", DIRTY)
    hooked.write("旧.txt", DIRTY)
    hooked.git("add", "-A")
    code, said = hooked.cleaner("check", ".", "--write-baseline")
    assert code == 0, said
    assert not hooked.commit()[0]
    hooked.git("add", "cleaner-decisions.jsonl")
    went, said = hooked.commit()
    assert went, said
    hooked.write("新闻/第 1 版.txt", DIRTY + "\n磨坊的水车，，转得很慢。\n")
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert not went
    assert "1 finding holds" in said
    assert "gone" not in said, "the files that are not in this commit are still there"


def test_a_link_does_not_lead_out(hooked: Repository) -> None:
    """A staged link is no text, wherever it points."""
    outside = hooked.path.parent / "外.txt"
    outside.write_text(DIRTY, encoding="utf-8")
    (hooked.path / "链.txt").symlink_to(outside)
    (hooked.path / "断.md").symlink_to("nowhere")
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert went, said


def test_what_cannot_be_read_stops_the_commit(hooked: Repository) -> None:
    """With the reason, and nothing is left behind."""
    (hooked.path / "乱.txt").write_bytes("早市，热闹。".encode() + b"\xff")
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert not went
    assert "乱.txt:1:7: UTF-8 with broken bytes in it (1, the first here); mend or delete them" in said
    assert left_behind(hooked) == []


def test_without_the_tool_it_says_so(hooked: Repository) -> None:
    """And stops only commits that have texts in them."""
    hooked.environment["CLEANER"] = "no-such-command"
    hooked.write("a.csv", "1\n")
    hooked.git("add", "-A")
    assert hooked.commit()[0]
    hooked.write("a.txt", CLEAN)
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert not went
    assert "no-such-command is not installed" in said


def test_what_the_settings_allow_for_other_texts_is_not_called_unused(hooked: Repository) -> None:
    """Only what is staged is there to be looked at; the texts that need it are not."""
    hooked.write("cleaner.toml", 'allow = ["looped-clause"]\n[[per-path]]\npaths = ["old/"]\nallow = ["shadow-run"]\n')
    hooked.write("a.txt", CLEAN)
    hooked.git("add", "-A")
    went, said = hooked.commit()
    assert went, said
    assert "cleaner.toml" not in said.replace("create mode 100644 cleaner.toml", "")
