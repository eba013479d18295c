"""Which texts of a bucket are compared, how alike two texts are, and what hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.int64]

#: Texts of a bucket up to which each is compared with each; of more, each with a few only.
SMALL = 6

#: Letters beyond which a text is no longer aligned (its cost is the square of them): its shingles are compared instead.
LONGEST_ALIGNED = 60_000

_GRAM = 5


def pairs_of(bucket: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The pairs to compare among the different texts of one bucket (by key): linear in their number.

    A formula with a blank in it, 本规定由…负责解释, may put a hundred thousand different texts into one bucket. Each is
    compared with two that stand for all, and with the next by key; texts that belong together meet elsewhere too. The
    result depends on the set of keys alone.
    """
    keys = sorted(set(bucket))
    if len(keys) <= SMALL:
        yield from ((a, b) for n, a in enumerate(keys) for b in keys[n + 1 :])
        return
    for n, key in enumerate(keys):
        if n > 0:
            yield keys[0], key
        if n > 1:
            yield keys[n - 1], key
    middle = keys[len(keys) // 2]
    yield from ((min(middle, key), max(middle, key)) for key in keys if key not in (middle, keys[0]))


def similarity(a: str, b: str, least: float) -> float:
    """The part of the letters on which `a` and `b` agree, or 0 where that is below `least`.

    That is 1 - d / n, with d the letters inserted, deleted or replaced (Levenshtein) and n those of the longer text. Of
    texts longer than `LONGEST_ALIGNED` it is estimated from the shingles they share.
    """
    if a == b:
        return 1.0
    longer, shorter = max(len(a), len(b)), min(len(a), len(b))
    if shorter < least * longer:
        return 0.0
    if longer > LONGEST_ALIGNED:
        found = _shared(a, b)
        return found if found >= least else 0.0
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(a, b, score_cutoff=least))


def _shared(a: str, b: str) -> float:
    """The similarity that the Jaccard index J of the shingles speaks for: p^5 = 2J / (1 + J), the inverse of
    `cleaner.corpus.duplicates.curve.expected_jaccard`.
    """
    one, other = ({text[n : n + _GRAM] for n in range(len(text) - _GRAM + 1)} for text in (a, b))
    jaccard = len(one & other) / max(1, len(one | other))
    return float((2 * jaccard / (1 + jaccard)) ** (1 / _GRAM))


def components(edges: Sequence[tuple[int, int]] | NDArray[np.int64]) -> tuple[Keys, Keys]:
    """All keys that `edges` name, sorted, and for each the least key that it hangs together with.

    Each key takes the least label among its neighbours, and then its label's label, until nothing changes (Shiloach and
    Vishkin, “An O(log n) parallel connectivity algorithm”, 1982): arrays of 24 bytes an edge, not a walk in Python.
    """
    pairs = np.asarray(edges, np.int64).reshape(-1, 2)
    keys, places = np.unique(pairs, return_inverse=True)
    ends = places.reshape(-1, 2)
    label = np.arange(len(keys))
    while True:
        low = np.minimum(label[ends[:, 0]], label[ends[:, 1]])
        new = label.copy()
        # A root is hung under the least root beside it, so that long chains close in few rounds.
        for side in (0, 1):
            np.minimum.at(new, label[ends[:, side]], low)
            np.minimum.at(new, ends[:, side], low)
        while True:
            further = new[new]
            if np.array_equal(further, new):
                break
            new = further
        if np.array_equal(new, label):
            return keys, keys[label]
        label = new
