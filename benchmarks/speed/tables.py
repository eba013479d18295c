"""What was measured, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.speed.cells import OURS, Cell

#: What a worst case may take for twice the text, as a multiple. Told, never asserted.
BOUND = 2.3


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


def rates(kinds: Mapping[str, Sequence[Cell]], tools: Sequence[str]) -> str:
    """MB/s of UTF-8 a core, tools side by side, with how far the runs lie apart."""
    return _by_tool(kinds, tools, lambda cell: f"{number(cell.rate)} ±{100 * cell.spread / 2:.0f} %")


def ratios(kinds: Mapping[str, Sequence[Cell]], tools: Sequence[str]) -> str:
    """How many times as fast ours is as each peer on the same text."""
    ours = {kind: _of(cells, OURS) for kind, cells in kinds.items()}
    rows = []
    for kind, cells in kinds.items():
        mine = ours[kind]
        row = [kind]
        for tool in tools:
            cell = _of(cells, tool)
            row.append(number(mine.rate / cell.rate) if mine and cell and mine.seconds and cell.seconds else "–")
        rows.append(row)
    return markdown(["times as fast as", *tools], rows)


def memory(kinds: Mapping[str, Sequence[Cell]], tools: Sequence[str]) -> str:
    """The most memory of each process, in MB, the interpreter with it."""
    return _by_tool(kinds, tools, lambda cell: f"{cell.peak / 1e6:,.0f} MB" if cell.peak else "–")


def _by_tool(kinds, tools, told):  # type: ignore[no-untyped-def]
    rows = []
    for kind, cells in kinds.items():
        some = next((cell for cell in cells), None)
        row = [kind, f"{amount(some.size)}, {some.documents:,}" if some else "–"]
        for tool in tools:
            cell = _of(cells, tool)
            row.append("–" if cell is None else "died" if cell.died else told(cell))
        rows.append(row)
    return markdown(["text", "how much, documents", *tools], rows)


def _of(cells: Sequence[Cell], tool: str) -> Cell | None:
    return next((cell for cell in cells if cell.tool == tool), None)
