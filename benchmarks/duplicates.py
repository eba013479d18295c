"""How well copies are found across documents, and how fast, beside datatrove's MinHash on the same text.

    python -m benchmarks.duplicates                          # needs the extra `corpus`
    python -m benchmarks.duplicates --peer-python PYTHON     # an interpreter that has datatrove (and spacy, jieba)
    python -m benchmarks.duplicates --show 5                 # with the copies that were missed, and the false ones

Of the clean documents some get a copy, each damaged in one way: characters misread for ones that look alike, lost ones,
other line ends, the other script. A copy is found where it is in one cluster with its original. A pair of others is
right where its letters agree in four of five, aligned in full; so what stood twice in the text before is no error.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks.corpus import PROSE, TRADITIONAL, read, sources
from benchmarks.tables import table
from cleaner.corpus.duplicates.folding import fold
from cleaner.language.confusables import alike

#: Copies of each kind of damage, by default.
COPIES = 120
#: Letters of the documents that get a copy; all others are only read.
SHORTEST, LONGEST = 150, 4000
#: Letters of the shortest paragraph that counts.
PARAGRAPH = 30
#: A pair is right where this part of the letters agrees.
RIGHT = 0.8

_PEER = Path(__file__).with_name("duplicates_peer.py")


def misread(text: str, rate: float, rng: random.Random) -> str:
    """`text` with this part of its Han misread as ones that look alike (those without a like stay)."""
    return "".join(rng.choice(alike(c)[:4]) if rng.random() < rate and alike(c) else c for c in text)


def lossy(text: str, rate: float, rng: random.Random) -> str:
    """`text` with this part of its characters lost, line ends apart."""
    return "".join(c for c in text if c == "\n" or rng.random() >= rate)


def wrapped(text: str, rng: random.Random) -> str:
    """`text` set in a column of 16 to 30 characters."""
    width = rng.randint(16, 30)
    lines = (line[n : n + width] for line in text.split("\n") for n in range(0, max(1, len(line)), width))
    return "\n".join(lines)


def other_script(text: str, traditional: bool) -> str:
    """`text` in the other script, by OpenCC."""
    from opencc import OpenCC

    return str(OpenCC("t2s" if traditional else "s2t").convert(text))


#: The kinds of damage by name. The second argument says whether the text is traditional.
DAMAGE: dict[str, Callable[[str, bool, random.Random], str]] = {
    "exact": lambda text, _, rng: text,
    "misread 1 %": lambda text, _, rng: misread(text, 0.01, rng),
    "misread 3 %": lambda text, _, rng: misread(text, 0.03, rng),
    "misread 5 %": lambda text, _, rng: misread(text, 0.05, rng),
    "misread 10 %": lambda text, _, rng: misread(text, 0.10, rng),
    "lost 3 %": lambda text, _, rng: lossy(text, 0.03, rng),
    "other lines": lambda text, _, rng: wrapped(text, rng),
    "other lines, misread 3 %": lambda text, _, rng: wrapped(misread(text, 0.03, rng), rng),
    "other script": lambda text, traditional, rng: other_script(text, traditional),
    "other script, misread 3 %": lambda text, traditional, rng: misread(other_script(text, traditional), 0.03, rng),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A document, and of which one it is a copy, if it is one."""

    id: str
    text: str
    of: str = ""
    damage: str = ""


def rows(copies: int, seed: int) -> list[Row]:
    """The clean documents, and `copies` damaged ones of each kind (fewer where there is no more text)."""
    rng = random.Random(seed)
    clean: list[tuple[Row, bool]] = []
    for name in sources(PROSE):
        documents = [d for d in read(name).split("\n\n") if d.strip()]
        clean += [(Row(f"{name}-{n}", text), name in TRADITIONAL) for n, text in enumerate(documents)]
    fit = [(row, trad) for row, trad in clean if SHORTEST <= len(row.text) <= LONGEST]
    rng.shuffle(fit)
    made = []
    each = min(copies, len(fit) // len(DAMAGE))
    for number, (name, damage) in enumerate(DAMAGE.items()):
        for row, trad in fit[number * each : (number + 1) * each]:
            made.append(Row(f"{row.id}-copy", damage(row.text, trad, rng), row.id, name))
    both = [row for row, _ in clean] + made
    rng.shuffle(both)
    return both


def as_paragraphs(documents: Sequence[Row]) -> list[Row]:
    """The paragraphs of documents whose lines are paragraphs; a copy's paragraphs are copies of the original's."""
    found = []
    for row in documents:
        if "lines" in row.damage:
            continue
        for n, line in enumerate(row.text.split("\n")):
            if len(fold(line)) >= PARAGRAPH:
                found.append(Row(f"{row.id}/{n}", line, f"{row.of}/{n}" if row.of else "", row.damage))
    # A line so damaged that its original is below the least length has nothing to be found with.
    ids = {row.id for row in found}
    return [row if row.of in ids else Row(row.id, row.text) for row in found]


@dataclass(frozen=True, slots=True)
class Found:
    """What one program found: groups of ids, and the CPU seconds that it took."""

    groups: list[list[str]]
    seconds: float


def ours(texts: Sequence[Row], folder: Path) -> Found:
    """The texts as documents, through the same plan as `cleaner corpus duplicates --no-paragraphs`."""
    import daft

    from cleaner.corpus.duplicates.plan import Search, Wanted

    frame = daft.from_pydict({"id": [row.id for row in texts], "text": [row.text for row in texts]}).into_batches(1000)
    begun = _cpu()
    clusters = list(Search(frame, folder / "scratch", Wanted(paragraphs=False)).clusters())
    seconds = _cpu() - begun
    return Found([[m.place.document for m in cluster.members] for cluster in clusters], seconds)


def peer(texts: Sequence[Row], folder: Path, python: str, tokens: str, buckets: int, hashes: int) -> Found:
    """The texts as documents of datatrove."""
    source = folder / "rows.jsonl"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": row.id, "text": row.text}, ensure_ascii=False) + "\n" for row in texts)
    command = [python, str(_PEER), str(source), str(folder / "peer"), tokens, str(buckets), str(hashes)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    told = json.loads(done.stdout.splitlines()[-1])
    return Found(told["groups"], told["seconds"])


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass
class Score:
    """How many copies were found by kind of damage, and how many of the other pairs are right."""

    found: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    pairs: int = 0
    missed: list[tuple[Row, Row]] = field(default_factory=list)
    false: list[tuple[Row, Row]] = field(default_factory=list)
    speed: float = 0.0  # MB of UTF-8 a CPU second


def score(texts: Sequence[Row], groups: Iterable[Sequence[str]]) -> Score:
    """`groups` against what was put in. Pairs are those of each group with its first member."""
    by_id = {row.id: row for row in texts}
    groups = list(groups)
    group_of = {id_: n for n, group in enumerate(groups) for id_ in group}
    result = Score()
    for row in texts:
        if row.of:
            result.asked[row.damage] += 1
            if row.id in group_of and group_of[row.id] == group_of.get(row.of):
                result.found[row.damage] += 1
            else:
                result.missed.append((by_id[row.of], row))
    for group in groups:
        # Large groups are judged by a part of their pairs, the same in each run.
        pairs = list(combinations(sorted(group), 2))
        for one, other in random.Random(1).sample(pairs, 200) if len(pairs) > 200 else pairs:
            a, b = by_id[one], by_id[other]
            result.pairs += 1
            known = a.id == b.of or b.id == a.of
            if not known and Levenshtein.normalized_similarity(fold(a.text), fold(b.text)) < RIGHT:
                result.false.append((a, b))
    return result


#: Name, tokens, buckets, hashes a bucket.
PEERS = (
    ("datatrove, its words, 14 × 8 (default)", "words", 14, 8),
    ("datatrove, characters, 14 × 8", "characters", 14, 8),
    ("datatrove, characters, 40 × 3", "characters", 40, 3),
)


def measure(texts: Sequence[Row], python: str | None) -> dict[str, Score]:
    """A score for each program, on the same rows; without `python` for ours alone."""
    size = sum(len(row.text.encode()) for row in texts) / 1e6
    runs: dict[str, Callable[[Path], Found]] = {"cleaner": partial(ours, texts)}
    if python:
        for name, tokens, buckets, hashes in PEERS:
            runs[name] = partial(peer, texts, python=python, tokens=tokens, buckets=buckets, hashes=hashes)
    results: dict[str, Score] = {}
    for name, run in runs.items():
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = run(Path(folder))
            except RuntimeError as error:
                print(f"{name}: {error}", file=sys.stderr)
                continue
        results[name] = score(texts, found.groups)
        results[name].speed = size / found.seconds
    return results


def report(scores: dict[str, Score]) -> str:
    """Recall by damage, precision of all pairs and speed, a column a program."""
    lines: list[tuple[str, ...]] = []
    asked = next(iter(scores.values())).asked
    for damage in DAMAGE:
        if asked[damage]:
            cells = (f"{100 * s.found[damage] / asked[damage]:.1f}" for s in scores.values())
            lines.append((damage, str(asked[damage]), *cells))
    right = (f"{100 * (1 - len(s.false) / max(1, s.pairs)):.2f}" for s in scores.values())
    lines.append(("right of all pairs, %", "", *right))
    lines.append(("pairs judged", "", *(str(s.pairs) for s in scores.values())))
    lines.append(("MB a CPU second", "", *(f"{s.speed:.2f}" for s in scores.values())))
    return table(("found, %", "copies", *scores), lines)


def shown(scores: dict[str, Score], count: int) -> str:
    """Some of what was missed and of what is wrong, with its text."""
    lines = []
    for name, scored in scores.items():
        for what, pairs in (("missed", scored.missed), ("false", scored.false)):
            for a, b in random.Random(2).sample(pairs, min(count, len(pairs))):
                same = Levenshtein.normalized_similarity(fold(a.text), fold(b.text))
                lines.append(f"{name}: {what}, {b.damage or 'no copy'}, {same:.3f} alike")
                lines += [f"  {row.id}: {row.text[:160]!r}" for row in (a, b)]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.duplicates", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--copies", type=int, default=COPIES, help="damaged copies of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer-python", help="an interpreter that has datatrove [this one, if it has]")
    parser.add_argument("--level", choices=("documents", "paragraphs", "both"), default="both")
    parser.add_argument("--show", type=int, default=0, help="how many wrong cases of each to print")
    args = parser.parse_args(argv)
    python = args.peer_python or (sys.executable if find_spec("datatrove") else None)
    texts = rows(args.copies, args.seed)
    for level in ("documents", "paragraphs"):
        if args.level in (level, "both"):
            some = texts if level == "documents" else as_paragraphs(texts)
            megabytes = sum(len(row.text.encode()) for row in some) / 1e6
            print(f"{level.upper()}: {len(some)}, {megabytes:.1f} MB")
            scores = measure(some, python)
            print(report(scores), flush=True)
            if args.show:
                print(shown(scores, args.show))


if __name__ == "__main__":
    main()
