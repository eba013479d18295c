"""`cleaner check`: finds damage and says what it would become. Writes nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from cleaner.cli import options
from cleaner.cli.common import (
    STDIN,
    Allowances,
    colours,
    complain,
    exit_with,
    fail,
    inputs_for,
    left_over,
    load_decisions_for,
    load_rules_for,
    progress,
    read_stdin,
    tell_stale,
    tracked,
)
from cleaner.model import Tally
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.inputs import Complaint
    from cleaner.packs import Rule
    from cleaner.reports import Report

Format = Annotated[Literal["text", "json", "jsonl"], typer.Option("--format", help="How to tell what was found.")]


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
    encoding: options.Encoding = None,
    jobs: options.Jobs = None,
    lang: options.LangOption = None,
    stdin_filename: options.StdinFilename = "<stdin>",
    any_language: options.AnyLanguage = None,
    fail_on: options.FailOn = None,
    decisions: options.DecisionsFile = None,
    no_decisions: options.NoDecisions = False,
    config: options.Config = None,
    isolated: options.Isolated = False,
    rescan: options.Rescan = False,
    no_color: options.NoColor = False,
) -> None:
    """Find damage, and say what it would become. Writes nothing.

    Without PATHS, the current folder. Of folders, texts that are neither hidden nor git-ignored.

    Exits 0 where nothing is left to decide, 1 where safe or risky findings are (see --fail-on), 2 where a file,
    pack or setting could not be used.

    \b
    cleaner check scans/
    cleaner check page.md --select doubled-characters
    cleaner check - --stdin-filename page.txt < page.txt
    cleaner check scans/ --format jsonl > findings.jsonl
    cleaner check scans/ --rescan > rescan.tsv
    """
    lookup = options.look_up(
        options.places(paths, stdin_filename),
        select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, jobs=jobs, lang=lang, any_language=any_language, fail_on=fail_on,
        decisions=decisions, no_decisions=no_decisions, config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    if rescan and format != "text":
        fail(say(settings.lang, "rescan-and-format"))
    known = load_decisions_for(settings, paths or ["."])
    from cleaner.work import clean_files

    wrong: list[Complaint] = []
    total = 1
    if paths == [STDIN]:
        rules = load_rules_for(lookup)
        outcomes = iter([read_stdin(stdin_filename, lookup, known)])
    else:
        inputs, wrong = inputs_for(paths or ["."], lookup)
        rules = load_rules_for(lookup, inputs)
        total = len(inputs)
        outcomes = clean_files(inputs, settings, rules, known)
    tally, left, stale = Tally(failed=len(wrong)), False, 0
    allowances = Allowances(lookup, paths or ["."])
    with progress(total, sys.stdout) as (out, shown):
        report = _report("rescan" if rescan else format, out, settings.lang, rules, colours(sys.stdout, no_color))
        for complaint in wrong:
            report.complain(complaint)
        for outcome in tracked(outcomes, total, shown):
            if outcome.complaint:
                complain(outcome.complaint)
            report.add(outcome)
            allowances.see(outcome)
            stale += len(outcome.result.stale) if outcome.result else 0
            tally += outcome.tally()
            left = left or bool(outcome.result and left_over(outcome.result, outcome.fails_on(), after_fix=False))
        report.end(tally)
    allowances.end()
    tell_stale(stale, settings)
    exit_with(failed=tally.failed > 0, left=left)


def _report(format: str, out: TextIO, lang: str, rules: list[Rule], colour: bool) -> Report:
    if format == "text":
        from cleaner.reports.text import TextReport

        return TextReport(out, lang, colour=colour)
    if format == "rescan":
        from cleaner.reports.rescan import RescanReport

        return RescanReport(out, lang)
    from cleaner.reports.records import Json, JsonLines

    return Json(out, rules) if format == "json" else JsonLines(out, rules)
