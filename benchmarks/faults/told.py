"""What was tried, and what did not hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.faults.scenes import Ended, Place


@dataclass
class Told:
    """What was tried, and what went wrong."""

    kills: Counter[str] = field(default_factory=Counter)  # by scene and call
    timed: Counter[str] = field(default_factory=Counter)  # kills at random times, by scene
    errors: Counter[str] = field(default_factory=Counter)  # by scene and error
    cut_short: int = 0  # next runs that told of it
    wrong: list[str] = field(default_factory=list)

    def see(self, holds: bool, where: str, place: Place, ended: Ended) -> None:
        """Notes where something does not hold."""
        if not holds:
            self.wrong.append(f"{where}: {place.states()} {place.litter()} exit {ended.code}: {ended.said.strip()}")
