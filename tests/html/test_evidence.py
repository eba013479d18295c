"""What was measured has words, in both languages."""

from __future__ import annotations

import pytest

from cleaner.document import Document
from cleaner.model import Consent
from cleaner.packs import Rule, load_rules
from cleaner.plan import clean_document
from cleaner.reports.evidence import known, note_in_words, told
from tests.conftest import ROOT

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_key_has_words(rule: Rule) -> None:
    """All that a rule measures in its examples and in the seeds is told in words."""
    texts = [example.text for example in rule.examples]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("0*")]
    keys = {
        key
        for text in texts
        for finding in clean_document(Document(text), [rule], Consent(any_language=True)).findings
        for key in finding.evidence
    }
    assert [key for key in keys if not known(key)] == []


@pytest.mark.parametrize(
    ("evidence", "en", "zh"),
    [
        ({"turns": 4}, ["said 4 times"], ["连说 4 遍"]),
        ({"blank_lines": 1}, ["one blank line between"], ["中间有 1 个空行"]),
        ({"blank_lines": 0}, [], []),
        ({"characters_different": 0}, ["word for word the same"], ["一字不差"]),
        ({"at_the_end": True}, ["at the end of the document"], ["位于文末"]),
        ({"at_the_end": False}, [], []),
        ({"probability": 0.97}, [], []),
        ({"times": 1.0}, [], []),
        ({"times": 2.5}, ["2.5 times as long as it should be"], ["长度是应有的 2.5 倍"]),
        ({"my_own": 3}, ["my own 3"], ["my own 3"]),
    ],
)
def test_evidence_in_words(evidence: dict[str, float], en: list[str], zh: list[str]) -> None:
    """One has its own word, nothing is not told, and what has no words is told as it is."""
    assert list(told(evidence, "en")) == en
    assert list(told(evidence, "zh")) == zh


def test_notes_in_words() -> None:
    """What stays, stays in Chinese too."""
    assert (note_in_words("stays", "zh"), note_in_words("x\ny", "en")) == ("保留", "x⏎y")
