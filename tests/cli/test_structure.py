"""`cleaner structure`: a page at a glance, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli import structure as command
from cleaner.reports.excerpt import width
from tests.conftest import ROOT, Run

SEEDS = ROOT / "seeds"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("seed", sorted(path.name for path in SEEDS.glob("0*")))
def test_columns_line_up(run: Run, seed: str, lang: str) -> None:
    """In every row the words begin at the same cell, a Chinese character taking two, and no row is too wide."""
    out = run("structure", str(SEEDS / seed), "--lang", lang).stdout
    rows = [line for line in out.splitlines() if line and not line.startswith("──")][:-1]
    file = json.loads(run("structure", str(SEEDS / seed), "--format", "json").stdout)["files"][0]
    begins = {block["text"][:2] for block in file["blocks"]}
    heads = [row.split("/")[0] for row in rows]
    assert len({width(head) for head in heads}) == 1
    assert all(
        any(row[len(head) + 1 :].lstrip("0123456789").strip().startswith(b[:1]) for b in begins)
        for row, head in zip(rows, heads, strict=True)
    )
    assert max(map(width, rows)) <= command.COLUMNS


def test_a_paragraph_is_a_row_and_pages_are_parted(run: Run) -> None:
    """Lines of one paragraph are told together, furniture by itself with what it is, and a rule begins each page."""
    out = run("structure", str(SEEDS / "05-pages-with-furniture.txt")).stdout
    assert "  12–21   body        4/44   「我十六歲上船當水手" in out
    assert "— 11 —  (folio 11)" in out
    assert "(running head)" in out
    assert out.count("── page ") == 5
    (summary,) = [line for line in out.splitlines() if "lines, 6 pages; " in line]
    assert summary.endswith("headline 5, kicker 1, subhead 1, byline 4, body 17, furniture 11, blank 16")


def test_json_has_every_line_once(run: Run) -> None:
    """Lines as editors count them, spans in code points, what proves a folio."""
    path = SEEDS / "05-pages-with-furniture.txt"
    told = json.loads(run("structure", str(path), "--format", "json").stdout)
    (file,) = told["files"]
    text = path.read_bytes().decode("utf-8-sig")
    numbers = [number for block in file["blocks"] for number in block["lines"]]
    assert sorted(numbers) == [n for n, line in enumerate(text.split("\n"), 1) if line.strip("\r\f ")]
    folio = next(block for block in file["blocks"] if block.get("furniture", {}).get("kind") == "folio")
    assert text[folio["start"] : folio["end"]] == "— 11 —" == folio["text"]
    assert folio["furniture"] == {"kind": "folio", "number": "11", "times": 6, "at_edge": 6, "rising": 6}
    assert (told["schema"], told["tool"]["name"]) == ("1", "cleaner")


def test_standard_input_and_several_files(run: Run, here: Path) -> None:
    """- is read from standard input under the name given; files are told one after another."""
    (here / "a.txt").write_text("甲\n\n第一句。第二句。\n", encoding="utf-8")
    (here / "b.txt").write_text("乙\n\n第三句。第四句。\n", encoding="utf-8")
    assert run("structure", "-", "--stdin-filename", "x.txt", stdin="甲\n").stdout.endswith(
        "x.txt: 1 line, 1 page; list 1\n"
    )
    both = run("structure", ".").stdout
    assert both.index("a.txt:") < both.index("b.txt:")
    assert "\x1b[" not in both


def test_what_cannot_be_read(run: Run, here: Path) -> None:
    """Told with its place and a remedy; the others are told all the same; the exit code is 2."""
    (here / "bad.txt").write_bytes(b"\xe7\x94")
    (here / "good.txt").write_text("第一句。第二句。\n", encoding="utf-8")
    result = run("structure", "bad.txt", "good.txt", "none.txt")
    assert result.exit_code == 2
    assert "bad.txt:1:1" in result.stderr
    assert "none.txt: there is no such file" in result.stderr
    assert result.stdout.startswith("   1  body")
    assert "good.txt: 1 line, 1 page; body 1\n" in result.stdout
    assert "no such encoding" in run("structure", "good.txt", "--encoding", "klingon").stderr


def test_an_empty_file_has_nothing(run: Run, here: Path) -> None:
    """No lines, no pages, no parts."""
    (here / "empty.txt").write_bytes(b"")
    result = run("structure", "empty.txt")
    assert (result.exit_code, result.stdout.strip()) == (0, "empty.txt: 0 lines, 0 pages")


def test_help_has_examples(run: Run) -> None:
    """How to call it."""
    assert "cleaner structure page.txt" in run("structure", "--help").stdout


def test_one_is_told_as_one(run: Run, here: Path) -> None:
    """One line and one page are no plural."""
    (here / "one.txt").write_text("渡口的早市比往年热闹。\n", encoding="utf-8")
    assert run("structure", "one.txt").stdout.endswith("\n\none.txt: 1 line, 1 page; body 1\n")
