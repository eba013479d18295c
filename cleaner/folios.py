"""Page numbers that an extractor glued to the text: told by the count that they keep with the folios around them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cleaner.furniture import Kind
from cleaner.model import Span
from cleaner.patterns import lazily
from cleaner.structure import Role, StructLine, Structure, structure
from cleaner.views import View

#: A number at the beginning of a page's first line, 5• 附件包一个, and at the end of its last, …的发展12. Not one that
#: counts or measures something, and no list's.
FIRST = lazily(r"^\s*(\p{Nd}{1,4})(?=[^\p{Nd}\s.．、,，)）\]】:：;；/\-–—~～%％℃年月日时分秒个亿万千百余多元])")
LAST = lazily(r"(?<=[\p{Han}。！？”’）)])(\p{Nd}{1,4})\s*$")
#: Numbers that must keep count together, those glued to text and those on lines of their own.
LEAST, LEAST_WITHOUT_FOLIO, SHARE = 3, 4, 0.8


@dataclass(frozen=True, slots=True)
class Glued:
    """A folio glued to text, in the view's coordinates."""

    span: Span
    number: int
    counted: int  # how many page numbers keep count with it, itself included
    page: int


def glued_folios(view: View) -> list[Glued]:
    """The page numbers glued to lines of text. Call it as ``view.memo(glued_folios)``."""
    breaks = _breaks(view.memo(structure))
    if len(breaks) < LEAST:
        return []
    # By what a number is more than the count of its page break: folios keep this the same from page to page.
    whole: dict[int, set[int]] = defaultdict(set)
    glued: dict[int, dict[int, list[Glued]]] = defaultdict(lambda: defaultdict(list))
    for count, (above, furniture, below) in enumerate(breaks):
        for line in furniture:
            if line.proof and line.proof.kind is Kind.FOLIO and line.proof.number.isdecimal():
                whole[int(line.proof.number) - count].add(count)
        for beside, pattern in ((above, LAST), (below, FIRST)):
            match = pattern.search(beside.text) if beside else None
            if beside and match:
                start = beside.line.start + match.start(1)
                number = int(match[1])
                span = Span(start, start + len(match[1]))
                glued[number - count][count].append(Glued(span, number, 0, beside.line.page))
    found = []
    for offset, places in glued.items():
        total = len(whole[offset] | set(places))
        by_themselves = len(places) >= LEAST_WITHOUT_FOLIO and total >= SHARE * len(breaks)
        if total >= LEAST and (whole[offset] or by_themselves):
            found += [Glued(g.span, g.number, total, g.page) for group in places.values() for g in group]
    return sorted(found, key=lambda g: g.span)


def _breaks(lines: Structure) -> list[tuple[StructLine | None, list[StructLine], StructLine | None]]:
    """Where pages meet: the last line of text above, the furniture between, the first line of text below."""
    breaks: list[tuple[StructLine | None, list[StructLine], StructLine | None]] = []
    page = lines.rows.lines.pages
    if not lines.furniture and (not page or page[-1] == 1):
        return breaks
    above: int | None = None
    furniture: list[StructLine] = []
    for at, role in enumerate(lines.roles):
        if role is Role.FURNITURE:
            furniture.append(lines[at])
        elif role is not Role.BLANK:
            if furniture or (above is not None and page[above] != page[at]):
                breaks.append((None if above is None else lines[above], furniture, lines[at]))
            above, furniture = at, []
    if furniture:
        breaks.append((None if above is None else lines[above], furniture, None))
    return breaks
