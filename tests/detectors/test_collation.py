"""Copies that differ: which readings are taken, what is said about it, and what is left to a person."""

from __future__ import annotations

import re

import pytest

from cleaner.copying.readings import Collation, Comparison, witnesses
from cleaner.model import Finding, Safety, Span
from cleaner.views import View
from tests.detectors.test_paragraphs import ONE, RULES, THREE, TWO, cleaned

RIGHT = "茶厂的老师傅带着徒弟们每天早晨上山采茶，中午炒青，傍晚把当天的新茶装进木箱，由马队送到渡口，再装船运到下游。"


def collated(first: str, second: str) -> Collation:
    text = f"{first}\n{second}"
    return Collation([Comparison(View(text), Span(0, len(first)), Span(len(first) + 1, len(text)))])


def only(text: str, lang: str = "en", risky: bool = False) -> Finding:
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.plan import clean_document

    findings = clean_document(Document(text), RULES, Consent(risky=risky, lang=lang)).findings
    assert len(findings) == 1
    return findings[0]


def test_a_witness_often_wrong_is_not_believed_elsewhere() -> None:
    alone = witnesses([0.4])[0]
    beside = witnesses([0.4, -8.0, -8.0, -8.0, -8.0])[0]
    assert alone > 0.5 > beside


def test_witnesses_as_good_as_each_other_change_nothing() -> None:
    assert witnesses([2.0, -2.0]) == pytest.approx([witnesses([-2.0, 2.0])[1], witnesses([2.0, -2.0])[1]])
    assert sum(witnesses([2.0, -2.0])) == pytest.approx(1.0)


def test_a_doubtful_mark_follows_the_better_copy() -> None:
    worse = RIGHT.replace("上山采茶，", "上山采茶。")
    for right, misread in (("每天", "每夭"), ("早晨", "旱晨"), ("当天", "当夭")):
        worse = worse.replace(right, misread)
    for first, second in ((RIGHT, worse), (worse, RIGHT)):
        assert cleaned(f"{first}\n{second}\n{ONE}").text == f"{RIGHT}\n{ONE}"


def test_two_letters_side_by_side_are_judged_singly() -> None:
    """白由 against 自田: each copy has one of them right."""
    right = "镇上的茶馆准许各路客商自由买卖，三十年来没有红过脸，每逢集日人来人往，一直热闹到掌灯的时候。"
    made = collated(right.replace("自由", "白由"), right.replace("自由", "自田"))
    assert [(r.stays, r.gone) for r in made.readings] == [("白", "自"), ("由", "田")]
    assert [(r.stays, r.gone) for r in made.taken] == [("白", "自")]


def test_a_dot_misread_is_better_than_no_mark() -> None:
    assert cleaned(f"{RIGHT[:-1]}.\n{RIGHT[:-1]}\n{ONE}").text == f"{RIGHT[:-1]}.\n{ONE}"


def test_one_of_two_figures_is_never_taken() -> None:
    made = collated("粮站收了三千二百石新谷。", "粮站收了三千六百石新谷。")
    assert made.readings[0].of_figures
    assert not made.taken
    assert made.sure == pytest.approx(0.5)


def test_letters_in_doubt_are_left_to_a_person() -> None:
    """Neither 己物 nor 已物 is a word: which of them was read rightly the language data cannot say."""
    first, second = (
        f"傍晚时分，老艄公把{x}拴在柳树下，提着马灯走回山腰的石屋，屋里飘出米饭的香味。" for x in ("己物", "已物")
    )
    assert not cleaned(f"{first}\n{second}\n{ONE}").changed


@pytest.mark.parametrize(
    ("lang", "first", "better"), [("en", "comes first", "fewer misreadings"), ("zh", "在前", "误识较少")]
)
def test_the_message_says_which_copy_stays_and_why(lang: str, first: str, better: str) -> None:
    assert first in only(f"{ONE}\n{ONE}\n{TWO}", lang).message
    worse = RIGHT.replace("每天", "每夭").replace("早晨", "旱晨")
    said = only(f"{RIGHT}\n{worse}\n{TWO}", lang)
    assert better in said.message
    assert "2" in said.message
    assert said.evidence["stays"] == "better"
    mended = only(f"{worse}\n{RIGHT}\n{TWO}", lang)
    assert first in mended.message
    assert mended.evidence["taken_from_the_other"] == "夭→天 旱→早"


@pytest.mark.parametrize(("lang", "words"), [("en", "complete"), ("zh", "完整")])
def test_the_complete_copy_is_said_to_be_so(lang: str, words: str) -> None:
    whole = ONE + TWO
    assert words in only(f"{whole[:58]}\n{whole}\n{THREE}\n", lang).message


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_place_in_a_message_is_left_open(lang: str) -> None:
    texts = (
        f"{ONE}\n{ONE}\n{TWO}",
        f"{TWO}\n{TWO.replace('二十七', '二十九')}\n{ONE}",
        f"{ONE}{TWO}\n\n**{TWO}**\n\n{THREE}",
    )
    for text in texts:
        assert not re.search(r"[{}]", only(text, lang).message)


def test_the_copy_that_stays_is_named_to_the_character() -> None:
    text = f"　　{ONE}\n　　{ONE}\n　　{TWO}\n"
    span = only(text).related[0].span
    assert text[span.start : span.end] == ONE


def test_articles_with_other_numbers_are_no_copies() -> None:
    """Four articles say the same of four offences: a law, and nothing was read twice."""
    words = "违反水务所用水规定的，由县水务局责令限期改正，逾期不改正的，处以二百元以上五百元以下罚款。"
    text = "\n".join(f"第{n}条 {words}\n{words}" for n in "三四五六")
    kept = cleaned(text).text
    assert [line for line in kept.split("\n") if line.startswith("第")] == [f"第{n}条 {words}" for n in "三四五六"]


def test_a_statute_says_a_long_paragraph_twice_and_a_person_is_told() -> None:
    again = "渡船的检修记录应当保存三年以上，主管部门可以随时调阅，任何单位和个人不得涂改、隐匿或者销毁。"
    text = f"第一条 渡船应当按时检修。\n{again}\n第二条 浮桥应当专人看护。\n{again}\n第三条 本办法自公布之日起施行。"
    result = cleaned(text, risky=True)
    assert [f.safety for f in result.findings] == [Safety.SHOWN]


def test_the_next_law_may_have_an_article_of_the_same_number_and_words() -> None:
    last = "第三条 本办法由县交通运输局负责解释，自公布之日起施行，原有的规定同时废止。"
    laws = [f"第一条 为了加强{x}管理，制定本办法。\n第二条 {x}应当按时检修。\n{last}" for x in ("渡船", "浮桥")]
    assert not cleaned("\n".join(laws)).changed
    assert cleaned(f"{laws[0]}\n{ONE}\n{last}").text == f"{laws[0]}\n{ONE}"


def test_seven_hundred_copies_leave_one() -> None:
    assert cleaned(f"{ONE}\n" * 700).text == f"{ONE}\n"


def test_a_head_misread_is_part_of_the_copy() -> None:
    """The six letters before the misread one are too few for a run of their own."""
    first = f"今年三月曰前后，{ONE}，"
    text = f"{first[:-2]}，{TWO}\n\n{THREE}\n\n今年三月日前后，{ONE}\n"
    assert [f.span.start for f in cleaned(text).findings] == [text.rindex("今年")]
