"""Text that a reading engine went over again: clauses, sentences, words, items, and loops to the page's end."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.model import Edit, Hit, Related, Safety, Span
from cleaner.repeating.drifting import drifting_loops
from cleaner.repeating.items import repeated_item
from cleaner.repeating.layers import layered
from cleaner.repeating.loops import Loop, Stretch, found_loop, runaway, stretches
from cleaner.repeating.numbered import numbered_loops
from cleaner.repeating.squeezed import Squeezed, squeezed
from cleaner.repeating.stutters import stutter
from cleaner.views import View

KINDS: Mapping[str, Mapping[str, Any]] = {
    "looped-clause": {},
    "looped-sentence": {},
    "runaway-tail": {},
    "stuttered-word": {},
    "repeated-item": {},
    "drifting-loop": {},
    "numbered-loop": {},
}


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The hits of `kind` in `view`."""
    for loop in view.memo(_loops):
        if loop.kind == kind:
            yield _hit(view, loop)


def _loops(view: View) -> list[Loop]:
    """The loops of `view`; of those that overlap the surest and then the longest."""
    text = view.memo(squeezed)
    # Lines drawn in layers (甲乙甲乙、、丙丁丙丁) are for the rules on shadows: their parts are no loops.
    chains = sorted(
        (item.chain.start, item.chain.end)
        for item in view.memo(layered)
        if len(item.chain.blocks) > 1 or item.safety is Safety.SAFE
    )
    parts = (part for part in view.memo(stretches) if not _meets(chains, part.start, part.end))
    found = [loop for part in parts for loop in [_loop(text, part)] if loop]
    drifting = [loop for loop in drifting_loops(view) if not _meets(chains, loop.start, loop.end)]
    # Of a loop that drifts some turns are the same by chance, and perhaps the misread ones.
    found = [loop for loop in found if not any(_is_part(loop, whole) for whole in drifting)]
    found += [*drifting, *numbered_loops(view)]
    found.sort(key=lambda loop: (loop.safety.rank, loop.start - loop.end, loop.start))
    taken: list[Loop] = []
    places: list[tuple[int, int]] = []
    for loop in found:
        if not _meets(places, loop.start, loop.end):
            insort(places, (loop.start, loop.end))
            taken.append(loop)
    return sorted(taken, key=lambda loop: loop.start)


def _is_part(loop: Loop, whole: Loop) -> bool:
    """Whether `loop` lies in `whole` and leaves a turn of it out."""
    return whole.start <= loop.start + 1 and loop.end <= whole.end + 1 and loop.turns < whole.turns


def _meets(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of `places` (rising, apart from one another) shares a character with ``start..end``."""
    at = bisect_left(places, (end, 0))
    return at > 0 and places[at - 1][1] > start


def _loop(text: Squeezed, part: Stretch) -> Loop | None:
    tail = runaway(text, part)
    if tail and tail.turns > 2:
        return tail
    item = repeated_item(text, part)
    if item and item.turns >= (part.end - part.start) // part.period:
        return item
    if part.end - part.start >= 3 * part.period:
        return found_loop(text, part) or stutter(text, part)
    return stutter(text, part) or found_loop(text, part)


def _hit(view: View, loop: Loop) -> Hit:
    text = view.memo(squeezed)
    unit = loop.unit(text.text)
    edits = []
    for start, end in loop.gone:
        # From behind what stands before, with the white space between; at the head of a text nothing does.
        last = text.back(start - 1) + 1 if start else text.back(0)
        edits.append(Edit(Span(last, text.back(end - 1) + 1)))
    return Hit(
        text.span(loop.start, loop.end),
        tuple(edits) if loop.safety is not Safety.SHOWN else (),
        confidence=loop.confidence,
        values={"unit": unit if len(unit) <= 60 else unit[:40] + "…" + unit[-18:], "turns": str(loop.turns)},
        evidence={"turns": loop.turns, "characters": len(unit)},
        related=(Related(text.span(*loop.kept), "stays"),),
        safety=loop.safety,
    )
