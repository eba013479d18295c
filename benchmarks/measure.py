"""Compares texts as sequences of non-white characters, each with whether a line break stands before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

#: Width of letters and punctuation is not judged.
WIDTH: dict[int, str | int | None] = {
    **str.maketrans(",()!?:;[]", "，（）！？：；［］"),
    **{c: chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
}
_LINES = re.compile(r"\r\n|[\n\r\f]")


def chars_and_breaks(text: str) -> tuple[str, list[bool]]:
    """The non-white characters of `text`, and for each whether a line break stands before it."""
    chars: list[str] = []
    breaks: list[bool] = []
    broken = False
    for c in text:
        if c in "\n\r\f":
            broken = True
        elif not c.isspace() and c not in "\ufeff\u200b":
            chars.append(c)
            breaks.append(broken)
            broken = False
    return "".join(chars).translate(WIDTH), breaks


def bare(line: str) -> str:
    """A line without its white space."""
    return re.sub(r"\s", "", line).translate(WIDTH)


def without(furniture: Iterable[str], text: str) -> tuple[str, int]:
    """`text` without the lines that are `furniture`, and how many of those it had."""
    gone = Counter(bare(f) for f in furniture)
    if not gone:
        return text, 0
    kept, found = [], 0
    for line in _LINES.split(text):
        if bare(line) in gone:
            found += 1
        else:
            kept.append(line)
    return "\n".join(kept), found


def states(gold: str, out: str, out_breaks: list[bool]) -> dict[int, bool]:
    """For each gold character that came through, whether a break stands before it in the output."""
    if gold == out:
        return dict(enumerate(out_breaks))
    found: dict[int, bool] = {}
    for op in Levenshtein.opcodes(gold, out):
        if op.tag == "equal":
            for k in range(op.src_start, op.src_end):
                found[k] = out_breaks[op.dest_start + k - op.src_start]
    return found


@dataclass(slots=True)
class Breaks:
    """Counts of line ends. `joins` had to go, `breaks` had to stay; both only where the raw text has a line end."""

    joins: int = 0
    joined: int = 0
    breaks: int = 0
    false_joins: int = 0
    false_splits: int = 0
    glued: int = 0  # furniture lines that no longer stand alone
    held_joins: int = 0  # line ends that had to go, still there, with a finding that asks
    held_breaks: int = 0  # the same for breaks that had to stay
    edits: int = 0  # characters that differ from gold
    told: int = 0  # line ends of which the model is sure (`run_wraps.TOLD`) that paragraphs part there
    told_right: int = 0  # and those of them where they do
    parted: int = 0  # line ends that the model saw where paragraphs part
    documents: int = 0
    perfect: int = 0

    def __add__(self, other: Breaks) -> Breaks:
        names = self.__slots__
        return Breaks(*(getattr(self, n) + getattr(other, n) for n in names))

    @property
    def join_recall(self) -> float:
        return share(self.joined, self.joins)

    @property
    def join_precision(self) -> float:
        return share(self.joined, self.joined + self.false_joins)

    @property
    def break_recall(self) -> float:
        """Of the paragraph breaks, those that still stand."""
        return share(self.breaks - self.false_joins, self.breaks)

    @property
    def break_precision(self) -> float:
        """Of the breaks that stand in the output, those that part paragraphs."""
        right = self.breaks - self.false_joins
        return share(right, right + self.joins - self.joined + self.false_splits)

    @property
    def told_precision(self) -> float:
        """Of the line ends that the model is sure part paragraphs, those that do."""
        return share(self.told_right, self.told)

    @property
    def told_recall(self) -> float:
        """Of the line ends that part paragraphs, those of which the model is sure."""
        return share(self.told_right, self.parted)

    @property
    def called_recall(self) -> float:
        """Of the paragraph breaks, those that stand and are not asked about."""
        return share(self.breaks - self.false_joins - self.held_breaks, self.breaks)

    @property
    def called_precision(self) -> float:
        """Of the breaks that stand and are not asked about, those that part paragraphs."""
        right = self.breaks - self.false_joins - self.held_breaks
        return share(right, right + self.joins - self.joined - self.held_joins + self.false_splits)


def share(part: float, whole: float) -> float:
    """`part` of `whole`; 1 where there is nothing to have a part of."""
    return part / whole if whole else 1.0


@dataclass(slots=True)
class Slip:
    """A line end decided wrongly, with what stands round it."""

    kind: str  # "false join", "missed join", "false split"
    before: str
    after: str
    confidence: float = -1.0
    rule: str = ""


@dataclass(slots=True)
class Compared:
    counts: Breaks
    slips: list[Slip] = field(default_factory=list)
    slipped_at: list[int] = field(default_factory=list)  # the gold character after each slip


def compare(gold: str, raw: str, out: str, furniture: Iterable[str] = (), around: int = 16) -> Compared:
    """How the line ends of `raw` fared in `out`, by `gold`."""
    furniture = tuple(furniture)
    raw, had = without(furniture, raw)
    out, has = without(furniture, out)
    g, gold_breaks = chars_and_breaks(gold)
    r, raw_breaks = chars_and_breaks(raw)
    o, out_breaks = chars_and_breaks(out)
    before, after = states(g, r, raw_breaks), states(g, o, out_breaks)
    result = Compared(Breaks(documents=1, glued=max(0, had - has)))
    counts = result.counts
    counts.edits = 0 if g == o else int(Levenshtein.distance(g, o))
    for k in range(1, len(g)):
        if k not in before or k not in after:
            continue
        kind = ""
        if before[k] and gold_breaks[k]:
            counts.breaks += 1
            if not after[k]:
                counts.false_joins += 1
                kind = "false join"
        elif before[k]:
            counts.joins += 1
            if after[k]:
                kind = "missed join"
            else:
                counts.joined += 1
        elif after[k] and not gold_breaks[k]:
            counts.false_splits += 1
            kind = "false split"
        if kind:
            result.slips.append(Slip(kind, g[max(0, k - around) : k], g[k : k + around]))
            result.slipped_at.append(k)
    counts.perfect = int(not result.slips and not counts.edits and not counts.glued)
    return result
