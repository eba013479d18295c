"""Where a text may hold lines drawn in layers, how sure that is, and what mends them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.language.bigrams import affinity
from cleaner.language.words import is_word
from cleaner.model import Edit, Related, Safety, Span
from cleaner.repeating.chains import Block, Chain, best_chain
from cleaner.repeating.squeezed import Squeezed, by_lines, clause_runs, han, squeezed
from cleaner.structure import Role
from cleaner.tandem import Run
from cleaner.views import View

#: Lines that are never drawn twice as text, or whose repeats have a meaning.
BARRED = frozenset({Role.CODE, Role.TABLE, Role.RULE, Role.CONTENTS, Role.BLANK})

MARKUP = re.compile(r"\s*(?:#{1,6}(?=\s)|>|[-*+•](?=\s))?\s*(?:\*\*|__)?")
MARKUP_END = re.compile(r"(?:\*\*|__)?\s*(?:#+)?\s*$")

#: A run of glyphs drawn at once is a line of a headline, in characters.
LONGEST_UNIT = 200

#: Characters from which a unit may be drawn in layers itself.
WITHIN = 8

#: A text of fewer different characters is laughter, a leader, a number.
LEAST_CHARACTERS = 4

#: The share of a line that repeats must cover before it is looked at.
COVERED = 0.6

#: A line that is one unit twice, with clauses in it, is no headline beyond this many characters, but a loop.
LONGEST_HEAD = 40

#: Of so many pairs of characters or more, this share must be common together for a text to read as words: in the lines
#: of news it is 70 of 100, of characters at random 8.
LEAST_PAIRS, WORDS = 4, 0.15

DOUBLED_MARK = re.compile(r"([，。、；：！？“”‘’（）《》「」『』.:])\1")


class Layered(NamedTuple):
    """A stretch explained as drawn in layers, and how far that may be trusted."""

    chain: Chain
    safety: Safety
    confidence: float
    whole: bool  # it is whole lines


def layered(view: View) -> list[Layered]:
    """The stretches of `view` that were drawn in layers. Call it as ``view.memo(layered)``."""
    text = view.memo(squeezed)
    runs = [run for run in view.memo(clause_runs) if _may_be_layers(text, run)]
    found: list[Layered] = []
    for start, end, whole, mine in _regions(text, runs):
        if len(set(text.text[start:end])) < LEAST_CHARACTERS:
            continue
        chain = best_chain(text.text, start, end, mine)
        if chain is None or not all(_is_exact(text.text, block) for block in chain.blocks):
            continue
        if all(_is_lines(text, block) for block in chain.blocks):
            continue
        judged = _judged(text, chain, whole)
        if judged is not None:
            found.append(judged)
    return found


def _may_be_layers(text: Squeezed, run: Run) -> bool:
    """Whether `run` is no loop (no print has five layers), no pair of marks (，。) and not lines under lines."""
    if run.period > LONGEST_UNIT or (run.period > 1 and run.turns >= 5):
        return False
    if run.period == 1 and text.text[run.start] != text.text[run.start + 1]:
        return False
    if run.period >= WITHIN:  # 河河湾湾里里河河湾湾里里 is two layers of 河湾里河湾里, a loop
        unit = text.text[run.start : run.start + run.period]
        if 3 * sum(a == b for a, b in pairwise(unit)) >= run.period:
            return False
    return run.period <= LONGEST_HEAD or not by_lines(text, run)


def _is_lines(text: Squeezed, block: Block) -> bool:
    """Whether each copy of `block` is whole lines."""
    starts = range(block.start, block.end + 1, block.size)
    return all(place == len(text.text) or text.starts_line(place) for place in starts)


def _is_exact(text: str, block: Block) -> bool:
    """Whether the copies of `block` are the same to the mark."""
    unit = text[block.start : block.start + block.size]
    return text.startswith(unit * block.layers, block.start)


def _regions(text: Squeezed, runs: list[Run]) -> Iterator[tuple[int, int, bool, list[Run]]]:
    """Stretches of the squeezed text to look at: groups of lines full of repeats, and chains within other lines.

    Each with whether it is whole lines, and the runs in it.
    """
    if not runs:
        return
    covered: dict[int, int] = {}
    done = 0
    for run in runs:
        at = max(run.start, done)
        done = max(done, run.end)
        while at < done:
            index = text.line_of(at)
            stop = min(done, text.line_starts[index + 1] if index + 1 < len(text.lines) else done)
            covered[index] = covered.get(index, 0) + stop - at
            at = stop
    groups = _line_groups(text, covered)
    starts = [run.start for run in runs]
    longest = max(run.end - run.start for run in runs)
    for start, end in groups:
        low, high = bisect_left(starts, start - longest), bisect_left(starts, end)
        yield start, end, True, [run for run in runs[low:high] if run.end > start]
    yield from _clusters(text, runs, groups)


def _line_groups(text: Squeezed, covered: dict[int, int]) -> list[tuple[int, int]]:
    """Lines in a row that repeats cover nearly wholly, their markup left out."""
    groups: list[tuple[int, int]] = []
    last = -2
    for index in sorted(covered):
        item = text.lines[index]
        bare = item.text.strip()
        size = len("".join(bare.split()))
        if item.role in BARRED or text.is_drawn(index) or covered[index] < COVERED * size:
            continue
        if index != last + 1 and (size < 4 or not han(bare)):
            # A short last line may be the end of a wrapped one; it begins none.
            continue
        inside = item.text
        head, tail = MARKUP.match(inside), MARKUP_END.search(inside)
        start = text.here(item.line.start + (head.end() if head else 0))
        end = text.here(item.line.start + (tail.start() if tail else len(inside)))
        if groups and index == last + 1 and start == groups[-1][1]:
            groups[-1] = (groups[-1][0], end)
        elif end > start:
            groups.append((start, end))
        last = index
    return groups


def _clusters(
    text: Squeezed, runs: list[Run], groups: list[tuple[int, int]]
) -> Iterator[tuple[int, int, bool, list[Run]]]:
    """Chains of repeats that touch, within lines that hold other text too."""
    cluster: list[Run] = []
    end = 0
    for run in (*runs, None):
        if run is not None and cluster and run.start <= end:
            cluster.append(run)
            end = max(end, run.end)
            continue
        if len(cluster) >= 2 and end - cluster[0].start >= 10:
            start = cluster[0].start
            low = bisect_left(groups, (start + 1,)) - 1
            inside = low >= 0 and groups[low][1] > start
            meets = low + 1 < len(groups) and groups[low + 1][0] < end
            index = text.line_of(start)
            barred = text.lines[index].role in BARRED or text.is_drawn(index)
            if not inside and not meets and not barred:
                yield start, end, False, cluster
        if run is not None:
            cluster, end = [run], run.end


def _judged(text: Squeezed, chain: Chain, whole: bool) -> Layered | None:
    """How far `chain` may be trusted, or None where it may be ordinary Chinese.

    Clean news holds a chain of three repeats 0.3 times a MB, nearly all of them AABB idioms of four characters, and no
    line at all that is one chain from end to end.
    """
    read = chain.text(text.text)
    doubled = "".join(text.text[b.start : b.start + b.size] for b in chain.blocks)
    words = han(doubled)
    long = sum(not by_character(text.text, block) for block in chain.blocks)
    marks = sum(bool(DOUBLED_MARK.fullmatch(text.text[b.start : b.end][:2])) for b in chain.blocks if b.size == 1)
    blocks = len(chain.blocks)
    if words < 3 or len(set(doubled)) < LEAST_CHARACTERS:
        return None
    most = max(han(text.text[b.start : b.start + b.size]) for b in chain.blocks)
    if not whole:
        if chain.single > 2 or blocks < 2 or words < 4 or (blocks < 3 and not (marks and most >= 3)):
            return None
        if chain.read < 8 and not marks:
            return None
        sure = chain.read >= 10 and ((long >= 2 and blocks >= 3) or blocks >= 8 or (marks and most >= 6))
        safety = Safety.SAFE if sure else Safety.RISKY
    elif chain.single:
        # 甲乙丙丁甲乙丙丁，戊己庚戊己庚: the mark alone was drawn once.
        between = chain.single <= 3 and not han(_drawn_once(text.text, chain))
        if chain.read < 8 or blocks < 2 or chain.single > chain.read:
            return None
        if blocks < 3 and not marks and not between:
            return None
        sure = chain.read >= 10 and (
            (marks and long and most >= 5) or (between and long >= 2 and most >= 4) or (long == 0 and blocks >= 10)
        )
        safety = Safety.SAFE if sure else Safety.RISKY
    elif blocks == 1:
        unit = doubled[: chain.blocks[0].size]
        if words < 5 or (len(unit) > LONGEST_HEAD and sum(mark in "，；。" for mark in unit) > 1):
            return None
        sure = (words >= 8 or (words >= 6 and (chain.layers > 2 or chain.read >= 9))) and _reads(unit)
        safety = Safety.SAFE if sure else Safety.RISKY
    elif long == 0:
        if blocks < 5:
            return None
        safety = Safety.SAFE if blocks >= 6 and _reads(read) else Safety.RISKY
    else:
        if chain.read < 5 or words < 4:
            return None
        sure = chain.read >= 10 or (chain.read >= 6 and marks > 0) or (chain.read >= 8 and blocks >= 3)
        sure = sure and not _shouted(text.text, chain)
        safety = Safety.SAFE if sure else Safety.RISKY
    confidence = {Safety.SAFE: 0.995, Safety.RISKY: 0.85}[safety]
    return Layered(chain, safety, confidence - (0.02 if chain.single or len(read) < 10 else 0), whole)


def _reads(read: str) -> bool:
    """Whether `read` has words in it, as headlines have, or is short, or not Chinese.

    翠翠红红处处莺莺燕燕 is a verse whose characters are meant twice, and 唵嘛呢叭咪吽 three times is a prayer.
    """
    pairs = [(a, b) for a, b in pairwise(read) if han(a + b) == 2]
    if len(pairs) < LEAST_PAIRS:
        return True
    words = sum(affinity(a, b) >= 2 or is_word(a + b) for a, b in pairs)
    return words >= WORDS * len(pairs)


def _shouted(text: str, chain: Chain) -> bool:
    """Whether each unit is an exclamation, three times or more: 祖国万岁！祖国万岁！祖国万岁！"""
    return all(
        block.layers > 2 and text[block.start + block.size - 1] in "！!"
        for block in chain.blocks
        if not by_character(text, block)
    )


def _drawn_once(text: str, chain: Chain) -> str:
    """What stands between the blocks of `chain`."""
    ends = [chain.start, *(block.end for block in chain.blocks)]
    starts = [*(block.start for block in chain.blocks), chain.end]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def by_character(text: str, block: Block) -> bool:
    """Whether each copy of `block` is one character, perhaps several times: 1111 in DDEE22--111155 is 11."""
    return len(set(text[block.start : block.start + block.size])) == 1


def mended(text: Squeezed, chain: Chain) -> tuple[list[Edit], list[Related]]:
    """The edits that leave one copy of each block, and the copies that stay, in coordinates of the view."""
    edits: list[Edit] = []
    copies: list[Related] = []
    for block in chain.blocks:
        kept = _kept(text, block)
        start, end = block.start + kept * block.size, block.start + (kept + 1) * block.size
        copies.append(Related(text.span(start, end), "stays"))
        # One edit a copy, as each must stand in the copy that stays (law 8).
        for at in range(block.start, start, block.size):
            edits.append(Edit(Span(text.back(at), text.back(at + block.size))))
        edits += _joins(text, start, end)
        for at in range(end, block.end, block.size):
            edits.append(Edit(Span(text.back(at - 1) + 1, text.back(at + block.size - 1) + 1)))
    return [edit for edit in edits if edit.span] + _spaces(text, chain), copies


def _kept(text: Squeezed, block: Block) -> int:
    """The copy that is cut by fewest line ends, the first of those."""

    def ends(copy: int) -> int:
        start = block.start + copy * block.size
        return sum("\n" in text.gap(place) for place in range(start + 1, start + block.size))

    return min(range(block.layers), key=ends)


def _joins(text: Squeezed, start: int, end: int) -> list[Edit]:
    """Line ends within the copy that stays: they were wraps of the doubled line."""
    edits = []
    for place in range(start + 1, end):
        gap = text.gap(place)
        if "\n" in gap and han(text.text[place - 1 : place + 1]):
            at = text.back(place)
            edits.append(Edit(Span(at - len(gap), at)))
    return edits


def _spaces(text: Squeezed, chain: Chain) -> list[Edit]:
    """Spaces between blocks that were drawn in layers too (11..11  包包装装): as many as were meant stay."""
    gaps = []
    starts = [b.start for b in chain.blocks[1:]] + [chain.end]
    for place in starts:
        gap = text.gap(place)
        line = gap.split("\n")[0] if "\n" in gap else gap
        if place == chain.end and "\n" not in gap and place < len(text.text):
            continue
        if line:
            gaps.append((text.back(place - 1) + 1, line))
    if not gaps or any(len(line) % chain.layers or line.strip(" ") for _, line in gaps):
        return []
    return [Edit(Span(at + len(line) // chain.layers, at + len(line))) for at, line in gaps]
