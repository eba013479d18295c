"""The steps of the search on data frames: what is ours to compute, as functions that Daft calls with batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, cast

import daft
import numpy as np
import pyarrow as pa
from daft import DataType, col
from daft.functions import minhash, to_struct, when

from cleaner.corpus.duplicates.buckets import candidates, sliced
from cleaner.corpus.duplicates.curve import GRAM, Bands, band_keys
from cleaner.corpus.duplicates.folding import fold, spaced
from cleaner.corpus.duplicates.pairs import similarity
from cleaner.corpus.duplicates.records import Name
from cleaner.corpus.duplicates.settle import Place
from cleaner.corpus.duplicates.units import units_of

if TYPE_CHECKING:
    from daft import DataFrame, Expression, Series
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Documents up to which a text that they share says how much else any two of them share.
SPREAD = 12

#: Rows that one call computes signatures for: their bands take 640 bytes a text.
_BATCH = 8192
#: Documents that one call cuts into paragraphs.
_TEXTS = 256

_UNIT = DataType.struct(
    {
        "index": DataType.int64(),
        "start": DataType.int64(),
        "end": DataType.int64(),
        "letters": DataType.int64(),
        "key": DataType.int64(),
        "agency": DataType.string(),
        "statute": DataType.bool(),
        "torn": DataType.bool(),
        "words": DataType.string(),
    }
)
_FIELDS = attrgetter("index", "start", "end", "letters", "key", "agency", "statute", "torn", "words")
_PLACE = ("index", "start", "end", "letters", "key", "agency", "statute", "torn")
_RUN = DataType.struct({"slice": DataType.int64(), "run": DataType.binary()})
_SHARED = DataType.struct({"a": DataType.string(), "b": DataType.string(), "both": DataType.int64()})


@daft.func.batch(return_dtype=DataType.list(_UNIT), batch_size=_TEXTS)
def _units(texts: Series, scripts: bool, shortest: int, paragraphs: bool) -> pa.Array:
    rows: list[tuple[object, ...]] = []
    offsets = [0]
    for text in texts.to_pylist():
        rows += map(_FIELDS, units_of(text, scripts=scripts, shortest=shortest, whole_only=not paragraphs))
        offsets.append(len(rows))
    # Column by column, since a struct for each row costs as much as finding it.
    types = _UNIT.to_arrow_dtype()
    columns = (
        [pa.array(some, types.field(n).type) for n, some in enumerate(zip(*rows, strict=True))]
        if rows
        else [pa.array([], field.type) for field in types]
    )
    return pa.LargeListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, fields=list(types)))


@daft.func.batch(return_dtype=DataType.string(), batch_size=_BATCH)
def _spaced(texts: Series, scripts: bool) -> list[str]:
    return [spaced(fold(text, scripts=scripts)) for text in texts.to_pylist()]


@daft.func.batch(return_dtype=DataType.list(_RUN), batch_size=_BATCH)
def _runs(keys: Series, signatures: Series, count: int, rows: int) -> list[list[dict[str, object]]]:
    bands = Bands(count, rows)
    minima = np.array(signatures.to_arrow().flatten(), np.uint32).reshape(-1, bands.hashes)
    numbers = np.array(keys.to_arrow(), np.int64)
    runs: list[dict[str, object]] = [{"slice": n, "run": run} for n, run in sliced(numbers, band_keys(minima, bands))]
    # A call gives a row for each that it takes: the first has all.
    return [runs, *([] for _ in range(len(numbers) - 1))]


@daft.func.batch(return_dtype=DataType.binary(), batch_size=1)
def _pairs(runs: Series) -> list[bytes]:
    return [candidates(some).tobytes() for some in runs.to_pylist()]


@daft.func.batch(return_dtype=DataType.float64(), batch_size=1024)
def _alike(one: Series, other: Series, least: float, scripts: bool) -> list[float]:
    return [
        similarity(fold(a, scripts=scripts), fold(b, scripts=scripts), least)
        for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True)
    ]


@daft.func.batch(return_dtype=DataType.list(_SHARED))
def _shared(members: Series) -> list[list[dict[str, object]]]:
    found = []
    for some in members.to_pylist():
        letters: dict[str, int] = {}
        for member in some:
            letters[member["id"]] = max(letters.get(member["id"], 0), member["letters"])
        ids = sorted(letters) if len(letters) <= SPREAD else []
        pairs = ((a, b) for n, a in enumerate(ids) for b in ids[n + 1 :])
        found.append([{"a": a, "b": b, "both": min(letters[a], letters[b])} for a, b in pairs])
    return found


@daft.func.batch(return_dtype=DataType.string())
def _named(sources: Series, rows: Series, ids: Series) -> list[str]:
    columns = (sources.to_pylist(), rows.to_pylist(), ids.to_pylist())
    return [Name(*row).packed for row in zip(*columns, strict=True)]


def as_texts(corpus: DataFrame) -> DataFrame:
    """The texts of a `corpus` (see `cleaner.corpus.sources.read`) under names that sort as files and rows do."""
    well = corpus.where(col("problem").is_null())
    return well.select(_as(_named(col("source"), col("row"), col("id")), "id"), "text")


def as_units(texts: DataFrame, scripts: bool, shortest: int, paragraphs: bool) -> DataFrame:
    """The documents of `texts` (id, text) and their paragraphs, a row each."""
    units = texts.select("id", _as(_units(col("text"), scripts, shortest, paragraphs), "unit")).explode("unit")
    return units.where(col("unit").not_null()).select("id", col("unit").unnest())


def repeated(units: DataFrame) -> Ints:
    """The keys of texts that stand in two places or more exactly so."""
    counts = units.groupby("key").agg(col("id").count().alias("count")).where("count > 1")
    return np.sort(_column(counts.select("key"), "key"))


def banded(units: DataFrame, bands: Bands, seed: int, scripts: bool, batch: int) -> DataFrame:
    """Runs of bytes by slice of the hash space, see `cleaner.corpus.duplicates.buckets`: slice, run.

    `batch` texts are held with their letters apart, which takes four times their bytes.
    """
    units = units.into_batches(batch)
    letters = units.select("key", _as(_spaced(col("words"), scripts), "letters"))
    signed = letters.select(
        "key",
        minhash(col("letters"), num_hashes=bands.hashes, ngram_size=GRAM, seed=seed, hash_function="xxhash3_64").alias(
            "minima"
        ),
    )
    runs = signed.select(_as(_runs(col("key"), col("minima"), bands.bands, bands.rows), "run")).explode("run")
    return runs.where(col("run").not_null()).select(col("run").unnest())


def meeting(runs: DataFrame, first: int, last: int) -> Ints:
    """The pairs of keys that share a band in the slices from `first` to `last`, exclusive."""
    some = runs.where(f"slice >= {first} and slice < {last}")
    found = some.groupby("slice").agg(col("run").list_agg()).select(_as(_pairs(col("run")), "pairs"))
    parts = [np.frombuffer(part, np.int64).reshape(-1, 2) for part in found.to_pydict()["pairs"]]
    return np.unique(np.concatenate([np.zeros((0, 2), np.int64), *parts]), axis=0)


def aligned(units: DataFrame, pairs: Ints, least: float, scripts: bool) -> Ints:
    """Those of `pairs` (of keys) whose texts agree in the part `least` of their letters."""
    keys = daft.from_pydict({"key": np.unique(pairs)})
    # Texts with one key differ in white space alone; one of them is taken, the same in each run.
    texts = units.join(keys, on="key").groupby("key").agg(col("words").min())
    both = (
        daft.from_pydict({"a": pairs[:, 0], "b": pairs[:, 1]})
        .join(texts.select(col("key").alias("a"), col("words").alias("one")), on="a")
        .join(texts.select(col("key").alias("b"), col("words").alias("other")), on="b")
    )
    found = both.select("a", "b", _as(_alike(col("one"), col("other"), least, scripts), "alike"))
    kept = found.where("alike > 0").select("a", "b").to_pydict()
    edges = np.array([kept["a"], kept["b"]], np.int64).T.reshape(-1, 2)
    return np.unique(edges, axis=0)


def members(units: DataFrame, keys: Ints, labels: Ints) -> DataFrame:
    """The units with one of `keys`, without their texts, and the label of each: id, key, letters, label."""
    return units.select("id", "key", "letters").join(daft.from_pydict({"key": keys, "label": labels}), on="key")


def shares(documents: DataFrame, found: DataFrame) -> dict[int, float]:
    """For each label of `found` (see `members`) the least part of their letters that two of its documents share."""
    pairs = found.groupby("label").agg(to_struct(col("id"), col("letters")).list_agg().alias("members"))
    pairs = pairs.select("label", _as(_shared(col("members")), "pair")).explode("pair")
    pairs = pairs.where(col("pair").not_null()).select("label", col("pair").unnest())
    totals = pairs.groupby("a", "b").agg(col("both").sum().alias("all"))
    sizes = documents.groupby("id").agg(col("letters").max().alias("size"))
    totals = totals.join(sizes.select(col("id").alias("a"), col("size").alias("one")), on="a")
    totals = totals.join(sizes.select(col("id").alias("b"), col("size").alias("other")), on="b")
    least = when(col("one") < col("other"), col("one")).otherwise(col("other"))
    parts = totals.select("a", "b", (col("all") / least).alias("part"))
    table = pairs.join(parts, on=["a", "b"]).groupby("label").agg(col("part").min()).to_pydict()
    return {label: min(1.0, part) for label, part in zip(table["label"], table["part"], strict=True)}


def together(
    units: DataFrame, keys: Ints, labels: Ints, wanted: Sequence[int], gone: Sequence[str]
) -> Iterator[tuple[int, list[Place], dict[int, str]]]:
    """For each of the labels `wanted`: the label, where its texts stand, and a text for each key."""
    chosen = np.isin(labels, np.array(wanted, np.int64))
    table = daft.from_pydict({"key": keys[chosen], "label": labels[chosen]})
    some = units.join(table, on="key")
    texts = some.groupby("key").agg(col("words").min(), col("label").any_value()).to_pydict()
    words: dict[int, dict[int, str]] = {}
    for key, label, text in zip(texts["key"], texts["label"], texts["words"], strict=True):
        words.setdefault(label, {})[key] = text
    places: dict[int, list[Place]] = {}
    goes = frozenset(gone)
    for row in some.select("label", "id", *_PLACE).iter_rows():
        place = Place(row["id"], **{name: row[name] for name in _PLACE}, goes=row["id"] in goes)
        places.setdefault(row["label"], []).append(place)
    for label in wanted:
        yield label, sorted(places[label]), words[label]


def _as(called: object, name: str) -> Expression:
    """What a function of ours gives for columns, under a name. (Daft types it as if it were called with values too.)"""
    return cast("Expression", called).alias(name)


def _column(frame: DataFrame, name: str) -> Ints:
    return np.array(frame.to_pydict()[name], np.int64)
