"""Which of two readings of one place is likelier: 上千家 or 上干家, 有力有效 or 有刀有效.

A misread character seldom makes words with its neighbours, seldom stands beside them elsewhere in the text, and is
often a rare one. These signs are weighed as a logistic regression does; the weights were fitted by
`benchmarks/fit_readings.py` on gold texts in which each character had been misread for one like it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from cleaner.language.bigrams import affinity, company
from cleaner.language.words import is_word
from cleaner.patterns import lazily

#: How often a string stands in the text near by, the copies themselves left out.
Count = Callable[[str], int]

#: Of letters: a word of two made with a neighbour; affinity to the neighbours; the log of how much oftener the same
#: pairs stand near by, and of how much oftener the character does; the log of how many characters it keeps company
#: with at all. On texts that no table was counted on the sign of the sum is right in 97 %, and above 4 in 99.6 %.
WORD, AFFINITY, PAIRS, SINGLE, COMPANY = 2.3, 0.7, 1.75, 0.75, 0.55

#: Of marks: affinity to the character behind, the log of how much oftener the mark stands so near by (with one
#: character on either side, and with the two before it), and what a stop gains at the end of a paragraph.
MARK_AFFINITY, MARK_PAIRS, MARK_WIDE, STOP_AT_END = 0.25, 0.6, 0.35, 5.0

#: A character that one copy lacks was lost far oftener than put in.
PRESENT = 3.0
#: The same for quotation marks and brackets.
PRESENT_QUOTE = 2.0
#: A character that the one copy could not read says nothing against the other.
READ = 8.0
#: Dust makes strokes and dots at half height. (A dot on the line is a mark misread, and better than none.)
DUST = frozenset("·•`´'^~-_")

#: A plain dot between Chinese is another mark misread.
NO_DOT = 4.0

#: Marks are read as the commonest, a stop or a pause as a comma: what the rarer of two gains.
RARER = 0.7
_RANKS = {"，": 0, "。": 2}

_SENTENCE = frozenset("，。、；：？！")
_WORDLESS = lazily(r"[^\p{L}\p{N}]*")


def odds(left: str, one: str, other: str, right: str, count: Count) -> float:
    """The natural logarithm of the odds that `one` is right and `other` misread, where one of the two is.

    `left` and `right` are the text before and after (two characters are looked at), `""` at a paragraph's end. Either
    reading may be empty.
    """
    if _unread(one) != _unread(other):
        return -READ if _unread(one) else READ
    if _WORDLESS.fullmatch(one + other):
        return _mark_odds(left, _marks(one), _marks(other), right, count)
    if not one or not other:
        return PRESENT if one else -PRESENT
    return _score(left[-1:], one, right[:1], count) - _score(left[-1:], other, right[:1], count)


def _unread(text: str) -> bool:
    """Whether `text` has a sign for a character that could not be read, or one of private use, which says no more."""
    return any(char == "\ufffd" or unicodedata.category(char) == "Co" for char in text)


def _score(left: str, piece: str, right: str, count: Count) -> float:
    pairs = list(pairwise(left + piece + right))
    score = PAIRS * math.log(sum(count(a + b) for a, b in pairs) + 0.5)
    score += sum(WORD * is_word(a + b) + AFFINITY * affinity(a, b) for a, b in pairs)
    return score + sum(SINGLE * math.log(count(c) + 0.5) + COMPANY * math.log(company(c) + 1) for c in piece)


def _marks(text: str) -> str:
    """`text` without white space, its half-width marks full width; a dot stays a plain dot."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text.translate(_FULL)


_FULL = str.maketrans(",;:?!", "，；：？！")


def _mark_odds(left: str, one: str, other: str, right: str, count: Count) -> float:
    if one == other:
        return 0.0
    if not one or not other:
        mark = one or other
        present = PRESENT if set(mark) & _SENTENCE else -0.5 if set(mark) <= DUST else PRESENT_QUOTE
        return present if one else -present
    if "." in (one, other):
        return NO_DOT if other == "." else -NO_DOT
    score = RARER * ((_rank(one) > _rank(other)) - (_rank(one) < _rank(other)))
    if not right:
        score += STOP_AT_END * (one.startswith("。") - other.startswith("。"))
    behind, before = right[:1], left[-1:]
    if behind:
        score += MARK_AFFINITY * (affinity(one[-1], behind) - affinity(other[-1], behind))
    usual = [count(before + mark) + (count(mark + behind) if behind else 0) for mark in (one, other)]
    wide = [count(left[-2:] + mark) for mark in (one, other)]
    return score + MARK_PAIRS * _log_ratio(*usual) + MARK_WIDE * _log_ratio(*wide)


def _log_ratio(one: int, other: int) -> float:
    return math.log((one + 0.5) / (other + 0.5))


def _rank(marks: str) -> int:
    return max(_RANKS.get(mark, 1) for mark in marks)
