"""Chooses rules, builds the views, collects findings, resolves them: the one path for `check` and `fix`.

A pass goes through the views in their order (as read, unshadowed, joined). Each view holds the fixes accepted so far,
so a loop that crosses a wrap is found where the wrap is mended, and yet its edits are in the text as read. Passes are
made until one accepts nothing: that is what makes cleaning what was cleaned change nothing (law 3).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from cleaner import detectors
from cleaner.document import Document
from cleaner.language.alignment import misread_copy
from cleaner.model import Edit, Finding, Fix, Held, Hit, Related, Safety, Span
from cleaner.packs import VIEWS, Rule
from cleaner.repair import EditError, apply, conserves, squeeze
from cleaner.views import Overlay, View
from cleaner.wording import say

#: Fixes only ever shorten or join, so passes end by themselves; this bound is a guard, and reaching it is told.
MOST_PASSES = 12

#: Characters a bucket in which deletions are looked up.
NEAR = 64

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LETTER = re.compile(r"[^\W\d_]")

#: Code points from which on the share of Han is taken from a sample of so many.
SAMPLED = 1 << 17

#: Below this share of Han among the letters a document is not ours to touch.
CHINESE = 0.20


@dataclass(frozen=True, slots=True)
class Consent:
    """What may be applied without asking, and from which confidence on findings are told at all."""

    risky: bool = False
    min_confidence: float = 0.0
    any_language: bool = False
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in a document, what was done about it, and how to take it back."""

    document: Document
    findings: tuple[Finding, ...]
    text: str
    applied: tuple[str, ...]  # keys of findings
    held: Mapping[str, Held]  # the others, by key
    undo: tuple[Edit, ...]  # in coordinates of `text`
    edits: tuple[Edit, ...]  # what was applied, in coordinates of the text as read
    trouble: str = ""  # a law that would have been broken: the text was left alone, and that is our bug

    @property
    def changed(self) -> bool:
        """Whether the text differs from the text as read."""
        return self.text != self.document.text

    def remaining(self, *safeties: Safety) -> list[Finding]:
        """The findings of the given safeties that were not applied."""
        done = set(self.applied)
        return [f for f in self.findings if f.key not in done and f.safety in safeties]


def is_chinese(text: str) -> bool:
    """Whether at least a fifth of the letters are Han. A text without letters is not.

    Of a long text a sample is looked at, evenly taken.
    """
    if len(text) > SAMPLED:
        step = len(text) // 64
        text = "".join(text[at : at + SAMPLED // 64] for at in range(0, len(text), step))
    letters = len(LETTER.findall(text))
    return letters > 0 and len(HAN.findall(text)) >= CHINESE * letters


def clean_document(document: Document, rules: Sequence[Rule], consent: Consent = Consent()) -> Result:
    """Finds what `rules` find in `document` and applies what `consent` allows. Writes nothing."""
    text = document.text
    if not text or not (consent.any_language or is_chinese(text)):
        return Result(document, (), text, (), {}, (), ())
    plan = _Plan(document, rules, consent)
    plan.run()
    findings = tuple(sorted(plan.findings.values(), key=in_place))
    try:
        cleaned, undo = apply(text, plan.overlay)
        trouble = _broken_law(text, cleaned, tuple(plan.overlay), undo)
    except EditError as error:
        cleaned, undo, trouble = text, (), str(error)
    if trouble:
        held = {f.key: plan.held.get(f.key, Held.NOT_SETTLED) for f in findings}
        return Result(document, findings, text, (), held, (), (), trouble)
    applied = tuple(f.key for f in findings if f.key in plan.applied)
    return Result(document, findings, cleaned, applied, dict(plan.held), undo, tuple(plan.overlay))


def in_place(finding: Finding) -> tuple[int, int, str]:
    """The order in which findings are told."""
    return finding.span.start, finding.span.end, finding.rule


def shown(rule: Rule, hit: Hit, text: str, lang: str) -> Finding:
    """`hit`, in coordinates of the text as read, as a finding of `rule` that mends nothing."""
    return Finding(
        rule=rule.id,
        family=rule.family,
        span=hit.span,
        message=_filled(rule.words(lang).message, hit.values),
        fix=None,
        safety=Safety.SHOWN,
        confidence=round(hit.confidence, 4),
        evidence=dict(hit.evidence),
        related=hit.related,
        after=(),
        fingerprint=fingerprint(rule.id, text, hit.span),
    )


def _broken_law(text: str, cleaned: str, edits: Sequence[Edit], undo: Sequence[Edit]) -> str:
    """The law that `cleaned` breaks, if any; cheap enough to run on every document."""
    if not edits and cleaned != text:
        return "law 1: nothing was applied, and the text changed"
    if apply(cleaned, undo)[0] != text:
        return "law 2: undo does not give back the text"
    return ""


@dataclass(slots=True)
class _Deletion:
    """What an applied fix deletes (white space aside), and the copies that it rests on."""

    gone: list[Span]
    copies: list[Span]


class _Near:
    """Deletions made on one view, kept by where some of their spans are: looking all of them up takes linear time."""

    def __init__(self) -> None:
        self._at: defaultdict[int, dict[int, _Deletion]] = defaultdict(dict)

    def add(self, deletion: _Deletion, spans: Iterable[Span]) -> None:
        for place in self._places(spans):
            self._at[place][id(deletion)] = deletion

    def to(self, spans: Iterable[Span]) -> Iterator[_Deletion]:
        """Those that may touch one of `spans`. Some come more than once."""
        for place in self._places(spans):
            if place in self._at:
                yield from self._at[place].values()

    @staticmethod
    def _places(spans: Iterable[Span]) -> set[int]:
        return {at for span in spans for at in range(span.start // NEAR, span.end // NEAR + 1)}


@dataclass
class _Plan:
    document: Document
    rules: Sequence[Rule]
    consent: Consent
    findings: dict[str, Finding] = field(default_factory=dict)
    applied: dict[str, None] = field(default_factory=dict)  # in the order of acceptance
    held: dict[str, Held] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)  # keys found in this pass
    overlay: Overlay = field(default_factory=Overlay)
    # Deletions made on the view at hand, by what they delete and by their copies: thousands may rest on one copy.
    deleted: _Near = field(default_factory=_Near)
    rested_on: _Near = field(default_factory=_Near)
    accepted: int = 0  # how many fixes were
    latest: tuple[int, View] | None = None  # the view at hand, and how many fixes it shows
    #: Where each applied edit begins, and the key of its finding, sorted: what a later finding may rest on.
    ground: list[tuple[int, str]] = field(default_factory=list)

    def run(self) -> None:
        by_view = {name: [r for r in self.rules if r.view == name] for name in VIEWS}
        settled: tuple[Edit, ...] = ()
        for _ in range(MOST_PASSES):
            before, done = self.accepted, len(self.applied)
            settled = tuple(self.overlay)
            self.seen.clear()
            for name in VIEWS:
                if by_view[name]:
                    self.stage(by_view[name])
            if self.accepted == before:
                self.drop_superseded()
                return
        # The last pass still found something to do. It is taken back and told, rather than left half done.
        for key in list(self.applied)[done:]:
            del self.applied[key]
            self.held[key] = Held.NOT_SETTLED
        self.overlay = Overlay(settled)

    def drop_superseded(self) -> None:
        """Forgets the findings whose damage another fix has mended: held at first, where an applied edit now is, and
        not found again. Two rules that see the same damage must not leave one of them standing as still to be done.
        """
        text = View(self.document.text, self.overlay)
        for key in [key for key in self.held if key not in self.seen]:
            fix = self.findings[key].fix
            if fix and any(text.changes(edit.span) for edit in fix.edits):
                del self.held[key], self.findings[key]

    def stage(self, rules: Sequence[Rule]) -> None:
        """Finds with `rules` on the view of all that is accepted so far, and accepts what may be."""
        view = self.view()
        # What was deleted before this view was made is gone from it, and what it rested on stands in it or in what a
        # later fix named in turn: from view to view nothing is lost, so only fixes of one view can undercut another.
        self.deleted, self.rested_on = _Near(), _Near()
        found: list[Finding] = []
        for rule in rules:
            for hit in detectors.load(rule.detector).detect(view, rule.kind, rule.params):
                if hit.confidence >= self.consent.min_confidence:
                    # What lies in a line that a join has moved has no place in the text as read.
                    with suppress(EditError):
                        found.append(self.finding(rule, hit, view))
        # The surest first, then the longest: what overlaps a better claim waits for the next pass.
        found.sort(key=lambda f: (f.safety.rank, -f.confidence, -len(f.span), *in_place(f)))
        accepted: list[tuple[int, str]] = []
        for finding in found:
            self.seen.add(finding.key)
            again = self.findings[finding.key] if finding.key in self.applied else None
            if again is None:
                self.findings[finding.key] = finding
            why_not = self.why_held(finding)
            if why_not:
                if again is None:
                    self.held[finding.key] = why_not
                continue
            self.held.pop(finding.key, None)
            assert finding.fix is not None
            if again is not None:
                self.findings[finding.key] = _both(again, finding)
            self.overlay.add(finding.fix.edits)
            self.accepted += 1
            self.applied[finding.key] = None
            gone = self.gone(finding)
            if gone:
                deletion = _Deletion(gone, _copies(finding))
                self.deleted.add(deletion, deletion.gone)
                self.rested_on.add(deletion, deletion.copies)
            accepted += ((edit.span.start, finding.key) for edit in finding.fix.edits)
        self.ground = sorted([*self.ground, *accepted])

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
        if finding.safety is Safety.SHOWN:
            return Held.SHOWN_ONLY
        if fix is None:
            return Held.NO_FIX
        if fix.safety is Safety.RISKY and not self.consent.risky:
            return Held.NEEDS_CONSENT
        if not self.overlay.fits(fix.edits) or self.clashes(finding):
            return Held.OVERLAPS
        return None

    def gone(self, finding: Finding) -> list[Span]:
        """The spans of text, white space aside, that the fix of `finding` deletes."""
        text = self.document.text
        edits = finding.fix.edits if finding.fix else ()
        return [e.span for e in edits if text[e.span.start : e.span.end].strip()]

    def clashes(self, finding: Finding) -> bool:
        """Law 9: whether this fix deletes a copy that an applied one rests on, or rests on a copy already deleted.

        A loop inside a copy that stays may go: its own copy stands in there too.
        """
        gone, copies = self.gone(finding), _copies(finding)
        return bool(gone) and (
            any(_undercuts(d.gone, d.copies, copies) for d in self.deleted.to(copies))
            or any(_undercuts(gone, copies, d.copies) for d in self.rested_on.to(gone))
        )

    def finding(self, rule: Rule, hit: Hit, view: View) -> Finding:
        """`hit` of `view` as a finding of `rule`, in coordinates of the text as read."""
        text = self.document.text
        span = view.to_read(hit.span)
        edits = tuple(view.edit_to_read(edit) for edit in hit.edits)
        related = tuple(Related(view.to_read(r.span), r.note, r.path, r.line) for r in hit.related)
        safety = rule.safety.lowered_to(hit.safety)
        # Law 8 is asked of the view, where what earlier fixes deleted is gone already: in the text as read, a sentence
        # whose every run was drawn twice is not the same as its copy.
        if (
            edits
            and safety is Safety.SAFE
            and not conserves(view.text, hit.edits, hit.related, misread_copy, rule.characters)
        ):
            safety = Safety.RISKY
        return Finding(
            rule=rule.id,
            family=rule.family,
            span=span,
            message=_filled(rule.words(self.consent.lang).message, _values(hit, self.consent.lang)),
            fix=Fix(edits, safety) if edits else None,
            safety=safety,
            confidence=round(hit.confidence, 4),
            evidence=dict(hit.evidence),
            related=related,
            after=tuple(self.inside(span)),
            fingerprint=fingerprint(rule.id, text, span),
        )

    def inside(self, span: Span) -> Iterator[str]:
        """The keys of the applied findings with an edit inside `span`: what a finding there rests on."""
        seen: set[str] = set()
        for _, key in self.ground[bisect_left(self.ground, (span.start,)) : bisect_left(self.ground, (span.end,))]:
            if key not in seen:
                seen.add(key)
                yield key


def _both(first: Finding, then: Finding) -> Finding:
    """One finding of two with the same rule and place, the second found where the first had been mended: a run drawn
    four times of which a pass saw two. Its fix is both.
    """
    assert first.fix
    assert then.fix
    edits = Overlay(first.fix.edits)
    edits.add(then.fix.edits)
    return replace(first, fix=Fix(tuple(edits), then.fix.safety), related=(*first.related, *then.related))


def _copies(finding: Finding) -> list[Span]:
    return [related.span for related in finding.related if related.path is None]


def _undercuts(gone: Sequence[Span], kept: Sequence[Span], copies: Sequence[Span]) -> bool:
    """Whether deleting `gone` (whose own copies are `kept`) takes text out of `copies`, other than a repeat inside."""
    low, high = min(g.start for g in gone), max(g.end for g in gone)
    # Only copies near what goes: a line drawn character by character has as many copies as characters.
    near = [copy for copy in copies if copy.start <= high and low <= copy.end]
    return any(any(g.touches(copy) for g in gone) and not all(copy.covers(k) for k in kept) for copy in near)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _values(hit: Hit, lang: str) -> Mapping[str, str]:
    """What fills the message of `hit`, what is said in words of `lang` with it."""
    return {**hit.values, **{name: say(lang, key, **hit.values) for name, key in hit.said.items()}}


def _filled(template: str, values: Mapping[str, str]) -> str:
    return template.format_map(_Blank(values))


def fingerprint(rule: str, text: str, span: Span, around: int = 20) -> str:
    """A name for a finding that survives edits elsewhere: 16 hex digits of its rule, its text and its surroundings.

    White space does not count; `around` is in code points to each side.
    """
    parts = (
        rule,
        squeeze(text[span.start : span.end]),
        squeeze(text[max(0, span.start - 4 * around) : span.start])[-around:],
        squeeze(text[span.end : span.end + 4 * around])[:around],
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def chosen(rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Rule]:
    """The rules that are on: those that `select` names (ids, families or family/id), else all not off by default.

    Raises KeyError with the name that no rule and no family has.
    """
    rules = list(rules)
    names = {name for rule in rules for name in (rule.id, rule.family, rule.name)}
    for name in (*select, *ignore):
        if name not in names:
            raise KeyError(name)

    def named(rule: Rule, by: Sequence[str]) -> bool:
        return any(name in (rule.id, rule.family, rule.name) for name in by)

    return [r for r in rules if (named(r, select) if select else r.on) and not named(r, ignore)]
