"""Whether a text is Chinese at all, by the share of Han among its letters."""

from __future__ import annotations

import re

from cleaner.patterns import lazily

HAN = lazily(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
LETTER = re.compile(r"[^\W\d_]")

#: Code points from which on the share of Han is taken from a sample of so many.
SAMPLED = 1 << 17

#: Below this share of Han among the letters a document is not ours to touch.
CHINESE = 0.20


def is_chinese(text: str) -> bool:
    """Whether at least a fifth of the letters are Han. A text without letters is not.

    Of a long text a sample is looked at, evenly taken.
    """
    if len(text) > SAMPLED:
        step = len(text) // 64
        text = "".join(text[at : at + SAMPLED // 64] for at in range(0, len(text), step))
    han = len(text) - len(HAN.sub("", text))
    return han > 0 and (han >= CHINESE * len(text) or han >= CHINESE * len(LETTER.findall(text)))
