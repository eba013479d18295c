"""The same targets with inputs that atheris (libFuzzer for Python) chooses by the code that they reach."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.corpus import ROOT
from benchmarks.fuzzing import running
from benchmarks.fuzzing.running import Tally
from benchmarks.fuzzing.shared import Target
from benchmarks.fuzzing.targets import BY_NAME

#: Inputs of ours that it begins with.
BEGIN = 200


def run(target: Target, seed: int, count: int, seconds: float) -> Tally | None:
    """Runs `count` inputs, or as many as fit into `seconds` by the clock; None where there is no atheris."""
    if find_spec("atheris") is None:
        return None
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / "corpus"
        corpus.mkdir()
        for number in range(BEGIN):
            (corpus / str(number)).write_bytes(running.made(target, seed, number))
        command = [sys.executable, "-m", "benchmarks.fuzzing.guided", target.name, str(corpus), f"-runs={count}"]
        options = [f"-seed={seed + 1}", "-max_len=8000", "-print_final_stats=1", "-rss_limit_mb=0", "-detect_leaks=0"]
        if seconds < float("inf"):
            options.append(f"-max_total_time={int(seconds)}")
        command += [*options, f"-artifact_prefix={place}/"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")
        said = done.stdout + done.stderr
        runs, rate = (re.search(rf"stat::{name}:\s+(\d+)", said) for name in _STATS)
        tally.inputs = int(runs[1]) if runs else 0
        tally.seconds = tally.inputs / max(1, int(rate[1])) if rate else 0.0
        for name in sorted(Path(place).glob("crash-*")) + sorted(Path(place).glob("timeout-*")):
            data = name.read_bytes()
            called, trace = running.failure(target, data)
            called = called or "fails under atheris alone"
            tally.failures[called] = tally.failures.get(called, 0) + 1
            running.tell(f"\n{target.name}: {called}\n  {running.again(running.kept(target, data))}\n{trace}")
        if done.returncode and not tally.failures:
            tally.failures[f"atheris: exit {done.returncode}"] = 1
            print(said[-2000:])
    return tally


_STATS = ("number_of_executed_units", "average_exec_per_sec")


def main() -> None:
    """``guided.py TARGET CORPUS OPTIONS…``: what libFuzzer runs. It ends the process itself."""
    import atheris

    name, *options = sys.argv[1:]
    target = BY_NAME[name]
    with atheris.instrument_imports(include=["cleaner"]):
        target.check(running.made(target, 1, 0))  # so that what it imports is instrumented
    atheris.Setup([name, *options], lambda data: target.check(bytes(data)), custom_mutator=_mutate(target, atheris))
    atheris.Fuzz()


def _mutate(target: Target, atheris: object):  # type: ignore[no-untyped-def]
    """libFuzzer's own mutations, and now and then an input made by us."""

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if rng.random() < 0.2:
            return target.make(rng)[:most]
        return bytes(atheris.Mutate(data, most))  # type: ignore[attr-defined]

    return mutate


if __name__ == "__main__":
    main()
