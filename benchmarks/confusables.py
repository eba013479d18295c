"""Makes `cleaner/language/data/confusables.tsv`: which characters OCR takes for one another, by measurement.

Usage (a scratch environment with numpy and Pillow, on Debian 12):

    apt-get install fonts-noto-cjk fonts-arphic-uming
    python benchmarks/confusables.py --output cleaner/language/data/confusables.tsv
    python benchmarks/confusables.py --sample 80     # prints random pairs just above and just below the threshold

What it does. Every character of GB 2312 (6763, simplified) and of Big5 level 1 (5401, traditional) is drawn with
three fonts on a 48 x 48 field. Two things are measured of each drawing: the blurred ink, and the directions of the
strokes in cells of 3 x 3 (four directions; it is what keeps 土 from looking like any other cross). The average
character is taken away first: Chinese characters share so much (all fill the same square) that plain correlation
ranks any two dense characters high. The likeness of a pair is the cosine, the best over shifts of one or two points
(住 beside 佳), the mean of ink and directions, and the mean of the two fonts in which the pair looks most alike.

Compared are pairs inside one of the two sets only: no scan holds both 国 and 國 as its own.
Punctuation, Latin letters and characters of few strokes are compared with one another likewise, but without
taking away an average, which is meaningless for a dot. Digits are left out: a digit is never harmless.

Two vetoes, for characters of few strokes: beside the dense average character they are all alike (十 羊, 千 矛). The
pair must also be somewhat alike without taking the average away (PLAIN), and hold about as much ink (INK). The two
cost 5 % of the pairs and 1 % of the real misreadings in the table.

How much it explains. 101 808 characters of clean simplified text, drawn badly (20 to 24 px, blur, noise) and read with
tesseract 5: of 1433 single Han characters read for another the table holds 17 %, of those that happened more than once
39 %. The rest look nothing alike (眼 read 腿): the recogniser guesses from the context, and no table should follow it.

The fonts are not shipped, nor are their outlines: the table holds measured likeness alone.

Tried and worse, at equal size of the table: ink alone (a tenth fewer real misreadings), no average taken away (a third
fewer), the mean or the least of the fonts, no shifts, and a correction for crowded neighbourhoods (no difference).
"""

from __future__ import annotations

import argparse
import random
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Matrix = NDArray[np.float32]
Fonts = tuple[tuple[str, int], ...]

FIELD = 48
SIZE = 40
SHIFTS = ((0, 0), (1, 0), (0, 1), (1, 1), (1, -1), (2, 0), (0, 2))
THRESHOLD = 0.68
SIGN_THRESHOLD = 0.75
PLAIN = 0.60
INK = 0.70

NOTO = "/usr/share/fonts/opentype/noto"
UMING = "/usr/share/fonts/truetype/arphic/uming.ttc"
# (file, face): the faces draw 骨 or 直 the way that each script's printers do.
SIMPLIFIED: Fonts = ((f"{NOTO}/NotoSansCJK-Regular.ttc", 2), (f"{NOTO}/NotoSerifCJK-Regular.ttc", 2), (UMING, 0))
TRADITIONAL: Fonts = ((f"{NOTO}/NotoSansCJK-Regular.ttc", 3), (f"{NOTO}/NotoSerifCJK-Regular.ttc", 3), (UMING, 2))

PUNCTUATION = "，、。；：！？·．…—－～“”‘’「」『』（）《》〈〉【】〔〕［］＝＋／"
FEW_STROKES = "一乙丁七八入人十卜厂了力刀又二三口日曰工土士干上下个丫丈才寸大小山川门之义广亡尸己已巳中千丰王〇田"

HEADER = """\
# Characters that OCR takes for one another. Made by benchmarks/confusables.py; do not edit by hand.
# One line a character: the character, a tab, the characters like it, most alike first. Symmetric, sorted by code point.
# Characters: GB 2312 levels 1 and 2 (6763) and Big5 level 1 (5401), each set compared with itself; and {signs} signs,
#   letters and characters of few strokes. No digits.
# Fonts (Debian 12): Noto Sans CJK SC/TC and Noto Serif CJK SC/TC (fonts-noto-cjk 1:20220127+repack1-1, SIL OFL 1.1),
#   AR PL UMing CN/TW (fonts-arphic-uming 0.2.20080216.2-11, Arphic Public License). No font data is held here.
# Measure: cosine of blurred ink and of stroke directions at 48 px, average character taken away, best small shift,
#   mean of the two most favourable of three fonts. Threshold {threshold} ({sign_threshold} for signs), and {plain} with
#   the average left in, and at least {ink:.0%} as much ink. Pairs: {pairs}.
# Licence of this table: CC0 1.0 (our own measurement).
"""


def simplified() -> list[str]:
    """GB 2312 levels 1 and 2, by its code table."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [character for cell in cells if (character := cell.decode("gb2312", "ignore"))]


def traditional() -> list[str]:
    """Big5 level 1, by its code table: rows A4 to C6, the last only to 7E."""
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    cells = (bytes([row, low]) for row in range(0xA4, 0xC7) for low in lows if (row, low) <= (0xC6, 0x7E))
    return [character for cell in cells if (character := cell.decode("big5", "ignore"))]


def draw(characters: list[str], font: str, face: int) -> Matrix:
    """Ink from 0 to 1, one field a character, placed as in the font's square (a comma stays at the foot)."""
    type_ = ImageFont.truetype(font, SIZE, index=face)
    fields = np.zeros((len(characters), FIELD, FIELD), np.float32)
    for number, character in enumerate(characters):
        field = Image.new("L", (FIELD, FIELD), 0)
        ImageDraw.Draw(field).text((FIELD / 2, FIELD / 2 + 1), character, font=type_, fill=255, anchor="mm")
        fields[number] = np.asarray(field, np.float32) / 255
    return fields


def blur(fields: Matrix, sigma: float) -> Matrix:
    """A Gaussian along both axes of each field."""
    reach = int(4 * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    for axis in (1, 2):
        pad = [(0, 0), (0, 0), (0, 0)]
        pad[axis] = (reach, reach)
        padded = np.pad(fields, pad)
        length = fields.shape[axis]
        fields = sum(  # type: ignore[assignment]
            np.float32(weight) * np.take(padded, range(step, step + length), axis=axis)
            for step, weight in enumerate(weights)
        )
    return fields


def ink(fields: Matrix) -> Matrix:
    """Blurred ink, every second point."""
    return blur(fields, 1.6)[:, ::2, ::2].reshape(len(fields), -1)


def directions(fields: Matrix) -> Matrix:
    """How much edge runs each of four ways, in cells of three points."""
    soft = blur(fields, 1.0)
    down, across = np.gradient(soft, axis=1), np.gradient(soft, axis=2)
    strength, angle = np.hypot(across, down), np.arctan2(down, across)
    ways = [
        blur((np.maximum(0, np.cos(2 * (angle - way * np.pi / 4))) * strength).astype(np.float32), 2.0)
        for way in range(4)
    ]
    return np.concatenate([way[:, 1::3, 1::3].reshape(len(fields), -1) for way in ways], axis=1)


def cosines(fields: Matrix, *, whiten: bool) -> Matrix:
    """The likeness of every two fields: the mean over ink and directions of the best over small shifts."""
    total = np.zeros((len(fields), len(fields)), np.float32)
    for measure in (ink, directions):
        still = measure(fields)
        # Signs are centred each by itself, characters by the average character.
        average = still.mean(axis=0) if whiten else None
        still = _unit(still, average)
        best = np.full_like(total, -1)
        for right, down in SHIFTS:
            moved = _unit(measure(np.roll(fields, (down, right), axis=(1, 2))), average)
            for start in range(0, len(fields), 1024):  # in chunks, so that no second full matrix is needed
                part = still[start : start + 1024] @ moved.T
                np.maximum(best[start : start + 1024], part, out=best[start : start + 1024])
        total += np.maximum(best, best.T) / 2
    return total


def _unit(rows: Matrix, average: Matrix | None) -> Matrix:
    rows = rows - (rows.mean(axis=1, keepdims=True) if average is None else average)
    unit: Matrix = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return unit


def plain_cosines(fields: Matrix) -> Matrix:
    """Likeness with the average left in and without shifts: the veto against 十 for 羊."""
    rows = [_unit(measure(fields), None) for measure in (ink, directions)]
    return sum((part @ part.T for part in rows), np.float32(0)) / 2  # type: ignore[return-value]


def likeness(characters: list[str], fonts: Fonts, *, whiten: bool = True) -> Matrix:
    """The mean of the two highest of the three fonts: a pair may look alike in song and not in hei."""
    drawn = [draw(characters, *font) for font in fonts]
    result = _two_best([cosines(fields, whiten=whiten) for fields in drawn])
    if whiten:
        result[_two_best([plain_cosines(fields) for fields in drawn]) < PLAIN] = -1
        weight = drawn[0].sum(axis=(1, 2))
        result[np.minimum.outer(weight, weight) < INK * np.maximum.outer(weight, weight)] = -1
    return result


def _two_best(each: list[Matrix]) -> Matrix:
    total, least = each[0].copy(), each[0].copy()
    for matrix in each[1:]:
        total += matrix
        np.minimum(least, matrix, out=least)
    return (total - least) / np.float32(len(each) - 1)


def pairs(characters: list[str], matrix: Matrix, threshold: float) -> Iterator[tuple[str, str, float]]:
    """The pairs at or above the threshold."""
    above = np.argwhere(np.triu(matrix, 1) >= threshold)
    for first, second in above:
        yield characters[first], characters[second], float(matrix[first, second])


def measure_all(threshold: float, sign_threshold: float) -> tuple[dict[tuple[str, str], float], int]:
    """Every pair found, keyed in order of code point, and how many signs were compared."""
    found: dict[tuple[str, str], float] = {}

    def keep(one: str, other: str, value: float) -> None:
        key = (min(one, other), max(one, other))
        found[key] = max(value, found.get(key, -1.0))

    for characters, fonts in ((simplified(), SIMPLIFIED), (traditional(), TRADITIONAL)):
        for pair in pairs(characters, likeness(characters, fonts), threshold):
            keep(*pair)
    signs = [*PUNCTUATION, *string.ascii_letters, *FEW_STROKES]
    for one, other, value in pairs(signs, likeness(signs, SIMPLIFIED, whiten=False), sign_threshold):
        # Han with Han was judged above, letter with letter is nobody's business here.
        if not (one in FEW_STROKES and other in FEW_STROKES) and not (one.isascii() and other.isascii()):
            keep(one, other, value)
    return found, len(signs)


def table(found: dict[tuple[str, str], float]) -> str:
    """The lines of the table, without the header."""
    like: dict[str, list[tuple[float, str]]] = {}
    for (one, other), value in found.items():
        like.setdefault(one, []).append((-round(value, 4), other))
        like.setdefault(other, []).append((-round(value, 4), one))
    lines = (f"{one}\t{''.join(other for _, other in sorted(like[one]))}\n" for one in sorted(like))
    return "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--output", type=Path, help="where to write the table")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--sign-threshold", type=float, default=SIGN_THRESHOLD)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N random pairs around the threshold")
    options = parser.parse_args()
    low = options.threshold - 0.06 if options.sample else options.threshold
    found, signs = measure_all(low, options.sign_threshold)
    if options.sample:
        for start in np.arange(low, options.threshold + 0.1, 0.02):
            band = sorted(pair for pair, value in found.items() if start <= value < start + 0.02)
            chosen = random.Random(0).sample(band, min(options.sample, len(band)))
            print(f"{start:.2f} ({len(band)}):", " ".join(one + other for one, other in chosen))
        found = {pair: value for pair, value in found.items() if value >= options.threshold}
    header = HEADER.format(
        signs=signs,
        threshold=options.threshold,
        sign_threshold=options.sign_threshold,
        plain=PLAIN,
        ink=INK,
        pairs=len(found),
    )
    if options.output:
        options.output.write_text(header + table(found), encoding="utf-8", newline="\n")
    print(f"{len(found)} pairs")


if __name__ == "__main__":
    main()
