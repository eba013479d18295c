"""What arrays say of lines is what the lines say themselves: on text made at random, and damaged in every way."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.detectors import rewrite
from cleaner.document import LINE_END, Line, Lines, cells
from cleaner.furniture import _longest_rise
from cleaner.outline import Part, block_ending_at, blocks_around, outline
from cleaner.rows import Rows
from cleaner.shapes import Role, shape
from cleaner.structure import structure
from cleaner.suspects import suspects
from cleaner.ties import LONGEST_CAPTION, ties_of
from cleaner.views import View
from cleaner.wrapping.lines import text_lines
from cleaner.wrapping.seams import seam_odds
from cleaner.wrapping.seams_at_once import seam_odds_of
from cleaner.wrapping.seen import Seen
from cleaner.wrapping.widths import columns

#: Pieces that every shape, mark and seam is made of.
PIECES = (
    *"的了江城渡口船码头工人今天，。、；：！？“”‘’（）《》「」…—·～,.;:!?()[]-+=*_#>|<`~$%/&0123456789abzABZｂ３",
    *"①⑳❶㈠〇零一二三第条章版页讯电摄图发社记者员稿℃⽤é\u0301\u200b\U00020000\U0001f600\x1c\x1f\x7f\t",
    *(" ", "  ", "   ", "\u3000", "\u3000\u3000", "────", "│", "....", "……", "——", "```", "~~~", "---", "==="),
    *("|---|---|", "**船歌**", "# 渡口", "> 船歌", "<br>", "![图](a.png)", "00:00:12,200 --> 00:00:15,000", "（一）"),
    *("1.", "第三条 ", "A. ", "本报讯（记者 林木）", "□本报记者 林木", "记者 林木 摄", "（下转第3版）", "林木："),
    *("第 12 页", "- 5 -", "12 / 96", "责任编辑 林木 校对 何舟", "江城日报", "图为渡口的船。", "据悉，", "17万吨"),
    *("2031/9/1 8:03", "https://a.b/c", "渡口的船工今天又把客人送过了江，", "宣誓人（众）："),
    "渡口的船工今天又把客人送过了江，江面上的风很大，浪也不小，可是谁都没有说要回去。" * 6,
)
ENDS = ("\n", "\n", "\n", "\n\n", "\r\n", "\r", "\f", "\u2028", " \n", "  \n", "\n\u3000\u3000")
LINE = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
TEXT = st.lists(st.tuples(LINE, st.sampled_from(ENDS)), max_size=14).map(
    lambda parts: "".join(line + end for line, end in parts)
)


def by_regex(text: str) -> list[Line]:
    """The lines of `text`, found in the slow way."""
    lines, start, page = [], 0, 1
    for match in LINE_END.finditer(text):
        lines.append(Line(len(lines) + 1, start, match.start(), match.end(), page))
        start, page = match.end(), page + (match.group() == "\f")
    return lines if start == len(text) else [*lines, Line(len(lines) + 1, start, len(text), len(text), page)]


@settings(deadline=None)
@given(TEXT, LINE)
def test_lines_are_those_of_the_pattern(text: str, rest: str) -> None:
    for whole in (text, text + rest, text.replace("\r", "").replace("\f", "").replace("\u2028", "")):
        lines = Lines(whole)
        assert list(lines) == by_regex(whole)
        assert [lines[at] for at in range(len(lines))] == lines[:] == list(lines)


@settings(deadline=None)
@given(TEXT)
def test_bare_lines_and_widths_are_those_of_the_text(text: str) -> None:
    rows = Rows(text, Lines(text))
    for at, line in enumerate(rows.lines):
        content = text[line.start : line.end]
        assert rows.bare(at) == content.strip()
        assert bool(rows.blank[at]) is not bool(content.strip())
        assert (rows.width[at], rows.bare_width[at]) == (cells(content.rstrip()), cells(content.strip()))
        assert (at in rows.wordless) is (bool(content.strip()) and not regex.search(r"[\p{L}\p{N}]", content))


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_a_line_that_is_not_suspected_is_prose(text: str) -> None:
    """`suspects` loses nothing: with what it says, every line has the shape that all patterns give it."""
    rows = Rows(text, Lines(text))
    flags = suspects(rows)
    for at in range(len(rows)):
        if not rows.blank[at]:
            expected = shape(rows.whole(at))
            assert (shape(rows.whole(at), int(flags[at])) if flags[at] else Role.BODY) is expected


@settings(max_examples=120, deadline=None)
@given(TEXT, st.booleans())
def test_arrays_of_lines_are_what_each_line_says(text: str, cut: bool) -> None:
    view = View(text)
    if cut and text:
        view.cuts = [len(text) // 2]
    items = view.memo(structure)
    seen, lines = Seen(view, items), text_lines(items)
    for line in lines:
        line.bold = any(line.item.line.start <= at <= line.item.line.end for at in view.cuts)
    assert [seen.line(k) for k in range(len(seen))] == lines
    assert seen_types(seen) <= {int, float, bool}
    assert seam_odds_of(seen).tolist() == ([0.0] * bool(lines) + [seam_odds(a, b) for a, b in pairwise(lines)])
    assert columns(seen) == columns(lines)


def seen_types(seen: Seen) -> set[type]:
    """The types of the numbers in the lines: NumPy's would show in reports."""
    names = ("at", "width", "marks", "stops", "commas", "letters", "token", "blanks", "page", "marker", "give", "bold")
    return {type(getattr(seen.line(k), name)) for k in range(len(seen)) for name in names}


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![，。、；：])(?P<copy>[，。、；：])\1(?![，。、；：])",
        r"(\p{Han})\1",
        r"船(?=工)|江[^面]",
        r"^江",
        r"[，。]\s*$",
        r"\b12\b",
        r"(?i)ab",
        r"(?:船歌)?，",
        r"[^。]++。",
        r"[^。]{2,}。",
        r"的(?!\s)",
    ],
)
@settings(deadline=None)
@given(text=TEXT)
def test_a_pattern_finds_the_same_with_and_without_a_search_beforehand(pattern: str, text: str) -> None:
    view = View(text)
    params = {**rewrite.KINDS["rewrite"], "pattern": pattern}
    compiled = regex.compile(pattern)
    expected = [
        (item.line.start + match.start(), item.line.start + match.end())
        for item in view.memo(structure)
        if item.role not in (Role.CODE, Role.TABLE, Role.CONTENTS, Role.RULE)
        for match in compiled.finditer(item.text)
        if match.group()
    ]
    assert [(hit.span.start, hit.span.end) for hit in rewrite.detect(view, "rewrite", params)] == expected


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_a_block_is_the_same_with_little_around_it(before: str, behind: str) -> None:
    """What a long paragraph parts has no part in what a line is."""
    long = "江面上的风很大浪也不小可是谁都没有说要回去" * (LONGEST_CAPTION // 20 + 1) + "。\n"
    view = View("\n".join((before, long, behind, long, before)))
    titles = {"headline", "kicker", "subhead"}
    for block in view.memo(outline):
        near = block_ending_at(view, block.lines[-1].line.number - 1)
        assert near is not None
        assert (near.text, near.span, near.blanks) == (block.text, block.span, block.blanks)
        assert near.part == block.part or {near.part, block.part} <= titles
    whole = [block for block in view.memo(outline) if block.part is not Part.FURNITURE]
    for at, block in enumerate(whole):
        for count in (0, 2, 5):
            around = blocks_around(view, block.lines[0].line.number - 1, count)
            assert around is not None
            mine = next(k for k, other in enumerate(around) if other.lines == block.lines)
            low, high = min(at, count), min(len(whole) - at - 1, count)
            assert mine >= low
            assert len(around) > mine + high
            for one, other in zip(around[mine - low : mine + high + 1], whole[at - low : at + high + 1], strict=True):
                assert (one.text, one.span, one.blanks) == (other.text, other.span, other.blanks)
                assert one.part == other.part or {one.part, other.part} <= titles
    assert view.memo(ties_of).items is view.memo(structure)


def by_copies(group: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest rise, each chain kept whole."""
    best: list[tuple[int, int]] = []
    chains: dict[int, list[tuple[int, int]]] = {}
    for index, number in group:
        chain = [*max((chains.get(number - step, []) for step in (1, 2)), key=len), (index, number)]
        if len(chain) > len(chains.get(number, [])):
            chains[number] = chain
        best = max(best, chain, key=len)
    return best


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), max_size=30))
def test_the_longest_rise_of_numbers(numbers: list[int]) -> None:
    group = list(enumerate(numbers))
    assert _longest_rise(group) == by_copies(group)
