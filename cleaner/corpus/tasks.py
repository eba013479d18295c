"""Cuts sources into parts, in the same way whatever the workers; a part becomes one file of the output."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from cleaner.corpus.kinds import Kind, Source
from cleaner.corpus.looking import check_columns, check_schema, parquet_metadata
from cleaner.corpus.rows import Part

#: Text files in one part.
TEXTS_A_PART = 10_000
#: Feet of Parquet files read at once: nearly all of it is waiting for the net.
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is given: a part; or of a packed file, which cannot be entered in its middle, every `lanes`-th
    part from the `lane`-th on, cut from the stream as it is unpacked.

    `size` is in bytes of input, as they lie there.
    """

    file: int
    part: Part
    size: int
    packed: bool = False
    lane: int = 0
    lanes: int = 1

    def dumped(self) -> str:
        """This task as a string, which travels through Daft."""
        return json.dumps(asdict(self))

    @classmethod
    def loaded(cls, text: str) -> Task:
        """The task that `dumped` as `text`."""
        value = json.loads(text)
        part = value.pop("part")
        part |= {"kind": Kind(part["kind"]), "groups": tuple(part["groups"]), "files": tuple(part["files"])}
        return cls(part=Part(**part), **value)


def cut(
    sources: Sequence[Source], part_size: int, text_column: str, id_column: str | None, *, jobs: int, lang: str
) -> Iterator[Task]:
    """The tasks that read all of `sources`, in their order. Raises SourceError where a column is missing."""
    packed = sum(bool(source.packed) for source in sources)
    texts: list[Source] = []
    first_text = next((number for number, source in enumerate(sources) if source.kind is Kind.TEXT), 0)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        footed = [source for source in sources if source.kind is Kind.PARQUET]
        feet = iter(pool.map(lambda source: parquet_metadata(source, lang), footed))
        looked = False
        for number, source in enumerate(sources):
            if source.kind is Kind.TEXT:
                texts.append(source)
            elif source.kind is Kind.PARQUET:
                metadata, schema = next(feet)
                check_schema(source.address, schema, text_column, id_column, lang)
                sizes = [metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)]
                rows = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
                yield from _parquet(number, source, sizes, rows, part_size)
            else:
                # One file of JSONL is looked at for its columns; of the others each bad row is told.
                if not looked:
                    check_columns(source, text_column, id_column, lang)
                    looked = True
                yield from (
                    _packed(number, source, -(-jobs // packed)) if source.packed else _lines(number, source, part_size)
                )
    yield from _texts(first_text, texts, part_size)


def _lines(number: int, source: Source, part_size: int) -> Iterator[Task]:
    for ordinal, start in enumerate(range(0, source.size, part_size)):
        stop = min(start + part_size, source.size)
        yield Task(number, Part(source.address, source.kind, ordinal, start, stop), stop - start)


def _packed(number: int, source: Source, lanes: int) -> Iterator[Task]:
    for lane in range(lanes):
        part = Part(source.address, source.kind)
        yield Task(number, part, source.size // lanes, packed=True, lane=lane, lanes=lanes)


def _parquet(number: int, source: Source, sizes: Sequence[int], rows: Sequence[int], part_size: int) -> Iterator[Task]:
    """Row groups laid together up to `part_size`; one that is larger is cut by rows. Sizes are of the unpacked data."""
    ordinal = held = 0
    groups: list[int] = []
    total = sum(sizes) or 1
    for group, size in enumerate(sizes):
        if groups and held + size > part_size:
            part = Part(source.address, source.kind, ordinal, groups=tuple(groups))
            yield Task(number, part, source.size * held // total)
            ordinal, held, groups = ordinal + 1, 0, []
        pieces = min(-(-size // part_size), rows[group])
        if pieces > 1:
            for piece in range(pieces):
                start, stop = rows[group] * piece // pieces, rows[group] * (piece + 1) // pieces
                part = Part(source.address, source.kind, ordinal, start, stop, groups=(group,))
                yield Task(number, part, source.size * size // total // pieces)
                ordinal += 1
        else:
            groups.append(group)
            held += size
    if groups or not ordinal:
        # A file without rows has a part too: its columns are handed on.
        yield Task(
            number, Part(source.address, source.kind, ordinal, groups=tuple(groups)), source.size * held // total
        )


def _texts(number: int, texts: Sequence[Source], part_size: int) -> Iterator[Task]:
    ordinal = held = 0
    few: list[str] = []
    for source in texts:
        if few and (held + source.size > part_size or len(few) >= TEXTS_A_PART):
            yield Task(number, Part(few[0], Kind.TEXT, ordinal, files=tuple(few)), held)
            ordinal, held, few = ordinal + 1, 0, []
        few.append(source.address)
        held += source.size
    if few:
        yield Task(number, Part(few[0], Kind.TEXT, ordinal, files=tuple(few)), held)
