"""The review goes by the settings of each file, and does not ask about what is allowed."""

from __future__ import annotations

import json
from pathlib import Path

from cleaner.decisions import FILE, Decisions, Verdict
from cleaner.inputs import find
from cleaner.packs import Rule
from cleaner.review.desk import Desk, Said
from cleaner.review.sheets import Standing
from cleaner.settings.lookup import Lookup
from cleaner.work import rules_for
from tests.conftest import Run

DAMAGED = "渡口的灯塔重新亮了，，来往的船只不再绕行。\n"
COMMENT = "<!-- cleaner: allow doubled-punctuation -->\n"


def desk_of(here: Path, files: dict[str, str]) -> Desk:
    """A desk of files with their own settings."""
    for name, text in files.items():
        (here / name).write_text(text, encoding="utf-8")
    lookup = Lookup({"lang": "en"})
    inputs, _ = find(["."], lookup.run, lookup)
    rules: list[Rule] = rules_for(lookup.run)
    return Desk(inputs, lookup.run, rules, Decisions(here / FILE), "馆员")


def test_what_is_allowed_waits_for_nobody(here: Path) -> None:
    """It is shown as settled, all-at-once decisions pass it over, and writing leaves it."""
    desk = desk_of(here, {"a.md": COMMENT + DAMAGED})
    (finding,) = desk.sheet(0).result.findings
    assert desk.sheet(0).states() == {finding.key: (Standing.DECIDED, "allowed")}
    assert desk.all_of(0, "doubled-punctuation", Verdict.APPLY) == []
    list(desk.write([0]))
    assert (here / "a.md").read_text("utf-8") == COMMENT + DAMAGED


def test_a_persons_word_goes_first(here: Path) -> None:
    """Who says apply of an allowed finding has it mended, and may take that back."""
    desk = desk_of(here, {"a.md": COMMENT + DAMAGED})
    (finding,) = desk.sheet(0).result.findings
    answer = desk.decide(0, [Said(finding.key, Verdict.APPLY)])
    assert answer.changed == {finding.key: [Standing.DECIDED, "applied"]}
    assert desk.decide(0, answer.before).changed == {finding.key: [Standing.DECIDED, "allowed"]}


def test_each_document_has_its_settings(here: Path) -> None:
    """Encodings and rules may differ from file to file."""
    (here / "cleaner.toml").write_text(
        '[[per-path]]\npaths = ["b.txt"]\nencoding = "gb18030"\nignore = ["doubled-punctuation"]', encoding="utf-8"
    )
    (here / "b.txt").write_bytes(DAMAGED.encode("gb18030"))
    desk = desk_of(here, {"a.txt": DAMAGED})
    assert [len(desk.sheet(number).result.findings) for number in (0, 1)] == [1, 0]
    assert desk.sheet(1).result.document.text == DAMAGED


def test_a_page_says_that_it_is_allowed(here: Path, run: Run) -> None:
    """In a report, with the reason in words, in both languages."""
    (here / "a.md").write_text(COMMENT + DAMAGED, encoding="utf-8")
    for lang, words in (("en", "allowed by a comment or the settings"), ("zh", "已由注释或设置允许")):
        assert run("report", "a.md", "-o", lang, "--lang", lang).exit_code == 0
        pages = "".join(path.read_text("utf-8") for path in (here / lang).rglob("*.html"))
        assert words in pages
    records = [json.loads(line) for line in (here / "en/findings.jsonl").read_text("utf-8").splitlines()]
    assert [record["held"] for record in records if record["type"] == "finding"] == ["allowed"]
