"""Characters that are one and the same in different guises: what a SAFE fix may put in the place of what (law 8).

A rule names the guises that it may exchange (`Rule.guises`), and `same` proves each exchange anew, from Unicode's data,
from OpenCC, or by making the damage again. A digit in another guise is the same digit; another digit never is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

#: Radicals of the supplement that stand for whole characters, by EquivalentUnifiedIdeograph of Unicode's data. Those
#: that are parts of characters (⺅ ⺡ ⻌) are left out: where they stand, a part is meant. Kangxi's need no table.
_SUPPLEMENT = (
    "⺁厂⺄乙⺊卜⺌小⺎兀⺒巳⺓幺⺗心⺛旡⺜日⺝月⺞歺⺟母⺠民⺧牛⺩王⺫目⺬示⺴冗⺶羊⺻聿⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻏邑⻑長⻓长"
    "⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

#: Marks as they are drawn in vertical text, and what they are in a line. (﹑ and ︰ are ordinary in text from Big5.)
_MARKS = "︐，︑、︒。︓：︔；︕！︖？︗〖︘〗︙…︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』"
_LIGATURES = "ﬀﬁﬂﬃﬄﬅﬆ"


@cache
def radicals() -> Mapping[str, str]:
    """Each radical that stands for a character, and that character."""
    pairs = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    return pairs | {chr(point): unicodedata.normalize("NFKC", chr(point)) for point in range(0x2F00, 0x2FD6)}


@cache
def compatible() -> Mapping[str, str]:
    """Each compatibility form that ordinary text does without, and what it stands for.

    Ideographs are those that Unicode holds to be canonically the same. Of squares only months, days and hours are
    here: ㎡ and ㎏ are ordinary.
    """
    ideographs = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    found = {chr(point): unicodedata.normalize("NFC", chr(point)) for point in ideographs}
    squares = (*range(0x32C0, 0x32CC), *range(0x3358, 0x3371), *range(0x33E0, 0x33FF))
    found |= {chr(point): unicodedata.normalize("NFKC", chr(point)) for point in squares}
    found |= {char: unicodedata.normalize("NFKC", char) for char in _LIGATURES}
    found |= dict(zip(_MARKS[::2], _MARKS[1::2], strict=True))
    return {char: new for char, new in found.items() if char != new}


def wide(mark: str) -> str:
    """The full-width form of a printable ASCII character."""
    return chr(ord(mark) + 0xFEE0)


def _by(table: Callable[[], Mapping[str, str]]) -> Callable[[str, str], bool]:
    return lambda gone, put: put == "".join(table().get(char, char) for char in gone)


def _of_width(gone: str, put: str) -> bool:
    # White space beside a half-width mark goes with it: “, ” and “，”.
    return unicodedata.normalize("NFKC", "".join(gone.split())) == unicodedata.normalize("NFKC", put)


def _of_script(gone: str, put: str) -> bool:
    from cleaner.language.variants import plain

    return len(gone) == len(put) and all(a == b or plain(a) == plain(b) for a, b in zip(gone, put, strict=True))


def _of_encoding(gone: str, put: str) -> bool:
    from cleaner.language.encodings import misreadings

    return any(bad == gone for bad in misreadings(put))


#: By the name that a rule gives.
GUISES: Mapping[str, Callable[[str, str], bool]] = {
    "radical": _by(radicals),
    "compatibility": _by(compatible),
    "width": _of_width,
    "script": _of_script,
    "encoding": _of_encoding,
}


def same(guises: tuple[str, ...], gone: str, put: str) -> bool:
    """Whether `put` is `gone` in another guise, one of `guises`. Never true of nothing put."""
    return bool(put) and any(GUISES[guise](gone, put) for guise in guises)
