"""The nouns. This module imports nothing of ours.

Positions are code points of the text as read, and spans are half-open: ``text[span.start:span.end]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open run ``[start, end)`` of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a code point (spans that only meet do not)."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `replacement` where `span` stood: ``""`` deletes, an empty span inserts."""

    span: Span
    replacement: str = ""


class Safety(StrEnum):
    """How far a fix may go without a person's word. Ordered by `rank`."""

    SAFE = "safe"  #: the meaning cannot change; applied by `fix`
    RISKY = "risky"  #: needs --risky or a person's word
    SHOWN = "shown"  #: never applied

    @property
    def rank(self) -> int:
        """0 for SAFE, 1 for RISKY, 2 for SHOWN."""
        return ("safe", "risky", "shown").index(self.value)

    def lowered_to(self, other: Safety | None) -> Safety:
        """The less trusting of the two: a rule's safety is a ceiling that evidence may only lower."""
        return self if other is None or other.rank <= self.rank else other


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that are applied whole or not at all, in the order of their spans."""

    edits: tuple[Edit, ...]
    safety: Safety


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding speaks of, such as the copy that stays."""

    span: Span
    note: str
    path: str | None = None  #: another file, which the span is of
    line: int | None = None  #: where it begins there, as editors count lines


#: What a detector measured, by name: numbers and short texts, ready for JSON.
Evidence = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a detector yields, in coordinates of the view it was given.

    The rule adds wording and its safety; `safety` here may lower the latter. `values` fill the rule's message, and so
    does `said`, whose values are keys of `cleaner.wording`: what is told in the reader's language.
    `related` names, above all, the copies that stay: a fix that deletes text without such a copy is not SAFE.
    """

    span: Span
    edits: tuple[Edit, ...] = ()
    confidence: float = 1.0
    values: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    safety: Safety | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of damage, in coordinates of the text as read."""

    rule: str  #: the rule's id, such as "looped-clause"
    family: str  #: the rule's family, such as "repeated-phrases"
    span: Span  #: where it is
    message: str  #: what is wrong, in the language asked for
    fix: Fix | None  #: what would mend it
    safety: Safety  #: how far the fix may go
    confidence: float  #: 0..1
    evidence: Evidence  #: the numbers behind the claim
    related: tuple[Related, ...]  #: above all the copies that stay
    after: tuple[str, ...]  #: keys of the findings that this one rests on
    fingerprint: str  #: of content and surroundings, white space aside

    @property
    def key(self) -> str:
        """The finding's name within its document, such as ``looped-clause:120-144``."""
        return f"{self.rule}:{self.span.start}-{self.span.end}"

    @property
    def copies(self) -> list[Span]:
        """Where the copies that stay are, in the same text."""
        return [related.span for related in self.related if related.path is None]


class Held(StrEnum):
    """Why a finding was not applied."""

    NO_FIX = "no-fix"  #: there is nothing to put in its place
    NEEDS_CONSENT = "needs-consent"  #: it is RISKY, and nobody consented
    SHOWN_ONLY = "shown-only"  #: it is SHOWN: never applied
    OVERLAPS = "overlaps"  #: another fix changes the same text
    KEPT = "kept"  #: a person decided to leave it, or a baseline does
    ALLOWED = "allowed"  #: by a comment or by the settings
    RESTS_ON_HELD = "rests-on-held"  #: a finding that it rests on was not applied
    NOT_SETTLED = "not-settled"  #: cleaning again would have changed more


@dataclass(frozen=True, slots=True)
class Consent:
    """What may be applied without asking, and from which confidence on findings are told at all."""

    risky: bool = False
    min_confidence: float = 0.0
    any_language: bool = False
    lang: str = "en"
    asked: frozenset[str] = frozenset()  # rules whose risky fixes a person asked for by name, with `--script`


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add: ``a + b``. What workers send back."""

    files: int = 0
    characters: int = 0
    changed: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)  # by rule
    applied: Mapping[str, int] = field(default_factory=dict)  # by rule
    failed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.files + other.files,
            self.characters + other.characters,
            self.changed + other.changed,
            _added(self.findings, other.findings),
            _added(self.applied, other.applied),
            self.failed + other.failed,
        )


def _added(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    return {key: a.get(key, 0) + b.get(key, 0) for key in sorted({*a, *b})}
