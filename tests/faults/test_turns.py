"""Two runs at once on the same files: the second waits for its turn, and says whom for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.decisions import FILE, Decisions
from cleaner.inputs import find
from cleaner.review.desk import Desk
from cleaner.settings import Settings
from cleaner.turns import Busy, alive, taken
from cleaner.work import rules_for
from tests.conftest import Run
from tests.faults.conftest import BAD, GOOD, forks, lay

#: A run that takes its turn, says so, and waits to be killed.
HOLDER = """
import sys, time
from cleaner import journal
from pathlib import Path
journal.user_folder = lambda: Path(sys.argv[1])
from cleaner.turns import taken
with taken(sys.argv[2:], "fix"):
    print("taken", flush=True)
    time.sleep(60)
"""


@contextmanager
def another(here: Path, *places: Path | str) -> Iterator[subprocess.Popen[str]]:
    """Another run that is at work on `places`."""
    line = [sys.executable, "-c", HOLDER, str(here.parent / "state"), *map(str, places)]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=here)
    try:
        assert process.stdout
        assert process.stdout.readline() == "taken\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("place", [".", "版面", "版面/a.txt", ".."])
def test_a_second_fix_is_told_to_wait(run: Run, here: Path, place: str) -> None:
    """The same folder, one in it or one around it: exit 2, who is at work, what to do; nothing is changed."""
    lay(here, "版面/a.txt")
    with another(here, here / place) as process:
        result = run("fix", "版面")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("another run of cleaner (fix ")
        assert f"process {process.pid}" in result.stderr
        assert result.stderr.endswith("wait until it ends, or stop it, and run again\n")
        assert (here / "版面/a.txt").read_bytes() == BAD
        assert run("check", "版面").exit_code == 1  # reading disturbs nobody


def test_runs_in_other_places_go_on(run: Run, here: Path) -> None:
    """A run elsewhere, also in the same project, and one on other files of the same folder keep nobody waiting."""
    lay(here, "一/a.txt", "二/b.txt", "二/c.txt")
    with another(here, here / "一"), another(here, here / "二/c.txt"):
        assert run("fix", "二/b.txt").exit_code == 0
    assert (here / "二/b.txt").read_bytes() == GOOD


def test_undo_waits_for_a_fix(run: Run, here: Path) -> None:
    """What somebody is mending is not taken back meanwhile."""
    lay(here, "a.txt")
    run("fix", "a.txt")
    with another(here, here):
        result = run("undo")
        assert result.exit_code == 2
        assert "another run of cleaner (fix " in result.stderr
        assert (here / "a.txt").read_bytes() == GOOD
    assert run("undo").exit_code == 0
    assert (here / "a.txt").read_bytes() == BAD


def test_a_review_does_not_write_while_others_do(here: Path) -> None:
    """The review says who is at work; what was decided is kept, and written the next time."""
    lay(here, "a.txt")
    settings = Settings()
    inputs, _ = find(["."], settings)
    desk = Desk(inputs, settings, rules_for(settings), Decisions(here / FILE), "馆员")
    with another(here, here / "a.txt"):
        *_, written = desk.write([0])
        assert (written.documents, len(written.complaints)) == (0, 1)
        assert written.complaints[0].startswith("another run of cleaner")
        assert (here / "a.txt").read_bytes() == BAD
    *_, written = desk.write([0])
    assert (written.documents, written.complaints) == (1, ())
    assert (here / "a.txt").read_bytes() == GOOD


def test_an_open_review_keeps_nobody_waiting(run: Run, here: Path) -> None:
    """A review takes its turn while it writes, not while a person reads; then it shows what the others wrote."""
    lay(here, "a.txt")
    settings = Settings()
    inputs, _ = find(["."], settings)
    desk = Desk(inputs, settings, rules_for(settings), Decisions(here / FILE), "馆员")
    assert desk.sheet(0).result.findings
    assert run("fix", ".").exit_code == 0
    assert not desk.sheet(0).result.findings


@forks
def test_the_lock_of_the_dead_keeps_nobody_waiting(run: Run, here: Path) -> None:
    """A run that was killed leaves its note; the next one sweeps it away, and goes on at once."""
    lay(here, "a.txt")
    with another(here, here) as process:
        notes = here / ".cleaner/running"
        assert len(list(notes.glob("*.json"))) == 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert len(list(notes.glob("*.json"))) == 1
        assert run("fix", ".").exit_code == 0
        assert list(notes.glob("*.json")) == []
    assert (here / "a.txt").read_bytes() == GOOD


def test_a_note_that_is_cut_short_keeps_nobody_out(here: Path) -> None:
    """Killed while it wrote its note, or before, a run leaves half a note, or a lock alone: both are swept away."""
    lay(here, "a.txt")
    with taken([here], "fix"):
        pass
    notes = here / ".cleaner/running"
    (notes / "1-half.json").write_text('{"what": "fi')
    (notes / "1-half.lock").touch()
    (notes / "1-lock.lock").touch()
    with taken([here], "fix"):
        assert not list(notes.glob("1-*.lock"))


def test_turns_nest_and_end(here: Path) -> None:
    """A name is alive as long as its turn lasts; a process cannot take what it has taken itself."""
    with taken([here / "a.txt"], "fix") as name:
        assert alive(name, here)
        with pytest.raises(Busy, match=r"a\.txt"), taken([here], "undo"):
            pass
        with taken([here / "b.txt"], "fix"):
            pass
    assert not alive(name, here)
    with taken([here], "undo"):
        pass


def test_without_any_place_for_notes_runs_go_on(run: Run, here: Path) -> None:
    """Where no note can be written there is no journal either, and that is what is told."""
    lay(here, "a.txt")
    (here / ".cleaner").write_text("in the way")
    (here.parent / "state").write_text("in the way")
    result = run("fix", "a.txt")
    assert result.exit_code == 2
    assert "the journal cannot be written" in result.stderr
    assert (here / "a.txt").read_bytes() == BAD


def test_the_word_is_chinese_too(run: Run, here: Path) -> None:
    """With --lang zh."""
    lay(here, "a.txt")
    with another(here, here):
        assert "另一个 cleaner 正在处理其中的文件" in run("fix", ".", "--lang", "zh").stderr
