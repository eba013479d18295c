"""`cleaner structure`: what each line of a file is."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.common import STDIN, colours, complain, exit_with, inputs_for

Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to tell it.")]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files or folders, or - for standard input.")]

#: Cells that a listing takes where it does not go to a terminal.
COLUMNS = 100


def structure(
    paths: Files,
    format: Format = "text",
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    lang: options.LangOption = None,
    stdin_filename: options.StdinFilename = "<stdin>",
    config: options.Config = None,
    isolated: options.Isolated = False,
    no_color: options.NoColor = False,
) -> None:
    """Show what each line is: headline, byline, caption, body, list, verse, table, furniture …

    A row is a paragraph with all its lines, or a line that stands for itself: line numbers, part, indent/width in cells
    (a Chinese character takes two), words. Writes nothing, and finds no damage: for that, see check.

    Exits 0, or 2 where a file could not be read.

    \b
    cleaner structure page.txt
    cleaner structure page.txt --lang zh
    cleaner structure - < page.txt
    cleaner structure scans/ --format json > structure.json
    """
    lookup = options.look_up(
        options.places(paths, stdin_filename), include=include, exclude=exclude, encoding=encoding, lang=lang,
        config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    from cleaner._version import __version__
    from cleaner.document import UnreadableText
    from cleaner.encodings import read
    from cleaner.inputs import Complaint
    from cleaner.reading import read_bytes, read_stream, why_unreadable
    from cleaner.reports import SCHEMA
    from cleaner.reports.outline import listing, record
    from cleaner.reports.records import dumped

    failed, begun, told = False, False, []
    colour = colours(sys.stdout, no_color)
    columns = shutil.get_terminal_size((COLUMNS, 24)).columns if sys.stdout.isatty() else COLUMNS
    if paths == [STDIN]:
        sources: list[tuple[str, Path | None, str]] = [(stdin_filename, None, lookup.of(stdin_filename).encoding)]
    else:
        inputs, wrong = inputs_for(paths, lookup)
        failed = bool(wrong)
        sources = [(item.name, item.path, (item.settings or settings).encoding) for item in inputs]
    for name, path, coding in sources:
        try:
            data = read_bytes(path) if path else read_stream(sys.stdin.buffer, name)
            document = read(data, name, coding)
        except OSError as error:
            complain(Complaint(name, why_unreadable(error, settings.lang)))
            failed = True
            continue
        except UnreadableText as error:
            complain(Complaint(name, error.said(settings.lang), error.line, error.column))
            failed = True
            continue
        if format == "json":
            told.append(record(name, document))
            continue
        if begun:
            print()
        begun = True
        for line in listing(name, document, settings.lang, columns, colour=colour):
            print(line)
    if format == "json":
        head = {"schema": SCHEMA, "tool": {"name": "cleaner", "version": __version__}}
        print(dumped(head | {"files": told}, indent=2))
    exit_with(failed=failed, left=False)
