"""Where each character of a text went when it was cleaned: for those who hold annotations of the text as it was.

>>> from cleaner.offsets import OffsetMap
>>> import cleaner
>>> made = OffsetMap.of(cleaner.check("会上签约的项目，，涵盖装备制造。"))
>>> made.to_cleaned_span(9, 13), made.to_original(8)
((8, 12), 9)

`cleaner fix --offset-map FILE` writes one for each document, a line each; `read_maps` reads them back. What is kept is
a list of segments; between them the original has what was deleted, and the cleaned text what was put in.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from cleaner.model import Edit, Span
from cleaner.repair import in_order

if TYPE_CHECKING:
    from cleaner.plan import Result

#: The version of a line of the file. It rises when a field is renamed or goes; new fields may come any time.
SCHEMA = "1"

#: What positions count: characters; bytes of UTF-8; or what Java and JavaScript count. Never a byte order mark.
Unit = Literal["codepoint", "utf-8", "utf-16"]
UNITS: tuple[Unit, ...] = get_args(Unit)


class Segment(NamedTuple):
    """A run that is the same in both texts: ``original[start:end] == cleaned[cleaned_start:cleaned_end]``."""

    start: int
    end: int
    cleaned_start: int
    cleaned_end: int

    def is_even(self) -> bool:
        """Whether both sides are as long, as those of a run that is the same in both texts are."""
        return self.end - self.start == self.cleaned_end - self.cleaned_start


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way from positions of a text as it was to positions of the cleaned text, and back. Positions are of `unit`.

    `segments` are in the order of both texts. `moved` are runs that stand elsewhere now: a line of the page that a join
    put, unchanged, behind the paragraph. `length` and `cleaned_length` are those of the two texts.
    """

    segments: tuple[Segment, ...]
    moved: tuple[Segment, ...]
    length: int
    cleaned_length: int
    unit: Unit = "codepoint"

    @classmethod
    def of(cls, result: Result, unit: Unit = "codepoint") -> OffsetMap:
        """The map of what was applied in `result`."""
        text = result.document.text
        applied = set(result.applied)
        fixes = [finding.fix.edits for finding in result.findings if finding.fix and finding.key in applied]
        made = from_edits(text, result.edits, fixes)
        return made if unit == "codepoint" else _counted(made, text, result.text, unit)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> OffsetMap:
        """The map in a `record` of a file. Raises ValueError where it is none that this version reads."""
        try:
            if record["schema"] != SCHEMA or record["unit"] not in UNITS:
                raise ValueError(f"schema {record['schema']}, unit {record['unit']}")
            segments = tuple(Segment(*map(int, segment)) for segment in record["segments"])
            moved = tuple(Segment(*map(int, segment)) for segment in record["moved"])
            lengths = int(record["before"]["length"]), int(record["after"]["length"])
            for one in (*segments, *moved):
                if not (_lies(one[:2], lengths[0]) and _lies(one[2:], lengths[1]) and one.is_even()):
                    raise ValueError(f"segment {list(one)} in texts of {lengths[0]} and {lengths[1]}")
            if any(a.end > b.start or a.cleaned_end > b.cleaned_start for a, b in pairwise(segments)):
                raise ValueError("segments that are not in order")
            return cls(segments, moved, *lengths, record["unit"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"not a map of offsets of schema {SCHEMA}: {error}") from error

    def is_kept(self, position: int) -> bool:
        """Whether what stands at `position` of the original is in the cleaned text, moved or not."""
        return any(_at(segments, position, 0) is not None for segments in (self.segments, self.moved))

    def to_cleaned(self, position: int) -> int:
        """Where `position` of the original is now. Of what was deleted: where it stood."""
        return self._to(position, 0, self.length, self.cleaned_length)

    def to_original(self, position: int) -> int:
        """Where `position` of the cleaned text was. Of what was put in: the place that it was put in."""
        return self._to(position, 2, self.cleaned_length, self.length)

    def to_cleaned_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where what is kept of ``original[start:end]`` is now, from its first to its last character; None where
        nothing is kept. A line moved out of the span is not part of it; a span inside such a line is found where that
        stands. An empty span is a point, and stays one.
        """
        return self._span(start, end, 0) if start < end else (self.to_cleaned(start),) * 2

    def to_original_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where ``cleaned[start:end]`` was, from its first to its last character; None where all of it was put in."""
        return self._span(start, end, 2) if start < end else (self.to_original(start),) * 2

    def _to(self, position: int, side: int, length: int, other: int) -> int:
        if not 0 <= position <= length:
            raise ValueError(f"{position} is not in a text of length {length}")
        for segments in (self.segments, self.moved):
            at = _at(segments, position, side)
            if at is not None:
                return segments[at][2 - side] + position - segments[at][side]
        if position == length:
            return other
        behind = bisect_right(self.segments, position, key=lambda segment: segment[side])
        return self.segments[behind - 1][3 - side] if behind else 0

    def _span(self, start: int, end: int, side: int) -> tuple[int, int] | None:
        for segments in (self.segments, self.moved):
            inside = [
                (s[2 - side] + max(start, s[side]) - s[side], s[2 - side] + min(end, s[side + 1]) - s[side])
                for s in segments
                if s[side] < end and start < s[side + 1]
            ]
            if inside:
                return min(first for first, _ in inside), max(last for _, last in inside)
        return None


def _lies(run: Sequence[int], length: int) -> bool:
    """Whether the run from ``run[0]`` to ``run[1]`` lies in a text of `length`."""
    return 0 <= run[0] <= run[1] <= length


def _at(segments: Sequence[Segment], position: int, side: int) -> int | None:
    """The index of the segment that holds the character at `position`, in the original (0) or the cleaned text (2)."""
    if side and any(one[side] > other[side] for one, other in pairwise(segments)):
        return next((n for n, s in enumerate(segments) if s[side] <= position < s[side + 1]), None)
    at = bisect_right(segments, position, key=lambda segment: segment[side]) - 1
    return at if at >= 0 and position < segments[at][side + 1] else None


def from_edits(text: str, edits: Iterable[Edit], fixes: Iterable[Sequence[Edit]] = ()) -> OffsetMap:
    """The map of `edits` of `text`, in code points. `fixes` are the same edits as they belong together: what one of a
    fix deletes and another puts in was moved.
    """
    segments: list[Segment] = []
    places: dict[Edit, int] = {}  # where each edit's replacement stands
    cleaned = done = 0

    def keep(start: int, end: int, at: int) -> None:
        if start == end:
            return
        last = segments[-1] if segments else None
        if last and last.end == start and last.cleaned_end == at:
            segments[-1] = Segment(last.start, end, last.cleaned_start, at + end - start)
        else:
            segments.append(Segment(start, end, at, at + end - start))

    for edit in in_order(edits):
        start, end, put = edit.span.start, edit.span.end, edit.replacement
        keep(done, start, cleaned)
        cleaned += start - done
        places[edit] = cleaned
        # What a replacement leaves as it was at its ends was kept: “、、” to “、”.
        gone = text[start:end]
        head = _alike(gone, put)
        tail = _alike(gone[head:][::-1], put[head:][::-1])
        keep(start, start + head, cleaned)
        keep(end - tail, end, cleaned + len(put) - tail)
        cleaned += len(put)
        done = end
    keep(done, len(text), cleaned)
    cleaned += len(text) - done
    moved = tuple(sorted(_moved(text, fixes, places)))
    return OffsetMap(tuple(segments), moved, len(text), cleaned)


def _alike(one: str, other: str) -> int:
    """How many characters the two have in common at their start."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _moved(text: str, fixes: Iterable[Sequence[Edit]], places: dict[Edit, int]) -> Iterator[Segment]:
    """The lines that one edit of a fix deletes and another, a pure insertion, puts in again; each of them once."""
    for fix in fixes:
        gone = [edit.span for edit in fix if not edit.replacement and len(edit.span)]
        used: set[int] = set()
        for edit in in_order(fix):
            if edit.span.start != edit.span.end or edit not in places:
                continue
            at = 0
            for line in edit.replacement.splitlines(keepends=True):
                found = _find(text, line, gone, used, places)
                if found is not None:
                    start, length = found
                    used.add(start)
                    shift = line.index(text[start : start + length])
                    put = places[edit] + at + shift
                    yield Segment(start, start + length, put, put + length)
                at += len(line)


def _find(
    text: str, line: str, gone: Iterable[Span], used: set[int], places: dict[Edit, int]
) -> tuple[int, int] | None:
    """Where `line`, spaces around it aside, stands in a deleted span: its start and length."""
    words = line.strip()
    for span in gone:
        if Edit(span) not in places:
            continue  # a later fix has taken its place
        at = text.find(words, span.start, span.end) if words else -1
        while at >= 0 and at in used:
            at = text.find(words, at + 1, span.end)
        if at >= 0:
            return at, len(words)
    return None


def _counted(made: OffsetMap, text: str, cleaned: str, unit: Unit) -> OffsetMap:
    """`made`, of code points, counted in `unit`."""
    before, after = _counter(text, unit), _counter(cleaned, unit)

    def counted(segments: Sequence[Segment]) -> tuple[Segment, ...]:
        return tuple(Segment(before(s[0]), before(s[1]), after(s[2]), after(s[3])) for s in segments)

    return OffsetMap(counted(made.segments), counted(made.moved), before(len(text)), after(len(cleaned)), unit)


#: Code points between two places at which the length in another unit is known.
_STEP = 256


def _counter(text: str, unit: Unit) -> Callable[[int], int]:
    """How much of `unit` stands before a position of `text`."""
    encoding, size = ("utf-8", 1) if unit == "utf-8" else ("utf-16-le", 2)

    def length(start: int, end: int) -> int:
        return len(text[start:end].encode(encoding, "surrogatepass")) // size

    known = [0]
    for at in range(0, len(text), _STEP):
        known.append(known[-1] + length(at, min(len(text), at + _STEP)))
    return lambda at: known[at // _STEP] + length(at // _STEP * _STEP, at)


def record_of(path: str, result: Result, before: str, after: str, unit: Unit = "codepoint") -> dict[str, Any]:
    """The line of a file for one document, ready for JSON. `before` and `after` are SHA-256 of the bytes, in hex."""
    made = OffsetMap.of(result, unit)
    document = result.document
    return {
        "schema": SCHEMA,
        "path": path,
        "unit": unit,
        "encoding": document.encoding,
        "bom": document.bom,
        "before": {"sha256": before, "length": made.length},
        "after": {"sha256": after, "length": made.cleaned_length},
        "segments": [list(segment) for segment in made.segments],
        "moved": [list(segment) for segment in made.moved],
    }


def read_maps(path: str | Path) -> Iterator[tuple[dict[str, Any], OffsetMap]]:
    """Each document of a file that ``--offset-map`` wrote: its record (path, hashes …) and its map.

    Raises OSError, and ValueError with the line where one is no map.
    """
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line.decode("utf-8"))
                made = OffsetMap.from_record(record)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{path}:{number}: {error}; make the file anew with --offset-map") from error
            yield record, made
