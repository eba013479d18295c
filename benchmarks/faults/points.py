"""Counts the calls by which a process changes a file system, and lets one of them be its last, or fail.

Laid over Python's own functions, from outside: the tool knows nothing of it. What C libraries write by themselves
(SQLite, Arrow) is not counted; kills at random times meet that.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable
from typing import Any, NoReturn

#: Functions of `os` that change something. What opens a file to read it is passed over.
CHANGING = (
    "write", "fsync", "replace", "rename", "link", "symlink", "unlink", "remove", "mkdir", "rmdir",
    "utime", "chmod", "chown", "truncate", "ftruncate", "setxattr",
)  # fmt: skip
#: Those that a full disk refuses.
FILLING = ("open", "write", "half", "fsync", "mkdir", "replace", "rename", "link", "symlink", "setxattr")


class Points:
    """The calls of this process: each is a point before it, each write one more in its middle.

    At point `at` (from 1) the process is killed, or with `error` that call fails; with `lasting` all that come after it
    fail too. `at` 0 only counts.
    """

    def __init__(self, at: int, error: int = 0, *, lasting: bool = False, names: tuple[str, ...] = ()) -> None:
        self.at, self.error, self.lasting, self.names = at, error, lasting, names
        self.passed = 0
        self.log: list[str] = []
        self._real = {name: getattr(os, name) for name in CHANGING if hasattr(os, name)}

    def reached(self, name: str) -> bool:
        """Counts a point called `name`; whether it is the one. Kills the process, or raises OSError, if so and if that
        is to be before the call.
        """
        if self.names and name not in self.names:
            return False
        self.passed += 1
        self.log.append(name)
        if not (self.passed == self.at or (self.lasting and 0 < self.at < self.passed)):
            return False
        if name != "half":
            self.happen()
        return True

    def happen(self) -> NoReturn:
        """The end of the process, or the error."""
        if self.error:
            raise OSError(self.error, os.strerror(self.error))
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")

    def half(self, data: Any, write: Callable[[Any], Any]) -> None:
        """The point in the middle of a write: half of `data` gets onto the disk."""
        if len(data) > 1 and self.reached("half"):
            write(memoryview(data).cast("B")[: len(data) // 2])
            self.happen()

    def install(self) -> None:
        """Lays the counting over the functions of this process, for good."""
        for name, real in self._real.items():
            setattr(os, name, self._counted(name, real))
        real_open, writing = os.open, os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

        def os_open(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & writing:
                self.reached("open")
            return real_open(path, flags, *more, **named)

        os.open = os_open
        points, real_io_open = self, io.open

        class Raw(io.FileIO):
            """A file that counts what is written."""

            def write(self, data: Any) -> int:
                points.reached("write")
                points.half(data, super().write)
                return super().write(data)

            def truncate(self, size: int | None = None) -> int:
                points.reached("truncate")
                return super().truncate(size)

        def io_open(
            file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, errors: str | None = None,
            newline: str | None = None, closefd: bool = True, opener: Any = None,
        ) -> Any:  # fmt: skip
            if not set(mode) & set("wxa+"):
                return real_io_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
            if not isinstance(file, int):
                points.reached("open")
            raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
            if buffering == 0:
                return raw
            buffered: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

        io.open = builtins.open = io_open

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self.reached(name)
            if name == "write":
                self.half(args[1], lambda data: real(args[0], data))
            return real(*args, **named)

        return call


#: Errors that are put in the way, and at which calls each can come.
ERRORS = {
    "full disk": (errno.ENOSPC, FILLING),
    "broken disk": (errno.EIO, ()),
    "no permission": (errno.EACCES, ("open", "replace", "rename", "unlink", "mkdir", "chmod", "chown", "setxattr")),
    "read-only file system": (errno.EROFS, ("open", "replace", "unlink", "mkdir", "chmod", "utime")),
}
