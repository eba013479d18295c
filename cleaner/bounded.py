"""Reads files that a stranger may have put there: settings, packs, decisions, journals, lists of what git ignores.

In somebody else's checkout `cleaner.toml` may be a link to /dev/zero or a named pipe: reading it never ends.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path

#: Bytes of a pack, of a settings file and of a list of what git ignores: megabytes where people write kilobytes.
PACK, SETTINGS, IGNORED = 1 << 23, 1 << 21, 1 << 22
#: Bytes of a file of decisions (700 bytes each) and of the journal of one run.
DECISIONS, JOURNAL = 1 << 28, 1 << 30


#: Of a folder's mode: others may write, and the sticky bit.
CROWDED = stat.S_IWOTH | stat.S_ISVTX


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of the regular file at `path`, links followed, at most `most` of them.

    Raises OSError: as `opened` does, and with EFBIG for a larger one.
    """
    with opened(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most >> 20} MB", str(path))
    return data


def foreign(path: Path) -> bool:
    """Whether somebody else may have put `path` where it is: in a folder like /tmp, to which all may write and in which
    only the owner may delete, and owned by neither this user nor root.
    """
    if not hasattr(os, "geteuid"):
        return False
    try:
        folder, owner = os.stat(os.path.dirname(os.path.abspath(path))).st_mode, os.lstat(path).st_uid  # noqa: PTH100, PTH116, PTH120
    except (OSError, ValueError):
        return False
    return folder & CROWDED == CROWDED and owner not in (os.geteuid(), 0)


def opened(path: Path) -> io.BufferedReader:
    """The regular file at `path`, links followed, open for reading.

    Raises OSError: as `open` does, and with EINVAL for what is no regular file. Nothing is waited for: a pipe without a
    writer is refused as well.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return os.fdopen(handle, "rb")


def inside(path: Path, folder: Path) -> bool:
    """Whether `path` lies below `folder`, or is it, once all links are followed. Of what can be no path, no."""
    try:
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    except ValueError:  # a NUL in it
        return False
