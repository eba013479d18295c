"""The command itself, in processes of their own: a file from start to end, and folders by one core and by two."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.corpus import ROOT
from benchmarks.speed.texts import DOCUMENT_END, clean, cut, size, small, wrapped


@dataclass
class Command:
    """What a command took, each time it was run: seconds by the clock, and of CPU with all its workers."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self, args: Sequence[str]) -> None:
        """Runs `cleaner` once. Raises RuntimeError where it could not do its work."""
        before, started = os.times(), time.perf_counter()
        code = [sys.executable, "-m", "cleaner", *args]
        # What was found in the turn before must not be found again in the cache.
        env = {**os.environ, "CLEANER_NO_CACHE": "1"}
        done = subprocess.run(
            code, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"cleaner {' '.join(args)} exited with {done.returncode}: {done.stderr}")
        after = os.times()
        self.wall.append(time.perf_counter() - started)
        self.cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)


@dataclass
class Folder:
    """A folder, and what one process and two took for it, in turns."""

    name: str
    files: int
    size: int  # bytes of UTF-8
    one: Command = field(default_factory=Command)
    two: Command = field(default_factory=Command)

    @property
    def faster(self) -> float:
        """How many times as fast two are by the clock; on a machine that does nothing else."""
        return median(self.one.wall) / median(self.two.wall)

    @property
    def at_best(self) -> float:
        """How many times as fast two could be by the CPU that they take, whatever else the machine does."""
        return 2 * median(self.one.cpu) / median(self.two.cpu)


def _small_files(least: int) -> list[str]:
    return [part for part in small(least).split(DOCUMENT_END) if part]


def _in_pieces(text: str, count: int) -> list[str]:
    pieces, each = [], size(text) // count
    while text:
        pieces.append(cut(text, each))
        text = text[len(pieces[-1]) :]
    return pieces


def _large_last(least: int) -> list[str]:
    """Half of the text in one file, which comes last."""
    return [*_in_pieces(clean(least // 2), 40), clean(least)[-len(clean(least)) // 2 :]]


FOLDERS: dict[str, Callable[[int], list[str]]] = {
    "small files": _small_files,
    "large files": lambda least: _in_pieces(clean(least), 8),
    "wrapped pages": lambda least: _in_pieces(wrapped(least), 100),
    "half of it in the last file": _large_last,
}


@contextmanager
def on_disk(texts: Sequence[str]) -> Iterator[Path]:
    """A folder with a file for each of `texts`."""
    with tempfile.TemporaryDirectory() as name:
        for number, text in enumerate(texts):
            (Path(name) / f"{number:06}.txt").write_bytes(text.encode("utf-8"))
        yield Path(name)


def by_two(name: str, least: int, times: int) -> Folder:
    """A folder of `least` bytes, checked by one process and by two, in turns."""
    texts = FOLDERS[name](least)
    folder = Folder(name, len(texts), sum(map(size, texts)))
    with on_disk(texts) as path:
        for _ in range(times):
            for jobs, command in (("1", folder.one), ("2", folder.two)):
                command.run(["check", str(path), "--jobs", jobs, "--no-decisions"])
    return folder


def whole(text: str, times: int) -> Command:
    """`cleaner fix -o` of one file: start, reading, cleaning, writing and the report."""
    command = Command()
    with on_disk([text]) as path, tempfile.TemporaryDirectory() as target:
        for _ in range(times):
            command.run(["fix", str(path), "-o", target, "--no-decisions"])
    return command
