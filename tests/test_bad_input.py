"""What fuzzing found, each in a few characters: broken input is a clear error or a miss, and never a traceback."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cleaner
from cleaner import journal
from cleaner.cli.app import app
from cleaner.document import Document
from cleaner.fixing import NothingToUndo, undo
from cleaner.inputs import find, shown_name
from cleaner.language.variants import converter
from cleaner.linking.jumps import jumps_of, links
from cleaner.model import Consent, Edit, Span
from cleaner.offsets import OffsetMap, read_maps
from cleaner.packs import PackError, chosen, load_rules, read_pack
from cleaner.plan import clean_document
from cleaner.remembered import Memory
from cleaner.repair import EditError, apply
from cleaner.settings import Settings, SettingsError
from cleaner.settings.globs import SlowGlob, compiled, wrong
from cleaner.settings.lookup import Lookup
from cleaner.store import FILE, Cache
from cleaner.tomls import NotToml, parsed
from cleaner.views import Overlay, View

DEEP = 5000
RISKY = Consent(risky=True, any_language=True)


def settled(text: str, consent: Consent = RISKY) -> str:
    """What becomes of `text` by all rules, seen to that undo takes it back and that it is settled."""
    rules = load_rules()
    result = clean_document(Document(text), rules, consent)
    assert not result.trouble
    assert apply(result.text, result.undo)[0] == text
    assert clean_document(Document(result.text), rules, consent).text == result.text
    return result.text


def test_half_a_pair_beside_a_stray_traditional_character() -> None:
    """JSON can say half of a pair; what converts the characters around it must not stop at it."""
    assert converter("t2s").convert("調査\ud83d後來\udc00") == "调查\ud83d后来\udc00"
    text = "镇上的人調査了\ud83d三天，渡口的船都开走了，網也收了。\n" + "桥头点了两盏马灯，照得见对岸的石阶。\n" * 3
    assert "\ud83d" in settled(text, Consent())


def test_a_loop_at_the_head_of_a_text_whose_first_turn_goes() -> None:
    """The first turn is misread, so it goes, and nothing stands before it."""
    text = "末来三年新修的码头未来三年新修的码头"
    assert clean_document(Document(text), chosen(load_rules()), RISKY).text == "未来三年新修的码头"


def test_two_edits_in_what_one_edit_put_in_become_one() -> None:
    """Radicals mended as one, then deleted in two pieces: in the text as read the pieces are one place."""
    view = View("甲⼈⼦乙", (Edit(Span(1, 3), "人子"),))
    assert view.edits_to_read((Edit(Span(1, 2)), Edit(Span(2, 3)))) == (Edit(Span(1, 3)),)
    assert view.edits_to_read((Edit(Span(1, 2), "夫"), Edit(Span(3, 4)))) == (
        Edit(Span(1, 3), "夫子"),
        Edit(Span(3, 4)),
    )
    settled("，来⼈⼦⼈\u2028⼦⼈⼦")


def test_a_second_run_finds_nothing_that_the_first_left() -> None:
    """A line from which something was deleted has no width to trust, but the next run cannot know that."""
    assert settled(UNSETTLED, Consent()) != UNSETTLED


def test_a_line_that_was_moved_is_moved_on() -> None:
    """Form feeds are put behind the paragraph; where that turns out to go on, they are put behind the rest of it."""
    view = View("得，阯0\n1石。", (Edit(Span(5, 5), "\f"),))
    assert view.text == "得，阯0\n\f1石。"
    wide = view.edit_to_read(Edit(Span(4, 6)))
    assert wide == Edit(Span(4, 6), "1")
    overlay = Overlay(view.edits)
    overlay.add((wide,))
    assert list(overlay) == [wide]
    with pytest.raises(EditError):
        View("甲乙", (Edit(Span(1, 1), "\f\f"),)).edit_to_read(Edit(Span(0, 2)))
    with pytest.raises(EditError):  # what stood before it is gone
        View("甲乙丙", (Edit(Span(0, 1)), Edit(Span(1, 1), "\f"))).edit_to_read(Edit(Span(0, 1)))
    settled("得\f，阯0\n1石。")


#: Two paragraphs cut by blank lines, with doubled marks that are mended in the lines around the cut.
UNSETTLED = "".join(
    f"会上听取了粮食、水利、林业三个报告，，“鱼汛早了半个月，，”老把头蹲在船头说，“网还没有补好{mark}\n\n"
    f"晚班船五点三刻才到，来接的人都站在石阶上；；第{number}号机井出水量比去年多，\n\n"
    for number, mark in ((3, "，，”"), (7, "。。”"))
)


@pytest.mark.parametrize("text", ["a = " + "[" * DEEP, "a = " + "{b=" * DEEP, "a = " + "9" * DEEP, "a = 1979-13-41"])
def test_toml_that_the_parser_gives_up_on(text: str, tmp_path: Path) -> None:
    """Too deep, too long, no date: an error with its place, from settings and packs alike."""
    with pytest.raises(NotToml):
        parsed(text)
    with pytest.raises(PackError, match=r"^p\.toml:\d+:\d+: p: not TOML: .*; mend this line$"):
        read_pack(text, "p.toml", "p")
    (tmp_path / "cleaner.toml").write_text(text)
    for lang, word in (("en", "mend this line"), ("zh", "请改正此行")):
        with pytest.raises(SettingsError, match=rf"cleaner\.toml:\d+:\d+: .*{word}"):
            Lookup({"lang": lang}, first=tmp_path)


def test_toml_says_where_it_is_too_deep() -> None:
    """By the line with the most brackets."""
    with pytest.raises(NotToml) as caught:
        parsed("a = 1\nb = " + "[" * DEEP)
    assert (caught.value.line, caught.value.column) == (2, 1)


def rewrite(pattern: str) -> str:
    return (
        '[[rule]]\nid = "mine"\ndetector = "rewrite"\nkind = "rewrite"\ntitle = "t"\nmessage = "m"\nsafety = "risky"\n'
        f"why = 'w'\nparams = {{ pattern = '{pattern}', replacement = 'x', seconds = 0.3 }}\n"
    )


def test_a_pattern_that_nests_too_deep_is_refused() -> None:
    """With the line and the remedy, as any other that is none."""
    with pytest.raises(PackError, match=r"p\.toml:9: p/mine: pattern: brackets .*; a shorter pattern"):
        read_pack(rewrite("(" * DEEP + ")" * DEEP), "p.toml", "p")


@pytest.mark.parametrize("pattern", [r"(甲+)+$", r"(?:甲|甲甲)*(?=[^甲]$)\Z"])
def test_a_pattern_that_never_ends_is_stopped(pattern: str) -> None:
    """By the clock or by memory; the rule is named as unfinished, and the text stays."""
    text = "甲" * 4000 + "丙丁"
    result = clean_document(Document(text), read_pack(rewrite(pattern), "p.toml", "p"), RISKY)
    assert result.unfinished == ("p/mine",)
    assert result.text == text


BAD_GLOBS = ("a\\", "[z-a]", "!")


@pytest.mark.parametrize("pattern", BAD_GLOBS)
def test_patterns_of_names_that_are_none(pattern: str, tmp_path: Path) -> None:
    """In a file .gitignore they match nothing, as in git; settings and flags that have one are refused."""
    assert wrong(pattern)
    (tmp_path / ".gitignore").write_text(f"{pattern}\nskipped.txt\n")
    for name in ("page.txt", "skipped.txt"):
        (tmp_path / name).touch()
    (tmp_path / ".git").mkdir()
    assert [item.path.name for item in find([str(tmp_path)], Settings())[0]] == ["page.txt"]
    for lang, word in (("en", "matches no name"), ("zh", "不能匹配任何名称")):
        for flag in ("--exclude", "--include"):
            run = CliRunner().invoke(app, ["check", flag, pattern, "--lang", lang, str(tmp_path)])
            assert run.exit_code == 2
            assert f"{flag}: “{pattern}”{word}" in run.output.replace(" ", "", 0).replace("” ", "”")
    (tmp_path / "cleaner.toml").write_text(f"exclude = [{json.dumps(pattern)}]\n")
    with pytest.raises(SettingsError, match=r"cleaner\.toml:1:\d+: .*matches no name"):
        Lookup({"lang": "en"}, first=tmp_path)


def test_patterns_of_names_that_match() -> None:
    """What is one stays one, odd brackets too."""
    assert [wrong(p) for p in ("*.txt", "[[a]", "[", "#note", "**/*a*b*.txt")] == [False] * 5
    assert compiled(["**/*a*b*.txt", "!no/*"]).match_file("scans/cab.txt")
    assert not compiled(["**/*a*b*.txt", "!no/*"]).match_file("no/cab.txt")


class _Clock:
    def search(self, name: str, timeout: float) -> None:
        raise TimeoutError

    match = search


def test_a_pattern_of_names_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run stops with the pattern's name, in both languages, instead of never."""
    import regex

    pattern = "**/石/" * 9 + "桥"
    monkeypatch.setattr(regex, "compile", lambda *_: _Clock())
    with pytest.raises(SlowGlob):
        compiled([pattern]).match_file("页.txt")
    (tmp_path / "页.txt").touch()
    for lang, word in (("en", "takes too long"), ("zh", "匹配耗时过长")):
        with pytest.raises(SettingsError, match=word):
            find([str(tmp_path)], Settings(exclude=(pattern,), lang=lang))


@pytest.mark.parametrize("name", ["undefined", "a\0b", "rot13", "no-such"])
def test_encodings_that_are_none(name: str, tmp_path: Path) -> None:
    """Python knows `undefined` and refuses to use it; the flag is refused with the name."""
    run = CliRunner().invoke(app, ["check", "--encoding", name, "--lang", "en", str(tmp_path)])
    assert run.exit_code == 2
    assert "--encoding" in run.output
    assert "Traceback" not in run.output


def test_a_name_that_no_file_can_have_is_shown() -> None:
    """A journal can name half of a pair; bytes that are no UTF-8 stand as before."""
    assert shown_name("页\ud83d.txt") == "页\\ud83d.txt"
    assert shown_name("a\udcff.txt") == "a\\xff.txt"


HEAD = {"schema": 1, "run": "20260131-120000", "kind": "fix", "started": "2026-01-31T12:00:00"}
ENTRY = {"path": "page.txt", "before": "b", "after": "a", "encoding": "utf-8", "bom": False, "back": [[0, 0, "甲"]]}


@pytest.mark.parametrize(
    "line",
    [
        "[" * 20_000,
        json.dumps({**ENTRY, "encoding": "rot13"}),
        json.dumps({**ENTRY, "encoding": "no-such"}),
        json.dumps({**ENTRY, "encoding": 8}),
        json.dumps({**ENTRY, "path": "page\0.txt"}),
        json.dumps({**ENTRY, "path": ["page.txt"]}),
        json.dumps({**ENTRY, "back": [[0, 1]]}),
        json.dumps({**ENTRY, "back": [["0", {}, "甲"]]}),
        json.dumps({**ENTRY, "back": [[3, 1, "甲"]]}),
        json.dumps({**ENTRY, "was": {"bom": True}}),
        "null",
    ],
)
def test_a_journal_with_a_broken_line(line: str, tmp_path: Path) -> None:
    """It is no run, and undo says that there is none; the file stays."""
    (tmp_path / "cleaner.toml").touch()
    (tmp_path / "page.txt").write_text("石桥\n")
    runs = tmp_path / ".cleaner" / "runs"
    runs.mkdir(parents=True)
    (runs / "20260131-120000.jsonl").write_text(json.dumps(HEAD) + "\n" + line + "\n")
    with pytest.raises(NothingToUndo):
        undo([str(tmp_path / "page.txt")], tmp_path, "en")
    assert (tmp_path / "page.txt").read_text() == "石桥\n"


def test_a_journal_whose_edits_do_not_fit() -> None:
    """Edits that overlap, or lie outside the text, give back nothing."""
    entry = journal.Entry.from_record({**ENTRY, "back": [[0, 9, "甲"], [3, 4, ""]]})
    with pytest.raises(journal.JournalError):
        journal.taken_back(Document("石桥"), entry)


def offsets_record() -> dict[str, object]:
    lengths = {"before": {"length": 4}, "after": {"length": 3}}
    return {"schema": "1", "unit": "codepoint", "segments": [[0, 2, 0, 2], [3, 4, 2, 3]], "moved": [], **lengths}


@pytest.mark.parametrize(
    "segments",
    [
        [[0, 9, 0, 9]],
        [[2, 0, 2, 0]],
        [[0, 2, 0, 1]],
        [[2, 4, 1, 3], [0, 2, 0, 2]],
        [[0, 2, float("inf"), 2]],
        [[-1, 1, 0, 2]],
    ],
)
def test_a_map_of_offsets_that_maps_nowhere(segments: list[list[float]]) -> None:
    """Segments out of the texts, backwards, uneven or out of order are refused."""
    OffsetMap.from_record(offsets_record())
    with pytest.raises(ValueError, match="not a map of offsets"):
        OffsetMap.from_record({**offsets_record(), "segments": segments})


def test_a_file_of_maps_with_bytes_that_are_no_text(tmp_path: Path) -> None:
    """The line is told, and what to do."""
    path = tmp_path / "maps.jsonl"
    path.write_bytes(json.dumps(offsets_record()).encode() + b"\n\xff\n")
    with pytest.raises(ValueError, match=r"maps\.jsonl:2: .*; make the file anew"):
        list(read_maps(path))


class _Kept(Cache):
    """A cache in which one value stands, whatever is asked for."""

    def __init__(self, value: bytes) -> None:
        self.value = value

    def get(self, key: bytes) -> bytes | None:
        return self.value


@pytest.mark.parametrize("value", [b"[" * 20_000, b"{}", b"[1]", b"\xff", b"null", b'["a", {"b": []}]'])
def test_a_cache_that_somebody_else_wrote_is_a_miss(value: bytes) -> None:
    """What cannot be a result is none."""
    memory = Memory(_Kept(value))
    assert memory.result(b"k", b"text", "a.txt", "auto") is None
    assert memory.jumps("k", "auto") is None or value == b"{}"


def test_a_cache_that_is_another_table(tmp_path: Path) -> None:
    """A table of the same name with other columns is thrown away or passed over."""
    (tmp_path / "cleaner.toml").touch()
    path = tmp_path / ".cleaner" / FILE
    path.parent.mkdir(parents=True)
    table = sqlite3.connect(path)
    table.execute("CREATE TABLE kept (other TEXT)")
    table.commit()
    table.close()
    cache = Cache(tmp_path)
    cache.put(b"k", b"v")
    cache.close()
    assert Cache(tmp_path).get(b"k") in (b"v", None)


def test_more_jump_lines_than_can_be_paired() -> None:
    """Where too many fit, none is claimed; where few fit, those are, among however many others."""
    many = "".join(f"船到渡口之前要清点{n}（下转第{n % 3 + 2}版）\n\n（上接第1版）人数，\n\n" for n in range(200))
    assert links([("", jumps_of(many))]) == []
    assert not cleaner.check(many).trouble
