"""`cleaner decisions`: lists what was decided, and takes out what fits nothing any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.common import complain, exit_with, fail, inputs_for, load_decisions_for, load_rules_for
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.decisions import Decision, Decisions
    from cleaner.inputs import Input
    from cleaner.packs import Rule
    from cleaner.settings import Settings
    from cleaner.settings.lookup import Lookup

Prune = Annotated[
    bool, typer.Option("--prune", help="Take out the decisions that are done or stale, of the files read.")
]
Only = Annotated[
    Literal["all", "person", "baseline"],
    typer.Option("--only", help="Those of people, or those of a baseline (check --write-baseline)."),
]
Where = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATHS]...", help="Only about these files and folders.", show_default=False),
]


def decisions(
    paths: Where = None,
    prune: Prune = False,
    only: Only = "all",
    pack: options.Packs = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    jobs: options.Jobs = None,
    lang: options.LangOption = None,
    any_language: options.AnyLanguage = None,
    decisions: options.DecisionsFile = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
) -> None:
    """List what was decided about findings, and whether it still fits.

    A decision that stands has its finding. One that is done was carried out: there is nothing more to find. A stale one
    fits nothing any more, because the text was changed. Of a file that is not there, nothing can be said.

    \b
    cleaner decisions
    cleaner decisions scans/page1.txt
    cleaner decisions --prune
    cleaner decisions --only person
    """
    lookup = options.look_up(
        paths, pack=pack, include=include, exclude=exclude, encoding=encoding, jobs=jobs, lang=lang,
        any_language=any_language, decisions=decisions, config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    known = load_decisions_for(settings, paths or ["."])
    assert known is not None
    if not len(known):
        print(say(settings.lang, "decisions-none", file=known.file))
        return
    inputs, wrong = _inputs(paths, known, lookup)
    names = {known.name(item.path) for item in inputs}
    listed = [d for d in known if (paths is None or d.path in names) and only in ("all", _of(d))]
    states, failed = _states(inputs, known, settings, load_rules_for(lookup, inputs))
    for decision in listed:
        print(_line(decision, states.get(decision.id, "decision-unread"), settings.lang))
    count = "decision-count" if len(listed) == 1 else "decisions-count"
    print(say(settings.lang, count, count=len(listed), file=known.file), file=sys.stderr)
    if prune:
        from cleaner.decisions import DecisionsError

        spent = [d for d in listed if states.get(d.id) in ("decision-done", "decision-is-stale")]
        try:
            known.change(drop=spent)
        except DecisionsError as error:
            fail(str(error))
        count = "decision-pruned" if len(spent) == 1 else "decisions-pruned"
        print(say(settings.lang, count, count=len(spent)), file=sys.stderr)
    exit_with(failed=failed or wrong, left=False)


def _inputs(paths: list[str] | None, known: Decisions, lookup: Lookup) -> tuple[list[Input], bool]:
    """The files with decisions, among `paths` where there are any; and whether something was wrong with those."""
    from cleaner.bounded import inside
    from cleaner.inputs import Input, shown_name
    from cleaner.journal import place_of

    if paths is not None:
        found, complaints = inputs_for(paths, lookup)
        return [item for item in found if known.of(item.path)], bool(complaints)
    names = dict.fromkeys(decision.path for decision in known)
    inputs = []
    bounds = (known.file.parent, place_of(Path.cwd()))
    for name in names:
        path = known.file.parent / name
        # A stranger's file of decisions is no list of files to open: “../../home/…” is passed over.
        if not any(inside(path, bound) for bound in bounds):
            continue
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        if os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where a name is too long
            inputs.append(Input(path, shown_name(shown), Path(path.name), lookup.of(path)))
    return inputs, False


def _states(
    inputs: Sequence[Input], known: Decisions, settings: Settings, rules: list[Rule]
) -> tuple[dict[tuple[str, str], str], bool]:
    """What there is to say of each decision, by its id; and whether a file could not be read."""
    from cleaner.files import clean_files

    states: dict[tuple[str, str], str] = {}
    failed = False
    for outcome in clean_files(inputs, settings, rules, known):
        if outcome.complaint:
            complain(outcome.complaint)
            failed = True
        if outcome.result is None or outcome.source is None:
            continue
        for decision in known.of(outcome.source.path):
            states[decision.id] = "decision-not-asked"
        for key, found in (
            ("decision-standing", outcome.result.decided.values()),
            ("decision-is-stale", outcome.result.stale),
            ("decision-done", outcome.result.done),
        ):
            states |= {decision.id: key for decision in found}
    return states, failed


def _of(decision: Decision) -> str:
    return "baseline" if decision.baseline else "person"


def _line(decision: Decision, state: str, lang: str) -> str:
    from cleaner.printable import told_name
    from cleaner.reports.excerpt import elided, visible

    seen = elided(visible(decision.seen), 44) if decision.seen else "⏎"
    put = "" if decision.replacement is None else f" → {elided(visible(decision.replacement), 44) or '∅'}"
    text = f"{visible(decision.before)[-8:]}⟦{seen}{put}⟧{visible(decision.after)[:8]}"
    by = say(lang, "decision-baseline", version=decision.baseline) if decision.baseline else decision.by
    who = " ".join(part for part in (decision.at[:10], by) if part)
    parts = [decision.path, decision.rule, say(lang, decision.verdict.value), say(lang, state), text, who]
    parts = [visible(part) for part in [*parts, decision.remark and f"“{decision.remark}”"] if part]
    return "  ".join([told_name(parts[0]), *parts[1:]])
