"""`cleaner check`: finds damage and says what it would become. Changes no file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.baseline import refuse, settle, write
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
    memory_for,
    progress,
    read_stdin,
    tracked,
)
from cleaner.cli.hook import Advice
from cleaner.model import Tally
from cleaner.reports.formats import Format as FormatName
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.decisions import Decision
    from cleaner.inputs import Complaint
    from cleaner.reports import Report

Format = Annotated[FormatName, typer.Option("--format", help="How to tell what was found; see docs/formats.md.")]


WriteBaseline = Annotated[
    bool,
    typer.Option("--write-baseline", help="Record all that is found as keep; from then on only new damage is told."),
]
PruneBaseline = Annotated[
    bool, typer.Option("--prune-baseline", help="Take out of the baseline what is gone from the texts.")
]


def check(
    paths: options.Paths = None,
    format: Format = "text",
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    risky: options.Risky = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = False,
    encoding: options.Encoding = None,
    script: options.Script = None,
    jobs: options.Jobs = None,
    lang: options.LangOption = None,
    stdin_filename: options.StdinFilename = "<stdin>",
    any_language: options.AnyLanguage = None,
    fail_on: options.FailOn = None,
    decisions: options.DecisionsFile = None,
    no_decisions: options.NoDecisions = False,
    no_cache: options.NoCache = False,
    config: options.Config = None,
    isolated: options.Isolated = False,
    rescan: options.Rescan = False,
    write_baseline: WriteBaseline = False,
    prune_baseline: PruneBaseline = False,
    hook: options.Hook = False,
    no_color: options.NoColor = False,
) -> None:
    """Find damage, and say what it would become. Changes no file.

    Without PATHS, the current folder. Of folders, texts that are neither hidden nor git-ignored.

    Exits 0 where nothing is left to decide, 1 where safe or risky findings are (see --fail-on), 2 where a file,
    pack or setting could not be used.

    \b
    cleaner check scans/
    cleaner check page.md --select doubled-characters
    cleaner check - --stdin-filename page.txt < page.txt
    cleaner check scans/ --format jsonl > findings.jsonl
    cleaner check scans/ --format sarif > findings.sarif
    cleaner check scans/ --rescan > rescan.tsv
    cleaner check scans/ --write-baseline
    """
    lookup = options.look_up(
        ["."] if hook else options.places(paths, stdin_filename),
        select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, script=script,
        jobs=jobs, lang=lang, any_language=any_language, fail_on=fail_on,
        decisions=decisions, no_decisions=no_decisions, force_exclude=force_exclude, config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    if rescan and format != "text":
        fail(say(settings.lang, "rescan-and-format"))
    if write_baseline or prune_baseline:
        refuse(settings, paths, plain=not (write_baseline and (rescan or format != "text")))
    # A hook is run at the top of the repository, and what it is given first may lie in a project of its own.
    known = load_decisions_for(settings, ["."] if hook else options.places(paths, stdin_filename))
    if write_baseline and known is not None:
        write(paths or ["."], lookup, known, prune=prune_baseline)
    from cleaner.files import clean_files

    wrong: list[Complaint] = []
    total = 1
    if paths == [STDIN]:
        rules = load_rules_for(lookup)
        outcomes = iter([read_stdin(stdin_filename, lookup, known)])
    else:
        inputs, wrong = inputs_for(paths or ["."], lookup)
        rules = load_rules_for(lookup, inputs)
        total = len(inputs)
        outcomes = clean_files(inputs, settings, rules, known, memory=memory_for(no_cache))
    tally, advice = Tally(failed=len(wrong)), Advice(settings.lang)
    # Before a commit only files that are in it are there: of the others nothing can be said.
    allowances = Allowances(lookup, [] if hook else paths or ["."])
    stale: list[Decision] = []
    with progress(total, sys.stdout, quiet=hook) as (out, shown):
        report: Report
        if rescan:
            from cleaner.reports.rescan import RescanReport

            report = RescanReport(out, settings.lang)
        else:
            from cleaner.reports.formats import report_for

            report = report_for(format, out, settings, rules, colour=colours(sys.stdout, no_color or hook))
        for complaint in wrong:
            report.complain(complaint)
        for outcome in tracked(outcomes, total, shown):
            if outcome.complaint:
                complain(outcome.complaint)
            report.add(outcome)
            allowances.see(outcome)
            tally += outcome.tally()
            if outcome.result:
                stale += outcome.result.stale
                advice.add(outcome.name, left_over(outcome.result, outcome.fails_on(), after_fix=False))
        report.end(tally, exit_code(failed=tally.failed > 0, left=bool(advice.hit)))
    allowances.end()
    settle(allowances.paths, stale, settings, known, prune=prune_baseline)
    if hook:
        advice.tell(fixed=False)
    exit_with(failed=tally.failed > 0, left=bool(advice.hit))
