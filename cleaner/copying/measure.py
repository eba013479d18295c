"""Small measures of a text that several of the duplicate rules take."""

from __future__ import annotations

from cleaner.patterns import lazily

_HAN = lazily(r"\p{Han}")
_FACT = lazily(r"\p{N}+")


def han(text: str) -> int:
    """How many Han `text` has."""
    return len(_HAN.findall(text))


def figures(text: str) -> int:
    """How many numbers stand in `text`: a paragraph with figures of its own is no standing phrase."""
    return len(_FACT.findall(text))


def quoted(text: str, most: int = 20) -> str:
    """The first characters of `text`, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + "…"
