"""`cleaner undo`: gives back the exact bytes of a run or of a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import completing, options
from cleaner.cli.common import complain, exit_with, fail
from cleaner.settings import language
from cleaner.wording import say

What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[RUN] [FILES]...",
        help="A run (see `cleaner log`), files or folders, or a run and files of it.",
        show_default=False,
        autocompletion=completing.runs,
    ),
]


def undo(what: What = None, lang: options.LangOption = None) -> None:
    """Give back the exact bytes from before a run.

    Without RUN and FILES, the last run that is not undone yet. Of FILES, the last fix of each.
    A file that has changed since is left alone, and told.
    Undoing is recorded too: undo that run to have the fixes again.

    \b
    cleaner undo
    cleaner undo scans/page1.txt
    cleaner undo scans/
    cleaner undo 20260131-120000
    cleaner undo 20260131-120000 scans/page1.txt
    """
    from cleaner.fixing import NothingToUndo
    from cleaner.fixing import undo as take_back
    from cleaner.journal import JournalError
    from cleaner.printable import told_name
    from cleaner.recovery import notices
    from cleaner.turns import Busy

    language_ = lang or language()
    for notice in notices(Path.cwd(), language_, by_undo=True):
        print(notice, file=sys.stderr)
    try:
        results = take_back(what or [], Path.cwd(), language_)
    except Busy as busy:
        fail(busy.said(language_))
    except (NothingToUndo, JournalError) as error:
        fail(str(error))
    for result in results:
        if result.complaint:
            complain(result.complaint)
        else:
            key = "given-back" if result.written else "as-before"
            print(say(language_, key, path=told_name(result.name), run=told_name(result.run)))
    exit_with(failed=any(result.complaint for result in results), left=False)
