"""Verse, and other lines that are meant to be lines: slogans in a stack, names in a row, items without sentences."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cleaner.document import cells

#: Marks at which a verse line ends: 窈窕淑女，君子好逑。
LINE_MARK = regex.compile(r"[，。！？；：、,!?;…—]+[”’」』）)]*$")
INSIDE_MARK = regex.compile(r"[，。！？；,!?;](?=.)")
HAN = regex.compile(r"\p{Han}")
WIDEST = 72  # cells
LEAST = 4  # lines


def verse_lines(texts: Sequence[str | None]) -> set[int]:
    """The indices of lines that stand in verse. A text is None where the line is something else for sure.

    Four lines or more in a row, none wide, of which nearly all end with a mark: a wrapped column ends its lines with
    a mark about one time in eight, as often as words happen to end there.
    """
    found: set[int] = set()
    run: list[int] = []
    for index, text in enumerate([*texts, None]):
        if text is not None and not text.strip():
            continue  # a blank line between stanzas does not end the verse
        if text is not None and cells(text.strip()) <= WIDEST and HAN.search(text):
            run.append(index)
            continue
        found.update(_stanzas(run, texts))
        run = []
    return found


def _stanzas(run: Sequence[int], texts: Sequence[str | None]) -> set[int]:
    """The longest stretches of `run` in which nearly every line ends with a mark."""
    found: set[int] = set()
    start = 0
    marked = [bool(LINE_MARK.search((texts[i] or "").rstrip())) for i in run]
    while start < len(run):
        if not marked[start]:
            start += 1
            continue
        end = start
        misses = 0
        while end < len(run) and (marked[end] or (misses + 1) * 8 <= end - start):
            misses += not marked[end]
            end += 1
        if end - start >= LEAST and _is_verse([(texts[i] or "").strip() for i in run[start:end]]):
            found.update(run[start:end])
        start = end + 1
    return found


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines that end with marks are verse rather than short paragraphs.

    Verse lines come in few lengths; paragraphs of one line each (speech, notices) end with 。 and differ in length.
    """
    widths = [cells(line) for line in lines]
    common = max(widths.count(w) for w in set(widths))
    return common >= 0.3 * len(widths) or max(widths) <= 40
