"""How far a unit that stands several times in a row may be taken for a loop, or None where people speak so."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.language.meant import MOST_SPOKEN, is_terse, sign_of_meaning, takes_turns
from cleaner.model import Safety
from cleaner.repeating.squeezed import CLAUSE_MARKS, Squeezed, han

#: How far around a refrain is looked for, in characters.
NEARBY = 20_000

#: A line of a song has no more characters.
LONGEST_LINE = 30

#: From so many turns on nobody counts them, and what says that they are meant only asks for consent.
BEYOND_COUNT = 6

#: So many turns are a loop, also of figures and foreign words.
MANY = 6

# Two small sets compile in a third of the time that one large set takes.
_FOREIGN = re.compile(r"(?![\u3007\u3400-\u9fff])[^\W\d_]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"(?:(?![\u3007\u3400-\u9fff])[^\W\d_]){5}")


class Suspect(NamedTuple):
    """A unit in a row, in places of the squeezed text."""

    start: int
    end: int
    period: int
    unit: str  # with its last mark, if it has one
    turns: int
    aligned: bool  # whole clauses, or cut off at the end of the text
    tail: bool  # cut off at the end of the text
    headed: bool = False  # each turn begins a line, as a headline and the sentence under it do


def weight(unit: str) -> int:
    """How much `unit` says, in Chinese characters: two letters or digits count as one, a foreign word at least as 3."""
    few = (len(_FOREIGN.findall(unit)) + len(_DIGIT.findall(unit))) // 2
    return han(unit) + (max(3, few) if _WORD.search(unit) else few)


def says_something(unit: str) -> bool:
    """Whether `unit` has a Chinese character or a foreign word of some length: ---- and 0.00.0 have none.

    A word may be cut by where the unit begins: ate、Upd|ate、Upd.
    """
    return han(unit) > 0 or _WORD.search(unit + unit) is not None


def judged(text: Squeezed, suspect: Suspect) -> Safety | None:
    """How far `suspect` may be trusted.

    7 MB of clean text hold one clause of eight Chinese characters or more said twice in a row (a cry, with ！), and
    none said three times. Short ones are rites (拜，兴；拜，兴), cries and songs.
    """
    safety = _by_size(suspect)
    if safety is None:
        return None
    unit = suspect.unit.strip(CLAUSE_MARKS + "、")
    if safety is Safety.SAFE and han(unit) < 3 and suspect.turns < MANY and not (suspect.tail and suspect.turns > 2):
        safety = Safety.RISKY  # 3.5亿元、3.5亿元、3.5亿元; Hello, hello, hello
    if _stands_apart(text, suspect) and suspect.turns < MANY:
        safety = safety.lowered_to(Safety.RISKY)
    if safety is not Safety.SHOWN and _refrain(text, suspect, unit):
        return Safety.SHOWN
    # 改正；逾期不|改正；逾期不|: turns that begin within clauses are no rite.
    whole = suspect.aligned or _is_whole(text.text, suspect)
    spoken = whole and not suspect.tail and suspect.turns <= MOST_SPOKEN
    sign = sign_of_meaning(text.text, suspect.start, suspect.end, suspect.unit, spoken)
    if sign == "said so" and suspect.turns > 2 * MOST_SPOKEN:
        sign = ""
    if (
        not sign
        and unit == suspect.unit[:-1]
        and suspect.unit[-1] == "、"
        and not any(m in unit for m in CLAUSE_MARKS)
        and takes_turns(text.text[max(0, suspect.start - 30) : suspect.start])
    ):
        sign = "each has the same"
    if sign:
        if weight(unit) < 5:
            return None
        return Safety.RISKY if suspect.turns >= BEYOND_COUNT else Safety.SHOWN
    return safety


def _by_size(suspect: Suspect) -> Safety | None:
    unit, turns, period = suspect.unit, suspect.turns, suspect.period
    size, words = weight(unit), han(unit)
    cry = any(mark in unit for mark in "！!？?")
    if turns >= 3:
        if size < 3:
            return None
        if not any(map(str.isalpha, unit)):
            return None
        long = period >= 6 and (size >= 4 or turns >= MANY or suspect.tail)
        endless = turns > (MOST_SPOKEN if size >= 4 else 2 * MOST_SPOKEN) and period >= 5
        if size < 5 and not long and not endless:
            if cry:
                return None
            return Safety.RISKY if turns >= 5 else Safety.SHOWN
        return Safety.SAFE if not cry or words >= 10 else Safety.RISKY
    if 2 * words < len(unit) and words < 8:
        return None
    if suspect.aligned:
        # 天上的星星数不清，天上的星星数不清: a line of a song has up to eleven.
        if words >= (8 if suspect.tail or is_terse(unit) else 12):
            return Safety.SAFE if not cry or words >= 16 else Safety.SHOWN
        return Safety.RISKY if words >= 4 and not cry and unit[-1] != "。" else None
    if words >= 12 and period >= 16:
        return Safety.SAFE if not suspect.headed else Safety.RISKY
    return Safety.RISKY if (words >= 8 and period >= 10) or words == period >= 7 else None


def _stands_apart(text: Squeezed, suspect: Suspect) -> bool:
    """Whether a space stands between all turns and around them, as between the lines of a song in one line."""
    if suspect.period > LONGEST_LINE:
        return False
    places = [suspect.start + turn * suspect.period for turn in range(1, min(suspect.turns, 20))]
    around = all(text.gap(place) or _ends_clause(text.text, place) for place in (suspect.start, suspect.end))
    return around and all(gap and "\n" not in gap for gap in map(text.gap, places))


def _is_whole(text: str, suspect: Suspect) -> bool:
    """Whether the turns begin where a clause begins, and end where one ends."""
    within = suspect.start > 0 and text[suspect.start - 1].isalnum() and text[suspect.start].isalnum()
    marked = any(mark in suspect.unit for mark in CLAUSE_MARKS)
    return not within and (suspect.unit[-1] in CLAUSE_MARKS or (not marked and _ends_clause(text, suspect.end)))


def _ends_clause(text: str, place: int) -> bool:
    return place <= 0 or place >= len(text) or text[place - 1] in CLAUSE_MARKS or text[place] in CLAUSE_MARKS


def _refrain(text: Squeezed, suspect: Suspect, unit: str) -> bool:
    """Whether short `unit` is said twice in a row elsewhere too: a rite, a song, a chorus of cries."""
    if len(unit) > 30:
        return False
    string = text.text
    low, high = max(0, suspect.start - NEARBY), suspect.end + NEARBY
    for place in (string.find(unit, low, high), string.rfind(unit, low, high)):
        if place < 0:
            continue
        if place < suspect.start - suspect.period or place >= suspect.end:
            again = string[place + len(unit) : place + 2 * len(unit) + 2]
            if unit in again or unit in string[max(0, place - len(unit) - 2) : place]:
                return True
    return False
