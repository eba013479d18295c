"""Makes a failing input smaller while it fails in the same way, so that a person can see what it is."""

from __future__ import annotations

import time

from benchmarks.fuzzing.running import failure
from benchmarks.fuzzing.shared import Target


def smaller(target: Target, data: bytes, seconds: float = 60.0) -> bytes:
    """A part of `data` that fails as `data` does, found by taking pieces out, for at most so many seconds of CPU.

    Pieces are of characters where `data` is UTF-8, else of bytes: first halves, then quarters, and so on to single ones
    (A. Zeller, R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002, without the complements).
    """
    called, _ = failure(target, data)
    if not called:
        return data
    end = time.process_time() + seconds
    pieces = _pieces(data)
    size = len(pieces) // 2
    while size and time.process_time() < end:
        at, shrunk = 0, False
        while at < len(pieces) and time.process_time() < end:
            rest = pieces[:at] + pieces[at + size :]
            if failure(target, b"".join(rest))[0] == called:
                pieces, shrunk = rest, True
            else:
                at += size
        if not (shrunk and size == 1):
            size //= 2
    return b"".join(pieces)


def _pieces(data: bytes) -> list[bytes]:
    for head in (0, 1):  # the first byte may say how
        try:
            text = data[head:].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            continue
        return [data[:head], *(char.encode("utf-8", "surrogatepass") for char in text)]
    return [data[at : at + 1] for at in range(len(data))]
