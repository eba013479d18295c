"""What is compared: the letters and digits of a text, spaces, marks, widths and scripts folded away.

A copy is read with other marks, set with other line ends and perhaps in the other script; the letters stay. All is done
with a table over arrays of code points, since every character of a corpus passes here.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from cleaner.repair import squeeze

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.uint32]

#: Code points beyond the BMP that are letters: Han of the extensions. Emoji and the like are none.
_FIRST_HAN, _LAST_HAN = 0x20000, 0x3FFFF


@cache
def _table(scripts: bool) -> Points:
    """For each code point of the BMP the letter that it counts as, 0 for none.

    With `scripts`, a traditional form counts as its simplified one: OpenCC is asked about each character alone, so 后
    and 後 are one letter here. What is shown to people is never folded.
    """
    table = np.zeros(0x10000, np.uint32)
    for point in range(0x10000):
        char = chr(point)
        if unicodedata.category(char)[0] not in "LN":
            continue
        plain = unicodedata.normalize("NFKC", char).casefold()
        table[point] = ord(plain) if len(plain) == 1 and plain < "\U00010000" else point
    if scripts:
        from opencc import OpenCC

        # A space between any two keeps OpenCC from reading them as words.
        letters = [chr(point) for point in np.unique(table[table >= 0x3400]).tolist()]
        simple = OpenCC("t2s").convert(" ".join(letters)).split(" ")
        other = np.arange(0x10000, dtype=np.uint32)
        for letter, read in zip(letters, simple, strict=True):
            if len(read) == 1 and ord(read) < 0x10000:
                other[ord(letter)] = ord(read)
        table = other[table]
    return table


def points_of(text: str) -> Points:
    """The code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(points: Points) -> str:
    """The text with these code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def letters_of(text: str, *, scripts: bool = True) -> tuple[Points, NDArray[np.int64]]:
    """The letters of `text` as they are compared, and the place of each (code points of `text`)."""
    points = points_of(text)
    if len(points) and points.max() >= 0x10000:
        far = points >= 0x10000
        folded = _table(scripts)[np.where(far, 0, points)]
        han = (points >= _FIRST_HAN) & (points <= _LAST_HAN)
        folded = np.where(han, points, folded)
    else:
        folded = _table(scripts)[points]
    places = np.flatnonzero(folded)
    return folded[places], places


def fold(text: str, *, scripts: bool = True) -> str:
    """The letters of `text` as they are compared: ``fold("第 １ 條，") == "第1条"``."""
    return text_of(letters_of(text, scripts=scripts)[0])


@cache
def _simple() -> dict[int, int]:
    """Code points of Han whose simplified form is another character, with its code point."""
    with_scripts, without = _table(True), _table(False)
    changed = np.flatnonzero(with_scripts != without)
    return {int(point): int(with_scripts[point]) for point in changed if point >= 0x2E80}


def one_script(text: str) -> str:
    """`text` with each traditional character as its simplified one, so that every place stays where it is."""
    return text.translate(_simple())


def spaced(letters: str) -> str:
    """`letters` with a space between any two: Daft's ``minhash`` counts words, so each letter is made one."""
    return " ".join(letters)


@cache
def _widths() -> Points:
    """For each code point of the BMP the character of ordinary width, 0 for white space and marks that nobody sees."""
    table = np.arange(0x10000, dtype=np.uint32)
    for point in range(0x10000):
        char = chr(point)
        plain = unicodedata.normalize("NFKC", char)
        if not squeeze(char):
            table[point] = 0
        elif len(plain) == 1 and plain < "\U00010000":
            table[point] = ord(plain)
    return table


def solid(points: Points) -> NDArray[np.bool_]:
    """Which of `points` are more than white space (and marks that nobody sees)."""
    near = points if not len(points) or points.max() < 0x10000 else np.where(points < 0x10000, points, 1)
    return _widths()[near] > 0


def exactly(text: str) -> str:
    """What is compared character by character: all but white space and widths."""
    points = points_of(text)
    points = points[solid(points)]
    return text_of(np.where(points < 0x10000, _widths()[np.where(points < 0x10000, points, 0)], points))
