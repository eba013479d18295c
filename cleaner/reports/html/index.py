"""The model of the index: totals by rule, by document and by confidence, made from a stream of outcomes.

What it keeps does not grow with the number of documents: a line a document goes to a file, and is read back at the end.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import TextIO

from markupsafe import Markup

from cleaner.inputs import Complaint
from cleaner.model import Finding, Safety
from cleaner.packs import Rule
from cleaner.reports.html.cards import change
from cleaner.work import Outcome

#: Documents that the index lists; more are listed, as many a page, on pages of their own.
LISTED, A_PAGE = 200, 500
#: Documents named with a rule, and complaints told.
WHERE, COMPLAINTS = 3, 200
#: Code points of a rule's sample.
SAMPLE = 36
#: Bars of the chart of confidence.
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list. `href` is empty where it has no page, as nothing was found."""

    name: str
    href: str
    characters: int
    safe: int
    risky: int
    shown: int

    @property
    def count(self) -> int:
        """How many findings."""
        return self.safe + self.risky + self.shown

    @property
    def density(self) -> float:
        """Findings a thousand characters."""
        return 1000 * self.count / max(1, self.characters)


@dataclass(slots=True)
class RuleTotal:
    """What one rule found in all documents."""

    rule: str
    title: str
    reason: str
    safeties: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    sample: Markup | None = None
    sample_href: str = ""
    where: list[tuple[int, str, str]] = field(default_factory=list)  # count, name, address

    @property
    def count(self) -> int:
        """How many findings."""
        return self.safeties.total()


@dataclass
class Totals:
    """What the index shows, growing with `add`. `spool` is where a line a document is kept."""

    rules: Mapping[str, Rule]
    lang: str
    spool: TextIO
    files: int = 0
    hit: int = 0
    characters: int = 0
    safeties: Counter[str] = field(default_factory=Counter)
    tenths: list[int] = field(default_factory=lambda: [0] * TENTHS)
    by_rule: dict[str, RuleTotal] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    failed: int = 0
    rescan: list[str] = field(default_factory=list)  # pages that have lost text, in words

    @property
    def count(self) -> int:
        """How many findings in all."""
        return self.safeties.total()

    def complain(self, complaint: Complaint) -> None:
        """Counts what is wrong with a path or a file, and keeps the first of them."""
        self.failed += 1
        if len(self.complaints) < COMPLAINTS:
            self.complaints.append(complaint)

    def add(self, outcome: Outcome, href: str, anchors: Mapping[str, str]) -> None:
        """Counts one document. `href` is its page, `anchors` the address of the first finding of each rule."""
        if outcome.complaint:
            self.complain(outcome.complaint)
        result = outcome.result
        if result is None:
            return
        here = Counter(str(finding.safety) for finding in result.findings)
        self.files += 1
        self.hit += bool(result.findings)
        self.characters += len(result.document.text)
        self.safeties += here
        seen: Counter[str] = Counter()
        for finding in result.findings:
            self.tenths[min(TENTHS - 1, int(finding.confidence * TENTHS))] += 1
            seen[finding.rule] += 1
            total = self._total(finding)
            total.safeties[str(finding.safety)] += 1
            if total.sample is None and finding.fix:
                total.sample = change(result.document.text, finding, SAMPLE)
                total.sample_href = anchors.get(finding.rule, href)
        for rule, count in seen.items():
            total = self.by_rule[rule]
            total.documents += 1
            total.where = nlargest(WHERE, [*total.where, (count, outcome.name, anchors.get(rule, href))], key=_first)
        entry = Entry(
            outcome.name,
            href,
            len(result.document.text),
            *(here[safety] for safety in Safety),
        )
        self.spool.write(json.dumps(asdict(entry)) + "\n")

    def _total(self, finding: Finding) -> RuleTotal:
        if finding.rule not in self.by_rule:
            rule = self.rules.get(finding.rule)
            words = rule.words(self.lang) if rule else None
            title, reason = (words.title, words.why) if words else (finding.rule, "")
            self.by_rule[finding.rule] = RuleTotal(finding.rule, title, reason)
        return self.by_rule[finding.rule]

    def ranked(self) -> list[RuleTotal]:
        """The rules that spoke, the most frequent first."""
        return sorted(self.by_rule.values(), key=lambda total: (-total.count, total.rule))


def _first(item: tuple[int, str, str]) -> int:
    return item[0]


def entries(spool: Path) -> Iterator[Entry]:
    """The documents in their order."""
    with spool.open(encoding="utf-8") as lines:
        for line in lines:
            yield Entry(**json.loads(line))


def worst(spool: Path, most: int) -> list[Entry]:
    """The documents with the most findings, the first of equals first."""
    return nlargest(most, entries(spool), key=lambda entry: entry.count)


def batches(items: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """`items`, so many at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
