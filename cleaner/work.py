"""What becomes of one file: read, cleaned by the rules and settings that hold for it, and what went wrong told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from cleaner.across import Crossing, rule_among, with_crossings
from cleaner.decisions import Decision
from cleaner.document import Document, UnreadableText
from cleaner.encodings import read
from cleaner.inputs import Complaint, Input, shown_name
from cleaner.language.share import is_chinese
from cleaner.lawful import Breach, Law
from cleaner.model import Safety, Tally
from cleaner.packs import Rule, chosen, load_rules, with_script
from cleaner.plan import Result, clean_document
from cleaner.reading import read_bytes, why_unreadable
from cleaner.settings import DEFAULTS, Allowance, Settings, SettingsError
from cleaner.settings.words import say as words
from cleaner.suppressions import Allowed, allowed_in, has_comments, notes
from cleaner.wording import say


class LawBroken(Exception):
    """What was to be written would break a law, which is our bug. `complaint` says so, and where the report is."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a result, or a complaint, or (where a law would have been broken) both."""

    name: str
    result: Result | None
    complaint: Complaint | None = None
    sha256: str = ""  # of the bytes as read
    source: Input | None = None
    counted: Tally | None = None  # where findings were left out of the result, all of them counted
    settings: Settings = DEFAULTS  # what held for it
    notes: tuple[Complaint, ...] = ()  # on comments that allow something, and do not or need not
    # What the settings allow, of the rules that were asked: what silenced something in this file, and what nothing
    busy: frozenset[Allowance] = frozenset()
    idle: frozenset[Allowance] = frozenset()
    silenced: tuple[tuple[int, str], ...] = ()  # what of all that is allowed in it did (`Allowed.needed`)

    @property
    def target(self) -> Document:
        """The document as it is to be written: in the encoding that the settings name, else in its own.

        A text that is not Chinese stays as it is, byte for byte, unless texts in any language were asked for.
        """
        assert self.result
        document, settings = self.result.document, self.settings
        if settings.to_encoding is None or not (settings.any_language or is_chinese(document.text)):
            return document
        return document.recoded(settings.to_encoding)

    @property
    def recoded(self) -> bool:
        """Whether it is written in another encoding than it was read in, or with another mark."""
        return self.result is not None and self.target != self.result.document

    def data(self) -> bytes:
        """The bytes to write. Raises UnicodeEncodeError, and LawBroken where, taken back, they are not what was."""
        result = self.result
        assert result
        old, new = result.document, self.target
        made = new.to_bytes(result.text)
        from cleaner.bugs import breach_in_bytes

        was, now = (old.encoding, old.bom), (new.encoding, new.bom)
        breach = breach_in_bytes(old.text, made, result.undo, was, now, self.sha256)
        if breach:
            raise LawBroken(broken_law(self.name, breach, self.settings))
        return made

    def fails_on(self) -> tuple[Safety, ...]:
        """The safeties that, left in this file, make the exit code 1."""
        return self.settings.fails_on()

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
    """The rules that `settings` switch on, read once a process while the packs are unchanged.

    Raises PackError, and SettingsError for a name that no rule has.
    """
    try:
        return list(_chosen(settings.packs, _states(settings.packs), settings.select, settings.ignore, settings.script))
    except KeyError as error:
        name = str(error.args[0])
        raise SettingsError(unknown_rule(name, known_rules(settings), settings.lang)) from None


def known_rules(settings: Settings) -> tuple[Rule, ...]:
    """All rules that `settings` know of, those that are off too. Raises PackError."""
    return _loaded(settings.packs, _states(settings.packs))


def names_of(rules: Iterable[Rule]) -> set[str]:
    """What rules and families may be called."""
    return {name for rule in rules for name in (rule.id, rule.family, rule.name)}


def _states(packs: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """What tells that a pack was changed, as in a review that goes on while a person writes a rule."""
    states = []
    for pack in packs:
        try:
            stat = Path(pack).stat()
            states.append((stat.st_mtime_ns, stat.st_size))
        except OSError:
            states.append((0, 0))
    return tuple(states)


@lru_cache(maxsize=16)
def _loaded(packs: tuple[str, ...], states: tuple[tuple[int, int], ...]) -> tuple[Rule, ...]:
    return tuple(load_rules(packs, examples=False))


@lru_cache(maxsize=256)
def _chosen(
    packs: tuple[str, ...],
    states: tuple[tuple[int, int], ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    script: str | None,
) -> tuple[Rule, ...]:
    rules = _loaded(packs, states)
    return tuple(with_script(chosen(rules, select, ignore), rules, script, ignore))


def holding(item: Input, settings: Settings, rules: Sequence[Rule]) -> tuple[Settings, Sequence[Rule]]:
    """What holds for one file: its own settings and the rules they switch on, else those of the run."""
    return (settings, rules) if item.settings is None else (item.settings, rules_for(item.settings))


def unknown_rule(name: str, rules: Sequence[Rule], lang: str) -> str:
    """What to say of a `name` that no rule and no family has."""
    near = get_close_matches(name, sorted(names_of(rules)), 1)
    return say(lang, "unknown-rule-near", name=name, near=near[0]) if near else say(lang, "unknown-rule", name=name)


def clean_bytes(
    data: bytes,
    name: str,
    settings: Settings,
    rules: Sequence[Rule],
    decided: Sequence[Decision] = (),
    across: Sequence[Crossing] = (),
) -> Outcome:
    """What becomes of `data`, read from the file called `name`. Raises nothing: what goes wrong is a complaint."""
    made = Outcome(name, None, sha256=hashlib.sha256(data).hexdigest(), settings=settings)
    try:
        document = read(data, name, settings.encoding)
        allowed = _allowed(document, name, settings)
        result = clean_document(document, rules, settings.consent, decided, allowed)
        rule = rule_among(rules)
        if across and rule and (settings.any_language or is_chinese(allowed.apart(document.text))):
            result = with_crossings(result, across, rule, settings.consent, decided, allowed)
    except UnreadableText as error:
        return replace(made, complaint=Complaint(name, error.said(settings.lang), error.line, error.column))
    except Exception as error:  # a detector's bug must not stop the other files
        return replace(made, complaint=_our_bug(name, f"{type(error).__name__}: {error}", settings.lang))
    complaint = broken_law(name, result.breach, settings, rules) if result.breach else None
    if result.unfinished:
        slow = [f"{rule.source}: {rule.name}" for rule in rules if rule.name in result.unfinished]
        complaint = complaint or Complaint(name, say(settings.lang, "out-of-time", rules=", ".join(slow)))
    # Without what the document has worked out about its lines, which is large and quickly made again.
    made = replace(made, result=replace(result, document=replace(document)), complaint=complaint)
    return _with_notes(made, allowed, rules)


def recalled(
    item: Input,
    sha256: str,
    result: Result,
    silenced: Sequence[tuple[int, str]],
    settings: Settings,
    rules: Sequence[Rule],
) -> Outcome:
    """What `clean_file` says of a file whose `result`, and what was `silenced` in it, are known from an earlier run."""
    made = Outcome(item.name, result, sha256=sha256, source=item, settings=settings)
    allowed = _allowed(result.document, item.name, settings)
    allowed.needed = silenced
    return _with_notes(made, allowed, rules)


def _allowed(document: Document, name: str, settings: Settings) -> Allowed:
    """What comments in `document`, and the settings for it, allow."""
    everywhere = [(one.name, one) for one in settings.allow]
    return allowed_in(document.text, comments=has_comments(name), everywhere=everywhere)


def _with_notes(outcome: Outcome, allowed: Allowed, rules: Sequence[Rule]) -> Outcome:
    """`outcome` with what there is to say of what is allowed in it."""
    if not (allowed.suppressions or allowed.wrong):
        return outcome
    settings = outcome.settings
    assert outcome.result
    document = outcome.result.document
    # Nothing was looked for in a text that is not Chinese, and what is less sure than was asked may be there after all.
    looked = settings.any_language or is_chinese(allowed.apart(document.text))
    asked = {(r.id, r.family) for r in rules} if looked and settings.min_confidence == 0 else set()
    said = sorted(notes(allowed, asked, names_of(known_rules(settings))), key=lambda note: note.at)
    return replace(
        outcome,
        notes=tuple(
            Complaint(outcome.name, words(settings.lang, note.key, **dict(note.values)), *document.place(note.at))
            for note in said
        ),
        busy=frozenset(one.origin for one, _ in allowed.used if one.origin),
        idle=frozenset(one.origin for one, _ in allowed.idle(asked) if one.origin),
        silenced=tuple(allowed.needed),
    )


def broken_law(name: str, breach: Breach, settings: Settings, rules: Sequence[Rule] = ()) -> Complaint:
    """Keeps a report of `breach`, and gives what to say of it: it is our bug, or that of a rule of the user's own."""
    lang, endless = settings.lang, pack_endless(breach, settings, rules)
    if endless:
        return Complaint(name, endless)
    from cleaner.bugs import keep

    report = keep(breach, settings.digest(), Path.cwd())
    law = say(lang, f"law-{breach.law}")
    if report is None:
        return Complaint(name, say(lang, "law-broken-unkept", law=law, error=breach.said))
    return Complaint(name, say(lang, "law-broken", law=law, report=shown_name(report)))


def pack_endless(breach: Breach, settings: Settings, rules: Iterable[Rule]) -> str:
    """What to say where rules of the user's own packs mend what they have mended; empty where it is not they."""
    named = [rule for rule in rules if rule.id in breach.rules and rule.source in settings.packs]
    if breach.law is not Law.SETTLED or not named:
        return ""
    return say(settings.lang, "pack-endless", rules=", ".join(f"{rule.source}: {rule.name}" for rule in named))


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
        data = read_bytes(item.path)
    except OSError as error:
        what = why_unreadable(error, settings.lang)
        return Outcome(item.name, None, Complaint(item.name, what), source=item, settings=item.settings or settings)
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
    return replace(clean_bytes(data, item.name, *holding(item, settings, rules), decided, across), source=item)
