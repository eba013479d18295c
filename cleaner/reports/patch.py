"""A patch that `git apply` and `patch -p1` take: only ``\\n`` ends a line, and the bytes are those of the file."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from cleaner.document import Document
from cleaner.model import Edit
from cleaner.repair import apply, in_order
from cleaner.reports.excerpt import moved

#: Unchanged lines on each side of a change.
CONTEXT = 3


class NoPatch(ValueError):
    """The file's encoding does not put one line's bytes after another's (UTF-16, say)."""


@dataclass(frozen=True, slots=True)
class _Change:
    """The old lines ``start`` to ``end`` (from 0, half-open) become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def split(text: str) -> list[str]:
    """The lines of `text` with their ends; only ``\\n`` ends one. A form feed or U+2028 stays inside its line."""
    lines = text.split("\n")
    whole = [line + "\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def patch(name: str, document: Document, edits: Iterable[Edit]) -> bytes:
    """What turns `document` into the text after `edits`; nothing where they change nothing. Raises NoPatch."""
    # The byte order mark is a part of the first line; it exists in UTF-8 only, where U+FEFF stands for it.
    text = "\ufeff" * document.bom + document.text
    old = split(text)
    changes = _changes(text, old, in_order(moved(tuple(edits), -int(document.bom))))
    if not changes:
        return b""
    whole = _encoded(document, text)
    if _encoded(document, "\n") != b"\n" or b"".join(_encoded(document, line) for line in old) != whole:
        raise NoPatch(document.encoding)
    out: list[bytes] = [_header(b"--- ", "a/" + name), _header(b"+++ ", "b/" + name)]
    shift = 0
    for hunk in _hunks(changes):
        first, last = max(0, hunk[0].start - CONTEXT), min(len(old), hunk[-1].end + CONTEXT)
        body: list[tuple[bytes, str]] = []
        at = first
        for change in hunk:
            body += ((b" ", line) for line in old[at : change.start])
            body += ((b"-", line) for line in old[change.start : change.end])
            body += ((b"+", line) for line in change.lines)
            at = change.end
        body += ((b" ", line) for line in old[at:last])
        before, after = last - first, sum(mark != b"-" for mark, _ in body)
        out.append(f"@@ -{_range(first, before)} +{_range(first + shift, after)} @@\n".encode())
        shift += after - before
        out += (_line(mark, _encoded(document, line)) for mark, line in body)
    return b"".join(out)


def _changes(text: str, old: Sequence[str], edits: Sequence[Edit]) -> list[_Change]:
    """The lines that `edits` touch, and what becomes of them; neighbours in one."""
    starts = [0, *accumulate(map(len, old))]
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first = min(bisect_right(starts, edit.span.start) - 1, max(0, len(old) - 1))
        last = min(bisect_right(starts, edit.span.end) - 1, max(0, len(old) - 1)) + 1
        if groups and first < groups[-1][1]:
            groups[-1] = (groups[-1][0], max(last, groups[-1][1]), [*groups[-1][2], edit])
        else:
            groups.append((first, last, [edit]))
    changes = []
    for first, last, inside in groups:
        here = text[starts[first] : starts[min(last, len(old))]]
        before, after = split(here), split(apply(here, moved(tuple(inside), starts[first]))[0])
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        change = _Change(first + head, first + len(before) - tail, tuple(after[head : len(after) - tail]))
        if change.start < change.end or change.lines:
            changes.append(change)
    return changes


def _hunks(changes: Sequence[_Change]) -> list[list[_Change]]:
    """`changes` whose contexts would meet, together."""
    hunks: list[list[_Change]] = []
    for change in changes:
        if hunks and change.start - hunks[-1][-1].end <= 2 * CONTEXT:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks


def _range(start: int, count: int) -> str:
    """A hunk's place: an empty one is named by the line before it."""
    return f"{start + 1 if count else start},{count}"


def _encoded(document: Document, text: str) -> bytes:
    return text.encode(document.encoding)


def _line(mark: bytes, line: bytes) -> bytes:
    return mark + line + (b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n")


def _header(mark: bytes, name: str) -> bytes:
    """A line that names the file. A tab behind the name lets it hold spaces; odd characters need quotes."""
    quoted = "".join(_ESCAPES.get(char) or (f"\\{ord(char):03o}" if char < " " else char) for char in name)
    if quoted != name:
        quoted = f'"{quoted}"'
    return mark + quoted.encode("utf-8", "surrogateescape") + (b"\t\n" if " " in name else b"\n")


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n"}


def patch_name(path: Path) -> str:
    """`path` as a patch names it: below the current folder where it is there, else without its root.

    Of a link, the file behind it: neither `git apply` nor `patch` writes through links.
    """
    here, full = Path.cwd(), Path(os.path.abspath(path))  # noqa: PTH100 - a folder's link stays as it was named
    if full.is_symlink():
        here, full = here.resolve(), full.resolve()
    below = full.relative_to(here) if full.is_relative_to(here) else full.relative_to(full.anchor)
    return below.as_posix()
