"""Makes the pictures in docs/pictures/ anew: ``python -m benchmarks.pictures``. Needs chromium and its driver.

They show a report on seeds/ and its review, as a browser shows them.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import threading
import time
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
    argparse.ArgumentParser(description=__doc__).parse_args()
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
        for name, lang in (("review.png", "en"), ("review.zh.png", "zh")):
            raw = Path(place) / name
            _review(browser, Path(place) / f"review-{lang}", lang, raw)
            (PICTURES / name).write_bytes(shrunk(raw.read_bytes()))
            print(f"{PICTURES / name}: {(PICTURES / name).stat().st_size} bytes", file=sys.stderr)


def _review(browser: Any, folder: Path, lang: str, out: Path) -> None:
    """A picture of seeds/01 under review, with a decision made and a finding at hand."""
    from cleaner.decisions import FILE, Decisions, Verdict
    from cleaner.inputs import find
    from cleaner.review.desk import Desk, Said
    from cleaner.review.serving import Serving
    from cleaner.settings import Settings
    from cleaner.work import rules_for
    from tests.browser import picture, scheme, size

    folder.mkdir()
    for path in (ROOT / "seeds").glob("0*"):
        shutil.copy(path, folder)
    settings = Settings(lang=lang)
    desk = Desk(find([str(folder)], settings)[0], settings, rules_for(settings), Decisions(folder / FILE), "")
    by_rule = {finding.rule: finding.key for finding in desk.sheet(0).result.findings}
    desk.decide(0, [Said(by_rule["stuttered-word"], Verdict.KEEP)])
    serving = Serving(desk)
    heard = threading.Event()
    thread = threading.Thread(target=serving.run, args=(lambda url: heard.set(),), daemon=True)
    thread.start()
    heard.wait()
    try:
        size(browser, WIDTH, HEIGHT, SCALE)
        scheme(browser, "light")
        browser.get(serving.url)
        _until_ready(browser)
        item = [finding.key for finding in desk.sheet(0).result.findings if finding.rule == "repeated-item"][-1]
        browser.get(f"{serving.url.partition('/open')[0]}/d/0#{item}")
        _until_ready(browser)
        time.sleep(1)
        picture(browser, out)
    finally:
        serving.server.should_exit = True
        thread.join()


def _until_ready(browser: Any) -> None:
    while not browser.execute_script("return document.body?.dataset.ready === '1'"):
        time.sleep(0.1)


def _scroll(browser: Any, selector: str) -> None:
    browser.execute_script("scrollTo(0, document.querySelector(arguments[0]).offsetTop - 24)", selector)


if __name__ == "__main__":
    main()
