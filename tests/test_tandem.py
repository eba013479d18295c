"""The tandem-repeat engine against its slow, obvious twin."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import tandem
from cleaner.tandem import Run, runs


def slow_runs(text: str, longest: int) -> list[Run]:
    """All maximal repetitions, by comparing every place with the one a period on."""
    found: list[Run] = []
    for period in range(1, min(longest, len(text) // 2) + 1):
        start = 0
        while start + period < len(text):
            end = start
            while end + period < len(text) and text[end] == text[end + period]:
                end += 1
            unit = text[start : start + period]
            if end - start >= period and not any(
                period % d == 0 and unit == unit[:d] * (period // d) for d in range(1, period)
            ):
                found.append(Run(start, end + period, period))
            start = end + 1
    return sorted(found)


def repetitive(alphabet: str, most: int) -> st.SearchStrategy[str]:
    """Texts in which stretches are said again, as loops are."""

    def grown(text: str, places: list[tuple[int, int, int]]) -> str:
        for place, size, turns in places:
            at = place % (len(text) + 1)
            text = text[: at + size] + text[at : at + size] * turns + text[at + size :]
        return text

    place = st.tuples(st.integers(0, most), st.integers(1, 40), st.integers(0, 4))
    return st.builds(grown, st.text(alphabet, max_size=most), st.lists(place, max_size=3))


@settings(max_examples=300, deadline=None)
@given(repetitive("甲乙丙", 60), st.sampled_from([1, 2, 7, 8, 23, 24, 60, 400]))
def test_same_as_its_twin(text: str, longest: int) -> None:
    assert runs(text, longest) == slow_runs(text, longest)


@settings(max_examples=100, deadline=None)
@given(repetitive("甲乙丙丁戊己", 400), st.sampled_from([3, 10, 30]))
def test_same_across_windows(text: str, longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tandem, "WINDOW", 64)
        assert runs(text, longest) == slow_runs(text, longest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("甲", []),
        ("甲甲", [Run(0, 2, 1)]),
        ("甲乙甲", []),
        ("前甲乙丙甲乙丙甲后", [Run(1, 8, 3)]),
        ("𠀀乙𠀀乙", [Run(0, 4, 2)]),  # places are code points, beyond the basic plane too
        ("\ud800\ud800", [Run(0, 2, 1)]),  # half a surrogate pair is no reason to stop
    ],
)
def test_small(text: str, expected: list[Run]) -> None:
    assert runs(text) == expected


def test_turns() -> None:
    assert Run(1, 8, 3).turns == pytest.approx(7 / 3)


@pytest.mark.parametrize("unit", ["哈", "甲乙", "甲乙丙甲"])
def test_one_run_in_a_long_repetition(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    expected = [run for run in runs(text) if run.period == len(unit)]
    assert expected == [Run(0, len(text), len(unit))]
    assert len(runs(text)) < len(text)


def test_numpy_waits() -> None:
    code = "import cleaner.detectors.repeats, cleaner.detectors.shadows, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
