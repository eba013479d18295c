"""Footnotes at a page's foot, between the two halves of a sentence: a join may step over them as over a folio.

Proven by three things together: a mark such as ① or [3] that begins the line stands in the text above on the same page;
nothing but notes and furniture follows on that page; and the text above them stops in mid-sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from cleaner.furniture import Kind, Proof
from cleaner.patterns import lazily
from cleaner.rows import Rows

#: What a note begins with, and where the text refers to it: behind a word or a mark, not at a line's beginning.
MARK = lazily(r"\s*([\u2460-\u2473]|[\[［〔]\s?\p{Nd}{1,2}\s?[\]］〕]|\*{1,3}(?![*\s]))")
HEADS = "".join(map(chr, range(0x2460, 0x2474))) + "[［〔*"
REFERENCE = r"(?<=[\p{Han}”’」』》）。，；：、])"
#: The end of a line that goes on: no mark but a comma.
OPEN = lazily(r"[\p{Han}\p{Nd}A-Za-z，、]\s*$")
#: Lines that the notes of a page have at the most.
MOST = 12


def footnotes(rows: Rows, furniture: Mapping[int, Proof]) -> dict[int, Proof]:
    """The lines that are footnotes, by index. `furniture` are the lines proven to be other furniture."""
    # Without a page's end there is no foot, and without a mark at a line's head no note.
    if not (furniture or "\f" in rows.text) or not rows.headed(HEADS):
        return {}
    texts = [rows.whole(index) for index in range(len(rows))]
    shown: list[int] = (~rows.blank).nonzero()[0].tolist()
    page: list[int] = rows.page.tolist()
    found: dict[int, Proof] = {}
    start = 0  # among those shown, where the page begins
    for place, index in enumerate(shown):
        below = shown[place + 1] if place + 1 < len(shown) else None
        ends = below is not None and (page[below] != page[index] or below in furniture)
        if not ends or index in furniture:
            start = place + 1 if index in furniture else start
            continue
        first = _first_note(shown[start : place + 1], texts)
        if first is not None:
            notes = [i for i in shown[start : place + 1] if i >= first]
            found.update((i, Proof(Kind.FOOTNOTE, 1, 1, 0, "")) for i in notes)
        start = place + 1
    return found


def _first_note(page: Sequence[int], texts: Sequence[str]) -> int | None:
    """The line at which the notes of a page begin, or None."""
    for at in range(max(1, len(page) - MOST), len(page)):
        match = MARK.match(texts[page[at]])
        if match is None or not OPEN.search(texts[page[at - 1]]) or MARK.match(texts[page[at - 1]]):
            continue
        mark = lazily(REFERENCE + regex.escape(match[1]))
        if any(mark.search(texts[i]) for i in page[:at]):
            return page[at]
    return None
