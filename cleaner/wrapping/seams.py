"""What the text itself says at the seam of two lines: log-odds (natural) that a paragraph begins with the second."""

from __future__ import annotations

import regex

from cleaner.language.kinsoku import NEVER_FIRST, NEVER_LAST, NOT_AT_END, NOT_AT_START, PAIRS
from cleaner.language.words import is_word
from cleaner.structure import Role
from cleaner.wrapping.lines import TextLine

CLOSER_OF = PAIRS
OPENER_OF = {closer: opener for opener, closer in PAIRS.items()}

#: What a line's own beginning says, by role. A list marker may stand mid-sentence after a wrap (…达到 / 3.5万人).
BEGINS = {
    Role.LIST: 3.0,
    Role.STATUTE: 3.0,
    Role.DATELINE: 4.0,
    Role.BYLINE: 3.0,
    Role.CREDIT: 3.5,
    Role.SPEECH: 2.0,
    Role.QUOTE: 1.5,
}

#: What the line before says of the next.
ENDS = {Role.BYLINE: 3.0, Role.CREDIT: 2.5}

#: A word stands astride a wrap in 45 of 100, astride the end of a heading or an unfinished line in 2 [on news].
WORD_ASTRIDE, NO_WORD_ASTRIDE = -3.0, 0.55

HAN = regex.compile(r"\p{Han}")
BULLET = regex.compile(r"[•●■▪◆◇★☆▲△►▶]|\[\^?[\w-]{1,30}\]:")
#: Words that begin paragraphs much more often than they stand behind a wrap.
OPENER = regex.compile(
    "据悉|据了解|據了解|据介绍|據介紹|近日|日前|近年来|近年來|目前|此外|另外|同时，|同時，|然而|不过，|如今|接下来|下一步|"
    "与此同时|與此同時|今年以来|据统计|记者了解到|首先，|其次，|最后，|总之|综上|因此，|一是|二是|三是|四是|五是"
)
UNIT = regex.compile(r"[年月日时分秒亿万千百元％%‰℃个名家项条座台户吨米公克斤里亩株所人次位]")


def seam_odds(before: TextLine, after: TextLine) -> float:
    """Log-odds that a paragraph begins with `after`, from the words and marks at the seam."""
    a, b = before.bare, after.bare
    odds = 0.0
    last, first = a[-1:], b[:1]
    if first in NOT_AT_START and first not in "—…~.":
        odds -= 5.0
    if last in NOT_AT_END:
        odds -= 5.0
    else:
        odds -= min(3.0, _open_at_end(a) + _closed_from_nowhere(b))
    if first in NEVER_FIRST:
        odds -= 2.5
    if last in NEVER_LAST:
        odds -= 2.5
    if last.isdigit() and (first.isdigit() or UNIT.match(first)):
        odds -= 2.0
    elif _latin(last) and first.islower() and first.isascii():
        odds -= 2.5
    if HAN.match(last) and HAN.match(first):
        odds += WORD_ASTRIDE if is_word(last + first) else NO_WORD_ASTRIDE
    if last in "-\u2010\u00ad" and len(a) > 1 and _latin(a[-2]):
        odds -= 3.0
    if OPENER.match(b):
        odds += 1.5
    if first == "—":  # ——这五年…, — 署名
        odds += 1.5
    odds += ENDS.get(before.item.role, 0.0)
    if BULLET.match(b):
        odds += 6.0
    else:
        odds += BEGINS.get(after.item.role, 0.0)
    return odds


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _open_at_end(text: str) -> float:
    """2 where a quote or bracket is open at the end of `text`."""
    waiting: list[str] = []
    for char in text:
        if char in CLOSER_OF:
            waiting.append(CLOSER_OF[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
    return 2.0 if waiting else 0.0


def _closed_from_nowhere(text: str) -> float:
    """2 where `text` closes a quote or bracket that it did not open."""
    waiting: list[str] = []
    for char in text:
        if char in CLOSER_OF:
            waiting.append(CLOSER_OF[char])
        elif char in OPENER_OF:
            if not waiting:
                return 2.0
            if char == waiting[-1]:
                waiting.pop()
    return 0.0
