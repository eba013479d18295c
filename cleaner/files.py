"""Many files, one after another or on several cores: the results are the same, in the order of the files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cleaner.across import Crossing, crossings, may_jump, rule_among, unmatched
from cleaner.decisions import Decision, Decisions
from cleaner.inputs import Complaint, Input
from cleaner.linking.jumps import Jump
from cleaner.packs import Rule
from cleaner.reading import read_bytes
from cleaner.settings import Settings
from cleaner.wording import say
from cleaner.work import Outcome, clean_file, holding, recalled, rules_for

if TYPE_CHECKING:
    from cleaner.remembered import Memory
    from cleaner.workers import Workers

#: Below this many bytes the workers would cost more than they save.
WORTH_WORKERS = 400_000

#: Files that are looked up among those known at once.
CHUNK = 4096


def clean_files(
    inputs: Sequence[Input],
    settings: Settings,
    rules: Sequence[Rule],
    decisions: Decisions | None = None,
    across: Mapping[str, tuple[Crossing, ...]] | None = None,
    memory: Memory | None = None,
    *,
    writes: bool = False,
    mended: bool = False,
) -> Iterator[Outcome]:
    """What becomes of each of `inputs`, in their order, whatever the number of workers. Writes no document.

    `across` are the links between files, by a file's name, where they are known; else those among `inputs` are sought.
    What `memory` knows is not worked out again; with `writes`, where the outcomes are to be written, only what it knows
    to stay as it is. It is closed in the end. With `mended`, findings that were applied may be left out of the results,
    for who only writes what was mended: they are counted in `Outcome.tally` and named in `Result.applied`, and to send
    each from a worker takes as long as to find some.

    Workers are started when this is called, not when the first outcome is taken: before whoever calls starts threads.
    """
    run = _Run(inputs, settings, rules, decisions, memory, writes, mended)
    try:
        run.begin(across)
    except BaseException:
        run.close()
        raise
    return run.outcomes()


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all workers of a run know. Items are called by number: to send their paths takes as long as to read them."""

    inputs: Sequence[Input]
    settings: Settings
    mended: bool


#: A file as a worker is asked to clean it: its number, what was decided about it, its links to others.
_Asked = tuple[int, Sequence[Decision], Sequence[Crossing]]


class _Run:
    """The cleaning of some files: what is known of them, and the processes that work on the others."""

    def __init__(
        self,
        inputs: Sequence[Input],
        settings: Settings,
        rules: Sequence[Rule],
        decisions: Decisions | None,
        memory: Memory | None,
        writes: bool,
        mended: bool,
    ) -> None:
        self.inputs, self.settings, self.rules, self.decisions = inputs, settings, rules, decisions
        self.memory, self.writes, self.mended = memory, writes, mended
        self.sizes = [_size(item) for item in inputs]
        self.jobs = min(_jobs(self.sizes, settings), len(inputs))
        self.across: Mapping[str, tuple[Crossing, ...]] = {}
        self.workers: Workers[_Shared] | None = None
        self.first: list[_Known] = []

    def begin(self, across: Mapping[str, tuple[Crossing, ...]] | None) -> None:
        """Finds the links between files, and starts the workers if there is work for them."""
        if self.memory is None:
            self._start(range(len(self.inputs)))
        self.across = self._links() if across is None else across
        self.first = self._known(range(min(CHUNK, len(self.inputs))))
        self._start([known.number for known in self.first if not known.there])

    def _start(self, numbers: Sequence[int]) -> None:
        if self.workers is None and self.jobs > 1 and numbers:
            asked = self.settings.jobs is not None
            if asked or (len(numbers) > 1 and sum(self.sizes[n] for n in numbers) > WORTH_WORKERS):
                from cleaner.workers import Workers

                _loaded[self.settings] = self.rules
                self.workers = Workers(_Shared(self.inputs, self.settings, self.mended), self.jobs)

    def close(self) -> None:
        """Ends the workers, and keeps what was found."""
        if self.workers:
            self.workers.close()
        if self.memory:
            self.memory.cache.close()

    def _links(self) -> Mapping[str, tuple[Crossing, ...]]:
        """The links between files of which the rules ask for such."""
        asking = [n for n, item in enumerate(self.inputs) if rule_among(self._holding(item)[1])]
        if len(asking) < 2:
            return {}
        known: dict[int, list[Jump]] = {}
        keys: dict[int, tuple[str, str]] = {}
        if self.memory:
            for number in asking:
                item = self.inputs[number]
                encoding = self._holding(item)[0].encoding
                data = may_jump(item, encoding)
                if data is None:
                    known[number] = []
                    continue
                keys[number] = (hashlib.sha256(data).hexdigest(), encoding)
                told = self.memory.jumps(*keys[number])
                if told is not None:
                    known[number] = told
        unknown = [number for number in asking if number not in known]
        self._start(unknown)
        if self.workers and unknown:
            found = self.workers.results(_scan, unknown, [self.sizes[n] for n in unknown], lambda _: [])
        else:
            found = iter(_scan(_Shared(self.inputs, self.settings, False), unknown))
        for number, jumps in zip(unknown, found, strict=True):
            known[number] = jumps
            if self.memory and number in keys:
                self.memory.keep_jumps(*keys[number], jumps)
        return crossings([self.inputs[n] for n in asking], (known[n] for n in asking))

    def _holding(self, item: Input) -> tuple[Settings, Sequence[Rule]]:
        return holding(item, self.settings, self.rules)

    def _asked(self, number: int) -> _Asked:
        item = self.inputs[number]
        return number, self.decisions.of(item.path) if self.decisions else (), self.across.get(item.name, ())

    def _known(self, numbers: range) -> list[_Known]:
        return [self._look_up(number) for number in numbers]

    def _look_up(self, number: int) -> _Known:
        item = self.inputs[number]
        settings, rules = self._holding(item)
        if self.memory is None:
            return _Known(number)
        try:
            data = read_bytes(item.path)
        except OSError:
            return _Known(number)
        digest = hashlib.sha256(data).hexdigest()
        key = self.memory.key(digest, item.name, settings, rules, *self._asked(number)[1:])
        if not self.writes:
            return _Known(number, digest, key, self.memory.knows(key))
        # What is to be written never comes from a file that others might have written.
        kept = self.memory.result(key, data, item.name, settings.encoding)
        return _Known(number, digest, key, kept is not None and not kept[0].changed)

    def _recalled(self, known: _Known) -> Outcome | None:
        """The outcome that is known, if it still is."""
        item = self.inputs[known.number]
        settings, rules = self._holding(item)
        assert self.memory
        try:
            data = read_bytes(item.path)
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != known.digest:
            return None
        kept = self.memory.result(known.key, data, item.name, settings.encoding)
        if kept is None or (self.writes and kept[0].changed):
            return None
        return recalled(item, known.digest, *kept, settings, rules)

    def _keep(self, known: _Known, outcome: Outcome) -> None:
        result = outcome.result
        # The file may have changed between the two readings; and of what was mended findings may be left out.
        if result is None or outcome.complaint or outcome.sha256 != known.digest or (self.mended and result.changed):
            return
        if self.memory and known.key:
            self.memory.keep(known.key, result, outcome.silenced)

    def _here(self, number: int) -> Outcome:
        _, decided, across = self._asked(number)
        return clean_file(self.inputs[number], self.settings, self.rules, decided, across)

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of each file."""
        try:
            for start in range(0, len(self.inputs), CHUNK):
                numbers = range(start, min(start + CHUNK, len(self.inputs)))
                chunk = self.first if start == 0 else self._known(numbers)
                self.first = []
                yield from self._cleaned(chunk)
        finally:
            self.close()

    def _cleaned(self, chunk: Sequence[_Known]) -> Iterator[Outcome]:
        unknown = [known.number for known in chunk if not known.there]
        self._start(unknown)
        if self.workers and unknown:
            asked = [self._asked(number) for number in unknown]
            sizes = [self.sizes[number] for number in unknown]
            fresh = self.workers.results(_clean, asked, sizes, lambda one: self._died(one[0]))
        else:
            fresh = map(self._here, unknown)
        for known in chunk:
            outcome = self._recalled(known) if known.there else None
            if outcome is None:
                outcome = self._here(known.number) if known.there else next(fresh)
                self._keep(known, outcome)
            yield replace(outcome, source=self.inputs[known.number])

    def _died(self, number: int) -> Outcome:
        item = self.inputs[number]
        complaint = Complaint(item.name, say(self.settings.lang, "worker-died"))
        return Outcome(item.name, None, complaint, settings=item.settings or self.settings)


@dataclass(frozen=True, slots=True)
class _Known:
    """A file by its number: the hash of its bytes, what its result is kept under, and whether it is."""

    number: int
    digest: str = ""
    key: bytes = b""
    there: bool = False


def _jobs(sizes: Sequence[int], settings: Settings) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if settings.jobs is not None:
        return settings.jobs or cores
    return cores if len(sizes) > 1 and sum(sizes) > WORTH_WORKERS else 1


def _size(item: Input) -> int:
    try:
        return item.path.stat().st_size
    except OSError:
        return 0


#: The rules that this process was started with, by their settings: workers that are copies of it have them.
_loaded: dict[Settings, Sequence[Rule]] = {}


def _scan(shared: _Shared, numbers: Sequence[int]) -> list[list[Jump]]:
    found = []
    for number in numbers:
        item = shared.inputs[number]
        encoding = (item.settings or shared.settings).encoding
        found.append(unmatched(may_jump(item, encoding), item.name, encoding))
    return found


def _clean(shared: _Shared, asked: Sequence[_Asked]) -> bytes:
    from cleaner.parcels import packed

    # Where the worker is no copy, rules are read in it, once: compiled patterns do not travel.
    rules = _loaded.get(shared.settings) or rules_for(shared.settings)
    outcomes = []
    for number, decided, across in asked:
        outcome = clean_file(shared.inputs[number], shared.settings, rules, decided, across)
        outcomes.append(replace(_lean(outcome) if shared.mended else outcome, source=None))
    return packed(outcomes)


def _lean(outcome: Outcome) -> Outcome:
    """`outcome` without the findings that were applied, but for those that a person spoke of; with all counted."""
    result = outcome.result
    if result is None:
        return outcome
    gone = set(result.applied).difference(result.decided)
    findings = tuple(finding for finding in result.findings if finding.key not in gone)
    edits = result.edits if result.decided else ()
    return replace(outcome, result=replace(result, findings=findings, edits=edits), counted=outcome.tally())
