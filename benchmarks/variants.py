"""Makes ``cleaner/language/data/scripts.txt``: which characters belong to simplified text alone, or to traditional.

    python -m benchmarks.variants           prints what has changed against it; exits 1 if anything has
    python -m benchmarks.variants --write   renews it

What is one character in two forms is OpenCC's word (Apache-2.0). What may stand in text of a script all the same is
that of two standards: GB 2312 and the third level of 通用规范汉字表 (2013), which readmitted 昇 and 於 for names, for
simplified text, and the frequent characters of Big5 (台 后 里) for traditional text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import cleaner.language.variants as variants

FILE = Path(variants.__file__).parent / "data" / "scripts.txt"

#: The characters of the third level of 通用规范汉字表 that OpenCC takes for traditional or variant forms.
THIRD_LEVEL = "氾扞吒苧昇於祕陞脩蒐夥劄薳谿釐爇"
RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2EBE1))
HEAD = """\
# Characters of one script alone, by OpenCC, GB 2312, 通用规范汉字表 and Big5. Made by benchmarks/variants.py.
# Lines: traditional or variant forms that simplified text does not have; those that it may have in some words and
# names; simplified forms that traditional text does not have.
"""


def _within(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _frequent_in_big5(char: str) -> bool:
    return _within(char, "big5") and char.encode("big5")[0] < 0xC9  # rows from C9 on hold the rare ones


def _changed(configs: Iterable[str]) -> set[str]:
    converters = [variants.converter(config) for config in configs]
    characters = [chr(point) for first, stop in RANGES for point in range(first, stop)]
    return {char for char in characters if any(len(new := c.convert(char)) == 1 and new != char for c in converters)}


def made() -> str:
    """The file's text."""
    traditional = _changed(("t2s", "tw2s", "hk2s"))
    standard = {c for c in traditional if c in THIRD_LEVEL or _within(c, "gb2312")}
    doubtful = standard & _changed(("t2s",))  # Taiwan's 著 and 么 are ordinary words of simplified text
    simplified = {c for c in _changed(("s2t",)) if not _frequent_in_big5(c)} - traditional
    return HEAD + "".join("".join(sorted(group)) + "\n" for group in (traditional - standard, doubtful, simplified))


def main(argv: Sequence[str] | None = None) -> int:
    """Renews the file, or says whether it is today's."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variants", description=__doc__)
    parser.add_argument("--write", action="store_true", help="renew the file")
    args = parser.parse_args(argv)
    text, old = made(), FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    for was, now in zip(old.splitlines(), text.splitlines(), strict=False):
        if was != now:
            print(f"-{''.join(sorted(set(was) - set(now)))}\n+{''.join(sorted(set(now) - set(was)))}")
    if args.write:
        FILE.write_text(text, encoding="utf-8", newline="\n")
    return int(text != old and not args.write)


if __name__ == "__main__":
    sys.exit(main())
