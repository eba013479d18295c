"""The search for copies as a plan of Daft: the same on its own engine and on Ray.

    texts ─ units ─ signatures ─ slices of bands ─ pairs ─ aligned ─ what hangs together ─ clusters

Units and edges are kept in the scratch folder, so that a run that was killed goes on from there. What a worker holds
is a batch of texts or a part of the pairs; what the driver holds is 24 bytes an edge and 8 a text in a cluster.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cleaner.corpus.duplicates.buckets import SLICES
from cleaner.corpus.duplicates.curve import AIM, GRAM, Bands, bands_for
from cleaner.corpus.duplicates.pairs import components
from cleaner.corpus.duplicates.settle import Cluster, settle
from cleaner.corpus.duplicates.units import SHORTEST, WHOLE

if TYPE_CHECKING:
    from daft import DataFrame
    from numpy.typing import NDArray

#: Texts in a batch whose signatures are made: documents may be a thousand times as long as paragraphs.
_DOCUMENTS, _PARAGRAPHS = 128, 8192
#: Pairs whose texts are put beside each other at a time; documents are longer.
_PAIRS_A_TIME, _DOCUMENTS_A_TIME = 100_000, 2_000
#: Bytes of bands that are sorted at a time.
_BANDS_A_TIME = 1 << 28
#: Letters of the texts that are settled at a time.
_LETTERS_A_TIME = 1 << 26
#: The seed of the signatures: with another, other pairs at the edge of the curve are missed.
_SEED = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What counts as a copy."""

    similarity: float = 0.8  # the part of the letters on which a copy and the best one agree, at least
    shortest: int = SHORTEST  # letters of the shortest paragraph that is compared
    scripts: bool = True  # whether a traditional text may be a copy of a simplified one
    paragraphs: bool = True  # whether paragraphs are looked at, or documents only

    @property
    def bands(self) -> Bands:
        """How signatures are cut."""
        return bands_for(max(self.similarity, AIM), GRAM)


class Search:
    """The copies among `texts`: a frame with the columns ``id`` and ``text``, both strings without null.

    `scratch` is a folder that all workers see. What is kept there holds for `about`: what else the result depends on.
    """

    def __init__(self, texts: DataFrame, scratch: Path, wanted: Wanted, about: object = None) -> None:
        self.texts, self.scratch, self.wanted = texts, scratch, wanted
        self._about = json.dumps([asdict(wanted), about], sort_keys=True, default=str)
        note = scratch / "about.json"
        if not note.is_file() or note.read_text(encoding="utf-8") != self._about:
            import shutil

            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
            note.write_text(self._about, encoding="utf-8")

    def units(self) -> DataFrame:
        """All units: id, index, start, end, letters, key, agency, torn, text."""
        import daft

        folder = self.scratch / "units"
        done = self.scratch / "units.done"
        if not done.is_file():
            from cleaner.corpus.duplicates.frames import as_units

            as_units(self.texts, self.wanted.scripts, self.wanted.shortest, self.wanted.paragraphs).write_parquet(
                str(folder), write_mode="overwrite"
            )
            done.touch()
        return daft.read_parquet(f"{folder}/**")

    def clusters(self) -> Iterator[Cluster]:
        """The clusters: documents first, then paragraphs; each in the order of their best copies."""
        gone: list[str] = []
        for cluster in self._level(True, []):
            gone += [member.place.document for member in cluster.members if member.dropped]
            yield cluster
        if self.wanted.paragraphs:
            yield from self._level(False, gone)

    def _level(self, whole: bool, gone: Sequence[str]) -> Iterator[Cluster]:
        from daft import col

        from cleaner.corpus.duplicates import frames

        all_units = self.units()
        documents = all_units.where(f"index = {WHOLE}")
        units = documents if whole else all_units.where(f"index <> {WHOLE}")
        name = "documents" if whole else "paragraphs"
        edges = self._kept(f"{name}-edges", lambda: self._edges(units, name, whole))
        same = self._kept(f"{name}-same", lambda: frames.repeated(units))
        linked, label = components(edges)
        alone = np.setdiff1d(same, linked)
        keys, labels = np.concatenate((linked, alone)), np.concatenate((label, alone))
        if not len(keys):
            return
        members = frames.members(units, keys, labels)
        sizes = members.groupby("label").agg(col("letters").sum(), col("id").count_distinct().alias("ids"))
        table = sizes.where("ids > 1").select("label", "letters").to_pydict()
        order = sorted(zip(table["label"], table["letters"], strict=True))
        shares = {} if whole else frames.shares(documents, members)
        found: list[Cluster] = []
        for part in _parts(order, _LETTERS_A_TIME):
            for number, places, texts in frames.together(units, keys, labels, part, gone):
                share = 1.0 if whole else shares.get(number, 0.0)
                found += settle(places, texts, self.wanted.similarity, share, scripts=self.wanted.scripts)
        yield from sorted(found, key=lambda c: (c.members[0].place, c.name))

    def _edges(self, units: DataFrame, name: str, whole: bool) -> NDArray[np.int64]:
        """The pairs of keys whose texts were aligned and agree."""
        import daft

        from cleaner.corpus.duplicates import frames

        bands = self.wanted.bands
        folder = self.scratch / f"{name}-bands"
        frames.banded(units, bands, _SEED, self.wanted.scripts, _DOCUMENTS if whole else _PARAGRAPHS).write_parquet(
            str(folder), write_mode="overwrite"
        )
        size = sum(file.stat().st_size for file in folder.rglob("*.parquet"))
        step = max(1, SLICES * _BANDS_A_TIME // max(size, 1))
        runs = daft.read_parquet(f"{folder}/**")
        parts = [frames.meeting(runs, first, first + step) for first in range(0, SLICES, step)]
        pairs = np.unique(np.concatenate(parts), axis=0)
        if not len(pairs):
            return pairs
        most = _DOCUMENTS_A_TIME if whole else _PAIRS_A_TIME
        similarity, scripts = self.wanted.similarity, self.wanted.scripts
        return np.concatenate(
            [frames.aligned(units, pairs[n : n + most], similarity, scripts) for n in range(0, len(pairs), most)]
        )

    def _kept(self, name: str, make: Callable[[], NDArray[np.int64]]) -> NDArray[np.int64]:
        """What `make` gives, made once."""
        path = self.scratch / f"{name}.npy"
        if not path.is_file():
            beside = path.with_suffix(".part.npy")
            np.save(beside, make())
            beside.replace(path)
        found: NDArray[np.int64] = np.load(path)
        return found


def _parts(sizes: Iterable[tuple[int, int]], most: int) -> Iterator[list[int]]:
    """Numbers in their order, in parts whose sizes add up to `most` (or one that is larger)."""
    part: list[int] = []
    total = 0
    for number, size in sizes:
        if part and total + size > most:
            yield part
            part, total = [], 0
        part.append(number)
        total += size
    if part:
        yield part
