"""What may stand in more than one document: its paragraphs, and the document itself.

A paragraph is a line, but where lines are cut by the width of a column it is what `cleaner.outline` puts together. That
takes a hundred times as long as splitting, so it is asked only of texts whose lines look cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import regex

from cleaner.corpus.duplicates.folding import letters_of, points_of, solid
from cleaner.structure import CLOSERS, TERMINAL, Role, shape

if TYPE_CHECKING:
    from cleaner.corpus.duplicates.folding import Points

#: The index of a document among its units: it stands before its paragraphs.
WHOLE = -1

#: Letters of the shortest paragraph that is compared: shorter ones stand in many documents without being copies.
SHORTEST = 12

#: A text looks cut by a column where this part of its letters stands in lines that end in mid-sentence.
_CUT = 0.4
#: Code points of the widest line that a column cuts off.
_WIDEST = 120
#: Fewer such lines may be titles.
_FEWEST = 4

_NAMES = (
    "新华社|新華社|新华网|新華網|中新社|中新网|中新網|中国新闻社|中央社|央视网|央視網|人民网|人民網|中通社"
    "|法新社|路透社|美联社|美聯社|塔斯社|共同社|韩联社|韓聯社|合众社|合眾社|德新社|俄新社|国际文传|彭博社"
)
NAMED = regex.compile(_NAMES)
#: What an agency's report begins with: 新华社北京3月5日电 央视网消息（…）：. It holds for the paragraphs behind it too.
DATELINE = regex.compile(
    rf"[\s（(【〔]*(?:据|據)?(?P<agency>{_NAMES})[^，。；：！？]{{0,24}}?(?:电|電|讯|訊|消息|报道|報道|記者|记者)"
)
#: What one paragraph may end with, in brackets: （新华社伦敦3月5日电）（据新华社）
AGENCY_BEHIND = regex.compile(rf"[（(【〔](?:据|據|来源|來源)?[：:]?(?P<agency>{_NAMES})[^（）()]{{0,24}}[）)】〕]\s*$")
#: What a paper's own report begins with has one of these.
OWN = regex.compile("讯|訊|电|電|消息|记者|記者|通讯员|通訊員")
#: A heading of Markdown, and its level.
MARKED = regex.compile(r"(#{1,6})\s")
#: An article of a law, and how many make one.
ARTICLE = regex.compile(r"第\s*[一二三四五六七八九十百千零〇两\p{Nd}]{1,9}\s*[条條]")
ARTICLES = 3
#: Code points from a paragraph's beginning, and from its end, in which the agency is named.
HEAD, TAIL = 40, 60
#: A document is an agency's where this part of its letters is.
WIRED = 0.8


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or a document, `start` to `end` in code points of the text (half-open)."""

    index: int  # among the paragraphs with text, from 0; `WHOLE` for the document
    start: int
    end: int
    letters: int  # how many letters and digits
    key: int  # of what it reads, white space aside: equal keys, equal texts
    agency: str  # under whose dateline it stands, or ""
    statute: bool  # whether its document is a law, or another made of articles
    torn: bool  # whether lines that are not its own stand between its first and its last
    words: str  # the text as it stands, the lines of a paragraph put together


class Paragraph(NamedTuple):
    """A piece of a text, in code points (half-open), and the lines that it is made of, if there are several."""

    start: int
    end: int
    lines: tuple[tuple[int, int], ...] = ()


def key_of(points: Points, *, whole: bool) -> int:
    """63 bits that stand for a text, given as code points without white space. A document has no paragraph's key."""
    digest = hashlib.blake2b(points.tobytes(), digest_size=8, person=b"document" if whole else b"paragraph")
    return int.from_bytes(digest.digest(), "big") >> 1


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text`, white space at their ends aside, in the order of their beginnings."""
    lines = list(_lines(text))
    if looks_cut(text, lines):
        from cleaner.outline import outline
        from cleaner.views import View

        lines = []
        for block in View(text).memo(outline):
            pieces = tuple(_trimmed(text, line.line.start, line.line.end)[:2] for line in block.lines)
            lines.append(Paragraph(pieces[0][0], pieces[-1][1], pieces if len(pieces) > 1 else ()))
    return sorted(line for line in lines if line.end > line.start)


def _lines(text: str) -> Iterator[Paragraph]:
    start = 0
    for line in text.split("\n"):
        yield _trimmed(text, start, start + len(line))
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> Paragraph:
    """The span without white space at its ends: found without making strings of long lines twice."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Paragraph(start + left, max(start + left, start + len(piece.rstrip())))


def looks_cut(text: str, lines: list[Paragraph]) -> bool:
    """Whether the lines of `text` look cut by the width of a column, in mid-sentence."""
    cut = total = count = 0
    for start, end, _ in lines:
        size = end - start
        total += size
        if 6 <= size <= _WIDEST and not text[max(start, end - 3) : end].rstrip(CLOSERS).endswith((*TERMINAL, "…")):
            cut += size
            count += 1
    return count >= _FEWEST and cut >= _CUT * total


def units_of(text: str, *, scripts: bool = True, shortest: int = SHORTEST, whole_only: bool = False) -> Iterator[Unit]:
    """The document, then its paragraphs of `shortest` letters or more (unless `whole_only`).

    None for a text without so many.
    """
    letters, places = letters_of(text, scripts=scripts)
    if len(letters) < shortest:
        return
    found = list(_lines(text)) if whole_only else paragraphs(text)
    agencies = list(_agencies(text, found))
    law = sum(ARTICLE.match(text, p.start, p.end) is not None for p in found) >= ARTICLES
    points = points_of(text)
    black = solid(points)
    pieces = [piece.lines or ((piece.start, piece.end),) for piece in found]
    bounds = places.searchsorted([border for some in pieces for line in some for border in line]).tolist()
    parts: list[Unit] = []
    wired = at = 0
    for number, (piece, some, agency) in enumerate(zip(found, pieces, agencies, strict=True)):
        own = bounds[at : at + 2 * len(some)]
        at += 2 * len(some)
        size = sum(own[1::2]) - sum(own[::2])
        wired += size if agency else 0
        if size < shortest or whole_only:
            continue
        if len(some) == 1:
            words = text[piece.start : piece.end]
            kept = points[piece.start : piece.end][black[piece.start : piece.end]]
        else:
            words = _joined([text[start:stop] for start, stop in some])
            kept = np.concatenate([points[start:stop][black[start:stop]] for start, stop in some])
        torn = size < own[-1] - own[0]
        parts.append(Unit(number, piece.start, piece.end, size, key_of(kept, whole=False), agency, law, torn, words))
    whole = _trimmed(text, 0, len(text))
    # A page with an agency's report among others is no agency's report.
    wire = next(filter(None, agencies), "") if wired >= WIRED * len(letters) else ""
    yield Unit(WHOLE, whole.start, whole.end, len(letters), key_of(points[black], whole=True), wire, law, False, text)
    yield from parts


def _joined(lines: list[str]) -> str:
    """Lines of one paragraph put together: a space stays between Latin words alone."""
    text = lines[0]
    for line in lines[1:]:
        text += (" " if text[-1:].isascii() and line[:1].isascii() else "") + line
    return text


def _agencies(text: str, found: list[Paragraph]) -> Iterator[str]:
    """For each paragraph the agency under whose dateline it stands: till a report of the paper's own begins, or a
    heading as high as the one above the dateline.

    Without marks a subhead cannot be told from the next headline, so other articles behind a report may be taken for
    the agency's; then they are not proposed to drop, which does no harm.
    """
    if not NAMED.search(text):
        yield from repeat("", len(found))
        return
    agency, level, last = "", 0, 0
    for start, end, _ in found:
        head = text[start : min(end, start + HEAD)]
        if mark := MARKED.match(head):
            last = len(mark[1])
            if last <= level:
                agency = ""
        if dated := DATELINE.match(head):
            agency, level = dated["agency"], last
        elif agency and OWN.search(head) and shape(text[start : min(end, start + 100)]) in (Role.DATELINE, Role.BYLINE):
            agency = ""
        behind = AGENCY_BEHIND.search(text[max(start, end - TAIL) : end])
        yield behind["agency"] if behind else agency
