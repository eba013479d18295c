"""What a file of a corpus is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from cleaner.corpus.opening import packing
from cleaner.settings import INCLUDE

#: The folder that a run keeps its own records in. A folder that holds one is the output of a run.
RECORDS = "_cleaner"
#: The folder below it in which the rows are.
DATA = "data"


class SourceError(ValueError):
    """A source that cannot be used. The message says what is wrong, and what to do next."""


class Kind(StrEnum):
    """What a file of a corpus is."""

    JSONL = "jsonl"
    PARQUET = "parquet"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a corpus: a path or URL, what it is, and how many bytes it has."""

    address: str
    kind: Kind
    size: int

    @property
    def packed(self) -> str:
        """``gz``, ``zst`` or nothing."""
        return packing(self.address) if self.kind is Kind.JSONL else ""


def kind_of(address: str) -> Kind | None:
    """What the name says that a file is; None where it says nothing."""
    name = PurePosixPath(address).name.lower()
    bare = name.removesuffix(f".{packing(name)}") if packing(name) else name
    if bare.endswith((".jsonl", ".ndjson")):
        return Kind.JSONL
    if name.endswith((".parquet", ".pq")):
        return Kind.PARQUET
    return Kind.TEXT if any(PurePosixPath(name).match(pattern) for pattern in INCLUDE) else None
