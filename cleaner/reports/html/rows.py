"""Which lines of a document are shown, before beside after; long stretches without a mark are folded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from cleaner.document import Document
from cleaner.reports.html.marks import Marks, Piece

#: Code points of an unmarked run that are kept at each end where its middle is left out, and from where on it is.
AROUND, LONG = 90, 260
#: The same for text taken out or put in.
GONE_AROUND, GONE_LONG = 300, 900
#: Code points of a neighbouring line that are shown for its context.
NEIGHBOUR = 56
#: Code points from which on a row is cut, between two marks.
LONGEST = 3000
#: Marks from which on it is cut, however short.
MOST_CHANGES = 40
#: Rows shown at the head and the foot of a place that a finding points at.
HEAD, FOOT = 6, 2


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines `first` to `last` of the text as read are the same before and after, and not shown."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many lines."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Row:
    """What stands between two line ends that stay: a paragraph mended of its wraps is one row of many lines before.

    `line` and `after` are the first line's numbers in the text as read and in the mended text; `continued` says that
    the row begins inside that line. `notes` are the findings told beside it. A row without `active` is context.
    """

    start: int
    end: int
    line: int
    after: int
    pieces: tuple[Piece, ...]
    notes: tuple[int, ...] = ()
    active: bool = True
    continued: bool = False


@dataclass(frozen=True, slots=True)
class _Bounds:
    start: int
    end: int
    last: bool  # whether what is put in at `end` belongs here
    continued: bool = False  # whether it begins inside a row: then what is put in at `start` does not belong here


class Rows:
    """The rows of one document. With ``fold=False`` all of it is shown."""

    def __init__(self, document: Document, marks: Marks, *, fold: bool = True) -> None:
        self.text, self.marks, self.fold = document.text, marks, fold
        self.mark = "\n" if "\n" in self.text else "\r"
        self.breaks = [at for at, char in enumerate(self.text) if char == self.mark]
        changes = marks.changes
        # By how many lines the mended text is shorter behind each change.
        lost = ((bisect_left(self.breaks, c.end) - bisect_left(self.breaks, c.start)) for c in changes)
        self.shift = [0, *accumulate(n - c.put.count(self.mark) for n, c in zip(lost, changes, strict=True))]
        self.begins, self.ends = [c.start for c in changes], [c.end for c in changes]
        # Where the lines end that end in both texts.
        self.starts = [0]
        for at in self.breaks:
            k = bisect_right(self.begins, at) - 1
            if k < 0 or self.ends[k] <= at:
                self.starts.append(at + 1)
        if self.starts[-1] == len(self.text) and len(self.starts) > 1 and not self._put_at_the_end():
            self.starts.pop()

    def _put_at_the_end(self) -> bool:
        return bool(self.marks.changes) and self.marks.changes[-1].start == len(self.text)

    def __iter__(self) -> Iterator[Row | Gap]:
        """Rows and gaps in their order."""
        active = self._active()
        shown = set(active) if self.fold else set(range(len(self.starts)))
        if self.fold:
            for index in active:
                shown |= self._neighbours(index)
        done = 0  # the first row not yet told
        for index in sorted(shown):
            if index > done:
                yield Gap(self._line(self.starts[done]), self._line(self.starts[index]) - 1)
            if index in active or not self.fold:
                yield from self._shown(index)
            else:
                near = [index + step in active for step in (-2, -1, 1, 2)]
                yield self._context(index, tail=any(near[2:]), head=any(near[:2]))
            done = index + 1
        if done < len(self.starts) and self.text:
            yield Gap(self._line(self.starts[done]), self._line(len(self.text) - 1))

    def _active(self) -> set[int]:
        active = {self._row(c.start) for c in self.marks.changes}
        for point in self.marks.points:
            first, last = self._row(point.start), self._row(max(point.start, point.end - 1))
            active |= set(range(first, min(last + 1, first + HEAD)))
            active |= set(range(max(first, last + 1 - FOOT), last + 1))
        active |= {self._row(at) for at, _ in self.marks.notes}
        return active

    def _row(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _neighbours(self, index: int) -> set[int]:
        """The nearest row with text on each side, with the blank lines between."""
        near: set[int] = set()
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(self.starts) and abs(at - index) <= 2:
                if self.text[self.starts[at] : self._end(at)].strip():
                    near |= set(range(min(at, index), max(at, index) + 1))
                    break
                at += step
        return near

    def _end(self, index: int) -> int:
        return self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)

    def _line(self, at: int) -> int:
        return bisect_left(self.breaks, at) + 1

    def _after(self, at: int, continued: bool = False) -> int:
        """The number in the mended text of the line that begins at `at`, or that is `continued` there.

        What is put in right at `at` is a part of that line, but of the part before it where a row is cut.
        """
        before = bisect_right(self.ends, at) if continued else bisect_left(self.begins, at)
        return self._line(at) - self.shift[before]

    def _context(self, index: int, *, tail: bool, head: bool) -> Row:
        """A row without a mark: of a long one the end nearest to the next mark, or to the last, or both."""
        start, end = self.starts[index], self._end(index)
        pieces = self.marks.pieces(self.text, start, end, last=False)
        body = "".join(piece.text for piece in pieces)
        size = len(body.rstrip("\r\n"))
        before, behind = NEIGHBOUR * head, NEIGHBOUR * tail
        if size > before + behind + NEIGHBOUR // 2:
            stop = start + size
            pieces = [
                Piece("kept", start, start + before, body[:before]),
                Piece("kept", start + before, stop - behind, "", skipped=size - before - behind),
                Piece("kept", stop - behind, end, body[size - behind :]),
            ]
        return Row(start, end, self._line(start), self._after(start), tuple(pieces), (), False)

    def _shown(self, index: int) -> Iterator[Row]:
        whole = _Bounds(self.starts[index], self._end(index), index + 1 == len(self.starts))
        for part in self._cut(whole):
            ends = {"first": not part.continued, "last": part.last}
            pieces = self.marks.pieces(self.text, part.start, part.end, **ends)
            notes = tuple(sorted(n for _, n in self.marks.notes_in(part.start, part.end, **ends)))
            if self.fold:
                pieces = [short for piece in pieces for short in folded(piece, self.mark)]
            yield Row(
                part.start,
                part.end,
                self._line(part.start),
                self._after(part.start, part.continued),
                tuple(pieces),
                notes,
                bool(notes) or any(p.kind != "kept" or p.points for p in pieces),
                part.continued,
            )

    def _cut(self, whole: _Bounds) -> Iterator[_Bounds]:
        """A row of tolerable length: a very long one in parts, cut where no mark is or one meets the next."""
        start, told = whole.start, 0
        if whole.end - whole.start > LONGEST:
            for at, changed in self._free(whole):
                told += changed
                if at - start >= LONGEST or told >= MOST_CHANGES:
                    yield _Bounds(start, at, True, start > whole.start)
                    start, told = at, 0
        yield _Bounds(start, whole.end, whole.last, start > whole.start)

    def _free(self, whole: _Bounds) -> Iterator[tuple[int, int]]:
        """Places inside `whole` that no mark holds, and whether one stood since the place before: 1 or 0."""
        spans = [(c.start, c.end) for c in self.marks.changes_in(whole.start, whole.end)]
        spans += [(p.start, p.end) for p in self.marks.points_in(whole.start, whole.end)]
        busy = whole.start
        for start, end in sorted(spans):
            if start >= busy > whole.start:
                # In the middle of what is between two marks, so that both keep their surroundings.
                yield (busy + min(start, busy + 2 * LONG)) // 2, 1
            busy = max(busy, end)


def folded(piece: Piece, mark: str) -> Sequence[Piece]:
    """`piece`, without its middle where it is long."""
    around, most = (AROUND, LONG) if piece.kind == "kept" and not piece.points else (GONE_AROUND, GONE_LONG)
    size = len(piece.text)
    if size <= most:
        return [piece]
    head, middle, tail = piece.text[:around], piece.text[around : size - around], piece.text[size - around :]
    of_read = piece.kind != "put"
    a, b = (piece.start + around, piece.end - around) if of_read else (piece.start, piece.end)
    return [
        replace(piece, end=a, text=head, notes=()),
        replace(piece, start=a, end=b, text="", notes=(), skipped=len(middle), lines=middle.count(mark)),
        replace(piece, start=b, text=tail),
    ]
