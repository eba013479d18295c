"""What each line of a text is. Recognised once a view, and used by every detector.

Roles come from shapes (a Markdown fence, ``（一）``, ``□本报记者``), from neighbours (equal lines of verse) and from
repetition (running heads). Where the evidence is thin a line is BODY.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from cleaner.document import Line
from cleaner.footnotes import footnotes
from cleaner.furniture import Proof, proofs
from cleaner.patterns import lazily
from cleaner.rows import Rows
from cleaner.rows import rows as rows_of
from cleaner.shapes import (
    BYLINE,
    CREDIT,
    JUMP_BARE,
    JUMP_IN_BRACKETS,
    PLAYER,
    Role,
    is_jump,
    mark_code,
    mark_setext,
    mark_wrapped_credits,
    shape,
)
from cleaner.suspects import suspects
from cleaner.verse import verse_lines
from cleaner.views import View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = [
    "BYLINE",
    "CREDIT",
    "JUMP_BARE",
    "JUMP_IN_BRACKETS",
    "PLAYER",
    "Role",
    "StructLine",
    "Structure",
    "is_jump",
    "shape",
    "structure",
]


#: Lines that keep their breaks, whatever stands around them.
FIXED = frozenset({Role.CODE, Role.TABLE, Role.HEADING, Role.QUOTE, Role.RULE, Role.CONTENTS, Role.VERSE, Role.JUMP})

#: Lines that no duplicate rule looks at.
NOT_TEXT = frozenset({Role.BLANK, Role.CODE, Role.TABLE, Role.RULE, Role.CONTENTS, Role.FURNITURE, Role.CREDIT})

#: Line beginnings that open a paragraph of their own.
OPENING = frozenset(
    {Role.LIST, Role.STATUTE, Role.DATELINE, Role.BYLINE, Role.CREDIT, Role.JUMP, Role.SPEECH, Role.HEADING, Role.QUOTE}
)


@dataclass(frozen=True, slots=True)
class StructLine:
    """A line with its role. `text` is the content as it stands; `indent` and `width` are in cells."""

    line: Line
    text: str
    role: Role
    indent: int
    width: int  # with the indent, without trailing white space
    proof: Proof | None = None  # what shows that it is furniture

    @property
    def bare(self) -> str:
        """The content without white space at either end."""
        return self.text.strip()


TERMINAL = "。！？!?"
CLOSERS = "”’」』）》〉】〕］)]\"'"


def indent_of(text: str) -> int:
    """The white space that `text` begins with, in cells (U+3000 takes two, a tab four)."""
    width = 0
    for char in text:
        if char == "\u3000":
            width += 2
        elif char == "\t":
            width += 4
        elif char.isspace():
            width += 1
        else:
            break
    return width


class Structure(Sequence[StructLine]):
    """The lines of a view with their roles. A `StructLine` is made when it is asked for, and then kept."""

    def __init__(self, rows: Rows, roles: list[Role], furniture: Mapping[int, Proof]) -> None:
        self.rows = rows
        self.roles = roles
        self.furniture = furniture
        self._made: list[StructLine | None] = [None] * len(roles)

    def __len__(self) -> int:
        return len(self.roles)

    def _line(self, at: int) -> StructLine:
        made = self._made[at]
        if made is None:
            line, text = self.rows.lines.line(at), self.rows.whole(at)
            proof = self.furniture.get(at)
            made = StructLine(line, text, self.roles[at], indent_of(text), self._widths[at], proof)
            self._made[at] = made
        return made

    @cached_property
    def _widths(self) -> list[int]:
        return self.rows.width.tolist()  # type: ignore[no-any-return]

    @overload
    def __getitem__(self, at: int) -> StructLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[StructLine]: ...
    def __getitem__(self, at: int | slice) -> StructLine | list[StructLine]:
        if isinstance(at, slice):
            return [self._line(k) for k in range(len(self.roles))[at]]
        return self._made[at] or self._line(at if at >= 0 else at + len(self.roles))

    def __iter__(self) -> Iterator[StructLine]:
        return map(self._line, range(len(self.roles)))

    def without(self, *roles: Role) -> Some:
        """The lines that have none of `roles`."""
        return Some(self, [at for at, role in enumerate(self.roles) if role not in roles])

    def of(self, roles: Collection[Role]) -> Array:
        """Whether each line has one of `roles`."""
        import numpy as np

        return np.fromiter((role in roles for role in self.roles), bool, len(self.roles))


class Some(Sequence[StructLine]):
    """Some of the lines of a structure, each made when it is asked for. `numbers` are theirs in the whole."""

    def __init__(self, whole: Structure, numbers: list[int]) -> None:
        self.whole = whole
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> StructLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[StructLine]: ...
    def __getitem__(self, at: int | slice) -> StructLine | list[StructLine]:
        if isinstance(at, slice):
            return [self.whole[k] for k in self.numbers[at]]
        return self.whole[self.numbers[at]]


def structure(view: View) -> Structure:
    """The lines of `view` with their roles. Call it as ``view.memo(structure)``."""
    rows = view.memo(rows_of)
    roles = [Role.BODY] * len(rows)
    for index in rows.blank.nonzero()[0].tolist():
        roles[index] = Role.BLANK
    flags = suspects(rows)
    places = flags.nonzero()[0]
    for index, flag in zip(places.tolist(), flags[places].tolist(), strict=True):
        roles[index] = shape(rows.whole(index), flag)
    mark_code(rows, roles)
    mark_setext(rows, roles)
    mark_wrapped_credits(rows, roles)
    barred = [index for index, role in enumerate(roles) if role in BARRED and _barred(role, rows.bare(index))]
    furniture = proofs(rows, barred)
    furniture |= footnotes(rows, furniture)
    for index in furniture:
        roles[index] = Role.FURNITURE
    prose = [role is Role.BODY or role is Role.SPEECH for role in roles]
    for index in verse_lines(rows, prose, [role is Role.BLANK for role in roles]):
        roles[index] = Role.VERSE
    return Structure(rows, roles, furniture)


#: Lines that cannot be furniture, headings but for those of Markdown.
BARRED = frozenset({Role.CODE, Role.TABLE, Role.QUOTE, Role.HEADING})


def _barred(role: Role, bare: str) -> bool:
    """Whether the line cannot be furniture: code, a table, a quotation, a title underlined with ===."""
    return role is not Role.HEADING or bare[:1] not in "#*_"


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does: with 。！？ or …, closing quotes and brackets behind them allowed."""
    return without_markup(text).rstrip(CLOSERS).endswith((*TERMINAL, "…"))


#: What Markdown and HTML put behind the last mark of a sentence: ** __ `` <br></br> [^7]
TRAILING_MARKUP = lazily(r"(?:\*+|_+|`+|</?[A-Za-z]+ */?>|\[\^[^\]]{1,20}\]|\s)+$")


def without_markup(text: str) -> str:
    """`text` without white space, emphasis, tags and footnote marks at its end."""
    last = text[-1:]
    if last not in "*_`>]" and not last.isspace():  # what markup ends with
        return text
    return TRAILING_MARKUP.sub("", text)


def as_lines(lines: Sequence[StructLine]) -> list[StructLine]:
    """`lines` that are neither blank nor furniture."""
    return [line for line in lines if line.role not in (Role.BLANK, Role.FURNITURE)]


def with_role(line: StructLine, role: Role) -> StructLine:
    """`line` with another role."""
    return replace(line, role=role)
