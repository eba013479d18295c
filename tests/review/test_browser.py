"""The review in a real browser (see tests/browser.py): keys, decisions, filters, writing, and what must not happen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cleaner.decisions import FILE, Decisions, Verdict
from cleaner.review.desk import Desk
from cleaner.review.serving import Serving
from tests.browser import opened, scheme, size
from tests.review.conftest import PAGE, PLAIN, MakeDesk

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    """One browser for all tests."""
    with opened() as driver:
        yield driver


class Reviewer:
    """A person at the browser."""

    def __init__(self, chrome: Chrome, url: str, decisions: Path) -> None:
        self.chrome, self.file = chrome, decisions
        self.base = url.partition("/open")[0]
        size(chrome, 1280)
        scheme(chrome, "light")
        chrome.get(url)
        self.until(lambda: chrome.current_url.startswith(f"{self.base}/") and "token" not in chrome.current_url)

    def until(self, holds: Callable[[], Any], what: str = "") -> Any:
        """Waits until `holds` gives something true, and gives that."""
        from selenium.common.exceptions import JavascriptException, StaleElementReferenceException

        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                found = holds()
            except (StaleElementReferenceException, JavascriptException):
                found = None
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{what or 'did not happen'}: {self.chrome.get_log('browser')}")

    def open(self, place: str = "/d/0") -> Reviewer:
        self.chrome.get(self.base + place)
        self.until(lambda: self.js("return document.body.dataset.ready === '1'"), place)
        return self

    def js(self, script: str, *given: Any) -> Any:
        return self.chrome.execute_script(script, *given)

    def at(self) -> str:
        """The rule of the finding at hand."""
        return str(self.js("return document.querySelector('.card.at')?.dataset.rule ?? ''"))

    def press(self, keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.chrome).send_keys(keys).perform()

    def go_to(self, rule: str) -> None:
        for _ in range(20):
            if self.at() == rule:
                return
            self.press("j")
        raise AssertionError(rule)

    def waits(self, rule: str) -> str:
        return str(
            self.js("return document.querySelector(`.card[data-rule='${arguments[0]}'] .live`).dataset.waits", rule)
        )

    def verdict(self, rule: str) -> str:
        return str(
            self.js("return document.querySelector(`.card[data-rule='${arguments[0]}'] .live`).dataset.verdict", rule)
        )

    def kept(self) -> dict[str, Verdict]:
        return {decision.rule: decision.verdict for decision in Decisions(self.file)}

    def rules(self) -> list[str]:
        return list(self.js("return [...document.querySelectorAll('.card')].map((card) => card.dataset.rule)"))

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.chrome.get_log("browser") if entry["level"] == "SEVERE"]


MakeReviewer = Callable[[Desk], Reviewer]


@pytest.fixture
def review(chrome: Chrome, here: Path) -> Iterator[MakeReviewer]:
    """Serves a desk, and sits down at it."""
    stop: list[Callable[[], None]] = []

    def make(desk: Desk) -> Reviewer:
        serving = Serving(desk)
        heard = threading.Event()
        serving.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        thread = threading.Thread(target=serving.run, args=(lambda url: heard.set(),), daemon=True)
        thread.start()
        heard.wait(10)

        def end() -> None:
            serving.server.should_exit = True
            thread.join(10)

        stop.append(end)
        return Reviewer(chrome, serving.url, here / FILE)

    yield make
    chrome.get("about:blank")
    for end in stop:
        end()


def test_apply_keep_and_take_back(review: MakeReviewer, desk: Desk, here: Path) -> None:
    """Keys decide, the page shows it, the file has it, and a new visit finds it."""
    me = review(desk).open()
    assert me.at() == "stuttered-word", "the first that waits for a person"
    me.press("a")
    me.until(lambda: me.kept() == {"stuttered-word": Verdict.APPLY})
    me.until(lambda: me.at() == "repeated-item")
    me.press("s")
    me.until(lambda: me.kept().get("repeated-item") is Verdict.KEEP)
    me.until(lambda: me.verdict("repeated-item") == "keep")
    me.go_to("repeated-item")
    assert "nothing waits" in me.js("return document.querySelector('#progress').textContent")
    me.open()
    assert (me.verdict("stuttered-word"), me.verdict("repeated-item")) == ("apply", "keep")
    me.js("document.querySelector(`.card[data-rule='stuttered-word']`).click()")
    me.press("u")
    me.until(lambda: me.waits("stuttered-word") == "open")
    assert me.kept() == {"repeated-item": Verdict.KEEP}
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE
    assert me.complaints() == []


def test_u_takes_back_the_last_step_from_wherever_one_is(review: MakeReviewer, desk: Desk) -> None:
    """After a decision the next finding is at hand; u goes back to what was decided."""
    me = review(desk).open()
    me.press("x")
    me.until(lambda: me.at() == "repeated-item" and me.verdict("stuttered-word") == "keep")
    me.press("u")
    me.until(lambda: me.at() == "stuttered-word" and me.waits("stuttered-word") == "open")
    assert me.kept() == {}


def test_editing_by_hand(review: MakeReviewer, desk: Desk) -> None:
    """The proposal is there to be changed; Escape leaves it, Ctrl-Enter keeps it; it is shown as text."""
    from selenium.webdriver import ActionChains, Keys

    me = review(desk).open()
    me.press("e")
    me.until(lambda: me.js("return document.activeElement.tagName") == "TEXTAREA")
    assert me.js("return document.activeElement.value") == "技师"
    me.press("们a")
    me.press(Keys.ESCAPE)
    assert me.kept() == {}
    me.press("e")
    me.until(lambda: me.js("return document.activeElement.tagName") == "TEXTAREA")
    me.press("<b>们</b>")
    ActionChains(me.chrome).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    me.until(lambda: me.kept() == {"stuttered-word": Verdict.EDITED})
    me.until(lambda: me.verdict("stuttered-word") == "edited")
    assert me.js("return document.querySelector('.is b:not(.c)')") is None
    assert "技师<b>们</b>" in me.js("return document.querySelector('#sheet').textContent")


def test_keys_go_about_and_help(review: MakeReviewer, desk: Desk) -> None:
    """n, j, p and k go to all findings, o to what waits, ? tells of keys, l and N lead to documents."""
    from selenium.webdriver import Keys

    me = review(desk).open()
    rules = me.rules()
    me.press("p")
    assert me.at() == rules[rules.index("stuttered-word") - 1]
    me.press("k" * 9)
    assert me.at() == rules[0]
    me.press("jn")
    assert me.at() == rules[2]
    me.press("k" * 9 + "o")
    assert me.at() == "stuttered-word"
    assert me.js("return document.activeElement === document.querySelector('.card.at')"), "the focus is on the card"
    me.press("?")
    assert me.js("return document.querySelector('dialog').open")
    me.press("a" + Keys.ESCAPE)
    me.until(lambda: me.js("return !document.querySelector('dialog')"))
    assert me.kept() == {}
    me.until(lambda: len(desk.summaries) == 2)
    me.press("l")
    me.until(lambda: me.js("return document.body.classList.contains('list') && document.body.dataset.ready"))
    assert me.js("return document.querySelectorAll('#rows tr').length") == 2
    me.press("N")
    me.until(lambda: "/d/0" in me.chrome.current_url)


def test_all_of_a_rule(review: MakeReviewer, make_desk: MakeDesk) -> None:
    """A applies, S leaves all of the rule at hand in this document; u takes it back in one."""
    me = review(make_desk({"a.txt": "早市，，热闹。\n\n晚市，，冷清。\n\n庙会，，人多。\n"})).open()
    me.press("S")
    me.until(lambda: len(Decisions(me.file)) == 3)
    me.until(lambda: me.js("return document.querySelectorAll('[data-verdict=keep]').length") == 3)
    me.js("document.querySelector('.card.at').classList.remove('at')")
    me.press("u")
    me.until(lambda: len(Decisions(me.file)) == 0)


def test_filters(review: MakeReviewer, desk: Desk) -> None:
    """By rule, safety, confidence and state; the address keeps them."""
    me = review(desk).open()
    every = me.rules()

    def choose(name: str, value: str) -> None:
        me.js(
            "const select = document.querySelector(`#filters select[name=${arguments[0]}]`);"
            "select.value = arguments[1];"
            "select.dispatchEvent(new Event('change', { bubbles: true }))",
            name,
            value,
        )

    choose("state", "open")
    me.until(lambda: me.rules() == ["stuttered-word", "repeated-item"])
    choose("safety", "risky")
    me.until(lambda: me.rules() == ["stuttered-word"])
    me.open(me.chrome.current_url.removeprefix(me.base).partition("#")[0])
    assert me.rules() == ["stuttered-word"]
    choose("safety", "")
    choose("state", "")
    me.until(lambda: me.rules() == every)
    choose("rule", "repeated-item")
    me.until(lambda: me.rules() == ["repeated-item"])
    choose("rule", "")
    choose("sure", "0")
    me.until(lambda: me.rules() == ["repeated-item"])


def test_of_two_filters_the_later_counts(review: MakeReviewer, desk: Desk) -> None:
    """An answer that comes late is to a question that nobody asks any more."""
    me = review(desk).open()
    me.js(
        "const kept = window.fetch; let asked = 0;"
        "window.fetch = async (...what) => {"
        "  const answer = await kept(...what);"
        "  if (asked++ === 0) await new Promise((done) => setTimeout(() => { window.late = true; done(); }, 900));"
        "  return answer;"
        "};"
        "for (const value of ['stuttered-word', 'repeated-item']) {"
        "  const select = document.querySelector('#filters select[name=rule]');"
        "  select.value = value;"
        "  select.dispatchEvent(new Event('change', { bubbles: true }));"
        "}"
    )
    me.until(lambda: me.rules() == ["repeated-item"])
    me.until(lambda: me.js("return window.late === true"))
    time.sleep(0.3)
    assert me.rules() == ["repeated-item"]


def test_writing(review: MakeReviewer, desk: Desk, here: Path) -> None:
    """w says what will be done; then it is done, the page shows what is left, and undo takes it back."""
    from cleaner.fixing import undo

    me = review(desk).open()
    me.press("a")
    me.until(lambda: me.verdict("stuttered-word") == "apply")
    me.press("w")
    text = me.until(lambda: me.js("return document.querySelector('dialog')?.textContent"))
    assert "applied by your word" in text
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE
    me.js("document.querySelector('dialog .foot-acts button').click()")
    me.until(lambda: "Written: " in me.js("return document.querySelector('dialog').textContent"))
    written = (here / "a.txt").read_text(encoding="utf-8")
    assert ("吸引技师落户" in written, "，，" in written) == (True, False)
    assert (here / "b.txt").read_text(encoding="utf-8") == PLAIN
    me.until(lambda: me.rules() == ["repeated-item"])
    undo([], here, "en")
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE


def test_a_document_that_tries_to_be_a_page_stays_text(review: MakeReviewer, desk: Desk) -> None:
    """No script of its runs, no element of its stands, in the page and after a decision."""
    me = review(desk).open()
    for _ in range(2):
        assert "坏了" not in me.chrome.title
        assert me.js("return document.querySelectorAll('img, main script').length") == 0
        assert "<script>document.title" in me.js("return document.querySelector('.was').textContent")
        me.press("a")
        me.until(lambda: me.kept())
        me.until(lambda: me.verdict("stuttered-word") == "apply")
    assert me.complaints() == []


def test_what_rests_on_a_refusal_changes_on_the_page(review: MakeReviewer, make_desk: MakeDesk) -> None:
    """Refusing the joins inside a copy holds the copy, there and then."""
    from tests.test_decisions import COPY, STORY, _wrapped

    text = f"{_wrapped(STORY, 17)}\n\n{_wrapped(COPY, 14)}\n"
    me = review(make_desk({"a.txt": text})).open()
    copy = next(rule for rule in me.rules() if "duplicated" in rule)
    assert me.waits(copy) == "will"
    me.go_to("wrapped-line")
    me.press("S")
    me.until(lambda: me.waits(copy) == "rests")
    me.press("u")


def test_dark_and_narrow(review: MakeReviewer, desk: Desk) -> None:
    """Dark paper where the system is dark; on a narrow screen nothing is wider than it, and buttons do what keys do."""
    me = review(desk)
    scheme(me.chrome, "dark")
    size(me.chrome, 380, 800, 2)
    for place in ("/", "/d/0"):
        me.open(place)
        colours = me.js("const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]")
        paper, ink = (sum(int(part) for part in colour[4:-1].split(",")) for colour in colours)
        assert paper < 150 < ink
        assert me.js("return document.documentElement.scrollWidth") <= 380
    me.open("/")
    rail = me.js("return getComputedStyle(document.querySelector('.bar-of .rail')).fill")
    assert rail not in ("rgb(0, 0, 0)", me.js("return getComputedStyle(document.body).backgroundColor"))
    me.open("/d/0")
    me.js("document.querySelector('.card.at .act.apply').click()")
    me.until(lambda: me.kept() == {"stuttered-word": Verdict.APPLY})


def test_chinese_and_names_for_those_who_cannot_see(review: MakeReviewer, make_desk: MakeDesk) -> None:
    """With --lang zh the page is Chinese; every control has a name, what is said is announced."""
    me = review(make_desk({"a.txt": PAGE}, lang="zh")).open()
    assert me.js("return document.documentElement.lang") == "zh-Hans"
    assert "处待决" in me.js("return document.querySelector('#progress').textContent")
    nameless = me.js(
        "return [...document.querySelectorAll('button, select, input:not(.switch), textarea, a')]"
        ".filter((one) => !(one.textContent.trim() || one.ariaLabel || one.matches('a.n'))).map((one) => one.outerHTML)"
    )
    assert nameless == []
    assert me.js("return document.querySelector('.toast').getAttribute('aria-live')") == "polite"


def test_a_long_document_is_usable_at_once(review: MakeReviewer, make_desk: MakeDesk) -> None:
    """Its beginning can be decided about while the rest is read; then all of it is there, decisions and all."""
    text = "".join(f"第{n}日，渡口的船数到{n * 7}只，，岸上的人说{n * 3}。\n\n" for n in range(1, 1500))
    me = review(make_desk({"a.txt": text})).open()
    me.press("s")
    me.until(lambda: len(Decisions(me.file)) == 1)
    me.until(
        lambda: me.js("return document.body.dataset.whole === '1' && document.body.dataset.fresh === '1'"), "whole"
    )
    assert int(me.js("return document.body.dataset.pages")) > 10
    assert me.js("return document.querySelectorAll('[data-verdict=keep]').length") == 1
    me.js("location.href = document.querySelector('.foot .next-page').href")
    me.until(lambda: me.js("return document.body.dataset.page === '2' && document.body.dataset.ready"))
    me.press("k")
    me.until(lambda: me.js("return document.body.dataset.page === '1' && document.body.dataset.ready"))
