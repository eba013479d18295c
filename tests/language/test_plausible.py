"""Which of two readings is likelier, by its neighbours and by the text near by."""

from __future__ import annotations

import pytest

from cleaner.language.plausible import odds


@pytest.mark.parametrize(
    ("left", "right_one", "misread", "right"),
    [
        ("每", "天", "夭", "早"),
        ("", "早", "旱", "晨"),
        ("将", "未", "末", "来"),
        ("小", "自", "白", "己"),
        ("工", "人", "入", "们"),
    ],
)
def test_what_makes_a_word_is_likelier(left: str, right_one: str, misread: str, right: str) -> None:
    forward = odds(left, right_one, misread, right, "".count)
    assert forward > 2
    assert odds(left, misread, right_one, right, "".count) == pytest.approx(-forward)


def test_what_the_text_uses_elsewhere_is_likelier() -> None:
    """A name that no dictionary has: the rest of the text tells."""
    near = "桤木渡在河湾。桤木渡的船。"
    assert odds("", "桤", "恺", "木", near.count) > odds("", "桤", "恺", "木", "".count) + 2


@pytest.mark.parametrize(("one", "other"), [("，", ""), ("。", "."), ("”", ""), ("人", "")])
def test_what_is_there_is_better_than_what_is_lost(one: str, other: str) -> None:
    assert odds("水边", one, other, "他们", "".count) > 1
    assert odds("水边", other, one, "他们", "".count) < -1


def test_a_speck_of_dust_is_worse_than_nothing() -> None:
    assert odds("水边", "", "·", "他们", "".count) > 0


def test_a_paragraph_ends_with_a_stop() -> None:
    assert odds("上山", "。", "，", "", "".count) > 4


def test_half_width_marks_are_no_other_marks() -> None:
    assert odds("水边", "，", ",", "他们", "".count) == 0
