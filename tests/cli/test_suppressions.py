"""Suppressions on the command line: exit codes, what is told where, and that nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

DAMAGED = "渡口的灯塔重新亮了，，来往的船只不再绕行。\n"
COMMENT = "<!-- cleaner: allow doubled-punctuation -->\n"


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_allowed_is_neither_mended_nor_counted(here: Path, run: Run) -> None:
    """check and fix exit 0, the file stays as it is, and how many there are is said."""
    put("a.md", COMMENT + DAMAGED)
    checked, fixed = run("check", "a.md"), run("fix", "a.md")
    assert (checked.exit_code, checked.stdout, checked.stderr) == (
        0,
        "1 file: nothing found; 1 allowed, not told\n",
        "",
    )
    assert (fixed.exit_code, fixed.stderr) == (0, "")
    assert Path("a.md").read_text("utf-8") == COMMENT + DAMAGED
    assert run("fix", "--diff", "a.md").stdout == ""
    assert run("fix", "-", "--stdin-filename", "x.md", stdin=(COMMENT + DAMAGED).encode()).stdout == COMMENT + DAMAGED
    assert run("fix", "-", stdin=(COMMENT + DAMAGED).encode()).stdout == COMMENT + DAMAGED.replace("，，", "，")


def test_it_stands_in_what_programs_read(here: Path, run: Run) -> None:
    """As a finding that is held, with notes beside."""
    put("a.md", COMMENT + DAMAGED + "\n<!-- cleaner: allow looped-clause -->\n末行。\n")
    told = json.loads(run("check", "a.md", "--format", "json").stdout)
    assert [(f["rule"], f["held"], f["applied"]) for f in told["files"][0]["findings"]] == [
        ("doubled-punctuation", "allowed", False)
    ]
    note = {
        "path": "a.md",
        "line": 4,
        "column": 1,
        "message": "“looped-clause” is allowed and was not found; take it out",
    }
    assert told["notes"] == [note]
    lines = [json.loads(line) for line in run("check", "a.md", "--format", "jsonl").stdout.splitlines()]
    assert [line for line in lines if line["type"] == "note"] == [{"type": "note", **note}]


def test_notes_go_to_stderr_and_change_no_exit_code(here: Path, run: Run) -> None:
    """From check, fix and report alike, in the reader's language."""
    put("a.md", "<!-- cleaner: allow looped-clause -->\n末行。\n")
    said = "a.md:1:1: “looped-clause” is allowed and was not found; take it out\n"
    for args in (("check",), ("fix",), ("fix", "--diff"), ("report", "-o", "out")):
        result = run(*args, "a.md")
        assert (result.exit_code, result.stderr) == (0, said), args
    assert "“looped-clause”已允许，但未发现；请删去" in run("check", "a.md", "--lang", "zh").stderr


def test_settings_allow_by_path(here: Path, run: Run) -> None:
    """In plain text too, where comments are text."""
    put("cleaner.toml", '[[per-path]]\npaths = ["hymns/"]\nallow = ["doubled-characters"]')
    put("hymns/a.txt", COMMENT + DAMAGED)
    put("b.txt", COMMENT + DAMAGED)
    run("fix", ".")
    assert "，，" in Path("hymns/a.txt").read_text("utf-8")
    assert "，，" not in Path("b.txt").read_text("utf-8")


def test_what_settings_allow_in_vain_is_told_once_all_was_read(here: Path, run: Run) -> None:
    """Where a part was read, another part may need it; where one file needs it, it is needed."""
    put("cleaner.toml", '[[per-path]]\npaths = ["*.txt"]\nallow = ["doubled-punctuation", "looped-clause"]')
    put("in/a.txt", DAMAGED)
    put("in/b.txt", "末行。\n")
    said = "cleaner.toml:3:34: “looped-clause” is allowed and was not found; take it out\n"
    for jobs in ("1", "2"):
        result = run("check", ".", "--jobs", jobs)
        assert (result.exit_code, result.stderr) == (0, said)
    assert run("check", "in").stderr == run("check", "in/b.txt").stderr == ""


def test_a_section_that_allows_something_where_no_text_is_is_told(here: Path, run: Run) -> None:
    """A misspelt path would else go unseen; a flag that passes files over says nothing of the section."""
    put(
        "cleaner.toml",
        '[[per-path]]\npaths = ["hymn/"]\nallow = ["shadow-line"]\n[[per-path]]\npaths = ["no/"]\nignore = ["folio"]\n',
    )
    put("hymns/a.txt", "末行。\n")
    said = (
        "cleaner.toml:2:1: what is allowed here is for texts of which none was read; mend the paths, or take it out\n"
    )
    assert run("check", ".").stderr == run("fix", ".").stderr == said
    assert run("check", ".", "--exclude", "b/").stderr == run("check", "hymns").stderr == ""
    put("hymn/a.txt", "渡口，，清静。\n")
    assert "shadow-line" in run("check", ".").stderr


def test_how_a_finding_was_set_aside_is_told(here: Path, run: Run) -> None:
    """A baseline is no person's decision, and settings are no comment, to programs too."""
    put("cleaner.toml", '[[per-path]]\npaths = ["b.md"]\nallow = ["doubled-characters"]\n')
    put("a.md", COMMENT + DAMAGED)
    put("b.md", DAMAGED)
    put("c.md", DAMAGED)
    run("check", "c.md", "--write-baseline")
    told = json.loads(run("check", ".", "--format", "json").stdout)
    assert [file["findings"][0]["suppressed"] for file in told["files"]] == ["inSource", "external", "external"]
    (log,) = json.loads(run("check", ".", "--format", "sarif").stdout)["runs"]
    said = [(s["kind"], s["justification"]) for result in log["results"] for s in result["suppressions"]]
    assert said == [
        ("inSource", "a comment in the text allows it"),
        ("external", "the settings allow it"),
        ("external", "it stood there when the baseline was written"),
    ]


def test_an_article_that_goes_on_elsewhere_may_be_allowed(here: Path, run: Run) -> None:
    """Findings from other files of a run are allowed like all others."""
    head = "柳河晚报　2033年6月2日　第{}版\n\n"
    first = "全市中小学的操场今年夏天起向附近居民开放，学校与街道商定了开放的时间，并请退休的老师来照看。\n\n"
    cut = "居民进校前先在门口登记姓名，出校时由值班的老师逐一核对，第一个星期就有三千多人走进了\n\n（下转第4版）\n"
    rest = "自己家旁边的操场。有人跑步，有人教孩子骑车，也有人只是坐在看台上吹吹晚风。\n"
    put("1.md", head.format(1) + first + cut)
    put("4.md", head.format(4) + "（上接第1版）\n\n" + rest)
    before = json.loads(run("check", ".", "--format", "json").stdout)
    linked = [f for file in before["files"] for f in file["findings"] if f["rule"] == "jump-link"]
    assert linked
    put("1.md", head.format(1) + first + cut + "\n<!-- cleaner: allow-file jump-link -->\n")
    after = json.loads(run("check", ".", "--format", "json").stdout)
    found = {file["path"]: [f["held"] for f in file["findings"] if f["rule"] == "jump-link"] for file in after["files"]}
    assert found["1.md"] == ["allowed"]
    assert "allowed" not in found["4.md"]
    assert after["notes"] == []


def test_a_baseline_has_nothing_of_what_is_allowed(here: Path, run: Run) -> None:
    """What a comment allows needs no entry; only what nobody spoke of is recorded."""
    put("a.md", COMMENT + DAMAGED + DAMAGED.replace("灯塔", "航标"))
    assert run("check", ".", "--write-baseline").exit_code == 0
    (line,) = Path("cleaner-decisions.jsonl").read_text("utf-8").splitlines()
    assert "航标" in line
    assert run("check", ".").exit_code == 0
