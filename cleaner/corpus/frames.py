"""A corpus as a source of Daft's: one task a file. See `cleaner.corpus.sources.read`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.corpus.kinds import Kind, Source
from cleaner.corpus.looking import check_columns
from cleaner.corpus.opening import quiet
from cleaner.corpus.rows import Batch, Part, Reading, batches
from cleaner.corpus.sinks import set_aside
from cleaner.inputs import shown_name

quiet()

from daft import DataType  # noqa: E402 - Daft reads its environment as it is imported
from daft.io.source import DataSource, DataSourceTask  # noqa: E402
from daft.recordbatch import RecordBatch  # noqa: E402
from daft.schema import Schema  # noqa: E402

if TYPE_CHECKING:
    from daft import DataFrame
    from daft.io.pushdowns import Pushdowns

#: Texts in one task: a folder may hold a million.
TEXTS_A_TASK = 1000


def schema() -> Schema:
    """The columns of the DataFrame."""
    string = DataType.string()
    return Schema.from_pydict(
        {"source": string, "row": DataType.int64(), "id": string, "text": string, "problem": string, "aside": string}
    )


def frame(
    sources: Sequence[Source], text_column: str, id_column: str | None, *, encoding: str, lang: str, batch_rows: int
) -> DataFrame:
    """As `cleaner.corpus.sources.read` says it."""
    for source in sources:
        check_columns(source, text_column, id_column, lang)
    reading = Reading(text_column, id_column, encoding, lang, batch_rows, str(Path.cwd()))
    parts = [Part(source.address, source.kind) for source in sources if source.kind is not Kind.TEXT]
    texts = [source.address for source in sources if source.kind is Kind.TEXT]
    for start in range(0, len(texts), TEXTS_A_TASK):
        few = tuple(texts[start : start + TEXTS_A_TASK])
        parts.append(Part(few[0], Kind.TEXT, files=few))
    return _Corpus(parts, reading).read()


class _Corpus(DataSource):
    def __init__(self, parts: Sequence[Part], reading: Reading) -> None:
        self._parts, self._reading = parts, reading

    @property
    def name(self) -> str:
        return "corpus"

    @property
    def schema(self) -> Schema:
        return schema()

    async def get_tasks(self, pushdowns: Pushdowns) -> AsyncIterator[DataSourceTask]:
        for part in self._parts:
            yield _File(part, self._reading)


class _File(DataSourceTask):
    def __init__(self, part: Part, reading: Reading) -> None:
        self._part, self._reading = part, reading

    @property
    def schema(self) -> Schema:
        return schema()

    async def read(self) -> AsyncIterator[RecordBatch]:
        for batch in batches(self._part, self._reading):
            if batch.rows:
                yield _record_batch(self._part, batch)


def _record_batch(part: Part, batch: Batch) -> RecordBatch:
    import pyarrow as pa

    rows, string = batch.rows, pa.large_string()
    columns = {
        "source": pa.array([shown_name(row.address or part.address) for row in rows], string),
        "row": pa.array([1 if row.address else row.number for row in rows], pa.int64()),
        "id": pa.array([row.id if row.id is not None else f"{part.address}:{row.number}" for row in rows], string),
        "text": pa.array([row.text for row in rows], string),
        "problem": pa.array([row.problem or None for row in rows], string),
        "aside": pa.array(
            [set_aside(part, batch, at).decode() if row.problem else None for at, row in enumerate(rows)], string
        ),
    }
    return RecordBatch.from_arrow_table(pa.table(columns))
