"""The file of decisions: each of its lines, what is refused in it with which words, and what stands after faults."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cleaner import decisions
from cleaner.decisions import FILE, SHOWN, Decided, Decision, Decisions, DecisionsError, Verdict, decide, now, parse
from cleaner.fingerprints import Marks
from cleaner.model import Span

TEXT = "渡口的早市，，比往年热闹，船家，，忙到天黑。"
COMMA, OTHER = Span(5, 7), Span(15, 17)


def keep(span: Span = COMMA, **fields: Any) -> Decision:
    return decide("a.txt", "commas", TEXT, span, Verdict.KEEP, **fields)


def test_a_line_has_what_is_needed_and_no_more() -> None:
    """Keys that say nothing are left out; those that do stand in a steady order; Chinese stands as Chinese."""
    plain = json.loads(keep().line())
    assert list(plain) == ["path", "rule", "decision", "before", "seen", "after", "by", "at", "fingerprint", "marks"]
    assert (plain["by"], plain["seen"], "早市" in keep().line()) == ("", "，，", True)
    also = Marks("一", "二", "三", "四", "五")
    whole = replace(
        keep(remark="原文如此", by="馆员"), baseline="1.2", also=(also,), rest={"colour": "red"}, replacement="、"
    )
    told = json.loads(replace(whole, verdict=Verdict.EDITED).line())
    assert list(told) == [
        *("path", "rule", "decision", "before", "seen", "after", "replacement", "remark", "by", "at"),
        *("fingerprint", "baseline", "marks", "also", "colour"),
    ]
    assert (told["baseline"], told["also"], told["colour"]) == ("1.2", [["一", "二", "三", "四", "五"]], "red")
    assert Decision.from_line(json.dumps(told)) == replace(whole, verdict=Verdict.EDITED)


def line(**changes: Any) -> str:
    """A decision's line with keys changed; None takes one out."""
    record = json.loads(keep().line()) | changes
    return json.dumps({key: value for key, value in record.items() if value is not None})


BROKEN = {
    "not an object": "[1]",
    "path": line(path=7),
    "rule": line(rule=""),
    "path, rule": line(path=None, rule=None),
    "fingerprint": line(fingerprint=None),
    "marks": line(marks=None),
    "marks, decision": line(marks=["一", "二", "三"], decision="maybe"),
    "also": line(also="一二三四五"),
    "also, decision": line(also=[["一", "二", "三", "四"]], decision=None),
    "replacement": line(decision="edited"),
    "replacement, ": line(replacement="、"),
    "remark, by": line(remark=1, by=[]),
}


@pytest.mark.parametrize(("what", "text"), BROKEN.items(), ids=BROKEN)
def test_what_is_wrong_with_a_line_is_listed(what: str, text: str) -> None:
    """By the names of the keys, all at once."""
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole text is compared
        Decision.from_line(text)
    assert str(error.value) == what.removesuffix(", ")


@pytest.mark.parametrize("marks", [["一", "二", "三", 4], ["一", "二", "三", "四", "五"], "一二三四", {"far": "一"}])
def test_marks_are_four_texts(marks: Any) -> None:
    """Fewer, more, others, or a text of four characters are none."""
    with pytest.raises(ValueError, match=r"^marks$"):
        Decision.from_line(line(marks=marks))


def test_a_long_finding_is_shown_without_its_middle() -> None:
    """Up to eighty code points stand whole; of more, the beginning and the end, with one character for the rest."""
    for size in (SHOWN, SHOWN + 1, 300):
        seen = "".join(chr(0x4E00 + at) for at in range(size))
        shown = decide("a.txt", "x", f"早{seen}晚", Span(1, 1 + size), Verdict.KEEP).seen
        assert shown == (seen if size == SHOWN else seen[:40] + "…" + seen[-39:])
        assert len(shown) == SHOWN


def test_nobody_and_nothing_is_said_unless_it_is() -> None:
    """A decision without a name and a remark has none."""
    bare = keep()
    assert (bare.by, bare.remark, bare.replacement, bare.baseline, bare.also) == ("", "", None, "", ())


def test_the_time_is_that_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    """In UTC, to the microsecond, so that the order of texts is that of time."""

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Fixed:
            assert tz is UTC
            return cls(2031, 2, 3, 4, 5, 6, 7, tzinfo=tz)

    monkeypatch.setattr(decisions, "datetime", Fixed)
    assert now() == "2031-02-03T04:05:06.000007Z"


CONFLICT = {"en": "keep the lines of both sides", "zh": "两侧"}


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base"])
def test_each_mark_of_a_conflict_is_told(mark: str) -> None:
    """With its line, in the reader's language; English where none is named."""
    data = f"{keep().line()}\n\n{mark}\n".encode()
    with pytest.raises(DecisionsError, match=r"^x\.jsonl:3: ") as error:
        parse(data, "x.jsonl")
    assert CONFLICT["en"] in str(error.value)
    with pytest.raises(DecisionsError, match=r"^x\.jsonl:3: ") as error:
        parse(data, "x.jsonl", "zh")
    assert CONFLICT["en"] not in str(error.value)


def test_empty_lines_are_passed_over() -> None:
    """Also in the middle; what stands behind them is read."""
    one, other = keep(), keep(OTHER)
    assert parse(f"\n{one.line()}\n \n\n{other.line()}\n".encode(), "x") == [one, other]


def test_a_lone_surrogate_is_written_and_read(tmp_path: Path) -> None:
    """A file name that is no UTF-8 comes back as it was."""
    odd = replace(keep(), path="页\udce6.txt", remark="\ud800")
    Decisions(tmp_path / FILE).change([odd])
    assert list(Decisions(tmp_path / FILE)) == [odd]
    assert parse(odd.line().encode("utf-8", "surrogatepass"), "x") == [odd]


def test_a_broken_line_is_told_in_the_readers_language(tmp_path: Path) -> None:
    """English unless another was asked for; the file's name stands before."""
    file = tmp_path / FILE
    file.write_text("{}\n", encoding="utf-8")
    told = {}
    for lang in ("en", "zh"):
        with pytest.raises(DecisionsError, match=rf"^{FILE}:1: ") as error:
            Decisions(file, lang)
        told[lang] = str(error.value)
    with pytest.raises(DecisionsError) as error:
        Decisions(file)
    assert str(error.value) == told["en"] != told["zh"]
    with pytest.raises(DecisionsError) as error:
        parse(b"{}", FILE)
    assert str(error.value) == told["en"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its path, the system's reason, and what to do, in the reader's language."""
    file = tmp_path / FILE
    file.write_text(keep().line() + "\n", encoding="utf-8")

    def refused(path: Any, *rest: Any) -> bytes:
        raise PermissionError(13, "no entry", str(path))

    monkeypatch.setattr(decisions, "read_bounded", refused)
    told = {}
    for lang in ("en", "zh"):
        with pytest.raises(DecisionsError) as error:
            Decisions(file, lang)
        told[lang] = str(error.value)
    assert all(said.startswith(f"{file}: ") and "no entry" in said for said in told.values())
    assert told["en"] != told["zh"]
    assert "cannot be read (no entry)" in told["en"]


def test_what_cannot_be_written_is_not_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error has the path and the system's reason; what stood before stands, in the file and in memory."""
    for lang, words in (("en", "cannot be written (disk full)"), ("zh", "无法写入（disk full）")):
        file = tmp_path / lang / FILE
        file.parent.mkdir()
        book = Decisions(file, lang)
        book.change([keep()])

        def full(path: Path, data: bytes, *rest: Any, **more: Any) -> None:
            raise OSError(28, "disk full", str(path))

        with monkeypatch.context() as patch:
            patch.setattr(decisions, "write_whole", full)
            with pytest.raises(DecisionsError) as error:
                book.change([keep(OTHER)], [keep()])
        assert str(error.value).startswith(f"{file}: ")
        assert words in str(error.value)
        assert [one.marks for one in book] == [one.marks for one in Decisions(file)] == [keep().marks]
        book.change([keep(OTHER)])
        assert len(Decisions(file)) == 2


def test_the_file_is_read_again_only_where_it_changed(tmp_path: Path) -> None:
    """`refresh` says whether anything did; a file of the same state is not read, one that is gone is empty."""
    file = tmp_path / FILE
    book = Decisions(file)
    assert (len(book), book.refresh()) == (0, False)
    book.change([keep()])
    assert not book.refresh(), "what one wrote oneself is known"
    stat = file.stat()
    file.write_bytes(b"?" * stat.st_size)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not book.refresh()
    assert len(book) == 1
    file.write_text(keep().line() + "\n" + keep(OTHER).line() + "\n", encoding="utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert (book.refresh(), len(book)) == (True, 2)
    assert book.of(tmp_path / "a.txt") == tuple(book)
    file.unlink()
    assert (book.refresh(), len(book), book.of(tmp_path / "a.txt")) == (True, 0, ())
    assert not book.refresh()


def test_a_file_written_anew_with_the_same_lines_says_nothing_new(tmp_path: Path) -> None:
    """What changed is the time alone, so nothing did; and it is not read a third time."""
    file = tmp_path / FILE
    book = Decisions(file)
    book.change([keep()])
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
    assert not book.refresh()
    file.write_bytes(b"?" * stat.st_size)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
    assert not book.refresh()


def test_of_two_lines_that_say_the_same_the_later_stays(tmp_path: Path) -> None:
    """Lines of one time are told apart by what stands in them, in whatever order they come."""
    first, second = replace(keep(remark="甲"), at="2031"), replace(keep(remark="乙"), at="2031")
    for lines in ([first, second], [second, first]):
        (tmp_path / FILE).write_text("\n".join(one.line() for one in lines), encoding="utf-8")
        assert list(Decisions(tmp_path / FILE)) == [max(first, second, key=Decision.line)]


def test_decisions_that_are_not_there_may_be_dropped(tmp_path: Path) -> None:
    """To take back what somebody took back already is no error; and a change is seen at once, by path."""
    book = Decisions(tmp_path / FILE)
    book.change([keep()])
    assert len(book.of(tmp_path / "a.txt")) == 1
    book.change([], [keep(OTHER)])
    book.change([], [keep()])
    assert (book.of(tmp_path / "a.txt"), len(Decisions(tmp_path / FILE))) == ((), 0)


def test_on_another_drive_a_file_goes_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no way from the one to the other."""
    book = Decisions(tmp_path / FILE)

    def none(*args: Any) -> str:
        raise ValueError("path is on mount 'D:'")

    monkeypatch.setattr(decisions.os.path, "relpath", none)
    assert book.name(tmp_path / "页" / "a.txt") == (tmp_path / "页" / "a.txt").as_posix()


LONG = "河湾里的水车转得很慢，磨坊主人说面才香，县里把旧粮库改成戏台"


def decided_in(old: str, new: str, at: Span, verdict: Verdict, *, seen: str) -> list[Span]:
    """The places of `seen` in `new` that a decision about `at` of `old` is about."""
    known = Decided(new, [decide("a.txt", "x", old, at, verdict)])
    places = [Span(k, k + len(seen)) for k in range(len(new)) if new.startswith(seen, k)]
    return [place for place in places if known.about("x", place)]


def test_a_long_text_is_known_by_itself() -> None:
    """Where everything around it was edited, the only place of a long text is still the one that was meant."""
    old, new = f"早{LONG}晚", f"新写的开头，{LONG}，新写的结尾"
    assert decided_in(old, new, Span(1, 1 + len(LONG)), Verdict.APPLY, seen=LONG) == [Span(6, 6 + len(LONG))]


def test_a_place_with_a_better_match_is_not_taken_for_another() -> None:
    """Of two findings with the same text, each decided, one whose surroundings changed on one side keeps its own."""
    head, tail = "甲乙丙丁戊己庚辛壬癸子丑寅卯", "天地玄黄宇宙洪荒日月盈昃辰宿"
    old = f"{head}，，{tail}" + "水" * 200 + f"{head}，，列张寒来暑往秋收冬藏闰余"
    first, second = (Span(k, k + 2) for k in range(len(old)) if old.startswith("，，", k))
    new = old.replace("列张寒来", "律吕调阳")
    known = Decided(
        new, [decide("a.txt", "x", old, first, Verdict.KEEP), decide("a.txt", "x", old, second, Verdict.APPLY)]
    )
    verdicts = [known.about("x", span) for span in (first, second)]
    assert [found.verdict if found else None for found in verdicts] == [Verdict.KEEP, Verdict.APPLY]


def edited(put: str) -> Decision:
    return decide("a.txt", "x", TEXT, COMMA, Verdict.EDITED, put)


def test_where_a_persons_own_text_stands() -> None:
    """Between its surroundings; with one of them, where the other was edited; an empty one, between both."""
    put = TEXT.replace("，，", "；", 1)
    assert Decided(put, [edited("；")]).by_hand() == [Span(5, 6)]
    before = put.replace("比往年", "比去年")
    behind = put.replace("早市", "夜市")
    assert Decided(before, [edited("；")]).by_hand() == [Span(5, 6)]
    assert Decided(behind, [edited("；")]).by_hand() == [Span(5, 6)]
    assert Decided(TEXT, [edited("；")]).by_hand() == []
    gone = TEXT.replace("，，", "", 1)
    assert [len(span) for span in Decided(gone, [edited("")]).by_hand()] == [0]
    assert Decided(gone.replace("比往年", "比去年"), [edited("")]).by_hand() == []
    assert Decided(TEXT, [keep()]).by_hand() == []


def test_what_is_done_and_what_is_stale() -> None:
    """Decisions that no finding was found for: done where the fix was made or the text stands, else stale."""
    put = TEXT.replace("，，", "；", 1)
    applied = decide("a.txt", "x", TEXT, OTHER, Verdict.APPLY)
    elsewhere = replace(keep(), rule="other")
    known = Decided(put, [edited("；"), applied, keep(), elsewhere])
    assert known.unmet(["x", "commas"]) == ((keep_of(known),), (edited_of(known), applied))
    assert known.unmet([]) == ((), ())


def keep_of(known: Decided) -> Decision:
    return next(one for one in known.decisions if one.rule == "commas")


def edited_of(known: Decided) -> Decision:
    return next(one for one in known.decisions if one.verdict is Verdict.EDITED)


@pytest.mark.parametrize("seen", ["，，", LONG], ids=["one side", "the text alone"])
def test_a_decision_that_has_its_place_is_about_no_other(seen: str) -> None:
    """Where near surroundings say which finding was meant, a refusal does not hold for one that is like it only on one
    side, or in its text alone.
    """
    left, right = "壬癸" * 15, "子丑" * 15
    other = left if len(seen) == 2 else "宇宙洪荒" * 8
    old = f"{left}{seen}{right}{'甲' * 200}"
    new = f"{left}{seen}{right}{'乙' * 200}{other}{seen}{'天地玄黄' * 8}{'丙' * 200}"
    known = Decided(new, [decide("a.txt", "x", old, Span(30, 30 + len(seen)), Verdict.KEEP)])
    places = [Span(at, at + len(seen)) for at in range(len(new)) if new.startswith(seen, at)]
    assert [known.about("x", place) is not None for place in places] == [True, False]
