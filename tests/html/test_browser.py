"""Reports in a real browser: what is to be seen, and what does not happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cleaner.cli.app import app
from tests.browser import opened, scheme, size
from tests.conftest import ROOT

HOSTILE = (
    '<script>document.title="broken into"</script>的早市，，热闹。</textarea></style>\n'
    '"><img src=x onerror=\'document.title="broken into"\'>早市，，热闹，人人都来赶集。\n'
    "河湾镇的早市从天亮开到晌午，卖菜的、卖鱼的、修伞的，都在桥头摆开了摊子，赶集的人挤得水泄不通。\n"
    "javascript:document.title=1\u202e早市，，热闹，人人都来赶集。\n"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened() as driver:
        yield driver


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on the seeds and on a text that tries to be HTML."""
    place = tmp_path_factory.mktemp("report")
    (place / "hostile").mkdir()
    (place / "hostile" / "<img src=x onerror=alert(1)>.txt".replace("/", "")).write_text(HOSTILE, encoding="utf-8")
    args = ["report", str(ROOT / "seeds"), str(place / "hostile"), "-o", str(place / "out"), "--lang", "en"]
    assert CliRunner().invoke(app, args).exit_code == 1
    return place / "out"


def page(folder: Path, part: str) -> str:
    (found,) = (path for path in (folder / "pages").iterdir() if part in path.name and "gold" not in path.name)
    return found.as_uri()


def visible(browser: Any, selector: str) -> list[Any]:
    return [e for e in browser.find_elements("css selector", selector) if e.is_displayed()]


def complaints(browser: Any) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser")]


def test_pages_are_styled_and_nothing_is_refused(browser: Any, folder: Path) -> None:
    """The style sheet passes the page's own policy, and the browser complains of nothing."""
    for address in ((folder / "index.html").as_uri(), page(folder, "02-pdf"), page(folder, "01-vision")):
        browser.get(address)
        assert browser.find_element("css selector", "h1").value_of_css_property("font-weight") == "700"
        assert complaints(browser) == []


def test_text_that_tries_to_be_html_does_nothing(browser: Any, folder: Path) -> None:
    """No script of the text runs, no element of it is made, and it is to be read as it was written."""
    for address in (page(folder, "onerror"), (folder / "index.html").as_uri()):
        browser.get(address)
        assert "broken into" not in browser.title
        assert browser.execute_script("return document.querySelectorAll('script, img, textarea, iframe').length") == 0
        assert complaints(browser) == []
    browser.get(page(folder, "onerror"))
    shown = "".join(e.text for e in visible(browser, ".was"))
    assert '<script>document.title="broken into"</script>的早市' in shown
    assert "U+202E" in shown


def test_both_views_are_there(browser: Any, folder: Path) -> None:
    """Side by side first; one column by a click or by the keys, with both marks in it."""
    size(browser, 1300)
    browser.get(page(folder, "02-pdf"))
    assert visible(browser, ".text.is")
    assert not visible(browser, ".was ins")
    browser.find_element("css selector", "[for=one]").click()
    assert not visible(browser, ".text.is")
    assert visible(browser, ".was del")
    browser.find_element("css selector", "#one").send_keys("\ue012")  # arrow left
    assert visible(browser, ".text.is")


def test_before_is_beside_after(browser: Any, folder: Path) -> None:
    """The two columns of a row begin at one height and do not overlap."""
    size(browser, 1300)
    browser.get(page(folder, "01-vision"))
    for row in visible(browser, ".row")[:8]:
        was, now = (row.find_element("css selector", f".text.{side}").rect for side in ("was", "is"))
        assert abs(was["y"] - now["y"]) < 2
        assert was["x"] + was["width"] <= now["x"]


@pytest.mark.parametrize("width", [360, 768, 1300, 1920])
def test_no_page_is_wider_than_its_window(browser: Any, folder: Path, width: int) -> None:
    """On a telephone, a tablet and a desk."""
    size(browser, width)
    for address in ((folder / "index.html").as_uri(), page(folder, "02-pdf"), page(folder, "03-plain")):
        browser.get(address)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_narrow_window_has_one_column(browser: Any, folder: Path) -> None:
    """On a telephone the one column comes first, and side by side is still to be had."""
    size(browser, 390)
    browser.get(page(folder, "02-pdf"))
    assert not visible(browser, ".text.is")
    browser.find_element("css selector", "[for=two]").click()
    assert visible(browser, ".text.is")


def test_a_number_leads_to_its_card(browser: Any, folder: Path) -> None:
    """Also where the card is folded away among the line ends of its paragraph."""
    size(browser, 1300)
    browser.get(page(folder, "02-pdf"))
    assert not visible(browser, ".group .card")
    visible(browser, '.was a.n[data-n="4"]')[0].click()
    assert browser.execute_script("return document.querySelector(':target').classList.contains('card')")
    assert len(visible(browser, ".card:target")) == 1


@pytest.mark.parametrize("name", ["light", "dark"])
def test_contrast_is_enough(browser: Any, folder: Path, name: str) -> None:
    """Text, notes and marks stand out from what is behind them by 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    scheme(browser, name)
    size(browser, 1300)
    browser.get(page(folder, "01-vision"))
    weak = browser.execute_script(CONTRAST)
    scheme(browser, "light")
    assert weak == []


#: Gives the selectors whose text stands out too little.
CONTRAST = """
const lum = c => c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const rgb = text => text.match(/[\\d.]+/g).map(Number);
const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
return [".was", ".context .was", "del", "ins", "mark.risky", "mark.shown", ".message", ".evidence", ".lead", ".gap",
  ".legend", "summary", "a.n", ".crumbs a", ".views label", ".skip"].filter(s => {
  const e = document.querySelector(s); if (!e) return false;
  const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(behind(e));
  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5; });
"""


def test_it_prints(browser: Any, folder: Path) -> None:
    """On paper there is no switch, and the marks are there."""
    size(browser, 720)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.get(page(folder, "01-vision"))
    assert not visible(browser, ".views")
    assert "line-through" in browser.find_element("css selector", ".was del").value_of_css_property("text-decoration")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
