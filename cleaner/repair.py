"""The only code that changes text: apply edits, take them back, and say whether a fix conserves what it deletes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cleaner.model import Edit, Related, Span


class EditError(ValueError):
    """Edits that cannot be applied together: they overlap or lie outside the text. Our bug, never the user's."""


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """`edits` sorted by span only, stably: two insertions at one point keep their order."""
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Edit, ...]]:
    """`text` after `edits`, and the edits that take it back (in coordinates of the new text).

    Raises EditError where edits overlap or lie outside.
    """
    parts: list[str] = []
    undo: list[Edit] = []
    done = length = 0
    for edit in in_order(edits):
        start, end = edit.span.start, edit.span.end
        if start < done or end > len(text):
            raise EditError(f"edits overlap or lie outside the text at {start}..{end}")
        parts += (text[done:start], edit.replacement)
        length += start - done
        undo.append(Edit(Span(length, length + len(edit.replacement)), text[start:end]))
        length += len(edit.replacement)
        done = end
    parts.append(text[done:])
    return "".join(parts), tuple(undo)


def squeeze(text: str) -> str:
    """`text` without white space and invisible marks: what is left when spacing does not count."""
    return "".join(text.split()).replace("\ufeff", "").replace("\u200b", "")


def conserves(
    text: str,
    edits: Sequence[Edit],
    related: Sequence[Related],
    harmless: Callable[[str, str], bool],
    characters: str = "",
    same: Callable[[str, str], bool] | None = None,
) -> bool:
    """Law 8: whether all that `edits` delete still stands in the result.

    Deleted text is white space, or is put back by another edit of the same fix (a moved line), or stands in one of the
    copies that stay (`related`), equal or, as `harmless(deleted, copy)` says, with nothing but misreadings between; or
    it is among the `characters` that the rule names (the hyphen of a split word), or the very edit puts it back in
    another guise, as ``same(deleted, put)`` proves (⽤ and 用).
    """
    deleted = [
        gone
        for edit in edits
        if (gone := squeeze(text[edit.span.start : edit.span.end])).strip(characters)
        and not (same and edit.replacement and same(text[edit.span.start : edit.span.end], edit.replacement))
    ]
    if not deleted:
        return True
    put = squeeze("".join(edit.replacement for edit in edits))
    copies = dict.fromkeys(squeeze(text[r.span.start : r.span.end]) for r in related)
    # Looked up first: text drawn in layers has as many copies as deletions.
    return all(
        gone in copies or gone in put or any(gone in copy or harmless(gone, copy) for copy in copies)
        for gone in deleted
    )
