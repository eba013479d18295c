"""Articles that go on in another file of a run: told at both ends, with the other's path and line."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.conftest import Run

CUT = "船闸两侧还将补种柳树，由附近小学的学生认养，每棵树都挂上木牌，写着认养人的名字和栽种的日"
REST = "期，学校打算把认养写进劳动课，老师带着孩子们每个月来浇一次水。"
OTHER = "东门夜市的摊位重新划过线，摊主们说，通道宽了，客人坐得下来。"


def page(number: int, *paragraphs: str) -> str:
    """A page of a newspaper with its number in its head."""
    return "\n\n".join((f"梅溪晚报　2031年4月9日　第{number}版", *paragraphs)) + "\n"


def lay(here: Path, **pages: str) -> None:
    """Files of these names."""
    for name, text in pages.items():
        (here / f"{name}.txt").write_text(text, encoding="utf-8")


def told(output: str) -> list[dict[str, object]]:
    """The findings of a JSON lines report."""
    records = [json.loads(line) for line in output.splitlines()]
    return [record for record in records if record["type"] == "finding" and record["rule"] == "jump-link"]


@pytest.fixture
def issue(here: Path) -> Path:
    """Two pages with the halves of an article, and eight without."""
    lay(here, p1=page(1, CUT, "（下转第4版）"), p4=page(4, OTHER, "（上接第1版）", REST))
    lay(here, **{f"q{n}": page(n, OTHER) for n in range(5, 13)})
    return here


def test_both_reports_name_path_and_line(run: Run, issue: Path) -> None:
    """The text for a person, JSON for a program."""
    text = run("check", ".", "--select", "jump-link")
    assert "goes on at p4.txt:5" in text.stdout
    assert "comes from p1.txt:5" in text.stdout
    assert text.exit_code == 0
    files = json.loads(run("check", ".", "--select", "jump-link", "--format", "json").stdout)["files"]
    related = {file["path"]: finding["related"] for file in files for finding in file["findings"]}
    start = (issue / "p4.txt").read_text(encoding="utf-8").index("（上接")
    assert related["p1.txt"] == [{"path": "p4.txt", "note": "goes on", "line": 5, "start": start, "end": start + 7}]
    assert related["p4.txt"][0]["path"] == "p1.txt"


@pytest.mark.parametrize("order", [(".",), ("p4.txt", "q5.txt", "p1.txt"), ("p1.txt", "p4.txt")])
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_order_and_workers_change_nothing(run: Run, issue: Path, order: tuple[str, ...], jobs: str) -> None:
    """Law 7: the same two findings."""
    found = told(run("check", *order, "--select", "jump-link", "--format", "jsonl", "--jobs", jobs).stdout)
    places = {("p1.txt", "（下转第4版）"), ("p4.txt", "（上接第1版）")}
    starts = {(name, (issue / name).read_text(encoding="utf-8").index(jump)) for name, jump in places}
    assert {(record["path"], record["start"]) for record in found} == starts


def test_fix_leaves_such_lines_alone(run: Run, issue: Path) -> None:
    """It is shown, never applied."""
    before = {path.name: path.read_bytes() for path in issue.glob("*.txt")}
    assert run("fix", ".", "--risky", "--select", "jump-link").exit_code == 0
    assert {path.name: path.read_bytes() for path in issue.glob("*.txt")} == before


def test_a_second_page_that_fits_as_well_silences_both(run: Run, issue: Path) -> None:
    """Two candidates near each other are no claim."""
    lay(issue, r4=page(4, "（上接第1版）", REST))
    assert told(run("check", ".", "--select", "jump-link", "--format", "jsonl").stdout) == []


def test_halves_in_one_file_are_no_matter_for_others(run: Run, issue: Path) -> None:
    """What has its partner in its own file is told there, and takes no other file's."""
    lay(issue, p1=page(1, CUT, "（下转第4版）") + "\f" + page(4, "（上接第1版）", REST))
    found = told(run("check", ".", "--select", "jump-link", "--format", "jsonl").stdout)
    assert [(record["path"], [r["path"] for r in record["related"]]) for record in found] == [("p1.txt", [None])]  # type: ignore[attr-defined]


def test_files_that_cannot_be_read_are_passed_over(run: Run, issue: Path) -> None:
    """They are told as such once, and the others' links stand."""
    (issue / "p2.txt").write_bytes("（下转第4版）".encode() + b"\xff")
    result = run("check", ".", "--select", "jump-link", "--format", "jsonl")
    assert len(told(result.stdout)) == 2
    assert result.stderr.count("p2.txt") == 1


def test_the_rule_can_be_left_out(run: Run, issue: Path) -> None:
    """--ignore holds for other files too, and so does the least confidence."""
    assert told(run("check", ".", "--ignore", "loose-ends", "--format", "jsonl").stdout) == []
    assert told(run("check", ".", "--min-confidence", "0.995", "--format", "jsonl").stdout) == []


def test_other_encodings(run: Run, here: Path) -> None:
    """The words are searched for as the files have them."""
    for name, text in (("p1", page(1, CUT, "（下转第4版）")), ("p4", page(4, "（上接第1版）", REST))):
        (here / f"{name}.txt").write_bytes(text.encode("gb18030"))
    assert len(told(run("check", ".", "--encoding", "gb18030", "--format", "jsonl").stdout)) == 2


def test_such_a_line_can_be_kept(run: Run, issue: Path) -> None:
    """A decision about it stands, is honoured by check and by the review, and is not called stale."""
    from cleaner.decisions import FILE, Decisions, Verdict
    from cleaner.inputs import find
    from cleaner.model import Held
    from cleaner.review.desk import Desk, Said
    from cleaner.settings import Settings
    from cleaner.work import rules_for

    settings = Settings(select=("jump-link",))
    desk = Desk(find(["."], settings)[0], settings, rules_for(settings), Decisions(issue / FILE))
    desk.looking.start()
    try:
        deadline = time.monotonic() + 60
        while len(desk.summaries) < 10:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        desk.looking.close()
    (jump,) = desk.sheet(0).result.findings
    assert desk.decide(0, [Said(jump.key, Verdict.KEEP)]).changed[jump.key] == ["decided", "kept"]
    checked = run("check", ".", "--select", "jump-link", "--format", "jsonl")
    held = {record["path"]: record["held"] for record in told(checked.stdout)}
    assert (held, checked.stderr) == ({"p1.txt": Held.KEPT, "p4.txt": Held.SHOWN_ONLY}, "")
