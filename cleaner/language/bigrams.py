"""How well two characters go together: what a reader feels at 年产 | 17万吨 and at 助力配网健康度冬 | “21号杆."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

import regex

DIGIT, LATIN = regex.compile(r"\p{Nd}"), regex.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")

#: What a pair that does not stand in the table says, where both characters are common.
STRANGE = -0.8


def levelled(text: str) -> str:
    """`text` with every digit as 0 and every Latin letter as a: which of them it is says nothing."""
    return LATIN.sub("a", DIGIT.sub("0", text))


@cache
def _rows() -> dict[str, str]:
    path = resources.files("cleaner.language") / "data" / "bigrams.txt"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:2] != "# ")
    return dict(rows)


@cache
def _scores(first: str) -> dict[str, int]:
    return {second: int(part[0]) for part in _rows().get(first, "").split(" ") if part for second in part[2:]}


@cache
def affinity(first: str, second: str) -> float:
    """log(P(second | first) / P(second)), natural, as far as is known: from about -1 to 9.

    Radicals are read as the characters that they look like (⽤ as 用), any digit or Latin letter as any other.
    """
    first, second = (levelled(unicodedata.normalize("NFKC", char)) for char in (first, second))
    found = _scores(first).get(second)
    if found is not None:
        return float(found)
    return STRANGE if first in _rows() and second in _rows() else 0.0


def company(char: str) -> int:
    """How many characters are known to follow `char` oftener than by chance: few, where `char` is a rare one."""
    return len(_scores(levelled(unicodedata.normalize("NFKC", char))))
