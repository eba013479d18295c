"""Paragraphs and blocks that stand twice, exactly or nearly. One copy stays: the first place, the better reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.copying.evidence import Bounds, Row, rows, safety_of
from cleaner.copying.groups import Group, groups
from cleaner.copying.measure import quoted
from cleaner.copying.readings import Comparison
from cleaner.copying.spacing import Spacing
from cleaner.model import Edit, Evidence, Hit, Related, Safety, Span
from cleaner.views import View

#: All bounds are in Han: `next` for a copy right behind the first, `row` for several copies in a row together, `far`
#: for one alone, `near` for the shortest with misreadings, and below `told` nothing is said.
_BOUNDS: Mapping[str, Any] = {"next": 18, "row": 80, "far": 60, "near": 40, "told": 12}

KINDS: Mapping[str, Mapping[str, Any]] = {
    "duplicated-paragraph": _BOUNDS,
    "near-duplicate-paragraph": _BOUNDS,
    "duplicated-block": _BOUNDS,
}


class _Judged(NamedTuple):
    group: Group
    row: Row
    comparisons: list[Comparison]
    safety: Safety
    confidence: float


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The copies of one kind."""
    found = view.memo(groups)
    if not found:
        return
    spacing = Spacing(found[0].lines, (k for g in found for k in range(g.start, g.stop)))
    for group, row in zip(found, rows(found), strict=True):
        if _kind(group) != kind:
            continue
        comparisons = [
            Comparison(view, group.lines.item(group.root + n).line, group.lines.item(group.start + n).line)
            for n, distance in enumerate(group.distances)
            if distance
        ]
        judged = safety_of(group, row, comparisons, Bounds(**params))
        if judged:
            yield _hit(spacing, _Judged(group, row, comparisons, *judged))


def _kind(group: Group) -> str:
    if len(group.distances) > 1:
        return "duplicated-block"
    return "near-duplicate-paragraph" if group.distances[0] else "duplicated-paragraph"


def _hit(spacing: Spacing, judged: _Judged) -> Hit:
    group, lines = judged.group, judged.group.lines
    spans = [span for k in range(group.start, group.stop) for span in spacing.span(k, k)]
    mended = [edit for c in judged.comparisons for edit in c.mended()]
    edits = [Edit(span) for span in spans]
    if judged.safety is not Safety.SHOWN:
        edits += mended
    shown = Span(lines.item(group.start).line.start, lines.item(group.stop - 1).line.end)
    stays = "first copy"
    if mended:
        stays = (
            "first copy, with "
            + ", ".join(f"{_of(spacing, e)}→{e.replacement}" for e in mended[:4])
            + " from the second"
        )
    return Hit(
        shown,
        tuple(edits) if judged.safety is not Safety.SHOWN else (),
        confidence=judged.confidence,
        values={
            "text": quoted(lines.item(group.start).text),
            "line": str(lines.item(group.root).line.number),
            "stays": stays,
            "paragraphs": str(len(group.distances)),
            "differs": " ".join(c.told() for c in judged.comparisons if c.readings) or "nothing",
        },
        evidence=_evidence(judged),
        related=tuple(
            Related(Span(line.start, line.end), "stays")
            for line in (lines.item(k).line for k in range(group.root, group.root_stop))
        ),
        safety=judged.safety,
    )


def _of(spacing: Spacing, edit: Edit) -> str:
    return spacing.lines.view.text[edit.span.start : edit.span.end] or "∅"


def _evidence(judged: _Judged) -> Evidence:
    group, row = judged.group, judged.row
    evidence: dict[str, str | int | float | bool] = {
        "han": group.han,
        "paragraphs": len(group.distances),
        "characters_different": sum(group.distances),
        "paragraphs_between": group.start - group.root_stop,
        "copies_in_a_row": row.lines,
        "at_the_end": row.tail,
    }
    differing = [c for c in judged.comparisons if c.readings]
    if differing:
        evidence["first_or_second"] = " ".join(c.told() for c in differing)
        evidence["first_likelier"] = sum(r.verdict > 0 for c in differing for r in c.readings)
        evidence["second_likelier"] = sum(r.verdict < 0 for c in differing for r in c.readings)
    return evidence
