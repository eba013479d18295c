"""Sinks for a stream of outcomes: `add` each, then `end`. They print what they are given and decide nothing."""

from __future__ import annotations

from typing import Protocol

from cleaner.inputs import Complaint
from cleaner.model import Tally
from cleaner.work import Outcome

#: The version of what `json` and `jsonl` write. It rises when a field is renamed or goes; new fields may come any time.
SCHEMA = "1"


class Report(Protocol):
    """What every report can do."""

    def add(self, outcome: Outcome) -> None:
        """Takes one file's outcome, in the order of the files."""

    def complain(self, complaint: Complaint) -> None:
        """Takes what is wrong with a path that gave no file. It was told on stderr already."""

    def end(self, tally: Tally) -> None:
        """Closes the report with the totals."""
