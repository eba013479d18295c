"""Work spread over processes: results in the order of the items, and no item that kills a worker stops the others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import workers
from cleaner.decisions import FILE, Decisions, Verdict
from cleaner.workers import TASK_BYTES, TASK_ITEMS, Workers, large_first, tasks_of
from tests.conftest import Run
from tests.test_decisions import STAMMER, found, only, said


def doubled(shared: int, items: Sequence[int]) -> list[int]:
    return [2 * item + shared for item in items]


def deadly(shared: set[int], items: Sequence[int]) -> list[int]:
    """A worker that does not survive the items in `shared`."""
    if shared.intersection(items):
        os._exit(3)
    return list(items)


def spread(shared: object, work: object, items: Sequence[int], sizes: Sequence[int]) -> list[int]:
    team = Workers(shared, 2)
    try:
        return list(team.results(work, items, sizes, lambda item: -item))  # type: ignore[arg-type]
    finally:
        team.close()


@given(st.lists(st.integers(0, 3 * TASK_BYTES), min_size=1, max_size=60), st.integers(1, 8))
def test_tasks_hold_all_items_in_order(sizes: list[int], jobs: int) -> None:
    """Each item once, in its place, in tasks that are neither too large nor too many."""
    tasks = tasks_of(range(len(sizes)), sizes, jobs)
    assert [item for task in tasks for item in task.items] == list(range(len(sizes)))
    assert [task.size for task in tasks] == [sum(sizes[item] for item in task.items) for task in tasks]
    assert all(len(task.items) <= TASK_ITEMS for task in tasks)
    assert all(task.size - sizes[task.items[-1]] < TASK_BYTES for task in tasks)


def test_small_items_share_a_task() -> None:
    """A thousand small files are handed over in few tasks, yet in enough for each worker to have several."""
    assert 16 <= len(tasks_of(range(1000), [1000] * 1000, 2)) <= 40


def test_a_large_item_at_the_end_is_begun_first() -> None:
    """Else all other workers would wait for it; what is begun early stays within its bounds."""
    sizes = [TASK_BYTES] * 40 + [40 * TASK_BYTES]
    tasks = tasks_of(range(41), sizes, 2)
    assert large_first(tasks, 2)[0] is tasks[-1]
    huge = tasks_of(range(8), [workers.EARLY // 2] * 8, 2)
    assert sum(task.size for task in large_first(huge, 2)) <= workers.EARLY


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_results_come_in_the_order_of_the_items(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large they are, and however the workers were started."""
    if method == "fork" and not hasattr(os, "fork"):
        pytest.skip("this system has no fork")
    monkeypatch.setattr(workers, "_context", lambda: get_context(method))
    monkeypatch.setattr(workers, "WINDOW", 3 * TASK_BYTES)
    sizes = [(37 * n) % 11 * TASK_BYTES // 7 for n in range(200)]
    assert spread(5, doubled, range(200), sizes) == [2 * n + 5 for n in range(200)]


@pytest.mark.parametrize("killers", [{0}, {17}, {3, 4, 39}, set(range(40))], ids=["first", "middle", "three", "all"])
def test_only_what_kills_its_worker_is_lost(killers: set[int]) -> None:
    """The others have their results, unless workers die again and again: then all that is left is lost, and it ends."""
    found = spread(killers, deadly, range(1, 41), [TASK_BYTES // 3] * 40)
    if len(killers) < 5:
        assert found == [-item if item in killers else item for item in range(1, 41)]
    else:
        assert found == [-item if item < 40 else found[-1] for item in range(1, 41)]


def lay(here: Path) -> None:
    """Small pages, one of them large and last but one, with damage of several kinds."""
    for number in range(30):
        text = f"第{number}版：早市，，热闹。摊主们说，今年的鱼比往年多，比往年多，比往年多，比往年多，价钱也公道。\n"
        (here / f"p{number:02}.txt").write_text(text * (1 if number != 28 else 400), encoding="utf-8")
    (here / "p05.txt").write_bytes(b"\xff")


def test_fix_by_several_is_fix_by_one(run: Run, here: Path) -> None:
    """In place too: the same words, the same bytes, and a journal that gives all of them back."""
    told, became = [], []
    for jobs in ("1", "3"):
        lay(here)
        before = {path.name: path.read_bytes() for path in here.glob("p*.txt")}
        result = run("fix", ".", "--jobs", jobs)
        told.append((result.stdout, result.stderr, result.exit_code))
        became.append({path.name: path.read_bytes() for path in here.glob("p*.txt")})
        assert became[-1] != before
        assert run("undo").exit_code == 0
        assert {path.name: path.read_bytes() for path in here.glob("p*.txt")} == before
    assert told[0] == told[1]
    assert became[0] == became[1]


def test_decisions_hold_with_several_workers(run: Run, here: Path) -> None:
    """A refusal is carried to where its surroundings were mended, with as many workers as there are."""
    kept = []
    for jobs in ("1", "3"):
        lay(here)
        (here / "a.txt").write_text(STAMMER, encoding="utf-8")
        refused = only(found(STAMMER), "stuttered-word")
        Decisions(here / FILE).change([said(STAMMER, refused, Verdict.KEEP)])
        run("fix", ".", "--jobs", jobs)
        assert (here / "a.txt").read_text(encoding="utf-8") == STAMMER.replace("，，", "，")
        kept.append([decision.also for decision in Decisions(here / FILE).of(here / "a.txt")])
        assert kept[-1] != [()]
        (here / FILE).unlink()
    assert kept[0] == kept[1]


def test_programs_are_told_each_fix_by_several_too(run: Run, here: Path) -> None:
    """Records and offset maps of `fix` hold what was applied, with as many workers as there are."""
    told = []
    for jobs in ("1", "3"):
        lay(here)
        out = run("fix", ".", "--format", "jsonl", "--offset-map", "map.out", "--jobs", jobs, "-o", "../clean").stdout
        told.append((out, (here / "map.out").read_bytes()))
    assert told[0] == told[1]
    assert '"doubled-punctuation"' in told[0][0]
