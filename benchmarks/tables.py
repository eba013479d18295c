"""Tables for a terminal: columns lined up by display width."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def cells(text: str) -> int:
    """How many columns `text` takes in a terminal."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """`rows` under `head`: text to the left, numbers to the right. The first column is always to the left."""
    widths = [max(cells(row[n]) for row in (head, *rows)) for n in range(len(head))]
    right = [n > 0 and all(_is_number(row[n]) for row in rows) for n in range(len(head))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            " " * (w - cells(cell)) + cell if r else cell + " " * (w - cells(cell))
            for cell, w, r in zip(row, widths, right, strict=True)
        ).rstrip()

    return "\n".join([line(head), "  ".join("-" * w for w in widths), *map(line, rows)])


def _is_number(cell: str) -> bool:
    return not cell or cell[0] in "0123456789-+–."


def percent(part: float) -> str:
    """A share with the digits that tell 0.998 from 0.999."""
    return f"{part:.4f}"
