"""A desk with a page on it, and the server in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cleaner.decisions import FILE, Decisions
from cleaner.inputs import find
from cleaner.review.desk import Desk
from cleaner.review.guard import DOOR
from cleaner.review.server import application
from cleaner.settings import Settings
from cleaner.work import rules_for

TOKEN = "a-token-of-the-tests"
HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}

#: A safe finding, a risky one, and one that is only shown; with text that would be a page of its own.
PAGE = (
    "渡口的告示上写着<script>document.title='坏了'</script>，，还画了一只船<img src=x onerror=alert(1)>。\n\n"
    "镇上新近吸引技师技师落户，&amp;码头的早市比往年热闹。\n\n"
    "乡里修好了桐岭渡口、桐岭渡口、磨坊渡口等3处渡口，船家都是本地人。\n"
)
PLAIN = "河湾里的水车转得很慢，，磨坊主人说，慢一点，面才香。\n"

MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(here: Path) -> MakeDesk:
    """Makes a desk of the files that are given as name and text."""

    def make(files: dict[str, str], **settings: str) -> Desk:
        for name, text in files.items():
            (here / name).write_text(text, encoding="utf-8", newline="")
        chosen = Settings(**settings)  # type: ignore[arg-type]
        inputs, _ = find(["."], chosen)
        return Desk(inputs, chosen, rules_for(chosen), Decisions(here / FILE), "馆员")

    return make


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """Two pages: a.txt and b.txt."""
    return make_desk({"a.txt": PAGE, "b.txt": PLAIN})


@pytest.fixture
def stranger(desk: Desk) -> Iterator[TestClient]:
    """Somebody who knows the port alone."""
    app = application(desk, TOKEN, [HOST, HOST.replace("127.0.0.1", "localhost")])
    with TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=True) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """The person who has the address with the token."""
    assert stranger.get(DOOR, params={"token": TOKEN}).status_code == 200
    return stranger
