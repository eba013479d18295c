"""Damaged paragraphs laid out flat or in lines, with the damage's place in the text kept on record."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from benchmarks import corpus
from benchmarks.typeset import KINSOKU, Setting, set_lines

#: How documents are laid out: a paragraph a line, with blank lines between, or in columns of typeset lines.
LAYOUTS = ("flat", "spaced", "wrapped")


@dataclass(frozen=True, slots=True)
class Spec:
    """What one document with one piece of damage is to be.

    `size` is in characters: of the shadowed text, of the loop's unit, of the paragraph. `times` counts layers or turns,
    or is the percentage of misread characters.
    """

    task: str
    number: int
    source: str
    kind: str
    size: int
    times: int
    layout: str
    place: str = "inside"
    seed: int = 0

    def rng(self) -> random.Random:
        """The chance that this document is made with: its own, so that no other changes it."""
        return random.Random(f"{self}")


@dataclass(slots=True)
class Damaged:
    """Paragraphs with damage from `first` to `last` (paragraph, offset); they ought to read like any of `golds`."""

    paragraphs: list[str]
    golds: list[list[str]]
    first: tuple[int, int]
    last: tuple[int, int]
    size: int


@dataclass(frozen=True, slots=True)
class Case:
    """A document as the tool gets it."""

    raw: str
    golds: tuple[str, ...]
    start: int
    end: int
    size: int


def hosts(spec: Spec, rng: random.Random, shortest: int, size: int = 700) -> tuple[list[str], int]:
    """Clean paragraphs that follow one another, and the number of one that has at least `shortest` characters.

    Where a source has none so long, some that follow one another are made one.
    """
    for attempt in range(200):
        blocks = corpus.excerpt(corpus.load(spec.source), rng, size)
        if attempt >= 20:
            blocks = _glued(blocks, shortest)
        texts = [b.text for b in blocks]
        long = [n for n, b in enumerate(blocks) if b.role == "body" and len(b.text) >= shortest]
        if long and len(set(texts)) == len(texts):
            return texts, rng.choice(long)
    raise ValueError(f"{spec.source} has no paragraph of {shortest} characters")


def _glued(blocks: list[corpus.Block], shortest: int) -> list[corpus.Block]:
    """`blocks`, the first of whose body paragraphs are made one of `shortest` characters."""
    bodies = [b.text for b in blocks if b.role == "body"]
    lengths = [0, *accumulate(len(t) for t in bodies)]
    count = next((n for n, length in enumerate(lengths) if length >= shortest), len(bodies))
    return [corpus.Block("body", "".join(bodies[:count])), *(corpus.Block("body", t) for t in bodies[count:])]


def lay_out(damaged: Damaged, layout: str, rng: random.Random) -> Case:
    """The document; its damage is found again by counting characters that are not white."""
    texts = damaged.paragraphs
    lines = typeset(texts, rng) if layout == "wrapped" else texts
    raw = ("\n\n" if layout == "spaced" else "\n").join(lines) + "\n"
    before, inside = solid(texts, damaged.first), solid(texts, damaged.last)
    return found_again(raw, ["\n".join(g) for g in damaged.golds], before, inside, damaged.size)


def typeset(texts: Sequence[str], rng: random.Random) -> list[str]:
    """`texts` in lines of a column, with their indents."""
    width = rng.randrange(12, 27)
    setting = Setting(rng.choice(KINSOKU))
    lines: list[str] = []
    for text in texts:
        parts = set_lines(text, setting, lambda k: width - (2 if k == 0 else 0))
        lines += ["\u3000\u3000" + parts[0], *parts[1:]] if len(text) > 20 else [text]
    return lines


def solid(texts: Sequence[str], place: tuple[int, int]) -> int:
    """How many characters that are not white stand before `place`."""
    paragraph, offset = place
    head = [*texts[:paragraph], texts[paragraph][:offset] if paragraph < len(texts) else ""]
    return sum(not c.isspace() for text in head for c in text)


def found_again(raw: str, golds: Sequence[str], before: int, inside: int, size: int) -> Case:
    """A case whose damage begins after `before` solid characters and ends after `inside`."""
    places = [n for n, c in enumerate(raw) if not c.isspace()]
    return Case(raw, tuple(golds), places[before], places[inside - 1] + 1, size)
