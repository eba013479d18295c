"""A real browser for tests: Debian's chromium, driven by Selenium, without a window and without a network.

Tests that need it are skipped where there is none; with CLEANER_BROWSER=required, as in .ci/run, that is a failure.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing() -> str:
    """Why there is no browser here; empty where there is one."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "selenium is not installed (make test installs it)"
    if not any(map(shutil.which, BROWSERS)):
        return "there is no chromium (Debian: apt-get install chromium chromium-driver)"
    if not shutil.which("chromedriver"):
        return "there is no chromedriver (Debian: apt-get install chromium-driver)"
    return ""


@contextmanager
def opened() -> Iterator[Any]:
    """A browser. Skips the test, or fails it where a browser is required, if there is none."""
    why = missing()
    if why and os.environ.get("CLEANER_BROWSER") == "required":
        pytest.fail(why)
    if why:
        pytest.skip(why)
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def size(driver: Any, width: int, height: int = 900, scale: float = 1) -> None:
    """Makes the page `width` by `height` pixels of the style sheet."""
    shape = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)


def scheme(driver: Any, name: str) -> None:
    """Light or dark."""
    wanted = {"features": [{"name": "prefers-color-scheme", "value": name}]}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)


def picture(driver: Any, path: Path) -> None:
    """Writes what is to be seen to `path`, as PNG."""
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    path.write_bytes(base64.b64decode(shot["data"]))


def requested(driver: Any) -> list[str]:
    """The addresses of all that was asked for since the last call, pages themselves among them, as Chrome's log of the
    network has it: also what a policy stopped before it left.
    """
    told = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    return [one["params"]["request"]["url"] for one in told if one["method"] == "Network.requestWillBeSent"]
