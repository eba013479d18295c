"""Cleans one part: reads it batch by batch, writes what becomes of it, and then a record that it is done."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, Any

from cleaner.bugs import FOLDER as BUGS
from cleaner.bugs import name_of, report
from cleaner.corpus import columns
from cleaner.corpus.job import FILES, PARTS, SET_ASIDE, Job, part_name
from cleaner.corpus.kinds import DATA, RECORDS, Kind, Source
from cleaner.corpus.looking import parquet_schema
from cleaner.corpus.opening import consumed, open_lines
from cleaner.corpus.rows import END, PATH, Batch, Lines, Part, Row, batches
from cleaner.corpus.shapes import Shape, merged, shape_of
from cleaner.corpus.sinks import JsonLines, Parquet, Sink, set_aside
from cleaner.corpus.store import Store
from cleaner.corpus.tasks import Task
from cleaner.document import Document
from cleaner.inputs import shown_name
from cleaner.lawful import Breach, unlike
from cleaner.plan import Result, clean_document
from cleaner.wording import say as tool_says
from cleaner.work import pack_endless, rules_for

#: Code points beyond which a text is too long to be drawn for the sample.
READABLE = 200_000


@dataclass
class Counted:
    """What was counted in one part; `record` is kept beside the output."""

    rows: int = 0
    rejected: int = 0
    changed: int = 0
    rescan: int = 0
    characters: int = 0  # code points
    text_bytes: int = 0  # of UTF-8
    findings: dict[str, Counter[str]] = field(default_factory=dict)  # by rule, then by safety
    applied: Counter[str] = field(default_factory=Counter)  # by rule
    left: Counter[str] = field(default_factory=Counter)  # by safety
    sample: dict[str, list[Any]] = field(default_factory=dict)  # by digest of the text: rank, digest, place, name

    def add(self, text: str, size: int, result: Result, rescan: bool, *, fix: bool) -> None:
        """Counts a text of `size` bytes."""
        self.rows += 1
        self.changed += result.changed
        self.rescan += rescan
        self.characters += len(text)
        self.text_bytes += size
        rules = {finding.key: finding.rule for finding in result.findings}
        for finding in result.findings:
            self.findings.setdefault(finding.rule, Counter())[finding.safety.value] += 1
        self.applied.update(rules[key] for key in result.applied)
        self.left.update({safety.value: count for safety, count in columns.left(result, fix=fix).items()})

    def draw(self, text: str, result: Result, place: int, name: str, most: int) -> None:
        """Draws a changed text for the sample by the digest of what stands in it: the same texts whatever the parts."""
        if not result.changed or not most or len(text) > READABLE:
            return
        digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        self.sample.setdefault(digest, [digest, place, name])
        if len(self.sample) > 4 * most:
            self.sample = dict(sorted(self.sample.items())[:most])

    def record(self, most: int) -> dict[str, Any]:
        """What was counted, ready for JSON."""
        return {
            "rows": self.rows,
            "rejected": self.rejected,
            "changed": self.changed,
            "rescan": self.rescan,
            "characters": self.characters,
            "text_bytes": self.text_bytes,
            "findings": {rule: dict(sorted(counts.items())) for rule, counts in sorted(self.findings.items())},
            "applied": dict(sorted(self.applied.items())),
            "left": dict(sorted(self.left.items())),
            "sample": [self.sample[digest] for digest in sorted(self.sample)[:most]],
        }


class Cleaner:
    """Does the tasks of a job, one after another. Made once in each worker: compiled patterns do not travel."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.store = Store(job.out)
        self.rules = rules_for(job.settings)
        self.names = columns.names(job.prefix, fix=job.fix)

    def do(self, task: Task) -> None:
        """Writes the parts of `task` that are not there yet. Raises OSError where its source or the output fails."""
        if task.packed:
            self._packed(task)
        else:
            self._part(task.file, task.part, batches(task.part, self.job.reading), lambda: task.size)

    def _packed(self, task: Task) -> None:
        file, size, ordinal = task.file, self.job.part_size, 0
        prefix = f"part-{file:05d}-"
        done = {name.removesuffix(".json") for name in self.store.names(PARTS) if name.startswith(prefix)}
        with open_lines(self.job.reading.at(task.part.address)) as stream:
            lines = Lines(stream, 0, self.job.reading)
            while not lines.ended:
                stop = (ordinal + 1) * size
                if ordinal % task.lanes == task.lane and part_name(file, ordinal) not in done:
                    before = consumed(stream)
                    part = replace(task.part, ordinal=ordinal, start=ordinal * size, stop=stop)
                    self._part(file, part, lines.batches(stop), lambda at=before: consumed(stream) - at)  # type: ignore[misc]
                else:
                    lines.skip(stop)
                ordinal += 1
        self.store.write(f"{FILES}/{file:05d}.json", json.dumps({"parts": ordinal}).encode())

    def _part(self, file: int, part: Part, read: Iterator[Batch], size: Callable[[], int]) -> None:
        """Writes the rows, then the rows set aside, then the record: what has a record is whole."""
        job, name = self.job, part_name(file, part.ordinal)
        counted, lines, began = Counted(), 0, time.time()
        with ExitStack() as opened:
            rejected: IO[bytes] | None = None
            grown = opened.enter_context(self.store.growing(f"{DATA}/{name}.{job.format}"))
            sink = self._sink(grown, part)
            try:
                for batch in read:
                    lines = batch.lines
                    good, added = self._batch(part, batch, counted)
                    sink.write(batch, good, added)
                    bad = [at for at, row in enumerate(batch.rows) if row.problem]
                    counted.rejected += len(bad)
                    if bad and rejected is None:
                        aside = opened.enter_context(self.store.growing(f"{SET_ASIDE}/{name}.jsonl"))
                        rejected = opened.enter_context(aside.open("wb"))
                    for at in bad:
                        assert rejected
                        rejected.write(set_aside(part, batch, at))
            finally:
                sink.close()
            if not counted.rows and job.format != "parquet":
                grown.unlink()
        record = {"file": file, "ordinal": part.ordinal, "source": part.address, "lines": lines, "bytes": size()}
        took = {"seconds": round(time.time() - began, 3)}
        record |= counted.record(job.sample) | took
        self.store.write(
            f"{PARTS}/{name}.json", json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogateescape")
        )

    def _sink(self, grown: Any, part: Part) -> Sink:
        job = self.job
        if job.format != "parquet":
            return JsonLines(grown, job.format.removeprefix("jsonl").removeprefix("."), self.names)
        schema = None
        if part.kind is Kind.PARQUET:
            schema = parquet_schema(Source(job.reading.at(part.address), part.kind, 0), job.settings.lang)
        text = schema.field(job.reading.text_column).type if schema is not None else None
        types = columns.types(text)
        return Parquet(grown, self.names, types if job.fix else types[1:], schema, job.columns)

    def _batch(self, part: Part, batch: Batch, counted: Counted) -> tuple[list[int], list[list[Any]]]:
        """The places of the good rows, and what is added to each."""
        job = self.job
        good: list[int] = []
        added: list[list[Any]] = []
        for at, row in enumerate(batch.rows):
            if row.problem or row.text is None or self._taken(row):
                continue
            try:
                result = clean_document(
                    Document(row.text), self.rules, job.settings.consent, allowed=job.allowed(row.text)
                )
                values = columns.values(result, fix=job.fix)
            except Exception as error:  # a detector's bug must not stop the other rows
                row.problem = tool_says(job.settings.lang, "our-bug", error=f"{type(error).__name__}: {error}")
                continue
            breach = result.breach or (unlike(row.text, values[0], result.undo) if job.fix else None)
            if breach:
                row.problem = pack_endless(breach, job.settings, self.rules) or self._broken(breach)
                continue
            if result.unfinished:
                row.problem = tool_says(job.settings.lang, "out-of-time", rules=", ".join(result.unfinished))
                continue
            name = row.address or row.id or f"{shown_name(part.address)}"
            counted.draw(row.text, result, counted.rows, name, job.sample)
            counted.add(row.text, len(row.text.encode()), result, values[-2], fix=job.fix)
            good.append(at)
            added.append(values)
        return good, added

    def _broken(self, breach: Breach) -> str:
        """What to say of a row in which a law would have been broken; a report of it is kept beside the output."""
        say = partial(tool_says, self.job.settings.lang)
        made = report(breach, self.job.settings.digest())
        name, law = f"{RECORDS}/{BUGS}/{name_of(made, breach)}", say(f"law-{breach.law}")
        try:
            self.store.write(name, made)
        except OSError:
            return say("law-broken-unkept", law=law, error=breach.said)
        return say("law-broken", law=law, report=f"{self.store.address}/{name}")

    def _taken(self, row: Row) -> bool:
        """Whether a line of JSON has one of the added names already: the first lines were looked at, not all."""
        if not row.raw or not any(name.encode() in row.raw for name in self.names):
            return False
        taken = [name for name in self.names if name in json.loads(row.raw)]
        if taken:
            row.problem = self.job.reading.say("row-taken", name=taken[0])
        return bool(taken)


def shape_in(task: Task, job: Job) -> Shape:
    """The shape of all good rows that `task` reads. A packed file is read whole by its first lane."""
    if task.part.kind is Kind.TEXT:
        string = {"is": "string"}
        return {"is": "object", "fields": {PATH: string, job.reading.text_column: string}}
    found: Shape = {"is": "object", "fields": {}}
    if task.lane:
        return found
    part = replace(task.part, start=0, stop=END) if task.packed else task.part
    for batch in batches(part, job.reading):
        for row in batch.rows:
            if not row.problem:
                found = merged(found, shape_of(json.loads(row.raw)))
    return found
