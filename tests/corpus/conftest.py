"""What the tests of corpora share: rows, and a run of `cleaner corpus` in one process."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.conftest import Run

#: Texts with damage and without, in our own words.
TEXTS = (
    "青石镇昨日开渠放水，，两岸的麦田都能浇上头遍水。",
    "入夜以后，河堤上的灯亮了，孩子们沿着堤岸慢慢走回家去。",
    "县里派来的农技员说，，今年的秧苗比往年壮。。",
    "修桥的队伍住在村东头的祠堂里修桥的队伍住在村东头的祠堂里，每天天不亮就出工。",
    "老支书把账本摊在桌上，一笔一笔念给大家听。\n\n账目念完，已经是半夜。",
    "plain English, which is left alone,, as it is",
    "",
)

Fixed = Callable[..., Result]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where these tests are required, one that is skipped for want of a library fails."""
    if os.environ.get("CLEANER_CORPUS") == "required":
        import daft  # noqa: F401
        import moto  # noqa: F401
        import ray  # noqa: F401


def rows(count: int = 20) -> list[dict[str, Any]]:
    """So many rows, with columns of all kinds of JSON, that come through unchanged."""
    return [
        {
            "id": f"r{number}",
            "n": number,
            "share": number / 8,
            "day": "2026-01-02",
            "tags": ["news", None, "河"],
            "meta": {"page": number, "deep": {"on": number % 2 == 0, "off": None}},
            "none": None,
            "text": TEXTS[number % len(TEXTS)] + (f"第{number}号" if number % 3 else ""),
        }
        for number in range(count)
    ]


def jsonl(values: Iterable[Any]) -> bytes:
    """Rows as JSONL."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


def files(folder: Path) -> dict[str, bytes]:
    """What a person gets: all of an output but the records of the run, and pages that tell the time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "_cleaner" not in path.parts
    }


def data(folder: Path) -> list[dict[str, Any]]:
    """The rows of an output of JSONL, in their order."""
    lines = b"".join(path.read_bytes() for path in sorted((folder / "data").iterdir())).splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def corpus(run: Run, monkeypatch: pytest.MonkeyPatch) -> Fixed:
    """`cleaner corpus` with one worker, in this process; reports tell a fixed time."""
    pytest.importorskip("daft", reason="Daft is not installed; pip install 'scan-cleaner[corpus]'")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")

    def call(*args: str) -> Result:
        return run("corpus", *args, "--jobs", "1")

    return call
