"""Which characters a view has, and where some of them stand: the screen before every rule on characters.

Of clean text only the set of its characters is made, one pass over an array (a short text needs no array), and a few
sets are met with it. What is not in the set stands nowhere, so nothing can be lost by the screen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from cleaner.structure import Role, structure
from cleaner.views import View

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Characters up to which a set of the text is made directly, and a text is searched with a regular expression.
SHORT = 1 << 12

HAN = re.compile("[〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class Present:
    """The characters of a text. `characters` are all that stand in it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.text = view.text
        self.characters: frozenset[str] = frozenset(self.text if len(self.text) <= SHORT else self._of_long())

    def _of_long(self) -> list[str]:
        import numpy as np

        seen = np.zeros(0x110000, np.bool_)
        seen[self._view.memo(_points)] = True
        return [chr(point) for point in np.flatnonzero(seen).tolist()]

    def places(self, characters: Collection[str]) -> list[int]:
        """Where any of `characters` stands, in order."""
        met = self.characters.intersection(characters)
        if not met:
            return []
        if len(self.text) <= SHORT:
            pattern = "[" + "".join(map(re.escape, sorted(met))) + "]"
            return [match.start() for match in re.finditer(pattern, self.text)]
        import numpy as np

        wanted = np.zeros(0x110000, np.bool_)
        wanted[[ord(char) for char in met]] = True
        found: list[int] = np.flatnonzero(wanted[self._view.memo(_points)]).tolist()
        return found

    def count(self, characters: Collection[str]) -> int:
        """How many of `characters` stand in the text."""
        return len(self.places(characters))


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
