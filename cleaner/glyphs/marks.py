"""Half-width punctuation between Chinese: 蜀道之难,难于 for 蜀道之难，难于."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from cleaner.glyphs.present import HAN, is_han, present
from cleaner.language.guises import wide
from cleaner.model import Edit, Hit, Span
from cleaner.structure import Role, structure
from cleaner.views import View

#: How many full-width marks a text must have for each half-width one, and so must what is near by (characters to
#: either side): a file may hold two texts of different habits.
_MAJORITY, _NEAR = 1, 600
_FEW, _MANY = 4, 20

_MARKS = ",;:!?"
_BRACKETS = "()"
NOT_PROSE = frozenset({Role.CODE, Role.TABLE, Role.CONTENTS, Role.RULE})

#: What is not Chinese though it stands in it: code, addresses, links, tags, formulas, shortcodes.
NOT_CHINESE = re.compile(
    r"`[^`\n]*`|[A-Za-z][A-Za-z0-9+.-]{0,20}://[!-~]*(?:[\u3400-\u9fff]+[!-~]*[=/?&%,][!-~]*)*"
    r"|www\.[!-~]+|[\w.+-]{1,64}@[\w.-]+|\]\([^)\n]{0,500}\)|<[^<>\n]{1,200}>"
    r"|\$[^$\n]{1,200}\$|:[a-z_0-9+-]{1,40}:|\[\^[^\]\n]{0,60}\]:?",
    re.ASCII,
)
_FULL = "，。、；：！？“”‘’（）《》〈〉【】〔〕「」『』…—·"
_LATIN = re.compile("[A-Za-z]")
_SPACES = re.compile("[ \u00a0]*")


def half_width_hits(view: View) -> Iterator[Hit]:
    """Half-width marks and brackets between Chinese, in a text that has full-width ones otherwise."""
    seen = view.memo(present)
    if not seen.characters.intersection(_MARKS + _BRACKETS) or not seen.characters.intersection("，。；：！？（）"):
        return
    yield from _of_majority(view, list(_marks(view)), "，；：！？")
    yield from _of_majority(view, list(_brackets(view)), "（）")


def _of_majority(view: View, places: list[tuple[int, int, str]], full: str) -> Iterator[Hit]:
    """Hits at `places`, where the text has more full-width marks of the kind."""
    if not places:
        return
    text, wide_ones = view.text, view.memo(present).places(full)
    # A few half-width ones in a text with full-width marks throughout are strays, whatever their kind.
    few = len(places) <= _FEW and view.memo(present).count("，。；：、") >= _MANY * len(places)
    if len(wide_ones) < _MAJORITY * len(places) and not few:
        return
    narrow = [place[0] for place in places]
    for start, end, new in places:
        if not few and _near(wide_ones, start) < _MAJORITY * _near(narrow, start):
            continue
        yield Hit(
            Span(start, end),
            (Edit(Span(start, end), new),),
            confidence=0.9,
            values={
                "seen": text[start:end].strip(),
                "read": new,
                "around": " ".join(text[max(0, start - 4) : end + 4].split()),
            },
            evidence={"full_width": len(wide_ones), "half_width": len(places)},
        )


def _near(places: list[int], at: int) -> int:
    return bisect_right(places, at + _NEAR) - bisect_left(places, at - _NEAR)


def lines_of_prose(view: View, places: list[int]) -> Iterator[tuple[int, int, int]]:
    """Those of `places` that stand in lines of prose and not in what is not Chinese, with their lines' bounds."""
    lines, roles, text = view.lines, view.memo(structure).roles, view.text
    last, barred = -1, list[tuple[int, int]]()
    for at in places:
        number = bisect_right(lines.starts, at) - 1
        if roles[number] in NOT_PROSE:
            continue
        start, end = lines.starts[number], lines.ends[number]
        if number != last:
            last, barred = number, [m.span() for m in NOT_CHINESE.finditer(text, start, end)]
            latin, han = len(_LATIN.findall(text, start, end)), len(HAN.findall(text, start, end))
            if latin > han:  # 马修·杰克逊, "结构洞:…", Journal of Economics 8(2019年7月)
                barred = [(start, end)]
        place = bisect_right(barred, (at, end + 1)) - 1
        if place < 0 or at >= barred[place][1]:
            yield at, start, end


def _marks(view: View) -> Iterator[tuple[int, int, str]]:
    text = view.text
    for at, start, end in lines_of_prose(view, view.memo(present).places(_MARKS)):
        before = text[at - 1] if at > start else ""
        stop = _SPACES.match(text, at + 1, end).end()  # type: ignore[union-attr]
        after = text[stop] if stop < end else ""
        if _between(text, at, before, after, stop > at + 1, start, end):
            yield at, stop if after and (is_chinese(after) or after.isdigit()) else at + 1, wide(text[at])


def is_chinese(char: str) -> bool:
    """Whether `char` is a Chinese character or a full-width mark."""
    return is_han(char) or (char != "" and char in _FULL)


def _between(text: str, at: int, before: str, after: str, spaced: bool, start: int, end: int) -> bool:
    """Whether the mark ``text[at]`` stands between Chinese, or at the end of a Chinese line."""
    mark = text[at]
    if not before or before in _MARKS or (after and after in _MARKS) or before in "，。、；：！？":
        return False  # !! and ?! are somebody's emphasis
    if is_chinese(before):
        if mark == ":" and spaced and after:
            return False  # a label in Markdown or in settings: 标题: 渡口
        return not after or is_chinese(after) or (not spaced and (after.isalnum() or after in "\"'(%$"))
    if mark in ",;" and not spaced and (before.isalnum() or before in "%)℃"):
        if is_han(after):
            return True
        # 66%的iPad,50%的: a word and a number, which no number and no Latin phrase has side by side unspaced
        return {_kind(before), _kind(after)} == {"letter", "digit"} and _han_on_both_sides(text, at, start, end)
    return False


def _kind(char: str) -> str:
    return "digit" if char in "0123456789%" and char else "letter" if char.isascii() and char.isalpha() else ""


def _han_on_both_sides(text: str, at: int, start: int, end: int) -> bool:
    """Whether Chinese stands on both sides in the same clause, no white space between: 66%的iPad,50%的."""
    left = re.search(r"\S*$", text[max(start, at - 24) : at])
    right = re.match(r"\S*", text[at + 1 : min(end, at + 25)])
    return bool(left and right and any(map(is_han, left.group())) and any(map(is_han, right.group())))


def _brackets(view: View) -> Iterator[tuple[int, int, str]]:
    """Half-width brackets round Chinese, both of a pair (or the one whose partner is full-width)."""
    text = view.text
    opened: tuple[int, int, int] | None = None
    for at, start, end in lines_of_prose(view, view.memo(present).places("()（）")):
        if text[at] in "(（":
            opened = at, start, end
            continue
        if opened is None or opened[1] != start:
            continue
        low = opened[0]
        opened = None
        if text[low] + text[at] == "（）" or not any(map(is_han, text[low + 1 : at])) or at - low > 120:
            continue
        before = text[low - 1] if low > start else ""
        if before and before.isascii() and (before.isalnum() or before in "]_`"):
            continue  # a link, or a call: print(名称)
        if before == " " and text[at + 1 : at + 2] in (" ", "\n", ""):
            continue  # set apart on both sides: 教育廳 (局) 。
        yield from ((place, place + 1, wide(text[place])) for place in (low, at) if text[place] in "()")
