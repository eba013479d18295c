"""Paragraphs that stop in mid-sentence, and where on the page they seem to go on.

A vision model reads the columns of a page in a wrong order: …由霁川嘉澜 stands under one headline, and 轨道集团的…
under another. The line model cannot join them, for what lies between is no furniture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaner.characters import COMMA, STOP, Lookup
from cleaner.linking.continuity import continuity, is_open
from cleaner.outline import PROSE, TITLES, Block, Part, block_ending_at, last_lines, outline
from cleaner.structure import NOT_TEXT, structure
from cleaner.views import View

#: Parts whose paragraphs may be cut.
CUT = frozenset({Part.BODY, Part.DATELINE, Part.DIALOGUE})

#: What a paragraph without an end may introduce: 修改为以下内容 / ```
INTRODUCED = frozenset({Part.CODE, Part.TABLE, Part.LIST, Part.QUOTE, Part.VERSE, Part.CONTENTS, Part.CAPTION})

#: Blocks to each side among which the other half is looked for: a page of a newspaper has a hundred or two.
WINDOW = 150

#: Among so many paragraphs around it, an open one is an exception; where one in so many is open, that is a manner.
AROUND, MANNER = 40, 14

#: Where it goes on cannot be told, an open paragraph before a title is one only in a text that has hardly any other: so
#: many, or one in so many.
OTHERS, ONE_IN = 2, 400

#: Lines that seem open up to which it is asked of each what it is, before all is put together.
MOST_ASKED = 64

#: Letters that a paragraph has at the least.
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A paragraph left open. `start` is where it seems to go on, if that can be told."""

    end: Block
    start: Block | None = None
    score: float = 0.0  # natural log-odds that `start` goes on with it
    rival: float = 0.0  # the next best: of another start, or of another end for this start
    words: str = ""  # over the seam, that stand whole elsewhere


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    end: int
    start: int
    words: str


def loose_ends(view: View) -> list[LooseEnd]:
    """The open paragraphs of `view`, each with its best start. Call it as ``view.memo(loose_ends)``."""
    # Most texts have no paragraph without an end; they need not be put together first.
    if not _may_be_open(view):
        return []
    blocks = [block for block in view.memo(outline) if block.part is not Part.FURNITURE]
    ends = list(_open(blocks))
    pairs = {end: _pairs(view, blocks, end) for end in ends}
    claims: dict[int, list[_Pair]] = {}
    for pair in (pair for mine in pairs.values() for pair in mine):
        claims.setdefault(pair.start, []).append(pair)
    return [_settled(blocks, end, pairs[end], claims) for end in ends]


def _may_be_open(view: View) -> bool:
    """Whether a paragraph may be open. Of a few lines that are, what stands around them tells that they are titles."""
    items = view.memo(structure)
    rows = items.rows
    marked = rows.count(COMMA) + rows.count(STOP) > 0
    maybe = (marked & ~rows.blank & (open_ends(rows.points_at(rows.bare_end - 1)) & 1 != 0)).nonzero()[0].tolist()
    lines = {at for at in maybe if items.roles[at] not in NOT_TEXT and _is_open_line(rows.bare(at))}
    if not lines:
        return False
    ending, joined = last_lines(view)
    asked = (lines - set(joined)) | set(ending)
    if len(asked) > MOST_ASKED:
        return True
    for at in asked:
        block = block_ending_at(view, at)
        if block is None or _is_cut(block):
            return True
    return False


def _goes_on(point: int) -> bool:
    """Whether an open sentence may end with this code point: see `is_open`."""
    char = chr(point)
    return char in "，、," or (char.isalpha() and char > "\u2e7f")


open_ends = Lookup(_goes_on)


def _open(blocks: Sequence[Block]) -> Iterator[int]:
    """The blocks that are paragraphs, stop in mid-sentence, and stand among paragraphs that do not."""
    candidates = [at for at, block in enumerate(blocks) if _is_cut(block)]
    for at in candidates:
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        if below is not None and below.part in INTRODUCED:
            continue
        near = [block for block in blocks[max(0, at - AROUND) : at + AROUND] if block.part in CUT]
        others = sum(is_open(block.text) for block in near) - 1
        if others * MANNER < len(near):
            yield at


def _is_cut(block: Block) -> bool:
    return block.part in CUT and len(block.text) >= SHORTEST and _is_open_line(block.text)


def _is_open_line(text: str) -> bool:
    return is_open(text) and ("，" in text or "。" in text) and "http" not in text[-80:]


def _pairs(view: View, blocks: Sequence[Block], end: int) -> list[_Pair]:
    """The paragraphs around with how well they go on where the one at `end` stops, the best first."""
    low, high = max(0, end - WINDOW), min(len(blocks), end + WINDOW)
    text = view.text[blocks[low].span.start : blocks[high - 1].span.end]
    found = []
    for start in range(low, high):
        if start != end and blocks[start].part in PROSE:
            score, words = continuity(blocks[end].text, blocks[start].text, text)
            found.append(_Pair(score, end, start, words))
    return sorted(found, key=lambda pair: (-pair.score, pair.start))


def _settled(blocks: Sequence[Block], end: int, mine: list[_Pair], claims: dict[int, list[_Pair]]) -> LooseEnd:
    """The open paragraph at `end` with its best start, and how near the next best comes; `claims` are all, by start."""
    if not mine or mine[0].start == end + 1:  # what comes next was weighed by the line model already
        return LooseEnd(blocks[end])
    best = mine[0]
    rivals = [pair.score for pair in mine[1:2]]
    rivals += [pair.score for pair in claims[best.start] if pair.end != end]
    return LooseEnd(blocks[end], blocks[best.start], best.score, max(rivals, default=0.0), best.words)


def lost_ends(view: View) -> list[Block]:
    """The open paragraphs before a title, in a text with hardly an open one. Call it as ``view.memo(lost_ends)``."""
    ends = {id(loose.end) for loose in view.memo(loose_ends)}
    if not ends:
        return []
    blocks = [block for block in view.memo(outline) if block.part is not Part.FURNITURE]
    prose = [block for block in blocks if block.part in CUT]
    if sum(_is_cut(block) for block in prose) - 1 > max(OTHERS, len(prose) // ONE_IN):
        return []
    # A comma may end a letter's line or a stanza.
    cut = (above for above, below in pairwise(blocks) if id(above) in ends and below.part in TITLES)
    return [block for block in cut if block.text[-1] not in "，、,"]
