"""How well encodings are told apart: texts on record, cut short, put into each encoding, and read without a word.

    python -m benchmarks.encodings              figures: right, refused, wrong
    python -m benchmarks.encodings --show       with each cut that was read wrongly, as read

A cut is right where the same text comes back, refused where the tool asks for `--encoding`, wrong where another text is
read. Texts are those of `shared/clean` and the gold texts of `shared/devset` (of `seeds/` where there is no `shared`),
simplified and traditional, and each once more in the other script. Beside them stands what is no Chinese at all.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.document import UnreadableText
from cleaner.encodings import read

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

LENGTHS = (10, 20, 50, 200, 1000)
CUTS = 60  # of each length from each text

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs")

#: What is no Chinese, and in no encoding that is told: it must be refused. Japanese and Korean hold the same
#: characters, and Western Europe's bytes make pairs by chance.
FOREIGN = {
    "latin-1": "Le garçon a mangé des pâtes à l'ancienne près de l'évêché; où était le maître d'hôtel, déjà rentré?\n"
    * 3,
    "cp1252": "Der Müßiggänger übte größere Höflichkeit – „schön“, sagte Frau Öhler, während es draußen regnete.\n" * 3,
    "cp1251": "Старый паромщик каждое утро пил чай у окна и смотрел, как туман уходит вниз по реке.\n" * 3,
    "shift_jis": "渡し場の老人は毎朝、川霧が晴れるまで茶を飲みながら船の支度をしていた。\n" * 3,
    "euc_jp": "渡し場の老人は毎朝、川霧が晴れるまで茶を飲みながら船の支度をしていた。\n" * 3,
    "euc_kr": "나루터의 노인은 아침마다 안개가 걷힐 때까지 차를 마시며 배를 손질했다.\n" * 3,
    "koi8-r": "Старый паромщик каждое утро пил чай у окна и смотрел, как туман уходит вниз по реке.\n" * 3,
}


def texts() -> dict[str, str]:
    """The texts to cut, by name."""
    if SHARED.is_dir():
        found = [*sorted((SHARED / "clean").glob("*.txt")), *sorted((SHARED / "devset").glob("*/gold.txt"))]
    else:
        found = sorted((ROOT / "seeds").rglob("*.txt"))
    return {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in found}


def cuts(text: str, length: int, chance: random.Random) -> Iterator[str]:
    """Pieces of `text`, `length` code points long, that hold something beside ASCII."""
    for _ in range(CUTS if len(text) > 4 * length else 8):
        at = chance.randrange(max(1, len(text) - length))
        piece = text[at : at + length]
        if not piece.isascii():
            yield piece


def outcome(data: bytes, meant: str) -> str:
    """How `data`, which is `meant`, is read."""
    try:
        return "right" if read(data).text == meant else "wrong"
    except UnreadableText:
        return "refused"


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--show", action="store_true", help="print what was read wrongly")
    show = parser.parse_args(arguments).show
    import opencc

    chance = random.Random(7)
    tally: Counter[tuple[str, int, str]] = Counter()
    other = {script: opencc.OpenCC(script) for script in ("s2t", "t2s")}
    for name, text in texts().items():
        whole = text[: 1 << 21]
        for length in LENGTHS:
            for piece in cuts(whole, length, chance):
                forms = {piece, other["s2t"].convert(piece), other["t2s"].convert(piece)}
                for form in sorted(forms):
                    for encoding in ENCODINGS:
                        try:
                            data = form.encode(encoding)
                        except UnicodeEncodeError:
                            continue
                        how = outcome(data, form)
                        tally[encoding, length, how] += 1
                        if how == "wrong" and show:
                            print(f"{name} {encoding} {length}: {form!r} read as {read(data)!r}", file=sys.stderr)
    print(f"{'encoding':12}{'length':>8}{'right':>9}{'refused':>9}{'wrong':>9}")
    for encoding in ENCODINGS:
        for length in LENGTHS:
            right, refused, wrong = (tally[encoding, length, how] for how in ("right", "refused", "wrong"))
            if all_ := right + refused + wrong:
                print(f"{encoding:12}{length:8}{right / all_:9.2%}{refused / all_:9.2%}{wrong:6} of {all_}")
    for encoding, text in FOREIGN.items():
        print(f"{encoding:12}{'foreign':>8}  {outcome(text.encode(encoding), chr(0))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
