"""What the tool wrote itself and reads again: decisions and baselines, journals, the cache."""

from __future__ import annotations

import json
import random
from functools import cache

from benchmarks.fuzzing.shared import JSON_TOKENS, SAMPLE, Target, folder, rules_of, says
from benchmarks.fuzzing.texts import mutated, mutated_whole


@cache
def _decision_lines() -> tuple[bytes, ...]:
    from dataclasses import replace

    from cleaner.decisions import Verdict, decide
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.plan import clean_document

    result = clean_document(Document(SAMPLE), rules_of(0), Consent())
    lines = []
    for number, finding in enumerate(result.findings):
        verdict = list(Verdict)[number % 3]
        put = "改过的话" if verdict is Verdict.EDITED else None
        made = decide("a.txt", finding.rule, SAMPLE, finding.span, verdict, put, remark="看过", by="石")
        lines += [made, replace(made, also=(made.marks,), baseline="0.1.0"), replace(made, rest={"x": [1]})]
    return tuple(line.line().encode() for line in lines)


def _make_decisions(rng: random.Random) -> bytes:
    lines = b"\n".join(rng.choices(_decision_lines(), k=rng.randrange(1, 4))) + b"\n"
    return mutated(rng, lines, JSON_TOKENS, rng.choice(_decision_lines()))


def _check_decisions(data: bytes) -> None:
    """What is read holds for a text, with all laws, and is written as it was read; baselines too."""
    from cleaner.baseline import gone
    from cleaner.decisions import Decision, Decisions, DecisionsError
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.plan import clean_document

    path = folder() / "cleaner-decisions.jsonl"
    path.write_bytes(data)
    for lang in ("zh", "en"):
        try:
            decisions = Decisions(path, lang)
        except DecisionsError as error:
            says(str(error), lang)
            assert str(error).startswith(f"{path.name}:") or str(path) in str(error)
            if lang == "en":
                return
    for decision in decisions:
        again = Decision.from_line(decision.line())
        assert again.line() == decision.line()
    held = list(decisions)
    gone(decisions, [str(folder())], held)
    decisions.of(folder() / "a.txt")
    if len(data) % 8 == 0:  # the rest of the check takes a hundred times as long
        result = clean_document(Document(SAMPLE), rules_of(0), Consent(), held)
        assert not result.trouble, result.trouble
        from cleaner.repair import apply

        assert apply(result.text, result.undo)[0] == SAMPLE


@cache
def _journal() -> tuple[bytes, bytes, bytes]:
    """A run of three files, as the journal has it; a page before and after."""
    from cleaner.document import Document
    from cleaner.journal import Journal
    from cleaner.model import Edit, Span

    here = folder() / "made"
    here.mkdir(exist_ok=True)
    (here / "cleaner.toml").touch()
    journal = Journal(here)
    before, after = "石桥镇镇小学。\n", "石桥镇小学。\n"
    undo = (Edit(Span(2, 2), "镇"),)
    for name in ("page.txt", "other.txt"):
        journal.add(here / name, Document(before), after, undo)
    journal.add(here / "third.txt", Document(before), after, undo, into=Document(after).recoded("gb18030"))
    journal.close()
    (run,) = (here / ".cleaner" / "runs").glob("*.jsonl")
    return run.read_bytes(), before.encode(), after.encode()


def _make_journal(rng: random.Random) -> bytes:
    data = _journal()[0]
    return mutated(rng, data, (*JSON_TOKENS, b'"back": [[0, 1, 2]]', b"utf-16", b"rot13", b"\\u0000"), data)


def _check_journal(data: bytes) -> None:
    """Undo gives back the bytes that the journal's hash names, or leaves the file as it is."""
    from cleaner.fixing import NothingToUndo, undo
    from cleaner.journal import JournalError

    _, before, after = _journal()
    here = folder() / "undone"
    runs = here / ".cleaner" / "runs"
    if runs.is_dir():
        for old in runs.iterdir():
            old.unlink()
    runs.mkdir(parents=True, exist_ok=True)
    (here / "cleaner.toml").touch()
    for name in ("page.txt", "other.txt"):
        (here / name).write_bytes(after)
    (runs / "20260131-120000.jsonl").write_bytes(data)
    for lang, words in (("en", []), ("zh", [str(here / "page.txt")]), ("en", ["20260131-120000"])):
        try:
            for one in undo(words, here, lang):
                if one.complaint:
                    says(str(one.complaint))
        except (NothingToUndo, JournalError) as error:
            says(str(error))
    for name in ("page.txt", "other.txt"):
        assert (here / name).read_bytes() in (before, after), f"{name} is neither as before nor as after"
    assert sorted(path.name for path in here.iterdir()) == [".cleaner", "cleaner.toml", "other.txt", "page.txt"]


@cache
def _cache_file() -> bytes:
    from cleaner.store import FILE, Cache

    here = folder() / "cached"
    here.mkdir(exist_ok=True)
    (here / "cleaner.toml").touch()
    cache = Cache(here)
    for number in range(40):
        cache.put(bytes([number]) * 32, json.dumps([number, "石桥" * number]).encode())
    cache.close()
    return (here / ".cleaner" / FILE).read_bytes()


def _make_cache(rng: random.Random) -> bytes:
    return mutated_whole(rng, _cache_file())


def _check_cache(data: bytes) -> None:
    """A damaged cache is a miss: what it gives is what was put in, or nothing; and nothing is raised."""
    from cleaner.store import FILE, Cache

    here = folder() / "damaged"
    here.mkdir(exist_ok=True)
    (here / "cleaner.toml").touch()
    path = here / ".cleaner" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.iterdir():
        old.unlink()
    path.write_bytes(data)
    cache = Cache(here)
    for number in range(0, 40, 3):
        key = bytes([number]) * 32
        cache.has(key)
        held = cache.get(key)
        assert held is None or isinstance(held, bytes)
    cache.put(b"n" * 32, b"new")
    assert cache.get(b"n" * 32) in (b"new", None)
    cache.close()
    again = Cache(here)
    assert again.get(b"n" * 32) in (b"new", None)
    again.close()


@cache
def _remembered() -> bytes:
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.plan import clean_document
    from cleaner.remembered import Memory

    kept: dict[bytes, bytes] = {}
    made = Memory(_Kept(kept))  # type: ignore[arg-type]
    made.keep(b"k", clean_document(Document(SAMPLE), rules_of(0), Consent()))
    return kept[b"k"]


class _Kept:
    """Stands in for a cache: a table in memory."""

    def __init__(self, table: dict[bytes, bytes]) -> None:
        self.table = table

    def get(self, key: bytes) -> bytes | None:
        return self.table.get(key)

    def put(self, key: bytes, value: bytes) -> None:
        self.table[key] = value


def _make_remembered(rng: random.Random) -> bytes:
    return mutated(rng, _remembered(), JSON_TOKENS, _remembered())


def _check_remembered(data: bytes) -> None:
    """What stands in a cache that somebody else wrote is a result, or a miss."""
    from cleaner.remembered import Memory
    from cleaner.repair import apply

    memory = Memory(_Kept({b"k": data}))  # type: ignore[arg-type]
    kept = memory.result(b"k", SAMPLE.encode(), "a.txt", "auto")
    if kept is not None:
        assert apply(kept[0].text, kept[0].undo)[0] == SAMPLE
    memory.jumps("k", "auto")


TARGETS = (
    Target("decisions", _make_decisions, _check_decisions, 40, "decisions and baselines, and what they hold for"),
    Target("journal", _make_journal, _check_journal, 10, "a run's journal, and undo by it"),
    Target("cache", _make_cache, _check_cache, 2, "the table of results (SQLite), damaged"),
    Target("remembered", _make_remembered, _check_remembered, 25, "a result out of the table"),
)
