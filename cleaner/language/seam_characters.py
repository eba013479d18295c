"""What the characters at a seam of two lines tell: 据 begins paragraphs, 源 stands inside words, 的 ends none."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _table() -> dict[str, str]:
    path = resources.files("cleaner.language") / "data" / "seams.txt"
    rows = path.read_text(encoding="utf-8").splitlines()
    return {text: figures for text, _, figures in (row.partition("\t") for row in rows if not row.startswith("#"))}


def begins(text: str) -> float:
    """Natural log-odds that `text` begins a paragraph rather than stands inside one, by its first two characters or,
    where the pair says nothing of its own, by the first; 0 where nothing is known.
    """
    return _told(text[:2], text[:1], 0)


def ends(text: str) -> float:
    """The same for `text` at the end of a line that has no mark there (a heading, a caption, a name), by its last two
    characters or the last.
    """
    return _told(text[-2:], text[-1:], 1)


def _told(pair: str, single: str, which: int) -> float:
    for text in (pair, single):
        # A few hundred rows are asked for of the thousands there are, so figures are read where they are.
        figures = _table().get(text)
        if figures and (tenths := figures.split("\t")[which]):
            return int(tenths) / 10
    return 0.0
