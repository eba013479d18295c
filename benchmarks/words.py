"""Makes `cleaner/language/data/words.txt`: the two-character words of Chinese, simplified and traditional.

From the dictionary of jieba (dict.txt, MIT licence, Copyright (c) 2013 Sun Junyi), whose third column counts how often
a word stands in its corpus; the traditional forms by OpenCC (Apache 2.0, s2t). Needs both packages.

    python -m benchmarks.words --least 20
"""

from __future__ import annotations

import argparse
from importlib import resources
from pathlib import Path

import regex

OUT = Path(__file__).parent.parent / "cleaner" / "language" / "data" / "words.txt"
HEADER = """\
# The two-character words of Chinese, simplified and traditional, one after the other without a mark between.
# Words that stand at least {least} times in jieba's dictionary (dict.txt, MIT licence, Copyright (c) 2013 Sun Junyi);
# traditional forms by OpenCC (s2t). Made by benchmarks/words.py.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=20, help="how often a word must stand in jieba's corpus")
    least = parser.parse_args().least
    import opencc

    converter = opencc.OpenCC("s2t")
    words = set()
    for row in (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = row.split(" ")
        if int(count) >= least and regex.fullmatch(r"\p{Han}{2}", word):
            words |= {word, converter.convert(word)}
    OUT.write_text(HEADER.format(least=least) + "".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words)} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
