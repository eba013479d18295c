"""The edits that mend one finding by themselves, for programs that apply fixes one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleaner.model import Edit, Finding
from cleaner.repair import EditError
from cleaner.views import Overlay


def alone(finding: Finding, by_key: Mapping[str, Finding]) -> tuple[Edit, ...]:
    """The edits, of the text as read, that mend `finding` and nothing that it does not touch; empty without a fix.

    A finding was found where those that it rests on (`Finding.after`) are mended. Where its own edits take the place of
    theirs, all of theirs come along: a deleted loop in which a join stepped over “— 7 —” must put that line behind the
    paragraph, as the join would have. `by_key` are the findings of the document.
    """
    overlay = Overlay()
    try:
        _lay(finding, by_key, overlay, set())
    except EditError:
        return finding.fix.edits if finding.fix else ()
    return tuple(overlay)


def _lay(finding: Finding, by_key: Mapping[str, Finding], overlay: Overlay, laid: set[str]) -> None:
    if finding.fix is None or finding.key in laid:
        return
    laid.add(finding.key)
    for key in finding.after:
        ground = by_key.get(key)
        if ground and ground.fix and _touch(finding.fix.edits, ground.fix.edits):
            _lay(ground, by_key, overlay, laid)
    overlay.add(finding.fix.edits)


def _touch(edits: Iterable[Edit], others: Iterable[Edit]) -> bool:
    others = tuple(others)
    return any(edit.span.touches(other.span) for edit in edits for other in others)
