"""`cleaner report`: a folder of pages to read, with a patch, records and a summary. Changes no text."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.baseline import settle
from cleaner.cli.common import (
    STDIN,
    Allowances,
    colours,
    complain,
    exit_code,
    exit_with,
    fail,
    inputs_for,
    left_over,
    load_decisions_for,
    load_rules_for,
    progress,
    read_stdin,
    tracked,
)
from cleaner.model import Tally
from cleaner.wording import between, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.decisions import Decision
    from cleaner.inputs import Complaint
    from cleaner.work import Outcome

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="The folder to write. [default: reports/ and the name of what is read]",
        show_default=False,
    ),
]


def report(
    paths: options.Paths = None,
    output: Output = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    risky: options.Risky = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    script: options.Script = None,
    jobs: options.Jobs = None,
    lang: options.LangOption = None,
    stdin_filename: options.StdinFilename = "<stdin>",
    any_language: options.AnyLanguage = None,
    fail_on: options.FailOn = None,
    decisions: options.DecisionsFile = None,
    no_decisions: options.NoDecisions = False,
    config: options.Config = None,
    isolated: options.Isolated = False,
    no_color: options.NoColor = False,
) -> None:
    """Write a report to read in a browser: before beside after, with the reason for each change.

    The folder holds index.html, a page a document, changes.patch, findings.jsonl and summary.md. The pages need no
    network and no script. The texts are not touched. A report that is there is replaced; any other folder is not.

    Exits as `check` does: 0 where nothing is left to decide, 1 where safe or risky findings are (see --fail-on), 2
    where a file, pack, setting or folder could not be used.

    \b
    cleaner report scans/
    cleaner report scans/ -o reports/spring --lang zh
    cleaner report page.md --select broken-wraps
    """
    lookup = options.look_up(
        options.places(paths, stdin_filename),
        select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, script=script, jobs=jobs, lang=lang, any_language=any_language,
        fail_on=fail_on,
        decisions=decisions, no_decisions=no_decisions, config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    named = paths or ["."]
    target = output or Path("reports") / _name(named)
    from cleaner.inputs import shown_name
    from cleaner.journal import leads_out
    from cleaner.reports.html.folder import HtmlReport, NotOurs, check_place, whole_folder

    if leads_out(target):
        fail(f"{target}: {say(settings.lang, 'output-outside', target=shown_name(target.resolve()))}")
    try:
        check_place(target)
    except NotOurs as error:
        fail(f"{target}: {say(settings.lang, 'not-a-report', found=error)}")
    known = load_decisions_for(settings, options.places(named, stdin_filename))
    from cleaner.files import clean_files
    from cleaner.reports.text import TextReport

    wrong: list[Complaint] = []
    total = 1
    if named == [STDIN]:
        rules = load_rules_for(lookup)
        outcomes = iter([read_stdin(stdin_filename, lookup, known)])
    else:
        inputs, wrong = inputs_for(named, lookup)
        rules = load_rules_for(lookup, inputs)
        total = len(inputs)
        outcomes = clean_files(inputs, settings, rules, known)
    if not total:
        # Each path was complained of. A report on nothing would only replace a report on something.
        exit_with(failed=True, left=False)
    tally, left = Tally(failed=len(wrong)), False
    stale: list[Decision] = []
    allowances = Allowances(lookup, named)
    said = TextReport(sys.stdout, settings.lang, colour=colours(sys.stdout, no_color), counted=True)
    try:
        with (
            whole_folder(target) as folder,
            progress(total, sys.stdout) as (_, shown),
            HtmlReport(
                folder, rules, settings.lang, _title(named), rescan=lambda outcome: _rescan(outcome, settings.lang)
            ) as made,
        ):
            for complaint in wrong:
                made.complain(complaint)
            for outcome in tracked(outcomes, total, shown):
                if outcome.complaint:
                    complain(outcome.complaint)
                made.add(outcome)
                said.add(outcome)
                allowances.see(outcome)
                tally += outcome.tally()
                stale += outcome.result.stale if outcome.result else ()
                left = left or bool(outcome.result and left_over(outcome.result, outcome.fails_on(), after_fix=False))
            made.end(tally, exit_code(failed=tally.failed > 0, left=left))
    except OSError as error:
        fail(f"{target}: {say(settings.lang, 'no-report', error=error.strerror or error)}")
    print(target / "index.html")
    said.end(tally)
    allowances.end()
    settle(named, stale, settings, known)
    exit_with(failed=tally.failed > 0, left=left)


def _name(paths: list[str]) -> str:
    """The name of the one file or folder that is read, else the time."""
    if len(paths) == 1 and paths[0] != STDIN and paths[0]:
        path = Path(paths[0]).resolve()
        name = path.name if path.is_dir() else path.stem
        if name.strip("."):
            return name
    return time.strftime("%Y-%m-%d-%H%M%S")


def _rescan(outcome: Outcome, lang: str) -> Iterator[str]:
    """The pages of one document to scan again, in words."""
    from cleaner.reports.rescan import why
    from cleaner.rescan import pages_to_rescan

    if outcome.result:
        for page in pages_to_rescan(outcome.result):
            yield f"{outcome.name} {say(lang, 'page', page=str(page.page))}{between(lang)}{why(page, lang)}"


def _title(paths: list[str]) -> str:
    names = [Path(path).resolve().name or path for path in paths[:3]]
    return between("en").join(names) + (" …" if len(paths) > 3 else "")
