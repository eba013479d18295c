"""Misreadings, as OCR makes them: of punctuation above all, and of characters that look alike."""

from __future__ import annotations

import random

#: A character and what it is read as. Pairs that engines are known to confuse; ours, from looking at letter shapes.
LOOKALIKES = {
    "未": "末", "末": "未", "己": "已", "已": "己", "人": "入", "入": "人", "日": "曰", "土": "士", "士": "土",
    "大": "太", "太": "大", "千": "干", "干": "千", "天": "夭", "王": "玉", "困": "因", "因": "困", "间": "问",
    "问": "间", "农": "衣", "侯": "候", "候": "侯", "治": "冶", "准": "淮", "抓": "爪", "折": "拆",
    "析": "折", "洒": "酒", "贷": "货", "货": "贷", "晴": "睛", "睛": "晴", "拔": "拨", "拨": "拔", "刺": "剌",
    "撒": "撤", "免": "兔", "鸟": "乌", "乌": "鸟", "竞": "竟", "竟": "竞", "遣": "遗", "遗": "遣", "暑": "署",
    "署": "暑", "哀": "衰", "戊": "戌", "历": "厉", "辨": "辩", "辩": "辨", "場": "塲", "廣": "廠", "島": "鳥",
    "鳥": "島", "間": "問", "問": "間", "見": "貝", "貝": "見", "業": "菜", "陸": "睦", "體": "禮", "員": "貝",
    "開": "閉", "閉": "開", "時": "峙", "持": "待", "待": "持", "会": "含", "今": "令", "令": "今", "目": "日",
    "白": "自", "自": "白", "田": "由", "由": "田", "力": "刀", "市": "巾", "木": "本", "本": "木", "住": "往",
    "往": "住", "眼": "腿", "场": "埸", "织": "纠", "代": "伐", "西": "酉",
}  # fmt: skip

#: Half-width, or as another mark, or dropped.
MARKS = {"，": (",", ".", ""), "。": (".", "", "，"), "、": ("，", ".", ""), "；": ("：", "，"), "：": ("；", "")}


def misread(text: str, rate: float, rng: random.Random) -> str:
    """`text` with about `rate` of its characters misread, and as many again of its punctuation marks."""
    return "".join(_one(c, rate, rng) for c in text)


def _one(char: str, rate: float, rng: random.Random) -> str:
    if char in MARKS:
        return rng.choice(MARKS[char]) if rng.random() < 2 * rate else char
    if char in LOOKALIKES:
        return LOOKALIKES[char] if rng.random() < 8 * rate else char
    return char


def misread_some(text: str, count: int, rng: random.Random) -> str:
    """`text` with `count` of its characters misread: known confusions, or marks; where those run out, lost ones."""
    places = [n for n, c in enumerate(text) if c in LOOKALIKES or c in MARKS]
    chosen = set(rng.sample(places, min(count, len(places))))
    chars = [_changed(c, rng) if n in chosen else c for n, c in enumerate(text)]
    han = [n for n, c in enumerate(text) if "\u3400" <= c <= "\u9fff" and n not in chosen]
    for n in rng.sample(han, min(count - len(chosen), len(han))):
        chars[n] = ""
    return "".join(chars)


def _changed(char: str, rng: random.Random) -> str:
    return LOOKALIKES[char] if char in LOOKALIKES else rng.choice(MARKS[char])
