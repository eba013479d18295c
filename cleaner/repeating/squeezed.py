"""A view's text without white space, and the way back: a wrap or a justified space inside a copy hides no repeat."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from cleaner.model import Span
from cleaner.structure import Structure, structure
from cleaner.tandem import Run, runs
from cleaner.views import View

WORD = re.compile(r"\S+")
HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

MARKUP = re.compile(r"\s*(?:#{1,6}(?=\s)|>|[-*+•](?=\s))?\s*(?:\*\*|__)?")
MARKUP_END = re.compile(r"(?:\*\*|__)?\s*(?:#+)?\s*$")

BOX = re.compile(r"[\u2500-\u257f｜|]")

#: Marks between clauses that stand for one another where a loop goes round: …；X；X；X。
CLAUSE_MARKS = "，,；;。！!？?：:"
FOLDED = str.maketrans(dict.fromkeys(CLAUSE_MARKS, "，"))


def han(text: str) -> int:
    """How many Chinese characters there are in `text`."""
    return len(HAN.findall(text))


class Squeezed:
    """`text` is the view's text without white space; places in it are led back by `back` and `span`."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.original = view.text
        words = [(match.start(), match.group()) for match in WORD.finditer(view.text)]
        self.text = "".join(word for _, word in words)
        self._there = [start for start, _ in words]
        self._here: list[int] = []
        at = 0
        for _, word in words:
            self._here.append(at)
            at += len(word)

    def back(self, place: int) -> int:
        """Where the character at `place` stands in the view."""
        index = bisect_right(self._here, place) - 1
        return self._there[index] + place - self._here[index]

    def span(self, start: int, end: int) -> Span:
        """From the first to the last character of ``text[start:end]``, in the view; white space inside is in it."""
        if start >= end:
            at = self.back(start - 1) + 1 if start else 0
            return Span(at, at)
        return Span(self.back(start), self.back(end - 1) + 1)

    def here(self, place: int) -> int:
        """Where the first character at or behind `place` of the view stands in the squeezed text."""
        index = bisect_right(self._there, place) - 1
        if index < 0:
            return 0
        size = (self._here[index + 1] if index + 1 < len(self._here) else len(self.text)) - self._here[index]
        return self._here[index] + min(place - self._there[index], size)

    @cached_property
    def lines(self) -> Structure:
        """The view's lines with their roles."""
        return self.view.memo(structure)

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line of the view begins in the squeezed text (blank lines begin where the next does)."""
        return [self.here(item.line.start) for item in self.lines]

    def line_of(self, place: int) -> int:
        """The index of the line that holds the character at `place`."""
        return bisect_right(self.line_starts, place) - 1

    def starts_line(self, place: int) -> bool:
        """Whether the character at `place` is the first of its line."""
        index = bisect_left(self.line_starts, place)
        return index < len(self.line_starts) and self.line_starts[index] == place

    def bare(self, index: int) -> tuple[int, int]:
        """From where to where line `index` goes, its markup left out: of ``## **甲乙**`` 甲乙."""
        item = self.lines[index]
        head, tail = MARKUP.match(item.text), MARKUP_END.search(item.text)
        start = self.here(item.line.start + (head.end() if head else 0))
        return start, max(start, self.here(item.line.start + (tail.start() if tail else len(item.text))))

    def is_drawn(self, index: int) -> bool:
        """Whether line `index` is a row of a table drawn with box characters: │屋面│重量│屋面│重量│"""
        return index in self._drawn

    @cached_property
    def _drawn(self) -> set[int]:
        return {index for index, item in enumerate(self.lines) if len(BOX.findall(item.text)) >= 2}

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


def clause_runs(view: View) -> list[Run]:
    """The runs of a view's squeezed text, clause marks taken for one another. Call it as ``view.memo(clause_runs)``."""
    return runs(view.memo(squeezed).text.translate(FOLDED))
