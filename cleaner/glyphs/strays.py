"""Characters of the other script in a text of one: 福祿 among simplified characters, 国 among traditional ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from cleaner.glyphs.present import Present, is_han, line_around, lines_beside, present
from cleaner.language.bigrams import company
from cleaner.language.variants import converter, in_big5, in_context, plain, scripts
from cleaner.language.words import is_word
from cleaner.model import Edit, Hit, Safety, Span
from cleaner.structure import Role, structure
from cleaner.views import View

#: The other script's characters may be at most this part of all that show a script.
_FEW = 0.25

#: So many characters of one script must stand in a text, so that it has a script.
_LEAST = 4

#: A line with so many characters of the other script, and they this part of all that show one, is in that script.
_PASSAGE, _PASSAGE_PART = 3, 0.3

#: A form that a text writes so often is its own: a name, a brand.
_OWN = 3
_MOST_NAMES = 200

#: Lines that are left: code, and verse, which keeps old forms (契阔谈讌).
_LEFT = (Role.CODE, Role.VERSE, Role.TABLE, Role.CONTENTS)

#: Lines of lists, whose short sentences are no verse.
_NUMBERED = (Role.LIST, Role.STATUTE)

#: Lines of names.
_NAMES = (Role.BYLINE, Role.CREDIT)

#: Traditional forms where Taiwan and Hong Kong differ.
_TRADITIONAL = ("s2t", "s2tw", "s2hk")
_OPENED = re.compile("[“「『《〈〔][^“”「」『』《》〈〉〔〕\n]*$")
_CLOSED = re.compile("[^“”「」『』《》〈〉〔〕\n]*[”」』》〉〕]")

#: Forms that traditional type has as well as the ones beside them in OpenCC (新字形), and words of Taiwan's (公厘).
NEW_FORMS = frozenset("内宫静强荆吴吕娱彦悦户没温脱虚黄别册兑争净决况冲减凉凑剥删却即叙换焕奥侣栅姗污愠真慎清厘涂着")


def stray_hits(view: View) -> Iterator[Hit]:
    """Strays of a text that is in one script for the most part."""
    seen, table = view.memo(present), scripts()
    traditional, doubtful, simplified = (seen.characters & group for group in table)
    if not (traditional or doubtful) or not simplified:
        # One script alone: a text of traditional characters may yet be without a stray, and has none of the other.
        return
    of_traditional, of_simplified = seen.count(traditional), seen.count(simplified)
    if of_simplified >= _LEAST and of_traditional <= _FEW * of_simplified:
        yield from _hits(view, seen, traditional | doubtful, True, (of_simplified, of_traditional))
    elif of_traditional >= _LEAST and of_simplified <= _FEW * of_traditional:
        yield from _hits(view, seen, simplified, False, (of_traditional, of_simplified))


def _hits(
    view: View, seen: Present, strays: frozenset[str], to_simplified: bool, counts: tuple[int, int]
) -> Iterator[Hit]:
    text, places = view.text, seen.places(strays)
    often = Counter(text[at] for at in places)
    own = _own_places(text, places, to_simplified)
    items, starts = view.memo(structure), view.lines.starts
    for at in places:
        old = text[at]
        role = items.roles[max(0, bisect_right(starts, at) - 1)]
        low, high = line_around(text, at)
        verse = role in _LEFT or (role not in _NUMBERED and _in_short_lines(text, low, high))
        if verse or _in_other_script(text[low:high], to_simplified) or _is_own(text, at, own, to_simplified):
            continue
        new = _simplified(text, at, low, high) if to_simplified else _traditional(seen, text, at, low, high)
        if new == old:
            continue
        meant = role in _NAMES or _is_quoted(text, at, to_simplified) or (often[old] >= _OWN and not seen.count(new))
        yield Hit(
            Span(at, at + 1),
            (Edit(Span(at, at + 1), new),),
            confidence=0.7 if meant else 0.9,
            values={"seen": old, "read": new, "around": text[max(low, at - 4) : min(high, at + 5)]},
            said={"script": "simplified" if to_simplified else "traditional"},
            evidence={"of_this_script": counts[0], "of_the_other": counts[1]},
            safety=Safety.SHOWN if meant else None,
        )


def _is_own(text: str, at: int, own: list[int], to_simplified: bool) -> bool:
    """Whether ``text[at]`` is part of a name that the text writes so: 华 in 中华人民共和国, beside 中国."""
    scripted = scripts().simplified if to_simplified else scripts().traditional
    for place in own[max(0, bisect_right(own, at) - 1) :][:2]:
        between = text[min(at, place) : max(at, place) + 1]
        if len(between) <= _NAME and all(is_han(char) and char not in scripted for char in between):
            return True
    return False


def _own_places(text: str, places: list[int], to_simplified: bool) -> list[int]:
    """Those of `places` that hold a character which the text has, for the most part, in a word that it writes so again
    and again and hardly otherwise: 中国 in a traditional book that means the state.
    """
    pairs = {
        (at, low): text[low : low + 2]
        for at in places
        for low in (at - 1, at)
        if low >= 0 and is_han(text[low : low + 1]) and is_han(text[low + 1 : low + 2])
    }
    config = "t2s" if to_simplified else "s2t"
    # Each of them is looked for in the whole text, so only the commonest are.
    own = {
        pair
        for pair, times in Counter(pairs.values()).most_common(_MOST_NAMES)
        if times >= _OWN and times > text.count(converter(config).convert(pair))
    }
    found = sorted({at for (at, _), pair in pairs.items() if pair in own})
    all_of, own_of = Counter(text[at] for at in places), Counter(text[at] for at in found)
    return [at for at in places if 3 * own_of[text[at]] >= 2 * all_of[text[at]]] if found else []


def _in_other_script(line: str, to_simplified: bool) -> bool:
    """Whether `line` is in the script that the text is not in: an old text quoted, a title."""
    table = scripts()
    other, own = (table.traditional, table.simplified) if to_simplified else (table.simplified, table.traditional)
    others = sum(char in other for char in line)
    return others >= _PASSAGE and others >= _PASSAGE_PART * (others + sum(char in own for char in line))


#: Characters of the longest name looked for.
_NAME = 12

#: Characters up to which lines that are all whole sentences are verse of lines of any length (词).
_SHORT_LINE = 24


def _in_short_lines(text: str, start: int, end: int) -> bool:
    """Whether the line ``start..end`` and the lines beside it are short and each a sentence, as verse is."""
    above, below = lines_beside(text, start, end)
    lines = [line for line in (above, text[start:end].strip(), below) if line]
    short = [line for line in lines if len(line) <= _SHORT_LINE]
    return len(lines) > 1 and len(short) == len(lines) and sum(line[-1] in "。！？；，" for line in lines) >= 2


def _is_quoted(text: str, at: int, to_simplified: bool) -> bool:
    """Whether ``text[at]`` stands in a quotation or title without a character of the text's own script."""
    low, high = line_around(text, at, 30)
    opened, closed = _OPENED.search(text[low:at]), _CLOSED.match(text[at:high])
    if not opened or not closed:
        return False
    own = scripts().simplified if to_simplified else scripts().traditional
    return not any(char in own for char in text[low + opened.start() : at + closed.end()])


def _simplified(text: str, at: int, low: int, high: int) -> str:
    """The simplified form of ``text[at]``, in its line, or itself where it may be meant.

    福祿 is 福禄, since 祿 is all that traditional text has for 禄. A form that is one of several (濛 for 蒙 in 濛溪, a
    name, 乾 in 乾隆), and one that the standards allow (後 於), must make a word in its plain form alone: 調査, 後来.
    """
    old = text[at]
    new = in_context(text[low:high], at - low, "t2s")
    new = new if new != old else plain(old)
    if new == old or not company(new):
        return old
    doubtful = old in scripts().doubtful
    if not doubtful and any(converter(config).convert(new) == old for config in _TRADITIONAL):
        return new
    for start in (at - 1, at):
        pair = text[max(0, start) : start + 2]
        if start < 0 or len(pair) < 2:
            continue
        if pair[0] == pair[1]:
            continue  # 飞絮濛濛 is written so
        word = "".join(plain(char) if k != at - start else new for k, char in enumerate(pair))
        if is_word(word) and (not doubtful or in_context(word, at - start, "s2t") == old):
            return new
    return old


def _traditional(seen: Present, text: str, at: int, low: int, high: int) -> str:
    """The traditional form of ``text[at]``, in its line: of those of Taiwan and Hong Kong the one that the text has.

    Itself, where traditional type has that form too (内 for 內, 体 in 体夫) and nothing says that it is a stray.
    """
    old, line = text[at], text[low:high]
    forms = list(dict.fromkeys(in_context(line, at - low, config) for config in _TRADITIONAL))
    forms = [form for form in forms if len(form) == 1 and form != old]
    if not forms:
        return old
    new = max(forms, key=lambda form: (seen.count(form), -forms.index(form)))
    if old in NEW_FORMS and seen.count(new) <= seen.count(old):
        return old
    if in_big5(old):
        for start in (at - 1, at):
            pair = text[max(0, start) : start + 2]
            if start >= 0 and len(pair) == 2 and is_word(pair[: at - start] + new + pair[at - start + 1 :]):
                return new
        return old
    return new
