"""The command line, pinned: each table in `cases/*.toml` gives files and arguments, and what must come of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
KEYS = {"what", "files", "args", "stdin", "stdout", "stderr", "exit", "after"}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['what']}")
        for path in CASES
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", _cases())
def test_a_case_comes_out_as_written(case: dict[str, Any], run: Run, here: Path) -> None:
    """Given its files and its standard input, a command prints, exits and leaves the files as its case says."""
    assert set(case) <= KEYS
    files = case.get("files", {})
    for name, text in files.items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    result = run(*case["args"], stdin=case.get("stdin", "").encode())
    assert (result.stdout_bytes.decode(), result.stderr, result.exit_code) == (
        case.get("stdout", ""),
        case.get("stderr", ""),
        case["exit"],
    )
    for name, text in (files | case.get("after", {})).items():
        assert (here / name).read_bytes().decode() == text, name
