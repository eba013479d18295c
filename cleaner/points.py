"""The code points of a text as an array, and sets of characters as tables: what all screens over whole buffers use."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.uint32]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]

#: Code points of the plane that nearly all text is in.
PLANE = 0x10000


def points_of(text: str) -> Points:
    """The code points of `text`, one a character (lone surrogates too)."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(points: Points) -> str:
    """The text that `points` are of."""
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def among(points: Points, characters: str) -> Mask:
    """For each of `points` whether it is one of `characters` (of the basic plane)."""
    return _within_plane(points, _table_of(characters))


def word_places(text: str, points: Points) -> Places:
    r"""Where the characters of `text` stand that ``\w`` matches; `points` are its code points."""
    import numpy as np

    if len(text) < TABLE_PAYS or points.max() >= PLANE:
        return np.array([at for at, char in enumerate(text) if char.isalnum() or char == "_"], np.int64)
    return np.flatnonzero(_words()[points])


#: Characters from which on it pays to make a table of all that are part of words (2 ms).
TABLE_PAYS = 1 << 15


@cache
def _words() -> Mask:
    import numpy as np

    table = np.zeros(PLANE, np.bool_)
    for match in re.finditer(r"\w+", "".join(map(chr, range(PLANE)))):
        table[match.start() : match.end()] = True
    return table


@cache
def _table_of(characters: str) -> Mask:
    import numpy as np

    table = np.zeros(PLANE, np.bool_)
    table[list(map(ord, characters))] = True
    return table


def _within_plane(points: Points, table: Mask) -> Mask:
    import numpy as np

    if not len(points) or points.max() < PLANE:
        return table[points]
    return table[np.minimum(points, PLANE - 1)]


def rows(places: Places) -> tuple[Places, Places]:
    """Where rows of neighbours begin and end among rising `places`: of 3 4 5 9 the first and last indices 0 3, 2 3."""
    import numpy as np

    if not len(places):
        return places, places
    cuts = np.flatnonzero(np.diff(places) != 1)
    firsts: Places = np.concatenate(([0], cuts + 1))
    lasts: Places = np.concatenate((cuts, [len(places) - 1]))
    return firsts, lasts
