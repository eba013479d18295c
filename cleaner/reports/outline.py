"""The parts of a page told: an aligned listing for a terminal, and records for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from cleaner.document import Document
from cleaner.outline import Block, Part, outline
from cleaner.printable import told_name
from cleaner.reports.excerpt import elided, padded, visible, width
from cleaner.structure import Role, StructLine, structure
from cleaner.views import View
from cleaner.wording import between, say

#: Parts whose lines are told together where they stand one under the other.
TOGETHER = frozenset({Part.TABLE, Part.CODE, Part.CONTENTS, Part.VERSE})

#: Terminal cells that the words of a line get at the least.
LEAST_ROOM = 24

_COLOURS = {
    Part.HEADLINE: "1",
    Part.KICKER: "36",
    Part.SUBHEAD: "1;36",
    Part.BYLINE: "34",
    Part.CREDIT: "34",
    Part.CAPTION: "35",
    Part.FURNITURE: "2",
    Part.JUMP: "33",
}


def listing(name: str, document: Document, lang: str, columns: int, *, colour: bool = False) -> Iterator[str]:
    """The lines that tell the parts of `document`, at most `columns` terminal cells wide where that can be.

    A row is a paragraph, or a line that stands for itself: its lines as editors count them, its part, its indent and
    its width in typeset cells, its words. Rules part the pages.
    """
    view = View(document.text)
    blocks = view.memo(outline)
    rows = [_Row(document, group, lang) for group in _groups(blocks)]
    lines_wide = max((width(row.lines) for row in rows), default=0)
    part_wide = max((width(row.part) for row in rows), default=0)
    size_wide = max((width(row.size) for row in rows), default=0)
    room = max(LEAST_ROOM, columns - lines_wide - part_wide - size_wide - 6)
    page = 1
    for row in rows:
        if row.page != page:
            page = row.page
            rule = f"── {say(lang, 'page', page=page)} "
            yield _painted(rule + "─" * max(0, min(columns, 72) - width(rule)), "2", colour)
        note = f"  ({row.note})" if row.note else ""
        words = elided(row.words, max(LEAST_ROOM // 2, room - width(note))) + note
        head = f"{padded(row.lines, lines_wide)}  {padded(row.part, part_wide)}  {padded(row.size, size_wide)}  "
        yield (head + _painted(words, _COLOURS.get(row.kind, ""), colour)).rstrip()
    if rows:
        yield ""
    yield summary(name, document, view.memo(structure), blocks, lang)


def summary(name: str, document: Document, lines: Sequence[StructLine], blocks: list[Block], lang: str) -> str:
    """How many lines, pages, paragraphs and other parts there are."""
    counts = Counter(block.part for block in blocks)
    counts[Part.BLANK] = sum(line.role is Role.BLANK for line in lines)
    parts = between(lang).join(f"{say(lang, f'part-{part}')} {counts[part]}" for part in Part if counts[part])
    pages = lines[-1].line.page if lines else 0
    counted = (
        say(lang, "one-line" if len(lines) == 1 else "lines", count=len(lines)),
        say(lang, "one-page" if pages == 1 else "pages", count=pages),
    )
    told = say(lang, "outline", path=told_name(name), lines=counted[0], pages=counted[1])
    return told + (("；" if lang == "zh" else "; ") + parts if parts else "")


class _Row:
    """One row of the listing."""

    def __init__(self, document: Document, group: list[Block], lang: str) -> None:
        first, last = group[0].lines[0], group[-1].lines[-1]
        start, end = (document.place(line.line.start)[0] for line in (first, last))
        count = sum(len(block.lines) for block in group)
        widest = max(line.width for block in group for line in block.lines)
        self.kind = group[0].part
        self.page = first.line.page
        self.lines = f"{start:>4}" + (f"–{end}" if end > start else "")
        self.part = say(lang, f"part-{self.kind}")
        self.size = f"{first.indent:>2}/{widest:<3}"
        self.words = visible(group[0].text)
        proof = first.proof
        if proof:
            self.note = say(lang, f"kind-{proof.kind}") + (f" {proof.number}" if proof.number else "")
        else:
            self.note = say(lang, "lines", count=count) if count > 1 else ""


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """`blocks`, lines of one table, one poem or one piece of code together."""
    numbered = enumerate(blocks)
    for _, group in groupby(numbered, lambda nb: nb[1].part if nb[1].part in TOGETHER else nb[0]):
        yield [block for _, block in group]


def _painted(text: str, colour: str, on: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if on and colour else text


def record(name: str, document: Document) -> dict[str, Any]:
    """The parts of `document`, ready for JSON. Positions are code points from 0, lines count as editors count them."""
    view = View(document.text)
    blocks = view.memo(outline)
    lines = view.memo(structure)
    return {
        "path": name,
        "characters": len(document.text),
        "lines": len(lines),
        "pages": lines[-1].line.page if lines else 0,
        "parts": dict(sorted(Counter(str(block.part) for block in blocks).items())),
        "blocks": [_block(document, block) for block in blocks],
    }


def _block(document: Document, block: Block) -> dict[str, Any]:
    first, proof = block.lines[0], block.lines[0].proof
    told: dict[str, Any] = {
        "part": str(block.part),
        "page": first.line.page,
        "lines": [document.place(line.line.start)[0] for line in block.lines],
        "start": block.span.start,
        "end": block.span.end,
        "indent": first.indent,
        "width": max(line.width for line in block.lines),
        "text": block.text,
    }
    if proof:
        told["furniture"] = {
            "kind": str(proof.kind),
            "number": proof.number,
            "times": proof.times,
            "at_edge": proof.at_edge,
            "rising": proof.rising,
        }
    return told
