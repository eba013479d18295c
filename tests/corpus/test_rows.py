"""Cutting and reading: every row once, with its number, however the file is cut and packed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.corpus.opening import consumed, open_lines
from cleaner.corpus.rows import END, Lines, Part, Reading, batches
from cleaner.corpus.sources import Kind, Source
from cleaner.corpus.tasks import Task, cut
from tests.corpus.conftest import jsonl, rows

READING = Reading(batch_rows=3)


def texts_in(part: Part, reading: Reading = READING) -> list[str | None]:
    return [row.text for batch in batches(part, reading) for row in batch.rows]


def tasks_of(path: Path, part_size: int, jobs: int = 1) -> list[Task]:
    kind = Kind.PARQUET if path.suffix == ".parquet" else Kind.JSONL
    return list(cut([Source(str(path), kind, path.stat().st_size)], part_size, "text", None, jobs=jobs, lang="en"))


@settings(deadline=None)
@given(
    lines=st.lists(st.text("甲乙a \u2028\u0085", max_size=9), min_size=1, max_size=30),
    end=st.sampled_from(["\n", "\r\n", "\n\n"]),
    part_size=st.integers(1, 90),
)
def test_a_line_is_read_in_one_part(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, part_size: int
) -> None:
    """Cut at whatever byte, a file gives each of its lines once, in their order, with the number that it has there."""
    path = tmp_path_factory.mktemp("cut") / "a.jsonl"
    path.write_bytes(jsonl({"text": line} for line in lines).replace(b"\n", end.encode()))
    whole = [row for batch in batches(Part(str(path), Kind.JSONL), READING) for row in batch.rows]
    assert [row.text for row in whole] == lines
    assert [row.number for row in whole] == [at * end.count("\n") + 1 for at in range(len(lines))]
    found, before = [], 0
    for task in tasks_of(path, part_size):
        used = 0
        for batch in batches(task.part, READING):
            found += [(row.text, before + row.number) for row in batch.rows]
            used = batch.lines
        before += used
    assert found == [(row.text, row.number) for row in whole]


def packed(path: Path, data: bytes) -> Path:
    if path.suffix == ".gz":
        # In two members, as `cat a.gz b.gz` makes them.
        path.write_bytes(gzip.compress(data[:300]) + gzip.compress(data[300:]))
    else:
        pa = pytest.importorskip("pyarrow")
        codec = pa.Codec("zstd")
        path.write_bytes(b"".join(codec.compress(piece, asbytes=True) for piece in (data[:300], data[300:])))
    return path


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_a_packed_file_is_cut_as_it_is_unpacked(tmp_path: Path, suffix: str) -> None:
    """The parts of a packed file hold what those of the same file unpacked do, whichever are read."""
    plain = tmp_path / "a.jsonl"
    plain.write_bytes(jsonl(rows(30)))
    path = packed(tmp_path / f"a.jsonl.{suffix}", plain.read_bytes())
    size = 700
    for read in ({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {1, 4}, {0, 3}):
        with open_lines(str(path)) as file:
            lines = Lines(file, 0, READING)
            for task in tasks_of(plain, size):
                stop = (task.part.ordinal + 1) * size
                if task.part.ordinal in read:
                    assert [row.text for batch in lines.batches(stop) for row in batch.rows] == texts_in(task.part)
                else:
                    lines.skip(stop)
            assert consumed(file) == path.stat().st_size


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_a_damaged_file_gives_what_stands_before(tmp_path: Path, suffix: str) -> None:
    """Of a packed file that breaks off, the rows before are read, and one row says that the rest could not be."""
    data = jsonl({"text": f"{number} {hash((number, 7)) & 0xFFFFFFFFFFFF:x}"} for number in range(20_000))
    path = packed(tmp_path / f"a.jsonl.{suffix}", data)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = [row for batch in batches(Part(str(path), Kind.JSONL), READING) for row in batch.rows]
    assert 1000 < len(found) < 20_000
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    assert "cannot be read from here on" in found[-1].problem
    # The line that the break goes through may be lost with it or told as broken; all before are whole.
    assert [row.text and row.text.split()[0] for row in found[:-2]] == [str(number) for number in range(len(found) - 2)]


def test_parquet_is_cut_by_rows(tmp_path: Path) -> None:
    """Row groups are laid together or cut, as the part's size asks; each row is in one part."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    texts = [f"第{number}行" + "字" * 50 for number in range(100)]
    path = tmp_path / "a.parquet"
    for group in (7, 100):
        pq.write_table(pa.table({"text": texts}), path, row_group_size=group, compression="none", use_dictionary=False)
        for part_size in (500, 3000, 1_000_000):
            tasks = tasks_of(path, part_size)
            assert [text for task in tasks for text in texts_in(task.part)] == texts
            assert (len(tasks) > 1) is (part_size < 1_000_000)
            assert [task.part.ordinal for task in tasks] == list(range(len(tasks)))


def test_a_task_travels(tmp_path: Path) -> None:
    """A task is the same after its way through the engine as a string."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(rows(9)))
    for task in tasks_of(path, 300):
        assert Task.loaded(task.dumped()) == task
    assert END > 1 << 60


def test_a_line_too_long_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line past the limit is not held in memory; the lines behind it are read."""
    monkeypatch.setattr("cleaner.corpus.rows.LONGEST", 50)
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl([{"text": "短"}, {"text": "长" * 100}, {"text": "尾"}]))
    found = [row for batch in batches(Part(str(path), Kind.JSONL), READING) for row in batch.rows]
    assert [row.text for row in found] == ["短", None, "尾"]
    assert "longer than" in found[1].problem
