"""Paragraphs and blocks that stand twice: each rule against its own examples, and where the copies stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.model import Consent, Safety, Span
from cleaner.packs import Example, Rule, read_pack
from cleaner.plan import Result, clean_document

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
    if rule.safety is not Safety.SAFE:
        assert not result.changed
        result = clean_document(Document(example.text), [rule], Consent(risky=True))
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


def test_block_wrapped_otherwise() -> None:
    """Two paragraphs again as one, and one as two."""
    text = "\n\n".join((ONE + TWO + THREE, "岛上的井水是甜的。", ONE, TWO, THREE))
    assert cleaned(text).text == "\n\n".join((ONE + TWO + THREE, "岛上的井水是甜的。"))
    assert [f.rule for f in cleaned(text).findings] == ["duplicated-block"]


def test_piece_of_a_paragraph() -> None:
    whole = ONE + TWO
    for piece in (whole[:58], whole[14:]):
        assert cleaned(f"{whole}\n\n{piece}\n\n{THREE}\n").text == f"{whole}\n\n{THREE}\n"


def test_the_complete_copy_stays() -> None:
    whole = ONE + TWO
    assert cleaned(f"{whole[:58]}\n{whole}\n{THREE}\n").text == f"{whole}\n{THREE}\n"


def test_headline_in_lead_stays() -> None:
    text = f"渔港小学把课堂搬上了旧灯塔\n昨天，渔港小学把课堂搬上了旧灯塔，孩子们第一次看见了夜航的船。\n{ONE}"
    assert not cleaned(text, risky=True).findings


def test_best_of_both_copies() -> None:
    """Each copy has a misreading of its own, and neither is left."""
    right = "夜校的课桌是学员们自己做的，三十张桌子用的都是河里捞上来的老杉木，人们说未来几年都不用再换。"
    first, second = right.replace("未来", "末来"), right.replace("自己", "白己")
    assert cleaned(f"{first}\n{second}\n{TWO}").text == f"{right}\n{TWO}"


def test_figures_are_never_guessed() -> None:
    other = TWO.replace("二十七", "二十九")
    result = cleaned(f"{TWO}\n{other}\n{ONE}", risky=True)
    assert not result.changed
    assert [f.safety for f in result.findings] == [Safety.SHOWN]


def test_numbers_of_articles() -> None:
    """An article with its number does not stand twice in one law, whatever its paragraphs do."""
    seven = "第七条 灯塔的灯应当在日落前十分钟点亮，日出后熄灭，看守人应当逐日记录点灯的时刻和天气，每月报送备查。"
    others = [f"第{n}条 {text}" for n, text in zip("八九十", (ONE, TWO, THREE), strict=True)]
    assert cleaned("\n".join((seven, *others, seven))).text == "\n".join((seven, *others))


UNREAD = ONE.replace("了新灯", "了\ufffd新灯")


@pytest.mark.parametrize(("first", "second"), [(ONE, UNREAD), (UNREAD, ONE)], ids=["behind it", "before it"])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_what_could_not_be_read_is_no_reading(first: str, second: str, between: str) -> None:
    """Whether a character stands where the other copy could read none, nobody knows: nothing is done unasked, and with
    consent the copy that was read stays.
    """
    text = f"{first}{between}{second}\n\n{TWO}\n"
    assert cleaned(text).text == text
    assert cleaned(text, risky=True).text == f"{ONE}\n\n{TWO}\n"


@pytest.mark.parametrize("sign", ["\ufffd", "\ue5e5"], ids=["replacement character", "private use"])
def test_a_character_that_was_read_beats_one_that_was_not(sign: str) -> None:
    """The copy that stays is given it, or has it."""
    hole = ONE.replace("渔船", f"渔{sign}")
    for first, second in ((ONE, hole), (hole, ONE)):
        assert cleaned(f"{first}\n\n{second}\n\n{TWO}\n", risky=True).text == f"{ONE}\n\n{TWO}\n"
