"""Pairs, similarity and components against slow twins."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.duplicates import pairs
from cleaner.corpus.duplicates.buckets import SLICES, candidates, sliced
from cleaner.corpus.duplicates.pairs import SMALL, components, pairs_of, similarity

short = st.text("甲乙丙丁", max_size=12)


def slow_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for n, x in enumerate(a, 1):
        last, row[0] = row[0], n
        for m, y in enumerate(b, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (x != y))
    return row[-1]


@given(short, short, st.sampled_from([0.0, 0.5, 0.8, 1.0]))
def test_similarity_is_that_of_the_slow_twin(a: str, b: str, least: float) -> None:
    """1 - d / n, or nothing where that is below the least."""
    whole = max(len(a), len(b), 1)
    expected = 1 - slow_distance(a, b) / whole
    assert abs(similarity(a, b, least) - (expected if expected >= least - 1e-9 else 0.0)) < 1e-9


def test_long_texts_are_judged_by_their_shingles() -> None:
    """What is too long to be aligned is estimated, and the estimate is near."""
    a = "".join(chr(0x4E00 + (n * 7919) % 9000) for n in range(3000))
    b = "".join(c if n % 20 else "口" for n, c in enumerate(a))
    exact = similarity(a, b, 0.5)
    kept, pairs.LONGEST_ALIGNED = pairs.LONGEST_ALIGNED, 1000
    try:
        assert abs(similarity(a, b, 0.5) - exact) < 0.03
        assert similarity(a, b[::-1], 0.5) == 0.0
    finally:
        pairs.LONGEST_ALIGNED = kept


@given(st.sets(st.integers(0, 1000), max_size=40))
def test_pairs_of_a_bucket_hold_it_together_and_stay_few(keys: set[int]) -> None:
    """All pairs of a small bucket; of a large one at most three a text, which still hang together."""
    found = set(pairs_of(keys))
    assert all(a < b and {a, b} <= keys for a, b in found)
    if len(keys) <= SMALL:
        assert found == set(combinations(sorted(keys), 2))
    else:
        assert len(found) <= 3 * len(keys)
        assert len(set(components(sorted(found))[1].tolist())) == 1


def test_a_hub_costs_no_square() -> None:
    """A formula in 50,000 different texts makes three pairs a text, not 1,250,000,000."""
    assert len(list(pairs_of(range(50_000)))) < 150_001


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
def test_components_are_those_of_a_walk(edges: list[tuple[int, int]]) -> None:
    """The least key of all that hang together, as walking from key to key finds it."""
    beside: dict[int, set[int]] = {}
    for a, b in edges:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    expected = {}
    for key in beside:
        seen, todo = {key}, [key]
        while todo:
            todo += (new := beside[todo.pop()] - seen)
            seen |= new
        expected[key] = min(seen)
    keys, labels = components(edges)
    assert dict(zip(keys.tolist(), labels.tolist(), strict=True)) == expected


def test_a_long_chain_is_one_component() -> None:
    """Ten thousand texts in a row, each like the next, hang together; done in few rounds."""
    order = np.random.default_rng(1).permutation(10_000)
    edges = np.column_stack((order[:-1], order[1:]))
    assert set(components(edges)[1].tolist()) == {0}


bands_of_texts = st.dictionaries(
    st.integers(0, 2**62), st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=20
)


@given(bands_of_texts, st.integers(1, 7))
def test_candidates_are_what_comparing_all_would_find(texts: dict[int, list[int]], step: int) -> None:
    """Through slices, in batches of any size, every bucket gives the pairs that it gives by itself."""
    keys = list(texts)
    # The first byte says the slice, so spread the small numbers over it.
    table = {
        key: [(band * 41 % 256) << 56 | n << 8 | band for n, band in enumerate(bands)] for key, bands in texts.items()
    }
    runs: dict[int, list[bytes]] = {}
    for start in range(0, len(keys), step):
        some = keys[start : start + step]
        numbers, bands = np.array(some, np.int64), np.array([table[key] for key in some], np.uint64)
        for number, run in sliced(numbers, bands):
            assert 0 <= number < SLICES
            runs.setdefault(number, []).append(run)
    found = {tuple(pair) for some in runs.values() for pair in candidates(reversed(some)).tolist()}
    expected = set()
    for band in {band for bands in table.values() for band in bands}:
        expected |= set(pairs_of(key for key, bands in table.items() if band in bands))
    assert found == expected
