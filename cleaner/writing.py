"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import time
from pathlib import Path

from cleaner.reading import sha256

#: How the files end that are written beside others, to be put in their place. A killed run leaves one at most.
ENDING = ".cleaner.tmp"
#: Code points of a file's name that such a name begins with: names have at most 255 bytes.
KEPT = 40


class Changed(Exception):
    """The file is not any more what it was when it was read, and was left alone."""


class Linked(Exception):
    """The file has several names (hard links), and can be put in the place of only one: it was left alone."""


def write_whole(path: Path, data: bytes, expected: str | None = None, mark: str = "") -> None:
    """Puts `data` in place of what is at `path`, or at a new place: a temporary file beside it, then a rename.

    A link is followed, not replaced. Mode, owner, group and extended attributes are kept where the system lets us. With
    `expected`, a hex SHA-256, only a file of these bytes is replaced, else Changed is raised. `mark` goes into the name
    of the temporary file (`temporary`), so that it can be found after a kill. Raises OSError; whatever is raised, what
    was at `path` is as it was.
    """
    target = real(path)
    old = replaceable(target)
    made = temporary(target, mark or secrets.token_hex(4))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(made, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if old:
                _like(made, target, old)
            else:
                made.chmod(0o666 & ~_umask())  # it was made for its owner alone
            os.fsync(file.fileno())
        # As late as can be: between this and the rename there are microseconds.
        if expected is not None and sha256(target) != expected:
            raise Changed(str(path))
        made.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink()
        raise
    sync_folder(target.parent)


def real(path: Path) -> Path:
    """What is written when `path` is: the file behind all links. Raises OSError where links lead in a circle."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def replaceable(target: Path, *, alone: bool = False) -> os.stat_result | None:
    """What the system says of the file at `target`; None where there is none yet.

    Raises PermissionError for a file that is write-protected or no regular file, which a rename would pass over; and
    where it is to be `alone`, Linked for one that has more names.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    # Nobody is kept from anything who is root: that a file is write-protected is still meant.
    if not stat.S_ISREG(old.st_mode) or not old.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected, or no regular file", str(target))
    if alone and old.st_nlink > 1:
        raise Linked(str(old.st_nlink))
    return old


def temporary(target: Path, mark: str) -> Path:
    """Where what is to become `target` is written first: beside it, for a rename does not leave its file system."""
    return target.parent / f".{target.name[:KEPT]}.{mark}{ENDING}"


def _like(made: Path, target: Path, old: os.stat_result) -> None:
    """Gives the file at `made` what that at `target` has, but for the bytes and the time."""
    mode = stat.S_IMODE(old.st_mode)
    if hasattr(os, "chown"):
        try:
            os.chown(made, old.st_uid, old.st_gid)
        except OSError:
            try:
                os.chown(made, -1, old.st_gid)
            except OSError:
                # Another group may do no more than everybody.
                mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    # Attributes (and lists of who may read) first, then the mode, which some of them would change.
    with contextlib.suppress(OSError):
        shutil.copystat(target, made)
    os.utime(made)
    made.chmod(mode)


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


def why_unwritable(error: OSError) -> str:
    """Which key of `wording` says what is wrong where a file could not be written, and what to do next."""
    full = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
    return "unwritable-full" if error.errno in full else "unwritable"


def sweep(folder: Path, name: str = "", older: float = 0) -> int:
    """Removes the temporary files that killed runs left right in `folder`, of the file `name` alone where there is one;
    how many. For who alone writes there; else those that are `older` than so many seconds.
    """
    swept, last = 0, time.time() - older
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        left = [entry for entry in entries if entry.name.startswith(f".{name[:KEPT]}") and entry.name.endswith(ENDING)]
        for entry in left:
            if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime <= last:
                Path(entry.path).unlink()
                swept += 1
    return swept
