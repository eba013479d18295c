"""Damage to single characters, put into clean text on record: each place with what stood there before.

What is put in is what extraction leaves behind, at places drawn by chance. Left out is only what nobody could tell from
the text alone: a simplified form that traditional text has as well (后 里 台 于), and letters that are the only one of
their width in a line of formulas.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cleaner.language.encodings import misreadings
from cleaner.language.guises import compatible, radicals, wide
from cleaner.language.variants import converter, scripts

HAN = re.compile("[\u4e00-\u9fff]")
_SENTENCE = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff，、：“”]{6,38}[\u4e00-\u9fff。；]")
_NUMBER = re.compile("[A-Za-z]{3,}|[0-9]+(?:\\.[0-9]+)?%?")
_BESIDE = re.compile("(?<=[\u4e00-\u9fff])(?=[0-9]+[\u4e00-\u9fff％%])|(?<=[\u4e00-\u9fff][0-9])(?=[\u4e00-\u9fff])")
_ROW = re.compile("[\u4e00-\u9fff]{9,}")


@dataclass(frozen=True, slots=True)
class Place:
    """Damage at ``start..end`` of the damaged text (code points), where `was` stood."""

    start: int
    end: int
    was: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A text with damage of one kind."""

    text: str
    places: tuple[Place, ...]


#: (start, end, new) in the clean text, in order and apart.
_Change = tuple[int, int, str]


def _made(text: str, changes: list[_Change]) -> Damaged:
    parts, places, done, size = [], [], 0, 0
    for start, end, new in sorted(changes):
        if start < done:
            continue
        parts += [text[done:start], new]
        size += start - done
        places.append(Place(size, size + len(new), text[start:end]))
        size += len(new)
        done = end
    return Damaged("".join([*parts, text[done:]]), tuple(places))


def _each(text: str, rng: random.Random, part: float, new: Callable[[int], str]) -> list[_Change]:
    """Changes of single characters: at each place where `new` gives another one, with the chance `part`."""
    found = ((at, new(at)) for at in range(len(text)))
    return [(at, at + 1, put) for at, put in found if put and put != text[at] and rng.random() < part]


def strays(text: str, rng: random.Random, traditional: bool) -> Damaged:
    """One character in 150 in the form of the other script, of Taiwan or Hong Kong, as its phrase has it."""
    config = "t2s" if traditional else rng.choice(("s2t", "s2tw", "s2hk"))
    other = converter(config).convert(text)
    if len(other) != len(text):
        return Damaged(text, ())
    known = scripts()
    may = known.simplified if traditional else known.traditional | known.doubtful
    return _made(text, _each(text, rng, 1 / 150, lambda at: other[at] if other[at] in may else ""))


def radical_forms(text: str, rng: random.Random, traditional: bool) -> Damaged:
    """Every occurrence of half of the characters that have a radical, as a font without a table of its own leaves."""
    table = {new: old for old, new in radicals().items()}
    chosen = {char for char in sorted(table) if rng.random() < 0.5}
    return _made(text, _each(text, rng, 1, lambda at: table[text[at]] if text[at] in chosen else ""))


def compatibility_forms(text: str, rng: random.Random, traditional: bool) -> Damaged:
    """A third of all characters that have a compatibility form, marks of vertical text among them."""
    table = {new: old for old, new in compatible().items() if len(new) == 1 and new not in "，、。：；！？…"}
    return _made(text, _each(text, rng, 1 / 3, lambda at: table.get(text[at], "")))


def half_width(text: str, rng: random.Random, traditional: bool) -> Damaged:
    """One mark in eight half-width; brackets in pairs, unless the text is typed with half-width brackets itself."""
    full = {wide(mark): mark for mark in ",;:!?"}
    changes = _each(text, rng, 1 / 8, lambda at: full.get(text[at], ""))
    typed = 2 * text.count("(") > text.count("（")
    for match in re.finditer("（([^（）\n]{1,60})）", "" if typed else text):
        if rng.random() < 1 / 8 and HAN.search(match[1]):
            changes += [(match.start(), match.start() + 1, "("), (match.end() - 1, match.end(), ")")]
    return _made(text, changes)


def full_width(text: str, rng: random.Random, traditional: bool) -> Damaged:
    """One number or word of letters in eight full-width."""
    found = [match for match in _NUMBER.finditer(text) if rng.random() < 1 / 8]
    return _made(text, [(*m.span(), "".join(map(wide, m.group()))) for m in found])


def spaces(text: str, rng: random.Random, traditional: bool) -> Damaged:
    """What justified setting leaves: one number in six parted from Chinese, one mark in ten with a space behind,
    and here and there characters set apart one by one.
    """
    changes = [(m.start(), m.start(), " ") for m in _BESIDE.finditer(text) if rng.random() < 1 / 6]
    marks = re.finditer("(?<=[，。；、])(?=[\u4e00-\u9fff])", text)
    changes += [(m.start(), m.start(), " ") for m in marks if rng.random() < 1 / 10]
    for match in _ROW.finditer(text):
        if rng.random() < 1 / 20:
            start = rng.randrange(match.start() + 1, match.end() - 6)
            changes += [(at, at, " ") for at in range(start, start + rng.randrange(4, 6))]
    return _made(text, sorted(set(changes)))


def _put_between(characters: str, part: float) -> Callable[[str, random.Random, bool], Damaged]:
    def damage(text: str, rng: random.Random, traditional: bool) -> Damaged:
        at = [m.end() for m in HAN.finditer(text) if rng.random() < part]
        return _made(text, [(place, place, rng.choice(characters)) for place in at])

    return damage


def _put_for(characters: str, part: float) -> Callable[[str, random.Random, bool], Damaged]:
    def damage(text: str, rng: random.Random, traditional: bool) -> Damaged:
        at = [m.start() for m in HAN.finditer(text) if rng.random() < part]
        return _made(text, [(place, place + 1, rng.choice(characters)) for place in at])

    return damage


def _garbled(torn: bool) -> Callable[[str, random.Random, bool], Damaged]:
    def damage(text: str, rng: random.Random, traditional: bool) -> Damaged:
        changes: list[_Change] = []
        for match in _SENTENCE.finditer(text):
            # Two stretches side by side are one, as no decoder changes its mind in mid-text.
            if rng.random() > 1 / 12 or (changes and match.start() < changes[-1][1] + 3):
                continue
            ways = list(misreadings(match.group()))
            lossy = match.group().encode().decode("gb18030", "replace")
            if torn and "\ufffd" in lossy:
                changes.append((*match.span(), lossy))
            elif not torn and ways:
                changes.append((*match.span(), rng.choice(ways)))
        return _made(text, changes)

    return damage


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of damage, the rule that is to find it, and whether it can be mended."""

    rule: str
    damage: Callable[[str, random.Random, bool], Damaged]
    mended: bool = True


KINDS: Mapping[str, Kind] = {
    "strays": Kind("stray-variant", strays),
    "radicals": Kind("radical-form", radical_forms),
    "compatibility": Kind("compatibility-form", compatibility_forms),
    "half-width": Kind("half-width-punctuation", half_width),
    "full-width": Kind("full-width-latin", full_width),
    "spaces": Kind("space-in-chinese", spaces),
    "invisible": Kind("invisible-character", _put_between("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202c", 1 / 60)),
    "controls": Kind("control-character", _put_between("\x00\x01\x03\x07\x08\x1b\x1f\x7f", 1 / 60)),
    "private use": Kind("private-use", _put_for("\ue5f1\uf0b7\ue864\U000f0123", 1 / 90), mended=False),
    "lost": Kind("replacement-character", _put_for("\ufffd", 1 / 90), mended=False),
    "garbled": Kind("mojibake", _garbled(torn=False)),
    "garbled, torn": Kind("mojibake", _garbled(torn=True), mended=False),
}


def plain(text: str) -> str:
    """`text` in the forms that the rules hold for ordinary, so that what is counted is damage put in."""
    table = dict(radicals()) | dict(compatible())
    return unicodedata.normalize("NFC", "".join(table.get(char, char) for char in text))


def documents(traditional: bool, size: int, count: int, seed: int) -> Iterator[str]:
    """Stretches of clean text of about `size` characters, in one script."""
    from benchmarks import corpus

    names = [n for n in corpus.sources() if (n in corpus.TRADITIONAL) == traditional or n in ("seeds", "own")]
    rng = random.Random(seed)
    for number in range(count if names else 0):
        blocks = corpus.excerpt(corpus.load(names[number % len(names)]), rng, size)
        yield plain("\n".join(block.text for block in blocks) + "\n")
