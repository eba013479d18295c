"""Each law is broken on purpose, wherever texts are written: they stay as they were, and a report is there to send."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import bugs, fixing, journal, plan, workers
from cleaner.decisions import FILE, Decisions
from cleaner.document import Document
from cleaner.inputs import find
from cleaner.lawful import Breach, Law
from cleaner.model import Edit
from cleaner.review.desk import Desk
from cleaner.settings import Settings
from cleaner.work import rules_for
from tests.conftest import Run
from tests.lawbreakers import CASES, Broken, Patch, break_bytes, break_conservation, break_marks, break_undo, each

#: A safe finding, a risky one, and white space that must not be touched.
TEXT = "\ufeff渡口的早市，，比往年热闹。\r\n\r\n镇上新近吸引技师技师落户 \f没有尾行"
CLEAN = "河湾里的水车转得很慢。\n"
HOSTILE = """
[[rule]]
id = "hostile"
detector = "rewrite"
kind = "rewrite"
title = "t"
message = "m"
safety = "safe"
why = "w"
params = { pattern = '比往年热闹', replacement = '' }
"""
GROWING = HOSTILE.replace("'比往年热闹', replacement = ''", "'早市', replacement = '早市早市'").replace(
    '"safe"', '"risky"'
)


def reports(here: Path) -> list[Path]:
    return sorted((here / ".cleaner/bugs").glob("*.json"))


def told(here: Path, law: Law, said: str) -> None:
    """`said` calls it our bug and names the one report, which is of `law` and holds little."""
    assert "bug in cleaner, not in your text" in said
    (report,) = reports(here)
    assert str(report) in said
    record = json.loads(report.read_text(encoding="utf-8"))
    assert record["law"] == law
    assert record["cleaner"] == cleaner.__version__
    assert len(record["settings"]) == 64
    assert record["old"]["text"] in TEXT.removeprefix("\ufeff")
    assert {"python", "system", "what", "rules", "new", "edits", "undo"} <= record.keys()
    assert str(here) not in report.read_text(encoding="utf-8"), "no name of a file or folder"


def lay(here: Path) -> None:
    (here / "a.txt").write_bytes(TEXT.encode())
    (here / "b.txt").write_bytes(CLEAN.encode())


@each
def test_a_file_is_left_alone(law: Law, broken: Broken, run: Run, here: Path, monkeypatch: Patch) -> None:
    """In place: not a byte changes, no journal is left, the exit code is 2."""
    lay(here)
    broken(monkeypatch)
    ran = run("fix", "a.txt")
    assert ran.exit_code == 2
    assert ran.stderr.startswith("a.txt: left as it was: ")
    assert (here / "a.txt").read_bytes() == TEXT.encode()
    assert not (here / ".cleaner/runs").exists()
    told(here, law, ran.stderr)


@each
def test_a_filter_says_nothing_new(law: Law, broken: Broken, run: Run, here: Path, monkeypatch: Patch) -> None:
    """Standard input comes out as it went in, or not at all."""
    broken(monkeypatch)
    ran = run("fix", "-", stdin=TEXT.encode())
    assert ran.exit_code == 2
    assert ran.stdout_bytes in (TEXT.encode(), b"")
    told(here, law, ran.stderr)


@each
def test_another_folder_gets_what_was_read(law: Law, broken: Broken, run: Run, here: Path, monkeypatch: Patch) -> None:
    """With -o the old text is written, or none."""
    lay(here)
    broken(monkeypatch)
    ran = run("fix", "a.txt", "-o", "out")
    assert ran.exit_code == 2
    assert not (here / "out/a.txt").exists() or (here / "out/a.txt").read_bytes() == TEXT.encode()
    told(here, law, ran.stderr)


@each
def test_review_leaves_it_alone(law: Law, broken: Broken, here: Path, monkeypatch: Patch) -> None:
    """What a review writes is held against the laws too."""
    lay(here)
    settings = Settings()
    desk = Desk(find(["a.txt"], settings)[0], settings, rules_for(settings), Decisions(here / FILE))
    broken(monkeypatch)
    *_, written = desk.write([0])
    assert written.documents == 0
    assert (here / "a.txt").read_bytes() == TEXT.encode()
    told(here, law, "\n".join(written.complaints))


@each
def test_a_batch_keeps_its_text(law: Law, broken: Broken, here: Path, monkeypatch: Patch) -> None:
    """`map_batch` gives the text as it was, and says why."""
    broken(monkeypatch)
    out = cleaner.map_batch({"text": [TEXT]})
    assert out["text"] == [TEXT]
    told(here, law, out["text_trouble"][0])


@pytest.mark.parametrize(
    ("law", "broken"),
    [case for case in CASES if case[1] not in (break_bytes, break_marks)],
    ids=[case[1].__name__ for case in CASES if case[1] not in (break_bytes, break_marks)],
)
def test_a_row_of_a_corpus_is_set_aside(
    law: Law, broken: Broken, run: Run, here: Path, monkeypatch: Patch, tmp_path: Path
) -> None:
    """The row goes to those set aside, with its text and the reason; a report stands beside the output."""
    pytest.importorskip("daft")
    from cleaner.corpus.worker import Cleaner

    made = tmp_path / "made"
    job, part, batch, counted = _job(made)
    broken(monkeypatch)
    good, added = Cleaner(job)._batch(part, batch, counted)
    assert (good, len(added)) == ([1], 1)
    assert "bug in cleaner, not in your text" in batch.rows[0].problem
    (report,) = (made / "_cleaner/bugs").iterdir()
    assert str(report) in batch.rows[0].problem
    assert json.loads(report.read_text(encoding="utf-8"))["law"] == law


def _job(out: Path) -> tuple[Any, Any, Any, Any]:
    from cleaner.corpus.job import Job
    from cleaner.corpus.kinds import Kind
    from cleaner.corpus.rows import Batch, Part, Reading, Row
    from cleaner.corpus.worker import Counted

    reading = Reading(text_column="text")
    job = Job(str(out), True, "jsonl", Settings(), reading, "text", 1 << 20, 0)
    part = Part("a.jsonl", Kind.JSONL)
    return job, part, Batch([Row(1, TEXT.removeprefix("\ufeff")), Row(2, "")], lines=2), Counted()


def test_what_a_corpus_writes_is_held_against_the_row(run: Run, here: Path, monkeypatch: Patch, tmp_path: Path) -> None:
    """The column that is written must lead back to the text of the row."""
    pytest.importorskip("daft")
    from cleaner.corpus import columns
    from cleaner.corpus.worker import Cleaner

    job, part, batch, counted = _job(tmp_path / "made")
    kept = columns.values
    monkeypatch.setattr(
        columns, "values", lambda result, *, fix: [result.text.replace("镇", ""), *kept(result, fix=fix)[1:]]
    )
    assert Cleaner(job)._batch(part, batch, counted)[0] == [1]
    assert "undo gives back the exact bytes" in batch.rows[0].problem


def test_the_other_files_of_a_run_go_on(run: Run, here: Path, monkeypatch: Patch) -> None:
    """One file whose mending breaks a law keeps no other from being mended; on workers too."""
    lay(here)
    for number in range(6):
        (here / f"c{number}.txt").write_text(f"第{number}号码头的早市，，热闹。\n", encoding="utf-8")
    break_conservation(monkeypatch)
    # What is broken here is broken in workers only where they begin as copies of this process, not in one with threads.
    jobs = "2" if workers._context().get_start_method() == "fork" else "1"
    ran = run("fix", ".", "--jobs", jobs, "--lang", "zh")
    assert ran.exit_code == 2
    assert (here / "a.txt").read_bytes() == TEXT.encode()
    assert all("，，" not in (here / f"c{number}.txt").read_text(encoding="utf-8") for number in range(6))
    assert "这是 cleaner 的错误，与您的文本无关" in ran.stderr
    assert "“不丢文字”" in ran.stderr
    assert str(reports(here)[0]) in ran.stderr


def test_nothing_applied_nothing_changed(run: Run, here: Path, monkeypatch: Patch) -> None:
    """A text without findings comes out as it went in, whatever the code that mends makes of it."""
    monkeypatch.setattr(plan, "apply", lambda text, edits: (text[:-1], ()))
    ran = run("fix", "-", stdin=CLEAN)
    assert (ran.exit_code, ran.stdout_bytes) == (2, CLEAN.encode())
    (report,) = reports(here)
    assert json.loads(report.read_text(encoding="utf-8"))["law"] == "unchanged"
    report.unlink()
    monkeypatch.undo()
    monkeypatch.chdir(here)
    kept = Document.to_bytes
    monkeypatch.setattr(Document, "to_bytes", lambda self, text: kept(self, text).rstrip(b"\n"))
    (here / "b.txt").write_bytes(CLEAN.encode())
    ran = run("fix", "b.txt", "-o", "out")
    assert ran.exit_code == 2
    assert "nothing applied, nothing changed" in ran.stderr
    assert not (here / "out/b.txt").exists()


def test_a_hostile_pack_cannot_lose_text(run: Run, here: Path, monkeypatch: Patch) -> None:
    """Though the rules' own check is gone, a safe rule that deletes a clause that stands nowhere else is stopped."""
    lay(here)
    (here / "hostile.toml").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.setattr(plan, "conserves", lambda *args: True)
    ran = run("fix", "a.txt", "--pack", "hostile.toml")
    assert ran.exit_code == 2
    assert (here / "a.txt").read_bytes() == TEXT.encode()
    told(here, Law.CONSERVED, ran.stderr)
    assert json.loads(reports(here)[0].read_text(encoding="utf-8"))["rules"] == ["hostile"]


def test_a_pack_that_comes_to_no_end_is_told_as_the_users(run: Run, here: Path) -> None:
    """A rule of the user's own that finds what it put in: its pack is named, no bug is reported, nothing is written."""
    lay(here)
    (here / "grows.toml").write_text(GROWING, encoding="utf-8")
    ran = run("fix", "a.txt", "--risky", "--pack", "grows.toml")
    assert ran.exit_code == 2
    assert "grows.toml: grows/hostile" in ran.stderr
    assert "bug" not in ran.stderr
    assert (here / "a.txt").read_bytes() == TEXT.encode()
    assert reports(here) == []


def test_undo_is_held_against_the_laws(run: Run, here: Path, monkeypatch: Patch) -> None:
    """What would not lead back again to the mended text is not written; the file stays mended."""
    lay(here)
    run("fix", "a.txt")
    mended = (here / "a.txt").read_bytes()
    assert mended != TEXT.encode()
    kept = journal.taken_back

    def wrong(document: Document, entry: journal.Entry) -> tuple[str, tuple[Edit, ...]]:
        text, again = kept(document, entry)
        return text, (*again[:-1], replace(again[-1], replacement="船"))

    monkeypatch.setattr(fixing, "taken_back", wrong)
    ran = run("undo")
    assert ran.exit_code == 2
    assert (here / "a.txt").read_bytes() == mended
    assert "bug in cleaner, not in your text" in ran.stderr
    assert "undo gives back the exact bytes" in ran.stderr
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert run("undo").exit_code == 0
    assert (here / "a.txt").read_bytes() == TEXT.encode()


def test_a_report_goes_where_it_can(run: Run, here: Path, monkeypatch: Patch, tmp_path: Path) -> None:
    """Beside the journals, else in the user's own folder, else among temporary files; else the message has it all."""
    lay(here)
    break_undo(monkeypatch)
    (here / ".cleaner").write_text("in the way")
    state, temporary = tmp_path / "state", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(bugs.tempfile, "gettempdir", lambda: str(temporary))
    ran = run("fix", "a.txt")
    (report,) = (state / "bugs").iterdir()
    assert str(report) in ran.stderr
    report.unlink()
    (state / "bugs").rmdir()
    (state / "bugs").write_text("in the way")
    ran = run("fix", "a.txt")
    (report,) = temporary.iterdir()
    assert report.name.startswith("cleaner-bug-undone-")
    assert str(report) in ran.stderr
    monkeypatch.setattr(bugs.tempfile, "gettempdir", lambda: str(here / "a.txt"))
    ran = run("fix", "a.txt")
    assert (ran.exit_code, "the report could not be written" in ran.stderr) == (2, True)
    assert "the inverse edits do not give back the text" in ran.stderr


def test_the_same_breach_gives_one_report(run: Run, here: Path, monkeypatch: Patch) -> None:
    """Another run over the same text writes the same file again, and keeps it out of git."""
    lay(here)
    break_undo(monkeypatch)
    for _ in range(2):
        assert run("fix", "a.txt").exit_code == 2
    assert len(reports(here)) == 1
    assert (here / ".cleaner/.gitignore").read_text() == "*\n"


def test_a_report_is_json_whatever_the_text() -> None:
    """Half a surrogate pair stands as its escape, and comes back."""
    made = bugs.report(Breach(Law.SETTLED, "甲\ud800"), "0" * 64)
    record = json.loads(made)
    assert record["what"] == "甲\ud800"
    assert "look through it before you send it" in record["about"]
    long = Edit(plan.Span(5, 5), "早" * 40 + "市" * 300)
    (back,) = json.loads(bugs.report(Breach(Law.UNDONE, "x", undo=(long,)), ""))["undo"]
    assert back == [5, 5, "早" * 30 + "…" + "市" * 30], "a deleted page is not in it whole"
    assert list(record)[1:7] == ["schema", "cleaner", "python", "system", "settings", "law"]


def test_the_api_leaves_the_text_alone(monkeypatch: Patch) -> None:
    """`cleaner.clean` gives the text as it was, and `check` says why."""
    break_undo(monkeypatch)
    assert cleaner.clean(TEXT) == TEXT
    result = cleaner.check(TEXT)
    assert result.breach
    assert (result.changed, result.applied, result.breach.law) == (False, (), Law.UNDONE)
    assert result.trouble == result.breach.said
