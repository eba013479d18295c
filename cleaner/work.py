"""Many files, one after another or on several cores: the results are the same, in the order of the files."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from cleaner.across import Crossing, crossings, rule_among, with_crossings
from cleaner.decisions import Decision, Decisions
from cleaner.document import Document, UnreadableText
from cleaner.inputs import Complaint, Input
from cleaner.language.share import is_chinese
from cleaner.model import Tally
from cleaner.packs import Rule, load_rules
from cleaner.plan import Result, chosen, clean_document
from cleaner.settings import Settings, SettingsError
from cleaner.wording import say

if TYPE_CHECKING:
    from concurrent.futures import Future

    from cleaner.remembered import Memory

#: Below this many bytes the workers would cost more than they save.
WORTH_WORKERS = 400_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a result, or a complaint, or (where a law would have been broken) both."""

    name: str
    result: Result | None
    complaint: Complaint | None = None
    sha256: str = ""  # of the bytes as read
    source: Input | None = None

    def tally(self) -> Tally:
        """This outcome, counted."""
        if self.result is None:
            return Tally(files=1, failed=1)
        by_key = {finding.key: finding.rule for finding in self.result.findings}
        return Tally(
            files=1,
            characters=len(self.result.document.text),
            changed=int(self.result.changed),
            findings=_counted(finding.rule for finding in self.result.findings),
            applied=_counted(by_key[key] for key in self.result.applied),
            failed=int(self.complaint is not None),
        )


def _counted(names: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def rules_for(settings: Settings) -> list[Rule]:
    """The rules that `settings` switch on. Raises PackError, and SettingsError for a name that no rule has."""
    rules = load_rules(settings.packs)
    try:
        return chosen(rules, settings.select, settings.ignore)
    except KeyError as error:
        raise SettingsError(unknown_rule(str(error.args[0]), rules, settings.lang)) from None


def unknown_rule(name: str, rules: Sequence[Rule], lang: str) -> str:
    """What to say of a `name` that no rule and no family has."""
    known = {known for rule in rules for known in (rule.id, rule.family, rule.name)}
    near = get_close_matches(name, sorted(known), 1)
    return say(lang, "unknown-rule-near", name=name, near=near[0]) if near else say(lang, "unknown-rule", name=name)


def clean_bytes(
    data: bytes, name: str, settings: Settings, rules: Sequence[Rule], decided: Sequence[Decision] = ()
) -> Outcome:
    """What becomes of `data`, read from the file called `name`. Raises nothing: what goes wrong is a complaint."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        document = Document.from_bytes(data, name, settings.encoding)
        result = clean_document(document, rules, settings.consent, decided)
    except UnreadableText as error:
        what = (
            str(error) if not error.line else say(settings.lang, "undecodable", error=error, encoding=settings.encoding)
        )
        return Outcome(name, None, Complaint(name, what, error.line, error.column), digest)
    except Exception as error:  # a detector's bug must not stop the other files
        return Outcome(name, None, _our_bug(name, f"{type(error).__name__}: {error}", settings.lang), digest)
    complaint = _our_bug(name, result.trouble, settings.lang) if result.trouble else None
    # Without what the document has worked out about its lines, which is large and quickly made again.
    return Outcome(name, replace(result, document=replace(document)), complaint, digest)


def _our_bug(name: str, error: str, lang: str) -> Complaint:
    return Complaint(name, say(lang, "our-bug", error=error))


def clean_file(
    item: Input,
    settings: Settings,
    rules: Sequence[Rule],
    decided: Sequence[Decision] = (),
    across: Sequence[Crossing] = (),
) -> Outcome:
    """What becomes of one file; `across` are its links to other files. Writes nothing and raises nothing."""
    try:
        data = item.path.read_bytes()
    except OSError as error:
        what = say(settings.lang, "unreadable", error=error.strerror)
        return Outcome(item.name, None, Complaint(item.name, what), source=item)
    return clean_input(item, data, settings, rules, decided, across)


def clean_input(
    item: Input,
    data: bytes,
    settings: Settings,
    rules: Sequence[Rule],
    decided: Sequence[Decision] = (),
    across: Sequence[Crossing] = (),
) -> Outcome:
    """What becomes of the file that was read as `data`, as `clean_file` says it."""
    outcome = clean_bytes(data, item.name, settings, rules, decided)
    rule = rule_among(rules)
    if across and rule and outcome.result and (settings.any_language or is_chinese(outcome.result.document.text)):
        outcome = replace(outcome, result=with_crossings(outcome.result, across, rule, settings.consent, decided))
    return replace(outcome, source=item)


def clean_files(
    inputs: Sequence[Input],
    settings: Settings,
    rules: Sequence[Rule],
    decisions: Decisions | None = None,
    across: Mapping[str, tuple[Crossing, ...]] | None = None,
    memory: Memory | None = None,
    *,
    writes: bool = False,
) -> Iterator[Outcome]:
    """What becomes of each of `inputs`, in their order, whatever the number of workers. Writes no document.

    `across` are the links between files, by a file's name, where they are known; else those among `inputs` are sought.
    What `memory` knows is not worked out again; with `writes`, where the outcomes are to be written, only what it knows
    to stay as it is. It is closed in the end.
    """
    try:
        if across is None:
            across = crossings(inputs, settings.encoding, memory) if rule_among(rules) else {}
        yield from _clean_files(inputs, settings, rules, decisions, across, memory, writes)
    finally:
        if memory:
            memory.cache.close()


def _clean_files(
    inputs: Sequence[Input],
    settings: Settings,
    rules: Sequence[Rule],
    decisions: Decisions | None,
    across: Mapping[str, tuple[Crossing, ...]],
    memory: Memory | None,
    writes: bool,
) -> Iterator[Outcome]:
    jobs = min(_jobs(inputs, settings), len(inputs))

    def known(item: Input) -> tuple[Outcome | None, Keep]:
        if memory is None:
            return None, _forget
        return _remembered(item, settings, rules, _decided(item, decisions), across.get(item.name, ()), memory, writes)

    if jobs <= 1:
        for item in inputs:
            outcome, keep = known(item)
            if outcome is None:
                outcome = clean_file(item, settings, rules, _decided(item, decisions), across.get(item.name, ()))
                keep(outcome)
            yield outcome
    else:
        yield from _spread(inputs, settings, jobs, decisions, across, known)


#: What keeps an outcome for another run.
Keep = Callable[[Outcome], None]


def _forget(outcome: Outcome) -> None:
    pass


def _remembered(
    item: Input,
    settings: Settings,
    rules: Sequence[Rule],
    decided: Sequence[Decision],
    across: Sequence[Crossing],
    memory: Memory,
    writes: bool,
) -> tuple[Outcome | None, Keep]:
    """The outcome of a file that was cleaned before, if it is known, and what keeps it if not."""
    try:
        data = item.path.read_bytes()
    except OSError:
        return None, _forget
    digest = hashlib.sha256(data).hexdigest()
    key = memory.key(digest, item.name, settings, rules, decided, across)
    result = memory.result(key, data, item.name, settings.encoding)
    # What is to be written never comes from a file that others might have written.
    if result is not None and not (writes and result.changed):
        return Outcome(item.name, result, None, digest, item), _forget

    def keep(outcome: Outcome) -> None:
        # The file may have changed between the two readings.
        if outcome.result and not outcome.complaint and outcome.sha256 == digest:
            memory.keep(key, outcome.result)

    return None, keep


def _decided(item: Input, decisions: Decisions | None) -> tuple[Decision, ...]:
    return decisions.of(item.path) if decisions else ()


def _jobs(inputs: Sequence[Input], settings: Settings) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if settings.jobs is not None:
        return settings.jobs or cores
    return cores if len(inputs) > 1 and sum(map(_size, inputs)) > WORTH_WORKERS else 1


def _size(item: Input) -> int:
    try:
        return item.path.stat().st_size
    except OSError:
        return 0


@cache
def _worker_rules(settings: Settings) -> list[Rule]:
    """The rules in a worker: read there once, for compiled patterns do not travel."""
    return rules_for(settings)


def _in_worker(item: Input, settings: Settings, decided: Sequence[Decision], across: Sequence[Crossing]) -> Outcome:
    return clean_file(item, settings, _worker_rules(settings), decided, across)


def _spread(
    inputs: Sequence[Input],
    settings: Settings,
    jobs: int,
    decisions: Decisions | None,
    across: Mapping[str, tuple[Crossing, ...]],
    known: Callable[[Input], tuple[Outcome | None, Keep]],
) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(jobs) as pool:
        # A window, so that results do not pile up before whoever takes them.
        waiting: deque[tuple[Input, Future[Outcome] | Outcome, Keep]] = deque()
        rest = iter(inputs)
        died = False
        try:
            while True:
                while not died and len(waiting) < 4 * jobs and (item := next(rest, None)) is not None:
                    links = across.get(item.name, ())
                    outcome, keep = known(item)
                    promise = outcome or pool.submit(_in_worker, item, settings, _decided(item, decisions), links)
                    waiting.append((item, promise, keep))
                if not waiting:
                    break
                item, promise, keep = waiting.popleft()
                try:
                    outcome = promise if isinstance(promise, Outcome) else promise.result()
                    keep(outcome)
                    yield outcome
                except BrokenProcessPool:
                    died = True
                    yield _died(item, settings)
            for item in rest:
                yield _died(item, settings)
        finally:
            pool.shutdown(cancel_futures=True)


def _died(item: Input, settings: Settings) -> Outcome:
    return Outcome(item.name, None, Complaint(item.name, say(settings.lang, "worker-died")), source=item)
