"""Which column widths a text may have been wrapped at. A text not wrapped at all has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.wrapping.lines import End, TextLine
from cleaner.wrapping.seen import Seen, seen_of

#: A line may miss its column by so much and still count as full: one character pushed over by line-end rules.
NEAR = 2
NARROWEST, WIDEST = 10, 200  # cells
#: Below this many cells a column is rare, and verse common: more lines are asked for.
NARROW = 20
MOST = 8


class Column(NamedTuple):
    """A width that text was wrapped at, and by how much its first lines are shorter (a stripped indent)."""

    width: float  # cells
    indent: int  # cells: 0 or 4


def columns(lines: Sequence[TextLine] | Seen) -> list[Column]:
    """The columns that `lines` give reason to think of, at most `MOST` of them with each indent.

    A width counts where lines of it are followed by text that goes on: no mark of an end, and prose on both sides.
    Names in rows, verse and tables have lines of one width as well, but no marks inside.
    """
    import numpy as np

    all_ = seen_of(lines)
    if len(all_) < 2:
        return []
    end = all_.end[:-1]
    counted = ((end == int(End.OTHER)) | (end == int(End.COMMA))) & ~(all_.fixed[:-1] | all_.fixed[1:])
    if np.count_nonzero(counted) < 2:  # no column is thought of for one line
        return []
    width = all_.width[:-1]
    counted &= (width >= NARROWEST) & (width <= WIDEST) & (all_.marks[:-1] + all_.marks[1:] > 0)
    seen = Counter(np.rint(width[counted]).astype(int).tolist())  # half to even, as round does
    found: list[int] = []
    while seen and len(found) < MOST:
        at = max(seen, key=lambda w: (seen[w] + 0.6 * (seen[w - 1] + seen[w + 1]), w))
        near = sum(seen[w] for w in range(at - NEAR, at + NEAR + 1))
        if near < (2 if at >= NARROW else 5) or near < 0.01 * len(all_):
            break
        found.append(at)
        for w in range(at - 1, at + 2):
            del seen[w]
    return [Column(float(width), indent) for width in found for indent in (0, 4) if width > 3 * indent]
