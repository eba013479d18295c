"""`cleaner review`: decide finding by finding, in a browser on this machine or in a terminal."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.common import exit_with, fail, inputs_for, load_decisions_for, load_rules_for
from cleaner.model import Safety

if TYPE_CHECKING:
    from cleaner.review.desk import Desk

Port = Annotated[
    int,
    typer.Option("--port", min=0, max=65535, metavar="N", help="The port. [default: a free one]", show_default=False),
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Print the address; open no browser.")]
Terminal = Annotated[bool, typer.Option("--terminal", help="Review here, without a browser.")]


def review(
    paths: options.Paths = None,
    terminal: Terminal = False,
    port: Port = 0,
    no_open: NoOpen = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    pack: options.Packs = None,
    min_confidence: options.MinConfidence = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    encoding: options.Encoding = None,
    script: options.Script = None,
    jobs: options.Jobs = None,
    lang: options.LangOption = None,
    any_language: options.AnyLanguage = None,
    decisions: options.DecisionsFile = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
    no_color: options.NoColor = False,
) -> None:
    """Review findings one by one: apply, leave, or write it yourself.

    The pages are served to this machine alone, at an address that only you are told. Every decision is kept in
    cleaner-decisions.jsonl as it is made, and check, fix and report keep to it. Nothing is written into the texts
    before you say so; `cleaner undo` takes that back.

    \b
    cleaner review scans/
    cleaner review scans/ --lang zh
    cleaner review page.txt --terminal
    """
    lookup = options.look_up(
        paths, select=select, ignore=ignore, pack=pack, risky=False, min_confidence=min_confidence, include=include,
        exclude=exclude, encoding=encoding, script=script, jobs=jobs, lang=lang, any_language=any_language,
        fail_on=Safety.RISKY,
        decisions=decisions, no_decisions=False, config=config, isolated=isolated,
    )  # fmt: skip
    settings = lookup.run
    named = paths or ["."]
    known = load_decisions_for(settings, named)
    assert known is not None
    inputs, wrong = inputs_for(named, lookup)
    rules = load_rules_for(lookup, inputs)
    from cleaner.review.desk import Desk
    from cleaner.review.words import say

    if not inputs:
        fail(say(settings.lang, "nothing-to-review"))
    desk = Desk(inputs, settings, rules, known, _who())
    if terminal:
        from cleaner.cli.common import colours
        from cleaner.review.terminal import Terminal

        Terminal(desk, sys.stdin, sys.stdout, colour=colours(sys.stdout, no_color)).run()
    else:
        _serve(desk, port, no_open=no_open)
    exit_with(failed=bool(wrong), left=False)


def _serve(desk: Desk, port: int, *, no_open: bool) -> None:
    from cleaner.review.serving import Serving
    from cleaner.review.words import say

    lang = desk.settings.lang
    try:
        serving = Serving(desk, port)
    except OSError as error:
        fail(say(lang, "port-taken", port=port, error=error.strerror))

    def ready(url: str) -> None:
        print(say(lang, "serving", url=url), flush=True)
        print(say(lang, "serving-stop", file=desk.decisions.file), file=sys.stderr, flush=True)
        if not no_open:
            import threading
            import webbrowser

            # A text browser would take the terminal and wait: not here.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    with suppress(KeyboardInterrupt):
        serving.run(ready)


def _who() -> str:
    """The name that decisions go by: git's, else the user's."""
    import getpass
    import shutil
    import subprocess

    # Windows looks in the current folder first, and what lies there is a stranger's.
    git = shutil.which("git")
    if git is None or Path(git).resolve().is_relative_to(Path.cwd().resolve()):
        return getpass.getuser()
    try:
        name = subprocess.run(
            [git, "config", "user.name"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=5,
            check=False,
        ).stdout.strip()
        return name or getpass.getuser()
    except (OSError, KeyError, subprocess.SubprocessError):
        return ""
