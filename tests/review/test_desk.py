"""The desk: what was found and decided, what follows from it, long documents, and writing."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

import pytest

from cleaner.decisions import FILE, Decision, Decisions, Verdict
from cleaner.fixing import undo
from cleaner.model import Finding
from cleaner.review.desk import AT_ONCE, Desk, Refused, Said
from cleaner.review.looking import Looking
from cleaner.review.sheets import Filter, Standing, head_of
from tests.conftest import Run
from tests.review.conftest import PAGE, PLAIN, MakeDesk
from tests.test_decisions import COPY, STORY, _wrapped


def finding(desk: Desk, rule: str, number: int = 0) -> Finding:
    return next(f for f in desk.sheet(number).result.findings if f.rule == rule)


def test_a_decision_is_in_the_file_at_once(desk: Desk, here: Path) -> None:
    """Closing the page loses nothing."""
    word = finding(desk, "stuttered-word")
    answer = desk.decide(0, [Said(word.key, Verdict.APPLY, remark="原文如此")])
    (kept,) = Decisions(here / FILE)
    assert (kept.rule, kept.verdict, kept.by, kept.remark) == ("stuttered-word", Verdict.APPLY, "馆员", "原文如此")
    assert answer.changed[word.key] == [Standing.DECIDED, "applied"]
    assert answer.before == (Said(word.key, None),)
    again = desk.decide(0, answer.before)
    assert len(Decisions(here / FILE)) == 0
    assert again.before == (Said(word.key, Verdict.APPLY, None, "原文如此"),)
    assert desk.sheet(0).waits()[word.key] == Standing.OPEN


def test_what_rests_on_a_refused_finding_changes_with_it(make_desk: MakeDesk) -> None:
    """The answer to a refusal names what falls with it; taking it back names it again."""
    desk = make_desk({"a.txt": f"{_wrapped(STORY, 17)}\n\n{_wrapped(COPY, 14)}\n"})
    result = desk.sheet(0).result
    copy = next(f for f in result.findings if f.family == "duplicated-paragraphs")
    said = [Said(key, Verdict.KEEP) for key in copy.after]
    answer = desk.decide(0, said)
    assert answer.fresh
    assert answer.changed[copy.key] == [Standing.RESTS, "rests-on-held"]
    assert desk.decide(0, answer.before).changed[copy.key] == [Standing.WILL, "applied"]


def test_a_forecast_says_what_a_plan_says(make_desk: MakeDesk) -> None:
    """What a long document's page says before it was cleaned anew is what comes of it, in a plain case."""
    text = f"{_wrapped(STORY, 17)}\n\n{_wrapped(COPY, 14)}\n"
    desk = make_desk({"a.txt": text, "b.txt": text})
    sheet = desk.sheet(0)
    copy = next(f for f in sheet.result.findings if f.family == "duplicated-paragraphs")
    said = [Said(key, Verdict.KEEP) for key in copy.after]
    desk.decide(1, said)
    sheet.forecast(dict(desk.sheet(1).result.decided))
    states = desk.sheet(1).states()
    assert sheet.states() == {key: states[key] for key in sheet.states()}
    assert Standing.RESTS in sheet.waits().values()


def test_all_of_a_rule_are_those_not_decided(make_desk: MakeDesk) -> None:
    """What a person decided singly stays so."""
    desk = make_desk({"a.txt": "早市，，热闹。晚市，，冷清。庙会，，人多。\n"})
    first, *others = [f for f in desk.sheet(0).result.findings if f.rule == "doubled-punctuation"]
    desk.decide(0, [Said(first.key, Verdict.KEEP)])
    assert [said.key for said in desk.all_of(0, "doubled-punctuation", Verdict.APPLY)] == [f.key for f in others]


def test_nothing_is_applied_that_has_no_fix(desk: Desk) -> None:
    """A finding without a proposal can be left or edited; unknown findings are refused; nothing is kept then."""
    shown = finding(desk, "repeated-item")
    assert shown.fix is None
    for said in (Said(shown.key, Verdict.APPLY), Said("nothing:1-2", Verdict.KEEP)):
        with pytest.raises(Refused):
            desk.decide(0, [Said(finding(desk, "stuttered-word").key, Verdict.KEEP), said])
    assert len(desk.decisions) == 0
    assert desk.words(0, shown.key)[:2] == ("桐岭渡口、桐岭渡口", "桐岭渡口、桐岭渡口")
    desk.decide(0, [Said(shown.key, Verdict.EDITED, "桐岭渡口")])
    assert "修好了桐岭渡口、磨坊渡口" in desk.sheet(0).result.text


def test_a_file_changed_by_others_is_read_again(desk: Desk, here: Path) -> None:
    """Pages show what is on the disk; decisions made elsewhere hold here."""
    assert desk.sheet(1).counts()[Standing.WILL] == 1
    (here / "b.txt").write_text(PLAIN + "\n老街上的早市，，热闹。\n", encoding="utf-8")
    assert desk.sheet(1).counts()[Standing.WILL] == 2
    (here / FILE).write_text("", encoding="utf-8")
    (here / "b.txt").unlink()
    with pytest.raises(Refused, match="not there any more"):
        desk.sheet(1)


def test_writing_is_journalled_and_undone_to_the_byte(desk: Desk, run: Run, here: Path) -> None:
    """What was decided and what is safe is written, and taken back exactly."""
    before = {name: hashlib.sha256((here / name).read_bytes()).hexdigest() for name in ("a.txt", "b.txt")}
    desk.decide(0, [Said(finding(desk, "stuttered-word").key, Verdict.EDITED, "技师们")])
    desk.decide(0, [Said(finding(desk, "doubled-punctuation").key, Verdict.KEEP)])
    assert desk.prospect(0) | {"whole": 1} == {
        "safe": 0, "apply": 0, "edited": 1, "keep": 1, "open": 1, "rests": 0, "whole": 1,
    }  # fmt: skip
    *_, written = desk.write([0, 1])
    assert (written.documents, written.findings, written.seen, written.complaints) == (2, 2, 2, ())
    text = (here / "a.txt").read_text(encoding="utf-8")
    assert ("吸引技师们落户" in text, "，，" in text) == (True, True)
    assert "，，" not in (here / "b.txt").read_text(encoding="utf-8")
    assert desk.sheet(0).result.done
    undo([], here, "en")
    assert {name: hashlib.sha256((here / name).read_bytes()).hexdigest() for name in before} == before


LONG = "".join(f"第{n}日，渡口的船数到{n * 7}只，，岸上的人说{n * 3}。\n\n" for n in range(1, 1200))


def test_of_a_long_document_the_beginning_comes_first(make_desk: MakeDesk) -> None:
    """Its beginning can be reviewed at once; the whole follows, and keeps what was decided meanwhile."""
    desk = make_desk({"a.txt": LONG})
    assert len(LONG.encode()) > AT_ONCE
    sheet = desk.sheet(0)
    assert not sheet.whole
    first, second = sheet.result.findings[:2]
    desk.decide(0, [Said(first.key, Verdict.KEEP)])
    desk.looking.start()
    try:
        deadline = time.monotonic() + 120
        while not (whole := desk.sheet(0)).whole or not whole.fresh:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert len(whole.result.findings) == 1199
        assert whole.waits()[first.key] == Standing.DECIDED
        answer = desk.decide(0, [Said(second.key, Verdict.KEEP)])
        assert answer.changed[second.key] == [Standing.DECIDED, "kept"]
        assert not answer.fresh
        while not desk.sheet(0).fresh:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert desk.sheet(0).counts() == {Standing.DECIDED: 2, Standing.WILL: 1197}
    finally:
        desk.looking.close()


def test_all_documents_are_looked_through(make_desk: MakeDesk) -> None:
    """In the background, so that the list says how far each is; N leads to the next that waits."""
    desk = make_desk({f"{n:02}.txt": PAGE if n in (3, 7) else PLAIN for n in range(10)})
    assert desk.next_open(0) == 1, "not looked at yet: it may wait"
    desk.looking.start()
    try:
        deadline = time.monotonic() + 60
        while len(desk.summaries) < 10:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        desk.looking.close()
    assert [desk.next_open(n) for n in (0, 3, 7)] == [3, 7, 3]
    assert desk.summaries[3].counts[Standing.OPEN] == 2


def test_a_worker_that_dies_is_replaced(make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had in hand is told as not done; the others are looked at all the same."""
    desk = make_desk({f"{n}.txt": PLAIN for n in range(6)})
    real, died = Looking._over, []

    def over(looking: Looking, number: int, decided: tuple[Decision, ...], done: Any) -> None:
        real(looking, number, decided, done)
        if number == 1 and not died:
            died.append(number)
            assert looking._pool
            for process in looking._pool._processes.values():
                process.kill()
                process.join()

    monkeypatch.setattr(Looking, "_over", over)
    desk.looking.start()
    try:
        deadline = time.monotonic() + 60
        while len(desk.summaries) < 6:
            assert time.monotonic() < deadline, desk.summaries
            time.sleep(0.1)
    finally:
        desk.looking.close()
    assert died
    assert [number for number, known in desk.summaries.items() if not known.complaint][-1] == 5


def test_filters_narrow_the_pages(desk: Desk) -> None:
    """By rule, safety, confidence and what a finding waits for."""
    sheet = desk.sheet(0)

    def shown(only: Filter) -> list[str]:
        view = sheet.view(only)
        groups = [group for page in view.pages() for row in page.items for group in getattr(row, "groups", ())]
        return [card.rule for group in groups for card in group.cards]

    assert len(shown(Filter())) == len(sheet.result.findings)
    assert shown(Filter(rule="stuttered-word")) == ["stuttered-word"]
    assert set(shown(Filter(safety="safe"))) == {f.rule for f in sheet.result.findings if f.safety == "safe"}
    assert shown(Filter(standing=Standing.OPEN)) == ["stuttered-word", "repeated-item"]
    assert shown(Filter(least=0.9)) == [f.rule for f in sheet.result.findings if f.confidence >= 0.9]
    assert shown(Filter(rule="no-such-rule")) == []


def test_a_beginning_ends_at_an_empty_line() -> None:
    """Or at least at a line's end; a short text is its own beginning."""
    assert head_of("甲\n\n乙丙丁", 100) == "甲\n\n乙丙丁"
    assert head_of("甲乙丙丁\n\n戊\n己庚", 8) == "甲乙丙丁\n\n"
    assert head_of("甲乙丙丁\n戊己庚", 7) == "甲乙丙丁\n"
    assert head_of("甲乙丙丁戊己庚", 4) == "甲乙丙丁"


def test_an_entry_of_a_baseline_is_shown_as_one_and_gives_way(run: Run, here: Path, make_desk: MakeDesk) -> None:
    """It is decided and holds; a person's word about it takes its place, and taking that back leaves it open."""
    (here / "a.txt").write_text(PAGE, encoding="utf-8")
    run("check", "a.txt", "--write-baseline")
    desk = make_desk({"a.txt": PAGE})
    sheet = desk.sheet(0)
    assert sheet.counts()[Standing.OPEN] == 0
    assert all(decision.baseline for decision in sheet.result.decided.values())
    key = next(finding.key for finding in sheet.result.findings if finding.rule == "stuttered-word")
    desk.decide(0, [Said(key, Verdict.APPLY)])
    decided = desk.sheet(0).result.decided[key]
    assert (decided.verdict, decided.baseline, decided.by) == (Verdict.APPLY, "", "馆员")
    assert len(Decisions(here / FILE)) == len(sheet.result.decided)
    desk.decide(0, [Said(key, None)])
    assert desk.sheet(0).waits()[key] == Standing.OPEN
