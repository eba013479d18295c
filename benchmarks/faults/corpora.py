"""Kills of `cleaner corpus fix`: at every call of what writes the parts, and at random times of a whole run on Daft."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.faults.points import Points
from benchmarks.faults.scenes import Ended, Place, command, workplace
from benchmarks.faults.told import Told
from cleaner.writing import ENDING

ARGS = ("corpus", "fix", "a.jsonl", "b.jsonl.gz", "-o", "out", "--format", "jsonl", "--part-size", "0.001")
RECORDS = "_cleaner"


class Corpus(Place):
    """A folder with a corpus in it, and the output of a run that nobody disturbed."""

    def lay(self) -> None:
        """The corpus, and no output."""
        import gzip

        shutil.rmtree(self.top, ignore_errors=True)
        self.project.mkdir(parents=True)
        (self.project / "cleaner.toml").touch()
        lines = [
            json.dumps(
                {"id": n, "text": f"第{n}号渡口的早市，，一直热闹到晌午。修堤的队伍天不亮就出工。。"},
                ensure_ascii=False,
            )
            for n in range(24)
        ]
        data = "".join(line + "\n" for line in lines[:12]).encode() + b"{bad\n"
        (self.project / "a.jsonl").write_bytes(data)
        (self.project / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(lines[12:]).encode(), mtime=0))

    def output(self) -> dict[str, bytes]:
        """What a person gets, but for the report, which tells the time."""
        out = self.project / "out"
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file() and not {RECORDS, "report"} & {*path.parts} and not path.name.endswith(ENDING)
        }


def without_daft() -> None:
    """Puts a plain loop in the place of the engine: processes of Daft's cannot be forked from one that runs it."""
    module: Any = ModuleType("cleaner.corpus.running")

    def clean(tasks: Sequence[Any], job: Any, jobs: int) -> Iterator[str]:
        from cleaner.corpus.worker import Cleaner

        cleaner = Cleaner(job)
        for task in tasks:
            try:
                cleaner.do(task)
                yield ""
            except OSError as error:
                yield f"{error.filename or task.part.address}: {error.strerror or error}"

    def leave(code: int) -> None:
        raise SystemExit(code)

    module.clean, module.leave, module.use_runner = clean, leave, lambda ray, address, jobs: 1
    module.shape = None  # asked for Parquet alone
    module.NoEngine = type("NoEngine", (RuntimeError,), {})
    module.RunError = type("RunError", (RuntimeError,), {})
    sys.modules["cleaner.corpus.running"] = module


def corpora(told: Told, *, quick: bool, chance: random.Random, engine: bool = True) -> None:
    """Kills, and the runs that go on from there: their output must be that of one never killed, to the byte."""
    with workplace() as top:
        place = Corpus(top / "corpus", {})
        if engine:
            timed(told, place, 3 if quick else 40, chance)
        without_daft()
        place.lay()
        _here(place)
        chosen(told, place, command(*ARGS, "--jobs", "1"), quick=quick)
        again = command(*ARGS, "--jobs", "1", "--restart")
        restarted(told, place, command(*ARGS, "--jobs", "1"), again, quick=quick)


def _here(place: Place) -> None:
    """Does it once in this process, so that its children find everything imported."""
    import gc
    import io
    from contextlib import redirect_stderr, redirect_stdout, suppress

    back = Path.cwd()
    os.environ |= {"XDG_STATE_HOME": str(place.top / "state"), "CLEANER_NO_CACHE": "1", "LC_ALL": "C.UTF-8"}
    os.chdir(place.project)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), suppress(SystemExit):
        command(*ARGS, "--jobs", "1")()
    os.chdir(back)
    gc.freeze()


def chosen(told: Told, place: Corpus, doing: Callable[[], int], *, quick: bool) -> None:
    """Kills at each point of a run."""
    place.lay()
    calm = place.run(doing, Points(0))
    whole = place.output()
    told.see(calm.code == 2 and len(whole) > 4, "corpus fix", place, calm)  # 2: a row was set aside
    for at, name in enumerate(calm.log, 1):
        if quick and at % 11:
            continue
        place.lay()
        ended = place.run(doing, Points(at))
        where = f"corpus fix killed at {name}, point {at} of {len(calm.log)}"
        told.kills[f"corpus fix {name}"] += 1
        partly = place.output()
        torn = [name for name in partly if partly[name] != whole.get(name)]
        told.see(ended.code == -signal.SIGKILL and not torn, f"{where} {torn}", place, ended)
        ended = place.run(doing)
        good = ended.code == calm.code and "Traceback" not in ended.said
        told.see(good and place.output() == whole and not place.litter(), f"{where}, then", place, ended)


def restarted(told: Told, place: Corpus, doing: Callable[[], int], again: Callable[[], int], *, quick: bool) -> None:
    """Kills at each point of a run that first removes an earlier one; the next must not take its remains for rows."""
    place.lay()
    place.run(doing)
    whole = place.output()
    place.keep(None)
    kept = place.top.with_name("kept-corpus")
    place.lay()
    place.run(doing)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(place.top, kept)
    calm = place.run(again, Points(0))
    told.see(place.output() == whole, "corpus fix --restart", place, calm)
    for at, name in enumerate(calm.log, 1):
        if quick and at % 17:
            continue
        shutil.rmtree(place.top)
        shutil.copytree(kept, place.top)
        place.run(again, Points(at))
        told.kills[f"corpus fix --restart {name}"] += 1
        ended = place.run(doing)
        where = f"corpus fix --restart killed at {name}, point {at} of {len(calm.log)}, then"
        told.see(place.output() == whole and "Traceback" not in ended.said, where, place, ended)


def timed(told: Told, place: Corpus, count: int, chance: random.Random) -> None:
    """Kills whole runs, on Daft, with all their processes, at random times."""
    if find_spec("daft") is None:
        print("Daft is not installed; kills of its runs are left out", file=sys.stderr)
        return
    environment = os.environ | {"XDG_STATE_HOME": str(place.top / "state"), "LC_ALL": "C.UTF-8"}
    line = [sys.executable, "-m", "cleaner", *ARGS]
    environment["PYTHONPATH"] = str(Path(__file__).parent.parent.parent)

    def run(seconds: float | None, jobs: int) -> int:
        process = subprocess.Popen(
            [*line, "--jobs", str(jobs)], cwd=place.project, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        return process.returncode

    place.lay()
    began = time.monotonic()
    code = run(None, 1)
    took = time.monotonic() - began
    whole = place.output()
    for number in range(count):
        place.lay()
        # Most of the time goes into starting the engine; most kills are to come after that.
        run(took * (0.4 + 0.7 * chance.random()), 1 + number % 2)
        told.timed["corpus fix on Daft"] += 1
        partly = place.output()
        torn = [name for name in partly if partly[name] != whole.get(name)]
        then = run(None, 1)
        good = not torn and then == code and place.output() == whole
        told.see(good, f"corpus fix on Daft {torn}", place, Ended(then, ""))
