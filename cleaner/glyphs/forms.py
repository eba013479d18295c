"""Characters in another guise: radicals (⽤ for 用), compatibility forms (﹐ ﬁ 樂), full-width Latin (Ａ１)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.glyphs.present import is_han, line_around, present, runs
from cleaner.language.guises import compatible, radicals
from cleaner.model import Edit, Hit, Safety, Span
from cleaner.views import View

#: Words beside which a radical is spoken of, not used.
_SPOKEN_OF = re.compile("部首|偏旁|康熙|[Uu]nicode|U\\+2[EF]")

#: Kana and Hangul: texts of Japan and Korea need some compatibility forms.
_FOREIGN = re.compile("[\u3041-\u30fa\uac00-\ud7a3]")

#: From so many radicals inside words on, one that stands alone (⼀、) is damage too.
_MANY = 3


def radical_hits(view: View) -> Iterator[Hit]:
    """Radicals in the place of the characters that they look like: a run of them is one hit."""
    text, table = view.text, radicals()
    found = runs(view.memo(present).suspects_of(table.keys()))
    inside = sum(_in_a_word(text, start, end) for start, end in found)
    for start, end in found:
        low, high = line_around(text, start, 40)
        if _SPOKEN_OF.search(text[low:high]):
            continue
        sure = inside >= _MANY or _in_a_word(text, start, end)
        yield _exchanged(text, start, end, "".join(table[char] for char in text[start:end]), sure)


def compatibility_hits(view: View) -> Iterator[Hit]:
    """Compatibility forms. Where a text has the ideographs of one of Korea's or Japan's standards, they are meant."""
    text, table = view.text, compatible()
    for start, end in runs(view.memo(present).suspects_of(table.keys())):
        low, high = line_around(text, start, 40)
        if _SPOKEN_OF.search(text[low:high]) or _FOREIGN.search(text[low:high]):
            continue
        yield _exchanged(text, start, end, "".join(table[char] for char in text[start:end]), True)


def _in_a_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return end - start > 1 or is_han(before) or is_han(after)


def _exchanged(text: str, start: int, end: int, new: str, sure: bool) -> Hit:
    return Hit(
        Span(start, end),
        (Edit(Span(start, end), new),),
        confidence=0.99 if sure else 0.6,
        values={"seen": text[start:end], "read": new},
        evidence={"code_points": _names(text[start:end])},
        safety=None if sure else Safety.SHOWN,
    )


def _names(text: str, most: int = 4) -> str:
    names = [f"U+{ord(char):04X}" for char in text[:most]]
    return " ".join(names) + (" …" if len(text) > most else "")


_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．／－：％＋，][０-９Ａ-Ｚａ-ｚ]+)*％?")
_WIDE_LETTER = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_FORMULA = re.compile("[＝＋－×÷／＼│┃±√≤≥′]")
_NARROW = re.compile("[0-9A-Za-z]")
_WIDE_CHARACTERS = frozenset(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))

#: How many times more half-width letters and digits a text must have.
_MAJORITY = 2

#: Characters to either side that must have more half-width ones too: parts of a text may be set otherwise.
_NEAR = 400


def full_width_hits(view: View) -> Iterator[Hit]:
    """Full-width letters and digits in a text that has half-width ones otherwise."""
    text = view.text
    wide = view.memo(present).count(_WIDE_CHARACTERS)
    if not wide:
        return
    narrow = sum(1 for _ in _NARROW.finditer(text))
    if narrow < _MAJORITY * wide:
        return
    for match in _WIDE.finditer(text):
        seen = match.group()
        low, high = max(0, match.start() - _NEAR), match.end() + _NEAR
        near = text[low:high]
        if len(_NARROW.findall(near)) < len(_WIDE_LETTER.findall(near)) or _is_symbol(text, *match.span()):
            continue
        new = unicodedata.normalize("NFKC", seen)
        yield Hit(
            Span(*match.span()),
            (Edit(Span(*match.span()), new),),
            confidence=0.9,
            values={"seen": seen, "read": new},
            evidence={"half_width": narrow, "full_width": wide},
        )


def _is_symbol(text: str, start: int, end: int) -> bool:
    """Whether letters are signs of their own: one or two (船长Ｌ, 系数Ｃｂ), in a formula or in a drawn table."""
    low, high = line_around(text, start, 60)
    run = text[start:end]
    if end - start <= 2 and not run[0].isdigit():
        return True
    if text[start - 1 : start] in ("○", "〇") or text[end : end + 1] in ("○", "〇"):
        return True
    return bool(_FORMULA.search(run + text[low:start]) or _FORMULA.search(text[end:high]))
