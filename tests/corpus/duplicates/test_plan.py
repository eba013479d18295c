"""The search on Daft, against comparing all with all, and the same however it is cut."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

pytest.importorskip("daft", reason="Daft is not installed; pip install 'scan-cleaner[corpus]'")

import daft

from cleaner.corpus.duplicates.folding import fold
from cleaner.corpus.duplicates.pairs import similarity
from cleaner.corpus.duplicates.plan import Search, Wanted, _parts
from cleaner.corpus.duplicates.records import cluster_record
from cleaner.corpus.duplicates.settle import Cluster
from cleaner.corpus.duplicates.units import WHOLE, units_of
from tests.corpus.duplicates.made import changed, document, paragraph


def corpus(seed: int, count: int = 24) -> dict[str, str]:
    """Documents, some of them with a paragraph of another, exactly or misread."""
    rng = random.Random(seed)
    known = [paragraph(rng) for _ in range(6)]
    texts = {}
    for n in range(count):
        lines = document(rng, 2).split("\n")
        for _ in range(rng.randrange(3)):
            text = rng.choice(known)
            lines.append(changed(text, rng.choice((0, 0, 1, 3)), rng))
        texts[f"f\t{n:012}\t{n}"] = "\n".join(lines)
    for n in range(3):
        texts[f"g\t{n:012}\t{n}"] = texts[f"f\t{n:012}\t{n}"]
    return texts


def search(texts: dict[str, str], folder: Path, batch: int = 1000, wanted: Wanted | None = None) -> list[Cluster]:
    frame = daft.from_pydict({"id": list(texts), "text": list(texts.values())}).into_batches(batch)
    return list(Search(frame, folder, wanted or Wanted()).clusters())


def pairs(found: list[Cluster]) -> set[tuple[tuple[str, int], tuple[str, int]]]:
    """All pairs of places in one cluster, in different documents."""
    result = set()
    for cluster in found:
        places = sorted((m.place.document, m.place.index) for m in cluster.members)
        result |= {(a, b) for a, b in combinations(places, 2) if a[0] != b[0]}
    return result


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_comparing_all_with_all_finds(seed: int, tmp_path: Path) -> None:
    """Each pair that is nearly the same is found, and each that is found agrees with one best copy."""
    texts = corpus(seed)
    units = [(name, unit) for name, text in texts.items() for unit in units_of(text)]
    near = set()
    for (a, one), (b, other) in combinations(units, 2):
        like = a != b and (one.index == WHOLE) == (other.index == WHOLE)
        # Three letters of a hundred and twenty are wrong at most: bands miss one such pair in millions.
        if like and similarity(fold(one.words), fold(other.words), 0.95):
            near.add(tuple(sorted(((a, one.index), (b, other.index)))))
    found = search(texts, tmp_path / "scratch")
    assert near <= pairs(found)
    assert len(near) > 10
    for cluster in found:
        best, *others = cluster.members
        for member in others:
            start, end = member.place.start, member.place.end
            here = texts[member.place.document][start:end]
            there = texts[best.place.document][best.place.start : best.place.end]
            assert similarity(fold(here), fold(there), 0.0) == pytest.approx(member.similarity, abs=1e-4)
            assert member.similarity >= 0.8


def test_order_and_batches_change_nothing(tmp_path: Path) -> None:
    """Any order of documents in batches of any size gives the same clusters, to the last field."""
    texts = corpus(4)
    expected = [cluster_record(cluster) for cluster in search(texts, tmp_path / "a")]
    assert len({record["cluster"] for record in expected}) == len(expected) > 3
    for batch in (1, 7):
        items = list(texts.items())
        random.Random(batch).shuffle(items)
        again = [cluster_record(cluster) for cluster in search(dict(items), tmp_path / f"b{batch}", batch)]
        assert again == expected


def test_parts_of_the_work_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Done in many small parts, as a corpus of millions is, it is the same."""
    texts = corpus(5)
    expected = search(texts, tmp_path / "a")
    for name, most in (
        ("_PAIRS_A_TIME", 3),
        ("_DOCUMENTS_A_TIME", 1),
        ("_LETTERS_A_TIME", 500),
        ("_BANDS_A_TIME", 4000),
    ):
        monkeypatch.setattr(f"cleaner.corpus.duplicates.plan.{name}", most)
    assert search(texts, tmp_path / "b") == expected


def test_a_run_that_was_killed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done is not done again, unless something else is asked for."""
    texts = corpus(6)
    frame = daft.from_pydict({"id": list(texts), "text": list(texts.values())})
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.corpus.duplicates.frames.together", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            list(Search(frame, tmp_path / "scratch", Wanted()).clusters())
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.corpus.duplicates.frames.as_units", lambda *args: 1 / 0)
        again = list(Search(frame, tmp_path / "scratch", Wanted()).clusters())
        with pytest.raises(ZeroDivisionError):
            list(Search(frame, tmp_path / "scratch", Wanted(similarity=0.9)).clusters())
    assert again == search(texts, tmp_path / "other")


def test_documents_alone(tmp_path: Path) -> None:
    """Where paragraphs are not wanted, only documents are compared, and the same are found."""
    texts = corpus(7)
    whole = [c for c in search(texts, tmp_path / "a") if c.whole]
    assert search(texts, tmp_path / "b", wanted=Wanted(paragraphs=False)) == whole != []


def test_nothing_is_no_trouble(tmp_path: Path) -> None:
    """No text, empty ones, and one alone have no copies."""
    assert search({"a\t1\ta": ""}, tmp_path / "a") == []
    assert search({"a\t1\ta": paragraph(random.Random(1)), "b\t1\tb": ""}, tmp_path / "b") == []


def test_parts_keep_their_bounds() -> None:
    """Numbers come in order, in parts of the size asked for, and what is larger comes alone."""
    assert list(_parts([(1, 5), (2, 5), (3, 20), (4, 1)], 10)) == [[1, 2], [3], [4]]
