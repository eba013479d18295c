"""Typeset documents with line wraps, as extractors give them, and the text that they were set from."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from benchmarks import corpus
from benchmarks.corpus import Block
from benchmarks.newspaper import furniture_pair, with_extras
from benchmarks.noise import misread
from benchmarks.typeset import ENGINES, KINSOKU, Setting, set_lines

WIDTHS = (10, 12, 14, 17, 20, 24, 30, 35, 40, 60, 78)
INDENTS = ("kept", "kept-ascii", "stripped", "never")  # and, rarely, on every line
BLANKS = ("none", "between", "cuts", "between+cuts", "first-line", "every", "three-seven")


@dataclass(frozen=True, slots=True)
class Spec:
    """What one document is to be: all that it is made from, by name."""

    number: int
    source: str
    width: int
    indent: str
    blanks: str
    engine: str
    spaces: str = "none"
    latin: str = "whole"
    furniture: str = "none"
    extras: str = "plain"
    noise: str = "none"
    size: int = 1800
    seed: int = 0

    def facets(self) -> dict[str, str]:
        """What results are grouped by."""
        names = ("source", "width", "indent", "blanks", "engine", "spaces", "latin", "furniture", "extras", "noise")
        return {name: str(getattr(self, name)) for name in names}


@dataclass(slots=True)
class Case:
    """A document with its damage, and what it ought to read. A gold line is a paragraph or a heading."""

    raw: str
    gold: str
    furniture: tuple[str, ...] = ()


@dataclass(slots=True)
class _Line:
    text: str
    block: int
    last: bool = False
    indent: str = ""
    furniture: bool = False
    blank_after: int = 0


def make(spec: Spec) -> Case:
    """The document that `spec` describes, the same each time."""
    rng = random.Random(f"wraps {spec}")
    blocks = corpus.excerpt(corpus.load(spec.source), rng, spec.size)
    if spec.extras == "body":
        blocks = [b for b in blocks if b.role == "body"]
    elif spec.extras != "plain":
        blocks = with_extras(blocks, rng, spec.source in corpus.TRADITIONAL)
    if spec.noise != "none":
        blocks = [Block(b.role, misread(b.text, float(spec.noise), rng)) for b in blocks]
    lines = _cut_anywhere(blocks, rng) if spec.engine == "vlm" else _typeset(blocks, spec, rng)
    _put_blanks(lines, spec, rng)
    furniture: list[str] = []
    if spec.furniture != "none":
        lines = _put_furniture(lines, spec, rng, furniture)
    return Case(_written(lines, spec, rng), "\n".join(b.text for b in blocks), tuple(furniture))


def _typeset(blocks: list[Block], spec: Spec, rng: random.Random) -> list[_Line]:
    setting = Setting(spec.engine, spec.spaces, spec.latin, rng.random() < 0.4)
    indent = {"kept": "\u3000\u3000", "kept-ascii": "    "}.get(spec.indent, "")
    narrow_from = rng.randrange(20, 60) if spec.extras == "beside" else -1
    lines: list[_Line] = []

    def width(at: int) -> float:
        if 0 <= narrow_from <= at < narrow_from + 9:
            return max(7.0, round(spec.width * 0.6))
        return spec.width + (rng.choice((-1, 0, 0, 0, 1)) if spec.engine == "drift" else 0)

    for n, block in enumerate(blocks):
        body = block.role == "body"
        start = len(lines)
        if body:
            shift = 0 if spec.indent in ("never", "every-line") else 2

            def room(k: int, start: int = start, shift: int = shift) -> float:
                return width(start + k) - (shift if k == 0 else 0)

            texts = set_lines(block.text, setting, room)
        else:
            texts = set_lines(block.text, setting, _head_room(block, spec, rng))
        for k, text in enumerate(texts):
            shown = "  " if spec.indent == "every-line" else indent if body and k == 0 else ""
            lines.append(_Line(text, n, k == len(texts) - 1, shown))
    return lines


def _head_room(block: Block, spec: Spec, rng: random.Random) -> Callable[[int], float]:
    """A headline spans columns or is short; a few are set over two lines in larger type."""
    fits = len(block.text) <= spec.width
    wide = 999.0 if fits or rng.random() < 0.7 else max(6.0, float(spec.width) * 0.8)
    return lambda _: wide


def _cut_anywhere(blocks: list[Block], rng: random.Random) -> list[_Line]:
    """Vision-model Markdown: a paragraph a line, but for the one that the end of a column cuts in two."""
    lines: list[_Line] = []
    until = rng.randrange(250, 600)
    for n, block in enumerate(blocks):
        text = block.text
        if block.role == "body" and len(text) > 40 and until < len(text):
            cut = min(max(until, 8), len(text) - 8)
            while cut > 4 and (text[cut] in corpus.CLOSERS or re.match(r"[A-Za-z0-9.%]{2}", text[cut - 1 : cut + 1])):
                cut -= 1
            lines += [_Line(text[:cut].rstrip(), n), _Line(text[cut:].lstrip(), n, True)]
            until = rng.randrange(250, 600)
        else:
            lines.append(_Line(text, n, True))
        until = max(1, until - len(text))
    return lines


def _put_blanks(lines: list[_Line], spec: Spec, rng: random.Random) -> None:
    """Blank lines as extractors put them: `blank_after` of each line."""
    style = spec.blanks
    until = rng.randrange(14, 34)
    for n, line in enumerate(lines[:-1]):
        after = lines[n + 1]
        if style == "every" or spec.engine == "vlm":
            line.blank_after = 1
        elif style == "three-seven":
            line.blank_after = 7 if line.last else 3
        elif style in ("between", "between+cuts") and line.last:
            line.blank_after = 1
        elif style == "first-line":
            first = n == 0 or lines[n - 1].block != line.block
            odds = 0.5 if line.last else 0.35 if first else 0.7 if after.text[0] in "“「《" else 0.0
            line.blank_after = int(rng.random() < odds)
        until -= 1
        if "cuts" in style and until <= 0:
            line.blank_after = 1
            until = rng.randrange(14, 34)


def _put_furniture(lines: list[_Line], spec: Spec, rng: random.Random, said: list[str]) -> list[_Line]:
    """Running heads and folios between pages, most of them inside a paragraph, each as a line of its own."""
    head, folio = furniture_pair(rng, spec.source in corpus.TRADITIONAL)
    length = rng.randrange(24, 44)
    page = rng.randrange(2, 90)
    out: list[_Line] = []
    blank = spec.blanks != "none" and rng.random() < 0.5
    for n, line in enumerate(lines):
        out.append(line)
        at_end = not line.last if spec.engine == "vlm" else n % length == length - 1
        if not at_end or n == len(lines) - 1:
            continue
        texts = [folio(page), head(page + 1)] if rng.random() < 0.8 else [head(page + 1)]
        page += 1
        if blank:
            line.blank_after = max(1, line.blank_after)
        else:
            line.blank_after = 0
        for k, text in enumerate(texts):
            said.append(text)
            feed = "\f" if spec.furniture == "form-feed" and k == len(texts) - 1 else ""
            out.append(_Line(text, line.block, False, feed, True, int(blank)))
    return out


def _written(lines: list[_Line], spec: Spec, rng: random.Random) -> str:
    trailing = " " if rng.random() < 0.08 else ""
    return "".join(f"{line.indent}{line.text}{trailing}\n" + "\n" * line.blank_after for line in lines)


@dataclass(slots=True)
class _Cycle:
    """Takes its values in turn, so that each pair with another cycle of other length comes up."""

    values: tuple[str, ...]
    at: int = 0
    order: list[str] = field(default_factory=list)

    def next(self, rng: random.Random) -> str:
        if not self.order:
            self.order = list(self.values)
            rng.shuffle(self.order)
        return self.order.pop()


def specs(seed: int, rounds: int) -> Iterator[Spec]:
    """The documents of a run: each width with each indent and each style of blanks, `rounds` times over.

    First, for the goals' figures, those with nothing but wraps in the way, set by each engine with line-end rules, as
    the text comes, with its headings, and body paragraphs alone; then
    the others, whose further facets take turns, half of them with misreadings, furniture and the like.
    """
    rng = random.Random(f"wrap specs {seed}")
    engine = _Cycle((*ENGINES, *KINSOKU))
    source = _Cycle(tuple(corpus.sources()))
    spaces, latin = _Cycle(("none", "both", "after", "tight")), _Cycle(("whole", "whole", "whole", "broken"))
    furniture = _Cycle(("none", "lines", "form-feed"))
    extras, noise = _Cycle(("plain", "news", "beside")), _Cycle(("none", "none", "0.01", "0.03"))
    number = 0
    for _ in range(rounds):
        for width, indent, setter in itertools.product(WIDTHS, INDENTS, KINSOKU):
            spec = Spec(number, source.next(rng), width, indent, "none", setter, spaces.next(rng), seed=seed)
            yield spec
            yield replace(spec, number=number + 1, source=source.next(rng), extras="body")
            number += 2
        for width, indent, blanks in itertools.product(WIDTHS, INDENTS, BLANKS):
            spec = Spec(number, source.next(rng), width, indent, blanks, engine.next(rng), spaces.next(rng), seed=seed)
            if rng.random() < 0.5:
                spec = replace(
                    spec,
                    spaces=rng.choice((spec.spaces, "justified")),
                    latin=latin.next(rng),
                    furniture=furniture.next(rng),
                    extras=extras.next(rng),
                    noise=noise.next(rng),
                )
            number += 1
            yield spec
        for width, blanks in itertools.product((17, 24, 35), ("none", "between", "every")):
            yield Spec(number, source.next(rng), width, "every-line", blanks, engine.next(rng), seed=seed)
            number += 1
        for fur in ("none", "lines", "form-feed") * 6:
            extra = extras.next(rng).replace("beside", "plain")
            yield Spec(number, source.next(rng), 0, "vlm", "between", "vlm", furniture=fur, extras=extra, seed=seed)
            number += 1
