"""Twins put together: lines that stand twice one after the other, with the short lines between and around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.copying.measure import han
from cleaner.copying.roles import PROSE
from cleaner.copying.twins import Lines, Twin, distance_of, lines_of, twins
from cleaner.views import View


@dataclass
class Group:
    """Lines with text, from `start` to `stop` (exclusive), that stand again what the lines from `root` on say.

    `distances` gives for each in how many characters the copies differ; lines too short to be looked at by themselves
    are there only where they are equal.
    """

    lines: Lines
    start: int
    root: int
    distances: list[int] = field(default_factory=list)
    copies: int = 2  # how often the first line stands in the text, this one counted
    doubled_around: bool = False  # a short line, and its neighbours stand twice as well

    @property
    def stop(self) -> int:
        return self.start + len(self.distances)

    @property
    def root_stop(self) -> int:
        return self.root + len(self.distances)

    @property
    def adjacent(self) -> bool:
        """Whether the copy stands immediately before."""
        return self.root_stop == self.start

    @cached_property
    def han(self) -> int:
        """Han in the later copy."""
        return sum(han(self.lines.plain(k)) for k in range(self.start, self.stop))

    @cached_property
    def longest(self) -> int:
        """Han in the longest line of the later copy."""
        return max(han(self.lines.plain(k)) for k in range(self.start, self.stop))


def groups(view: View) -> list[Group]:
    """The paragraphs and blocks of `view` that stand again, in order. Call it as ``view.memo(groups)``."""
    found = view.memo(twins)
    if not found:
        return []
    lines = view.memo(lines_of)
    pairs = _rooted(
        lines, [t for t in found if lines.item(t.later).role in PROSE and lines.item(t.earlier).role in PROSE]
    )
    made: list[Group] = []
    for later in sorted(pairs):
        root, distance = pairs[later]
        if made and later < made[-1].stop:
            continue
        if made and _goes_on(made[-1], later, root):
            made[-1].distances.append(distance)
        else:
            made.append(_begun(lines, later, root, distance, made[-1].stop if made else 0))
        _follow(lines, made[-1], pairs)
    times = Counter(root for root, _ in pairs.values())
    for group in made:
        group.copies = 1 + max(times.get(k, 1) for k in range(group.root, group.root_stop))
    return sorted([*made, *_doubled_headings(lines, made)], key=lambda g: g.start)


def _rooted(lines: Lines, found: list[Twin]) -> dict[int, tuple[int, int]]:
    """For each line that stands again, the first line that says the same, and the distance to that one."""
    pairs: dict[int, tuple[int, int]] = {}
    for twin in found:
        root = pairs[twin.earlier][0] if twin.earlier in pairs else twin.earlier
        distance = twin.distance
        if root != twin.earlier:
            to_root = distance_of(lines.plain(twin.later), lines.plain(root))
            if to_root is None:
                continue
            distance = to_root
        pairs[twin.later] = (root, distance)
    return pairs


def _goes_on(group: Group, later: int, root: int) -> bool:
    return later == group.stop and root == group.root_stop and root < group.start


def _begun(lines: Lines, later: int, root: int, distance: int, floor: int) -> Group:
    """A group that begins at `later`, with the equal lines (headline, byline) right above both copies."""
    above = 0
    while (
        later - above - 1 >= max(floor, root + 1)
        and root - above - 1 >= 0
        and lines.plain(later - above - 1) == lines.plain(root - above - 1)
    ):
        above += 1
    return Group(lines, later - above, root - above, [0] * above + [distance])


def _follow(lines: Lines, group: Group, pairs: dict[int, tuple[int, int]]) -> None:
    """Takes the lines behind both copies into `group` as long as they are equal."""
    while (
        group.stop < len(lines)
        and group.root_stop < group.start
        and group.stop not in pairs
        and lines.plain(group.stop) == lines.plain(group.root_stop)
    ):
        group.distances.append(0)


def _doubled_headings(lines: Lines, made: list[Group]) -> list[Group]:
    """Short lines that stand twice between paragraphs that all stand twice: 王顯 / 王顯 in a doubled document."""
    doubled = {g.start for g in made if g.adjacent and len(g.distances) == 1}
    if len(doubled) < 2:
        return []
    extra: list[Group] = []
    for start in sorted(doubled):
        after = start + 1
        run: list[int] = []
        while after + 1 < len(lines) and after + 1 not in doubled and lines.plain(after) == lines.plain(after + 1):
            run.append(after)
            after += 2
        if run and (after + 1 in doubled or after >= len(lines)):
            extra += (Group(lines, k + 1, k, [0], doubled_around=True) for k in run)
    first = min(doubled) - 1
    if first == 2 and lines.plain(0) == lines.plain(1):
        extra.append(Group(lines, 1, 0, [0], doubled_around=True))
    return extra
