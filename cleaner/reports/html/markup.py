"""Text as HTML: escaped, what cannot be seen made visible, marks as ``<del>``, ``<ins>`` and ``<mark>``.

Every character that is shown in another guise stands in an element with its code, ``<b class="c" data-code="a">⏎</b>``:
so the text can be had back exactly from the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from cleaner.model import Safety
from cleaner.reports.html.marks import Piece
from cleaner.reports.html.rows import Row

#: Characters with a picture of their own.
_PICTURES = {"\n": "⏎", "\r": "␍", "\f": "␌", "\t": "⇥", "\v": "␋", "\u2028": "⏎", "\u2029": "⏎", "\u0085": "⏎"}
#: White space that is made visible where it is marked.
_SPACES = {" ": "␣", "\u3000": "␣␣", "\u00a0": "⍽"}
#: What may be odd: anything but letters, digits, plain white space and common signs.
_ODD = re.compile(r"[^\w \u3000-\u303f\uff00-\uffef!-~‘’“”…—·\n]|[<>&\"']")
_ODD_OR_SPACE = re.compile(_ODD.pattern[:-1] + "\\s]")

#: Numbers at one place; a deleted article may have taken hundreds of mended line ends with it.
MOST_NOTES = 12

#: Gives where a finding's card is, by its number.
Target = Callable[[int], str]


def shown(text: str, *, marked: bool = False) -> Markup:
    """`text` escaped; characters that cannot be seen (controls, bidi marks, private use) as signs or codes.

    With `marked`, white space is made visible too.
    """
    return Markup((_ODD_OR_SPACE if marked else _ODD).sub(lambda m: _sign(m.group(), marked), text))


@lru_cache(maxsize=1 << 12)
def _sign(char: str, marked: bool) -> str:
    picture = _PICTURES.get(char) or (_SPACES.get(char) if marked else None)
    if char == "\n" and not marked:
        return char
    if not picture and (
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") or unicodedata.bidirectional(char) in _FORMATS
    ):
        picture = f"U+{ord(char):04X}"
    return f'<b class="c" data-code="{ord(char):x}">{picture}</b>' if picture else str(escape(char))


_FORMATS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class Painter:
    """Writes rows as HTML. `target` gives the address of a finding's card, `skipped` the words for what is left out."""

    def __init__(self, target: Target, safeties: Callable[[int], Safety], skipped: Callable[[int], str], mark: str):
        self.target, self.safeties, self.skipped, self.mark = target, safeties, skipped, mark

    def before(self, row: Row) -> Markup:
        """The row as read, with what is put in as ``<ins>``: without those, the text as read to the character."""
        return self._lines(row, row.line, True)

    def after(self, row: Row) -> Markup:
        """The row as mended; what was taken out is not there, and what was put in is marked."""
        return self._lines(row, row.after, False)

    def _lines(self, row: Row, number: int, old: bool) -> Markup:
        out = [self._open(number, row.continued)]
        ended = False  # a line has ended, and nothing stands behind it yet
        for piece in row.pieces:
            if piece.kind != "gone" or old:
                for body, ends in self._bodies(piece):
                    if ended and (body or ends):
                        out += ["</span>", self._open(number, False)]
                        ended = False
                    if body:
                        out.append(self._marked(piece, body))
                    if ends and old and piece.kind == "put":
                        out.append('<br class="x">')
                    elif ends:
                        own = piece.kind == ("gone" if old else "put")
                        out.append("" if own else self._break())
                        number += ends
                        ended = True
            # Those of a mended line end stand before it is left.
            out += self._notes(piece)
        return Markup("".join([*out, "</span>"]))

    def _bodies(self, piece: Piece) -> Iterator[tuple[str, int]]:
        """The parts of a run as HTML, each with the line ends behind it."""
        if piece.skipped:
            yield f'<i class="skip" data-skip="{piece.skipped}">{escape(self.skipped(piece.skipped))}</i>', 0
            if piece.lines:
                yield "", piece.lines
            return
        *heads, tail = piece.text.split(self.mark)
        marked = piece.kind != "kept" or bool(piece.points)
        for head in heads:
            # A line end of two characters is shown as one.
            cr = '<b class="c q" data-code="d"></b>' if head.endswith("\r") and self.mark == "\n" else ""
            body = shown(head[:-1] if cr else head, marked=marked) + Markup(cr)
            if marked:
                kept = ' class="c k"' if piece.kind == "kept" else ' class="c"'
                body += Markup(f'<b{kept} data-code="{ord(self.mark):x}">⏎</b>')
            yield body, 1
        yield shown(tail, marked=marked), 0

    def _break(self) -> str:
        return "<br>" if self.mark == "\n" else '<br data-code="d">'

    def _open(self, number: int, continued: bool) -> str:
        return f'<span class="l{" more" if continued else ""}" data-n="{number}">'

    def _marked(self, piece: Piece, body: str) -> str:
        if piece.points:
            safety = min((self.safeties(n) for n in piece.points), key=lambda s: s.rank)
            body = f'<mark class="{safety}">{body}</mark>'
        if piece.kind == "gone":
            return f"<del>{body}</del>"
        return f"<ins>{body}</ins>" if piece.kind == "put" else body

    def _notes(self, piece: Piece) -> Iterator[str]:
        for number in piece.notes[:MOST_NOTES]:
            # The number itself is made by the style sheet: it is no part of the text that one may copy.
            yield f'<a class="n {self.safeties(number)}" data-n="{number}" href="{escape(self.target(number))}"></a>'


def runs(pieces: Sequence[tuple[str, str]]) -> Markup:
    """Runs of kept, gone and put text, in that notation: ``[("kept", "甲"), ("gone", "乙")]``."""
    tags = {"gone": "del", "put": "ins"}
    out = []
    for kind, text in pieces:
        body = shown(text, marked=kind in tags).replace("\n", Markup('<b class="c">⏎</b>'))
        out.append(f"<{tags[kind]}>{body}</{tags[kind]}>" if kind in tags else body)
    return Markup("").join(Markup(part) for part in out)
