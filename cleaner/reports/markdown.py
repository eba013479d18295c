"""Markdown for a comment on a pull request: a headline, a table of files, and what was found in each, to unfold.

GitHub takes 65,536 characters. What does not fit is counted, not cut: nothing is left open, whatever is in the texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Finding, Safety, Tally
from cleaner.plan import Result
from cleaner.reports import suppressed
from cleaner.reports.excerpt import elided, visible
from cleaner.reports.text import MANY_BREAKS, ROOM, breaks, grouped, near
from cleaner.settings import SCRIPT_RULE
from cleaner.wording import between, say
from cleaner.work import Outcome

#: What GitHub takes of a comment, counted as UTF-16 does, so that no way of counting is exceeded.
MOST = 65_536
#: What headline, hint and the lines that count the rest may take of it.
FRAME = 2_000
#: What the table may take: files behind that are counted.
TABLE = 20_000
#: Items to list of one file: the next file is to be seen too.
OF_A_FILE = 50
#: Complaints to list.
COMPLAINTS = 20
#: Terminal cells of a file's name and of a message.
NAME, MESSAGE = 200, 200


@dataclass(slots=True)
class _Room:
    """Lines, and how much may still be added to them."""

    left: int
    lines: list[str] = field(default_factory=list)

    def take(self, *lines: str) -> bool:
        """Adds `lines`, all or none."""
        size = sum(_size(line) + 1 for line in lines)
        if size > self.left:
            return False
        self.left -= size
        self.lines += lines
        return True


class MarkdownReport:
    """A comment of bounded size, written at the end. With `mended`, what was applied is only counted."""

    def __init__(self, out: TextIO, lang: str = "en", *, mended: bool = False, most: int = MOST) -> None:
        self.out, self.lang, self.mended = out, lang, mended
        self.table = _Room(min(TABLE, (most - FRAME) // 3))
        self.details = _Room(most - FRAME - self.table.left)
        self.files = self.hit = self.set_aside = self.more_files = self.more_findings = 0
        self.full = False
        self.safeties: Counter[Safety] = Counter()
        self.converted = 0  # risky by the rule that `--script` asked for: `fix` with it needs no more consent
        self.complaints: list[Complaint] = []
        self.complained = 0

    def complain(self, complaint: Complaint) -> None:
        """Keeps what is wrong with a path."""
        self.complained += 1
        if len(self.complaints) < COMPLAINTS:
            self.complaints.append(complaint)

    def add(self, outcome: Outcome) -> None:
        """Takes one file's findings, as many as there is room for."""
        if outcome.complaint:
            self.complain(outcome.complaint)
        result = outcome.result
        if result is None:
            return
        self.files += 1
        given = result.remaining(*Safety) if self.mended else result.findings
        told = [finding for finding in given if not suppressed(result.held.get(finding.key))]
        self.set_aside += len(given) - len(told)
        if not told:
            return
        self.hit += 1
        counts = Counter(finding.safety for finding in told)
        self.safeties += counts
        self.converted += sum(f.rule == SCRIPT_RULE and f.safety is Safety.RISKY for f in told)
        name = code(elided(visible(outcome.name), NAME), cell=True)
        row = " | ".join((name, *(str(counts[safety] or "") for safety in Safety)))
        if self.more_files or not self.table.take(f"| {row} |"):
            self.more_files += 1
        self._list(outcome.name, result, told)

    def _list(self, name: str, result: Result, told: list[Finding]) -> None:
        # Blank lines, or GitHub takes what is inside for HTML.
        open_, close = (
            ["<details>", f"<summary>{html(elided(visible(name), NAME))} ({len(told)})</summary>", ""],
            ["", "</details>", ""],
        )
        kept = sum(_size(line) + 1 for line in close) + 80
        inside = _Room(self.details.left - kept)
        listed = 0
        if not self.full and inside.take(*open_):
            for group in grouped(result.document, told)[:OF_A_FILE]:
                if not inside.take(*self._group(result.document, group)):
                    self.full = True
                    break
                listed += len(group)
        if listed:
            if listed < len(told):
                inside.lines += ["", say(self.lang, "markdown-more-here", count=len(told) - listed)]
            inside.lines += close
            self.details.take(*inside.lines)
        else:
            self.full = True
            self.more_findings += len(told)

    def _group(self, document: Document, group: list[Finding]) -> Iterator[str]:
        """A finding, or the line breaks of a paragraph, as an item of a list."""
        first = group[0]
        line, column = document.place(first.span.start)
        head = f"- {line}:{column} `{first.rule}` {say(self.lang, first.safety)}"
        if len(group) >= MANY_BREAKS:
            yield f"{head}{say(self.lang, 'colon')}{escaped(breaks(document, group, self.lang))}"
            return
        told = escaped(elided(visible(first.message), MESSAGE))
        yield f"{head}, {first.confidence:.0%}{say(self.lang, 'colon')}{told}<br>"
        seen, read = near(document, first)
        before = code(elided(visible(seen), ROOM))
        if read is None:
            yield f"  {before}"
        else:
            yield f"  {before} → " + (code(elided(visible(read), ROOM)) if read.strip() else "∅")

    def end(self, tally: Tally, code: int = 0) -> None:
        """Writes the comment."""
        out: list[str] = ["### cleaner", "", f"**{self._headline(tally)}**", ""]
        if self.complained:
            out += [f"- {escaped(elided(visible(str(complaint)), MESSAGE))}" for complaint in self.complaints]
            if self.complained > len(self.complaints):
                out.append(f"- {say(self.lang, 'markdown-more', count=self.complained - len(self.complaints))}")
            out.append("")
        if self.hit:
            heads = (say(self.lang, "markdown-file"), *(say(self.lang, safety) for safety in Safety))
            out += ["| " + " | ".join(heads) + " |", "|---|--:|--:|--:|", *self.table.lines, ""]
            if self.more_files:
                out += [say(self.lang, "markdown-more-files", count=self.more_files), ""]
            out += self.details.lines
            if self.more_findings:
                out += [say(self.lang, "markdown-more-findings", count=self.more_findings), ""]
        out += [hint for hint in self._hints(tally) if hint]
        self.out.write("\n".join(out).rstrip("\n") + "\n")

    def _headline(self, tally: Tally) -> str:
        files = say(self.lang, "file" if self.files == 1 else "files", files=self.files)
        counts = between(self.lang).join(
            f"{self.safeties[safety]} {say(self.lang, safety)}" for safety in Safety if self.safeties[safety]
        )
        stop = "；" if self.lang == "zh" else "; "
        if not self.files:
            return say(self.lang, "none-read")
        parts = []
        if self.mended:
            count = sum(tally.applied.values())
            key = "fixed" if count else "mended-none"
            parts.append(say(self.lang, key, files=files, count=count, hit=tally.changed))
            if counts:
                parts.append(say(self.lang, "left", safeties=counts))
        elif counts:
            total = sum(self.safeties.values())
            parts.append(say(self.lang, "found", files=files, count=total, hit=self.hit, safeties=counts))
        else:
            parts.append(say(self.lang, "clean", files=files))
        if tally.failed:
            parts.append(say(self.lang, "markdown-failed", count=tally.failed))
        return stop.join(parts)

    def _hints(self, tally: Tally) -> Iterator[str]:
        """What may be done next."""
        parts = []
        if self.safeties[Safety.SAFE] and not self.mended:
            parts.append(say(self.lang, "next-fix"))
        if self.safeties[Safety.RISKY] > self.converted:
            parts.append(say(self.lang, "next-risky"))
        if self.converted and not self.mended:
            parts.append(say(self.lang, "next-script"))
        if self.safeties:
            parts.append(say(self.lang, "next-review"))
        if self.set_aside:
            parts.append(say(self.lang, "markdown-set-aside", count=self.set_aside))
        yield ("；" if self.lang == "zh" else "; ").join(parts)


def _size(text: str) -> int:
    """UTF-16 units: what is counted as one character may count as two."""
    return len(text) + sum(char > "\uffff" for char in text)


def code(text: str, *, cell: bool = False) -> str:
    """`text`, on one line, as a code span: between more backticks than stand in it. In a `cell` of a table, | is
    escaped.
    """
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    # A space on each side is taken away again; it keeps the text's own backticks and spaces from the fence's.
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    if not text.strip():
        pad = ""
    inside = text.replace("|", "\\|") if cell else text
    return f"{fence}{pad}{inside}{pad}{fence}" if text else ""


_SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|<>~&$=@]|:(?=[a-z0-9_+-]{2,}:)")


def escaped(text: str) -> str:
    """`text`, on one line, as Markdown that shows it as it is: nobody is called by an @, no issue linked by a #, and
    “:tada:” stays what it is.
    """
    return _SIGNS.sub(_escape, text)


def _escape(sign: re.Match[str]) -> str:
    if sign[0] in "@#:":
        # A backslash would be gone before GitHub looks for such words; an empty comment parts them in the page.
        return f"{sign[0]}<!-- -->"
    return f"\\{sign[0]}"


def html(text: str) -> str:
    """`text` inside of an HTML tag of a Markdown page, such as a summary, where signs of Markdown count too."""
    return "".join(f"&#{ord(char)};" if char in _HTML else char for char in text)


_HTML = frozenset("\\`*_{}[]()#+-!|<>~&$@\"'")
