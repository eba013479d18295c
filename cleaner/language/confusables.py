"""Which characters OCR takes for one another (形近字): 未 for 末, 晴 for 睛, 昊 for 吴.

The table was measured, not collected: `benchmarks/confusables.py` draws every character of GB 2312 and Big5 level 1
in three fonts and compares the drawings. What is alike here is alike in shape. Whether the difference may be passed
over as a misreading is another question (上 and 下 are alike): `cleaner.language.meaning` answers it.

Other forms of one character (，and a half-width comma, 国 and 國, ⽤ and 用) are not pairs here; the caller folds them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, str]:
    """Each character and those like it. Read at the first question, in a few milliseconds."""
    text = (files("cleaner.language") / "data" / "confusables.tsv").read_text(encoding="utf-8")
    return {line[0]: line[2:] for line in text.split("\n") if line and line[0] != "#"}


def alike(a: str) -> str:
    """The characters that OCR may take for `a`, or write where `a` stands; the most alike first, `""` if none."""
    return _table().get(a, "")


def are_alike(a: str, b: str) -> bool:
    """Whether OCR may take one of two characters for the other. Symmetric.

    Not true of a character and itself: that is no misreading. Never true where either is a digit or not one character:
    a digit read wrongly cannot be told from another figure. Chinese numerals are ordinary characters here (千 干).
    """
    return len(a) == len(b) == 1 and b in alike(a)
