"""What is made of the records once all parts are written: rows set aside, a summary, and a sample to read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.corpus import columns
from cleaner.corpus.job import FILES, PARTS, SET_ASIDE, Job, part_name
from cleaner.corpus.kinds import DATA, Kind, Source
from cleaner.corpus.opening import open_lines
from cleaner.corpus.store import GROWING, Store
from cleaner.corpus.words import say
from cleaner.document import Document
from cleaner.model import Safety, Tally
from cleaner.packs import Rule
from cleaner.plan import clean_document
from cleaner.reports.records import rules_version
from cleaner.work import Outcome

REJECTED, REPORT = "rejected", "report"
#: What is summed over the records.
SUMS = ("rows", "rejected", "changed", "rescan", "characters", "text_bytes")


@dataclass
class Totals:
    """A corpus, counted."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMS, 0))
    findings: dict[str, dict[str, int]] = field(default_factory=dict)  # by rule, then by safety
    applied: dict[str, int] = field(default_factory=dict)  # by rule
    left: dict[str, int] = field(default_factory=dict)  # by safety

    def add(self, record: dict[str, Any]) -> None:
        """Adds the record of a part."""
        for name in SUMS:
            self.counts[name] += record[name]
        for rule, counts in record["findings"].items():
            _add(self.findings.setdefault(rule, {}), counts)
        _add(self.applied, record["applied"])
        _add(self.left, record["left"])

    def left_to_decide(self, safeties: Iterable[Safety]) -> int:
        """How many findings of `safeties` are left."""
        return sum(self.left.get(safety.value, 0) for safety in safeties)


def _add(to: dict[str, int], counts: dict[str, int]) -> None:
    for name, count in counts.items():
        to[name] = to.get(name, 0) + count


def end(store: Store, job: Job, sources: Sequence[Source], rules: Sequence[Rule]) -> tuple[Totals, list[str]]:
    """Writes what a finished run leaves beside its rows; the totals, and the first rows set aside, as complaints."""
    totals = Totals()
    told: list[str] = []
    sample: dict[str, tuple[str, int, str]] = {}
    before = file = -1
    for name in store.names(PARTS):
        record = json.loads(store.read(f"{PARTS}/{name}") or b"{}")
        part = name.removesuffix(".json")
        if record["file"] != file:
            file, before = record["file"], 0
        totals.add(record)
        if record["rejected"]:
            told += _reject(store, part, 0 if sources[file].kind is Kind.TEXT else before, 20 - len(told))
        before += record["lines"]
        for digest, place, row in record["sample"]:
            sample.setdefault(digest, (part, place, row))
        sample = dict(sorted(sample.items())[: job.sample])
    drawn = sorted(sample.values())
    _summary(store, job, totals, rules, len(drawn))
    _report(store, job, drawn, rules)
    # What a killed run was writing when it was killed.
    store.remove(GROWING)
    store.sweep()
    return totals, told


def _reject(store: Store, part: str, before: int, most: int) -> list[str]:
    """Copies the rows that were set aside in a part, with their numbers in the source, of which `before` go before."""
    told: list[str] = []
    made = []
    for line in (store.read(f"{SET_ASIDE}/{part}.jsonl") or b"").splitlines():
        row = json.loads(line)
        row["row"] += before
        made.append(json.dumps(row, ensure_ascii=False) + "\n")
        if len(told) < most:
            told.append(f"{row['source']}:{row['row']}: {row['reason']}")
    store.write(f"{REJECTED}/{part}.jsonl", "".join(made).encode("utf-8", "backslashreplace"))
    return told


def _summary(store: Store, job: Job, totals: Totals, rules: Sequence[Rule], drawn: int) -> None:
    from cleaner._version import __version__

    added = columns.names(job.prefix, fix=job.fix)
    told = {
        "tool": {"name": "cleaner", "version": __version__},
        "rules": rules_version(rules),
        "command": "fix" if job.fix else "check",
        "format": job.format,
        "text_column": job.reading.text_column,
        "added_columns": list(added),
        **totals.counts,
        "findings": dict(sorted(totals.findings.items())),
        "applied": dict(sorted(totals.applied.items())),
        "left": totals.left,
    }
    store.write("summary.json", (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode())
    store.write("summary.md", ("\n".join(_lines(job, totals, rules, added, drawn)) + "\n").encode())


def _lines(job: Job, totals: Totals, rules: Sequence[Rule], added: Sequence[str], drawn: int) -> Iterator[str]:
    lang, counts, what = job.settings.lang, totals.counts, "fix" if job.fix else "check"
    titles = {rule.id: rule.words(lang).title for rule in rules}
    yield f"# {say(lang, f'title-{what}')}"
    yield ""
    yield "| | |"
    yield "| --- | ---: |"
    for key, value in (
        ("rows", f"{counts['rows']:,}"),
        ("text", f"{counts['text_bytes'] / 1e6:,.1f}"),
        ("characters", f"{counts['characters']:,}"),
        (f"changed-{what}", f"{counts['changed']:,}"),
        ("rescan", f"{counts['rescan']:,}"),
        ("rejected", f"{counts['rejected']:,}"),
        ("left", f"{totals.left_to_decide(job.settings.fails_on()):,}"),
    ):
        yield f"| {say(lang, key)} | {value} |"
    if totals.findings:
        heads = [say(lang, key) for key in ("rule", *Safety, f"applied-{what}")]
        yield ""
        yield f"| {' | '.join(heads)} |"
        yield "| --- | ---: | ---: | ---: | ---: |"
        for rule, found in sorted(totals.findings.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])):
            cells = [found.get(safety.value, 0) for safety in Safety] + [totals.applied.get(rule, 0)]
            yield f"| {titles.get(rule, rule)} (`{rule}`) | {' | '.join(f'{cell:,}' for cell in cells)} |"
    names = ", ".join(f"`{name}`" for name in added)
    yield ""
    yield f"## {say(lang, 'files')}"
    yield ""
    yield f"- `{DATA}/`: {say(lang, 'file-data', columns=names)}"
    if counts["rejected"]:
        yield f"- `{REJECTED}/`: {say(lang, 'file-rejected')}"
    if drawn:
        yield f"- [{REPORT}/index.html]({REPORT}/index.html): {say(lang, 'file-report', count=drawn)}"


def _report(store: Store, job: Job, drawn: Sequence[tuple[str, int, str]], rules: Sequence[Rule]) -> None:
    """Pages on the rows that were drawn. Their texts are read back from the output, and looked at once more."""
    store.remove(REPORT)
    if not drawn:
        return
    from cleaner.reports.html.folder import HtmlReport

    lang = job.settings.lang
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / REPORT
        folder.mkdir()
        title = say(lang, "sample-of", out=store.address.rpartition("/")[2] or store.address)
        tally = Tally()
        with HtmlReport(folder, rules, lang, title) as report:
            for name, text in _drawn_texts(store, job, drawn):
                outcome = Outcome(
                    name, clean_document(Document(text, name), rules, job.settings.consent, allowed=job.allowed(text))
                )
                report.add(outcome)
                tally += outcome.tally()
            report.end(tally)
        store.copy_in(folder, REPORT)


def _drawn_texts(store: Store, job: Job, drawn: Sequence[tuple[str, int, str]]) -> Iterator[tuple[str, str]]:
    wanted: dict[str, dict[int, str]] = {}
    for part, place, name in drawn:
        wanted.setdefault(part, {})[place] = name
    for part, places in wanted.items():
        for place, text in _texts_at(store, job, part, places):
            yield f"{places[place]} ({part}:{place + 1})", text


def _texts_at(store: Store, job: Job, part: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    address = f"{store.address}/{DATA}/{part}.{job.format}"
    column = job.reading.text_column
    if job.format == "parquet":
        import pyarrow.parquet as pq

        from cleaner.corpus.opening import open_bytes

        with open_bytes(address) as raw:
            at = 0
            for batch in pq.ParquetFile(raw, pre_buffer=False).iter_batches(columns=[column], batch_size=1000):
                for place in places:
                    if at <= place < at + batch.num_rows:
                        yield place, batch.column(0)[place - at].as_py()
                at += batch.num_rows
        return
    left = set(places)
    with open_lines(address) as file:
        for place, line in enumerate(file):
            if place in left:
                left.discard(place)
                yield place, json.loads(line)[column]
            if not left:
                return


def undone(store: Store, tasks: Sequence[Any]) -> tuple[list[Any], int, int]:
    """The tasks that are not done yet, how many parts are known to be, and the bytes of input that they read."""
    names = {name.removesuffix(".json") for name in store.names(PARTS)}
    files = {
        int(name.removesuffix(".json")): json.loads(store.read(f"{FILES}/{name}") or b"{}")["parts"]
        for name in store.names(FILES)
    }
    left = []
    read = 0
    for task in tasks:
        if task.packed:
            whole = task.file in files and all(part_name(task.file, n) in names for n in range(files[task.file]))
            mine = [n for n in names if n.startswith(f"part-{task.file:05d}-")] if not task.lane else []
            read += sum(json.loads(store.read(f"{PARTS}/{name}.json") or b"{}")["bytes"] for name in mine)
        else:
            whole = part_name(task.file, task.part.ordinal) in names
            read += task.size if whole else 0
        if not whole:
            left.append(task)
    return left, len(names), read
