"""Lines that belong to the page and not to its text. What is taken away stays in the findings, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.folios import glued_folios
from cleaner.furniture import Kind
from cleaner.linking.jumps import Jump, jumps
from cleaner.model import Edit, Hit, Safety, Span
from cleaner.structure import Role, StructLine, Structure, ends_sentence, structure
from cleaner.views import View

KINDS: Mapping[str, Mapping[str, Any]] = {
    "running-head": {},
    "folio": {},
    "editors-line": {},
    "jump-line": {},
    "glued-folio": {},
}

#: What a jump line is sure to be where a sentence stops or begins at it, and where only its brackets and its place on a
#: line of its own say so.
SURE, LIKELY = 0.95, 0.8

#: Cells from which a line without a mark at its end may be a sentence left open.
SHORTEST = 20


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The lines of one kind."""
    if kind == "glued-folio":
        yield from _glued(view)
    elif kind == "jump-line":
        yield from _jumps(view)
    else:
        yield from _proven(view, Kind(kind))


def _proven(view: View, kind: Kind) -> Iterator[Hit]:
    lines = view.memo(structure)
    for at, proof in lines.furniture.items():
        if proof.kind is not kind:
            continue
        line = lines[at]
        yield Hit(
            _words(line),
            (Edit(_with_its_gap(view, lines, at)),),
            confidence=proof.confidence,
            values={"text": line.bare, "number": proof.number or "?", "times": str(proof.times)},
            evidence={
                "text": line.bare,
                "page": line.line.page,
                "number": proof.number,
                "lines_alike": proof.times,
                "at_page_edges": proof.at_edge,
                "rising": proof.rising,
            },
        )


def _words(line: StructLine) -> Span:
    start = line.line.start + len(line.text) - len(line.text.lstrip())
    return Span(start, start + len(line.bare))


def _with_its_gap(view: View, lines: Structure, at: int) -> Span:
    """Line `at` with its end, and with one blank line where it stands between two. A form feed, a page's end, stays."""
    line = lines[at].line
    if view.text[line.end : line.stop] == "\f":
        return Span(line.start, line.end)
    blank_above = at == 0 or lines[at - 1].role is Role.BLANK
    if blank_above and at + 1 < len(lines) and lines[at + 1].role is Role.BLANK:
        below = lines[at + 1].line
        return Span(line.start, below.end if view.text[below.end : below.stop] == "\f" else below.stop)
    return Span(line.start, line.stop)


def _jumps(view: View) -> Iterator[Hit]:
    lines = view.memo(structure)
    at_start = {start: at for at, start in enumerate(view.lines.starts)}
    for jump in view.memo(jumps):
        start = view.text.rfind("\n", 0, jump.span.start) + 1
        at = next((at_start[s] for s in (start, jump.span.start) if s in at_start), None)
        beside = jump.open or (not jump.onward and bool(jump.words))
        edit = _with_its_gap(view, lines, at) if jump.alone and at is not None else jump.span
        # An open sentence and the next article must not come to stand together: a line end would look like a wrap.
        parts = _parts_an_open_sentence(lines, at, jump) if at is not None else True
        yield Hit(
            jump.span,
            (Edit(edit),) if not parts else (),
            confidence=SURE if beside else LIKELY,
            values={"text": view.text[jump.span.start : jump.span.end].strip(), "page": jump.page},
            evidence={
                "text": view.text[jump.span.start : jump.span.end].strip(),
                "page": lines[at].line.page if at is not None else 0,
                "number": jump.page,
                "own_page": jump.own,
                "onward": jump.onward,
                "sentence_open": jump.open,
                "on_a_line_of_its_own": jump.alone,
            },
            safety=Safety.SHOWN if parts else None,
        )


def _parts_an_open_sentence(lines: Structure, at: int, jump: Jump) -> bool:
    """Whether the text above stops in mid-sentence and other text follows right below."""
    above, below = (_beside(lines, at, step) for step in (-1, 1))
    goes_on = below is not None and below.role is Role.BODY
    if jump.onward:
        return jump.open and goes_on
    # A short line above is a name or a title, not the end of a sentence: 朱青禾 / （上接第1版）
    opens = above is not None and above.role in (Role.BODY, Role.DATELINE) and above.width >= SHORTEST
    return opens and above is not None and not ends_sentence(above.text) and goes_on


def _beside(lines: Structure, at: int, step: int) -> StructLine | None:
    """The next line of text from line `at`, upwards or downwards."""
    at += step
    while 0 <= at < len(lines) and lines.roles[at] in (Role.BLANK, Role.FURNITURE):
        at += step
    return lines[at] if 0 <= at < len(lines) else None


def _glued(view: View) -> Iterator[Hit]:
    for folio in view.memo(glued_folios):
        around = view.text[max(0, folio.span.start - 8) : folio.span.end + 8]
        yield Hit(
            folio.span,
            (Edit(folio.span),),
            confidence=min(0.99, round(1 - 0.5**folio.counted, 4)),
            values={"number": str(folio.number), "text": " ".join(around.split())},
            evidence={
                "text": str(folio.number),
                "page": folio.page,
                "number": str(folio.number),
                "numbers_in_step": folio.counted,
            },
        )
