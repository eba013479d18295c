"""Makes `cleaner/language/data/seams.txt`: which characters begin paragraphs, and which end unfinished lines.

Counted on clean text, a paragraph a line: how often a character begins a paragraph against how often it stands inside
one, and how often it ends a line that has no mark at its end (a heading, a caption) against the same. Natural
logarithms of the ratios, smoothed, in tenths. A pair of characters has a figure of its own where it differs from its
single character's (本报 begins paragraphs, 本身 none). Traditional forms get the figures of the simplified (OpenCC).

    python -m benchmarks.seam_characters ../shared/clean/{book_growth_md,book_plurality_trad,gov_reports_2026,laws_cn,\
        md_ruanyf_weekly,news_xwlb}.txt
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path

import regex

from cleaner.structure import Role, shape

OUT = Path(__file__).parent.parent / "cleaner" / "language" / "data" / "seams.txt"
HAN = regex.compile(r"\p{Han}")
#: What may stand at the start of a wrapped line, and at the end of one without a mark.
STARTS_LINES = regex.compile(r"[\p{Han}A-Za-z“‘「『《〈（(【〔]")
ENDS_LINES = regex.compile(r"[\p{Han}\p{Nd}A-Za-z%％℃]")
HEADER = """\
# What a character, or a pair of them, at a seam of two lines says, in tenths of natural log-odds: characters, begin a
# paragraph, end a line without a mark (a heading, a caption). Below zero they stand inside sentences rather; of a pair
# no figure is given where it says what its one character says. Counted on
# {files} clean texts with {paragraphs} paragraphs by benchmarks/seam_characters.py.
"""
PAIR = regex.compile(r"[\p{Han}“‘「『《]\p{Han}")
LONG = 20  # letters from which a line is a paragraph
LEAST_PAIR, PAIR_DOUBT, TELLING = 20, 1.5, 5
OF_ITSELF = 0.5
DOUBT = 12.0  # observations' worth of "as inside"
MOST = 2.5  # log-odds are clipped there


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    args = parser.parse_args()
    begins: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    begin_pairs: Counter[str] = Counter()
    end_pairs: Counter[str] = Counter()
    inside_pairs: Counter[str] = Counter()
    for path in args.texts:
        for line in path.read_text(encoding="utf-8").splitlines():
            bare = line.strip()
            letters = HAN.findall(bare)
            if len(letters) < 2:
                continue
            if len(bare) >= LONG:
                # Articles, list items and datelines are known by their shape; here plain paragraphs count.
                if shape(bare) is Role.BODY:
                    begins[bare[0]] += 1
                    begin_pairs[bare[:2]] += 1
                inside_pairs.update(m.group() for m in PAIR.finditer(bare, 1, overlapped=True))
                inside.update(char for char in bare[1:] if STARTS_LINES.match(char))
            if ENDS_LINES.match(bare[-1]) and len(bare) <= 60:
                ends[bare[-1]] += 1
                end_pairs[bare[-2:]] += 1
    import opencc

    converter = opencc.OpenCC("s2t")
    rows: dict[str, tuple[int | None, int | None]] = {}
    for char, count in inside.items():
        if count < 20:
            continue
        share = count / inside.total()
        figures = (odds(begins, char, share), odds(ends, char, share))
        if any(abs(f) >= 3 for f in figures):
            rows[char] = figures
            rows.setdefault(converter.convert(char), figures)
    for pair, count in inside_pairs.items():
        if count < LEAST_PAIR:
            continue
        share = count / inside.total()
        begin = of_pair(rows.get(pair[0], (0, 0))[0] or 0, begin_pairs[pair], share * begins.total())
        end = of_pair(rows.get(pair[1], (0, 0))[1] or 0, end_pairs[pair], share * ends.total())
        if begin is not None or end is not None:
            rows[pair] = (begin, end)
            rows.setdefault(converter.convert(pair), (begin, end))
    body = "".join(
        "\t".join((text, *("" if f is None else str(f) for f in row))) + "\n" for text, row in sorted(rows.items())
    )
    OUT.write_text(HEADER.format(files=len(args.texts), paragraphs=begins.total()) + body, encoding="utf-8")
    print(f"{len(rows)} characters and pairs, {OUT.stat().st_size} bytes")


def of_pair(single: int, seen: int, expected: float) -> int | None:
    """A pair's own figure, None where it says what its one character says; `expected` of that if it were as usual."""
    more = more_than(seen, math.exp(single / 10) * expected)
    # Which names and subjects begin paragraphs is a matter of these texts: 重庆 in a report of Chongqing's.
    more *= OF_ITSELF if more > 0 else 1
    figure = round(10 * max(-MOST, min(MOST, single / 10 + more)))
    return figure if abs(figure - single) >= TELLING else None


def more_than(seen: int, expected: float) -> float:
    """log(seen / expected), with `PAIR_DOUBT` sightings' worth of doubt that shrinks where few were to be expected."""
    doubt = PAIR_DOUBT * expected / (expected + 1)
    return math.log(max((seen + doubt) / (expected + doubt), 0.5 / (expected + 0.5)))


def odds(counts: Counter[str], char: str, share: float) -> int:
    """Tenths of log(P(char here) / P(char inside))."""
    here = (counts[char] + DOUBT * share) / (counts.total() + DOUBT)
    # A character not seen here is as rare as the data can tell, not rarer.
    here = max(here, 0.5 / counts.total())
    return round(10 * max(-MOST, min(MOST, math.log(here / share))))


if __name__ == "__main__":
    main()
