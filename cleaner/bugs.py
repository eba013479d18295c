"""What is checked of bytes just before they are written, and the report of a law that would have been broken.

The check knows the text as read, the bytes to write and the inverse edits, and shares no code with `document`,
`repair` and `journal`. The report is one JSON file that a person can look through and attach: it has the versions, the
names of the rules, the edits near, and a little of both texts around them; no name of a file.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import platform
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner._version import __version__
from cleaner.journal import homes
from cleaner.lawful import Breach, Change, Law, in_order
from cleaner.model import Edit
from cleaner.writing import write_whole

SCHEMA = 1
#: The folder of reports, beside the journals.
FOLDER = "bugs"
#: Code points of what one edit puts in that a report shows; a longer text loses its middle.
SHOWN = 60
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def breach_in_bytes(
    old: str,
    data: bytes,
    undo: Iterable[Edit],
    was: tuple[str, bool],
    now: tuple[str, bool],
    sha256: str,
) -> Breach | None:
    """The law that bytes about to be written break: taken back, they must be those that were read, to the byte.

    `data` is to be written, `was` and `now` are encodings (without a mark in their names) and whether there is a mark,
    before and after; `old` is the text as read from bytes with the hash `sha256`, in hex.
    """
    change = Change(old, "", (), in_order(undo))
    if not change.undo and was == now:
        if hashlib.sha256(data).hexdigest() == sha256:
            return None
        return replace(change, new=_decoded(data, now) or "").broken(Law.UNCHANGED, "nothing was applied", 0)
    new = _decoded(data, now)
    if new is None:
        return change.broken(Law.UNDONE, f"what is to be written is not {now[0]}, with mark: {now[1]}", 0)
    change = replace(change, new=new)
    unlike = change.unlike(Law.UNDONE, "what is to be written does not give back the text", forth=False)
    if unlike:
        return unlike
    if hashlib.sha256(_encoded(old, was)).hexdigest() != sha256:
        return change.broken(Law.UNDONE, f"the text does not give back the bytes as read, in {was[0]}", 0)
    return None


def _decoded(data: bytes, how: tuple[str, bool]) -> str | None:
    encoding, mark = how
    first = _MARKS.get(encoding, b"") if mark else b""
    try:
        return data[len(first) :].decode(encoding) if data.startswith(first) else None
    except UnicodeError:
        return None


def _encoded(text: str, how: tuple[str, bool]) -> bytes:
    encoding, mark = how
    try:
        return (_MARKS.get(encoding, b"") if mark else b"") + text.encode(encoding)
    except UnicodeError:
        return b""


def report(breach: Breach, settings: str) -> bytes:
    """What is sent to us: JSON. `settings` is the digest of the settings (a SHA-256, which says nothing of them)."""

    def listed(edits: Iterable[Edit]) -> list[list[int | str]]:
        return [[edit.span.start, edit.span.end, _short(edit.replacement)] for edit in edits]

    told: dict[str, Any] = {
        "about": "cleaner would have broken one of its own laws and left the text alone. This file holds a little of "
        "that text (“old”, “new”, “edits”, “undo”): look through it before you send it.",
        "schema": SCHEMA,
        "cleaner": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "settings": settings,
        "law": breach.law,
        "what": breach.what,
        "rules": breach.rules,
        "old": {"start": breach.start, "text": breach.old},
        "new": {"start": breach.new_start, "text": breach.new},
        "edits": listed(breach.edits),
        "undo": listed(breach.undo),
    }
    # What cannot be encoded (half a surrogate pair) stands as its escape.
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _short(text: str) -> str:
    """`text`, without its middle where it is long: how long it was can be told from the places of the edits."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN // 2]}…{text[-SHOWN // 2 :]}"


def name_of(made: bytes, breach: Breach) -> str:
    """What the file of the report `made` is called: the same breach in the same text gives the same name."""
    return f"cleaner-bug-{breach.law}-{hashlib.sha256(made).hexdigest()[:8]}.json"


def keep(breach: Breach, settings: str, start: Path) -> Path | None:
    """Writes the report, and gives where: beside the journals of runs from `start`, in the user's own folder,
    or where temporary files are; None where none of them can be written. A report of the same is replaced.
    """
    made = report(breach, settings)
    for folder in _folders(start):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name_of(made, breach)
            write_whole(path, made)
            return path
    return None


def _folders(start: Path) -> Iterator[Path]:
    for home, _ in homes(start):
        with suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
            ignore = home / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
        yield home / FOLDER
    yield Path(tempfile.gettempdir())
