"""`--offset-map`: the file that says where each character of a document went."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Literal, Self

import typer

from cleaner.cli.common import fail
from cleaner.wording import say

if TYPE_CHECKING:
    from cleaner.inputs import Input
    from cleaner.work import Outcome

#: As in `cleaner.offsets`, which is imported only where a map is made.
Unit = Literal["codepoint", "utf-8", "utf-16"]
OffsetMapOption = Annotated[
    Path | None,
    typer.Option(
        "--offset-map",
        metavar="FILE",
        help="Write there, a line a document, where each character went.",
        show_default=False,
    ),
]
OffsetUnit = Annotated[
    Unit | None,
    typer.Option("--offset-unit", help="What the offset map counts. [default: codepoint]", show_default=False),
]


def check_offset_map(path: Path | None, unit: Unit | None, lang: str, *, dry: bool) -> None:
    """Exits with 2 where the flags do not go together: `dry` says that nothing is to be written."""
    if unit and not path:
        fail(say(lang, "offset-unit-alone"))
    if path and str(path) == "-":
        fail(say(lang, "offsets-nowhere"))
    if path and dry:
        fail(say(lang, "offsets-and-diff"))


class OffsetFile:
    """The file at `path`, written as documents come, each line before its document; nothing where `path` is None.

    Opening it exits with 2 where it cannot be written, or is one of the `inputs`: before any document is changed.
    """

    def __init__(self, path: Path | None, unit: Unit | None, lang: str, inputs: Sequence[Input] = ()) -> None:
        self.path, self.unit, self.lang = path, unit or "codepoint", lang
        self.last = 0  # where the last line begins
        if path is None:
            self.file = None
            return
        real = os.path.realpath(path)
        if any(os.path.realpath(item.path) == real for item in inputs):
            fail(say(lang, "offsets-onto-input", path=path))
        try:
            self.file = path.open("wb")
        except OSError as error:
            fail(say(lang, "offsets-unwritable", path=path, error=error.strerror))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.file:
            self.file.close()

    def add(self, outcome: Outcome) -> None:
        """Writes the line of one document. Exits with 2 where that fails: what is not mended yet stays as it is."""
        result = outcome.result
        if self.file is None or result is None:
            return
        import hashlib

        from cleaner.offsets import record_of
        from cleaner.reports.records import dumped

        self.last = self.file.tell()
        try:
            after = hashlib.sha256(outcome.target.to_bytes(result.text)).hexdigest()
        except UnicodeEncodeError:
            return  # it will not be written either
        line = dumped(record_of(outcome.name, result, outcome.sha256, after, self.unit)) + "\n"
        try:
            self.file.write(line.encode("utf-8", "backslashreplace"))
            self.file.flush()
        except OSError as error:
            fail(say(self.lang, "offsets-unwritable", path=self.path, error=error.strerror))

    def take_back(self) -> None:
        """Takes away the line of a document that could not be written."""
        if self.file:
            self.file.truncate(self.last)
            self.file.seek(self.last)
