"""The picture of how the cost grows: an SVG for light pages and dark ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

from jinja2 import Environment

from benchmarks.speed.cells import OURS, Cell

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 56, 56

#: For each tool, its line on light ground and on dark.
COLOURS = {
    OURS: ("#0b5cad", "#6cb6ff"),
    "autocorrect": ("#b35900", "#f0a35e"),
    "data-juicer": ("#7a3e9d", "#c79ae8"),
    "ftfy": ("#4d7c0f", "#a3cf6b"),
    "OpenCC": ("#a3123f", "#f58ba8"),
}

TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" role="img" aria-labelledby="t d">
<title id="t">Seconds of CPU for texts of growing size</title>
<desc id="d">{{ told }}</desc>
<style>
  text { font: 13px system-ui, "Noto Sans CJK SC", sans-serif; fill: #24292f }
  .head { font-size: 16px; font-weight: 600 }
  .soft { fill: #57606a }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  .steady { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 4 4 }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round }
  .ground { fill: #ffffff }
{%- for line in lines %}
  .c{{ loop.index }} { stroke: {{ line.light }} } .n{{ loop.index }} { fill: {{ line.light }} }
{%- endfor %}
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .soft { fill: #9198a1 } .grid { stroke: #30363d } .steady { stroke: #6e7681 }
    .ground { fill: #0d1117 }
{%- for line in lines %}
    .c{{ loop.index }} { stroke: {{ line.dark }} } .n{{ loop.index }} { fill: {{ line.dark }} }
{%- endfor %}
  }
</style>
<rect class="ground" width="{{ width }}" height="{{ height }}" rx="6"/>
<text class="head" x="{{ left }}" y="26">Seconds of CPU, clean news, one core</text>
<text class="soft" x="{{ left }}" y="44">Both axes double at each step; the dotted line is twice the time for twice the text.</text>
{%- for tick in across %}
<line class="grid" x1="{{ tick.at }}" x2="{{ tick.at }}" y1="{{ top }}" y2="{{ foot }}"/>
<text class="soft" x="{{ tick.at }}" y="{{ foot + 20 }}" text-anchor="middle">{{ tick.label }}</text>
{%- endfor %}
<text class="soft" x="{{ (left + side) / 2 }}" y="{{ foot + 42 }}" text-anchor="middle">MB of UTF-8</text>
{%- for tick in up %}
<line class="grid" x1="{{ left }}" x2="{{ side }}" y1="{{ tick.at }}" y2="{{ tick.at }}"/>
<text class="soft" x="{{ left - 8 }}" y="{{ tick.at + 4 }}" text-anchor="end">{{ tick.label }}</text>
{%- endfor %}
<line class="steady" x1="{{ steady[0] }}" y1="{{ steady[1] }}" x2="{{ steady[2] }}" y2="{{ steady[3] }}"/>
{%- for line in lines %}
<polyline class="line c{{ loop.index }}"{% if line.ours %} style="stroke-width: 3.5"{% endif %} points="{{ line.points }}"/>
<text class="n{{ loop.index }}"{% if line.ours %} style="font-weight: 600"{% endif %} x="{{ line.x + 8 }}" y="{{ line.y + 4 }}">{{ line.name }}</text>
{%- endfor %}
</svg>
"""  # noqa: E501 - lines of SVG


def growth(tools: Mapping[str, Sequence[Cell]]) -> str:
    """The picture of what each tool took for texts of growing size, on axes that double at each step."""
    cells = [cell for some in tools.values() for cell in some]
    # Texts of one size may differ by a line: one mark on the axis stands for them.
    sizes = sorted({round(size, 1): size for size in sorted(log2(cell.size / 1e6) for cell in cells)}.values())
    first = min(log2(cell.size / 1e6) for cell in cells)
    last = max(first + 1, *sizes)
    low = log2(min(cell.time for cell in cells)) // 1
    high = max(-(-log2(max(cell.time for cell in cells)) // 1), low + 1)
    side, foot = WIDTH - RIGHT, HEIGHT - BOTTOM

    def x(exponent: float) -> float:
        return round(LEFT + (exponent - first) / (last - first) * (side - LEFT), 1)

    def y(exponent: float) -> float:
        return round(foot - (exponent - low) / (high - low) * (foot - TOP), 1)

    lines: list[dict[str, Any]] = []
    for name, some in tools.items():
        if not some:
            continue
        points = [(x(log2(cell.size / 1e6)), y(log2(cell.time))) for cell in some]
        light, dark = COLOURS[name]
        lines.append(
            {
                "name": name,
                "ours": name == OURS,
                "light": light,
                "dark": dark,
                "points": " ".join(f"{a},{b}" for a, b in points),
                "x": points[-1][0],
                "y": points[-1][1],
            }
        )
    _part(lines)
    ours = tools[OURS][0] if tools.get(OURS) else cells[0]
    steps = min(last - first, high - log2(ours.time))
    told = "; ".join(
        f"{name}: {some[0].time:.2f} s for {some[0].size / 1e6:.1f} MB, {some[-1].time:.2f} s for "
        f"{some[-1].size / 1e6:.1f} MB"
        for name, some in tools.items()
        if some
    )
    page = Environment(autoescape=True).from_string(TEMPLATE)
    return page.render(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        side=side,
        top=TOP,
        foot=foot,
        told=told,
        lines=lines,
        across=[{"at": x(size), "label": f"{2**size:.3g}"} for size in sizes],
        up=[{"at": y(low + n), "label": _seconds(2 ** (low + n))} for n in range(int(high - low) + 1)],
        steady=(x(first), y(log2(ours.time)), x(first + steps), y(log2(ours.time) + steps)),
    )


def _seconds(value: float) -> str:
    return f"{value:.3g} s" if value >= 0.5 else f"{1000 * value:.0f} ms"


def _part(lines: list[dict[str, Any]], least: float = 16.0) -> None:
    """Moves names apart that would stand on one another at the lines' ends."""
    for above, below in zip(*(lambda s: (s, s[1:]))(sorted(lines, key=lambda line: float(line["y"]))), strict=False):
        if abs(below["x"] - above["x"]) < 90:
            below["y"] = max(below["y"], above["y"] + least)
