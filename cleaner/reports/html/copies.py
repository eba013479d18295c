"""The copy that stays beside the copy that goes, with what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from rapidfuzz.distance import Levenshtein

from cleaner.document import Document
from cleaner.model import Finding, Span
from cleaner.reports.html.markup import runs

#: Code points of a copy that are compared and shown; of an equal run, those shown beside a difference.
MOST, AROUND = 1200, 24
#: Below this many code points a copy can be seen at a glance in the line itself.
LEAST = 12


@dataclass(frozen=True, slots=True)
class Copies:
    """Two readings of the same text. In `stays`, ``<ins>`` is what only that copy has; in `goes`, ``<del>``."""

    stays: Markup
    goes: Markup
    stays_line: int
    goes_line: int
    same: bool


def copies(document: Document, finding: Finding) -> Copies | None:
    """The copies that `finding` speaks of, or None where they stand together in one line anyway."""
    text = document.text
    own = [r.span for r in finding.related if r.path is None]
    if not own or finding.family == "doubled-characters":
        return None
    stays = Span(min(s.start for s in own), max(s.end for s in own))
    goes = finding.span
    if stays.touches(goes) or len(goes) < LEAST or document.place(stays.start)[0] == document.place(goes.start)[0]:
        return None
    first, second = _short(text[stays.start : stays.end]), _short(text[goes.start : goes.end])
    left: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for op in Levenshtein.opcodes(first, second):
        a, b = first[op.src_start : op.src_end], second[op.dest_start : op.dest_end]
        if op.tag == "equal":
            left.append(("kept", a))
            right.append(("kept", b))
        else:
            left += [("put", a)] if a else []
            right += [("gone", b)] if b else []
    same = all(kind == "kept" for kind, _ in (*left, *right))
    return Copies(
        runs(_near(left)), runs(_near(right)), document.place(stays.start)[0], document.place(goes.start)[0], same
    )


def _short(text: str) -> str:
    """`text` in one line: the copies may be wrapped in other places, which is no difference between them."""
    text = "".join(line.strip() or "\n" for line in text.strip().splitlines())
    return text if len(text) <= MOST else text[:MOST] + "…"


def _near(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """`pieces` with the middles of long equal runs left out."""
    out = []
    for kind, text in pieces:
        if kind == "kept" and len(text) > 3 * AROUND:
            text = f"{text[:AROUND]} … {text[-AROUND:]}"
        out.append((kind, text))
    return out
