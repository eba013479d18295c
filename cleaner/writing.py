"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Puts `data` in place of what is at `path`, or at a new place: a temporary file beside it, then a rename.

    A link is followed, not replaced; the mode is kept. Raises OSError, and leaves `path` as it was then; also
    PermissionError for a file that is write-protected or no regular file, which a rename would pass over.
    """
    target = Path(os.path.realpath(path))
    old = target.stat() if target.exists() else None
    if old and not (stat.S_ISREG(old.st_mode) and os.access(target, os.W_OK)):
        raise PermissionError(errno.EACCES, "write-protected, or no regular file")
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A file made by mkstemp is for its owner alone; a new one gets what the umask leaves.
        Path(name).chmod(stat.S_IMODE(old.st_mode) if old else 0o666 & ~_umask())
        if old and hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(name, old.st_uid, old.st_gid)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename or a new name in `folder` last, where the system can (Windows cannot open folders)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
