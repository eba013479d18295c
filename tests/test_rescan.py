"""The list of pages to scan again."""

from __future__ import annotations

import json
from pathlib import Path

import cleaner
from cleaner.rescan import Rescan, pages_to_rescan
from tests.conftest import Run

GOOD = "山里的茶农迎来了好收成，头茬新茶刚下树便被订购一空，价钱比上年高出两成。\n"
OTHER = "渔港的灯塔换了新灯，夜里进港的船再也不用等天亮，船家都说这钱花得值。\n"
LOOP = "去年，" + "镇里新铺供水管道四十公里，" * 4 + "惠及九个村。\n"
TAIL = "加固后的堤防已通过验收。" + "沿江泵站全部实现远程值守。" * 3 + "沿江泵站全部\n"
SONG = "歌里唱道：" + "门前的河水慢慢流，" * 3 + "流到天边不回头。\n"
UNREAD = "村民委员会由\ufffd\ufffd组成，每届任期\ufffd年。\n"


def told(text: str) -> list[Rescan]:
    return pages_to_rescan(cleaner.check(text))


def test_a_page_that_looped_is_told_with_its_line() -> None:
    # The form feed ends a line of its own, the second.
    assert told(f"{GOOD}\f{OTHER}{LOOP}{OTHER}") == [Rescan(2, 4, ("loop",))]


def test_a_page_that_ran_away_breaks_off() -> None:
    assert told(f"{GOOD}{TAIL}") == [Rescan(1, 2, ("runaway-tail", "breaks-off"))]
    assert told(f"{GOOD}\f{LOOP}所以我们还要把") == [Rescan(2, 3, ("loop", "breaks-off"))]


def test_what_stands_behind_the_last_sentence_is_no_break() -> None:
    """A note, a folio, a credit, a jump line, or the same paragraph on the next page: the text does not break off."""
    sound = [Rescan(1, 2, ("loop",))]
    for behind in ("（全文完）\n", "— 12 —\n", "（下转第3版）\n", "图片由梅溪港务公司提供\n"):
        assert told(f"{GOOD}{LOOP}{OTHER}{behind}") == sound, behind
    assert told(f"{GOOD}{LOOP}所以我们还要把\n（全文完）\n") == [Rescan(1, 2, ("loop", "breaks-off"))]
    on = "渔港的灯塔换了新灯，夜里进港的船再也不用\n\f等天亮，船家都说这钱花得值。\n"
    assert told(f"{GOOD}{LOOP}{on}") == sound


def test_a_page_with_characters_that_could_not_be_read() -> None:
    assert told(f"{UNREAD}{GOOD}") == [Rescan(1, 1, ("unread",))]
    assert told(f"{GOOD}办公室在□□路〓号。\n") == [Rescan(1, 2, ("unread",))]
    assert told(f"{GOOD}只缺一个\ufffd字。\n") == []


def test_same_words_under_running_numbers_are_lost_text() -> None:
    text = "".join(f"（{n}）组织村民清理河道两岸的垃圾。\n" for n in "三四五")
    assert [page.reasons for page in told(text)] == [("numbered-loop",)]


def test_what_is_sound_or_meant_is_not_on_the_list() -> None:
    assert told(GOOD * 3) == []
    assert told(f"{GOOD}{SONG}") == []
    assert told("") == []


def test_the_list_alone(run: Run, here: Path) -> None:
    """`--rescan` prints a page a line: path, page and why, parted by tabs; the exit code is that of any check."""
    (here / "a.txt").write_text(f"{GOOD}\f{TAIL}", encoding="utf-8")
    (here / "b.txt").write_text(GOOD, encoding="utf-8")
    result = run("check", "--rescan", "a.txt", "b.txt")
    assert result.stdout == "a.txt\t2\ta loop that runs to the end and is cut off, breaks off in mid-sentence\n"
    assert result.exit_code == 1
    zh = run("check", "--rescan", "--lang", "zh", "a.txt")
    assert zh.stdout == "a.txt\t2\t循环到末尾并中断、句子未完而止\n"
    clean = run("check", "--rescan", "b.txt")
    assert (clean.stdout, clean.exit_code) == ("", 0)
    wrong = run("check", "--rescan", "--format", "json", "a.txt")
    assert wrong.exit_code == 2
    assert "leave one out" in wrong.stderr


def test_json_has_the_list(run: Run, here: Path) -> None:
    (here / "a.txt").write_text(f"{GOOD}\f{LOOP}", encoding="utf-8")
    expected = [{"path": "a.txt", "page": 2, "line": 3, "reasons": ["loop"]}]
    whole = json.loads(run("check", "--format", "json", "a.txt").stdout)
    assert whole["rescan"] == expected
    lines = [json.loads(line) for line in run("check", "--format", "jsonl", "a.txt").stdout.splitlines()]
    assert [{k: v for k, v in line.items() if k != "type"} for line in lines if line["type"] == "rescan"] == expected
    assert json.loads(run("check", "--format", "json", "-", stdin=GOOD.encode()).stdout)["rescan"] == []
