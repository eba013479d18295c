"""Pages that looped or lost text, which no cleaning brings back: they want scanning again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.document import Document, Line
from cleaner.model import Finding, Held, Safety
from cleaner.outline import Block, Part, outline
from cleaner.plan import Result
from cleaner.structure import ends_sentence
from cleaner.views import View

#: Rules on loops. What is only shown may be meant as it stands (a song, a chant), but for the last two.
LOOPS = frozenset({"looped-clause", "looped-sentence", "runaway-tail"})
ALWAYS = frozenset({"drifting-loop", "numbered-loop"})

#: What may stand behind the last sentence of a page: — 12 —, （全文完）, 乔叙 摄.
BEHIND_TEXT = frozenset({Part.FURNITURE, Part.BYLINE, Part.CREDIT, Part.CAPTION, Part.RULE})
NOTE = re.compile(r"\s*[（(〔【\[][^（(〔【\[]*[）)〕】\]]\s*")

#: So many characters that could not be read are no accident of one character.
MANY_UNREAD = 3

#: The replacement character, and what engines and typists put where they could read nothing: 〓, □□.
UNREAD = re.compile(r"\ufffd|\u3013|[\u25a1\u25af]{2,}")


@dataclass(frozen=True, slots=True)
class Rescan:
    """A page to scan again: its number (from 1), the line to look at (from 1), and why.

    A reason is ``loop``, ``numbered-loop``, ``runaway-tail``, ``unread`` or ``breaks-off``; `cleaner.wording` has words
    for each (``rescan-loop`` …).
    """

    page: int
    line: int
    reasons: tuple[str, ...]


def pages_to_rescan(result: Result) -> list[Rescan]:
    """The pages of a document that looped, hold characters that could not be read, or break off; in their order."""
    document = result.document
    reasons: defaultdict[int, dict[str, int]] = defaultdict(dict)  # by page; each with the first line that says so
    for finding in result.findings:
        # What is allowed stands on the page.
        reason = "" if result.held.get(finding.key) is Held.ALLOWED else _reason(finding)
        if reason:
            last = max(finding.span.start, finding.span.end - 1)
            for place in (finding.span.start, last):
                line = document.line_at(place)
                reasons[line.page].setdefault(reason, line.number)
    if reasons:
        blocks = View(document.text).memo(outline)
        for page, found in reasons.items():
            cut = _cut_line(blocks, page)
            if cut:
                found["breaks-off"] = cut.number
    for page, number in _unread(document).items():
        reasons[page]["unread"] = number
    return [Rescan(page, min(found.values()), tuple(found)) for page, found in sorted(reasons.items())]


def _cut_line(blocks: Sequence[Block], page: int) -> Line | None:
    """The line in which the text of `page` breaks off; None where it ends as text does, or goes on elsewhere."""
    for block in reversed(blocks):
        on_page = [line for line in block.lines if line.line.page == page]
        # A number alone, — 12 —, is no proven folio, but no text either.
        wordless = not any(map(str.isalpha, block.text))
        if not on_page or wordless or block.part in BEHIND_TEXT or NOTE.fullmatch(block.text):
            continue
        if block.part is Part.JUMP or block.lines[-1].line.page != page or ends_sentence(block.text):
            return None
        return on_page[-1].line
    return None


def _reason(finding: Finding) -> str:
    if finding.rule in ALWAYS or (finding.rule in LOOPS and finding.safety is not Safety.SHOWN):
        return finding.rule if finding.rule in ("runaway-tail", "numbered-loop") else "loop"
    return ""


def _unread(document: Document) -> dict[int, int]:
    """The pages with many characters that could not be read, and the first line of each that has one."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for match in UNREAD.finditer(document.text):
        line = document.line_at(match.start())
        found[line.page].append((line.number, len(match.group())))
    return {page: hits[0][0] for page, hits in found.items() if sum(size for _, size in hits) >= MANY_UNREAD}
