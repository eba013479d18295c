"""Paragraphs that stop in mid-sentence, and where on the page they seem to go on.

A vision model reads the columns of a page in a wrong order: …由霁川嘉澜 stands under one headline, and 轨道集团的…
under another. The line model cannot join them, for what lies between is no furniture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.characters import COMMA, STOP, Lookup
from cleaner.linking.continuity import continuity, is_open
from cleaner.outline import PROSE, TITLES, Block, Part, block_ending_at, blocks_around, last_lines, outline
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
    below: Part | None = None  # what stands under `end`


class _Pair(NamedTuple):
    score: float
    end: int  # these two by the number of the block's first line
    start: int
    words: str


class _Around(NamedTuple):
    """A paragraph that may have been cut, and the blocks around it: `WINDOW` to each side, or up to the text's end."""

    blocks: Sequence[Block]
    at: int  # which of `blocks` it is

    @property
    def end(self) -> Block:
        return self.blocks[self.at]

    @property
    def below(self) -> Block | None:
        return self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None


def loose_ends(view: View) -> list[LooseEnd]:
    """The open paragraphs of `view`, each with its best start. Call it as ``view.memo(loose_ends)``."""
    ends = [around for around in view.memo(_cut) if _is_open_among(around)]
    pairs = {_number(around.end): _pairs(view, around) for around in ends}
    claims: dict[int, list[_Pair]] = {}
    for pair in (pair for mine in pairs.values() for pair in mine):
        claims.setdefault(pair.start, []).append(pair)
    return [_settled(around, pairs[_number(around.end)], claims) for around in ends]


def _cut(view: View) -> list[_Around]:
    """The paragraphs that stop in mid-sentence, rising. Call it as ``view.memo(_cut)``."""
    # Most texts have none or few; these need not be put together from end to end.
    found = _few(view)
    if found is None:
        blocks = _shown(view)
        found = [_Around(blocks, at) for at, block in enumerate(blocks) if _is_cut(block)]
    return found


def _shown(view: View) -> list[Block]:
    return [block for block in view.memo(outline) if block.part is not Part.FURNITURE]


def _few(view: View) -> list[_Around] | None:
    """`_cut`, line by line from those that may be a paragraph's last; None where they are many for the text. Of a few
    lines that seem open, what stands around them tells that they are titles.
    """
    items = view.memo(structure)
    rows = items.rows
    marked = rows.count(COMMA) + rows.count(STOP) > 0
    maybe = (marked & ~rows.blank & (open_ends(rows.points_at(rows.bare_end - 1)) & 1 != 0)).nonzero()[0].tolist()
    lines = {at for at in maybe if items.roles[at] not in NOT_TEXT and _is_open_line(rows.bare(at))}
    if not lines:
        return []
    ending, joined = last_lines(view)
    asked = (lines - set(joined)) | set(ending)
    if len(asked) > MOST_ASKED:
        return None
    found = []
    for block in (block_ending_at(view, at) for at in sorted(asked)):
        if block is None:
            return None
        if _is_cut(block):
            found.append(_number(block))
    if len(found) * 2 * WINDOW > len(items):
        return None
    around = [_around(view, number) for number in sorted(found)]
    return [one for one in around if one] if all(around) else None


def _around(view: View, number: int) -> _Around | None:
    blocks = blocks_around(view, number - 1, WINDOW)
    if blocks is None:
        return None
    return _Around(blocks, next(at for at, block in enumerate(blocks) if _number(block) == number))


def _number(block: Block) -> int:
    return block.lines[0].line.number


def _goes_on(point: int) -> bool:
    """Whether an open sentence may end with this code point: see `is_open`."""
    char = chr(point)
    return char in "，、," or (char.isalpha() and char > "\u2e7f")


open_ends = Lookup(_goes_on)


def _is_open_among(around: _Around) -> bool:
    """Whether a paragraph that stops in mid-sentence stands among paragraphs that do not."""
    if around.below is not None and around.below.part in INTRODUCED:
        return False
    near = [block for block in around.blocks[max(0, around.at - AROUND) : around.at + AROUND] if block.part in CUT]
    others = sum(is_open(block.text) for block in near) - 1
    return others * MANNER < len(near)


def _is_cut(block: Block) -> bool:
    return block.part in CUT and len(block.text) >= SHORTEST and _is_open_line(block.text)


def _is_open_line(text: str) -> bool:
    return is_open(text) and ("，" in text or "。" in text) and "http" not in text[-80:]


def _pairs(view: View, around: _Around) -> list[_Pair]:
    """The paragraphs around with how well they go on where this one stops, the best first."""
    end = around.end
    near = around.blocks[max(0, around.at - WINDOW) : around.at + WINDOW]
    text = view.text[near[0].span.start : near[-1].span.end]
    found = []
    for start in near:
        if start is not end and start.part in PROSE:
            score, words = continuity(end.text, start.text, text)
            found.append(_Pair(score, _number(end), _number(start), words))
    return sorted(found, key=lambda pair: (-pair.score, pair.start))


def _settled(around: _Around, mine: list[_Pair], claims: dict[int, list[_Pair]]) -> LooseEnd:
    """The open paragraph with its best start, and how near the next best comes; `claims` are all, by start."""
    end, below = around.end, around.below
    under = below.part if below else None
    # What comes next was weighed by the line model already.
    if not mine or (below is not None and mine[0].start == _number(below)):
        return LooseEnd(end, below=under)
    best = mine[0]
    rivals = [pair.score for pair in mine[1:2]]
    rivals += [pair.score for pair in claims[best.start] if pair.end != best.end]
    start = next(block for block in around.blocks if _number(block) == best.start)
    return LooseEnd(end, start, best.score, max(rivals, default=0.0), best.words, under)


def lost_ends(view: View) -> list[Block]:
    """The open paragraphs before a title, in a text with hardly an open one. Call it as ``view.memo(lost_ends)``."""
    ends = view.memo(loose_ends)
    others = len(view.memo(_cut)) - 1
    if not ends or (others > OTHERS and others > sum(block.part in CUT for block in _shown(view)) // ONE_IN):
        return []
    # A comma may end a letter's line or a stanza.
    return [loose.end for loose in ends if loose.below in TITLES and loose.end.text[-1] not in "，、,"]
