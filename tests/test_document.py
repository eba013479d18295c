"""Bytes become text and come back; lines, pages and places are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Document, UnreadableText, cells, place, split_lines

TEXTS = st.text(st.sampled_from("早市，a1\n\n\r\f\v\u0085\u2028\u2029\ufeff\u3000"), max_size=40)


@given(st.binary(max_size=40))
def test_what_can_be_read_comes_back_byte_for_byte(data: bytes) -> None:
    """Whatever is UTF-8 is written as it was read; what is not is refused."""
    try:
        document = Document.from_bytes(data)
    except UnreadableText:
        with pytest.raises(UnicodeDecodeError):
            data.decode()
    else:
        assert document.to_bytes(document.text) == data


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-8-sig", "latin-1"])
def test_other_encodings_come_back_too(encoding: str) -> None:
    """A text read with --encoding is written in it."""
    text = "naïve\r\n" if encoding == "latin-1" else "早市\r\n"
    data = text.encode(encoding)
    document = Document.from_bytes(data, encoding=encoding)
    assert document.to_bytes(document.text) == data


def test_a_byte_order_mark_is_no_text() -> None:
    """The mark is kept apart, and written again; a second one is a character."""
    document = Document.from_bytes("\ufeff\ufeff早".encode())
    assert (document.bom, document.text) == (True, "\ufeff早")
    assert document.to_bytes("晚") == "\ufeff晚".encode()


def test_the_place_of_a_bad_byte_is_told() -> None:
    """Line and column as an editor counts them, and the byte with the mark counted in."""
    with pytest.raises(UnreadableText) as refused:
        Document.from_bytes("\ufeff头行\r\n早市".encode() + b"\xb5")
    assert (refused.value.line, refused.value.column) == (2, 3)
    assert str(refused.value).startswith("byte 17 is not utf-8; say what the file is with --encoding")


def test_bytes_that_would_come_back_as_others_are_refused() -> None:
    """UTF-7 has many ways to write one text, so it cannot be promised back."""
    with pytest.raises(UnreadableText, match="would not come back as the same utf-7 bytes"):
        Document.from_bytes(b"+AGE-", encoding="utf-7")


def test_an_encoding_that_there_is_not() -> None:
    """An unknown encoding is a LookupError, not a bad text."""
    with pytest.raises(LookupError):
        Document.from_bytes(b"", encoding="utf-99")


@given(TEXTS)
def test_lines_leave_nothing_out(text: str) -> None:
    """Contents and ends, one after another, are the text; no content holds an end."""
    lines = split_lines(text)
    assert "".join(text[line.start : line.stop] for line in lines) == text
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert not any(set(text[line.start : line.end]) & set("\n\r\f\v\u0085\u2028\u2029") for line in lines)


def test_all_ends_of_lines_are_known() -> None:
    """CR CR LF is one end, as is CR LF; a form feed ends a line and a page."""
    lines = split_lines("甲\r\r\n乙\r\n丙\n丁\r戊\f己\u2028庚")
    assert [(line.end - line.start, line.stop - line.end, line.page) for line in lines] == [
        (1, 3, 1),
        (1, 2, 1),
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 2),
        (1, 0, 2),
    ]


@given(TEXTS, st.data())
def test_places_are_those_of_an_editor(text: str, data: st.DataObject) -> None:
    """Lines end at LF only (at CR where there is no LF), columns are code points; both ways of asking agree."""
    position = data.draw(st.integers(0, len(text)))
    before = text[:position].split("\n" if "\n" in text else "\r")
    assert Document(text).place(position) == place(text, position) == (len(before), len(before[-1]) + 1)


@given(TEXTS, st.data())
def test_the_line_at_a_position_holds_it(text: str, data: st.DataObject) -> None:
    """A line's end belongs to it; behind the last line the last one answers."""
    position = data.draw(st.integers(0, len(text)))
    line = Document(text).line_at(position)
    assert line.start <= position <= line.stop
    assert position < line.stop or position == len(text)


def test_widths_are_those_of_type() -> None:
    """Chinese and its quotation marks take two cells, Latin one, what cannot be seen none."""
    assert cells("早市") == 4
    assert cells("iPad") == 4
    assert cells("“早”……——") == 14
    assert cells("e\u0301\u200b") == 1
