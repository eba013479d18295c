"""Two copies that differ: where, whether misreading explains it, and which of them is likelier right at each place.

A misread character seldom makes a word with its neighbours (上干家, 有刀有效), the right one mostly does (上千家,
有力有效): the dictionary of two-character words decides, and where it is silent the pairs in the rest of the document.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

from cleaner.document import Line
from cleaner.language.alignment import differences, misread_copy
from cleaner.language.bigrams import affinity
from cleaner.language.words import is_word
from cleaner.model import Edit, Span
from cleaner.views import View

#: How far around the copies the document is asked for the same pair of characters, in code points to each side.
AROUND = 20_000

_FIGURE = regex.compile(r"[\p{N}%％‰零一二三四五六七八九十百千万亿〇两]")
_NEGATION = regex.compile(r"[不没未无非否勿莫毋沒無]")
#: Marks of a sentence, the likelier right the further behind.
_RANKS = ".,，；：、。"

#: How much better one reading must go with its neighbours (log of a ratio of odds), where no word decides.
CLEAR = 1.0

_WORDLESS = regex.compile(r"[^\p{L}\p{N}]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """One difference: what the first copy has at `span` of the view (maybe nothing) and what the second has."""

    span: Span
    first: str
    second: str
    verdict: int  # 1 the first is likelier, -1 the second is, 0 they cannot be told apart


@dataclass(frozen=True)
class Comparison:
    """Two copies of one paragraph, `first` standing before `second`."""

    view: View
    first: Line
    second: Line

    @cached_property
    def _texts(self) -> tuple[str, list[int], str]:
        text = self.view.text
        places = [i for i in range(self.first.start, self.first.end) if not text[i].isspace()]
        second = "".join(text[self.second.start : self.second.end].split())
        return "".join(text[i] for i in places), places, second

    @cached_property
    def readings(self) -> list[Reading]:
        """The differences that are more than spacing or width."""
        a, places, b = self._texts
        found: list[Reading] = []
        for d in differences(a, b):
            x, y = a[d.start : d.end], b[d.other_start : d.other_end]
            if unicodedata.normalize("NFKC", x) == unicodedata.normalize("NFKC", y):
                continue
            start = places[d.start] if d.start < len(places) else self.first.end
            end = places[d.end - 1] + 1 if d.end > d.start else start
            left, right = a[max(0, d.start - 1) : d.start], a[d.end : d.end + 1]
            found.append(Reading(Span(start, end), x, y, self._verdict(left, x, y, right)))
        return found

    @cached_property
    def harmless(self) -> bool:
        """Whether nothing but known misreadings or lost characters lie between (law 8)."""
        a, _, b = self._texts
        return a == b or misread_copy(b, a)

    @cached_property
    def meant(self) -> bool:
        """Whether a difference may be meant: a figure, a negation, or the same change again and again (a name)."""
        changes = [(r.first, r.second) for r in self.readings]
        return any(_changed(_FIGURE, x, y) or _changed(_NEGATION, x, y) for x, y in changes) or len(set(changes)) < len(
            changes
        )

    @cached_property
    def explained(self) -> bool:
        """Whether at each difference one copy is clearly the misread one, or nothing but a mark differs."""
        return all(r.verdict or _WORDLESS.fullmatch(r.first + r.second) for r in self.readings)

    def _verdict(self, left: str, x: str, y: str, right: str) -> int:
        if _WORDLESS.fullmatch(x + y):
            return _sign(_mark_rank(x) - _mark_rank(y))
        if all(_FIGURE.match(part or "1") for part in (x, y)):
            return 0  # which of two figures is right the text cannot say
        if not x or not y:
            return 1 if x else -1  # the complete copy is the better one
        return (
            _sign(_words(left, x, right) - _words(left, y, right))
            or _sign(self._usual(left, x, right) - self._usual(left, y, right))
            or _sign(_affinity(left, x, right) - _affinity(left, y, right), CLEAR)
        )

    def _usual(self, left: str, piece: str, right: str) -> int:
        """How often `piece` stands beside the same neighbours elsewhere near by."""
        text, low, high = self.view.text, self.first.start, self.second.end
        parts = (
            text[max(0, low - AROUND) : low],
            text[self.first.end : self.second.start][:AROUND],
            text[high : high + AROUND],
        )
        pairs = [pair for pair in (left + piece, piece + right) if len(pair) > len(piece)]
        return sum(part.count(pair) for part in parts for pair in pairs)

    def mended(self) -> list[Edit]:
        """What makes the first copy read as the better of both at each place."""
        return [Edit(r.span, r.second) for r in self.readings if r.verdict < 0]

    def told(self, most: int = 6) -> str:
        """The differences as evidence: ``千|干 力|刀``."""
        shown = " ".join(f"{r.first or '∅'}|{r.second or '∅'}" for r in self.readings[:most])
        return shown + (" …" if len(self.readings) > most else "")


def _sign(number: float, least: float = 0) -> int:
    return (number > least) - (number < -least)


def _mark_rank(mark: str) -> int:
    """Marks are lost, or read as the commonest: a stop or a pause as a comma, any of them as a plain dot."""
    return max((_RANKS.find(c) + 1 for c in mark), default=-1) if mark else -1


def _affinity(left: str, piece: str, right: str) -> float:
    around = left + piece + right
    return sum(affinity(a, b) for a, b in pairwise(around))


def _changed(pattern: regex.Pattern[str], x: str, y: str) -> bool:
    return pattern.findall(x) != pattern.findall(y)


def _words(left: str, piece: str, right: str) -> int:
    """How many two-character words `piece` makes with its neighbours."""
    around = left + piece + right
    return sum(is_word(around[i : i + 2]) for i in range(len(around) - 1))
