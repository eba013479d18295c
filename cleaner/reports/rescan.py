"""The rescan list: a page a line, with its path, its number and why, parted by tabs."""

from __future__ import annotations

from typing import TextIO

from cleaner.inputs import Complaint
from cleaner.model import Tally
from cleaner.printable import told_name
from cleaner.rescan import Rescan, pages_to_rescan
from cleaner.wording import between, say
from cleaner.work import Outcome


class RescanReport:
    """Prints the pages to scan again, and nothing else."""

    def __init__(self, out: TextIO, lang: str = "en") -> None:
        self.out, self.lang = out, lang

    def complain(self, complaint: Complaint) -> None:
        """Prints nothing: stderr has it."""

    def add(self, outcome: Outcome) -> None:
        """Prints the pages of one file."""
        if outcome.result:
            for page in pages_to_rescan(outcome.result):
                self.out.write(f"{told_name(outcome.name)}\t{page.page}\t{why(page, self.lang)}\n")

    def end(self, tally: Tally, code: int = 0) -> None:
        """Prints nothing."""


def why(page: Rescan, lang: str) -> str:
    """Why `page` is on the list, in words."""
    return between(lang).join(say(lang, f"rescan-{reason}") for reason in page.reasons)
