"""`cleaner --help`: what a newcomer reads first."""

from __future__ import annotations

import pytest

from tests.conftest import Run


def test_the_list_of_commands_is_whole_on_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 80 cells each command has one row, and none is cut off."""
    monkeypatch.setenv("COLUMNS", "80")
    rows = run("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert len(rows) >= 11
    assert all(row.startswith("  ") and not row.startswith("   ") for row in rows)
    assert [row for row in rows if row.endswith("...")] == []
