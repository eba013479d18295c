"""Paragraphs and blocks that stand twice, exactly or nearly. One copy stays: the first place, the better reading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.copying.evidence import Bounds, Row, rows, safety_of, safety_of_passage
from cleaner.copying.groups import Group, groups
from cleaner.copying.measure import han, quoted
from cleaner.copying.passages import Passage, passages
from cleaner.copying.readings import Collation, Comparison
from cleaner.copying.seams import seams
from cleaner.copying.spacing import Spacing
from cleaner.copying.twins import lines_of
from cleaner.document import Lines
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
    collation: Collation
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


def collated(view: View) -> list[tuple[Group, Row, Collation]]:
    """The groups of `view`, with what differs in each. Call it as ``view.memo(collated)``."""
    found = view.memo(groups)
    collations = [
        Collation(
            [
                Comparison(view, _span(group, group.root + n), _span(group, group.start + n))
                for n, distance in enumerate(group.distances)
                if distance
            ]
        )
        for group in found
    ]
    return list(zip(found, rows(found, collations), collations, strict=True))


def _of_groups(view: View, kind: str, bounds: Bounds) -> Iterator[Hit]:
    for group, row, collation in view.memo(collated):
        judged = safety_of(group, row, collation, bounds) if _kind(group) == kind else None
        if judged:
            yield _hit(view.memo(spacing), _Judged(group, row, collation, *judged))


def _span(group: Group, k: int) -> Span:
    """The text of a line of `group`, without the white space around it."""
    item = group.lines.item(k)
    start = item.line.start + len(item.text) - len(item.text.lstrip())
    return Span(start, start + len(item.bare))


def _kind(group: Group) -> str:
    if len(group.distances) > 1:
        return "duplicated-block"
    return "near-duplicate-paragraph" if group.distances[0] else "duplicated-paragraph"


def _hit(spacing: Spacing, judged: _Judged) -> Hit:
    group, lines, collation = judged.group, judged.group.lines, judged.collation
    edits = [Edit(span) for k in range(group.start, group.stop) for span in spacing.span(k, k)] + collation.mended
    shown = Span(lines.item(group.start).line.start, lines.item(group.stop - 1).line.end)
    why = _why(judged.safety, collation, "copy-first")
    return Hit(
        shown,
        tuple(edits) if judged.safety is not Safety.SHOWN else (),
        confidence=judged.confidence,
        values={
            "text": quoted(lines.item(group.start).text),
            "stays": _line(lines.view, lines.item(group.root).line.start),
            "paragraphs": str(len(group.distances)),
            **_differs(collation),
        },
        said={"why": why},
        evidence={
            "han": group.han,
            "paragraphs": len(group.distances),
            "characters_different": sum(group.distances),
            "paragraphs_between": group.start - group.root_stop,
            "copies_in_a_row": judged.row.lines,
            "at_the_end": judged.row.tail,
            **_evidence(why, collation),
        },
        related=tuple(Related(_span(group, k), "stays") for k in range(group.root, group.root_stop)),
        safety=judged.safety,
    )


def _why(safety: Safety, collation: Collation, place: str) -> str:
    """The wording that says which copy stays and why; `place` is the reason where both copies are as good."""
    if safety is Safety.SHOWN:
        return "copy-meant" if not collation else "copy-unclear"
    if not collation:
        return place
    if place == "copy-first" and not collation.taken:
        return "copy-better"
    return f"{place}-mended" if collation.taken else place


def _differs(collation: Collation) -> dict[str, str]:
    return {
        "differs": collation.told(),
        "places": str(len(collation.readings)),
        "kept": str(collation.kept),
        "taken": str(len(collation.taken)),
    }


def _evidence(why: str, collation: Collation) -> Evidence:
    """Why the one copy stays, and what the language data say of each difference."""
    evidence: dict[str, str | int | float | bool] = {"stays": why.removeprefix("copy-")}
    if collation:
        evidence["stays_or_goes"] = collation.told()
        evidence["stays_likelier"] = collation.kept
        evidence["goes_likelier"] = len(collation.taken)
        evidence["letters_sure"] = round(collation.sure, 4)
    if collation.taken and why.endswith("mended"):
        evidence["taken_from_the_other"] = " ".join(f"{r.stays or '∅'}→{r.gone or '∅'}" for r in collation.taken)
    return evidence


def _line(view: View, position: int) -> str:
    """The line of the text as read that `position` of the view stands in."""
    starts = view.memo(_read_starts)
    return str(bisect_right(starts, view.to_read(Span(position, position)).start))


def _read_starts(view: View) -> list[int]:
    return Lines(view.original).starts or [0]


def _of_passages(view: View, kind: str, bounds: Bounds) -> Iterator[Hit]:
    for passage in view.memo(passages):
        if _passage_kind(passage) != kind:
            continue
        collation = Collation([Comparison(view, passage.stays, passage.gone)] if passage.distance else [])
        judged = safety_of_passage(passage, collation, bounds)
        if judged:
            yield _passage_hit(view, passage, collation, *judged)


def _passage_kind(passage: Passage) -> str:
    if passage.crosses:
        return "duplicated-block"
    echo = passage.later and passage.next and passage.ends_alike and not passage.starts_alike and not passage.broken
    return "echoed-sentence" if echo else "contained-paragraph"


def _passage_hit(view: View, passage: Passage, collation: Collation, safety: Safety, confidence: float) -> Hit:
    spans = view.memo(spacing).span(passage.first, passage.last) if passage.whole else [passage.gone]
    whole = passage.starts_alike and passage.ends_alike
    why = _why(safety, collation, "copy-first" if whole and passage.later else "copy-complete")
    return Hit(
        passage.gone,
        (*(Edit(span) for span in spans), *collation.mended) if safety is not Safety.SHOWN else (),
        confidence=confidence,
        values={
            "text": quoted(view.text[passage.gone.start : passage.gone.end].strip("*# \n　")),
            "stays": _line(view, passage.stays.start),
            "paragraphs": str(passage.last - passage.first + 1),
            **_differs(collation),
        },
        said={"why": why},
        evidence={
            "han": passage.han,
            "characters_different": passage.distance,
            "broken_off": passage.broken,
            "starts_alike": passage.starts_alike,
            "ends_alike": passage.ends_alike,
            "next_to_it": passage.next,
            **_evidence(why, collation),
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
            said={"why": "copy-first"},
            evidence={"han": length, "letters": seam.letters, "whole_lines": seam.lines, "stays": "first"},
            related=(Related(seam.stays, "stays"),),
            safety=None if length >= safe and seam.lines else Safety.RISKY,
        )
