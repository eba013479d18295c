"""``python -m benchmarks.speed``: how fast the tool is, side by side with its peers on the same text.

Times are of CPU, a core's; tools take turns on the same text, each in a process of its own; told is the middle one of
the runs, and half of how far they lie apart. How much text is measured depends on how fast the tool is, and is told.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.speed import cells, folders, picture, tables, texts, worst
from cleaner.writing import write_whole

PAGE = corpus.ROOT / "docs" / "speed.md"
PICTURE = corpus.ROOT / "docs" / "pictures" / "speed.svg"
#: What the figures stand between in the page.
BEGIN, END = "<!-- figures: make bench ARGS=--write -->", "<!-- end of figures -->"

PARTS = ("kinds", "stages", "growth", "worst", "cores")


def main(argv: Sequence[str] | None = None) -> int:
    """Measures what is asked for and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under two minutes, with less text")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be given again")
    parser.add_argument("--seconds", type=float, help="of CPU a tool may take for a text (15; --quick: 0.6)")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.name} and make its picture")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured there")
    args = parser.parse_args(argv)
    parts = args.only or PARTS
    seconds = args.seconds or (0.6 if args.quick else 15.0)
    most, times = (4_000_000, 3) if args.quick else (100_000_000, 5)
    names = [cells.OURS] if args.alone else [cells.OURS, *cells.PEERS]
    started = time.perf_counter()
    out: list[str] = []
    record: dict[str, Any] = {}

    def tell(title: str, table: str) -> None:
        out.append(f"### {title}\n\n{table}")
        print(f"\n{out[-1]}", flush=True)

    present = _versions(names, out, record)
    measured: dict[str, list[cells.Cell]] = {}
    if {"kinds", "stages"} & set(parts):
        spent = {}
        for kind, make in texts.KINDS.items():
            text = cells.affordable(make, most, seconds / times)
            wanted = present if "kinds" in parts else [cells.OURS]
            measured[kind] = cells.side_by_side(text, wanted, seconds, times)
            if "stages" in parts:
                spent[kind] = cells.stages(text)
            _note(f"{kind}: {tables.number(measured[kind][0].rate)} MB/s")
        record["kinds"] = {kind: [cell.record() for cell in some] for kind, some in measured.items()}
        record["stages"] = spent
        if "kinds" in parts:
            tell("MB of UTF-8 a second, one core", tables.rates(measured, present))
            if len(present) > 1:
                tell("The same as ratios", tables.ratios(measured, present[1:]))
            tell("Peak memory", tables.memory(measured, present))
            tell("Documents that came back changed", tables.changed(measured, present))
            tell("The whole program", _whole(measured["clean news"][0], times, record))
        if "stages" in parts:
            tell("Where the time goes", tables.stages(spent, measured))
    if "growth" in parts:
        sizes = [1_000_000 << n for n in range(7)]
        if args.quick:
            sizes = [size // 8 for size in sizes[:4]]
        grown = {name: cells.growing(texts.clean, name, sizes, seconds, 1 if args.quick else 3) for name in present}
        grown = {name: some for name, some in grown.items() if some}
        record["growth"] = {name: [cell.record() for cell in some] for name, some in grown.items()}
        tell("How the cost grows", tables.growth(grown))
        if args.write and grown:
            write_whole(PICTURE, picture.growth(grown).encode())
    if "worst" in parts:
        cases = {}
        for name, (make, count) in worst.CASES.items():
            cases[name] = cells.doubled(make, count, seconds / (10 if args.quick else 4), 1 if args.quick else 3)
            _note(name)
        record["worst"] = {name: [cell.record() for cell in pair or ()] for name, pair in cases.items()}
        tell("Worst cases", tables.worst(cases))
    if "cores" in parts:
        rate = _rate(measured, seconds)
        amount = max(600_000, min(most // 4, int(seconds * rate)))
        several = [folders.by_two(name, amount, 1 if args.quick else 3) for name in folders.FOLDERS]
        record["cores"] = [asdict(folder) for folder in several]
        tell("Two cores against one", tables.folders(several))
    print(f"\n{time.perf_counter() - started:.0f} s", file=sys.stderr)
    if args.json:
        args.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if args.write:
        _write("\n\n".join(out))
    return 0


def _note(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _versions(names: Sequence[str], out: list[str], record: dict[str, Any]) -> list[str]:
    """The tools of `names` that are there; their versions are put down, and why others are not."""
    present, told = [], []
    for name in names:
        with cells.Tool(name) as tool:
            if tool.version:
                present.append(name)
                told.append(f"{name} {tool.version}")
            else:
                _note(f"without {name}: {tool.missing}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    source = "news" if corpus.has_corpus() else "the project's own seeds, varied"
    out.append(f"{', '.join(told)}; Python {platform.python_version()}, {cores} cores; the text: {source}.")
    record["tools"] = told
    print(out[-1], flush=True)
    return present


def _whole(cell: cells.Cell, times: int, record: dict[str, Any]) -> str:
    text = texts.clean(cell.size)
    command = folders.whole(text, times)
    nothing = folders.whole("早市热闹，摊主们说今年的鱼比往年多。\n", times)
    record["whole"] = {"size": texts.size(text), "text": asdict(command), "one line": asdict(nothing)}
    rows = [
        [name, tables.amount(size), f"{tables.number(min(took.cpu))} s", f"{tables.number(min(took.wall))} s"]
        for name, size, took in (("clean news", texts.size(text), command), ("one line of text", 60, nothing))
    ]
    return tables.markdown(["`cleaner fix FILE -o DIR`", "how much", "CPU", "by the clock"], rows)


def _rate(measured: dict[str, list[cells.Cell]], seconds: float) -> float:
    """Bytes a second that ours manages on wrapped pages, the slowest of what folders are made of."""
    known = measured.get("wrapped pages")
    if not known:
        text = cells.affordable(texts.wrapped, 4_000_000, seconds / 4)
        known = cells.side_by_side(text, [cells.OURS], seconds, 1)
    return known[0].rate * 1e6


def _write(figures: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{PAGE}: the lines {BEGIN} and {END} are not there; put them where the figures belong")
    write_whole(PAGE, f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}".encode())


if __name__ == "__main__":
    sys.exit(main())
