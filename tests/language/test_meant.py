"""Sound text in which a repetition is meant keeps every character; and what tells so."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.language.meant import is_terse, sign_of_meaning, takes_turns, words
from cleaner.model import Consent
from cleaner.packs import read_pack
from cleaner.plan import clean_document
from tests.language.meant_samples import TEXTS

PACK = Path(__file__).parents[2] / "rules" / "repeated-phrases.toml"
RULES = read_pack(PACK.read_text(encoding="utf-8"), str(PACK), "repeated-phrases")
BEFORE = "海川市今年新建了六座污水处理厂，城区河道全部还清，沿岸居民说，夏天再也闻不到臭味了。"
AFTER = "市水务局负责人介绍，明年还要整治十二条支流，把雨水和污水彻底分开，资金已经落实。"


def layouts(text: str) -> Iterator[str]:
    """`text` alone, among others, inside a paragraph, in a list, in columns of three widths, a clause a line."""
    yield f"{text}\n"
    yield f"{BEFORE}\n{text}\n{AFTER}\n"
    yield f"{BEFORE}{text}{AFTER}\n"
    yield f"1. {BEFORE}\n2. {text}\n3. {AFTER}\n"
    for width in (9, 14, 20):
        yield "\n".join(line for part in (BEFORE, text, AFTER) for line in wrapped("\u3000\u3000" + part, width)) + "\n"
    clauses = [part for part in re.split(r"(?<=[，。；！？：])", text) if part]
    yield "\n".join([BEFORE, *clauses, AFTER]) + "\n"


def wrapped(text: str, width: int) -> Iterator[str]:
    while text:
        end = width
        while end < len(text) and text[end] in "，。；：！？”」…":
            end += 1
        yield text[:end]
        text = text[end:]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_what_is_meant_stays(text: str) -> None:
    """No rule of the family deletes from sound text without consent, however it is laid out."""
    for raw in layouts(text):
        assert clean_document(Document(raw), RULES, Consent()).text == raw


def test_there_are_many_samples_of_many_kinds() -> None:
    assert len(set(TEXTS)) >= 150


@pytest.mark.parametrize(
    ("before", "unit", "turns", "behind", "sign"),
    [
        ("他说：“", "快把闸门关上，", 3, "”大家一齐动手。", "quoted"),
        ("老师让他抄三遍，", "上课不可以讲话，", 3, "一直抄到天黑。", "said so"),
        ("", "加油海川加油海川，", 3, "看台上一片喊声。", "called"),
        ("", "今天可真冷啊，", 3, "谁也不愿出门。", "spoken"),
        ("", "跪，起；", 3, "礼成。", "a rite or a drill"),
        ("", "添水两勺，搅动三次，", 3, "出锅。", "steps"),
        ("", "支付运费三百元，", 3, "凭证齐全。", "entries"),
        ("", "答：记不清楚了。", 3, "笔录到此为止。", "labelled"),
        ("", "新修的公路通到每个村口，", 3, "……", "trails off"),
        ("", "新修的公路通到每个村口，", 3, "货车进得来了。", ""),
        ("全镇今年", "新修公路四十公里，", 3, "惠及九个村。", ""),
    ],
)
def test_signs(before: str, unit: str, turns: int, behind: str, sign: str) -> None:
    """What stands in the unit and around it tells whether it is said so often on purpose."""
    text = before + unit * turns + behind
    start, end = len(before), len(before) + len(unit) * turns
    assert sign_of_meaning(text, start, end, unit) == sign


def test_nobody_says_a_thing_fifty_times() -> None:
    """Unless it may be spoken, what people say now and then is no sign."""
    unit = "今天可真冷啊，"
    assert sign_of_meaning(unit * 50, 0, 50 * len(unit), unit)
    assert not sign_of_meaning(unit * 50, 0, 50 * len(unit), unit, spoken=False)


def test_terse_clauses_and_turns() -> None:
    assert is_terse("实施农村道路改造工程")
    assert not is_terse("天上的云走得很慢")
    assert takes_turns("三家公司分别是")
    assert not takes_turns("三家公司都来了")


def test_every_section_of_the_data_is_read_and_none_is_empty() -> None:
    sections = ["voice", "turns", "call", "formula", "ask", "small"]
    for section in [*sections, "particle", "person", "done", "speak", "deed", "doubled"]:
        assert words(section)
    with pytest.raises(KeyError):
        words("no such section")


def test_importing_does_not_read_the_data() -> None:
    code = "import cleaner.language.meant as m; assert m.words.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True)
