"""A baseline: what is found today, recorded as `keep`, so that from then on only new damage is told.

Its entries stand in the file of decisions, among those of people, and are told by `Decision.baseline`. They hold as any
`keep` does: what they are about is neither told nor mended. Where a person decides, that decision takes their place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cleaner._version import __version__
from cleaner.across import crossings_of, rule_among
from cleaner.decisions import Decision, Decisions, Verdict, decide, now
from cleaner.files import clean_files
from cleaner.inputs import Input
from cleaner.model import Held
from cleaner.packs import Rule
from cleaner.settings import Settings
from cleaner.work import Outcome, holding

#: What is kept lets other things show: a loop whose turns are kept is a paragraph again, and may stand twice. So files
#: are read until nothing new is found in them; mostly twice. The bound is a guard, and reaching it is told.
MOST_ROUNDS = 12


class Recording:
    """Records what is found in files as `keep`, but for what was decided already."""

    def __init__(self, settings: Settings, rules: Sequence[Rule], decisions: Decisions) -> None:
        self.settings, self.rules, self.decisions = settings, rules, decisions
        self.at = now()
        self.new = 0  # entries that were added
        self.files = 0  # in how many files
        self.before = 0  # entries of earlier baselines that still have their finding
        self.unsettled: tuple[str, ...] = ()  # names of files in which there was something new in every round

    def of(self, inputs: Sequence[Input]) -> Iterator[Outcome]:
        """Records what is found in `inputs`, and gives what came of each when it was read first.

        The file of decisions is written once a round. Raises DecisionsError where it cannot be.
        """
        asking = [item for item in inputs if rule_among(holding(item, self.settings, self.rules)[1])]
        across = crossings_of(asking, self.settings.encoding)
        left = list(inputs)
        hit: set[str] = set()
        for number in range(MOST_ROUNDS):
            put: dict[tuple[str, str], Decision] = {}
            again: list[Input] = []
            for outcome in clean_files(left, self.settings, self.rules, self.decisions, across):
                new = self._undecided(outcome)
                put |= {decision.id: decision for decision in new}
                if new and outcome.source:
                    again.append(outcome.source)
                if number == 0:
                    decided = outcome.result.decided.values() if outcome.result else ()
                    self.before += len({decision.id for decision in decided if decision.baseline})
                    yield outcome
            if not put:
                return
            self._record(put)
            hit |= {decision.path for decision in put.values()}
            self.files = len(hit)
            left = again
        self.unsettled = tuple(item.name for item in left)

    def _undecided(self, outcome: Outcome) -> list[Decision]:
        """A `keep` for each finding that nobody decided about."""
        result, item = outcome.result, outcome.source
        if result is None or item is None or outcome.complaint:
            return []
        name, text = self.decisions.name(item.path), result.document.text
        return [
            replace(decide(name, finding.rule, text, finding.span, Verdict.KEEP), at=self.at, baseline=__version__)
            for finding in result.findings
            # What is held as kept without a decision of its own lies in words that a person put in.
            if finding.key not in result.decided and result.held.get(finding.key) not in (Held.KEPT, Held.ALLOWED)
        ]

    def _record(self, put: dict[tuple[str, str], Decision]) -> None:
        self.decisions.refresh()
        known = {decision.id for decision in self.decisions}  # others may have decided meanwhile
        new = [decision for decision in put.values() if decision.id not in known]
        self.decisions.change(new)
        self.new += len(new)


def gone(decisions: Decisions, paths: Iterable[str], unmet: Iterable[Decision]) -> list[Decision]:
    """The entries of the baseline that have nothing to hold any more: those among `unmet` (see `Result.stale`), and
    those about files at or below `paths` that are not there.
    """
    tops = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - a link stays the file's name
    there: dict[str, bool] = {}
    entries = {decision.id: decision for decision in unmet if decision.baseline}
    for decision in decisions:
        if decision.baseline and decision.path not in there:
            place = Path(os.path.normpath(decisions.file.parent / decision.path))
            there[decision.path] = os.path.lexists(place) or not any(place.is_relative_to(top) for top in tops)
        if decision.baseline and not there[decision.path]:
            entries[decision.id] = decision
    return list(entries.values())
