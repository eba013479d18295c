"""What each rule finds in clean text, where next to all that it finds is wrong: docs/figures/clean-text.tsv.

    python -m benchmarks.fires             prints the table
    python -m benchmarks.fires --write     renews docs/figures/clean-text.tsv; takes some minutes

All rules are asked, those that are off by default too, but for `script-conversion`, which finds what it is asked for.
The text is ``../shared/clean``, news, reports, statutes, books and poems; without it, the gold text of seeds.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.run_clean import WRAPPED, pieces
from cleaner import __version__
from cleaner.document import Document
from cleaner.model import Consent
from cleaner.packs import load_rules
from cleaner.plan import clean_document

FILE = Path(__file__).parent.parent / "docs" / "figures" / "clean-text.tsv"
HEAD = "rule\tsafety\tfindings\n"
NOT_ASKED = "script-conversion"


def table() -> str:
    """The file: a line of comment, then the findings by rule and safety; rules without any have a row that says 0."""
    rules = [rule for rule in load_rules(examples=False) if rule.id != NOT_ASKED]
    counts: Counter[tuple[str, str]] = Counter()
    size = 0
    for piece in pieces():
        if piece.source.endswith(WRAPPED):
            continue  # its line ends are damage
        result = clean_document(Document(piece.text), rules, Consent(risky=True))
        size += piece.size
        counts.update((finding.rule, finding.safety.value) for finding in result.findings)
    found = {rule for rule, _ in counts}
    rows = [*counts.items(), *(((rule.id, "none"), 0) for rule in rules if rule.id not in found)]
    day = datetime.now(tz=UTC).date().isoformat()
    head = f"# {size / 1e6:.1f} MB of clean text, cleaner {__version__}, {day}: python -m benchmarks.fires --write\n"
    return head + HEAD + "".join(f"{rule}\t{safety}\t{number}\n" for (rule, safety), number in sorted(rows))


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table, or writes it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fires", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"renew {FILE.name}")
    args = parser.parse_args(argv)
    made = table()
    if args.write:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(made, encoding="utf-8", newline="\n")
    print(made, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
