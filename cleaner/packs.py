"""Rule packs: TOML tables with a rule's wording, reason, limits, safety, parameters and examples. Read, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import Any, NoReturn

from cleaner import detectors
from cleaner.bounded import PACK, read_bounded
from cleaner.language.guises import GUISES
from cleaner.model import Safety
from cleaner.saying import filled
from cleaner.tomls import NotToml, parsed

#: The views that a rule may name, in the order in which they are made.
VIEWS = ("raw", "read", "unshadowed", "joined")

MARKS = "⟦⟧"

#: A rule's id and its pack's name stand in reports of all kinds, in keys (``id:5-7``) and in flags (``--select a,b``).
NAME = re.compile(r"\w[\w.-]{0,79}")
#: Code points of a rule's title and messages, and of each other word of it.
MOST_MESSAGE, MOST_WORDS = 1000, 10_000


class PackError(ValueError):
    """A pack that cannot be used: ``path:line: pack/rule: what is wrong; what would be right``."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sample that is a test and documentation at once.

    `bad` and `good`: found (at the marks, if `bad` has any), mended so, and then silent. `good` alone: left be.
    `bad` alone: found, no fix. `missed` says why a known miss is missed.
    """

    bad: str | None = None
    good: str | None = None
    note: str = ""
    missed: str = ""

    @property
    def text(self) -> str:
        """What the rule is given: `bad` without its marks, else `good`."""
        text = self.bad if self.bad is not None else self.good or ""
        return text.translate({ord(mark): None for mark in MARKS})


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule's words in one language."""

    title: str
    message: str
    why: str
    limits: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of damage, as a finished object."""

    id: str
    family: str
    detector: str
    kind: str
    view: str
    safety: Safety
    wording: Mapping[str, Wording]  # by language: "en", "zh"
    params: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    on: bool = True
    characters: str = ""  # those that the rule names, and may delete without a copy that stays
    allow: tuple[str, ...] = ()  # words that the rule must leave alone
    guises: tuple[str, ...] = ()  # in which it may exchange a character for itself: see `cleaner.language.guises`
    source: str = ""

    def words(self, lang: str) -> Wording:
        """The wording in `lang`, or in English."""
        return self.wording.get(lang) or self.wording["en"]

    def said(self, lang: str, values: Mapping[str, str]) -> str:
        """The message in `lang`, filled with `values`; a name that has none stays as it is."""
        return filled(self.words(lang).message, values)

    @property
    def name(self) -> str:
        """``family/id``."""
        return f"{self.family}/{self.id}"


_RULE_KEYS = {
    "id": str,
    "detector": str,
    "kind": str,
    "view": str,
    "title": str,
    "message": str,
    "safety": str,
    "why": str,
    "limits": str,
    "params": dict,
    "zh": dict,
    "example": list,
    "on": bool,
    "characters": str,
    "allow": list,
    "guises": list,
}
_NEEDED = ("id", "detector", "title", "message", "safety", "why")
_ZH_KEYS = dict.fromkeys(("title", "message", "why", "limits"), str)
_EXAMPLE_KEYS = dict.fromkeys(("bad", "good", "note", "missed"), str)
_TOML_NAMES = {str: "a string", dict: "a table", list: "an array", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Pack:
    """What stands in a pack: rules, words that all rules must leave alone, and texts that show it."""

    rules: tuple[Rule, ...]
    allow: tuple[str, ...] = ()
    examples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that stays as it is, for words of `allow`; `rules` are asked though they be off."""

    good: str
    rules: tuple[str, ...] = ()


_SAMPLE_KEYS = {"good": str, "rules": list, "note": str}


def read_pack(text: str, source: str, family: str) -> list[Rule]:
    """The rules of a pack's `text`. `source` is the path that errors name. Raises PackError."""
    return list(read_whole_pack(text, source, family).rules)


def read_whole_pack(text: str, source: str, family: str) -> Pack:
    """All that stands in a pack's `text`. `source` is the path that errors name. Raises PackError."""
    return _Reader(text, source, family).pack()


class _Reader:
    def __init__(self, text: str, source: str, family: str) -> None:
        self.lines = text.split("\n")
        self.source, self.family = source, family
        if not NAME.fullmatch(family):
            raise PackError(f"{source}: the file's name names a family of rules; call it with letters, digits and “-”")
        try:
            self.table = parsed(text)
        except NotToml as error:
            line, column = error.line or len(self.lines), error.column or 1
            raise PackError(f"{source}:{line}:{column}: {family}: not TOML: {error}; mend this line") from error

    def pack(self) -> Pack:
        unknown = [key for key in self.table if key not in ("rule", "allow", "example")]
        if unknown:
            right = "a pack holds [[rule]] tables, allow = […], and [[example]] tables for it"
            self.refuse("", f"unknown key “{unknown[0]}”", right, unknown[0])
        allow = self.words("", self.table.get("allow", []))
        if allow and "rule" not in self.table:
            return Pack((), allow, tuple(self.samples()))
        return Pack(tuple(self.rules()), allow, tuple(self.samples()))

    def samples(self) -> Iterator[Sample]:
        tables = self.table.get("example", [])
        for table in tables if isinstance(tables, list) else [tables]:
            self.keys("", table, _SAMPLE_KEYS, "example.")
            if "good" not in table:
                self.refuse("", "an example without “good”", "good = “a text that stays as it is”", "[[example]]")
            yield Sample(table["good"], tuple(map(str, table.get("rules", []))))

    def words(self, id_: str, words: Any) -> tuple[str, ...]:
        odd = [one for one in words if not (isinstance(one, str) and one)] if isinstance(words, list) else [words]
        if odd:
            self.refuse(id_, f"allow: {odd[0]!r}", "an array of words, none empty", "allow")
        return tuple(words)

    def rules(self) -> Iterator[Rule]:
        tables = self.table.get("rule", [])
        if not isinstance(tables, list) or not tables:
            self.refuse("", "no [[rule]] in it", "begin each rule with a line [[rule]]")
        seen: set[str] = set()
        for table in tables:
            rule = self.rule(table)
            if rule.id in seen:
                self.refuse(rule.id, "stands twice", "give each rule its own id", rule.id)
            seen.add(rule.id)
            yield rule

    def rule(self, table: dict[str, Any]) -> Rule:
        id_ = str(table.get("id", "?"))
        self.keys(id_, table, _RULE_KEYS, "")
        for key in _NEEDED:
            if key not in table:
                self.refuse(id_, f"has no “{key}”", f"add {key} = …", id_)
        if not NAME.fullmatch(id_):
            self.refuse(id_, f"id {id_!r}", "letters, digits and “-”, as in “doubled-comma”, at most 80", id_)
        if table["safety"] not in list(Safety):
            self.refuse(id_, f"safety “{table['safety']}”", "one of: " + ", ".join(Safety), table["safety"])
        view = table.get("view", "joined")
        if view not in VIEWS:
            self.refuse(id_, f"view “{view}”", "one of: " + ", ".join(VIEWS), view)
        kind, params = self.detector(id_, table)
        zh = table.get("zh", {})
        self.keys(id_, zh, _ZH_KEYS, "zh.")
        for prefix, words in (("", table), ("zh.", zh)):
            for key, most in (
                ("title", MOST_MESSAGE), ("message", MOST_MESSAGE), ("why", MOST_WORDS), ("limits", MOST_WORDS)
            ):  # fmt: skip
                if len(words.get(key, "")) > most:
                    self.refuse(id_, f"{prefix}{key} is longer than {most} characters", "say it shorter", key)
        self.message(id_, table["message"])
        self.message(id_, zh.get("message", ""))
        english = Wording(table["title"], table["message"], table["why"], table.get("limits", ""))
        wording = {"en": english}
        if zh:
            wording["zh"] = Wording(*(zh.get(k) or getattr(english, k) for k in ("title", "message", "why", "limits")))
        return Rule(
            id=id_,
            family=self.family,
            detector=table["detector"],
            kind=kind,
            view=view,
            safety=Safety(table["safety"]),
            wording=wording,
            params=params,
            examples=tuple(self.example(id_, e) for e in table.get("example", [])),
            on=table.get("on", True),
            characters=table.get("characters", ""),
            allow=self.words(id_, table.get("allow", [])),
            guises=self.guises(id_, table.get("guises", [])),
            source=self.source,
        )

    def guises(self, id_: str, names: list[Any]) -> tuple[str, ...]:
        for name in names:
            if name not in GUISES:
                self.refuse(id_, f"guise “{name}”", "one of: " + ", ".join(GUISES), str(name))
        return tuple(names)

    def detector(self, id_: str, table: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        name, kind = table["detector"], table.get("kind", id_)
        try:
            kinds = detectors.load(name).KINDS
        except LookupError:
            self.refuse(id_, f"no detector is called “{name}”", "see `cleaner rules` for those there are", name)
        if kind not in kinds:
            self.refuse(id_, f"detector {name} knows no kind “{kind}”", "one of: " + ", ".join(kinds), kind)
        params = dict(kinds[kind])
        for key, value in table.get("params", {}).items():
            if key not in params:
                right = ", ".join(params) or "it takes none"
                self.refuse(id_, f"unknown parameter “{key}”", f"{kind} takes: {right}", key)
            if not isinstance(value, type(params[key])) and not (isinstance(params[key], float) and type(value) is int):
                self.refuse(id_, f"parameter {key} = {value!r}", f"a {type(params[key]).__name__}", key)
            params[key] = value
        wrong = getattr(detectors.load(name), "wrong", None)
        if wrong and (why := wrong(kind, params)):
            self.refuse(id_, *why)
        return kind, params

    def message(self, id_: str, message: str) -> None:
        """Refuses a message that could not be filled: “{” alone, or more than a name between braces."""
        try:
            names = [name for _, name, *rest in Formatter().parse(message) if name is not None or any(rest)]
        except ValueError as error:
            self.refuse(id_, f"message: {error}", "write {{ for a brace that is meant as one", message)
        for name in names:
            if not name or not name.isidentifier():
                self.refuse(id_, f"message: {{{name}}}", "a name between braces, such as {seen}", message)

    def example(self, id_: str, table: dict[str, Any]) -> Example:
        self.keys(id_, table, _EXAMPLE_KEYS, "example.")
        if "bad" not in table and "good" not in table:
            self.refuse(id_, "an example with neither “bad” nor “good”", "give one or both", id_)
        if any(table.get("good", "").count(mark) for mark in MARKS):
            self.refuse(id_, "marks ⟦ ⟧ in “good”", "marks belong in “bad”", id_)
        return Example(**table)

    def keys(self, id_: str, table: Any, known: Mapping[str, type], prefix: str) -> None:
        if not isinstance(table, dict):
            self.refuse(id_, f"{prefix or 'rule'} is no table", "write it as a table", id_)
        for key, value in table.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                right = f"did you mean “{near[0]}”?" if near else "one of: " + ", ".join(known)
                self.refuse(id_, f"unknown key “{prefix}{key}”", right, key)
            if not isinstance(value, known[key]):
                self.refuse(id_, f"{prefix}{key} = {value!r}", _TOML_NAMES[known[key]], key)

    def refuse(self, id_: str, wrong: str, right: str, near: str = "") -> NoReturn:
        """Raises PackError, with the line where `near` stands (behind the rule's id, where that is known)."""
        start = next((n for n, line in enumerate(self.lines) if id_ and f'"{id_}"' in line), 0)
        number = next((n for n in range(start, len(self.lines)) if near and near in self.lines[n]), None)
        if number is None:
            number = next((n for n, line in enumerate(self.lines) if near and near in line), start)
        name = f"{self.family}/{id_}" if id_ else self.family
        raise PackError(f"{self.source}:{number + 1}: {name}: {wrong}; {right}")


def built_in_packs() -> Iterator[tuple[str, str, str]]:
    """Family, text and path of each pack that comes with the tool: from the wheel's `_rules`, else the checkout's."""
    inside = resources.files("cleaner") / "_rules"
    folder = inside if inside.is_dir() else Path(__file__).parent.parent / "rules"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8"), str(entry)


def with_script(
    active: Iterable[Rule], known: Sequence[Rule], config: str | None, ignore: Sequence[str] = ()
) -> list[Rule]:
    """`active` with the rule of `known` that converts the script by `config`, unless `ignore` names it."""
    names = {rule.id for rule in known if config and rule.detector == "script"}
    asked = [rule for rule in known if rule.id in names and not {rule.id, rule.family, rule.name} & set(ignore)]
    made = [replace(rule, params={**rule.params, "config": config}) for rule in asked]
    return [*(rule for rule in active if rule.id not in names), *made]


def without_examples(text: str) -> str:
    """The text of a built-in pack without its examples, line for line: half of the text, and half of the time to read
    it. (A line of an example must not begin with [, which a test sees to.)
    """
    lines, inside = [], False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line == "[[rule.example]]"
        lines.append("" if inside else line)
    return "\n".join(lines)


def load_rules(packs: Iterable[str | Path] = (), *, examples: bool = True) -> list[Rule]:
    """All built-in rules, then those of the user's `packs`, a later rule taking the place of an earlier of its id.

    Without `examples`, the built-in ones have none: only those who explain rules need them. Raises PackError for a pack
    that is missing or broken.
    """
    rules: dict[str, Rule] = {}
    for family, text, source in built_in_packs():
        text = text if examples else without_examples(text)
        rules.update((rule.id, rule) for rule in read_pack(text, source, family))
    allow: list[str] = []
    for name in packs:
        pack = read_user_pack(Path(name))
        rules.update((rule.id, rule) for rule in pack.rules)
        allow += pack.allow
    if allow:
        return [replace(rule, allow=tuple(dict.fromkeys((*rule.allow, *allow)))) for rule in rules.values()]
    return list(rules.values())


def read_user_pack(path: Path) -> Pack:
    """What stands in the pack at `path`; its family is the file's name. Raises PackError."""
    try:
        text = read_bounded(path, PACK).decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise PackError(f"{path}: cannot be read ({error.strerror}); name a TOML file") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{path}: is not UTF-8; save it as UTF-8") from error
    return read_whole_pack(text, str(path), path.stem)


def chosen(rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Rule]:
    """The rules that are on: those that `select` names (ids, families or family/id), else all not off by default.

    Raises KeyError with the name that no rule and no family has.
    """
    rules = list(rules)
    names = {name for rule in rules for name in (rule.id, rule.family, rule.name)}
    for name in (*select, *ignore):
        if name not in names:
            raise KeyError(name)

    def named(rule: Rule, by: Sequence[str]) -> bool:
        return any(name in (rule.id, rule.family, rule.name) for name in by)

    return [r for r in rules if (named(r, select) if select else r.on) and not named(r, ignore)]
