"""A line drawn in layers is a chain of adjacent repeats, 甲乙甲乙、、丙丙: which chain explains it best?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from cleaner.tandem import Run

#: What a block costs, and a stretch that was drawn once: opening it, and each character. The cheapest parse is taken.
#: A pair such as 甲甲 must cost less than two characters drawn once, and one long block less than two short ones.
BLOCK = 0.8
OPEN = 2.5
CHARACTER = 1.0

#: What a block gains that begins where a line does, or ends where one does: 丙 / 甲乙丙甲乙丙 is no 丙甲乙 twice.
AT_LINE = 0.01

#: Marks that are two characters by nature: a lone pair of them is not doubled.
PAIRED = "—…⋯─-·•.＊*～~=_"

#: So many characters in a row, each as often as there are layers or a multiple of that, were drawn one by one.
BY_CHARACTER = 6


class Block(NamedTuple):
    """``text[start : start + layers * size]`` is one unit of `size` characters, `layers` times."""

    start: int
    size: int
    layers: int

    @property
    def end(self) -> int:
        return self.start + self.size * self.layers


class Chain(NamedTuple):
    """A stretch explained as blocks of one number of layers, and stretches drawn once."""

    start: int
    end: int
    layers: int
    blocks: tuple[Block, ...]
    single: int  # characters drawn once, lone dashes and dots aside

    @property
    def read(self) -> int:
        """How many characters the blocks come to, once each."""
        return sum(block.size for block in self.blocks)

    def text(self, text: str) -> str:
        """How the chain reads."""
        parts: list[str] = []
        at = self.start
        for block in self.blocks:
            parts += (text[at : block.start], text[block.start : block.start + block.size])
            at = block.end
        return "".join((*parts, text[at : self.end]))


def chain_of(blocks: Sequence[Block]) -> Chain:
    """The chain of `blocks` that adjoin: nothing in it was drawn once."""
    return Chain(blocks[0].start, blocks[-1].end, blocks[0].layers, tuple(blocks), 0)


def pure_chains(
    text: str, start: int, end: int, runs: Sequence[Run], layers: int, lines: Collection[int]
) -> Iterator[Chain]:
    """The chains of adjoining blocks of `layers` in ``text[start:end]``; `runs` are those in it, rising.

    `lines` are the places where a line begins. Time grows with the length of the stretch and the runs at a place.
    """
    if all(length % layers == 0 for _, length in _lengths(text, start, end)):
        yield chain_of(_by_character(text, start, end, layers))
        return
    chain = _chain(text, start, end, runs, layers, _drawn_singly(text, start, end, layers), lines, paired=True)
    row: list[Block] = []
    for block in chain.blocks:
        if row and block.start != row[-1].end:
            yield chain_of(row)
            row = []
        row.append(block)
    if row:
        yield chain_of(row)


def best_chain(text: str, start: int, end: int, runs: Sequence[Run]) -> Chain | None:
    """The chain that explains ``text[start:end]`` best, of two to four layers; `runs` are those that touch it.

    Stretches drawn once may lie between its blocks. Four layers are two of two as well, so of chains that leave
    equally little over the one with most layers is taken.
    """
    chains = [_chain(text, start, end, runs, layers) for layers in (4, 3, 2)]
    found = [chain for chain in chains if chain.blocks]
    return min(found, key=lambda chain: chain.single) if found else None


def _lengths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each character of ``text[start:end]`` begins to stand in a row, and how often it does."""
    at = start
    for _, same in groupby(text[start:end]):
        length = sum(1 for _ in same)
        yield at, length
        at += length


def _by_character(text: str, start: int, end: int, layers: int) -> list[Block]:
    return [Block(at, length // layers, layers) for at, length in _lengths(text, start, end)]


def _drawn_singly(text: str, start: int, end: int, layers: int) -> list[tuple[int, int]]:
    """The parts of ``text[start:end]`` where character by character stands `layers` times, or a multiple of that.

    22002200FF33 is 2020F3 in two layers, though 2200 stands twice in it.
    """
    found: list[tuple[int, int]] = []
    row: list[int] = []
    for at, length in (*_lengths(text, start, end), (end, 1)):
        if length % layers == 0:
            row.append(at)
            continue
        if len(row) >= BY_CHARACTER:
            # The outermost may belong to what stands beside: 甲甲乙甲甲乙.
            found.append((row[1], row[-1]))
        row = []
    return found


def _chain(
    text: str,
    start: int,
    end: int,
    runs: Sequence[Run],
    layers: int,
    singly: Sequence[tuple[int, int]] = (),
    lines: Collection[int] = (),
    paired: bool = False,
) -> Chain:
    """The cheapest parse with blocks of `layers`: a shortest path from `start` to `end`, place by place.

    In the parts `singly` a block is one character. `paired`: a lone —— may be a block; else it is no block and free.
    """
    size = end - start
    starting: list[list[Run]] = [[] for _ in range(size + 1)]
    for run in runs:
        if run.end - run.start >= layers * run.period and run.start < end and run.end > start:
            starting[max(run.start, start) - start].append(run)
    inside = bytearray(size + 1)  # whether a block of more than a character may not begin, end or be here
    for low, high in singly:
        inside[low - start : high - start] = b"\1" * (high - low)
    far = float("inf")
    # Two states a place: behind a block (0) or within a stretch drawn once (1); back holds the last step.
    best = [[far, far] for _ in range(size + 1)]
    back: list[list[tuple[int, int, int]]] = [[(0, 0, 0), (0, 0, 0)] for _ in range(size + 1)]
    best[0][0] = 0.0
    active: list[Run] = []
    for at in range(size):
        place = start + at
        if active or starting[at]:
            active = [run for run in (*active, *starting[at]) if run.end - place >= layers * run.period]
        state = 0 if best[at][0] <= best[at][1] else 1
        cost = best[at][state]
        free = 0 if paired else _lone_pair(text, place, start, end)
        for step, price in ((1, CHARACTER),) if not free else ((free, 0.0),):
            for before in (0, 1):
                total = best[at][before] + price + (OPEN if not before and price else 0)
                behind = 1 if price or before else 0
                if total < best[at + step][behind]:
                    best[at + step][behind] = total
                    back[at + step][behind] = (at, before, 0)
        for run in active:
            for unit in _units(run, place, min(end, run.end), layers):
                stop = at + unit * layers
                if (free and unit < 3) or (run.period > 1 and _meets(inside, at, stop)):
                    continue
                total = cost + BLOCK - AT_LINE * ((place in lines) + (start + stop in lines))
                if total < best[stop][0]:
                    best[stop][0] = total
                    back[stop][0] = (at, state, unit)
    state = 0 if best[size][0] <= best[size][1] else 1
    blocks: list[Block] = []
    at, single = size, 0
    while at > 0:
        before_at, before, unit = back[at][state]
        if unit:
            blocks.append(Block(start + before_at, unit, layers))
        elif state:
            single += at - before_at
        at, state = before_at, before
    return Chain(start, end, layers, tuple(reversed(blocks)), single)


def _meets(inside: bytearray, at: int, stop: int) -> bool:
    return inside.find(1, at, stop) >= 0


def _units(run: Run, place: int, end: int, layers: int) -> list[int]:
    """The unit sizes to try at `place` in `run`: its period, a few times over, and the most that fit."""
    most = (end - place) // (layers * run.period)
    return [run.period * times for times in {*range(1, min(most, 4) + 1), most} if times]


def _lone_pair(text: str, place: int, start: int, end: int) -> int:
    """The length of a lone —— or …… that begins at `place`, else 0."""
    char = text[place]
    if char not in "—…⋯" or place + 1 >= end or text[place + 1] != char:
        return 0
    if (place > start and text[place - 1] == char) or (place + 2 < end and text[place + 2] == char):
        return 0
    return 2


def exact_parts(text: str, run: Run) -> Iterator[Run]:
    """The parts of `run` that repeat to the mark: a run is found with clause marks taken for one another."""
    period = run.period
    if text[run.start : run.end - period] == text[run.start + period : run.end]:
        yield run
        return
    wrong = [at for at in range(run.start, run.end - period) if text[at] != text[at + period]]
    for before, after in pairwise((run.start - 1, *wrong, run.end - period)):
        if after - before - 1 >= period:
            yield Run(before + 1, after + period, period)
