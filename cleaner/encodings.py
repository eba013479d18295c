"""Which encoding a file is in: told by strict decoding and by what ordinary Chinese looks like, or not told at all.

UTF-8 needs no telling: what decodes as UTF-8 is UTF-8, and no table is read. Anything else is decoded, strictly and
whole, as UTF-16, GB18030 and Big5. Nearly any run of bytes is text in more than one of them, so the readings are
compared: of a sample, each character is weighed by how many others it is known to keep company with, and each pair
by how much oftener it stands together than by chance (`cleaner.language.bigrams`). One reading must win clearly and be
ordinary Chinese by itself; else the file is refused, with the flag that says what it is.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from cleaner.document import Document, UnreadableText, place
from cleaner.language.bigrams import affinity, company

#: What `--encoding` is unless somebody says otherwise.
AUTO = "auto"

#: The families of encodings that are tried, each with its members: the first that gives back the same bytes is it.
#: GB18030 holds GBK and GB 2312. Big5 with HKSCS lacks four box characters of Microsoft's Big5.
FAMILIES = {
    "gb18030": ("gb18030",),
    "big5": ("big5hkscs", "cp950"),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
}

#: Code points that are weighed of a reading, in so many stretches of the text.
SAMPLE, STRETCHES = 2400, 8

#: Natural logarithms by which the best reading must win; and the least that a character of it must weigh on average.
#: News weighs about 2 a character, old poems 0, Korean or Japanese read as Chinese -1.8 at most.
MARGIN, ORDINARY = 12.0, -0.6
#: What a character weighs of what is no Chinese at all, at best: a reading must win against that too.
NO_CHINESE = -1.0

#: UTF-16 without a mark is told only where it wins by more: there is nothing in its bytes that says so.
MARGIN_UTF_16 = 24.0

#: A text is broken UTF-8, and nothing else, where so large a share of its bytes above 0x7F make characters in UTF-8.
BROKEN_UTF_8 = 0.9

#: What is no sign of anything: ASCII. Readings share it.
FOREIGN = re.compile(r"[^\x00-\x7f]+")
#: What no text has: controls, private use, what is not assigned, halves of pairs.
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")

#: What a character weighs that is not known at all, and one that no text has.
UNKNOWN, IMPOSSIBLE = -5.0, -12.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read in one encoding, and how far it looks like Chinese: by how many characters, and what they weigh."""

    encoding: str
    text: str
    count: int = 0
    weight: float = 0.0  # natural logarithms, in all

    @property
    def each(self) -> float:
        """What a character weighs on average."""
        return self.weight / max(1, self.count)


def read(data: bytes, path: str | None = None, encoding: str = AUTO) -> Document:
    """The document in `data`, in `encoding`, or in the one that it is told to be in.

    Raises UnreadableText where it cannot be read so, or where two encodings come close; LookupError for a name that no
    encoding has.
    """
    if encoding != AUTO:
        return Document.from_bytes(data, path, encoding)
    marked = _marked(data)
    if marked:
        try:
            return Document.from_bytes(data, path, marked)
        except UnreadableText as error:
            raise UnreadableText("encoding-unknown", 1, 1) from error
    try:
        document = Document.from_bytes(data, path)
    except UnreadableText:
        return Document.from_bytes(data, path, _told(data))
    if b"\x00" in data:
        name = _wide(data)
        if name:
            return Document.from_bytes(data, path, name)
    return document


def _wide(data: bytes) -> str | None:
    """The encoding of `data`, which is UTF-8 but has NULs in it, if it is UTF-16 instead.

    A short text in UTF-16 may be UTF-8 by chance (年 is t and ^). Then it has a NUL for each digit, space and line end,
    all of them second bytes or all of them first. Raises UnreadableText where it looks so and is not sure to be.
    """
    wide = [one for one in _readings(data, ("utf-16-le", "utf-16-be")) if _is_sure(one, -math.inf)]
    if len(wide) == 1:
        return wide[0].encoding
    second, first = data[1::2].count(0), data[::2].count(0)
    # (An ideographic space has its NUL on the other side: 30 00.)
    if len(data) % 2 == 0 and max(first, second) >= max(2 * min(first, second), len(data) // 8):
        raise UnreadableText("encoding-doubtful", 1, 1, name="utf-16-le" if second > first else "utf-16-be")
    return None


def _marked(data: bytes) -> str | None:
    """The encoding that a byte order mark names; UTF-8 with a mark needs no telling."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(data) % 4 == 0:
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _told(data: bytes) -> str:
    """The encoding of `data`, which is not UTF-8. Raises UnreadableText."""
    if data.startswith(codecs.BOM_UTF8) or _utf_8_share(data) >= BROKEN_UTF_8:
        raise _broken(data)
    readings = sorted(_readings(data, FAMILIES), key=lambda one: -one.weight)
    if not readings:
        raise _broken(data)
    best = readings[0]
    other = readings[1].weight if len(readings) > 1 else -math.inf
    if _is_sure(best, other):
        return best.encoding
    line, column = _where(data)
    likely = [one for one in readings if one.each >= ORDINARY and best.weight - one.weight < MARGIN]
    if len(likely) > 1:
        names = ", ".join(one.encoding for one in likely)
        raise UnreadableText("encoding-close", line, column, names=names, first=likely[0].encoding)
    if likely:
        raise UnreadableText("encoding-doubtful", line, column, name=likely[0].encoding)
    raise UnreadableText("encoding-unknown", line, column)


def _is_sure(best: Reading, other: float) -> bool:
    margin = MARGIN_UTF_16 if best.encoding.startswith("utf-16") else MARGIN
    return best.each >= ORDINARY and best.weight - max(other, NO_CHINESE * best.count) >= margin


def _readings(data: bytes, families: Iterable[str]) -> Iterator[Reading]:
    """The readings of `data`, strictly decoded, and coming back as the same bytes, one a family."""
    for family in families:
        for name in FAMILIES[family]:
            try:
                text = data.decode(name)
                if text.encode(name) != data:
                    continue
            except UnicodeError:
                continue
            yield Reading(name, text, *_weighed(text))
            break


def _weighed(text: str) -> tuple[int, float]:
    """How far `text` looks like Chinese: how many characters were weighed, and what they weigh."""
    total, count = 0.0, 0
    for run in _sample(text):
        for at, char in enumerate(run):
            total += _alone(char)
            if at:
                total += max(-1.0, min(6.0, affinity(run[at - 1], char)))
        count += len(run)
    # A NUL or another control is no character of a text, whatever stands around it.
    odd = len(NO_TEXT.findall(text[: 1 << 16]))
    total += IMPOSSIBLE * odd
    return count + odd, total


@cache
def _alone(char: str) -> float:
    """What `char` says by itself: common characters keep company with many others."""
    if NO_TEXT.match(char):
        return IMPOSSIBLE
    known = company(char)
    return math.log(known / 12) if known else UNKNOWN


def _sample(text: str) -> Iterator[str]:
    """Runs of `text` that are not ASCII: all of a short text, of a long one some from each of several stretches."""
    if len(text) <= SAMPLE:
        yield from FOREIGN.findall(text)
        return
    left = SAMPLE
    step = len(text) // STRETCHES
    for start in range(0, len(text) - step + 1, step):
        quota = SAMPLE // STRETCHES
        for match in FOREIGN.finditer(text, start, start + step):
            yield match.group()[:quota]
            quota -= len(match.group())
            left -= len(match.group())
            if quota <= 0:
                break


def _utf_8_share(data: bytes) -> float:
    """The share of the bytes above 0x7F that make characters in UTF-8."""
    sample = data[: 1 << 16]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    lost = len(re.findall("[\udc80-\udcff]", sample.decode("utf-8", "surrogateescape")))
    return 1 - lost / high if high else 0.0


def _broken(data: bytes) -> UnreadableText:
    """What to say of a text that is UTF-8 but for some bytes."""
    line, column = _where(data)
    lost = len(re.findall("[\udc80-\udcff]", data.decode("utf-8", "surrogateescape")))
    return UnreadableText("broken-utf-8", line, column, count=lost)


def _where(data: bytes) -> tuple[int, int]:
    """Line and column of the first byte that is not UTF-8."""
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        good = body[: error.start].decode("utf-8")
        return place(good, len(good))
    return 0, 0
