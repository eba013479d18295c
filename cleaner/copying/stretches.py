"""Long stretches of letters that stand again, across the borders of paragraphs, a few characters misread or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaner.folded import GRAM, Folded, folded, stood_before
from cleaner.views import View

if TYPE_CHECKING:
    pass


#: Letters of the shortest stretch that is followed up.
SHORTEST = 14

#: Two stretches are one with something misread between where at most so many letters lie between them, and where
#: at most so many more lie there in the one copy than in the other (a running head may stand between).
GAP, SHIFT = 24, 12


class Stretch(NamedTuple):
    """Letters `start` to `end` stood before from `root` to `root_end`; numbers are of letters (`Folded`)."""

    root: int
    root_end: int
    start: int
    end: int
    equal: int  # letters in runs that are equal


def stretches(view: View) -> list[Stretch]:
    """The stretches of `view` that stand again, in order of the later copy. Call it as ``view.memo(stretches)``."""
    import numpy as np

    letters = view.memo(folded)
    if len(letters) < 2 * SHORTEST:
        return []
    at, back = view.memo(stood_before)
    if not len(at):
        return []
    cuts = np.flatnonzero((np.diff(at) != 1) | (np.diff(back) != 0)) + 1
    firsts, lasts = at[np.r_[0, cuts]], at[np.r_[cuts - 1, len(at) - 1]]
    backs = back[np.r_[0, cuts]]
    ends = lasts + GRAM
    # A short run counts only beside another that goes back about as far; most are common phrases.
    long = ends - firsts >= SHORTEST
    near = np.zeros(len(firsts), bool)
    for step in (1, 2, 3):
        pair = (firsts[step:] - ends[:-step] <= GAP) & (np.abs(backs[step:] - backs[:-step]) <= SHIFT)
        near[step:] |= pair
        near[:-step] |= pair
    kept = np.flatnonzero(long | near)
    found = _chained(list(zip(firsts[kept].tolist(), ends[kept].tolist(), backs[kept].tolist(), strict=True)))
    return [_reached(letters.text, s) for s in _fitting(view, letters, found)]


def joined_places(view: View) -> list[int]:
    """Where lines were joined, in positions of the view. Call it as ``view.memo(joined_places)``."""
    return sorted(
        {view.from_read(e.span.start) for e in view.edits if "\n" in view.original[e.span.start : e.span.end]}
    )


def _fitting(view: View, letters: Folded, found: list[Stretch]) -> list[Stretch]:
    """Those of `found` of which one copy begins and ends where a line does, or did before lines were joined, or nearly.

    Most phrases that come again do not, and can be no passage. Copies that overlap are let pass.
    """
    import numpy as np

    if not found:
        return []
    table = np.array([s[:4] for s in found], np.int64)
    joined = np.searchsorted(letters.places, np.array(view.memo(joined_places), np.int64))
    bounds = np.sort(np.concatenate((letters.first, joined)))  # not np.unique, which imports numpy.ma
    fits = table[:, 1] + FARTHEST > table[:, 2] - FARTHEST
    for start, end in ((table[:, 2], table[:, 3]), (table[:, 0], table[:, 1])):
        above = bounds[np.searchsorted(bounds, start, side="right") - 1]
        below = bounds[np.minimum(np.searchsorted(bounds, end - SLACK), len(bounds) - 1)]
        fits |= (start - above <= SLACK + FARTHEST) & (below - end <= SLACK + FARTHEST)
    return [found[k] for k in np.flatnonzero(fits).tolist()]


#: Letters misread at the border of a passage, that no run of equal ones reaches over.
SLACK = 3

#: How far a stretch reaches over a misread letter, where the letters behind it are too few to be a run.
REACH = 3

#: So many letters more it reaches at most.
FARTHEST = GRAM + 1


def _reached(text: str, s: Stretch) -> Stretch:
    """`s` with the letters before and behind it that are equal but for one misread, lost or put in: 11月13曰|上午 …"""
    head, root_head = _steps(text, s.start, s.root, -1)
    tail, root_tail = _steps(text, s.end - 1, s.root_end - 1, 1)
    return Stretch(s.root - root_head, s.root_end + root_tail, s.start - head, s.end + tail, s.equal)


def _steps(text: str, a: int, b: int, step: int) -> tuple[int, int]:
    """How many letters beyond `a` and `b` belong to the stretch too, in the direction of `step`."""
    best = (0, 0)
    for skip_a, skip_b in ((1, 1), (1, 0), (0, 1)):
        x, y, run = a + step * (1 + skip_a), b + step * (1 + skip_b), 0
        while run < GRAM and 0 <= x < len(text) and 0 <= y < len(text) and text[x] == text[y]:
            x, y, run = x + step, y + step, run + 1
        if run >= REACH and run + skip_a > best[0]:
            best = (run + skip_a, run + skip_b)
    return best


def _chained(runs: list[tuple[int, int, int]]) -> list[Stretch]:
    """Runs (start, end, how far back) put together; each goes to the chain that ended last and goes back as far."""
    found: list[Stretch] = []
    open_: list[Stretch] = []
    for start, end, back in runs:
        still = [s for s in open_ if start - s.end <= GAP]
        found += (s for s in open_ if start - s.end > GAP)
        open_ = still
        root, root_end = start - back, end - back
        for index, chain in enumerate(open_):
            if abs((chain.start - chain.root) - back) <= SHIFT and root_end > chain.root_end and end > chain.end:
                equal = chain.equal + end - max(start, chain.end)
                open_[index] = Stretch(chain.root, root_end, chain.start, end, equal)
                break
        else:
            open_.append(Stretch(root, root_end, start, end, end - start))
    found += open_
    return sorted((s for s in found if s.equal >= SHORTEST), key=lambda s: (s.start, s.end))
