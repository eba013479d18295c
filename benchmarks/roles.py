"""How well lines are recognised: parts of the page against `gold_types`, furniture against `furniture`.

    python -m benchmarks.roles [--slips]

Reads ``../shared/devset`` and ``../shared/wild``: a case's `meta.json` names the type of each line of its gold text,
and the lines that are furniture. A line of the raw text has the type of the gold line that most of its characters
stand in; where text was damaged on purpose (doubled, repeated) some lines have none and are not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks.corpus import ROOT
from benchmarks.tables import percent, table
from cleaner.outline import Block, Part, outline
from cleaner.views import View

SHARED = ROOT.parent / "shared"
SETS = ("devset", "wild")

TITLES = frozenset({Part.HEADLINE, Part.KICKER, Part.SUBHEAD})
#: The parts that are right for a type of gold, by its letters (h1shadow is a headline in fake bold).
RIGHT = {
    "h1": frozenset({Part.HEADLINE}),
    "h2": frozenset({Part.SUBHEAD, Part.HEADLINE}),
    "h": TITLES,
    "kicker": frozenset({Part.KICKER}),
    "byline": frozenset({Part.BYLINE, Part.CREDIT}),
    "caption": frozenset({Part.CAPTION, Part.CREDIT}),
    "li": frozenset({Part.LIST}),
    "code": frozenset({Part.CODE}),
    "p": frozenset({Part.BODY, Part.DATELINE, Part.DIALOGUE, Part.LIST, Part.STATUTE, Part.QUOTE, Part.VERSE}),
}
#: Types that are told apart in the tables: the part that is counted for each, and what else may be said.
NAMES = {"h1": "headline", "h2": "subhead", "h": "any heading", "li": "list item", "p": "text"}


@dataclass
class Counts:
    """Lines of one type: how many there are, how many were recognised, and as what the others were taken."""

    there: int = 0
    right: int = 0
    taken: Counter[str] = field(default_factory=Counter)


def cases() -> Iterator[Path]:
    """The folders of the cases."""
    for name in SETS:
        yield from sorted(path.parent for path in (SHARED / name).glob("*/meta.json"))


def squeezed(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


def types_of(texts: Sequence[str], gold: Sequence[str], types: Sequence[str]) -> list[str]:
    """The type of each of `texts`, by the line of `gold` that most of its characters stand in; empty for none."""
    raw = "".join(map(squeezed, texts))
    right = "".join(map(squeezed, gold))
    owner = [number for number, line in enumerate(gold) for _ in squeezed(line)]
    line_at: list[int] = [-1] * len(raw)
    for op in Levenshtein.opcodes(raw, right):
        if op.tag == "equal":
            for step in range(op.src_end - op.src_start):
                line_at[op.src_start + step] = owner[op.dest_start + step]
    result, at = [], 0
    for text in texts:
        size = len(squeezed(text))
        votes = Counter(n for n in line_at[at : at + size] if n >= 0)
        at += size
        best, count = votes.most_common(1)[0] if votes else (-1, 0)
        result.append(types[best] if 2 * count > size else "")
    return result


def measure(slips: bool) -> tuple[dict[str, Counts], Counts, Counter[str], Counter[str]]:
    """Counts by type, those of furniture, how many lines were taken for each part, and how many of those wrongly."""
    counts: dict[str, Counts] = {}
    furniture = Counts()
    taken: Counter[str] = Counter()
    wrongly: Counter[str] = Counter()
    for case in cases():
        meta = json.loads((case / "meta.json").read_text(encoding="utf-8"))
        heads = {squeezed(text if isinstance(text, str) else text["text"]) for text in meta["furniture"]}
        blocks = outline(View((case / "raw.txt").read_bytes().decode("utf-8", "replace")))
        for block in blocks:
            for line in block.lines:
                told, is_ = block.part is Part.FURNITURE, squeezed(line.text) in heads
                furniture.there += is_
                furniture.right += told and is_
                wrongly["furniture"] += told and not is_
                if slips and told != is_:
                    print(f"{case.name}:{line.line.number}: {'taken for' if told else 'missed'} furniture: {line.bare}")
        gold = [line for line in (case / "gold.txt").read_text(encoding="utf-8").split("\n") if line.strip()]
        types = [kind.removesuffix("shadow") for kind in meta.get("gold_types", ())]
        if len(types) == len(gold):
            _count(
                case.name,
                [b for b in blocks if b.part is not Part.FURNITURE],
                gold,
                types,
                counts,
                taken,
                wrongly,
                slips,
            )
    return counts, furniture, taken, wrongly


def _count(
    name: str,
    blocks: Sequence[Block],
    gold: Sequence[str],
    types: Sequence[str],
    counts: dict[str, Counts],
    taken: Counter[str],
    wrongly: Counter[str],
    slips: bool,
) -> None:
    texts = [(block, line) for block in blocks for line in block.lines]
    for (block, line), kind in zip(texts, types_of([x.text for _, x in texts], gold, types), strict=True):
        if not kind:
            continue
        found = counts.setdefault(kind, Counts())
        found.there += 1
        taken[block.part] += 1
        if block.part in RIGHT[kind]:
            found.right += 1
            continue
        found.taken[block.part] += 1
        wrongly[block.part] += 1
        if slips:
            print(f"{name}:{line.line.number}: {NAMES.get(kind, kind)} taken for {block.part}: {line.bare[:40]}")


def report(slips: bool = False) -> str:
    """The table."""
    counts, furniture, said, wrongly = measure(slips)
    rows = [
        (
            NAMES.get(kind, kind),
            str(c.there),
            str(c.right),
            percent(c.right / c.there),
            ", ".join(f"{part} {number}" for part, number in c.taken.most_common()),
        )
        for kind, c in sorted(counts.items())
    ]
    recall = table(("lines of", "there", "right", "recall", "the others were taken for"), rows)
    taken = sorted({*said, *wrongly} - {"furniture"})
    told = [(part, str(said[part]), str(wrongly[part]), percent(1 - wrongly[part] / said[part])) for part in taken]
    precision = table(("taken for", "lines", "wrongly", "precision"), told)
    share = furniture.right / furniture.there if furniture.there else 1.0
    end = (
        f"furniture: {furniture.right} of {furniture.there} lines ({percent(share)}); "
        f"{wrongly['furniture']} other lines taken for it"
    )
    return f"{recall}\n\n{precision}\n\n{end}"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slips", action="store_true", help="list the lines that were taken for something else")
    args = parser.parse_args(argv)
    if not any(True for _ in cases()):
        print(
            f"nothing to measure on: {SHARED} has no case with a meta.json; put the shared folder beside the checkout"
        )
        return 2
    print(report(args.slips))
    return 0


if __name__ == "__main__":
    sys.exit(main())
