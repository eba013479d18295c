"""Work on many items by several processes: results in the order of the items, bounded in memory, whatever dies.

Knows nothing of texts: items have sizes, and a task is a run of items that stand side by side.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cleaner.parcels import unpacked

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

#: A task has items until it has so many bytes or so many items: to hand one over costs some 300 µs.
TASK_BYTES, TASK_ITEMS = 1 << 18, 256
#: Tasks for each worker that a run is cut into at least, so that none waits long for the others at the end.
TASKS_A_WORKER = 8
#: Bytes of items that are being worked on, or done and waiting for their turn.
WINDOW = 1 << 25
#: Bytes of large items that are begun before their turn.
EARLY = 1 << 26
#: How often a pool in which a worker died is replaced.
MOST_POOLS = 16


@dataclass(slots=True)
class _Task(Generic[T, R]):
    items: Sequence[T]
    size: int
    future: Future[Any] | None = None
    found: Sequence[R] | None = None


def tasks_of(items: Sequence[T], sizes: Sequence[int], jobs: int) -> list[_Task[T, Any]]:
    """`items` in tasks, in their order."""
    enough = min(TASK_BYTES, sum(sizes) // (TASKS_A_WORKER * jobs) + 1)
    most = max(1, min(TASK_ITEMS, len(items) // (TASKS_A_WORKER * jobs)))
    tasks: list[_Task[T, Any]] = []
    start = size = 0
    for at, more in enumerate(sizes, 1):
        size += more
        if size >= enough or at - start >= most or at == len(items):
            tasks.append(_Task(items[start:at], size))
            start, size = at, 0
    return tasks


def large_first(tasks: Sequence[_Task[T, R]], jobs: int) -> list[_Task[T, R]]:
    """The tasks that are begun before their turn, the largest first: one left for the end would keep the run waiting.

    Only some, as what comes of them waits in memory.
    """
    share = sum(task.size for task in tasks) / (2 * jobs)
    room = EARLY
    chosen: list[_Task[T, R]] = []
    for task in sorted(tasks, key=lambda task: -task.size):
        if task.size < max(share / TASKS_A_WORKER, TASK_BYTES) or len(chosen) == 4 * jobs:
            break
        if task.size <= room:
            room -= task.size
            chosen.append(task)
    return chosen


class Workers(Generic[S]):
    """`jobs` processes that all know `shared`. They are started at once: before whoever calls starts threads."""

    def __init__(self, shared: S, jobs: int) -> None:
        self.shared, self.jobs = shared, jobs
        self._pools = 0
        self._pool: ProcessPoolExecutor | None = None
        self._start()

    def _start(self) -> None:
        from concurrent.futures import ProcessPoolExecutor

        self._pools += 1
        self._pool = ProcessPoolExecutor(self.jobs, _context(), _begin, (self.shared,))
        with warnings.catch_warnings():
            # Libraries for numbers have threads of their own, which no worker needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pool.submit(_nothing).result()

    def close(self) -> None:
        """Ends the processes; what has not begun is left out."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def results(
        self,
        work: Callable[[S, Sequence[T]], Sequence[R] | bytes],
        items: Sequence[T],
        sizes: Sequence[int],
        lost: Callable[[T], R],
    ) -> Iterator[R]:
        """The result of each of `items`, which are so large, in their order.

        `work` is given `shared` and some items, and gives a result for each, or all of them as `parcels.packed`. `lost`
        makes the result of an item that kills its worker; the others are done all the same.
        """
        from concurrent.futures.process import BrokenProcessPool

        tasks: list[_Task[T, R]] = tasks_of(items, sizes, self.jobs)
        early: list[_Task[T, R]] = large_first(tasks, self.jobs)
        is_early = set(map(id, early))
        ahead = waiting = 0
        for task in early:
            task.future = self._submit(work, task.items)
        for number, task in enumerate(tasks):
            while ahead < len(tasks) and (waiting < WINDOW or ahead < number + 2 * self.jobs):
                if id(tasks[ahead]) not in is_early:
                    tasks[ahead].future = self._submit(work, tasks[ahead].items)
                    waiting += tasks[ahead].size
                ahead += 1
            if task.found is None:
                try:
                    assert task.future
                    task.found = _opened(task.future.result())
                except BrokenProcessPool:
                    # One of the tasks at work has killed its worker, and with it the pool. All that are not done
                    # are done again, one at a time: so it shows which.
                    self._renew()
                    for doubted in [task, *(other for other in tasks if other is not task and _undone(other))]:
                        doubted.found = self._alone(work, doubted.items, lost)
            found, task.found, task.future = task.found, None, None
            assert found is not None
            waiting -= 0 if id(task) in is_early else task.size
            yield from found

    def _submit(self, work: Callable[[S, Sequence[T]], Any], items: Sequence[T]) -> Future[Any]:
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        try:
            if self._pool:
                return self._pool.submit(_do, work, items)
            raise BrokenProcessPool("no workers are left")
        except BrokenProcessPool as error:
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

    def _renew(self) -> None:
        """A pool in place of one in which a worker died; none if that goes on and on."""
        self.close()
        if self._pools < MOST_POOLS:
            self._start()

    def _alone(self, work: Callable[[S, Sequence[T]], Any], items: Sequence[T], lost: Callable[[T], R]) -> Sequence[R]:
        """The results of `items` while nothing else is being worked on: one that kills its worker now is the one."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            found: Sequence[R] = _opened(self._submit(work, items).result())
            return found
        except BrokenProcessPool:
            if self._pool:
                self._renew()
        if len(items) == 1 or not self._pool:
            return [lost(item) for item in items]
        return [result for item in items for result in self._alone(work, [item], lost)]


def _undone(task: _Task[T, R]) -> bool:
    """Whether the task was handed over and came to nothing."""
    future = task.future
    return future is not None and (not future.done() or future.cancelled() or future.exception() is not None)


def _context() -> BaseContext:
    """How workers are started: as copies of this process, with all that is imported and loaded, where that is safe."""
    alone = threading.active_count() == 1
    return get_context("fork" if sys.platform == "linux" and alone else "spawn")


#: What all workers of this process know.
_shared: Any = None


def _begin(shared: Any) -> None:
    """A worker's first deed. Ctrl-C is for the process that started it, which then ends it; and where that one was
    killed, nobody would: all workers would wait for work for ever.
    """
    global _shared
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outlive_nobody()


def outlive_nobody() -> None:
    """Has this process, a worker, end when the one that started it does, however that one ends."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _do(work: Callable[[Any, Sequence[T]], Any], items: Sequence[T]) -> Any:
    return work(_shared, items)


def _opened(results: Any) -> Any:
    return unpacked(results) if isinstance(results, bytes) else results


def _nothing() -> None:
    """Has the processes started."""
