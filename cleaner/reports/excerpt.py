"""Short views of a text for people: what was seen, what it becomes, and where."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cleaner.document import Document
from cleaner.model import Edit, Finding, Span
from cleaner.printable import visible
from cleaner.repair import apply

__all__ = ["elided", "hull", "is_break", "moved", "padded", "seen_and_read", "visible", "width"]


@lru_cache(maxsize=1 << 12)
def _cell(char: str) -> int:
    # What Chinese pages are made of is settled; wcwidth and its tables are imported for the rest.
    if " " <= char <= "~":
        return 1
    if "\u4e00" <= char <= "\u9fff" or "\u3001" <= char <= "\u3011" or "\uff01" <= char <= "\uff5e":
        return 2
    from wcwidth import wcwidth

    return max(0, wcwidth(char))


def width(text: str) -> int:
    """The cells that `text` takes in a terminal."""
    return sum(map(_cell, text))


def padded(text: str, cells: int) -> str:
    """`text` with spaces up to `cells` terminal cells."""
    return text + " " * max(0, cells - width(text))


def elided(text: str, cells: int) -> str:
    """`text` in at most `cells` terminal cells: where it is longer, its middle gives way to ``…``."""
    if 2 * len(text) <= cells or width(text) <= cells:
        return text
    room = (cells - 1) // 2
    head, tail = _start(text, room), _start(text[::-1], room)[::-1]
    return f"{head}…{tail}"


def _start(text: str, cells: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += _cell(char)
        if used > cells:
            return text[:index]
    return text


def hull(span: Span, edits: Iterable[Edit]) -> Span:
    """The span of a finding and of its `edits`."""
    spans = [span, *(edit.span for edit in edits)]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def moved(edits: tuple[Edit, ...], start: int) -> list[Edit]:
    """`edits` in coordinates of the text from `start` on."""
    return [Edit(Span(edit.span.start - start, edit.span.end - start), edit.replacement) for edit in edits]


def seen_and_read(text: str, finding: Finding, around: int = 0, *, near: bool = False) -> tuple[str, str | None]:
    """What stands at a finding, and what would stand there after its fix (None without one).

    `around` is how many code points of the same line to show on each side. With `near`, edits outside the finding's own
    span are left out: those that put a folio, stepped over by a join, behind the paragraph. One that begins inside and
    reaches over the end, to the mark of a last copy, stays.
    """
    edits = finding.fix.edits if finding.fix else ()
    if near:
        edits = tuple(edit for edit in edits if _of_span(edit.span, finding.span)) or edits
    place = hull(finding.span, edits)
    start, end = place.start, place.end
    while start > max(0, place.start - around) and text[start - 1] not in "\r\n\f":
        start -= 1
    while end < min(len(text), place.end + around) and text[end] not in "\r\n\f":
        end += 1
    seen = text[start:end]
    if not finding.fix:
        return seen, None
    return seen, apply(seen, moved(edits, start))[0]


def _of_span(edit: Span, span: Span) -> bool:
    return span.covers(edit) or (edit.start < span.end and span.start < edit.end)


def is_break(document: Document, finding: Finding) -> bool:
    """Whether a finding's fix does nothing but take out white space with a line end in it."""
    text = document.text
    if not finding.fix:
        return False
    gone = [text[edit.span.start : edit.span.end] for edit in finding.fix.edits]
    return (
        all(not piece.strip() for piece in gone)
        and any("\n" in piece or "\r" in piece or "\f" in piece for piece in gone)
        and not any(edit.replacement.strip() for edit in finding.fix.edits)
    )
