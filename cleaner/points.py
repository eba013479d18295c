"""The code points of a text as an array, and sets of characters as tables: what all screens over whole buffers use."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.uint32]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]

#: Code points of the plane that nearly all text is in.
PLANE = 0x10000


def points_of(text: str) -> Points:
    """The code points of `text`, one a character (lone surrogates too)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(points: Points) -> str:
    """The text that `points` are of."""
    return points.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _members(pattern: str) -> Mask:
    every = "".join(map(chr, range(PLANE)))
    table = np.zeros(PLANE, np.bool_)
    for match in re.finditer(f"(?:{pattern})+", every):
        table[match.start() : match.end()] = True
    return table


def matches(points: Points, pattern: str) -> Mask:
    r"""For each of `points` whether `pattern`, a class of one character such as ``\w``, matches it."""
    table = _members(pattern)
    if not len(points) or points.max() < PLANE:
        return table[points]
    found: Mask = table[np.minimum(points, PLANE - 1)]
    for at in np.flatnonzero(points >= PLANE).tolist():
        found[at] = re.fullmatch(pattern, chr(points[at])) is not None
    return found


def rows(places: Places) -> tuple[Places, Places]:
    """Where rows of neighbours begin and end among rising `places`: of 3 4 5 9 the first and last indices 0 3, 2 3."""
    if not len(places):
        return places, places
    cuts = np.flatnonzero(np.diff(places) != 1)
    firsts: Places = np.concatenate(([0], cuts + 1))
    lasts: Places = np.concatenate((cuts, [len(places) - 1]))
    return firsts, lasts
