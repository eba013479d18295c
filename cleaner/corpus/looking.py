"""Looks at sources before a run: whether the columns are there, and of which type."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.corpus.kinds import Kind, Source, SourceError
from cleaner.corpus.opening import Damaged, open_bytes, open_lines
from cleaner.corpus.words import say
from cleaner.wording import between

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: Lines of a JSONL file that are looked at for a column.
LOOKED_AT = 1000


def check_columns(source: Source, text_column: str, id_column: str | None, lang: str) -> None:
    """Raises SourceError where `source` has no such columns, or its texts are none. A text file has none to look for.

    Of a JSONL file the first 1,000 lines are looked at; one without a single object in them is left to the reader, who
    sets its lines aside one by one.
    """
    if source.kind is Kind.PARQUET:
        check_schema(source.address, parquet_schema(source, lang), text_column, id_column, lang)
    elif source.kind is Kind.JSONL:
        names, texts = json_names(source, lang)
        if names:
            for flag, name in (("--text-column", text_column), ("--id-column", id_column)):
                if name is not None and name not in names:
                    columns = between(lang).join(sorted(texts if flag == "--text-column" else names))
                    what = say(lang, "no-column", name=name, flag=flag, columns=columns or say(lang, "no-text-columns"))
                    raise SourceError(f"{source.address}: {what}")


def json_names(source: Source, lang: str) -> tuple[set[str], set[str]]:
    """The names in the first lines of a JSONL file, and those of them under which a text stands."""
    names: set[str] = set()
    texts: set[str] = set()
    try:
        with open_lines(source.address) as file:
            for _ in range(LOOKED_AT):
                line = file.readline(1 << 26)
                if not line:
                    break
                try:
                    value = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
                except (ValueError, RecursionError):
                    continue
                if isinstance(value, dict):
                    names.update(value)
                    texts.update(name for name, held in value.items() if isinstance(held, str))
    except Damaged:
        pass
    except OSError as error:
        raise SourceError(_unreadable(source, error, lang)) from error
    return names, texts


def _unreadable(source: Source, error: Exception, lang: str) -> str:
    return f"{source.address}: {say(lang, 'unreadable-source', error=str(error).strip().splitlines()[0])}"


def parquet_metadata(source: Source, lang: str) -> tuple[pq.FileMetaData, pa.Schema]:
    """What the foot of a Parquet file says of its row groups and columns. Raises SourceError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with open_bytes(source.address) as raw:
            file = pq.ParquetFile(raw)
            return file.metadata, file.schema_arrow
    except (OSError, pa.ArrowException) as error:
        raise SourceError(_unreadable(source, error, lang)) from error


def parquet_schema(source: Source, lang: str) -> pa.Schema:
    """The columns of a Parquet file. Raises SourceError."""
    return parquet_metadata(source, lang)[1]


def check_schema(address: str, schema: pa.Schema, text_column: str, id_column: str | None, lang: str) -> None:
    """Raises SourceError where `schema` lacks a column, or that of the texts holds something else."""
    texts = [field.name for field in schema if is_text(field.type)]
    for flag, name in (("--text-column", text_column), ("--id-column", id_column)):
        if name is None:
            continue
        known: Sequence[str] = texts if flag == "--text-column" else schema.names
        if name not in known:
            columns = between(lang).join(known) or say(lang, "no-text-columns")
            if name in schema.names:
                what = say(lang, "column-no-text", name=name, type=schema.field(name).type, columns=columns)
            else:
                what = say(lang, "no-column", name=name, flag=flag, columns=columns)
            raise SourceError(f"{address}: {what}")


def is_text(type: pa.DataType) -> bool:
    """Whether a column of `type` holds texts."""
    import pyarrow.types as types

    if types.is_dictionary(type):
        return is_text(type.value_type)
    return bool(types.is_string(type) or types.is_large_string(type) or types.is_string_view(type))
