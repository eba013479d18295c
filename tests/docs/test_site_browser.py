"""The site in a real browser, from the disk: nothing is asked for from outside, and search finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import opened, requested, scheme, size
from tests.docs.conftest import Built

pytest.importorskip("selenium")


#: Whether Sphinx's search has told how many pages it found; before that it says that it searches, with an ellipsis.
DONE = """
const told = document.querySelector("#search-results p.search-summary");
return told && !/\u2026|[.][.][.]/.test(told.innerText);
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser, which writes down what it asks the network for."""
    with opened() as driver:
        yield driver


def test_no_page_asks_for_anything_from_outside(site: Built, browser: Any) -> None:
    """All pages of both languages, from the disk."""
    pages = sorted(path for path in site.folder.rglob("*.html") if "sample" not in path.relative_to(site.folder).parts)
    requested(browser)
    for path in pages:
        browser.get(path.as_uri())
    urls = requested(browser)
    assert len(urls) >= len(pages)
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []
    assert [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    ("top", "query", "page"),
    [
        ("zh/", "段内断行", "rules/wrapped-line.html"),
        ("zh/", "撤销", "start.html"),
        ("zh/", "looped-clause", "rules/looped-clause.html"),
        ("", "wrapped paragraph", "rules/wrapped-line.html"),
        ("", "CLEANER_NO_CACHE", "environment.html"),
        ("", "文字重影", ""),
    ],
)
def test_search_finds_from_the_disk(site: Built, browser: Any, top: str, query: str, page: str) -> None:
    """Chinese by any part of a word, English by its stems; without a server, and without an error."""
    from selenium.webdriver.support.wait import WebDriverWait

    browser.get_log("browser")
    browser.get((site.folder / top / "search.html").as_uri() + f"?q={query}")
    WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(DONE))
    found = [link.get_attribute("href") for link in browser.find_elements("css selector", "#search-results li a")]
    if page:
        assert any(f"/{page}" in (url or "") for url in found), found
    assert [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    "name", ["index.html", "zh/start.html", "rules/wrapped-line.html", "commands/check.html", "comparison.html"]
)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_narrow_screen_needs_no_scrolling_sideways(site: Built, browser: Any, name: str, colours: str) -> None:
    """On a telephone's 390 pixels the page is no wider than the screen; tables scroll by themselves."""
    size(browser, 390, 800)
    scheme(browser, colours)
    browser.get((site.folder / name).as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


def test_the_two_languages_lead_to_each_other(site: Built, browser: Any) -> None:
    """From a page to the same page; from one that the other has not, to the other's first page."""
    size(browser, 1280)
    for name, there in (
        ("rules/folio.html", "rules/folio.html"),
        ("start.html", "start.html"),
        ("api.html", "index.html"),
    ):
        browser.get((site.folder / name).as_uri())
        link = browser.find_element("css selector", ".sidebar-language a").get_attribute("href")
        assert link == (site.folder / "zh" / there).as_uri()
    browser.get((site.folder / "zh/rules/folio.html").as_uri())
    link = browser.find_element("css selector", ".sidebar-language a").get_attribute("href")
    assert link == (site.folder / "rules/folio.html").as_uri()
