"""How far a run is: a bar with MB/s and the time left, drawn on a terminal from the records that workers leave."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from cleaner.corpus.job import PARTS
from cleaner.corpus.store import Store

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Seconds between two looks, at a folder of this machine and at an object store.
LOOKS = {False: 0.5, True: 10.0}


@contextmanager
def watched(store: Store, size: int, read: int) -> Iterator[None]:
    """Draws a bar on stderr while its block runs, where stderr is a terminal. `size` and `read` are bytes of input."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    done = Event()
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task("", total=size, completed=read)
        watcher = Thread(target=_watch, args=(store, bar, task, done), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _watch(store: Store, bar: Progress, task: TaskID, done: Event) -> None:
    seen = set(store.names(PARTS))
    while not done.wait(LOOKS[store.remote]):
        # A look that fails is no reason to stop: the next may not.
        with suppress(OSError, ValueError):
            for name in sorted(set(store.names(PARTS)) - seen):
                bar.advance(task, json.loads(store.read(f"{PARTS}/{name}") or b"{}")["bytes"])
                seen.add(name)
