"""Numbers as text writes them: 3, 十二, 一百零五."""

from __future__ import annotations

DIGITS = {c: i % 10 for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}


def number(text: str) -> int:
    """`text`, a number below 1000 in Arabic or Chinese figures, as a number; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char == "十":
            total += (digit or 1) * 10
            digit = 0
        elif char == "百":
            total += (digit or 1) * 100
            digit = 0
        elif char in DIGITS:
            digit = DIGITS[char]
        else:
            return 0
    return total + digit
