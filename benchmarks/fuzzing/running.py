"""Runs targets: inputs by number, each in bounded time, in a process whose death is a finding and not the end."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import ROOT
from benchmarks.fuzzing.shared import Target
from benchmarks.fuzzing.targets import BY_NAME

#: Where failing inputs are kept; git ignores it.
FAILURES = ROOT / "fuzz-failures"
#: Seconds of CPU that one input may take. What takes longer has hung.
PATIENCE = 20.0
#: Inputs kept of one kind of failure.
KEPT = 3


class TookTooLong(BaseException):
    """An input was not done with within `PATIENCE`. No `except Exception` may swallow it."""


@dataclass
class Tally:
    """What came of one target: inputs, seconds of CPU, and failures by what they are called, each with its count."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failures: dict[str, int] = field(default_factory=dict)


def made(target: Target, seed: int, number: int) -> bytes:
    """Input `number` of a run with `seed`: the same each time."""
    return target.make(random.Random(f"{target.name} {seed} {number}"))


@contextmanager
def bounded(seconds: float = PATIENCE) -> Iterator[None]:
    """Raises TookTooLong where what is inside takes more CPU than that, on systems that have such a clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TookTooLong(f"more than {seconds} s")

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def failure(target: Target, data: bytes) -> tuple[str, str]:
    """What the failure of `data` is called (its kind, where in our code), and its traceback; nothing if all is well."""
    try:
        with bounded():
            target.check(data)
    except (Exception, TookTooLong) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if f"{os.sep}cleaner{os.sep}" in f.filename] or frames
        where = f"{Path(ours[-1].filename).name}:{ours[-1].name}"
        said = str(error).split("\n")[0][:60] if isinstance(error, AssertionError) else ""
        called = type(error).__name__ + (f" ({said})" if said else "") + f" in {where}"
        return called, "".join(traceback.format_exception(error))
    return "", ""


def kept(target: Target, data: bytes) -> Path:
    """Keeps a failing input; gives where."""
    FAILURES.mkdir(exist_ok=True)
    path = FAILURES / f"{target.name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    return path


def again(path: Path) -> str:
    """The command that runs a kept input again."""
    return f"python -m benchmarks.fuzzing --again {os.path.relpath(path)}"


def child(name: str, seed: int, start: int, stop: int, seconds: float) -> None:
    """Runs inputs `start` to `stop`; says on stdout, as lines of JSON, which is at work, what failed, and the end."""
    target = BY_NAME[name]
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    at = os.open(os.environ["FUZZ_AT"], os.O_WRONLY)
    begun, slowest, number = time.process_time(), 0.0, start
    while number < stop:
        os.pwrite(at, number.to_bytes(8, "little"), 0)
        data = made(target, seed, number)
        before = time.process_time()
        called, trace = failure(target, data)
        took = time.process_time() - before
        slowest = max(slowest, took)
        number += 1
        if called:
            print(json.dumps({"failed": number - 1, "called": called, "trace": trace}), file=answer)
        if before - begun > seconds:
            break
    done = {"done": number, "seconds": time.process_time() - begun, "slowest": slowest}
    print(json.dumps(done), file=answer)


def tell(words: str) -> None:
    """Prints `words`, halves of pairs in them too."""
    print(words.encode("utf-8", "backslashreplace").decode(), flush=True)


def run(target: Target, seed: int, start: int, count: int, seconds: float) -> Tally:
    """Runs `count` inputs of `target` from number `start` on, or as many as `seconds` of CPU allow."""
    import tempfile

    tally = Tally()
    at, stop = start, start + count
    with tempfile.NamedTemporaryFile() as place:
        while at < stop and tally.seconds < seconds:
            command = [sys.executable, "-m", "benchmarks.fuzzing", "--child", target.name]
            process = subprocess.Popen(
                [*command, *map(str, (seed, at, stop, seconds - tally.seconds))],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={**os.environ, "FUZZ_AT": place.name},
            )
            assert process.stdout
            done = None
            for line in process.stdout:
                said = json.loads(line)
                if "done" in said:
                    done = said
                    break
                _failed(target, seed, said["failed"], said["called"], said["trace"], tally)
            code = process.wait()
            if done is not None:
                tally.inputs += done["done"] - at
                tally.seconds += done["seconds"]
                tally.slowest = max(tally.slowest, done["slowest"])
                break
            last = int.from_bytes(Path(place.name).read_bytes()[:8], "little")
            called = f"the process died ({signal.Signals(-code).name if code < 0 else f'exit {code}'})"
            _failed(target, seed, last, called, "", tally)
            tally.inputs += last + 1 - at
            at = last + 1
    return tally


def _failed(target: Target, seed: int, number: int, called: str, trace: str, tally: Tally) -> None:
    count = tally.failures[called] = tally.failures.get(called, 0) + 1
    if count <= KEPT:
        path = kept(target, made(target, seed, number))
        if count == 1:
            tell(f"\n{target.name}: {called}\n  seed {seed}, input {number}\n  {again(path)}\n{trace}")
