"""What a person decided about findings: apply, keep or edited, in one file that people and git can read and merge.

`cleaner-decisions.jsonl` has a line a decision, sorted. A decision is tied to a finding by its text and surroundings
(see `fingerprints`), not by its place. It is found again, in this order, as the finding with the same far surroundings;
the only one with the same fingerprint; the only one with the same text and the same surroundings on one side, where
the other side was edited; the only one with the same text, if that is long. Findings that are the same for 120
characters to each side are decided alike. Where several fit, a `keep` holds for all of them and nothing is applied: a
refusal is read generously, a consent strictly.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cleaner.bounded import DECISIONS, read_bounded
from cleaner.fingerprints import Marks, Squeezed, Surroundings
from cleaner.journal import ROOT_MARKS, stands
from cleaner.model import Span
from cleaner.repair import squeeze
from cleaner.wording import say
from cleaner.writing import sweep, why_unwritable, write_whole

FILE = "cleaner-decisions.jsonl"
#: Code points of a finding's text that a decision shows; a longer text loses its middle.
SHOWN = 80
#: Seconds after which what was written beside the file is no longer somebody's who is about to put it in its place.
STALE = 60


class DecisionsError(ValueError):
    """The file of decisions cannot be used. The message says where and why, and what to do next."""


class Verdict(StrEnum):
    """What a person said about a finding."""

    APPLY = "apply"  # mend it, whatever its safety
    KEEP = "keep"  # leave the text as it is
    EDITED = "edited"  # put the person's own text in place of the finding's span


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `before`, `seen` and `after` are for readers, without white space; `marks` tie it to a finding."""

    path: str  # from the folder of the file of decisions, with /
    rule: str
    verdict: Verdict
    seen: str
    before: str
    after: str
    marks: Marks
    replacement: str | None = None  # of the finding's span; only where the verdict is `edited`
    remark: str = ""
    by: str = ""
    at: str = ""  # UTC, ISO 8601, so that text order is time order
    baseline: str = ""  # of a `keep` that no person gave: the version of cleaner that recorded what it found
    also: tuple[Marks, ...] = ()  # of the same finding, once its surroundings were mended
    rest: Mapping[str, Any] = field(default_factory=dict)  # keys that this version does not know

    @property
    def id(self) -> tuple[str, str]:
        """What no two decisions of a file share."""
        return self.path, self.marks.far

    @property
    def order(self) -> tuple[str, ...]:
        """Where the decision stands in the file."""
        return self.path, self.rule, self.before, self.seen, self.after, self.marks.far

    def line(self) -> str:
        """The decision as a line of the file, without its line end."""
        record: dict[str, Any] = {"path": self.path, "rule": self.rule, "decision": self.verdict.value}
        record |= {"before": self.before, "seen": self.seen, "after": self.after}
        if self.replacement is not None:
            record["replacement"] = self.replacement
        if self.remark:
            record["remark"] = self.remark
        record |= {"by": self.by, "at": self.at, "fingerprint": self.marks.near}
        if self.baseline:
            record["baseline"] = self.baseline
        record["marks"] = [self.marks.far, self.marks.left, self.marks.right, self.marks.alone]
        if self.also:
            record["also"] = [[m.far, m.near, m.left, m.right, m.alone] for m in self.also]
        return json.dumps({**record, **self.rest}, ensure_ascii=False)

    @classmethod
    def from_line(cls, line: str) -> Decision:
        """The decision in `line`. Raises ValueError with what is wrong."""
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError("not JSON") from error
        if not isinstance(record, dict):
            raise ValueError("not an object")
        names = ("path", "rule", "before", "seen", "after", "remark", "by", "at", "baseline")
        text = {name: record.pop(name, "") for name in names}
        verdict, near = record.pop("decision", None), record.pop("fingerprint", None)
        replacement, marks = record.pop("replacement", None), record.pop("marks", None)
        wrong = [name for name, value in {**text, "fingerprint": near}.items() if not isinstance(value, str)]
        also = record.pop("also", [])
        wrong += [name for name in ("path", "rule") if text[name] == ""]
        if not _texts(marks, 4):
            wrong.append("marks")
        if not (isinstance(also, list) and all(_texts(one, 5) for one in also)):
            wrong.append("also")
        if verdict not in list(Verdict):
            wrong.append("decision")
        if (verdict == Verdict.EDITED) != isinstance(replacement, str):
            wrong.append("replacement")
        if wrong:
            raise ValueError(", ".join(wrong))
        far, left, right, alone = marks
        later = tuple(Marks(*one) for one in also)
        return cls(
            **text,
            also=later,
            verdict=Verdict(verdict),
            marks=Marks(far, near, left, right, alone),
            replacement=replacement,
            rest=record,
        )


def decide(
    path: str,
    rule: str,
    text: str,
    span: Span,
    verdict: Verdict,
    replacement: str | None = None,
    *,
    remark: str = "",
    by: str = "",
) -> Decision:
    """A decision of now about a finding of `rule` at `span` of `text`, from the file that decisions call `path`."""
    here = Surroundings.of(text, span)
    seen = here.seen if len(here.seen) <= SHOWN else f"{here.seen[: SHOWN // 2]}…{here.seen[-SHOWN // 2 + 1 :]}"
    return Decision(
        path, rule, verdict, seen, here.before, here.after, Marks.of(rule, text, span), replacement, remark, by, now()
    )


def now() -> str:
    """The time as decisions have it: UTC, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _texts(value: Any, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(one, str) for one in value)


def home(first: Path) -> Path:
    """Where decisions about `first` (a file or folder) are kept: in the nearest folder upwards that has such a file
    or is a project's root, else in its own folder.
    """
    start = Path(os.path.abspath(first))  # noqa: PTH100 - must not follow links
    folder = start if os.path.isdir(start) else start.parent  # noqa: PTH112 - a name may be too long
    marks = (FILE, *ROOT_MARKS)
    return next((at for at in (folder, *folder.parents) if any(stands(at / mark) for mark in marks)), folder) / FILE


class Decisions:
    """The decisions in one file. Each is in the file as soon as it is made."""

    def __init__(self, file: Path, lang: str = "en") -> None:
        """Reads `file`, if there is one. Raises DecisionsError."""
        self.file = Path(os.path.abspath(file))  # noqa: PTH100 - a link stays the file's name
        self.lang = lang
        self._all: dict[tuple[str, str], Decision] = {}
        self._grouped: dict[str, list[Decision]] | None = None
        self._read_at: tuple[int, int] | None = None
        self._swept = False
        self.refresh()

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Decision]:
        return iter(sorted(self._all.values(), key=lambda decision: decision.order))

    def name(self, path: Path) -> str:
        """How decisions call the file at `path`: from the folder of the file of decisions, with /."""
        full = os.path.abspath(path)  # noqa: PTH100 - a link stays the file's name
        try:
            return Path(os.path.relpath(full, self.file.parent)).as_posix()
        except ValueError:  # another drive
            return Path(full).as_posix()

    def of(self, path: Path) -> tuple[Decision, ...]:
        """The decisions about the file at `path`, in their order."""
        if self._grouped is None:
            grouped: defaultdict[str, list[Decision]] = defaultdict(list)
            for decision in self:
                grouped[decision.path].append(decision)
            self._grouped = dict(grouped)
        return tuple(self._grouped.get(self.name(path), ()))

    def refresh(self) -> bool:
        """Reads the file again if it has changed; gives whether it had. Raises DecisionsError."""
        try:
            stat = self.file.stat()
            state = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            state = None
        if state is not None and state == self._read_at:
            return False
        before = self._all
        self._all = {}
        self._grouped = None
        if state is not None:
            try:
                for decision in parse(read_bounded(self.file, DECISIONS), self.file.name, self.lang):
                    self._put(decision)
            except OSError as error:
                what = say(self.lang, "unreadable", error=error.strerror)
                raise DecisionsError(f"{self.file}: {what}") from error
        self._read_at = state
        return before != self._all

    def _put(self, decision: Decision) -> None:
        old = self._all.get(decision.id)
        # Of two lines about one finding (from a merge) the newest holds, whatever their order.
        if old is None or (old.at, old.line()) <= (decision.at, decision.line()):
            self._all[decision.id] = decision

    def change(self, put: Iterable[Decision] = (), drop: Iterable[Decision] = ()) -> None:
        """Writes the file with `put` and without `drop`. Raises DecisionsError; then nothing is changed.

        What others wrote to the file meanwhile stays.
        """
        self.refresh()
        before = dict(self._all)
        for decision in drop:
            self._all.pop(decision.id, None)
        for decision in put:
            old = before.get(decision.id)
            if old:
                decision = replace(decision, rest={**old.rest, **decision.rest}, remark=decision.remark or old.remark)
            self._all[decision.id] = decision
        self._grouped = None
        if self._all == before:
            return
        if not self._swept:  # once: the folder may be large
            self._swept = True
            sweep(self.file.parent, self.file.name, STALE)
        try:
            write_whole(
                self.file, b"".join(decision.line().encode("utf-8", "surrogatepass") + b"\n" for decision in self)
            )
            stat = self.file.stat()
            self._read_at = (stat.st_mtime_ns, stat.st_size)
        except OSError as error:
            self._all = before
            what = say(self.lang, why_unwritable(error), error=error.strerror)
            raise DecisionsError(f"{self.file}: {what}") from error


def parse(data: bytes, name: str, lang: str = "en") -> list[Decision]:
    """The decisions in `data`. Raises DecisionsError with `name` and the line of what is none."""
    found = []
    for number, raw in enumerate(data.split(b"\n"), 1):
        if not raw.strip():
            continue
        if raw.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
            raise DecisionsError(f"{name}:{number}: {say(lang, 'decisions-conflict')}")
        try:
            found.append(Decision.from_line(raw.decode("utf-8", "surrogatepass")))
        except (ValueError, RecursionError) as error:
            raise DecisionsError(f"{name}:{number}: {say(lang, 'decisions-line', error=error)}") from error
    return found


class Decided:
    """The decisions about one document, and which finding each is about."""

    def __init__(self, text: str, decisions: Sequence[Decision]) -> None:
        self.squeezed = Squeezed(text)
        self.decisions = tuple(decisions)
        self.met: set[tuple[str, str]] = set()  # ids of decisions that a finding was found for
        self._known: dict[tuple[str, Span], Decision | None] = {}
        self._far: dict[str, Decision] = {}
        self._weak: tuple[dict[str, dict[tuple[str, str], Decision]], ...] = ({}, {}, {}, {})  # by the weaker marks
        for decision in decisions:
            for marks in (decision.marks, *decision.also):
                self._far[marks.far] = decision
                for index, mark in zip(self._weak, (marks.near, marks.left, marks.right, marks.alone), strict=True):
                    if mark:
                        index.setdefault(mark, {})[decision.id] = decision

    def about(self, rule: str, span: Span) -> Decision | None:
        """The decision about a finding of `rule` at `span`, if there is one."""
        if not self.decisions:
            return None
        key = (rule, span)
        if key not in self._known:
            decision = self._known[key] = self._find(rule, span)
            if decision:
                self.met.add(decision.id)
        return self._known[key]

    def _find(self, rule: str, span: Span) -> Decision | None:
        text = self.squeezed.original
        marks = Marks.of(rule, text, span)
        if marks.far in self._far:
            return self._far[marks.far]
        here = Surroundings.of(text, span)
        patterns = (
            (marks.near, here.before + here.seen + here.after, len(here.before)),
            (marks.left, here.before + here.seen, len(here.before)),
            (marks.right, here.seen + here.after, 0),
            (marks.alone, here.seen, 0),
        )
        for index, (mark, pattern, skip) in zip(self._weak, patterns, strict=True):
            if mark not in index:
                continue
            found = [Marks.of(rule, text, at) for at in self.squeezed.places(pattern, skip, len(here.seen))]
            # A decision that has a better match elsewhere is not about this finding.
            taken = {m.far for m in found} | ({m.near for m in found} if index is not self._weak[0] else set())
            fitting = [
                d
                for d in index[mark].values()
                if not any(m.far in taken or m.near in taken for m in (d.marks, *d.also))
            ]
            keeps = [d for d in fitting if d.verdict is Verdict.KEEP]
            if keeps:
                return keeps[-1]
            if len(found) == 1 and len(fitting) == 1:
                return fitting[0]
        return None

    def by_hand(self) -> list[Span]:
        """Where a person's own text stands already, as written by an earlier run. It is not to be mended again."""
        return [span for decision in self.decisions for span in self._standing(decision)]

    def done(self, decision: Decision) -> bool:
        """Whether what was decided needs no finding any more: the text put in by hand stands, or the fix was made."""
        return decision.verdict is Verdict.APPLY or next(self._standing(decision), None) is not None

    def _standing(self, decision: Decision) -> Iterator[Span]:
        if decision.replacement is None:
            return
        put = squeeze(decision.replacement)
        before, after = squeeze(decision.before), squeeze(decision.after)
        found = list(self.squeezed.places(before + put + after, len(before), len(put)))
        if put and not found:
            # What stands beside it was mended in the same run.
            sides = [(before + put, len(before)), (put + after, 0)]
            found = [span for pattern, skip in sides for span in self.squeezed.places(pattern, skip, len(put))]
        yield from found

    def unmet(self, rules: Iterable[str]) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
        """The decisions about findings of `rules` for which none was found: those that are stale, those done."""
        names = set(rules)
        unmet = [d for d in self.decisions if d.id not in self.met and d.rule in names]
        done = [self.done(d) for d in unmet]
        return (
            tuple(d for d, is_done in zip(unmet, done, strict=True) if not is_done),
            tuple(d for d, is_done in zip(unmet, done, strict=True) if is_done),
        )
