"""``python -m benchmarks.fit_readings GOLD…``: weights for `cleaner.language.plausible` that fit right texts.

In each text characters are misread for ones like them, and a logistic regression without intercept (Newton's method)
learns by which signs the right one is known. Use texts that `bigrams.txt` was not counted on, else its pairs weigh too
much. A person puts the weights in.
"""

from __future__ import annotations

import argparse
import math
import random
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.noise import LOOKALIKES
from cleaner.language.bigrams import affinity, company
from cleaner.language.confusables import alike
from cleaner.language.words import is_word

SIGNS = ("word", "affinity", "pairs near by", "character near by", "company")

#: Characters of the document that are asked how a reading is used, to each side: short documents and long ones.
NEAR = (600, 2000, 6000)


def signs(left: str, one: str, other: str, right: str, near: str) -> list[float]:
    """What speaks for `one` and against `other`, by the names in `SIGNS`."""

    def of(piece: str) -> tuple[float, ...]:
        pairs = list(pairwise(left + piece + right))
        return (
            sum(is_word(a + b) for a, b in pairs),
            sum(affinity(a, b) for a, b in pairs),
            math.log(sum(near.count(a + b) for a, b in pairs) + 0.5),
            math.log(near.count(piece) + 0.5),
            math.log(company(piece) + 1),
        )

    return [a - b for a, b in zip(of(one), of(other), strict=True)]


def samples(text: str, count: int, rng: random.Random) -> list[list[float]]:
    """The signs for `count` characters of `text` against what they may be misread as."""
    places = [n for n, c in enumerate(text[1:-1], 1) if "\u4e00" <= c <= "\u9fff" and (c in LOOKALIKES or alike(c))]
    made = []
    for at in rng.sample(places, min(count, len(places))):
        char = text[at]
        known = char in LOOKALIKES and rng.random() < 0.7
        other = LOOKALIKES[char] if known else rng.choice(alike(char)[:4] or LOOKALIKES[char])
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) % (len(text) + 1)
        reach = rng.choice(NEAR)
        near = text[max(0, start - reach) : start] + "\n" + text[end : end + reach]
        made.append(signs(text[at - 1].strip(), char, other, text[at + 1].strip(), near))
    return made


def main() -> None:
    """Fits, and prints weights and how often the sign of the sum is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=120, help="characters a text")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    rows = [row for path in args.texts for row in samples(path.read_text(encoding="utf-8"), args.count, rng)]
    data = np.array(rows)
    weights = np.zeros(len(SIGNS))
    for _ in range(40):
        chance = 1 / (1 + np.exp(-(data @ weights)))
        slope = data.T @ (1 - chance) - 1e-3 * weights
        bend = (data * (chance * (1 - chance))[:, None]).T @ data + 1e-3 * np.eye(len(SIGNS))
        weights += np.linalg.solve(bend, slope)
    score = data @ weights
    for name, weight in zip(SIGNS, weights, strict=True):
        print(f"{name:20} {weight:.2f}")
    print(f"{len(data)} characters; right {np.mean(score > 0):.4f}")
    for low, high in pairwise((0, 1, 2, 3, 4, 6, 99)):
        chosen = score[(abs(score) >= low) & (abs(score) < high)]
        if len(chosen):
            print(f"  log odds {low}–{high}: {len(chosen)}, right {np.mean(chosen > 0):.4f}")


if __name__ == "__main__":
    main()
