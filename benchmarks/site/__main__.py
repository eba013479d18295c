"""Builds the site of the documentation: ``python -m benchmarks.site``, or ``make docs``.

It comes to stand in build/docs/, English at the top and Chinese in zh/. Open build/docs/index.html in a browser: it
needs no server and no network, and search works too. A warning of Sphinx, a link that leads nowhere, and anything that
a page would load from outside is an error, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.site import looking, making
from benchmarks.site.links import FOLDERS
from benchmarks.site.navigation import LANGUAGES, ROOT

OUT = ROOT / "build" / "docs"
#: By this file a folder is known to be a site of ours, which may be replaced.
MARK = ".buildinfo"


def build(out: Path, *, quiet: bool = True) -> list[str]:
    """Builds both languages into `out`, which is replaced. What is wrong, a line each: nothing where all is well."""
    wrong = []
    if out.exists():
        if any(out.iterdir()) and not (out / MARK).is_file():
            raise FileExistsError(f"{out} is no site of ours; name another folder")
        shutil.rmtree(out)
    with tempfile.TemporaryDirectory() as place:
        for lang in LANGUAGES:
            sources = Path(place) / lang
            sources.mkdir()
            count = making.write(lang, sources)
            target = out if lang == "en" else out / lang
            if _sphinx(lang, sources, target, Path(place) / f"doctrees-{lang}", quiet=quiet):
                wrong.append(f"{lang}: Sphinx was not content, see above")
            print(f"{lang}: {count} pages", file=sys.stderr)
    for folder, name in FOLDERS.items():
        shutil.copytree(ROOT / folder, out / name)
    return wrong + looking.dead(out) + looking.outside(out)


def _sphinx(lang: str, sources: Path, out: Path, doctrees: Path, *, quiet: bool) -> int:
    """Sphinx's own exit code: 0 where there was no warning."""
    from sphinx.cmd.build import main as sphinx

    os.environ["SITE_LANGUAGE"] = lang
    flags = ["-b", "html", "-W", "--keep-going", "-E", *(["-q"] if quiet else [])]
    return sphinx([*flags, "-c", str(making.HERE), "-d", str(doctrees), str(sources), str(out)])


def main(argv: Sequence[str] | None = None) -> int:
    """Builds the site, and says what is wrong with it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.site", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, default=OUT, help="the folder to build (build/docs)")
    parser.add_argument("--verbose", action="store_true", help="let Sphinx tell what it does")
    args = parser.parse_args(argv)
    start = time.perf_counter()
    try:
        wrong = build(args.output, quiet=not args.verbose)
    except (ValueError, OSError) as error:
        print(f"docs: {error}", file=sys.stderr)
        return 1
    for line in wrong:
        print(f"docs: {line}", file=sys.stderr)
    print(f"{args.output / 'index.html'}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
