"""``python -m benchmarks.accuracy``: damage on record, what the tool makes of it, and what it does to clean text."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks import (
    corpus,
    damage_paragraphs,
    damage_repeats,
    damage_wraps,
    goals,
    reliability,
    run_clean,
    run_repeats,
    run_wraps,
)
from benchmarks.layout import Spec

T = TypeVar("T")
R = TypeVar("R")

REPEATS: dict[str, Callable[[int, int], Iterable[Spec]]] = {
    "shadows": damage_repeats.shadow_specs,
    "loops": damage_repeats.loop_specs,
    "duplicates": damage_paragraphs.specs,
}
TASKS = ("wraps", *REPEATS, "clean")


@dataclass(frozen=True, slots=True)
class _Told(Generic[T, R]):
    """Work that says what it was at when it fails."""

    work: Callable[[T], R]

    def __call__(self, item: T) -> R:
        try:
            return self.work(item)
        except Exception as error:
            error.add_note(f"at {item}")
            raise


def spread(work: Callable[[T], R], items: Iterable[T], jobs: int) -> list[R]:
    """`work` on each of `items`, by `jobs` processes, in their order."""
    items = list(items)
    told = _Told(work)
    if jobs <= 1 or len(items) < 2:
        return [told(item) for item in items]
    with get_context("spawn").Pool(jobs) as pool:
        return pool.map(told, items, chunksize=max(1, min(8, len(items) // (4 * jobs))))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs what is asked for and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute")
    parser.add_argument("--only", choices=TASKS, action="append", help="this kind of damage alone; may be given again")
    parser.add_argument("--rounds", type=int, help="how often each combination comes (3; --quick: a third of one)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--risky", action="store_true", help="apply RISKY fixes too")
    parser.add_argument("--whole", action="store_true", help="clean text: each source as one file, not in pieces")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the N worst of each kind of slip")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all counts there")
    args = parser.parse_args(argv)
    tasks = args.only or TASKS
    started = time.perf_counter()
    out: dict[str, object] = {"seed": args.seed, "quick": args.quick, "sources": corpus.sources()}
    claims: list[reliability.Claim] = []
    reached: list[goals.Goal] = []
    if "wraps" in tasks:
        specs = damage_wraps.specs(args.seed, args.rounds or (1 if args.quick else 3))
        made = list(specs)
        of_goals = [s for s in made if run_wraps.is_plain(s, "body")]  # all of them, even in a quick run
        others = _some([s for s in made if not run_wraps.is_plain(s, "body")], args, 4)
        rows = spread(partial(run_wraps.run, risky=args.risky), [*of_goals, *others], args.jobs)
        print(run_wraps.report(rows, args.show), end="\n\n")
        claims += [claim for row in rows for claim in row.claims]
        reached += goals.of_wraps(rows)
        out["wraps"] = [{**r.spec.facets(), "number": r.spec.number, "counts": asdict(r.counts)} for r in rows]
    for task, specs_of in REPEATS.items():
        if task in tasks:
            repeats = spread(
                run_repeats.run, _some(specs_of(args.seed, args.rounds or (1 if args.quick else 3)), args, 2), args.jobs
            )
            print(run_repeats.report(task, repeats, args.show), end="\n\n")
            claims += [claim for row in repeats for claim in row.claims]
            reached += goals.of_repeats(repeats)
            out[task] = [_plain(row) for row in repeats]
    if "clean" in tasks:
        files = run_clean.pieces(10**9) if args.whole else run_clean.pieces(every=5 if args.quick else 1)
        clean = spread(run_clean.run, files, args.jobs)
        print(run_clean.report(clean, args.show), end="\n\n")
        reached += goals.of_clean(clean)
        out["clean"] = [asdict(row) for row in clean if row.fired]
    if claims:
        print(reliability.report(claims), end="\n\n")
    print(goals.report(reached))
    print(f"\nseed {args.seed}, {time.perf_counter() - started:.0f} s")
    if args.json:
        out["goals"] = [asdict(goal) for goal in reached]
        out["reliability"] = reliability.counts(claims)
        args.json.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _some(specs: Iterable[T], args: argparse.Namespace, nth: int) -> list[T]:
    """All of `specs`, or for a quick run one in `nth`, by chance."""
    specs = list(specs)
    if not args.quick or args.rounds:
        return specs
    chosen = sorted(random.Random(args.seed).sample(range(len(specs)), len(specs) // nth))
    return [specs[n] for n in chosen]


def _plain(row: run_repeats.Row) -> dict[str, object]:
    kept = asdict(row)
    return {
        **kept.pop("spec"),
        **{k: v for k, v in kept.items() if k not in ("claims", "text", "got")},
        "size": row.size,
    }


if __name__ == "__main__":
    sys.exit(main())
