"""The one tandem-repeat engine: every stretch of a text that repeats itself at once, such as 甲乙丙甲乙丙甲.

A *run* is a maximal stretch with a smallest period p, at least 2p long; a text of n characters has fewer than n of
them (Bannai et al., "The runs theorem", SIAM J. Comput. 46, 2017). Where a square of period p stands, each of p places
in a row equals the place p further on; testing every p-th place finds them all, at a cost of n/p for a period and
n·ln P for all up to P (Main and Lorentz, J. Algorithms 5, 1984). We compare short words rather than characters and so
test every (p - k + 1)-th place: a few more tests, and hundreds of times fewer suspects. Suspects are verified exactly.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint64]

#: The longest period looked for, in characters: a sentence of a report seldom has more.
LONGEST = 400

#: The screen works through the text in windows of this many characters, that it may keep one table of places.
WINDOW = 8192

#: The lengths of the words that are compared; each is twice the one before.
WORDS = (1, 2, 4, 8)

_MIX = 0x9E3779B97F4A7C15


class Run(NamedTuple):
    """``text[start:end]`` repeats with `period`, cannot be made longer, and has no smaller period."""

    start: int
    end: int
    period: int

    @property
    def turns(self) -> float:
        """How often the unit stands there, the cut-off turn counted in part."""
        return (self.end - self.start) / self.period


#: Periods below this are looked for by comparing the text with itself, place by place; longer ones by words.
SHORT = 8


def runs(text: str, longest: int = LONGEST, regions: Iterable[tuple[int, int]] | None = None) -> list[Run]:
    """All maximal repetitions of `text` with a period of at most `longest`, in the order of their starts.

    `regions`, where a cheaper screen has named them, are the only parts of `text` that may hold a square of a period of
    `SHORT` or more, each square wholly in one of them. Time is n·ln P for ordinary text and bounded by n·P for any.
    """
    if len(text) < 2:
        return []
    found = set(_short(text, min(longest, SHORT - 1)))
    if longest >= SHORT:
        for start, end in ((0, len(text)),) if regions is None else regions:
            for period, places in _suspects(text[start:end], min(longest, (end - start) // 2)):
                if period >= SHORT:
                    found.update(_verified(text, period, [start + place for place in places]))
    return sorted(found)


#: Code points below which a pattern is quicker than arrays.
FEW = 2000

#: A character over and over, and a stretch of some length twice.
SAME = re.compile(r"(.)\1+", re.S)


@cache
def _square(period: int) -> re.Pattern[str]:
    return re.compile(rf"(.{{{period}}})\1", re.S)


def _short(text: str, longest: int) -> Iterator[Run]:
    """The runs of periods up to `longest`, by comparing all of the text with itself, moved by one period."""
    periods: Sequence[int] = range(1, min(longest, len(text) // 2) + 1)
    if len(text) < FEW:
        yield from (Run(*match.span(), 1) for match in SAME.finditer(text) if periods)
        periods = [period for period in periods[1:] if _square(period).search(text)]
    if not periods:
        return
    import numpy as np

    from cleaner.points import points_of, rows

    points = points_of(text)
    for period in periods:
        equal = np.flatnonzero(points[period:] == points[:-period])
        firsts, lasts = rows(equal)
        long = lasts - firsts >= period - 1
        for start, last in zip(equal[firsts[long]].tolist(), equal[lasts[long]].tolist(), strict=True):
            if period == 1 or _is_smallest(text[start : start + period]):
                yield Run(start, last + 1 + period, period)


def _verified(text: str, period: int, places: list[int]) -> Iterator[Run]:
    """The runs of `period` at the suspect `places` (rising). What one run has covered is not looked at again."""
    at = 0
    while at < len(places):
        place = places[at]
        end = _reach(text, place, period)
        if end > place:
            start = _reach_back(text, place, period)
            if end - start >= period and _is_smallest(text[start : start + period]):
                yield Run(start, end + period, period)
        at = bisect_right(places, end, at + 1)


@cache
def _prime_divisors(number: int) -> tuple[int, ...]:
    return tuple(d for d in range(2, number + 1) if number % d == 0 and all(d % q for q in range(2, d)))


def _is_smallest(unit: str) -> bool:
    """Whether `unit` is no repetition itself, as 甲乙甲乙 is: then its length is the run's smallest period."""
    size = len(unit)
    return not any(unit[size // q :] == unit[: size - size // q] for q in _prime_divisors(size))


def _reach(text: str, start: int, period: int) -> int:
    """The first place at or behind `start` that differs from the one a period on (compared in growing slices)."""
    last = len(text) - period
    at, step = start, 4
    while at < last:
        stop = min(at + step, last)
        if text[at:stop] == text[at + period : stop + period]:
            at, step = stop, step * 2
        elif step > 4:
            step = max(4, step // 4)
        else:
            while text[at] == text[at + period]:
                at += 1
            return at
    return last


def _reach_back(text: str, start: int, period: int) -> int:
    """The first of the places up to `start` in a row that equal the one a period on."""
    at, step = start, 4
    while at > 0:
        stop = max(0, at - step)
        if text[stop:at] == text[stop + period : at + period]:
            at, step = stop, step * 2
        elif step > 4:
            step = max(4, step // 4)
        else:
            while text[at - 1] == text[at - 1 + period]:
                at -= 1
            return at
    return 0


def _word(period: int) -> int:
    """The length of the words compared for `period`: the longer, the fewer suspects, the more tests."""
    if period < 2:
        return 1
    if period < 8:
        return 2
    return 4 if period < 24 else 8


def _suspects(text: str, longest: int) -> Iterator[tuple[int, list[int]]]:
    """For each period, rising, the places where a word equals the one a period on, tested as sparsely as may be."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    window = max(WINDOW, 4 * longest)
    last, here, there, period_of = _table(window, max(longest, LONGEST))
    places: list[Any] = []
    periods: list[Any] = []
    # Each square lies wholly in one window: the next begins two periods before the end of this one.
    for start in range(0, len(text), window - 2 * longest):
        part = codes[start : start + window]
        count = int(np.searchsorted(last, np.int32(len(part)), "left"))
        words = _words(part, window)
        hits = np.flatnonzero(words[here[:count]] == words[there[:count]])
        if len(hits):
            places.append(here[hits] % window + start)
            periods.append(period_of[hits])
        if start + window >= len(text):
            break
    if not places:
        return
    place, period = np.concatenate(places), np.concatenate(periods)
    order = np.lexsort((place, period))
    place, period = place[order], period[order]
    bounds = [0, *(np.flatnonzero(np.diff(period)) + 1).tolist(), len(period)]
    at = place.tolist()
    for low, high in pairwise(bounds):
        if period[low] > longest:
            return
        yield int(period[low]), at[low:high]


def _words(codes: Codes, window: int) -> Codes:
    """Numbers for the words of 1, 2, 4 and 8 characters from each place on, one row after the other, `window` wide.

    Equal words have equal numbers; that unequal ones hardly ever have is all that is asked, as suspects are verified.
    """
    import numpy as np

    rows = np.zeros((len(WORDS), window), dtype=np.uint64)
    rows[0, : len(codes)] = grams = codes
    for row, k in enumerate(WORDS[:-1], 1):
        if len(grams) <= k:
            break
        grams = grams[:-k] * np.uint64(_MIX + 2 * k) + (grams[k:] ^ (grams[k:] >> np.uint64(29)))
        rows[row, : len(grams)] = grams
    return rows.ravel()


@cache
def _table(window: int, longest: int) -> tuple[Any, Any, Any, Any]:
    """What to test in a window, in the order of the last character that a test reads.

    That character's place, the places of the two words in the rows of `_words`, and the period.
    """
    import numpy as np

    periods = range(1, longest + 1)
    word = [_word(p) for p in periods]
    here = [np.arange(0, max(0, window - p - k + 1), p - k + 1) for p, k in zip(periods, word, strict=True)]
    sizes = [len(h) for h in here]
    period = np.repeat(np.array(periods), sizes)
    k = np.repeat(np.array(word), sizes)
    row = np.repeat(np.array([WORDS.index(w) * window for w in word]), sizes)
    place = np.concatenate(here)
    last = (place + period + k - 1).astype(np.int32)
    order = np.argsort(last, kind="stable")
    first = (place + row)[order].astype(np.intp)
    return last[order], first, first + period[order], period[order]
