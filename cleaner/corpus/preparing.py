"""What is seen to before a run: the place, the format, the columns, and whether an earlier run is to go on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner.corpus import columns
from cleaner.corpus.ending import REJECTED, REPORT
from cleaner.corpus.job import COLUMNS, RUN, Job
from cleaner.corpus.kinds import DATA, RECORDS, Kind, Source, SourceError
from cleaner.corpus.looking import json_names, parquet_schema
from cleaner.corpus.opening import is_remote
from cleaner.corpus.store import Store
from cleaner.corpus.tasks import Task, cut
from cleaner.corpus.words import say
from cleaner.wording import between

#: What the output holds.
OURS = (DATA, REJECTED, REPORT, "summary.json", "summary.md", RECORDS)


#: What the record of a run says while it is being removed.
RESTARTING = "restarting"


class Differs(ValueError):
    """The output holds a run of another kind. The message names what differs."""


def format_for(sources: Sequence[Source], lang: str) -> str:
    """The format of the output where none was asked for: that of the sources. Raises SourceError where they differ."""
    formats = {
        "parquet" if source.kind is Kind.PARQUET else f"jsonl.{source.packed}" if source.packed else "jsonl"
        for source in sources
    }
    if len(formats) > 1:
        raise SourceError(say(lang, "format-asked"))
    return formats.pop()


#: Bytes of input in a part where nobody says, and into how many parts the sources are to be cut, so that all cores
#: of a machine have work. The number of workers has no say: the same sources give the same files.
SMALLEST, LARGEST, PARTS = 1_000_000, 16_000_000, 32


def usual_part(sources: Sequence[Source]) -> int:
    """The size of a part, in bytes of input, that suits `sources`."""
    return min(LARGEST, max(SMALLEST, sum(source.size for source in sources) // PARTS))


def take_place(store: Store, sources: Sequence[Source], lang: str) -> None:
    """Raises SourceError where the output would stand among its own sources, or in a folder that holds other things.

    Raises OSError where it cannot be read.
    """
    if not store.remote:
        here = store.path("").resolve()
        for source in sources:
            if not is_remote(source.address) and Path(source.address.removeprefix("file://")).resolve().is_relative_to(
                here
            ):
                raise SourceError(f"{store.address}: {say(lang, 'out-in-source')}")
    strange = [name for name in store.names("") if name not in OURS]
    if strange:
        raise SourceError(f"{store.address}: {say(lang, 'out-taken', found=strange[0])}")


def prepare(job: Job, sources: Sequence[Source], jobs: int) -> list[Task]:
    """The tasks of the job. Raises SourceError where a column is missing or a Parquet file cannot be read."""
    reading = job.reading
    return list(cut(sources, job.part_size, reading.text_column, reading.id_column, jobs=jobs, lang=job.settings.lang))


def check_names(job: Job, sources: Sequence[Source]) -> None:
    """Raises SourceError where the first Parquet or JSONL file has one of the columns that are to be added."""
    for kind in (Kind.PARQUET, Kind.JSONL):
        source = next((source for source in sources if source.kind is kind), None)
        if source is None:
            continue
        lang = job.settings.lang
        known = parquet_schema(source, lang).names if kind is Kind.PARQUET else json_names(source, lang)[0]
        for name in columns.names(job.prefix, fix=job.fix):
            if name in known:
                raise SourceError(f"{source.address}: {say(lang, 'column-taken', name=name, prefix=job.prefix)}")


def begin(store: Store, record: dict[str, Any], *, restart: bool) -> bool:
    """Writes down what the run is; whether one of the same kind was begun before. With `restart` that one is removed.

    Raises Differs where another kind of run was begun there.
    """
    kept = store.read(RUN)
    if kept is not None and (restart or RESTARTING in json.loads(kept)):
        _clear(store)
        kept = None
    if kept is None:
        store.write(RUN, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
        return False
    there = json.loads(kept)
    differing = [name for name in record if record[name] != there.get(name)]
    if "settings" in differing:
        differing.remove("settings")
        old = there.get("settings", {})
        differing += [name for name, value in record["settings"].items() if value != old.get(name)]
    if differing:
        raise Differs(between(record["settings"]["lang"]).join(differing))
    return True


def _clear(store: Store) -> None:
    """Removes what an earlier run left. The records go last, and first they say so: killed in between, what is left of
    them must not be taken for a run whose rows are all there.
    """
    store.write(RUN, json.dumps({RESTARTING: True}).encode())
    for name in OURS:
        if name != RECORDS:
            store.remove(name)
    for name in store.names(RECORDS):
        if f"{RECORDS}/{name}" != RUN:
            store.remove(f"{RECORDS}/{name}")
    store.remove(RECORDS)


def with_columns(store: Store, job: Job, tasks: Sequence[Task], jobs: int) -> Job:
    """The job with the columns of its JSONL, where that is to become Parquet: all of it is read once for them."""
    from cleaner.corpus.running import shape

    rows = [task for task in tasks if task.part.kind is not Kind.PARQUET]
    if job.format != "parquet" or not rows:
        return job
    kept = store.read(COLUMNS)
    if kept is None:
        kept = json.dumps(shape(rows, job, jobs), ensure_ascii=False).encode("utf-8", "backslashreplace")
        store.write(COLUMNS, kept)
    return replace(job, columns=kept.decode())
