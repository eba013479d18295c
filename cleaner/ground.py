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


class Deletions:
    """The deletions made on one view, kept by where they are, so that looking all of them up takes linear time."""

    def __init__(self) -> None:
        self._near: defaultdict[int, dict[int, Deletion]] = defaultdict(dict)

    def add(self, deletion: Deletion) -> None:
        for place in self._places((*deletion.gone, *deletion.copies)):
            self._near[place][id(deletion)] = deletion

    def near(self, spans: Iterable[Span]) -> Iterator[Deletion]:
        """Those that may touch one of `spans`, with what they delete or with a copy. Some come more than once."""
        for place in self._places(spans):
            if place in self._near:
                yield from self._near[place].values()

    @staticmethod
    def _places(spans: Iterable[Span]) -> set[int]:
        return {at for span in spans for at in range(span.start // NEAR, span.end // NEAR + 1)}


def undercuts(gone: Sequence[Span], kept: Sequence[Span], copies: Sequence[Span]) -> bool:
    """Whether deleting `gone` (whose own copies are `kept`) takes text out of `copies`, other than a repeat inside."""
    return any(any(g.touches(copy) for g in gone) and not all(copy.covers(k) for k in kept) for copy in copies)


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
        return any(s.touches(span) for s in self._near(span))

    def _near(self, span: Span) -> list[Span]:
        low = bisect_left(self._spans, Span(span.start, span.start))
        high = bisect_left(self._spans, Span(span.end, span.end))
        return self._spans[max(0, low - 1) : high]
