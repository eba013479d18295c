"""Pages of a report and of a review, where everything that is shown was written by somebody who means harm."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from cleaner.decisions import FILE, Decisions
from cleaner.inputs import find
from cleaner.review.desk import Desk
from cleaner.review.guard import DOOR
from cleaner.review.server import application
from cleaner.review.serving import Serving
from cleaner.settings.lookup import Lookup
from cleaner.work import rules_for
from tests.browser import opened, requested
from tests.conftest import Run
from tests.review.conftest import HOST, ORIGIN, TOKEN

#: Each would run, load or break out, in one place or another of a page: text, attribute, address, style, script, JSON.
HARM = (
    "<script>document.title='owned'</script>",
    '"><img src=http://192.0.2.1/x onerror="document.title=\'owned\'">',
    "'><svg onload=document.title='owned'>",
    "</script></style></title></textarea><script>document.title='owned'</script>",
    "<!--<script>",
    "]]>\u2028document.title='owned'//\u2029",
    "javascript:document.title='owned'",
    "<base href=http://192.0.2.1/><meta http-equiv=refresh content='0;url=http://192.0.2.1/'>",
    "<link rel=stylesheet href=http://192.0.2.1/><iframe src=http://192.0.2.1/></iframe>",
    "{{7*191}}{% raw %}${7*191}",
    "&lt;script&gt;&#60;script&#62;",
    "<style>*{background:url(http://192.0.2.1/)}</style>",
)
ALL = "".join(HARM)
TEXT = "".join(
    f"早市{harm}，，热闹。\n\n镇上新近吸引技师技师落户，码头的热闹{harm}，卖鱼的天亮就来。\n\n" for harm in HARM
)
NAME = "<img src=x onerror=document.title='owned'>&quot;\"javascript:.txt"
PACK = f"""
[[rule]]
id = "mine"
detector = "rewrite"
kind = "rewrite"
title = {json.dumps("题" + ALL)}
message = {json.dumps("“{seen}”" + ALL.replace("{", "{{").replace("}", "}}"))}
safety = "risky"
why = {json.dumps("因" + ALL)}
limits = {json.dumps("限" + ALL)}
params = {{ pattern = "热闹", replacement = {json.dumps("冷清" + HARM[0] + HARM[1])} }}
"""

#: What our pages are made of, and the attributes that may hold an address.
TAGS = frozenset(
    re.findall(
        r"\w+",
        """html head meta title style link script body input label header nav a span h1 h2 h3 p small div ul ol li main
        section article details summary code b br i del ins mark footer svg path rect text defs pattern dl dt dd table
        thead tbody tr th td form select option button kbd aside""",
    )
)
ADDRESSES = ("href", "src", "action", "formaction", "srcset", "data", "poster", "background", "content")


@pytest.fixture
def hostile(here: Path, run: Run) -> Path:
    """A folder with texts, names, a pack and decisions that mean harm."""
    (here / "<b>").mkdir()
    for name in (NAME, f"<b>/{NAME}"):
        (here / name).write_text(TEXT, encoding="utf-8")
    (here / "mine.toml").write_text(PACK, encoding="utf-8")
    (here / "cleaner.toml").write_text('pack = ["mine.toml"]\n', encoding="utf-8")
    assert run("check", ".", "--write-baseline").exit_code == 0
    kept = [json.loads(line) for line in (here / FILE).read_text(encoding="utf-8").splitlines()][::3]
    for number, line in enumerate(kept):
        line |= {"remark": ALL, "by": ALL, "at": ALL, "baseline": ALL if number % 2 else ""}
        if number % 3 == 0 and line["rule"] == "mine":
            line |= {"decision": "edited", "replacement": ALL, "baseline": ""}
    (here / FILE).write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
    return here


class Reader(HTMLParser):
    """Fails on any element, attribute or address that is none of ours."""

    def __init__(self, live: bool) -> None:
        super().__init__()
        self.live = live
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        given = dict(attrs)
        self.scripts += tag == "script"
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in ("style", "srcdoc"), (tag, name)
            if name in ADDRESSES and not (tag == "meta" and name == "content" and given.get("http-equiv") != "refresh"):
                parts = urlsplit(value or "")
                assert (parts.scheme, parts.netloc) == ("", ""), value
        if tag == "script":
            assert given == {"type": "module", "src": "/static/review.js"}

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(page: str, *, live: bool = False) -> None:
    reader = Reader(live)
    reader.feed(page)
    reader.close()
    assert reader.scripts == (1 if live else 0)


def policy_of(page: str) -> str:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found
    assert page.index(found[0]) < page.index("<title")  # what stands before a policy is not bound by it
    return found[1].replace("&#39;", "'")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("given", [".", NAME])
def test_a_report_holds_no_element_of_anybody_elses(hostile: Path, run: Run, given: str, lang: str) -> None:
    """Every page, of a folder and of one file: only our elements, relative addresses, no handlers, no scripts, and a
    policy without holes before anything else.
    """
    assert run("report", given, "-o", "out", "--lang", lang).exit_code == 1
    pages = sorted((hostile / "out").rglob("*.html"))
    assert len(pages) == (3 if given == "." else 2)
    for path in pages:
        page = path.read_bytes().decode("utf-8")
        read(page)
        policy = policy_of(page)
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert {"base-uri 'none'", "form-action 'none'"} <= set(policy.split("; "))
        assert "1337" not in page  # no template was made of the text


def test_summary_and_records_are_quoted(hostile: Path, run: Run) -> None:
    """The Markdown has no tag of the text's, and the records are one to a line for whoever splits at U+2028."""
    run("report", ".", "-o", "out")
    assert not re.search(r"(?<!\\)<(?!!)", (hostile / "out/summary.md").read_text(encoding="utf-8"))
    raw = (hostile / "out/findings.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in raw.splitlines()]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_review_holds_no_element_of_anybody_elses(hostile: Path, lang: str) -> None:
    """The list, searched for harm too; each document; and one that has gone."""
    with TestClient(application(desk_of(lang), TOKEN, [HOST]), base_url=f"http://{HOST}") as client:
        client.get(DOOR, params={"token": TOKEN})
        for place in ("/", "/d/0", "/d/1", "/d/0?rule=%22%3E%3Cscript%3E&sure=%3Cb%3E&state=%22"):
            read(client.get(place).text, live=True)
        for harm in (*HARM, "img"):
            read(client.get("/", params={"find": harm}).text, live=True)
            part = client.get("/", params={"find": harm, "part": "1"})
            assert part.headers["content-type"] == "application/json"
            read(f"<table>{part.json()['rows']}</table>")
        (hostile / NAME).unlink()
        texts = [client.get(f"/d/{number}").text for number in range(2)]
        assert sum(NAME not in text and "&lt;img src=x" in text for text in texts) == 2


def desk_of(lang: str = "en") -> Desk:
    lookup = Lookup({"lang": lang})
    inputs, _ = find(["."], lookup.run, lookup)
    return Desk(inputs, lookup.run, rules_for(lookup.run), Decisions(Path(FILE)), HARM[0])


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened() as driver:
        yield driver


def undisturbed(browser: Any, base: str) -> None:
    """Nothing of the text's ran or was asked for, and the browser had nothing to stop."""
    assert "owned" not in browser.execute_script("return document.title").replace("='owned'", "")
    assert (
        browser.execute_script("return document.querySelectorAll('img, iframe, base, svg[onload], object').length") == 0
    )
    assert [one for one in requested(browser) if not one.startswith((base, "data:", "about:"))] == []
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def test_no_script_of_a_text_runs_in_a_report(hostile: Path, run: Run, browser: Any) -> None:
    """In any page; and no request leaves, not even one that the policy would stop."""
    run("report", ".", "-o", "out")
    requested(browser)
    pages = sorted((hostile / "out").rglob("*.html"))
    for path in pages:
        browser.get(path.as_uri())
        undisturbed(browser, "file://")
    assert len(pages) == 3


def test_no_script_of_a_text_runs_in_a_review(hostile: Path, browser: Any) -> None:
    """The list, the pages, an editor with words and remarks in it, a decision, and writing."""
    from selenium.webdriver import ActionChains
    from selenium.webdriver.support.ui import WebDriverWait

    serving = Serving(desk_of())
    heard = threading.Event()
    thread = threading.Thread(target=serving.run, args=(lambda url: heard.set(),), daemon=True)
    serving.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    thread.start()
    try:
        assert heard.wait(10)
        base = serving.url.partition(DOOR)[0]
        requested(browser)
        wait = WebDriverWait(browser, 60)
        browser.get(serving.url)
        wait.until(lambda driver: driver.current_url == f"{base}/")
        for place in ("/", "/d/0", "/d/1"):
            browser.get(base + place)
            wait.until(lambda driver: driver.execute_script("return document.body.dataset.ready") == "1")
            undisturbed(browser, base)
        for keys in ("e", "\ue00c", "s", "u", "A", "?", "\ue00c", "w"):
            ActionChains(browser).send_keys(keys).perform()
            browser.execute_async_script("setTimeout(arguments[0], 500)")
        undisturbed(browser, base)
        assert browser.execute_script("return history.length") < 12
        assert serving.token not in browser.execute_script("return document.cookie + location.href + document.referrer")
    finally:
        browser.get("about:blank")
        serving.server.should_exit = True
        thread.join(20)


def test_another_sites_page_gets_nothing(hostile: Path, browser: Any, tmp_path: Path) -> None:
    """From a page elsewhere, with the review's cookie in the same browser: no text is read, nothing is decided, no page
    is framed, and our script does not load there.
    """
    serving = Serving(desk_of())
    heard = threading.Event()
    thread = threading.Thread(target=serving.run, args=(lambda url: heard.set(),), daemon=True)
    serving.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    thread.start()
    before = (hostile / FILE).read_bytes()
    try:
        assert heard.wait(10)
        base = serving.url.partition(DOOR)[0]
        browser.get(serving.url)
        browser.get("about:blank")
        elsewhere = tmp_path / "elsewhere.html"
        elsewhere.write_text(
            "<!doctype html><title>elsewhere</title><iframe src='" + base + "/'></iframe>", encoding="utf-8"
        )
        browser.get(elsewhere.as_uri())
        told = browser.execute_async_script(
            """
            const [base, done] = arguments;
            const tried = [
              fetch(base + "/d/0", {credentials: "include"}).then((a) => a.text()),
              fetch(base + "/d/0", {credentials: "include", mode: "no-cors"}).then((a) => a.text()),
              fetch(base + "/d/0/decide", {method: "POST", credentials: "include", mode: "no-cors",
                body: '{"rule": "mine", "verdict": "apply"}'}).then((a) => a.text()),
              fetch(base + "/write", {method: "POST", credentials: "include",
                headers: {"Content-Type": "application/json"}, body: "{}"}).then((a) => a.text()),
              import(base + "/static/review.js").then(() => "loaded"),
            ];
            Promise.allSettled(tried).then((all) => done(all.map((one) => one.value ?? "")));
            """,
            base,
        )
        assert told == [""] * 5
        frame = browser.find_element("css selector", "iframe")
        browser.switch_to.frame(frame)
        assert "review" not in browser.execute_script("return document.documentElement.textContent").lower()
        browser.switch_to.default_content()
        assert (hostile / FILE).read_bytes() == before
    finally:
        browser.get("about:blank")
        browser.get_log("browser")
        serving.server.should_exit = True
        thread.join(20)


# The server


def test_an_address_is_good_once(hostile: Path) -> None:
    """The first browser has it; another gets nothing, with the very token; the first may open it again."""
    app = application(desk_of(), TOKEN, [HOST])
    with TestClient(app, base_url=f"http://{HOST}") as first, TestClient(app, base_url=f"http://{HOST}") as second:
        assert second.head(DOOR, params={"token": TOKEN}).status_code == 403  # nothing that looks ahead uses it up
        assert first.get(DOOR, params={"token": TOKEN}).status_code == 200
        assert TOKEN not in "".join(first.cookies.values())
        late = second.get(DOOR, params={"token": TOKEN})
        assert (late.status_code, late.headers.get("set-cookie")) == (403, None)
        second.cookies.set("cleaner-8765", TOKEN)
        assert second.get("/").status_code == 403
        assert first.get(DOOR, params={"token": TOKEN}).status_code == 200
        assert first.get("/").status_code == 200


def test_odd_requests_are_refused_and_harm_nothing(hostile: Path) -> None:
    """Nested without end, methods that are none of ours, tokens in other writing."""
    app = application(desk_of(), TOKEN, [HOST])
    with TestClient(app, base_url=f"http://{HOST}") as client:
        for token in ("", "ü", "\ud800".encode("utf-8", "surrogatepass"), TOKEN + "\0", TOKEN.upper()):
            assert client.get(DOOR, params={"token": token}).status_code == 403  # type: ignore[dict-item]
        client.get(DOOR, params={"token": TOKEN})
        headers = {**ORIGIN, "content-type": "application/json"}
        for body in (
            b"[" * 100_000,
            b'{"d":' * 50_000,
            b'{"d": 1e999}',
            b'{"d": -1}',
            b'{"d": "../x"}',
            b'{"d": true}',
        ):
            for place in ("/write", "/d/0/decide"):
                assert client.post(place, content=body, headers=headers).status_code in (200, 400, 404)
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "CONNECT"):
            for place in ("/", "/d/0", "/write", "/static/review.js", DOOR):
                assert client.request(method, place, headers=headers).status_code in (403, 405, 413)
        assert client.get("/").status_code == 200


def test_the_server_is_heard_by_this_machine_alone(hostile: Path) -> None:
    """Bound to the loopback address."""
    serving = Serving(desk_of())
    try:
        assert serving.socket.getsockname()[0] == "127.0.0.1"
    finally:
        serving.socket.close()
