"""How much damage to single characters is found and mended, and what fires on clean text, rule by rule.

    python -m benchmarks.characters             all kinds, 120 documents each
    python -m benchmarks.characters --show 5    with places that were missed

Goals: recall 0.98 a rule; on clean text one finding a MB that is wrong, a tenth of that for rules on by default. The
table counts all findings on clean text: `--clean` lists them, for a person to say which of them are wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import corpus, damage_characters
from benchmarks.damage_characters import KINDS, Damaged, Place
from benchmarks.tables import percent, table
from cleaner.document import Document
from cleaner.model import Consent, Finding
from cleaner.packs import chosen, load_rules
from cleaner.plan import Result, clean_document
from cleaner.repair import apply

FAMILY = "characters"
#: Characters of clean text that are looked at as one document.
PIECE = 6000


@dataclass(slots=True)
class Counts:
    """Of one kind: places damaged, found, mended rightly; findings at no place."""

    places: int = 0
    found: int = 0
    mended: int = 0
    beside: int = 0


def checked(text: str, rule: str) -> Result:
    """`text` cleaned with one rule (or family), RISKY fixes applied."""
    return clean_document(Document(text), chosen(load_rules(), select=[rule]), Consent(risky=True))


def judge(damaged: Damaged, result: Result, counts: Counts) -> list[Place]:
    """Adds what became of `damaged` to `counts`; the places that were missed."""
    missed = []
    met: set[str] = set()
    for place in damaged.places:
        over = [f for f in result.findings if _touches(f, place)]
        met |= {f.key for f in over}
        counts.places += 1
        counts.found += bool(over)
        right = [f for f in over if f.key in result.applied and _is_right(damaged, f)]
        counts.mended += bool(right)
        if not over:
            missed.append(place)
    counts.beside += sum(f.key not in met for f in result.findings)
    return missed


def _touches(finding: Finding, place: Place) -> bool:
    return finding.span.start < max(place.end, place.start + 1) and place.start < finding.span.end


def _is_right(damaged: Damaged, finding: Finding) -> bool:
    """Whether the fix makes of its span what stood there."""
    assert finding.fix
    edits = finding.fix.edits
    low, high = min(e.span.start for e in edits), max(e.span.end for e in edits)
    inside = [p for p in damaged.places if low <= p.start and p.end <= high]
    before, done = "", low
    for place in inside:
        before += damaged.text[done : place.start] + place.was
        done = place.end
    before += damaged.text[done:high]
    tail = len(damaged.text) - high
    after = apply(damaged.text, edits)[0]
    return after[low : len(after) - tail] == before


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.characters", description=__doc__)
    parser.add_argument("--documents", type=int, default=120, help="a kind (120)")
    parser.add_argument("--only", choices=KINDS, action="append", help="this kind alone; may be given again")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list N places of each kind that were missed")
    parser.add_argument("--clean", action="store_true", help="list all findings on clean text")
    args = parser.parse_args(argv)
    rows: list[list[str]] = []
    lines: list[str] = []
    for name in args.only or KINDS:
        counts = Counts()
        for traditional in (False, True):
            texts = damage_characters.documents(traditional, 1800, args.documents // 2, args.seed)
            for number, text in enumerate(texts):
                kind = KINDS[name]
                damaged = kind.damage(text, random.Random(f"{args.seed} {name} {number}"), traditional)
                result = checked(damaged.text, kind.rule)
                for place in judge(damaged, result, counts)[: max(0, args.show - len(lines))]:
                    around = damaged.text[max(0, place.start - 12) : place.end + 12]
                    lines.append(f"{name}: {around!r} was {place.was!r}")
        total = max(1, counts.places)
        mended = percent(counts.mended / total) if KINDS[name].mended else "–"
        rows.append(
            [name, KINDS[name].rule, str(counts.places), percent(counts.found / total), mended, str(counts.beside)]
        )
        print("\n".join(lines), end="\n" if lines else "")
        lines.clear()
    print("DAMAGE  (places found, and mended to what stood there; findings beside them)")
    print(table(("damage", "rule", "places", "found", "mended", "beside"), rows), end="\n\n")
    print(_clean(args.clean))
    return 0


def _clean(listed: bool) -> str:
    """Findings on clean text by rule, in all and a MB of UTF-8."""
    found: dict[str, list[str]] = {kind.rule: [] for kind in KINDS.values()}
    size = 0
    for source in corpus.sources((*corpus.PROSE, "poems")):
        text, piece = corpus.read(source), ""
        for part in [*text.split("\n\n"), None]:
            if part is not None:
                piece += part + "\n\n"
            if part is None or len(piece) >= PIECE:
                size += len(piece.encode())
                for f in checked(piece, FAMILY).findings:
                    a, b = f.span.start, f.span.end
                    around = f"{piece[max(0, a - 12) : a]}⟦{piece[a:b]}⟧{piece[b : b + 12]}".replace("\n", "⏎")
                    found[f.rule].append(f"{source}: {around}")
                piece = ""
    on = {rule.id for rule in load_rules() if rule.on}
    rows = [
        [rule, "on" if rule in on else "off", str(len(hits)), f"{len(hits) / (size / 1e6):.2f}"]
        for rule, hits in found.items()
    ]
    parts = [f"CLEAN TEXT  ({size / 1e6:.2f} MB of UTF-8; right findings too: clean text is not quite clean)"]
    parts.append(table(("rule", "by default", "findings", "a MB"), rows))
    if listed:
        parts += [f"{rule}: {hit}" for rule, hits in found.items() for hit in hits]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
