"""The site, built once for all tests that look at it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest


class Built(NamedTuple):
    """A site, and what was wrong with it."""

    folder: Path
    wrong: list[str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as `make docs` builds it. Skips where Sphinx is not installed."""
    for name in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(name)
    from benchmarks.site.__main__ import build

    folder = tmp_path_factory.mktemp("site") / "docs"
    return Built(folder, build(folder))
