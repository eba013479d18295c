"""What people allow: comments in Markdown, and `allow` in settings. A finding so allowed is told of, and not applied.

    <!-- cleaner: allow RULE, RULE -->     the next line
    <!-- cleaner: allow-begin RULE -->     what follows, up to
    <!-- cleaner: allow-end -->            this
    <!-- cleaner: allow-file RULE -->      the whole file, wherever it stands

RULE is a rule's id, ``family/id`` or a family. A comment has a line of its own: one that shared its line with text
would change how that line reads to the rules. In a fenced block it is a sample, and no comment. Only in a document
whose name ends in .md or .markdown are there comments; anywhere else ``<!--`` is text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from cleaner.document import Line, split_lines
from cleaner.model import Finding, Span
from cleaner.shapes import fenced

SUFFIXES = (".md", ".markdown")
WORDS = ("allow", "allow-begin", "allow-end", "allow-file")

_BEGUN = re.compile(r"<!--\s*cleaner\s*[:：]")
_WHOLE = re.compile(r"<!--\s*cleaner\s*[:：](?P<said>[^>]*)-->")
_PARTED = re.compile(r"[,，、\s]+")


@dataclass(frozen=True, slots=True)
class Note:
    """What there is to say of a comment: where it begins (in code points), a key of `settings.words`, what fills it."""

    at: int
    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """`names` are allowed between the code points `start` and `end`."""

    names: tuple[str, ...]
    start: int
    end: int
    at: int | None = None  # where its comment begins
    origin: Any = None  # of what is allowed everywhere: where that is said


@dataclass
class Allowed:
    """What is allowed in one text, and how much of it was needed."""

    suppressions: Sequence[Suppression] = ()
    comments: Sequence[Span] = ()  # where comments stand: no fix touches them
    wrong: Sequence[Note] = ()  # comments that cannot be heeded, or are open
    used: set[tuple[Suppression, str]] = field(default_factory=set)

    @property
    def needed(self) -> Sequence[tuple[int, str]]:
        """`used` as plain values that hold for the same text and settings another time: the number of the suppression,
        and the name.
        """
        return sorted((self.suppressions.index(one), name) for one, name in self.used)

    @needed.setter
    def needed(self, values: Sequence[tuple[int, str]]) -> None:
        self.used = {(self.suppressions[at], name) for at, name in values}

    @property
    def anything(self) -> bool:
        """Whether anything may be allowed in it."""
        return bool(self.suppressions or self.comments)

    def covers(self, finding: Finding) -> bool:
        """Whether `finding`, or part of what its fix would change, stands where it is allowed."""
        if not self.anything:
            return False
        spans = [finding.span, *(edit.span for edit in (finding.fix.edits if finding.fix else ()))]
        covered = False
        for one in self.suppressions:
            for name in one.names:
                if is_called(name, finding.rule, finding.family) and any(_meets(s, one.start, one.end) for s in spans):
                    self.used.add((one, name))
                    covered = True
        return covered or any(span.touches(comment) for span in spans[1:] for comment in self.comments)

    def apart(self, text: str) -> str:
        """`text` without its comments, whose Latin letters say nothing about its language."""
        at, kept = 0, []
        for comment in self.comments:
            kept.append(text[at : comment.start])
            at = comment.end
        return "".join([*kept, text[at:]]) if kept else text

    def idle(self, rules: Collection[tuple[str, str]]) -> Iterator[tuple[Suppression, str]]:
        """The allowances that silenced nothing, though one of `rules` (id and family) that they name was asked."""
        for one in self.suppressions:
            for name in one.names:
                if (one, name) not in self.used and any(is_called(name, *rule) for rule in rules):
                    yield one, name


def is_called(name: str, rule: str, family: str) -> bool:
    """Whether `name` names the rule with the id `rule`."""
    return name in (rule, family, f"{family}/{rule}")


def _meets(span: Span, start: int, end: int) -> bool:
    """Whether `span` shares a code point with the stretch, or inserts something in it."""
    return start <= span.start < end or (span.start < end and start < span.end)


def has_comments(name: str | None) -> bool:
    """Whether a document of that name may hold comments."""
    return name is not None and name.lower().endswith(SUFFIXES)


def allowed_in(text: str, *, comments: bool, everywhere: Sequence[tuple[str, Any]] = ()) -> Allowed:
    """What is allowed in `text`: by its comments, where it may have any, and the names that are allowed `everywhere`,
    each with its origin.
    """
    allowed = [Suppression((name,), 0, len(text) + 1, origin=origin) for name, origin in everywhere]
    if not (comments and _BEGUN.search(text)):
        return Allowed(allowed)
    found, spans, wrong = _comments(text)
    return Allowed([*allowed, *found], spans, wrong)


def _comments(text: str) -> tuple[list[Suppression], list[Span], list[Note]]:
    lines = split_lines(text)
    texts = [text[line.start : line.end] for line in lines]
    sample = fenced(texts)
    whole = [None if sample[at] else _WHOLE.fullmatch(texts[at].strip()) for at in range(len(lines))]
    found: list[Suppression] = []
    spans: list[Span] = []
    wrong: list[Note] = []
    opened: list[tuple[tuple[str, ...], int, int]] = []
    for number, line in enumerate(lines):
        begun = None if sample[number] else _BEGUN.search(texts[number])
        if not begun:
            continue
        at, match = line.start + begun.start(), whole[number]
        if match is None:
            wrong.append(Note(at, "allow-inline"))
            continue
        spans.append(Span(line.start, line.stop))
        word, _, rest = match["said"].strip().partition(" ")
        names = tuple(dict.fromkeys(name for name in _PARTED.split(rest) if name))
        if word.lower() not in WORDS:
            wrong.append(Note(at, "allow-word", (("name", word),)))
            continue
        word = word.lower()
        if word == "allow-end":
            if opened:
                begun_names, start, begun_at = opened.pop()
                found.append(Suppression(begun_names, start, line.start, begun_at))
            else:
                wrong.append(Note(at, "allow-not-open"))
        elif not names:
            wrong.append(Note(at, "allow-nothing", (("example", f"<!-- cleaner: {word} RULE -->"),)))
        elif word == "allow-begin":
            opened.append((names, line.stop, at))
        elif word == "allow-file":
            found.append(Suppression(names, 0, len(text) + 1, at))
        else:
            target = _next(lines, texts, whole, number)
            start, end = (target.start, target.stop) if target else (len(text), len(text))
            found.append(Suppression(names, start, end, at))
    for names, start, at in opened:
        # A refusal is read generously.
        found.append(Suppression(names, start, len(text) + 1, at))
        wrong.append(Note(at, "allow-open", (("example", "<!-- cleaner: allow-end -->"),)))
    return found, spans, wrong


def _next(lines: Sequence[Line], texts: Sequence[str], whole: Sequence[re.Match[str] | None], at: int) -> Line | None:
    """The line that a comment in line `at` speaks of: the next with text, other comments passed over."""
    behind = range(at + 1, len(lines))
    return next((lines[n] for n in behind if texts[n].strip() and whole[n] is None), None)


def notes(allowed: Allowed, asked: Collection[tuple[str, str]], known: Collection[str]) -> Iterator[Note]:
    """What there is to say of the comments: which cannot be heeded, which name a rule that is not `known`, and which
    silenced nothing though a rule of `asked` (id and family) was meant.
    """
    for one in allowed.suppressions:
        for name in one.names:
            if one.at is not None and name not in known:
                near = get_close_matches(name, sorted(known), 1)
                values = (("name", name), *((("near", near[0]),) if near else ()))
                yield Note(one.at, "allow-unknown-near" if near else "allow-unknown", values)
    for one, name in allowed.idle(asked):
        if one.at is not None and name in known:
            yield Note(one.at, "allow-unused", (("name", name),))
    yield from allowed.wrong
