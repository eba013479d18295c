"""Annotations for GitHub Actions: a workflow command a finding, on standard output.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
GitHub shows the first ten of each level a step; all are in the log, and the last lines say how many are only there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Finding, Held, Safety, Tally
from cleaner.reports import suppressed
from cleaner.reports.excerpt import elided, visible
from cleaner.reports.places import Places
from cleaner.reports.text import TextReport, change
from cleaner.wording import say
from cleaner.work import Outcome

#: Annotations of one level that GitHub shows for one step.
SHOWN_A_STEP = 10
#: Terminal cells of a message; what it quotes may be a whole article.
LONGEST = 300

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GithubReport:
    """Findings as ``::error …::``, ``::warning …::`` and ``::notice …::``; those that a person set aside are left out.

    What makes the exit code 1, by the settings of its file, is an error where it is safe, else a warning; the rest is a
    notice.
    """

    def __init__(
        self,
        out: TextIO,
        lang: str,
        *,
        mended: bool = False,
        places: Places | None = None,
    ) -> None:
        self.out, self.lang, self.mended = out, lang, mended
        self.places = places or Places()
        self.levels: Counter[str] = Counter()
        self.totals = TextReport(out, lang, mended=mended, counted=True)

    def complain(self, complaint: Complaint) -> None:
        """Prints an error about a path."""
        self._complain(complaint, self.places.name(self.places.full(complaint.name)) if complaint.name else "")

    def add(self, outcome: Outcome) -> None:
        """Prints one file's annotations."""
        name = self.places.name(self.places.of(outcome))
        if outcome.complaint:
            self._complain(outcome.complaint, name)
        result = outcome.result
        if result is None:
            return
        self.totals.add(outcome)
        for finding in result.remaining(*Safety) if self.mended else result.findings:
            held = result.held.get(finding.key)
            if not suppressed(held):
                level = _level(finding.safety, held, outcome.fails_on())
                self._annotate(name, result.document, finding, level)

    def end(self, tally: Tally, code: int = 0) -> None:
        """Prints the totals, and how many findings GitHub leaves in the log."""
        hidden = sum(max(0, count - SHOWN_A_STEP) for count in self.levels.values())
        if hidden:
            self.out.write(say(self.lang, "github-more", count=hidden, most=SHOWN_A_STEP) + "\n")
        self.totals.end(tally, code)

    def _annotate(self, name: str, document: Document, finding: Finding, level: str) -> None:
        line, column = document.place(finding.span.start)
        last = max(finding.span.start, finding.span.end - 1)
        end_line, end_column = document.place(last)
        place = {"file": name, "line": str(line), "endLine": str(end_line)}
        if line == end_line:
            # Columns are refused where an annotation has several lines.
            place |= {"col": str(column), "endColumn": str(end_column + (last < finding.span.end))}
        title = f"{finding.rule} ({say(self.lang, finding.safety)})"
        parts = [f"{name}:{line}:{column}: {finding.message}", change(document, finding), f"{finding.confidence:.0%}"]
        message = " | ".join(elided(visible(part), LONGEST) for part in parts if part)
        self._print(level, {**place, "title": title}, message)

    def _complain(self, complaint: Complaint, name: str) -> None:
        place = {"file": name} if name else {}
        if name and complaint.line:
            place |= {"line": str(complaint.line), "col": str(max(1, complaint.column))}
        self._print("error", {**place, "title": "cleaner"}, elided(visible(str(complaint)), LONGEST))

    def _print(self, level: str, properties: dict[str, str], message: str) -> None:
        self.levels[level] += 1
        told = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
        self.out.write(f"::{level} {told}::{message.translate(_DATA)}\n")


def _level(safety: Safety, held: Held | None, fails_on: Sequence[Safety]) -> str:
    if safety not in fails_on or held is Held.RESTS_ON_HELD:
        return "notice"
    return "error" if safety is Safety.SAFE else "warning"
