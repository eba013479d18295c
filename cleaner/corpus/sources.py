"""Which files a corpus is, and the corpus as a Daft DataFrame."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cleaner.corpus.kinds import DATA, RECORDS, Kind, Source, SourceError, kind_of
from cleaner.corpus.opening import is_remote, quiet
from cleaner.corpus.words import say
from cleaner.inputs import find as find_inputs
from cleaner.settings import INCLUDE, Settings, SettingsError
from cleaner.settings.globs import SlowGlob
from cleaner.settings.words import say as words

if TYPE_CHECKING:
    from daft import DataFrame

__all__ = ["DATA", "RECORDS", "Kind", "Source", "SourceError", "find", "kind_of", "read"]


def find(sources: Iterable[str], settings: Settings) -> list[Source]:
    """The files behind `sources`: paths, folders, globs and URLs; each once, in a steady order.

    A folder gives its JSONL and Parquet files; where it has none, its texts (`settings.include`, as `cleaner check`
    takes them). The output of `cleaner corpus fix` gives the rows in it. Raises SourceError.
    """
    try:
        return _find(sources, settings)
    except SettingsError as error:
        what = words(settings.lang, "glob-slow", pattern=error.pattern) if isinstance(error, SlowGlob) else str(error)
        raise SourceError(what) from None


def _find(sources: Iterable[str], settings: Settings) -> list[Source]:
    found: dict[str, Source] = {}
    for given in sources:
        files = list(_remote(given, settings) if is_remote(given) else _local(given, settings))
        if not files:
            raise SourceError(f"{given}: {say(settings.lang, 'nothing-there')}")
        for source in files:
            found.setdefault(source.address, source)
    return list(found.values())


def _local(given: str, settings: Settings) -> Iterator[Source]:
    path = Path(given.removeprefix("file://"))
    if given and path.is_dir():
        yield from _folder(path, settings)
    elif given and path.exists():
        yield _named(str(path), path.stat().st_size, settings)
    elif glob.has_magic(given):
        for name in sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207 - takes absolute patterns too
            if Path(name).is_file():
                yield _named(name, Path(name).stat().st_size, settings)
    else:
        _, complaints = find_inputs([given], settings)
        raise SourceError("\n".join(map(str, complaints)))


def _folder(folder: Path, settings: Settings) -> Iterator[Source]:
    if (folder / RECORDS).is_dir() and (folder / DATA).is_dir():
        folder = folder / DATA
    data = []
    for at, below, names in os.walk(folder):
        # What begins with _ or . is a mark or a record to every tool that reads such folders: _SUCCESS, _cleaner.
        # Nor is the output of a run read by chance, such as the one that is being written.
        below[:] = sorted(
            name for name in below if not name.startswith(("_", ".")) and not (Path(at) / name / RECORDS).is_dir()
        )
        for name in sorted(names):
            if kind_of(name) in (Kind.JSONL, Kind.PARQUET) and not name.startswith(("_", ".")):
                data.append(Path(at) / name)
    data = [path for path in data if _wanted(path.relative_to(folder).as_posix(), settings)]
    if data:
        for path in sorted(data):
            yield _named(str(path), path.stat().st_size, settings)
        return
    inputs, complaints = find_inputs([str(folder)], settings)
    if complaints:
        raise SourceError("\n".join(map(str, complaints)))
    for item in inputs:
        if any((at / RECORDS).is_dir() for at in item.path.parents if at.is_relative_to(folder)):
            continue
        yield Source(str(item.path), Kind.TEXT, item.path.stat().st_size)


def _remote(given: str, settings: Settings) -> Iterator[Source]:
    quiet()
    import daft
    from daft.exceptions import DaftCoreException

    single = glob.has_magic(given) or kind_of(given) is not None
    base = given.rstrip("/") + "/"
    try:
        listed = daft.from_glob_path(given if single else f"{base}**").select("path", "size").to_pydict()
    except (DaftCoreException, FileNotFoundError) as error:
        if "No matching file" in str(error) or "at least 1 MicroPartition" in str(error):
            return
        what = str(error).strip().splitlines()[0]
        raise SourceError(f"{given}: {say(settings.lang, 'unreadable-source', error=what)}") from error
    pairs = sorted((path, size or 0) for path, size in zip(listed["path"], listed["size"], strict=True))
    if single:
        for path, size in pairs:
            yield _named(path, size, settings)
        return
    below = [(path, size) for path, size in pairs if not _hidden(path.removeprefix(base))]
    if any(path.startswith(f"{base}{DATA}/") for path, _ in below) and any(
        path.startswith(f"{base}{RECORDS}/") for path, _ in pairs
    ):
        below = [(path, size) for path, size in below if path.startswith(f"{base}{DATA}/")]
    below = [(path, size) for path, size in below if _wanted(path.removeprefix(base), settings)]
    data = [(path, size) for path, size in below if kind_of(path) in (Kind.JSONL, Kind.PARQUET)]
    for path, size in data:
        yield _named(path, size, settings)
    if not data:
        for path, size in below:
            if _matches(path.removeprefix(base), settings.include):
                yield Source(path, Kind.TEXT, size)


def _hidden(below: str) -> bool:
    return any(piece.startswith(("_", ".")) for piece in below.split("/"))


def _matches(name: str, patterns: Sequence[str]) -> bool:
    from cleaner.settings.globs import compiled

    return compiled(patterns).match_file(name)


def _wanted(name: str, settings: Settings) -> bool:
    """Whether --include and --exclude leave a file in; without --include, data files of all names are taken."""
    if settings.exclude and _matches(name, settings.exclude):
        return False
    return settings.include == INCLUDE or _matches(name, settings.include)


def _named(address: str, size: int, settings: Settings) -> Source:
    kind = kind_of(address)
    if kind is None:
        if settings.include == INCLUDE or not _matches(PurePosixPath(address).name, settings.include):
            suffix = PurePosixPath(address).suffix or PurePosixPath(address).name
            raise SourceError(f"{address}: {say(settings.lang, 'unknown-kind', suffix=suffix)}")
        kind = Kind.TEXT
    return Source(address, kind, size)


def read(
    sources: Sequence[Source],
    text_column: str = "text",
    id_column: str | None = None,
    *,
    encoding: str = "auto",
    lang: str = "en",
    batch_rows: int = 1000,
) -> DataFrame:
    """The texts of a corpus as a lazy Daft DataFrame, the same on Daft's own engine and on Ray.

    `sources` come from `find`. A row each, with the columns

    - ``source`` (string): the path or URL of the file,
    - ``row`` (int64): its place there, from 1: the line of a JSONL file, the row of a Parquet file, 1 for a text,
    - ``id`` (string): what stands in `id_column`; without one, ``source:row`` (the path alone for a text),
    - ``text`` (string): what stands in `text_column`, null where there is a problem,
    - ``problem`` (string): why the row is none, in words of `lang` (“is no JSON object …”); null where it is well,
    - ``aside`` (string): a row with a problem as a line of JSON, as it stands in `rejected`; else null.

    A file is one task of the plan and is read in batches of at most `batch_rows` rows, so that memory is bounded by the
    batch. Within a file, rows come in their order. Raises SourceError where a column is missing (of a JSONL file the
    first lines are looked at); while the plan runs, OSError where a file cannot be read.
    """
    from cleaner.corpus.frames import frame

    return frame(sources, text_column, id_column, encoding=encoding, lang=lang, batch_rows=batch_rows)
