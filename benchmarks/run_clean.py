"""Runs the tool on clean text, where next to everything that it finds is wrong, and counts findings a megabyte."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cleaner
from benchmarks import corpus
from benchmarks.tables import table

#: What is put behind a source's name for its documents that the source itself has wrapped.
WRAPPED = ", wrapped"

SAFETIES = ("safe", "risky", "shown")

#: Sources that the goal for findings shown or risky speaks of: news, statutes and reports.
GOAL_SOURCES = ("news", "gov", "law", "law-trad")


@dataclass(frozen=True, slots=True)
class Piece:
    """Documents of a source, as one file. `spans` are places in the source's text; `size` is in bytes of UTF-8."""

    source: str
    spans: tuple[tuple[int, int], ...]
    size: int

    @property
    def text(self) -> str:
        """The text of the file."""
        whole = corpus.read(self.source.removesuffix(WRAPPED))
        return "".join(whole[a:b] for a, b in self.spans)


@dataclass(frozen=True, slots=True)
class Fired:
    """A finding on clean text."""

    source: str
    rule: str
    safety: str
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one piece gave."""

    piece: Piece
    fired: tuple[Fired, ...]
    trouble: str


def pieces(least: int = 4000, every: int = 1) -> Iterator[Piece]:
    """All clean text in pieces of `least` characters or more, cut between documents; each `every`-th piece.

    Documents with lines that the source itself has wrapped go by a name of their own: to join those is no mistake.
    """
    number = 0
    for source in corpus.sources((*corpus.PROSE, "poems")):
        text = corpus.read(source)
        cuts = [0, *(gap.end() for gap in re.finditer(r"\n\s*\n", text)), len(text)]
        groups: dict[str, list[tuple[int, int]]] = {source: [], source + WRAPPED: []}
        for a, b in pairwise(cuts):
            wrapped = source == "law-trad" and corpus.wrapped_by_the_source(text[a:b])
            groups[source + WRAPPED if wrapped else source].append((a, b))
        for name, spans in groups.items():
            piece: list[tuple[int, int]] = []
            for n, span in enumerate(spans):
                piece.append(span)
                if sum(b - a for a, b in piece) >= least or n == len(spans) - 1:
                    if number % every == 0:
                        yield Piece(name, tuple(piece), sum(len(text[a:b].encode()) for a, b in piece))
                    number += 1
                    piece = []


def run(piece: Piece) -> Row:
    """Checks one piece."""
    text = piece.text
    result = cleaner.check(text, risky=True)
    fired = []
    for f in result.findings:
        a, b = f.span.start, f.span.end
        middle = text[a:b] if b - a <= 80 else f"{text[a : a + 40]}┈{text[b - 40 : b]}"
        shown = f"…{text[max(0, a - 10) : a]}⟦{middle}⟧{text[b : b + 10]}…".replace("\n", "⏎")
        fired.append(Fired(piece.source, f.rule, f.safety.value, f.confidence, shown))
    return Row(piece, tuple(fired), result.trouble)


def a_megabyte(rows: Sequence[Row], safeties: Sequence[str], sources: Sequence[str] = ()) -> float:
    """Findings of `safeties` a megabyte of UTF-8, in `sources` or in all."""
    chosen = [r for r in rows if not sources or r.piece.source in sources]
    chosen = [r for r in chosen if not r.piece.source.endswith(WRAPPED)]
    size = sum(r.piece.size for r in chosen)
    return sum(f.safety in safeties for r in chosen for f in r.fired) / (size / 1e6) if size else 0.0


def report(rows: Sequence[Row], show: int = 0) -> str:
    """Findings by rule and safety, in all and a megabyte, by source; with `show`, their texts."""
    total = sum(r.piece.size for r in rows) / 1e6
    names = list(dict.fromkeys(r.piece.source for r in rows))
    sizes = {n: sum(r.piece.size for r in rows if r.piece.source == n) / 1e6 for n in names}
    counts: Counter[tuple[str, str, str]] = Counter((f.rule, f.safety, f.source) for r in rows for f in r.fired)
    keys = sorted({(rule, safety) for rule, safety, _ in counts}, key=lambda k: (SAFETIES.index(k[1]), k[0]))
    lines = []
    for rule, safety in keys:
        by_source = [counts[rule, safety, n] for n in names]
        lines.append([rule, safety, str(sum(by_source)), f"{sum(by_source) / total:.2f}", *map(str, by_source)])
    for safety in SAFETIES:
        rates = [sum(c for (_, s, n), c in counts.items() if (s, n) == (safety, name)) / sizes[name] for name in names]
        sums = sum(c for (_, s, _), c in counts.items() if s == safety)
        lines.append([f"all {safety}, a MB", safety, str(sums), f"{sums / total:.2f}", *(f"{x:.2f}" for x in rates)])
    head = [f"{n} ({sizes[n]:.2f} MB)" for n in names]
    parts = [
        f"CLEAN TEXT  ({total:.2f} MB of UTF-8 in {len(rows)} files; what fires is next to always wrong)",
        table(("rule", "safety", "findings", "a MB", *head), lines),
    ]
    parts += [f"TROUBLE (our bug) in {r.piece.source} {r.piece.spans[:1]}: {r.trouble}" for r in rows if r.trouble]
    if show:
        parts.append(_shown(rows, show))
    return "\n\n".join(parts)


def _shown(rows: Sequence[Row], show: int) -> str:
    by_rule: dict[tuple[int, str], list[Fired]] = defaultdict(list)
    for row in rows:
        for fired in row.fired:
            by_rule[SAFETIES.index(fired.safety), fired.rule].append(fired)
    lines: list[str] = []
    for (safety, rule), group in sorted(by_rule.items()):
        lines.append(f"{rule}, {SAFETIES[safety]}: {len(group)}")
        group.sort(key=lambda f: -f.confidence)
        lines += [f"  {f.confidence:.3f} {f.source}  {f.text}" for f in group[:: max(1, len(group) // show)][:show]]
    return "\n".join(lines)
