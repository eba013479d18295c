"""From texts that hang together to clusters: each text agrees with the best copy, not only with a neighbour.

Texts may hang together in chains, 甲 like 乙 and 乙 like 丙, whose ends are not alike. So the best copy takes those
that agree with it, and what is left is settled by itself, until nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.corpus.duplicates.collate import Best, Differing, Variant, best_of, differing
from cleaner.corpus.duplicates.folding import fold
from cleaner.corpus.duplicates.kinds import DROPPED, Kind, Standing, kind_of
from cleaner.corpus.duplicates.pairs import similarity
from cleaner.corpus.duplicates.units import WHOLE

#: Clusters that one chain of texts is cut into at most; what is left then is told as unsettled.
_ROUNDS = 200

#: Articles of which this part agrees in long runs are the same report, whatever the headlines over them.
STEADY = 0.5

#: Why a member may be dropped: its text stands in the best copy.
DROPPING = frozenset({"exact", "same", "misread", "incomplete"})

#: Comparisons that are worth making to find out with which of several texts one goes.
_COMPARED = 4000

#: Characters of the best copy that a record shows.
EXCERPT = 160


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a text stands: a paragraph of a document, or a document. Code points, half-open."""

    document: str
    index: int
    start: int
    end: int
    letters: int
    key: int
    agency: str = ""
    statute: bool = False
    torn: bool = False
    goes: bool = False  # whether its document is proposed to be dropped as a whole


@dataclass(frozen=True, slots=True)
class Member:
    """A place of a cluster, compared with the best copy."""

    place: Place
    similarity: float
    differing: Differing
    dropped: bool  # proposed to be dropped
    #: best, exact, same (but for the script), misread, incomplete; or why it is not dropped: kind, meant, words,
    #: other, long, torn, own (in the best one's document), goes (with its document)
    because: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """One text in several documents."""

    kind: Kind
    evidence: Mapping[str, object]
    best: Best
    text: str  # of the best copy
    members: tuple[Member, ...] = field(repr=False)  # the best first, the others by document and index

    @property
    def whole(self) -> bool:
        """Whether documents are copies, not paragraphs."""
        return self.members[0].place.index == WHOLE

    @property
    def name(self) -> str:
        """The same for the same text in the same places, whatever else is in the corpus."""
        import hashlib

        seen = "\n".join(f"{m.place.document}\t{m.place.index}" for m in self.members)
        digest = hashlib.blake2b(f"{self.best.key}\n{seen}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        return ("d-" if self.whole else "p-") + digest


def settle(
    places: Sequence[Place],
    texts: Mapping[int, str],
    least: float,
    shares: float = 0.0,
    *,
    scripts: bool = True,
) -> Iterator[Cluster]:
    """The clusters of places whose texts hang together, in the order of their best copies.

    `texts` has a text for each key; `least` is the similarity (part of letters that agree) that a member must have with
    the best; `shares` is the least part of their letters that any two of the documents have in common.
    """
    left = sorted(set(places))
    folded = {key: fold(text, scripts=scripts) for key, text in texts.items()}
    for _ in range(_ROUNDS):
        if len({place.document for place in left}) < 2:
            return
        # What stands in a document that goes cannot be the copy that stays.
        staying = [place for place in left if not place.goes] or left
        hub = _hub(staying)
        near = {k for k in {p.key for p in left} if similarity(folded[hub], folded[k], least)}
        variants = _variants([place for place in staying if place.key in near], texts)
        best = best_of(variants)
        if best.key != hub:
            near = {k for k in near if similarity(folded[best.key], folded[k], least)}
        near = _nearest(best.key, near, {p.key for p in left} - near, folded, least)
        taken = [place for place in left if place.key in near]
        left = [place for place in left if place.key not in near]
        if len({place.document for place in taken}) > 1:
            yield _cluster(taken, best, texts, folded, shares)


def _hub(places: Sequence[Place]) -> int:
    """The key that stands most often; of several the longest, then the first."""
    counts: dict[int, list[Place]] = {}
    for place in places:
        counts.setdefault(place.key, []).append(place)
    return min(counts, key=lambda k: (-len(counts[k]), -counts[k][0].letters, counts[k][0]))


def _nearest(best: int, near: set[int], others: set[int], folded: Mapping[int, str], least: float) -> set[int]:
    """Those of `near` that have no nearer text among `others`: reports that are alike keep their own copies.

    Where there are too many to compare, they are taken as they are.
    """
    if len(near) * len(others) > _COMPARED:
        return near
    kept, going = near, others
    while going:
        lost = {
            k
            for k in kept - {best}
            if (mine := similarity(folded[best], folded[k], least)) < 1
            and any(similarity(folded[k], folded[o], max(least, mine)) > mine for o in going)
        }
        kept, going = kept - lost, lost
    return kept


def _variants(places: Sequence[Place], texts: Mapping[int, str]) -> list[Variant]:
    counts: dict[int, list[Place]] = {}
    for place in places:
        counts.setdefault(place.key, []).append(place)
    return [Variant(k, texts[k], len(p), (p[0].document, p[0].index)) for k, p in counts.items()]


def _cluster(
    places: Sequence[Place], best: Best, texts: Mapping[int, str], folded: Mapping[int, str], shares: float
) -> Cluster:
    agencies = sorted({place.agency for place in places if place.agency})
    standing = Standing(
        text=texts[best.key],
        whole=places[0].index == WHOLE,
        members=len(places),
        documents=len({place.document for place in places}),
        agencies=agencies,
        wired=len({place.document for place in places if place.agency}),
        statutes=len({place.document for place in places if place.statute}),
        shared=shares,
        letters=min(place.letters for place in places),
    )
    kind, evidence = kind_of(standing)
    keys = {place.key for place in places}
    found = {key: differing(texts[best.key], texts[key]) for key in sorted(keys)}
    twice = any(len({p.document for p in places if p.key == key}) > 1 for key in keys)
    if kind in (Kind.COPY, Kind.WIRE) and not twice:
        others = [found[key] for key in sorted(keys - {best.key})]
        loose = [d.steady < STEADY or (kind is Kind.COPY and not standing.whole) for d in others]
        if all(d.state in ("meant", "words") and free for d, free in zip(others, loose, strict=True)):
            # The same words each day, with the figures of the day: no two of them say the same.
            kind = Kind.VERSION
    # A copy that stays is a whole paragraph, in a document that stays.
    best_place = min((p for p in places if p.key == best.key), key=lambda p: (p.goes, p.torn, p))
    members = []
    for place in sorted(places, key=lambda p: (p is not best_place, p)):
        alike = similarity(folded[best.key], folded[place.key], 0.0)
        because = (
            "best"
            if place is best_place
            else _because(kind, place, found[place.key], best_place, place.key == best.key)
        )
        dropped = because in DROPPING
        members.append(Member(place, round(alike, 4), found[place.key], dropped, because))
    return Cluster(kind, evidence, best, texts[best.key], tuple(members))


def _because(kind: Kind, place: Place, found: Differing, best: Place, exact: bool) -> str:
    if kind not in DROPPED:
        return "kind"
    if place.document == best.document:
        return "own"
    if place.goes or best.goes:
        return "goes"
    if not found.harmless:
        return found.state
    if place.torn:
        return "torn"
    return "exact" if exact else found.state
