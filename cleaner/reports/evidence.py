"""What a detector measured, in words: one table for pages and for the terminal, in English and Chinese.

A key without words here is told as it is: a pack's own detector loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.model import Evidence
from cleaner.reports.excerpt import visible


class _Words(NamedTuple):
    en: str
    zh: str
    one: str = ""  # English for 1
    unless: float | None = None  # the value of which nothing is said
    none: tuple[str, str] | None = ("", "")  # for 0 or false; empty: nothing is said; None: as any other number


#: By key of `Finding.evidence`. `{n}` is the value; of a bool the words are said where it is true.
_WORDS: dict[str, _Words] = {
    "times": _Words("{n} times as long as it should be", "长度是应有的 {n} 倍", unless=1),
    "turns": _Words("said {n} times", "连说 {n} 遍"),
    "characters": _Words("{n} characters long", "长 {n} 字", one="one character long"),
    "layers": _Words("drawn {n} times over", "重印 {n} 层"),
    "repeats": _Words("{n} runs repeat one behind the other", "连续 {n} 段重复", one="one run repeats"),
    "drawn once": _Words("{n} characters in between drawn once", "其间 {n} 字只印一次", one="one character drawn once"),
    "lines": _Words("{n} lines", "{n} 行", one="one line"),
    "line_cells": _Words("the line is {n} half-widths wide", "本行宽 {n} 半角"),
    "column_cells": _Words("its column about {n}", "该栏约宽 {n} 半角"),
    "blank_lines": _Words("{n} blank lines between", "中间有 {n} 个空行", one="one blank line between"),
    "furniture": _Words(
        "{n} lines of page furniture stepped over", "越过版面附件 {n} 行", one="one line of page furniture stepped over"
    ),
    "han": _Words("{n} Chinese characters long", "长 {n} 个汉字"),
    "letters": _Words("{n} letters alike", "相同字符 {n} 个"),
    "paragraphs": _Words("{n} paragraphs", "共 {n} 段", one="one paragraph"),
    "characters_different": _Words(
        "{n} characters differ",
        "有 {n} 字不同",
        one="one character differs",
        none=("word for word the same", "一字不差"),
    ),
    "paragraphs_between": _Words(
        "{n} paragraphs between the copies",
        "两份之间隔 {n} 段",
        one="one paragraph between the copies",
        none=("right behind the other copy", "紧接在另一份之后"),
    ),
    "copies_in_a_row": _Words("{n} copied paragraphs in a row", "连续 {n} 段都是重复", one="alone, not one of several"),
    "at_the_end": _Words("at the end of the document", "位于文末"),
    "stays_or_goes": _Words("the copy that stays | this one: {n}", "保留的一份｜这一份：{n}"),
    "stays_likelier": _Words(
        "{n} times the copy that stays reads better",
        "保留的一份更通顺 {n} 处",
        one="once the copy that stays reads better",
    ),
    "goes_likelier": _Words("{n} times this one reads better", "这一份更通顺 {n} 处", one="once this one reads better"),
    "letters_sure": _Words("the letters are read rightly with a chance of {n}", "各字判读无误的把握为 {n}", none=None),
    "taken_from_the_other": _Words("taken over from this one: {n}", "采用这一份的：{n}"),
    "broken_off": _Words("the copy breaks off", "这一份中途断掉"),
    "starts_alike": _Words("begins alike", "开头相同"),
    "ends_alike": _Words("ends alike", "结尾相同"),
    "next_to_it": _Words("next to the copy that stays", "与保留的一份相邻"),
    "page": _Words("on page {n}", "在第 {n} 页", none=("", "")),
    "number": _Words("with the number {n}", "页号 {n}"),
    "own_page": _Words("itself on page {n}", "本身在第 {n} 版"),
    "lines_alike": _Words("{n} lines like it", "同类行 {n} 条", one="alone of its kind"),
    "at_page_edges": _Words("{n} of them at a page's edge", "其中 {n} 条在页首或页尾"),
    "rising": _Words("{n} numbers that rise page by page", "{n} 个页号逐页递增", none=("", "")),
    "numbers_in_step": _Words("{n} numbers in step with the pages", "{n} 个数字与页次相符"),
    "onward": _Words("points onward", "指向后文", none=("points back", "指向前文")),
    "sentence_open": _Words("the sentence there is unfinished", "该处句子未完"),
    "on_a_line_of_its_own": _Words("on a line of its own", "独占一行", none=("inside a line", "在行内")),
    "pages_agree": _Words("the page numbers agree", "版次相符"),
    "words_astride": _Words("{n} words put together again", "接上后成词 {n} 个", one="one word put together again"),
    "score": _Words("log-odds {n} that they belong together", "相接的对数几率 {n}"),
    "next_best": _Words("{n} for the next best", "次佳为 {n}"),
    "code_points": _Words("as {n}", "编码为 {n}"),
    "characters_lost": _Words("{n} characters lost", "丢失 {n} 字", one="one character lost"),
    "invisible": _Words("{n} characters that cannot be seen", "不可见字符 {n} 个", one="one that cannot be seen"),
    "half_width": _Words("the text has {n} half-width ones", "全文半角 {n} 处"),
    "full_width": _Words("and {n} full-width ones", "全角 {n} 处"),
    "of_this_script": _Words("{n} characters of the text show its script", "全文显示其字体的字 {n} 个"),
    "of_the_other": _Words("{n} show the other", "显示另一种字体的 {n} 个", one="one shows the other"),
    "side_by_side": _Words(
        "Chinese and digits stand side by side {n} times", "全文汉字与数字相接 {n} 处", one="once side by side"
    ),
    "config": _Words("as OpenCC's {n} has it", "按 OpenCC 的 {n}"),
    "whole_lines": _Words("whole lines", "整行重复", none=("not whole lines", "不是整行")),
}

#: Notes of `Related`.
_NOTES = {
    "stays": ("stays", "保留"),
    "goes on": ("goes on at", "接于"),
    "comes from": ("comes from", "接自"),
}

#: Said by the confidence, and by the message.
_SILENT = {"probability", "stays", "text"}


def told(evidence: Evidence, lang: str) -> Iterator[str]:
    """The parts of `evidence` in words of `lang` ("en" or "zh"), in their order."""
    for key, value in evidence.items():
        if key in _SILENT:
            continue
        said = _told(key, value, lang)
        if said:
            yield said


def note_in_words(note: str, lang: str) -> str:
    """What a `Related` says of its place, in words of `lang`."""
    return _NOTES[note][lang == "zh"] if note in _NOTES else visible(note)


def known(key: str) -> bool:
    """Whether there are words for `key`."""
    return key in _WORDS or key in _SILENT


def _told(key: str, value: str | int | float | bool, lang: str) -> str:
    words = _WORDS.get(key)
    if words is None:
        return f"{key.replace('_', ' ')} {_number(value)}"
    if value == words.unless and not isinstance(value, bool):
        return ""
    if not value and words.none is not None:
        return words.none[lang == "zh"]
    if lang == "zh":
        return words.zh.format(n=_number(value))
    return words.one if words.one and value == 1 and value is not True else words.en.format(n=_number(value))


def _number(value: str | int | float | bool) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else visible(str(value))
