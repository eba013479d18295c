"""Shell completion: what is offered, in the shells that Typer knows, and in bash itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli.app import app
from tests.conftest import ROOT, Run

PACK = '[[rule]]\nid = "zz-mine"\ntitle = "我的"\n'


def offered(*words: str) -> list[str]:
    """What bash is offered for the last of `words`."""
    env = {"_CLEANER_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    return CliRunner().invoke(app, [], env=env, prog_name="cleaner").stdout.split()


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_rules_and_families_are_offered(here: Path, option: str) -> None:
    """By how they begin; behind a comma the next, and none twice."""
    assert offered("cleaner", "check", option, "wrapped-l") == ["wrapped-line"]
    assert "broken-wraps" in offered("cleaner", "check", option, "b")
    assert offered("cleaner", "fix", option, "folio,wrapped-l") == ["folio,wrapped-line"]
    assert offered("cleaner", "fix", option, "wrapped-line,wrapped-l") == []


def test_explain_offers_rules_too(here: Path) -> None:
    """Of packs in the settings and on the command line as well; a broken one is passed over."""
    Path("mine.toml").write_text(PACK, encoding="utf-8")
    Path("broken.toml").write_text("[[rule", encoding="utf-8")
    assert offered("cleaner", "explain", "wrapped-l") == ["wrapped-line"]
    assert offered("cleaner", "explain", "zz") == []
    assert offered("cleaner", "explain", "--pack", "broken.toml", "--pack", "mine.toml", "zz") == ["zz-mine"]
    Path("cleaner.toml").write_text('pack = ["mine.toml"]', encoding="utf-8")
    assert offered("cleaner", "explain", "zz") == ["zz-mine"]
    Path("cleaner.toml").write_text("pack = 3", encoding="utf-8")
    assert offered("cleaner", "explain", "wrapped-l") == ["wrapped-line"]


def test_runs_are_offered_the_latest_first(here: Path, run: Run) -> None:
    """To undo; a name of a file is left to the shell."""
    assert offered("cleaner", "undo", "") == []
    for text in ("渡口开了，，船来了，人也来了。\n", "灯塔亮了，，船来了，人也来了。\n"):
        Path("a.txt").write_text(text, encoding="utf-8")
        assert run("fix", "a.txt").exit_code == 0
    logged = [line.split()[0] for line in run("log").stdout.splitlines()]
    assert len(logged) == 2
    assert offered("cleaner", "undo", "2") == logged
    assert offered("cleaner", "undo", "a.t") == []


def test_fixed_words_are_offered(here: Path) -> None:
    """Commands, formats, safeties, languages, encodings."""
    assert offered("cleaner", "str") == ["structure"]
    assert offered("cleaner", "check", "--format", "json") == ["json", "jsonl"]
    assert offered("cleaner", "check", "--fail-on", "s") == ["safe", "shown"]
    assert offered("cleaner", "check", "--lang", "z") == ["zh"]
    assert offered("cleaner", "check", "--encoding", "gb1") == ["gb18030"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_its_script(here: Path, shell: str) -> None:
    """--show-completion prints one that calls back for completion."""
    env = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    said = subprocess.run(
        [sys.executable, "-m", "cleaner", "--show-completion", shell],
        env=os.environ | env, capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    assert "_CLEANER_COMPLETE" in said
    assert f"complete_{shell}" in said


@pytest.mark.skipif(not shutil.which("bash") or os.name == "nt", reason="needs bash")
def test_bash_completes(here: Path) -> None:
    """The script, read into bash, and the function that it sets up, called as Tab calls it."""
    command = here / "cleaner"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m cleaner "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = """
        PATH="$PWD:$PATH"
        eval "$(_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION=1 cleaner --show-completion bash)"
        complete -p cleaner
        COMP_WORDS=(cleaner check --select wrapped-l) COMP_CWORD=3
        _cleaner_completion cleaner
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["complete -o default -F _cleaner_completion cleaner", "wrapped-line"]


def test_completion_costs_nothing_otherwise(here: Path) -> None:
    """Help needs neither the packs nor what reads settings files."""
    code = "import sys, cleaner.cli.app; print(*(m for m in sys.modules if m.startswith('cleaner.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    dear = {"cleaner.packs", "cleaner.settings.lookup", "cleaner.settings.toml", "cleaner.journal"}
    assert not dear.intersection(done.stdout.split())
