"""What the tests share: a folder to work in, and a command line to call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli.app import app

Run = Callable[..., Result]

#: The checkout.
ROOT = Path(__file__).parent.parent


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, current, with the user's own folder elsewhere; English, no colours forced."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "cleaner.toml").touch()
    monkeypatch.chdir(project)
    monkeypatch.setattr("cleaner.journal.user_folder", lambda: tmp_path / "state")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    # Tests change the tool under its own feet, which a cache cannot know. Tests of the cache take this away.
    monkeypatch.setenv("CLEANER_NO_CACHE", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for commands run in a process of their own
    return project


@pytest.fixture
def run(here: Path) -> Run:
    """Calls `cleaner` in the folder `here`; `stdin` is bytes or text."""

    def call(*args: str, stdin: bytes | str = b"") -> Result:
        return CliRunner().invoke(app, list(args), input=stdin, catch_exceptions=False)

    return call
