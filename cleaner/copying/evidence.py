"""How far to trust that what stands twice was not meant twice.

Measured on 7 MB of clean text, a document at a time: not one paragraph of 20 Han or more stands twice in a row; far
apart news has titles alone, under 30 Han; statutes repeat paragraphs of up to 100 Han word for word (two kinds of
company, each with its board), as do verse and lists. So place counts most, then length, then the kind of document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.copying.groups import Group
from cleaner.copying.measure import figures, han
from cleaner.copying.readings import Comparison
from cleaner.model import Safety
from cleaner.structure import Role, ends_sentence


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lengths in Han from which a copy may be deleted unasked, by where it stands."""

    next: int  # right behind its copy
    row: int  # one of several copies in a row: all of them together
    far: int  # alone, and far from its copy
    near: int  # the shortest with misread characters in it
    told: int  # below this nothing is said


@dataclass(frozen=True, slots=True)
class Row:
    """Copies in a row, whatever the order of what they are copies of."""

    lines: int
    han: int
    tail: bool  # whether nothing stands behind them


def rows(groups: Sequence[Group]) -> list[Row]:
    """For each of `groups` (in order) the row that it is part of."""
    found: list[Row] = []
    first = 0
    for i in range(1, len(groups) + 1):
        if i < len(groups) and groups[i].start == groups[i - 1].stop:
            continue
        part = groups[first:i]
        tail = part[-1].stop == len(part[-1].lines)
        row = Row(sum(len(g.distances) for g in part), sum(g.han for g in part), tail)
        found += [row] * len(part)
        first = i
    return found


def safety_of(group: Group, row: Row, comparisons: Sequence[Comparison], bounds: Bounds) -> tuple[Safety, float] | None:
    """How far the fix for `group` may go, and the confidence that it is damage; None where nothing is to be said.

    `comparisons` are of its lines whose copies differ.
    """
    if group.longest < bounds.told and not _beside(group, row, bounds):
        return None
    differing = [c for c in comparisons if c.readings]
    if any(not c.harmless for c in differing):
        return _unexplained(group, row, differing, bounds)
    shortest = bounds.near if differing else bounds.next
    if group.adjacent:
        if group.longest >= shortest and _is_sentence(group):
            return Safety.SAFE, 0.995
        if _beside(group, row, bounds):
            return Safety.SAFE, 0.98
        return (Safety.RISKY, 0.8) if _is_sentence(group) else None
    if group.lines.statute:
        # Two laws in one have the same articles; only a long row of copies is surely a page set in again.
        return (Safety.SAFE, 0.97) if row.han >= 3 * bounds.row and row.lines >= 3 else None
    if (
        row.lines >= 2
        and row.han >= bounds.row
        and (row.tail or row.han >= 2 * bounds.row)
        and (row.tail or group.copies == 2)
    ):
        return Safety.SAFE, 0.99 if row.tail else 0.98
    if group.longest >= bounds.far and _is_sentence(group) and not _standing(group):
        return Safety.SAFE, 0.98 if row.tail else 0.97
    if not _is_sentence(group) or group.longest < bounds.next:
        return None
    return Safety.RISKY, 0.8 if row.tail else 0.7


def _unexplained(
    group: Group, row: Row, differing: Sequence[Comparison], bounds: Bounds
) -> tuple[Safety, float] | None:
    """For copies that differ in more than known misreadings: a guess at most, and where facts differ only shown."""
    if group.lines.statute or group.longest < bounds.near:
        return None
    changed = sum(group.distances) / max(1, sum(len(group.lines.plain(k)) for k in range(group.start, group.stop)))
    if changed > 0.05:
        return None
    plain = not any(c.meant for c in differing) and all(c.explained for c in differing)
    if plain and (group.adjacent or row.lines >= 2 or group.longest >= bounds.far):
        return Safety.RISKY, 0.75
    return Safety.SHOWN, 0.5


def _beside(group: Group, row: Row, bounds: Bounds) -> bool:
    """Whether a short line goes with long neighbours that stand twice as well: the headings of a doubled document."""
    return group.adjacent and len(group.distances) == 1 and group.doubled_around


def _is_sentence(group: Group) -> bool:
    """Whether there is prose in `group`, with a sentence that ends: no stack of headings, names or items."""
    return any(
        ends_sentence(group.lines.item(k).text)
        and group.lines.item(k).role is not Role.VERSE
        and han(group.lines.plain(k)) >= 8
        for k in range(group.start, group.stop)
    )


def _standing(group: Group) -> bool:
    """Whether a lone paragraph may be a standing phrase, such as the pledge that opens every company's notice.

    It stands more than twice, or at the same end of its article both times, and says nothing in figures.
    """
    lines = group.lines
    if len(group.distances) > 1:
        return False
    text = lines.plain(group.start)
    if group.copies > 2:
        return True
    if figures(text) >= 2:
        return False
    opens = all(k == 0 or not ends_sentence(lines.item(k - 1).text) for k in (group.start, group.root))
    last = len(lines) - 1
    closes = all(k == last or not ends_sentence(lines.item(k + 1).text) for k in (group.start, group.root))
    return opens or closes
