"""What reports say of the same findings."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from cleaner.document import Document
from cleaner.model import Edit, Finding, Fix, Related, Safety, Span, Tally
from cleaner.plan import Result
from cleaner.repair import apply
from cleaner.reports.excerpt import elided, padded, seen_and_read, visible, width
from cleaner.reports.records import rules_version
from cleaner.reports.text import TextReport
from cleaner.reports.words import words
from cleaner.settings import Settings
from cleaner.work import Outcome, rules_for
from tests.conftest import Run


def finding(start: int, end: int, *edits: Edit, rule: str = "some-rule", **more: Any) -> Finding:
    safety = more.pop("safety", Safety.SAFE)
    related = more.pop("related", ())
    fix = Fix(edits, safety) if edits else None
    return Finding(rule, "family", Span(start, end), "why", fix, safety, 0.9, {}, related, (), "0" * 16)


def outcome(text: str, *findings: Finding) -> Outcome:
    edits = [edit for f in findings if f.fix for edit in f.fix.edits]
    cleaned, undo = apply(text, edits)
    applied = tuple(f.key for f in findings if f.fix)
    return Outcome("a.txt", Result(Document(text), findings, cleaned, applied, {}, undo, tuple(edits)))


def told(given: Outcome, **options: Any) -> list[str]:
    out = io.StringIO()
    report = TextReport(out, **options)
    report.add(given)
    report.end(given.tally())
    return out.getvalue().splitlines()


def test_line_breaks_of_one_paragraph_are_one_line() -> None:
    """Findings that only take out line ends are told together, a paragraph a line, whatever stands between."""
    text = "甲甲甲\n乙乙乙\n丙、、丙\n丁。\n\n戊戊戊\n己己己\n庚。\n"
    breaks = [finding(at, at + 1, Edit(Span(at, at + 1)), rule="wrap") for at in (3, 7, 12, 20, 24)]
    mark = finding(9, 11, Edit(Span(10, 11)), rule="mark")
    lines = told(outcome(text, *breaks[:2], mark, *breaks[2:]))
    assert lines == [
        "a.txt:1:4  wrap  safe  lines 1–4: 3 line breaks inside a paragraph  “甲甲甲⏎乙…、丙⏎丁。”",
        "a.txt:3:2  mark  safe  “丙、、丙” → “丙、丙”",
        "    why (90%)",
        "a.txt:6:4  wrap  safe  lines 6–8: 2 line breaks inside a paragraph  “戊戊戊⏎己己己⏎庚。”",
        "1 file: 6 found in 1 (6 safe); `cleaner fix` mends the safe ones",
    ]


def test_a_long_run_loses_its_middle_and_a_deleted_one_becomes_nothing() -> None:
    """What was seen is short enough for a line, and what goes altogether is ∅."""
    text = "头。" + "甲乙丙丁戊" * 20 + "尾。"
    lines = told(outcome(text, finding(2, 102, Edit(Span(2, 102)), related=(Related(Span(0, 2), "stays"),))))
    assert lines[0] == "a.txt:1:3  some-rule  safe  “头。甲乙丙丁戊甲乙丙…丙丁戊甲乙丙丁戊尾。” → “头。尾。”"
    assert lines[1] == "    why (90%, stays 1:1)"
    assert told(outcome("全行。", finding(0, 3, Edit(Span(0, 3)))))[0].endswith("“全行。” → ∅")


def test_what_has_no_fix_is_shown_alone() -> None:
    """Without a fix there is no arrow."""
    assert told(outcome("早市，", finding(0, 2, safety=Safety.SHOWN)))[0] == "a.txt:1:1  some-rule  shown  “早市，”"


def test_a_line_that_a_join_moves_is_left_out_of_the_excerpt() -> None:
    """A folio stepped over by a join is shown where it was, not where it goes."""
    text = "上半句\n— 7 —\n下半句，到此为止。\n"
    join = finding(3, 10, Edit(Span(3, 10)), Edit(Span(len(text), len(text)), "— 7 —\n"))
    assert told(outcome(text, join))[0].endswith("“上半句⏎— 7 —⏎下半句，到此为止” → “上半句下半句，到此为止”")
    assert seen_and_read(text, join) == (text[3:], "下半句，到此为止。\n— 7 —\n")


def test_colours_are_written_only_when_asked_for() -> None:
    """The same words, with and without escape sequences."""
    given = outcome("早市，，", finding(2, 4, Edit(Span(3, 4))))
    plain, painted = "\n".join(told(given)), "\n".join(told(given, colour=True))
    assert "\x1b" not in plain
    assert "\x1b[32msafe\x1b[0m" in painted


def test_a_pipe_gets_no_colours(run: Run, here: Path) -> None:
    """Standard output that is no terminal is plain."""
    (here / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    assert "\x1b" not in run("check", "a.txt").stdout + run("fix", "--words", "a.txt").stdout


def test_words_shows_only_what_differs() -> None:
    """A replacement is shown without what it leaves as it was, near changes in one piece, far ones apart."""
    text = "甲" * 30 + "、、" + "乙" * 60 + "己经" + "丙" * 30
    edits = [Edit(Span(30, 32), "、"), Edit(Span(92, 94), "已经")]
    assert list(words("a", Document(text), edits)) == [
        "a:1:32",
        "    …" + "甲" * 19 + "、[-、-]" + "乙" * 20 + "…",
        "a:1:93",
        "    …" + "乙" * 20 + "[-己-]{+已+}经" + "丙" * 19 + "…",
    ]
    assert list(words("a", Document("甲\n乙\n"), [Edit(Span(1, 2))], colour=True)) == [
        "\x1b[1ma:1:2\x1b[0m",
        "    甲\x1b[9;31m⏎\x1b[0m乙",
    ]


def test_wide_characters_take_two_cells() -> None:
    """Tables line up and excerpts fit by cells, not by characters."""
    assert (width("早市ab"), padded("早市", 6)) == (6, "早市  ")
    assert (elided("早市天不亮就热闹", 9), elided("早市ab", 6)) == ("早市…热闹", "早市ab")


def test_what_cannot_be_seen_is_spelled_out() -> None:
    """Line ends have a picture, invisible characters an escape; ordinary text stays."""
    assert visible("甲\r\n乙\t丙\u200b丁\x07\u3000戊") == "甲⏎乙⇥丙\\u200b丁\\x07\u3000戊"


def test_json_lines_tell_everything(run: Run, here: Path) -> None:
    """Each finding has its places, edits, reasons and what became of it; the header has the versions."""
    (here / "a.txt").write_bytes("\ufeff头版。\r\n\f早市，，热闹。\r\n".encode())
    result = run("check", "a.txt", "--format", "jsonl", "--select", "doubled-punctuation")
    header, file, found, summary = map(json.loads, result.stdout.splitlines())
    assert (header["type"], header["schema"], header["tool"]["name"], len(header["rules"])) == (
        "header",
        "1",
        "cleaner",
        12,
    )
    assert (file["type"], file["path"], file["encoding"], file["bom"], file["changed"]) == (
        "file",
        "a.txt",
        "utf-8",
        True,
        True,
    )
    fingerprint = found.pop("fingerprint")
    assert len(fingerprint) == 16
    assert found == {
        "type": "finding",
        "path": "a.txt",
        "rule": "doubled-punctuation",
        "family": "doubled-characters",
        "page": 2,
        "line": 2,
        "column": 4,
        "end_line": 2,
        "end_column": 6,
        "start": 8,
        "end": 10,
        "safety": "safe",
        "confidence": 0.97,
        "message": "“，，” is one “，” printed twice",
        "seen": "，，",
        "replacement": "，",
        "edits": [
            {"line": 2, "column": 5, "end_line": 2, "end_column": 6, "start": 9, "end": 10, "replacement": ""},
        ],
        "applied": True,
        "held": None,
        "suppressed": None,
        "evidence": {"times": 2.0},
        "related": [
            {
                "path": None,
                "note": "stays",
                "line": 2,
                "column": 4,
                "end_line": 2,
                "end_column": 5,
                "start": 8,
                "end": 9,
            },
        ],
        "key": "doubled-punctuation:8-10",
        "after": [],
    }
    assert summary == {
        "type": "summary",
        "files": 1,
        "characters": 15,
        "changed": 1,
        "failed": 0,
        "findings": {"doubled-punctuation": 1},
        "applied": {"doubled-punctuation": 1},
        "exit": 1,
    }


def test_json_is_one_object_with_the_same_records(run: Run, here: Path) -> None:
    """`json` holds what `jsonl` streams, file by file, with what could not be read."""
    (here / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    (here / "b.txt").write_bytes(b"\xff")
    whole = json.loads(run("check", ".", "--format", "json").stdout)
    records = [json.loads(line) for line in run("check", ".", "--format", "jsonl").stdout.splitlines()]
    assert [file["path"] for file in whole["files"]] == ["a.txt"]
    found = [{k: v for k, v in r.items() if k not in ("type", "path")} for r in records if r["type"] == "finding"]
    assert whole["files"][0]["findings"] == found
    assert whole["complaints"] == [{k: v for k, v in r.items() if k != "type"} for r in records[-2:-1]]
    assert (whole["complaints"][0]["line"], whole["summary"]["failed"]) == (1, 1)


def test_the_version_of_the_rules_follows_what_they_do(here: Path) -> None:
    """Another parameter is another version; the order of packs is not."""
    rules = rules_for(Settings())
    assert rules_version(rules) == rules_version(rules[::-1])
    assert rules_version(rules) != rules_version(rules[1:])


def test_tallies_add() -> None:
    """Counts of two files together are the counts of both."""
    a, b = Tally(1, 10, 1, {"x": 2}, {"x": 1}), Tally(1, 5, 0, {"x": 1, "y": 3}, {}, 1)
    assert a + b == b + a == Tally(2, 15, 1, {"x": 3, "y": 3}, {"x": 1}, 1)


def test_an_edit_that_reaches_over_the_findings_end_is_shown() -> None:
    """The last copy's mark lies behind what was found; without its edit the change would look like none."""
    text = "设点三处，设点三处，设点三处，供居民"
    loop = finding(0, 14, Edit(Span(5, 10)), Edit(Span(10, 15)))
    assert seen_and_read(text, loop, near=True) == ("设点三处，设点三处，设点三处，", "设点三处，")


def test_what_was_not_read_is_not_called_clean(run: Run, here: Path) -> None:
    """A file that cannot be read is no file with nothing in it; where none was read, that is said."""
    (here / "bad.txt").write_bytes(b"\xff")
    (here / "good.txt").write_text("早市。\n", encoding="utf-8")
    assert run("check", ".").stdout == "1 file: nothing found; 1 not done, see above\n"
    assert run("check", "bad.txt").stdout == "no file was read; 1 not done, see above\n"
    assert run("check", "--exclude", "good.txt", "good.txt").stdout == "no file was read\n"
    assert run("fix", "good.txt").stdout == "1 file: nothing mended\n"


def test_a_missing_path_stands_among_the_complaints(run: Run, here: Path) -> None:
    """`failed` counts it, so the machine-readable reports name it."""
    whole = json.loads(run("check", "gone.txt", "--format", "json").stdout)
    assert ([c["path"] for c in whole["complaints"]], whole["summary"]["failed"]) == (["gone.txt"], 1)
    lines = [json.loads(line) for line in run("check", "gone.txt", "--format", "jsonl").stdout.splitlines()]
    assert [line["path"] for line in lines if line["type"] == "complaint"] == ["gone.txt"]


def test_diff_and_words_do_not_go_together(run: Run, here: Path) -> None:
    """One of the two would be dropped in silence."""
    result = run("fix", "--diff", "--words", "a.txt")
    assert (result.exit_code, result.stderr) == (2, "--diff and --words show the same in two ways; leave one out\n")
