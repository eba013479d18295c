"""Loops, stutters and items listed twice: what goes, what stays, and how surely."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.model import Consent, Safety
from cleaner.packs import read_pack
from cleaner.plan import Result, clean_document

PACK = Path(__file__).parents[2] / "rules" / "repeated-phrases.toml"
RULES = read_pack(PACK.read_text(encoding="utf-8"), str(PACK), "repeated-phrases")

BEFORE = "盐田县去年修通了三条乡道"
UNIT = "沿海七个渔港全部装上了新的航标灯"
AFTER = "群众出海更加安心。"
OTHER = "另一边，山里的茶农也迎来了好收成，头茬新茶刚下树便被订购一空，价钱比上年高出两成。"


def cleaned(text: str, risky: bool = False) -> Result:
    return clean_document(Document(text), RULES, Consent(risky=risky))


@pytest.mark.parametrize("turns", [2, 3, 4, 10, 50, 500])
@pytest.mark.parametrize(("mark", "last"), [("，", "，"), ("；", "；"), ("；", "。"), ("。", "。"), (",", ",")])
def test_loop_of_clauses(turns: int, mark: str, last: str) -> None:
    raw = f"{BEFORE}{mark}{mark.join([UNIT] * turns)}{last}{AFTER}"
    result = cleaned(raw, risky=turns > 400)  # beyond that no single copy holds what goes
    assert result.text == f"{BEFORE}{mark}{UNIT}{last}{AFTER}"
    assert [f.safety for f in result.findings] == [Safety.RISKY if turns > 400 else Safety.SAFE]


def test_loop_wherever_it_begins() -> None:
    whole = f"{BEFORE}，{UNIT}，{AFTER}"
    for start in range(len(whole) - 24):
        unit = whole[start : start + 24]
        raw = whole[: start + 24] + unit * 2 + whole[start + 24 :]
        assert cleaned(raw).text == whole


def test_loop_across_line_ends_and_spaces() -> None:
    looped = f"{BEFORE}，{UNIT}，{UNIT}，{UNIT}，{AFTER}"
    wide = 17
    raw = "\n".join(looped[i : i + wide] for i in range(0, len(looped), wide))
    assert cleaned(raw).text.replace("\n", "") == f"{BEFORE}，{UNIT}，{AFTER}"
    spaced = f"{BEFORE}，{UNIT}，{' '.join(UNIT)}，{AFTER}"
    assert cleaned(spaced).text == f"{BEFORE}，{UNIT}，{AFTER}"


@pytest.mark.parametrize("cut", [1, 3, 8, len(UNIT), len(UNIT) + 1])
def test_tail_that_runs_away(cut: int) -> None:
    raw = f"{OTHER}{UNIT}。{UNIT}。{UNIT}。{(UNIT + '。')[:cut]}"
    assert cleaned(raw).text == f"{OTHER}{UNIT}。"
    assert cleaned(f"{raw}\n\n{OTHER}").text == f"{OTHER}{UNIT}。\n\n{OTHER}"


def test_cut_at_a_page_end_goes_on_overleaf() -> None:
    raw = f"{OTHER}{UNIT}。{UNIT}。{UNIT}。{UNIT[:6]}\n\n{UNIT[6:]}。{AFTER}"
    assert UNIT[:6] + "\n\n" + UNIT[6:] in cleaned(raw).text or cleaned(raw).text == f"{OTHER}{UNIT}。{AFTER}"


def test_loop_that_ends_at_a_line_end_is_not_cut() -> None:
    """The text goes on in the next line: what follows the last whole turn is no cut-off turn."""
    unit = UNIT[7:]
    raw = f"{unit}，{unit}，{unit}，{unit[:5]}\n口岸昨日开闸放水，{AFTER}"
    assert unit[:5] + "\n口岸" in cleaned(raw, risky=True).text


@pytest.mark.parametrize(
    "text",
    [
        "司礼唱：“揖，起；揖，起；揖，起；揖，起。”",
        "他高声喊：“涨潮了！涨潮了！涨潮了！”",
        "两岸人民是一家，一步一个脚印，一天一个样，越走越近。",
        "甲方应当提前通知乙方，乙方应当提前通知丙方，丙方应当提前通知丁方。",
        "县委书记、县长，市委书记、市长，均到场；国家标准、行业标准、行业规范一并公布。",
        "第九项、第十项、第十一项规定的行为，依照第二十条、第二十一条处罚。",
        "编号100100与200200，增长2.5%2.5个百分点。",
        "| 类别 | 数量 | 类别 | 数量 |\n|---|---|---|---|\n| 是 | 是 | 是 | 是 |",
        "大家研究研究、讨论讨论，一个一个来；哗啦哗啦、叮咚叮咚，雨下个不停。",
        "中华人民共和国和国家机关工作人员；发展中国家和中国家庭。",
        "```\n沿海七个渔港装灯，沿海七个渔港装灯，沿海七个渔港装灯，\n```",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert cleaned(text, risky=True).text == text


@pytest.mark.parametrize(
    ("text", "safety"),
    [
        ("清单列有东门大桥、东门大桥、西门大桥等3座桥梁。", Safety.SHOWN),  # all three are counted
        ("清单列有东门大桥、东门大桥、西门大桥等2座桥梁。", Safety.RISKY),
        ("清单列有东门大桥、东门大桥、西门大桥、东门大桥。", Safety.SHOWN),  # once more further on
        ("到会的有陈强、陈强、李娜、王海。", Safety.SHOWN),  # two people, for all we know
    ],
)
def test_items_and_counts(text: str, safety: Safety) -> None:
    result = cleaned(text)
    assert [(f.rule, f.safety) for f in result.findings] == [("repeated-item", safety)]
    assert result.text == text
    assert (cleaned(text, risky=True).text != text) == (safety is Safety.RISKY)


def test_stutter_needs_consent() -> None:
    text = "园区着力引进渔业渔业人才，配套公寓。"
    assert cleaned(text).text == text
    assert cleaned(text, risky=True).text == "园区着力引进渔业人才，配套公寓。"


def test_random_loops_come_back() -> None:
    """A loop put into running text at any place comes back exactly: three turns of eight characters or more."""
    rng = random.Random(5)
    known = "全市农村道路改造工程完成投资新建桥梁提升服务能力推进港口建设扩大开放合作改善环境质量增加"
    pairs = [known[i : i + 2] for i in range(0, len(known), 2)]
    for _ in range(150):
        words = "".join(rng.sample(pairs, 18))
        whole = f"{words[:9]}，{words[9:20]}，{words[20:29]}；{words[29:]}。"
        size = rng.randint(8, 30)
        start = rng.randrange(len(whole) - size)
        if "。" in whole[start : start + size]:
            continue
        raw = whole[: start + size] + whole[start : start + size] * rng.randint(2, 9) + whole[start + size :]
        result = cleaned(raw)
        assert result.text == whole
        assert not result.trouble


@pytest.mark.parametrize("turns", [3, 4, 7, 40])
@pytest.mark.parametrize("layout", ["flat", "wrapped"])
def test_loop_of_items_is_no_slip(turns: int, layout: str) -> None:
    """An item of six characters and more three times in a row is a loop, unless each of several has the same."""
    raw = f"{OTHER}全县投用了{'滨江养老中心、' * turns}山里诊所和两所小学。{OTHER}"
    if layout == "wrapped":
        raw = "\n".join(raw[i : i + 19] for i in range(0, len(raw), 19))
    result = cleaned(raw)
    gold = f"{OTHER}全县投用了滨江养老中心、山里诊所和两所小学。{OTHER}"
    assert result.text.replace("\n", "") == gold
    several = f"三家中标的分别是{'滨江路桥公司、' * turns}都签了合同。"
    assert cleaned(several).text == several


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        # The turn begins behind the mark that it happens to end with; its own mark stays.
        (
            "港区又添新桥，沿江修路，" + "沿江修路建港，" * 3 + "沿江修",
            "港区又添新桥，沿江修路，沿江修路建港，",
        ),
        ("船名有长风、海川远航号、海川远航号、海川远航号、海川远", "船名有长风、海川远航号、"),
        ("新桥通车：群众往来更加方便。群众往来更加方便。群众往来更加方便。群众往", "新桥通车：群众往来更加方便。"),
        (f"{OTHER}功能有Create、Update、Update、Update、Upd", f"{OTHER}功能有Create、Update、"),
        ("支持" + "新建的渔港码头扩大吞吐能力" * 3 + "新建的渔港", "支持新建的渔港码头扩大吞吐能力"),
    ],
)
def test_of_a_cut_off_loop_one_whole_turn_stays(raw: str, kept: str) -> None:
    for behind in ("", "\n", f"\n\n{OTHER}\n"):
        assert cleaned(raw + behind).text == kept + behind


def test_a_loop_that_ends_as_it_should_is_not_cut_off() -> None:
    """…；甲；甲；甲。 has a mark of its own at its end, which stays."""
    raw = f"{BEFORE}；{UNIT}；{UNIT}；{UNIT}；{UNIT}。\n\n{OTHER}"
    assert cleaned(raw).text == f"{BEFORE}；{UNIT}。\n\n{OTHER}"


def test_a_loop_within_a_paragraph_whose_wraps_fall_alike() -> None:
    """A line that ends with a sentence in every turn but the first is no end of a paragraph."""
    unit = "在东岸的两个镇新修了通往渔港的公路三十公里。"
    assert len(unit) == 22
    text = f"去年县里{unit * 5}{AFTER}"
    raw = "\n".join([text[:26], *(text[i : i + 22] for i in range(26, len(text), 22))])
    assert cleaned(raw).text.replace("\n", "") == f"去年县里{unit}{AFTER}"


DRIFT = "村里的老渡口修起了石阶码头"


@pytest.mark.parametrize("marks", ["，,.，", "，，.,", "，.，，"])
def test_a_loop_that_drifts(marks: str) -> None:
    """Marks and look-alikes that change from turn to turn hide no loop; the reading that makes sense stays."""
    wrong = [DRIFT, DRIFT.replace("起", "起"), DRIFT.replace("未", "末"), DRIFT]
    raw = f"去年，{''.join(w + m for w, m in zip(wrong, marks, strict=True))}两岸来往方便多了。"
    assert cleaned(raw).text == f"去年，{DRIFT}，两岸来往方便多了。"


def test_a_misread_turn_does_not_stay() -> None:
    """重大工程 is a word and 重太工程 is none, however often it stands."""
    right, wrong = "全县重大工程提前完成年度投资", "全县重太工程提前完成年度投资"
    assert cleaned(f"今年，{right}，{wrong}，{wrong}，{wrong}，群众拍手称快。").text == f"今年，{right}，群众拍手称快。"


def test_one_odd_turn_outvotes_not_the_others() -> None:
    """逐块 stands in five turns of six: a person who consents gets 逐块, though 遂块 is no worse as pairs go."""
    right = "旧瓦片逐块敲过听声，好的留在檐口"
    turns = [right, right.replace("口", "囗"), right.replace("逐", "遂"), right, right.replace("口", "囗"), right]
    raw = f"上瓦那天，{'，'.join(turns)}，破的磨成粉掺进灰浆。"
    found = next(f for f in cleaned(raw).findings if f.rule == "drifting-loop")
    assert found.safety is Safety.RISKY
    assert cleaned(raw, risky=True).text == f"上瓦那天，{right}，破的磨成粉掺进灰浆。"


def test_the_last_mark_stays_where_the_first_turn_begins_within_a_clause() -> None:
    """并 stands before the loop and no mark; the full stop behind it still ends the paragraph."""
    unit = "结集成册分送各校"
    raw = f"入选作品先行展出，并{unit}，{unit}，{unit}，{unit}。\n\n投稿可以送到东仓书屋总台。\n"
    assert cleaned(raw).text == f"入选作品先行展出，并{unit}。\n\n投稿可以送到东仓书屋总台。\n"


@pytest.mark.parametrize(
    "text",
    [
        "东岸的老渡口修起了石阶码头，西岸的老渡口修起了石阶码头，南岸的老渡口修起了石阶码头。",
        "一期投资三亿元建成泵站，二期投资三亿元建成泵站，三期投资三亿元建成泵站。",
        "李海川镇长到村里看望老人，李海山镇长到村里看望老人，李海江镇长到村里看望老人。",
        "设计方案由县主管部门审核。县主管部门在审核时征求村民意见。",
    ],
)
def test_parallel_clauses_do_not_drift(text: str) -> None:
    assert cleaned(text, risky=True).text == text


@pytest.mark.parametrize("shape", ["（{}）", "第{}条 ", "{}、"])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_same_words_under_running_numbers_are_shown(shape: str, gap: str) -> None:
    """They are never changed: what belongs under each number is lost."""
    items = gap.join(shape.format(n) + "组织村民清理河道两岸的垃圾。" for n in "三四五六")
    raw = f"村民委员会的职责：\n{items}\n"
    result = cleaned(raw, risky=True)
    assert result.text == raw
    assert [(f.rule, f.safety) for f in result.findings] == [("numbered-loop", Safety.SHOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "（三）清理河道的垃圾。（四）清理沟渠的垃圾。（五）清理池塘的垃圾。",
        "（三）清理河道两岸的垃圾。（七）清理河道两岸的垃圾。",  # not in a row
        "第五条 略。\n第六条 略。\n第七条 略。\n",
    ],
)
def test_other_lists_are_left_be(text: str) -> None:
    assert not [f for f in cleaned(text).findings if f.rule == "numbered-loop"]


@pytest.mark.parametrize("text", ["劳工保险保险费由乡里负担。", "长途客运客运站昨日启用。"])
def test_words_that_meet_are_no_stutter(text: str) -> None:
    assert not cleaned(text).findings


def test_of_equal_turns_the_one_without_two_marks_in_a_row_stays() -> None:
    """Marks count for nothing in how turns are aligned, but for something in which of them is left."""
    good = "镇上的修表铺子开了三十年，师傅从不多收一分钱。"
    for bad in (good.replace("了三", "了，,三"), good.replace("年，", "年，；")):
        for text in (good + bad, bad + good):
            assert cleaned(f"{text}\n").text == f"{good}\n"
