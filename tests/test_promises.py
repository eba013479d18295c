"""What docs/promises.md says beyond the laws: no network, no code from packs, no way to switch the laws off."""

from __future__ import annotations

import ast
import re
import socket
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import plan
from cleaner.document import Document
from cleaner.lawful import Law
from cleaner.model import Consent
from cleaner.plan import clean_document
from cleaner.settings import Settings
from cleaner.work import clean_bytes, rules_for
from tests.conftest import ROOT, Run
from tests.lawbreakers import break_conservation
from tests.test_laws_in_production import TEXT

#: Modules of others that open connections, and the rooms of ours that may: review serves a page to this machine alone,
#: and a run on a cluster of the user's own asks whether that is there.
REACHING = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
}
SERVING = {"cleaner/review/serving.py", "cleaner/corpus/running.py"}


def test_no_module_opens_a_connection() -> None:
    """None but the review's door and a named cluster; object stores are Arrow's, and read only where named."""
    found = set()
    for path in sorted((ROOT / "cleaner").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            if REACHING & set(names):
                found.add(path.relative_to(ROOT).as_posix())
    assert found <= SERVING


def test_nothing_is_sent(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding, mending, reporting, taking back, and the report of a broken law work where no connection can be made."""

    def refused(*args: Any, **named: Any) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    (here / "a.txt").write_bytes(TEXT.encode())
    for args in (("check", "a.txt"), ("report", "a.txt", "-o", "out"), ("fix", "a.txt"), ("undo",), ("rules",)):
        assert run(*args).exit_code in (0, 1), args
    break_conservation(monkeypatch)
    assert "bug in cleaner" in run("fix", "a.txt").stderr


def test_a_pack_cannot_run_code() -> None:
    """What reads packs has no way to run what stands in them."""
    for name in ("packs.py", "detectors/rewrite.py", "detectors/words.py"):
        tree = ast.parse((ROOT / "cleaner" / name).read_text(encoding="utf-8"))
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__"}, name


def test_the_laws_cannot_be_switched_off(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """No setting and no variable of the environment does it: whatever they say, the text is left alone."""
    break_conservation(monkeypatch)
    base = Settings()
    changed = [
        replace(base, **{one.name: not getattr(base, one.name)})
        for one in fields(Settings)
        if isinstance(getattr(base, one.name), bool)
    ]
    assert len(changed) > 3
    for settings in (base, *changed):
        outcome = clean_bytes(TEXT.encode(), "a.txt", settings, rules_for(settings))
        assert outcome.result
        assert (outcome.result.changed, outcome.result.breach is None) == (False, False)
    for consent in (Consent(risky=True), Consent(any_language=True), Consent(min_confidence=0.1)):
        result = clean_document(Document(TEXT), rules_for(base), consent)
        assert result.breach
        assert result.breach.law is Law.CONSERVED
    unproven = clean_document(Document(TEXT), rules_for(base), prove=False)
    assert unproven.breach, "without a second run the other laws still hold"
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cleaner").rglob("*.py"))
    asked = set(re.findall(r"environ(?:\.get)?[\[(]\s*\"([A-Z_]+)\"", source))
    assert not {name for name in asked if "LAW" in name or "CHECK" in name or "PROVE" in name}


def test_a_second_run_is_asked_for_where_something_was_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a fix that was allowed overlaps with another, a whole second run has to change nothing."""
    runs: list[bool] = []
    kept = plan.clean_document

    def counted(*args: Any, **named: Any) -> Any:
        runs.append(named.get("prove", True))
        return kept(*args, **named)

    monkeypatch.setattr(plan, "clean_document", counted)
    monkeypatch.setattr("cleaner.lawful.drawn", lambda text: False)
    assert not counted(Document(TEXT), rules_for(Settings())).breach
    assert runs == [True], "an ordinary text needs none"
    fits = plan.Overlay.fits

    def crowded(self: Any, edits: Any) -> bool:
        return fits(self, edits) and not any(edit.span.start > 10 for edit in edits)

    monkeypatch.setattr(plan.Overlay, "fits", crowded)
    counted(Document(TEXT), rules_for(Settings()), Consent(risky=True))
    assert runs == [True, True, False]


def test_the_promises_name_tests_that_there_are() -> None:
    """Each test that docs/promises.md names in a table exists, in both languages."""
    for name in ("promises.md", "promises.zh.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        named = re.findall(r"`(tests/[\w/.]+\.py)`", text)
        assert len(named) > 5
        assert [path for path in named if not (ROOT / path).is_file()] == []
        assert cleaner.__name__ in text
