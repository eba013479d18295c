"""What fixes delete and what a person wrote, looked up by where it is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.model import Span

#: Characters a bucket in which deletions are looked up.
NEAR = 64


@dataclass(slots=True)
class Deletion:
    """What an applied fix deletes (white space aside), and the copies that it rests on."""

    gone: list[Span]
    copies: list[Span]


class _Near:
    """Deletions made on one view, kept by where some of their spans are: looking all of them up takes linear time."""

    def __init__(self) -> None:
        self._at: defaultdict[int, dict[int, Deletion]] = defaultdict(dict)

    def add(self, deletion: Deletion, spans: Iterable[Span]) -> None:
        for place in self._places(spans):
            self._at[place][id(deletion)] = deletion

    def to(self, spans: Iterable[Span]) -> Iterator[Deletion]:
        """Those that may touch one of `spans`. Some come more than once."""
        for place in self._places(spans):
            if place in self._at:
                yield from self._at[place].values()

    @staticmethod
    def _places(spans: Iterable[Span]) -> set[int]:
        return {at for span in spans for at in range(span.start // NEAR, span.end // NEAR + 1)}


class Deletions:
    """The deletions made on one view, by what they delete and by their copies: thousands may rest on one copy."""

    def __init__(self) -> None:
        self._deleted, self._rested_on = _Near(), _Near()

    def add(self, gone: list[Span], copies: list[Span]) -> None:
        """A fix deletes `gone`, which still stands in `copies`."""
        deletion = Deletion(gone, copies)
        self._deleted.add(deletion, gone)
        self._rested_on.add(deletion, copies)

    def clash(self, gone: Sequence[Span], copies: Sequence[Span]) -> bool:
        """Whether deleting `gone`, which is not empty, takes a copy from one of them, or one of them took a copy."""
        return any(_undercuts(d.gone, d.copies, copies) for d in self._deleted.to(copies)) or any(
            _undercuts(gone, copies, d.copies) for d in self._rested_on.to(gone)
        )


def _undercuts(gone: Sequence[Span], kept: Sequence[Span], copies: Sequence[Span]) -> bool:
    """Whether deleting `gone` (whose own copies are `kept`) takes text out of `copies`, other than a repeat inside."""
    low, high = min(g.start for g in gone), max(g.end for g in gone)
    # Only copies near what goes: a line drawn character by character has as many copies as characters.
    near = [copy for copy in copies if copy.start <= high and low <= copy.end]
    return any(any(g.touches(copy) for g in gone) and not all(copy.covers(k) for k in kept) for copy in near)


class Spans:
    """Spans that do not overlap, and whether another touches one of them."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        for span in sorted(spans):
            self.add(span)

    def add(self, span: Span) -> None:
        """Adds `span`. What overlaps it already is taken together with it."""
        near = [s for s in self._near(span) if s.touches(span)]
        if near:
            span = Span(min(span.start, near[0].start), max(span.end, near[-1].end))
            self._spans = [s for s in self._spans if not span.covers(s)]
        insort(self._spans, span)

    def touch(self, span: Span) -> bool:
        """Whether `span` shares a code point with one of them, or is an empty place inside one."""
        return bool(self._spans) and any(s.touches(span) for s in self._near(span))

    def _near(self, span: Span) -> list[Span]:
        low = bisect_left(self._spans, Span(span.start, span.start))
        high = bisect_left(self._spans, Span(span.end, span.end))
        return self._spans[max(0, low - 1) : high]
