"""Which files are a corpus, and the corpus as a DataFrame."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from cleaner.corpus.sources import Kind, SourceError, find, kind_of, read
from cleaner.settings import Settings
from tests.corpus.conftest import Fixed, jsonl, rows


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.jsonl", "jsonl"), ("A.NDJSON.GZ", "jsonl"), ("s3://b/a.jsonl.zst", "jsonl"), ("a.parquet", "parquet"),
     ("a.txt", "text"), ("a.csv", None), ("a.gz", None), ("a.txt.gz", None)],
)  # fmt: skip
def test_names_tell_kinds(name: str, kind: str | None) -> None:
    """The end of a name says what a file is, packed or not."""
    assert kind_of(name) == (Kind(kind) if kind else None)


def names(*given: str, **settings: tuple[str, ...]) -> list[str]:
    return [Path(source.address).name for source in find(given, Settings(**settings))]  # type: ignore[arg-type]


def test_a_folder_gives_its_data_or_else_its_texts(here: Path) -> None:
    """Beside shards, a README is none of the texts; marks and hidden files are nothing."""
    for name in (
        "in/b.parquet",
        "in/a.jsonl",
        "in/README.md",
        "in/_SUCCESS",
        "in/.c.jsonl",
        "in/deep/d.jsonl.gz",
        "t/1.txt",
    ):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).touch()
    assert names("in") == ["a.jsonl", "b.parquet", "d.jsonl.gz"]
    assert names("t") == ["1.txt"]
    assert names("in/*.jsonl", "in") == ["a.jsonl", "b.parquet", "d.jsonl.gz"]
    assert names("in/**/*.gz") == ["d.jsonl.gz"]
    assert names("in", include=("*.jsonl",)) == ["a.jsonl"]
    assert names("in", exclude=("deep/",)) == ["a.jsonl", "b.parquet"]
    (here / "in/x.log").touch()
    assert names("in/x.log", include=("*.log",)) == ["x.log"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("a.csv", "say --include '*.csv'"),
        ("nothing.jsonl", "no such file"),
        ("*.parquet", "no JSONL, Parquet or text is there"),
        ("", "empty name"),
    ],
)
def test_what_is_no_source_is_told(here: Path, given: str, said: str) -> None:
    """An error ends in what to do."""
    (here / "a.csv").touch()
    with pytest.raises(SourceError, match=said.replace("*", r"\*")):
        find([given], Settings())


def test_a_corpus_is_a_data_frame(here: Path) -> None:
    """Rows with their source, number and id; what is wrong with a row stands in it."""
    pytest.importorskip("daft")
    import pyarrow as pa
    import pyarrow.parquet as pq

    (here / "a.jsonl").write_bytes(jsonl(rows(3)) + b"{bad\n\n" + jsonl(rows(1)))
    (here / "b.jsonl.gz").write_bytes(gzip.compress(jsonl(rows(2))))
    pq.write_table(pa.table({"id": [7, 8], "text": ["甲", None]}), here / "c.parquet")
    (here / "d.txt").write_text("乙", encoding="utf-8")
    sources = find(["a.jsonl", "b.jsonl.gz", "c.parquet", "d.txt"], Settings())
    frame = read(sources, id_column="id", batch_rows=2)
    assert frame.column_names == ["source", "row", "id", "text", "problem", "aside"]
    told = [tuple(row.values()) for row in frame.to_pylist()]
    texts = [row["text"] for row in rows(3)]
    assert [row[:4] for row in told] == [
        *(("a.jsonl", number + 1, f"r{number}", texts[number]) for number in range(3)),
        ("a.jsonl", 4, "a.jsonl:4", None),
        ("a.jsonl", 6, "r0", texts[0]),
        *(("b.jsonl.gz", number + 1, f"r{number}", texts[number]) for number in range(2)),
        ("c.parquet", 1, "7", "甲"),
        ("c.parquet", 2, "8", None),
        ("d.txt", 1, "d.txt", "乙"),
    ]
    assert [bool(row[4]) for row in told] == [False] * 3 + [True] + [False] * 4 + [True, False]
    assert frame.select("text").count_rows() == len(told)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_missing_column_is_told_with_those_there_are(here: Path, corpus: Fixed, form: str) -> None:
    """The error names the columns that could be meant."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (here / "a.jsonl").write_bytes(jsonl([{"body": "甲", "n": 1, "title": "乙"}]))
    pq.write_table(pa.table({"body": ["甲"], "n": [1], "title": ["乙"]}), here / "a.parquet")
    ran = corpus("fix", f"a.{form}", "-o", "out")
    assert (ran.exit_code, ran.stderr) == (
        2, f"a.{form}: there is no column “text” in it; say --text-column with one of: body, title\n",
    )  # fmt: skip
    ran = corpus("fix", f"a.{form}", "-o", "out", "--text-column", "body", "--id-column", "key")
    assert "say --id-column with one of: body, n, title" in ran.stderr
    assert not (here / "out").exists()
    if form == "parquet":
        ran = corpus("fix", "a.parquet", "-o", "out", "--text-column", "n")
        assert "column “n” holds int64, not text; say --text-column with one of: body, title" in ran.stderr


def test_kinds_together_want_a_format(here: Path, corpus: Fixed) -> None:
    """JSONL and Parquet together ask for --format; then both are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (here / "a.jsonl").write_bytes(jsonl(rows(2)))
    pq.write_table(pa.table({"text": ["堤岸，，灯"]}), here / "b.parquet")
    assert "say --format parquet or --format jsonl" in corpus("fix", ".", "-o", "out").stderr
    assert corpus("fix", ".", "-o", "out", "--format", "jsonl").exit_code == 0
    # The output stands among the sources, and is not read with them.
    assert corpus("fix", ".", "-o", "out", "--format", "jsonl").exit_code == 0
    assert len(list((here / "out/data").iterdir())) == 2


def test_without_the_extra_the_line_to_type_is_told(here: Path, corpus: Fixed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Daft or Ray is not installed, the error is a command."""
    (here / "a.jsonl").write_bytes(jsonl(rows(2)))
    monkeypatch.setattr("cleaner.cli.extras.find_spec", lambda name: None if name == "ray" else name)
    assert "pip install 'scan-cleaner[ray]'" in corpus("fix", "a.jsonl", "-o", "out", "--runner", "ray").stderr
    monkeypatch.setattr("cleaner.cli.extras.find_spec", lambda name: None)
    assert "pip install 'scan-cleaner[corpus]'" in corpus("fix", "a.jsonl", "-o", "out").stderr
    assert "pip install 'scan-cleaner[ray]'" in corpus("fix", "a.jsonl", "-o", "out", "--runner", "ray").stderr
    assert "add it" in corpus("fix", "a.jsonl", "-o", "out", "--address", "auto").stderr
