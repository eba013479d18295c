"""Clusters as records for programs: `clusters.jsonl`, one a line. Positions are code points of the text, half-open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.corpus.duplicates.settle import EXCERPT, Cluster, Member
from cleaner.corpus.duplicates.units import WHOLE

#: The version of the records. It rises when a field goes or means something else; new fields do not raise it.
SCHEMA = "scan-cleaner/duplicates/1"


class Name(NamedTuple):
    """How a document is called: its file, its row there (from 1), and its id."""

    source: str
    row: int
    id: str

    @property
    def packed(self) -> str:
        """One string that sorts as files and rows do."""
        return f"{self.source}\t{self.row:012}\t{self.id}"

    @classmethod
    def unpacked(cls, packed: str) -> Name:
        """The name that was packed."""
        source, row, id_ = packed.split("\t", 2)
        return cls(source, int(row), id_)


def cluster_record(cluster: Cluster) -> dict[str, Any]:
    """One cluster, ready for JSON."""
    best = cluster.best
    first = cluster.members[0].place
    return {
        "schema": SCHEMA,
        "cluster": cluster.name,
        "level": "document" if cluster.whole else "paragraph",
        "kind": cluster.kind.value,
        "evidence": dict(cluster.evidence),
        "best": _place(cluster.members[0])
        | {
            "why": best.why,
            "better_at": best.better,
            "places": best.places,
            "letters_more": best.letters,
            "defects_fewer": best.defects,
            "copies": best.copies,
        },
        "letters": first.letters,
        "text": cluster.text if len(cluster.text) <= EXCERPT else cluster.text[:EXCERPT] + "…",
        "members": [_member(member) for member in cluster.members],
    }


def _member(member: Member) -> dict[str, Any]:
    found = member.differing
    return _place(member) | {
        "similarity": member.similarity,
        "differs": found.state,
        "differences": [{"at": at, "best": best, "here": here} for at, best, here in found.differences],
        "differences_left_off": found.more,
        "drop": member.dropped,
        "because": member.because,
    }


def _place(member: Member) -> dict[str, Any]:
    place = member.place
    name = Name.unpacked(place.document)
    return {
        "id": name.id,
        "source": name.source,
        "row": name.row,
        "paragraph": None if place.index == WHOLE else place.index,
        "start": place.start,
        "end": place.end,
    }


@dataclass
class Counts:
    """What was found, in numbers."""

    documents: int = 0
    paragraphs: int = 0
    letters: int = 0
    bytes: int = 0
    rejected: int = 0
    complaints: list[str] = field(default_factory=list)  # of the first rows that were rejected
    clusters: Counter[str] = field(default_factory=Counter)  # by level and kind: "paragraph copy"
    members: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)  # by level: proposed
    letters_dropped: int = 0

    def add(self, cluster: Cluster) -> None:
        """Counts one cluster."""
        level = "document" if cluster.whole else "paragraph"
        self.clusters[f"{level} {cluster.kind.value}"] += 1
        self.members[f"{level} {cluster.kind.value}"] += len(cluster.members)
        for member in cluster.members:
            if member.dropped:
                self.dropped[level] += 1
                self.letters_dropped += member.place.letters

    def record(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "documents": self.documents,
            "paragraphs": self.paragraphs,
            "letters": self.letters,
            "bytes": self.bytes,
            "rejected": self.rejected,
            "clusters": _table(self.clusters),
            "members": _table(self.members),
            "proposed_to_drop": dict(sorted(self.dropped.items())),
            "letters_proposed_to_drop": self.letters_dropped,
        }


def _table(counts: Counter[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, count in sorted(counts.items()):
        level, kind = name.split(" ")
        found.setdefault(level, {})[kind] = count
    return found


def counted(clusters: Iterable[Cluster]) -> Counts:
    """The numbers of `clusters` alone."""
    counts = Counts()
    for cluster in clusters:
        counts.add(cluster)
    return counts
