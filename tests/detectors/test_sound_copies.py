"""Paragraphs that are meant to come again, in 76 sound documents: nothing of them is deleted unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

SOUND = dict(
    part.split("\n", 1)
    for part in (Path(__file__).parent / "sound.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
)
MORE = "\n\n河堤上的灯昨晚亮了，散步的人一直走到月亮升起来，卖糖水的小摊也添了两张桌子。\n"


def test_all_are_read() -> None:
    assert len(SOUND) == 76


@pytest.mark.parametrize("name", SOUND)
def test_nothing_goes(name: str) -> None:
    text = SOUND[name]
    assert cleaner.clean(text) == text


@pytest.mark.parametrize("name", SOUND)
def test_nothing_goes_where_other_text_stands_behind(name: str) -> None:
    text = SOUND[name].rstrip() + MORE
    assert cleaner.clean(text) == text
