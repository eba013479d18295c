"""`cleaner corpus`: JSONL, Parquet, folders of texts and object stores, on one machine or a cluster."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from cleaner.cli import options
from cleaner.cli.common import exit_with, fail, load_rules_for
from cleaner.cli.corpus_duplicates import duplicates
from cleaner.cli.extras import need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.corpus.ending import Totals
    from cleaner.corpus.job import Job
    from cleaner.corpus.sources import Source
    from cleaner.corpus.store import Store
    from cleaner.packs import Rule
    from cleaner.settings import Settings
    from cleaner.settings.lookup import Lookup

corpus = typer.Typer(
    name="corpus",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES...",
        help="JSONL (.jsonl, .ndjson, also .gz and .zst), Parquet, texts; folders, globs, s3:// gs:// az:// hf://",
    ),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="OUT", help="The folder to write: a path, s3:// or gs://.")
]
TextColumn = Annotated[str, typer.Option("--text-column", metavar="NAME", help="The column that holds the texts.")]
IdColumn = Annotated[
    str | None,
    typer.Option("--id-column", metavar="NAME", help="The column that names rows in reports.", show_default=False),
]
Prefix = Annotated[
    str | None,
    typer.Option(
        "--prefix", metavar="NAME", help="What the added columns begin with. [default: the text column's name]",
        show_default=False,
    ),
]  # fmt: skip
Format = Annotated[
    Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet"] | None,
    typer.Option("--format", help="What to write. [default: as the sources are; JSONL for texts]", show_default=False),
]
BatchSize = Annotated[
    int, typer.Option("--batch-size", min=1, metavar="ROWS", help="Rows held in memory at a time, for each worker.")
]
PartSize = Annotated[
    float | None,
    typer.Option(
        "--part-size",
        min=0.001,
        metavar="MB",
        help="Input that becomes one file of the output. [default: 1 to 16, a 32nd of the sources]",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=0, help="Workers; 0: one a core. [default: one a core]", show_default=False),
]
Runner = Annotated[Literal["native", "ray"], typer.Option("--runner", help="This machine, or a Ray cluster.")]
Address = Annotated[
    str | None,
    typer.Option(
        "--address", metavar="URL", help="The Ray cluster: auto, host:6379, ray://host:10001. [default: this machine]",
        show_default=False,
    ),
]  # fmt: skip
Restart = Annotated[bool, typer.Option("--restart", help="Remove what an earlier run left in OUT, and begin anew.")]
Sample = Annotated[int, typer.Option("--sample", min=0, metavar="N", help="Changed rows to put in the report.")]


@corpus.callback()
def about() -> None:
    """Check and fix corpora: JSONL, Parquet, folders of texts, s3:// and the like.

    \b
    cleaner corpus check corpus.jsonl -o checked/
    cleaner corpus fix shards/ -o cleaned/
    cleaner corpus fix 's3://bucket/news/*.parquet' -o s3://bucket/cleaned --runner ray
    """


@corpus.command()
def check(
    sources: Sources,
    output: Output,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    prefix: Prefix = None,
    format: Format = None,
    batch_size: BatchSize = 1000,
    part_size: PartSize = None,
    jobs: Jobs = None,
    runner: Runner = "native",
    address: Address = None,
    restart: Restart = False,
    sample: Sample = 50,
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    risky: options.Risky = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    lang: options.LangOption = None,
    any_language: options.AnyLanguage = None,
    fail_on: options.FailOn = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """Find damage in a corpus. Writes its rows to OUT with what was found; the sources are not touched.

    The rows keep their columns; text_findings, text_counts, text_rescan and text_rescan_pages are added. OUT also
    holds summary.md and a report of a sample. Rows that are none (bad JSON, no text) are set aside in OUT/rejected. A
    run that was stopped goes on where it was: give the same command again.

    Exits 0 where nothing is left to decide, 1 where safe or risky findings are (see --fail-on), 2 where rows were set
    aside or something could not be used.

    \b
    cleaner corpus check corpus.jsonl -o checked/
    cleaner corpus check shards/ -o checked/ --text-column content --id-column url
    """
    lookup = options.look_up(
        ["."],
        select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, jobs=jobs, lang=lang, any_language=any_language, fail_on=fail_on,
        no_decisions=True, config=config, isolated=isolated,
    )  # fmt: skip
    _run(
        sources, output, lookup, fix=False, text_column=text_column, id_column=id_column, prefix=prefix,
        format=format, batch_size=batch_size, part_size=part_size, ray=runner == "ray", address=address,
        restart=restart, sample=sample,
    )  # fmt: skip


@corpus.command()
def fix(
    sources: Sources,
    output: Output,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    prefix: Prefix = None,
    format: Format = None,
    batch_size: BatchSize = 1000,
    part_size: PartSize = None,
    jobs: Jobs = None,
    runner: Runner = "native",
    address: Address = None,
    restart: Restart = False,
    sample: Sample = 50,
    risky: options.Risky = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    script: options.Script = None,
    lang: options.LangOption = None,
    any_language: options.AnyLanguage = None,
    fail_on: options.FailOn = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """Mend a corpus. Writes its rows to OUT, with the mended text beside the text; the sources are not touched.

    The rows keep their columns, the text too; text_cleaned is added, and text_findings, text_counts, text_rescan and
    text_rescan_pages. text_cleaned is what `cleaner fix` makes of the text, to the byte. OUT also holds summary.md and
    a report of a sample. Rows that are none (bad JSON, no text) are set aside in OUT/rejected. A run that was stopped
    goes on where it was: give the same command again.

    Exits 0 where nothing is left to decide, 1 where safe or risky findings are (see --fail-on), 2 where rows were set
    aside or something could not be used.

    \b
    cleaner corpus fix corpus.jsonl -o cleaned/
    cleaner corpus fix shards/*.jsonl.zst -o cleaned/ --format parquet --jobs 8
    cleaner corpus fix s3://bucket/news/ -o s3://bucket/cleaned --runner ray --address auto
    """
    lookup = options.look_up(
        ["."],
        select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, script=script, jobs=jobs, lang=lang, any_language=any_language,
        fail_on=fail_on,
        no_decisions=True, config=config, isolated=isolated,
    )  # fmt: skip
    _run(
        sources, output, lookup, fix=True, text_column=text_column, id_column=id_column, prefix=prefix,
        format=format, batch_size=batch_size, part_size=part_size, ray=runner == "ray", address=address,
        restart=restart, sample=sample,
    )  # fmt: skip


def _run(
    given: list[str],
    output: str,
    lookup: Lookup,
    *,
    fix: bool,
    text_column: str,
    id_column: str | None,
    prefix: str | None,
    format: str | None,
    batch_size: int,
    part_size: float | None,
    ray: bool,
    address: str | None,
    restart: bool,
    sample: int,
) -> NoReturn:
    from cleaner.corpus.words import say

    settings, lang = lookup.run, lookup.lang
    if address and not ray:
        fail(say(lang, "address-alone"))
    need(lang, ray=ray)
    rules = load_rules_for(lookup)
    from cleaner.corpus.job import Job
    from cleaner.corpus.preparing import format_for, usual_part
    from cleaner.corpus.rows import Reading
    from cleaner.corpus.running import NoEngine, RunError, use_runner
    from cleaner.corpus.sources import SourceError, find
    from cleaner.corpus.store import Store
    from cleaner.turns import Busy, taken
    from cleaner.writing import why_unwritable

    try:
        # First of all, for addresses are listed with the same engine, and Daft lets nobody change it later.
        jobs = use_runner(ray, address, settings.jobs)
        sources = find(given, settings)
        job = Job(
            out=_absolute(output),
            fix=fix,
            format=format or format_for(sources, lang),
            settings=_absolute_packs(settings),
            reading=Reading(text_column, id_column, settings.encoding, lang, batch_size, str(Path.cwd())),
            prefix=prefix or text_column,
            part_size=int(part_size * 1_000_000) if part_size else usual_part(sources),
            sample=sample,
        )
        store = Store(job.out)
        # Of an object store nobody can tell who else is writing to it.
        with taken([] if store.remote else [job.out], "corpus"):
            failed, left = _work(store, job, sources, rules, jobs, restart=restart)
    except Busy as busy:
        fail(busy.said(lang))
    except NoEngine as error:
        fail(say(lang, "no-engine", error=error))
    except RunError as error:
        fail(say(lang, "broke-off", error=error))
    except SourceError as error:
        fail(str(error))
    except OSError as error:
        key = "out-full" if why_unwritable(error) == "unwritable-full" else "out-unusable"
        fail(f"{output}: {say(lang, key, error=error.strerror or error)}")
    except KeyboardInterrupt:
        fail(say(lang, "stopped"))
    exit_with(failed=failed, left=left)


def _absolute(output: str) -> str:
    """Workers may stand in another folder."""
    from cleaner.corpus.opening import is_remote

    return output if is_remote(output) else str(Path(output.removeprefix("file://")).absolute())


def _absolute_packs(settings: Settings) -> Settings:
    from dataclasses import replace

    return replace(settings, packs=tuple(str(Path(p).absolute()) if Path(p).exists() else p for p in settings.packs))


def _work(
    store: Store, job: Job, sources: Sequence[Source], rules: list[Rule], jobs: int, *, restart: bool
) -> tuple[bool, bool]:
    """Whether something failed, and whether something is left to decide."""
    from cleaner.corpus.ending import end, undone
    from cleaner.corpus.preparing import check_names, prepare, take_place, with_columns
    from cleaner.corpus.running import clean
    from cleaner.corpus.watching import watched
    from cleaner.corpus.words import say

    lang = job.settings.lang
    take_place(store, sources, lang)
    tasks = prepare(job, sources, jobs)
    check_names(job, sources)
    goes_on = _begin(store, job, sources, rules, restart=restart)
    job = with_columns(store, job, tasks, jobs)
    left, done, read = undone(store, tasks)
    if goes_on and left:
        print(say(lang, "goes-on", done=done), file=sys.stderr)
    wrong = []
    began, size = time.monotonic(), sum(source.size for source in sources)
    with watched(store, size, read):
        for complaint in clean(left, job, jobs) if left else ():
            if complaint:
                wrong.append(complaint)
                print(complaint, file=sys.stderr)
    seconds = time.monotonic() - began
    if wrong:
        print(say(lang, "parts-failed", count=len(wrong)), file=sys.stderr)
        return True, False
    totals, rejected = end(store, job, sources, rules)
    _tell(store, job, totals, rejected)
    if left:
        new = (size - read) / 1e6
        print(say(lang, "speed", size=f"{new:.1f}", seconds=f"{seconds:.1f}", speed=f"{new / seconds:.2f}"))
    return totals.counts["rejected"] > 0, totals.left_to_decide(job.settings.fails_on()) > 0


def _tell(store: Store, job: Job, totals: Totals, rejected: Sequence[str]) -> None:
    from cleaner.corpus.ending import REJECTED
    from cleaner.corpus.words import say

    lang, counts = job.settings.lang, totals.counts
    for told in rejected:
        print(told, file=sys.stderr)
    if counts["rejected"] > len(rejected):
        where = f"{store.address}/{REJECTED}"
        print(say(lang, "more-rejected", count=counts["rejected"] - len(rejected), where=where), file=sys.stderr)
    print(f"{store.address}/summary.md")
    found = sum(sum(by_safety.values()) for by_safety in totals.findings.values())
    left = totals.left_to_decide(job.settings.fails_on())
    verb = say(lang, "verb-fix" if job.fix else "verb-check")
    print(say(lang, "told", **counts, verb=verb, findings=found, left=left))


def _begin(store: Store, job: Job, sources: Sequence[Source], rules: Sequence[Rule], *, restart: bool) -> bool:
    from cleaner.corpus.preparing import Differs, begin
    from cleaner.corpus.words import say

    try:
        return begin(store, job.record(sources, rules), restart=restart)
    except Differs as error:
        fail(f"{store.address}: {say(job.settings.lang, 'out-differs', what=error)}")


corpus.command(short_help="Find texts that stand in several documents.")(duplicates)
