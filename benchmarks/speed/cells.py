"""Measures tools on texts: each tool in a process of its own, taking turns on the same text."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any

from benchmarks.corpus import ROOT
from benchmarks.speed.texts import size

WORKER = Path(__file__).with_name("worker.py")
PEERS_VENV = ROOT / ".venv-bench"
OURS = "cleaner"
PEERS = ("autocorrect", "data-juicer", "ftfy", "OpenCC")

#: No text grows where the next would need more than this share of the memory that is free.
MOST_MEMORY = 0.5
#: Bytes of the first text that a tool is tried on.
FIRST = 1 << 16


class Died(Exception):
    """A tool's process ended before it answered."""


def peers_python() -> Path | None:
    """The interpreter in which the peers are installed."""
    for place in ("bin/python", "Scripts/python.exe"):
        if (PEERS_VENV / place).exists():
            return PEERS_VENV / place
    return None


@dataclass
class Tool:
    """A tool in a process of its own. `version` is empty where it is not installed; `missing` says why."""

    name: str
    version: str = ""
    missing: str = ""
    bare: int = 0  # bytes of memory before any text
    _process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Tool:
        python = sys.executable if self.name == OURS else peers_python()
        if python is None:
            self.missing = f"{PEERS_VENV.name} is not there; make bench makes it"
            return self
        # Our own as a module, so that it finds the checkout; a peer's interpreter is not to see our files at all.
        command = ["-m", "benchmarks.speed.worker"] if self.name == OURS else ["-P", str(WORKER)]
        self._process = subprocess.Popen(
            [str(python), *command, self.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        hello = self._answer()
        self.version, self.missing, self.bare = hello.get("version", ""), hello.get("missing", ""), hello.get("bare", 0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process:
            assert self._process.stdin
            assert self._process.stdout
            if kind:
                self._process.kill()
            with suppress(BrokenPipeError):
                self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise Died(self.name)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, do: str, **values: object) -> dict[str, Any]:
        """Has the process do something. Raises Died."""
        assert self._process
        assert self._process.stdin
        try:
            print(json.dumps({"do": do, **values}), file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise Died(self.name) from None
        return self._answer()


@dataclass
class Cell:
    """What one tool took for one text. Seconds of CPU, one for each time it was run; memory in bytes."""

    tool: str
    size: int  # bytes of UTF-8
    documents: int = 1
    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    changed: int = 0  # documents that came back other than they were
    died: bool = False

    @property
    def time(self) -> float:
        """The middle one of the times."""
        return median(self.seconds)

    @property
    def rate(self) -> float:
        """MB (a million bytes) of UTF-8 a second of one core."""
        return self.size / 1e6 / self.time

    @property
    def spread(self) -> float:
        """How far the times lie apart, as a part of the middle one."""
        return (max(self.seconds) - min(self.seconds)) / self.time

    def record(self) -> dict[str, object]:
        """This cell, ready for JSON."""
        return {**self.__dict__, "rate": self.rate if self.seconds else None}


@contextmanager
def on_disk(text: str) -> Iterator[str]:
    """The path of a file that holds `text`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(text.encode("utf-8"))
        yield str(path)


def run(tool: Tool, cell: Cell) -> None:
    """Runs `tool` once on what it has loaded, and puts down what it took."""
    try:
        took = tool.ask("run")
    except Died:
        cell.died = True
        return
    cell.seconds.append(took["cpu"])
    cell.peak, cell.changed = int(took["peak"]), int(took["changed"])


def affordable(make: Callable[[int], str], most: int, seconds: float, tool: str = OURS) -> str:
    """As much text as `tool` gets through in about `seconds` of CPU, from `FIRST` bytes on, doubling, up to `most`."""
    text = make(min(FIRST, most))
    took = 0.0
    with Tool(tool) as ours:
        while True:
            with on_disk(text) as path:
                ours.ask("load", path=path)
            cell = Cell(tool, size(text))
            run(ours, cell)
            if cell.died or cell.size >= 0.95 * most or cell.time <= 0:
                return text
            # A tool that is worse than linear is not to take ten times what it was given.
            growth = min(8.0, seconds / max(cell.time, 2 * took, 1e-3)) if took else 2.0
            took = cell.time
            if growth < 1.5 or growth * (cell.peak - ours.bare) > MOST_MEMORY * free_memory():
                return text
            text = make(min(most, int(cell.size * growth)))


def free_memory() -> float:
    """Bytes of memory that are free; plenty where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024.0 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return float("inf")


def side_by_side(text: str, names: Sequence[str], seconds: float, most: int) -> list[Cell]:
    """All tools of `names` on `text`, in turns (A B C A B C …), each for `seconds`, at most `most` times."""
    with ExitStack() as stack, on_disk(text) as path:
        tools = [tool for name in names if not (tool := stack.enter_context(Tool(name))).missing]
        cells = [Cell(tool.name, size(text), tool.ask("load", path=path)["documents"]) for tool in tools]
        for _ in range(most):
            for tool, cell in zip(tools, cells, strict=True):
                if not cell.died and (not cell.seconds or sum(cell.seconds) + cell.time <= seconds):
                    run(tool, cell)
        return cells


def growing(make: Callable[[int], str], name: str, sizes: Iterable[int], seconds: float, times: int) -> list[Cell]:
    """`name` on texts of `sizes` (bytes, each twice the last), as far as one run takes no more than `seconds`.

    It ends, too, where the next would take too much memory.
    """
    cells: list[Cell] = []
    for number in sizes:
        if cells and (cells[-1].died or 2.2 * cells[-1].time > seconds):
            break
        text = make(number)
        measured = side_by_side(text, [name], seconds, times)
        cells += measured
        if not measured or 2 * measured[0].peak > MOST_MEMORY * free_memory():
            break
    return [cell for cell in cells if cell.seconds]


def doubled(make: Callable[[int], str], most: int, seconds: float, times: int) -> tuple[Cell, Cell] | None:
    """Ours on a worst case of n code points and of 2n, in turns: n is what fits in `seconds`, at most `most`."""

    def of_bytes(number: int) -> str:
        return make(number // 3)

    text = affordable(of_bytes, 3 * most, seconds)
    with Tool(OURS) as once, Tool(OURS) as twice:
        pair = []
        for tool, one in ((once, text), (twice, make(2 * len(text)))):
            with on_disk(one) as path:
                tool.ask("load", path=path)
            pair.append(Cell(OURS, size(one)))
        for _ in range(times):
            run(once, pair[0])
            run(twice, pair[1])
            if pair[0].died or pair[1].died:
                return None
        return pair[0], pair[1]


def stages(text: str) -> dict[str, float]:
    """The seconds of CPU that each stage of ours takes for `text`."""
    with Tool(OURS) as tool, on_disk(text) as path:
        tool.ask("load", path=path)
        return tool.ask("stages")
