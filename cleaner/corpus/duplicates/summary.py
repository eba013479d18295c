"""What a person reads first: the numbers, and a sample of the clusters with what differs between the copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from cleaner.corpus.duplicates.kinds import Kind
from cleaner.corpus.duplicates.records import Counts, Name
from cleaner.corpus.duplicates.settle import Cluster, Member
from cleaner.corpus.duplicates.units import WHOLE
from cleaner.corpus.duplicates.words import say

#: Clusters of each kind and level, members of each, and characters of the text that the sample shows.
CLUSTERS, MEMBERS, CHARACTERS = 8, 6, 120


class Sample:
    """Takes clusters as they come and keeps a few of each kind: the first of those with most to see."""

    def __init__(self) -> None:
        self._kept: dict[tuple[bool, Kind], list[Cluster]] = {}

    def add(self, cluster: Cluster) -> None:
        """Keeps `cluster` if few of its kind are kept, or if copies differ in it and they do not in another."""
        kept = self._kept.setdefault((cluster.whole, cluster.kind), [])
        if len(kept) < CLUSTERS:
            kept.append(cluster)
        elif _differs(cluster):
            dull = next((n for n, other in enumerate(kept) if not _differs(other)), None)
            if dull is not None:
                kept[dull] = cluster

    def __iter__(self) -> Iterator[Cluster]:
        order = {kind: number for number, kind in enumerate(Kind)}
        for _, some in sorted(self._kept.items(), key=lambda item: (order[item[0][1]], not item[0][0])):
            yield from some


def _differs(cluster: Cluster) -> bool:
    return any(member.differing.differences for member in islice(cluster.members, 200))


def summary(counts: Counts, lang: str) -> str:
    """The numbers, as Markdown."""
    lines = [
        say(lang, "title"),
        "",
        say(
            lang,
            "read",
            documents=counts.documents,
            paragraphs=counts.paragraphs,
            mb=round(counts.bytes / 1e6, 1),
            rejected=counts.rejected,
        ),
        "",
    ]
    if not counts.clusters:
        return "\n".join([*lines, say(lang, "none"), ""])
    lines.append(say(lang, "table"))
    for name, count in sorted(counts.clusters.items()):
        level, kind = name.split(" ")
        lines.append(f"| {level} | {say(lang, f'kind-{kind}')} | {count} | {counts.members[name]} |")
    dropped = counts.dropped
    told = say(
        lang,
        "proposed",
        documents=dropped["document"],
        paragraphs=dropped["paragraph"],
        letters=counts.letters_dropped,
    )
    return "\n".join([*lines, "", told, ""])


def sample(clusters: Iterable[Cluster], lang: str) -> str:
    """Some clusters, as Markdown: the text, the best copy and why, and how the others differ."""
    lines = [say(lang, "sample"), ""]
    for cluster in clusters:
        documents = len({member.place.document for member in cluster.members})
        kind = say(lang, f"kind-{cluster.kind}")
        lines += [say(lang, "cluster", kind=kind, documents=documents, name=cluster.name), ""]
        lines += [f"> {_quoted(cluster.text)}", ""]
        best, *others = cluster.members
        lines.append(say(lang, "best", where=_where(best, lang), why=why(cluster, lang)))
        for member in others[:MEMBERS]:
            percent = f"{100 * member.similarity:.1f}"
            because = say(lang, f"because-{member.because}")
            lines.append(
                say(lang, "member", where=_where(member, lang), percent=percent, because=because) + _differences(member)
            )
        if len(others) > MEMBERS:
            lines.append(say(lang, "more", count=len(others) - MEMBERS))
        lines.append("")
    return "\n".join(lines)


def why(cluster: Cluster, lang: str) -> str:
    """Why the best copy is the best, in a sentence."""
    best = cluster.best
    return say(
        lang,
        f"why-{best.why}",
        better=best.better,
        places=best.places,
        letters=best.letters,
        defects=best.defects,
        copies=best.copies,
    )


def _differences(member: Member) -> str:
    found = member.differing
    if not found.differences:
        return ""
    # What the best copy has stands first: 口|囗.
    shown = " ".join(f"`{_plain(best) or '∅'}|{_plain(here) or '∅'}`" for _, best, here in found.differences[:6])
    return f" — {shown}" + (" …" if len(found.differences) > 6 or found.more else "")


def _where(member: Member, lang: str) -> str:
    name = Name.unpacked(member.place.document)
    called = f"`{_plain(name.id)}`"
    if member.place.index == WHOLE:
        return called
    return say(lang, "paragraph", name=called, start=member.place.start, end=member.place.end)


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return _escaped(text if len(text) <= CHARACTERS else text[:CHARACTERS] + "…")


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("`", "'")


def _escaped(text: str) -> str:
    """`text` as Markdown shows it: no mark of it makes a tag or emphasis."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)
