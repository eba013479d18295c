"""Changes inside lines, for reading: ``前文[-删去-]{+添上+}后文``.

Chinese has no spaces, so nothing is split at spaces: what was deleted is shown to the character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.document import Document
from cleaner.model import Edit, Span
from cleaner.printable import told_name
from cleaner.repair import in_order
from cleaner.reports.excerpt import elided, visible

#: Code points of unchanged text on each side; changes nearer than twice this are shown in one piece.
CONTEXT = 20
#: Terminal cells of deleted or added text to show; a longer run loses its middle.
ROOM = 120


def words(name: str, document: Document, edits: Iterable[Edit], *, colour: bool = False) -> Iterator[str]:
    """A line for each place where `edits` change `document`: its name and place, then the change in its context."""
    text = document.text
    small = [edit for edit in (_trimmed(text, edit) for edit in in_order(edits)) if edit is not None]
    for group in _near(text, small):
        line, column = document.place(group[0].span.start)
        place = f"{told_name(name)}:{line}:{column}"
        yield f"\x1b[1m{place}\x1b[0m" if colour else place
        yield "    " + "".join(_pieces(text, group, colour))


def _trimmed(text: str, edit: Edit) -> Edit | None:
    """`edit` without what it leaves as it was at both ends; None where nothing is left of it."""
    start, end, new = edit.span.start, edit.span.end, edit.replacement
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Edit(Span(start, end), new) if start < end or new else None


def _near(text: str, edits: Iterable[Edit]) -> list[list[Edit]]:
    groups: list[list[Edit]] = []
    for edit in edits:
        gap = text[groups[-1][-1].span.end : edit.span.start] if groups else ""
        if groups and len(gap) <= 2 * CONTEXT and "\n" not in gap:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def _pieces(text: str, group: list[Edit], colour: bool) -> Iterator[str]:
    start, end = group[0].span.start, group[-1].span.end
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    yield "…" * (start - len(before) > 0 and text[start - len(before) - 1] != "\n") + visible(before)
    at = start
    for edit in group:
        yield visible(text[at : edit.span.start])
        gone = elided(visible(text[edit.span.start : edit.span.end]), ROOM)
        put = elided(visible(edit.replacement), ROOM)
        if gone:
            yield f"\x1b[9;31m{gone}\x1b[0m" if colour else f"[-{gone}-]"
        if put:
            yield f"\x1b[32m{put}\x1b[0m" if colour else f"{{+{put}+}}"
        at = edit.span.end
    after = text[end : end + CONTEXT].partition("\n")[0]
    yield visible(after) + "…" * (end + len(after) < len(text) and text[end + len(after)] != "\n")
