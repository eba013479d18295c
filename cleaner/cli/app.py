"""Puts the commands together, and sees to it that whatever goes wrong exits with 2."""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated

import typer

from cleaner._version import __version__
from cleaner.cli.commands import LazyGroup, Place

#: In the order of the help.
COMMANDS = {
    "check": Place("cleaner.cli.check:check"),
    "fix": Place("cleaner.cli.fix:fix", "Mend what is safe: in place, into a folder, or as a filter."),
    "report": Place("cleaner.cli.report:report", "Write pages to read in a browser: before beside after."),
    "review": Place("cleaner.cli.review:review"),
    "decisions": Place("cleaner.cli.decisions:decisions", "List what was decided about findings; see review."),
    "undo": Place("cleaner.cli.undo:undo"),
    "log": Place("cleaner.cli.log:log", "List the runs that undo can take back."),
    "settings": Place("cleaner.cli.settings:settings"),
    "structure": Place("cleaner.cli.structure:structure", "Show what each line is: headline, byline, body, list …"),
    "rules": Place("cleaner.cli.rules:rules", "List the rules: name, safety, whether it is on."),
    "explain": Place("cleaner.cli.explain:explain", "Explain a rule: why, its limits, text before and after."),
    "corpus": Place("cleaner.cli.corpus:corpus", "Check and fix corpora: JSONL, Parquet, s3:// …"),
    "try": Place("cleaner.cli.try_pack:try_pack", "Run the examples of a rule pack."),
}


#: How the names of texts end (`cleaner.settings.INCLUDE`).
TEXTS = (".txt", ".md", ".markdown")


class _Commands(LazyGroup):
    places = COMMANDS


# Without rich, which takes longer to import than a small file takes to check.
app = typer.Typer(
    name="cleaner",
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def cleaner(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Finds and mends damage in scanned, OCR'd and PDF-extracted Chinese text.

    \b
    cleaner check scans/            what is wrong, and what it would become
    cleaner fix --words scans/      the changes, inside lines; writes nothing
    cleaner fix scans/              mends what is safe to mend, in place
    cleaner structure page.txt      what each line is: headline, caption, body …
    cleaner report scans/           pages to read, before beside after
    cleaner review scans/           the same, to decide one by one
    cleaner undo                    gives back the exact bytes
    """


#: What a system says that lets each user have so much of a disk.
_QUOTA = getattr(errno, "EDQUOT", errno.ENOSPC)


def _in_a_folder() -> bool:
    """Whether the current folder is still there: a person may have deleted it in another window."""
    try:
        os.getcwd()  # noqa: PTH109 - as `Path.cwd` does
    except OSError:
        return False
    return True


def _forget_output() -> None:
    """Sends what is left to be written nowhere, so that Python does not try again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_files(args: list[str]) -> list[str]:
    """`args`, with ``--`` before the first that is a text in the current folder though it begins with ``-``.

    A hook names every file of a commit, and a shell those of ``*``: ``--config=x.txt`` may be one of them.
    """
    if "--" in args:
        return args
    texts = (one for one in enumerate(args) if one[1].startswith("-") and one[1].lower().endswith(TEXTS))
    at = next((number for number, name in texts if os.path.lexists(name)), None)
    return args if at is None else [*args[:at], "--", *args[at:]]


def run() -> None:
    """Runs the command line in `sys.argv`, and exits."""
    if sys.stdout is None:  # `cleaner … >&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open to the end
    for stream in (sys.stdout, sys.stderr):
        # A pipe takes UTF-8 whatever the system's code page; a terminal shows what it can.
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from cleaner.cli.streams import guarded

    sys.stdout, sys.stderr = guarded(sys.stdout, commands=True), guarded(sys.stderr)
    try:
        try:
            app(args=as_files(sys.argv[1:]), prog_name="cleaner")
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except SystemExit as stop:
        if "cleaner.corpus.running" in sys.modules:
            from cleaner.corpus.running import leave

            leave(stop.code if isinstance(stop.code, int) else int(stop.code is not None))
        raise
    except BrokenPipeError:
        # `cleaner check … | head`: whoever read has enough. Python must not complain when it closes the pipe.
        _forget_output()
        sys.exit(2)
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, _QUOTA):
            what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            if isinstance(error, FileNotFoundError) and not _in_a_folder():
                what = "the current folder is gone"
            print(f"cleaner: {what}; see to that, and run it again", file=sys.stderr)
        else:  # `cleaner fix - > /full/disk`
            print(f"cleaner: {error.strerror}; make room for the output, and run it again", file=sys.stderr)
        _forget_output()
        sys.exit(2)
    except Exception as error:
        import traceback

        traceback.print_exc()
        print(
            f"cleaner: a bug in cleaner ({type(error).__name__}); please report it with the lines above",
            file=sys.stderr,
        )
        sys.exit(2)
