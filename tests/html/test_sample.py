"""The report that comes with the project, and the pictures of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.sample import SAMPLE, make
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="a source archive has no sample report")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_sample_is_todays(tmp_path: Path) -> None:
    """reports/sample/ is what `cleaner report` writes today."""
    make(tmp_path / "sample")
    today, kept = files(tmp_path / "sample"), files(SAMPLE)
    assert sorted(today) == sorted(kept)
    assert [name for name in today if today[name] != kept[name]] == [], "renew it: python -m benchmarks.sample"


def test_the_sample_is_small() -> None:
    """It is carried along by every clone."""
    assert sum(map(len, files(SAMPLE).values())) < 400_000


def test_the_pictures_are_small() -> None:
    """So are they, and each is shown in a README."""
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    readmes = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert pictures
    for path in pictures:
        assert path.stat().st_size < 250_000
        assert f"docs/pictures/{path.name}" in readmes
