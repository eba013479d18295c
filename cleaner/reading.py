"""Reads files: regular ones only, none larger than can be cleaned at once, and without waiting for anybody."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO

from cleaner.wording import say

#: Bytes beyond which a text is not read: a text needs some hundred times its size of memory while it is cleaned.
LARGEST = 1 << 28
#: Kinds of things in a folder that are no files, as `wording` calls them.
KINDS = {
    stat.S_IFIFO: "a-fifo",
    stat.S_IFSOCK: "a-socket",
    stat.S_IFCHR: "a-device",
    stat.S_IFBLK: "a-device",
    stat.S_IFDIR: "a-folder",
}


class NoFile(OSError):
    """What stands there is a FIFO, a socket, a device or a folder. `kind` is a key of `wording`."""

    def __init__(self, path: str | Path, mode: int) -> None:
        self.kind = KINDS.get(stat.S_IFMT(mode), "no-file-kind")
        super().__init__(errno.EINVAL, say("en", self.kind), os.fspath(path))


class TooLarge(OSError):
    """The file has more bytes than are read; `size` says how many, where that is known."""

    def __init__(self, path: str | Path, size: int) -> None:
        super().__init__(errno.EFBIG, os.strerror(errno.EFBIG), os.fspath(path))
        self.size = size


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """The regular file at `path`, to read. Raises OSError: at once also for a FIFO that nobody writes to."""
    # Without O_NONBLOCK, opening a FIFO waits for whoever writes to it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        # A socket cannot be opened, and says so in words that nobody understands; nor can a folder on Windows.
        mode = _mode(path)
        if mode and not stat.S_ISREG(mode):
            raise NoFile(path, mode) from error
        raise
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise NoFile(path, mode)
        file = os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise
    with file:
        yield file


def _mode(path: Path) -> int:
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - `path` may be text
    except OSError:
        return 0


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The bytes of the regular file at `path`, at most `most` (else `LARGEST`). Raises OSError, before reading where
    it is no file or too large; so TooLarge and NoFile.
    """
    limit = LARGEST if most is None else most
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise TooLarge(path, size)
        data = file.read(size + 1)
        if len(data) > size:  # it grows meanwhile, or is one of those in /proc, which have no size
            data += _rest(file, limit + 1 - len(data))
    if len(data) > limit:
        raise TooLarge(path, len(data))
    return data


def _rest(stream: IO[bytes], most: int) -> bytes:
    """What is left in `stream`, at most so many bytes: asked for at once, they would all be set aside first."""
    parts = []
    while most > 0 and (part := stream.read(min(most, 1 << 20))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def read_stream(stream: IO[bytes], name: str) -> bytes:
    """All of a `stream` that somebody else opened, called `name`. Raises TooLarge beyond `LARGEST` bytes."""
    data = _rest(stream, LARGEST + 1)
    if len(data) > LARGEST:
        raise TooLarge(name, len(data))
    return data


def sha256(path: Path) -> str | None:
    """The hex SHA-256 of the bytes of the regular file at `path`; None where they cannot be read."""
    try:
        with opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # ValueError: a name that no file can have, in a journal that somebody changed
        return None


def why_unreadable(error: OSError, lang: str) -> str:
    """What to say of a file that could not be read, and what to do next."""
    if isinstance(error, NoFile):
        return say(lang, "no-regular-file", kind=say(lang, error.kind))
    if isinstance(error, TooLarge):
        return say(lang, "too-large", size=_megabytes(error.size), most=_megabytes(LARGEST))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return say(lang, "vanished")
    if error.errno == errno.ELOOP:
        return say(lang, "link-loop")
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return say(lang, "missing")
    if error.errno in (errno.EACCES, errno.EPERM):
        return say(lang, "unreadable", error=error.strerror)
    return say(lang, "unreadable-disk", error=error.strerror or error)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
