"""What the characters at a seam of two lines tell: 据 begins paragraphs, 源 stands inside words, 的 ends none."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _table() -> dict[str, tuple[float, float]]:
    path = resources.files("cleaner.language") / "data" / "seams.txt"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {char: (int(begins) / 10, int(ends) / 10) for char, begins, ends in rows}


def begins(text: str) -> float:
    """Natural log-odds that `text` begins a paragraph rather than stands inside one, by its first two characters or,
    where the pair says nothing of its own, by the first; 0 where nothing is known.
    """
    table = _table()
    return (table.get(text[:2]) or table.get(text[:1]) or (0.0, 0.0))[0]


def ends(char: str) -> float:
    """The same for `char` at the end of a line that has no mark there (a heading, a caption, a name)."""
    return _table().get(char, (0.0, 0.0))[1]
