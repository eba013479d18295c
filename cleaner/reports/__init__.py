"""Sinks for a stream of outcomes: `add` each, then `end`. They print what they are given and decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from cleaner.model import Held

if TYPE_CHECKING:
    from cleaner.inputs import Complaint
    from cleaner.model import Finding, Tally
    from cleaner.settings import Settings
    from cleaner.work import Outcome

#: The version of what `json` and `jsonl` write. It rises when a field is renamed or goes; new fields may come any time.
SCHEMA = "1"

#: How SARIF calls the ways in which a finding is set aside: by decisions or settings, kept in files of their own; by a
#: comment.
Suppression = Literal["external", "inSource"]


def suppressed(held: Held | None) -> bool:
    """Whether a finding that is `held` was set aside; else it is to be told."""
    return held in (Held.KEPT, Held.ALLOWED)


def suppression(finding: Finding, held: Held | None, settings: Settings) -> Suppression | None:
    """How `finding`, which is `held`, was set aside, where these settings hold; None where it was not."""
    if not suppressed(held):
        return None
    return "external" if held is Held.KEPT or in_settings(finding, settings) else "inSource"


def in_settings(finding: Finding, settings: Settings) -> bool:
    """Whether the settings allow what rule `finding` is by: no comment is needed then."""
    from cleaner.suppressions import is_called  # reads what a line is, by patterns: `--help` needs none

    return any(is_called(one.name, finding.rule, finding.family) for one in settings.allow)


class Report(Protocol):
    """What every report can do."""

    def add(self, outcome: Outcome) -> None:
        """Takes one file's outcome, in the order of the files."""

    def complain(self, complaint: Complaint) -> None:
        """Takes what is wrong with a path that gave no file. It was told on stderr already."""

    def end(self, tally: Tally, code: int = 0) -> None:
        """Closes the report with the totals and the exit code."""
