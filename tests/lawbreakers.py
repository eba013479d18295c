"""Ways to break each law on purpose, by changing what reads, mends and writes under its feet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from cleaner import plan
from cleaner.document import Document
from cleaner.lawful import Law
from cleaner.model import Edit
from cleaner.repair import apply

Patch = pytest.MonkeyPatch
Broken = Callable[[Patch], None]


def break_conservation(patch: Patch) -> None:
    """A character outside all edits goes."""

    def wrong(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Edit, ...]]:
        new, undo = apply(text, edits)
        return (new.replace("镇上", "镇", 1), undo) if undo else (new, undo)

    patch.setattr(plan, "apply", wrong)


def break_undo(patch: Patch) -> None:
    """The way back lacks an edit."""

    def wrong(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Edit, ...]]:
        new, undo = apply(text, edits)
        return new, undo[1:]

    patch.setattr(plan, "apply", wrong)


def break_consent(patch: Patch) -> None:
    """Whatever has a fix is applied."""
    kept = plan._Plan.why_held

    def never(self: Any, finding: Any) -> Any:
        why = kept(self, finding)
        return None if why is plan.Held.NEEDS_CONSENT else why

    patch.setattr(plan._Plan, "why_held", never)


def break_copies(patch: Patch) -> None:
    """Of 技师技师 both go, and that is called safe."""
    kept = plan._Plan.finding

    def greedy(self: Any, *args: Any) -> Any:
        finding = kept(self, *args)
        if finding.rule != "stuttered-word":
            return finding
        edits = (Edit(finding.span),)
        return replace(finding, fix=plan.Fix(edits, plan.Safety.SAFE), safety=plan.Safety.SAFE)

    patch.setattr(plan._Plan, "finding", greedy)


def break_claims(patch: Patch) -> None:
    """An edit is made that is nobody's."""
    kept = plan._Plan.run

    def more(self: Any) -> None:
        kept(self)
        self.overlay.add([Edit(plan.Span(0, 1), "船")])
        self.last_seen = self.view().text

    patch.setattr(plan._Plan, "run", more)


def break_settledness(patch: Patch) -> None:
    """The last look is at the text as it was before the last fix."""
    kept = plan._Plan.run

    def early(self: Any) -> None:
        kept(self)
        self.last_seen = self.document.text

    patch.setattr(plan._Plan, "run", early)


def break_second_runs(patch: Patch) -> None:
    """A second run finds more than the first."""
    kept = plan._Plan.finding
    patch.setattr("cleaner.lawful.drawn", lambda text: True)

    def changing(self: Any, *args: Any) -> Any:
        finding = kept(self, *args)
        if "，，" in self.document.text or finding.rule != "stuttered-word" or not finding.fix:
            return finding
        return replace(finding, fix=replace(finding.fix, safety=plan.Safety.SAFE), safety=plan.Safety.SAFE)

    patch.setattr(plan._Plan, "finding", changing)


def break_bytes(patch: Patch) -> None:
    """Line ends are written as another system has them."""
    kept = Document.to_bytes
    patch.setattr(Document, "to_bytes", lambda self, text: kept(self, text).replace(b"\r\n", b"\n"))


def break_marks(patch: Patch) -> None:
    """The byte order mark is written twice."""
    kept = Document.to_bytes
    patch.setattr(Document, "to_bytes", lambda self, text: b"\xef\xbb\xbf" + kept(self, text))


BREAKERS = {
    Law.CONSERVED: (break_conservation, break_copies, break_claims),
    Law.UNDONE: (break_undo, break_bytes, break_marks),
    Law.ASKED: (break_consent,),
    Law.SETTLED: (break_settledness, break_second_runs),
}
CASES = [(law, breaker) for law, breakers in BREAKERS.items() for breaker in breakers]
each = pytest.mark.parametrize(("law", "broken"), CASES, ids=[breaker.__name__ for _, breaker in CASES])
