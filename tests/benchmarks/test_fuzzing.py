"""A share of the fuzzing, the same each time; and the fuzzer itself: it finds, keeps, runs again, and makes smaller."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fuzzing import __main__ as fuzzing
from benchmarks.fuzzing import growth, guided, laws, running, texts
from benchmarks.fuzzing.shared import rules_of
from benchmarks.fuzzing.smaller import smaller
from benchmarks.fuzzing.targets import BY_NAME, TARGETS
from cleaner.document import Document
from cleaner.lawful import Breach, Law
from cleaner.model import Consent
from cleaner.plan import clean_document

#: Inputs of each target in a run of the tests: some seconds in all.
SHARE = {"reader": 400, "rows": 400, "engine": 25, "reports": 3, "cache": 10, "parquet": 8}


@pytest.mark.parametrize("name", BY_NAME)
def test_broken_input_keeps_the_promises(name: str) -> None:
    """Each reader takes what it is given, or says what is wrong; the engine holds to its laws."""
    if name in ("packed", "parquet"):
        pytest.importorskip("pyarrow")
    target = BY_NAME[name]
    for number in range(SHARE.get(name, 60)):
        assert running.failure(target, running.made(target, 0, number))[0] == "", f"input {number}"


def test_inputs_are_the_same_each_time_and_others_for_another_seed() -> None:
    """So that a number says which input it was."""
    for target in TARGETS:
        if target.name == "parquet":
            continue
        one = [running.made(target, 1, number) for number in range(5)]
        assert one == [running.made(target, 1, number) for number in range(5)]
        assert one != [running.made(target, 2, number) for number in range(5)]


def _breaks(data: bytes) -> None:
    assert "桥".encode() not in data, "a bridge"


def test_a_failure_is_kept_and_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder that git ignores, under a name that says the target."""
    monkeypatch.setattr(running, "FAILURES", tmp_path / "kept")
    broken = replace(BY_NAME["rows"], check=_breaks)
    monkeypatch.setitem(BY_NAME, "rows", broken)
    data = "石桥镇，小石桥".encode()
    called, trace = running.failure(broken, data)
    assert called == "AssertionError (a bridge) in test_fuzzing.py:_breaks"
    assert "Traceback" in trace
    path = running.kept(broken, data)
    assert fuzzing.main(["--again", str(path)]) == 1
    assert "a bridge" in capsys.readouterr().out
    assert smaller(broken, data) == "桥".encode()
    assert fuzzing.main(["--again", str(tmp_path / "nameless.bin")]) == 2


def _hangs(data: bytes) -> None:
    while True:
        pass


def test_what_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is a failure."""
    monkeypatch.setattr(running, "bounded", lambda: BOUNDED(0.05))
    assert running.failure(replace(BY_NAME["rows"], check=_hangs), b"")[0].startswith("TookTooLong")


BOUNDED = running.bounded


def test_a_run_counts_its_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a process of its own, with a table at the end."""
    assert fuzzing.main(["rows", "--inputs", "300", "--seed", "9"]) == 0
    out = capsys.readouterr().out
    assert "rows: 300 inputs" in out
    assert "| rows | 300 |" in out
    with pytest.raises(SystemExit):
        fuzzing.main(["no-such-target"])


def test_without_atheris_it_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It is there for few versions of Python, and is not asked for unless wanted."""
    monkeypatch.setattr(guided, "find_spec", lambda _: None)
    assert fuzzing.main(["rows", "--guided"]) == 2
    assert "pip install atheris" in capsys.readouterr().out


def test_the_laws_see_what_is_broken() -> None:
    """A result that was tampered with holds to none."""
    rules = rules_of(0)
    result = clean_document(Document("石桥镇小学，，添置课桌四十二张。"), rules, Consent())
    assert result.applied
    laws.hold(result, rules, Consent())
    for wrong in (
        replace(result, undo=()),
        replace(result, applied=()),
        replace(result, text=result.text + "，"),
        replace(result, breach=Breach(Law.CONSERVED, "law 8")),
        replace(result, held={"a": next(iter(result.held.values()), None)}),  # type: ignore[dict-item]
    ):
        with pytest.raises(AssertionError):
            laws.hold(wrong, rules, Consent())


def test_texts_have_traps_in_them() -> None:
    """Halves of pairs, controls, other planes, text from right to left."""
    seen = "".join(texts.text(random.Random(number)) for number in range(300))
    assert {"\ud800", "\x00", "\u202e", "\U0010ffff", "\ufeff", "\u2028"} <= set(seen)


def test_shapes_grow_as_asked() -> None:
    """A shape twice as long is about twice as long."""
    for number in range(40):
        _, made = growth.shape(random.Random(number))
        assert 1.5 < len(made(8000)) / len(made(4000)) < 2.6
