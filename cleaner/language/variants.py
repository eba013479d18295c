"""Simplified and traditional forms of one character: which script a character belongs to, and its form in the other.

Which characters belong to one script alone stands in a table that loads in half a millisecond; OpenCC, with its
phrases, is loaded only where a form has to be found (乾隆 stays 乾隆, 乾燥 becomes 干燥).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import NamedTuple


class Scripts(NamedTuple):
    """Characters by the script that they show."""

    traditional: frozenset[str]  # traditional or variant forms that simplified text does not have
    doubtful: frozenset[str]  # those that simplified text has in some words and names: 乾 於 昇
    simplified: frozenset[str]  # simplified forms that traditional text does not have


@cache
def scripts() -> Scripts:
    """The table, made by `benchmarks/variants.py`."""
    text = (resources.files("cleaner.language") / "data" / "scripts.txt").read_text(encoding="utf-8")
    return Scripts(*(frozenset(line) for line in text.split("\n") if line and line[0] != "#"))


#: Halves of pairs, which JSON can have by themselves (``"\\ud83d"``): OpenCC takes UTF-8, and UTF-8 has none.
_HALVES = re.compile("([\ud800-\udfff]+)")


class Converter:
    """OpenCC with one of its configurations, for any text of Python's."""

    def __init__(self, config: str) -> None:
        import opencc

        self._convert: Callable[[str], str] = opencc.OpenCC(config).convert

    def convert(self, text: str) -> str:
        """`text` converted; halves of pairs stay where they are."""
        if not _HALVES.search(text):
            return self._convert(text)
        return "".join(one if _HALVES.match(one) else self._convert(one) for one in _HALVES.split(text))


@cache
def converter(config: str) -> Converter:
    """OpenCC with one of its configurations (``t2s``, ``s2tw`` …); loading takes 20 ms."""
    return Converter(config)


@cache
def plain(char: str) -> str:
    """The form of `char` that simplified text has, where that is one character; Taiwan's and Hong Kong's forms too."""
    for config in ("t2s", "hk2s", "tw2s"):
        new = converter(config).convert(char)
        if len(new) == 1 and new != char:
            return new
    return char


def in_context(text: str, at: int, config: str) -> str:
    """What ``text[at]`` becomes by `config` in its surroundings, where phrases decide: 发展 發, 头发 髮."""
    new = converter(config).convert(text)
    if len(new) == len(text):
        return new[at]
    alone = converter(config).convert(text[at])
    return alone if len(alone) == 1 else text[at]


def in_big5(char: str) -> bool:
    """Whether Big5 has `char`: forms that look simplified are rare characters of their own there (体 虫 与)."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
