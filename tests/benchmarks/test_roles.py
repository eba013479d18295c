"""The measure of roles: lines of a damaged text find their line of gold, and the report says what it cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import roles


def test_a_line_has_the_type_of_the_gold_line_that_it_stands_in() -> None:
    """Wrapped lines share a paragraph's type; white space does not count; what gold has not has none."""
    gold = ["修船人", "船坞在河湾里，潮退了才能进去。"]
    raw = ["修 船 人", "船坞在河湾里，潮", "退了才能进去。", "QQQQQQ"]
    assert roles.types_of(raw, gold, ["h1", "p"]) == ["h1", "p", "p", ""]


def test_recall_and_precision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A headline, a paragraph, and a running head that stands once: one miss."""
    case = tmp_path / "devset" / "a"
    case.mkdir(parents=True)
    lines = ["修船人守着一座老船坞", "本报讯（记者 田禾）船坞在河湾里，潮退了才能进去。", "梅溪晚报 第3版"]
    (case / "raw.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    (case / "gold.txt").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    meta = {"furniture": [lines[2]], "gold_types": ["h1", "p"]}
    (case / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    monkeypatch.setattr(roles, "SHARED", tmp_path)
    told = roles.report()
    assert "furniture: 0 of 1 lines (0.0000); 0 other lines taken for it" in told
    assert [line.split()[:4] for line in told.splitlines()[2:4]] == [
        ["headline", "1", "1", "1.0000"],
        ["text", "1", "1", "1.0000"],
    ]


def test_without_cases_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No table of zeros where there is nothing to measure on."""
    monkeypatch.setattr(roles, "SHARED", tmp_path)
    assert roles.main([]) == 2
    assert "nothing to measure on" in capsys.readouterr().out
