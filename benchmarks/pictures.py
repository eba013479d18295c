"""Makes the pictures in docs/pictures/ anew: ``python -m benchmarks.pictures``. Needs chromium and its driver.

They show a report on seeds/, as a browser shows it.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.sample import ROOT, make

PICTURES = ROOT / "docs" / "pictures"
#: Pixels of the style sheet, and of the picture for each.
WIDTH, HEIGHT, SCALE = 1240, 860, 1.6
#: Enough for type in a few inks on paper.
COLOURS = 160

#: Picture, language of the report, page, scheme, and the element at the top of the picture.
SHOTS = (
    ("report.png", "en", "pages/seeds-02-pdf-text-layer.txt.html", "light", "header.masthead"),
    ("report.zh.png", "zh", "pages/seeds-02-pdf-text-layer.txt.html", "light", "header.masthead"),
    ("index.png", "en", "index.html", "dark", "header.masthead"),
)


def shrunk(png: bytes) -> bytes:
    """`png` with a palette, which takes a third of the room."""
    from PIL import Image

    out = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Makes all pictures, and says how large they are."""
    from tests.browser import opened, picture, scheme, size

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, opened() as browser:
        for lang in ("en", "zh"):
            make(Path(place) / lang, lang)
        for name, lang, page, colours, top in SHOTS:
            size(browser, WIDTH, HEIGHT, SCALE)
            scheme(browser, colours)
            browser.get((Path(place) / lang / page).as_uri())
            _scroll(browser, top)
            raw = Path(place) / name
            picture(browser, raw)
            (PICTURES / name).write_bytes(shrunk(raw.read_bytes()))
            print(f"{PICTURES / name}: {(PICTURES / name).stat().st_size} bytes", file=sys.stderr)


def _scroll(browser: Any, selector: str) -> None:
    browser.execute_script("scrollTo(0, document.querySelector(arguments[0]).offsetTop - 24)", selector)


if __name__ == "__main__":
    main()
