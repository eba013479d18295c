"""Where a view may repeat itself at once with a period that is not short: a screen over all its letters, by array.

A square stands in the letters too, marks left aside. If its turn has eight letters or more, each run of eight letters
in the second turn stood one period before; so the last place before with the same run is no farther, for as many places
in a row as the turn has letters, less seven. In clean text a phrase stands again farther off than it is long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.repeating.squeezed import same_marks, squeezed
from cleaner.tandem import FEW, LONGEST, SHORT, Run, runs
from cleaner.views import View

if TYPE_CHECKING:
    from cleaner.folded import Folded
    from cleaner.points import Places


def turning_regions(view: View) -> list[tuple[int, int]]:
    """The parts of the squeezed text that may hold a square whose period is from `SHORT` to `LONGEST`, rising, apart.

    Every such square lies wholly in one of them (the tests compare with the engine without a screen).
    """
    text = view.memo(squeezed)
    if len(text.text) < FEW:
        # So few are looked through as they stand: does a word of `SHORT` characters stand twice at all?
        string = same_marks(text.text)
        words = len(string) - SHORT + 1
        return [(0, len(string))] if len({string[at : at + SHORT] for at in range(words)}) < words else []
    import numpy as np

    from cleaner.folded import folded

    letters = view.memo(folded)
    starts, ends = (np.concatenate(parts) for parts in zip(_by_run(view), _by_letter(letters), strict=True))
    count = len(letters)
    # With the marks before the first letter and behind the last.
    before = np.append(letters.places, len(view.text))
    lows = np.where(starts > 0, before[np.maximum(starts, 1) - 1] + 1, 0)
    highs = before[np.clip(ends, 0, count)]
    lows, highs = (np.concatenate(parts) for parts in zip((lows, highs), _of_marks(view, letters), strict=True))
    merged: list[tuple[int, int]] = []
    for at in np.argsort(lows, kind="stable").tolist():
        low, high = int(lows[at]), int(highs[at])
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return [(text.here(low), text.here(high)) for low, high in merged]


def _by_run(view: View) -> tuple[Places, Places]:
    """Letters from, to, where turns of `GRAM` letters and more may stand."""
    import numpy as np

    from cleaner.folded import GRAM, stood_before
    from cleaner.points import rows

    at, back = view.memo(stood_before)
    near = back <= LONGEST
    at, back = at[near], back[near]
    firsts, lasts = rows(at)
    if not len(at):
        return at, at
    turns = np.minimum.reduceat(back, firsts) <= lasts - firsts + 1 + GRAM - 1
    return at[firsts[turns]] - LONGEST, at[lasts[turns]] + GRAM


def _by_letter(letters: Folded) -> tuple[Places, Places]:
    """The same for turns of fewer letters, with marks between them: 甲、、、、、、、甲、、、、、、、."""
    import numpy as np

    from cleaner.folded import GRAM
    from cleaner.points import rows

    starts, ends = [], []
    for size in range(1, min(GRAM, len(letters) // 2 + 1)):
        equal = np.flatnonzero(letters.codes[size:] == letters.codes[:-size])
        equal = equal[letters.places[equal + size] - letters.places[equal] >= SHORT]
        firsts, lasts = rows(equal)
        long = lasts - firsts >= size - 1
        starts.append(equal[firsts[long]])
        ends.append(equal[lasts[long]] + size + 1)
    none = np.zeros(0, np.int64)
    return np.concatenate((none, *starts)), np.concatenate((none, *ends))


def _of_marks(view: View, letters: Folded) -> tuple[Places, Places]:
    """Places of the view from, to, between which no letter stands for two turns: a border of marks."""
    import numpy as np

    edges = np.concatenate(([-1], letters.places, [len(view.text)]))
    wide = np.flatnonzero(np.diff(edges) > 2 * SHORT)
    return edges[wide] + 1, edges[wide + 1]


def clause_runs(view: View) -> list[Run]:
    """The runs of a view's squeezed text, clause marks taken for one another. Call it as ``view.memo(clause_runs)``."""
    return runs(same_marks(view.memo(squeezed).text), regions=view.memo(turning_regions))
