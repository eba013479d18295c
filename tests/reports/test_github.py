"""Annotations: escaped as the runner reads them, and of the right level."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.decisions import Verdict, decide
from cleaner.document import Document
from cleaner.model import Safety
from cleaner.settings import Settings
from cleaner.work import clean_bytes
from tests.conftest import Run
from tests.reports.reading import RULES, command, written

TEXT = "渡口新近吸引技师技师落户，码头上的早市，，比往年热闹。\n"


def levels(text: str, **options: Safety) -> dict[str, str]:
    """The level of each rule's annotation."""
    said = written("github", [clean_bytes(text.encode(), "a.txt", Settings(**options), RULES)])  # type: ignore[arg-type]
    told = [command(line) for line in said.splitlines() if line.startswith("::")]
    return {properties["title"].split(" ")[0]: level for level, properties, _ in told}


@pytest.mark.parametrize(
    ("fail_on", "safe", "risky"),
    [
        (Safety.SAFE, "error", "notice"),
        (Safety.RISKY, "error", "warning"),
        (Safety.SHOWN, "error", "warning"),
    ],
)
def test_levels_follow_the_exit_code(fail_on: Safety, safe: str, risky: str) -> None:
    """A notice never fails the step; what fails it is an error where it is safe, else a warning."""
    assert levels(TEXT, fail_on=fail_on) == {"doubled-punctuation": safe, "stuttered-word": risky}


def test_a_shown_finding_is_a_notice() -> None:
    """Unless it was asked for."""
    text = "船闸两侧还将补种柳树，由附近小学的学生认养，每棵树都挂上木牌，写着\n\n# 夜市换新颜\n\n摊位重新划过线。\n"
    assert levels(text) == {"lost-end": "notice"}
    assert levels(text, fail_on=Safety.SHOWN) == {"lost-end": "warning"}


def test_signs_in_names_and_texts_are_escaped() -> None:
    """Colons, commas, percent signs and line ends neither end a property nor begin another command."""
    name = "a,b:c%0A\n::error::x.txt"
    said = written("github", [clean_bytes("早市，，热%0A闹。\n".encode(), name, Settings(), RULES)])
    line, *_ = said.splitlines()
    assert line.startswith("::error file=")
    level, properties, message = command(line)
    assert (level, properties["file"].endswith(name), properties["line"], properties["col"]) == (
        "error",
        True,
        "1",
        "3",
    )
    assert "热%0A闹" in message
    assert [other for other in said.splitlines()[1:] if other.startswith("::")] == []


def test_several_lines_have_no_columns() -> None:
    """GitHub takes columns of one line only; a finding that ends with its line end is on one line."""
    text = "堤上新栽的柳树长得很快，孩子们在树\n下写字，老人在树下下棋，谁也不愿先走。\n早市，，热闹。\n"
    said = written("github", [clean_bytes(text.encode(), "a.txt", Settings(), RULES)])
    told = [command(line)[1] for line in said.splitlines() if line.startswith("::")]
    for properties in told:
        assert ("col" in properties) == (properties["line"] == properties["endLine"])
    assert {"col" in properties for properties in told} >= {True}


def test_what_github_does_not_show_is_counted() -> None:
    """All stand in the log; the last lines say how many are shown of each level."""
    text = "\n\n".join(f"第{n}天的早市，，比往年热闹得多。" for n in "一二三四五六七八九十百千") + "\n"
    outcome = clean_bytes(text.encode(), "a.txt", Settings(), RULES)
    lines = written("github", [outcome]).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 12
    assert lines[-2:] == [
        "GitHub shows 10 annotations of each level a step; 2 more stand in this log only",
        "1 file: 12 found in 1 (12 safe); `cleaner fix` mends the safe ones",
    ]


def test_what_a_person_refused_is_no_annotation() -> None:
    """A decision to keep the text is kept to."""
    outcome = clean_bytes(TEXT.encode(), "a.txt", Settings(), RULES)
    assert outcome.result
    refused = [
        decide("a.txt", one.rule, Document(TEXT).text, one.span, Verdict.KEEP) for one in outcome.result.findings
    ]
    said = written("github", [clean_bytes(TEXT.encode(), "a.txt", Settings(), RULES, refused)])
    assert said == "1 file: nothing found\n"


def test_what_could_not_be_read_is_an_error(run: Run, here: Path) -> None:
    """With its place, where there is one."""
    (here / "a.txt").write_bytes("早市".encode() + b"\xff")
    lines = run("check", "a.txt", "gone.txt", "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::error file=gone.txt,title=cleaner::gone.txt: ")
    assert lines[1].startswith("::error file=a.txt,line=1,col=3,title=cleaner::a.txt:1:3: ")


def test_a_file_name_is_no_command_after_fix_either(run: Run, here: Path) -> None:
    """What was mended is only counted."""
    (here / "::error::a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    assert run("fix", ".", "--format", "github").stdout == "1 file: 1 mended in 1\n"


def test_levels_follow_the_settings_of_each_file(run: Run, here: Path) -> None:
    """A section may ask for more than the run, or for less."""
    (here / "cleaner.toml").write_text('[[per-path]]\npaths = ["b.txt"]\nfail-on = "safe"\n', encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (here / name).write_text("渡口新近吸引技师技师落户，码头上比往年热闹。\n", encoding="utf-8")
    lines = run("check", ".", "--format", "github").stdout.splitlines()
    assert [line.split(",")[0] for line in lines[:2]] == ["::warning file=a.txt", "::notice file=b.txt"]
