"""What cannot be seen or read: invisible and control characters, private use, and the mark of lost characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.glyphs.garbled import garbled, inside
from cleaner.glyphs.present import CONTROLS, INVISIBLE, LOST, is_han, line_around, outside_code, present, runs
from cleaner.model import Edit, Hit, Safety, Span
from cleaner.views import View

_SOFT_HYPHEN, _NON_JOINER, _JOINER = "\u00ad", "\u200c", "\u200d"
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SELECTORS = frozenset("\ufe0e\ufe0f")
_TAGS = frozenset(map(chr, range(0xE0000, 0xE0080)))
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_HANGUL, _MARK = (
    re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]"),
    re.compile("[\u2010-\u2027\u3000-\u303f\uff00-\uffef]"),
)


def invisible_hits(view: View) -> Iterator[Hit]:
    """Invisible characters that do nothing where they stand."""
    text = view.text
    for start, end in runs([at for at in view.memo(present).suspects_of(INVISIBLE) if _idle(text, at)]):
        yield _deleted(text, start, end)


def _idle(text: str, at: int) -> bool:
    """Whether the invisible ``text[at]`` does nothing there.

    It does something in an emoji (a joiner, a selector, tags), in scripts that join, between scripts that run both
    ways, and at the end of a line (a soft hyphen, which the rule on split words reads).
    """
    char = text[at]
    before, after = _seen(text, at, -1), _seen(text, at, 1)
    if char == _SOFT_HYPHEN:
        return is_han(before) or after not in ("\n", "\r", "\f", "")
    if char in _DIRECTIONS:
        low, high = line_around(text, at)
        return not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text[low:high])
    if char in _FILLERS:
        return not any(
            "\u1100" <= c <= "\u11ff" or "\uac00" <= c <= "\ud7a3" or "\u3131" <= c <= "\u318e" for c in before + after
        )
    if char in _SELECTORS:
        return before == "" or before.isspace() or is_han(before)
    if char in _TAGS:
        return before != "\U0001f3f4"
    if char in (_JOINER, _NON_JOINER):
        return _plain(before) and _plain(after)
    return True


def _seen(text: str, at: int, step: int) -> str:
    """The next character from `at` that is no invisible one, `""` at the end of the text."""
    at += step
    while 0 <= at < len(text) and text[at] in INVISIBLE:
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _plain(char: str) -> bool:
    """Whether `char` is of no script or sign that joins: Chinese, Latin, a digit, a mark, white space or nothing."""
    return (
        not char
        or char.isspace()
        or is_han(char)
        or char.isascii()
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
    )


def control_hits(view: View) -> Iterator[Hit]:
    """Control characters. Two different ones in a row are letters of a font without a table of characters: shown."""
    met = view.memo(present).suspects_of(CONTROLS)
    if not met:
        return
    text, taken = view.text, view.memo(garbled)
    for start, end in runs([at for at in outside_code(view, met) if not inside(taken, at)]):
        letters = len(set(text[start:end])) > 1
        yield _deleted(text, start, end, Safety.SHOWN if letters else None)


def private_hits(view: View) -> Iterator[Hit]:
    """Characters that only one font knows. Nothing says what they were."""
    met = outside_code(view, view.memo(present).private())
    text, taken = view.text, view.memo(garbled) if met else []
    for start, end in runs([at for at in met if not inside(taken, at)]):
        yield _told(text, start, end)


def lost_hits(view: View) -> Iterator[Hit]:
    """U+FFFD, which a program put where it could not read."""
    met = view.memo(present).suspects_of((LOST,))
    taken = view.memo(garbled) if met else []
    for start, end in runs([at for at in outside_code(view, met) if not inside(taken, at)]):
        yield _told(view.text, start, end)


def _told(text: str, start: int, end: int) -> Hit:
    around = text[max(0, start - 6) : start] + "□" * (end - start) + text[end : end + 6]
    return Hit(
        Span(start, end),
        confidence=0.99,
        values={"count": str(end - start), "around": " ".join(around.split()), "codes": codes(text[start:end])},
        evidence={"characters_lost": end - start},
        safety=Safety.SHOWN,
    )


def _deleted(text: str, start: int, end: int, safety: Safety | None = None) -> Hit:
    return Hit(
        Span(start, end),
        (Edit(Span(start, end)),),
        confidence=0.98 if safety is None else 0.6,
        values={
            "codes": codes(text[start:end]),
            "around": " ".join((text[max(0, start - 6) : start] + "┊" + text[end : end + 6]).split()),
        },
        evidence={"invisible": end - start},
        safety=safety,
    )


def codes(text: str, most: int = 3) -> str:
    """The code points of `text`, a few of them."""
    return " ".join(f"U+{ord(char):04X}" for char in text[:most]) + (" …" if len(text) > most else "")
