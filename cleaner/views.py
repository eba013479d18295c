"""The text as it would read once some edits are made, each character with its place in the text as read.

A view rewrites nothing: it is the text as read with edits laid over it. Detectors look at views, and what they find is
put back into coordinates of the text as read, so that every finding can be shown, taken or refused on its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from cleaner.document import Lines
from cleaner.model import Edit, Finding, Fix, Span
from cleaner.repair import EditError, in_order

T = TypeVar("T")


class _Piece(NamedTuple):
    """A run of the view: kept from the text as read, or put in by an edit."""

    at: int  # in the view
    start: int  # in the text as read
    end: int
    put: str | None  # what an edit put in; None for kept text


class View:
    """Text with edits laid over it, and the way back.

    `text` is what detectors read. A view made of no edits is the text itself.
    """

    def __init__(self, original: str, edits: Iterable[Edit] = ()) -> None:
        self.original = original
        self.edits: tuple[Edit, ...] = tuple(in_order(edits))
        self._memo: dict[Any, Any] = {}
        pieces: list[_Piece] = []
        parts: list[str] = []
        at = done = 0
        for edit in self.edits:
            start, end = edit.span.start, edit.span.end
            if start < done or end > len(original):
                raise EditError(f"edits overlap or lie outside the text at {start}..{end}")
            if start > done:
                pieces.append(_Piece(at, done, start, None))
                parts.append(original[done:start])
                at += start - done
            # An edit that only deletes leaves a piece of no length, so that its place is known.
            pieces.append(_Piece(at, start, end, edit.replacement))
            parts.append(edit.replacement)
            at += len(edit.replacement)
            done = end
        if done < len(original) or not pieces:
            pieces.append(_Piece(at, done, len(original), None))
            parts.append(original[done:])
        self.text = "".join(parts)
        # Pieces that take room in the view; a position is looked up among them.
        self._pieces = [p for p in pieces if p.put is None or p.put] or pieces[:1]
        self._ats = [p.at for p in self._pieces]
        #: Where edits deleted text and put none in its place.
        self.cuts = [p.at for p in pieces if p.put == ""]
        self._edit_ends = [edit.span.end for edit in self.edits]

    def memo(self, make: Callable[[View], T]) -> T:
        """`make(self)`, made once: what several detectors need of one view (its lines, its structure, its loops)."""
        if make not in self._memo:
            self._memo[make] = make(self)
        value: T = self._memo[make]
        return value

    def is_cut(self, span: Span) -> bool:
        """Whether an edit deleted text inside `span` or right at one of its ends."""
        at = bisect_left(self.cuts, span.start)
        return at < len(self.cuts) and self.cuts[at] <= span.end

    @property
    def lines(self) -> Lines:
        """The lines of the view's text."""
        return self.memo(_lines)

    def _index(self, position: int) -> int:
        return max(0, bisect_right(self._ats, position) - 1)

    def _piece(self, position: int) -> _Piece:
        return self._pieces[self._index(position)]

    def to_read(self, span: Span) -> Span:
        """Where `span` of the view stands in the text as read.

        The span may grow to take in text that edits deleted inside it, and the whole place of text that was put in.
        """
        if not self.edits:
            return span
        if span.start == span.end:
            if span.start >= len(self.text):
                return Span(len(self.original), len(self.original))
            piece = self._piece(span.start)
            start = piece.start + (span.start - piece.at if piece.put is None else 0)
            return Span(start, start)
        first, last = self._piece(span.start), self._piece(span.end - 1)
        start = first.start + (span.start - first.at if first.put is None else 0)
        end = last.start + (span.end - last.at) if last.put is None else last.end
        return Span(start, max(start, end))

    def edit_to_read(self, edit: Edit) -> Edit:
        """`edit` of the view as an edit of the text as read.

        Where it cuts into text that an earlier edit put in place of other text, the rest of that is kept in the
        replacement. Where it begins or ends with all of a text that was put in between two characters (a folio moved
        behind its paragraph, and now to be moved on), it takes the character beside with it and puts that in again, so
        that it goes over the place. Raises EditError where it cuts into such a text.
        """
        if not self.edits:
            return edit
        span = self.to_read(edit.span)
        before = after = ""
        if edit.span.start < edit.span.end:
            low, high = self._index(edit.span.start), self._index(edit.span.end - 1)
            first, last = self._pieces[low], self._pieces[high]
            if first.put is not None and first.start == first.end:
                before = self._beside(low - 1, first, edit.span.start == first.at, at_end=True)
                span = Span(span.start - 1, span.end)
            elif first.put is not None:
                before = first.put[: edit.span.start - first.at]
            if last.put is not None and last.start == last.end:
                after = self._beside(high + 1, last, edit.span.end == last.at + len(last.put), at_end=False)
                span = Span(span.start, span.end + 1)
            elif last.put is not None:
                after = last.put[edit.span.end - last.at :]
        return Edit(span, before + edit.replacement + after)

    def _beside(self, index: int, inserted: _Piece, whole: bool, *, at_end: bool) -> str:
        """The last (or first) character of the piece at `index`, beside an `inserted` text of which the `whole` goes.
        Raises EditError where no text as read stands right there.
        """
        piece = self._pieces[index] if 0 <= index < len(self._pieces) else inserted
        meets = (piece.end if at_end else piece.start) == inserted.start
        if not (whole and meets and piece.put is None and piece.start < piece.end):
            raise EditError("an edit cuts into inserted text")
        return self.original[piece.end - 1 if at_end else piece.start]

    def edits_to_read(self, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """`edits` of the view, which do not overlap, as edits of the text as read, which do not either.

        Two that cut into text put in by one earlier edit (of ⼈⼦, mended to 人子, the one and the other) become one.
        Raises EditError as `edit_to_read` does.
        """
        made = tuple(map(self.edit_to_read, edits))
        places = sorted((edit.span.start, edit.span.end) for edit in made)
        if all(one[1] <= other[0] for one, other in pairwise(places)):
            return made
        whole: list[Edit] = []  # of the view
        for edit in in_order(edits):
            if whole and self.to_read(whole[-1].span).end > self.to_read(edit.span).start:
                last = whole.pop()
                between = self.text[last.span.end : edit.span.start]
                edit = Edit(Span(last.span.start, edit.span.end), last.replacement + between + edit.replacement)
            whole.append(edit)
        return tuple(map(self.edit_to_read, whole))

    def changes(self, span: Span) -> bool:
        """Whether an edit of this view touches `span` of the text as read."""
        at = bisect_right(self._edit_ends, span.start)
        return at < len(self.edits) and self.edits[at].span.touches(span)

    def from_read(self, position: int) -> int:
        """Where code point `position` of the text as read stands in the view (the nearest one behind, if deleted)."""
        low, high = 0, len(self._pieces)
        while low < high:
            middle = (low + high) // 2
            if self._pieces[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        if low == len(self._pieces):
            return len(self.text)
        piece = self._pieces[low]
        if piece.put is not None or position < piece.start:
            return piece.at
        return piece.at + position - piece.start


def _lines(view: View) -> Lines:
    return Lines(view.text)


class Overlay:
    """Edits of the text as read that do not overlap, growing. Adding one takes the place of those it covers.

    A deleted loop takes with it the joins inside; an edit that overlaps another in any other way does not fit.
    """

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self._edits: list[Edit] = []
        self._places: list[tuple[int, int]] = []
        for edit in edits:
            self.add((edit,))

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._edits)

    def fits(self, edits: Iterable[Edit]) -> bool:
        """Whether all of `edits` can be added (they are taken not to overlap one another)."""
        return all(self._room(edit) is not None for edit in edits)

    def add(self, edits: Iterable[Edit]) -> None:
        """Lays `edits` over those there are. Raises EditError where one does not fit."""
        for edit in edits:
            room = self._room(edit)
            if room is None:
                raise EditError(f"edits overlap at {edit.span.start}..{edit.span.end}")
            low, high = room
            self._edits[low:high] = [edit]
            self._places[low:high] = [(edit.span.start, edit.span.end)]

    def _room(self, new: Edit) -> tuple[int, int] | None:
        """The slice of edits whose place `new` takes, or None where it does not fit."""
        start, end = new.span.start, new.span.end
        if start == end:
            # Insertions at one point stay in the order in which they came.
            at = bisect_right(self._places, (start, end))
            if at > 0 and self._places[at - 1][1] > start:
                return None
            return at, at
        low = bisect_left(self._places, (start, start))
        if low > 0 and self._places[low - 1][1] > start:
            return None
        # Text put in at the very edge of what is deleted is not inside it.
        while low < len(self._places) and self._places[low] == (start, start):
            low += 1
        high = low
        while high < len(self._places) and self._places[high][0] < end:
            if self._places[high][1] > end:
                return None
            high += 1
        return low, high


def both(first: Finding, then: Finding) -> Finding:
    """One finding of two with the same rule and place, the second found where the first had been mended: a run drawn
    four times of which a pass saw two. Its fix is both.
    """
    assert first.fix
    assert then.fix
    edits = Overlay(first.fix.edits)
    edits.add(then.fix.edits)
    return replace(first, fix=Fix(tuple(edits), then.fix.safety), related=(*first.related, *then.related))
