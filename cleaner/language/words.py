"""Whether two characters make a word: the cheapest test of whether a line end cuts one in two (新能 | 源汽车)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from importlib import resources


@cache
def _words() -> str:
    """All words one after the other, sorted. A set of them would take 100 ms to make; a search in it takes 5 µs."""
    path = resources.files("cleaner.language") / "data" / "words.txt"
    return "".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


@cache
def is_word(pair: str) -> bool:
    """Whether `pair` (two characters) is a common two-character word, simplified or traditional.

    The list is jieba's, made by `benchmarks/words.py`, and loads at the first call.
    """
    words = _words()
    at = bisect_left(range(len(words) // 2), pair, key=lambda i: words[2 * i : 2 * i + 2])
    return words[2 * at : 2 * at + 2] == pair
