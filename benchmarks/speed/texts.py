"""Text of any length to measure on: clean, wrapped, looped, in one line, in small documents; and the worst cases.

A few MB of clean text are not enough for 64, and the same text twice is damage. So what goes beyond the clean text is
the clean text with each third to seventh Han replaced by another: no eight letters in a row stand as they stood
before, four characters in five and all the punctuation do, and each Han is as frequent as it was.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpus
from benchmarks.damage_repeats import LOOP_SIZES, TURNS, unit_of
from benchmarks.layout import typeset

Codes = NDArray[np.uint32]

#: Between small documents in one file: a sign that no text has.
DOCUMENT_END = "\x1e"
#: The longest loop put into a page, in code points.
LONGEST_LOOP = 2000
#: A page of scanned text, in code points.
PAGE = 1500
#: The least a small document has, in code points: with its last paragraph they come to about 1 KB.
SMALL = 250

_HAN = range(0x4E00, 0xA000)


def size(text: str) -> int:
    """The bytes of `text` in UTF-8."""
    return len(text.encode("utf-8"))


@cache
def base() -> str:
    """The clean text: news where it is at hand, else the gold text of the seeds. A blank line parts documents."""
    (source,) = corpus.sources(("news",))
    return "\n\n".join("\n".join(block.text for block in blocks) for blocks in corpus.load(source).documents) + "\n\n"


def varied(text: str, number: int) -> str:
    """`text` with each third to seventh Han replaced; each `number` gives another, and 0 the text itself."""
    if number == 0:
        return text
    rng = np.random.default_rng(number)
    codes: Codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint32)
    han = np.flatnonzero((codes >= _HAN.start) & (codes < _HAN.stop))
    if not len(han):
        return text
    steps = np.cumsum(rng.integers(3, 8, size=len(han) // 3 + 1))
    at = han[steps[steps < len(han)]]
    out = codes.copy()
    # Never one that stands beside: 的的 would be a stutter, and 发展发展 a loop.
    wrong = np.arange(len(at))
    while len(wrong):
        out[at[wrong]] = rng.choice(codes[han], size=len(wrong))
        here = at[wrong]
        beside = [np.clip(here + d, 0, len(out) - 1) for d in (-4, -3, -2, -1, 1, 2, 3, 4)]
        same = out[here] == codes[here]  # replaced by itself, it would not be replaced
        for there in beside:
            same |= (out[there] == out[here]) & (there != here)
        wrong = wrong[same]
    return out.astype("<u4").tobytes().decode("utf-32-le")


def _parts(make: Callable[[int], str], least: int) -> str:
    """Parts of `make`, numbered from 0, until they have `least` bytes; cut behind the line in which they have them."""
    parts, have, number = [], 0, 0
    while have < least:
        parts.append(make(number))
        have += size(parts[-1])
        number += 1
    return cut("".join(parts), least)


def cut(text: str, least: int) -> str:
    """The beginning of `text`: the lines, or else the characters, in which its first `least` bytes of UTF-8 end."""
    if size(text) <= least:
        return text
    codes = len(text.encode("utf-8")[:least].decode("utf-8", "ignore"))
    ends = [end + 1 for mark in (DOCUMENT_END, "\n") if (end := text.find(mark, codes)) >= 0]
    near = [end for end in ends if end - codes < 4 * PAGE]
    return text[: min(near)] if near else text[:codes]


@cache
def clean(least: int) -> str:
    """Clean text, a paragraph a line, `least` bytes of it or a line more."""
    return _parts(lambda number: varied(base(), number), least)


@cache
def _wrapped_base() -> str:
    """The clean text as typeset: each document in a column of 12 to 26 ems, its paragraphs indented."""
    rng = random.Random("wrapped pages")
    return "\n".join("\n".join(typeset(document.split("\n"), rng)) + "\n" for document in _documents(base()))


def _documents(text: str) -> list[str]:
    return [document for document in text.split("\n\n") if document.strip()]


@cache
def wrapped(least: int) -> str:
    """Hard-wrapped pages."""
    return _parts(lambda number: varied(_wrapped_base(), number), least)


@cache
def looped(least: int) -> str:
    """Pages of `PAGE` characters with a loop in each: 2 to 200 characters, 2 to 50 turns, in one of its paragraphs."""
    return _parts(_with_loops, least)


def _with_loops(number: int) -> str:
    rng = random.Random(f"looped pages {number}")
    lines, room = [], 0
    for line in varied(base(), number).split("\n"):
        room -= len(line)
        if room < 0 and len(line) > 60:
            unit_size = rng.choice([s for s in LOOP_SIZES if s + 24 < len(line)])
            turns = rng.choice([t for t in TURNS if t * unit_size <= LONGEST_LOOP])
            start, end = unit_of(line, unit_size, rng)
            line = line[:start] + line[start:end] * turns + line[end:]
            room = PAGE
        lines.append(line)
    return "\n".join(lines)


@cache
def one_line(least: int) -> str:
    """Clean text without a line end."""
    return cut(clean(least + least // 50).replace("\n", ""), least)


@cache
def small(least: int) -> str:
    """Clean documents of about 1 KB, each with `DOCUMENT_END` behind it."""
    return cut("".join(document + DOCUMENT_END for document in _pieces(clean(least))), least)


def _pieces(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        if line:
            lines.append(line)
        if sum(map(len, lines)) >= SMALL:
            yield "\n".join(lines) + "\n"
            lines = []
    if lines:
        yield "\n".join(lines) + "\n"


KINDS: dict[str, Callable[[int], str]] = {
    "clean news": clean,
    "wrapped pages": wrapped,
    "looped pages": looped,
    "one line": one_line,
    "small documents": small,
}
