"""Patterns of files that take no longer than the name of a file is long, whoever wrote them.

``*a*a*a*a*b`` as a regular expression is ``[^/]*a[^/]*a…``: for a name of 200 a's all ways to share them out are tried.
Yet a star that another star follows in the same name never needs a second try: its text may as well end where what
stands behind it is met first. So each such star becomes an atomic group, which gives nothing back.
"""

from __future__ import annotations

import re

#: A class of characters, as pathspec writes it.
_CLASS = re.compile(r"\[\^?\]?[^\]\\]*(?:\\.[^\]\\]*)*\]")
#: A star, what stands behind it (characters, escapes, question marks, classes), and another star.
_STAR = re.compile(
    rf"\[\^/\]([*+])((?:\[\^/\](?![*+])|(?!\[\^/\]){_CLASS.pattern}|\\.|[^\[\]()*+?{{}}|\\^$./])+)(?=\[\^/\][*+])"
)
#: ``**`` between folders, and a star that may be tried again.
_FOLDERS = re.compile(r"\(\?:(?:/\.\+|\.\+/)\)\?|\.[*+]")
_AGAIN = re.compile(r"\[\^\][*+](?!\?)")
#: How many of these a pattern may have: a path of 900 folders has a hundred million ways for three.
MOST_FOLDERS, MOST_AGAIN = 3, 3


def hurried(expression: str) -> bool:
    """Whether `expression`, as `linear` gives it, may still take for ever for some names."""
    # Stars between two slashes share out one name; others cannot get in each other's way.
    names = _FOLDERS.sub("/", expression).replace("[^/]", "[^]").split("/")
    return len(_FOLDERS.findall(expression)) > MOST_FOLDERS or any(
        len(_AGAIN.findall(one)) > MOST_AGAIN for one in names
    )


def linear(source: str) -> str:
    """The regular expression `source`, as pathspec makes it of a glob, with atomic groups for its stars."""
    return _STAR.sub(_atomic, source)


def _atomic(star: re.Match[str]) -> str:
    # [!a] of pathspec's takes a slash too, and then the star behind it is in another name.
    if any(one != "[^/]" and re.match(one, "/") for one in _CLASS.findall(star[2])):
        return star[0]
    return f"(?>[^/]{star[1]}?{star[2]})"
