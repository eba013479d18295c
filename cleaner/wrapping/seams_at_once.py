"""`seams.seam_odds` for all neighbours at once: term by term, in the same order, so that the sums are the same numbers.

What two characters say is looked up once for each two that differ. What takes a regular expression is asked only of
the lines that have what it needs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cleaner.characters import BRACKET, DIGIT, HAN, PICTURE, WORD, Lookup, bits_of
from cleaner.language.kinsoku import NOT_AT_END, NOT_AT_START
from cleaner.language.seam_characters import begins, ends
from cleaner.structure import Role
from cleaner.wrapping import seams as one
from cleaner.wrapping.lines import End
from cleaner.wrapping.seen import ROLE, ROLES, OfLines, Seen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Code points before a line's end in which a photographer's name and what stands behind it have room.
CREDIT_ROOM = 12

#: What `OPENER` begins with.
OPENERS = frozenset(words[:2] for words in one.OPENER.pattern.split("|"))

#: A pair of code points as one number.
SHIFT = 21


def seam_odds_of(seen: Seen) -> Array:
    """`seam_odds` of each line and the one before it; 0 for the first. Natural log-odds that a paragraph begins."""
    import numpy as np

    count = len(seen)
    odds = np.zeros(count)
    if count < 2:
        return odds
    if isinstance(seen, OfLines):
        return np.array([0.0, *(one.seam_odds(a, b) for a, b in pairwise(seen.lines))])
    return np.concatenate([[0.0], _Seams(np, seen).odds()])


class _Seams:
    """Arrays of one number a seam: `a` is the line before it, `b` the one behind."""

    def __init__(self, np: Any, seen: Seen) -> None:
        self.np = np
        self.seen = seen
        rows = seen.rows
        self.a, self.b = np.arange(len(seen) - 1), np.arange(1, len(seen))
        stop, start = seen.stop[:-1], seen.start[1:]
        self.last, self.first = seen.last[:-1], seen.first[1:]
        long_a = stop - seen.start[:-1] > 1
        long_b = seen.stop[1:] - start > 1
        self.last_but_one = np.where(long_a, rows.points_at(stop - 2), 0)
        self.second = np.where(long_b, rows.points_at(start + 1), 0)
        self.long_a = long_a
        # A character that stands for several (℃, …) and an empty line are for `seam_odds` itself.
        self.of_last, self.of_first = traits(self.last), traits(self.first)
        self.of_last_but_one = traits(self.last_but_one)
        odd = self.of_last | self.of_first | self.of_last_but_one | traits(self.second)
        self.odd: Array = (odd & ODD != 0) | (seen.start[:-1] >= stop) | (start >= seen.stop[1:])

    def pairs(self, one: Array, other: Array) -> Array:
        """Two code points as one number, level by level as NFKC reads them."""
        return (one.astype(self.np.int64) << SHIFT) | other

    def at_line(self, told: Array, which: Array, asked: Any) -> None:
        """Sets `told` where `which` and `asked` of the line there hold."""
        for k in which.nonzero()[0].tolist():
            told[k] = asked(k)

    def odds(self) -> Array:
        """The sum of what speaks for a beginning."""
        np, seen, rows = self.np, self.seen, self.seen.rows
        count = len(self.a)
        odds = np.zeros(count)
        hangs = (self.of_first & MAY_HANG != 0) & (self.first != self.second)
        odds[hangs] -= 5.0
        shut_out = self.of_last & SHUT_OUT != 0
        opened, closed = self._brackets()
        left = np.where(shut_out, 5.0, one.OPEN * np.minimum(1.5, opened[:-1] + closed[1:]))
        odds -= left
        odds += one.BEGINNING * _mapped(self.pairs(self.first, self.second), _BEGINS)
        unended = seen.end[:-1] == int(End.OTHER)
        told = np.zeros(count)
        told[unended] = _mapped(self.pairs(self.last_but_one, self.last)[unended], _ENDS)
        odds += np.where(unended, one.ENDING * told, 0.0)
        odds -= self._figures()
        odds -= _mapped(self.pairs(self.last, self.first), _ASTRIDE)
        hyphen = (self.of_last & HYPHEN != 0) & self.long_a
        hyphen &= self.of_last_but_one & LATIN_LETTER != 0
        odds[hyphen] -= 3.0
        odds += self._asked(_mapped(self.pairs(self.first, self.second), _MAY_OPEN).astype(bool), one.OPENER, one.OPENS)
        odds[(self.of_first & DASH != 0)] += 4.0
        odds[seen.bold[:-1] & seen.bold[1:]] -= one.BOLD
        odds += self._scripts()
        odds += self._asked((self.of_first & MAY_CAPTION != 0), one.CAPTION, one.CAPTIONS)
        odds += self._titles()
        odds += self._lone()
        odds += self._ends_with(rows.bits_at(seen.stop[:-1] - 1) & DIGIT != 0, one.STAMP, one.STAMPED)
        odds += self._hard_breaks()
        odds += self._credits()
        odds[(seen.role[:-1] == ROLE[Role.LIST]) & (seen.letters[:-1] <= 4)] += 4.0
        odds += self._starters()
        odds[seen.next_item[1:]] += one.COUNTS_ON
        for k in self.odd.nonzero()[0].tolist():
            odds[k] = one.seam_odds(seen.line(k), seen.line(k + 1))
        return odds  # type: ignore[no-any-return]

    def _brackets(self) -> tuple[Array, Array]:
        """1 where a quote or bracket is open at a line's end; 1 where it closes one that it did not open."""
        np, seen, rows = self.np, self.seen, self.seen.rows
        places = rows.places(BRACKET)
        text = "".join(map(chr, rows.points[places].tolist()))
        low = np.searchsorted(places, seen.start)
        high = np.searchsorted(places, seen.stop)
        opened, closed = np.zeros(len(seen)), np.zeros(len(seen))
        some = np.flatnonzero(high > low)
        for k, start, stop in zip(some.tolist(), low[some].tolist(), high[some].tolist(), strict=True):
            opened[k], closed[k] = _open_and_closed(text[start:stop])
        return opened, closed

    def _figures(self) -> Array:
        """What speaks against a beginning: a number cut, a quantity, a Latin word cut."""
        np = self.np
        number = (self.of_last & FIGURE != 0) & (self.of_first & COUNTED != 0)
        quantity = np.zeros(len(self.a), bool)
        digit = bits_of(self.first) & DIGIT != 0
        self.at_line(quantity, digit & ~number, lambda k: one.QUANTITY.match(self.seen.bare(k + 1)) is not None)
        latin = (self.of_last & LATIN_LETTER != 0) & (self.of_first & LATIN_LETTER != 0)
        return np.where(number, one.NUMBER, np.where(quantity, one.QUANTITY_FIRST, np.where(latin, one.LATIN_WORD, 0)))  # type: ignore[no-any-return]

    def _asked(self, which: Array, pattern: Any, worth: float) -> Array:
        """`worth` where the line behind, one of `which`, begins with `pattern`."""
        told = self.np.zeros(len(self.a), bool)
        self.at_line(told, which, lambda k: pattern.match(self.seen.bare(k + 1)) is not None)
        return self.np.where(told, worth, 0.0)  # type: ignore[no-any-return]

    def _ends_with(self, which: Array, pattern: Any, worth: float) -> Array:
        """`worth` where the line before, one of `which`, has `pattern`."""
        told = self.np.zeros(len(self.a), bool)
        self.at_line(told, which, lambda k: pattern.search(self.seen.bare(k)) is not None)
        return self.np.where(told, worth, 0.0)  # type: ignore[no-any-return]

    def _scripts(self) -> Array:
        """Lines in two languages by turns. A line has Han nearly always at its beginning or at its end."""
        seen, rows = self.seen, self.seen.rows
        maybe = (rows.bits_at(seen.start) | rows.bits_at(seen.stop - 1)) & HAN == 0
        told = self.np.zeros(len(self.a), bool)

        def parted(k: int) -> bool:
            a, b = seen.bare(k), seen.bare(k + 1)
            return _one_script(a, b) or _one_script(b, a)

        self.at_line(told, maybe[:-1] | maybe[1:], parted)
        return self.np.where(told, one.OTHER_SCRIPT, 0.0)  # type: ignore[no-any-return]

    def _titles(self) -> Array:
        seen = self.seen
        length = seen.stop - seen.start
        maybe = self.long_a & (seen.first[:-1] == seen.first[1:]) & (length[1:] >= length[:-1])
        told = self.np.zeros(len(self.a), bool)
        self.at_line(told, maybe, lambda k: seen.bare(k + 1).startswith(seen.bare(k)))
        return self.np.where(told, one.TITLE, 0.0)  # type: ignore[no-any-return]

    def _lone(self) -> Array:
        """A number alone beside a blank line: without a letter at its beginning or its end."""
        seen, rows = self.seen, self.seen.rows
        letter = WORD | DIGIT
        ends = [rows.bits_at(place) & letter for place in (seen.start, seen.stop - 1)]
        maybe = (ends[0] != WORD) & (ends[1] != WORD) & (rows.count(DIGIT, seen.start, seen.stop) > 0)
        lone = self.np.zeros(len(seen), bool)
        maybe[:-1] &= (seen.blanks[1:] > 0) | self.np.concatenate([[False], seen.blanks[1:-1] > 0])
        self.at_line(lone, maybe, lambda k: one.LONE_NUMBER.match(seen.bare(k)) is not None)
        return self.np.where((seen.blanks[1:] > 0) & (lone[:-1] | lone[1:]), one.LONE, 0.0)  # type: ignore[no-any-return]

    def _hard_breaks(self) -> Array:
        seen = self.seen
        end = seen.rows.end[seen.at][:-1]
        told = self.np.zeros(len(self.a), bool)

        def broken(k: int) -> bool:
            text = seen.rows.whole(int(seen.at[k]))
            return text.endswith("  ") and not text.endswith("   ")

        self.at_line(told, end - seen.stop[:-1] >= 2, broken)
        return self.np.where(told, one.HARD_BREAK, 0.0)  # type: ignore[no-any-return]

    def _credits(self) -> Array:
        """What the role of the line before says of the next."""
        np, seen, rows = self.np, self.seen, self.seen.rows
        said = np.array([one.ENDS.get(role, 0.0) for role in ROLES])[seen.role[:-1]]
        stop = seen.stop[:-1]
        maybe = rows.has(rows.places(PICTURE), np.maximum(seen.start[:-1], stop - CREDIT_ROOM), stop)
        credited = np.zeros(len(self.a), bool)
        self.at_line(credited, maybe, lambda k: one.CREDITED.search(seen.bare(k)) is not None)
        return np.where(credited, one.ENDS[Role.CREDIT], said)  # type: ignore[no-any-return]

    def _starters(self) -> Array:
        """What the line behind begins with: a bullet, a part in a play; else what its role says."""
        np, seen, rows = self.np, self.seen, self.seen.rows
        said = np.array([one.BEGINS.get(role, 0.0) for role in ROLES])[seen.role[1:]]
        start = seen.start[1:]
        maybe = self.of_first & MAY_START != 0
        for ahead in (2, 3, 4):  # a part's name has two to four characters: 宣誓人（众）：
            point = rows.points_at(start + ahead)
            maybe = maybe | (point == ord("（")) | (point == ord("("))
        starts = np.zeros(len(self.a), bool)
        self.at_line(starts, maybe, lambda k: one.STARTER.match(seen.bare(k + 1)) is not None)
        return np.where(starts, 6.0, said)  # type: ignore[no-any-return]


def _one_script(a: str, b: str) -> bool:
    return one.one_script(a, b)


@lru_cache(maxsize=1 << 14)
def _open_and_closed(brackets: str) -> tuple[float, float]:
    return one.open_at_end(brackets), one.closed_from_nowhere(brackets)


@cache
def _char(point: int) -> str:
    """The character as NFKC reads it; nothing for 0, which stands outside a line."""
    return unicodedata.normalize("NFKC", chr(point)) if point else ""


#: What a character is at a line's beginning or end.
ODD, MAY_HANG, SHUT_OUT, FIGURE, COUNTED, LATIN_LETTER, HYPHEN, DASH, MAY_CAPTION, MAY_START = (
    1 << n for n in range(10)
)


def _traits(point: int) -> int:
    char, read = chr(point), _char(point)
    if not point:
        return 0
    if len(read) != 1:
        return ODD
    return (
        MAY_HANG * (read in NOT_AT_START and read not in "—…~.")
        | SHUT_OUT * (read in NOT_AT_END)
        | FIGURE * read.isdigit()
        | COUNTED * (read.isdigit() or one.UNIT.match(read) is not None)
        | LATIN_LETTER * one.latin(read)
        | HYPHEN * (read in "-\u2010\u00ad")
        | DASH * (read == "—")
        | MAY_CAPTION * (char in "图圖上下左右片")
        | MAY_START * (char in "∴∵•●■▪◆◇★☆▲△►▶[")
    )


traits = Lookup(_traits)


class _Pairs(dict[int, float]):
    """What is told of two characters, asked once for each two that differ."""

    def __init__(self, told: Callable[[str, str], float]) -> None:
        super().__init__()
        self.told = told

    def __missing__(self, pair: int) -> float:
        self[pair] = found = self.told(_char(pair >> SHIFT), _char(pair & ((1 << SHIFT) - 1)))
        return found


def _mapped(pairs: Array, told: _Pairs) -> Array:
    import numpy as np

    return np.fromiter(map(told.__getitem__, pairs.tolist()), float, len(pairs))


_BEGINS = _Pairs(lambda first, second: begins(first + second))
_ENDS = _Pairs(lambda before, last: ends(before + last))
_ASTRIDE = _Pairs(one.astride)
_MAY_OPEN = _Pairs(lambda first, second: float(first + second in OPENERS))
