"""``python -m benchmarks.accuracy``: damage on record, what the tool makes of it, and what it does to clean text."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from benchmarks import corpus, damage_wraps, reliability, run_wraps

T = TypeVar("T")
R = TypeVar("R")

TASKS = ("wraps",)


def spread(work: Callable[[T], R], items: Iterable[T], jobs: int) -> list[R]:
    """`work` on each of `items`, by `jobs` processes, in their order."""
    items = list(items)
    if jobs <= 1 or len(items) < 2:
        return [work(item) for item in items]
    with get_context("spawn").Pool(jobs) as pool:
        return pool.map(work, items, chunksize=max(1, min(8, len(items) // (4 * jobs))))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs what is asked for and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute")
    parser.add_argument("--only", choices=TASKS, action="append", help="this kind of damage alone; may be given again")
    parser.add_argument("--rounds", type=int, help="how often each combination comes (3; --quick: a third of one)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--risky", action="store_true", help="apply RISKY fixes too")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the N worst of each kind of slip")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all counts there")
    args = parser.parse_args(argv)
    tasks = args.only or TASKS
    started = time.perf_counter()
    out: dict[str, object] = {"seed": args.seed, "quick": args.quick, "sources": corpus.sources()}
    claims: list[reliability.Claim] = []
    if "wraps" in tasks:
        specs = list(damage_wraps.specs(args.seed, args.rounds or (1 if args.quick else 3)))
        specs = specs[::3] if args.quick and not args.rounds else specs
        rows = spread(partial(run_wraps.run, risky=args.risky), specs, args.jobs)
        print(run_wraps.report(rows, args.show), end="\n\n")
        claims += [claim for row in rows for claim in row.claims]
        out["wraps"] = [{**r.spec.facets(), "number": r.spec.number, "counts": asdict(r.counts)} for r in rows]
    print(reliability.report(claims))
    print(f"\n{time.perf_counter() - started:.0f} s")
    if args.json:
        args.json.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
