"""A view's text without white space, and the way back: a wrap or a justified space inside a copy hides no repeat."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.model import Span
from cleaner.structure import Structure, structure
from cleaner.tandem import Run
from cleaner.views import View

if TYPE_CHECKING:
    from cleaner.points import Places, Points

#: What `str.split` takes for white space.
WHITE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

MARKUP = re.compile(r"\s*(?:#{1,6}(?=\s)|>|[-*+•](?=\s))?\s*(?:\*\*|__)?")
MARKUP_SIGNS = "*_#" + WHITE
MARKUP_END = re.compile(r"(?:\*\*|__)?\s*(?:#+)?\s*$")

BOX = re.compile(r"[\u2500-\u257f｜|]")

#: Marks between clauses that stand for one another where a loop goes round: …；X；X；X。
CLAUSE_MARKS = "，,；;。！!？?：:"


def same_marks(text: str) -> str:
    """`text` with all clause marks made one, place for place."""
    for mark in CLAUSE_MARKS[1:]:  # many times as quick as `str.translate`
        text = text.replace(mark, CLAUSE_MARKS[0])
    return text


def han(text: str) -> int:
    """How many Chinese characters there are in `text`."""
    return len(HAN.findall(text))


class Squeezed:
    """`text` is the view's text without white space; places in it are led back by `back` and `span`."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.original = view.text
        self.text = "".join(view.text.split())
        self._drawn: dict[int, bool] = {}
        self._bare: dict[int, tuple[int, int]] = {}

    @cached_property
    def _spaces(self) -> Places:
        """Where white space stands in the view."""
        import numpy as np

        from cleaner.points import among, points_of

        return np.flatnonzero(among(points_of(self.original), WHITE))

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Where words between white space begin: in the view, and here."""
        import numpy as np

        ends = np.concatenate(([-1], self._spaces))
        starts = ends[np.diff(np.append(ends, len(self.original))) > 1] + 1
        return starts.tolist(), (starts - np.searchsorted(self._spaces, starts)).tolist()

    @cached_property
    def points(self) -> Points:
        """The code points of `text`."""
        from cleaner.points import points_of

        return points_of(self.text)

    def back(self, place: int) -> int:
        """Where the character at `place` stands in the view."""
        there, here = self._words
        index = bisect_right(here, place) - 1
        return there[index] + place - here[index]

    def span(self, start: int, end: int) -> Span:
        """From the first to the last character of ``text[start:end]``, in the view; white space inside is in it."""
        if start >= end:
            at = self.back(start - 1) + 1 if start else 0
            return Span(at, at)
        return Span(self.back(start), self.back(end - 1) + 1)

    def here(self, place: int) -> int:
        """Where the first character at or behind `place` of the view stands in the squeezed text."""
        return place - int(self._spaces.searchsorted(place))

    @cached_property
    def lines(self) -> Structure:
        """The view's lines with their roles."""
        return self.view.memo(structure)

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line of the view begins in the squeezed text (blank lines begin where the next does)."""
        import numpy as np

        starts = np.array(self.view.lines.starts, np.int64)
        found: list[int] = (starts - np.searchsorted(self._spaces, starts)).tolist()
        return found

    def line_of(self, place: int) -> int:
        """The index of the line that holds the character at `place`."""
        return bisect_right(self.line_starts, place) - 1

    def starts_line(self, place: int) -> bool:
        """Whether the character at `place` is the first of its line."""
        index = bisect_left(self.line_starts, place)
        return index < len(self.line_starts) and self.line_starts[index] == place

    def bare(self, index: int) -> tuple[int, int]:
        """From where to where line `index` goes, its markup left out: of ``## **甲乙**`` 甲乙."""
        if index in self._bare:  # as `is_drawn`
            return self._bare[index]
        item = self.lines[index]
        head = MARKUP.match(item.text)
        # Only from where nothing but marks and white space follows: a search goes through all of a line.
        tail = MARKUP_END.search(item.text, len(item.text.rstrip(MARKUP_SIGNS)))
        start = self.here(item.line.start + (head.end() if head else 0))
        end = max(start, self.here(item.line.start + (tail.start() if tail else len(item.text))))
        self._bare[index] = start, end
        return start, end

    def is_drawn(self, index: int) -> bool:
        """Whether line `index` is a row of a table drawn with box characters: │屋面│重量│屋面│重量│"""
        if index not in self._drawn:  # a line of megabytes is asked about a thousand times
            self._drawn[index] = len(BOX.findall(self.lines[index].text)) >= 2
        return self._drawn[index]

    def gap(self, place: int) -> str:
        """The white space before the character at `place` (all that is left, at the end)."""
        if place <= 0:
            return self.original[: self.back(0)] if self.text else self.original
        start = self.back(place - 1) + 1
        end = self.back(place) if place < len(self.text) else len(self.original)
        return self.original[start:end]


def by_lines(text: Squeezed, run: Run) -> bool:
    """Whether two turns of `run` are whole lines, one under the other: that is for the rules on lines and paragraphs.

    The run may be longer: the line before may end as these do.
    """
    index = bisect_left(text.line_starts, run.start)
    while index < len(text.line_starts):
        first = text.line_starts[index]
        end = first + 2 * run.period
        if end > run.end:
            return False
        if text.starts_line(first + run.period) and (end == len(text.text) or text.starts_line(end)):
            return True
        index += 1
    return False


def squeezed(view: View) -> Squeezed:
    """Call it as ``view.memo(squeezed)``."""
    return Squeezed(view)
