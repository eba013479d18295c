"""Text that may be shown: what would move the cursor, turn the direction of writing or cannot be seen is spelt out.

Names of files, words of packs and texts come from strangers. A terminal obeys what they hold: ``ESC ]`` sets its title
and in some the clipboard, CR writes over what stands there, U+202E shows ``gpj.exe`` as ``exe.jpg``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Control characters that have a picture of their own.
_PICTURES = {"\n": "⏎", "\f": "␌", "\t": "⇥", "\v": "␋", "\u2028": "⏎", "\u2029": "⏎", "\u0085": "⏎"}

#: What a terminal obeys or does not show: categories Cc (but tabs and line ends), Cf, Zl and Zp. As a table, since
#: every line that is printed is searched; a test holds it against Unicode's data.
UNSEEN = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_UNSEEN = re.compile(f"[{UNSEEN}]")
#: The colours that the tool itself uses, and nothing else that begins with ESC.
_COLOUR = re.compile(r"\x1b\[(?:0|1|2|4|3[1-6]|1;36|9;31)m")


def visible(text: str) -> str:
    """`text` on one line: line ends as ⏎, other characters that cannot be seen as escapes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_PICTURES.get(char) or _seen(char) for char in text)


@lru_cache(maxsize=1 << 12)
def _seen(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return escape(char)
    return char


def escape(char: str) -> str:
    r"""`char` as Python writes it: ``\x1b``, ``\u202e``."""
    return char.encode("unicode_escape").decode("ascii")


def told_name(name: str) -> str:
    """The name of a file as a line that is printed may begin with it.

    ``::error::x.txt`` at the start of a line would be a command to GitHub's runner, ``=1+1.txt`` in a list of pages a
    formula to a spreadsheet, ``-rf`` a flag to whoever copies it. Behind ``./`` it is the same file.
    """
    shown = visible(name)
    return f"./{shown}" if shown.startswith((":", "=", "+", "-", "@")) else shown


def printable(text: str, *, colours: bool = False) -> str:
    """`text` of several lines, safe for a terminal: tabs and line ends stay, and with `colours` the tool's own."""
    if not _UNSEEN.search(text):
        return text
    if not colours:
        return _UNSEEN.sub(_escaped, text)
    parts = []
    at = 0
    for colour in _COLOUR.finditer(text):
        parts += [_UNSEEN.sub(_escaped, text[at : colour.start()]), colour.group()]
        at = colour.end()
    return "".join([*parts, _UNSEEN.sub(_escaped, text[at:])])


def _escaped(char: re.Match[str]) -> str:
    return escape(char[0])
