"""Characters in another guise: each exchange is proven, and nothing else passes."""

from __future__ import annotations

import pytest

from benchmarks import variants as made
from cleaner.language.encodings import gbk_heads, gbk_seconds, misreadings
from cleaner.language.guises import GUISES, compatible, radicals, same
from cleaner.language.variants import in_context, plain, scripts


@pytest.mark.parametrize(
    ("guise", "gone", "put"),
    [
        ("radical", "⽤⼾", "用戶"),
        ("radical", "⻓", "长"),
        ("compatibility", "\uf9d1", "六"),
        ("compatibility", "︵", "（"),
        ("width", ",", "，"),
        ("width", ", ", "，"),
        ("width", "３．５％", "3.5%"),
        ("script", "祿", "禄"),
        ("script", "裏", "里"),
        ("script", "国", "國"),
        ("encoding", "涓嬪崍", "下午"),
        ("encoding", "ÏÂÎç", "下午"),
    ],
)
def test_a_guise_is_known(guise: str, gone: str, put: str) -> None:
    assert same((guise,), gone, put)
    assert not same((), gone, put)


@pytest.mark.parametrize(
    ("gone", "put"), [("3", "8"), ("３", "8"), ("末", "未"), ("不", ""), ("⽤", ""), ("涓嬪崍", "上午"), ("禄", "录")]
)
def test_another_character_is_no_guise(gone: str, put: str) -> None:
    """A digit for another, a look-alike, or nothing at all: never."""
    assert not same(tuple(GUISES), gone, put)


def test_tables_map_to_other_ordinary_characters() -> None:
    for table in (radicals(), compatible()):
        assert all(old != new and new not in table for old, new in table.items())


def test_the_table_of_scripts_is_what_the_script_makes() -> None:
    """cleaner/language/data/scripts.txt is made by benchmarks/variants.py from OpenCC as it is installed.

    OpenCC's dictionaries grow from version to version, so a few characters may differ.
    """
    today = [set(line) for line in made.made().splitlines() if line[0] != "#"]
    for now, kept in zip(today, scripts(), strict=True):
        assert len(now ^ kept) < 60


def test_a_script_has_nothing_of_the_other() -> None:
    traditional, doubtful, simplified = scripts()
    assert not traditional & simplified
    assert not doubtful & (traditional | simplified)
    assert not set("乾瞭著后台里昇么的") & traditional
    assert not set("后台里干于云的國") & simplified


def test_forms_follow_their_phrase() -> None:
    assert in_context("头发", 1, "s2t") == "髮"
    assert in_context("出发", 1, "s2t") == "發"
    assert [plain(char) for char in "祿裡衞"] == ["禄", "里", "卫"]


def test_utf8_in_gbk_begins_and_goes_on_as_the_screen_says() -> None:
    """Chinese text of two characters or more, read as GBK, begins with one of the heads and a second."""
    text = "渡口公告，今天下午停航“请”相互转告。"
    for at in range(len(text) - 1):
        garbled = text[at:].encode().decode("gb18030", "replace")
        assert garbled[0] in gbk_heads()
        assert garbled[1] in gbk_seconds()
    assert all(text not in wrong for wrong in misreadings(text))
