"""White space put into Chinese by justified setting: 有 29 个, 联 防 联 控, and behind full-width marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from cleaner.glyphs.marks import is_chinese, lines_of_prose
from cleaner.glyphs.present import is_han, lines_beside, present, runs
from cleaner.language.words import is_word
from cleaner.model import Edit, Hit, Span
from cleaner.structure import Role, structure
from cleaner.views import View

_SPACES = " \u00a0\u2002\u2003\u2009"
_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff"
_TIGHT = re.compile(f"[{_HAN}][0-9]|[0-9%][{_HAN}]")

#: Characters of markup and white space at most before a number that a line begins with.
_HEAD = 24

_MEASURES = tuple("年月日时時分秒个個名人次家万萬亿億元项項公千米多余岁件种種位座条條户亩吨套只支辆")

#: How many times oftener Chinese and digits must stand side by side unspaced: a text may part them everywhere.
_MAJORITY, _CLEARLY = 3, 8

#: Latin beside Chinese, unspaced and spaced: a text that parts these parts numbers too.
_LATIN = re.compile(f"[{_HAN}][A-Za-z]|[A-Za-z][{_HAN}]")
_LATIN_APART = re.compile(f"[{_HAN}] [A-Za-z]|[A-Za-z] [{_HAN}]")
#: A heading's number at the head of a line: 第一条, 第 二 節.
_LABEL = re.compile(
    r"[\s#>*\-]*第\s*[一二三四五六七八九十百千零〇\d]+(?:\s*[之\-]\s*\d+)?"
    r"(?:\s*[章节節条條款编編篇讲講课課回卷部项項目]\s*)?"
)
#: A number that is not part of a Latin name: 29, 138.3, 7℃, 1—11.
_NUMBER = re.compile(r"(?<![A-Za-z0-9.\-])[0-9][0-9.,:%℃—–-]*(?![A-Za-z0-9])")

#: Lines in which a space parts names, columns, a label and what it labels.
_OTHER = frozenset({Role.BYLINE, Role.CREDIT, Role.HEADING, Role.FURNITURE, Role.JUMP, Role.VERSE})
#: Words beside which names stand.
_NAMES = re.compile(
    "记者|記者|通讯员|通訊員|摄|攝|供图|供圖|作者|编辑|編輯|校对|责编|文/|图/|主编|供稿|翻译|译者|出席|签署"
)
_PROSE_MARKS = re.compile("[，。；、：？！]")


def space_hits(view: View) -> Iterator[Hit]:
    """White space inside Chinese that nothing asks for."""
    seen, text = view.memo(present), view.text
    found = [run for run in runs(seen.places(_SPACES)) if run[0] > 0 and run[1] < len(text)]
    found = [run for run in found if is_chinese(text[run[0] - 1]) or is_chinese(text[run[1]])]
    if not found:
        return
    tight = sum(1 for _ in _TIGHT.finditer(text))
    numbers = [run for run in found if _beside_a_number(text, *run)]
    apart, together = (sum(1 for _ in pattern.finditer(text)) for pattern in (_LATIN_APART, _LATIN))
    taken = tight >= _MAJORITY * len(numbers) and (apart <= together + 2 or tight >= _CLEARLY * len(numbers))
    within = dict(zip((run[0] for run in found), found, strict=True))
    roles = view.memo(structure).roles
    lines = view.lines
    spread = _spread(text, found)
    for at, start, end in lines_of_prose(view, [run[0] for run in found]):
        low, high = within[at]
        label = _LABEL.match(text, start, end)
        if label and low < label.end():
            continue
        if low == start or high >= end or low - 1 < start:
            continue
        role = roles[bisect_right(lines.starts, at) - 1]
        kind = _kind(text, low, high, start, end, role, spread, taken)
        if kind:
            yield Hit(
                Span(low, high),
                (Edit(Span(low, high)),),
                confidence=0.9 if kind in ("number", "mark") else 0.8,
                values={"around": text[max(start, low - 5) : min(end, high + 5)]},
                evidence={"side_by_side": tight} if kind == "number" else {},
            )


def _beside_a_number(text: str, low: int, high: int) -> bool:
    before, after = text[low - 1], text[high]
    return (is_han(before) and after in "0123456789") or (before in "0123456789%℃" and is_han(after))


def _kind(text: str, low: int, high: int, start: int, end: int, role: Role, spread: set[int], numbers: bool) -> str:
    """What the white space ``low..high`` of the line ``start..end`` is; `""`: it may be meant."""
    before, after = text[low - 1], text[high]
    if (
        low in spread
        and role not in (Role.BYLINE, Role.CREDIT)
        and not _NAMES.search(_clause(text, low, start, end)[0])
    ):
        return "spread"
    prose = role not in _OTHER and _is_prose(text, start, end)
    if _beside_a_number(text, low, high):
        if not numbers or high - low > 1 or role in _OTHER:
            return ""
        return "number" if _in_a_sentence(text, low, high, start, end) else ""
    if before in "，。；、！？" and is_han(after):
        return "mark" if prose and high - low <= 2 else ""
    if is_han(before) and after in "，。；、！？：”’）》":
        return "mark" if prose else ""
    if before in "“‘（《" and is_han(after):
        return "mark" if prose else ""
    if is_han(before) and is_han(after) and prose and high - low == 1:
        left, right, closed = _clause(text, low, start, end)
        if closed or " " in left + right or _NAMES.search(left + right):
            return ""
        if is_word(before + after):
            return "word"
    return ""


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether the line ``start..end`` is long enough for a sentence and has two marks."""
    return end - start >= 12 and sum(1 for _ in islice(_PROSE_MARKS.finditer(text, start, end), 2)) == 2


def _in_a_sentence(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Whether the number beside the white space stands in a sentence, or in a line of a column.

    Not so a number that a line begins with (1 总则), and the second part of a headline (空袭多地 56人死亡).
    """
    near = _NUMBER.finditer(text, max(start, low - 16), end)
    number = next((match for match in near if high in match.span() or low in match.span()), None)
    if number is None:
        return False
    if re.search("[A-Za-z] *$", text[max(start, number.start() - 4) : number.start()]):
        return False  # Python 3.5 引入, and the text has its own way with Latin
    # At a line's head a heading's number is short and no measure follows it: 1 总则, but 2022 年.
    at_head = number.start() - start < _HEAD and not text[start : number.start()].strip("#>*- \u3000")
    if at_head and len(number.group()) < 3 and text[number.end() :].lstrip()[:1] not in _MEASURES:
        return False
    return bool(_PROSE_MARKS.search(text, start, end)) or _in_a_column(text, start, end)


def _in_a_column(text: str, start: int, end: int) -> bool:
    """Whether the line before or behind is about as long as this one: a column's lines are, a headline's are not."""
    above, below = lines_beside(text, start, end)
    size = end - start
    return any(abs(len(line) - size) <= max(2, size // 4) for line in (above, below) if line)


def _clause(text: str, at: int, start: int, end: int) -> tuple[str, str, bool]:
    """What stands before and behind ``text[at]`` up to the next mark, and whether these marks are quotes or brackets:
    “数字新机遇 外包新未来” are two parts of a title.
    """
    left = re.split("[，。；：！？“”‘’（）《》「」]", text[max(start, at - 40) : at])[-1]
    right = re.split("[，。；：！？“”‘’（）《》「」]", text[at + 1 : min(end, at + 41)])[0]
    before, after = text[max(0, at - len(left) - 1) : at - len(left)], text[at + 1 + len(right) : at + 2 + len(right)]
    return left, right, before in "“‘（《「" and after in "”’）》」" and before + after != ""


#: Gaps in a row, each a character further, from which on characters are set apart one by one: 联 防 联 控.
_SPREAD = 3


def _spread(text: str, found: list[tuple[int, int]]) -> set[int]:
    """Where white space begins that sets characters apart one by one. Lines that are nothing else are headings."""
    places: set[int] = set()
    row: list[int] = []
    for low, high in [*found, (-9, -9)]:
        one = low > 0 and high == low + 1 and is_han(text[low - 1]) and is_han(text[high])
        if row and not (one and low == row[-1] + 2):
            if _is_spread(text, row):
                places.update(row)
            row = []
        if one:
            row.append(low)
    return places


def _is_spread(text: str, row: list[int]) -> bool:
    before, after = text[max(0, row[0] - 2) : row[0] - 1], text[row[-1] + 2 : row[-1] + 3]
    if before in ("", "\n", "\r", "\f", "#", " ") and after in ("", "\n", "\r", "\f"):
        return False
    # Three characters set apart need marks round them; more than that may begin and end inside a sentence.
    return len(row) >= _SPREAD or (len(row) == _SPREAD - 1 and not is_han(before) and not is_han(after))
