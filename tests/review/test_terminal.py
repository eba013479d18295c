"""The review in a terminal, with keys from a pipe."""

from __future__ import annotations

from pathlib import Path

from cleaner.decisions import FILE, Decisions, Verdict
from cleaner.reports.excerpt import width
from tests.conftest import Run
from tests.review.conftest import PAGE, PLAIN


def test_keys_decide_and_write(run: Run, here: Path) -> None:
    """Apply, edit, take back, write: each finding that waits is asked about, with before and after."""
    (here / "a.txt").write_text(PAGE, encoding="utf-8")
    (here / "b.txt").write_text(PLAIN, encoding="utf-8")
    result = run("review", ".", "--terminal", stdin="a\ne\n桐岭渡口\nw\ny\nq\n")
    assert result.exit_code == 0
    assert "吸引技师[-技师-]落户" in result.stdout
    assert "before" in result.stdout
    assert "(said 2 times" in result.stdout
    kept = {d.rule: (d.verdict, d.replacement) for d in Decisions(here / FILE)}
    assert kept == {"stuttered-word": (Verdict.APPLY, None), "repeated-item": (Verdict.EDITED, "桐岭渡口")}
    assert "Written: " in result.stdout
    text = (here / "a.txt").read_text(encoding="utf-8")
    assert ("吸引技师落户" in text, "修好了桐岭渡口、磨坊" in text) == (True, True)
    assert "，，" not in (here / "b.txt").read_text(encoding="utf-8")
    run("undo")
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE


def test_nothing_is_written_without_a_word(run: Run, here: Path) -> None:
    """Decisions are kept as they are made; the texts stay until w and y."""
    (here / "a.txt").write_text(PAGE, encoding="utf-8")
    result = run("review", "a.txt", "--terminal", stdin="a\nw\nn\n")
    assert "1 decided; saved in" in result.stdout
    assert len(Decisions(here / FILE)) == 1
    assert (here / "a.txt").read_text(encoding="utf-8") == PAGE


def test_taking_back_and_going_about(run: Run, here: Path) -> None:
    """u takes back the last decision or that of the finding at hand; n and p go to every finding; ? is no key."""
    (here / "a.txt").write_text(PAGE, encoding="utf-8")
    result = run("review", "a.txt", "--terminal", stdin="s\nu\np\nk\nu\nu\n?\nA\nn\nn\nn\n")
    assert [(d.rule, d.verdict) for d in Decisions(here / FILE)] == [("doubled-punctuation", Verdict.APPLY)]
    assert "Taken back" in result.stdout
    assert "Nothing to take back" in result.stdout
    assert "a, s, e, A, u, n, p, w or q" in result.stdout
    assert "mended when written" in result.stdout


def test_rows_fit_a_terminal(run: Run, here: Path) -> None:
    """A wide character takes two cells; what cannot be seen is shown as a sign; no row is wider than the screen."""
    text = "\u200b渡口" * 9 + "吸引技师技师落户，" + "码头的早市比往年热闹，" * 30 + "\n"
    (here / "a.txt").write_text(text, encoding="utf-8")
    result = run("review", "a.txt", "--terminal", "--lang", "zh", "--ignore", "characters", stdin="k\n")
    rows = [row for row in result.stdout.splitlines() if row.startswith(("修改前", "修改后", "      "))]
    assert len(rows) >= 2
    assert all(width(row) <= 80 + len("[--]{++}") for row in rows)
    assert "\u200b" not in result.stdout


def test_where_nothing_waits_it_is_said(run: Run, here: Path) -> None:
    """And what is safe can be written all the same."""
    (here / "b.txt").write_text(PLAIN, encoding="utf-8")
    result = run("review", "b.txt", "--terminal", stdin="y\n")
    assert "nothing waits for you" in result.stdout
    assert (here / "b.txt").read_text(encoding="utf-8") == PLAIN.replace("，，", "，")


def test_without_a_document_there_is_no_review(run: Run, here: Path) -> None:
    """A missing path is told, and the exit code is 2."""
    assert run("review", "nowhere.txt").exit_code == 2


def test_an_entry_of_a_baseline_says_that_nobody_looked(run: Run, here: Path) -> None:
    """With its date and the version that wrote it; what is not in the baseline waits."""
    (here / "a.txt").write_text(PAGE, encoding="utf-8")
    run("check", "a.txt", "--write-baseline", "--select", "doubled-punctuation")
    shown = run("review", "a.txt", "--terminal", stdin="p\nq\n").stdout
    assert "stuttered-word" in shown.partition("doubled-punctuation")[0], "the first that is asked about"
    assert "left as it is (not looked at: baseline of 20" in shown
