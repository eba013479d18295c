"""Single characters: what is told, what is mended, and what is left be."""

from __future__ import annotations

import pytest

from cleaner.document import Document
from cleaner.model import Consent, Held
from cleaner.packs import chosen, load_rules
from cleaner.plan import Result, clean_document

RULES = load_rules()
STORY = "镇上的修表铺子开了三十年，师傅姓傅，左手少一截小指。他说，表走得慢一点，人就走得稳一点。"


def cleaned(text: str, *select: str, risky: bool = True) -> Result:
    return clean_document(Document(text), chosen(RULES, select=select or ("characters",)), Consent(risky=risky))


def rules(result: Result) -> list[str]:
    return [finding.rule for finding in result.findings]


@pytest.mark.parametrize("rule", ["radical-form", "invisible-character", "control-character", "mojibake"])
def test_what_does_no_harm_is_on(rule: str) -> None:
    assert rule in {r.id for r in chosen(RULES)}


def test_radicals_and_fake_bold_together() -> None:
    """A font that draws its bold twice and has radicals for characters: both are mended in one run."""
    text = "材料⼯业材料⼯业、、三座码⼝三座码⼝、、货运⽕⻋站货运⽕⻋站、、" + STORY
    result = clean_document(Document(text), chosen(RULES), Consent())
    assert result.text == "材料工业、三座码口、货运火车站、" + STORY


@pytest.mark.parametrize(
    "text",
    [
        STORY + "皇后与太后同在，乾隆写了三卷名著，瞭望塔还在。",
        STORY + "昇腾芯片由昇腾实验室设计，名叫陈昇的人写了说明。",
        "鎮上的修錶鋪子開了三十年，後來搬到台北，里長說，一隻錶走得慢，人就走得穩。群山、床前、山峰都在。",
        "鎮上的修錶鋪子開了三十年，他去中国三次，在中国買錶，從中国回來，中国的錶走得慢，中华人民共和国的郵戳也在。",
    ],
)
def test_forms_that_are_meant(text: str) -> None:
    assert rules(cleaned(text, "stray-variant")) == []


def test_a_stray_takes_the_form_that_the_text_has() -> None:
    """Taiwan writes 裡, Hong Kong 裏: the text decides."""
    for form in "裡裏":
        text = f"鎮{form}的修錶鋪子開了三十年，店{form}有鐘，家{form}有錶，師傅說，錶走得慢，人就走得穩，这才是道理。"
        assert cleaned(text, "stray-variant").text == text.replace("这", "這")


def test_names_are_only_shown() -> None:
    text = f"{STORY}\n\n□本报记者 陈祿生\n\n{STORY}"
    result = cleaned(text, "stray-variant")
    assert rules(result) == ["stray-variant"]
    assert list(result.held.values()) == [Held.SHOWN_ONLY]
    assert result.text == text


@pytest.mark.parametrize(
    "text",
    [
        STORY + "比分是3:2，价钱1,200元，时间8:30。",
        STORY + "网址是 https://example.org/表,铺?页=1 或者 www.example.org。",
        STORY + "调用`打开(文件,方式)`就可以，公式是$f(x,y)$。",
        STORY + "见[铺子](photo(1).jpg)一图。",
        "# 标题: 渡口\n\n" + STORY,
        "```\n打开(文件,方式);\n```\n" + STORY,
    ],
)
def test_half_width_marks_that_are_no_punctuation_of_chinese(text: str) -> None:
    assert rules(cleaned(text, "half-width-punctuation")) == []


@pytest.mark.parametrize(
    "text",
    [
        "□本报记者 傅水生 何小满\n\n" + STORY,
        "修桥补路 造福乡里\n\n" + STORY,
        "1 总则\n\n" + STORY * 3,
        "第一章 总则\n第一条 为了修好渡口，保护行人，制定本办法。\n" + STORY,
        STORY + "铺子叫 Watch House，门上写着 since 1932 几个字。",
        "姓名 班次 票价\n张三 早班 五元\n" + STORY,
    ],
)
def test_spaces_that_are_meant(text: str) -> None:
    assert rules(cleaned(text, "space-in-chinese")) == []


def test_an_emoji_keeps_its_joiners() -> None:
    text = STORY + "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 🏴\U000e0067\U000e007f"
    assert rules(cleaned(text, "invisible-character")) == []


@pytest.mark.parametrize("way", ["gb18030", "latin-1"])
def test_a_garbled_clause_is_mended_whole(way: str) -> None:
    clause = "今天下午停航，请相互转告"
    text = f"{STORY}公告：{clause.encode().decode(way)}。\n{STORY}"
    result = cleaned(text, "mojibake", risky=False)
    assert result.text == f"{STORY}公告：{clause}。\n{STORY}"


def test_half_a_character_is_lost() -> None:
    """今天好 has nine bytes, and GBK reads two at a time: of the last character one byte stands, the other is gone."""
    text = STORY + "今天好".encode().decode("gb18030", "replace") + "\n" + STORY
    result = cleaned(text, "mojibake")
    assert [(f.fix is None) for f in result.findings] == [False, True]
    assert "今天" in result.text


def test_code_shows_damage_on_purpose() -> None:
    text = f"{STORY}\n\n```\n涓嬪崍鍋滆埅 \ufffd \ue5f1\n```\n"
    assert rules(cleaned(text)) == []
