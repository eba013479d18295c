"""A TOML file whose values can be pointed at: the standard library reads it, and says where a key stands when asked.

The standard library keeps no positions. Where a key stands is found out by asking it again: each place where the key's
name stands in the source is given another name in turn, and the place at which the parsed key changes its name is the
one. That is exact for headers, dotted keys, inline tables and quoted keys alike, and costs nothing while all is well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.bounded import SETTINGS, read_bounded
from cleaner.tomls import NotToml, parsed

#: The way to a value: keys of tables, and numbers (from 0) of elements.
Keys = tuple[str | int, ...]

#: A name that no file holds.
FRESH = "cleaner-was-here-7f3a"

#: Places that are tried: to try one is to read the whole file.
MOST_TRIED = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column from 1 (in code points), and its length in code points."""

    line: int
    column: int
    length: int = 1


class BrokenToml(ValueError):
    """`text` is no TOML. `place` says where."""

    def __init__(self, what: str, place: Place, text: str) -> None:
        super().__init__(what)
        self.place, self.text = place, text


class Toml:
    """The TOML file at `path`. Raises OSError where it cannot be read, and BrokenToml."""

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = read_bounded(path, SETTINGS)
        try:
            self.text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
            self.text = raw.decode("utf-8-sig", "replace")
            raise BrokenToml("not UTF-8", Place(line, column), self.text) from error
        self.table = self._parsed()

    def _parsed(self) -> dict[str, Any]:
        try:
            return parsed(self.text)
        except NotToml as error:
            if error.line and error.column:
                raise BrokenToml(str(error), Place(error.line, error.column), self.text) from error
            end = self.text.rstrip("\n")
            place = Place(end.count("\n") + 1, len(end) - end.rfind("\n"))
            raise BrokenToml(str(error), place, self.text) from error

    def place(self, keys: Sequence[str | int]) -> Place:
        """Where the last of `keys` stands in the source; of an element that is a string, where that stands.

        Where it cannot be told (a key spelt with escapes), the place of the nearest table around it, else the start.
        """
        keys = tuple(keys)
        while keys:
            which, name = 0, keys[-1]
            if isinstance(name, int):
                element = _at(self.table, keys)
                if isinstance(element, str):
                    name = element
                else:  # of the tables in an array, the header of this one
                    which, keys = name, keys[:-1]
                    name = keys[-1]
            if isinstance(name, str) and name:
                starts = _starts(self.text, name)
                found = [start for start in starts[:MOST_TRIED] if self._is_at(keys, name, start)]
                if found:
                    start = found[min(which, len(found) - 1)]
                    line = self.text.count("\n", 0, start) + 1
                    return Place(line, start - self.text.rfind("\n", 0, start), len(name))
            keys = keys[:-1]
        return Place(1, 1)

    def _is_at(self, keys: Keys, name: str, start: int) -> bool:
        try:
            table = parsed(self.text[:start] + FRESH + self.text[start + len(name) :])
            if isinstance(keys[-1], int):
                return bool(_at(table, keys) == FRESH)
            return FRESH in _at(table, keys[:-1])
        except (NotToml, LookupError, TypeError):
            return False


def pointed(text: str, place: Place) -> str:
    """The line of `text` with `place`, and below it a caret under each cell of what stands there."""
    from wcwidth import wcswidth, wcwidth

    lines = text.replace("\r\n", "\n").split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before, at = line[: place.column - 1], line[place.column - 1 : place.column - 1 + place.length]
    blank = "".join("\t" if char == "\t" else " " * max(0, wcwidth(char)) for char in before)
    return f"    {line}\n    {blank}{'^' * max(1, wcswidth(at))}"


def _at(table: Any, keys: Keys) -> Any:
    for key in keys:
        table = table[key]
    return table


def _starts(text: str, name: str) -> list[int]:
    """Where `name` stands in `text` as a word of its own."""
    return [m.start() for m in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]
