"""What `lines` sees of each line of text, of all lines at once: arrays for the model, and a `TextLine` where one is
asked for. Each number is the one that `lines` gives; the few lines that arrays cannot count are counted there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import fields
from functools import cached_property
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
    Lookup,
)
from cleaner.model import Span
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

#: What of a `TextLine` is a column here.
COLUMNS = tuple(field.name for field in fields(TextLine) if field.name not in ("item", "bare"))
#: What a number in arrays stands for.
ENDS, GAPS, INDENTS = ({int(kind): kind for kind in kinds} for kinds in (End, Gap, Indent))

#: Lines to each side whose indents say what is usual.
AROUND = 24


class Seen:
    """The lines of text of a view: those that are neither blank nor furniture. `at` says which, by index."""

    def __init__(self, view: View, items: Structure) -> None:
        import numpy as np

        self.items = items
        self.rows = rows = items.rows
        role = np.array([ROLE[kind] for kind in items.roles], np.uint8)
        stepped = (role == ROLE[Role.BLANK]) | (role == ROLE[Role.FURNITURE])
        self.at = at = (~stepped).nonzero()[0]
        self.role = role[at]
        self.start, self.stop = rows.bare_start[at], rows.bare_end[at]
        self.first, self.last = rows.points_at(self.start), rows.points_at(self.stop - 1)
        self.empty = self.start >= self.stop
        self.view = view
        self._between(np, role)

    def __len__(self) -> int:
        return len(self.at)

    def bare(self, k: int) -> str:
        """Line `k` without white space at either end."""
        return self.rows.text[self.start[k] : self.stop[k]]

    def line(self, k: int) -> TextLine:
        """Line `k` as an object."""
        told = {name: column[k] for name, column in self._columns.items()}
        told["end"], told["gap"], told["indent"] = ENDS[told["end"]], GAPS[told["gap"]], INDENTS[told["indent"]]
        return TextLine(item=self.items[told["at"]], bare=self.bare(k), **told)

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        """What is seen of all lines as Python's own numbers, which are quicker to ask for one by one."""
        return {name: getattr(self, name).tolist() for name in COLUMNS}

    def _between(self, np: Any, role: Array) -> None:
        """What lies before each line: blank lines, and furniture or a page's end."""
        at = self.at
        blanks = (role == ROLE[Role.BLANK]).cumsum()[at]
        self.blanks = np.zeros(len(at), int)
        self.blanks[1:] = blanks[1:] - blanks[:-1]
        page = self.rows.page
        self.page = page[at] != page[np.maximum(at - 1, 0)]
        if self.items.furniture:
            furniture = (role == ROLE[Role.FURNITURE]).cumsum()[at]
            self.page[1:] |= furniture[1:] > furniture[:-1]
        self.page[:1] = False

    def _mended(self, into: Array, which: Array, exact: Callable[[str], float]) -> Array:
        """`into`, with what `exact` says of the lines of `which`."""
        for k in which.nonzero()[0].tolist():
            into[k] = exact(self.bare(k))
        return into

    @cached_property
    def fixed(self) -> Array:
        """Whether each line keeps its breaks."""
        return among(self.role, FIXED)

    @cached_property
    def letters(self) -> Array:
        """Characters other than white space."""
        letters: Array = self.stop - self.start - self.rows.count(SPACE, self.start, self.stop)
        return letters

    @cached_property
    def width(self) -> Array:
        """Cells, those of spaces that are none or a half taken off."""
        width = self.rows.width[self.at].astype(float)
        for k in (self.letters < self.stop - self.start).nonzero()[0].tolist():
            width[k] = int(width[k]) - one.spaces_in(self.bare(k))
        return width  # type: ignore[no-any-return]

    @cached_property
    def end(self) -> Array:
        """How each line ends."""
        end = (_ends(self.last) & 0xFF).astype(int)
        return self._mended(end, (end == ASK) | self.empty, one.end_of)

    @cached_property
    def _half(self) -> Array:
        """The lines with a half-width mark, which counts by what stands beside it."""
        return self.rows.has(self.rows.places(HALF_MARK), self.start, self.stop)

    @cached_property
    def marks(self) -> Array:
        """Sentence marks."""
        return self._mended(self.rows.count(MARK, self.start, self.stop), self._half, one.marks_in)

    @cached_property
    def commas(self) -> Array:
        """Commas."""
        return self._mended(self.rows.count(COMMA, self.start, self.stop), self._half, one.commas_in)

    @cached_property
    def stops(self) -> Array:
        """Full stops before the end."""
        rows = self.rows
        ended = (rows.bits_at(self.stop - 1) & STOP != 0) & ~self.empty
        stops = rows.count(STOP, self.start, self.stop) - ended
        # A full stop behind another is seldom; so is one in front of a bracket.
        asked = ended & (rows.bits_at(self.stop - 2) & STOP != 0) | (_ends(self.last) & CLOSER != 0) | self.empty
        return self._mended(stops, asked, one.stops_in)

    @cached_property
    def give(self) -> Array:
        """Cells that a typesetter may have taken out of the marks."""
        give = self.rows.count(FULL_MARK, self.start, self.stop)
        give += self.rows.bits_at(self.stop - 1) & NOT_START != 0
        return self._mended(give, self.empty, one.give_of)

    @cached_property
    def token(self) -> Array:
        """Cells of the first piece that typesetting would not break."""
        import numpy as np

        first = self.rows.bits_at(self.start)
        second = np.where(self.stop - self.start > 1, self.rows.bits_at(self.start + 1), 0)
        token = (first >> np.uint32(CELLS) & np.uint32(3)).astype(int)
        asked = (first & (LATIN | NOT_END | CONTROL) | second & NOT_START) != 0
        return self._mended(token, asked | self.empty, one.token_of)

    @cached_property
    def marker(self) -> Array:
        """Cells of a list's marker."""
        import numpy as np

        return self._mended(np.zeros(len(self), int), self.role == ROLE[Role.LIST], one.marker_of)

    @cached_property
    def bold(self) -> Array:
        """Whether each line was drawn in layers, and an earlier fix took the extra ones away."""
        import numpy as np

        if not self.view.cuts:
            return np.zeros(len(self), bool)
        spans = zip(self.rows.start[self.at].tolist(), self.rows.end[self.at].tolist(), strict=True)
        return np.array([self.view.is_cut(Span(start, end)) for start, end in spans], bool)

    @cached_property
    def gap(self) -> Array:
        """See `lines._set_gaps`."""
        import numpy as np

        behind = self.blanks[1:][~self.page[1:]]
        usual = 0
        if len(behind):
            counts = np.bincount(behind)
            common = int(counts.argmax())
            if counts[common] >= 0.6 * len(behind):
                usual = common
        more = np.where(_ends(self.first) & QUOTE != 0, int(Gap.QUOTE), int(Gap.MORE))
        gap = np.where(self.blanks < usual, int(Gap.LESS), np.where(self.blanks > usual, more, int(Gap.SAME)))
        gap = np.where(self.page, int(Gap.PAGE), gap)
        gap[:1] = int(Gap.SAME)
        return gap

    @cached_property
    def indent(self) -> Array:
        """See `lines._set_indents`."""
        import numpy as np

        count = len(self)
        indents = np.zeros(count, int)
        begin = self.rows.start[self.at]
        # A line of code may be all white space.
        white = (self.start > begin) | (self.empty & (self.rows.end[self.at] > begin))
        for k in white.nonzero()[0].tolist():
            indents[k] = indent_of(self.rows.whole(int(self.at[k])))
        if not indents.any():
            return indents
        usual = Counter(indents.tolist()).most_common(1)[0][0]
        alike = np.concatenate([[0], np.cumsum(indents == usual)])
        places = np.arange(count)
        low, high = np.maximum(0, places - AROUND), np.minimum(count, places + AROUND + 1)
        base = np.full(count, usual)
        for k in (alike[high] - alike[low] < USUAL * (high - low)).nonzero()[0].tolist():
            base[k] = Counter(indents[low[k] : high[k]].tolist()).most_common(1)[0][0]
        return np.where(indents > base, int(Indent.MORE), np.where(indents < base, int(Indent.LESS), 0))

    @cached_property
    def next_item(self) -> Array:
        """Whether each line's list number follows that of the item before."""
        import numpy as np

        last: dict[str, int] = {}
        found = np.zeros(len(self), bool)
        for k in among(self.role, (Role.LIST, Role.STATUTE)).nonzero()[0].tolist():
            found[k] = one.counts_on(self.bare(k), last)
        return found


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


def among(role: Array, roles: Collection[Role]) -> Array:
    """Whether each of `role` is one of `roles`."""
    import numpy as np

    return np.array([kind in roles for kind in ROLES])[role]


def _told(point: int) -> int:
    char = chr(point)
    end = ASK if char in UNPLAIN or char.isspace() else int(PLAIN_ENDS.get(char, End.OTHER))
    return end | CLOSER * (char in CLOSERS) | QUOTE * (char in QUOTES)


#: Of a code point at a line's end: the end that it makes, or `ASK`; whether it is a closing quote or bracket, or an
#: opening one that hangs.
CLOSER, QUOTE = 1 << 8, 1 << 9
_ends = Lookup(_told)
