"""Paragraphs and blocks that stand twice: each rule against its own examples, and where the copies stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.model import Safety, Span
from cleaner.packs import Example, Rule, read_pack
from cleaner.plan import Consent, Result, clean_document

PACK = Path(__file__).parents[2] / "rules" / "duplicated-paragraphs.toml"
RULES = read_pack(PACK.read_text(encoding="utf-8"), str(PACK), "duplicated-paragraphs")
EXAMPLES = [pytest.param(r, e, id=f"{r.id}-{n}") for r in RULES for n, e in enumerate(r.examples)]


def cleaned(text: str, risky: bool = False) -> Result:
    return clean_document(Document(text), RULES, Consent(risky=risky))


def marked(bad: str) -> list[Span]:
    """The spans between ⟦ and ⟧, in coordinates of the text without them."""
    spans: list[Span] = []
    at = start = 0
    for char in bad:
        if char == "⟦":
            start = at
        elif char == "⟧":
            spans.append(Span(start, at))
        else:
            at += 1
    return spans


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example) -> None:
    result = clean_document(Document(example.text), [rule])
    assert not result.trouble
    if example.bad is None:
        assert not result.findings
        return
    assert [f.span for f in result.findings] == marked(example.bad)
    if example.good is None:
        assert not result.changed
        return
    assert result.text == example.good
    assert not cleaned(result.text, risky=True).findings


ONE = "河口的灯塔去年换了新灯，夜里出海的渔船远远就能望见，船老大们都说心里踏实了许多。"
TWO = "守塔人老周在岛上住了二十七年，灯油换成电灯那天，他把旧油壶擦干净摆在窗台上。"
THREE = "今年休渔期一过，头一批三十六条船趁着夜潮出了港，天亮时已经过了东边的礁石。"


def test_tail_in_any_order() -> None:
    text = "\n\n".join((ONE, TWO, "岛上的井水是甜的。", THREE, THREE, ONE, TWO))
    assert cleaned(text).text == "\n\n".join((ONE, TWO, "岛上的井水是甜的。", THREE))


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n\n"])
def test_end_of_text_stays(end: str) -> None:
    gap = "\r\n\r\n" if "\r" in end else "\n\n"
    assert cleaned(gap.join((ONE, TWO, TWO)) + end).text == gap.join((ONE, TWO)) + end


def test_wider_gap_stays() -> None:
    assert cleaned(f"{ONE}\n{ONE}\n\n\n灯塔故事\n{TWO}\n").text == f"{ONE}\n\n\n灯塔故事\n{TWO}\n"


def test_page_end_stays() -> None:
    assert cleaned(f"{ONE}\n\f{ONE}\n{TWO}\n").text.count("\f") == 1


def test_headings_go_with_a_doubled_document() -> None:
    text = "\n".join(line for line in (ONE, "灯塔", TWO, "出海", THREE) for _ in range(2))
    assert cleaned(text).text == "\n".join((ONE, "灯塔", TWO, "出海", THREE))


def test_three_copies_leave_one() -> None:
    assert cleaned("\n".join([ONE] * 3 + [TWO])).text == f"{ONE}\n{TWO}"


def test_far_and_short_is_risky() -> None:
    text = "\n".join(
        (TWO, "船队平安返港的消息传来，码头上放起了鞭炮。", ONE, "船队平安返港的消息传来，码头上放起了鞭炮。", THREE)
    )
    assert not cleaned(text).changed
    assert [f.safety for f in cleaned(text).findings] == [Safety.RISKY]
