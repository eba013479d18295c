"""Texts that share a band, found by sorting: arrays of 16 bytes a band, cut into slices that each fit into memory.

A row a band in a data frame would cost forty rows a paragraph. So each batch of texts gives for each slice of the hash
space one run of bytes, and only these runs are put together by slice, by whatever engine there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from cleaner.corpus.duplicates.pairs import pairs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Slices of the hash space: the first byte of a band's key says which.
SLICES = 256

#: Bytes that a text takes in each of its bands: the band's key and its own.
ENTRY = 16


def sliced(keys: NDArray[np.int64], bands: NDArray[np.uint64]) -> Iterator[tuple[int, bytes]]:
    """For each slice that there is, its number and its entries: pairs of 64 bits, the band's key and the text's.

    `keys` has one number a text, `bands` a row a text. Of texts that read the same only one is taken.
    """
    keys, first = np.unique(keys, return_index=True)
    bands = bands[first]
    entries = np.empty((bands.size, 2), np.uint64)
    entries[:, 0] = bands.ravel()
    entries[:, 1] = np.repeat(keys.astype(np.uint64), bands.shape[1])
    number = (entries[:, 0] >> np.uint64(56)).astype(np.int64)
    order = np.argsort(number, kind="stable")
    ends = np.searchsorted(number[order], np.arange(SLICES + 1))
    entries = entries[order]
    for slice_, (start, stop) in enumerate(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)):
        if stop > start:
            yield slice_, entries[start:stop].tobytes()


def candidates(runs: Iterable[bytes]) -> NDArray[np.int64]:
    """The pairs of keys to compare, each once and in order, among the texts of one slice."""
    entries = np.frombuffer(b"".join(runs), np.uint64).reshape(-1, 2)
    order = np.lexsort((entries[:, 1], entries[:, 0]))
    band, key = entries[order, 0], entries[order, 1].astype(np.int64)
    keep = np.ones(len(band), bool)
    keep[1:] = (band[1:] != band[:-1]) | (key[1:] != key[:-1])
    band, key = band[keep], key[keep]
    starts = np.flatnonzero(np.concatenate(([True], band[1:] != band[:-1]))) if len(band) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(band)))
    # Most that share a band are two; these need no walk in Python.
    twos = starts[sizes == 2]
    found = [np.column_stack((key[twos], key[twos + 1]))]
    for start, size in zip(starts[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
        found.append(np.array(list(pairs_of(key[start : start + size].tolist())), np.int64).reshape(-1, 2))
    return np.unique(np.concatenate(found), axis=0)
