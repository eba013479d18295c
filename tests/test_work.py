"""Many files: the same results in the same order, whatever the number of workers; and no one file stops the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import plan, work
from cleaner.lawful import Breach, Law
from tests.conftest import Run


def lay(here: Path, count: int) -> None:
    for number in range(count):
        text = f"第{number}版：早市，，热闹。\n" if number % 3 else f"第{number}版：早市热闹。\n"
        (here / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (here / "05.txt").write_bytes(b"\xff")


def test_workers_change_nothing(run: Run, here: Path) -> None:
    """One worker or three: the same findings, in the same order, and the same complaints."""
    lay(here, 20)
    alone = run("check", ".", "--format", "jsonl", "--jobs", "1")
    together = run("check", ".", "--format", "jsonl", "--jobs", "3")
    assert (alone.stdout, alone.stderr, alone.exit_code) == (together.stdout, together.stderr, together.exit_code)
    assert alone.stdout.count('"finding"') == 12
    assert alone.exit_code == 2


def test_a_bug_in_a_detector_stops_one_file_only(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception is told as our bug, with exit 2; that file is left alone and the others are done."""
    lay(here, 3)
    real = work.clean_document

    def broken(document: object, *rest: object) -> object:
        if "第1版" in document.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("oops")
        return real(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "clean_document", broken)
    result = run("fix", "01.txt", "02.txt")
    assert result.exit_code == 2
    assert result.stderr == (
        "01.txt: left alone because of a bug in cleaner, not in your text (ZeroDivisionError: oops); "
        "please report it with this file\n"
    )
    assert "，，" in (here / "01.txt").read_text(encoding="utf-8")
    assert "，，" not in (here / "02.txt").read_text(encoding="utf-8")


def test_a_broken_law_leaves_the_text_alone(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a law would be broken, nothing is written, a filter passes its text through, and the exit is 2."""
    lay(here, 2)
    monkeypatch.setattr(plan.lawful, "breach", lambda *_: Breach(Law.UNDONE, "a test breaks it"))
    result = run("fix", "01.txt")
    assert result.exit_code == 2
    assert "(“undo gives back the exact bytes”). This is a bug in cleaner, not in your text" in result.stderr
    assert "，，" in (here / "01.txt").read_text(encoding="utf-8")
    result = run("fix", "-", stdin="早市，，热闹。")
    assert (result.exit_code, result.stdout) == (2, "早市，，热闹。")


def test_a_crash_of_the_tool_exits_with_2(here: Path) -> None:
    """1 means findings, so an unforeseen exception must not exit with it."""
    code = "import cleaner.cli.app as a; a.app = lambda **_: 1 / 0; a.run()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("a bug in cleaner (ZeroDivisionError); please report it with the lines above\n")


def test_the_module_runs_too(here: Path) -> None:
    """`python -m cleaner -` is the command, byte for byte."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "fix", "-"], input="早市，，\r\n".encode(), capture_output=True, check=True
    )
    assert done.stdout == "早市，\r\n".encode()


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["check", "--help"]], ids=" ".join)
def test_help_needs_none_of_the_heavy_parts(args: list[str], here: Path) -> None:
    """Help and version start without the engine, and without rich, numpy, opencc, rapidfuzz and regex."""
    code = (
        "import sys; from cleaner.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'rich', 'numpy', 'opencc', 'rapidfuzz', 'regex', 'pathspec', 'cleaner.plan'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert len(done.stdout.splitlines()) >= 2


def test_a_check_needs_neither_rich_nor_opencc(here: Path) -> None:
    """A hook that checks one file does not wait for what it does not use."""
    (here / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    code = (
        "import sys; from cleaner.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print(sorted({'rich', 'opencc', 'concurrent.futures.process'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, "check", "a.txt"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
