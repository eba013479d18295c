"""Whether the letters of a text still stand in another: what `lawful` asks, with none of the code that mends."""

from __future__ import annotations

import re
import unicodedata

#: Letters that a piece has on average, of which a copy with misreadings can be laid; of how many letters one may be
#: misread, and from how many on one at least.
PIECE, MISREAD, WORDS = 4, 8, 5
#: All that is no letter, no digit and no radical (⽤), with the four letters that nobody sees (the fillers of Hangul).
_BETWEEN = re.compile("[^\\w\u2e80-\u2fdf]+|[_\u115f\u1160\u3164\uffa0]+")
_DIGITS = re.compile(r"\d+")


def letters_of(text: str, exempt: str = "") -> str:
    """The letters and digits of `text`."""
    found = _BETWEEN.sub("", text)
    return found.translate(dict.fromkeys(map(ord, exempt))) if exempt and found else found


def laid(letters: str, text: str) -> bool:
    """Whether `letters` can be laid of few pieces that stand in `text`, with all numbers. Of letters that stand nowhere
    there may be some; each beyond them counts as two pieces.
    """
    letters, text = (unicodedata.normalize("NFKC", one) for one in (letters, text))
    if any(number not in text for number in _DIGITS.findall(letters)):
        return False
    left = max(min(len(letters), 3), 1 + len(letters) // PIECE)
    # Misread letters are pieces of their own: 全县重 / 太 / 工程提前完成年度投资.
    misread = max(len(letters) >= WORDS, len(letters) // MISREAD)
    at = 0
    while at < len(letters) and left >= 0:
        strange = letters[at] not in text
        left -= 2 if strange and misread <= 0 else 1
        misread -= strange
        at += 1
        begin = at - 1
        while at < len(letters) and letters[begin : at + 1] in text:
            at += 1
    return left >= 0


def one_turn(letters: str) -> str:
    """`letters`; of a loop, whose other turns another fix may take away, one turn: of 处理据处理据处理据处 处理据."""
    borders = [0] * len(letters)  # of each beginning, the longest end of it that it begins with (Knuth, Morris, Pratt)
    known = 0
    for at in range(1, len(letters)):
        while known and letters[at] != letters[known]:
            known = borders[known - 1]
        known += letters[at] == letters[known]
        borders[at] = known
    period = len(letters) - known
    return letters[:period] if 3 * period <= len(letters) else letters


def without_common_ends(taken: str, put: str) -> str:
    """What of `taken` is not at its beginning or end in `put`."""
    head = alike(taken, put)
    tail = alike(taken[head:][::-1], put[head:][::-1])
    return taken[head : len(taken) - tail]


def alike(a: str, b: str) -> int:
    """How many code points `a` and `b` have in common at their beginning."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
