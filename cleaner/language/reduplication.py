"""What Chinese says twice of its own accord: 高高兴兴 of 高兴, 人人 of 人, and prayers and cheers.

The words are data: ``data/meant.txt``.
"""

from __future__ import annotations

import re

from cleaner.language.meant import words

#: What is said over and over, by itself or as a part of what is: prayers, cheers, welcomes.
_CHANTED = re.compile(
    "南[无無]|[弥彌]陀佛|菩[萨薩]|哈利路[亚亞]|阿[门門]|[万萬][岁歲]|加油(?![站卡枪槍])|必[胜勝]|[欢歡]迎光[临臨]|[热熱]烈[欢歡]迎"
)


def is_reduplicated(word: str) -> bool:
    """Whether `word` (two characters) is commonly doubled character by character: 高高兴兴 of 高兴."""
    return word in words("one by one")


def is_said_twice(char: str) -> bool:
    """Whether `char` twice is a word: 人人, 渐渐, 爸爸."""
    return char in words("twice")


def is_grammar(char: str) -> bool:
    """Whether `char` is a particle or the like, doubled by print alone: 的的, 在在."""
    return char in words("grammar")


def is_chanted(text: str) -> bool:
    """Whether `text` holds words of prayers, cheers and welcomes, which are meant to be said again: 阿弥陀佛, 加油."""
    return bool(_CHANTED.search(text))
