"""Fits the weights of the wraps model on typeset documents: coordinate descent on the log-loss of every line end.

    python -m benchmarks.fit_wraps --documents 200 --rounds 2

prints the constants of `cleaner.wrapping` that fit better than those there are; a person puts them in. A paragraph's
end taken for a wrap counts `HARM` times as much as a wrap left. Documents are dealt evenly from `damage_wraps.specs`,
half to fit and half to check.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from benchmarks import damage_wraps
from benchmarks.measure import bare, chars_and_breaks
from cleaner.structure import structure
from cleaner.views import View
from cleaner.wrapping import fullness, model, seams
from cleaner.wrapping.lines import TextLine, text_lines
from cleaner.wrapping.widths import Column, columns

HARM = 4.0
#: No line end is surer than this, so that one freak does not rule the fit.
SUREST = 1e-4

#: Constants to fit: module, name, place in a tuple (None for a number), and whether it is a probability.
WEIGHTS: tuple[tuple[ModuleType, str, int | None, bool], ...] = (
    *((seams, name, None, False) for name in ("BEGINNING", "ENDING", "ASTRIDE_BASE", "ASTRIDE_STEP", "MOST_ASTRIDE")),
    *((seams, name, None, False) for name in ("WORD_ASTRIDE", "STRANGE_ASTRIDE", "OPEN", "NUMBER", "OPENS")),
    *((model, name, None, True) for name in ("STARTS", "SINGLE", "TURN_INSIDE", "TURN_BETWEEN", "PLAIN")),
    *((model, name, None, True) for name in ("CUT_AT_GAP", "CUT_AT_PAGE", "HANGING", "STANDS_OUT")),
    *((fullness, name, None, True) for name in ("TOKEN_NEXT", "NOT_FULL", "OVERFULL", "PIECE")),
    *((fullness, "FULLNESS", place, True) for place in range(8)),
    *((model, "END_INSIDE", place, True) for place in range(7)),
    *((model, "END_LAST", place, True) for place in range(7)),
    *((model, "END_NOTICE", place, True) for place in (0, 6)),
    *((model, "END_HEADING", place, True) for place in (0, 1, 6)),
    *((model, "GAP_ODDS", place, False) for place in (2, 3)),
    *((model, "INDENT_ODDS", place, False) for place in (1, 2)),
    (model, "PROSE_MARKS", None, True),
    (model, "HEADING_MARKS", None, True),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A document's lines, and for each but the first whether a paragraph begins there."""

    lines: list[TextLine]
    columns: list[Column]
    starts: list[bool]


def samples(count: int, seed: int) -> Iterator[Sample]:
    """Documents whose lines can be told from their furniture for sure."""
    specs = list(damage_wraps.specs(seed, 1))
    for spec in specs[:: max(1, len(specs) // count)]:
        case = damage_wraps.make(spec)
        lines = text_lines(View(case.raw).memo(structure))
        gone = {bare(f) for f in case.furniture}
        lines = [line for line in lines if bare(line.bare) not in gone]
        gold, breaks = chars_and_breaks(case.gold)
        if bare("".join(line.bare for line in lines)) != gold or len(lines) < 8:
            continue
        at, starts = 0, []
        for line in lines:
            starts.append(at == 0 or breaks[at])
            at += len(bare(line.bare))
        yield Sample(lines, columns(lines), starts)


def loss(all_samples: Sequence[Sample]) -> float:
    """Mean log-loss a line end."""
    total, count = 0.0, 0
    for sample in all_samples:
        said = [verdict.starts for verdict in model.verdicts(sample.lines, sample.columns, afraid=True)]
        for p, truth in zip(said[1:], sample.starts[1:], strict=True):
            p = min(1 - SUREST, max(SUREST, p))
            total -= HARM * math.log(p) if truth else math.log(1 - p)
            count += 1
    return total / count


def get(module: ModuleType, name: str, place: int | None) -> float:
    value = getattr(module, name)
    return float(value if place is None else value[place])


def put(module: ModuleType, name: str, place: int | None, value: float) -> None:
    if place is None:
        setattr(module, name, value)
    else:
        old = getattr(module, name)
        setattr(module, name, (*old[:place], value, *old[place + 1 :]))


def tried(value: float, probability: bool) -> tuple[float, float]:
    if probability:
        odds = math.log(value / (1 - value))
        return 1 / (1 + math.exp(-odds - 0.4)), 1 / (1 + math.exp(-odds + 0.4))
    return value + max(0.15, 0.2 * abs(value)), value - max(0.15, 0.2 * abs(value))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    every = list(samples(args.documents, args.seed))
    fit, check = every[::2], every[1::2]
    best = loss(fit)
    print(f"{len(fit)} + {len(check)} documents; loss {best:.5f}, on the others {loss(check):.5f}", flush=True)
    for _ in range(args.rounds):
        for module, name, place, probability in WEIGHTS:
            old = get(module, name, place)
            for value in tried(old, probability):
                put(module, name, place, value)
                now = loss(fit)
                if now < best - 1e-5:
                    best, old = now, value
                    break
                put(module, name, place, old)
            put(module, name, place, old)
        print(f"loss {best:.5f}, on the others {loss(check):.5f}", flush=True)
    for module, name in dict.fromkeys((m, n) for m, n, _, _ in WEIGHTS):
        value = getattr(module, name)
        shown = tuple(round(v, 5) for v in value) if isinstance(value, tuple) else round(value, 5)
        print(f"{module.__name__.rsplit('.', 1)[-1]}.{name} = {shown}", flush=True)


if __name__ == "__main__":
    main()
