"""Parsing a stretch as a chain of adjacent repeats."""

from __future__ import annotations

import random

import pytest

from cleaner.repeating.chains import Chain, best_chain, exact_parts, pure_chains
from cleaner.tandem import Run, runs

LETTERS = "甲乙丙丁戊己庚辛"


def chains(text: str, layers: int) -> list[Chain]:
    return list(pure_chains(text, 0, len(text), runs(text), layers, frozenset({0})))


@pytest.mark.parametrize("layers", [2, 3, 4])
def test_character_by_character(layers: int) -> None:
    """Whatever the text, each character so many times is read as that text."""
    rng = random.Random(7)
    for _ in range(200):
        read = "".join(rng.choice(LETTERS) for _ in range(rng.randrange(4, 30)))
        (chain,) = chains("".join(char * layers for char in read), layers)
        assert chain.text("".join(char * layers for char in read)) == read
        assert chain.single == 0


@pytest.mark.parametrize("layers", [2, 3, 4])
def test_run_by_run(layers: int) -> None:
    """Runs whose characters all differ have one parse."""
    rng = random.Random(8)
    for _ in range(200):
        units = ["".join(rng.sample(LETTERS, rng.randrange(1, 6))) for _ in range(rng.randrange(1, 6))]
        text = "".join(unit * layers for unit in units)
        found = chains(text, layers)
        assert sum(chain.read for chain in found) == len(text) // layers
        assert "".join(chain.text(text) for chain in found) == "".join(units) or len(set("".join(units))) < len(
            "".join(units)
        )


def test_a_number_within_characters_in_layers() -> None:
    """22002200 is 2020 where all around is drawn character by character."""
    text = "甲甲乙乙丙丙22002200FF33丁丁戊戊己己"
    (chain,) = chains(f"前{text}后", 2)
    assert chain.text(f"前{text}后") == "甲乙丙2020F3丁戊己"


def test_four_layers_are_not_two_of_two() -> None:
    text = "甲乙丙丁" * 4 + "戊己" * 4
    chain = best_chain(text, 0, len(text), runs(text))
    assert chain is not None
    assert (chain.layers, chain.text(text)) == (4, "甲乙丙丁戊己")


def test_a_run_that_differs_in_its_marks_is_cut_there() -> None:
    text = "甲乙，甲乙，甲乙。甲乙。"
    folded = Run(0, len(text), 3)
    assert list(exact_parts(text, folded)) == [Run(0, 8, 3), Run(6, 12, 3)]
    assert list(exact_parts("甲乙，甲乙，", Run(0, 6, 3))) == [Run(0, 6, 3)]
