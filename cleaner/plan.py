"""Chooses rules, builds the views, collects findings, resolves them: the one path for `check` and `fix`.

A pass goes through the views in their order (raw, read, unshadowed, joined). Each view holds the fixes accepted so far,
so a loop that crosses a wrap is found where the wrap is mended, and yet its edits are in the text as read. Passes are
made until one accepts nothing: that is what makes cleaning what was cleaned change nothing (law 3).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from cleaner import detectors, lawful
from cleaner.decisions import Decided, Decision, Verdict
from cleaner.document import Document
from cleaner.fingerprints import fingerprint
from cleaner.ground import Deletions, Spans
from cleaner.language.alignment import misread_copy
from cleaner.language.guises import same
from cleaner.language.share import is_chinese
from cleaner.lawful import Breach, Claim, Law
from cleaner.model import Consent, Edit, Finding, Fix, Held, Hit, Related, Safety, Span
from cleaner.packs import VIEWS, Rule
from cleaner.repair import EditError, apply, conserves
from cleaner.suppressions import Allowed
from cleaner.views import Overlay, View, both
from cleaner.wording import say
from cleaner.wordlists import leaves_alone

#: Fixes shorten or join, so passes end by themselves, one for each of forty copies that were misread. These bounds, for
#: passes that shorten nothing and for all, are a guard: where a pack's rule finds what it put in, nothing is applied.
MOST_PASSES, MOST_SHORTENING = 12, 100

#: Where nobody said what may be applied.
UNASKED = Consent()


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in a document, what was done about it, and how to take it back."""

    document: Document
    findings: tuple[Finding, ...]
    text: str
    applied: tuple[str, ...]  #: keys of findings
    held: Mapping[str, Held]  #: the others, by key
    undo: tuple[Edit, ...]  #: in coordinates of `text`
    edits: tuple[Edit, ...]  #: what was applied, in coordinates of the text as read
    breach: Breach | None = None  #: a law that would have been broken: the text was left alone, and that is our bug
    decided: Mapping[str, Decision] = field(default_factory=dict)  #: what a person said about findings, by key
    #: Decisions about findings that there are no more, though their rules were asked: as they were carried out, or else
    stale: tuple[Decision, ...] = ()
    done: tuple[Decision, ...] = ()
    unfinished: tuple[str, ...] = ()  #: names of rules whose patterns took too long: what they would find is missing

    @property
    def trouble(self) -> str:
        """What broke a law, in English; empty where all hold."""
        return self.breach.said if self.breach else ""

    @property
    def changed(self) -> bool:
        """Whether the text differs from the text as read."""
        return self.text != self.document.text

    def remaining(self, *safeties: Safety) -> list[Finding]:
        """The findings of the given safeties that were not applied."""
        done = set(self.applied)
        return [f for f in self.findings if f.key not in done and f.safety in safeties]


def clean_document(
    document: Document,
    rules: Sequence[Rule],
    consent: Consent = UNASKED,
    decisions: Sequence[Decision] = (),
    allowed: Allowed | None = None,
    *,
    prove: bool = True,
) -> Result:
    """Finds what `rules` find in `document` and applies what `consent` and `decisions` allow. Writes nothing.

    What is `allowed` is found and not applied, unless a decision about that very finding says so. Where a law would be
    broken, nothing is applied, and `Result.breach` says which. Without `prove` no second run is made to see that.
    """
    text = document.text
    allowed = allowed or Allowed()
    if not text or not (consent.any_language or is_chinese(allowed.apart(text))):
        return Result(document, (), text, (), {}, (), ())
    decided = Decided(text, decisions)
    plan = _Plan(document, rules, consent, decided, allowed)
    plan.run()
    if any(plan.refused(plan.findings[key]) for key in plan.applied):
        plan = _without_refused(plan)
    plan.held |= {key: why for key in plan.held if (why := plan.refused(plan.findings[key]))}
    findings = tuple(sorted(plan.findings.values(), key=in_place))
    unfinished = tuple(plan.unfinished)
    about = {key: decision for key, decision in plan.decided.items() if key in plan.findings}
    unmet = decided.unmet(rule.id for rule in rules) if consent.min_confidence == 0 else ((), ())
    cleaned, undo, breach = plan.outcome()
    if not breach and prove and plan.asks_for_proof():
        again = clean_document(Document(cleaned), rules, consent, prove=False)
        if again.changed or again.breach:
            restless = (finding.rule for finding in again.findings if finding.key in again.applied)
            breach = lawful.unsettled(text, cleaned, plan.overlay, undo, again.edits, restless)
    if breach:
        held = {f.key: plan.held.get(f.key, Held.NOT_SETTLED) for f in findings}
        return Result(document, findings, text, (), held, (), (), breach, about, *unmet, unfinished)
    applied, edits = tuple(f.key for f in findings if f.key in plan.applied), tuple(plan.overlay)
    return Result(document, findings, cleaned, applied, dict(plan.held), undo, edits, None, about, *unmet, unfinished)


def _without_refused(first: _Plan) -> _Plan:
    """The plan once more, without the findings that a person refused or allowed, and with what rested on them held.

    A refusal only takes away: what would be found or applied because of it alone (half of a loop whose other half was
    kept) is not applied unasked. So keeping everything leaves the bytes as they are.
    """
    plan = _Plan(first.document, first.rules, first.consent, first.decided_by, first.allowed, frozenset(first.applied))
    plan.run()
    for key in first.applied:
        if key not in plan.findings:
            plan.findings[key] = first.findings[key]
            plan.held[key] = Held.RESTS_ON_HELD
            if key in first.decided:
                plan.decided[key] = first.decided[key]
    return plan


def in_place(finding: Finding) -> tuple[int, int, str]:
    """The order in which findings are told."""
    return finding.span.start, finding.span.end, finding.rule


@dataclass
class _Plan:
    document: Document
    rules: Sequence[Rule]
    consent: Consent
    decided_by: Decided
    allowed: Allowed
    #: What may be applied unasked where a person's refusals hold: what would be without them. None: they do not hold.
    without_refusals: frozenset[str] | None = None
    decided: dict[str, Decision] = field(default_factory=dict)  # by key of the finding
    by_hand: Spans = field(default_factory=Spans)  # where a person's own text stands, or is to stand
    findings: dict[str, Finding] = field(default_factory=dict)
    applied: dict[str, None] = field(default_factory=dict)  # in the order of acceptance
    held: dict[str, Held] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)  # keys found in this pass
    unfinished: dict[str, None] = field(default_factory=dict)  # names of rules that ran out of time
    overlay: Overlay = field(default_factory=Overlay)
    deletions: Deletions = field(default_factory=Deletions)  # those made on the view at hand
    accepted: int = 0  # how many fixes were
    latest: tuple[int, View] | None = None  # the view at hand, and how many fixes it shows
    last_seen: str | None = None  # the text in which a pass found nothing more to do
    busy: dict[str, None] = field(default_factory=dict)  # the rules whose fixes were accepted in this pass
    placeless: bool = False  # whether a hit of this pass has no place in the text as read
    #: Where each applied edit begins, and the key of its finding, sorted: what a later finding may rest on.
    ground: list[tuple[int, str]] = field(default_factory=list)

    def run(self) -> None:
        self.by_hand = Spans(self.decided_by.by_hand())
        by_view = {name: [r for r in self.rules if r.view == name] for name in VIEWS}
        for number in range(1, MOST_SHORTENING + 1):
            before, length = self.accepted, len(self.view().text)
            self.seen.clear()
            self.busy.clear()
            self.placeless = False
            for name in VIEWS:
                if by_view[name]:
                    self.stage(by_view[name])
            if self.accepted == before and not self.settle():
                self.last_seen = self.view().text
                self.drop_superseded()
                return
            if number >= MOST_PASSES and len(self.view().text) >= length:
                return

    def settle(self) -> bool:
        """Whether what reads the mended text alone, as the next run will, would mend more of it; that is accepted.

        A view knows where it was cut, and the model of line ends does not trust the width of such a line. Who reads the
        text later cannot know it (law 3).
        """
        before = self.accepted
        if self.view().cuts:
            self.stage(self.rules, fresh=True)
        return self.accepted > before

    def drop_superseded(self) -> None:
        """Forgets the findings whose damage another fix has mended: held at first, where an applied edit now is, and
        not found again. Two rules that see the same damage must not leave one of them standing as still to be done.
        """
        text = View(self.document.text, self.overlay)
        for key in [key for key in self.held if key not in self.seen]:
            fix = self.findings[key].fix
            if fix and any(text.changes(edit.span) for edit in fix.edits):
                del self.held[key], self.findings[key]

    def outcome(self) -> tuple[str, tuple[Edit, ...], Breach | None]:
        """The text mended, the edits that take it back, and the law that this would break."""
        text = self.document.text
        try:
            cleaned, undo = apply(text, self.overlay)
        except EditError as error:
            return text, (), Breach(Law.CONSERVED, str(error))
        rules = {rule.id: (rule.characters, bool(rule.guises)) for rule in self.rules}
        claims = [
            Claim.of(one, self.permitted(one), self.verdict(one) is Verdict.EDITED, *rules[one.rule])
            for one in map(self.findings.__getitem__, self.applied)
        ]
        return cleaned, undo, lawful.breach(text, cleaned, self.overlay, undo, claims, self.last_seen, self.busy)

    def permitted(self, finding: Finding) -> bool:
        """Whether the fix of `finding` may be made: by its safety, by settings, or by a person's word."""
        safety = finding.fix.safety if finding.fix else Safety.SHOWN
        asked = self.consent.risky or finding.rule in self.consent.asked
        return self.wanted(finding) or safety is Safety.SAFE or (safety is Safety.RISKY and asked)

    def asks_for_proof(self) -> bool:
        """Whether a second run is to show that nothing changes: always where something was held that might be done."""
        if not self.accepted or self.unfinished or self.decided_by.decisions or self.allowed.anything:
            return False
        held = (self.findings[key] for key, why in self.held.items() if why is Held.OVERLAPS and key in self.seen)
        return self.placeless or any(map(self.permitted, held)) or lawful.drawn(self.document.text)

    def stage(self, rules: Sequence[Rule], *, fresh: bool = False) -> None:
        """Finds with `rules` on the view of all that is accepted so far, and accepts what may be.

        With `fresh` the text of the view is read as if it had come so, and what may not be accepted is not told.
        """
        view = self.view()
        read = View(view.text) if fresh else view
        # What was deleted before this view was made is gone from it, and what it rested on stands in it or in what a
        # later fix named in turn: from view to view nothing is lost, so only fixes of one view can undercut another.
        self.deletions = Deletions()
        found: list[Finding] = []
        for rule in rules:
            for hit in self.hits(rule, read):
                if hit.confidence >= self.consent.min_confidence:
                    try:
                        found.append(self.finding(rule, hit, view))
                    except EditError:  # what lies in a line that a join has moved has no place in the text as read
                        self.placeless = True
        # The surest first, then the longest: what overlaps a better claim waits for the next pass.
        # What a person decided goes before all claims.
        found.sort(key=lambda f: (not self.wanted(f), f.safety.rank, -f.confidence, -len(f.span), *in_place(f)))
        accepted: list[tuple[int, str]] = []
        for finding in found:
            key = finding.key
            if fresh and (key in self.applied or self.why_held(finding)):
                continue
            self.seen.add(key)
            again = self.findings[key] if key in self.applied else None
            if again is not None and self.verdict(finding) is Verdict.EDITED:
                continue  # a person's own text is put in once, whatever a rule still finds in it
            if again is None:
                self.findings[key] = finding
            why_not = self.why_held(finding)
            if why_not:
                if again is None:
                    self.held[key] = why_not
                continue
            self.held.pop(key, None)
            assert finding.fix is not None
            if again is not None:
                self.findings[key] = both(again, finding)
            self.overlay.add(finding.fix.edits)
            if self.verdict(finding) is Verdict.EDITED:
                self.by_hand.add(finding.span)
            self.accepted += 1
            self.busy[finding.rule] = None
            self.applied[key] = None
            if gone := self.gone(finding):
                self.deletions.add(gone, finding.copies)
            accepted += ((edit.span.start, key) for edit in finding.fix.edits)
        self.ground = sorted([*self.ground, *accepted])

    def hits(self, rule: Rule, view: View) -> Sequence[Hit]:
        """What `rule` finds in `view`, words that it must leave alone aside."""
        if rule.name in self.unfinished:
            return ()
        try:
            hits = list(detectors.load(rule.detector).detect(view, rule.kind, rule.params))
        except detectors.OutOfTime:
            self.unfinished[rule.name] = None
            return ()
        return [hit for hit in hits if not leaves_alone(rule.allow, view.text, hit)] if rule.allow else hits

    def view(self) -> View:
        """The view of all that is accepted so far: the same one, with all that was worked out on it, while nothing is
        added. On clean text one view serves all rules.
        """
        if self.latest is None or self.latest[0] != self.accepted:
            self.latest = (self.accepted, View(self.document.text, self.overlay))
        return self.latest[1]

    def why_held(self, finding: Finding) -> Held | None:
        """Why `finding` is not applied now, or None where it may be."""
        fix = finding.fix
        wanted = self.wanted(finding)
        if self.without_refusals is not None and (refused := self.refused(finding)):
            return refused
        if finding.safety is Safety.SHOWN and not (wanted and fix):
            return Held.SHOWN_ONLY
        if fix is None:
            return Held.NO_FIX
        if fix.safety is Safety.RISKY and not (wanted or self.consent.risky or finding.rule in self.consent.asked):
            return Held.NEEDS_CONSENT
        if not wanted and any(self.by_hand.touch(edit.span) for edit in fix.edits):
            return Held.KEPT
        if not wanted and self.without_refusals is not None and finding.key not in self.without_refusals:
            return Held.RESTS_ON_HELD
        if not self.overlay.fits(fix.edits) or self.clashes(finding):
            return Held.OVERLAPS
        return None

    def refused(self, finding: Finding) -> Held | None:
        """Whether a person refused `finding`: it by itself, or its rule at that place. The nearer word goes first."""
        verdict = self.verdict(finding)
        if verdict is None:
            return Held.ALLOWED if self.allowed.covers(finding) else None
        return Held.KEPT if verdict is Verdict.KEEP else None

    def verdict(self, finding: Finding) -> Verdict | None:
        """What a person said about `finding`."""
        decision = self.decided.get(finding.key) if self.decided else None
        return decision.verdict if decision else None

    def wanted(self, finding: Finding) -> bool:
        """Whether a person wants `finding` mended, in whatever way."""
        return self.verdict(finding) in (Verdict.APPLY, Verdict.EDITED)

    def gone(self, finding: Finding) -> list[Span]:
        """The spans of text, white space aside, that the fix of `finding` deletes."""
        text = self.document.text
        edits = finding.fix.edits if finding.fix else ()
        return [e.span for e in edits if text[e.span.start : e.span.end].strip()]

    def clashes(self, finding: Finding) -> bool:
        """Law 9: whether this fix deletes a copy that an applied one rests on, or rests on a copy already deleted.

        A loop inside a copy that stays may go: its own copy stands in there too.
        """
        gone = self.gone(finding)
        return bool(gone) and self.deletions.clash(gone, finding.copies)

    def finding(self, rule: Rule, hit: Hit, view: View) -> Finding:
        """`hit` of `view` as a finding of `rule`, in coordinates of the text as read."""
        text = self.document.text
        span = view.to_read(hit.span)
        edits = view.edits_to_read(hit.edits)
        related = tuple(Related(view.to_read(r.span), r.note, r.path, r.line) for r in hit.related)
        safety = rule.safety.lowered_to(hit.safety)
        # Law 8 is asked of the view, where what earlier fixes deleted is gone already: in the text as read, a sentence
        # whose every run was drawn twice is not the same as its copy.
        if (
            edits
            and safety is Safety.SAFE
            and not conserves(
                view.text, hit.edits, hit.related, misread_copy, rule.characters, partial(same, rule.guises)
            )
        ):
            safety = Safety.RISKY
        decision = self.decided_by.about(rule.id, span)
        if decision:
            self.decided[f"{rule.id}:{span.start}-{span.end}"] = decision
            if decision.replacement is not None:
                edits = (Edit(span, decision.replacement),)
        lang = self.consent.lang
        values = {**hit.values, **{name: say(lang, key, **hit.values) for name, key in hit.said.items()}}
        return Finding(
            rule=rule.id,
            family=rule.family,
            span=span,
            message=rule.said(lang, values),
            fix=Fix(edits, safety) if edits else None,
            safety=safety,
            confidence=round(hit.confidence, 4),
            evidence=dict(hit.evidence),
            related=related,
            after=tuple(self.inside(span, edits)),
            fingerprint=fingerprint(rule.id, text, span),
        )

    def inside(self, span: Span, edits: Sequence[Edit]) -> Iterator[str]:
        """The keys of the applied findings with an edit inside `span`: what a finding there rests on.

        Its `edits` may go over what was put in right behind: a line that was moved there, and is moved on.
        """
        seen: set[str] = set()
        end = max([span.end, *(e.span.end for e in edits if e.span.start <= span.start and len(e.span))])
        for _, key in self.ground[bisect_left(self.ground, (span.start,)) : bisect_left(self.ground, (end,))]:
            if key not in seen:
                seen.add(key)
                yield key
