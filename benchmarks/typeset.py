"""Sets paragraphs in lines as typesetters do: widths in ems, line-end rules, gaps round Latin and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

#: Never at the head of a line, and never at its end.
NOT_FIRST = frozenset('，。、；：！？）」』》”’〉】］·…—,.;:!?)]%℃"')
NOT_LAST = frozenset('（「『《“‘〈【［(["')

#: What may hang into the margin, or be squeezed, at a line's end.
HANGS = frozenset("，。、；：！？）」』》”’〉】")

KINSOKU = ("squeeze", "hang", "out")
ENGINES = (*KINSOKU, "naive", "drift")

_WORD = r"[A-Za-z0-9\u00c0-\u024f]+(?:[.,'’\-/:&+@_~][A-Za-z0-9]+)*[%℃]?"
_ATOM = re.compile(rf"{_WORD}|…+|—+|\s+|.", re.S)
_ATOM_BROKEN = re.compile(r"…+|—+|\s+|.", re.S)
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
_NARROW = re.compile(r"[!-~\u00a0-\u024f]")
_THIN = dict.fromkeys("iljtfrI.,:;'!|()[]", 0.28) | dict.fromkeys("mwMW@%", 0.83)


@dataclass(frozen=True, slots=True)
class Setting:
    """How lines are set.

    `engine`: ``squeeze`` gives a mark at the line's end, and one beside another, half an em (Typst, TeX, LibreOffice);
    ``hang`` lets one mark stand outside; ``out`` carries a character over with the mark; ``naive`` knows no rules;
    ``drift`` is wrapped by hand, its width wanders by a cell.
    `spaces`: what is emitted for the quarter em beside Latin: ``both`` sides, ``after`` only, ``none`` (the gap is
    there and emits nothing), ``tight`` (there is no gap), ``justified`` (a line stretched to the width shows spaces
    behind its marks, and a line stretched far between all of its characters).
    `latin`: ``whole`` or ``broken`` anywhere. `proportional`: Latin letters have widths of their own.
    """

    engine: str = "squeeze"
    spaces: str = "none"
    latin: str = "whole"
    proportional: bool = False


def set_lines(text: str, setting: Setting, room: Callable[[int], float]) -> list[str]:
    """`text` in lines; `room` gives the width in ems of the n-th of them, its indent taken off."""
    pattern = _ATOM if setting.latin == "whole" else _ATOM_BROKEN
    atoms = [m if not m.isspace() else " " for m in pattern.findall(text.strip())]
    lines: list[str] = []
    i = 0
    while i < len(atoms):
        if atoms[i] == " ":
            i += 1
            continue
        limit = room(len(lines))
        end = _end_of_line(atoms, i, limit, setting)
        if end == i:  # one atom too long for any line
            size = max(1, int(limit / 0.55))
            atoms[i : i + 1] = [atoms[i][:size], atoms[i][size:]]
            end = i + 1
        line = _emit(atoms[i:end], setting)
        if setting.spaces == "justified" and end < len(atoms):
            line = _stretched(line, limit - sum(_advance(atoms, i, j, setting) for j in range(i, end)))
        lines.append(line)
        i = end
    return lines


def _stretched(line: str, slack: float) -> str:
    """`line` with the spaces that an extractor sees where `slack` ems were spread over it."""
    if slack >= 1.5:
        return re.sub(r"(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])", " ", line)
    return re.sub(r"(?<=[，。、；：])(?=.)", " ", line) if slack >= 0.4 else line


def _end_of_line(atoms: list[str], start: int, limit: float, setting: Setting) -> int:
    """The atom after the last of the line that begins at `start`; `start` itself where nothing fits."""
    width, best, j = 0.0, start, start
    while j < len(atoms):
        atom = atoms[j]
        width += _advance(atoms, start, j, setting)
        if atom != " " and width - _relief(atom, setting) > limit + 1e-6:
            break
        j += 1
        if j == len(atoms) or _may_break(atom, atoms[j], setting):
            best = j
    return best if best > start else j


def _may_break(before: str, after: str, setting: Setting) -> bool:
    if setting.engine == "naive":
        return True
    return after[0] not in NOT_FIRST and before[-1] not in NOT_LAST and after != " "


def _relief(atom: str, setting: Setting) -> float:
    """How far `atom` may reach over the line's end."""
    if atom not in HANGS:
        return 0.0
    return {"hang": 1.0, "squeeze": 0.5}.get(setting.engine, 0.0)


def _advance(atoms: list[str], start: int, j: int, setting: Setting) -> float:
    atom = atoms[j]
    if atom == " ":
        return 0.25 if setting.spaces != "tight" else 0.5
    width = sum(_em(c, setting) for c in atom)
    if j > start:
        if setting.spaces != "tight" and _gap(atoms[j - 1], atom):
            width += 0.25
        if setting.engine == "squeeze" and atom in HANGS | NOT_LAST and atoms[j - 1] in HANGS | NOT_LAST:
            width -= 0.5
    elif setting.engine == "squeeze" and atom in NOT_LAST:
        width -= 0.5
    return width


def _em(char: str, setting: Setting) -> float:
    if not _NARROW.match(char):
        return 1.0
    return _THIN.get(char, 0.62 if char.isupper() else 0.52) if setting.proportional else 0.5


def _gap(before: str, after: str) -> bool:
    """Whether a quarter em stands between two atoms: between Han and Latin, never beside a mark."""
    a, b = before[-1], after[0]
    return (_latin_or_sign(a) and _ideograph(b)) or (_ideograph(a) and bool(_LATIN.match(b)))


def _latin_or_sign(char: str) -> bool:
    return bool(_LATIN.match(char)) or char in "%℃"


def _ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _emit(atoms: list[str], setting: Setting) -> str:
    parts: list[str] = []
    for j, atom in enumerate(atoms):
        emits = setting.spaces == "both" or (setting.spaces == "after" and j and _latin_or_sign(atoms[j - 1][-1]))
        if j and emits and _gap(atoms[j - 1], atom):
            parts.append(" ")
        parts.append(atom)
    return "".join(parts).rstrip()
