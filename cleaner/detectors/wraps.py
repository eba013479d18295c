"""Lines that are one: wraps, paragraphs cut by a column, a page or a blank line, Latin words split with a hyphen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.model import Hit, Safety, Span
from cleaner.structure import Role
from cleaner.views import View
from cleaner.wrapping.joins import Join, joins, mend
from cleaner.wrapping.lines import End
from cleaner.wrapping.seams import tells

#: `safe` is the probability from which a join is SAFE (on generated pages .9997 of such joins are right for lines that
#: are neighbours, .998 for cut paragraphs, about half of the wrong ones torn in the source); `safe_plain` the same for
#: a sentence that stops unfinished in text that was not wrapped, where claims hold more often than they say; below it,
#: down to `least`, it is SHOWN: what is left to ask there is a matter of meaning, and no consent given beforehand
#: answers it.
LIMITS = {"safe": 0.95, "safe_plain": 0.75, "least": 0.6}
KINDS: Mapping[str, Mapping[str, Any]] = {
    "wrapped-line": LIMITS,
    "cut-paragraph": LIMITS | {"safe": 0.96},
    "split-word": LIMITS,
}

HYPHENS = "-\u2010\u00ad"


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The joins of one kind."""
    for join in view.memo(joins):
        if _kind(join) == kind and join.probability >= params["least"]:
            limit = params["safe_plain"] if _unfinished_in_plain_text(join) else params["safe"]
            yield _hit(view, join, kind, join.proven and join.probability >= limit)


def _unfinished_in_plain_text(join: Join) -> bool:
    """Whether text that was not wrapped has a sentence stop without a mark: 现场，甘肃省、四川省和重庆市."""
    before, after = join.before, join.after
    if before.item.role is Role.LIST and not tells(before, after):  # 八、守牢安全底线，建设平安县城
        return False
    stops = before.commas + before.stops > 0 and before.end in (End.OTHER, End.COMMA)
    goes_on = after.commas + after.stops > 0 or after.end is End.TERMINAL
    return join.wrapped <= 0.5 and stops and goes_on


def _kind(join: Join) -> str:
    before, after = join.before.bare, join.after.bare
    if before[-1:] in HYPHENS and before[-2:-1].isalpha() and before[-2:-1].isascii() and _lower(after):
        return "split-word"
    return "cut-paragraph" if join.cut else "wrapped-line"


def _lower(text: str) -> bool:
    return text[:1].isascii() and text[:1].islower()


def _hit(view: View, join: Join, kind: str, safe: bool) -> Hit:
    edits = mend(view, join, drop=1 if kind == "split-word" else 0)
    before, after = join.before.bare, join.after.bare
    evidence: dict[str, str | int | float | bool] = {
        "probability": round(join.probability, 4),
        "line_cells": join.before.width,
        "column_cells": join.width,
    }
    if join.cut:
        evidence["blank_lines"] = join.after.blanks
        evidence["furniture"] = len(join.furniture)
    return Hit(
        Span(edits[0].span.start, edits[0].span.end),
        edits,
        confidence=join.probability,
        values={"before": before[-12:], "after": after[:12], "word": _word(before, after)},
        evidence=evidence,
        safety=None if safe else Safety.SHOWN,
    )


def _word(before: str, after: str) -> str:
    """The word that a hyphen splits: “develop-” and “ment” give “development”."""
    left = before.rstrip(HYPHENS)
    start = len(left)
    while start and left[start - 1].isascii() and left[start - 1].isalpha():
        start -= 1
    end = 0
    while end < len(after) and after[end].isascii() and after[end].isalpha():
        end += 1
    return left[start:] + after[:end]
