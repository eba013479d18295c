"""Bytes held against the laws just before they are written, in every encoding."""

from __future__ import annotations

import hashlib

import pytest

from cleaner.bugs import breach_in_bytes
from cleaner.lawful import Law
from cleaner.repair import apply
from tests.test_lawful import COMMA, OLD


def told(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


PLAIN, MARKED = ("utf-8", False), ("utf-8", True)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (PLAIN, PLAIN),
        (MARKED, MARKED),
        (("gb18030", False), ("gb18030", False)),
        (("utf-16-le", True), ("utf-16-le", True)),
        (("utf-16-be", True), PLAIN),
        (("utf-32-le", True), ("utf-32-be", True)),
        (("big5", False), MARKED),
    ],
)
def test_bytes_are_held_against_those_that_were_read(was: tuple[str, bool], now: tuple[str, bool]) -> None:
    """In every encoding, with its mark or without: taken back, they are the old ones; a byte more or less is seen."""

    def coded(text: str, how: tuple[str, bool]) -> bytes:
        return (("\ufeff" if how[1] else "") + text).encode(how[0])

    old = "渡口的早市，，熱鬧\r\n"
    new, undo = apply(old, [COMMA])
    read, data = coded(old, was), coded(new, now)
    assert breach_in_bytes(old, data, undo, was, now, told(read)) is None
    assert breach_in_bytes(old, coded(old, was), (), was, was, told(read)) is None
    for wrong in (data[:-1], data[2:], data + b"\n", coded(new + "。", now), data.replace(b"\r", b"")):
        found = breach_in_bytes(old, wrong, undo, was, now, told(read))
        assert found
        assert found.law is Law.UNDONE
    for wrong in (read + b"\n", read[1:], read.replace(b"\r", b"")):
        found = breach_in_bytes(old, wrong, (), was, was, told(read))
        assert found
        assert (found.law, found.what) == (Law.UNCHANGED, "nothing was applied")
    found = breach_in_bytes(old, data, undo, was, now, told(read + b"\n"))
    assert found
    assert found.what == f"the text does not give back the bytes as read, in {was[0]}"
    found = breach_in_bytes(old, data, undo, ("ascii", False), now, told(read))
    assert found
    assert found.law is Law.UNDONE


def test_a_mark_that_went_astray_is_told() -> None:
    """Text that should begin with a byte order mark and does not, is not what was to be written."""
    found = breach_in_bytes(OLD, OLD.encode(), (), PLAIN, MARKED, told(OLD.encode()))
    assert found
    assert found.what == "what is to be written is not utf-8, with mark: True"
    assert breach_in_bytes(OLD, b"\xef\xbb\xbf" + OLD.encode(), (), PLAIN, MARKED, told(OLD.encode())) is None
