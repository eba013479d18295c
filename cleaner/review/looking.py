"""Documents cleaned in processes of their own, so that the pages stay quick: what a person waits for goes first."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from cleaner.across import Crossing, crossings_of, rule_among
from cleaner.decisions import Decision
from cleaner.inputs import Complaint, Input
from cleaner.review.sheets import Summary, summary
from cleaner.settings import Settings
from cleaner.wording import say
from cleaner.work import Outcome, clean_file, rules_for
from cleaner.workers import outlive_nobody

#: Bytes from which on a document is told whole, asked for or not: it takes too long to be cleaned twice.
LONG = 60_000

#: What is called with what came of a document: its number, the decisions heeded, its outcome where that was asked for
#: or the document is long, and its summary.
Told = Callable[[int, tuple[Decision, ...], Outcome | None, Summary], None]


def _deaf() -> None:
    """Ctrl-C is for the review, which then ends its workers. They end with it, too, where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outlive_nobody()


def _look(
    item: Input, settings: Settings, decided: Sequence[Decision], across: Sequence[Crossing], asked: bool
) -> tuple[Outcome | None, Summary]:
    outcome = clean_file(item, settings, rules_for(item.settings or settings), decided, across)
    told = asked or (outcome.result is not None and len(outcome.result.document.text) > LONG // 4)
    return (outcome if told else None), summary(outcome)


#: How often dead workers are replaced, before the looking is given up.
MOST_POOLS = 8


class Looking:
    """Looks through all documents in their order, one a worker, and at those asked for before the others."""

    def __init__(
        self, inputs: Sequence[Input], settings: Settings, decided: Callable[[int], Sequence[Decision]], told: Told
    ) -> None:
        self.inputs, self.settings, self.decided, self.told = inputs, settings, decided, told
        self.across: Mapping[str, tuple[Crossing, ...]] = {}  # links between files, once they are known
        self._asked: deque[int] = deque()
        self._rest = deque(range(len(inputs)))
        self._busy: set[int] = set()
        self._change = threading.Condition()
        self._closed = False
        self._pool: ProcessPoolExecutor | None = None
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        # One core stays for the pages.
        self._workers = settings.jobs or max(1, cores - 1)
        self._thread = threading.Thread(target=self._run, name="cleaner-looking", daemon=True)

    def start(self) -> None:
        """Begins to look through the documents."""
        self._thread.start()

    def ask(self, number: int) -> None:
        """Has document `number` cleaned before the others, and its outcome told."""
        with self._change:
            if number not in self._asked:
                self._asked.append(number)
            self._change.notify()

    def skip(self, number: int) -> None:
        """Document `number` was looked at elsewhere."""
        with self._change:
            if number in self._rest:
                self._rest.remove(number)

    def close(self) -> None:
        """Stops. What is under way is not waited for."""
        with self._change:
            self._closed = True
            self._change.notify()
        if self._pool:
            processes = list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()

    def _next(self) -> tuple[int, bool] | None:
        """The document to look at next, and whether its outcome was asked for."""
        for number in self._asked:
            if number not in self._busy:
                self._asked.remove(number)
                return number, True
        while self._rest:
            number = self._rest.popleft()
            if number not in self._busy:
                return number, False
        return None

    def _run(self) -> None:
        asking = [item for item in self.inputs if rule_among(rules_for(item.settings or self.settings))]
        self.across = crossings_of(asking, self.settings.encoding)
        for _ in range(MOST_POOLS):
            # A new interpreter for each: a fork of a process with threads may hang.
            self._pool = ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"), _deaf)
            if self._work(self._pool):
                return

    def _work(self, pool: ProcessPoolExecutor) -> bool:
        """Has `pool` look at what there is. False where a worker died, and with it the pool."""
        while True:
            with self._change:
                while not self._closed and (len(self._busy) >= self._workers or (job := self._next()) is None):
                    self._change.wait()
                if self._closed:
                    return True
                assert job is not None
                number, whole = job
                self._busy.add(number)
            decided = tuple(self.decided(number))
            links = self.across.get(self.inputs[number].name, ())
            try:
                future = pool.submit(_look, self.inputs[number], self.settings, decided, links, whole)
            except BrokenProcessPool:
                with self._change:
                    self._busy.discard(number)
                    (self._asked if whole else self._rest).appendleft(number)
                return False
            except RuntimeError:  # shut down meanwhile
                return True
            future.add_done_callback(partial(self._over, number, decided))

    def _over(self, number: int, decided: tuple[Decision, ...], done: Future[tuple[Outcome | None, Summary]]) -> None:
        if self._closed:
            return
        try:
            outcome, counts = done.result()
        except Exception:  # the worker died: of memory, mostly
            name = self.inputs[number].name
            what = Complaint(name, say(self.settings.lang, "worker-died"))
            outcome, counts = Outcome(name, None, what, source=self.inputs[number]), Summary("", {}, str(what))
        self.told(number, decided, outcome, counts)
        with self._change:
            if outcome and number in self._asked and decided == tuple(self.decided(number)):
                self._asked.remove(number)
            self._busy.discard(number)
            self._change.notify()
