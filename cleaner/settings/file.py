"""One settings file: `cleaner.toml`, or `[tool.cleaner]` in `pyproject.toml`. Read and checked whole, or refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cleaner.bounded import SETTINGS, foreign, inside, read_bounded
from cleaner.model import Safety
from cleaner.settings import SettingsError
from cleaner.settings.toml import BrokenToml, Keys, Place, Toml, pointed
from cleaner.settings.words import say
from cleaner.wording import LANGUAGES, between

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

OWN, SHARED = "cleaner.toml", "pyproject.toml"
#: The way to our table in `pyproject.toml`.
TABLE: Keys = ("tool", "cleaner")

SECTIONS = "per-path"


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_encoding(value: Any) -> bool:
    try:
        return isinstance(value, str) and (value == "auto" or isinstance("".encode(value), bytes))
    except (LookupError, ValueError):
        return False


#: Workers that a settings file may ask for; a flag may ask for more.
MOST_JOBS = 256


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_JOBS


#: Of each key: whether a value will do, and the word for what would.
_Check = tuple[Callable[[Any], bool], str]
_FLAG: _Check = (lambda value: isinstance(value, bool), "flag")
_NAMES: _Check = (_is_names, "names")
_GLOBS: _Check = (_is_names, "globs")

#: What may differ from file to file, in the order in which it is told.
PER_PATH: Mapping[str, _Check] = {
    "select": _NAMES,
    "ignore": _NAMES,
    "allow": _NAMES,
    "risky": _FLAG,
    "min-confidence": (_is_share, "share"),
    "any-language": _FLAG,
    "encoding": (_is_encoding, "encoding"),
    "fail-on": (lambda value: value in list(Safety), "fail-on"),
}
#: All keys but the sections.
KEYS: Mapping[str, _Check] = {
    **PER_PATH,
    "pack": (_is_names, "packs"),
    "include": _GLOBS,
    "exclude": _GLOBS,
    "jobs": (_is_count, "jobs"),
    "lang": (lambda value: value in LANGUAGES, "lang"),
    "decisions": (lambda value: isinstance(value, str) and value.strip() != "", "file"),
}


class SettingsFile:
    """The settings in the file at `path`. `base` is the folder from which its patterns hold, its own unless given.

    `table` holds what stands outside sections, `sections` the tables of ``[[per-path]]``. Raises SettingsError.
    """

    def __init__(self, path: Path, lang: str, base: Path | None = None, toml: Toml | None = None) -> None:
        self.path, self.lang = path, lang
        self.folder = path.parent
        self.base = base or self.folder
        self.given = base is not None
        try:
            self.toml = toml or Toml(path)
        except OSError as error:
            raise SettingsError(f"{_shown(path)}: {say(lang, 'unreadable', error=error.strerror)}") from error
        except BrokenToml as error:
            where, what = (
                f"{_shown(path)}:{error.place.line}:{error.place.column}",
                say(lang, "broken", error=error),
            )
            raise SettingsError(f"{where}: {what}\n{pointed(error.text, error.place)}") from error
        self.prefix: Keys = TABLE if path.name == SHARED else ()
        table: Any = self.toml.table
        for depth, key in enumerate(self.prefix):
            if not isinstance(table, dict) or key not in table:
                raise SettingsError(f"{_shown(path)}: {say(lang, 'no-table')}")
            table = table[key]
            if not isinstance(table, dict):
                self.refuse(self.prefix[: depth + 1], say(lang, "not-a-table", name=key))
        self.table = {key: value for key, value in table.items() if key != SECTIONS}
        self.sections: list[dict[str, Any]] = table.get(SECTIONS, [])
        self._check()

    def _check(self) -> None:
        for key, value in self.table.items():
            self._checked((), key, value, KEYS)
        sections = self.sections
        if not isinstance(sections, list) or not all(isinstance(section, dict) for section in sections):
            head = ".".join(map(str, (*self.prefix, SECTIONS)))
            self.refuse((SECTIONS,), say(self.lang, "sections", head=head))
        for number, section in enumerate(sections):
            for key, value in section.items():
                self._checked((SECTIONS, number), key, value, {"paths": _GLOBS, **PER_PATH})
            if not section.get("paths"):
                self.refuse((SECTIONS, number), say(self.lang, "no-paths"))
        decisions = self.table.get("decisions")
        if decisions is not None and not inside(self.folder / decisions, self.around):
            # This file is written to. A stranger's settings must not choose one in somebody's home.
            self.refuse(("decisions",), say(self.lang, "decisions-outside", folder=_shown(self.around)))

    def _checked(self, way: Keys, key: str, value: Any, known: Mapping[str, _Check]) -> None:
        if key not in known:
            self.refuse((*way, key), self._unknown(key, known, inside=bool(way)))
        good, word = known[key]
        if not good(value):
            seen = json.dumps(value, ensure_ascii=False, default=str)
            self.refuse((*way, key), say(self.lang, "wrong", name=key, value=seen, right=say(self.lang, word)))
        if known[key] is _GLOBS:
            from cleaner.settings.globs import wrong

            for at, pattern in enumerate(value):
                if wrong(pattern):
                    self.refuse((*way, key, at), say(self.lang, "glob-broken", pattern=pattern))

    def _unknown(self, key: str, known: Mapping[str, _Check], *, inside: bool) -> str:
        if inside and key in KEYS:
            return say(self.lang, "not-per-path", name=key)
        names = [*known] if inside else [*known, SECTIONS]
        # A flag's own spelling, and Python's, are what people try.
        near = get_close_matches(key.strip("-").replace("_", "-").lower(), names, 1)
        if near:
            return say(self.lang, "unknown-near", name=key, near=near[0])
        return say(self.lang, "unknown", name=key, known=between(self.lang).join(names))

    @property
    def around(self) -> Path:
        """The repository around the file, else its folder."""
        return next((at for at in (self.folder, *self.folder.parents) if (at / ".git").exists()), self.folder)

    @property
    def name(self) -> str:
        """The path as it is told: from the current folder, where the file lies below it."""
        return _shown(self.path)

    def place(self, keys: Keys) -> Place:
        """Where what `keys` (from our table) lead to stands in the file."""
        return self.toml.place((*self.prefix, *keys))

    def where(self, keys: Keys) -> str:
        """``path:line:column`` of what `keys` (from our table) lead to."""
        place = self.place(keys)
        return f"{_shown(self.path)}:{place.line}:{place.column}"

    def refuse(self, keys: Keys, what: str) -> NoReturn:
        """Raises SettingsError with the place of `keys` (from our table), the line and a caret."""
        if keys[: len(self.prefix)] != self.prefix:
            keys = (*self.prefix, *keys)
        place = self.toml.place(keys)
        raise SettingsError(
            f"{_shown(self.path)}:{place.line}:{place.column}: {what}\n{pointed(self.toml.text, place)}"
        )

    @cached_property
    def _specs(self) -> list[GitIgnoreSpec]:
        from cleaner.settings.globs import compiled

        return [compiled(section["paths"]) for section in self.sections]

    def sections_for(self, path: str) -> tuple[int, ...]:
        """The numbers of the sections that name the file at the absolute `path`."""
        if not self.sections:
            return ()
        name = relative(path, self.base)
        return tuple(number for number, spec in enumerate(self._specs) if spec.match_file(name))


def relative(path: str, base: Path) -> str:
    """The absolute `path` as patterns from `base` see it: what lies elsewhere is seen from the root of all folders."""
    full = Path(path)
    return (full.relative_to(base) if full.is_relative_to(base) else full.relative_to(full.anchor)).as_posix()


def _shown(path: Path) -> str:
    """`path` from the current folder, where it lies below it."""
    here = Path.cwd()
    name = os.fspath(path.relative_to(here) if path.is_relative_to(here) else path)
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def in_folder(folder: Path, lang: str) -> SettingsFile | None:
    """The settings file in `folder`, if there is one. Raises SettingsError, also where there are two."""
    own = folder / OWN
    shared = _with_table(folder / SHARED, lang)
    if not own.is_file() or foreign(own):
        return shared
    if shared is not None:
        shared.refuse(TABLE, say(lang, "two-files", own=OWN))
    return SettingsFile(own, lang)


def _with_table(path: Path, lang: str) -> SettingsFile | None:
    """`pyproject.toml` where it has our table. One that never says "cleaner" is not even parsed."""
    try:
        if foreign(path) or b"cleaner" not in read_bounded(path, SETTINGS):
            return None
    except OSError:
        return None
    try:
        toml = Toml(path)
    except BrokenToml:
        return SettingsFile(path, lang)  # which refuses it
    table: Any = toml.table
    for key in TABLE:
        table = table.get(key) if isinstance(table, dict) else None
    return SettingsFile(path, lang, toml=toml) if table is not None else None
