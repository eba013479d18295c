"""What is left out, the record of it, and the way back."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("daft", reason="Daft is not installed; pip install 'scan-cleaner[corpus]'")

from cleaner.corpus.duplicates.dropping import Cut, without
from cleaner.corpus.duplicates.folding import exactly
from tests.conftest import Run
from tests.corpus.duplicates.made import document, paragraph


def rows(seed: int = 1, count: int = 12) -> list[dict[str, Any]]:
    """Rows with other columns, some of which are copies of others, whole or a paragraph."""
    rng = random.Random(seed)
    shared = paragraph(rng)
    found = []
    for n in range(count):
        text = document(rng, 2)
        if n % 3 == 0:
            text += f"\n{shared}\n"
        found.append({"n": n, "text": text, "tags": ["报", None], "score": n / 7, "id": f"x{n}"})
    found[5]["text"] = found[4]["text"]
    return found


def as_jsonl(values: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def duplicates(run: Run, *args: str, code: int = 0) -> str:
    result = run("corpus", "duplicates", *args)
    assert result.exit_code == code, result.output
    return str(result.output)


def test_nothing_is_dropped_unless_asked(here: Path, run: Run) -> None:
    """The sources stay as they are, and no data is written; copies are told."""
    (here / "a.jsonl").write_bytes(as_jsonl(rows()))
    before = files(here)
    told = duplicates(run, "a.jsonl", "-o", "out", "--id-column", "id")
    assert "1 documents and 3 paragraphs" in told
    assert sorted(p.name for p in (here / "out").iterdir()) == ["clusters.jsonl", "summary.json", "summary.md"]
    assert {name: data for name, data in files(here).items() if not name.startswith("out")} == before
    (record,) = [r for r in read(here / "out" / "clusters.jsonl") if r["level"] == "document"]
    assert [m["id"] for m in record["members"]] == ["x4", "x5"]
    assert (record["kind"], record["best"]["why"]) == ("copy", "same")


def test_documents_go_and_come_back(here: Path, run: Run) -> None:
    """--drop documents leaves one row out, with all its columns on record; --restore gives back every byte."""
    (here / "a.jsonl").write_bytes(as_jsonl(rows()))
    duplicates(run, "a.jsonl", "-o", "out", "--drop", "documents")
    kept = (here / "out" / "data" / "00000-a.jsonl").read_bytes()
    lines = as_jsonl(rows()).splitlines(keepends=True)
    assert kept == b"".join(line for n, line in enumerate(lines) if n != 5)
    (record,) = read(here / "out" / "dropped.jsonl")
    assert (record["dropped"], record["row"], record["stays"]["row"]) == ("document", 6, 5)
    assert record["because"] == "exact"
    duplicates(run, "out", "--restore", "-o", "back")
    assert files(here / "back") == {"00000-a.jsonl": as_jsonl(rows())}


def test_paragraphs_go_and_one_copy_always_stays(here: Path, run: Run) -> None:
    """--drop all cuts copies out of their documents; each text that went stands where the record says it stays."""
    values = rows()
    (here / "a.jsonl.gz").write_bytes(gzip.compress(as_jsonl(values)))
    duplicates(run, "a.jsonl.gz", "-o", "out", "--drop", "all")
    records = read(here / "out" / "dropped.jsonl")
    assert [record["dropped"] for record in records] == ["paragraph", "document", "paragraph", "paragraph"]
    kept = {row["n"]: row for row in read(here / "out" / "data" / "00000-a.jsonl")}
    for record in records:
        stays = record["stays"]
        text = kept[stays["row"] - 1]["text"]
        assert exactly(record["text"]) in exactly(text)
        assert values[record["row"] - 1]["text"][record["start"] : record["end"]] == record["text"]
        if record["dropped"] == "paragraph":
            assert exactly(record["text"]) not in exactly(kept[record["row"] - 1]["text"])
    assert all({**row, "text": ""} == {**values[n], "text": ""} for n, row in kept.items())
    duplicates(run, "out", "--restore", "-o", "back")
    assert (here / "back" / "00000-a.jsonl").read_bytes() == as_jsonl(values)


def test_parquet_and_texts(here: Path, run: Run) -> None:
    """Rows of Parquet keep their columns and types; texts become rows; both come back."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    values = rows()
    table = pa.table({name: [row[name] for row in values] for name in values[0]}).append_column(
        "raw", pa.array([bytes([n]) for n in range(len(values))], pa.binary())
    )
    pq.write_table(table, here / "b.parquet", row_group_size=5)
    (here / "texts").mkdir()
    for row in rows(2):
        (here / "texts" / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    duplicates(run, "b.parquet", "texts", "-o", "out", "--drop", "all")
    names = sorted(p.name for p in (here / "out" / "data").iterdir())
    assert names == ["00000-texts.jsonl", "00001-b.parquet"]
    kept = pq.read_table(here / "out" / "data" / "00001-b.parquet")
    assert kept.schema.equals(table.schema)
    assert kept.column("n").to_pylist() == [n for n in range(12) if n != 5]
    duplicates(run, "out", "--restore", "-o", "back")
    assert pq.read_table(here / "back" / "00001-b.parquet").equals(table)
    texts = {Path(row["path"]).name: row["text"] for row in read(here / "back" / "00000-texts.jsonl")}
    assert texts == {f"{row['id']}.txt": row["text"] for row in rows(2)}


def test_ray_gives_the_same_bytes(here: Path, run: Run) -> None:
    """On a Ray of this machine the whole folder is the same as on Daft's own engine."""
    pytest.importorskip("ray", reason="Ray is not installed; pip install 'scan-cleaner[ray]'")
    (here / "a.jsonl").write_bytes(as_jsonl(rows()))
    duplicates(run, "a.jsonl", "-o", "out", "--drop", "all")
    command = [sys.executable, "-m", "cleaner", "corpus", "duplicates", "a.jsonl", "-o", "ray", "--drop", "all"]
    ran = subprocess.run([*command, "--runner", "ray"], capture_output=True, encoding="utf-8", timeout=600)
    assert ran.returncode == 0, ran.stderr
    assert files(here / "ray") == files(here / "out")


def test_bad_rows_are_set_aside(here: Path, run: Run) -> None:
    """A row that is none is told with file and row, and the others go on."""
    good = as_jsonl(rows())
    (here / "a.jsonl").write_bytes(b"{nonsense\n" + good)
    told = duplicates(run, "a.jsonl", "-o", "out", "--drop", "documents", code=2)
    assert "1 rows were set aside" in told
    assert "\na.jsonl:1: is no JSON object" in told
    (bad,) = read(here / "out" / "rejected.jsonl")
    assert (bad["source"], bad["row"], bad["raw"]) == ("a.jsonl", 1, "{nonsense")
    assert bad["reason"].startswith("is no JSON object")
    duplicates(run, "out", "--restore", "-o", "back")
    assert (here / "back" / "00000-a.jsonl").read_bytes() == good


def test_settings_files_count(here: Path, run: Run) -> None:
    """Language and encoding come from the settings file, and --isolated passes it over."""
    (here / "cleaner.toml").write_text('lang = "zh"\nencoding = "gb18030"\n', encoding="utf-8")
    (here / "in").mkdir()
    for row in rows():
        (here / "in" / f"{row['id']}.txt").write_bytes(row["text"].encode("gb18030"))
    assert "读入 12 个文档" in duplicates(run, "in", "-o", "out")
    assert "12 rows were set aside" in duplicates(
        run, "in", "-o", "alone", "--isolated", "--lang", "en", "--encoding", "utf-8", code=2
    )


def test_what_cannot_be_done_is_told(here: Path, run: Run) -> None:
    """A wrong threshold, a folder with other things, a folder without a record: exit 2, and what to do next."""
    (here / "a.jsonl").write_bytes(as_jsonl(rows()))
    (here / "mine").mkdir()
    (here / "mine" / "notes.txt").touch()
    assert "--similarity 0.8" in duplicates(run, "a.jsonl", "-o", "out", "--similarity", "0.3", code=2)
    assert "choose another folder" in duplicates(run, "a.jsonl", "-o", "mine", code=2)
    assert "holds no record" in duplicates(run, "mine", "--restore", "-o", "back", code=2)
    assert "must be a folder" in duplicates(run, "a.jsonl", "-o", "s3://bucket/out", code=2)
    assert "nowhere.jsonl" in duplicates(run, "nowhere.jsonl", "-o", "out", code=2)
    assert not (here / "out").exists()


def test_the_summary_can_be_read(here: Path, run: Run) -> None:
    """It tells the numbers and shows copies with what differs, in both languages."""
    values = rows()
    shared = values[9]["text"].rstrip().rpartition("\n")[2]
    at = next(n for n, char in enumerate(shared) if n > 20 and char.isalpha())
    values[9]["text"] = values[9]["text"].replace(shared, shared[:at] + "囗" + shared[at + 1 :])
    (here / "a.jsonl").write_bytes(as_jsonl(values))
    duplicates(run, "a.jsonl", "-o", "out", "--lang", "zh")
    told = (here / "out" / "summary.md").read_text(encoding="utf-8")
    assert told.startswith("# 在多个文档中出现的文本")
    assert f"`{shared[at]}|囗`" in told
    numbers = json.loads((here / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (numbers["documents"], numbers["rejected"], numbers["settings"]["drop"]) == (12, 0, None)
    duplicates(run, "a.jsonl", "-o", "out")
    assert (here / "out" / "summary.md").read_text(encoding="utf-8").startswith("# Texts that stand")


cut_texts = st.lists(st.sampled_from(["甲乙丙。", "\n", "\n\n", "\u3000\u3000丁戊。", "己 \r\n"]), max_size=14).map(
    "".join
)


@given(cut_texts, st.lists(st.booleans(), min_size=30, max_size=30))
def test_cutting_takes_the_paragraph_and_white_space_alone(text: str, chosen: list[bool]) -> None:
    """Of what is left nothing is lost but the spans themselves and white space beside them."""
    found = []
    for (start, end), taken in zip(_lines(text), chosen, strict=False):
        if end > start and taken:
            found.append(Cut(start, end, False, {}))
    inside = {n for cut in found for n in range(cut.start, cut.end)}
    left = "".join(c for n, c in enumerate(text) if n not in inside)
    assert "".join(without(text, found).split()) == "".join(left.split())
    if not found:
        assert without(text, found) == text


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at + len(line) - len(line.lstrip()), at + len(line.rstrip())))
        at += len(line) + 1
    return spans


def test_a_cut_leaves_one_blank_line() -> None:
    """Between two paragraphs that stay, the gap is what it was."""
    assert without("甲\n\n乙\n\n丙\n", [Cut(3, 4, False, {})]) == "甲\n\n丙\n"
    assert without("甲\n乙\n丙", [Cut(2, 3, False, {})]) == "甲\n丙"
