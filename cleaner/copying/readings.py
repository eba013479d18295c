"""Copies that differ: where, whether misreading explains it, and which of them is likelier right at each place.

As in the collation of manuscripts: what stands at one place is judged by itself (`cleaner.language.plausible`), and
then by its witness. A copy that is misread in nine places of ten is the likelier one to be misread in the tenth.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from cleaner.language.alignment import differences, misread_copy
from cleaner.language.confusables import are_alike
from cleaner.language.plausible import odds
from cleaner.model import Edit, Span
from cleaner.patterns import lazily
from cleaner.views import View

#: How far around the copies the document is asked how a reading is used there, in code points.
AROUND = 6_000

#: Log odds from which on the language data leave hardly a doubt: right in 99.6 % of trials.
CLEAR = 4.0

#: What is believed of either witness beforehand, in readings: next to nothing (Laplace's rule of succession).
PRIOR = 1.0

_FIGURE = lazily(r"[\p{N}%％‰零一二三四五六七八九十百千万亿〇两]")
_NEGATION = lazily(r"[不没未无非否勿莫毋沒無]")
_WORDLESS = lazily(r"[^\p{L}\p{N}]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """One difference: what the copy that stays has at `span` of the view (maybe nothing), and what the other has."""

    span: Span
    stays: str
    gone: str
    odds: float  # natural log of the odds that what stays is right, by the language data alone

    @property
    def of_marks(self) -> bool:
        """Whether no letter or digit differs."""
        return bool(_WORDLESS.fullmatch(self.stays + self.gone))

    @property
    def of_figures(self) -> bool:
        """Whether it is a figure on both sides: which of two is right no language data can say."""
        return all(_FIGURE.match(part or "1") for part in (self.stays, self.gone)) and not self.of_marks


@dataclass(frozen=True)
class Comparison:
    """Two copies of one text, as spans of a view."""

    view: View
    stays: Span
    gone: Span

    @cached_property
    def _texts(self) -> tuple[str, list[int], str]:
        text = self.view.text
        places = [i for i in range(self.stays.start, self.stays.end) if not text[i].isspace()]
        gone = "".join(text[self.gone.start : self.gone.end].split())
        return "".join(text[i] for i in places), places, gone

    @property
    def differs(self) -> bool:
        """Whether there may be more between the copies than spacing."""
        a, _, b = self._texts
        return a != b

    @cached_property
    def readings(self) -> list[Reading]:
        """The differences that are more than spacing or width."""
        a, places, b = self._texts
        found: list[Reading] = []
        for d in differences(a, b):
            x, y = a[d.start : d.end], b[d.other_start : d.other_end]
            if unicodedata.normalize("NFKC", x) == unicodedata.normalize("NFKC", y):
                continue
            if len(x) != len(y):
                found.append(self._reading(places, d.start, d.end, x, y, a[max(0, d.start - 2) : d.start], a[d.end :]))
                continue
            # 白由 for 自田: each copy may have one of the two right, and the second is judged beside the better first.
            left = a[max(0, d.start - 2) : d.start]
            for at, (one, other) in enumerate(zip(x, y, strict=True), d.start):
                found.append(self._reading(places, at, at + 1, one, other, left[-2:], a[at + 1 :]))
                left += one if found[-1].odds >= 0 else other
        return found

    def _reading(self, places: list[int], start: int, end: int, x: str, y: str, left: str, right: str) -> Reading:
        """What the solid characters `start` to `end` of the copy that stays read: `x`, or `y` in the other."""
        first = places[start] if start < len(places) else self.stays.end
        span = Span(first, places[end - 1] + 1 if end > start else first)
        return Reading(span, x, y, odds(left, x, y, right[:2], self._count))

    @cached_property
    def _near(self) -> str:
        text = self.view.text
        first, second = sorted((self.stays, self.gone))
        between = text[first.end : second.start]
        parts = (
            text[max(0, first.start - AROUND) : first.start],
            between if len(between) <= 2 * AROUND else between[:AROUND] + "\n" + between[-AROUND:],
            text[second.end : second.end + AROUND],
        )
        return "\n".join(parts)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {}

    def _count(self, piece: str) -> int:
        if piece not in self._counts:
            self._counts[piece] = self._near.count(piece)
        return self._counts[piece]

    @cached_property
    def harmless(self) -> bool:
        """Whether nothing but known misreadings or lost characters lie between (law 8)."""
        a, _, b = self._texts
        return a == b or misread_copy(b, a)

    @cached_property
    def meant(self) -> bool:
        """Whether a difference may be meant: a figure, a negation, or the same change again and again (a name).

        人 read as 入 again and again is no name: where one of the two hardly makes sense, it is a misreading.
        """
        for r in self.readings:
            # 末按照规定, 若千问题: nobody wrote that.
            clear = not r.of_figures and are_alike(r.stays, r.gone) and abs(r.odds) >= 1.5 * CLEAR
            if not clear and any(_changed(kind, r.stays, r.gone) for kind in (_FIGURE, _NEGATION)):
                return True
        doubtful = [(r.stays, r.gone) for r in self.readings if not r.of_marks and abs(r.odds) < CLEAR]
        return len(set(doubtful)) < len(doubtful)

    @cached_property
    def explained(self) -> bool:
        """Whether at each difference one copy is clearly the misread one, or nothing but a mark differs."""
        return all(r.of_marks or (abs(r.odds) >= CLEAR and not r.of_figures) for r in self.readings)

    @cached_property
    def changed(self) -> float:
        """The part of the text that reads otherwise in the other copy."""
        characters = sum(max(len(r.stays), len(r.gone)) for r in self.readings)
        return characters / max(1, len(self._texts[0]))

    def told(self, most: int = 6) -> str:
        """The differences as evidence, what stays first: ``千|干 力|刀``."""
        shown = " ".join(f"{r.stays or '∅'}|{r.gone or '∅'}" for r in self.readings[:most])
        return shown + (" …" if len(self.readings) > most else "")


class Collation:
    """All that differs between a copy that stays and one that goes, of one paragraph or of several."""

    def __init__(self, comparisons: Sequence[Comparison]) -> None:
        self.comparisons = [c for c in comparisons if c.differs]

    def __bool__(self) -> bool:
        return bool(self.comparisons) and bool(self.readings)

    @cached_property
    def readings(self) -> list[Reading]:
        """The differences, in order of the copy that stays."""
        return [r for c in self.comparisons for r in c.readings]

    @cached_property
    def chances(self) -> list[float]:
        """For each of `readings` the chance that the copy that stays is right."""
        return witnesses([0.0 if r.of_figures else r.odds for r in self.readings])

    @cached_property
    def taken(self) -> list[Reading]:
        """Where the copy that goes is likelier right; figures are never guessed."""
        return [r for r, chance in zip(self.readings, self.chances, strict=True) if chance < 0.5 and not r.of_figures]

    @property
    def kept(self) -> int:
        """At how many places the copy that stays is likelier right."""
        return len(self.readings) - len(self.taken)

    @cached_property
    def mended(self) -> list[Edit]:
        """What makes the copy that stays read as the better of both at each place."""
        return [Edit(r.span, r.gone) for r in self.taken]

    @cached_property
    def sure(self) -> float:
        """The chance that each letter is read rightly. Marks are left out: often the text cannot say which it was."""
        return math.prod(
            max(chance, 1 - chance) for r, chance in zip(self.readings, self.chances, strict=True) if not r.of_marks
        )

    def told(self) -> str:
        """The differences as evidence."""
        return " ".join(c.told() for c in self.comparisons)


def witnesses(log_odds: Sequence[float]) -> list[float]:
    """The chance that the first witness is right at each place, given `log_odds` of each place by itself.

    How often the first is right is learned from the other places (expectation and maximisation, each place left out of
    its own prior).
    """
    chances = [_chance(o) for o in log_odds]
    if len(chances) < 2:
        return chances
    for _ in range(8):
        total = sum(chances)
        chances = [
            _chance(o + math.log((total - p + PRIOR) / (len(chances) - 1 - total + p + PRIOR)))
            for o, p in zip(log_odds, chances, strict=True)
        ]
    return chances


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _changed(pattern: regex.Pattern[str], x: str, y: str) -> bool:
    return pattern.findall(x) != pattern.findall(y)
