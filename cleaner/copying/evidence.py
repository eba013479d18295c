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
from cleaner.copying.passages import Passage
from cleaner.copying.readings import Comparison
from cleaner.model import Safety
from cleaner.structure import Role, StructLine, ends_sentence


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lengths in Han from which a copy may be deleted unasked, by where it stands."""

    next: int  # right behind its copy
    row: int  # one of several copies in a row: all of them together
    far: int  # alone, and far from its copy
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
    if _beside(group):
        return Safety.SAFE, 0.98
    if group.longest < bounds.told:
        return None
    differing = [c for c in comparisons if c.readings]
    if any(not c.harmless for c in differing):
        return _unexplained(group, row, differing, bounds)
    if group.adjacent:
        if not _is_prose(group):
            return None
        return (Safety.SAFE, 0.995) if group.longest >= bounds.next else (Safety.RISKY, 0.8)
    if _numbered(group) and group.longest >= bounds.next:
        return (Safety.SAFE, 0.97) if group.longest >= bounds.far * 2 // 3 else (Safety.SHOWN, 0.6)
    if group.lines.statute:
        # Two kinds of company in one law have the same articles; only a long row is surely a page set in again.
        if row.han >= 3 * bounds.row and row.lines >= 3:
            return Safety.SAFE, 0.97
        return (Safety.SHOWN, 0.4) if group.longest >= bounds.far else None
    if row.lines >= 2 and row.han >= bounds.row and (row.tail or row.han >= 2 * bounds.row) and group.copies == 2:
        return Safety.SAFE, 0.99 if row.tail else 0.98
    if row.tail and row.lines >= 3 and row.han >= 2 * bounds.row:
        return Safety.SAFE, 0.98
    if not _is_prose(group):
        return None
    figured = figures(group.lines.plain(group.start)) > 0
    if group.longest >= (bounds.far * 2 // 3 if figured else bounds.far) and not (
        _standing(group, bounds) or _headed(group)
    ):
        return Safety.SAFE, 0.98 if row.tail else 0.97
    return (Safety.RISKY, 0.8 if row.tail else 0.7) if group.copies <= 3 else None


def _unexplained(
    group: Group, row: Row, differing: Sequence[Comparison], bounds: Bounds
) -> tuple[Safety, float] | None:
    """For copies that differ in more than known misreadings: a guess at most, and where facts differ only shown."""
    if (group.lines.statute and not _numbered(group)) or group.longest < bounds.next:
        return None
    if max(group.distances) > 1 and max(map(_changed, differing)) > 0.05:
        return None
    plain = not any(c.meant for c in differing) and all(c.explained for c in differing)
    if plain and _is_prose(group) and (group.adjacent or row.lines >= 2 or group.longest >= bounds.far):
        return Safety.RISKY, 0.75
    return Safety.SHOWN, 0.5


def _changed(comparison: Comparison) -> float:
    """The part of the paragraph that reads otherwise in the copy."""
    characters = sum(max(len(r.first), len(r.second)) for r in comparison.readings)
    return characters / max(1, comparison.first.end - comparison.first.start)


def _numbered(group: Group) -> bool:
    """Whether it is an article of a law with its number, 第十五条: no law has two of one number and the same words."""
    return len(group.distances) == 1 and group.lines.item(group.start).role is Role.STATUTE


def _beside(group: Group) -> bool:
    """Whether a short line goes with long neighbours that stand twice as well: the headings of a doubled document."""
    return group.adjacent and len(group.distances) == 1 and group.doubled_around


def _is_prose(group: Group) -> bool:
    """Whether there is a sentence in `group`: no stack of headings, names or items. One of the copies may be broken."""
    both = (*range(group.start, group.stop), *range(group.root, group.root_stop))
    return any(_is_sentence(group.lines.item(k)) for k in both)


def _is_sentence(item: StructLine) -> bool:
    length = han(item.text)
    if item.role is Role.VERSE or length < 8:
        return False
    return ends_sentence(item.text) or (length >= 20 and _marked(item.text))


def _marked(text: str) -> bool:
    return any(mark in text for mark in "，,。；;")


def _headed(group: Group) -> bool:
    """Whether the later copy stands right under a headline of its own: a quotation, no page read again."""
    return group.start > 0 and group.lines.item(group.start - 1).role is Role.HEADING


def _standing(group: Group, bounds: Bounds) -> bool:
    """Whether a lone paragraph may be a standing phrase, such as the pledge that opens every company's notice.

    It stands more than twice, or at the same end of its article both times, and says nothing in figures.
    """
    lines = group.lines
    if group.copies > 2:
        return True
    if len(group.distances) > 1 or group.longest >= 2 * bounds.far or figures(lines.plain(group.start)) >= 2:
        return False
    opens = all(k == 0 or not ends_sentence(lines.item(k - 1).text) for k in (group.start, group.root))
    last = len(lines) - 1
    closes = all(k == last or not ends_sentence(lines.item(k + 1).text) for k in (group.start, group.root))
    return opens or closes


def safety_of_passage(passage: Passage, bounds: Bounds) -> tuple[Safety, float] | None:
    """The same for text that stands within other text: blocks cut otherwise, copies cut off, echoed sentences."""
    text, length = passage.texts[0], passage.han
    if not (ends_sentence(text) or (length >= 20 and _marked(text))):
        return None  # a headline that its article says again
    if (
        passage.lines.statute
        and not (passage.next and passage.broken)
        and not (passage.crosses and length >= 3 * bounds.row)
    ):
        return None
    if not passage.harmless:
        changed = passage.distance / max(1, len(text))
        return (Safety.SHOWN, 0.5) if length >= 2 * bounds.next and changed <= 0.05 else None
    placed = passage.later or passage.next
    if passage.crosses:
        if length >= bounds.row and passage.whole and placed:
            return Safety.SAFE, 0.97
        return (Safety.RISKY, 0.7) if length >= bounds.next else None
    anchored = passage.starts_alike or passage.ends_alike
    if passage.broken and anchored and placed and length >= bounds.far * 2 // 3:
        return Safety.SAFE, 0.96
    if passage.next and anchored and (passage.later or length >= bounds.next):
        return Safety.RISKY, 0.75
    if length < bounds.next:
        return None
    # A whole sentence in its own lines, far from its article: a caption or a quotation in large type, as likely as not.
    return (Safety.RISKY, 0.65) if anchored and passage.broken else (Safety.SHOWN, 0.4)
