"""Paragraphs and blocks that stand twice, exactly or nearly. One copy stays: the first place, the better reading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.copying.evidence import Bounds, Row, rows, safety_of, safety_of_passage
from cleaner.copying.groups import Group, groups
from cleaner.copying.measure import han, quoted
from cleaner.copying.passages import Passage, passages
from cleaner.copying.readings import Comparison
from cleaner.copying.seams import seams
from cleaner.copying.spacing import Spacing
from cleaner.copying.twins import lines_of
from cleaner.document import split_lines
from cleaner.model import Edit, Evidence, Hit, Related, Safety, Span
from cleaner.views import View

#: All bounds are in Han: `next` for a copy right behind the first, `row` for several copies in a row together, `far`
#: for one alone, and below `told` nothing is said.
_BOUNDS: Mapping[str, Any] = {"next": 18, "row": 80, "far": 60, "told": 14}

KINDS: Mapping[str, Mapping[str, Any]] = {
    "duplicated-paragraph": _BOUNDS,
    "near-duplicate-paragraph": _BOUNDS,
    "duplicated-block": _BOUNDS,
    "contained-paragraph": _BOUNDS,
    "echoed-sentence": _BOUNDS,
    # `safe` is in Han; a seam shorter than that, or with other marks, is risky.
    "repeated-seam": {"safe": 20},
}


class _Judged(NamedTuple):
    group: Group
    row: Row
    comparisons: list[Comparison]
    safety: Safety
    confidence: float


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The copies of one kind."""
    if kind == "repeated-seam":
        yield from _of_seams(view, params["safe"])
        return
    if not view.memo(groups) and not view.memo(passages):
        return
    bounds = Bounds(**params)
    hits = [*_of_groups(view, kind, bounds), *_of_passages(view, kind, bounds)]
    yield from sorted(hits, key=lambda hit: hit.span)


def spacing(view: View) -> Spacing:
    """What goes with each line of `view` that stands twice. Call it as ``view.memo(spacing)``."""
    gone = {k for g in view.memo(groups) for k in range(g.start, g.stop)}
    gone.update(k for p in view.memo(passages) if p.whole for k in range(p.first, p.last + 1))
    return Spacing(view.memo(lines_of), gone)


def _of_groups(view: View, kind: str, bounds: Bounds) -> Iterator[Hit]:
    found = view.memo(groups)
    for group, row in zip(found, rows(found), strict=True):
        if _kind(group) != kind:
            continue
        comparisons = [
            Comparison(view, group.lines.item(group.root + n).line, group.lines.item(group.start + n).line)
            for n, distance in enumerate(group.distances)
            if distance
        ]
        judged = safety_of(group, row, comparisons, bounds)
        if judged:
            yield _hit(view.memo(spacing), _Judged(group, row, comparisons, *judged))


def _kind(group: Group) -> str:
    if len(group.distances) > 1:
        return "duplicated-block"
    return "near-duplicate-paragraph" if group.distances[0] else "duplicated-paragraph"


def _hit(spacing: Spacing, judged: _Judged) -> Hit:
    group, lines = judged.group, judged.group.lines
    mended = [edit for c in judged.comparisons for edit in c.mended()]
    edits = [Edit(span) for k in range(group.start, group.stop) for span in spacing.span(k, k)] + mended
    shown = Span(lines.item(group.start).line.start, lines.item(group.stop - 1).line.end)
    return Hit(
        shown,
        tuple(edits) if judged.safety is not Safety.SHOWN else (),
        confidence=judged.confidence,
        values={
            "text": quoted(lines.item(group.start).text),
            "stays": _line(lines.view, lines.item(group.root).line.start),
            "paragraphs": str(len(group.distances)),
            "differs": " ".join(c.told() for c in judged.comparisons if c.readings),
        },
        evidence=_evidence(judged, [f"{spacing.text(e.span) or '∅'}→{e.replacement or '∅'}" for e in mended]),
        related=tuple(
            Related(Span(line.start, line.end), "stays")
            for line in (lines.item(k).line for k in range(group.root, group.root_stop))
        ),
        safety=judged.safety,
    )


def _line(view: View, position: int) -> str:
    """The line of the text as read that `position` of the view stands in."""
    starts = view.memo(_read_starts)
    return str(bisect_right(starts, view.to_read(Span(position, position)).start))


def _read_starts(view: View) -> list[int]:
    return [line.start for line in split_lines(view.original)] or [0]


def _evidence(judged: _Judged, taken: list[str]) -> Evidence:
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
    if taken and judged.safety is not Safety.SHOWN:
        evidence["taken_from_the_second"] = " ".join(taken)
    return evidence


def _of_passages(view: View, kind: str, bounds: Bounds) -> Iterator[Hit]:
    for passage in view.memo(passages):
        if _passage_kind(passage) != kind:
            continue
        judged = safety_of_passage(passage, bounds)
        if judged:
            yield _passage_hit(view, passage, *judged)


def _passage_kind(passage: Passage) -> str:
    if passage.crosses:
        return "duplicated-block"
    echo = passage.later and passage.next and passage.ends_alike and not passage.starts_alike and not passage.broken
    return "echoed-sentence" if echo else "contained-paragraph"


def _passage_hit(view: View, passage: Passage, safety: Safety, confidence: float) -> Hit:
    spans = view.memo(spacing).span(passage.first, passage.last) if passage.whole else [passage.gone]
    return Hit(
        passage.gone,
        tuple(Edit(span) for span in spans) if safety is not Safety.SHOWN else (),
        confidence=confidence,
        values={
            "text": quoted(view.text[passage.gone.start : passage.gone.end].strip("*# \n　")),
            "stays": _line(view, passage.stays.start),
            "paragraphs": str(passage.last - passage.first + 1),
            "differs": str(passage.distance),
        },
        evidence={
            "han": passage.han,
            "characters_different": passage.distance,
            "broken_off": passage.broken,
            "starts_alike": passage.starts_alike,
            "ends_alike": passage.ends_alike,
            "next_to_it": passage.next,
        },
        related=(Related(passage.stays, "stays"),),
        safety=safety,
    )


def _of_seams(view: View, safe: int) -> Iterator[Hit]:
    for seam in view.memo(seams):
        text = view.text[seam.gone.start : seam.gone.end]
        length = han(text)
        yield Hit(
            seam.gone,
            (Edit(seam.gone),),
            confidence=0.97 if length >= safe else 0.8,
            values={"text": quoted(text.strip()), "stays": _line(view, seam.stays.start)},
            evidence={"han": length, "letters": seam.letters, "whole_lines": seam.lines},
            related=(Related(seam.stays, "stays"),),
            safety=None if length >= safe and seam.lines else Safety.RISKY,
        )
