"""Reads a part of a source in batches: the texts, what is wrong with rows, and the whole rows to pass on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from cleaner.corpus.kinds import Kind
from cleaner.corpus.opening import Damaged, is_remote, open_bytes, open_lines
from cleaner.corpus.words import say

if TYPE_CHECKING:
    import pyarrow as pa

#: Bytes of input after which a batch is full, whatever its rows.
BATCH_BYTES = 8_000_000
#: Bytes of the longest line that is read: a file without line ends must not fill the memory.
LONGEST = 512_000_000
#: The column that a folder of texts gives beside its texts.
PATH = "path"
#: As far as a part may reach.
END = 1 << 62


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a source that becomes one file of the output.

    JSONL: the lines that begin in bytes ``start`` to ``stop``, half-open, of the unpacked file. Parquet: rows ``start``
    to ``stop`` of the row groups ``groups``, laid end to end. Texts: the files ``files``.
    """

    address: str
    kind: Kind
    ordinal: int = 0
    start: int = 0
    stop: int = END
    groups: tuple[int, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and how: columns, the encoding of texts, the language of complaints, the batch in rows."""

    text_column: str = "text"
    id_column: str | None = None
    encoding: str = "auto"
    lang: str = "en"
    batch_rows: int = 1000
    #: The folder that paths are relative to: a worker may stand in another.
    base: str = ""

    def at(self, address: str) -> str:
        """Where `address` is, for whoever opens it."""
        return address if is_remote(address) else os.path.join(self.base, address)  # noqa: PTH118 - may be all of it

    def say(self, key: str, **values: Any) -> str:
        """Words about a row."""
        return say(self.lang, key, **values)


@dataclass(slots=True)
class Row:
    """One row: its number in the part (from 1), its text or what is wrong with it, its id, and how it stood there."""

    number: int
    text: str | None = None
    problem: str = ""
    id: str | None = None
    raw: bytes = b""  # a line of JSON, without its end; nothing for Parquet
    address: str = ""  # of a text file


@dataclass(slots=True)
class Batch:
    """Some rows. `table` holds them whole where they come from Parquet; else `Row.raw` does."""

    rows: list[Row] = field(default_factory=list)
    table: pa.RecordBatch | None = None
    lines: int = 0  # numbers used up in the part so far: lines and rows, empty ones too


def batches(part: Part, reading: Reading) -> Iterator[Batch]:
    """The rows of `part`, in their order; none of its batches is empty. Raises OSError."""
    if part.kind is Kind.PARQUET:
        yield from _parquet(part, reading)
    elif part.kind is Kind.TEXT:
        yield from _texts(part, reading)
    else:
        with open_lines(reading.at(part.address)) as file:
            if part.start:
                # A line belongs where it begins: the one that reaches in from before is the part's before.
                file.seek(part.start - 1)
                at = part.start - 1 + _skip_line(file)
            else:
                at = 0
            yield from Lines(file, at, reading).batches(part.stop)


def _skip_line(file: IO[bytes]) -> int:
    skipped = 0
    while True:
        piece = file.readline(1 << 20)
        skipped += len(piece)
        if not piece or piece.endswith(b"\n"):
            return skipped


class Lines:
    """The lines of a JSONL stream that stands at byte `at` of what it unpacks to: once through, part after part."""

    def __init__(self, file: IO[bytes], at: int, reading: Reading) -> None:
        self.file, self.at, self.reading = file, at, reading
        self.ended = False

    def skip(self, stop: int) -> int:
        """Passes over the lines that begin before byte `stop`; says how many they are."""
        count = 0
        try:
            while self.at < stop:
                size = _skip_line(self.file)
                if not size:
                    self.ended = True
                    break
                self.at += size
                count += 1
        except Damaged:
            self.ended = True
        return count

    def batches(self, stop: int) -> Iterator[Batch]:
        """The rows of the lines that begin before byte `stop`."""
        batch, number, held = Batch(), 0, 0
        while self.at < stop and not self.ended:
            try:
                line = self.file.readline(LONGEST + 1)
            except Damaged as error:
                self.ended = True
                number += 1
                row = Row(number, problem=self.reading.say("row-cut-off", error=error))
            else:
                if not line:
                    self.ended = True
                    break
                first = self.at == 0
                self.at += len(line)
                number += 1
                if len(line) > LONGEST:
                    self.at += _skip_line(self.file)
                    raw = line[:1000]
                    row = Row(number, problem=self.reading.say("row-too-long", limit=LONGEST // 1_000_000), raw=raw)
                else:
                    raw = line.removesuffix(b"\n").removesuffix(b"\r")
                    raw = raw.removeprefix(b"\xef\xbb\xbf") if first else raw
                    if not raw.strip():
                        continue
                    row = json_row(raw, number, self.reading)
                held += len(line)
            batch.rows.append(row)
            if len(batch.rows) >= self.reading.batch_rows or held >= BATCH_BYTES:
                batch.lines = number
                yield batch
                batch, held = Batch(), 0
        if batch.rows or number:
            batch.lines = number
            yield batch


def json_row(raw: bytes, number: int, reading: Reading) -> Row:
    """A line of JSON as a row."""
    row = Row(number, raw=raw)
    try:
        value = json.loads(raw.decode())
    except UnicodeDecodeError as error:
        row.problem = reading.say("row-not-utf8", byte=error.start + 1)
        return row
    except (ValueError, RecursionError) as error:
        row.problem = reading.say("row-not-json", error=error)
        return row
    if not isinstance(value, dict):
        row.problem = reading.say("row-not-json", error=type_name(value))
        return row
    if reading.id_column is not None:
        row.id = id_of(value.get(reading.id_column))
    if reading.text_column not in value:
        row.problem = reading.say("row-no-column", name=reading.text_column)
        return row
    judge(row, value[reading.text_column], reading)
    return row


def judge(row: Row, value: Any, reading: Reading) -> None:
    """Gives `row` its text, or says why `value` is none."""
    if value is None:
        row.problem = reading.say("row-null", name=reading.text_column)
    elif not isinstance(value, str):
        row.problem = reading.say("row-not-text", name=reading.text_column, type=type_name(value))
    else:
        try:
            value.encode()
        except UnicodeEncodeError as error:
            row.problem = reading.say("row-surrogate", name=reading.text_column, at=error.start)
        else:
            row.text = value


def type_name(value: Any) -> str:
    """What JSON calls the type of `value`."""
    kinds = ((bool, "boolean"), ((int, float), "number"), (str, "string"), (list, "array"), (dict, "object"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "null" if value is None else "value")


def id_of(value: Any) -> str | None:
    """An id as a string: texts as they are, other values as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _parquet(part: Part, reading: Reading) -> Iterator[Batch]:
    import pyarrow as pa

    at, number = 0, 0
    for table in _tables(part, reading):
        start, stop = max(part.start - at, 0), min(part.stop - at, table.num_rows)
        at += table.num_rows
        if start >= table.num_rows:
            continue
        if stop <= 0:
            return
        for piece in _small(pa, table.slice(start, stop - start)):
            yield Batch(_arrow_rows(piece, number, reading), piece, number + piece.num_rows)
            number += piece.num_rows


def _tables(part: Part, reading: Reading) -> Iterator[pa.RecordBatch]:
    """The tables of a Parquet file. Raises OSError, also where its bytes are damaged behind a sound foot."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with open_bytes(reading.at(part.address)) as raw:
        try:
            file = pq.ParquetFile(raw, pre_buffer=False, memory_map=False)
            groups = list(part.groups) if part.groups else None
            yield from file.iter_batches(batch_size=reading.batch_rows, row_groups=groups)
        except pa.ArrowException as error:
            raise OSError(str(error).strip().splitlines()[0]) from error


def _small(pa: Any, table: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """`table`, in pieces of about BATCH_BYTES."""
    pieces = max(1, -(-table.nbytes // BATCH_BYTES))
    step = max(1, -(-table.num_rows // pieces))
    for start in range(0, table.num_rows, step):
        yield table.slice(start, step)


def _arrow_rows(table: pa.RecordBatch, number: int, reading: Reading) -> list[Row]:
    import pyarrow as pa

    column = table.column(table.schema.get_field_index(reading.text_column))
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    ids: Sequence[Any] = [None] * table.num_rows
    if reading.id_column is not None:
        ids = table.column(table.schema.get_field_index(reading.id_column)).to_pylist()
    rows = []
    for offset, (scalar, id) in enumerate(zip(column, ids, strict=True)):
        row = Row(number + offset + 1, id=id_of(id))
        try:
            # Parquet says that a text is UTF-8 and does not look.
            value = scalar.as_py()
        except UnicodeDecodeError as error:
            row.problem = reading.say("row-not-utf8", byte=error.start + 1)
        else:
            judge(row, value, reading)
        rows.append(row)
    return rows


def _texts(part: Part, reading: Reading) -> Iterator[Batch]:
    batch, held = Batch(), 0
    for number, address in enumerate(part.files, 1):
        row, size = text_row(address, number, reading)
        batch.rows.append(row)
        batch.lines = number
        held += size
        if len(batch.rows) >= reading.batch_rows or held >= BATCH_BYTES:
            yield batch
            batch, held = Batch(), 0
    if batch.rows:
        yield batch


def text_row(address: str, number: int, reading: Reading) -> tuple[Row, int]:
    """A text file as a row, and its size in bytes."""
    from cleaner.document import UnreadableText
    from cleaner.encodings import read
    from cleaner.inputs import shown_name

    shown = shown_name(address)
    row = Row(number, id=shown, address=shown)
    try:
        with open_bytes(reading.at(address)) as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        row.problem = reading.say("row-unreadable", error=error.strerror or error)
        return row, 0
    if len(data) > LONGEST:
        row.problem = reading.say("row-too-long", limit=LONGEST // 1_000_000)
        return row, LONGEST
    try:
        judge(row, read(data, address, reading.encoding).text, reading)
    except UnreadableText as error:
        place = f"{error.line}:{error.column}: " if error.line else ""
        row.problem = place + error.said(reading.lang)
        return row, len(data)
    row.raw = json.dumps({PATH: shown, reading.text_column: row.text}, ensure_ascii=False).encode(
        "utf-8", "backslashreplace"
    )
    return row, len(data)


def name_of(address: str) -> str:
    """The last piece of a path or URL."""
    return PurePosixPath(address).name
