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
from cleaner.copying.readings import Collation
from cleaner.copying.roles import FORMAL, begins_anew, is_salutation, is_title
from cleaner.model import Safety
from cleaner.patterns import lazily
from cleaner.structure import Role, StructLine, ends_sentence

#: The least chance that all letters of the copy that stays are read rightly, for a copy to be deleted unasked.
SURE = 0.99


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
    headed: bool  # whether they stand right under a title or a salutation of their own
    mixed: bool  # whether they come in another order than what they are copies of: nobody means that


def rows(groups: Sequence[Group], collations: Sequence[Collation]) -> list[Row]:
    """For each of `groups` (in order) the row that it is part of.

    A line that says another thing ends a row: 第四条 after 第三条 with the same words, or the rite for the next name.
    """
    found: list[Row] = []
    first = 0
    same = [_says_the_same(g, c) for g, c in zip(groups, collations, strict=True)]
    for i in range(1, len(groups) + 1):
        if i < len(groups) and groups[i].start == groups[i - 1].stop and same[i] and same[i - 1]:
            continue
        part = groups[first:i]
        tail = part[-1].stop == len(part[-1].lines)
        above = part[0].start - 1
        headed = above >= part[0].root_stop and is_title(part[0].lines.item(above))
        row = Row(sum(len(g.distances) for g in part), sum(g.han for g in part), tail, headed, len(part) > 2)
        found += [row] * len(part)
        first = i
    return found


def _says_the_same(group: Group, collation: Collation) -> bool:
    if _numbered_otherwise(group):
        return False
    return all(c.harmless or (c.explained and not c.meant) for c in collation.comparisons)


def safety_of(group: Group, row: Row, collation: Collation, bounds: Bounds) -> tuple[Safety, float] | None:
    """How far the fix for `group` may go, and the confidence that it is damage; None where nothing is to be said."""
    if _beside(group):
        return Safety.SAFE, 0.98
    if group.longest < (bounds.told * 2 // 3 if group.adjacent and _is_prose(group) else bounds.told):
        return None
    if group.lines.statute and _is_enumerated(group, row, bounds):
        return None
    if not all(c.harmless for c in collation.comparisons):
        return _unexplained(group, row, collation, bounds)
    judged = _of_statute(group, row, bounds) if group.lines.statute else _of_prose(group, row, bounds)
    if judged is None or not collation:
        return judged
    return _as_sure(collation, *judged)


def _as_sure(collation: Collation, safety: Safety, confidence: float) -> tuple[Safety, float]:
    """`safety` and `confidence`, lowered where the language data cannot say which letters are right."""
    if collation.sure < 0.5:
        safety = Safety.SHOWN
    elif collation.sure < SURE:
        safety = safety.lowered_to(Safety.RISKY)
    return safety, confidence * collation.sure


def _of_prose(group: Group, row: Row, bounds: Bounds) -> tuple[Safety, float] | None:
    """For equal copies outside statutes."""
    prose = _is_prose(group)
    if group.adjacent:
        if not prose:
            return None
        # Two speakers may say two lines twice; a page read again has more than that.
        enough = group.longest >= bounds.next and (len(group.distances) == 1 or group.han >= 3 * bounds.next)
        return (Safety.SAFE, 0.9995) if enough else (Safety.RISKY, 0.8)
    if _is_a_row(group, row, bounds):
        return Safety.SAFE, 0.9995 if row.tail else 0.999
    if not prose:
        return None
    if group.lines.parted(
        group.root_stop, group.start
    ):  # another article may say the same: the background of a story, the vote on another motion
        least = bounds.far * 3 // 2
    else:  # a writer's figures do not come again in one article
        least = bounds.far * 2 // 3 if figures(group.lines.plain(group.start)) else bounds.far
    if (
        group.longest >= least
        and group.lines.item(group.start).role not in FORMAL
        and not row.headed
        and not _standing(group, bounds)
        and not _titled(group, bounds)
    ):
        return Safety.SAFE, 0.999
    return (Safety.RISKY, 0.8 if row.tail else 0.7) if group.copies <= 3 else None


def _is_a_row(group: Group, row: Row, bounds: Bounds) -> bool:
    """Whether so many copies stand in a row that a page must have been read or set in again.

    An advertisement, a form letter or a set of rules comes with a title or a salutation of its own: only far longer
    ones are taken for a page, or reports with a dateline or a byline.
    """
    if row.lines < 2 or (row.headed and not row.mixed):
        return False
    page = row.mixed or not _titled(group, bounds) or _is_signed(group)
    least = bounds.row if page else 2 * bounds.row
    if row.han >= least and (row.tail or row.han >= 2 * least) and group.copies == 2:
        return True
    return row.tail and row.lines >= 3 and row.han >= 2 * least


def _is_signed(group: Group) -> bool:
    """Whether there is a dateline or a byline in `group`: it is a report, and no paper prints that twice."""
    return any(group.lines.item(k).role in (Role.DATELINE, Role.BYLINE) for k in range(group.start, group.stop))


def _of_statute(group: Group, row: Row, bounds: Bounds) -> tuple[Safety, float] | None:
    """For equal copies in statutes, where two kinds of company in one law have the same articles."""
    if group.adjacent:
        if not _is_prose(group):
            return None
        return (Safety.SAFE, 0.9995) if group.longest >= bounds.next else (Safety.RISKY, 0.8)
    if _numbered(group) and group.longest >= bounds.next:
        return (
            (Safety.SAFE, 0.999)
            if not group.lines.another_law(group.root + 1, group.start + 1)
            else (Safety.SHOWN, 0.6)
        )
    if (
        row.han >= 3 * bounds.row and row.lines >= 3 and group.copies == 2
    ):  # only a long row is surely a page set in again
        return Safety.SAFE, 0.999
    if group.longest < bounds.next or group.copies > 2 or not _is_prose(group):
        return None
    return (Safety.SHOWN, 0.4) if group.longest >= bounds.far or not _refers(group) else None


_REFERRING = lazily("前[款項项條条]|前[两兩二三四]|本(?:条(?!例)|條(?!例)|款)")


def _refers(group: Group) -> bool:
    """Whether it speaks of what stands before it, 前款: the same words are said of another thing."""
    return any(_REFERRING.search(group.lines.plain(k)) for k in range(group.start, group.stop))


def _unexplained(group: Group, row: Row, collation: Collation, bounds: Bounds) -> tuple[Safety, float] | None:
    """For copies that differ in more than known misreadings: a guess at most, and where facts differ only shown."""
    if group.longest < bounds.next or _numbered_otherwise(group):
        return None
    differing = collation.comparisons
    plain = not any(c.meant for c in differing) and all(c.explained for c in differing)
    if group.lines.statute and not _numbered(group) and not plain:
        return None
    if max(group.distances) > 1 and max(c.changed for c in differing) > 0.05:
        return None
    if group.lines.statute and not group.adjacent:
        return Safety.SHOWN, 0.5
    if plain and _is_prose(group) and (group.adjacent or row.lines >= 2 or group.longest >= bounds.far):
        return Safety.RISKY, 0.75
    return Safety.SHOWN, 0.5


def _numbered(group: Group) -> bool:
    """Whether it is an article of a law with its number, 第十五条: no law has two of one number and the same words."""
    return len(group.distances) == 1 and group.lines.item(group.start).role is Role.STATUTE


def _numbered_otherwise(group: Group) -> bool:
    """Whether a line has another number than its copy: 第十二条 … / 第五十条 …, （二）… / （六）… are two articles."""
    formal = (Role.STATUTE, Role.LIST)
    pairs = zip(range(group.root, group.root_stop), range(group.start, group.stop), strict=True)
    return any(
        {group.lines.item(a).role, group.lines.item(b).role} <= set(formal)
        and _number(group.lines.plain(a)) != _number(group.lines.plain(b))
        for a, b in pairs
    )


_NUMBER = lazily(r"[（(]?[第]?[\p{N}一二三四五六七八九十百千零〇A-Za-z.]+")


def _number(text: str) -> str:
    match = _NUMBER.match(text)
    return match[0] if match else ""


def _is_enumerated(group: Group, row: Row, bounds: Bounds) -> bool:
    """Whether it is a few items of a list, which another article of the law may list too."""
    if group.adjacent or group.longest >= 2 * bounds.next or row.han >= 3 * bounds.row:
        return False
    return group.lines.item(group.start).role is Role.LIST


def _beside(group: Group) -> bool:
    """Whether a short line goes with long neighbours that stand twice as well: the headings of a doubled document."""
    return group.adjacent and len(group.distances) == 1 and group.doubled_around


def _is_prose(group: Group) -> bool:
    """Whether there is a sentence in `group`: no stack of headings, names or items. One of the copies may be broken."""
    both = (*range(group.start, group.stop), *range(group.root, group.root_stop))
    # 现决定如下： right behind itself is no headline, while an item (…的单位；) comes again by its nature.
    return any(_is_sentence(group.lines.item(k), "：；:;" if group.adjacent else "") for k in both)


def _is_sentence(item: StructLine, marks: str = "") -> bool:
    length = han(item.text)
    if item.role is Role.VERSE or length < 8:
        return False
    return ends_sentence(item.text) or (length >= 20 and _marked(item.text)) or item.bare[-1] in marks


def _marked(text: str) -> bool:
    return any(mark in text for mark in "，,。；;")


def _titled(group: Group, bounds: Bounds) -> bool:
    """Whether the copies begin with a title of their own, or the later one stands under one: an advertisement, a
    quotation, an answer, the pledge that opens every company's notice. Long ones with figures are none of these.
    """
    lines = group.lines
    above = group.start - 1
    if begins_anew(lines.item(group.start)):
        return True
    if above < group.root_stop or not is_title(lines.item(above)):
        return False
    return is_salutation(lines.item(above)) or not _is_report(group, bounds)


def _is_report(group: Group, bounds: Bounds) -> bool:
    """Whether it is long and has figures of its own, and so tells of one thing alone."""
    return group.longest >= 2 * bounds.far and figures(group.lines.plain(group.start)) >= 2


def _standing(group: Group, bounds: Bounds) -> bool:
    """Whether a lone paragraph may be a standing phrase, such as the pledge that opens every company's notice, or the
    background that closes every report on one project.

    It stands more than twice, or at the same end of its article both times.
    """
    lines = group.lines
    if group.copies > 2:
        return True
    if len(group.distances) > 1 or _is_report(group, bounds):
        return False
    last = len(lines) - 1
    closes = all(k == last or begins_anew(lines.item(k + 1)) for k in (group.start, group.root))
    return closes or all(k == 0 or not ends_sentence(lines.item(k - 1).text) for k in (group.start, group.root))


def safety_of_passage(passage: Passage, collation: Collation, bounds: Bounds) -> tuple[Safety, float] | None:
    """The same for text that stands within other text: blocks cut otherwise, copies cut off, echoed sentences."""
    text, length = passage.texts[0], passage.han
    if not (ends_sentence(text) or (length >= 20 and _marked(text)) or (passage.next and text[-1:] in "：；:;")):
        return None  # a headline that its article says again
    if not passage.harmless:
        if passage.lines.statute and not all(c.explained and not c.meant for c in collation.comparisons):
            return None
        changed = passage.distance / max(1, len(text))
        return (Safety.SHOWN, 0.5) if length >= 2 * bounds.next and changed <= 0.05 else None
    judged = _of_passage(passage, bounds)
    if judged is None or not collation:
        return judged
    return _as_sure(collation, *judged)


def _of_passage(passage: Passage, bounds: Bounds) -> tuple[Safety, float] | None:
    length = passage.han
    placed = passage.later or passage.next
    anchored = passage.starts_alike or passage.ends_alike
    if (
        passage.lines.statute
        and not (passage.next and passage.broken)
        and not (passage.crosses and length >= 3 * bounds.row)
    ):
        told = length >= bounds.next and (passage.crosses or (passage.broken and anchored))
        item = (
            passage.lines.item(passage.first).role is Role.LIST and length < bounds.far
        )  # as another article lists it
        return (Safety.SHOWN, 0.5) if told and not item else None
    if passage.crosses:
        if length >= bounds.row and passage.whole and placed and not passage.headed:
            return Safety.SAFE, 0.999
        if not passage.broken and not placed:
            return Safety.SHOWN, 0.5  # the earlier block is whole too, and stands where it belongs
        return (Safety.RISKY, 0.7) if length >= bounds.next and not passage.headed else None
    if (
        passage.broken
        and anchored
        and placed
        and length >= bounds.far * 2 // 3
        and not passage.continued
        and not passage.torn
    ):
        return Safety.SAFE, 0.999
    if passage.next and anchored and (passage.later or length >= bounds.next):
        return Safety.RISKY, 0.75
    if length < bounds.next:
        return None
    # A whole sentence in its own lines, far from its article: a caption or a quotation in large type, as likely as not.
    broken = passage.broken and (passage.later or not ends_sentence(passage.texts[0]))
    return (Safety.RISKY, 0.65) if anchored and broken else (Safety.SHOWN, 0.4)
