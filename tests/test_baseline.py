"""A baseline: what stands today is left, only new damage is told, and what is gone is told and taken out."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from cleaner import __version__
from cleaner.baseline import Recording, gone
from cleaner.decisions import FILE, Decisions, Verdict, decide
from cleaner.document import Document
from cleaner.inputs import Input
from cleaner.model import Held, Span
from cleaner.plan import clean_document
from cleaner.settings import Settings
from cleaner.work import rules_for
from tests.conftest import Run
from tests.test_laws import RULES, documents, lawful

#: Safe, risky and shown: a doubled comma, a stammer, and a paragraph that breaks off before a title.
PAGE = "渡口新近吸引技师技师落户，码头上的早市，，比往年热闹。\n\n"
BROKEN = (
    "# 茶山\n\n山上的茶厂春天开了工，请来三位老师傅，从前的粮库成了晒茶的场子。至于山下那几间空着的\n\n"
    "### 夜市换新颜\n\n街口的灯都换过一遍。\n"
)


@pytest.fixture
def pages(here: Path) -> Path:
    """A folder with two damaged pages, one of them with spaces in its name."""
    (here / "新闻 稿").mkdir()
    (here / "新闻 稿/第 1 版.md").write_text(PAGE + BROKEN, encoding="utf-8")
    (here / "净.txt").write_text("街口的灯，，都换过一遍。\n", encoding="utf-8")
    return here


def entries(here: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (here / FILE).read_text(encoding="utf-8").splitlines()]


def test_fix_and_report_tell_what_is_gone_as_check_does(run: Run, pages: Path) -> None:
    """As the baseline's, with the way to take it out; nothing of it is called a person's decision."""
    run("check", ".", "--write-baseline")
    (pages / "净.txt").write_text("街口的灯，都换过一遍。\n", encoding="utf-8")
    said = run("check", ".").stderr
    assert said == "1 of the baseline is gone from the texts; `cleaner check --prune-baseline` takes it out\n"
    for command in (["fix", "--diff", "."], ["report", ".", "-o", "out"], ["fix", "."]):
        assert run(*command).stderr == said


def test_standard_input_is_decided_about_where_its_name_says(
    run: Run, pages: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor may run it from anywhere: the decisions are those of the file's own project."""
    (pages / "cleaner.toml").write_text("", encoding="utf-8")
    run("check", ".", "--write-baseline")
    page = pages / "净.txt"
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    asked = ("-", "--stdin-filename", str(page))
    assert run("check", *asked, stdin=page.read_bytes()).exit_code == 0
    assert run("fix", *asked, stdin=page.read_bytes()).stdout == page.read_text(encoding="utf-8")


def test_from_then_on_only_new_damage_fails(run: Run, pages: Path) -> None:
    """What was found is neither told nor counted any more, at any --fail-on; what comes new is."""
    assert run("check", ".").exit_code == 1
    written = run("check", ".", "--write-baseline")
    assert (written.exit_code, written.stderr) == (0, "")
    assert written.stdout == (
        f"baseline: 4 recorded in {FILE}, of 2 files; from now on only new damage is told. Commit that file\n"
    )
    for safety in ("safe", "risky", "shown"):
        assert run("check", ".", "--fail-on", safety).exit_code == 0
    assert run("check", ".").stdout == "2 files: nothing found; 4 left as the baseline says\n"
    with (pages / "净.txt").open("a", encoding="utf-8") as file:
        file.write("\n磨坊的水车，，转得很慢。\n")
    again = run("check", ".")
    assert again.exit_code == 1
    assert again.stdout.count("doubled-punctuation") == 1
    assert "净.txt:3:6" in again.stdout


def test_its_entries_are_told_from_a_persons(run: Run, pages: Path) -> None:
    """They bear version and date, and `cleaner decisions` lists them as what they are."""
    run("check", "净.txt", "--write-baseline")
    (entry,) = entries(pages)
    assert (entry["decision"], entry["baseline"], entry["by"]) == ("keep", __version__, "")
    assert str(entry["at"]).startswith("20")
    text = (pages / "新闻 稿/第 1 版.md").read_text(encoding="utf-8")
    known = Decisions(pages / FILE)
    at = text.index("，，")
    known.change([decide("新闻 稿/第 1 版.md", "doubled-punctuation", text, Span(at, at + 2), Verdict.KEEP, by="馆员")])
    assert f"baseline {__version__}" in run("decisions", "--only", "baseline").stdout
    assert "馆员" not in run("decisions", "--only", "baseline").stdout
    assert "馆员" in run("decisions", "--only", "person").stdout
    assert len(run("decisions").stdout.splitlines()) == 2


def test_a_second_one_adds_and_repeats_nothing(run: Run, pages: Path) -> None:
    """Entries that stand stay as they were, to the byte; what is new comes beside them."""
    run("check", "净.txt", "--write-baseline")
    first = (pages / FILE).read_bytes()
    again = run("check", "净.txt", "--write-baseline", "--lang", "zh")
    assert again.stdout == f"没有新的内容需要记入基线（{FILE}）；原有 1 处\n"
    assert (pages / FILE).read_bytes() == first
    added = run("check", "净.txt", "新闻 稿", "--write-baseline")
    assert added.stdout.startswith("baseline: 3 recorded in ")
    assert added.stdout.endswith("; 1 stood in it already\n")
    assert set(first.splitlines()) <= set((pages / FILE).read_bytes().splitlines())
    assert run("check", ".", "--fail-on", "shown").exit_code == 0


def test_a_persons_decisions_are_left_as_they_are(run: Run, pages: Path) -> None:
    """A baseline writes over no decision, and a person's decision takes the place of an entry."""
    path = pages / "净.txt"
    text = path.read_text(encoding="utf-8")
    at = text.index("，，")
    person = decide("净.txt", "doubled-punctuation", text, Span(at, at + 2), Verdict.APPLY, by="馆员")
    Decisions(pages / FILE).change([person])
    assert run("check", "净.txt", "--write-baseline").stdout.startswith("nothing new for the baseline")
    (only,) = Decisions(pages / FILE)
    assert only == person
    (pages / FILE).unlink()
    run("check", "净.txt", "--write-baseline")
    Decisions(pages / FILE).change([person])
    (only,) = Decisions(pages / FILE)
    assert (only.verdict, only.baseline, only.by) == (Verdict.APPLY, "", "馆员")


def test_fix_leaves_what_it_holds(run: Run, pages: Path) -> None:
    """What the baseline keeps is not mended, not even with --risky; --no-decisions passes over it."""
    before = {path: path.read_bytes() for path in pages.rglob("*.*") if path.is_file()}
    run("check", ".", "--write-baseline")
    assert run("fix", ".", "--risky").exit_code == 0
    assert {path: path.read_bytes() for path in before} == before
    run("fix", "净.txt", "--no-decisions")
    assert (pages / "净.txt").read_text(encoding="utf-8") == "街口的灯，都换过一遍。\n"


def test_what_is_gone_is_told_and_pruned_on_request(run: Run, pages: Path) -> None:
    """Of texts that were mended, and of files that are there no more; other entries stay."""
    run("check", ".", "--write-baseline")
    run("fix", "净.txt", "--no-decisions")
    told = run("check", ".")
    assert told.exit_code == 0
    assert told.stderr == "1 of the baseline is gone from the texts; `cleaner check --prune-baseline` takes it out\n"
    (pages / "净.txt").unlink()
    assert run("check", ".").stderr == told.stderr, "a file that is gone is told as well"
    assert run("check", "新闻 稿").stderr == "", "nothing is said of what was not asked about"
    pruned = run("check", ".", "--prune-baseline")
    assert (pruned.exit_code, pruned.stderr) == (0, "1 taken out of the baseline\n")
    assert len(entries(pages)) == 3
    assert run("check", ".", "--prune-baseline").stderr == "0 taken out of the baseline\n"


def test_pruning_takes_out_no_decision_of_a_person(run: Run, pages: Path) -> None:
    """A person's stale decision is told as such and stays."""
    decision = decide("净.txt", "doubled-punctuation", "早市，，热闹。", Span(2, 4), Verdict.KEEP, by="馆员")
    Decisions(pages / FILE).change([decision])
    said = run("check", ".", "--prune-baseline").stderr
    assert said == "1 decision fits no finding any more; see `cleaner decisions`\n0 taken out of the baseline\n"
    assert list(Decisions(pages / FILE)) == [decision]


def test_written_and_pruned_at_once_it_is_that_of_today(run: Run, pages: Path) -> None:
    """After a file was renamed, one command puts its entries under the new name."""
    run("check", ".", "--write-baseline")
    (pages / "净.txt").rename(pages / "干净.txt")
    assert run("check", ".").exit_code == 1
    done = run("check", ".", "--write-baseline", "--prune-baseline")
    assert (done.exit_code, done.stderr) == (0, "1 taken out of the baseline\n")
    assert {str(entry["path"]) for entry in entries(pages)} == {"干净.txt", "新闻 稿/第 1 版.md"}
    assert run("check", ".").exit_code == 0


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["-", "--write-baseline"], "standard input"),
        (["-", "--prune-baseline"], "standard input"),
        ([".", "--write-baseline", "--no-decisions"], "--no-decisions"),
        ([".", "--write-baseline", "--format", "json"], "--format"),
        ([".", "--write-baseline", "--rescan"], "--rescan"),
    ],
)
def test_what_does_not_go_together_is_refused(args: list[str], word: str, run: Run, pages: Path) -> None:
    """With the flag to leave out; nothing is written."""
    refused = run("check", *args)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert word in refused.stderr
    assert not (pages / FILE).exists()


def test_an_unreadable_file_is_told_and_the_others_are_recorded(run: Run, pages: Path) -> None:
    """Exit 2, as everywhere."""
    (pages / "坏.txt").write_bytes(b"\xff\xfe\xfa")
    done = run("check", ".", "--write-baseline")
    assert done.exit_code == 2
    assert "坏.txt" in done.stderr
    assert len(entries(pages)) == 4


def test_two_that_nothing_tells_apart_are_one_entry(run: Run, here: Path) -> None:
    """They are held alike, and a third comes in with them: nobody could tell which one is new."""
    notice = "布告：码头夜里不开船，，请等天亮。"
    (here / "a.txt").write_text(notice * 30 + "\n", encoding="utf-8")
    run("check", "a.txt", "--write-baseline", "--select", "doubled-punctuation")
    assert len(entries(here)) < 30
    assert run("check", "a.txt", "--select", "doubled-punctuation").exit_code == 0


def test_workers_change_nothing(run: Run, pages: Path) -> None:
    """Marks and order are the same for any number of worker processes."""
    (pages / "三.txt").write_text(PAGE * 3 + "一", encoding="utf-8")

    def marks(*args: str) -> list[object]:
        run("check", ".", "--write-baseline", *args)
        found = [(entry["path"], entry["rule"], entry["marks"]) for entry in entries(pages)]
        (pages / FILE).unlink()
        return list(found)

    assert marks("--jobs", "1") == marks("--jobs", "3")


@lawful
@given(documents())
def test_law_a_recorded_document_has_nothing_to_tell(made: tuple[bytes, list[str]]) -> None:
    """After one baseline each finding is held as kept, whatever shows once others are kept; the bytes stay."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(made[0])
        decisions = Decisions(Path(folder) / FILE)
        settings = Settings()
        recording = Recording(settings, rules_for(settings), decisions)
        (outcome,) = recording.of([Input(path, "a.txt", Path("a.txt"))])
        assert not recording.unsettled
        assert outcome.result is not None
        assert recording.new >= bool(outcome.result.findings)
        document = Document.from_bytes(made[0], "a.txt")
        result = clean_document(document, RULES, settings.consent, decisions.of(path))
        assert set(result.held.values()) <= {Held.KEPT}
        assert (result.text, result.stale) == (document.text, ())
        assert gone(decisions, [folder], result.stale) == []
