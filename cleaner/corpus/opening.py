"""Opens what is read, on this machine or in an object store, packed or not."""

from __future__ import annotations

import gzip
import io
import logging
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from daft.daft import PyDaftFile

#: Bytes fetched from an object store at a time.
FETCHED = 1 << 22


class Damaged(ValueError):
    """A packed file cannot be unpacked from some place on. The message says why."""


def is_remote(address: str) -> bool:
    """Whether `address` is a URL (``s3://bucket/key``), not a path on this machine."""
    scheme, colon, _ = address.partition("://")
    return bool(colon) and scheme.isidentifier() and scheme != "file"


def packing(address: str) -> str:
    """``gz``, ``zst`` or nothing, by the end of the name."""
    return next((end for end in ("gz", "zst") if address.lower().endswith(f".{end}")), "")


def open_bytes(address: str) -> IO[bytes]:
    """The bytes at `address` as they lie there, to read and to seek in. Raises OSError.

    An object store is read through Daft, with the credentials that Daft finds in the environment.
    """
    if not is_remote(address):
        return Path(address.removeprefix("file://")).open("rb")
    quiet()
    from daft import File
    from daft.exceptions import DaftCoreException

    try:
        return io.BufferedReader(_Remote(File(address).open(buffer_size=FETCHED)), FETCHED)
    except DaftCoreException as error:
        raise OSError(str(error)) from error


def open_lines(address: str) -> IO[bytes]:
    """The unpacked bytes at `address`, to read from the start. Raises OSError; reading raises Damaged too."""
    packed = packing(address)
    file = open_bytes(address)
    if packed == "gz":
        return io.BufferedReader(_Unpacked(cast("IO[bytes]", gzip.GzipFile(fileobj=file)), file), 1 << 20)
    if packed == "zst":
        import pyarrow as pa

        stream = pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
        return io.BufferedReader(_Unpacked(cast("IO[bytes]", stream), file), 1 << 20)
    return file


class _Remote(io.RawIOBase):
    """A file of Daft as one of Python's."""

    def __init__(self, file: PyDaftFile) -> None:
        self._file, self._size = file.__enter__(), file.size()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        from daft.exceptions import DaftCoreException

        try:
            data = self._file.read(len(buffer))
        except DaftCoreException as error:
            raise OSError(str(error)) from error
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._file.tell(), os.SEEK_END: self._size}[whence]
        return int(self._file.seek(min(base + offset, self._size)))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        if not self.closed:
            self._file.__exit__(None, None, None)
        super().close()


class _Unpacked(io.RawIOBase):
    """What an unpacker gives. Bad packing raises Damaged; an error of the disk or the net stays an OSError."""

    def __init__(self, stream: IO[bytes], below: IO[bytes]) -> None:
        self._stream, self.below = stream, below

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            # A little at a time: what was unpacked in the call that fails is lost.
            data = self._stream.read(min(len(buffer), 1 << 16))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Damaged(str(error)) from error
        except OSError as error:
            # Arrow says so in words alone: "Truncated compressed stream", "ZSTD decompress failed: …".
            if error.errno is None and any(word in str(error) for word in ("ZSTD", "runcated compressed")):
                raise Damaged(str(error)) from error
            raise
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            with suppress(OSError):
                self._stream.close()
            self.below.close()
        super().close()


def quiet() -> None:
    """Keeps Daft from drawing its own bars and from telling its makers that it was used. Call before importing it."""
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
    # It warns of an address with nothing behind it; so do we.
    logging.getLogger("daft_local_execution").setLevel(logging.ERROR)


def consumed(stream: IO[bytes]) -> int:
    """How many packed bytes what `open_lines` gave has taken in."""
    unpacked = getattr(stream, "raw", None)
    return unpacked.below.tell() if isinstance(unpacked, _Unpacked) else stream.tell()
