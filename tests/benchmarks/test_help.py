"""A maintainer asks a benchmark what it does, and nothing else happens."""

from __future__ import annotations

import importlib
import sys

import pytest

from tests.conftest import ROOT

COMMANDS = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8"))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_only_helps(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m benchmarks.NAME --help` says how to use it and ends: no picture and no table is made."""
    main = importlib.import_module(f"benchmarks.{name}").main
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("usage: ")
