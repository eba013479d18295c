"""What is on the disk before what: a power cut forgets all that was not flushed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.faults.conftest import BAD, GOOD, lay, posix


@posix
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc to name open files by")
def test_each_step_is_flushed_before_the_next(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal's line, then its folder, then the new file, then the rename, then the text's folder; the journal's
    end comes last.
    """
    lay(here, "a.txt", "b.txt")
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def name(path: str) -> str:
        at = Path(path)
        return "journal" if at.suffix == ".jsonl" else "beside" if at.suffix == ".tmp" else at.name

    def flushed(handle: int) -> None:
        fsync(handle)
        path = str(Path(f"/proc/self/fd/{handle}").readlink())
        lines = Path(path).read_bytes().count(b"\n") if path.endswith(".jsonl") else ""
        steps.append(f"flush {name(path)}{lines}")

    def renamed(old: Any, new: Any) -> None:
        assert Path(new).read_bytes() == BAD
        assert Path(old).read_bytes() == GOOD
        replace(old, new)
        steps.append(f"rename to {name(str(new))}")

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", renamed)
    assert run("fix", ".").exit_code == 0
    each: Callable[[str, int], list[str]] = lambda text, line: [  # noqa: E731
        f"flush journal{line}", "flush beside", f"rename to {text}", "flush project",
    ]  # fmt: skip
    assert steps == ["flush journal1", "flush runs", *each("a.txt", 2), *each("b.txt", 3), "flush journal4"]
