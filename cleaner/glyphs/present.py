"""Which characters a view has, and where some of them stand: the screen before every rule on characters.

Each rule begins with characters of its own, and where none of them stands it has nothing to find. Those of the rules
that are on by default are looked for together, with one look-up a character in a table (a short text needs no array).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from cleaner.language.encodings import gbk_heads, gbk_seconds, western_letters
from cleaner.language.guises import compatible, radicals
from cleaner.structure import Role, structure
from cleaner.views import View

if TYPE_CHECKING:
    from numpy.typing import NDArray

INVISIBLE = (
    frozenset(
        "\u00ad\u034f\u061c\u115f\u1160\u200b\u200c\u200d\u200e\u200f\u3164\ufe0e\ufe0f\ufeff\uffa0\ufff9\ufffa\ufffb"
    )
    | frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070))))
    | frozenset(map(chr, range(0xE0000, 0xE0080)))
)
#: Not among them: tabs, line ends and page ends.
CONTROLS = frozenset(map(chr, (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)))) - {"\u0085"}
LOST = "\ufffd"
#: Where the two planes begin that are all private use.
PLANES = "\U000f0000"

#: Characters up to which a set of the text is made directly, and a text is searched with a regular expression.
SHORT = 1 << 12

HAN = re.compile("[〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class Present:
    """The characters of a text, and where some of them stand (code points)."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.text = view.text

    @cached_property
    def characters(self) -> frozenset[str]:
        """All characters of the text."""
        if len(self.text) <= SHORT:
            return frozenset(self.text)
        import numpy as np

        seen = np.zeros(0x110000, np.bool_)
        seen[self._view.memo(_points)] = True
        return frozenset(map(chr, np.flatnonzero(seen).tolist()))

    @cached_property
    def suspects(self) -> Mapping[str, Sequence[int]]:
        """Where characters stand that clean text hardly has: by character, each with its places in order."""
        found: dict[str, list[int]] = {}
        for place in self._suspect_places():
            found.setdefault(self.text[place], []).append(place)
        return found

    def _suspect_places(self) -> list[int]:
        text = self.text
        if len(text) <= SHORT:
            if suspicious().isdisjoint(text) and max(text, default="") < PLANES:
                return []
            return self._searched({char for char in self.characters if char in suspicious() or char >= PLANES})
        import numpy as np

        classes = _classes().take(self._view.memo(_points))
        met = (classes & 1).astype(np.bool_)
        # One of UTF-8's first characters in GBK says nothing by itself: what may stand behind it must.
        met[:-1] |= (classes[:-1] & 2 != 0) & (classes[1:] & 4 != 0)
        places: list[int] = np.flatnonzero(met).tolist()
        return places

    def suspects_of(self, characters: Iterable[str]) -> list[int]:
        """Where any of `characters`, all of them suspicious, stands, in order."""
        met = self.suspects.keys() & characters if self.suspects else ()
        return sorted(place for char in met for place in self.suspects[char])

    def private(self) -> list[int]:
        """Where characters of private use stand, in order."""
        return sorted(place for char, places in self.suspects.items() if _private(char) for place in places)

    def places(self, characters: Collection[str]) -> list[int]:
        """Where any of `characters` stands, in order."""
        met = self.characters.intersection(characters)
        if not met:
            return []
        if len(self.text) <= SHORT:
            return self._searched(met)
        import numpy as np

        wanted = np.zeros(0x110000, np.bool_)
        wanted[[ord(char) for char in met]] = True
        found: list[int] = np.flatnonzero(wanted[self._view.memo(_points)]).tolist()
        return found

    def _searched(self, characters: Collection[str]) -> list[int]:
        pattern = "[" + "".join(map(re.escape, sorted(characters))) + "]"
        return [match.start() for match in re.finditer(pattern, self.text)]

    def count(self, characters: Collection[str]) -> int:
        """How many of `characters` stand in the text."""
        return len(self.places(characters))


@cache
def suspicious() -> frozenset[str]:
    """The characters that the rules that are on by default begin with, but for the last two planes of private use."""
    forms = frozenset(radicals()) | frozenset(compatible()) | frozenset(map(chr, range(0xE000, 0xF900)))
    return forms | INVISIBLE | CONTROLS | western_letters() | gbk_heads() | {LOST}


def _private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char >= PLANES


@cache
def _classes() -> NDArray[Any]:
    """By code point: 1 for a suspicious character, 2 for one of `gbk_heads` (traditional text has many of them) and 4
    for one of `gbk_seconds`.
    """
    import numpy as np

    table = np.zeros(0x110000, np.uint8)
    table[[ord(char) for char in suspicious() - gbk_heads()]] = 1
    table[ord(PLANES) :] = 1
    table[[ord(char) for char in gbk_heads()]] |= 2
    table[[ord(char) for char in gbk_seconds()]] |= 4
    table[ord("锟")] |= 1
    return table


def present(view: View) -> Present:
    """The characters of `view`. Call it as ``view.memo(present)``."""
    return Present(view)


def _points(view: View) -> NDArray[Any]:
    from cleaner.points import points_of

    return points_of(view.text)


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character (one, or none at all)."""
    return bool(HAN.match(char))


def line_around(text: str, at: int, reach: int = 120) -> tuple[int, int]:
    """The part of the line of ``text[at]`` that lies within `reach` characters of it."""
    low, high = max(0, at - reach), min(len(text), at + reach)
    start = max(text.rfind(end, low, at) for end in "\n\r\f") + 1
    stops = [place for place in (text.find(end, at, high) for end in "\n\r\f") if place >= 0]
    return max(low, start), min([high, *stops])


def lines_beside(text: str, start: int, end: int, reach: int = 200) -> tuple[str, str]:
    """The lines before and behind the line ``start..end``, as far as `reach` characters; `""` where there is none."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    above = text[low : max(0, start - 1)].rpartition("\n")[2]
    return above.strip(), text[end + 1 : high].partition("\n")[0].strip()


def runs(places: Collection[int]) -> list[tuple[int, int]]:
    """Rising `places` as runs of neighbours: of 3 4 5 9 the runs 3..6 and 9..10."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def outside_code(view: View, places: list[int]) -> list[int]:
    """Those of `places` (in order) that are in no line of code: code shows on purpose what damage looks like."""
    if not places:
        return places
    roles, starts = view.memo(structure).roles, view.lines.starts
    return [at for at in places if roles[max(0, bisect_right(starts, at) - 1)] is not Role.CODE]
