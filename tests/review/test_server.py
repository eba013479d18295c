"""The server: who may come in, what pages hold, and what they may ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cleaner.decisions import FILE
from cleaner.review.desk import Desk
from cleaner.review.guard import DOOR, POLICY
from cleaner.review.words import _WORDS, all_words
from tests.conftest import Run
from tests.review.conftest import HOST, ORIGIN, PAGE, TOKEN

PLACES = ("/", "/d/0", "/d/0/finding?key=x", "/progress", "/words", "/write", "/static/review.js")


@pytest.mark.parametrize("place", PLACES)
def test_without_the_cookie_nothing_is_told(stranger: TestClient, place: str) -> None:
    """Other users and programs of this machine get a refusal, whatever they ask for."""
    answer = stranger.get(place)
    assert (answer.status_code, "渡口" in answer.text) == (403, False)
    stranger.cookies.set("cleaner-8765", "another")
    assert stranger.get(place).status_code == 403


def test_the_token_gives_a_cookie_that_no_script_and_no_other_site_can_use(stranger: TestClient) -> None:
    """HttpOnly and SameSite=Strict; a wrong token gives none."""
    wrong = stranger.get(DOOR, params={"token": TOKEN[:-1]})
    assert (wrong.status_code, wrong.headers.get("set-cookie")) == (403, None)
    right = stranger.get(DOOR, params={"token": TOKEN})
    cookie = right.headers["set-cookie"].lower()
    assert ("httponly" in cookie, "samesite=strict" in cookie, "domain" in cookie) == (True, True, False)
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("host", ["rebound.example:8765", "127.0.0.1", "127.0.0.1:1", "localhost:8766", ""])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    """A name of somebody else's that leads here (DNS rebinding) gets nothing, not even with the token."""
    for place in ("/", f"{DOOR}?token={TOKEN}"):
        assert client.get(place, headers={"host": host}).status_code == 421
    assert client.get("/", headers={"host": "localhost:8765"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": f"https://{HOST}"},
        {**ORIGIN, "sec-fetch-site": "cross-site"},
        {**ORIGIN, "sec-fetch-site": "same-site"},
        {**ORIGIN, "content-type": "text/plain"},
        {**ORIGIN, "content-type": "application/x-www-form-urlencoded"},
    ],
)
def test_another_sites_page_changes_nothing(client: TestClient, here: Path, headers: dict[str, str]) -> None:
    """What changes anything comes from our own pages, as JSON."""
    body = b'{"rule": "doubled-punctuation", "verdict": "keep"}'
    for place in ("/d/0/decide", "/write"):
        answer = client.post(place, content=body, headers={"content-type": "application/json", **headers})
        assert answer.status_code == 403
    assert not (here / FILE).exists()
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE


def test_every_answer_has_the_policy(client: TestClient, stranger: TestClient) -> None:
    """Pages run our own script and load nothing from elsewhere; answers are not kept, framed or guessed at."""
    for place in (*PLACES, "/nowhere", f"{DOOR}?token=x"):
        headers = client.get(place).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
    assert "unsafe" not in POLICY
    for place in ("/", "/d/0", "/d/1"):
        page = client.get(place).text
        assert re.findall(r"<script(?! type=\"module\" src=\"/static/review.js\"></script>)", page) == []
        assert re.findall(r"<style|style=|\son\w+=", re.sub(r"&lt;.*?&gt;", "", page)) == []
        assert re.findall(r"(?:src|href)=\"(?!/|#|\?)[^\"]*", page) == []


def test_what_is_too_large_or_no_json_is_refused(client: TestClient) -> None:
    """Before it is read, where it says its size."""
    headers = {**ORIGIN, "content-type": "application/json"}
    assert client.post("/d/0/decide", content=b" " * 2_000_001, headers=headers).status_code == 413
    assert client.post("/d/0/decide", content=(part for part in (b"{}",)), headers=headers).status_code == 413
    for body in (b"{", b"[]", b'{"said": [1]}', b'{"said": [{"key": "x", "verdict": "perhaps"}]}', b'{"rule": "x"}'):
        assert client.post("/d/0/decide", content=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "place",
    ["/d/2", "/d/99999999999999999999", "/d/-1", "/d/../a.txt", "/a.txt", "/static/../../../pyproject.toml",
     "/static/..%2fguard.py", "/static/guard.py", "/d/0%2f..%2f..", "/d/2/finding?key=x", "/d/7/next"],
)  # fmt: skip
def test_no_path_leads_outside(client: TestClient, place: str) -> None:
    """Documents are called by number, sheets by name; nothing else is there."""
    assert client.get(place).status_code == 404


def test_text_that_tries_to_be_a_page_stays_text(client: TestClient) -> None:
    """Tags, entities and scripts in a document are shown as they stand."""
    page = client.get("/d/0").text
    assert "<script>document" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "&amp;amp;码头" in page


def test_a_files_name_that_tries_to_be_a_page_stays_text(make_desk: object, here: Path) -> None:
    """In the list too."""
    from cleaner.review.server import application

    desk = make_desk({"<b>&.txt": PAGE})  # type: ignore[operator]
    with TestClient(application(desk, TOKEN, [HOST]), base_url=f"http://{HOST}") as client:
        client.get(DOOR, params={"token": TOKEN})
        for place in ("/", "/d/0"):
            assert "<b>&.txt" not in client.get(place).text
            assert "&lt;b&gt;&amp;.txt" in client.get(place).text


def test_decisions_come_and_go_over_http(client: TestClient, desk: Desk) -> None:
    """A decision answers with what was said before and what changed; the page shows it."""
    keys = {f.rule: f.key for f in desk.sheet(0).result.findings}
    key = keys["doubled-punctuation"]

    def post(body: object) -> dict[str, object]:
        answer = client.post("/d/0/decide", json=body, headers=ORIGIN)
        assert answer.status_code == 200, answer.text
        told: dict[str, object] = answer.json()
        return told

    told = post({"said": [{"key": key, "verdict": "keep", "remark": "<i>原书</i>"}]})
    assert told["before"] == [{"key": key, "verdict": None, "replacement": None, "remark": ""}]
    assert told["changed"] == {key: ["decided", "kept"]}
    page = client.get("/d/0").text
    assert 'data-verdict="keep"' in page
    assert "&lt;i&gt;原书&lt;/i&gt;" in page
    assert client.get("/d/0/finding", params={"key": key}).json()["remark"] == "<i>原书</i>"
    post({"said": told["before"]})
    assert 'data-verdict="keep"' not in client.get("/d/0").text
    told = post({"rule": "stuttered-word", "verdict": "apply"})
    assert told["changed"] == {keys["stuttered-word"]: ["decided", "applied"]}
    assert (
        client.post("/d/0/decide", json={"said": [{"key": "x:1-2", "verdict": "keep"}]}, headers=ORIGIN).status_code
        == 404
    )


def test_the_page_tells_a_baseline_from_a_persons_word(client: TestClient, desk: Desk, run: Run) -> None:
    """A card says that nobody looked, until somebody decides."""
    run("check", "a.txt", "--write-baseline", "--select", "doubled-punctuation")
    assert "not looked at: baseline of 20" in client.get("/d/0").text
    key = next(f.key for f in desk.sheet(0).result.findings if f.rule == "doubled-punctuation")
    client.post("/d/0/decide", json={"said": [{"key": key, "verdict": "keep"}]}, headers=ORIGIN)
    page = client.get("/d/0").text
    assert "not looked at" not in page
    assert "馆员" in page


def test_writing_over_http(client: TestClient, here: Path) -> None:
    """A summary first; then one document, and then all."""
    assert client.get("/write", params={"d": 0}).json()["this"]["safe"] >= 1
    assert client.post("/write", json={"d": 7}, headers=ORIGIN).status_code == 404
    told = client.post("/write", json={"d": 1}, headers=ORIGIN).json()
    assert told["written"]["documents"] == 1
    assert "，，" not in (here / "b.txt").read_text(encoding="utf-8")
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE


def test_a_broken_decisions_file_is_told(client: TestClient, here: Path) -> None:
    """With its line, and nothing is written over it."""
    (here / FILE).write_text("{\n", encoding="utf-8")
    answer = client.post("/d/0/decide", json={"said": []}, headers=ORIGIN)
    assert (answer.status_code, f"{FILE}:1" in answer.json()["error"]) == (409, True)
    assert (here / FILE).read_text(encoding="utf-8") == "{\n"


def test_the_list_is_paged_and_searched(make_desk: object) -> None:
    """A hundred documents a page, however many there are."""
    from cleaner.review.server import application

    desk = make_desk({f"p{n:03}.txt": "早市，，热闹。\n" for n in range(230)})  # type: ignore[operator]
    with TestClient(application(desk, TOKEN, [HOST]), base_url=f"http://{HOST}") as client:
        client.get(DOOR, params={"token": TOKEN})
        counts = [
            client.get("/", params={"page": page}).text.count('scope="row"') for page in ("1", "2", "3", "9", "x")
        ]
        assert counts == [100, 100, 30, 30, 100]
        found = client.get("/", params={"find": "P22", "part": "1"}).json()
        assert found["rows"].count('scope="row"') == 10


def test_words_stand_in_both_languages() -> None:
    """The same places to fill in, and nothing empty."""
    for key, (english, chinese) in _WORDS.items():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), key
        assert english
        assert chinese
    assert all_words("zh")["apply"] == "修改"
