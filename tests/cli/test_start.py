"""What a run imports: a hook that checks one page pays for nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import typer
from typer.testing import CliRunner

from cleaner.cli.commands import QuickCommand
from cleaner.model import Safety
from tests.conftest import ROOT

#: Needed by no run that reads pages and prints what it finds.
FOREIGN = {
    "pydantic", "rich", "starlette", "uvicorn", "jinja2", "opencc", "selenium", "daft", "pyarrow", "asyncio",
    "multiprocessing", "concurrent.futures", "wcwidth", "platformdirs", "importlib.metadata",
}  # fmt: skip
#: Needed by none that finds nothing out.
ENGINE = {
    "numpy",
    "regex",
    "rapidfuzz",
    "pathspec",
    "tomllib",
    "sqlite3",
    "cleaner.plan",
    "cleaner.packs",
    "cleaner.work",
}
#: Needed only where a text is worked out, not where it is known.
WORK = {"numpy", "rapidfuzz"}

PAGE = "早市，，很热闹，卖菱角的船靠了岸。\n\n守灯人每天写日记，写了三十年，字迹一直很端正。\n"


def imported(here: Path, *args: str, **environment: str) -> set[str]:
    """The modules that `cleaner ARGS` imports, in a process of its own."""
    env = {name: value for name, value in os.environ.items() if name != "CLEANER_NO_CACHE"}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cleaner", *args],
        cwd=here,
        env={**env, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    modules = {line.rpartition("|")[2].strip() for line in lines}
    assert "typer" in modules
    return modules


@pytest.mark.parametrize(
    "args", [["--version"], ["--help"], ["check", "--help"], ["fix", "--help"], ["undo", "--help"]]
)
def test_help_imports_no_engine(here: Path, args: list[str]) -> None:
    """Help and version come without the engine and its libraries."""
    assert imported(here, *args) & (FOREIGN | ENGINE) == set()


def test_a_version_imports_no_command(here: Path) -> None:
    """A command is imported when it is asked for."""
    assert {name for name in imported(here, "--version") if name.startswith("cleaner.cli.")} <= {
        "cleaner.cli.app",
        "cleaner.cli.commands",
        "cleaner.cli.streams",
    }


@pytest.mark.parametrize(
    "args",
    [
        ["check", "page.txt"],
        ["check", "page.txt", "--format", "json", "--fail-on", "shown", "--select", "doubled-characters"],
        ["check", "page.txt", "--no-cache", "--lang", "zh"],
        ["fix", "page.txt"],
        ["fix", "--diff", "page.txt"],
    ],
    ids=" ".join,
)
def test_a_page_imports_nothing_foreign(here: Path, args: list[str]) -> None:
    """Checking or mending a page imports neither what reads flags by schema nor what makes pages or serves them."""
    (here / "page.txt").write_text(PAGE, encoding="utf-8")
    # A run that writes says so in the user's own folder (`turns`), and has to know where that is.
    needed = {"platformdirs"} if args == ["fix", "page.txt"] else set()
    assert imported(here, *args) & (FOREIGN - needed) == set()


def test_a_known_page_is_not_worked_out(here: Path) -> None:
    """The second time the numbers are not even imported; told to forget, they are."""
    (here / "page.txt").write_text(PAGE, encoding="utf-8")
    assert imported(here, "check", "page.txt") >= {"numpy"}
    assert imported(here, "check", "page.txt") & WORK == set()
    assert imported(here, "check", "page.txt", "--no-cache") >= {"numpy"}
    assert imported(here, "check", "page.txt", CLEANER_NO_CACHE="1") >= {"numpy"}


def all_kinds(
    paths: Annotated[list[str] | None, typer.Argument()] = None,
    rules: Annotated[list[str] | None, typer.Option("--rule")] = None,
    name: Annotated[str, typer.Option()] = "none",
    one_of: Annotated[Literal["text", "json"], typer.Option()] = "text",
    safety: Annotated[Safety, typer.Option()] = Safety.RISKY,
    maybe: Annotated[Safety | None, typer.Option()] = None,
    share: Annotated[float, typer.Option(min=0, max=1)] = 0.5,
    number: Annotated[int | None, typer.Option("--number", "-n")] = None,
    folder: Annotated[Path | None, typer.Option()] = None,
    sure: Annotated[bool, typer.Option("--sure")] = False,
    either: Annotated[bool | None, typer.Option("--yes/--no")] = None,
) -> None:
    """Prints what it was given, with the types."""
    told: list[Any] = [paths, rules, name, one_of, safety, maybe, share, number, folder, sure, either]
    print([(type(one).__name__, one) for one in told])


LINES = [
    "", "a b", "--rule x --rule y z", "--name q", "--name=", "--one-of json", "--one-of JSON", "--one-of xml",
    "--safety shown", "--safety SHOWN", "--safety no", "--maybe safe", "--share 0.25", "--share 2", "--share x", "-n 3",
    "-n x", "--folder a/b", "--sure", "--yes", "--no", "--unknown", "--name", "-- --sure", "--sure=1",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_flags_are_read_as_typer_reads_them(line: str) -> None:
    """What goes past pydantic comes out the same, and so do the errors."""
    told = []
    for cls in (None, QuickCommand):
        app = typer.Typer(rich_markup_mode=None, add_completion=False)
        app.command("all-kinds", cls=cls)(all_kinds)
        done = CliRunner().invoke(app, line.split())
        told.append((done.exit_code, done.stdout, done.stderr))
    assert told[0] == told[1]
    assert told[0][0] in (0, 2)


def test_a_name_that_is_no_command_is_answered_with_the_nearest() -> None:
    """The commands that were not imported are proposed too."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "strukture"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "structure" in done.stderr
