"""All formats tell the same findings, and exit with the same code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.decisions import Verdict, decide
from cleaner.document import Document
from cleaner.reports.formats import FIX_FORMATS, FORMATS, Format
from cleaner.settings import Settings
from cleaner.work import Outcome, clean_bytes
from tests.conftest import ROOT, Run
from tests.reports.reading import RULES, Told, told, written
from tests.test_laws import documents, lawful

SEEDS = sorted(path for path in (ROOT / "seeds").iterdir() if path.name[0].isdigit())


@pytest.fixture(autouse=True)
def whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder outside any repository; and Markdown leaves nothing out."""
    monkeypatch.setattr("cleaner.reports.markdown.OF_A_FILE", 1000)
    monkeypatch.setattr("cleaner.reports.markdown.MOST", 1_000_000)
    monkeypatch.chdir(tmp_path)


def expected(outcomes: list[Outcome]) -> Counter[Told]:
    """What is to be told, from the results themselves."""
    counts: Counter[Told] = Counter()
    for outcome in outcomes:
        assert outcome.result
        for finding in outcome.result.findings:
            if outcome.result.held.get(finding.key) != "kept":
                line, column = outcome.result.document.place(finding.span.start)
                counts[Told(outcome.name, finding.rule, line, column, finding.safety.value)] += 1
    return counts


def without_places(counts: Counter[Told]) -> Counter[tuple[str, str, str]]:
    """By path, rule and safety."""
    fewer: Counter[tuple[str, str, str]] = Counter()
    for one, count in counts.items():
        fewer[one.path, one.rule, one.safety] += count
    return fewer


def same(outcomes: list[Outcome], lang: str = "en") -> None:
    wanted = expected(outcomes)
    settings = Settings(lang=lang)
    for name in FORMATS:
        got = told(name, written(name, outcomes, settings), lang)
        if name in ("text", "markdown"):
            # Breaks of one paragraph are told together, at the place of the first.
            assert without_places(got) == without_places(wanted)
            assert set(got) <= set(wanted)
        else:
            assert got == wanted, name


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_all_formats_tell_the_same_of_seeds(seed: Path, lang: str) -> None:
    """Rule, place and safety of each finding in a seed can be read back from each format."""
    outcome = clean_bytes(seed.read_bytes(), seed.name, Settings(lang=lang), RULES)
    assert outcome.result
    same([outcome], lang)


@lawful
@given(st.lists(documents(), min_size=1, max_size=3), st.sampled_from(["甲.txt", "a, b: c%0A|`x`.md", "#1 <b>.txt"]))
def test_all_formats_tell_the_same_of_made_documents(made: list[tuple[bytes, list[str]]], name: str) -> None:
    """Whatever the line ends, the damage and the names, a part of it refused by a person."""
    outcomes = []
    for number, (data, _) in enumerate(made):
        document = Document.from_bytes(data)
        first = clean_bytes(data, f"{number}{name}", Settings(), RULES)
        assert first.result
        refused = [
            decide(name, finding.rule, document.text, finding.span, Verdict.KEEP)
            for finding in first.result.findings[::3]
        ]
        outcomes.append(clean_bytes(data, f"{number}{name}", Settings(), RULES, refused))
    same(outcomes)


@pytest.mark.parametrize(
    ("text", "flags", "code"),
    [
        ("早市，热闹。\n", [], 0),
        ("早市，，热闹。\n", [], 1),
        ("早市，，热闹。\n", ["--fail-on", "shown"], 1),
        ("渡口新近吸引技师技师落户。\n", [], 1),
        ("渡口新近吸引技师技师落户。\n", ["--fail-on", "safe"], 0),
        ("早市，，热闹。\n", ["--encoding", "ascii"], 2),
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_all_formats_exit_alike(name: Format, text: str, flags: list[str], code: int, run: Run, here: Path) -> None:
    """The code says what is left to decide, not how it was told."""
    (here / "a.txt").write_text(text, encoding="utf-8")
    result = run("check", "a.txt", "--format", name, *flags)
    assert result.exit_code == code
    if name in FIX_FORMATS and code == 2:
        assert run("fix", "a.txt", "--format", name, *flags).exit_code == code


@pytest.mark.parametrize("name", FIX_FORMATS)
def test_after_fix_only_what_is_left_is_told(name: Format, run: Run, here: Path) -> None:
    """What was mended is counted; what waits for consent is told, in every format but those that tell all."""
    text = "渡口新近吸引技师技师落户，码头上的早市，，比往年热闹。\n"
    (here / "a.txt").write_text(text, encoding="utf-8")
    result = run("fix", "a.txt", "--format", name)
    assert result.exit_code == 1
    assert (here / "a.txt").read_text(encoding="utf-8") == text.replace("，，", "，")
    rules = {one.rule for one in told(name, result.stdout)}
    both = {"stuttered-word", "doubled-punctuation"}
    assert rules == (both if name.startswith("json") else {"stuttered-word"})


def test_fix_has_no_format_for_what_is_no_report(run: Run, here: Path) -> None:
    """A filter, a patch and SARIF of files that changed meanwhile are refused, with what to do."""
    (here / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    for args in (["-"], ["a.txt", "--diff"], ["a.txt", "--words"]):
        result = run("fix", "--format", "json", *args)
        assert (result.exit_code, "leave one out" in result.stderr) == (2, True)
    assert run("fix", "a.txt", "--format", "sarif").exit_code == 2
    assert "，，" in (here / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_document_breaks_a_line(name: Format) -> None:
    """Line ends of all kinds, quotes and markup inside what was found stay inside their place in the format."""
    text = "早市\u2028，，\u0085热闹：<b>`|`</b> ::error::@all #1 %0A {{0}} [甲](1)，，乙\x0b，，丙。\n"
    text += "早市天不亮，，就热闹。\n"
    outcome = clean_bytes(text.encode(), "a.txt", Settings(), RULES)
    assert outcome.result
    assert len(outcome.result.findings) >= 4
    got = told(name, written(name, [outcome]))
    assert without_places(got) == without_places(expected([outcome]))
