"""Runs the tool on typeset documents: which line ends it joins, how sure it is, and whether it is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import cleaner
from benchmarks.damage_wraps import INDENTS, Spec, make
from benchmarks.measure import Breaks, Slip, bare, chars_and_breaks, compare
from benchmarks.reliability import Claim
from benchmarks.tables import percent, table
from benchmarks.typeset import KINSOKU
from cleaner import Finding
from cleaner.structure import structure
from cleaner.views import View
from cleaner.wrapping.lines import text_lines
from cleaner.wrapping.model import verdicts
from cleaner.wrapping.widths import columns

#: From this probability on the model is taken to say that a paragraph begins: there 998 of 1000 such claims are right.
TOLD = 0.86


@dataclass(slots=True)
class Row:
    """What came of one document."""

    spec: Spec
    counts: Breaks
    slips: list[Slip] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def run(spec: Spec, risky: bool = False) -> Row:
    """Makes the document, cleans it, compares."""
    case = make(spec)
    result = cleaner.check(case.raw, risky=risky)
    compared = compare(case.gold, case.raw, result.text, case.furniture)
    gaps = _gaps(case.raw, case.furniture)
    gold_breaks = chars_and_breaks(case.gold)[1]
    claims: list[Claim] = []
    said: dict[int, Finding] = {}
    applied = set(result.applied)
    held: set[int] = set()
    for finding in result.findings:
        if finding.family != "broken-wraps":  # a copy that goes takes its line ends along
            continue
        for k in _joined_by(finding, case.raw, gaps):
            if k < len(gold_breaks):
                said[k] = finding
                if finding.key not in applied:
                    held.add(k)
                claims.append(
                    Claim("wraps", finding.rule, finding.safety.value, finding.confidence, not gold_breaks[k])
                )
    joined = {k for k, s in zip(compared.slipped_at, compared.slips, strict=True) if s.kind == "false join"}
    missed = {k for k, s in zip(compared.slipped_at, compared.slips, strict=True) if s.kind == "missed join"}
    compared.counts.held_joins = len(held & missed)
    compared.counts.held_breaks = sum(gold_breaks[k] for k in held - joined)
    for slip, k in zip(compared.slips, compared.slipped_at, strict=True):
        if k in said:
            slip.confidence, slip.rule = said[k].confidence, f"{said[k].rule}, {said[k].safety}"
    compared.counts.told, compared.counts.told_right, compared.counts.parted = _told(case.raw, case.gold)
    return Row(spec, compared.counts, compared.slips, claims)


def _told(raw: str, gold: str) -> tuple[int, int, int]:
    """Line ends of which the model is sure that paragraphs part there, those where they do, and all where they do.

    None of a text that is not its gold but for its line ends.
    """
    letters, breaks = chars_and_breaks(gold)
    lines = text_lines(View(raw).memo(structure))
    if "".join(bare(line.bare) for line in lines) != letters:
        return 0, 0, 0
    told = right = parted = at = 0
    for line, verdict in zip(lines, verdicts(lines, columns(lines)), strict=True):
        if at:
            told += verdict.starts >= TOLD
            right += verdict.starts >= TOLD and breaks[at]
            parted += breaks[at]
        at += len(bare(line.bare))
    return told, right, parted


def _gaps(raw: str, furniture: Sequence[str]) -> dict[int, int]:
    """Each place in the white space of `raw` -> the number of the next non-white character outside furniture.

    For a line that is furniture, all of its places.
    """
    gone = {bare(f) for f in furniture}
    places: dict[int, int] = {}
    number = at = 0
    for line in raw.replace("\f", "\n").split("\n"):
        skip = bare(line) in gone
        for c in line:
            if skip or c.isspace() or c in "\ufeff\u200b":
                places[at] = number
            else:
                number += 1
            at += 1
        places[at] = number
        at += 1
    return places


def _joined_by(finding: Finding, raw: str, gaps: dict[int, int]) -> set[int]:
    """The characters before which `finding` takes a line end away."""
    joined: set[int] = set()
    for edit in finding.fix.edits if finding.fix else ():
        seen = raw[edit.span.start : edit.span.end]
        if "\n" in seen and "\n" not in edit.replacement:
            at = edit.span.start + seen.index("\n")
            if at in gaps:
                joined.add(gaps[at])
    return joined


Key = Callable[[Spec], str]


def grouped(rows: Iterable[Row], *keys: Key) -> dict[tuple[str, ...], Breaks]:
    """The sums by group."""
    sums: dict[tuple[str, ...], Breaks] = defaultdict(Breaks)
    for row in rows:
        name = tuple(key(row.spec) for key in keys)
        sums[name] = sums[name] + row.counts
    return dict(sums)


def _plain(rows: Sequence[Row], extras: str) -> list[Row]:
    return [r for r in rows if is_plain(r.spec, extras)]


def _facet(name: str) -> Key:
    return lambda spec: spec.facets()[name]


def is_plain(spec: Spec, extras: str = "plain") -> bool:
    """Whether nothing but the wraps is in the way: the figures of the goals are for these.

    `extras`: ``plain`` for text with its headings, ``body`` for paragraphs alone.
    """
    nothing_else = spec.furniture == "none" and spec.noise == "none" and spec.latin == "whole" and spec.blanks == "none"
    return nothing_else and spec.extras == extras and spec.engine in KINSOKU and spec.indent in INDENTS


COLUMNS = (
    "docs",
    "joins",
    "recall",
    "precision",
    "false",
    "breaks",
    "kept",
    "br. prec.",
    "called",
    "call prec.",
    "told",
    "told prec.",
    "splits",
    "glued",
    "perfect",
)


def _cells(counts: Breaks) -> list[str]:
    return [
        str(counts.documents),
        str(counts.joins),
        percent(counts.join_recall),
        percent(counts.join_precision),
        str(counts.false_joins),
        str(counts.breaks),
        percent(counts.break_recall),
        percent(counts.break_precision),
        percent(counts.called_recall),
        percent(counts.called_precision),
        percent(counts.told_recall),
        percent(counts.told_precision),
        str(counts.false_splits),
        str(counts.glued),
        str(counts.perfect),
    ]


def report(rows: Sequence[Row], show: int = 0) -> str:
    """The tables: all, the goals' by width and indent, one a facet, and the worst slips."""
    parts = [
        "WRAPS  (joins: line ends that had to go; breaks: paragraph ends that had to stay; kept: their recall;\n"
        "called: breaks that stand and of which no finding asks whether they should go;\n"
        f"told: breaks of which the model is sure, from {TOLD} on)",
        table(("", *COLUMNS), [["all", *_cells(sum((r.counts for r in rows), Breaks()))]]),
    ]
    for title, chosen in (
        ("body text alone, no blank lines, kinsoku, no noise: the goals' figures", _plain(rows, "body")),
        ("the same with headings", _plain(rows, "plain")),
        ("all documents", list(rows)),
    ):
        sums = grouped(chosen, _facet("indent"), _facet("width"))
        lines = [[f"{indent} {width}", *_cells(c)] for (indent, width), c in sorted(sums.items(), key=_by_number)]
        parts.append(f"by indent and width, {title}\n" + table(("indent, width", *COLUMNS), lines))
    sums = grouped(rows, _facet("indent"), _facet("blanks"))
    lines = [[" ".join(key), *_cells(c)] for key, c in sorted(sums.items())]
    parts.append(table(("indent, blanks", *COLUMNS), lines))
    for facet in ("engine", "source", "spaces", "latin", "furniture", "extras", "noise"):
        sums = grouped(rows, _facet(facet))
        parts.append(table((facet, *COLUMNS), [[*key, *_cells(c)] for key, c in sorted(sums.items())]))
    if show:
        parts.append(shown(rows, show))
    return "\n\n".join(parts)


def _by_number(item: tuple[tuple[str, ...], Breaks]) -> tuple[str, int]:
    (indent, width), _ = item
    return indent, int(width)


def shown(rows: Sequence[Row], show: int) -> str:
    """The false joins that the tool was surest of, then false splits, then missed joins, `show` of each."""
    lines: list[str] = []
    for kind in ("false join", "false split", "missed join"):
        slips = [(s, r.spec) for r in rows for s in r.slips if s.kind == kind]
        slips.sort(key=lambda pair: -pair[0].confidence)
        step = max(1, len(slips) // show) if kind == "missed join" else 1
        lines.append(f"{kind}: {len(slips)}")
        for slip, spec in slips[::step][:show]:
            facets = " ".join(f"{v}" for k, v in spec.facets().items())
            sure = f"{slip.confidence:.3f} {slip.rule}" if slip.rule else "nothing said"
            lines.append(f"  …{slip.before}⏎{slip.after}…   [{sure}] #{spec.number} {facets}")
    return "\n".join(lines)
