"""Settings on the command line: every command goes by them, and `cleaner settings` says them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

DOUBLED = "渡口的灯塔重新亮了，，来往的船只不再绕行。\n"
MENDED = "渡口的灯塔重新亮了，来往的船只不再绕行。\n"


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(here: Path) -> Path:
    """Two folders of one text each; in one of them its damage is not looked for."""
    put("cleaner.toml", '[[per-path]]\npaths = ["old/**"]\nignore = ["doubled-punctuation"]\n')
    put("new/a.txt", DOUBLED)
    put("old/a.txt", DOUBLED)
    return here


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_check_and_fix_go_by_the_settings_of_each_file(project: Path, run: Run, jobs: str) -> None:
    """In one process and in workers."""
    checked = run("check", ".", "--format", "json", "--jobs", jobs)
    found = {file["path"]: [f["rule"] for f in file["findings"]] for file in json.loads(checked.stdout)["files"]}
    assert found == {"new/a.txt": ["doubled-punctuation"], "old/a.txt": []}
    run("fix", ".", "--jobs", jobs)
    assert (Path("new/a.txt").read_text("utf-8"), Path("old/a.txt").read_text("utf-8")) == (MENDED, DOUBLED)
    assert run("check", ".", "--isolated").exit_code == 1


def test_standard_input_stands_where_its_name_says(project: Path, run: Run) -> None:
    """--stdin-filename gives the place by which settings are chosen."""
    said = {
        name: run("fix", "-", "--stdin-filename", name, stdin=DOUBLED.encode()).stdout
        for name in ("new/x.txt", "old/x.txt")
    }
    assert said == {"new/x.txt": MENDED, "old/x.txt": DOUBLED}


def test_report_goes_by_them(project: Path, run: Run) -> None:
    """Its records hold what check finds."""
    run("report", ".", "-o", "out")
    lines = [json.loads(line) for line in Path("out/findings.jsonl").read_text("utf-8").splitlines()]
    assert [line["path"] for line in lines if line["type"] == "finding"] == ["new/a.txt"]


def test_encoding_and_fail_on_may_differ_by_file(here: Path, run: Run) -> None:
    """A folder in another encoding is read in it, and only what a section fails on makes the exit code 1."""
    put("cleaner.toml", 'fail-on = "safe"\n[[per-path]]\npaths = ["gbk/"]\nencoding = "gb18030"')
    Path("gbk").mkdir()
    Path("gbk/a.txt").write_bytes(MENDED.encode("gb18030"))
    put("a.txt", MENDED)
    assert (run("check", ".").exit_code, run("structure", ".").exit_code) == (0, 0)
    assert run("check", ".", "--encoding", "utf-8").exit_code == 2


def test_a_pack_is_found_beside_the_settings(here: Path, run: Run) -> None:
    """From any folder, and for rules and explain too."""
    pack = """
[[rule]]
id = "sample-rule"
detector = "rewrite"
kind = "rewrite"
title = "t"
message = "{seen} → {read}"
safety = "safe"
why = "w"
params = { pattern = "灯塔", replacement = "灯笼" }
[[rule.example]]
good = "无事"
"""
    put("packs/mine.toml", pack)
    put("cleaner.toml", 'pack = ["packs/mine.toml"]\nselect = ["sample-rule"]')
    put("texts/a.txt", MENDED)
    found = json.loads(run("check", "texts", "--format", "json").stdout)["files"][0]["findings"]
    assert [finding["rule"] for finding in found] == ["sample-rule"]
    assert run("explain", "sample-rule").exit_code == 0
    assert "sample-rule" in run("rules").stdout
    assert run("explain", "sample-rule", "--isolated").exit_code == 2


@pytest.mark.parametrize("command", ["check", "fix", "report", "review", "structure", "decisions", "settings", "rules"])
def test_wrong_settings_stop_every_command(here: Path, run: Run, command: str) -> None:
    """Exit 2 and the place, before anything is done."""
    put("cleaner.toml", "risky = true\nselct = []\n")
    put("a.txt", DOUBLED)
    said = run(command, *([] if command == "rules" else ["a.txt"]))
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr == "cleaner.toml:2:1: unknown key “selct”; did you mean “select”?\n    selct = []\n    ^^^^^\n"
    assert Path("a.txt").read_text("utf-8") == DOUBLED


def test_wrong_settings_of_an_inner_folder_stop_too(here: Path, run: Run) -> None:
    """They are met only while walking."""
    put("in/cleaner.toml", "jobs = 1.5")
    put("in/a.txt", DOUBLED)
    said = run("fix", ".")
    assert (said.exit_code, said.stderr.splitlines()[0]) == (
        2,
        "in/cleaner.toml:1:1: jobs = 1.5; a whole number up to 256; 0 for one worker a core",
    )
    assert Path("in/a.txt").read_text("utf-8") == DOUBLED


@pytest.mark.parametrize("key", ["select", "ignore", "allow"])
def test_an_unknown_rule_is_told_with_the_nearest(here: Path, run: Run, key: str) -> None:
    """In the file and in its sections."""
    put("a.txt", DOUBLED)
    put("cleaner.toml", f'[[per-path]]\npaths = ["nowhere/"]\n{key} = ["folio", "wraped-line"]')
    said = run("check", "a.txt")
    column = len(f'{key} = ["folio", "') + 1
    assert said.exit_code == 2
    assert said.stderr.startswith(
        f"cleaner.toml:3:{column}: no rule or family is called “wraped-line”; did you mean “wrapped-line”?\n"
    )


def test_settings_says_what_holds_and_whence(project: Path, run: Run) -> None:
    """Aligned in display cells; the file need not be there."""
    said = run("settings", "old/nowhere.txt", "--risky").stdout.splitlines()
    assert said[0] == "cleaner.toml"
    rows = {row.split()[0]: row for row in said[1:]}
    assert rows["ignore"].endswith("cleaner.toml:3 (paths old/**)")
    assert rows["risky"].split() == ["risky", "true", "flag"]
    assert len({row.index(row.split("  ")[-1].strip()) for row in said[1:]}) == 1
    assert run("settings", "new/a.txt").stdout.splitlines()[2].split() == ["ignore", "none", "default"]


def test_settings_for_programs(project: Path, run: Run) -> None:
    """JSON holds each value with all its origins."""
    record = json.loads(run("settings", "old/a.txt", "--ignore", "folio", "--format", "json").stdout)
    assert record["settings_file"] == str(project / "cleaner.toml")
    assert record["settings"]["ignore"] == {
        "value": ["doubled-punctuation", "folio"],
        "from": [
            {"kind": "file", "path": str(project / "cleaner.toml"), "line": 3, "column": 1, "paths": ["old/**"]},
            {"kind": "flag"},
        ],
    }
    assert record["settings"]["include"]["value"] == ["*.txt", "*.md", "*.markdown"]
    assert record["settings"]["jobs"] == {"value": None, "from": [{"kind": "default"}]}


def test_settings_speak_chinese(project: Path, run: Run) -> None:
    """`lang` of a settings file is heeded, in the table and in what is wrong with another."""
    put("cleaner.toml", 'lang = "zh"')
    assert "默认" in run("settings").stdout
    put("old/cleaner.toml", "x = 1")
    assert "未知的设置项“x”" in run("check", ".").stderr


def test_force_exclude_goes_by_the_settings_too(here: Path, run: Run) -> None:
    """What the settings file excludes or does not include is passed over although it is named, if that is wanted."""
    put("cleaner.toml", 'exclude = ["raw/"]\ninclude = ["*.txt"]')
    for name in ("raw/a.txt", "b.text", "c.txt"):
        put(name, DOUBLED)
    named = ("check", "raw/a.txt", "b.text", "c.txt", "--format", "json")
    assert [f["path"] for f in json.loads(run(*named).stdout)["files"]] == ["raw/a.txt", "b.text", "c.txt"]
    assert [f["path"] for f in json.loads(run(*named, "--force-exclude").stdout)["files"]] == ["c.txt"]


def test_a_pack_that_is_not_there_is_told_at_its_place(here: Path, run: Run) -> None:
    """With the line of the settings file that names it, in the reader's language."""
    put("cleaner.toml", 'lang = "zh"\npack = ["规则.toml"]\n')
    put("a.txt", DOUBLED)
    result = run("check", ".")
    assert result.exit_code == 2
    assert result.stderr == (
        'cleaner.toml:2:10: 此文件旁没有“规则.toml”；请检查名称\n    pack = ["规则.toml"]\n             ^^^^^^^^^\n'
    )
