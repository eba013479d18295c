"""The same words under running numbers: （三）… （四）… （五）…, each with what stands under the first.

A model that loops in a list or a statute goes on counting. What should have stood there is lost, so it is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.language.numbers import number
from cleaner.model import Safety
from cleaner.repeating.loops import BARRED, Loop
from cleaner.repeating.squeezed import CLAUSE_MARKS, Squeezed, han, same_marks, squeezed
from cleaner.structure import Role
from cleaner.tandem import FEW
from cleaner.views import View

_FIGURES = "0123456789０１２３４５６７８９一二三四五六七八九十百零〇"
_OF_ARTICLES = "条條项項款章节節点點步"
_SIGNS = "、．.)）〕"
_RINGS = "".join(map(chr, range(0x2460, 0x2474)))
_MARKER = re.compile(
    rf"(?P<article>第[{_FIGURES}]{{1,5}}[{_OF_ARTICLES}])[：:、，]?"
    rf"|[（(〔](?P<round>[{_FIGURES}]{{1,4}})[)）〕]"
    rf"|(?P<han>[一二三四五六七八九十]{{1,3}})[、．.]"
    rf"|(?P<digit>[0-9０-９]{{1,3}})[、．.)）](?![0-9０-９])"
    rf"|(?P<ring>[{_RINGS}])"
)
_ASIDE = "（(〔"

#: Chinese characters from which equal words under two, and under three running numbers are no chance.
LEAST_OF_TWO, LEAST_OF_MORE = 20, 5

LONGEST = 600

#: Characters that a marker has at most, the mark behind it counted: （1998）
LONGEST_MARKER = 12


class _Item(NamedTuple):
    start: int
    body: int  # where the words begin
    shape: str
    ordinal: int


def numbered_loops(view: View) -> Iterator[Loop]:
    """Items that follow one another, numbered on, with the same words."""
    text = view.memo(squeezed)
    windows = _windows(text)
    if not windows:
        return
    string = same_marks(text.text)
    for window in windows:
        items = list(_items(text, *window))
        chain: list[_Item] = []
        for one, other in pairwise([*items, _Item(len(string) + LONGEST, 0, "", 0)]):
            if not chain:
                chain = [one]
            if other.shape == one.shape and other.ordinal == one.ordinal + 1 and _same(string, chain[0], one, other):
                chain.append(other)
                continue
            yield from _told(text, string, chain)
            chain = []


def _windows(text: Squeezed) -> list[tuple[int, int]]:
    """The parts of the text, rising and apart, that hold two markers with the same first words behind them, and near.

    Looked for by array: a marker ends with a figure and a sign (一、 3) 第五条) or is a figure in a ring.
    """
    if len(text.text) < FEW:
        markers = _MARKER.finditer(text.text)
        return [(0, len(text.text))] if next(markers, None) and next(markers, None) else []
    import numpy as np

    from cleaner.points import among

    points = text.points
    signs = among(points[1:], _SIGNS + _OF_ARTICLES) & among(points[:-1], _FIGURES)
    bodies = np.concatenate((np.flatnonzero(signs) + 2, np.flatnonzero(among(points, _RINGS)) + 1))
    # 第五条：, the mark behind belongs to the marker.
    bodies = bodies[bodies < len(points) - LEAST_OF_MORE]
    behind = bodies[among(points[bodies - 1], _OF_ARTICLES) & among(points[bodies], "：:、，")]
    bodies = np.concatenate((bodies, behind + 1))
    words = np.zeros(len(bodies), np.uint64)
    for step in range(LEAST_OF_MORE - 1):  # one fewer than there must be, that all fit into one number
        letter = points[bodies + step] & np.uint32(0xFFFF)
        letter[among(letter, CLAUSE_MARKS)] = ord(CLAUSE_MARKS[0])
        words = (words << np.uint64(16)) | letter.astype(np.uint64)
    order = np.lexsort((bodies, words))
    bodies, words = bodies[order], words[order]
    near = (words[1:] == words[:-1]) & (np.diff(bodies) <= LONGEST + 2 * LONGEST_MARKER)
    found: list[tuple[int, int]] = []
    for start, end in sorted(zip(bodies[:-1][near].tolist(), bodies[1:][near].tolist(), strict=True)):
        low, high = max(0, start - LONGEST_MARKER), end + LONGEST_MARKER
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _items(text: Squeezed, low: int, high: int) -> Iterator[_Item]:
    """The list markers of running text in ``low..high``, at the beginning of a line or behind a mark."""
    for match in _MARKER.finditer(text.text, low, high):
        start = match.start()
        shape = str(match.lastgroup)
        if text.text[start] not in _ASIDE and not _begins(text, start):
            continue
        if text.lines[text.line_of(start)].role in BARRED - {Role.VERSE}:
            continue
        yield _Item(start, match.end(), shape, _count(shape, match[shape]))


def _begins(text: Squeezed, place: int) -> bool:
    return not place or text.starts_line(place) or text.text[place - 1] in CLAUSE_MARKS


def _count(shape: str, seen: str) -> int:
    if shape == "ring":
        return ord(seen) - 0x245F
    return number(seen.strip("第条條项項款章节節点點步"))


def _same(string: str, first: _Item, one: _Item, other: _Item) -> bool:
    """Whether the words of item `one` are those of the `first`, and `other` begins with them too."""
    body = string[one.body : other.start]
    if not body or len(body) > LONGEST or han(body) < LEAST_OF_MORE:
        return False
    words = body.rstrip("，")
    return string.startswith(words, first.body) and string.startswith(words, other.body)


def _told(text: Squeezed, string: str, chain: list[_Item]) -> Iterator[Loop]:
    if len(chain) < 2:
        return
    words = string[chain[0].body : chain[1].start].rstrip("，")
    if han(words) < (LEAST_OF_TWO if len(chain) == 2 else LEAST_OF_MORE):
        return
    kept = (chain[0].body, chain[0].body + len(words))
    end = chain[-1].body + len(words)
    yield Loop("numbered-loop", chain[0].start, end, kept, (), len(chain), Safety.SHOWN, 0.6)
