"""Furniture goes only when it is asked for, and what went is told word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.document import Document
from cleaner.model import Consent, Held, Safety
from cleaner.packs import chosen, load_rules
from cleaner.plan import Result, clean_document
from cleaner.repair import apply
from tests.conftest import ROOT

RULES = load_rules()
REMOVALS = ("running-head", "folio", "editors-line", "jump-line")


def cleaned(text: str, *select: str, risky: bool = True) -> Result:
    """`text` after the rules that `select` names; without any, after those that are on."""
    return clean_document(Document(text), chosen(RULES, select), Consent(risky=risky, any_language=True))


def seed(name: str) -> str:
    """One of our own scans."""
    return (ROOT / "seeds" / name).read_bytes().decode("utf-8-sig")


def test_removals_are_off_and_risky() -> None:
    """No rule that takes furniture away is on by itself, nor may any be applied without consent."""
    for rule in RULES:
        if rule.id in REMOVALS:
            assert (rule.on, rule.safety) == (False, Safety.RISKY)
    text = seed("05-pages-with-furniture.txt")
    held = cleaned(text, "furniture", risky=False)
    assert held.text == text
    assert set(held.held.values()) == {Held.NEEDS_CONSENT}
    assert not any(f.rule in REMOVALS for f in cleaned(text).findings)


def test_heads_and_folios_of_a_whole_issue() -> None:
    """Eleven lines go, all else stays to the character, and each finding says what went, where, and why."""
    text = seed("05-pages-with-furniture.txt")
    result = cleaned(text, "furniture")
    told = [str(finding.evidence["text"]) for finding in result.findings]
    assert (len(told), result.held) == (11, {})
    assert [number for finding in result.findings if (number := finding.evidence["number"])] == list(
        map(str, range(11, 17))
    )
    assert {finding.evidence["page"] for finding in result.findings} == {1, 2, 3, 4, 5, 6}
    assert not any(line in result.text for line in told)
    left = "".join(text.split())
    for line in told:
        left = left.replace("".join(line.split()), "", 1)
    assert "".join(result.text.split()) == left
    assert result.text.count("\f") == text.count("\f")
    assert apply(result.text, result.undo)[0] == text


def test_paragraphs_are_joined_where_furniture_was() -> None:
    """With the removals and the joins in one run, what stood between the halves is gone and the halves are one."""
    result = cleaned(seed("05-pages-with-furniture.txt"), "furniture", "broken-wraps")
    assert "收票樣樣都落在他肩上" in result.text
    assert "鷺澳時報" not in result.text
    again = cleaned(result.text, "furniture", "broken-wraps")
    assert again.text == result.text


def test_without_the_removals_a_join_steps_over() -> None:
    """As ever: the lines are moved behind the paragraph, unchanged."""
    result = cleaned(seed("05-pages-with-furniture.txt"), risky=False)
    assert "收票樣樣都落在他肩上" in result.text
    assert result.text.count("鷺澳時報") == 5


def test_jump_lines_of_a_page() -> None:
    """（下转第5版） and （上接1版） go; nothing else does."""
    text = seed("02-pdf-text-layer.txt")
    result = cleaned(text, "jump-line")
    assert [finding.evidence["number"] for finding in result.findings] == ["5", "1"]
    assert text.replace("（下转第5版）\n", "").replace("（上接1版）\n", "") == result.text


@pytest.mark.parametrize("jump", ["（下转第4版）", "（下轉第4版）", "（转第4版）"])
def test_a_jump_that_parts_an_open_sentence_stays(jump: str) -> None:
    """Without it the sentence and the next article would look like one paragraph: it is shown only."""
    text = f"管理站的工作人员介绍，清出来的淤泥全部运到\n\n{jump}\n\n苗圃的负责人说，这批肥料够用两年。\n"
    result = cleaned(text, "jump-line")
    (finding,) = result.findings
    assert (result.text, finding.safety, finding.fix) == (text, Safety.SHOWN, None)


def test_a_jump_in_the_line_goes_alone() -> None:
    """Behind the last words only the bracket goes."""
    text = "清出来的淤泥全部运到了苗圃。（下转第4版）\n\n东门夜市\n"
    assert cleaned(text, "jump-line").text == "清出来的淤泥全部运到了苗圃。\n\n东门夜市\n"


def test_a_folio_before_a_form_feed_leaves_the_form_feed() -> None:
    """The page ends where it ended; without line ends of its own nothing else goes."""
    text = seed("06-ocr.txt")
    result = cleaned(text, "folio")
    assert [str(finding.evidence["text"]) for finding in result.findings] == ["。 7。", "。 B。", "os"]
    assert result.text.count("\f") == text.count("\f")


def test_a_number_glued_to_text_needs_consent() -> None:
    """It is on, and risky: a digit is no furniture until somebody says so."""
    (rule,) = [rule for rule in RULES if rule.id == "glued-folio"]
    bad = next(example.bad for example in rule.examples if example.bad)
    text = bad.replace("⟦", "").replace("⟧", "")
    assert cleaned(text, "glued-folio", risky=False).text == text
    assert "22苗圃" not in cleaned(text, "glued-folio").text


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "seeds").glob("0*")))
def test_the_laws_hold_with_everything_on(name: str) -> None:
    """With all rules on and consent to all: cleaning twice changes nothing, and undo gives back every character."""
    text = seed(name)
    every = [replace(rule, on=True) for rule in RULES]
    consent = Consent(risky=True, any_language=True)
    once = clean_document(Document(text), every, consent)
    assert once.trouble == ""
    assert apply(once.text, once.undo)[0] == text
    assert clean_document(Document(once.text), every, consent).text == once.text
