"""What each character of a text is, for all of them at once: an array of bits, looked up by code point.

A look-up takes 2 ns a character, where a regular expression takes 20 to 200. What the bits say decides which lines need
a closer look (`rows`), and what may be counted. A character's bits are found out when it is first met.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import regex

from cleaner.document import cell
from cleaner.language.kinsoku import NOT_AT_END, NOT_AT_START, PAIRS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

KNOWN = 1 << 31
#: Two bits: cells, 0 to 2.
CELLS = 1
CLAUSE = 1 << 3  # ，。！？；
QUOTE_END = 1 << 4  # what may close behind a line's last mark
SPACE = 1 << 5  # str.isspace
WORD = 1 << 6  # a letter or a number
HAN = 1 << 7
DIGIT = 1 << 8  # \p{Nd}
#: What a line begins with that may be a heading, a quotation, HTML or a picture in Markdown; a list's item.
MARKUP_HEAD = 1 << 9
LIST_HEAD = 1 << 10
#: What tables, jump lines and times of subtitles are not without: | tab │ 版 >
TABLE_OR_JUMP = 1 << 11
LEADER = 1 << 12  # dots that lead to a page number
NEWS = 1 << 13  # 讯 消息 电
#: 者 behind 记, 员 behind 讯, …: the last two characters of REPORTER's words.
REPORTER_END, REPORTER_BEFORE = 1 << 14, 1 << 15
#: 摄 图, or 发 behind 社, 体 behind 媒: what every credit has.
PICTURE, PICTURE_BEFORE, PICTURE_BEHIND = 1 << 16, 1 << 17, 1 << 18
COLON = 1 << 19
MARK = 1 << 20  # ，。、；！？
HALF_MARK = 1 << 21  # the same, half-width
STOP = 1 << 22
COMMA = 1 << 23
FULL_MARK = 1 << 24  # a mark that takes a whole em
NOT_START, NOT_END = 1 << 25, 1 << 26  # what line-end rules forbid there
BRACKET = 1 << 27  # a quote or bracket of a pair
LATIN = 1 << 28  # A-Z a-z 0-9
CONTROL = 1 << 29  # an ASCII control character: its width depends on the line
SIGN = 1 << 30  # + or -
PAGE = 1 << 0  # 页 版 p

_CHARACTERS = {
    MARKUP_HEAD: "#*_><![",
    LIST_HEAD: "-*+•●○■□▪◆◇★☆▲△►▶※·（(〔【一二三四五六七八九十百千零〇两第ABCDabcd",
    TABLE_OR_JUMP: "|\t版>" + "".join(map(chr, range(0x2500, 0x2580))),
    LEADER: ".．·…⋯‥",
    NEWS: "讯訊息电電",
    REPORTER_END: "者员員稿生译譯",
    REPORTER_BEFORE: "记記讯訊论論撰习習编編",
    PICTURE: "摄攝图圖",
    PICTURE_BEFORE: "社媒",
    PICTURE_BEHIND: "发發体",
    COLON: "：:",
    MARK: "，。、；！？",
    HALF_MARK: ",;!?",
    CLAUSE: "，。！？；,!?;",
    QUOTE_END: "”’」』）)",
    STOP: "。",
    COMMA: "，",
    FULL_MARK: "，。、；：！？“”‘’（）《》〈〉「」『』【】〔〕．",
    NOT_START: "".join(NOT_AT_START),
    NOT_END: "".join(NOT_AT_END),
    BRACKET: "".join(PAIRS) + "".join(PAIRS.values()),
    LATIN: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    SIGN: "+-",
    PAGE: "页頁版pP",
}
_CIRCLED = ((0x2460, 0x2473), (0x2474, 0x2487), (0x3220, 0x3229), (0x2776, 0x277F))
_WORD, _HAN, _DIGIT = regex.compile(r"[\p{L}\p{N}]"), regex.compile(r"\p{Han}"), regex.compile(r"\p{Nd}")


def code_points(text: str) -> Array:
    """The code points of `text`."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class Lookup:
    """`told` of each of many code points, an integer below 2**31 that it is asked for once for each that differs."""

    def __init__(self, told: Callable[[int], int]) -> None:
        self.told = told
        self._table: Array | None = None

    def __call__(self, points: Array) -> Array:
        import numpy as np

        if self._table is None:
            self._table = np.zeros(0x110000, np.uint32)
        found = self._table[points]
        if found.size and found.min() < KNOWN:
            for point in set(points[found < KNOWN].tolist()):
                self._table[point] = KNOWN | self.told(point)
            found = self._table[points]
        return found


@cache
def _listed() -> dict[str, int]:
    found: dict[str, int] = {}
    for bit, characters in _CHARACTERS.items():
        for char in characters:
            found[char] = found.get(char, 0) | bit
    return found


def _bits(point: int) -> int:
    char = chr(point)
    bits = cell(char) << CELLS
    bits |= _listed().get(char, 0)
    if char.isspace():
        bits |= SPACE
    if _WORD.match(char):
        bits |= WORD
    if _HAN.match(char):
        bits |= HAN
    if _DIGIT.match(char):
        bits |= DIGIT | LIST_HEAD
    if any(low <= point <= high for low, high in _CIRCLED):
        bits |= LIST_HEAD
    if point < 0x80 and unicodedata.category(char) == "Cc":
        bits |= CONTROL
    return bits


#: The bits of each code point.
bits_of = Lookup(_bits)
