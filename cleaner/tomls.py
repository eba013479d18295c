"""TOML as the standard library reads it, with one error for all that can be wrong with a text, and its place."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$")
#: Digits of an integer beyond which Python refuses it (`sys.get_int_max_str_digits`).
_LONG = re.compile(r"\d[\d_]{4299}")


class NotToml(ValueError):
    """A text that is no TOML, or more than is read. The message says what is wrong.

    `line` and `column` (from 1, in code points) say where; None where the text ends too early.
    """

    def __init__(self, what: str, line: int | None, column: int | None) -> None:
        super().__init__(what)
        self.line, self.column = line, column


def parsed(text: str) -> dict[str, Any]:
    """The table that `text` is. Raises NotToml."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # “Expected '=' after a key (at line 3, column 5)”: the place goes to the front, where editors look for it.
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (None, None)
        raise NotToml(str(error)[: place.start()] if place else str(error), line, column) from error
    except RecursionError:
        # [[[[…: the parser calls itself for each, and says nothing of where.
        lines = text.split("\n")
        deepest = max(range(len(lines)), key=lambda at: lines[at].count("[") + lines[at].count("{"))
        raise NotToml("arrays or tables in one another, deeper than can be read", deepest + 1, 1) from None
    except ValueError as error:
        long = _LONG.search(text)
        start = long.start() if long else 0
        what = "a number of more than 4,300 digits" if long else str(error)
        raise NotToml(what, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)) from error
