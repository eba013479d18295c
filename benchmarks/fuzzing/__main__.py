"""``python -m benchmarks.fuzzing``: throws broken input at all that reads input, and says what broke.

Inputs have numbers: the same seed gives the same inputs. Each target runs in a process of its own. What fails is
kept in fuzz-failures/ with the command that runs it again; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fuzzing import guided, running
from benchmarks.fuzzing.smaller import smaller
from benchmarks.fuzzing.targets import BY_NAME, TARGETS
from benchmarks.speed.tables import markdown

#: Inputs of a whole run, shared out by the targets' weights.
MANY, FEW = 1_000_000, 12_000


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the targets that are asked for, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="one of: " + ", ".join(BY_NAME) + " (all)")
    parser.add_argument("--quick", action="store_true", help="about a minute")
    parser.add_argument("--inputs", type=int, help=f"in all ({MANY:,}; --quick: {FEW:,})")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of CPU a target may take at most")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs (1)")
    parser.add_argument("--start", type=int, default=0, help="the number of the first input (0)")
    parser.add_argument("--guided", action="store_true", help="let atheris choose inputs by the code that they reach")
    parser.add_argument("--again", type=Path, nargs="+", metavar="FILE", help="run kept inputs again")
    parser.add_argument("--smaller", action="store_true", help="with --again: take out what the failure does not need")
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.child:
        name, seed, start, stop, seconds = args.child
        running.child(name, int(seed), int(start), int(stop), float(seconds))
        return 0
    if args.again:
        return _again(args.again, args.smaller)
    for name in args.targets:
        if name not in BY_NAME:
            parser.error(f"no target is called {name}; there are: {', '.join(BY_NAME)}")
    targets = [BY_NAME[name] for name in args.targets] or TARGETS
    inputs = args.inputs or (FEW if args.quick else MANY)
    whole = sum(target.weight for target in targets)
    rows, broken, total = [], 0, 0
    begun = time.perf_counter()
    for target in targets:
        count = max(1, round(inputs * target.weight / whole))
        if args.guided:
            tally = guided.run(target, args.seed, count, args.seconds)
            if tally is None:
                print("atheris is not installed for this Python; pip install atheris, or leave --guided out")
                return 2
        else:
            tally = running.run(target, args.seed, args.start, count, args.seconds)
        rate = tally.inputs / tally.seconds if tally.seconds else 0.0
        failed = sum(tally.failures.values())
        broken, total = broken + failed, total + tally.inputs
        slowest = f"{1000 * tally.slowest:,.0f} ms" if tally.slowest else "–"
        rows.append([target.name, f"{tally.inputs:,}", f"{rate:,.0f}", slowest, f"{failed:,}"])
        print(f"{target.name}: {tally.inputs:,} inputs, {rate:,.0f} a second, {failed:,} failed", flush=True)
    print(f"\nseed {args.seed}, inputs from {args.start}; {total:,} in {time.perf_counter() - begun:,.0f} s\n")
    print(markdown(["target", "inputs", "a second", "slowest", "failed"], rows))
    return int(broken > 0)


def _again(paths: Sequence[Path], less: bool) -> int:
    """Runs kept inputs, each by the target that its name begins with."""
    failed = 0
    for path in paths:
        name = path.name.partition("-")[0]
        if name not in BY_NAME:
            print(f"{path}: the name says no target; call it TARGET-anything.bin", file=sys.stderr)
            return 2
        called, trace = running.failure(BY_NAME[name], path.read_bytes())
        running.tell(f"{path}: {called or 'well'}\n{trace}")
        failed += bool(called)
        if called and less:
            data = smaller(BY_NAME[name], path.read_bytes())
            print(f"{running.kept(BY_NAME[name], data)}:\n{data!r}")
            running.tell(data.decode("utf-8", "replace"))
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
