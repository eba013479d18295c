"""Many files, one after another or on several cores: the results are the same, in the order of the files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from cleaner.across import Crossing, crossings, rule_among, unmatched, with_crossings
from cleaner.decisions import Decision, Decisions
from cleaner.document import Document, UnreadableText
from cleaner.inputs import Complaint, Input
from cleaner.linking.jumps import Jump
from cleaner.model import Tally
from cleaner.packs import Rule, load_rules
from cleaner.parcels import packed
from cleaner.plan import Result, chosen, clean_document, is_chinese
from cleaner.settings import Settings, SettingsError
from cleaner.wording import say
from cleaner.workers import Workers

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
    counted: Tally | None = None  # where findings were left out of the result, all of them counted

    def tally(self) -> Tally:
        """This outcome, counted."""
        if self.counted is not None:
            return self.counted
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
    *,
    mended: bool = False,
) -> Iterator[Outcome]:
    """What becomes of each of `inputs`, in their order, whatever the number of workers. Writes nothing.

    `across` are the links between files, by a file's name, where they are known; else those among `inputs` are sought.
    Workers are started when this is called, not when the first outcome is taken. With `mended`, findings that were
    applied may be left out of the results, for who only writes what was mended: they are counted in `Outcome.tally`
    and named in `Result.applied`, and to send each from a worker takes as long as to find some.
    """
    sizes = [_size(item) for item in inputs]
    jobs = min(_jobs(sizes, settings), len(inputs))
    if across is None and not rule_among(rules):
        across = {}
    if jobs <= 1:
        return _one_by_one(inputs, settings, rules, decisions, across)
    return _spread(inputs, sizes, settings, rules, jobs, decisions, across, mended)


def _one_by_one(
    inputs: Sequence[Input],
    settings: Settings,
    rules: Sequence[Rule],
    decisions: Decisions | None,
    across: Mapping[str, tuple[Crossing, ...]] | None,
) -> Iterator[Outcome]:
    if across is None:
        across = crossings(inputs, settings.encoding)
    for item in inputs:
        yield clean_file(item, settings, rules, _decided(item, decisions), across.get(item.name, ()))


def _decided(item: Input, decisions: Decisions | None) -> tuple[Decision, ...]:
    return decisions.of(item.path) if decisions else ()


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


@cache
def _worker_rules(settings: Settings) -> Sequence[Rule]:
    """The rules in a worker; where it is no copy, read there once, for compiled patterns do not travel."""
    return _loaded.get(settings) or rules_for(settings)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all workers of a run know. Items are called by number: to send their paths takes as long as to read them."""

    inputs: Sequence[Input]
    settings: Settings
    mended: bool


#: A file as a worker is asked to clean it: its number, what was decided about it, its links to others.
_Asked = tuple[int, Sequence[Decision], Sequence[Crossing]]


def _scan(shared: _Shared, numbers: Sequence[int]) -> list[list[Jump]]:
    return [unmatched(shared.inputs[number], shared.settings.encoding) for number in numbers]


def _clean(shared: _Shared, asked: Sequence[_Asked]) -> bytes:
    rules = _worker_rules(shared.settings)
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


def _spread(
    inputs: Sequence[Input],
    sizes: Sequence[int],
    settings: Settings,
    rules: Sequence[Rule],
    jobs: int,
    decisions: Decisions | None,
    across: Mapping[str, tuple[Crossing, ...]] | None,
    mended: bool,
) -> Iterator[Outcome]:
    """The outcomes of `clean_files`, from `jobs` processes, which are started now."""
    _loaded[settings] = rules
    workers = Workers(_Shared(inputs, settings, mended), jobs)

    def outcomes() -> Iterator[Outcome]:
        try:
            links = across
            if links is None:
                found = workers.results(_scan, range(len(inputs)), sizes, lambda _: [])
                links = crossings(inputs, settings.encoding, found)
            asked: list[_Asked] = [
                (number, _decided(item, decisions), links.get(item.name, ())) for number, item in enumerate(inputs)
            ]
            cleaned = workers.results(_clean, asked, sizes, lambda one: _died(inputs[one[0]], settings))
            for item, outcome in zip(inputs, cleaned, strict=True):
                yield replace(outcome, source=item)
        finally:
            workers.close()

    return outcomes()


def _died(item: Input, settings: Settings) -> Outcome:
    return Outcome(item.name, None, Complaint(item.name, say(settings.lang, "worker-died")), source=item)
