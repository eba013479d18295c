"""The benchmark of speed measures what it says: texts of the right kind and length, its arithmetic, its picture."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner
from benchmarks.speed import __main__ as speed
from benchmarks.speed import cells, folders, picture, stages, tables, texts, worst
from benchmarks.speed.cells import Cell
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def made_anew() -> Iterator[None]:
    """Texts are kept once made; those made of this folder's own corpus are for these tests alone."""
    kept = (texts.base, texts.clean, texts._wrapped_base, texts.wrapped, texts.looped, texts.one_line, texts.small)
    for made in kept:
        made.cache_clear()
    yield
    for made in kept:
        made.cache_clear()


@pytest.mark.parametrize("kind", texts.KINDS)
def test_a_text_is_as_long_as_asked_for(kind: str) -> None:
    """Or a line longer; and the same each time."""
    text = texts.KINDS[kind](60_000)
    assert 59_990 <= texts.size(text) <= 60_000 + 4 * 4 * texts.PAGE
    texts.clean.cache_clear()
    assert texts.KINDS[kind].__wrapped__(60_000) == text  # type: ignore[attr-defined]


def test_a_varied_text_repeats_nothing_of_the_text() -> None:
    """No eight Han in a row come again, four in five stay, and marks and lines stand where they stood."""
    text = texts.base()
    other = texts.varied(text, 1)
    assert len(other) == len(text)
    assert [c for c in other if not c.isalpha()] == [c for c in text if not c.isalpha()]
    same = sum(a == b for a, b in zip(text, other, strict=True)) / len(text)
    assert 0.7 < same < 0.9
    runs = {text[n : n + 8] for n in range(len(text) - 7) if text[n : n + 8].isalpha()}
    assert not any(other[n : n + 8] in runs for n in range(len(other) - 7))
    assert texts.varied(text, 2) != other != texts.varied(text, 0) == text


def test_kinds_are_what_they_are_called() -> None:
    """Wrapped pages have many lines to mend, looped ones loops, one line no end; small documents are small."""
    assert "\n" not in texts.one_line(30_000)
    rules = {finding.rule for finding in cleaner.check(texts.looped(30_000)).findings}
    assert any("loop" in rule for rule in rules)
    assert cleaner.check(texts.wrapped(20_000)).applied
    parts = [part for part in texts.small(60_000).split(texts.DOCUMENT_END) if part]
    assert 700 <= texts.size(texts.small(60_000)) / len(parts) <= 2500


@pytest.mark.parametrize("name", worst.CASES)
def test_worst_cases_are_as_long_as_asked_for(name: str) -> None:
    """In code points, to the last."""
    assert [len(worst.CASES[name][0](count)) for count in (100, 6000)] == [100, 6000]


def test_nested_squares_are_squares() -> None:
    """Each stands twice in the next."""
    text = worst.nested_squares(62)
    assert text[:15] == text[15:30]
    assert text[:30] == text[31:61][:30] or text[:31] == text[31:62]


def cell(size: int, *seconds: float, tool: str = cells.OURS) -> Cell:
    return Cell(tool, size, 1, list(seconds), 5_000_000, 1)


def test_figures() -> None:
    """Rates, spreads, ratios and powers are what they are called."""
    ours, peer = cell(2_000_000, 1.0, 4.0, 2.0), cell(2_000_000, 0.5, tool="ftfy")
    assert (ours.rate, ours.spread) == (1.0, 1.5)
    assert "| news | 2.00 MB, 1 | 1.00 ±75 % | 4.00 ±0 % |" in tables.rates({"news": [ours, peer]}, ["cleaner", "ftfy"])
    assert tables.ratios({"news": [ours, peer]}, ["ftfy", "OpenCC"]).endswith("| news | 0.25 | – |")
    assert round(tables.exponent([cell(n, 3e-6 * n) for n in (1000, 2000, 4000)]), 6) == 1
    assert round(tables.exponent([cell(n, 3e-6 * n * n) for n in (1000, 2000, 4000)]), 6) == 2
    assert "| 2.50 | no |" in tables.worst({"x": (cell(1000, 1.0), cell(2000, 2.5))})
    folder = folders.Folder("x", 3, 9000)
    folder.one.wall, folder.two.wall, folder.one.cpu, folder.two.cpu = [2.0], [1.25], [1.8], [2.0]
    assert (folder.faster, folder.at_best) == (1.6, 1.8)


def test_large_files_come_last_where_it_says_so() -> None:
    """Half of the text in the last file."""
    laid = folders.FOLDERS["half of it in the last file"](80_000)
    assert texts.size(laid[-1]) > 0.4 * sum(map(texts.size, laid))


def test_stages_add_up_to_the_whole() -> None:
    """Samples account for the CPU that was used, under names that are told."""
    if not hasattr(stages.signal, "setitimer"):
        pytest.skip("this system has no timer of CPU")
    documents = [texts.wrapped(30_000)]
    cleaner.clean(documents[0])
    before = time.process_time()
    spent = stages.stages(documents)
    whole = time.process_time() - before
    assert set(spent) <= {*stages.STAGES, stages.REST}
    assert 0.5 * whole < sum(spent.values()) <= whole
    assert spent["wraps"] > 0


def test_every_stage_is_in_the_engine() -> None:
    """A room that was renamed would silently be counted with the rest."""
    for places in stages.STAGES.values():
        for place in places:
            path = ROOT / "cleaner" / Path(*place.split("."))
            above = path.parent.with_suffix(".py")
            assert path.is_dir() or path.with_suffix(".py").is_file() or above.is_file(), place


def test_the_picture_is_sound_and_holds_each_line() -> None:
    """Valid XML with a line a tool, all inside the frame, and colours for dark pages."""
    grown = {
        "cleaner": [cell(n << 20, 0.1 * n) for n in (1, 2, 4, 8)],
        "ftfy": [cell(n << 20, 0.7 * n, tool="ftfy") for n in (1, 2)],
    }
    svg = picture.growth(grown)
    lines = [node.get("points") or "" for node in ET.fromstring(svg).iter() if node.tag.endswith("polyline")]
    assert [len(line.split()) for line in lines] == [4, 2]
    for line in lines:
        for point in line.split():
            x, y = map(float, point.split(","))
            assert picture.LEFT <= x <= picture.WIDTH - picture.RIGHT
            assert picture.TOP <= y <= picture.HEIGHT - picture.BOTTOM
    assert "prefers-color-scheme: dark" in svg


def test_a_tool_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Documents, CPU, memory and what came back changed; one that is not installed is passed over and says why."""
    text = texts.DOCUMENT_END.join(["早市，，热闹。", "今天的鱼比昨天多。"])
    (measured,) = cells.side_by_side(text, [cells.OURS], 0.01, 2)
    assert (measured.documents, measured.changed, measured.died) == (2, 1, False)
    assert 1 <= len(measured.seconds) <= 2
    done = subprocess.run(
        [sys.executable, "-P", str(cells.WORKER), "autocorrect"], input="", capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout).keys() <= {"missing", "version", "bare"}


def test_figures_are_put_between_their_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands around them stays; a page without the marks is left alone, and that is told."""
    page = tmp_path / "speed.md"
    monkeypatch.setattr(speed, "PAGE", page)
    page.write_text(f"head\n{speed.BEGIN}\nold\n{speed.END}\nfoot\n", encoding="utf-8")
    speed._write("new")
    assert page.read_text(encoding="utf-8") == f"head\n{speed.BEGIN}\n\nnew\n\n{speed.END}\nfoot\n"
    page.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="are not there"):
        speed._write("new")
    assert speed.BEGIN in (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")


def test_help_only_helps(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` measures nothing."""
    with pytest.raises(SystemExit) as end:
        speed.main(["--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("usage: ")
