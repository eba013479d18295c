"""The table of look-alikes: what must be in it, what must not, and its form."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from importlib.resources import files

import pytest

from cleaner.language.confusables import alike, are_alike

LINES = (files("cleaner.language") / "data" / "confusables.tsv").read_text(encoding="utf-8").split("\n")
ROWS = [line for line in LINES if line and not line.startswith("#")]

KNOWN = (
    "千干 人入 设没 车东 力刀 住佳 未末 治冶 已己 己巳 土士 日曰 天夭 大太 戍戌 候侯 拔拨 徒徙 枚杖 沟洵 晴睛 析折 "
    "技枝 油汕 固国 固回 昊吴 杏查 模橫 闊閩 卖买 今令 乌鸟 午牛 师帅 崇祟 免兔 贷货 折拆 辨辩 问间 遣遺 壳亮"
)
UNRELATED = "山水 我是 国家 红绿 东西 左右 十羊 千矛 一个 的了 厂三 饼狼 贫狂 增减 春秋 龙马 的一 书报 职责 国學"


@pytest.mark.parametrize("pair", KNOWN.split())
def test_known_pairs_are_in(pair: str) -> None:
    assert are_alike(pair[0], pair[1])


@pytest.mark.parametrize("pair", UNRELATED.split())
def test_unrelated_pairs_are_out(pair: str) -> None:
    assert not are_alike(pair[0], pair[1])


@pytest.mark.parametrize("pair", ["—－", "＋十", "（〈", "T丁"])
def test_signs_are_in(pair: str) -> None:
    assert are_alike(pair[0], pair[1])


def test_every_pair_stands_both_ways() -> None:
    like = {row[0]: row[2:] for row in ROWS}
    one_way = [(char, other) for char, others in like.items() for other in others if char not in like.get(other, "")]
    assert not one_way


def test_no_digit_of_any_kind_is_in_the_table() -> None:
    # 〇 is a number to Unicode too, and is left to the caller.
    assert not [char for row in ROWS for char in row if unicodedata.category(char)[0] == "N" and char != "〇"]


@pytest.mark.parametrize("digit", "0159０８①Ⅳ")
def test_a_digit_is_like_nothing(digit: str) -> None:
    assert alike(digit) == ""
    assert not any(are_alike(digit, other) or are_alike(other, digit) for other in "0O〇l一工8B")


def test_a_character_is_no_misreading_of_itself() -> None:
    assert alike("未")
    assert not are_alike("未", "未")


def test_more_or_less_than_one_character_is_never_alike() -> None:
    assert not are_alike("未", "")
    assert not are_alike("", "")
    assert not are_alike("未", alike("未")[:2])


def test_the_most_alike_come_first() -> None:
    assert alike("未")[0] == "末"
    assert alike("土")[0] == "士"
    assert alike("\U0001f600") == ""


def test_rows_are_sorted_single_and_without_doubles() -> None:
    heads = [row[0] for row in ROWS]
    assert heads == sorted(set(heads))
    assert all(row[1] == "\t" and len(row) > 2 for row in ROWS)
    assert all(len(set(row[2:])) == len(row[2:]) and row[0] not in row[2:] for row in ROWS)


def test_what_the_reader_knows_is_what_the_file_says() -> None:
    rebuilt = [f"{row[0]}\t{alike(row[0])}" for row in ROWS]
    assert rebuilt == ROWS
    pairs = sum(len(row) - 2 for row in ROWS) // 2
    assert any(line.startswith("#") and line.endswith(f"Pairs: {pairs}.") for line in LINES)


def test_the_table_is_small_and_says_where_it_comes_from() -> None:
    text = "\n".join(LINES)
    assert len(text.encode()) < 200_000
    header = "\n".join(line for line in LINES if line.startswith("#"))
    for word in ("Noto Sans CJK", "UMing", "OFL", "CC0", "benchmarks/confusables.py"):
        assert word in header


def test_importing_does_not_read_the_table() -> None:
    code = "import cleaner.language.confusables as c; assert c._table.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True)
