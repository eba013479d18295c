"""A repository to commit to, and commits as a person makes them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

DIRTY = "会上签约的项目，，涵盖装备制造。\n"
CLEAN = "会上签约的项目，涵盖装备制造。\n"
#: A finding that is only shown: the same words under running numbers.
SHOWN = "".join(f"{number}、每天清扫门前的石板路。\n" for number in "一二三四")


@dataclass
class Repository:
    """A git repository of its own, whatever the person who runs the tests has set."""

    path: Path
    environment: dict[str, str]

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """A command in the repository, its two outputs as one."""
        return subprocess.run(
            args,
            cwd=self.path,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def git(self, *args: str) -> str:
        """What a git command says. Raises AssertionError where it fails."""
        done = self.run("git", *args)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def write(self, name: str, text: str) -> Path:
        """Writes a file, with the folders that it needs."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def commit(self, *args: str) -> tuple[bool, str]:
        """Whether a commit went through, and what was said."""
        done = self.run("git", "commit", "-m", "稿件", *args)
        return done.returncode == 0, done.stdout

    def cleaner(self, *args: str) -> tuple[int, str]:
        """The exit code of a cleaner command, and what it said."""
        done = self.run(sys.executable, "-m", "cleaner", *args)
        return done.returncode, done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty one; `cleaner` is on the PATH."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    commands = tmp_path / "commands"
    commands.mkdir()
    command = commands / "cleaner"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    # Within a hook git says through variables which repository it is at work on.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment |= {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "馆员", f"GIT_{who}_EMAIL": "desk@library.invalid"}
    path = tmp_path / "资料 库"
    path.mkdir()
    made = Repository(path, environment)
    made.git("init", "-q", "-b", "main", ".")
    made.git("config", "core.quotePath", "false")
    return made
