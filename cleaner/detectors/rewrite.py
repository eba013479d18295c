"""A pattern and its replacement: rules that need no Python, such as doubled punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import regex

from cleaner.model import Edit, Hit, Related, Span
from cleaner.structure import Role, structure
from cleaner.views import View

#: `pattern` is a regular expression of the `regex` module, `replacement` a template for it (``\1``). Where the pattern
#: has a group called `copy`, what it matches is the copy that stays, and the fix deletes the rest.
KINDS: Mapping[str, Mapping[str, Any]] = {"rewrite": {"pattern": "", "replacement": "", "confidence": 0.9}}


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for each match outside code and tables. Raises regex.error for a pattern that is none."""
    pattern = _compiled(params["pattern"])
    for item in view.memo(structure):
        if item.role in (Role.CODE, Role.TABLE, Role.CONTENTS, Role.RULE):
            continue
        for match in pattern.finditer(item.text):
            seen, read = match.group(), match.expand(params["replacement"])
            if seen == read:
                continue
            start = item.line.start + match.start()
            span = Span(start, start + len(seen))
            copies: tuple[Related, ...] = ()
            edits: tuple[Edit, ...] = (Edit(span, read),)
            if "copy" in pattern.groupindex:
                kept = Span(item.line.start + match.start("copy"), item.line.start + match.end("copy"))
                copies = (Related(kept, "stays"),)
                edits = tuple(e for e in (Edit(Span(span.start, kept.start)), Edit(Span(kept.end, span.end))) if e.span)
            yield Hit(
                span,
                edits,
                confidence=float(params["confidence"]),
                values={"seen": seen, "read": read},
                evidence={"times": len(seen) / max(1, len(read))},
                related=copies,
            )


def wrong(kind: str, params: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What is wrong with `params`, what would be right, and the word by which to find the line; None: all is well."""
    pattern, replacement = params["pattern"], params["replacement"]
    if not pattern:
        return "has no pattern", "params = { pattern = '…', replacement = '…' }", "params"
    try:
        match = regex.compile(f"{pattern}|").match("")
    except regex.error as error:
        return f"pattern: {error}", "a regular expression of Python's `regex` module", "pattern"
    assert match is not None  # the empty alternative matches anywhere
    try:
        match.expand(replacement)
    except (regex.error, IndexError) as error:
        return f"replacement: {error}", r"\1 or \g<name> for the groups that the pattern has", "replacement"
    return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
