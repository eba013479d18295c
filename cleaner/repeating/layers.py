"""Where a text may hold text drawn in layers, and what mends it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.language.reduplication import is_said_twice
from cleaner.language.words import is_word
from cleaner.model import Edit, Related, Safety, Span
from cleaner.repeating.chains import PAIRED, Block, Chain, best_chain, chain_of, exact_parts, pure_chains
from cleaner.repeating.squeezed import Squeezed, by_lines, han, squeezed
from cleaner.repeating.trust import LEAST_CHARACTERS, LONGEST_HEAD, by_character, judged
from cleaner.repeating.turning import clause_runs
from cleaner.structure import Role, ends_sentence
from cleaner.tandem import Run
from cleaner.views import View

#: Lines that are never drawn twice as text, or whose repeats have a meaning.
BARRED = frozenset({Role.CODE, Role.TABLE, Role.RULE, Role.CONTENTS, Role.BLANK})

#: Characters that mark up a line, in rows of their own accord: **甲乙**, ## 甲乙.
MARKED_UP = "*#_=~-─>＊"

#: A run of glyphs drawn at once is a line of a headline, in characters.
LONGEST_UNIT = 200

#: Characters from which a unit may be drawn in layers itself.
WITHIN = 8

#: The share of a line that repeats must cover before it is looked at.
COVERED = 0.6

#: Characters below which a chain is not looked at, once each.
LEAST_READ = 4

#: Runs that are looked at as they are.
FEW_RUNS = 24

#: Ornaments: two or more of one in a row are drawn so.
ORNAMENT = re.compile(r"[◆◇■□★☆●○▲△▼▽※◎♥♡♪]+")


NUMERIC = re.compile(r"[\d.,:%-]")


class Layered(NamedTuple):
    """A stretch explained as drawn in layers, and how far that may be trusted."""

    chain: Chain
    safety: Safety
    confidence: float
    whole: bool  # it is whole lines


def layered(view: View) -> list[Layered]:
    """The stretches of `view` that were drawn in layers. Call it as ``view.memo(layered)``."""
    text = view.memo(squeezed)
    close, filling = _screened(text, view.memo(clause_runs))
    found = list(_pure(text, _exact(text, close)))
    for start, end, mine in _groups(text, _exact(text, filling)):
        inner = [item for item in found if item.chain.start < end and item.chain.end > start]
        if any(item.chain.start < start or item.chain.end > end for item in inner):
            continue
        chain = best_chain(text.text, start, end, mine)
        if chain is None or not chain.single:
            continue
        if all(_is_lines(text, block) for block in chain.blocks):
            continue
        item = _layered(text, chain, True)
        # What was wholly drawn in layers is surer than what was so but for a few characters, if that explains no more.
        more = chain.read > sum(other.chain.read for other in inner)
        if item and all(item.safety.rank < other.safety.rank + more for other in inner):
            found = [other for other in found if other not in inner] + [item]
    found.sort(key=lambda item: item.chain.start)
    return [part for item in found for part in _by_paragraph(text, item)]


def _screened(text: Squeezed, runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """The `runs` that, with others that touch them, are long enough for a chain; and those in a line full of runs.

    Most of those in clean text are a lone 天天 or 2020.
    """
    if len(runs) < FEW_RUNS:
        return runs, runs
    import numpy as np

    table = np.array(runs, np.int64)
    starts, ends = table[:, 0], table[:, 1]
    reach = np.maximum.accumulate(ends)
    firsts = np.concatenate(([0], np.flatnonzero(starts[1:] > reach[:-1]) + 1))
    lasts = np.concatenate((firsts[1:], [len(runs)])) - 1
    # Runs that touch cover all from the first to the last: how much of each line is covered?
    lows, highs = starts[firsts], reach[lasts]
    line_starts = np.append(np.array(text.line_starts, np.int64), len(text.text))
    below = np.searchsorted(lows, line_starts, side="right")
    covered = np.concatenate(([0], np.cumsum(highs - lows)))[below]
    covered -= np.where(below > 0, np.maximum(highs[below - 1] - line_starts, 0), 0)
    sizes = np.diff(line_starts)
    full = np.concatenate(([0], np.cumsum((np.diff(covered) >= COVERED * sizes) & (sizes > 0))))
    line, end = (np.searchsorted(line_starts[:-1], at, side="right") for at in (lows, highs - 1))
    times = lasts - firsts + 1
    long = np.repeat(highs - lows >= 2 * LEAST_READ, times)
    filling = np.repeat(full[end] > full[line - 1], times)
    return [runs[at] for at in np.flatnonzero(long).tolist()], [runs[at] for at in np.flatnonzero(filling).tolist()]


def _exact(text: Squeezed, runs: Iterable[Run]) -> list[Run]:
    """The parts of `runs` that repeat to the mark and may be layers."""
    parts = (part for run in runs for part in exact_parts(text.text, run))
    return [run for run in parts if _may_be_layers(text, run)]


def _by_paragraph(text: Squeezed, item: Layered) -> Iterator[Layered]:
    """`item` cut where a paragraph ends between two blocks: of a page in layers each paragraph is one finding."""
    if item.chain.single or text.line_of(item.chain.start) == text.line_of(item.chain.end - 1):
        yield item
        return
    row: list[Block] = []
    for block in item.chain.blocks:
        if row and text.starts_line(block.start):
            upper = text.lines[text.line_of(row[-1].end - 1)]
            if ends_sentence(upper.text) or text.gap(block.start).count("\n") > 1:
                yield item._replace(chain=chain_of(row))
                row = []
        row.append(block)
    yield item._replace(chain=chain_of(row))


def _may_be_layers(text: Squeezed, run: Run) -> bool:
    """Whether `run` is no loop (no print has five layers), no border and not lines under lines."""
    if run.period > LONGEST_UNIT:
        return False
    if run.period > 1 and run.turns >= 5 and not text.text[run.start : run.start + run.period].isdigit():
        return False
    if ORNAMENT.fullmatch(text.text, run.start, run.start + run.period):  # ◆◆◇◇◆◆ is a border, ●●甲甲乙乙 is not
        around = text.text[max(0, run.start - 1) : run.start] + text.text[run.end : run.end + 1]
        return run.period == 1 and run.turns < 5 and not ORNAMENT.search(around)
    if run.period >= WITHIN:  # 河河湾湾里里河河湾湾里里 is two layers of 河湾里河湾里, a loop
        unit = text.text[run.start : run.start + run.period]
        if 3 * sum(a == b for a, b in pairwise(unit)) >= run.period:
            return False
    return run.period <= LONGEST_HEAD or not by_lines(text, run)


def _is_lines(text: Squeezed, block: Block) -> bool:
    """Whether the copies of `block` are lines under lines, its unit perhaps begun within one: 丙/甲乙丙/甲乙."""
    starts = text.line_starts
    for index in range(bisect_left(starts, block.start), len(starts)):
        if starts[index] >= block.start + block.size:
            return False
        places = range(starts[index], block.end + 1, block.size)
        if all(place == len(text.text) or text.starts_line(place) for place in places):
            return True
    return False


def _layered(text: Squeezed, chain: Chain, whole: bool) -> Layered | None:
    safety = judged(text.text, chain, whole)
    if safety is None:
        return None
    confidence = {Safety.SAFE: 0.995, Safety.RISKY: 0.85}[safety]
    short = chain.single or len(chain.text(text.text)) < 10
    return Layered(chain, safety, confidence - (0.02 if short else 0), whole)


def _pure(text: Squeezed, runs: Sequence[Run]) -> Iterator[Layered]:
    """The chains in which everything was drawn in layers, wherever lines end.

    Of those that overlap the longest is taken, its layers counted in: four layers are two of two as well, and what is
    said twice beside them (甲甲甲甲乙乙乙乙|仅仅) must not make two of four.
    """
    found: list[Layered] = []
    done: list[tuple[int, int]] = []  # explained from end to end with more layers
    lines = frozenset(text.line_starts)
    for layers in (4, 3, 2):
        explained: list[tuple[int, int]] = []
        for start, end, mine in _touching(runs, layers):
            if end - start < layers * LEAST_READ or _within(done, start, end) or len(set(text.text[start:end])) < 3:
                continue
            if len(mine) == 1 and not _fills_line(text, start, end):
                continue
            for chain in pure_chains(text.text, start, end, mine, layers, lines):
                for part in _without_lines(text, chain):
                    trimmed = _trimmed(text, part)
                    item = _layered(text, trimmed, _is_whole(text, trimmed)) if trimmed else None
                    if item and not _is_barred(text, item):
                        found.append(item)
                        explained.append((item.chain.start, item.chain.end))
        done = sorted((*done, *explained))
    found.sort(key=lambda item: ((item.chain.start - item.chain.end) * item.chain.layers, item.chain.start))
    taken: list[tuple[int, int]] = []
    for item in found:
        at = bisect_left(taken, (item.chain.end, 0))
        if at == 0 or taken[at - 1][1] <= item.chain.start:
            taken.insert(at, (item.chain.start, item.chain.end))
            yield item


def _within(done: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of `done` (rising) holds ``start..end``."""
    at = bisect_right(done, (start, end)) - 1
    return at >= 0 and done[at][0] <= start and done[at][1] >= end


def _touching(runs: Iterable[Run], layers: int) -> Iterator[tuple[int, int, list[Run]]]:
    """Where runs of `layers` turns or more touch one another: from, to, and those runs."""
    cluster: list[Run] = []
    end = -1
    for run in runs:
        if run.end - run.start < layers * run.period:
            continue
        if run.start > end:
            if cluster:
                yield cluster[0].start, end, cluster
            cluster = []
        cluster.append(run)
        end = max(end, run.end)
    if cluster:
        yield cluster[0].start, end, cluster


def _fills_line(text: Squeezed, start: int, end: int) -> bool:
    """Whether ``start..end``, found as one repeat, holds a line from end to end, markup aside."""
    first = text.line_of(start)
    return any(start <= low and high <= end for low, high in map(text.bare, range(first, text.line_of(end - 1) + 1)))


def _without_lines(text: Squeezed, chain: Chain) -> Iterator[Chain]:
    """The parts of `chain` between blocks whose copies are lines under lines: those are for another rule."""
    under = {block for block in chain.blocks if _is_lines(text, block)}
    if 2 * sum(block.end - block.start for block in under) <= chain.end - chain.start:
        # A long chain wrapped just where a copy ends.
        yield chain
        return
    row: list[Block] = []
    for block in chain.blocks:
        if block not in under:
            row.append(block)
        elif row:
            yield chain_of(row)
            row = []
    if row:
        yield chain_of(row)


def _trimmed(text: Squeezed, chain: Chain) -> Chain | None:
    """`chain` without blocks at its ends that may be as they were meant: **, a lone ——, 天天 on the next line, 33%."""
    low, high = 0, len(chain.blocks)
    while low < high and _is_meant(text, chain.blocks, low, -1):
        low += 1
    while low < high and _is_meant(text, chain.blocks, high - 1, 1):
        high -= 1
    return chain_of(chain.blocks[low:high]) if low < high else None


def _is_meant(text: Squeezed, blocks: Sequence[Block], index: int, step: int) -> bool:
    """Whether ``blocks[index]``, at the end of a chain, may be clean text beside it. `step` leads out of the chain."""
    block = blocks[index]
    string = text.text
    unit = string[block.start : block.start + block.size]
    if not by_character(string, block):
        return False
    char = unit[0]
    if char == "-" and block.size == 1 and step < 0 and text.starts_line(block.start):
        return False  # the dash of a list, -- 甲甲乙乙
    if char in MARKED_UP or (char in PAIRED and block.size == 1):
        return True
    place = block.end if step > 0 else block.start - 1  # the character beyond
    outside = string[place : place + 1] if place >= 0 else ""
    cut = text.starts_line(block.end if step > 0 else block.start)
    inner = blocks[index - step] if 0 <= index - step < len(blocks) else block
    if char.isdigit():
        # 2022|年年度度: the number goes on outside. 增增长长|33%: bold does not part a number from its unit.
        parted = step > 0 and (outside == "%" or bool(han(outside))) and not NUMERIC.match(string[inner.start])
        return not cut and (outside.isdigit() or parted)
    if block.layers > 2 or block.size > 1 or not is_said_twice(char) or len(blocks) < 2:
        return False
    if is_word(outside + char if step < 0 else char + outside) or (step > 0 and is_word(string[inner.end - 1] + char)):
        return False  # 进 / 步步, or 今 | 日日: they are one word
    parted = text.starts_line(block.start if step > 0 else block.end)
    return parted or string[inner.start] in "，。；：！？"


def _is_whole(text: Squeezed, chain: Chain) -> bool:
    """Whether `chain` is whole lines, from the first one's beginning to the last one's end, markup aside."""
    first, last = text.bare(text.line_of(chain.start)), text.bare(text.line_of(chain.end - 1))
    return chain.start <= first[0] and chain.end >= last[1]


def _is_barred(text: Squeezed, item: Layered) -> bool:
    index = text.line_of(item.chain.start)
    role = text.lines[index].role
    if role is Role.CONTENTS and item.whole:  # 亩亩均均增增收收22..77 has no leader dots
        return False
    return role in BARRED or text.is_drawn(index)


def _groups(text: Squeezed, runs: list[Run]) -> Iterator[tuple[int, int, list[Run]]]:
    """Groups of lines full of repeats, between which a little was drawn once, with the runs in them."""
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
    starts = [run.start for run in runs]
    longest = max(run.end - run.start for run in runs)
    for start, end in _line_groups(text, covered):
        low, high = bisect_left(starts, start - longest), bisect_left(starts, end)
        if len(set(text.text[start:end])) >= LEAST_CHARACTERS:
            yield start, end, [run for run in runs[low:high] if run.end > start]


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
        start, end = text.bare(index)
        if groups and index == last + 1 and start == groups[-1][1]:
            groups[-1] = (groups[-1][0], end)
        elif end > start:
            groups.append((start, end))
        last = index
    return groups


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
