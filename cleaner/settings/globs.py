"""Patterns of names as git writes them (``scans/**``, ``!*.bak``): refused where they are none, and bounded in time."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleaner.globs import hurried, linear
from cleaner.settings import SettingsError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Seconds that a pattern may take for one name, where it may take for ever. A sane one takes a millionth of that.
PATIENCE = 0.5


class SlowGlob(SettingsError):
    """A pattern that takes too long for a name. `pattern` is it, as it was written."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern


def wrong(pattern: str) -> bool:
    """Whether `pattern` is none: a lone ``\\`` at its end, a range that runs backwards (``[z-a]``)."""
    return _one(pattern) is None


def compiled(patterns: Sequence[str], *, strange: bool = False) -> GitIgnoreSpec:
    """What tells which names `patterns` match. As in git, what is no pattern matches nothing.

    Asking it raises SlowGlob; where nobody here wrote them (`strange`), what may take for ever is left out instead.
    """
    return _all(tuple(patterns), strange)


@lru_cache(maxsize=256)
def _all(patterns: tuple[str, ...], strange: bool) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec([one for pattern in patterns if (one := _one(pattern, strange)) is not None])


def _one(pattern: str, strange: bool = False) -> Any:
    try:
        with warnings.catch_warnings():
            # “[[a]” is a set with a bracket in it to git, and perhaps something else to a later version of Python.
            warnings.simplefilter("ignore", FutureWarning)
            return _compiled(pattern, strange)
    except (ValueError, IndexError, re.error, RecursionError, OverflowError):
        return None


def _compiled(pattern: str, strange: bool) -> Any:
    from pathspec import GitIgnoreSpec

    made: Any = GitIgnoreSpec.from_lines([pattern]).patterns[0]
    if made.regex is None:
        return made
    expression = linear(made.regex.pattern)
    if hurried(expression):
        if strange:
            return None
        made.regex = _Bounded(expression, pattern)
    elif expression != made.regex.pattern:
        made.regex = re.compile(expression)
    return made


class _Bounded:
    """A pattern's regular expression, of the module that can be told when to stop."""

    def __init__(self, expression: str, pattern: str) -> None:
        import regex

        self._regex, self.pattern = regex.compile(expression), pattern

    def search(self, name: str) -> Any:
        try:
            return self._regex.search(name, timeout=PATIENCE)
        except TimeoutError:
            raise SlowGlob(self.pattern) from None

    def match(self, name: str) -> Any:
        try:
            return self._regex.match(name, timeout=PATIENCE)
        except TimeoutError:
            raise SlowGlob(self.pattern) from None
