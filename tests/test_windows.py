"""Forward and backward against all paths counted one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cleaner.wrapping.windows import OVERLAP, TURN_BETWEEN, TURN_INSIDE, WINDOW, Windows

STATES = 3


def table(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """P(line | start here?, start next?, state, line), from 1e-9 to 1, and the shares of the states."""
    random = np.random.default_rng(seed)
    share = random.random(STATES)
    return 10 ** (-9 * random.random((2, 2, STATES, count))), share / share.sum()


def by_paths(scaled: np.ndarray, share: np.ndarray) -> np.ndarray:
    """P(start here?, state, line) by summing over all paths: the first line begins a paragraph, and so would the next
    behind the last.
    """
    count = scaled.shape[-1]
    turn = (TURN_INSIDE, TURN_BETWEEN)
    found = np.zeros((2, STATES, count))
    for states in product(range(STATES), repeat=count):
        for begins in product((0, 1), repeat=count - 1):
            starts = (1, *begins, 1)
            weight = share[states[0]]
            for k, state in enumerate(states):
                weight *= scaled[starts[k], starts[k + 1], state, k]
                if k + 1 < count:
                    moved = turn[starts[k + 1]]
                    weight *= (1 - moved) * (state == states[k + 1]) + moved * share[states[k + 1]]
            for k, state in enumerate(states):
                found[starts[k], state, k] += weight
    return found / found.sum(axis=(0, 1))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_passes_sum_over_all_paths(count: int) -> None:
    for seed in range(4):
        scaled, share = table(count, seed)
        assert np.allclose(Windows(count).passes(scaled, share), by_paths(scaled, share), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("count", [WINDOW + 2 * OVERLAP, 3 * WINDOW, 5 * WINDOW + 1, 6 * WINDOW + OVERLAP - 1])
def test_windows_do_not_show(count: int) -> None:
    """What is said of lines in several windows is what one window over all of them says, as near as it forgets."""
    scaled, share = table(count, 7)
    whole = Windows(count)
    one = Windows(count)
    one.length, one.first = count, np.array([0])
    one.even, one.uneven = 0, [0]
    assert np.allclose(whole.passes(scaled, share), one.passes(scaled, share), atol=1e-6)
