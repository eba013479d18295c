"""Page seams: just after a form feed the end of the page before stands a second time."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from cleaner.document import PAGE_END
from cleaner.folded import Folded, folded
from cleaner.model import Span
from cleaner.structure import Role, StructLine, structure
from cleaner.views import View

#: Letters of the shortest seam, and of the longest that is looked for.
SHORTEST, LONGEST = 8, 600


class Seam(NamedTuple):
    """`gone`, at the top of a page, stands as `stays` at the foot of the page before."""

    gone: Span
    stays: Span
    letters: int
    lines: bool  # whether whole lines stand again


def seams(view: View) -> list[Seam]:
    """The seams of `view`. Call it as ``view.memo(seams)``."""
    if PAGE_END not in view.text:
        return []
    letters = view.memo(folded)
    items = view.memo(structure)
    found: list[Seam] = []
    shown = [i for i in items if i.role not in (Role.BLANK, Role.FURNITURE)]
    for above, below in pairwise(shown):
        if above.line.page == below.line.page or {above.role, below.role} & {Role.TABLE, Role.CODE, Role.CONTENTS}:
            continue
        seam = _seam(view, letters, above, below)
        if seam is not None:
            found.append(seam)
    return found


def _seam(view: View, letters: Folded, above: StructLine, below: StructLine) -> Seam | None:
    """The longest end of the page above that the page below begins with."""
    foot = int(letters.places.searchsorted(above.line.end))
    top = int(letters.places.searchsorted(below.line.start))
    low = max(0, foot - LONGEST)
    end = letters.codes[low:foot].tobytes()
    start = letters.codes[top : top + LONGEST].tobytes()
    head, at = start[: 2 * SHORTEST], -1
    if len(head) < 2 * SHORTEST:
        return None
    while True:
        at = end.find(head, at + 1)
        if at < 0:
            return None
        if at % 2 == 0 and start.startswith(end[at:]):
            break
    count = (len(end) - at) // 2
    last = int(letters.places[top + count - 1]) + 1
    starts = view.lines.starts
    near = view.lines[bisect_left(starts, below.line.start) : bisect_left(starts, last)]
    lines = [line for line in near if below.line.start < line.end]
    whole = int(letters.places[top + count]) >= lines[-1].stop if top + count < len(letters) else True
    gone = Span(below.line.start, lines[-1].stop if whole else last)
    stays = Span(int(letters.places[foot - count]), above.line.end)
    return Seam(gone, stays, count, whole)
