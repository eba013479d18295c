"""The letters and digits of a view as numbers, and where each stretch of them stood before.

Every run of `GRAM` characters is hashed, and the hashes are sorted with their places; equal neighbours link each place
to the one before it with the same run. That is one link a place, however often a phrase stands, so all that follows is
linear in the text. (The idea is that of LZ77's dictionary, with sorting in the place of a hash chain.)
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from cleaner.views import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Characters in a run. A paragraph of 20 with one of them misread still has a run of 8 or more that is whole.
GRAM = 8

#: Letters that are worked on at once.
BLOCK = 1 << 14

#: Two multipliers (the golden ratio's and Steele and Vigna's, 2021) that spread a run over the high bits of 64.
_MIX_FIRST, _MIX_SECOND = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95

#: What counts: first and last code point, and what is taken off (full-width letters become plain ones).
_LETTERS = (
    (0x30, 0x39, 0),
    (0x41, 0x5A, -0x20),  # A to a
    (0x61, 0x7A, 0),
    (0xC0, 0x24F, 0),
    (0x370, 0x52F, 0),
    (0x3005, 0x3007, 0),
    (0x3041, 0x30FF, 0),
    (0x3400, 0x9FFF, 0),
    (0xAC00, 0xD7A3, 0),
    (0xF900, 0xFAFF, 0),
    (0xFF10, 0xFF19, 0xFEE0),
    (0xFF21, 0xFF3A, 0xFEC0),
    (0xFF41, 0xFF5A, 0xFEE0),
)


@cache
def _table() -> NDArray[np.uint16]:
    import numpy as np

    table = np.zeros(0x10000, np.uint16)
    for first, last, less in _LETTERS:
        table[first : last + 1] = np.arange(first - less, last + 1 - less, dtype=np.uint16)
    return table


class Folded:
    """The letters and digits of a view, white space, punctuation and widths folded away.

    `codes` are 16-bit numbers, one a letter; `places` say where each stands in the view (code points); `first` holds
    for each line of the view (and, at the end, once more) the number of its first letter.
    """

    def __init__(self, view: View) -> None:
        import numpy as np

        points = np.frombuffer(view.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        # A letter beyond the BMP counts by its low bits: enough for a hash.
        low = (
            points if not len(points) or points.max() < 0x10000 else np.where(points < 0x10000, points, points | 0x3400)
        )
        codes = _table()[low & np.uint32(0xFFFF)]
        self.places: NDArray[Any] = np.flatnonzero(codes)
        self.codes = codes[self.places]
        starts = np.array(view.lines.starts, np.int64)
        self.first: Ints = np.append(np.searchsorted(self.places, starts), len(self.codes)).astype(np.int64)

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def text(self) -> str:
        """The letters as characters."""
        raw: bytes = self.codes.tobytes()
        return raw.decode("utf-16-le", "surrogatepass")

    def line_of(self, letters: Ints) -> Ints:
        """The lines that hold `letters`."""
        import numpy as np

        found: Ints = np.searchsorted(self.first, letters, side="right") - 1
        return found

    def before(self) -> Ints:
        """For each letter the last place before it where the same run of `GRAM` begins, or -1."""
        import numpy as np

        count = len(self.codes) - GRAM + 1
        none: Ints = np.full(max(0, count), -1, np.int64)
        if count < 2:
            return none
        # Hash above, place below, in one number: sorting those is ten times faster than sorting places by hash.
        bits = np.uint64(max(1, int(count - 1).bit_length()))
        mask = np.uint64((1 << int(bits)) - 1)
        packed = np.empty(count, np.uint64)
        # Block by block, in memory that is at hand: fresh pages for whole arrays would cost more than the sums.
        for low in range(0, count, BLOCK):
            part = packed[low : low + BLOCK]
            narrow = self.codes[low : low + len(part) + GRAM - 1].astype(np.uint32)
            pairs = (narrow[:-1] | narrow[1:] << np.uint32(16)).astype(np.uint64)
            fours = pairs[:-2] | pairs[2:] << np.uint64(32)
            np.multiply(fours[:-4], np.uint64(_MIX_FIRST), out=part)
            part ^= part >> np.uint64(32)
            part += fours[4:]
            part *= np.uint64(_MIX_SECOND)
            part &= ~mask
            part |= np.arange(low, low + len(part), dtype=np.uint64)
        packed.sort()
        same = np.flatnonzero((packed[1:] ^ packed[:-1]) <= mask)
        none[(packed[same + 1] & mask).astype(np.int64)] = (packed[same] & mask).astype(np.int64)
        return none


def folded(view: View) -> Folded:
    """The letters of `view`. Call it as ``view.memo(folded)``."""
    return Folded(view)


def links(view: View) -> Ints:
    """`Folded.before` of `view`, made once. Call it as ``view.memo(links)``."""
    return view.memo(folded).before()


def stood_before(view: View) -> tuple[Ints, Ints]:
    """The letters at which a run stands that stood before, rising, and how many letters before (`Folded.before`).

    Call it as ``view.memo(stood_before)``.
    """
    import numpy as np

    before = view.memo(links)
    at: Ints = np.flatnonzero(before >= 0)
    return at, at - before[at]
