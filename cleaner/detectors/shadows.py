"""Text drawn in layers, as fake bold does it: by run, by character, by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.model import Hit
from cleaner.repeating.layers import Layered, layered, mended
from cleaner.repeating.lines import line_hits
from cleaner.repeating.squeezed import squeezed
from cleaner.repeating.trust import by_character
from cleaner.views import View

KINDS: Mapping[str, Mapping[str, Any]] = {"shadow-run": {}, "shadow-character": {}, "shadow-line": {}}


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The hits of `kind` in `view`."""
    if kind == "shadow-line":
        yield from line_hits(view)
        return
    text = view.memo(squeezed).text
    for item in view.memo(layered):
        single = all(by_character(text, block) for block in item.chain.blocks)
        if single == (kind == "shadow-character"):
            yield _hit(view, item)


def _hit(view: View, item: Layered) -> Hit:
    text, chain = view.memo(squeezed), item.chain
    edits, copies = mended(text, chain)
    span = text.span(chain.start, chain.end)
    return Hit(
        span,
        tuple(edits),
        confidence=item.confidence,
        values={"run": _short(text.text[chain.start : chain.end]), "read": _short(chain.text(text.text))},
        evidence={
            "layers": chain.layers,
            "repeats": len(chain.blocks),
            "characters": chain.read,
            "drawn once": chain.single,
        },
        related=tuple(copies),
        safety=item.safety,
    )


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most // 2] + "…" + text[-most // 2 + 1 :]
