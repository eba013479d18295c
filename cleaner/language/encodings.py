"""Text that was read in the wrong encoding (涓枃, ä¸­æ–‡, ÖÐÎÄ), and the way back where nothing was lost.

Three misreadings are known: UTF-8 read as GBK, UTF-8 read as Latin-1 or Windows-1252, and GBK read as either of these.
A misreading that can be made again from the result, character for character, has lost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

#: What Windows-1252 has between 0x80 and 0x9F, as browsers read it: five bytes without a character stay controls.
_WINDOWS = {chr(byte): bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_BACK = {new: ord(old) for old, new in _WINDOWS.items()} | {chr(byte): byte for byte in range(0x100)}


@cache
def western() -> frozenset[str]:
    """All characters that a byte above 0x7F may have been read as by Latin-1 or Windows-1252."""
    return frozenset(chr(byte) for byte in range(0x80, 0x100)) | frozenset(_WINDOWS.values())


@cache
def western_letters() -> frozenset[str]:
    """Those of them that Chinese in GBK or UTF-8 begins with, but for marks that ordinary text has (° × ·)."""
    return frozenset(chr(byte) for byte in range(0xA1, 0xFF)) - frozenset("°±·×÷§¥«»©®£¢")


def western_bytes(text: str) -> bytes | None:
    """The bytes that Latin-1 or Windows-1252 read as `text`, or None."""
    try:
        return bytes(ord(char) if char < "\x80" else _BACK[char] for char in text)
    except KeyError:
        return None


def _as_western(data: bytes) -> Iterator[str]:
    text = data.decode("latin-1")
    yield text
    yield "".join(_WINDOWS.get(char, char) for char in text)


def misreadings(text: str) -> Iterator[str]:
    """What `text` is when it is read in each of the wrong ways, where that can be."""
    utf8 = text.encode("utf-8", "surrogatepass")
    yield from _as_western(utf8)
    with suppress(UnicodeDecodeError):
        yield utf8.decode("gb18030")
    with suppress(UnicodeEncodeError):
        yield from _as_western(text.encode("gbk"))


#: The first bytes that Chinese characters and marks have in UTF-8.
_FIRST = (*range(0xE2, 0xEA), 0xEF)


@cache
def gbk_heads() -> frozenset[str]:
    """The characters that GBK makes of the first two bytes of a Chinese character or mark in UTF-8."""
    return frozenset(_pairs(_FIRST, range(0x80, 0xC0)))


@cache
def gbk_seconds() -> frozenset[str]:
    """Those that stand right behind: the third byte, and the first of the next character."""
    return frozenset(_pairs(range(0x80, 0xC0), _FIRST))


def _pairs(firsts: tuple[int, ...] | range, seconds: tuple[int, ...] | range) -> Iterator[str]:
    for first in firsts:
        for second in seconds:
            char = bytes([first, second]).decode("gb18030", "ignore")
            if len(char) == 1 and ord(char) > 0x7F:
                yield char
