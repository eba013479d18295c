"""`cleaner corpus fix` and `check`: rows in, the same rows out, with columns added."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import cleaner
from tests.conftest import Run
from tests.corpus.conftest import TEXTS, Fixed, data, files, jsonl, rows

ADDED = ["text_cleaned", "text_findings", "text_counts", "text_rescan", "text_rescan_pages"]


def test_the_cleaned_text_is_what_fix_makes_of_it(here: Path, corpus: Fixed, run: Run) -> None:
    """Each text becomes, to the byte, what `cleaner fix` makes of a file that holds it."""
    (here / "a.jsonl").write_bytes(jsonl(rows()))
    ran = corpus("fix", "a.jsonl", "-o", "out")
    assert (ran.exit_code, ran.stderr) == (1, "")
    made = data(here / "out")
    assert [row["text"] for row in made] == [row["text"] for row in rows()]
    for row in made:
        assert run("fix", "-", stdin=row["text"]).stdout_bytes == row["text_cleaned"].encode()
    assert any(row["text"] != row["text_cleaned"] for row in made)


@pytest.mark.parametrize(
    "extra", [("--part-size", "0.001"), ("--batch-size", "1"), ("--batch-size", "3", "--part-size", "0.002")]
)
def test_batches_and_parts_change_nothing(here: Path, corpus: Fixed, extra: tuple[str, ...]) -> None:
    """The rows are the same, to the byte, in whatever pieces they are worked on; so are the summary and the sample."""
    (here / "a.jsonl").write_bytes(jsonl(rows(40)) + b"{bad\n")
    corpus("fix", "a.jsonl", "-o", "whole")
    corpus("fix", "a.jsonl", "-o", "pieces", *extra)

    def joined(name: str, of: str) -> bytes:
        return b"".join(path.read_bytes() for path in sorted((here / name / of).iterdir()))

    for of in ("data", "rejected"):
        assert joined("pieces", of) == joined("whole", of)
    assert (here / "pieces/summary.json").read_bytes() == (here / "whole/summary.json").read_bytes()
    sampled = [
        json.loads((here / name / "report/findings.jsonl").read_text().splitlines()[-1]) for name in ("whole", "pieces")
    ]
    assert sampled[0] == sampled[1]


def test_lines_of_json_go_on_byte_for_byte(here: Path, corpus: Fixed) -> None:
    """What stands in a line of JSON, spaced and escaped in whatever way, goes on as it stood."""
    lines = [
        b'{ "text" : "\\u9752\\u77f3' + "开渠，，放水".encode() + b'", "n":1.10, "big":123456789012345678901234567890}',
        b'{"x":NaN,"half":"\\ud800","text":"' + "堤岸上的灯亮了".encode() + b'"  }',
    ]
    (here / "a.ndjson").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n\r\n")
    assert corpus("fix", "a.ndjson", "-o", "out").exit_code == 0
    made = (here / "out/data/part-00000-00000.jsonl").read_bytes().splitlines()
    assert len(made) == len(lines)
    for line, before in zip(made, lines, strict=True):
        assert line.startswith(before.rstrip(b"} ") + b', "text_cleaned"')
        assert list(json.loads(line))[-5:] == ADDED


def test_what_is_added(here: Path, corpus: Fixed) -> None:
    """Findings tell where, how safe and what becomes of it; counts count; a page that looped is to be scanned again."""
    loop = "修桥的队伍住在村东头的祠堂里，每天天不亮就出工。" * 12
    (here / "a.jsonl").write_bytes(jsonl([{"text": TEXTS[0]}, {"text": loop}]))
    corpus("fix", "a.jsonl", "-o", "out")
    first, second = data(here / "out")
    (finding,) = first["text_findings"]
    assert (finding["rule"], finding["safety"], finding["applied"]) == ("doubled-punctuation", "safe", True)
    assert TEXTS[0][finding["start"] : finding["end"]] == finding["seen"] == "，，"
    assert (finding["replacement"], finding["line"]) == ("，", 1)
    assert first["text_counts"] == {"findings": 1, "applied": 1, "safe": 1, "risky": 0, "shown": 0}
    assert (first["text_rescan"], first["text_rescan_pages"]) == (False, [])
    assert second["text_rescan"] is True
    assert second["text_rescan_pages"][0]["page"] == 1


def test_check_adds_no_text(here: Path, corpus: Fixed) -> None:
    """`check` adds what was found and leaves the text out; it exits with 1 where something is left to decide."""
    (here / "a.jsonl").write_bytes(jsonl(rows()))
    checked = corpus("check", "a.jsonl", "-o", "out", "--format", "jsonl.gz")
    assert checked.exit_code == 1
    line = gzip.decompress((here / "out/data/part-00000-00000.jsonl.gz").read_bytes()).splitlines()[0]
    assert list(json.loads(line))[-4:] == ADDED[1:]
    assert corpus("check", "a.jsonl", "-o", "clean", "--select", "cut-paragraph").exit_code == 0


def parquet(path: Path, text_type: Any = None) -> Any:
    """Writes a file of Parquet with columns of many types; gives the table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.array([TEXTS[0], TEXTS[1], TEXTS[2]], pa.string())
    table = pa.table(
        {
            "day": pa.array([date(2026, 1, 2), None, date(1949, 10, 1)]),
            "at": pa.array([datetime(2026, 1, 2, 3, 4, 5), None, None], pa.timestamp("us", "Asia/Shanghai")),
            "price": pa.array([Decimal("1.10"), None, Decimal("-2.00")], pa.decimal128(10, 2)),
            "bytes": pa.array([b"\xff\x00", None, b""]),
            "tags": pa.array([["a", None], [], None]),
            "deep": pa.array([{"x": [{"y": 1}]}, {"x": None}, None]),
            "small": pa.array([1, None, 3], pa.int8()),
            "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
            "map": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int32())),
            "text": text.dictionary_encode() if text_type == "dictionary" else text.cast(text_type or pa.string()),
        }
    ).replace_schema_metadata({"who": "us", "huggingface": "{}"})
    pq.write_table(table, path, row_group_size=2)
    return table


@pytest.mark.parametrize("text_type", [None, "large_string", "dictionary"])
def test_parquet_keeps_its_types(here: Path, corpus: Fixed, text_type: str | None) -> None:
    """Dates, decimals, maps, nulls and nested columns come through as they were, in Parquet of the same types."""
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = parquet(here / "a.parquet", text_type)
    assert corpus("fix", "a.parquet", "-o", "out").exit_code == 0
    made = pq.read_table(here / "out/data/part-00000-00000.parquet")
    assert made.column_names == [*table.column_names, *ADDED]
    assert made.select(table.column_names).schema == table.schema
    assert made.select(table.column_names).equals(table)
    assert made["text_cleaned"].to_pylist() == [cleaner.clean(text) for text in TEXTS[:3]]
    assert made.schema.metadata[b"who"] == b"us"
    # `datasets` refuses a file with more columns than its own mark speaks of.
    assert b"huggingface" not in made.schema.metadata


def test_parquet_as_json(here: Path, corpus: Fixed) -> None:
    """Parquet becomes JSONL: dates as ISO 8601, decimals as texts, bytes in base64."""
    pytest.importorskip("pyarrow")
    parquet(here / "a.parquet")
    corpus("fix", "a.parquet", "-o", "out", "--format", "jsonl")
    first = data(here / "out")[0]
    assert (first["day"], first["price"], first["bytes"]) == ("2026-01-02", "1.10", "/wA=")
    assert first["deep"] == {"x": [{"y": 1}]}


def test_json_as_parquet(here: Path, corpus: Fixed) -> None:
    """JSONL becomes Parquet with types that hold every value, also what stands in the last row alone."""
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    values = [*rows(), {"text": "堤岸", "late": [1, 2.5], "n": "several", "empty": {}}]
    (here / "a.jsonl").write_bytes(jsonl(values))
    assert corpus("fix", "a.jsonl", "-o", "out", "--format", "parquet", "--part-size", "0.002").exit_code == 1
    tables = [pq.read_table(path) for path in sorted((here / "out/data").iterdir())]
    assert len(tables) > 1
    assert len({table.schema for table in tables}) == 1
    made = pa.concat_tables(tables).to_pylist()
    assert [row["text"] for row in made] == [row["text"] for row in values]
    assert made[3]["meta"] == values[3]["meta"]
    assert made[3]["tags"] == values[3]["tags"]
    # A column with numbers and a text in it holds each as its JSON.
    assert (made[3]["n"], made[-1]["n"], made[-1]["late"], made[-1]["empty"]) == ("3", '"several"', [1.0, 2.5], "{}")


def test_a_folder_of_texts(here: Path, corpus: Fixed) -> None:
    """Each text of a folder is a row, with its path; one that cannot be read is set aside."""
    (here / "scans").mkdir()
    for number, text in enumerate(TEXTS[:3]):
        (here / f"scans/{number}.txt").write_text(text, encoding="utf-8")
    (here / "scans/bad.txt").write_bytes(b"\xff\xfe\xfd")
    ran = corpus("fix", "scans", "-o", "out")
    assert ran.exit_code == 2
    assert [(row["path"], row["text_cleaned"]) for row in data(here / "out")] == [
        (str(Path("scans") / f"{number}.txt"), cleaner.clean(text)) for number, text in enumerate(TEXTS[:3])
    ]
    assert "bad.txt:1: 1:1: not UTF-8 from here on, and no Chinese in UTF-16, GB18030 or Big5; say" in ran.stderr


def test_rows_that_are_none_are_set_aside(here: Path, corpus: Fixed) -> None:
    """Bad JSON, bad UTF-8, no text, null: told with file and row, kept in `rejected`, and the others go on."""
    good = jsonl(rows(4)).splitlines()
    bad = [
        b"{bad",
        b'{"text": null}',
        b'{"text": 3}',
        b'{"words": "a"}',
        b"[1]",
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
    ]
    lines = [good[0], bad[0], b"", *bad[1:4], good[1], *bad[4:], good[2], good[3]]
    (here / "a.jsonl").write_bytes(b"\n".join(lines))
    ran = corpus("fix", "a.jsonl", "-o", "out", "--part-size", "0.001")
    assert ran.exit_code == 2
    assert [row["id"] for row in data(here / "out")] == ["r0", "r1", "r2", "r3"]
    aside = [
        json.loads(line)
        for path in sorted((here / "out/rejected").iterdir())
        for line in path.read_bytes().splitlines()
    ]
    assert [row["row"] for row in aside] == [2, 4, 5, 6, 8, 9, 10]
    for row in aside:
        held = row["raw"].encode() if row["raw"] else base64.b64decode(row["raw_base64"])
        assert held == lines[row["row"] - 1]
    for row in aside:
        assert f"a.jsonl:{row['row']}: {row['reason']}" in ran.stderr
    assert json.loads((here / "out/summary.json").read_text())["rejected"] == len(bad)


def test_bad_rows_of_parquet(here: Path, corpus: Fixed) -> None:
    """A null, and bytes that Parquet says are a text and are none, are set aside; the rows beside them go on."""
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    bad = pa.array([TEXTS[0].encode(), None, b"\xff", TEXTS[2].encode()], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": [1, 2, 3, 4], "text": bad}), here / "a.parquet", row_group_size=3)
    ran = corpus("fix", "a.parquet", "-o", "out", "--id-column", "id", "--part-size", "0.001")
    assert ran.exit_code == 2
    aside = [
        json.loads(line)
        for path in sorted((here / "out/rejected").iterdir())
        for line in path.read_bytes().splitlines()
    ]
    assert [(row["row"], row["id"]) for row in aside] == [(2, "2"), (3, "3")]
    made = [row for path in sorted((here / "out/data").iterdir()) for row in pq.read_table(path).to_pylist()]
    assert [row["id"] for row in made] == [1, 4]


def test_the_summary_and_the_sample(here: Path, corpus: Fixed) -> None:
    """A summary counts; the report shows so many changed rows, the same whenever it is made."""
    (here / "a.jsonl").write_bytes(jsonl(rows(40)))
    corpus("fix", "a.jsonl", "-o", "out", "--sample", "5", "--id-column", "id")
    corpus("fix", "a.jsonl", "-o", "again", "--sample", "5", "--id-column", "id")
    told = json.loads((here / "out/summary.json").read_text())
    changed = sum(row["text"] != row["text_cleaned"] for row in data(here / "out"))
    assert (told["rows"], told["changed"], told["left"]) == (40, changed, {"risky": 6})
    assert "(`doubled-punctuation`)" in (here / "out/summary.md").read_text(encoding="utf-8")
    pages = list((here / "out/report/pages").iterdir())
    assert len(pages) == 5
    mine, theirs = files(here / "out"), files(here / "again")
    assert {name: held for name, held in mine.items() if not name.endswith((".html", "report/summary.md"))} == {
        name: held for name, held in theirs.items() if not name.endswith((".html", "report/summary.md"))
    }
