"""What `lines` sees of each line of text, of all lines at once: arrays for the model, and a `TextLine` where one is
asked for. Each number is the one that `lines` gives; the few lines that arrays cannot count are counted there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cleaner.characters import (
    CELLS,
    COMMA,
    CONTROL,
    FULL_MARK,
    HALF_MARK,
    LATIN,
    MARK,
    NOT_END,
    NOT_START,
    SPACE,
    STOP,
)
from cleaner.model import Span
from cleaner.rows import mapped
from cleaner.structure import CLOSERS, FIXED, Role, Structure, indent_of
from cleaner.views import View
from cleaner.wrapping import lines as one
from cleaner.wrapping.lines import QUOTES, USUAL, End, Gap, Indent, TextLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Roles in arrays: their place in this list.
ROLES = list(Role)
ROLE = {role: number for number, role in enumerate(ROLES)}

#: The ends that the last character tells by itself. Others are told by more: “……, a mark before a bracket, Markdown.
PLAIN_ENDS = (
    dict.fromkeys("。！？!?．", End.TERMINAL)
    | dict.fromkeys(",，、", End.COMMA)
    | dict.fromkeys(":：", End.COLON)
    | dict.fromkeys(";；", End.SEMICOLON)
)
ASK = 255
UNPLAIN = frozenset(CLOSERS + "*_`>].…—⋯~～")

#: Lines to each side whose indents say what is usual.
AROUND = 24


class Seen:
    """The lines of text of a view: those that are neither blank nor furniture. `at` says which, by index."""

    def __init__(self, view: View, items: Structure) -> None:
        import numpy as np

        self.items = items
        self.rows = rows = items.rows
        role = np.fromiter(map(ROLE.__getitem__, items.roles), np.uint8, len(items))
        stepped = (role == ROLE[Role.BLANK]) | (role == ROLE[Role.FURNITURE])
        self.at = at = np.flatnonzero(~stepped)
        self.role = role[at]
        self.start, self.stop = rows.bare_start[at], rows.bare_end[at]
        self.fixed = np.isin(self.role, [ROLE[kind] for kind in FIXED])
        self.first, self.last = rows.points_at(self.start), rows.points_at(self.stop - 1)
        self.letters = self.stop - self.start - rows.count(SPACE, self.start, self.stop)
        self._between(np, role)
        self._look(np)
        self._gaps(np)
        self._indents(np)
        self.next_item = np.zeros(len(at), bool)
        self.bold = np.zeros(len(at), bool)
        if view.cuts:
            spans = zip(rows.start[at].tolist(), rows.end[at].tolist(), strict=True)
            self.bold = np.array([view.is_cut(Span(start, end)) for start, end in spans], bool)
        self._next_items()

    def __len__(self) -> int:
        return len(self.at)

    def bare(self, k: int) -> str:
        """Line `k` without white space at either end."""
        return self.rows.text[self.start[k] : self.stop[k]]

    def line(self, k: int) -> TextLine:
        """Line `k` as an object."""
        return TextLine(
            at=int(self.at[k]),
            item=self.items[int(self.at[k])],
            bare=self.bare(k),
            width=float(self.width[k]),
            end=End(int(self.end[k])),
            marks=int(self.marks[k]),
            stops=int(self.stops[k]),
            commas=int(self.commas[k]),
            letters=int(self.letters[k]),
            token=int(self.token[k]),
            blanks=int(self.blanks[k]),
            page=bool(self.page[k]),
            marker=int(self.marker[k]),
            give=int(self.give[k]),
            next_item=bool(self.next_item[k]),
            bold=bool(self.bold[k]),
            gap=Gap(int(self.gap[k])),
            indent=Indent(int(self.indent[k])),
        )

    def _between(self, np: Any, role: Array) -> None:
        """What lies before each line: blank lines, and furniture or a page's end."""
        at = self.at
        blanks = np.cumsum(role == ROLE[Role.BLANK])[at]
        furniture = np.cumsum(role == ROLE[Role.FURNITURE])[at]
        page = self.rows.page
        self.blanks = np.diff(blanks, prepend=blanks[:1])
        self.page = (np.diff(furniture, prepend=furniture[:1]) > 0) | (page[at] != page[np.maximum(at - 1, 0)])
        self.page[:1] = False

    def _look(self, np: Any) -> None:
        rows, start, stop = self.rows, self.start, self.stop
        first, last = rows.bits_at(start), rows.bits_at(stop - 1)
        empty = start >= stop
        self.width = rows.width[self.at].astype(float)
        self.end = mapped(self.last, _plain_end)
        closed = mapped(self.last, _is_closer).astype(bool)
        self.marks = rows.count(MARK, start, stop)
        self.stops = rows.count(STOP, start, stop)
        self.stops -= (last & STOP != 0) & ~empty
        self.commas = rows.count(COMMA, start, stop)
        self.give = rows.count(FULL_MARK, start, stop) + (last & NOT_START != 0)
        second = np.where(stop - start > 1, rows.bits_at(start + 1), 0)
        self.token = (first >> np.uint32(CELLS) & np.uint32(3)).astype(int)
        self.marker = np.zeros(len(self), int)

        def mend(which: Array, into: Array, exact: Callable[[str], float]) -> None:
            for k in np.flatnonzero(which).tolist():
                into[k] = exact(self.bare(k))

        # A full stop behind another is seldom; so is one in front of a bracket.
        twice = (last & STOP != 0) & (rows.bits_at(stop - 2) & STOP != 0)
        half = rows.has(rows.places(HALF_MARK), start, stop)
        mend((self.end == ASK) | empty, self.end, one.end_of)
        mend(closed | twice | empty, self.stops, one.stops_in)
        mend(half, self.marks, one.marks_in)
        mend(half, self.commas, one.commas_in)
        mend(first & (LATIN | NOT_END | CONTROL) | second & NOT_START | empty != 0, self.token, one.token_of)
        mend(self.role == ROLE[Role.LIST], self.marker, one.marker_of)
        mend(empty, self.give, one.give_of)
        # Only a space inside the line can be one that counts half.
        spaced = np.flatnonzero(self.letters < stop - start).tolist()
        for k in spaced:
            self.width[k] = int(self.width[k]) - one.spaces_in(self.bare(k))

    def _gaps(self, np: Any) -> None:
        """See `lines._set_gaps`."""
        behind = self.blanks[1:][~self.page[1:]]
        usual = 0
        if len(behind):
            counts = np.bincount(behind)
            common = int(counts.argmax())
            if counts[common] >= 0.6 * len(behind):
                usual = common
        quoted = np.isin(self.first, [ord(char) for char in QUOTES])
        more = np.where(quoted, int(Gap.QUOTE), int(Gap.MORE))
        gap = np.where(self.blanks < usual, int(Gap.LESS), np.where(self.blanks > usual, more, int(Gap.SAME)))
        self.gap = np.where(self.page, int(Gap.PAGE), gap)
        self.gap[:1] = int(Gap.SAME)

    def _indents(self, np: Any) -> None:
        """See `lines._set_indents`."""
        count = len(self)
        self.indent = np.zeros(count, int)
        set_in = np.flatnonzero(self.start > self.rows.start[self.at])
        # A line of code may be all white space.
        white = np.flatnonzero((self.start >= self.stop) & (self.rows.end[self.at] > self.rows.start[self.at]))
        indents = np.zeros(count, int)
        for k in {*set_in.tolist(), *white.tolist()}:
            indents[k] = indent_of(self.rows.whole(int(self.at[k])))
        if not indents.any():
            return
        usual = Counter(indents.tolist()).most_common(1)[0][0]
        alike = np.concatenate([[0], np.cumsum(indents == usual)])
        places = np.arange(count)
        low, high = np.maximum(0, places - AROUND), np.minimum(count, places + AROUND + 1)
        base = np.full(count, usual)
        for k in np.flatnonzero(alike[high] - alike[low] < USUAL * (high - low)).tolist():
            base[k] = Counter(indents[low[k] : high[k]].tolist()).most_common(1)[0][0]
        self.indent = np.where(indents > base, int(Indent.MORE), np.where(indents < base, int(Indent.LESS), 0))

    def _next_items(self) -> None:
        last: dict[str, int] = {}
        listed = (self.role == ROLE[Role.LIST]) | (self.role == ROLE[Role.STATUTE])
        for k in listed.nonzero()[0].tolist():
            self.next_item[k] = one.counts_on(self.bare(k), last)


class OfLines(Seen):
    """The same of lines that are there already, as in benchmarks."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        import numpy as np

        self.lines = lines
        self.role = np.array([ROLE[line.item.role] for line in lines], np.uint8)
        for name in ("width", "marks", "stops", "commas", "letters", "token", "blanks", "page", "marker", "give"):
            setattr(self, name, np.array([getattr(line, name) for line in lines]))
        for name in ("next_item", "bold", "fixed"):
            setattr(self, name, np.array([getattr(line, name) for line in lines], bool))
        self.width = self.width.astype(float)
        self.end = np.array([int(line.end) for line in lines])
        self.gap = np.array([int(line.gap) for line in lines])
        self.indent = np.array([int(line.indent) for line in lines])
        self.first = np.array([ord(line.bare[:1] or "\0") for line in lines], np.uint32)
        self.last = np.array([ord(line.bare[-1:] or "\0") for line in lines], np.uint32)

    def __len__(self) -> int:
        return len(self.lines)

    def bare(self, k: int) -> str:
        """Line `k` without white space at either end."""
        return self.lines[k].bare

    def line(self, k: int) -> TextLine:
        """Line `k`."""
        return self.lines[k]


def seen_of(lines: Sequence[TextLine] | Seen) -> Seen:
    """`lines` as arrays."""
    return lines if isinstance(lines, Seen) else OfLines(lines)


def _plain_end(point: int) -> int:
    char = chr(point)
    return ASK if char in UNPLAIN or char.isspace() else int(PLAIN_ENDS.get(char, End.OTHER))


def _is_closer(point: int) -> bool:
    return chr(point) in CLOSERS
