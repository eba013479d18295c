"""Lines are set as typesetters set them, and put together again they are the paragraph."""

from __future__ import annotations

import pytest

from benchmarks.typeset import ENGINES, HANGS, KINSOKU, NOT_FIRST, NOT_LAST, Setting, set_lines

PARAGRAPH = (
    "老木匠把刨花扫到墙角，抬头问：“这张桌子，你打算摆在哪儿？”我说摆在窗下（朝南的那扇），好看书、写字、喝茶……"
    "他点点头，用2.5厘米的钉子钉好了第36块板，又拿Stanley牌的卷尺量了一遍，误差不到0.3%；院里《渔歌》的调子，"
    "隔着墙传过来——那是1987年的老唱片。"
)


def solid(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [8, 10, 13, 20, 34, 60])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spaces", ["none", "both", "after", "tight", "justified"])
def test_lines_put_together_are_the_paragraph(engine: str, width: int, spaces: str) -> None:
    lines = set_lines(PARAGRAPH, Setting(engine, spaces), lambda k: width - (2 if k == 0 else 0))
    assert solid("".join(lines)) == solid(PARAGRAPH)
    assert all(lines)


@pytest.mark.parametrize("width", [8, 10, 13, 20, 34, 60])
@pytest.mark.parametrize("engine", KINSOKU)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(engine: str, width: int) -> None:
    lines = set_lines(PARAGRAPH, Setting(engine), lambda _: width)
    assert not [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST]


@pytest.mark.parametrize("width", [8, 10, 13, 20, 34])
def test_numbers_and_words_stay_whole_unless_told(width: int) -> None:
    whole = set_lines(PARAGRAPH, Setting("out"), lambda _: width)
    assert all(any(word in line for line in whole) for word in ("2.5", "36", "Stanley", "0.3%", "1987"))
    broken = set_lines("用Stanley牌的卷尺", Setting("out", latin="broken"), lambda _: 3)
    assert not any("Stanley" in line for line in broken)


def test_a_hanging_mark_stands_outside_and_a_carried_one_takes_a_character_along() -> None:
    text = "春眠不觉晓窗外，处处闻啼鸟声"
    assert set_lines(text, Setting("hang"), lambda _: 7) == ["春眠不觉晓窗外，", "处处闻啼鸟声"]
    assert set_lines(text, Setting("out"), lambda _: 7) == ["春眠不觉晓窗", "外，处处闻啼鸟", "声"]
    assert set_lines(text, Setting("naive"), lambda _: 7) == ["春眠不觉晓窗外", "，处处闻啼鸟声"]


@pytest.mark.parametrize("engine", ["squeeze", "hang", "out"])
def test_lines_are_full(engine: str) -> None:
    text = "青石板路一直通到河边，" * 12
    lines = set_lines(text, Setting(engine), lambda _: 15)
    assert all(13 <= len(line) <= 16 for line in lines[:-1])
    assert all(len(line) <= 15 or line[-1] in HANGS for line in lines)


def test_gaps_round_latin_are_emitted_as_told_and_do_not_count_as_cells() -> None:
    text = "租了36间房"
    assert set_lines(text, Setting(spaces="both"), lambda _: 20) == ["租了 36 间房"]
    assert set_lines(text, Setting(spaces="after"), lambda _: 20) == ["租了36 间房"]
    assert set_lines(text, Setting(spaces="none"), lambda _: 20) == ["租了36间房"]
    assert set_lines(text, Setting(spaces="both"), lambda _: 5.5) == ["租了 36 间房"]
    assert set_lines(text, Setting(spaces="both"), lambda _: 5) == ["租了 36 间", "房"]


def test_a_stretched_line_shows_spaces() -> None:
    text = "山高水长，路远，行人歇脚，喝一碗凉茶，再走"
    assert set_lines(text, Setting("out", "justified"), lambda _: 8.5)[0] == "山高水长， 路远，"
    assert set_lines("见过abcdefghij山水", Setting("out", "justified"), lambda _: 6)[0] == "见 过"


def test_a_word_longer_than_any_line_is_cut() -> None:
    lines = set_lines("见" + "abcdefghij" * 4 + "。", Setting(), lambda _: 6)
    assert "".join(lines) == "见" + "abcdefghij" * 4 + "。"
    assert len(lines) > 3
