"""What was found before, kept between runs: a table from keys to bytes in ``.cleaner/cache``.

Whoever puts something in makes a key of all that it depends on but the tool itself. The tool's version, its code and
the libraries that it reads text with are seen to here: where one of them is another, everything is thrown away.

A cache is a convenience. Where it cannot be read or written, is locked or broken, the run goes on without it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner._version import __version__
from cleaner.journal import homes

if TYPE_CHECKING:
    import sqlite3

FILE = "cache/findings.sqlite"
#: Bytes on the disk beyond which the older half of the entries is dropped.
LARGEST = 1 << 27
#: Entries, and bytes of them, that are held in memory before they are written.
MANY, MUCH = 1000, 1 << 23
#: Seconds to wait for another run that is writing.
PATIENCE = 0.5
#: Libraries that a reading of a text rests on.
LIBRARIES = ("numpy", "opencc", "rapidfuzz", "regex")


def engine() -> str:
    """A SHA-256, in hex, of the tool's version, its files, Python and the libraries: by size and time, as git does."""
    made = hashlib.sha256(f"{__version__} {sys.version} {unicodedata.unidata_version}\n".encode())
    for path in (*_files(Path(__file__).parent), *_origins()):
        try:
            stat = path.stat()
        except OSError:
            continue  # in a zip: the version says which it is
        made.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return made.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(at, name) for name in sorted(names))


def _origins() -> Iterator[Path]:
    for name in LIBRARIES:
        with suppress(ImportError, ValueError):
            found = util.find_spec(name)
            if found and found.origin:
                yield Path(found.origin)


class Cache:
    """A table from keys (32 bytes) to bytes, for one run. Raises nothing: what goes wrong is a miss."""

    def __init__(self, start: Path) -> None:
        self._new: dict[bytes, bytes] = {}
        self._size = 0
        self._path: Path | None = None
        self._table: sqlite3.Connection | None = None
        for folder, _ in homes(start):
            if self._open(folder):
                break

    def _open(self, folder: Path) -> bool:
        import sqlite3

        path = folder / FILE
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                ignore = folder / ".gitignore"
                if not os.path.lexists(ignore):
                    ignore.write_text("*\n", encoding="utf-8")
                for name in ("", "-journal", "-wal", "-shm"):
                    # Links are not ours: SQLite would write to, and roll back, whatever they lead to.
                    if (beside := path.with_name(path.name + name)).is_symlink():
                        beside.unlink()
                # Not to be written to the disk at once: what a power cut breaks is thrown away.
                table = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            except (OSError, sqlite3.Error):
                return False
            with suppress(OSError):
                path.chmod(0o600)  # it holds what stands in texts that others may not read
            try:
                _prepare(table)
            except sqlite3.OperationalError:  # locked, or not to be written
                table.close()
                return False
            except sqlite3.DatabaseError:  # broken: once more without it
                table.close()
                with suppress(OSError):
                    path.unlink()
                continue
            self._table, self._path = table, path
            return True
        return False

    def get(self, key: bytes) -> bytes | None:
        """What stands under `key`, or None."""
        if key in self._new:
            return self._new[key]
        if self._table is None:
            return None
        import sqlite3

        try:
            rows = self._table.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchall()
            return _unpacked(rows[0][0]) if rows else None
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self._throw_away()
        except (zlib.error, TypeError):
            pass
        return None

    def has(self, key: bytes) -> bool:
        """Whether anything stands under `key`."""
        if key in self._new:
            return True
        if self._table is None:
            return False
        import sqlite3

        try:
            return bool(self._table.execute("SELECT 1 FROM kept WHERE key = ?", (key,)).fetchall())
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            self._throw_away()
            return False

    def put(self, key: bytes, value: bytes) -> None:
        """Keeps `value` under `key`. It is written with others, and at `close`."""
        if self._table is None:
            return
        self._new[key] = value
        self._size += len(value)
        if len(self._new) >= MANY or self._size >= MUCH:
            self._write()

    def _write(self) -> None:
        new, self._new, self._size = self._new, {}, 0
        if not new or self._table is None:
            return
        import sqlite3

        rows = [(key, zlib.compress(value, 1)) for key, value in new.items()]
        try:
            self._table.execute("BEGIN IMMEDIATE")
            try:
                self._table.executemany("INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)", rows)
                pages, size = (
                    self._table.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size")
                )
                if pages * size > LARGEST:
                    self._table.execute("DELETE FROM kept WHERE id <= (SELECT (min(id) + max(id)) / 2 FROM kept)")
                self._table.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._table.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError:
            pass
        except sqlite3.DatabaseError:
            self._throw_away()

    def _throw_away(self) -> None:
        assert self._table is not None
        assert self._path is not None
        self._table.close()
        self._table = None
        with suppress(OSError):
            self._path.unlink()

    def close(self) -> None:
        """Writes what is new."""
        self._write()
        if self._table is not None:
            self._table.close()
            self._table = None


def _unpacked(value: bytes) -> bytes | None:
    """What was compressed; None where that is more than any result: a few kilobytes may hold gigabytes of noughts."""
    stream = zlib.decompressobj()
    found = stream.decompress(value, LARGEST)
    return found if stream.eof else None


#: What is in the file, as `sqlite_master` tells it. A view of a stranger's could count for ever, a trigger do anything.
_TABLES = {
    "engine": "CREATE TABLE engine (digest TEXT)",
    "kept": "CREATE TABLE kept (id INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)",
}


def _prepare(table: sqlite3.Connection) -> None:
    """Makes an empty table, unless there is one of this very tool. Raises sqlite3.DatabaseError: OperationalError where
    it is locked, and DatabaseError itself where anything is in the file that we have not made.
    """
    import sqlite3

    # https://sqlite.org/security.html, “untrusted SQLite database files”
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "synchronous = OFF"):
        table.execute(f"PRAGMA {pragma}")
    now = engine()
    found = dict(table.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL LIMIT 9").fetchall())
    if found:
        if found != _TABLES:
            raise sqlite3.DatabaseError("not ours")
        if table.execute("SELECT digest FROM engine LIMIT 2").fetchall() == [(now,)]:
            table.execute("SELECT key, value FROM kept LIMIT 1").fetchall()
            return
    table.execute("PRAGMA auto_vacuum = FULL")
    table.execute("BEGIN IMMEDIATE")
    for name, statement in _TABLES.items():
        table.execute(f"DROP TABLE IF EXISTS {name}")
        table.execute(statement)
    table.execute("INSERT INTO engine VALUES (?)", (now,))
    table.execute("COMMIT")
