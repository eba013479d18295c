"""docs/formats.md shows what the formats are today."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

from cleaner.reports.formats import FORMATS
from tests.conftest import ROOT, Run

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The sample called `name`."""
    (found,) = re.findall(rf"^```\w+ {name}\n(.*?)^```$", PAGE, re.S | re.M)
    return str(found)


@pytest.fixture
def page(here: Path) -> Path:
    """The page that the samples are made of."""
    (here / "page.txt").write_text(block("page"), encoding="utf-8")
    return here / "page.txt"


@pytest.mark.parametrize("name", ["text", "github", "markdown"])
def test_samples_for_people_are_todays(name: str, page: Path, run: Run) -> None:
    """To the character."""
    assert run("check", "page.txt", "--format", name).stdout == block(name)


def test_samples_for_programs_are_todays(page: Path, run: Run) -> None:
    """But for the versions of tool and rules, which change more often than the page."""
    today = [json.loads(line) for line in run("check", "page.txt", "--format", "jsonl").stdout.splitlines()]
    shown = [json.loads(line) for line in block("jsonl").splitlines()]
    assert (today[0].pop("rules") != "", shown[0].pop("rules")) == (True, "0123456789ab")
    assert today[0].pop("tool").keys() == shown[0].pop("tool").keys()
    assert today == shown
    (sarif,) = json.loads(run("check", "page.txt", "--format", "sarif").stdout)["runs"]
    result, sample = sarif["results"][1], json.loads(block("sarif"))
    del result["properties"], result["locations"][0]["physicalLocation"]["region"]["snippet"]
    assert result.pop("ruleIndex") >= 0 <= sample.pop("ruleIndex")
    assert result == sample


def test_the_sample_of_a_map_is_todays_and_is_read(page: Path, run: Run) -> None:
    """The line, and the code that reads it."""
    run("fix", "page.txt", "-o", "clean", "--offset-map", "offsets.jsonl")
    assert Path("offsets.jsonl").read_text(encoding="utf-8") == block("offsets")
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "formats.md", "exec"), {})
    assert out.getvalue().splitlines() == re.findall(r"print\(.*\)  # (.*)$", code, re.M)


def test_every_format_has_its_place_on_the_page() -> None:
    """In the table, and under a heading."""
    heads = " ".join(re.findall(r"^## (.*)$", PAGE, re.M)).split()
    assert [name for name in FORMATS if name not in heads or f"`{name}`" not in PAGE] == []


def test_links_lead_somewhere() -> None:
    """Every link to a file of the project finds it."""
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", re.sub(r"^```.*?^```$", "", PAGE, flags=re.S | re.M))
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []
