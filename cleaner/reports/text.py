"""The report for a terminal: where, which rule, how safe, what was seen and what it becomes, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Finding, Held, Safety, Tally
from cleaner.plan import Result
from cleaner.printable import told_name
from cleaner.reports import suppressed
from cleaner.reports.evidence import note_in_words, told
from cleaner.reports.excerpt import elided, is_break, seen_and_read, visible
from cleaner.settings import SCRIPT_RULE
from cleaner.settings.words import say as of_settings
from cleaner.wording import between, say
from cleaner.work import Outcome

#: How many terminal cells what was seen, and what it becomes, may take.
ROOM = 44
#: Code points to show on each side of something short.
AROUND = 8
#: From how many line breaks on a paragraph is told in one line.
MANY_BREAKS = 2

_COLOURS = {Safety.SAFE: "32", Safety.RISKY: "33", Safety.SHOWN: "36"}


class TextReport:
    """Findings as lines of text. With `mended`, those that were applied are only counted; with `counted`, all are.

    `undoable` says whether the files were changed in place, so that the run can be taken back.
    """

    def __init__(
        self,
        out: TextIO,
        lang: str = "en",
        *,
        colour: bool = False,
        mended: bool = False,
        undoable: bool = False,
        counted: bool = False,
    ) -> None:
        self.out, self.lang, self.colour, self.mended, self.undoable = out, lang, colour, mended, undoable
        self.counted = counted
        self.safeties: Counter[Safety] = Counter()
        self.converted = 0  # risky by the rule that `--script` asked for: `fix` with it needs no more consent
        self.files_read = self.files_hit = self.allowed = self.of_baseline = 0

    def complain(self, complaint: Complaint) -> None:
        """Prints nothing: stderr has it."""

    def add(self, outcome: Outcome) -> None:
        """Prints what was found in one file."""
        result = outcome.result
        if result is None:
            return
        self.files_read += 1
        findings: Iterable[Finding] = result.findings
        if self.mended:
            findings = result.remaining(*Safety)
            self._mended(told_name(outcome.name), result)
        self.of_baseline += sum(bool(decision.baseline) for decision in result.decided.values())
        told = [f for f in findings if not suppressed(result.held.get(f.key))]
        self.allowed += sum(why is Held.ALLOWED for why in result.held.values())
        self.files_hit += bool(told)
        self.safeties.update(f.safety for f in told)
        self.converted += sum(f.rule == SCRIPT_RULE and f.safety is Safety.RISKY for f in told)
        if self.counted:
            return
        for line in self._lines(told_name(outcome.name), result.document, told):
            self.out.write(line + "\n")

    def _mended(self, name: str, result: Result) -> None:
        if result.applied and not self.counted:
            counts = Counter(key.partition(":")[0] for key in result.applied)
            rules = between(self.lang).join(f"{rule} {count}" for rule, count in counts.most_common())
            words = say(self.lang, "mended", path=name, count=len(result.applied), rules=rules)
            self.out.write(self._painted(words, "32") + "\n")

    def _lines(self, name: str, document: Document, findings: list[Finding]) -> Iterator[str]:
        for group in grouped(document, findings):
            first = group[0]
            line, column = document.place(first.span.start)
            head = (
                self._painted(f"{name}:{line}:{column}", "1"),
                first.rule,
                self._painted(say(self.lang, first.safety), _COLOURS[first.safety]),
            )
            if len(group) >= MANY_BREAKS:
                yield "  ".join((*head, breaks(document, group, self.lang)))
            else:
                yield "  ".join((*head, change(document, first)))
                yield f"    {self._why(document, first)}"

    def _why(self, document: Document, finding: Finding) -> str:
        parts = [f"{finding.confidence:.0%}"]
        parts += islice(told(finding.evidence, self.lang), 4)
        for related in finding.related[:2]:
            if related.path:
                parts.append(f"{note_in_words(related.note, self.lang)} {visible(related.path)}:{related.line or 1}")
                continue
            line, column = document.place(related.span.start)
            parts.append(f"{note_in_words(related.note, self.lang)} {line}:{column}")
        why = f"{elided(visible(finding.message), 4 * ROOM)} ({between(self.lang).join(parts)})"
        return self._painted(why, "2")

    def end(self, tally: Tally, code: int = 0) -> None:
        """Prints the totals, and what may be done next."""
        parts: list[str] = []
        files = say(self.lang, "file" if self.files_read == 1 else "files", files=self.files_read)
        safeties = between(self.lang).join(
            f"{self.safeties[safety]} {say(self.lang, safety)}" for safety in Safety if self.safeties[safety]
        )
        if not self.files_read:
            # A file that was read but could not be written is in the tally; one that is not there is not.
            parts.append(say(self.lang, "nothing-written" if self.mended and tally.files else "none-read"))
        elif self.mended:
            count = sum(tally.applied.values())
            parts.append(
                say(self.lang, "fixed" if count else "mended-none", files=files, count=count, hit=tally.changed)
            )
            if safeties:
                parts.append(say(self.lang, "left", safeties=safeties))
        elif not safeties:
            parts.append(say(self.lang, "clean", files=files))
        else:
            total = sum(self.safeties.values())
            parts.append(say(self.lang, "found", files=files, count=total, hit=self.files_hit, safeties=safeties))
            if self.safeties[Safety.SAFE]:
                parts.append(say(self.lang, "next-fix"))
        if self.safeties[Safety.RISKY] > self.converted:
            parts.append(say(self.lang, "next-risky"))
        if self.converted and not self.mended:
            parts.append(say(self.lang, "next-script"))
        if self.of_baseline:
            parts.append(say(self.lang, "baseline-holds", count=self.of_baseline))
        if self.allowed:
            parts.append(of_settings(self.lang, "allowed", count=self.allowed))
        if tally.failed:
            parts.append(say(self.lang, "failed", count=tally.failed))
        if self.undoable and tally.changed:
            parts.append(say(self.lang, "take-back"))
        self.out.write(("；" if self.lang == "zh" else "; ").join(parts) + "\n")

    def _painted(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text


def breaks(document: Document, group: list[Finding], lang: str) -> str:
    """What there is to say of a `group` of line breaks in one paragraph."""
    first = document.place(group[0].span.start)[0]
    last = document.place(group[-1].span.end)[0]
    paragraph = document.text[document.line_at(group[0].span.start).start : document.line_at(group[-1].span.end).end]
    words = say(lang, "breaks", first=first, last=last, count=len(group))
    return f"{words}  “{elided(visible(paragraph), ROOM // 2)}”"


def near(document: Document, finding: Finding) -> tuple[str, str | None]:
    """What was seen at `finding`, and what it becomes (None without a fix); what is short, with a little around it."""
    seen, read = seen_and_read(document.text, finding, near=True)
    if len(seen) < 2 * AROUND or not (read and read.strip()):
        return seen_and_read(document.text, finding, AROUND, near=True)
    return seen, read


def change(document: Document, finding: Finding) -> str:
    """What was seen at `finding`, and what it becomes, with a little around it: “甲、、乙” → “甲、乙”."""
    seen, read = near(document, finding)
    left = f"“{elided(visible(seen), ROOM)}”"
    if read is None:
        return left
    return f"{left} → “{elided(visible(read), ROOM)}”" if read.strip() else f"{left} → ∅"


def grouped(document: Document, findings: Iterable[Finding]) -> list[list[Finding]]:
    """`findings` in their order, those in groups that take out the line breaks of one paragraph.

    Other findings may stand between the breaks. A group too small to be told in one line is taken apart again.
    """
    groups: list[list[Finding]] = []
    paragraph: dict[tuple[str, Safety], list[Finding]] = {}  # the breaks of the paragraph at hand
    last_line = 0  # where its last break ends
    for finding in findings:
        if not is_break(document, finding):
            groups.append([finding])
            continue
        if document.place(finding.span.start)[0] > last_line:
            paragraph = {}
        last_line = document.place(finding.span.end)[0]
        kind = (finding.rule, finding.safety)
        if kind not in paragraph:
            paragraph[kind] = []
            groups.append(paragraph[kind])
        paragraph[kind].append(finding)
    result: list[list[Finding]] = []
    for group in groups:
        result += [group] if len(group) >= MANY_BREAKS else [[finding] for finding in group]
    return sorted(result, key=lambda group: group[0].span)
