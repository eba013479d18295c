"""What was found is found again by the bytes: the same output with the cache and without it, whatever changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import store, work
from cleaner.decisions import Decisions, Verdict, decide
from cleaner.document import Document
from cleaner.files import clean_files
from cleaner.inputs import Input
from cleaner.model import Consent
from cleaner.plan import clean_document
from cleaner.remembered import Memory
from cleaner.settings import Settings
from cleaner.store import FILE, Cache
from cleaner.work import rules_for
from tests.conftest import ROOT, Run

PACK = """[[rule]]
id = "old-mill"
detector = "rewrite"
kind = "rewrite"
title = "A mill"
message = "“{{seen}}” reads “{{read}}”"
safety = "risky"
why = "A sample."
params = {{ pattern = '{pattern}', replacement = '水磨' }}

[[rule.example]]
good = "渡口的灯亮了。"
"""


@pytest.fixture
def tree(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with damaged pages, whole ones, one that is no text and two that go on in one another."""
    monkeypatch.delenv("CLEANER_NO_CACHE")
    pages = {
        "a.txt": "早市，，很热闹，卖菱角的船靠了岸。\n旧磨坊的门开着。\n\n镇上办起夜校，请来木匠木匠授课。\n",
        "b.md": "# 灯塔\n\n守灯人每天写日记，写了三十年。\n",
        "c.txt": "县里修了新桥。\n\n县里修了新桥，，通车那天下着雨。\n",
        "d.txt": "第1版\n\n渡轮公司昨日宣布，今年秋天起增开夜班，票价\n（下转第3版）\n",
        "e.txt": "第3版\n\n（上接第1版）\n不变，老人和学生仍旧免费。\n",
        "f.txt": "The ferry leaves at nine，， they say.\n",
    }
    for name, text in pages.items():
        (here / name).write_text(text, encoding="utf-8")
    (here / "g.txt").write_bytes(b"\xff\xfe\xff")
    (here / "mine.toml").write_text(PACK.format(pattern="旧磨坊"), encoding="utf-8")
    return here


def everything(run: Run, *args: str) -> tuple[Any, ...]:
    told = [run("check", ".", "--format", format, *args) for format in ("text", "json", "jsonl")]
    told.append(run("fix", "--diff", ".", *args))
    return tuple((result.stdout, result.stderr, result.exit_code) for result in told)


def forbidden(*_: object) -> None:
    raise AssertionError("worked out again")


def test_the_second_run_works_nothing_out(run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unchanged is told from the cache, in each format, and is the same as without."""
    first = everything(run)
    assert (tree / ".cleaner" / FILE).is_file()
    assert (tree / ".cleaner" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    real = work.clean_document
    monkeypatch.setattr(work, "clean_document", forbidden)
    assert everything(run) == first
    monkeypatch.setattr(work, "clean_document", real)
    assert everything(run, "--no-cache") == first


def test_what_is_allowed_is_told_from_the_cache(run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages with comments, and trees whose settings allow something, are known too; the same is told."""
    (tree / "cleaner.toml").write_text('allow = ["looped-clause", "stuttered-word"]\n', encoding="utf-8")
    page = (
        "<!-- cleaner： allow doubled-punctuation -->\n早市，，很热闹，卖菱角的船靠了岸。\n\n"
        "<!-- cleaner： allow shadow-run, no-such-rule -->\n渡口的灯亮了，摆渡的人还没有来。\n\n"
        "<!-- cleaner : allow-begin split-word -->\n县里修了新桥，通车那天下着雨。\n"
    )
    (tree / "h.md").write_text(page, encoding="utf-8")
    fresh = everything(run, "--no-cache")
    assert all(word in fresh[0][1] for word in ("shadow-run", "no-such-rule", "allow-end", "cleaner.toml:1:11"))
    assert everything(run) == fresh
    monkeypatch.setattr(work, "clean_document", forbidden)
    assert everything(run) == fresh


def test_links_to_other_files_are_told_from_the_cache(run: Run, tree: Path) -> None:
    """A jump line's partner in another file is told; where that file goes, so does the finding."""
    assert "e.txt" in run("check", "d.txt", "e.txt").stdout
    assert "e.txt" in run("check", "d.txt", "e.txt").stdout
    (tree / "e.txt").unlink()
    assert run("check", ".").stdout == run("check", ".", "--no-cache").stdout


def file_changed(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    (tree / "b.md").write_text("# 灯塔\n\n守灯人，，每天写日记。\n", encoding="utf-8")
    return []


def file_changed_behind_its_date(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    """The same size and the same times as before: the bytes decide."""
    stat = (tree / "a.txt").stat()
    text = (tree / "a.txt").read_text(encoding="utf-8").replace("，，", "，卖")
    (tree / "a.txt").write_text(text, encoding="utf-8")
    os.utime(tree / "a.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return []


def renamed(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    (tree / "a.txt").rename(tree / "z.md")
    return []


def pack_added(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    return ["--pack", "mine.toml"]


def rule_off(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    return ["--ignore", "doubled-characters"]


def risky(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    return ["--risky"]


def chinese_words(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    return ["--lang", "zh"]


def surer(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    return ["--min-confidence", "1"]


def any_language(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    return ["--any-language"]


def decided(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    keep_first(tree)
    return []


def other_version(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(store, "__version__", "99.0")
    return []


def garbage(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    (tree / ".cleaner" / FILE).write_bytes(b"no table at all" * 1000)
    return []


def cut_short(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    data = (tree / ".cleaner" / FILE).read_bytes()
    (tree / ".cleaner" / FILE).write_bytes(data[: len(data) // 2])
    return []


def bits_turned(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    with sqlite3.connect(tree / ".cleaner" / FILE) as table:
        rows = table.execute("SELECT id, value FROM kept").fetchall()
        assert rows
        for id_, value in rows:
            table.execute("UPDATE kept SET value = ? WHERE id = ?", (value[:-3] + b"\0\0\0", id_))
    table.close()
    return []


def other_values(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    import zlib

    with sqlite3.connect(tree / ".cleaner" / FILE) as table:
        table.execute("UPDATE kept SET value = ?", (zlib.compress(b'[[["x"]],1,2]'),))
    table.close()
    return []


def no_room(tree: Path, _: pytest.MonkeyPatch) -> list[str]:
    """Neither the project's folder nor the user's can be written: a file stands where the folder would be."""
    import shutil

    shutil.rmtree(tree / ".cleaner")
    (tree / ".cleaner").touch()
    (tree.parent / "state").touch()
    return []


CHANGES = [
    file_changed, file_changed_behind_its_date, renamed, pack_added, rule_off, risky, chinese_words, surer,
    any_language, decided, other_version, garbage, cut_short, bits_turned, other_values, no_room,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changed_is_seen(
    run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, pytest.MonkeyPatch], list[str]]
) -> None:
    """After any change the output with the cache is the output without, twice in a row."""
    before = everything(run)
    args = change(tree, monkeypatch)
    without = everything(run, *args, "--no-cache")
    assert everything(run, *args) == without
    assert everything(run, *args) == without
    if change not in (other_version, garbage, cut_short, bits_turned, other_values, no_room):
        assert without != before


def test_a_changed_rule_is_another_rule(run: Run, tree: Path) -> None:
    """The content of a pack counts, not its name."""
    first = run("check", "a.txt", "--pack", "mine.toml").stdout
    assert "旧磨坊" in first
    (tree / "mine.toml").write_text(PACK.format(pattern="卖菱角"), encoding="utf-8")
    second = run("check", "a.txt", "--pack", "mine.toml").stdout
    assert "卖菱角" in second
    assert second == run("check", "a.txt", "--pack", "mine.toml", "--no-cache").stdout


def test_another_version_throws_all_away(run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of another version is left in the table."""
    run("check", ".")
    assert entries(tree) > 3
    monkeypatch.setattr(store, "__version__", "99.0")
    run("check", "b.md")
    assert entries(tree) == 1


def test_changed_code_throws_all_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the tool that was changed, added or taken away makes it another."""
    (tmp_path / "language").mkdir()
    (tmp_path / "language" / "words.txt").write_text("渡口", encoding="utf-8")
    monkeypatch.setattr(store, "__file__", str(tmp_path / "store.py"))
    told = [store.engine(), store.engine()]
    assert told[0] == told[1]
    (tmp_path / "language" / "words.txt").write_text("渡口灯塔", encoding="utf-8")
    told.append(store.engine())
    (tmp_path / "new.py").touch()
    told.append(store.engine())
    assert len(set(told)) == 3


def test_fix_writes_nothing_that_was_kept(run: Run, tree: Path) -> None:
    """A result that was kept with changes is worked out again before a file is written."""
    run("check", ".")
    with sqlite3.connect(tree / ".cleaner" / FILE) as table:
        import zlib

        for id_, value in table.execute("SELECT id, value FROM kept").fetchall():
            # Whoever can write the table might put any words there: here 。 for the comma that goes.
            told = zlib.decompress(value).decode()
            table.execute(
                "UPDATE kept SET value = ? WHERE id = ?", (zlib.compress(told.replace('""', '"。"').encode()), id_)
            )
    table.close()
    assert run("fix", "a.txt").exit_code in (0, 1)
    assert (tree / "a.txt").read_text(encoding="utf-8").startswith("早市，很热闹")


def test_fix_passes_over_what_is_known_to_be_whole(run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to mend, `fix` works nothing out."""
    before = run("check", "b.md", "f.txt")
    monkeypatch.setattr(work, "clean_document", forbidden)
    after = run("fix", "b.md", "f.txt")
    assert (before.exit_code, after.exit_code) == (0, 0)
    assert after.stderr == ""


def test_workers_and_the_cache_agree(run: Run, tree: Path) -> None:
    """Half of it known, three workers: the same output in the same order."""
    for number in range(20):
        comma = "，，" if number % 2 else "，"
        (tree / f"p{number:02}.txt").write_text(f"第{number}号渡船{comma}载着三十筐菱角。\n", encoding="utf-8")
    run("check", *(f"p{number:02}.txt" for number in range(0, 20, 3)))
    alone = run("check", ".", "--no-cache", "--format", "jsonl", "--jobs", "1")
    for jobs in ("3", "1"):
        together = run("check", ".", "--format", "jsonl", "--jobs", jobs)
        assert (together.stdout, together.stderr, together.exit_code) == (alone.stdout, alone.stderr, alone.exit_code)


def test_two_runs_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that fill one cache tell the same as one without, and leave a whole table."""
    monkeypatch.delenv("CLEANER_NO_CACHE")
    for number in range(30):
        (here / f"p{number:02}.txt").write_text(f"第{number}号渡船，，载着三十筐菱角。\n", encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "check", ".", "--format", "jsonl", "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(2):
        running = [
            subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        told = [process.communicate() for process in running]
        assert told[0] == told[1]
        assert told[0][0].count(b'"finding"') == 30
        assert told[0][1] == b""
    table = sqlite3.connect(here / ".cleaner" / FILE)
    assert table.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    table.close()
    assert entries(here) >= 30


def test_a_locked_table_is_passed_over(run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else holds the table, the run goes on without it."""
    first = everything(run)
    monkeypatch.setattr(store, "PATIENCE", 0.01)
    other = sqlite3.connect(tree / ".cleaner" / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert everything(run) == first
    other.execute("ROLLBACK")
    other.close()
    assert (tree / ".cleaner" / FILE).is_file()


def test_the_table_stays_small(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its bound the older half of the entries goes, and the file shrinks."""
    monkeypatch.setattr(store, "LARGEST", 200_000)
    monkeypatch.setattr(store, "MANY", 10)
    table = Cache(here)
    for number in range(200):
        table.put(number.to_bytes(32, "big"), os.urandom(5000))
    table.close()
    assert (here / ".cleaner" / FILE).stat().st_size < 300_000
    table = Cache(here)
    assert table.get((0).to_bytes(32, "big")) is None
    assert table.get((199).to_bytes(32, "big")) is not None
    table.close()


def entries(project: Path) -> int:
    table = sqlite3.connect(project / ".cleaner" / FILE)
    count = table.execute("SELECT count(*) FROM kept").fetchone()[0]
    table.close()
    return int(count)


def keep_first(tree: Path) -> None:
    """Refuses the first finding of a.txt."""
    known = Decisions(tree / "cleaner-decisions.jsonl", "en")
    data = (tree / "a.txt").read_bytes()
    document = Document.from_bytes(data, "a.txt")
    finding = clean_document(document, rules_for(Settings())).findings[0]
    known.change([decide(known.name(tree / "a.txt"), finding.rule, document.text, finding.span, Verdict.KEEP)])


PIECES = st.sampled_from(
    [
        "渡船开了",
        "，，",
        "。",
        "\n",
        "\n\n",
        "旧磨坊旧磨坊旧磨坊旧磨坊",
        "灯塔",
        "一边走一边",
        "的的",
        "（下转第2版）",
        "\u3000",
        "\U00020000",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, min_size=1, max_size=30).map("".join), st.booleans(), st.booleans())
def test_what_is_kept_is_what_was_found(here: Path, text: str, risky: bool, zh: bool) -> None:
    """A result that was kept and found again equals the one that was worked out, in every field."""
    settings = Settings(risky=risky, lang="zh" if zh else "en")
    path = here / "page.txt"
    path.write_text(text, encoding="utf-8")
    inputs = [Input(path, "page.txt", Path("page.txt"))]
    rules = rules_for(settings)
    found = [outcome for _ in range(2) for outcome in clean_files(inputs, settings, rules, memory=Memory(Cache(here)))]
    plainly = clean_document(
        Document.from_bytes(path.read_bytes(), "page.txt"), rules, Consent(risky=risky, lang=settings.lang)
    )
    assert found[0] == found[1]
    assert found[0].result == plainly
