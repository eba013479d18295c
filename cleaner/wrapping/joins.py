"""The line ends of a view that are wraps, with their probabilities, and what mending them takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from cleaner.model import Edit, Span
from cleaner.patterns import lazily
from cleaner.structure import Role, StructLine, structure
from cleaner.verse import words_astride
from cleaner.views import View
from cleaner.wrapping.lines import End, TextLine
from cleaner.wrapping.model import told_of
from cleaner.wrapping.seams import tells
from cleaner.wrapping.seen import Seen
from cleaner.wrapping.widths import columns

#: From this probability on a line end is taken for a wrap when paragraphs are put together.
LIKELY = 0.5

#: Of the line ends in a paragraph without an end so many must say themselves that they are wraps; or so many joins of
#: that width must be proven elsewhere in the text.
TELLING, PROOF, NEAR = 0.3, 3, 2

#: Cells up to which an end as paragraphs have it proves nothing.
NARROW = 20

#: Lines of so many characters that differ in so few are one line, read twice; so many pairs of them, and one in so many
#: of a paragraph's lines, are no chance.
SHORTEST_TWIN, MISREAD, TWINS, TWIN_SHARE = 8, 2, 2, 3

#: A note in brackets: （2019年3月11日松江市第四届 / 代表大会第二次会议通过）.
NOTE = lazily(r"[（(][^（）()]{12,}[）)]")

#: A paragraph put together from lines is prose only with a sentence mark in so many characters.
SPARSEST = 60


@dataclass(frozen=True, slots=True)
class Join:
    """Two lines that are one: `before` and `after` are lines with text, `lines` all from the one to the other."""

    before: TextLine
    after: TextLine
    lines: tuple[StructLine, ...]  # `before`, blank lines and furniture, `after`
    paragraph_end: StructLine  # the last line of the paragraph that both are in
    probability: float
    wrapped: float  # the probability that both lines were set in a column
    proven: bool  # whether more than the width and the want of a mark speak for it
    width: float  # cells of the column that the paragraph was set in, by its widest line

    @property
    def furniture(self) -> list[StructLine]:
        """The running heads and folios stepped over."""
        return [line for line in self.lines if line.role is Role.FURNITURE]

    @property
    def cut(self) -> bool:
        """Whether more than a plain line end lies between."""
        return self.after.blanks > 0 or self.after.page


def joins(view: View) -> list[Join]:
    """All line ends of `view` that are likelier wraps than not. Call it as ``view.memo(joins)``."""
    items = view.memo(structure)
    seen = Seen(view, items)
    if len(seen) < 2:
        return []
    column_widths = columns(seen)
    if not column_widths and not _may_be_cut(seen):
        return []
    said = told_of(seen, column_widths)
    runs = [_Run(run, [seen.line(k) for k in run]) for run in _runs(said.starts)]
    runs = [run for run in runs if _is_prose(run.lines)]
    proven = Counter[int]()
    for run in runs:
        if _is_proven(run.lines):
            proven[round(max(line.width for line in run.lines))] += len(run.lines) - 1
    found: list[Join] = []
    for run in runs:
        paragraph = run.lines
        width = max(line.width for line in paragraph)
        as_wide = sum(proven[round(width) + d] for d in range(-NEAR, NEAR + 1))
        is_proven = (as_wide >= PROOF or _is_proven(paragraph)) and not _is_read_twice(paragraph)
        found += (
            Join(
                before,
                after,
                tuple(items[before.at : after.at + 1]),
                paragraph[-1].item,
                1 - float(said.starts[k]),
                float(min(said.wrapped[k - 1], said.wrapped[k])),
                is_proven,
                width,
            )
            for k, (before, after) in zip(run.places[1:], pairwise(paragraph), strict=True)
        )
    return found


class _Run(NamedTuple):
    """The lines of a paragraph that has several."""

    places: range  # among the lines of text
    lines: list[TextLine]


def _runs(starts: Any) -> list[range]:
    """The lines of each paragraph that has several."""
    goes_on = (1 - starts > LIKELY).nonzero()[0].tolist()
    found: list[range] = []
    for k in goes_on:
        if k == 0:
            continue
        if found and found[-1].stop == k:
            found[-1] = range(found[-1].start, k + 1)
        else:
            found.append(range(k - 1, k + 1))
    return found


def _is_proven(paragraph: Sequence[TextLine]) -> bool:
    """Whether the lines end as a paragraph ends, or enough of their ends cut words, numbers or quotations.

    Lines that are full and have commas and no end may be a digest, captions or slides: 北风3到4级，最低气温2度 /
    明天白天：北风4到5级，最高气温11度. Verse is set as narrow as the narrowest columns, and its titles end without a
    mark: 渡口谣 / 橹声摇碎一江灯。
    """
    wide = max(line.width for line in paragraph) > NARROW
    if wide and paragraph[-1].end in (End.TERMINAL, End.DASH):
        return True
    if paragraph[0].item.role is Role.LIST and paragraph[-1].end is End.SEMICOLON:  # （一）…，/ …；
        return True
    return sum(tells(a, b) for a, b in pairwise(paragraph)) >= max(1.0, TELLING * (len(paragraph) - 1))


def _is_read_twice(paragraph: Sequence[TextLine]) -> bool:
    """Whether lines stand under themselves, read another way: 泥炉烧得正旺，屋里 / 泥炉烧得正旺，屋裏.

    Two passes over a page leave such pairs. Put together, each line would go on with what it has just said.
    """
    pairs = [(a.bare, b.bare) for a, b in pairwise(paragraph)]
    near = sum(_is_twin(a, b) for a, b in pairs)
    return near >= TWINS and TWIN_SHARE * (near + sum(a == b for a, b in pairs)) >= len(paragraph)


def _is_twin(one: str, other: str) -> bool:
    """Whether two lines differ, but by no more than a few misreadings."""
    if min(len(one), len(other)) < SHORTEST_TWIN or abs(len(one) - len(other)) > MISREAD or one == other:
        return False
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other, score_cutoff=MISREAD) <= MISREAD


def _may_be_cut(seen: Seen) -> bool:
    """Whether, in text that is not wrapped, any paragraph stops unfinished before a blank line or a page's end."""
    cut = (seen.blanks[1:] > 0) | seen.page[1:]
    return bool((cut & (seen.end[:-1] != int(End.TERMINAL)) & ~(seen.fixed[:-1] | seen.fixed[1:])).any())


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """Names in rows and slogans in a stack are lines of one width too, but have no marks, and cut no words."""
    if lines[-1].end in (End.TERMINAL, End.DASH, End.COLON, End.SEMICOLON):
        return True
    if sum(line.marks for line in lines) * SPARSEST >= sum(line.letters for line in lines):
        return True
    if NOTE.fullmatch("".join(line.bare for line in lines)):
        return True
    return words_astride([line.bare for line in lines])


def between(before: str, after: str) -> str:
    """What stands between two joined pieces: nothing between Chinese, one space between Latin words.

    A number cut in two (20 / 15年) closes up, and so does an address (https://… / …).
    """
    last, first = before[-1:], after[:1]
    if not (last.isascii() and first.isascii()) or last in "([{-/" or first in ")]},.;:!?%/":
        return ""
    if last.isdigit() and first.isdigit():
        return ""
    return " "


def mend(view: View, join: Join, drop: int = 0) -> tuple[Edit, ...]:
    """The edits that make one line of `join`; `drop` is how many characters at the end of the first line go too.

    What was stepped over, furniture and form feeds, moves unchanged behind the paragraph.
    """
    start = join.before.item.line.start + len(join.before.item.text.rstrip()) - drop
    end = join.after.item.line.end - len(join.after.item.text.lstrip())
    glue = "" if drop else between(join.before.bare, join.after.bare)
    moved = _moved(view, join)
    edits = [Edit(Span(start, end), glue)]
    if moved:
        stop = join.paragraph_end.line.stop
        if stop == join.paragraph_end.line.end:  # the paragraph ends the text, without a line end
            moved = "\n" + moved.rstrip("\r\n")
        edits.append(Edit(Span(stop, stop), moved))
    return tuple(edits)


def _moved(view: View, join: Join) -> str:
    """The text of the lines stepped over, blank ones aside, with the form feeds among their ends."""
    parts = []
    for line in join.lines[:-1]:
        ending = view.text[line.line.end : line.line.stop]
        if line.role is Role.FURNITURE:
            parts.append(line.text + ending)
        elif ending == "\f":
            parts.append(ending)
    return "".join(parts)
