"""How well one piece of text goes on in another that does not stand next to it."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from cleaner.document import Line, cells
from cleaner.structure import BYLINE, CREDIT, Role, StructLine
from cleaner.wrapping.lines import End, TextLine, end_of, text_lines
from cleaner.wrapping.seams import Lead, Tail, odds_between

#: Characters on each side of the seam that are looked at, for words astride, and for all else.
SIDE, REACH = 8, 60

#: The most that words astride may speak for it, in natural log-odds.
MOST = 6.0


def is_open(text: str) -> bool:
    """Whether `text` stops in mid-sentence: a Han character or a comma at its end, and no line of names there."""
    last = text[-1:]
    if not ((last.isalpha() and last > "\u2e7f") or last in "，、,") or end_of(text) not in (End.OTHER, End.COMMA):
        return False
    tail = text[max(text.rfind(mark) for mark in "。！？…”") + 1 :]
    return not (CREDIT.match(tail) or BYLINE.match(tail))


def continuity(before: str, after: str, text: str = "") -> tuple[float, str]:
    """Natural log-odds that a sentence left open by `before` goes on with `after`, and words astride found in `text`.

    The characters, marks and brackets at the seam speak as they do at a line's end (`wrapping.seams`). A name that the
    seam cuts and that stands whole elsewhere in `text` speaks louder: its pointwise mutual information (Church and
    Hanks 1990), so that 的 | 主要 says little and 嘉澜 | 轨道集团 much.
    """
    odds = -odds_between(_tail(before[-REACH:]), _lead(after[:REACH]))
    worth, words = _astride(before, after, text) if text else (0.0, "")
    return odds + worth, words


def _astride(before: str, after: str, text: str) -> tuple[float, str]:
    """What the words over the seam are worth that stand in `text`, and the longest of them."""
    best, longest = 0.0, ""
    if after[:1] not in _behind(before[-1:], text):  # as mostly
        return best, longest
    for left in range(1, min(SIDE, len(before)) + 1):
        head = before[-left:]
        if not _is_word_character(head[0]) or head + after[:1] not in text:
            break
        for right in range(1, min(SIDE, len(after)) + 1):
            words = head + after[:right]
            if not _is_word_character(words[-1]) or words not in text:
                break
            if len(words) < 3:
                continue
            # Half a time is taken off: what stands once may do so by chance.
            together = (text.count(words) - 0.5) / max(1, text.count(after[:right]))
            best = max(best, math.log(together * len(text) / max(1, text.count(head))))
            longest = max(longest, words, key=len)
    return min(best, MOST), longest


@lru_cache(maxsize=4)
def _behind(char: str, text: str) -> frozenset[str]:
    """The characters that stand behind `char` in `text`."""
    return frozenset(text[match.end() : match.end() + 1] for match in re.finditer(re.escape(char), text))


def _is_word_character(char: str) -> bool:
    return char > "\u2e7f" and char.isalpha()


#: An open end is held against hundreds of beginnings, and each of these against all the ends near it.
@lru_cache(maxsize=1 << 10)
def _tail(text: str) -> Tail:
    return Tail.of(_line(text))


@lru_cache(maxsize=1 << 12)
def _lead(text: str) -> Lead:
    return Lead.of(_line(text))


def _line(text: str) -> TextLine:
    line = StructLine(Line(1, 0, len(text), len(text), 1), text, Role.BODY, 0, cells(text))
    return text_lines([line])[0]
