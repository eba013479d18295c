"""Makes `cleaner/language/data/bigrams.txt`: how much likelier two characters are to stand together than by chance.

Counted inside the lines of clean text, white space left out, all digits as 0 and all Latin letters as a; simplified
text counts once more in its traditional form (OpenCC, s2t). What is kept is log(P(b | a) / P(b)), natural, smoothed,
rounded to whole numbers, where it is 1 or more.

    python -m benchmarks.bigrams ../shared/clean/news_xwlb.txt ../shared/clean/laws_tw_trad.txt …
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections import Counter, defaultdict
from pathlib import Path

from cleaner.language.bigrams import levelled

OUT = Path(__file__).parent.parent / "cleaner" / "language" / "data" / "bigrams.txt"
HEADER = """\
# Pairs of characters that stand together more often than by chance, by the first character: score:seconds …, the score
# in whole natural logarithms of the ratio. 0 is any digit, a any Latin letter. Counted on {files} clean texts, {pairs}
# pairs, by benchmarks/bigrams.py.
"""
DOUBT = 8.0
LEAST = 3  # times a pair must stand


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    args = parser.parse_args()
    import opencc

    converter = opencc.OpenCC("s2t")
    single: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for path in args.texts:
        text = path.read_text(encoding="utf-8")
        for version in {text, text if "trad" in path.name else converter.convert(text)}:
            for line in version.splitlines():
                chars = levelled("".join(line.split()))
                single.update(chars)
                pairs.update(map("".join, itertools.pairwise(chars)))
    total = single.total()
    rows: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    kept = 0
    for pair, count in pairs.items():
        a, b = pair[0], pair[1]
        share = single[b] / total
        score = round(math.log((count + DOUBT * share) / (single[a] + DOUBT) / share))
        if count >= LEAST and score >= 1 and not (a + b).isascii():
            rows[a][min(score, 9)].append(b)
            kept += 1
    body = "".join(
        f"{a}\t" + " ".join(f"{score}:{''.join(sorted(row[score]))}" for score in sorted(row)) + "\n"
        for a, row in sorted(rows.items())
        if not a.isspace()
    )
    OUT.write_text(HEADER.format(files=len(args.texts), pairs=kept) + body, encoding="utf-8")
    print(f"{kept} pairs, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
