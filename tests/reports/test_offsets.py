"""The map of offsets: every character kept is found again, both ways."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.document import Document
from cleaner.model import Consent, Edit, Span
from cleaner.offsets import UNITS, OffsetMap, Segment, Unit, from_edits, read_maps, record_of
from cleaner.plan import Result, clean_document
from cleaner.repair import apply
from tests.conftest import ROOT, Run
from tests.reports.reading import RULES
from tests.test_laws import documents, lawful

SEEDS = sorted(path for path in (ROOT / "seeds").iterdir() if path.name[0].isdigit())


def leads_back(made: OffsetMap, text: str, cleaned: str) -> None:
    """Each kept character is the same character at the other end, and the way back leads to it; the rest is gone."""
    kept = 0
    for at, char in enumerate(text):
        if made.is_kept(at):
            kept += 1
            assert cleaned[made.to_cleaned(at)] == char
            assert made.to_original(made.to_cleaned(at)) == at
            start = made.to_cleaned(at)
            assert made.to_cleaned_span(at, at + 1) == (start, start + 1)
            assert made.to_original_span(start, start + 1) == (at, at + 1)
        else:
            assert made.to_cleaned_span(at, at + 1) is None
            assert 0 <= made.to_cleaned(at) <= len(cleaned)
    assert kept == sum(s.end - s.start for s in (*made.segments, *made.moved))
    assert (made.to_cleaned(len(text)), made.to_original(len(cleaned))) == (len(cleaned), len(text))
    assert list(made.segments) == sorted(made.segments) == sorted(made.segments, key=lambda s: s.cleaned_start)
    # What is between the segments, and was not moved, was deleted or put in, and nothing else.
    assert made.length == len(text)
    assert made.cleaned_length == len(cleaned)


def of(result: Result) -> OffsetMap:
    made = OffsetMap.of(result)
    leads_back(made, result.document.text, result.text)
    return made


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_every_character_of_a_seed_is_found_again(seed: Path) -> None:
    """With consent to all, which makes the most edits; what is not kept was deleted by an edit."""
    result = clean_document(Document(seed.read_text(encoding="utf-8")), RULES, Consent(risky=True))
    made = of(result)
    gone = {at for edit in result.edits for at in range(edit.span.start, edit.span.end)}
    assert {at for at in range(made.length) if not made.is_kept(at)} <= gone


@lawful
@given(documents())
def test_every_character_of_a_made_document_is_found_again(made: tuple[bytes, list[str]]) -> None:
    """Whatever was damaged."""
    of(clean_document(Document.from_bytes(made[0]), RULES, Consent(risky=True)))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text, and edits of it that do not overlap: deletions, insertions, replacements, of few letters."""
    text = draw(st.text("甲乙丙𠀀a\n", max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = [
        Edit(Span(a, b), draw(st.text("甲乙𠀀\n", max_size=4))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return text, edits


@given(edited())
def test_every_character_is_found_again_after_any_edits(made: tuple[str, list[Edit]]) -> None:
    """Deleted, put in, put in place of; at the edges, side by side, at one point."""
    text, edits = made
    leads_back(from_edits(text, edits, [edits]), text, apply(text, edits)[0])


@given(edited(), st.data())
def test_the_span_of_a_span_holds_what_is_kept(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """From the first to the last kept character of it."""
    text, edits = made
    found = from_edits(text, edits)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    kept = [found.to_cleaned(at) for at in range(start, end) if found.is_kept(at)]
    got = found.to_cleaned_span(start, end)
    assert got == ((found.to_cleaned(start),) * 2 if start == end else (kept[0], kept[-1] + 1) if kept else None)


def test_a_line_that_a_join_moved_is_found_where_it_is() -> None:
    """A folio stepped over by a join is told as moved, and an annotation of it follows."""
    text = (ROOT / "seeds" / "05-pages-with-furniture.txt").read_text(encoding="utf-8")
    result = clean_document(Document(text), RULES)
    made = of(result)
    at = text.index("— 11 —")
    assert Span(at, at + 6) in [Span(s.start, s.end) for s in made.moved]
    where = made.to_cleaned_span(at, at + 6)
    assert where
    assert result.text[slice(*where)] == "— 11 —"
    # A span over it keeps to the paragraph, which the line has left.
    around = made.to_cleaned_span(at - 12, at + 6)
    assert around
    assert result.text[slice(*around)] == text[at - 12 : at].strip()


@pytest.mark.parametrize("unit", UNITS)
def test_other_units_count_the_same_places(unit: Unit) -> None:
    """Bytes of UTF-8, and UTF-16 as Java and JavaScript count, where characters beyond the first plane take two."""
    text = "𠮷市的早市，，热闹，abc。\n" * 40 + "𠮷。\n"
    result = cleaner.check(text)
    made, plain = OffsetMap.of(result, unit), OffsetMap.of(result)
    encoding, size = {"codepoint": ("utf-32-le", 4), "utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}[unit]

    def counted(of: str, at: int) -> int:
        return len(of[:at].encode(encoding)) // size

    assert made.segments == tuple(
        Segment(counted(text, a), counted(text, b), counted(result.text, c), counted(result.text, d))
        for a, b, c, d in plain.segments
    )
    assert (made.length, made.cleaned_length) == (counted(text, len(text)), counted(result.text, len(result.text)))
    old, new = text.encode(encoding), result.text.encode(encoding)
    for a, b, c, d in made.segments:
        assert old[a * size : b * size] == new[c * size : d * size]


def test_the_command_line_knows_all_units() -> None:
    """Its own list, which spares it an import, is that of the module."""
    from typing import get_args

    from cleaner.cli.offset_map import Unit as Flag

    assert get_args(Flag) == UNITS


def test_a_position_outside_is_refused() -> None:
    """Rather than led to some place."""
    made = from_edits("甲乙", [])
    for wrong in (-1, 3):
        with pytest.raises(ValueError, match="not in a text of length 2"):
            made.to_cleaned(wrong)


def test_the_file_has_every_document_that_was_written(run: Run, here: Path) -> None:
    """Changed or not, with hashes of the bytes before and after; what could not be read is not in it."""
    texts = {
        "a.txt": b"\xef\xbb\xbf" + "早市，，热闹。\n".encode(),
        "b.txt": "早市，热闹。\n".encode(),
        "c.txt": b"\xff",
    }
    for name, data in texts.items():
        (here / name).write_bytes(data)
    assert run("fix", ".", "-o", "out", "--offset-map", "map.jsonl").exit_code == 2
    maps = {record["path"]: (record, made) for record, made in read_maps(here / "map.jsonl")}
    assert sorted(maps) == ["a.txt", "b.txt"]
    for name, (record, made) in maps.items():
        after = (here / "out" / name).read_bytes()
        assert record["before"]["sha256"] == hashlib.sha256(texts[name]).hexdigest()
        assert record["after"]["sha256"] == hashlib.sha256(after).hexdigest()
        leads_back(made, texts[name].decode("utf-8-sig"), after.decode("utf-8-sig"))
    assert maps["a.txt"][0]["bom"] is True


def test_a_filter_has_a_map_too(run: Run, here: Path) -> None:
    """Of standard input, under the name that it was given."""
    result = run("fix", "-", "--offset-map", "m", "--stdin-filename", "甲.txt", stdin="早市，，热闹。\n".encode())
    assert result.stdout == "早市，热闹。\n"
    ((record, made),) = read_maps(here / "m")
    assert (record["path"], made.to_cleaned(5)) == ("甲.txt", 4)


def test_what_could_not_be_written_is_not_in_the_file(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line is taken back; those before and behind it stay."""
    for name in "abc":
        (here / f"{name}.txt").write_text("早市，，热闹。\n" * (ord(name) - 96), encoding="utf-8")
    from cleaner import fixing

    def refusing(path: Path, data: bytes, *more: object, **others: object) -> None:
        if path.name == "b.txt":
            raise PermissionError(13, "no")
        path.write_bytes(data)

    monkeypatch.setattr(fixing, "write_whole", refusing)
    assert run("fix", ".", "--offset-map", "map.jsonl").exit_code == 2
    assert [record["path"] for record, _ in read_maps(here / "map.jsonl")] == ["a.txt", "c.txt"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["a.txt", "--offset-map", "a.txt"], "is one of the files that are read"),
        (["a.txt", "--offset-map", "no/where"], "cannot be written"),
        (["a.txt", "--offset-map", "m", "--diff"], "leave one out"),
        (["a.txt", "--offset-unit", "utf-8"], "name a file with --offset-map"),
    ],
)
def test_a_map_that_cannot_be_is_refused_before_anything_changes(
    args: list[str], said: str, run: Run, here: Path
) -> None:
    """No text is overwritten, none is mended without its map."""
    (here / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    result = run("fix", *args)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert (here / "a.txt").read_text(encoding="utf-8") == "早市，，热闹。\n"


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    """What is no map, or one of a later schema, is refused with what to do."""
    good = json.dumps(record_of("a", cleaner.check("早市，，热闹。"), "0", "1"))
    for bad in ("{", "[]", good.replace('"schema": "1"', '"schema": "9"'), good.replace("codepoint", "byte")):
        (tmp_path / "m").write_text(f"{good}\n{bad}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"m:2: .*; make the file anew"):
            list(read_maps(tmp_path / "m"))


def test_the_docstrings_sample_is_so() -> None:
    """The sample at the head of the module."""
    made = OffsetMap.of(cleaner.check("会上签约的项目，，涵盖装备制造。"))
    assert (made.to_cleaned_span(9, 13), made.to_original(8)) == ((8, 12), 9)
