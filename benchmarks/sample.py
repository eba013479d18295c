"""Makes the sample report in reports/sample/ anew: ``python -m benchmarks.sample``."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "reports" / "sample"
#: Three scans of as many kinds; all of seeds/ would be too large to carry along.
SEEDS = ("seeds/01-vision-model.md", "seeds/02-pdf-text-layer.txt", "seeds/03-plain-text.txt")
#: The day that the sample says it was made on: it changes only where the tool does.
DAY = "1767225600"


def make(target: Path, lang: str = "en") -> None:
    """Writes the report on the sample's seeds into `target`. Raises RuntimeError where that fails."""
    from cleaner.cli.app import app

    with chdir(ROOT):
        args = ["report", *SEEDS, "-o", str(target.absolute()), "--lang", lang]
        done = CliRunner(env={**os.environ, "SOURCE_DATE_EPOCH": DAY, "TZ": "UTC"}).invoke(app, args)
    if done.exit_code != 1:
        raise RuntimeError(done.output)


def main() -> None:
    """Makes the sample."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    make(SAMPLE)
    size = sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file())
    print(f"{SAMPLE}: {size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
