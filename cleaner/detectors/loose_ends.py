"""Text that stops here and goes on elsewhere: shown, for only a person can put an article together again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.linking.ends import LooseEnd, loose_ends, lost_ends
from cleaner.linking.jumps import Link, jumps, links
from cleaner.model import Hit, Related, Safety, Span
from cleaner.outline import Block
from cleaner.views import View

#: `least` is the score (natural log-odds) from which a second half is named, `margin` by how much it must be better
#: than the next best; of two that come near each other none is named.
NAMED = {"least": 3.0, "margin": 2.0}
KINDS: Mapping[str, Mapping[str, Any]] = {"loose-end": NAMED, "lost-end": NAMED, "jump-link": {}}

#: How sure it is that a paragraph which stops before a title has lost its end.
STOPS_BEFORE_TITLE = 0.6

SUREST = 0.99

#: Characters of the text to show on each side.
SHOWN = 14


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The loose ends, or the pairs of jump lines, of `view`."""
    if kind == "jump-link":
        found = view.memo(jumps)
        if len(found) > 1:
            yield from (link_hit(link, onward=True) for link in links([("", found)], view.text))
        return
    named = [end for end in view.memo(loose_ends) if _is_named(end, params)]
    if kind == "loose-end":
        yield from (_loose(end, end.start) for end in named)
    else:
        told = {id(end.end) for end in named}
        yield from (_loose(LooseEnd(end), None) for end in view.memo(lost_ends) if id(end) not in told)


def _is_named(end: LooseEnd, params: Mapping[str, Any]) -> bool:
    """Whether it can be said where `end` goes on."""
    return end.start is not None and end.score >= params["least"] and end.score - end.rival >= params["margin"]


def _loose(end: LooseEnd, start: Block | None) -> Hit:
    last = end.end.lines[-1]
    stop = last.line.start + len(last.text.rstrip())
    span = Span(max(last.line.start, stop - SHOWN), stop)
    evidence: dict[str, str | int | float | bool] = {}
    related: tuple[Related, ...] = ()
    if start is not None:
        first = start.lines[0]
        begin = first.line.start + len(first.text) - len(first.text.lstrip())
        related = (Related(Span(begin, min(first.line.end, begin + SHOWN)), "goes on"),)
        evidence = {"score": round(end.score, 2), "next_best": round(end.rival, 2), "words_astride": end.words}
    return Hit(
        span,
        confidence=certainty(min(end.score, end.score - end.rival)) if start else STOPS_BEFORE_TITLE,
        values={"before": end.end.text[-SHOWN:], "after": start.text[:SHOWN] if start else ""},
        evidence=evidence,
        related=related,
        safety=Safety.SHOWN,
    )


def certainty(odds: float) -> float:
    """A probability from natural log-odds; no such claim is surer than 0.99."""
    return min(SUREST, round(1 / (1 + math.exp(-odds)), 4))


def link_hit(link: Link, *, onward: bool, path: str | None = None) -> Hit:
    """`link` as seen from its onward end, or from the other; `path` names the file that the other end is in."""
    here, there = (link.onward, link.back) if onward else (link.back, link.onward)
    note = "goes on" if onward else "comes from"
    return Hit(
        here.span,
        confidence=certainty(link.score if link.rival is None else min(link.score, link.score - link.rival)),
        values={
            "before": link.onward.words[-SHOWN:],
            "after": link.back.words[:SHOWN],
            "from": link.back.page,
            "to": link.onward.page,
        },
        evidence={
            "score": round(link.score, 2),
            "pages_agree": link.pages_known,
            "sentence_open": link.onward.open,
        }
        | ({} if link.rival is None else {"next_best": round(link.rival, 2)}),
        related=(Related(there.span, note, path, there.line if path else None),),
        safety=Safety.SHOWN,
    )
