"""Verse, and other lines that are meant to be lines: slogans in a stack, names in a row, items without sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleaner.document import cells
from cleaner.language.words import is_word
from cleaner.patterns import lazily
from cleaner.rows import Rows

#: Marks at which a verse line ends: 窈窕淑女，君子好逑。
LINE_MARK = lazily(r"[，。！？；：、,!?;…—]+[”’」』）)]*$")
LAST_MARKS = frozenset("，。！？；：、,!?;…—”’」』）)")
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
    found: set[int] = set()
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stop - start >= REFRAIN:
            found |= _of_run(told[start:stop].tolist(), rows)
    return found


def _of_run(lines: Sequence[int], rows: Rows) -> set[int]:
    """The lines of verse among `lines`, which stand in a row and are short; those without Han part them."""
    found: set[int] = set()
    run: list[str] = []
    places: list[int] = []
    for index in [*lines, -1]:
        text = rows.bare(index) if index >= 0 else ""
        if HAN.search(text):
            run.append(text)
            places.append(index)
            continue
        if len(run) >= REFRAIN:
            found.update(places[at] for at in _stanzas(run))
        run, places = [], []
    return found


def _stanzas(run: Sequence[str]) -> set[int]:
    """The places of the longest stretches of `run` in which nearly every line ends with a mark."""
    found = _halved(run) | _alike(run)
    start = 0
    marked = [_is_marked(text) for text in run]
    while start < len(run):
        if not marked[start]:
            start += 1
            continue
        end = start
        misses = 0
        while end < len(run) and (marked[end] or (misses + 1) * 8 <= end - start):
            misses += not marked[end]
            end += 1
        lines = run[start:end]
        if (
            end - start >= LEAST
            and _is_verse(lines)
            and (len(set(lines)) >= LONG or not (words_astride(lines) or _goes_on(run, start, end)))
        ):
            found.update(range(start, end))
        start = end + 1
    return found


def _is_marked(line: str) -> bool:
    """Whether the line ends with a mark, quotes and brackets behind it allowed."""
    return line[-1] in LAST_MARKS and LINE_MARK.search(line) is not None


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines that end with marks are verse rather than short paragraphs.

    Verse lines come in few lengths; paragraphs of one line each (speech, notices) end with 。 and differ in length.
    """
    widths = [cells(line) for line in lines]
    if len(lines) >= 6 and sum(line.endswith(("，", "、", ",")) for line in lines) >= 2:
        return True  # 密人不恭，敢距大邦， / 侵阮徂共。王赫斯怒，爰整其旅，…: stanzas of uneven lines
    common = max(widths.count(w) for w in set(widths))
    if len(lines) < 6:
        return common >= 0.75 * len(lines)  # 渡口一篙春水绿， / 石桥两岸菜花黄。: a short poem is regular
    return common >= 0.3 * len(widths) or max(widths) <= 40


def _goes_on(run: Sequence[str], start: int, end: int) -> bool:
    """Whether the stretch is part of a wrapped column: the line before it or behind it is as wide and has no mark.

    In classical prose five wrapped lines in a row may well end with a mark: 左投则敌军胜， …
    """
    widest = max(map(cells, run[start:end]))
    if widest <= NARROWEST:  # 山有扶苏 / 山有扶苏，/ 隰有荷华。: the line before is the title
        return False
    beside = [run[at] for at in (start - 1, end) if 0 <= at < len(run)]
    return any(abs(cells(text) - widest) <= 2 for text in beside)


def _halved(run: Sequence[str]) -> set[int]:
    """The places of stretches in which each line is two halves alike and has no mark at its end.

    令沅湘兮无波，使江水兮安流 / 望夫君兮未来，吹参差兮谁思: in a wrapped column a mark stands anywhere in the line.
    """
    halves = [_is_halved(text) for text in run]
    found: set[int] = set()
    start = 0
    while start < len(run):
        end = start
        misses = 0
        while end < len(run) and (halves[end] or (end > start and (misses + 1) * 3 <= end - start)):
            misses += not halves[end]
            end += 1
        lines = run[start:end]
        if end - start - misses >= LEAST and not words_astride(lines, 0.3) and not _goes_on(run, start, end):
            found.update(range(start, end))
        start = max(end, start + 1)
    return found


def _alike(run: Sequence[str]) -> set[int]:
    """The places of stretches, four lines at least or three with a refrain, of one length and with marks at one place.

    嘿呀，头桨划开三江水 / 嘿呀，二桨撑过五道湾: work songs, couplets, slogans with a refrain.
    """
    found: set[int] = set()
    start = 0
    shapes = [_marks(text) for text in run]
    for end in range(1, len(run) + 1):
        if end < len(run) and shapes[end] == shapes[start]:
            continue
        lines = run[start:end]
        refrain = len({line[:2] for line in lines}) == 1
        enough = len(lines) >= (REFRAIN if refrain else LEAST) and bool(shapes[start][1])
        if enough and not words_astride(lines, 0.3) and (refrain or not _goes_on(run, start, end)):
            found.update(range(start, end))
        start = end
    return found


def _marks(line: str) -> tuple[int, tuple[int, ...]]:
    """The length of a line, and where its marks stand."""
    return len(line), tuple(m.start() for m in INSIDE_MARK.finditer(line))


def words_astride(lines: Sequence[str], share: float = 0.12) -> bool:
    """Whether more than `share` of the line ends cut a word: in a wrapped column nearly half do, in verse few."""
    seams = [a[-1] + b[0] for a, b in pairwise(lines) if a and b and HAN.match(a[-1]) and HAN.match(b[0])]
    return sum(map(is_word, seams)) > share * len(seams)


def _is_halved(line: str) -> bool:
    marks = [m.start() for m in INSIDE_MARK.finditer(line)]
    return len(marks) == 1 and abs(2 * marks[0] + 1 - len(line.rstrip("，。！？；,!?;"))) <= 3
