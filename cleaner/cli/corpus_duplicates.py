"""`cleaner corpus duplicates`: texts that stand in several documents of a corpus."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.common import exit_with, fail
from cleaner.cli.extras import need

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES...", help="JSONL (.gz, .zst), Parquet, folders, globs, s3:// …", show_default=False
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write.")]
Drop = Annotated[
    Literal["documents", "all"] | None,
    typer.Option(
        "--drop",
        help="Also write data/ without copies: of documents, or of documents and paragraphs. Recorded; see --restore.",
        show_default=False,
    ),
]
Restore = Annotated[
    bool, typer.Option("--restore", help="SOURCES is a folder that --drop wrote: put all rows back, into DIR.")
]
Similarity = Annotated[
    float, typer.Option("--similarity", metavar="0.5..1", help="The part of the letters that a copy shares, at least.")
]
Shortest = Annotated[int, typer.Option("--shortest", min=5, help="Letters of the shortest paragraph to compare.")]
Paragraphs = Annotated[
    bool, typer.Option("--paragraphs/--no-paragraphs", help="Compare paragraphs too, or documents only.")
]
Scripts = Annotated[
    bool,
    typer.Option("--fold-script/--no-fold-script", help="Take a traditional and a simplified text for copies, or not."),
]
TextColumn = Annotated[str, typer.Option("--text-column", metavar="NAME", help="The column with the text.")]
IdColumn = Annotated[
    str | None,
    typer.Option(
        "--id-column", metavar="NAME", help="The column with an id. [default: file and row]", show_default=False
    ),
]
Runner = Annotated[Literal["native", "ray"], typer.Option("--runner", help="Daft's own engine, or a Ray cluster.")]
Address = Annotated[
    str | None,
    typer.Option(
        "--address", metavar="HOST:PORT", help="Of the Ray cluster. [default: one made here]", show_default=False
    ),
]


def duplicates(
    sources: Sources,
    output: Output,
    drop: Drop = None,
    restore: Restore = False,
    similarity: Similarity = 0.8,
    shortest: Shortest = 12,
    paragraphs: Paragraphs = True,
    fold_script: Scripts = True,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    runner: Runner = "native",
    address: Address = None,
    lang: options.LangOption = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """Find paragraphs and documents that stand in more than one document, exactly or nearly.

    Writes clusters.jsonl (each with its places, what differs, the best copy and why), summary.json and summary.md. Wire
    copy, boilerplate, credits, headings, and texts that differ in a figure or a name are told apart from copies.
    Sources are never changed, and nothing is dropped unless --drop asks for it.

    Exits with 0, also where copies are found; with 2 where rows were set aside, or something
    cannot be read or written.

    \b
    cleaner corpus duplicates corpus.jsonl -o copies/
    cleaner corpus duplicates scans/ -o copies/ --similarity 0.9
    cleaner corpus duplicates 'shards/*.parquet' -o thinned/ --drop documents
    cleaner corpus duplicates thinned/ --restore -o back/
    """
    from cleaner.corpus.duplicates.words import say
    from cleaner.corpus.words import say as said_of_corpus

    lookup = options.look_up(
        ["."], include=include, exclude=exclude, encoding=encoding, lang=lang, no_decisions=True, config=config,
        isolated=isolated,
    )  # fmt: skip
    settings, said = lookup.run, lookup.lang
    need(said, ray=runner == "ray")
    if "://" in str(output) or str(output).partition(":/")[0] in ("s3", "gs", "az"):
        fail(say(said, "not-local", path=output))
    if address and runner != "ray":
        fail(said_of_corpus(said, "address-alone"))
    if restore:
        _restore(sources, output, said)
        return
    if not 0.5 <= similarity <= 1:
        fail(say(said, "bad-similarity", value=similarity))
    from cleaner.corpus.duplicates.dropping import RECORD
    from cleaner.corpus.duplicates.plan import Wanted
    from cleaner.corpus.duplicates.running import REJECTED, is_ours, run
    from cleaner.corpus.duplicates.summary import summary
    from cleaner.corpus.rows import Reading
    from cleaner.corpus.running import NoEngine, use_runner
    from cleaner.corpus.sources import SourceError, find

    if not is_ours(output):
        fail(say(said, "not-ours", path=output))
    reading = Reading(text_column, id_column, settings.encoding, said)
    wanted = Wanted(similarity, shortest, fold_script, paragraphs)
    started = time.monotonic()
    try:
        found = find(sources, settings)
        use_runner(runner == "ray", address, None)
        counts = run(found, reading, wanted, output, dropping=drop or "", tell=_tell)
    except NoEngine as error:
        fail(said_of_corpus(said, "no-engine", error=error))
    except SourceError as error:
        fail(str(error))
    except OSError as error:
        fail(say(said, "no-scratch", path=error.filename or output, error=error.strerror or error))
    except KeyboardInterrupt:
        fail(said_of_corpus(said, "stopped"))
    seconds = time.monotonic() - started
    if sys.stderr.isatty():
        print(f"{counts.bytes / 1e6 / max(seconds, 1e-9):.1f} MB/s", file=sys.stderr)
    print(summary(counts, said))
    if drop:
        went = [json.loads(line)["dropped"] for line in (output / RECORD).open(encoding="utf-8")]
        command = f"cleaner corpus duplicates {output} --restore -o DIR"
        told = {"documents": went.count("document"), "paragraphs": went.count("paragraph")}
        print(say(said, "went", **told, record=output / RECORD, command=command))
    for complaint in counts.complaints:
        print(complaint, file=sys.stderr)
    if more := counts.rejected - len(counts.complaints):
        print(said_of_corpus(said, "more-rejected", count=more, where=output / REJECTED), file=sys.stderr)
    print(output / "summary.md")
    exit_with(failed=counts.rejected > 0, left=False)


def _restore(sources: list[str], output: Path, lang: str) -> None:
    from cleaner.corpus.duplicates.dropping import restored
    from cleaner.corpus.duplicates.words import say

    if len(sources) != 1 or (output.exists() and any(output.iterdir())):
        fail(say(lang, "not-ours", path=output))
    try:
        count = restored(Path(sources[0]), output)
    except (OSError, ValueError, KeyError) as error:
        fail(say(lang, "no-record", path=sources[0], error=error))
    print(say(lang, "back", count=count, folder=output))


def _tell(step: str) -> None:
    if sys.stderr.isatty():
        print(f"{step} …", file=sys.stderr)
