"""What must hold of what the engine makes of any text. AssertionError says which law is broken."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.document import Document
from cleaner.model import Consent, Safety, Span
from cleaner.packs import Rule
from cleaner.plan import Result, clean_document
from cleaner.repair import apply
from cleaner.suppressions import Allowed


def hold(result: Result, rules: Sequence[Rule], consent: Consent, allowed: Allowed | None = None) -> None:
    """Holds `result` to the laws that can be told from outside, and cleans its text a second time (law 3)."""
    text = result.document.text
    assert not result.trouble, result.trouble
    assert not result.unfinished, f"{result.unfinished} took too long"
    # 1 nothing applied, nothing changed; 2 undo gives back the text; 4 the edits are all that happened
    assert bool(result.applied) >= result.changed, "law 1: changed, and nothing was applied"
    assert apply(result.text, result.undo)[0] == text, "law 2: undo gives another text"
    assert apply(text, result.edits)[0] == result.text, "law 4: the edits do not make the text"
    # 5 applied and held are all findings, and only what was consented to is applied
    keys = [finding.key for finding in result.findings]
    assert sorted(keys) == sorted([*result.applied, *result.held]), "law 5: applied and held are not the findings"
    done = set(result.applied)
    whole = Span(0, len(text))
    for finding in result.findings:
        if finding.key in done:
            assert finding.fix is not None, "law 5: applied without a fix"
            assert finding.fix.safety is Safety.SAFE or consent.risky, "law 5: applied without consent"
        # 6 spans lie inside the text
        edits = finding.fix.edits if finding.fix else ()
        places = [finding.span, *(edit.span for edit in edits), *(r.span for r in finding.related if r.path is None)]
        assert all(whole.covers(span) for span in places), f"law 6: {finding.key} reaches out of the text"
        assert 0 <= finding.confidence <= 1, f"{finding.key}: confidence {finding.confidence}"
    if result.changed and not (allowed and (allowed.suppressions or allowed.comments)):
        again = clean_document(Document(result.text, result.document.path), rules, consent)
        assert again.text == result.text, "law 3: what was cleaned is changed once more"
