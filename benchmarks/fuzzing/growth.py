"""Looks for texts whose cost grows faster than they do: made-up pieces over and over, timed at three lengths.

``python -m benchmarks.fuzzing.growth --seconds 300``. What it finds goes into `benchmarks/speed/worst.py` by hand.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.fuzzing import texts
from benchmarks.fuzzing.running import TookTooLong, bounded
from cleaner.document import Document
from cleaner.model import Consent
from cleaner.packs import load_rules
from cleaner.plan import clean_document
from cleaner.suppressions import allowed_in

#: Code points of the shortest text; the others have twice and four times as many.
SHORT = 8_000
#: Less than this many seconds for the longest is noise.
LEAST = 0.25
#: What twice the text may take, and that twice in a row.
BOUND = 2.6
#: Seconds of CPU for the longest.
PATIENCE = 40.0

_MARKS = "，。、；：？！“”‘’（）《》【】「」—…·*_`~#>|-+=.,:;!?()[]{}<>\\/\"'$%&@^ \t\u3000\u00a0"
_LETTERS = "的一是石桥镇甲乙丙天地年月日版第1290〇二三aAbZ后後裏⼈⼦"
_ENDS = ("\n", "\n\n", "\r\n", "\r", "\f", "\u2028", "\n\u3000\u3000", "\n- ", "\n> ", "\n| ", "\n1. ", "\n    ")


def piece(rng: random.Random) -> str:
    """A few characters, marks mostly."""
    made = []
    for _ in range(rng.choice((1, 1, 2, 2, 3, 5, 9))):
        kind = rng.randrange(8)
        if kind < 3:
            made.append(rng.choice(_MARKS))
        elif kind < 5:
            made.append(rng.choice(_LETTERS))
        elif kind == 5:
            made.append(rng.choice(texts.TRAPS)[:6])
        elif kind == 6:
            made.append(rng.choice(texts.HEADS))
        else:
            made.append(rng.choice(_ENDS))
    return "".join(made)


def shape(rng: random.Random) -> tuple[str, Callable[[int], str]]:
    """A text of any length, and what it is called."""
    unit, head, tail = piece(rng), piece(rng) if rng.random() < 0.5 else "", piece(rng) if rng.random() < 0.5 else ""
    other, how = piece(rng), rng.randrange(7)
    letter = rng.choice(_LETTERS)

    def made(count: int) -> str:
        if how == 0:
            return head + unit * (count // len(unit)) + tail
        if how == 1:
            return head + (unit + "\n") * (count // (len(unit) + 1)) + tail
        if how == 2:
            return head + unit * (count // len(unit) // 2) + other * (count // len(other) // 2) + tail
        if how == 3:  # with numbers that rise
            return head + "".join(f"{unit}{number}{other}" for number in range(count // (len(unit) + len(other) + 4)))
        if how == 4:  # with letters that change
            size = len(unit) + 1
            return head + "".join(unit + chr(0x4E00 + number * 7919 % 3000) for number in range(count // size)) + tail
        if how == 5:  # long runs of one letter between
            return (unit + letter * 300) * (count // (300 + len(unit)))
        chance = random.Random(repr(unit))
        return "".join(chance.choice((unit, other)) for _ in range(2 * count // (len(unit) + len(other))))

    return f"shape {how}: {head!r} {unit!r} {other!r} {tail!r} {letter!r}", made


def cost(text: str, rules: Sequence[object]) -> float:
    """Seconds of CPU that all rules take for `text`, as Markdown."""
    allowed = allowed_in(text, comments=True)
    begun = time.process_time()
    clean_document(Document(text, "a.md"), rules, Consent(any_language=True), (), allowed)  # type: ignore[arg-type]
    return time.process_time() - begun


def main() -> int:
    """Looks for so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing.growth", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300.0, help="of CPU to look for (300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    args = parser.parse_args()
    rules = load_rules()
    cost("石桥镇小学。\n", rules)
    number, found, begun = args.start, 0, time.process_time()
    while time.process_time() - begun < args.seconds:
        called, made = shape(random.Random(f"growth {args.seed} {number}"))
        took: list[float] = []
        try:
            with bounded(PATIENCE):
                for size in (SHORT, 2 * SHORT, 4 * SHORT):
                    took.append(cost(made(size), rules))
                    if size == SHORT and took[0] * 16 < LEAST:
                        break
        except TookTooLong:
            took.append(PATIENCE)
        except Exception as error:
            print(f"{number}: {type(error).__name__}: {error} {called}", flush=True)
        slow = len(took) > 1 and took[-1] > LEAST and took[-1] > BOUND * took[-2]
        if slow and (len(took) == 2 or took[1] > 2.2 * took[0] or took[-1] >= PATIENCE):
            found += 1
            print(f"{number}: {' '.join(f'{one:.2f}' for one in took)} {called}", flush=True)
        number += 1
    print(f"{number - args.start} texts from {args.start} of seed {args.seed}, {found} to look at")
    return 0


if __name__ == "__main__":
    sys.exit(main())
