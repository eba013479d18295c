"""A run that was killed goes on; workers, processes and a cluster change nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cleaner
from tests.corpus.conftest import Fixed, data, files, jsonl, rows

pytest.importorskip("daft", reason="Daft is not installed; pip install 'scan-cleaner[corpus]'")

#: So that the test can kill a run in the middle of it, a text takes its time.
SLOW = """
import sys, time
import cleaner.corpus.worker as worker
fast = worker.clean_document
def slow(*args):
    time.sleep(0.2)
    return fast(*args)
worker.clean_document = slow
from cleaner.cli import main
sys.argv = ["cleaner", *sys.argv[1:]]
main()
"""


def command(*args: str, code: str = "") -> list[str]:
    return [sys.executable, *(["-c", code] if code else ["-m", "cleaner"]), "corpus", *args]


def same(one: Path, other: Path) -> None:
    """The two outputs are the same to the byte."""
    mine, theirs = files(one), files(other)
    assert mine.keys() == theirs.keys()
    for name, held in mine.items():
        assert held == theirs[name], name


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_a_killed_run_goes_on(here: Path, corpus: Fixed, form: str) -> None:
    """Killed in its middle and started again, a run does what is left, and its output is that of one never killed."""
    (here / "a.jsonl").write_bytes(jsonl(rows(30)) + b"{bad\n" + jsonl(rows(10)))
    args = ["fix", "a.jsonl", "--format", form, "--part-size", "0.001", "--jobs", "1"]
    process = subprocess.Popen(
        command(*args, "-o", "cut/out", code=SLOW), stderr=subprocess.PIPE, start_new_session=True
    )
    parts = here / "cut/out/_cleaner/parts"
    give_up = time.monotonic() + 120
    while (
        time.monotonic() < give_up
        and process.poll() is None
        and not (parts.is_dir() and len(list(parts.iterdir())) > 2)
    ):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    recorded = [path.stem for path in parts.iterdir() if path.suffix == ".json"]
    written = sorted((here / "cut/out/data").iterdir())
    done = {path.name: path.stat().st_mtime_ns for path in written if path.name.split(".")[0] in recorded}
    assert 2 <= len(done) < 25
    assert not (here / "cut/out/summary.json").exists()
    # As it stands where the run was killed while it wrote a record.
    (parts / ".part-00000-00009.json.abc.tmp").write_text("{")
    again = corpus(*args[:-2], "-o", "cut/out")
    assert again.exit_code == 2
    assert "going on: " in again.stderr
    assert {name: (here / "cut/out/data" / name).stat().st_mtime_ns for name in done} == done
    corpus(*args[:-2], "-o", "one/out")
    same(here / "cut/out", here / "one/out")
    assert not (here / "cut/out/_cleaner/growing").exists()
    # Once more there is nothing to do, and the same is told.
    assert corpus(*args[:-2], "-o", "cut/out").stdout.splitlines()[1] == again.stdout.splitlines()[1]


def test_two_processes_make_what_one_does(here: Path, corpus: Fixed) -> None:
    """Two workers, packed sources among them, write the same bytes as one."""
    import gzip

    (here / "in").mkdir()
    (here / "in/a.jsonl").write_bytes(jsonl(rows(40)))
    (here / "in/b.jsonl.gz").write_bytes(gzip.compress(jsonl(rows(30)) + b"[]\n"))
    args = ("fix", "in", "--format", "jsonl", "--part-size", "0.002")
    corpus(*args, "-o", "one/out")
    env = dict(os.environ)
    ran = subprocess.run(command(*args, "-o", "two/out", "--jobs", "2"), capture_output=True, encoding="utf-8", env=env)
    assert ran.returncode == 2
    assert "in/b.jsonl.gz:31: is no JSON object" in ran.stderr.replace(os.sep, "/")
    same(here / "one/out", here / "two/out")


def test_a_local_ray_makes_what_this_machine_does(here: Path, corpus: Fixed) -> None:
    """On Ray, started for the purpose, the rows are what `cleaner.clean` makes of each, and the same bytes."""
    pytest.importorskip("ray", reason="Ray is not installed; pip install 'scan-cleaner[ray]'")
    (here / "a.jsonl").write_bytes(jsonl(rows(40)))
    args = ("fix", "a.jsonl", "--part-size", "0.002")
    corpus(*args, "-o", "one/out")
    ray = command(*args, "-o", "ray/out", "--runner", "ray", "--jobs", "2", "--batch-size", "7")
    ran = subprocess.run(ray, capture_output=True, encoding="utf-8", env=dict(os.environ))
    assert ran.returncode == 1, ran.stderr
    same(here / "one/out", here / "ray/out")
    assert [row["text_cleaned"] for row in data(here / "ray/out")] == [cleaner.clean(row["text"]) for row in rows(40)]


def test_a_ray_too_slow_for_itself_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Ray gives up on its own start it is shut down and started again; what else goes wrong is not."""
    ray = pytest.importorskip("ray", reason="Ray is not installed; pip install 'scan-cleaner[ray]'")
    from cleaner.corpus import running

    slow = [Exception("The current node timed out during startup."), None]
    done: list[str] = []

    def init(**wanted: object) -> None:
        done.append(f"init {wanted['num_cpus']}")
        if error := slow.pop(0):
            raise error

    monkeypatch.setattr(ray, "init", init)
    monkeypatch.setattr(ray, "shutdown", lambda: done.append("shutdown"))
    running._patiently(num_cpus=2)
    assert done == ["init 2", "shutdown", "init 2"]
    slow[:] = [ValueError("no such option")]
    with pytest.raises(ValueError, match="no such option"):
        running._patiently(num_cpus=2)
    slow[:] = [Exception("timed out")] * running.STARTS
    with pytest.raises(Exception, match="timed out"):
        running._patiently(num_cpus=2)


def test_no_cluster_is_told(here: Path) -> None:
    """An address with no cluster behind it ends the run with 2 and says so."""
    pytest.importorskip("ray", reason="Ray is not installed; pip install 'scan-cleaner[ray]'")
    (here / "a.jsonl").write_bytes(jsonl(rows(2)))
    args = command("fix", "a.jsonl", "-o", "out", "--runner", "ray", "--address", "127.0.0.1:1")
    ran = subprocess.run(
        args,
        capture_output=True,
        encoding="utf-8",
        env=dict(os.environ) | {"RAY_gcs_rpc_server_connect_timeout_s": "1"},
    )
    assert ran.returncode == 2
    assert "check --runner and --address" in ran.stderr


def test_a_run_of_another_kind_is_not_mixed_in(here: Path, corpus: Fixed) -> None:
    """What differs is named; --restart begins anew; workers and what fails may differ."""
    (here / "a.jsonl").write_bytes(jsonl(rows(5)))
    assert corpus("fix", "a.jsonl", "-o", "out").exit_code == 1
    other = corpus("fix", "a.jsonl", "-o", "out", "--risky", "--ignore", "looped-clause", "--part-size", "3")
    assert other.exit_code == 2
    assert "differs in rules, part_size, ignore, risky; say --restart" in other.stderr
    assert corpus("fix", "a.jsonl", "-o", "out", "--fail-on", "safe", "--batch-size", "2").exit_code == 0
    assert corpus("fix", "a.jsonl", "-o", "out", "--risky", "--restart").exit_code == 0
    (here / "a.jsonl").write_bytes(jsonl(rows(6)))
    assert "differs in sources;" in corpus("fix", "a.jsonl", "-o", "out", "--risky").stderr


def test_the_place_is_looked_at_first(here: Path, corpus: Fixed) -> None:
    """A folder that holds other things, or what is read, is not written to."""
    (here / "a.jsonl").write_bytes(jsonl(rows(2)))
    (here / "letters").mkdir()
    (here / "letters/to-anna.txt").touch()
    before = sorted(here.rglob("*"))
    assert "name an empty folder with -o" in corpus("fix", "a.jsonl", "-o", "letters").stderr
    assert "name another folder with -o" in corpus("fix", "a.jsonl", "-o", ".").stderr
    # The run says in .cleaner that it is at work.
    assert [path for path in sorted(here.rglob("*")) if ".cleaner" not in path.parts] == before


def test_an_output_is_a_source(here: Path, corpus: Fixed) -> None:
    """What a run wrote can be read by the next, without naming the folder in it; cleaned text stays as it is."""
    (here / "a.jsonl").write_bytes(jsonl(rows(9)))
    corpus("fix", "a.jsonl", "-o", "one")
    taken = corpus("fix", "one", "-o", "two")
    assert taken.exit_code == 2
    assert "there is a column “text_cleaned” already; say --prefix" in taken.stderr
    assert corpus("fix", "one", "-o", "two", "--text-column", "text_cleaned").exit_code == 1
    assert json.loads((here / "two/summary.json").read_text())["changed"] == 0
    assert [row["text_cleaned_cleaned"] for row in data(here / "two")] == [
        row["text_cleaned"] for row in data(here / "one")
    ]
