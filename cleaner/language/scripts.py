"""From one script to another by OpenCC, and which runs of a text that changes.

OpenCC gives a text for a text and does not say what became of what. Here each run of Han is converted whole, so that
phrases decide (头发 becomes 頭髮, 发展 發展), and then aligned: the changes of a run, made, give exactly what OpenCC
gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

#: What stands between runs while they are converted together: OpenCC knows no phrase with a line end in it.
BETWEEN = "\n"

#: The way back, where the names do not tell it. Words are not taken back: 文件 may be 檔案 or 文件 there, and stays.
MARKED = {"s2twp": "tw2s", "tw2sp": "s2tw", "s2hkp": "hk2s", "hk2sp": "s2hk"}


#: The configuration with the characters alone, of each that converts words too.
CHARACTERS = {"s2twp": "s2tw", "tw2sp": "tw2s", "s2hkp": "s2hk", "hk2sp": "hk2s"}


class Change(NamedTuple):
    """``run[start:end]`` becomes `new`."""

    start: int
    end: int
    new: str


@cache
def configurations() -> tuple[str, ...]:
    """The configurations that the installed OpenCC has: s2t, t2s, s2tw …, in alphabetical order."""
    import opencc

    return tuple(sorted(name.removesuffix(".json") for name in opencc.CONFIGS))


@cache
def _converter(config: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


def backwards(config: str) -> str | None:
    """The configuration that takes the characters of `config` back, if OpenCC has it: t2s for s2t."""
    start, _, end = config.partition("2")
    other = MARKED.get(config, f"{end}2{start}")
    return other if other in configurations() else None


def convert(runs: Sequence[str], config: str) -> list[str]:
    """Each of `runs` (of Han, without line ends) converted on its own. Raises FileNotFoundError for no `config`."""
    if not runs:
        return []
    made = _converter(config)(BETWEEN.join(runs)).split(BETWEEN)
    return made if len(made) == len(runs) else [_converter(config)(run) for run in runs]


class Settled(NamedTuple):
    """What of a run changes for good, and what would change further once it was changed (both by place)."""

    changes: list[Change]
    held: list[Change]


def settled(runs: Sequence[str], config: str) -> list[Settled]:
    """What of each of `runs` is to change by `config`, so that of the result nothing is to change any more.

    OpenCC itself goes on: by s2twp 进程 becomes 程序, which becomes 程式; by s2tw 幺 becomes 么, which becomes 麼. A
    change of which something would change again is held; where phrases did that, the characters alone are converted
    (進程).
    """
    first = changes(runs, config)
    moved = [at for at, made in enumerate(first) if made]
    again = dict(zip(moved, changes([applied(runs[at], first[at]) for at in moved], config), strict=True))
    return [
        _settled_one(run, made, again[at], config) if again.get(at) else Settled(made, [])
        for at, (run, made) in enumerate(zip(runs, first, strict=True))
    ]


def _settled_one(run: str, made: list[Change], again: list[Change], config: str) -> Settled:
    kept, held = _unheld(run, made, again, config)
    if held and config in CHARACTERS:
        # Of what phrases made and cannot stay, the characters.
        places = [(one.start, one.end) for one in held]
        plain = changes([run], CHARACTERS[config])[0]
        inside = [one for one in plain if any(one.start < end and start < one.end for start, end in places)]
        free = [one for one in inside if not any(one.start < k.end and k.start < one.end for k in kept)]
        both = sorted([*kept, *free])
        new = applied(run, both)
        if not _unheld(new, *_twice(new, config), config)[0]:
            return Settled(both, [one for one in held if one not in free])
    new = applied(run, kept)
    if kept and _unheld(new, *_twice(new, config), config)[0]:
        return Settled([], sorted([*kept, *held]))
    return Settled(kept, held)


def _twice(run: str, config: str) -> tuple[list[Change], list[Change]]:
    """What of `run` changes, and what of the result does."""
    made = changes([run], config)[0]
    return made, changes([applied(run, made)], config)[0]


def _unheld(run: str, made: list[Change], again: list[Change], config: str) -> tuple[list[Change], list[Change]]:
    """Of the changes `made` in `run` those that can stay, as `again` is what of the result changes, and the others."""
    kept, held = list(made), []
    while kept and again:
        shift, touched = 0, []
        for one in kept:
            start = one.start + shift
            if any(start < more.end and more.start < start + len(one.new) for more in again):
                touched.append(one)
            shift += len(one.new) - (one.end - one.start)
        # What changes beside all that was changed comes of its surroundings: then none of them can stay.
        touched = touched or kept
        held += touched
        kept = [one for one in kept if one not in touched]
        new = applied(run, kept)
        again = [one for one in changes([new], config)[0] if not _is_of(one, held, kept)]
    return kept, sorted(held)


def _is_of(more: Change, held: Sequence[Change], kept: Sequence[Change]) -> bool:
    """Whether `more`, a change of what `kept` made, is one that is held already."""
    for one in held:
        start = one.start + sum(len(k.new) - (k.end - k.start) for k in kept if k.end <= one.start)
        if start < more.end and more.start < start + one.end - one.start:
            return True
    return False


def applied(run: str, made: Sequence[Change]) -> str:
    """`run` once the changes are `made`."""
    parts: list[str] = []
    at = 0
    for one in made:
        parts += (run[at : one.start], one.new)
        at = one.end
    return "".join([*parts, run[at:]])


def changes(runs: Sequence[str], config: str) -> list[list[Change]]:
    """What of each of `runs` changes by `config`, in the order of places.

    Text that was converted before must stay (満 done, done for good): OpenCC takes all that it is given for the script
    that it converts from, so of 滿洲里, which it made itself, it would make 滿洲裏, and 長徵 of 長征. So a run is also
    converted after it was taken back (滿洲里, 满洲里, 滿洲里), and only what both ways change alike is a change.
    """
    straight = convert(runs, config)
    moved = [at for at, (run, new) in enumerate(zip(runs, straight, strict=True)) if run != new]
    found: list[list[Change]] = [[] for _ in runs]
    if not moved:
        return found
    other = backwards(config)
    mine = [runs[at] for at in moved]

    def one_way(texts: Sequence[str]) -> list[str]:
        return convert(texts, config)

    def around(texts: Sequence[str]) -> list[str]:
        return one_way(convert(texts, other)) if other else one_way(texts)

    alone = convert(mine, CHARACTERS[config]) if config in CHARACTERS else [straight[at] for at in moved]
    for at, run, agreed, plain in zip(moved, mine, around(mine), alone, strict=True):
        made = list(aligned(run, straight[at], one_way, words=plain != straight[at]))
        if agreed != straight[at]:
            kept = set(aligned(run, agreed, around, words=plain != straight[at]))
            made = [one for one in made if one in kept]
        found[at] = made
    return found


def aligned(run: str, new: str, how: Callable[[Sequence[str]], list[str]], *, words: bool = False) -> Iterator[Change]:
    """The changes that make `new` of `run`, which `how` converts to it, in the order of places.

    Where both are of one length, character stands for character, and each changes alone. Where not (内存, 記憶體), or
    where `words` change as wholes (进程, 程序), the run is cut where both parts, converted by themselves, make the
    whole: so each part, and there are no smaller ones from the left, changes by itself.
    """
    if len(run) == len(new) and not words:
        yield from (Change(at, at + 1, new[at]) for at in range(len(run)) if run[at] != new[at])
        return
    start = done = 0
    while start < len(run):
        rest, size = new[done:], len(run)
        end, made = size, rest
        for one in range(start + 1, size):
            head, tail = how([run[start:one], run[one:]])
            if head + tail == rest:
                end, made = one, head
                break
        if run[start:end] != made:
            yield Change(start, end, made)
        start, done = end, done + len(made)
