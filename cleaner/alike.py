"""Lines that are alike but for their numbers, as running heads are: only lines that may be are asked for their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import regex

from cleaner.characters import DIGIT, SPACE
from cleaner.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

DIGITS = regex.compile(r"\p{Nd}+")
#: A head is short: beyond this many cells a repeated line is text.
WIDEST = 84


class Alike:
    """The lines of a text, with what proofs of furniture ask of them. `barred` are those that cannot be furniture."""

    def __init__(self, rows: Rows, barred: Sequence[int]) -> None:
        import numpy as np

        self.rows = rows
        self.shown = (~rows.blank).nonzero()[0]
        self.barred = np.zeros(len(rows), bool)
        if barred:
            self.barred[list(barred)] = True
        #: The lines short enough for furniture.
        self.short = self.shown[(rows.bare_width[self.shown] <= WIDEST) & ~self.barred[self.shown]]
        self.paged = "\f" in rows.text
        self._keys: dict[int, str] = {}

    @cached_property
    def order(self) -> Array:
        """The place of each line among those shown."""
        return (~self.rows.blank).cumsum() - 1

    @cached_property
    def offsets(self) -> Array:
        """The characters of text before each line."""
        import numpy as np

        return np.concatenate([[0], np.cumsum(self.rows.bare_end - self.rows.bare_start)])

    def key(self, at: int) -> str:
        """What line `at` has in common with lines alike: see `key_of`."""
        if at not in self._keys:
            self._keys[at] = key_of(self.rows.bare(at))
        return self._keys[at]

    @cached_property
    def doubtful(self) -> Array:
        """The lines that are not told from all others by the number and the sum of their letters."""
        import numpy as np

        rows, at = self.rows, self.shown
        low, high = rows.bare_start[at], rows.bare_end[at]
        letters = high - low - rows.count(SPACE, low, high) - rows.count(DIGIT, low, high)
        marks = letters.astype(np.uint64) << np.uint64(32) | rows.sums(SPACE, DIGIT)[at]
        _, which, times = np.unique(marks, return_inverse=True, return_counts=True)
        return at[times[which] > 1]  # type: ignore[no-any-return]

    @cached_property
    def times(self) -> Counter[str]:
        """How many lines have each key that more than one has."""
        return Counter(self.key(at) for at in self.doubtful.tolist())

    @cached_property
    def doubted(self) -> frozenset[int]:
        """`doubtful` as a set."""
        return frozenset(self.doubtful.tolist())

    def stands_again(self, at: int) -> bool:
        """Whether another line has the key of line `at`."""
        return at in self.doubted and self.times[self.key(at)] > 1

    def neighbour(self, at: int, step: int) -> int | None:
        """The line with text `step` lines with text from line `at`."""
        place = int(self.order[at]) + step
        return int(self.shown[place]) if 0 <= place < len(self.shown) else None


def key_of(text: str) -> str:
    """`text` with its numbers levelled and its white space gone: what running heads have in common."""
    key = "".join(text.split())
    return DIGITS.sub("0", key)
