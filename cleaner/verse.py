"""Verse, and other lines that are meant to be lines: slogans in a stack, names in a row, items without sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

from cleaner.characters import CLAUSE, HALF_MARK, MARK, QUOTE_END
from cleaner.characters import HAN as HAN_BIT
from cleaner.language.words import is_word
from cleaner.patterns import lazily
from cleaner.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Marks at which a verse line ends: 窈窕淑女，君子好逑。
LINE_MARK = lazily(r"[，。！？；：、,!?;…—]+[”’」』）)]*$")
INSIDE_MARK = lazily(r"[，。！？；,!?;](?=.)")
HAN = lazily(r"\p{Han}")
WIDEST = 72  # cells
NARROWEST = 12  # cells: no column of prose is as narrow
LONG = 8  # lines that are not the same: no column of prose ends so many with marks
LEAST = 4  # lines
REFRAIN = 3  # lines, where all begin alike


def verse_lines(rows: Rows, prose: Sequence[bool], blank: Sequence[bool]) -> set[int]:
    """The indices of lines that stand in verse; `prose` says which are not something else for sure,
    `blank` which stand between such lines without parting them.

    Four lines or more in a row, none wide, of which nearly all end with a mark: a wrapped column ends its lines with
    a mark about one time in eight, as often as words happen to end there.
    """
    import numpy as np

    short = np.array(prose, bool) & (rows.bare_width <= WIDEST)
    told = np.flatnonzero(~np.array(blank, bool))  # a blank line between stanzas does not end the verse
    edges = np.flatnonzero(np.diff(np.concatenate([[False], short[told], [False]])))
    runs = [(a, b) for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True) if b - a >= REFRAIN]
    if not runs:
        return set()
    lines = _Lines(rows, told)
    found: set[int] = set()
    for start, stop in runs:
        # A line without Han parts the verse.
        parted = [start - 1, *(start + at for at in (~lines.han[start:stop]).nonzero()[0].tolist()), stop]
        for above, below in pairwise(parted):
            if below - above > REFRAIN:
                found.update(told[[above + 1 + at for at in _stanzas(_Run(lines, above + 1, below))]].tolist())
    return found


class _Lines:
    """What is asked of lines that may be verse, as arrays."""

    def __init__(self, rows: Rows, at: Array) -> None:
        import numpy as np

        self.rows, self.at = rows, at.tolist()
        start, stop = rows.bare_start[at], rows.bare_end[at]
        self.length = stop - start
        self.widths: list[int] = rows.bare_width[at].tolist()
        last = rows.bits_at(stop - 1)
        self.han = (rows.bits_at(start) | rows.bits_at(stop - 1)) & HAN_BIT != 0
        for k in (~self.han & (self.length > 0)).nonzero()[0].tolist():
            self.han[k] = HAN.search(rows.bare(self.at[k])) is not None
        # Marks inside: the last character is none of them.
        places = rows.places(CLAUSE)
        self.low, self.high = places.searchsorted(start), places.searchsorted(np.maximum(start, stop - 1))
        self.places, self.start = places, start
        inside = self.high - self.low
        first = np.append(places, 0)[self.low] - start
        # 2 * mark + 1 is the length where the mark is in the middle; marks at the end are no part of it.
        ended = last & CLAUSE != 0
        half = (inside == 1) & (np.abs(2 * first + 1 - self.length + ended) <= 3)
        for k in ((inside == 1) & ended & (rows.bits_at(stop - 2) & CLAUSE != 0)).nonzero()[0].tolist():
            half[k] = _is_halved(rows.bare(self.at[k]))
        self.halved: list[bool] = half.tolist()
        end = rows.points_at(stop - 1)
        marked = (last & (MARK | HALF_MARK) != 0) | (end == ord("：")) | (end == ord("…")) | (end == ord("—"))
        for k in (~marked & (last & QUOTE_END != 0)).nonzero()[0].tolist():
            marked[k] = LINE_MARK.search(rows.bare(self.at[k])) is not None
        self.marked: list[bool] = marked.tolist()
        # Whether a line has as many characters and marks as the one before, and the first at the same place.
        like = (self.length[1:] == self.length[:-1]) & (inside[1:] == inside[:-1])
        like &= (inside[1:] == 0) | (first[1:] == first[:-1])
        self.like: list[bool] = [False, *like.tolist()]
        self.inside: list[int] = inside.tolist()

    def shape(self, k: int) -> tuple[int, ...]:
        """Where the marks of line `k` stand."""
        return tuple((self.places[self.low[k] : self.high[k]] - self.start[k]).tolist())


class _Run(Sequence[str]):
    """The lines from one to another, their text made when it is asked for."""

    def __init__(self, lines: _Lines, start: int, stop: int) -> None:
        self.lines, self.start, self.stop = lines, start, stop
        self.marked = lines.marked[start:stop]
        self.halved = lines.halved[start:stop]
        self.widths = lines.widths[start:stop]

    def __len__(self) -> int:
        return self.stop - self.start

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        places = self.lines.at[self.start : self.stop][at]
        if isinstance(places, list):
            return [self.lines.rows.bare(place) for place in places]
        return self.lines.rows.bare(places)

    def alike(self) -> Iterator[tuple[int, int]]:
        """The stretches of lines of one length with marks at the same places."""
        lines, first = self.lines, self.start
        for k in range(self.start + 1, self.stop + 1):
            if k < self.stop and lines.like[k] and (lines.inside[k] < 2 or lines.shape(k) == lines.shape(k - 1)):
                continue
            if lines.inside[first]:
                yield first - self.start, k - self.start
            first = k


def _stanzas(run: _Run) -> set[int]:
    """The places of the longest stretches of `run` in which nearly every line ends with a mark."""
    found = _halved(run) | _alike(run)
    marked = run.marked
    if sum(marked) < LEAST:
        return found
    start, count = 0, len(run)
    while start < count:
        if not marked[start]:
            start += 1
            continue
        end = start
        misses = 0
        while end < count and (marked[end] or (misses + 1) * 8 <= end - start):
            misses += not marked[end]
            end += 1
        lines = run[start:end] if end - start >= LEAST else []
        if (
            lines
            and _is_verse(lines, run.widths[start:end])
            and (len(set(lines)) >= LONG or not (words_astride(lines) or _goes_on(run, start, end)))
        ):
            found.update(range(start, end))
        start = end + 1
    return found


def _is_verse(lines: Sequence[str], widths: Sequence[int]) -> bool:
    """Whether lines that end with marks are verse rather than short paragraphs.

    Verse lines come in few lengths; paragraphs of one line each (speech, notices) end with 。 and differ in length.
    """
    if len(lines) >= 6 and sum(line.endswith(("，", "、", ",")) for line in lines) >= 2:
        return True  # 密人不恭，敢距大邦， / 侵阮徂共。王赫斯怒，爰整其旅，…: stanzas of uneven lines
    common = max(widths.count(w) for w in set(widths))
    if len(lines) < 6:
        return common >= 0.75 * len(lines)  # 渡口一篙春水绿， / 石桥两岸菜花黄。: a short poem is regular
    return common >= 0.3 * len(widths) or max(widths) <= 40


def _goes_on(run: _Run, start: int, end: int) -> bool:
    """Whether the stretch is part of a wrapped column: the line before it or behind it is as wide and has no mark.

    In classical prose five wrapped lines in a row may well end with a mark: 左投则敌军胜， …
    """
    widest = max(run.widths[start:end])
    if widest <= NARROWEST:  # 山有扶苏 / 山有扶苏，/ 隰有荷华。: the line before is the title
        return False
    beside = [run.widths[at] for at in (start - 1, end) if 0 <= at < len(run)]
    return any(abs(width - widest) <= 2 for width in beside)


def _halved(run: _Run) -> set[int]:
    """The places of stretches in which each line is two halves alike and has no mark at its end.

    令沅湘兮无波，使江水兮安流 / 望夫君兮未来，吹参差兮谁思: in a wrapped column a mark stands anywhere in the line.
    """
    halves = run.halved
    found: set[int] = set()
    if sum(halves) < LEAST:
        return found
    start, count = 0, len(run)
    while start < count:
        end = start
        misses = 0
        while end < count and (halves[end] or (end > start and (misses + 1) * 3 <= end - start)):
            misses += not halves[end]
            end += 1
        long = end - start - misses >= LEAST
        if long and not words_astride(run[start:end], 0.3) and not _goes_on(run, start, end):
            found.update(range(start, end))
        start = max(end, start + 1)
    return found


def _alike(run: _Run) -> set[int]:
    """The places of stretches, four lines at least or three with a refrain, of one length and with marks at one place.

    嘿呀，头桨划开三江水 / 嘿呀，二桨撑过五道湾: work songs, couplets, slogans with a refrain.
    """
    found: set[int] = set()
    for start, end in run.alike():
        if end - start < REFRAIN:
            continue
        lines = run[start:end]
        refrain = len({line[:2] for line in lines}) == 1
        enough = refrain or len(lines) >= LEAST
        if enough and not words_astride(lines, 0.3) and (refrain or not _goes_on(run, start, end)):
            found.update(range(start, end))
    return found


def words_astride(lines: Sequence[str], share: float = 0.12) -> bool:
    """Whether more than `share` of the line ends cut a word: in a wrapped column nearly half do, in verse few."""
    seams = [a[-1] + b[0] for a, b in pairwise(lines) if a and b and HAN.match(a[-1]) and HAN.match(b[0])]
    return sum(map(is_word, seams)) > share * len(seams)


def _is_halved(line: str) -> bool:
    marks = [m.start() for m in INSIDE_MARK.finditer(line)]
    return len(marks) == 1 and abs(2 * marks[0] + 1 - len(line.rstrip("，。！？；,!?;"))) <= 3
