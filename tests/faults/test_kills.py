"""Killed at any moment, or left without a disk, a run leaves whole files, and the next run goes on or takes it back.

`CLEANER_FAULTS=all` tries every point with every way on from it, and kills whole runs on Daft; `python -m
benchmarks.faults --help` says how to do the same by hand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.conftest import forks

ALL = os.environ.get("CLEANER_FAULTS") == "all"

pytestmark = forks


def tried(*args: str) -> dict[str, Any]:
    """What `benchmarks.faults` counted."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", "--json", *([] if ALL else ["--quick"]), *args],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_kill_before_each_call_and_in_each_write_leaves_whole_files() -> None:
    """`fix`, `fix -o`, `undo` and a review's writing, killed at each call that changes the file system: every file is
    the old or the new one; the next run says what was left, and finishes it or takes it back to the byte.
    """
    found = tried("--only", "kills")
    assert found["wrong"] == []
    assert found["kills"] > 200
    assert found["cut_short"] > 50
    reached = {name.rpartition(" ")[0] for name in found["by"]["kills"]}
    assert reached == {"fix", "fix -o", "undo", "review"}
    calls = {name.rpartition(" ")[2] for name in found["by"]["kills"]}
    assert {"open", "write", "half", "fsync", "replace", "unlink", "mkdir", "utime", "chmod"} <= calls


def test_a_kill_at_any_time_leaves_whole_files() -> None:
    """The same at random times, with the cache in use."""
    found = tried("--only", "times")
    assert found["wrong"] == []
    assert found["timed"] >= 20


def test_a_disk_that_fails_at_any_call_leaves_whole_files() -> None:
    """Full, broken, read-only or without permission, once or from then on: exit 2 with a word and no traceback where
    anything was not done; of one error one file at most is left undone; the next run goes through.
    """
    found = tried("--only", "errors")
    assert found["wrong"] == []
    assert found["errors"] > 120
    assert len(found["by"]["errors"]) == 16  # four commands, four errors


def test_a_corpus_is_whole_after_a_kill() -> None:
    """`corpus fix`, also with --restart, killed while it writes: parts are whole or not there, and the same command
    again makes, to the byte, what a run makes that nobody killed.
    """
    if ALL:
        pytest.importorskip("daft")
    found = tried("--only", "corpus", *([] if ALL else ["--without-engine"]))
    assert found["wrong"] == []
    assert found["kills"] > 50
    assert found["timed"] >= (40 if ALL else 0)
