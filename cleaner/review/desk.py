"""The reviewer's desk: the documents, what was found in them, what was decided, and writing it. Knows of no browser."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.across import Crossing
from cleaner.decisions import Decided, Decision, Decisions, DecisionsError, Verdict, decide
from cleaner.document import UnreadableText
from cleaner.encodings import read
from cleaner.fixing import carried, mend
from cleaner.inputs import Complaint, Input
from cleaner.journal import Journal
from cleaner.packs import Rule
from cleaner.plan import clean_document
from cleaner.reading import read_bytes, why_unreadable
from cleaner.review.looking import LONG, Looking
from cleaner.review.sheets import Sheet, Standing, Summary, changed, head_of, standings, summary, undecided, words_of
from cleaner.settings import Settings
from cleaner.suppressions import allowed_in, has_comments
from cleaner.turns import Busy, taken
from cleaner.work import Outcome, clean_file, clean_input, holding

#: Bytes up to which a document is cleaned while the reviewer waits, and code points of a longer one to begin with.
AT_ONCE, HEAD = LONG, 12_000
#: How many documents are kept ready, and how many findings they may have together.
READY, READY_FINDINGS = 40, 200_000


class Refused(ValueError):
    """A request that cannot be met. The message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about one finding: a verdict, or None to take back what was said."""

    key: str
    verdict: Verdict | None
    replacement: str | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a decision: what was said before, for taking back, and the states of findings that changed."""

    before: tuple[Said, ...]
    changed: Mapping[str, list[str] | None]
    fresh: bool  # False: what follows from it is being worked out


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing."""

    documents: int
    findings: int
    seen: int  # documents looked at
    complaints: tuple[str, ...]


class Desk:
    """Documents under review. Its methods may be called from several threads."""

    def __init__(
        self, inputs: Sequence[Input], settings: Settings, rules: Sequence[Rule], decisions: Decisions, by: str = ""
    ) -> None:
        self.inputs, self.settings, self.rules, self.decisions, self.by = list(inputs), settings, rules, decisions, by
        self.summaries: dict[int, Summary] = {}
        self._rules = {rule.id: rule for rule in rules}
        self._sheets: OrderedDict[int, Sheet] = OrderedDict()
        self._lock = threading.RLock()
        self.looking = Looking(self.inputs, settings, lambda number: self.decided(number), self._told)

    def __len__(self) -> int:
        return len(self.inputs)

    def decided(self, number: int) -> tuple[Decision, ...]:
        """What was decided about document `number`."""
        return self.decisions.of(self.inputs[number].path)

    # Documents

    def sheet(self, number: int) -> Sheet:
        """Document `number` as it stands on the disk, cleaned with all decisions; of a long one that was not cleaned
        yet, its beginning. Raises Refused where it cannot be read.
        """
        with self._lock:
            self.decisions.refresh()
            decided = self.decided(number)
            data, digest = self._read(number)
            sheet = self._sheets.get(number)
            if sheet and sheet.outcome.sha256 == digest:
                self._sheets.move_to_end(number)
                if sheet.decisions == decided and (sheet.links == self._links(number) or not sheet.whole):
                    return sheet
                if self._at_once(data, sheet):
                    return self._keep(number, self._cleaned(number, data, decided, whole=sheet.whole))
                sheet.fresh = False
                self.looking.ask(number)
                return sheet
            whole = len(data) <= AT_ONCE
            sheet = self._keep(number, self._cleaned(number, data, decided, whole=whole))
            if not whole:
                self.looking.ask(number)
            return sheet

    def _links(self, number: int) -> tuple[Crossing, ...]:
        return self.looking.across.get(self.inputs[number].name, ())

    @staticmethod
    def _at_once(data: bytes, sheet: Sheet) -> bool:
        return len(data) <= AT_ONCE or not sheet.whole

    def _read(self, number: int) -> tuple[bytes, str]:
        item = self.inputs[number]
        try:
            data = read_bytes(item.path)
        except OSError as error:
            what = why_unreadable(error, self.settings.lang)
            self.summaries[number] = Summary("", {}, what)
            raise Refused(f"{item.name}: {what}") from error
        return data, hashlib.sha256(data).hexdigest()

    def _cleaned(self, number: int, data: bytes, decided: tuple[Decision, ...], *, whole: bool) -> Sheet:
        item, links = self.inputs[number], self._links(number)
        if whole:
            outcome = clean_input(item, data, self.settings, self.rules, decided, links)
        else:
            outcome = replace(self._head(number, data, decided), source=item)
        if outcome.result is None:
            self.summaries[number] = Summary(outcome.sha256, {}, str(outcome.complaint))
            raise Refused(str(outcome.complaint))
        return Sheet(outcome, self._rules, self.settings.lang, decided, links, whole=whole)

    def _head(self, number: int, data: bytes, decided: tuple[Decision, ...]) -> Outcome:
        """The beginning of a long document, cleaned alone. What it says is put right once the whole was cleaned."""
        item, digest = self.inputs[number], hashlib.sha256(data).hexdigest()
        settings, rules = holding(item, self.settings, self.rules)
        try:
            document = read(data, item.name, settings.encoding)
        except UnreadableText as error:
            return Outcome(
                item.name, None, Complaint(item.name, error.said(settings.lang), error.line, error.column), digest
            )
        head = replace(document, text=head_of(document.text, HEAD))
        allowed = allowed_in(
            head.text, comments=has_comments(item.name), everywhere=[(one.name, one) for one in settings.allow]
        )
        return Outcome(item.name, clean_document(head, rules, settings.consent, decided, allowed), None, digest)

    def _keep(self, number: int, sheet: Sheet) -> Sheet:
        self._sheets[number] = sheet
        self._sheets.move_to_end(number)
        if sheet.whole:
            self.summaries[number] = summary(sheet.outcome)
            self.looking.skip(number)
        while len(self._sheets) > 1 and (
            len(self._sheets) > READY or sum(len(s.result.findings) for s in self._sheets.values()) > READY_FINDINGS
        ):
            self._sheets.popitem(last=False)
        return sheet

    def _told(self, number: int, heeded: tuple[Decision, ...], outcome: Outcome | None, counts: Summary) -> None:
        with self._lock:
            self.summaries[number] = counts
            if outcome is None or outcome.result is None:
                return
            if number not in self._sheets:
                return  # nobody has opened it
            sheet = Sheet(outcome, self._rules, self.settings.lang, heeded, self._links(number))
            decided = self.decided(number)
            if heeded != decided:
                # More was decided meanwhile.
                about = self._about(sheet, decided)
                sheet.fresh = sheet.settled_by(about)
                sheet.decisions = decided if sheet.fresh else heeded
                sheet.forecast(about)
            self._keep(number, sheet)
        if not sheet.fresh:
            self.looking.ask(number)

    def _about(self, sheet: Sheet, decided: Sequence[Decision]) -> dict[str, Decision | None]:
        known = Decided(sheet.result.document.text, decided)
        about = {f.key: known.about(f.rule, f.span) for f in sheet.result.findings}
        return {key: said for key, said in about.items() if sheet.result.decided.get(key) != said}

    def whole(self, number: int) -> Sheet:
        """Document `number`, all of it and with all decisions heeded, however long that takes. Raises Refused."""
        with self._lock:
            self.decisions.refresh()
            decided = self.decided(number)
            data, digest = self._read(number)
            sheet = self._sheets.get(number)
            if sheet and (sheet.whole, sheet.decisions, sheet.outcome.sha256) == (True, decided, digest):
                return sheet
            return self._keep(number, self._cleaned(number, data, decided, whole=True))

    def shown(self, number: int) -> Sheet | None:
        """Document `number` as it was last shown, if it is still at hand."""
        return self._sheets.get(number)

    # Decisions

    def decide(self, number: int, said: Sequence[Said]) -> Answer:
        """Keeps what was said about findings of document `number`, in the file at once. Raises Refused, and
        DecisionsError where the file cannot be written.
        """
        with self._lock:
            sheet = self.sheet(number)
            states = sheet.states()
            before: list[Said] = []
            put: list[Decision] = []
            drop: list[Decision] = []
            about: dict[str, Decision | None] = {}
            for one in said:
                finding = sheet.finding(one.key)
                if finding is None:
                    raise Refused(one.key)
                old = sheet.result.decided.get(one.key)
                before.append(Said(one.key, old.verdict, old.replacement, old.remark) if old else Said(one.key, None))
                if one.verdict is None:
                    drop += [old] if old else []
                    about[one.key] = None
                    continue
                if one.verdict is Verdict.APPLY and finding.fix is None:
                    raise Refused(one.key)
                new = decide(
                    self.decisions.name(self.inputs[number].path),
                    finding.rule,
                    sheet.result.document.text,
                    finding.span,
                    one.verdict,
                    one.replacement if one.verdict is Verdict.EDITED else None,
                    remark=one.remark,
                    by=self.by,
                )
                drop += [old] if old and old.id != new.id else []
                put.append(new)
                about[one.key] = new
            self.decisions.change(put, drop)
            sheet = self._after(number, sheet, about)
            if sheet.whole:
                self.summaries[number] = summary(sheet.outcome)
            return Answer(tuple(before), changed(states, sheet.states()), sheet.fresh)

    def _after(self, number: int, sheet: Sheet, about: Mapping[str, Decision | None]) -> Sheet:
        """Document `number` after new decisions."""
        decided = self.decided(number)
        if sheet.fresh and sheet.settled_by(about):
            sheet.forecast(about)
            sheet.decisions = decided
            return sheet
        data, digest = self._read(number)
        if digest != sheet.outcome.sha256 or self._at_once(data, sheet):
            return self.sheet(number)
        sheet.forecast(about)
        sheet.fresh = False
        self.looking.ask(number)
        return sheet

    def all_of(self, number: int, rule: str, verdict: Verdict) -> list[Said]:
        """The findings of `rule` in document `number` that nobody decided about, with `verdict` for each."""
        sheet = self.sheet(number)
        keys = undecided(sheet.result, rule)
        if verdict is Verdict.APPLY:
            keys = [key for key in keys if (finding := sheet.finding(key)) and finding.fix]
        return [Said(key, verdict) for key in keys]

    def words(self, number: int, key: str) -> tuple[str, str, Decision | None]:
        """What stands at a finding, what would stand there, and what was decided. Raises Refused."""
        with self._lock:
            sheet = self.sheet(number)
            finding = sheet.finding(key)
            if finding is None:
                raise Refused(key)
            decision = sheet.result.decided.get(key)
            return (*words_of(sheet.result.document.text, finding, decision), decision)

    def beside(self, number: int, key: str, most: int = 14) -> tuple[str, str]:
        """What stands before and behind a finding in its line, at most so many code points. Raises Refused."""
        with self._lock:
            sheet = self.sheet(number)
            finding = sheet.finding(key)
            if finding is None:
                raise Refused(key)
            text, span = sheet.result.document.text, finding.span
            before = text[max(0, span.start - most) : span.start].rpartition("\n")[2]
            return before, text[span.end : span.end + most].partition("\n")[0]

    def next_open(self, after: int) -> int | None:
        """The next document behind `after`, round and round, in which something waits for a person's word."""
        with self._lock:
            for step in range(1, len(self) + 1):
                number = (after + step) % len(self)
                known = self.summaries.get(number)
                if number != after and (known is None or known.counts.get(Standing.OPEN, 0)):
                    return number
        return None

    # Writing

    def prospect(self, number: int) -> dict[str, int]:
        """What writing document `number` would do: counts of findings."""
        with self._lock:
            sheet = self.sheet(number)
            waits = standings(sheet.result)
            applied = set(sheet.result.applied)
            verdicts = [decision.verdict for decision in sheet.result.decided.values()]
            return {
                "safe": sum(waits[key] == Standing.WILL for key in applied),
                "apply": verdicts.count(Verdict.APPLY),
                "edited": verdicts.count(Verdict.EDITED),
                "keep": verdicts.count(Verdict.KEEP),
                "open": sum(state == Standing.OPEN for state in waits.values()),
                "rests": sum(state == Standing.RESTS for state in waits.values()),
                "whole": int(sheet.whole and sheet.fresh),
            }

    def write(self, numbers: Sequence[int]) -> Iterator[Written]:
        """Writes what was decided, and what is safe, into documents; after each, what was done so far. A journal comes
        first, and `cleaner undo` takes it all back.
        """
        documents = findings = seen = 0
        complaints: list[str] = []
        with ExitStack() as held:
            try:
                holder = held.enter_context(taken([self.inputs[number].path for number in numbers], "review"))
            except Busy as busy:
                yield Written(0, 0, 0, (busy.said(self.settings.lang),))
                return
            journal = Journal(Path.cwd(), holder=holder)
            held.callback(journal.close)
            for number in numbers:
                item = self.inputs[number]
                self.decisions.refresh()
                outcome = clean_file(item, self.settings, self.rules, self.decided(number))
                wrong = outcome.complaint or mend(outcome, journal, self.settings.lang)
                if wrong:
                    complaints.append(str(wrong))
                elif outcome.result and outcome.result.changed:
                    documents += 1
                    findings += len(outcome.result.applied)
                    try:
                        self.decisions.change(carried(outcome))
                    except DecisionsError as error:  # the text is written; the others are to be too
                        complaints.append(str(error))
                    with self._lock:
                        self._sheets.pop(number, None)
                        self.summaries.pop(number, None)
                seen += 1
                yield Written(documents, findings, seen, tuple(complaints))
