"""Paragraphs that stand twice in a view, exactly or nearly: found by shared runs of letters, then compared in full."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from cleaner.copying.roles import BEGINNING, TITLE, begins_anew, begins_law
from cleaner.folded import GRAM, folded, links, stood_before
from cleaner.repair import squeeze
from cleaner.structure import Role, StructLine, Structure, ends_sentence, structure, with_role
from cleaner.views import View

#: Two paragraphs are compared where they share this part of the shorter one's runs: one letter in twelve misread
#: spoils eight runs of twelve.
SHARED = 0.25

#: They are twins where at most this part of the characters differs, or two characters of a short one.
DIFFERENT = 0.08

#: How many places back a run is followed: a headline or another report may have had part of the words in between.
HOPS = 3

#: Cells of a line of verse that may stand again right behind itself; longer ones are prose.
LONGEST_VERSE = 44

#: Letters of the shortest paragraph that is looked at by itself; shorter lines go with their neighbours.
SHORTEST = 12


#: Lines that are looked through for the beginning of an article before all are.
NEAR = 64


class Twin(NamedTuple):
    """Two lines of one text. Numbers are of lines with text, in their order (`Lines.order`)."""

    later: int
    earlier: int
    distance: int  # characters inserted, deleted or replaced; 0 where white space and widths alone differ


class Lines:
    """The lines with text of a view, furniture aside, and what they read once spaces and widths are folded."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.items = view.memo(structure)
        self._prose = _as_prose(self.items)
        roles = self.items.roles
        self.order = [n for n, role in enumerate(roles) if role not in (Role.BLANK, Role.FURNITURE) or n in self._prose]
        self.number = {n: k for k, n in enumerate(self.order)}
        self._plain: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.order)

    def item(self, k: int) -> StructLine:
        """The `k`-th line with text."""
        n = self.order[k]
        return self._prose.get(n) or self.items[n]

    def plain(self, k: int) -> str:
        """What the `k`-th line reads, white space left out and widths made one."""
        if k not in self._plain:
            self._plain[k] = squeeze(unicodedata.normalize("NFKC", self.item(k).text))
        return self._plain[k]

    @cached_property
    def _boundaries(self) -> list[int]:
        # Most lines are paragraphs, too long for a title: nobody need look at those.
        rows, roles = self.items.rows, self.items.roles
        short = (rows.bare_end - rows.bare_start <= TITLE).tolist()
        return [
            k
            for k, n in enumerate(self.order)
            if (short[n] or roles[n] in BEGINNING or n in self._prose) and begins_anew(self.item(k))
        ]

    @cached_property
    def _laws(self) -> list[int]:
        roles = self.items.roles
        return [k for k, n in enumerate(self.order) if roles[n] is Role.STATUTE and begins_law(self.item(k))]

    def parted(self, start: int, stop: int) -> bool:
        """Whether another article, section or speaker begins in one of the lines from `start` to `stop` (exclusive)."""
        if "_boundaries" not in self.__dict__:
            # Most often one begins soon.
            near = min(stop, start + NEAR)
            if any(begins_anew(self.item(k)) for k in range(start, near)):
                return True
            if near == stop:
                return False
        return bisect_left(self._boundaries, start) < bisect_left(self._boundaries, stop)

    def another_law(self, start: int, stop: int) -> bool:
        """Whether another law begins in one of the lines from `start` to `stop` (exclusive)."""
        return bisect_left(self._laws, start) < bisect_left(self._laws, stop)

    @cached_property
    def statute(self) -> bool:
        """Whether the text is a law, or another that says the same again by its nature: three articles or more."""
        articles = self.items.roles.count(Role.STATUTE)
        return articles >= 3 and articles >= len(self.order) / 40


def _as_prose(items: Structure) -> dict[int, StructLine]:
    """Sentences that only look like furniture or verse because they stand again, by number, as BODY.

    A paragraph read three times in a row repeats like a running head, and its lines are as equal as verse.
    """
    made: dict[int, StructLine] = {}
    shown = [n for n, role in enumerate(items.roles) if role is not Role.BLANK]
    for at, n in enumerate(shown):
        role = items.roles[n]
        if role is not Role.FURNITURE and role is not Role.VERSE:
            continue
        item = items[n]
        if role is Role.FURNITURE:
            if len(item.bare) > SHORTEST and ends_sentence(item.text):
                made[n] = with_role(item, Role.BODY)
        elif item.width >= LONGEST_VERSE:
            # Right behind itself alone: 临其穴，惴惴其栗… comes back three lines further on.
            beside = (items[m].text for m in (*shown[max(0, at - 1) : at], *shown[at + 1 : at + 2]))
            if item.text in beside:
                made[n] = with_role(item, Role.BODY)
    return made


def lines_of(view: View) -> Lines:
    """The lines with text of `view`. Call it as ``view.memo(lines_of)``."""
    return Lines(view)


def suspects(view: View) -> list[tuple[int, int]]:
    """Pairs of lines of the view (later, earlier) that may be twins. Call it as ``view.memo(suspects)``."""
    import numpy as np

    letters = view.memo(folded)
    if len(letters) < 2 * SHORTEST:
        return []
    before = view.memo(links)
    later = earlier = view.memo(stood_before)[0]
    if not len(later):
        return []
    count = len(letters.first)
    keys = []
    for _ in range(HOPS):
        earlier = before[earlier]
        later, earlier = later[earlier >= 0], earlier[earlier >= 0]
        keys.append(letters.line_of(later) * count + letters.line_of(earlier))
        known = earlier < len(before)
        later, earlier = later[known], earlier[known]
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    a, b = pairs // count, pairs % count
    sizes = np.diff(letters.first)
    small, large = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
    alike = (large - small <= np.maximum(3, large // 8)) & (shared >= SHARED * (small - GRAM + 1))
    chosen = (a != b) & (small >= SHORTEST) & alike
    return list(zip(a[chosen].tolist(), b[chosen].tolist(), strict=True))


def twins(view: View) -> list[Twin]:
    """For each line that stood before, the likest of those it was linked to. Call it as ``view.memo(twins)``."""
    pairs = view.memo(suspects)
    if not pairs:
        return []
    lines = view.memo(lines_of)
    best: dict[int, Twin] = {}
    for twin in _compared(lines, pairs):
        known = best.get(twin.later)
        if known is None or twin.distance < known.distance:
            best[twin.later] = twin
    return [best[k] for k in sorted(best)]


def _compared(lines: Lines, pairs: list[tuple[int, int]]) -> Iterator[Twin]:
    for a, b in pairs:
        later, earlier = lines.number.get(a), lines.number.get(b)
        if later is None or earlier is None:
            continue
        distance = distance_of(lines.plain(later), lines.plain(earlier))
        if distance is not None:
            yield Twin(later, earlier, distance)


def distance_of(a: str, b: str) -> int | None:
    """In how many characters `a` and `b` differ, or None where they are not one text."""
    if a == b:
        return 0
    most = max(2, int(DIFFERENT * max(len(a), len(b))))
    from rapidfuzz.distance import Levenshtein

    distance = Levenshtein.distance(a, b, score_cutoff=most)
    return distance if distance <= most else None
