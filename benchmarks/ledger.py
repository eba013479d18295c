"""What the rules find in seeds/, and how near the mended seeds come to their gold: one committed table.

    python -m benchmarks.ledger --write     renews seeds/ledger.tsv
    python -m benchmarks.ledger             prints what has changed against it; exits 1 if anything has

The table has a number a line, so that a change of behaviour shows as a change of that line.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import regex

from benchmarks.measure import Compared, chars_and_breaks, compare, states, without
from cleaner.document import Document
from cleaner.model import Consent
from cleaner.packs import chosen, load_rules
from cleaner.plan import Result, clean_document

SEEDS = Path(__file__).parent.parent / "seeds"
LEDGER = SEEDS / "ledger.tsv"
HEAD = "seed\tsubject\tmeasure\tnumber\n"

#: What a seed must never have, whatever the ledger says: good text spoiled by a default run.
HARM = ("false joins", "false splits", "good characters lost", "furniture glued")

#: Places in gold that may go either way: ``⟦…⟧`` may stay or go, ``¦`` may be a break or none.
EITHER = regex.compile(r"⟦(.*?)⟧|¦", regex.S)


class Row(NamedTuple):
    """A line of the ledger. `subject` is a rule's id, or ``gold``."""

    seed: str
    subject: str
    measure: str
    number: int


def seeds() -> list[Path]:
    """The seeds, in order."""
    return sorted(path for path in SEEDS.iterdir() if (SEEDS / "gold" / path.name).is_file())


def readings(gold: str) -> Iterator[str]:
    """All texts that `gold` allows."""
    parts, choices, done = [], [], 0
    for place in EITHER.finditer(gold):
        parts.append(gold[done : place.start()])
        choices.append((place[1] or "", "" if place[1] else "\n"))
        done = place.end()
    for choice in product(*choices):
        yield "".join(part + chosen for part, chosen in zip(parts, choice, strict=True)) + gold[done:]


class Score(NamedTuple):
    """A mended seed against the reading of its gold that it comes nearest to."""

    compared: Compared
    raw_edits: int
    lost: int  # characters of gold that stand in the seed and not in the result


def score(gold: str, raw: str, out: str, furniture: Sequence[str]) -> Score:
    """How near `out` comes to `gold`."""
    gold, compared = min(
        ((reading, compare(reading, raw, out, furniture)) for reading in readings(gold)),
        key=lambda pair: (pair[1].counts.edits, len(pair[1].slips)),
    )
    had, has = (_found(gold, without(furniture, text)[0]) for text in (raw, out))
    return Score(compared, compare(gold, raw, raw, furniture).counts.edits, max(0, had - has))


def _found(gold: str, text: str) -> int:
    """How many characters of `gold` stand in `text`."""
    return len(states(chars_and_breaks(gold)[0], *chars_and_breaks(text)))


def mended(seed: Path) -> Result:
    """`seed` cleaned with default settings."""
    return clean_document(Document.from_bytes(seed.read_bytes(), seed.name), chosen(load_rules()), Consent())


def rows_of(seed: Path) -> Iterator[Row]:
    """The ledger's lines for one seed."""
    result = mended(seed)
    found = Counter((finding.rule, finding.safety.value) for finding in result.findings)
    applied = Counter(key.partition(":")[0] for key in result.applied)
    for rule in sorted({rule for rule, _ in found}):
        yield from (Row(seed.name, rule, safety, found[rule, safety]) for safety in ("safe", "risky", "shown"))
        yield Row(seed.name, rule, "mended", applied[rule])
    scored = score_of(seed, result)
    counts = scored.compared.counts
    numbers = {
        "joins needed": counts.joins,
        "joins made": counts.joined,
        "false joins": counts.false_joins,
        "false splits": counts.false_splits,
        "furniture glued": counts.glued,
        "edits needed": scored.raw_edits,
        "edits left": counts.edits,
        "good characters lost": scored.lost,
    }
    yield from (Row(seed.name, "gold", measure, number) for measure, number in numbers.items())


def score_of(seed: Path, result: Result) -> Score:
    """The `result` of cleaning `seed` against its gold."""
    gold = (SEEDS / "gold" / seed.name).read_bytes().decode("utf-8-sig")
    beside = SEEDS / "gold" / f"{seed.name}.json"
    furniture = json.loads(beside.read_text(encoding="utf-8"))["furniture"] if beside.is_file() else []
    return score(gold, result.document.text, result.text, furniture)


def today() -> list[Row]:
    """The whole ledger as it is now. Lines that say 0 of a rule are left out."""
    return [row for seed in seeds() for row in rows_of(seed) if row.number or row.subject == "gold"]


def written(rows: Sequence[Row]) -> str:
    """`rows` as the file holds them."""
    return HEAD + "".join("\t".join(map(str, row)) + "\n" for row in rows)


def changes() -> str:
    """What differs between the committed ledger and today's, as a patch; empty where nothing does."""
    old = LEDGER.read_text(encoding="utf-8") if LEDGER.is_file() else ""
    was, now = (text.splitlines(keepends=True) for text in (old, written(today())))
    return "".join(difflib.unified_diff(was, now, "committed", "today", n=0))


def main(argv: Sequence[str] | None = None) -> int:
    """Renews the ledger, or prints what has changed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--write", action="store_true", help="renew the committed ledger")
    parser.add_argument("--slips", action="store_true", help="list the line ends decided wrongly")
    args = parser.parse_args(argv)
    changed = changes()
    print(changed, end="")
    if args.slips:
        for seed in seeds():
            for slip in score_of(seed, mended(seed)).compared.slips:
                print(f"{seed.name}: {slip.kind}: …{slip.before} | {slip.after}…")
    if args.write:
        LEDGER.write_text(written(today()), encoding="utf-8", newline="\n")
    return int(bool(changed) and not args.write)


if __name__ == "__main__":
    sys.exit(main())
