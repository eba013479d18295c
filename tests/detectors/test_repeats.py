"""Loops, stutters and items listed twice: what goes, what stays, and how surely."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.model import Safety
from cleaner.packs import read_pack
from cleaner.plan import Consent, Result, clean_document

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
    known = "全市 农村 道路 改造 工程 完成 投资 新建 桥梁 提升 服务 能力 推进 港口 建设 扩大 开放 合作 改善 环境 质量 增加".split()
    for _ in range(150):
        words = "".join(rng.sample(known, 18))
        whole = f"{words[:9]}，{words[9:20]}，{words[20:29]}；{words[29:]}。"
        size = rng.randint(8, 30)
        start = rng.randrange(len(whole) - size)
        if "。" in whole[start : start + size]:
            continue
        raw = whole[: start + size] + whole[start : start + size] * rng.randint(2, 9) + whole[start + size :]
        result = cleaned(raw)
        assert result.text == whole
        assert not result.trouble
