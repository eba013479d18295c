"""The families of rules in the words of somebody who has a damaged page before them."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What a family is about: a heading and a sentence."""

    title: str
    about: str


KINDS: dict[str, dict[str, Kind]] = {
    "doubled-characters": {
        "en": Kind("Characters stand twice", "A PDF draws bold by drawing twice, and its text layer holds both."),
        "zh": Kind("字符重复", "PDF 常把字画两遍来仿粗体，文字层里就有了两份。"),
    },
    "repeated-phrases": {
        "en": Kind("Phrases come again", "A reading engine loses its place and goes over the same words again."),
        "zh": Kind("语句循环", "识别时迷失了位置，把同样的话读了几遍。"),
    },
    "broken-wraps": {
        "en": Kind("Lines break inside a paragraph", "Line ends of a column or a page stayed in the text."),
        "zh": Kind("段内断行", "版面的断行、换栏、换页留在了段落中间。"),
    },
    "duplicated-paragraphs": {
        "en": Kind("Paragraphs stand twice", "A paragraph, or a whole article, is printed again."),
        "zh": Kind("段落重复", "同一页上，一段、几段甚至整篇文章印了两遍，可能略有误读。"),
    },
    "loose-ends": {
        "en": Kind("Text goes on elsewhere", "A paragraph stops; its other half is elsewhere, or lost."),
        "zh": Kind("断头", "一段在句中停住，下半段在别处，或者已经丢失。"),
    },
    "furniture": {
        "en": Kind("Lines of the page, not of the text", "Running heads, page numbers: off until named."),
        "zh": Kind("版面附属", "页眉、页码、编校署名之类，不属于正文；默认关闭，须点名启用。"),
    },
    "characters": {
        "en": Kind("Single characters are wrong", "One character in the place of another, or between two."),
        "zh": Kind("单字有误", "提取时换错了字符，或在字间多出了字符。"),
    },
    "script": {
        "en": Kind("Another script is wanted", "Simplified to traditional or the other way: on request alone."),
        "zh": Kind("转换字形", "简繁转换，只在您要求时进行。"),
    },
}  # fmt: skip
