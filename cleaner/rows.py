"""The lines of a view as arrays: where each begins and ends, how wide it is, what it has. Units: code points, cells.

What every line must be asked is asked of all at once here, so that a line of ordinary prose costs no Python of its own.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.characters import CELLS, CONTROL, HAN, KNOWN, SPACE, WORD, bits_of, code_points
from cleaner.document import LONG_LINE, Lines, cells
from cleaner.views import View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


#: Bits that most characters have, and those that say something of every one.
DENSE = WORD | HAN
IN_ALL = KNOWN | 3 << CELLS


#: Places outside a text that may be asked for.
MARGIN = 8


def _summed(numbers: Array) -> Array:
    """The sum of all `numbers` before each, and of all."""
    import numpy as np

    found = np.zeros(len(numbers) + 1, np.int32 if len(numbers) < 1 << 28 else np.int64)
    np.cumsum(numbers, out=found[1:])
    return found


class Rows:
    """Arrays of one number a line. The bare line is without the white space at either end; where it is empty,
    `bare_start` and `bare_end` are both the line's beginning.
    """

    def __init__(self, text: str, lines: Lines) -> None:
        import numpy as np

        self.text = text
        self.lines = lines
        # Room around the text, so that what stands beside a line's end may be asked for without a look where it is.
        room = "\0" * MARGIN
        self._padded_points = code_points(f"{room}{text}{room}")
        self._padded_bits = bits_of(self._padded_points)
        self._padded_bits[:MARGIN] = self._padded_bits[len(text) + MARGIN :] = 0
        inside = slice(MARGIN, len(text) + MARGIN)
        self.points, self.bits = self._padded_points[inside], self._padded_bits[inside]
        self.start = np.array(lines.starts, np.int64)
        self.end = np.array(lines.ends, np.int64)
        self.page = np.array(lines.pages, np.int64)
        self._places: dict[int, Array] = {}
        # White space in runs, line ends among them: a line begins bare where the run that it begins in ends.
        spaces = self.places(SPACE)
        parted = (spaces[1:] - spaces[:-1] != 1).nonzero()[0]
        first, stop = np.empty((2, len(parted) + (len(spaces) > 0)), np.int64)
        if len(spaces):
            first[0], first[1:] = spaces[0], spaces[parted + 1]
            stop[:-1], stop[-1] = spaces[parted] + 1, spaces[-1] + 1
        self.runs = first, stop
        low, high = self.start, self.end
        if len(spaces) and len(low):
            run = first.searchsorted(low, "right") - 1
            low = np.where(run >= 0, np.maximum(low, stop[run]), low)
            run = first.searchsorted(high, "left") - 1
            high = np.where((run >= 0) & (stop[run] >= high), np.maximum(first[run], self.start), high)
        self.blank = low >= high
        self.bare_start = np.where(self.blank, self.start, np.minimum(low, self.end))
        self.bare_end = np.where(self.blank, self.start, high)

    def __len__(self) -> int:
        return len(self.start)

    def places(self, bit: int) -> Array:
        """Where characters with `bit` stand."""
        import numpy as np

        if bit not in self._places:
            if bit & DENSE:
                found = (self.bits & np.uint32(bit) != 0).nonzero()[0]
            else:
                places, bits = self._rare
                found = places[bits & np.uint32(bit) != 0]
            self._places[bit] = found
        return self._places[bit]

    @cached_property
    def _rare(self) -> tuple[Array, Array]:
        """Where characters stand that are more than letters, one in five or so, and their bits."""
        import numpy as np

        places = (self.bits & np.uint32(~(DENSE | IN_ALL) & 0xFFFFFFFF) != 0).nonzero()[0]
        return places, self.bits[places]

    def count(self, bit: int, start: Array | None = None, end: Array | None = None) -> Array:
        """How many characters with `bit` each line has, or each stretch from `start` to `end`."""

        places = self.places(bit)
        start = self.start if start is None else start
        end = self.end if end is None else end
        return places.searchsorted(end) - places.searchsorted(start)

    def has(self, places: Array, start: Array | None = None, end: Array | None = None) -> Array:
        """Whether any of `places` (sorted) lies in each line, or from `start` to `end`."""
        import numpy as np

        if not len(places):
            return np.zeros(len(self), bool)
        start = self.start if start is None else start
        end = self.end if end is None else end
        return places.searchsorted(end) > places.searchsorted(start)

    def behind(self, first: int, second: int) -> Array:
        """Where a character with the bit `second` stands right behind one with the bit `first`."""
        import numpy as np

        places = self.places(second)
        places = places[places > 0]
        return places[self.bits[places - 1] & np.uint32(first) != 0]  # type: ignore[no-any-return]

    def bits_at(self, places: Array) -> Array:
        """The bits of the characters at `places`, 0 up to `MARGIN` places outside the text."""
        found: Array = self._padded_bits[places + MARGIN]
        return found

    def points_at(self, places: Array) -> Array:
        """The code points at `places`, 0 up to `MARGIN` places outside the text."""
        found: Array = self._padded_points[places + MARGIN]
        return found

    def cells(self, start: Array, end: Array) -> Array:
        """`document.cells` of the text between each of `start` and `end`, which lie in one line each."""
        import numpy as np

        length = end - start
        sums = self._cells
        wide: Array = sums[end] - sums[start]
        long = (length > LONG_LINE).nonzero()[0]
        if len(long):
            # All that takes three bytes in UTF-8 is wide, but for rare signs: see `document.cells`.
            more = self._bytes
            wide[long] = length[long] + (more[end[long]] - more[start[long]]) // 2
        odd = self.places(CONTROL)
        if len(odd) > len(self) or (len(odd) and self.text.count("\n") < len(odd)):
            for k in np.flatnonzero(np.searchsorted(odd, end) > np.searchsorted(odd, start)).tolist():
                wide[k] = cells(self.text[start[k] : end[k]])
        return wide

    @cached_property
    def _cells(self) -> Array:
        """The cells before each character."""
        import numpy as np

        return _summed((self.bits >> np.uint32(CELLS)).astype(np.uint8) & np.uint8(3))

    @cached_property
    def _bytes(self) -> Array:
        """The bytes of UTF-8 before each character, one a character aside."""
        import numpy as np

        points = self.points
        return _summed((points > 0x7F).astype(np.uint8) + (points > 0x7FF) + (points > 0xFFFF))

    def sums(self, *but: int) -> Array:
        """The sum of each line's code points, modulo 2**32, without those that have one of the bits `but`: what only
        lines of the same letters are sure to have in common, and others seldom.
        """
        import numpy as np

        if not len(self):
            return np.zeros(0, np.uint32)
        found = np.add.reduceat(self.points, self.start, dtype=np.uint32)
        for bit in but:
            places = self.places(bit)
            line = np.searchsorted(self.start, places, "right") - 1
            np.subtract.at(found, line, self.points[places])
        return found

    @cached_property
    def width(self) -> Array:
        """Cells of each line, its indent counted, white space at its end not."""
        return self.cells(self.start, self.bare_end)

    @cached_property
    def bare_width(self) -> Array:
        """Cells of each bare line."""
        if (self.bare_start == self.start).all():
            return self.width
        return self.cells(self.bare_start, self.bare_end)

    def bare(self, at: int) -> str:
        """Line `at` without white space at either end."""
        return self.text[self.bare_start[at] : self.bare_end[at]]

    def whole(self, at: int) -> str:
        """Line `at` as it stands."""
        return self.text[self.lines.starts[at] : self.lines.ends[at]]

    def headed(self, characters: str) -> list[int]:
        """The lines whose first character, white space aside, is one of `characters`."""
        wanted = set(map(ord, characters))
        heads = self.heads
        if wanted.isdisjoint(heads):
            return []
        return [at for at, point in enumerate(heads) if point in wanted]

    @cached_property
    def heads(self) -> list[int]:
        """The first code point of each line, white space aside; 0 for a blank line."""
        import numpy as np

        found: list[int] = np.where(self.blank, 0, self.points_at(self.bare_start)).tolist()
        return found

    @cached_property
    def wordless(self) -> list[int]:
        """The lines with text, but without a letter or a number."""
        places = (~self.blank).nonzero()[0]
        for ahead in (0, 1):  # nearly all have one in the first place or the second
            at = self.bare_start[places] + ahead
            places = places[(at >= self.bare_end[places]) | (self.bits_at(at) & WORD == 0)]
        spans = zip(places.tolist(), self.bare_start[places].tolist(), self.bare_end[places].tolist(), strict=True)
        return [at for at, low, high in spans if not (self.bits[low:high] & WORD).any()]


def rows(view: View) -> Rows:
    """The lines of `view` as arrays. Call it as ``view.memo(rows)``."""
    return Rows(view.text, view.lines)
