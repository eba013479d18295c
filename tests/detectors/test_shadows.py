"""Text drawn in layers: by run, by character, by line; wrapped or not; and what only looks so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.document import Document
from cleaner.model import Safety
from cleaner.packs import read_pack
from cleaner.plan import Consent, Result, clean_document

PACK = Path(__file__).parents[2] / "rules" / "doubled-characters.toml"
RULES = read_pack(PACK.read_text(encoding="utf-8"), str(PACK), "doubled-characters")

PROSE = "昨天上午，镇里的集市比往常热闹许多，卖鱼的、卖菜的、修伞的挤满了整条老街，直到中午才渐渐散去。"
HEADS = [
    "老街集市重新开张",
    "渔港新码头、冷库、加油站一并投用",
    "茶农说：今年雨水好，头茬茶又香又浓",
    "“海上牧场”下水，亩产翻了两番",
    "全镇1280户、3600人用上了自来水",
]


def cleaned(text: str, risky: bool = False) -> Result:
    return clean_document(Document(text), RULES, Consent(risky=risky))


def by_run(head: str, layers: int) -> str:
    return "".join(run * layers for run in re.split("([，、：“”])", head) if run)


def by_character(head: str, layers: int) -> str:
    return "".join(char * layers for char in head)


@pytest.mark.parametrize("layers", [2, 3, 4])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("drawn", [by_run, by_character])
def test_layers(drawn: object, head: str, layers: int) -> None:
    raw = drawn(head, layers)  # type: ignore[operator]
    result = cleaned(f"{PROSE}\n\n{raw}\n\n{PROSE}")
    assert result.text == f"{PROSE}\n\n{head}\n\n{PROSE}"
    assert all(f.safety is Safety.SAFE for f in result.findings)


@pytest.mark.parametrize("width", range(7, 40, 3))
@pytest.mark.parametrize("head", HEADS)
def test_wrapped_anywhere(head: str, width: int) -> None:
    raw = by_run(head, 2)
    lines = "\n".join(raw[i : i + width] for i in range(0, len(raw), width))
    text = cleaned(f"{PROSE}\n\n{lines}\n\n{PROSE}").text
    assert text.replace("\n", "") == PROSE + head + PROSE


@pytest.mark.parametrize("prefix", ["# ", "## ", "- ", "> ", "**"])
def test_markup_is_not_part_of_it(prefix: str) -> None:
    closing = "**" if prefix == "**" else ""
    raw = f"{PROSE}\n\n{prefix}{by_run(HEADS[1], 2)}{closing}\n\n{PROSE}"
    assert cleaned(raw).text == f"{PROSE}\n\n{prefix}{HEADS[1]}{closing}\n\n{PROSE}"


def test_one_run_drawn_once() -> None:
    raw = "渔港新码头投用渔港新码头投用、、冷库、、加油站同时开业加油站同时开业"
    assert cleaned(raw).text == "渔港新码头投用、冷库、加油站同时开业"


def test_spaces_drawn_twice() -> None:
    raw = f"{PROSE}\n44..11  安安装装与与维维护护  \n{PROSE}"
    assert cleaned(raw).text == f"{PROSE}\n4.1 安装与维护 \n{PROSE}"


def test_lines_printed_twice() -> None:
    one, two = "渔港新码头昨日启用，", "冷库与加油站一并开业"
    for copies in (2, 3, 4):
        stack = "\n".join([one] * copies + [two] * copies)
        assert cleaned(f"{PROSE}\n\n{stack}\n\n{PROSE}").text == f"{PROSE}\n\n{one}\n{two}\n\n{PROSE}"
    block = f"{one}\n{two}\n{one}\n{two}"
    assert cleaned(f"{PROSE}\n\n{block}\n\n{PROSE}").text == f"{PROSE}\n\n{one}\n{two}\n\n{PROSE}"


def test_short_heads_where_everything_stands_twice() -> None:
    page = [PROSE, "老街", PROSE[::-1], "新港", PROSE[5:]]
    raw = "\n".join(line for line in page for _ in range(2))
    result = cleaned(raw)
    assert result.text.count("老街\n") == raw.count("老街\n") - 1
    assert {f.rule for f in result.findings if f.safety is Safety.SAFE} == {"shadow-line"}


@pytest.mark.parametrize(
    "text",
    [
        "高高兴兴，平平安安，热热闹闹过大年；家家户户，老老少少，进进出出。",
        "熙熙攘攘密密麻麻",
        "李莉莉、王芳芳、张圆圆 刘冉冉 孙方方 周舟舟",
        "电话：88888888 22223333 66667777",
        "目录……………………………………3\n前言⋯⋯⋯⋯⋯⋯⋯⋯⋯⋯5",
        "第1场 2：2 第2场 0：0 第3场 1：1",
        "一个一个，一步一步，一天一天，一年一年。",
        "鹿鸣鹿鸣，食野之蒿",
        "加油加油加油加油",
        "中国国家男子篮球队队员、市市场局局长、部部长助理到会。",
        "━━━━━━━━━━\n══════════\n- - - - - - - -",
        "是\n是\n否\n否\n是\n是",
        "答：同意。\n答：同意。\n答：同意。",
        "│屋面│重量│屋面│重量│\n│木瓦│二十│石瓦│四十│",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert cleaned(text, risky=True).text == text


def test_a_sentence_drawn_by_character_and_printed_twice() -> None:
    """The small layers are seen under the large ones, and all is mended at once (law 3)."""
    sentence = "河湾里的水车转得很慢，磨坊主人说，慢一点，面才香。"
    doubled = "".join(char * 2 for char in sentence)
    once = cleaner.clean(doubled + doubled + "\n" + doubled + "\n")
    assert cleaner.clean(once) == once
    assert "河河" not in once


@pytest.mark.parametrize(
    "text",
    [
        "翠翠红红处处莺莺燕燕\n风风雨雨年年暮暮朝朝\n",
        "丰收了！丰收了！丰收了！丰收在望！丰收在望！丰收在望！\n",
    ],
)
def test_couplets_and_shouts_stay(text: str) -> None:
    """What is hardly a word, and what is shouted, is repeated on purpose."""
    assert cleaner.clean(text) == text
