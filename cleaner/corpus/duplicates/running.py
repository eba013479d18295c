"""One run of `cleaner corpus duplicates`: reads, searches, writes the folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.corpus.duplicates.dropping import DATA, DROPPED, RECORD, cuts_of, drop
from cleaner.corpus.duplicates.plan import Search, Wanted
from cleaner.corpus.duplicates.records import SCHEMA, Counts, cluster_record
from cleaner.corpus.duplicates.summary import Sample, sample, summary
from cleaner.corpus.duplicates.units import WHOLE
from cleaner.corpus.rows import Reading
from cleaner.corpus.sources import Source, read

if TYPE_CHECKING:
    from daft import DataFrame

CLUSTERS, SUMMARY, NUMBERS, REJECTED = "clusters.jsonl", "summary.md", "summary.json", "rejected.jsonl"
#: Rows set aside that are told of; the others are counted.
TOLD = 20
#: Where a run keeps what it has done so far; gone when it is through.
SCRATCH = "_cleaner"
_OURS = frozenset({CLUSTERS, SUMMARY, NUMBERS, REJECTED, SCRATCH, DATA, DROPPED, RECORD})


def is_ours(out: Path) -> bool:
    """Whether `out` may be written: it is not there, empty, or was written by a run before."""
    return not out.exists() or (out.is_dir() and {path.name for path in out.iterdir()} <= _OURS)


def run(
    sources: Sequence[Source],
    reading: Reading,
    wanted: Wanted,
    out: Path,
    *,
    dropping: str = "",
    tell: Callable[[str], None] = lambda step: None,
) -> Counts:
    """Finds the copies among `sources` and writes `out`. `dropping` is nothing, ``documents`` or ``all``.

    `tell` is called with the name of each step. Raises OSError and `cleaner.corpus.sources.SourceError`.
    """
    import shutil

    out.mkdir(parents=True, exist_ok=True)
    for name in (DATA, DROPPED):
        shutil.rmtree(out / name, ignore_errors=True)
    for name in (RECORD, REJECTED, NUMBERS):
        (out / name).unlink(missing_ok=True)
    from cleaner.corpus.duplicates.frames import as_texts

    corpus = read(
        sources,
        reading.text_column,
        reading.id_column,
        encoding=reading.encoding,
        lang=reading.lang,
        batch_rows=reading.batch_rows,
    )
    about = [[(s.address, s.size) for s in sources], reading.text_column, reading.id_column, reading.encoding]
    search = Search(as_texts(corpus), (out / SCRATCH).absolute(), wanted, about)
    tell("reading")
    counts = _counted(search)
    counts.rejected, counts.complaints = _reject(corpus, out / REJECTED)
    tell("comparing")
    shown, found = Sample(), []
    with (out / CLUSTERS).open("w", encoding="utf-8") as file:
        for cluster in search.clusters():
            counts.add(cluster)
            shown.add(cluster)
            if dropping and any(member.dropped for member in cluster.members):
                found.append(cluster)
            file.write(json.dumps(cluster_record(cluster), ensure_ascii=False) + "\n")
    if dropping:
        tell("dropping")
        with (out / RECORD).open("w", encoding="utf-8") as file:
            for record in drop(sources, reading, cuts_of(found, dropping == "all"), out):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    told = counts.record() | {"settings": asdict(wanted) | {"drop": dropping or None}}
    head = {"schema": SCHEMA, "tool": {"name": "cleaner", "version": _version()}}
    (out / NUMBERS).write_text(json.dumps(head | told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    text = summary(counts, reading.lang) + "\n" + sample(shown, reading.lang)
    (out / SUMMARY).write_text(text, encoding="utf-8")
    shutil.rmtree(out / SCRATCH, ignore_errors=True)
    return counts


def _version() -> str:
    from cleaner._version import __version__

    return __version__


def _counted(search: Search) -> Counts:
    """How much was read."""
    from daft import col
    from daft.functions import length_bytes

    units = search.units().select("index", "letters", length_bytes(col("words")).alias("bytes"))
    whole = units.where(f"index = {WHOLE}").agg(
        col("index").count().alias("documents"), col("letters").sum(), col("bytes").sum()
    )
    told = whole.to_pydict()
    parts = units.where(f"index <> {WHOLE}").count_rows()
    return Counts(
        documents=told["documents"][0],
        paragraphs=parts,
        letters=told["letters"][0] or 0,
        bytes=told["bytes"][0] or 0,
    )


def _reject(corpus: DataFrame, path: Path) -> tuple[int, list[str]]:
    """Writes the rows that are none, as they stood; says how many, and of the first what is wrong with them."""
    from daft import col

    count, told = 0, []
    bad = corpus.where(col("problem").not_null()).select("source", "row", "problem", "aside").sort(["source", "row"])
    with path.open("w", encoding="utf-8") as file:
        for row in bad.iter_rows():
            file.write(row["aside"])
            count += 1
            if count <= TOLD:
                told.append(f"{row['source']}:{row['row']}: {row['problem']}")
    if not count:
        path.unlink()
    return count, told
