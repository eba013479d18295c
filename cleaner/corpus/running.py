"""Runs the tasks of a job on Daft: its own engine, with a process a worker, or a Ray cluster; the plan is the same."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from cleaner.corpus.job import Job
from cleaner.corpus.opening import quiet
from cleaner.corpus.shapes import Shape, merged
from cleaner.corpus.tasks import Task
from cleaner.corpus.worker import Cleaner, shape_in

quiet()

import daft  # noqa: E402 - Daft reads its environment as it is imported
from daft import DataType  # noqa: E402
from daft.exceptions import DaftCoreException  # noqa: E402

if TYPE_CHECKING:
    from daft import Series

#: Partitions a worker on a cluster, so that none waits long for the slowest.
PARTITIONS = 8
#: How often a Ray of our own is started where it is too slow for itself.
STARTS = 3


class NoEngine(RuntimeError):
    """The engine cannot start: there is no cluster at the address. The message says why."""


class RunError(RuntimeError):
    """The engine gave up: a worker died, or the cluster went away. The message says why."""


class _Cleaning:
    def __init__(self, job: Job) -> None:
        self._cleaner = Cleaner(job)

    @daft.method.batch(return_dtype=DataType.string(), batch_size=1)
    def do(self, tasks: Series) -> list[str]:
        told = []
        for text in tasks.to_pylist():
            task = Task.loaded(text)
            try:
                self._cleaner.do(task)
                told.append("")
            except OSError as error:
                told.append(f"{error.filename or task.part.address}: {error.strerror or error}")
        return told


class _Shaping:
    def __init__(self, job: Job) -> None:
        self._job = job

    @daft.method.batch(return_dtype=DataType.string(), batch_size=1)
    def do(self, tasks: Series) -> list[str]:
        return [json.dumps(shape_in(Task.loaded(text), self._job)) for text in tasks.to_pylist()]


def use_runner(ray: bool, address: str | None, jobs: int | None) -> int:
    """Makes Daft use its own engine or Ray; gives the number of workers: `jobs`, or else one a core of all that is.

    Raises NoEngine where there is no cluster at `address`.
    """
    if not ray:
        # Daft lets nobody choose twice in one process.
        with suppress(DaftCoreException):
            daft.set_runner_native()
        if daft.get_or_infer_runner_type() != "native":
            raise NoEngine("Daft runs on Ray in this process already")
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return jobs or cores
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray as cluster

    said: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        _knock(address)
        if not cluster.is_initialized() and address is None:
            # Texts do not pass through Ray's store, and its own guess takes a third of the memory.
            store = 256 * 1024 * 1024
            _patiently(num_cpus=jobs, object_store_memory=store, include_dashboard=False, **said)
        elif not cluster.is_initialized():
            cluster.init(address=address, **said)
        daft.set_runner_ray(address, noop_if_initialized=True)
        cores = cluster.cluster_resources().get("CPU", 1)  # type: ignore[no-untyped-call]
    except Exception as error:  # Ray raises what it likes: ConnectionError, TimeoutError, RuntimeError, Exception
        raise NoEngine(str(error).strip()) from error
    return jobs or max(1, int(cores))


def _patiently(**wanted: Any) -> None:
    """Starts a Ray on this machine. It gives up after half a minute of its own, which a loaded machine may need for
    reading its files; then they are read, and it starts. Raises what Ray raises.
    """
    import ray as cluster

    for tries in reversed(range(STARTS)):
        try:
            cluster.init(**wanted)
            return
        except Exception as error:  # Ray says by words alone that it was too slow
            if not tries or "timed out" not in str(error):
                raise
            cluster.shutdown()


def _knock(address: str | None) -> None:
    """Raises OSError where nothing listens at ``host:port`` or ``ray://host:port``: Ray would try for minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()


def clean(tasks: Sequence[Task], job: Job, jobs: int) -> Iterator[str]:
    """Does `tasks` with so many workers; yields of each, in the order in which they end, what went wrong, or ``""``.

    Raises RunError.
    """
    yield from _spread(_Cleaning, tasks, job, jobs)


def shape(tasks: Sequence[Task], job: Job, jobs: int) -> Shape:
    """The columns of all JSONL and texts among `tasks`. The order of the columns is that in which they are met."""
    found: Shape = {"is": "object", "fields": {}}
    numbered = sorted(_spread(_Shaping, tasks, job, jobs, numbered=True))
    for _, told in numbered:
        found = merged(found, json.loads(told))
    return found


def _spread(worker: type, tasks: Sequence[Task], job: Job, jobs: int, *, numbered: bool = False) -> Iterator[Any]:
    """The plan: a row a task, dealt to `jobs` workers. Several are processes, for Python runs one thread at a time.
    Rows travel as short strings; the texts themselves never pass through the engine.
    """
    doing = daft.cls(worker, max_concurrency=jobs, use_process=jobs > 1)(job)
    frame = daft.from_pydict({"number": list(range(len(tasks))), "task": [task.dumped() for task in tasks]})
    if daft.get_or_infer_runner_type() == "ray":
        # What stands in one partition goes to one machine. The embedded engine knows no partitions, and says so.
        frame = frame.into_partitions(max(1, min(len(tasks), PARTITIONS * jobs)))
    frame = frame.select(frame["number"], doing.do(frame["task"]).alias("told"))
    # A worker that is done takes the next task; in order, all would wait for the slowest.
    with _given_up(), daft.execution_config_ctx(maintain_order=False):
        for row in frame.iter_rows():
            yield (row["number"], row["told"]) if numbered else row["told"]


@contextmanager
def _given_up() -> Iterator[None]:
    try:
        yield
    except (GeneratorExit, KeyboardInterrupt, RunError):
        raise
    except Exception as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise RunError(lines[-1] if lines else type(error).__name__) from error


def leave(code: int) -> None:
    """Ends the process with `code`, and a local Ray with it. Daft's threads can crash an interpreter that takes itself
    down in the usual way: the exit code was that of a crash once in some runs.
    """
    if "ray" in sys.modules:
        import ray as cluster

        cluster.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
