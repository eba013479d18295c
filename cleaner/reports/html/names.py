"""Names of pages: safe on any system and in any address, distinct, and still to be recognised."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

#: What Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
#: Bytes of a name: file systems take 255, and a number and an ending come behind.
LONGEST = 120


def stem(name: str, folder: Path) -> str:
    """A name for the page of the document `name` that no file in `folder` has yet, without its ending.

    It holds letters, digits, ``.``, ``_`` and ``-`` only, in lower case: two names that differ in case alone would be
    one file on some systems. ``~``, which stands before the number of a further page, is never in it.
    """
    plain = unicodedata.normalize("NFC", name).lower().removeprefix("./")
    plain = re.sub(r"[^\w.-]+", "-", plain).strip(".-") or "document"
    encoded = plain.encode("utf-8", "replace")
    if len(encoded) > LONGEST:
        # The end of a path tells more than its beginning.
        plain = encoded[-LONGEST:].decode("utf-8", "ignore").lstrip(".-") or "document"
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    made, number = plain, 1
    while (folder / f"{made}.html").exists():
        number += 1
        made = f"{plain}-{number}"
    return made


def file_of(made: str, page: int) -> str:
    """The file of page `page` (from 1) of the document whose stem is `made`."""
    return f"{made}.html" if page == 1 else f"{made}~{page}.html"


def address(file: str) -> str:
    """`file` as a link takes it."""
    return quote(file)
