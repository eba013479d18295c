"""A line drawn in layers is a chain of adjacent repeats, 甲乙甲乙、、丙丙: which chain explains it best?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.tandem import Run

#: What a block costs, and a stretch that was drawn once: opening it, and each character. The cheapest parse is taken.
#: A pair such as 甲甲 must cost less than two characters drawn once, and one long block less than two short ones.
BLOCK = 0.8
OPEN = 2.5
CHARACTER = 0.5

#: Marks that are two characters by nature: a lone pair of them is not doubled.
PAIRED = "—…⋯─-·•.＊*～~=_"


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
    cost: float

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


def best_chain(text: str, start: int, end: int, runs: Sequence[Run]) -> Chain | None:
    """The chain that explains ``text[start:end]`` best, of two to four layers; `runs` are those that touch it.

    Four layers are two of two as well, so of chains that leave equally little over the one with most layers is taken.
    """
    chains = [_chain(text, start, end, runs, layers) for layers in (4, 3, 2)]
    found = [chain for chain in chains if chain.blocks]
    if not found:
        return None
    return _with_pairs(text, min(found, key=lambda chain: chain.single))


def _with_pairs(text: str, chain: Chain) -> Chain:
    """`chain`, its lone —— made one — where every other character stands twice: 中中卫卫——吴吴忠忠."""
    single = all(len(set(text[b.start : b.end])) == 1 for b in chain.blocks)
    if chain.layers != 2 or chain.single or not single:
        return chain
    blocks, at = [], chain.start
    for block in (*chain.blocks, Block(chain.end, 0, 2)):
        blocks += [Block(place, 1, 2) for place in range(at, block.start, 2)]
        blocks += [block] if block.size else []
        at = block.end
    return chain._replace(blocks=tuple(blocks))


def _chain(text: str, start: int, end: int, runs: Sequence[Run], layers: int) -> Chain:
    """The cheapest parse with blocks of `layers`: a shortest path from `start` to `end`, place by place."""
    size = end - start
    starting: list[list[Run]] = [[] for _ in range(size + 1)]
    for run in runs:
        if run.end - run.start >= layers * run.period and run.start < end and run.end > start:
            starting[max(run.start, start) - start].append(run)
    far = float("inf")
    # Two states a place: behind a block (0) or within a stretch drawn once (1); back holds the last step.
    best = [[far, far] for _ in range(size + 1)]
    back: list[list[tuple[int, int, int]]] = [[(0, 0, 0), (0, 0, 0)] for _ in range(size + 1)]
    best[0][0] = 0.0
    active: list[Run] = []
    for at in range(size):
        place = start + at
        active = [run for run in (*active, *starting[at]) if run.end - place >= layers * run.period]
        state = 0 if best[at][0] <= best[at][1] else 1
        cost = best[at][state]
        free = _lone_pair(text, place, start, end)
        for step, price in ((1, CHARACTER),) if not free else ((free, 0.0),):
            for before in (0, 1):
                total = best[at][before] + price + (OPEN if not before and price else 0)
                inside = 1 if price or before else 0
                if total < best[at + step][inside]:
                    best[at + step][inside] = total
                    back[at + step][inside] = (at, before, 0)
        for run in active:
            for unit in _units(run, place, min(end, run.end), layers):
                if free and unit < 3:
                    continue
                stop = at + unit * layers
                if cost + BLOCK < best[stop][0]:
                    best[stop][0] = cost + BLOCK
                    back[stop][0] = (at, state, unit)
    state = 0 if best[size][0] <= best[size][1] else 1
    total = best[size][state]
    blocks: list[Block] = []
    at, single = size, 0
    while at > 0:
        before_at, before, unit = back[at][state]
        if unit:
            blocks.append(Block(start + before_at, unit, layers))
        elif state:
            single += at - before_at
        at, state = before_at, before
    return Chain(start, end, layers, tuple(reversed(blocks)), single, total)


def _units(run: Run, place: int, end: int, layers: int) -> list[int]:
    """The unit sizes to try at `place` in `run`: its period, a few times over, and the most that fit."""
    most = (end - place) // (layers * run.period)
    return [run.period * times for times in {*range(1, min(most, 4) + 1), most} if times]


def _lone_pair(text: str, place: int, start: int, end: int) -> int:
    """The length of a lone —— or …… that begins at `place`, else 0."""
    char = text[place]
    if char not in PAIRED or place + 1 >= end or text[place + 1] != char:
        return 0
    if (place > start and text[place - 1] == char) or (place + 2 < end and text[place + 2] == char):
        return 0
    return 2 if char in "—…⋯" else 0
