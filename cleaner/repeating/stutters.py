"""A word said again within a clause: 人才人才. Chinese doubles words of its own accord, so this is a guess."""

from __future__ import annotations

from cleaner.language.meant import words
from cleaner.language.words import is_word
from cleaner.model import Safety
from cleaner.repeating.loops import Loop, Stretch, pieces
from cleaner.repeating.squeezed import Squeezed, han

#: How far around a word is looked for again, in characters.
NEARBY = 5_000

#: 劳工保险|保险费: with one of these behind, the second may begin a longer word.
SUFFIXES = frozenset(
    "费費率员員者权權金额額法部局署司处處科室厅廳院所会會团團队隊组組学學界业業商厂廠店站证證书書税稅价價款量数數性化型式器机機品物卡号號"
)

MEASURES = frozenset("一二两兩几幾每半")


def stutter(text: Squeezed, part: Stretch) -> Loop | None:
    """The word of `part` that is said again, or None where that may be ordinary."""
    string, period = text.text, part.period
    turns = (part.end - part.start) // period
    if turns < 2 or period > 9 or han(string[part.start : part.start + period]) < period:
        return None
    for start in range(part.start, part.end - turns * period + 1):
        unit = string[start : start + period]
        if any(text.gap(start + k * period) for k in range(1, turns)):
            # 北风 / 北风其凉: a title over its first line, names in a row.
            continue
        near = string[max(0, start - NEARBY) : start + NEARBY]
        if not _is_stutter(string, near, start, start + turns * period, unit, turns):
            continue
        sure = 0.8 if turns > 2 or near.count(unit) > turns else 0.65
        gone = pieces(start + period, start + turns * period, period)
        return Loop(
            "stuttered-word", start, start + turns * period, (start, start + period), gone, turns, Safety.RISKY, sure
        )
    return None


def _is_stutter(text: str, near: str, start: int, end: int, unit: str, turns: int) -> bool:
    """Whether `unit` is one word said again, rather than words that meet: 共和国|和|国家, 退税|缓税|缓费."""
    if unit in words("doubled") or unit[0] in MEASURES or len(set(unit)) < 2 or unit[0] == unit[1]:
        return False
    if not is_word(unit[:2]) or not is_word(unit[-2:]) or is_word(unit[-1] + unit[0]):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if len(unit) == 2:
        if not (han(before) or han(after)):
            # 加油加油！ stands by itself: a cry.
            return False
        if (before and is_word(before + unit[0])) or (after and is_word(unit[-1] + after)):
            return False
        if after in SUFFIXES and han(before) and not is_word(text[end : end + 2]):
            return False
        # 俄罗斯|罗斯托夫: the word always goes with what stands before it, or behind.
        others = near.count(unit) - turns
        return not others or near.count(before + unit) - 1 < others or not before
    return True
