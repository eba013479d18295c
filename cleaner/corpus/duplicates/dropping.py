"""Leaves copies out, where that was asked for, and puts them back.

What is written: `data/`, the rows that stay, in files like those read; `dropped/`, each row that was left out or
changed, as it stood; `dropped.jsonl`, what was taken from where, why, and where its text stays. From `data/` and
`dropped/` all rows come back, byte for byte (a row of Parquet: value for value). The sources are never changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from cleaner.corpus.duplicates.records import SCHEMA, Name
from cleaner.corpus.duplicates.settle import Cluster, Member
from cleaner.corpus.duplicates.units import WHOLE
from cleaner.corpus.rows import Part, Reading, Row, batches
from cleaner.corpus.sources import Kind, Source

if TYPE_CHECKING:
    import pyarrow as pa

DATA, DROPPED, RECORD = "data", "dropped", "dropped.jsonl"
#: The texts of a folder become rows of one file.
TEXTS = "texts.jsonl"


class Cut(NamedTuple):
    """What goes from one row: the whole row, or `start` to `end` of its text, and the record of it."""

    start: int
    end: int
    whole: bool
    record: dict[str, Any]


def cuts_of(clusters: Iterable[Cluster], paragraphs: bool) -> dict[tuple[str, int], list[Cut]]:
    """What goes, by file and row: copies of documents, and of paragraphs in the others where `paragraphs` is asked."""
    found: dict[tuple[str, int], list[Cut]] = {}
    for cluster in clusters:
        for member in cluster.members:
            if member.dropped and (cluster.whole or paragraphs):
                name = Name.unpacked(member.place.document)
                found.setdefault((name.source, name.row), []).append(_cut(cluster, member, name))
    return {at: _apart(cuts) for at, cuts in found.items()}


def _cut(cluster: Cluster, member: Member, name: Name) -> Cut:
    stays = cluster.members[0].place
    where = Name.unpacked(stays.document)
    whole = member.place.index == WHOLE
    record = {
        "schema": SCHEMA,
        "dropped": "document" if whole else "paragraph",
        "id": name.id,
        "source": name.source,
        "row": name.row,
        "start": member.place.start,
        "end": member.place.end,
        "cluster": cluster.name,
        "because": member.because,
        "similarity": member.similarity,
        "differences": [list(difference) for difference in member.differing.differences],
        "stays": {
            "id": where.id,
            "source": where.source,
            "row": where.row,
            "start": stays.start,
            "end": stays.end,
            "why": cluster.best.why,
        },
    }
    return Cut(member.place.start, member.place.end, whole, record)


def _apart(cuts: list[Cut]) -> list[Cut]:
    """`cuts` of one row, in order: a whole row alone, else spans that do not overlap."""
    whole = [cut for cut in cuts if cut.whole]
    if whole:
        return whole[:1]
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, c.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def without(text: str, cuts: Sequence[Cut]) -> str:
    """`text` without the spans of `cuts`, each with the line end behind it (or, at the end, before it)."""
    pieces, at = [], 0
    for cut in cuts:
        start, end = cut.start, cut.end
        while end < len(text) and text[end] in " \t\u3000\r":
            end += 1
        if end < len(text) and text[end] == "\n":
            # The blank line behind it goes too, where one stands before it.
            end += 1
            if text[end : end + 1] == "\n" and text[:start].endswith("\n\n"):
                end += 1
        while start > at and text[start - 1] in " \t\u3000":
            start -= 1
        pieces.append(text[at:start])
        at = end
    return "".join(pieces) + text[at:]


def drop(
    sources: Sequence[Source], reading: Reading, cuts: Mapping[tuple[str, int], Sequence[Cut]], out: Path
) -> Iterator[dict[str, Any]]:
    """Writes `data/` and `dropped/` in `out`; yields the records of what went, in the order of the files."""
    for number, (name, part) in enumerate(_parts(sources)):
        with ExitStack() as stack:
            kept = _Writer(out / DATA / f"{number:05}-{name}", part.kind, stack)
            gone = _Writer(out / DROPPED / f"{number:05}-{name}", part.kind, stack)
            place = 0
            for batch in batches(part, reading):
                for offset, row in enumerate(batch.rows):
                    if row.problem or row.text is None:
                        continue
                    address, line = (part.files[row.number - 1], 1) if part.files else (part.address, row.number)
                    some = cuts.get((_shown(address), line), ())
                    table = batch.table.slice(offset, 1) if batch.table is not None else None
                    if some:
                        gone.write(row, table)
                        for cut in some:
                            text = row.text[cut.start : cut.end]
                            yield cut.record | {"file": f"{number:05}-{name}", "place": place, "text": text}
                    if not some:
                        kept.write(row, table)
                    elif not some[0].whole:
                        kept.write(row, table, reading.text_column, without(row.text, some))
                    place += 1


def restored(out: Path, back: Path) -> int:
    """Writes to `back` the rows as they were before; says how many were put back.

    Raises:
        OSError: the record, or what it names, cannot be read.
        ValueError: the record is not one of ours, or does not fit the files beside it.
    """
    whole: dict[str, dict[int, bool]] = {}
    with (out / RECORD).open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if record.get("schema") != SCHEMA:
                raise ValueError(f"{out / RECORD}: is not a record of what was dropped")
            whole.setdefault(record["file"], {})[record["place"]] = record["dropped"] == "document"
    count = 0
    names = {path.name for folder in (DATA, DROPPED) if (out / folder).is_dir() for path in (out / folder).iterdir()}
    for path in (out / DATA / name for name in sorted(names)):
        places = whole.get(path.name, {})
        with ExitStack() as stack:
            kind = Kind.PARQUET if path.suffix == ".parquet" else Kind.JSONL
            writer = _Writer(back / path.name, kind, stack)
            kept, gone = _rows(path, kind), _rows(out / DROPPED / path.name, kind)
            at = 0
            while True:
                if at in places:
                    if not places[at]:
                        next(kept, None)
                    item = next(gone, None)
                    if item is None:
                        raise ValueError(f"{out / DROPPED / path.name}: lacks a row that {RECORD} names")
                    count += 1
                elif (item := next(kept, None)) is None:
                    break
                writer.put(item)
                at += 1
    return count


def _parts(sources: Sequence[Source]) -> Iterator[tuple[str, Part]]:
    texts = tuple(source.address for source in sources if source.kind is Kind.TEXT)
    if texts:
        yield TEXTS, Part(texts[0], Kind.TEXT, files=texts)
    for source in sources:
        if source.kind is not Kind.TEXT:
            name = source.address.rstrip("/").rsplit("/", 1)[-1]
            stem = name.removesuffix(f".{source.packed}") if source.packed else name
            end = "parquet" if source.kind is Kind.PARQUET else "jsonl"
            yield f"{stem.rsplit('.', 1)[0]}.{end}", Part(source.address, source.kind)


def _shown(address: str) -> str:
    from cleaner.inputs import shown_name

    return shown_name(address)


def _rows(path: Path, kind: Kind) -> Iterator[Any]:
    """The rows of a file that `_Writer` wrote, as it takes them."""
    if not path.is_file():
        return
    if kind is Kind.PARQUET:
        import pyarrow.parquet as pq

        for batch in pq.ParquetFile(path).iter_batches(batch_size=1000):
            for at in range(batch.num_rows):
                yield batch.slice(at, 1)
    else:
        with path.open("rb") as file:
            yield from file


class _Writer:
    """A file of rows, made when the first row comes."""

    def __init__(self, path: Path, kind: Kind, stack: ExitStack) -> None:
        self._path, self._kind, self._stack = path, kind, stack
        self._lines: IO[bytes] | None = None
        self._tables: Any = None
        self._waiting: list[Any] = []

    def write(self, row: Row, table: pa.RecordBatch | None, column: str = "", text: str | None = None) -> None:
        """Adds a row, with another text if there is one."""
        if table is not None:
            if text is not None:
                import pyarrow as pa

                at = table.schema.get_field_index(column)
                table = table.set_column(at, table.schema.field(at), pa.array([text], table.schema.field(at).type))
            self.put(table)
            return
        raw = row.raw
        if text is not None:
            value = json.loads(raw)
            value[column] = text
            raw = json.dumps(value, ensure_ascii=False).encode()
        self.put(raw + b"\n")

    def put(self, item: Any) -> None:
        """Adds a line of bytes, or a row as a record batch."""
        if isinstance(item, bytes):
            if self._lines is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._lines = self._stack.enter_context(self._path.open("wb"))
            self._lines.write(item)
            return
        if self._tables is None:
            import pyarrow.parquet as pq

            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._tables = self._stack.enter_context(pq.ParquetWriter(self._path, item.schema))
            self._stack.callback(self._flush)
        self._waiting.append(item)
        if len(self._waiting) >= 1000:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._tables.write_table(pa.Table.from_batches(self._waiting))
            self._waiting.clear()
