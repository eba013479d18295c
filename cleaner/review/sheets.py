"""What a page needs of one document: its result, its view, and the words of the finding that a person is to edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cleaner.across import Crossing
from cleaner.decisions import Decision, Verdict
from cleaner.model import Finding, Held, Safety
from cleaner.packs import Rule
from cleaner.plan import Result
from cleaner.repair import apply
from cleaner.reports.excerpt import moved
from cleaner.reports.html.page import DocumentView, view
from cleaner.reports.html.rows import Gap, Row
from cleaner.work import Outcome

#: Findings a page. Each is a card, and a page is made anew after each decision.
A_PAGE = 60


class Standing:
    """What a finding waits for, as reviewers see it."""

    OPEN = "open"  # a person's word
    WILL = "will"  # nothing: it will be mended when the document is written
    DECIDED = "decided"
    RESTS = "rests"  # another finding, which was refused
    ALL = (OPEN, WILL, DECIDED, RESTS)


def standings(result: Result) -> dict[str, str]:
    """What each finding waits for, by its key."""
    known = dict.fromkeys(result.applied, Standing.WILL)
    by_hold = {Held.RESTS_ON_HELD: Standing.RESTS, Held.KEPT: Standing.DECIDED, Held.ALLOWED: Standing.DECIDED}
    known |= {key: by_hold.get(held, Standing.OPEN) for key, held in result.held.items()}
    return known | dict.fromkeys(result.decided, Standing.DECIDED)


@dataclass(frozen=True, slots=True)
class Summary:
    """How far a document is: counts of its findings by what they wait for."""

    sha256: str
    counts: Mapping[str, int]
    complaint: str = ""

    @property
    def total(self) -> int:
        """All findings."""
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        """How many wait or waited for a person's word."""
        return self.counts.get(Standing.OPEN, 0) + self.counts.get(Standing.DECIDED, 0)


def summary(outcome: Outcome) -> Summary:
    """The counts of `outcome`."""
    counts = dict.fromkeys(Standing.ALL, 0)
    if outcome.result:
        for waits in standings(outcome.result).values():
            counts[waits] += 1
    return Summary(outcome.sha256, counts, str(outcome.complaint or ""))


def words_of(text: str, finding: Finding, decision: Decision | None) -> tuple[str, str]:
    """What stands in the span of `finding`, and what would by its fix or by a person's own words."""
    span = finding.span
    seen = text[span.start : span.end]
    if decision and decision.replacement is not None:
        return seen, decision.replacement
    edits = tuple(edit for edit in (finding.fix.edits if finding.fix else ()) if span.covers(edit.span))
    return seen, apply(seen, moved(edits, span.start))[0]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings to show; what is empty does not count."""

    rule: str = ""
    safety: str = ""
    least: float = 0.0  # of confidence
    most: float = 1.0
    standing: str = ""

    @property
    def on(self) -> bool:
        """Whether it leaves anything out."""
        return self != Filter()

    def lets(self, finding: Finding, waits: str) -> bool:
        """Whether `finding` is to be shown."""
        return (
            self.rule in ("", finding.rule)
            and self.safety in ("", finding.safety)
            and self.least <= finding.confidence <= self.most
            and self.standing in ("", waits)
        )


@dataclass
class Sheet:
    """A document as it is shown. `whole` says that all of it was read, `fresh` that all decisions were heeded."""

    outcome: Outcome
    rules: Mapping[str, Rule]
    lang: str
    decisions: tuple[Decision, ...]
    links: tuple[Crossing, ...] = ()  # to other files, as far as they are known
    whole: bool = True
    fresh: bool = True
    _view: DocumentView | None = None
    _by_key: dict[str, Finding] | None = None
    _filtered: dict[Filter, DocumentView] = field(default_factory=dict)

    @property
    def result(self) -> Result:
        """The document's result. There is one wherever a sheet is made."""
        assert self.outcome.result is not None
        return self.outcome.result

    def finding(self, key: str) -> Finding | None:
        """The finding called `key`."""
        if self._by_key is None:
            self._by_key = {finding.key: finding for finding in self.result.findings}
        return self._by_key.get(key)

    def view(self, only: Filter = Filter()) -> DocumentView:
        """The pages of the document, or of the rows with findings that `only` lets through."""
        if self._view is None:
            self._view = view(
                self.outcome.name, self.result, self.rules, self.lang, address=_address, most_findings=A_PAGE
            )
        if not only.on:
            return self._view
        if only not in self._filtered:
            self._filtered = {only: self._narrowed(self._view, only)}
        return self._filtered[only]

    def _narrowed(self, whole: DocumentView, only: Filter) -> DocumentView:
        waits = standings(self.result)
        shown = {n for n, f in enumerate(self.result.findings, 1) if only.lets(f, waits[f.key])}
        pages: list[list[Row | Gap]] = [[]]
        page_of: dict[int, int] = {}
        told = 0
        for item in (item for page in whole.layout for item in page if isinstance(item, Row)):
            notes = tuple(n for n in item.notes if n in shown)
            if not notes:
                continue
            if told >= A_PAGE:
                pages.append([])
                told = 0
            pages[-1].append(replace(item, notes=notes))
            told += len(notes)
            page_of |= dict.fromkeys(notes, len(pages))
        return replace(whole, layout=tuple(map(tuple, pages)), page_of=page_of)

    def waits(self) -> dict[str, str]:
        """What each finding waits for, by its key."""
        return standings(self.result)

    def counts(self) -> Counter[str]:
        """How many findings wait for what."""
        return Counter(self.waits().values())

    def states(self) -> dict[str, tuple[str, str]]:
        """Of each finding: what it waits for, and its state (applied, or why not)."""
        held = self.result.held
        return {
            key: (waits, str(held[key]) if key in held else "applied") for key, waits in standings(self.result).items()
        }

    def settled_by(self, about: Mapping[str, Decision | None]) -> bool:
        """Whether nothing follows from new decisions: they refuse what would not be applied anyway."""
        held, decided = self.result.held, self.result.decided
        return all(
            said is not None
            and said.verdict is Verdict.KEEP
            and key not in decided
            and held.get(key) not in (None, Held.RESTS_ON_HELD)
            for key, said in about.items()
        )

    def forecast(self, about: Mapping[str, Decision | None]) -> None:
        """Says of each finding what will very likely come of new decisions, until the document is cleaned anew."""
        result = self.result
        applied, held, decided = set(result.applied), dict(result.held), dict(result.decided)
        fallen: set[str] = set()
        for key, decision in about.items():
            finding = self.finding(key)
            if finding is None:
                continue
            decided.pop(key, None)
            if decision:
                decided[key] = decision
            if decision is None:
                goes = finding.safety is Safety.SAFE and finding.fix is not None
            else:
                goes = decision.verdict is not Verdict.KEEP and (
                    finding.fix is not None or decision.replacement is not None
                )
            if goes:
                applied.add(key)
                held.pop(key, None)
                continue
            if key in applied and decision:
                fallen.add(key)
            applied.discard(key)
            held[key] = Held.KEPT if decision else _unasked(finding)
        for finding in result.findings if fallen else ():
            if finding.key in applied and finding.key not in decided and fallen.intersection(finding.after):
                fallen.add(finding.key)
                applied.discard(finding.key)
                held[finding.key] = Held.RESTS_ON_HELD
        in_order = tuple(f.key for f in result.findings if f.key in applied)
        self.outcome = replace(self.outcome, result=replace(result, applied=in_order, held=held, decided=decided))
        self._filtered = {}
        if self._view:
            # The text is that of the last plan; the cards say what is to come.
            self._view.cards.result, self._view.cards.applied = self.result, applied
            self._view = replace(self._view, result=self.result)


def _unasked(finding: Finding) -> Held:
    if finding.fix is None:
        return Held.NO_FIX
    return Held.NEEDS_CONSENT if finding.safety is Safety.RISKY else Held.SHOWN_ONLY


def _address(at: int, page: int, key: str) -> str:
    return f"#{key}" if at == page else f"?page={page}#{key}"


def changed(before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> dict[str, list[str] | None]:
    """The findings whose state is another than before, with what they wait for and their state; None: not there now."""
    keys = [*before, *(key for key in after if key not in before)]
    states: dict[str, list[str] | None] = {}
    for key in keys:
        if before.get(key) != after.get(key):
            states[key] = list(after[key]) if key in after else None
    return states


def head_of(text: str, most: int) -> str:
    """The beginning of `text`, at most `most` code points, up to an empty line or at least a line's end."""
    if len(text) <= most:
        return text
    for mark in ("\n\n", "\r\n\r\n", "\n", "\r"):
        at = text.rfind(mark, most // 2, most)
        if at > 0:
            return text[: at + len(mark)]
    return text[:most]


def undecided(result: Result, rule: str) -> list[str]:
    """The keys of the findings of `rule` that nobody has decided about yet, nor allowed."""
    settled = {*result.decided, *(key for key, why in result.held.items() if why is Held.ALLOWED)}
    return [f.key for f in result.findings if f.rule == rule and f.key not in settled]
