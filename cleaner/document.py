"""Bytes to text and back without loss; lines, pages, columns, and widths in display cells."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import overload

import regex

from cleaner.wording import say

#: Byte order marks, by the encodings that may have one.
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
#: What Python calls an encoding with its mark, and what it is called without.
BARE = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}

#: A line's end. CR CR LF comes from files that went through two conversions; a form feed ends a page, and with it a
#: line; U+0085, U+2028 and U+2029 are ends to some editors. At most two CRs, so that the match stays linear.
LINE_END = regex.compile(r"\r{0,2}\n|\r|[\f\v\u0085\u2028\u2029]")

PAGE_END = "\f"

#: The line ends but \n, and code points up to which a text is searched for them character by character.
OTHER_ENDS = frozenset("\r\f\v\u0085\u2028\u2029")
FEW = 64


class UnreadableText(ValueError):
    """The bytes are no text in the encoding asked for. The message says what is wrong, and what to do next.

    `line` and `column` (from 1, in code points) say where, as editors count; 0 where there is no one place. `key` and
    `values` are those of `cleaner.wording`.
    """

    def __init__(self, key: str, line: int = 0, column: int = 0, **values: str | int) -> None:
        super().__init__(say("en", key, **values))
        self.key, self.line, self.column, self.values = key, line, column, values

    def said(self, lang: str) -> str:
        """What is wrong and what to do next, in the language `lang`."""
        return say(lang, self.key, **self.values)

    def __reduce__(self) -> tuple[Callable[..., UnreadableText], tuple[object, ...]]:
        return _unreadable, (self.key, self.line, self.column, self.values)


def _unreadable(key: str, line: int, column: int, values: dict[str, str | int]) -> UnreadableText:
    return UnreadableText(key, line, column, **values)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``text[start:end]`` is its content, ``text[end:stop]`` its end (empty for the last)."""

    number: int  # from 1
    start: int
    end: int
    stop: int
    page: int  # from 1; a form feed begins the next


class Lines(Sequence[Line]):
    """The lines of a text, each made when it is asked for: of a clean text few are. The numbers stand in lists."""

    __slots__ = ("ends", "pages", "starts", "stops")

    def __init__(self, text: str) -> None:
        if OTHER_ENDS.isdisjoint(text) if len(text) < FEW else not any(mark in text for mark in OTHER_ENDS):
            stops = list(accumulate(map(len, text.split("\n"))))
            stops = [stop + number for number, stop in enumerate(stops, 1)]
            starts = [0, *stops[:-1]]
            if starts[-1] == len(text):  # no empty line behind the last line end
                starts.pop()
                stops.pop()
            self.starts, self.stops = starts, stops
            self.ends = [stop - 1 for stop in stops]
            if stops and stops[-1] > len(text):
                stops[-1] = len(text)
            self.pages = [1] * len(starts)
            return
        self.starts, self.ends, self.stops, self.pages = [], [], [], []
        start, page = 0, 1
        for match in LINE_END.finditer(text):
            end, stop = match.span()
            self._add(start, end, stop, page)
            start = stop
            page += text[end] == PAGE_END
        if start < len(text):
            self._add(start, len(text), len(text), page)

    def _add(self, start: int, end: int, stop: int, page: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.stops.append(stop)
        self.pages.append(page)

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, at: int) -> Line:
        """Line `at`, from 0 and not from the end."""
        return Line(at + 1, self.starts[at], self.ends[at], self.stops[at], self.pages[at])

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self.line(k) for k in range(len(self))[at]]
        return self.line(range(len(self))[at])

    def __iter__(self) -> Iterator[Line]:
        return map(Line, range(1, len(self) + 1), self.starts, self.ends, self.stops, self.pages)


def split_lines(text: str) -> list[Line]:
    """The lines of `text`. A text that ends in a line end has no empty line behind it."""
    return list(Lines(text))


#: Code points beyond which a line's width is estimated: no column is so wide.
LONG_LINE = 256


@lru_cache(maxsize=1 << 14)
def cell(char: str) -> int:
    """The cells that `char` takes where it was typeset among Chinese: 0, 1 or 2.

    East Asian Width (UAX #11), with the ambiguous class counted as wide: “ ” … — ℃ take a whole em in Chinese type.
    """
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def cells(text: str) -> int:
    """The width of `text` in typeset cells (a Chinese character takes two)."""
    if text.isascii():
        return len(text)
    if len(text) > LONG_LINE:
        # All that takes three bytes in UTF-8 is wide, but for rare signs: near enough where no column is so wide.
        return len(text) + (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2
    if text.isprintable():
        # GBK was made for terminals: as many bytes as cells. It lacks rare characters and never knew combining ones.
        with suppress(UnicodeEncodeError):
            return len(text.encode("gbk"))
    return sum(map(cell, text))


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column of code point `position` of `text`, as `Document.place` counts them."""
    mark = "\n" if "\n" in text else "\r"
    return text.count(mark, 0, position) + 1, position - text.rfind(mark, 0, position)


def _plain(name: str, data: bytes) -> tuple[str, bytes]:
    """The encoding of `data`, called `name`, without its mark, and that mark. Raises UnreadableText."""
    bare = BARE.get(name, name)
    if bare != name and bare != "utf-8":
        # UTF-16 and UTF-32 go by their mark; without one nothing says in which order the bytes are.
        bare = next((one for one in (bare, bare[:-2] + "be") if data.startswith(MARKS[one])), bare)
        if data and not data.startswith(MARKS[bare]):
            raise UnreadableText("no-byte-order", encoding=name)
    return bare, MARKS.get(bare, b"")


@dataclass(frozen=True)
class Document:
    """A text as read, and what it takes to write it back byte for byte."""

    text: str
    path: str | None = None
    encoding: str = "utf-8"
    bom: bool = False

    @classmethod
    def from_bytes(cls, data: bytes, path: str | None = None, encoding: str = "utf-8") -> Document:
        """Reads `data` strictly.

        Raises UnreadableText where it is not text in `encoding`, and LookupError for an unknown encoding.
        """
        name, mark = _plain(codecs.lookup(encoding).name, data)
        bom = mark != b"" and data.startswith(mark)
        body = data[len(mark) :] if bom else data
        try:
            text = body.decode(name)
        except UnicodeDecodeError as error:
            good = body[: error.start].decode(name, "ignore")
            line, column = place(good, len(good))
            at = error.start + len(data) - len(body)
            raise UnreadableText("undecodable", line, column, encoding=name, at=at) from error
        except UnicodeError as error:
            raise UnreadableText("undecodable-whole", encoding=name, error=str(error)) from error
        try:
            same = text.encode(name) == body
        except UnicodeError:
            same = False
        if not same:
            raise UnreadableText("not-the-same-bytes", encoding=name)
        return cls(text, path, name, bom)

    def to_bytes(self, text: str) -> bytes:
        """`text` in this document's encoding, with its byte order mark. Raises UnicodeEncodeError."""
        return (MARKS.get(self.encoding, b"") if self.bom else b"") + text.encode(self.encoding)

    def recoded(self, encoding: str) -> Document:
        """This text as a document in `encoding`: UTF-16 and UTF-32 get a byte order mark, UTF-8 none.

        Raises LookupError for a name that no encoding has.
        """
        name = codecs.lookup(encoding).name
        bare = BARE.get(name, name)
        return replace(self, encoding=bare, bom=bare != name)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text as read."""
        return Lines(self.text)

    def line_at(self, position: int) -> Line:
        """The line that holds code point `position` (its end belongs to it)."""
        if not self.lines:
            return Line(1, 0, 0, 0, 1)
        return self.lines[max(0, bisect_right(self.lines.starts, position) - 1)]

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the lines that editors count end: at each \\n, or at each \\r in a text that has no \\n."""
        mark = "\n" if "\n" in self.text else "\r"
        return [match.start() for match in re.finditer(mark, self.text)]

    def place(self, position: int) -> tuple[int, int]:
        """Line and column of code point `position`, both from 1, the column in code points.

        Lines are counted as editors, git and grep count them, so that the place can be jumped to: a form feed or U+2028
        ends a `Line`, but begins no new line here.
        """
        index = bisect_left(self._breaks, position)
        return index + 1, position - (self._breaks[index - 1] + 1 if index else 0) + 1
