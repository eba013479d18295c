"""What was measured, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import log

from benchmarks.speed.cells import OURS, Cell
from benchmarks.speed.folders import Folder

#: What a worst case may take for twice the text, as a multiple. Told, never asserted.
BOUND = 2.3

Kinds = Mapping[str, Sequence[Cell]]


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """`rows` under `head`; the first column to the left, the others to the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float) -> str:
    """`value` with the digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def amount(size: int) -> str:
    """`size` bytes in MB."""
    return f"{number(size / 1e6)} MB"


def rates(kinds: Kinds, tools: Sequence[str]) -> str:
    """MB/s of UTF-8 a core, tools side by side, with how far the runs lie apart."""
    return _by_tool(kinds, tools, lambda cell: f"{number(cell.rate)} ±{100 * cell.spread / 2:.0f} %")


def ratios(kinds: Kinds, tools: Sequence[str]) -> str:
    """How many times as fast ours is as each peer on the same text."""
    rows = []
    for kind, cells in kinds.items():
        mine = _of(cells, OURS)
        peers = [_of(cells, tool) for tool in tools]
        rows.append([kind, *(number(mine.rate / cell.rate) if mine and cell else "–" for cell in peers)])
    return markdown(["times as fast as", *tools], rows)


def memory(kinds: Kinds, tools: Sequence[str]) -> str:
    """The most memory of each process, in MB, the interpreter with it."""
    return _by_tool(kinds, tools, lambda cell: f"{cell.peak / 1e6:,.0f} MB" if cell.peak else "–")


def changed(kinds: Kinds, tools: Sequence[str]) -> str:
    """How many documents each tool gave back other than they were: they do different work."""
    return _by_tool(kinds, tools, lambda cell: f"{cell.changed:,}")


def _by_tool(kinds: Kinds, tools: Sequence[str], told: Callable[[Cell], str]) -> str:
    rows = []
    for kind, cells in kinds.items():
        some = cells[0]
        row = [kind, f"{amount(some.size)}, {some.documents:,}"]
        for tool in tools:
            cell = _of(cells, tool)
            row.append(told(cell) if cell else "–")
        rows.append(row)
    return markdown(["text", "how much, documents", *tools], rows)


def _of(cells: Sequence[Cell], tool: str) -> Cell | None:
    return next((cell for cell in cells if cell.tool == tool and cell.seconds), None)


def stages(kinds: Mapping[str, Mapping[str, float]], cells: Kinds) -> str:
    """What each stage takes: ns a byte of UTF-8, and its part of the whole."""
    names = list(dict.fromkeys(name for spent in kinds.values() for name in spent))
    rows = []
    for name in names:
        row = [name]
        for kind, spent in kinds.items():
            each = 1e9 * spent.get(name, 0.0) / cells[kind][0].size
            row.append(f"{number(each)} ({100 * spent.get(name, 0.0) / (sum(spent.values()) or 1):.0f} %)")
        rows.append(row)
    whole = [number(1e9 * sum(spent.values()) / cells[kind][0].size) for kind, spent in kinds.items()]
    return markdown(["ns a byte (part)", *kinds], [*rows, ["all", *whole]])


def exponent(cells: Sequence[Cell]) -> float:
    """The power of its length with which a text's cost grows (1 is linear), by least squares."""
    xs, ys = [log(cell.size) for cell in cells], [log(cell.time) for cell in cells]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def growth(tools: Kinds) -> str:
    """The seconds that texts of growing size take, and the power with which they grow."""
    sizes = list(dict.fromkeys(round(cell.size / 1e6, 1) for cells in tools.values() for cell in cells))
    rows = []
    for tool, cells in tools.items():
        by_size = {round(cell.size / 1e6, 1): f"{number(cell.time)} s" for cell in cells}
        power = f"{exponent(cells):.2f}" if len(cells) > 1 else "–"
        most = (
            f"{max(b.time / a.time * 2 * a.size / b.size for a, b in pairwise(cells)):.2f}" if len(cells) > 1 else "–"
        )
        rows.append([tool, *(by_size.get(size, "–") for size in sizes), power, most])
    return markdown(["tool", *(f"{size:g} MB" for size in sizes), "power", "most for twice the text"], rows)


def worst(cases: Mapping[str, tuple[Cell, Cell] | None]) -> str:
    """The worst cases: time for n and for 2n, and whether that is within the bound."""
    rows = []
    for name, pair in cases.items():
        if pair is None:
            rows.append([name, "–", "–", "–", "–", "died"])
            continue
        once, twice = pair
        times = twice.time / once.time
        told = "yes" if times < BOUND else "no"
        rows.append(
            [name, amount(once.size), f"{number(once.time)} s", f"{number(twice.time)} s", f"{times:.2f}", told]
        )
    return markdown(["text", "n", "time for n", "for 2n", "times", f"under {BOUND}"], rows)


def folders(measured: Sequence[Folder]) -> str:
    """Two processes against one, by the clock; and what the CPU that they take would allow."""
    rows = [
        [
            folder.name,
            f"{folder.files:,}, {amount(folder.size)}",
            f"{number(min(folder.one.wall))} s",
            f"{number(min(folder.two.wall))} s",
            f"{folder.faster:.2f}",
            f"{folder.at_best:.2f}",
        ]
        for folder in measured
    ]
    return markdown(["folder", "files", "one process", "two", "times as fast", "by CPU"], rows)
