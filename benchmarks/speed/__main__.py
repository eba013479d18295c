"""``python -m benchmarks.speed``: how fast the tool is, side by side with its peers on the same text.

Times are of CPU, a core's; tools take turns on the same text, each in a process of its own; told is the middle one of
the runs, and how far they lie apart. How much text is measured depends on how fast the tool is: it is said with each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.speed import cells, tables, texts


def main(argv: Sequence[str] | None = None) -> int:
    """Measures what is asked for and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under two minutes")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    args = parser.parse_args(argv)
    seconds, most, times = (1.5, 4_000_000, 3) if args.quick else (20.0, 100_000_000, 5)
    names = [cells.OURS] if args.alone else [cells.OURS, *cells.PEERS]
    measured = {}
    for kind, make in texts.KINDS.items():
        text = cells.affordable(make, most, seconds / times)
        measured[kind] = cells.side_by_side(text, names, seconds, times)
        print(tables.rates({kind: measured[kind]}, names).splitlines()[-1], file=sys.stderr)
    print(tables.rates(measured, names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
