"""What is marked in a text: runs taken out, runs put in, and places that a finding only points at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from cleaner.model import Edit, Finding, Safety, Span
from cleaner.plan import Result
from cleaner.repair import in_order

Kind = Literal["kept", "gone", "put"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one kind of mark. `start` and `end` are code points of the text as read.

    `numbers` are the findings that took it out or put it in, `points` those that only point at it. With `skipped`, the
    run is too long to show: `text` is empty, and `lines` line ends are among what is left out.
    """

    kind: Kind
    start: int
    end: int
    text: str
    numbers: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()  # findings whose number stands behind this run
    skipped: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """An applied edit, without what it leaves as it was at both ends, and the findings it comes from."""

    start: int
    end: int
    put: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place that a finding which was not applied points at."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class Marks:
    """All marks of one document, sorted by place. Findings are numbered from 1 in their order."""

    changes: Sequence[Change]
    points: Sequence[Point]
    notes: Sequence[tuple[int, int]]  # position, number: where a finding's number stands
    safeties: Mapping[int, Safety]

    def pieces(self, text: str, start: int, end: int, *, first: bool = True, last: bool = True) -> list[Piece]:
        """The runs of ``text[start:end]``.

        What is put in at `start`, and the numbers there, belong to them only if `first`, those at `end` only if `last`.
        """
        changes = [
            c
            for c in self.changes_in(start, end)
            if (c.start < end or (last and c.end == end)) and (first or c.end > start)
        ]
        points = [p for p in self.points_in(start, end) if p.start < end and p.end > start]
        notes: dict[int, list[int]] = {}
        for at, number in self.notes_in(start, end, first=first, last=last):
            notes.setdefault(at, []).append(number)
        return list(_cut(text, start, end, changes, points, notes))

    def changes_in(self, start: int, end: int) -> Sequence[Change]:
        """The changes that touch ``start..end`` or an end of it."""
        low = bisect_left(self.changes, start, key=lambda c: c.end)
        return self.changes[low : bisect_right(self.changes, end, key=lambda c: c.start)]

    def points_in(self, start: int, end: int) -> Sequence[Point]:
        """The points in ``start..end``, and some near by."""
        high = bisect_right(self.points, end, key=lambda p: p.start)
        low = bisect_left(self._reach, start + 1, 0, high)
        return self.points[low:high]

    def notes_in(self, start: int, end: int, *, first: bool, last: bool) -> Sequence[tuple[int, int]]:
        """The places of numbers in ``start..end``; those at the ends only as `first` and `last` say."""
        low = bisect_left(self.notes, (start + (not first), -1))
        return self.notes[low : bisect_left(self.notes, (end + last, -1))]

    @cached_property
    def _reach(self) -> Sequence[int]:
        """For each point, how far it and those before it reach: rising, so that it can be searched."""
        return list(accumulate((point.end for point in self.points), max))


def marks(result: Result) -> Marks:
    """What there is to mark in the text of `result`."""
    text, done = result.document.text, set(result.applied)
    numbered = list(enumerate(result.findings, 1))
    changes = list(_changes(text, result.edits, [(n, f) for n, f in numbered if f.key in done]))
    points = sorted(
        (Point(span.start, span.end, n) for n, f in numbered if f.key not in done for span in _places(f)),
        key=lambda p: (p.start, p.end, p.number),
    )
    behind: dict[int, int] = {}
    for change in changes:
        for number in change.numbers:
            behind.setdefault(number, change.end)
    # Behind the text, not behind the line end that stays after it: the number belongs to this line.
    for point in points:
        behind.setdefault(point.number, _text_end(text, point.start, point.end))
    for number, finding in numbered:
        behind.setdefault(number, _text_end(text, finding.span.start, finding.span.end))
    notes = sorted((at, number) for number, at in behind.items())
    return Marks(changes, points, notes, {n: f.safety for n, f in numbered})


def _changes(text: str, edits: Iterable[Edit], applied: Sequence[tuple[int, Finding]]) -> Iterator[Change]:
    owners = sorted((e.span.start, e.span.end, n) for n, f in applied if f.fix for e in f.fix.edits)
    for edit in in_order(edits):
        span = edit.span
        near = owners[bisect_left(owners, (span.start,)) : bisect_right(owners, (span.end, 1 << 60))]
        numbers = tuple(sorted({n for _, end, n in near if end <= span.end}))
        start, end, new = trimmed(text, edit)
        if start < end or new:
            yield Change(start, end, new, numbers)


def _text_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return end


def trimmed(text: str, edit: Edit) -> tuple[int, int, str]:
    """Start, end and replacement of `edit` without what it leaves as it was at both ends."""
    start, end, new = edit.span.start, edit.span.end, edit.replacement
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return start, end, new


def _places(finding: Finding) -> list[Span]:
    """What a finding that was not applied points at: what its fix would take out, else all of its span."""
    gone = [edit.span for edit in finding.fix.edits if len(edit.span)] if finding.fix else []
    return gone or [finding.span]


def _cut(
    text: str, start: int, end: int, changes: Sequence[Change], points: Sequence[Point], notes: Mapping[int, list[int]]
) -> Iterator[Piece]:
    cuts = {start, end, *notes}
    for change in changes:
        cuts |= {change.start, change.end}
    for point in points:
        cuts |= {point.start, point.end}
    places = sorted(at for at in cuts if start <= at <= end)
    puts: dict[int, list[Change]] = {}
    for change in changes:
        if change.put:
            puts.setdefault(change.end, []).append(change)
    index = 0
    for n, at in enumerate(places):
        made = [Piece("put", at, at, change.put, change.numbers) for change in puts.get(at, ())]
        if made or at in notes:
            # An empty run holds the number where nothing was put in.
            made = made or [Piece("kept", at, at, "")]
            tail = made[-1]
            made[-1] = Piece(tail.kind, at, at, tail.text, tail.numbers, (), tuple(notes.get(at, ())))
            yield from made
        if n + 1 == len(places):
            return
        stop = places[n + 1]
        while index < len(changes) and changes[index].end <= at:
            index += 1
        inside = index < len(changes) and changes[index].start <= at
        pointed = tuple(sorted({p.number for p in points if p.start <= at and stop <= p.end}))
        numbers = changes[index].numbers if inside else ()
        yield Piece("gone" if inside else "kept", at, stop, text[at:stop], numbers, pointed)
