"""Which settings hold for a file, and where each comes from: defaults, the nearest settings file, its sections, flags.

The nearest settings file upwards holds, and it alone: files further up are not merged into it. The search ends at the
root of a git repository, so that a checkout is cleaned alike on every machine. What takes away adds up: `ignore`,
`allow`, `exclude` and `pack` of a file, of its sections and of flags hold together. Of everything else the last word
holds: a later section's before an earlier one's, a flag's before all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cleaner.model import Safety
from cleaner.settings import INCLUDE, Allowance, Settings, SettingsError, language
from cleaner.settings.file import SECTIONS, SettingsFile, in_folder
from cleaner.settings.globs import SlowGlob
from cleaner.settings.toml import Keys
from cleaner.settings.words import say

#: What adds up. All other keys are replaced.
ADDED = frozenset({"ignore", "allow", "exclude", "pack"})

#: The keys in the order in which they are told, with what holds where nobody says anything.
UNSAID: Mapping[str, Any] = {
    "select": (),
    "ignore": (),
    "allow": (),
    "pack": (),
    "risky": False,
    "min-confidence": 0.0,
    "any-language": False,
    "include": INCLUDE,
    "exclude": (),
    "encoding": "auto",
    "jobs": None,
    "lang": None,
    "fail-on": Safety.RISKY,
    "decisions": None,
    "no-decisions": False,
    "force-exclude": False,
    "to-encoding": None,
    "script": None,
}

#: What only flags say.
FLAGS_ONLY = frozenset({"no-decisions", "force-exclude", "to-encoding", "script"})

#: How a folder is known as the outermost one that is searched.
END = ".git"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: "default", "flag" or "file"; of a file, which and the way to it from our table."""

    kind: str
    file: SettingsFile | None = None
    keys: Keys = ()

    @property
    def section(self) -> int | None:
        """The number of the section it stands in, from 0."""
        return int(self.keys[1]) if self.keys[:1] == (SECTIONS,) else None


DEFAULT, FLAG = Origin("default"), Origin("flag")


@dataclass(frozen=True, slots=True)
class Layer:
    """One table of settings, of those that hold for a file."""

    origin: Origin
    table: Mapping[str, Any]


class Lookup:
    """The settings of one run. A folder's settings file is looked for once."""

    def __init__(
        self,
        flags: Mapping[str, Any] | None = None,
        *,
        first: str | os.PathLike[str] = ".",
        config: str | None = None,
        isolated: bool = False,
    ) -> None:
        """`flags` are those given, by key; `first` is the first path of the run, whose settings file says what holds
        for the run as a whole (`run`: jobs, language, decisions). Raises SettingsError.
        """
        self.flags = {key: value for key, value in (flags or {}).items() if value is not None}
        self.lang: str = self.flags.get("lang") or language()
        self._folders: dict[str, SettingsFile | None] = {}
        self._made: dict[tuple[SettingsFile | None, tuple[int, ...]], Settings] = {}
        self.isolated = isolated
        self.config: SettingsFile | None = None
        if config is not None:
            if isolated:
                raise SettingsError(say(self.lang, "config-isolated"))
            self.config = SettingsFile(Path(os.path.abspath(config)), self.lang, base=Path.cwd())  # noqa: PTH100
        file = self.file_for(first)
        if "lang" not in self.flags and file is not None:
            self.lang = file.table.get("lang", self.lang)
        self.run = self._settings(file, ())

    def file_for(self, path: str | os.PathLike[str]) -> SettingsFile | None:
        """The settings file that holds for the file or folder at `path`. Raises SettingsError."""
        full = os.path.abspath(path)  # noqa: PTH100 - a link is where it stands, not where it leads
        return self._nearest(full if os.path.isdir(full) else os.path.dirname(full))  # noqa: PTH112, PTH120

    def _nearest(self, folder: str) -> SettingsFile | None:
        if self.isolated or self.config is not None:
            return self.config
        if folder not in self._folders:
            found = in_folder(Path(folder), self.lang)
            outer = os.path.dirname(folder)  # noqa: PTH120
            if found is None and outer != folder and not os.path.exists(os.path.join(folder, END)):  # noqa: PTH110, PTH118
                found = self._nearest(outer)
            self._folders[folder] = found
        return self._folders[folder]

    def file_of(self, allowance: Allowance) -> SettingsFile | None:
        """The settings file that says what `allowance` does."""
        return next((file for file in self.files() if str(file.path) == allowance.file), None)

    def files(self) -> list[SettingsFile]:
        """The settings files of the folders that were asked about."""
        return [file for file in dict.fromkeys([self.config, *self._folders.values()]) if file]

    def of_folder(self, folder: str | os.PathLike[str]) -> Settings:
        """What holds in `folder`, sections aside. Raises SettingsError."""
        return self._settings(self._nearest(os.path.abspath(folder)), ())  # noqa: PTH100

    def of(self, path: str | os.PathLike[str]) -> Settings:
        """What holds for the file at `path`, which need not be there. Raises SettingsError."""
        full = os.path.abspath(path)  # noqa: PTH100
        file = self._nearest(os.path.dirname(full))  # noqa: PTH120
        return self._settings(file, self._sections(file, full))

    def _sections(self, file: SettingsFile | None, full: str) -> tuple[int, ...]:
        """The sections of `file` that name the file at `full`. Raises SettingsError."""
        try:
            return file.sections_for(full) if file else ()
        except SlowGlob as error:
            assert file
            raise SettingsError(f"{file.name}: {say(self.lang, 'glob-slow', pattern=error.pattern)}") from None

    def _settings(self, file: SettingsFile | None, sections: tuple[int, ...]) -> Settings:
        if (file, sections) not in self._made:
            self._made[file, sections] = _settings(self._layers(file, sections), file, self.lang)
        return self._made[file, sections]

    def _layers(self, file: SettingsFile | None, sections: Iterable[int]) -> list[Layer]:
        layers = [Layer(DEFAULT, UNSAID)]
        if file:
            layers.append(Layer(Origin("file", file), file.table))
            layers += [Layer(Origin("file", file, (SECTIONS, n)), file.sections[n]) for n in sections]
        return [*layers, Layer(FLAG, self.flags)]

    def check_names(self, known: Callable[[Settings], Collection[str]]) -> None:
        """Sees to it that every pack that a settings file names is there, and every rule one that `known` gives for its
        settings.

        Raises SettingsError with the place of the first that is not.
        """
        for file in self.files():
            for at, pack in enumerate(file.table.get("pack", ())):
                if not Path(file.folder, pack).exists():
                    file.refuse(("pack", at), say(self.lang, "no-pack", name=pack))
            names: Collection[str] | None = None
            for way, table in [((), file.table), *(((SECTIONS, n), t) for n, t in enumerate(file.sections))]:
                for key in ("select", "ignore", "allow"):
                    for at, name in enumerate(table.get(key, ())):
                        names = known(self._settings(file, ())) if names is None else names
                        if name not in names:
                            near = get_close_matches(name, sorted(names), 1)
                            word = "allow-unknown-near" if near else "allow-unknown"
                            what = say(self.lang, word, name=name, near="".join(near))
                            file.refuse((*way, key, at), what)

    def explained(self, path: str | os.PathLike[str]) -> dict[str, list[tuple[Any, Origin]]]:
        """Of each key the values that hold for `path`, each with its origin: one, or of what adds up as many as there
        are. Raises SettingsError.
        """
        full = os.path.abspath(path)  # noqa: PTH100
        file = self.file_for(full)
        held = _held(self._layers(file, self._sections(file, full)))
        if held["lang"][0][1] is DEFAULT:
            held["lang"] = [(self.lang, DEFAULT)]
        return {key: held[key] for key in UNSAID if key not in FLAGS_ONLY}


def _held(layers: Iterable[Layer]) -> dict[str, list[tuple[Any, Origin]]]:
    held: dict[str, list[tuple[Any, Origin]]] = {}
    for layer in layers:
        for key, value in layer.table.items():
            origin = Origin(layer.origin.kind, layer.origin.file, (*layer.origin.keys, key))
            if layer.origin.kind != "file":
                origin = layer.origin
            if key == "paths":
                continue
            if key in ADDED:
                # An empty list adds nothing, and the default is one.
                held.setdefault(key, [])
                held[key] += [(tuple(value), origin)] if value else []
            else:
                held[key] = [(tuple(value) if isinstance(value, list) else value, origin)]
    return held


def _settings(layers: Iterable[Layer], file: SettingsFile | None, lang: str) -> Settings:
    held = _held(layers)

    def one(key: str) -> Any:
        return held[key][-1][0]

    def names(key: str, *, of_file: bool | None = None) -> tuple[str, ...]:
        wanted = [values for values, origin in held[key] if of_file is None or (origin.kind == "file") == of_file]
        return tuple(dict.fromkeys(value for values in wanted for value in values))

    def place(value: str, origin: Origin) -> str:
        # What a settings file names lies beside it; what a flag names, in the current folder.
        return os.path.join(origin.file.folder, value) if origin.file else value  # noqa: PTH118

    return Settings(
        select=one("select"),
        ignore=names("ignore"),
        packs=tuple(dict.fromkeys(place(pack, origin) for packs, origin in held["pack"] for pack in packs)),
        risky=one("risky"),
        min_confidence=float(one("min-confidence")),
        any_language=one("any-language"),
        include=one("include"),
        include_from_root=held["include"][-1][1].kind == "file",
        exclude=names("exclude", of_file=False),
        excluded=names("exclude", of_file=True),
        encoding=one("encoding"),
        to_encoding=one("to-encoding"),
        script=one("script"),
        jobs=one("jobs"),
        lang=lang,
        fail_on=Safety(one("fail-on")),
        decisions=place(one("decisions"), held["decisions"][-1][1]) if one("decisions") else None,
        no_decisions=one("no-decisions"),
        force_exclude=one("force-exclude"),
        allow=tuple(
            Allowance(name, str(origin.file.path) if origin.file else "", (*origin.keys, at))
            for values, origin in held["allow"]
            for at, name in enumerate(values)
        ),
        root=str(file.base) if file else "",
    )
