"""Two copies of one text, aligned: where they differ, and whether misreading alone explains it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Difference(NamedTuple):
    """A run of the one copy that stands otherwise in the other; either may be empty."""

    start: int  # in the first copy
    end: int
    other_start: int  # in the second
    other_end: int


def differences(a: str, b: str) -> Iterator[Difference]:
    """Where `a` and `b` differ, in order, by a shortest edit script."""
    from rapidfuzz.distance import Levenshtein

    for op in Levenshtein.opcodes(a, b):
        if op.tag != "equal":
            yield Difference(op.src_start, op.src_end, op.dest_start, op.dest_end)


def misread_copy(a: str, b: str) -> bool:
    """Whether `a` is `b` with nothing but known misreadings or lost characters between them.

    Never where a digit, a negation or a name differs: see `cleaner.language.meaning`.
    """
    from cleaner.language.meaning import is_harmless

    if abs(len(a) - len(b)) > max(4, len(a) // 20):
        return False
    return all(
        is_harmless(a[d.start : d.end], b[d.other_start : d.other_end], a[: d.start], a[d.end :])
        for d in differences(a, b)
    )
