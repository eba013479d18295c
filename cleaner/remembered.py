"""Results of documents that were cleaned before, byte for byte as they are now, by the same rules and settings.

A result is found again by a hash of everything that it follows from: the bytes, the ending of the file's name, the
settings that change findings, the rules themselves, what a person decided about the file, and links to other files.
The bytes decide, never a date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import PurePath

from cleaner.decisions import Decision
from cleaner.document import UnreadableText
from cleaner.encodings import read
from cleaner.linking.jumps import Jump
from cleaner.packs import Rule
from cleaner.plain import from_plain, plain
from cleaner.plan import Result
from cleaner.repair import EditError, apply
from cleaner.settings import Settings
from cleaner.store import Cache

#: What of a rule changes no finding.
NOT_OF_RULES = frozenset({"examples", "source"})
#: What of all that is allowed in a text was needed: see `Allowed.needed`.
Silenced = tuple[tuple[int, str], ...]
#: What of a result is made of the bytes and its edits.
_MADE = ("document", "text", "undo")


class Memory:
    """Results by what they follow from, in a `Cache`."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._settings: dict[Settings, str] = {}
        self._rules: dict[tuple[int, ...], tuple[tuple[Rule, ...], str]] = {}

    def key(
        self,
        sha256: str,
        name: str,
        settings: Settings,
        rules: Sequence[Rule],
        decided: Sequence[Decision],
        across: Sequence[object],
    ) -> bytes:
        """What the result of bytes with this hash goes by. `across` are values whose `repr` says all of them."""
        links = repr(tuple(across)) if across else ""
        parts = [sha256, self._of_settings(settings), self._of_rules(rules), PurePath(name).suffix.lower(), links]
        return _digest(*parts, *(decision.line() for decision in decided))

    def _of_settings(self, settings: Settings) -> str:
        if settings not in self._settings:
            self._settings[settings] = settings.digest()
        return self._settings[settings]

    def _of_rules(self, rules: Sequence[Rule]) -> str:
        # By identity: rules are read once a run. They are held here, so that no other comes to have their number.
        of = tuple(map(id, rules))
        if of not in self._rules:
            names = [f.name for f in fields(Rule) if f.name not in NOT_OF_RULES]
            told = repr([[getattr(rule, name) for name in names] for rule in rules])
            self._rules[of] = (tuple(rules), hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest())
        return self._rules[of][1]

    def result(self, key: bytes, data: bytes, name: str, encoding: str) -> tuple[Result, Silenced] | None:
        """The result under `key`, of `data` read from the file called `name`, and what was silenced in it; None where
        there is none.
        """
        kept = self.cache.get(key)
        if kept is None:
            return None
        try:
            document = read(data, name, encoding)
            *told, silenced = json.loads(kept)
            names = [f.name for f in fields(Result) if f.name not in _MADE]
            values = from_plain(Result, dict(zip(names, told, strict=True)))
            text, undo = apply(document.text, values["edits"]) if values["edits"] else (document.text, ())
            result = Result(document=document, text=text, undo=undo, **values)
            return result, tuple((at, name) for at, name in silenced)
        except (ValueError, KeyError, TypeError, IndexError, EditError, UnreadableText, RecursionError):
            return None

    def knows(self, key: bytes) -> bool:
        """Whether something stands under `key`."""
        return self.cache.has(key)

    def keep(self, key: bytes, result: Result, silenced: Silenced = ()) -> None:
        """Keeps `result`, and what was `silenced` in it, under `key`, unless something went wrong in it."""
        if not (result.trouble or result.unfinished):
            told = [plain(getattr(result, f.name)) for f in fields(Result) if f.name not in _MADE]
            self.cache.put(key, json.dumps([*told, silenced], separators=(",", ":")).encode())

    def jumps(self, sha256: str, encoding: str) -> list[Jump] | None:
        """The jump lines without a partner that a file of these bytes has; None where that is not known."""
        kept = self.cache.get(_digest("jumps", sha256, encoding))
        try:
            return None if kept is None else list(from_plain(_Jumps, {"jumps": json.loads(kept)})["jumps"])
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            return None

    def keep_jumps(self, sha256: str, encoding: str, jumps: Sequence[Jump]) -> None:
        """Keeps what `jumps` gives."""
        self.cache.put(_digest("jumps", sha256, encoding), json.dumps(plain(tuple(jumps))).encode())


@dataclass(frozen=True, slots=True)
class _Jumps:
    jumps: tuple[Jump, ...]


def _digest(*parts: str) -> bytes:
    """A hash of `parts`, with their lengths: "ab", "c" is not "a", "bc"."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "little") + data)
    return made.digest()
