"""`--script`: another script, as findings that are applied because they were asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleaner
from cleaner.model import Held, Safety
from tests.conftest import Run

PAGE = "理发店开在渡口，头发长了去剪。\n\n守灯人的软件写了三年，发展到今天，用的人有3000多。\n"
WANTED = "理髮店開在渡口，頭髮長了去剪。\n\n守燈人的軟件寫了三年，發展到今天，用的人有3000多。\n"


def test_fix_converts_and_undo_takes_it_back(here: Path, run: Run) -> None:
    """No --risky is needed: the flag is the consent. A second run changes nothing."""
    page = here / "page.txt"
    page.write_bytes(PAGE.encode("gb18030"))
    checked = run("check", "page.txt", "--script", "s2t")
    assert checked.exit_code == 1
    assert "“头发长” is “頭髮長” by s2t" in checked.stdout
    assert page.read_bytes() == PAGE.encode("gb18030")
    assert run("fix", "page.txt", "--script", "s2t").exit_code == 0
    assert page.read_bytes() == WANTED.encode("gb18030")
    assert run("fix", "page.txt", "--script", "s2t").stdout == "1 file: nothing mended\n"
    run("undo")
    assert page.read_bytes() == PAGE.encode("gb18030")


def test_nothing_is_converted_unasked(here: Path, run: Run) -> None:
    """The rule is off, whatever else is consented to; `--ignore` takes it out even where it was asked for."""
    (here / "page.txt").write_text(PAGE, encoding="utf-8")
    assert "script-conversion" not in run("check", "page.txt", "--risky").stdout
    assert "script-conversion" not in run("check", "page.txt", "--script", "s2t", "--ignore", "script").stdout
    only = run("check", "page.txt", "--script", "s2t", "--select", "doubled-characters", "--format", "json").stdout
    assert {f["rule"] for file in json.loads(only)["files"] for f in file["findings"]} == {"script-conversion"}


def test_the_consent_is_for_this_rule_alone() -> None:
    """A risky finding of another rule still waits."""
    result = cleaner.check("吸引技师技师落户，后来也发展了渔业。", script="s2t")
    held = {f.rule: result.held.get(f.key) for f in result.findings if f.safety is Safety.RISKY}
    assert held == {"stuttered-word": Held.NEEDS_CONSENT, "script-conversion": None}


def test_a_decision_holds(here: Path, run: Run) -> None:
    """What a person keeps is not converted: fix with a baseline leaves all."""
    (here / "page.txt").write_text(PAGE, encoding="utf-8")
    result = cleaner.check(PAGE, script="s2t")
    assert result.text == WANTED
    from cleaner.decisions import Decisions, Verdict, decide

    finding = next(f for f in result.findings if PAGE[f.span.start : f.span.end] == "头发长")
    decisions = Decisions(here / "cleaner-decisions.jsonl")
    decisions.change([decide("page.txt", finding.rule, PAGE, finding.span, Verdict.KEEP)])
    run("fix", "page.txt", "--script", "s2t")
    assert (here / "page.txt").read_text(encoding="utf-8") == WANTED.replace("頭髮長", "头发长")


@pytest.mark.parametrize(
    "text",
    [
        "```\n发展 = 1\n```\n",
        "说明在 https://example.org/软件/发展?头=发 ，",
        "跑 `软件 --发展` 就行，",
        "见[主页](图/头发.md)，",
        '<a title="发展">',
    ],
    ids=["fence", "address", "code", "link", "tag"],
)
def test_what_is_no_prose_stays(text: str) -> None:
    """Code, addresses, targets of links and tags."""
    page = f"守灯人住在岛上。\n\n{text}\n\n他每天写日记。\n"
    changed = cleaner.clean(page, script="s2t")
    assert text.replace("说明", "說明").replace("见[主页]", "見[主頁]") in changed
    assert "守燈人" in changed


def test_a_word_is_one_across_a_line_end() -> None:
    """头 and 发 make a word though a line ends between, and the line end stays where it is not mended."""
    from cleaner.detectors.script import detect
    from cleaner.views import View

    hits = [(hit.span, hit.edits[0].replacement) for hit in detect(View("她的头\n发很长"), "x", {"config": "s2t"})]
    assert [put for _, put in hits] == ["頭", "髮", "長"]
    wide = list(detect(View("换了内\n存"), "x", {"config": "s2twp"}))
    text = "换了内\n存"
    for edit in sorted((e for hit in wide for e in hit.edits), key=lambda e: -e.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert text.replace("\n", "") == "換了記憶體"
    assert "\n" in text


def test_an_unknown_one_is_refused_with_those_there_are(run: Run) -> None:
    """From the command line and from Python."""
    done = run("fix", "-", "--script", "klingon", stdin="早市")
    assert done.exit_code == 2
    assert done.stderr.startswith("--script klingon: OpenCC has no such configuration; one of: hk2s, ")
    with pytest.raises(ValueError, match="one of: hk2s, "):
        cleaner.check("早市", script="klingon")


def test_reports_and_corpora_convert_too(run: Run, here: Path) -> None:
    """The same flag, and the same text: a report shows it, and a corpus is written so."""
    (here / "s.txt").write_text("头发长了，发展很快。\n", encoding="utf-8")
    assert run("report", "s.txt", "--script", "s2t", "-o", "rep").exit_code == 1
    records = [json.loads(line) for line in (here / "rep" / "findings.jsonl").read_text("utf-8").splitlines()]
    assert "頭髮" in "".join(record.get("replacement") or "" for record in records)
    pytest.importorskip("daft", reason="Daft is not installed; pip install 'scan-cleaner[corpus]'")
    (here / "c.jsonl").write_text('{"text": "头发长了，发展很快。"}\n', encoding="utf-8")
    assert run("corpus", "fix", "c.jsonl", "-o", "out", "--script", "s2t", "--jobs", "1").exit_code == 0
    (made,) = (here / "out" / "data").iterdir()
    assert json.loads(made.read_text("utf-8"))["text_cleaned"] == "頭髮長了，發展很快。"


def test_review_lists_what_would_be_converted(run: Run, here: Path) -> None:
    """Asked for by name, it waits for nobody; written, it is as `fix --script` writes it."""
    (here / "s.txt").write_text("头发长了，发展很快。\n", encoding="utf-8")
    run("review", "s.txt", "--terminal", "--script", "s2t", stdin="y\n")
    assert (here / "s.txt").read_text(encoding="utf-8") == "頭髮長了，發展很快。\n"


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_the_summary_names_the_step_that_converts(run: Run, here: Path, format: str) -> None:
    """What `--script` asks for needs no --risky; a risky finding beside it does."""
    (here / "s.txt").write_text("头发长了。\n", encoding="utf-8")
    told = run("check", "s.txt", "--script", "s2t", "--format", format).stdout
    assert "`cleaner fix` with the same --script converts it" in told
    assert "--risky" not in told
    pack = 'rule = [{ id = "odd", detector = "rewrite", kind = "rewrite", title = "Odd", message = "odd", why = "odd", '
    pack += 'safety = "risky", params = { pattern = "早市", replacement = "早集" } }]'
    (here / "mine.toml").write_text(pack, encoding="utf-8")
    (here / "s.txt").write_text("头发长了，早市散了。\n", encoding="utf-8")
    told = run("check", "s.txt", "--script", "s2t", "--pack", "mine.toml", "--format", format).stdout
    assert "with the same --script" in told
    assert "--risky" in told
