"""What general cleaners do to the seeds, to clean text, and to one defect each. Figures for docs/comparison.md.

    make compare                               puts the peers into .venv-bench, and prints the tables
    python -m benchmarks.comparison --write    puts them into docs/comparison.md

The peers run in .venv-bench, each with the settings that its own documentation begins with; zhlint, of npm, runs with
node where `npm install zhlint` was said in .venv-bench/node. A peer that is not there is left out, and told.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from benchmarks.comparison.samples import SAMPLES
from benchmarks.comparison.worker import TOOLS
from benchmarks.ledger import SEEDS, Score, score, seeds
from benchmarks.run_clean import WRAPPED, pieces
from cleaner import __version__

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".venv-bench" / "bin" / "python"
NODE = ROOT / ".venv-bench" / "node"
PAGE = ROOT / "docs" / "comparison.md"
BEGIN, END = "<!-- figures: make compare ARGS=--write -->", "<!-- end of figures -->"

ZHLINT = """
import {run} from 'zhlint'; import {readFileSync} from 'fs';
const {version} = JSON.parse(readFileSync('node_modules/zhlint/package.json'));
// Not from standard input: a pipe that is not full yet is an error to node.
const outs = JSON.parse(readFileSync(process.env.TEXTS, 'utf8')).map(text => {
  try { return run(text, {rules: {preset: 'default'}}).result; } catch { return null; }
});
process.stdout.write(JSON.stringify({version, outs}));
"""
OURS = ("cleaner", "cleaner --risky")
NAMES = (*TOOLS, "zhlint")
#: What a tool is asked for does not fit these seeds: traditional text, made simplified.
TRADITIONAL = {"OpenCC t2s": frozenset({"05-pages-with-furniture.txt", "08-gazette.txt"})}
#: Sources of clean text whose script OpenCC is asked to change.
TRADITIONAL_SOURCES = frozenset({"law-trad", "book-trad"})


#: The style of quotation marks is not judged in the seeds; the width of marks and white space in lines are not either.
QUOTES = str.maketrans("“”„‘’「」『』", '"""\'\'""\'\'')


class Ran(NamedTuple):
    """What a tool made of texts; None where it failed."""

    version: str
    outs: list[str | None]


def ran(name: str, texts: Sequence[str]) -> Ran | None:
    """What the tool `name` makes of `texts`; None, and a word on stderr, where it is not there."""
    if name == "zhlint":
        command, cwd = ["node", "--input-type=module", "-e", ZHLINT], NODE
    else:
        python = sys.executable if name in OURS else str(PEERS)
        command, cwd = [python, str(Path(__file__).parent / "worker.py"), name], ROOT
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        environment = os.environ | {"TEXTS": str(path)} | ({"PYTHONPATH": str(ROOT)} if name in OURS else {})
        try:
            done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", env=environment)
            answer: dict[str, Any] = json.loads(done.stdout)
        except (OSError, ValueError) as error:
            print(f"{name}: left out: {error}", file=sys.stderr)
            return None
    if "missing" in answer:
        print(f"{name}: left out: {answer['missing']}", file=sys.stderr)
        return None
    return Ran(answer["version"] or __version__, answer["outs"])


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def scored(name: str, out: str) -> Score:
    """The seed `name`, become `out`, against its gold."""
    raw, gold, out = (text.translate(QUOTES) for text in (_read(SEEDS / name), _read(SEEDS / "gold" / name), out))
    beside = SEEDS / "gold" / f"{name}.json"
    furniture = json.loads(beside.read_text(encoding="utf-8"))["furniture"] if beside.is_file() else []
    return score(gold, raw, out, furniture)


def on_seeds(tools: Sequence[str]) -> Iterator[list[str]]:
    """A row a tool: line ends mended and spoiled, characters mended and lost, in all seeds."""
    names = [path.name for path in seeds()]
    raws = [_read(SEEDS / name) for name in names]
    for tool in tools:
        done = ran(tool, raws)
        if done is None:
            continue
        sums: Counter[str] = Counter()
        for name, raw, out in zip(names, raws, done.outs, strict=True):
            if name in TRADITIONAL.get(tool, ()):
                continue
            one = scored(name, raw if out is None else out)
            counts = one.compared.counts
            sums["joins"] += counts.joins
            sums["joined"] += counts.joined
            sums["spoiled"] += counts.false_joins + counts.false_splits + counts.glued
            sums["needed"] += one.raw_edits
            sums["left"] += min(counts.edits, one.raw_edits)
            sums["more"] += max(0, counts.edits - one.raw_edits)
            sums["lost"] += one.lost
        mended = sums["needed"] - sums["left"]
        yield [
            tool,
            f"{sums['joined']} of {sums['joins']}",
            f"{sums['spoiled']}",
            f"{mended} of {sums['needed']}",
            f"{sums['more']}",
            f"{sums['lost']}",
        ]


def on_clean_text(tools: Sequence[str], every: int) -> Iterator[list[str]]:
    """A row a tool: how much of clean text comes back changed, and what kind of characters that are."""
    chosen = [piece for piece in pieces(every=every) if not piece.source.endswith(WRAPPED)]
    texts = [piece.text for piece in chosen]
    for tool in tools:
        done = ran(tool, texts)
        if done is None:
            continue
        changes: Counter[str] = Counter()
        characters = files = touched = 0
        for piece, text, out in zip(chosen, texts, done.outs, strict=True):
            if tool in TRADITIONAL and piece.source in TRADITIONAL_SOURCES:
                continue
            characters, files = characters + len(text), files + 1
            kinds = changed(text, text if out is None else out)
            touched += bool(kinds)
            changes += kinds
        a_hundred = 100_000 / characters
        yield [
            tool,
            f"{touched} of {files}",
            *(f"{changes[kind] * a_hundred:.1f}" for kind in ("Han", "marks", "white space", "other")),
        ]


def changed(text: str, out: str) -> Counter[str]:
    """How many characters were put in, taken out or exchanged, by kind."""
    kinds: Counter[str] = Counter()
    if text == out:
        return kinds
    for op in Levenshtein.editops(text, out):
        char = out[op.dest_pos] if op.tag == "insert" else text[op.src_pos]
        kinds[_kind(char)] += 1
    return kinds


def _kind(char: str) -> str:
    if char.isspace():
        return "white space"
    if "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff":
        return "Han"
    return "marks" if unicodedata.category(char)[0] in "PS" else "other"


def on_samples(tools: Sequence[str]) -> list[list[str]]:
    """A row a kind of work: what each tool makes of it. The first row is the head."""
    head, columns = ["work"], []
    for tool in tools:
        done = ran(tool, [sample.text for sample in SAMPLES])
        if done is not None:
            head.append(tool)
            columns.append([_verdict(s.text, s.wanted, out) for s, out in zip(SAMPLES, done.outs, strict=True)])
    return [head, *([sample.work, *(column[n] for column in columns)] for n, sample in enumerate(SAMPLES))]


def _verdict(text: str, wanted: str, out: str | None) -> str:
    if out == wanted:
        return "left" if text == wanted else "**yes**"
    return "–" if out is None or out == text else "other"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|---" + "|---:" * (len(head) - 1) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def figures(every: int) -> str:
    """All tables, as Markdown."""
    versions = {name: done.version for name in NAMES if (done := ran(name, ["字"])) is not None}
    tools = list(versions)
    day = datetime.now(tz=UTC).date().isoformat()
    named = ", ".join(f"{name} {told}" for name, told in versions.items() if name != "cleaner --risky")
    lines = [f"{day}; {named}.", "", "### The thirteen seeds", ""]
    lines += _table(
        ("tool", "line ends mended", "spoiled", "characters mended", "more wrong than before", "good ones lost"),
        list(on_seeds(tools)),
    )
    size = sum(piece.size for piece in pieces(every=every) if not piece.source.endswith(WRAPPED)) / 1e6
    lines += [f"### Clean text, {size:.1f} MB", ""]
    lines += _table(
        ("tool", "documents changed", "Han", "marks", "white space", "other"), list(on_clean_text(tools, every))
    )
    head, *rows = on_samples(tools)
    return "\n".join([*lines, "### One defect each", "", *_table(head, rows)])


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables, or puts them into docs/comparison.md."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.comparison",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--write", action="store_true", help="put the figures into docs/comparison.md")
    parser.add_argument("--every", type=int, default=1, help="take each N-th piece of the clean text (1)")
    args = parser.parse_args(argv)
    made = figures(args.every)
    if args.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n{END}{after}", encoding="utf-8", newline="\n")
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
