"""Which lines may be something other than prose, by what they must have for it: asked of all lines at once.

Each flag is a necessary condition of the regular expressions of `shapes`, never a sufficient one: a line without a
flag is not matched by them, which a test shows on lines made at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.characters import (
    COLON,
    DIGIT,
    LEADER,
    LIST_HEAD,
    MARKUP_HEAD,
    NEWS,
    PICTURE,
    PICTURE_BEFORE,
    PICTURE_BEHIND,
    REPORTER_BEFORE,
    REPORTER_END,
    SIGN,
    SPACE,
    TABLE_OR_JUMP,
)
from cleaner.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Anything; an item or an article of a law; a dateline; a byline; a credit; a speech.
ANY, ITEM, DATELINE, BYLINE, CREDIT, SPEECH = 1, 2, 4, 8, 16, 32

#: Code points to which what names a reporter or a photographer may run; in which a news word, and a colon, must stand.
NAME_LINE, NEWS_WITHIN, COLON_WITHIN = 90, 24, 10

#: Dots in a row that lead to a page number; characters of white space in a row between the cells of a table.
LEADERS, GAP = 4, 2


def suspects(rows: Rows) -> Array:
    """The flags of each line; 0 where it can be nothing but blank or prose."""
    import numpy as np

    start, end = rows.start, rows.end
    head = rows.bits_at(rows.bare_start)
    marked = (head & MARKUP_HEAD != 0) | rows.has(rows.places(TABLE_OR_JUMP))
    leaders = rows.places(LEADER)
    if len(leaders) >= LEADERS:
        marked |= rows.has(leaders[LEADERS - 1 :][leaders[LEADERS - 1 :] - leaders[: 1 - LEADERS] == LEADERS - 1])
    marked |= _spaced(rows)
    marked[rows.wordless] = True
    short = end - start <= NAME_LINE
    found = np.where(marked, ANY, 0)
    found |= np.where(head & LIST_HEAD != 0, ITEM, 0)
    found |= np.where(rows.has(rows.places(NEWS), start, np.minimum(end, start + NEWS_WITHIN)), DATELINE, 0)
    found |= np.where(short & rows.has(rows.behind(REPORTER_BEFORE, REPORTER_END)), BYLINE, 0)
    pictured = rows.has(rows.places(PICTURE)) | rows.has(rows.behind(PICTURE_BEFORE, PICTURE_BEHIND))
    found |= np.where(short & pictured, CREDIT, 0)
    found |= np.where(rows.has(rows.places(COLON), start, np.minimum(end, start + COLON_WITHIN)), SPEECH, 0)
    return np.where(rows.blank, 0, found)


def _spaced(rows: Rows) -> Array:
    """The lines with a wide gap and a number behind white space: rows of a table may be set so."""
    first, stop = rows.runs
    gaps = first[stop - first >= GAP]
    # A run that begins with the line end before still is a gap of the line in which it stops.
    wide = rows.has(gaps) | (rows.bare_start - rows.start >= GAP)
    if not wide.any():
        return wide
    return wide & rows.has(rows.behind(SPACE, DIGIT | SIGN))
