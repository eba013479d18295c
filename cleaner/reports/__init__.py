"""Sinks for a stream of outcomes: `add` each, then `end`. They print what they are given and decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from cleaner.model import Held

if TYPE_CHECKING:
    from cleaner.inputs import Complaint
    from cleaner.model import Tally
    from cleaner.work import Outcome

#: The version of what `json` and `jsonl` write. It rises when a field is renamed or goes; new fields may come any time.
SCHEMA = "1"

#: How SARIF calls the ways in which a finding is set aside: by a decision, kept in a file of its own; by a comment.
Suppression = Literal["external", "inSource"]
_SUPPRESSIONS: dict[str, Suppression] = {"kept": "external", "allowed": "inSource"}


def suppressed(held: Held | None) -> Suppression | None:
    """How a finding that is `held` was set aside by a person, or None where it was not: it is to be told then."""
    return _SUPPRESSIONS.get(held.value) if held else None


class Report(Protocol):
    """What every report can do."""

    def add(self, outcome: Outcome) -> None:
        """Takes one file's outcome, in the order of the files."""

    def complain(self, complaint: Complaint) -> None:
        """Takes what is wrong with a path that gave no file. It was told on stderr already."""

    def end(self, tally: Tally, code: int = 0) -> None:
        """Closes the report with the totals and the exit code."""
