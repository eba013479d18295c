"""`cleaner fix`: applies what is safe to apply, in place, into a folder, or as a filter; or shows it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

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
    keep_decisions,
    left_over,
    load_decisions_for,
    load_rules_for,
    memory_for,
    progress,
    read_stdin,
    tracked,
)
from cleaner.cli.hook import Advice
from cleaner.cli.offset_map import OffsetFile, OffsetMapOption, OffsetUnit, check_offset_map
from cleaner.cli.streams import write_bytes
from cleaner.model import Tally
from cleaner.reports.formats import FixFormat as FormatName
from cleaner.reports.formats import report_for
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.decisions import Decision, Decisions
    from cleaner.inputs import Complaint, Input
    from cleaner.packs import Rule
    from cleaner.remembered import Memory
    from cleaner.settings import Settings
    from cleaner.work import Outcome

Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="DIR", help="Write every file read there, changed or not.", show_default=False
    ),
]
Diff = Annotated[bool, typer.Option("--diff", help="Print a patch and write nothing.")]
Words = Annotated[bool, typer.Option("--words", help="Print the changes inside lines and write nothing.")]
Format = Annotated[FormatName, typer.Option("--format", help="How to tell what was mended; see docs/formats.md.")]


def fix(
    paths: options.Paths = None,
    output: Output = None,
    diff: Diff = False,
    words: Words = False,
    format: Format = "text",
    offset_map: OffsetMapOption = None,
    offset_unit: OffsetUnit = None,
    risky: options.Risky = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    force_exclude: options.ForceExclude = False,
    encoding: options.Encoding = None,
    to_encoding: options.ToEncoding = None,
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
    hook: options.Hook = False,
    no_color: options.NoColor = False,
) -> None:
    """Mend what is safe to mend: in place, into a folder, or as a filter.

    In place, a journal is kept first, and `cleaner undo` gives back the exact bytes. With -o, files of a folder keep
    their paths below that folder, named files theirs below the current one. With -, standard input is mended to
    standard output.

    Exits 0 where nothing is left to decide afterwards (with -: once the output is written), 1 where safe or risky
    findings are left (with --diff and --words: all that were found), 2 where a file, pack or setting could not be
    used; such a file is left as it was, the others are done.

    \b
    cleaner fix scans/
    cleaner fix --words page.md
    cleaner fix --diff scans/ | git apply
    cleaner fix scans/ -o clean/
    cleaner fix scans/ -o clean/ --offset-map offsets.jsonl
    cleaner fix - < raw.txt > clean.txt
    cleaner fix scans/ -o clean/ --to-encoding utf-8
    cleaner fix scans/ --script s2t
    """
    lookup = options.look_up(
        ["."] if hook else options.places(paths, stdin_filename),
        select=select, ignore=ignore, pack=pack, risky=risky, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, to_encoding=to_encoding, script=script,
        jobs=jobs, lang=lang, any_language=any_language, fail_on=fail_on,
        decisions=decisions, no_decisions=no_decisions, force_exclude=force_exclude, config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    if not paths:
        fail(say(settings.lang, "no-paths"))
    if diff and words:
        fail(say(settings.lang, "diff-and-words"))
    if output and (diff or words):
        fail(say(settings.lang, "diff-and-output"))
    if to_encoding and (diff or words):
        fail(say(settings.lang, "diff-and-encoding"))
    if output and paths == [STDIN]:
        fail(say(settings.lang, "stdin-output"))
    if format != "text" and (diff or words or paths == [STDIN]):
        fail(say(settings.lang, "fix-format", format=format))
    for place in filter(None, (output, offset_map)):
        from cleaner.inputs import shown_name
        from cleaner.journal import leads_out

        if leads_out(place):
            # A stranger's folder may hold `clean -> ~`, and it is no name that the person gave.
            fail(f"{place}: {say(settings.lang, 'output-outside', target=shown_name(place.resolve()))}")
    check_offset_map(offset_map, offset_unit, settings.lang, dry=diff or words)
    known = load_decisions_for(settings, ["."] if hook else options.places(paths, stdin_filename))
    allowances = Allowances(lookup, [] if hook else paths)
    colour = colours(sys.stdout, no_color or hook)
    if paths == [STDIN]:
        load_rules_for(lookup)
        outcome = read_stdin(stdin_filename, lookup, known)
        allowances.see(outcome)
        _filter(outcome, settings, offset_map, offset_unit, diff=diff, words=words, colour=colour)
    inputs, wrong = inputs_for(paths, lookup)
    rules = load_rules_for(lookup, inputs)
    memory = memory_for(no_cache)
    if diff or words:
        _show(inputs, len(wrong), settings, rules, known, allowances, memory, words=words, colour=colour)
    offsets = OffsetFile(offset_map, offset_unit, settings.lang, inputs)
    from cleaner.turns import Busy, taken

    try:
        with taken([output] if output else paths, "fix") as holder:
            _write(
                inputs, wrong, settings, rules, known, allowances, memory, output, offsets, format, holder,
                colour=colour, hook=hook,
            )  # fmt: skip
    except Busy as busy:
        fail(busy.said(settings.lang))


def _filter(
    outcome: Outcome,
    settings: Settings,
    offset_map: Path | None,
    unit: OffsetUnit,
    *,
    diff: bool,
    words: bool,
    colour: bool,
) -> NoReturn:
    """Standard input to standard output. Where it cannot be done, nothing is written."""
    from cleaner.work import LawBroken

    failed = outcome.complaint is not None
    if outcome.complaint:
        complain(outcome.complaint)
    if outcome.result is not None:
        if diff or words:
            failed = _changes(outcome, settings, words=words, colour=colour) or failed
        else:
            try:
                data = outcome.data()
            except LawBroken as error:
                fail(str(error.complaint))
            except UnicodeEncodeError as error:
                from cleaner.fixing import unencodable

                fail(str(unencodable(outcome, error, settings.lang)))
            if sys.__stdout__ is None:  # `cleaner fix - >&-`
                fail(say(settings.lang, "no-stdout"))
            with OffsetFile(offset_map, unit, settings.lang) as offsets:
                offsets.add(outcome)
            _write_bytes(data)
    exit_with(failed=failed, left=False)


def _show(
    inputs: list[Input],
    wrong: int,
    settings: Settings,
    rules: list[Rule],
    decisions: Decisions | None,
    allowances: Allowances,
    memory: Memory | None,
    *,
    words: bool,
    colour: bool,
) -> NoReturn:
    """The changes as a patch or inside lines; nothing is written."""
    from cleaner.files import clean_files

    failed, left = wrong > 0, False
    stale: list[Decision] = []
    for outcome in clean_files(inputs, settings, rules, decisions, memory=memory):
        if outcome.complaint:
            complain(outcome.complaint)
            failed = True
        failed = _changes(outcome, settings, words=words, colour=colour) or failed
        allowances.see(outcome)
        stale += outcome.result.stale if outcome.result else ()
        left = left or bool(outcome.result and left_over(outcome.result, outcome.fails_on(), after_fix=False))
    allowances.end()
    settle(allowances.paths, stale, settings, decisions)
    exit_with(failed=failed, left=left)


def _changes(outcome: Outcome, settings: Settings, *, words: bool, colour: bool) -> bool:
    """Prints one file's changes; gives whether that failed."""
    result = outcome.result
    if result is None or not result.changed:
        return False
    if words:
        from cleaner.reports.words import words as changes

        for line in changes(outcome.name, result.document, result.edits, colour=colour):
            print(line)
        return False
    from cleaner.reports.patch import NoPatch, patch, patch_name

    name = patch_name(outcome.source.path) if outcome.source else outcome.name
    try:
        _write_bytes(patch(name, result.document, result.edits))
    except (NoPatch, UnicodeEncodeError):
        print(
            f"{outcome.name}: {say(settings.lang, 'no-patch-encoding', encoding=_encoding(outcome))}", file=sys.stderr
        )
        return True
    return False


def _encoding(outcome: Outcome) -> str:
    return outcome.result.document.encoding if outcome.result else ""


def _write_bytes(data: bytes) -> None:
    write_bytes(sys.stdout, data)


def _write(
    inputs: list[Input],
    wrong: list[Complaint],
    settings: Settings,
    rules: list[Rule],
    decisions: Decisions | None,
    allowances: Allowances,
    memory: Memory | None,
    output: Path | None,
    offsets: OffsetFile,
    format: FormatName,
    holder: str,
    *,
    colour: bool,
    hook: bool,
) -> NoReturn:
    """In place after the journal, or into the folder `output`; then a report."""
    from cleaner.files import clean_files
    from cleaner.fixing import carried, mend, misplaced, swept, write_out
    from cleaner.journal import Journal
    from cleaner.recovery import notices

    if output:
        clashes = misplaced(inputs, output, settings.lang)
        for complaint in clashes:
            complain(complaint)
        if clashes:
            exit_with(failed=True, left=False)
        if count := swept(inputs, output):
            print(say(settings.lang, "swept", n=count), file=sys.stderr)
    else:
        for notice in notices(Path.cwd(), settings.lang):
            print(notice, file=sys.stderr)
    tally, advice, recoded = Tally(failed=len(wrong)), Advice(settings.lang), 0
    stale: list[Decision] = []
    lasting: list[Decision] = []
    # A person is told how many fixes were applied; programs and offset maps are told each.
    counted = format == "text" and not offsets.path
    outcomes = clean_files(inputs, settings, rules, decisions, memory=memory, writes=True, mended=counted)
    journal = Journal(Path.cwd(), holder=holder)
    try:
        with progress(len(inputs), sys.stdout, quiet=hook) as (out, shown), offsets:
            report = report_for(format, out, settings, rules, colour=colour, mended=True, undoable=not output)
            for complaint in wrong:
                report.complain(complaint)
            for outcome in tracked(outcomes, len(inputs), shown):
                if outcome.complaint:
                    complain(outcome.complaint)
                offsets.add(outcome)
                written = write_out(outcome, output, settings.lang) if output else mend(outcome, journal, settings.lang)
                if written:
                    offsets.take_back()
                    complain(written)
                    report.complain(written)
                    tally += Tally(files=1, failed=1)
                    continue
                if decisions and not output:
                    lasting += carried(outcome)
                report.add(outcome)
                allowances.see(outcome)
                tally += outcome.tally()
                if outcome.result:
                    recoded += outcome.recoded
                    stale += outcome.result.stale
                    open_still = left_over(outcome.result, outcome.fails_on(), after_fix=True)
                    advice.add(outcome.name, open_still, changed=outcome.result.changed)
            report.end(tally, exit_code(failed=tally.failed > 0, left=bool(advice.hit)))
        if recoded:
            key = "recoded-out" if output else "recoded"
            print(say(settings.lang, key, count=recoded, encoding=settings.to_encoding), file=sys.stderr)
        allowances.end()
        settle(allowances.paths, stale, settings, decisions)
    finally:
        journal.close()
        if decisions and lasting:
            keep_decisions(decisions, lasting)
    if hook:
        advice.tell(fixed=True)
    exit_with(failed=tally.failed > 0, left=bool(advice.hit))
