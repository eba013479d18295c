"""The S-curve, and bands against a slow twin."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.duplicates.curve import (
    AIM,
    MISSED,
    MOST_HASHES,
    Bands,
    band_keys,
    bands_for,
    expected_jaccard,
)


def test_the_bands_by_default_find_what_is_promised() -> None:
    """At the similarity aimed at, at least 95 % of pairs share a band; unrelated texts hardly ever."""
    bands = bands_for(AIM)
    assert bands.chance(expected_jaccard(AIM)) >= 1 - MISSED
    assert bands.chance(0.01) < 1e-4
    assert bands.hashes <= MOST_HASHES


@pytest.mark.parametrize("similarity", [0.4, 1.1, 0.55])
def test_what_cannot_be_promised_is_refused(similarity: float) -> None:
    """Outside of its range, or where too many hashes were needed, the choice says so."""
    with pytest.raises(ValueError, match="similarity"):
        bands_for(similarity)


def test_the_expected_jaccard_is_what_random_misreadings_leave() -> None:
    """Sets of shingles of texts misread at random are as alike as the formula says, within three per cent."""
    rng = random.Random(5)
    a = [rng.randrange(5000) for _ in range(20_000)]
    b = [rng.randrange(5000, 9000) if rng.random() < 0.1 else x for x in a]
    one, other = ({tuple(x[n : n + 5]) for n in range(len(x) - 4)} for x in (a, b))
    assert len(one & other) / len(one | other) == pytest.approx(expected_jaccard(0.9, 5), abs=0.03)


def test_the_chance_is_what_drawing_bands_gives() -> None:
    """Bands of minima that agree at random are shared as often as the formula says."""
    rng, bands = np.random.default_rng(3), Bands(10, 3)
    agree = rng.random((20_000, 10, 3)) < 0.5
    assert agree.all(axis=2).any(axis=1).mean() == pytest.approx(bands.chance(0.5), abs=0.02)


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=2, max_size=12),
)
def test_keys_are_equal_where_bands_are(rows: list[list[int]]) -> None:
    """Two texts share a key where they share all minima of that band, and nowhere else."""
    bands = Bands(3, 2)
    keys = band_keys(np.array(rows, np.uint32), bands)
    for a in range(len(rows)):
        for b in range(len(rows)):
            for band in range(3):
                for other in range(3):
                    same = band == other and rows[a][2 * band : 2 * band + 2] == rows[b][2 * other : 2 * other + 2]
                    assert (keys[a, band] == keys[b, other]) == same
