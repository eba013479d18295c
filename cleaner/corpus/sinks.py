"""Writes one part of the output: JSONL, packed or not, or Parquet."""

from __future__ import annotations

import base64
import gzip
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from cleaner.corpus.rows import Batch, Part, Row
from cleaner.corpus.shapes import Shape, as_json, columns_of
from cleaner.inputs import shown_name

if TYPE_CHECKING:
    import pyarrow as pa

#: Told of the columns of a Parquet file before there were more of them: `datasets` refuses a file that it does not fit.
OUTDATED = b"huggingface"
#: Bytes of a rejected row that are kept.
KEPT = 1_000_000


class Sink(ABC):
    """Takes batches: of each the places of its good rows, and for each of those what stands in the added columns."""

    @abstractmethod
    def write(self, batch: Batch, good: Sequence[int], added: Sequence[Sequence[Any]]) -> None:
        """Writes the rows at `good`."""

    @abstractmethod
    def close(self) -> None:
        """Ends the file."""


class JsonLines(Sink):
    """A row a line. A line that came as JSON goes on byte for byte, with the added members behind its own."""

    def __init__(self, path: Path, packing: str, names: Sequence[str]) -> None:
        self._names = names
        self._file = path.open("wb")
        self._out: IO[bytes] = self._file
        if packing == "gz":
            # Without name and time, so that the same rows are the same bytes.
            self._out = cast("IO[bytes]", gzip.GzipFile(filename="", fileobj=self._file, mode="wb", mtime=0))
        elif packing == "zst":
            import pyarrow as pa

            self._out = cast("IO[bytes]", pa.CompressedOutputStream(self._file, "zstd"))

    def write(self, batch: Batch, good: Sequence[int], added: Sequence[Sequence[Any]]) -> None:
        for at, values in zip(good, added, strict=True):
            more = json.dumps(dict(zip(self._names, values, strict=True)), ensure_ascii=False)
            row = whole_row(batch, at).strip()
            self._out.write(row[:-1].rstrip() + b", " + more[1:].encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        self._out.close()
        self._file.close()


def whole_row(batch: Batch, at: int) -> bytes:
    """The row at `at` as an object of JSON: a line as it came, a row of Parquet as `plain` tells it."""
    if batch.table is None:
        return batch.rows[at].raw
    row = batch.table.slice(at, 1)
    values = {name: plain(_value(row.column(place)[0])) for place, name in enumerate(row.schema.names)}
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        held = scalar.as_buffer() if hasattr(scalar, "as_buffer") else None
        return held.to_pybytes().decode("utf-8", "backslashreplace") if held is not None else None


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: times in ISO 8601, bytes in base64, decimals as texts, what is no number as null."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(held) for held in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Parquet(Sink):
    """A row group a batch. Rows that came from Parquet go on as Arrow holds them: the same types, the same values."""

    def __init__(
        self, path: Path, names: Sequence[str], types: Sequence[pa.DataType], schema: pa.Schema | None, columns: str
    ) -> None:
        """`schema` is that of a Parquet source; without one the rows are JSON, of the shape `columns`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._shape: Shape = {}
        if schema is None:
            self._shape = json.loads(columns)
            schema = pa.schema(columns_of(self._shape))
        metadata = {key: value for key, value in (schema.metadata or {}).items() if key != OUTDATED}
        self._own = schema
        self._types = types
        fields = [pa.field(name, type) for name, type in zip(names, types, strict=True)]
        self._schema = pa.schema([*schema, *fields], metadata=metadata)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, batch: Batch, good: Sequence[int], added: Sequence[Sequence[Any]]) -> None:
        import pyarrow as pa

        if not good:
            return
        if batch.table is not None:
            own = batch.table.take(pa.array(good)) if len(good) < batch.table.num_rows else batch.table
            arrays = [own.column(place) for place in range(own.num_columns)]
        else:
            rows: list[Row] = [batch.rows[at] for at in good]
            parsed = [json.loads(row.raw) for row in rows]
            arrays = [
                pa.array(
                    [as_json(row.get(field.name), self._shape["fields"][field.name]) for row in parsed], field.type
                )
                for field in self._own
            ]
        columns = [pa.array(column, type) for column, type in zip(zip(*added, strict=True), self._types, strict=True)]
        self._writer.write_batch(pa.RecordBatch.from_arrays([*arrays, *columns], schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def set_aside(part: Part, batch: Batch, at: int) -> bytes:
    """A rejected row as a line of JSON: source, row (counted in the part, for now), id, reason, what stood there."""
    row = batch.rows[at]
    raw = (whole_row(batch, at) if batch.table is not None else b"" if row.address else row.raw)[:KEPT]
    told: dict[str, Any] = {
        "source": shown_name(row.address or part.address),
        "row": 1 if row.address else row.number,
        "id": row.id,
        "reason": row.problem,
    }
    try:
        told["raw"] = raw.decode()
    except UnicodeDecodeError:
        told["raw"], told["raw_base64"] = None, base64.b64encode(raw).decode()
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
