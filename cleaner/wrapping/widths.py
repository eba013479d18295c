"""Which column widths a text may have been wrapped at. A text not wrapped at all has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.wrapping.lines import End, TextLine

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


def columns(lines: Sequence[TextLine]) -> list[Column]:
    """The columns that `lines` give reason to think of, at most `MOST` of them with each indent.

    A width counts where lines of it are followed by text that goes on: no mark of an end, and prose on both sides.
    Names in rows, verse and tables have lines of one width as well, but no marks inside.
    """
    seen: Counter[int] = Counter()
    for line, after in pairwise(lines):
        if line.fixed or after.fixed or not NARROWEST <= line.width <= WIDEST:
            continue
        if line.end in (End.OTHER, End.COMMA) and line.marks + after.marks > 0:
            seen[round(line.width)] += 1
    found: list[int] = []
    while seen and len(found) < MOST:
        at = max(seen, key=lambda w: (seen[w] + 0.6 * (seen[w - 1] + seen[w + 1]), w))
        near = sum(seen[w] for w in range(at - NEAR, at + NEAR + 1))
        if near < (2 if at >= NARROW else 5) or near < 0.01 * len(lines):
            break
        found.append(at)
        for w in range(at - 1, at + 2):
            del seen[w]
    return [Column(float(width), indent) for width in found for indent in (0, 4) if width > 3 * indent]
