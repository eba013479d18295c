"""A pattern and its replacement: rules that need no Python, such as doubled punctuation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from time import process_time
from typing import Any

import regex

from cleaner.detectors import OutOfTime
from cleaner.model import Edit, Hit, Related, Span
from cleaner.structure import Role, structure
from cleaner.views import View

#: `pattern` is a regular expression of the `regex` module, `replacement` a template for it (``\1``). Where the pattern
#: has a group called `copy`, what it matches is the copy that stays, and the fix deletes the rest.
#: `seconds` of processor time is what it may take for a text, and that again for each further million characters.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "rewrite": {"pattern": "", "replacement": "", "confidence": 0.9, "seconds": 2.0}
}

#: What a pack may ask for at most: `seconds`; code points of a pattern and of a replacement; characters that a pattern
#: is for, repetitions written out (`(a{99}){99}` is for 9801), as the engine does when it compiles; code points that a
#: rule may put into a text, and that again for each character of it.
MOST_SECONDS, MOST_PATTERN, MOST_REPLACEMENT, MOST_WRITTEN_OUT = 60.0, 10_000, 1_000, 100_000
MOST_PUT, MOST_PUT_EACH = 1_000_000, 20

#: The text for which a pattern has its `seconds`, in code points.
LONG = 1_000_000


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for each match outside code and tables.

    Raises regex.error for a pattern that is none, and OutOfTime where it takes longer than its seconds, or all memory.
    """
    try:
        yield from _hits(view, params)
    except (TimeoutError, MemoryError, RecursionError):  # a pattern that calls itself, (?R)?甲, fills the memory first
        raise OutOfTime from None


class _Clock:
    """What is left of the time of a pattern, which is tried on one line after another."""

    def __init__(self, seconds: float) -> None:
        self.end = process_time() + seconds

    def left(self) -> float:
        """Seconds, more than none. Raises TimeoutError where there are none."""
        left = self.end - process_time()
        if left <= 0:
            raise TimeoutError
        return left


def _hits(view: View, params: Mapping[str, Any]) -> Iterator[Hit]:
    pattern = _compiled(params["pattern"])
    items = view.memo(structure)
    room = MOST_PUT + MOST_PUT_EACH * len(view.text)
    clock = _Clock(params["seconds"] * (1 + len(view.text) // LONG))
    for at in _suspects(view, params["pattern"], clock):
        item = items[at]
        if item.role in (Role.CODE, Role.TABLE, Role.CONTENTS, Role.RULE):
            continue
        # All at once: the time that passes while hits are judged is not the pattern's.
        for match in list(pattern.finditer(item.text, timeout=clock.left())):
            seen = match.group()
            # Before it is made: `\1\1\1 …` of a long match may be gigabytes.
            room -= len(params["replacement"]) + params["replacement"].count("\\") * len(seen)
            if room < 0:
                raise OutOfTime
            read = match.expand(params["replacement"])
            if seen == read:
                continue
            start = item.line.start + match.start()
            span = Span(start, start + len(seen))
            copies: tuple[Related, ...] = ()
            edits: tuple[Edit, ...] = (Edit(span, read),)
            if "copy" in pattern.groupindex:
                kept = Span(item.line.start + match.start("copy"), item.line.start + match.end("copy"))
                copies = (Related(kept, "stays"),)
                edits = tuple(e for e in (Edit(Span(span.start, kept.start)), Edit(Span(kept.end, span.end))) if e.span)
            yield Hit(
                span,
                edits,
                confidence=float(params["confidence"]),
                values={"seen": seen, "read": read},
                evidence={"times": len(seen) / max(1, len(read))},
                related=copies,
            )


#: What a pattern may look at without taking it: (?=…), (?<!…).
LOOKS = regex.compile(r"\(\?<?[=!](?:[^()\[\]\\]|\\.|\[(?:[^\]\\]|\\.)+\])*\)")
#: A pattern that means the same in a line and in a text: characters, classes, groups with or without a name, what was
#: matched before, alternatives, how often. Anchors and flags are not among it, nor what gives nothing back (a++).
SAME_ANYWHERE = regex.compile(
    r"(?:[^\\\[\](){}?*+|^$]|\\[\d.\-+*?|()\[\]{}]|\\[pP]\{\w+\}|\[(?:[^\[\]\\]|\\[pP]\{\w+\}|\\[.\-\]\[])+\]"
    r"|\((?:\?:|\?P<\w+>|(?!\?))|\)|\||(?:[*+?]|\{\d+(?:,\d*)?\})\??(?![+*?{]))+"
)


def _suspects(view: View, pattern: str, clock: _Clock) -> Iterator[int]:
    """The lines in which `pattern` may match, in their order.

    What a pattern matches in a line, the pattern without its looks around (LOOKS) matches there in the whole text too,
    or a match that began before reaches over it. So most texts are told to have none by one search.
    """
    bare = _without_looks(pattern)
    lines = view.lines
    if bare is None:
        yield from range(len(lines))
        return
    done = -1
    for match in bare.finditer(view.text, timeout=clock.left()):
        first = max(done, bisect_right(lines.starts, match.start()) - 1)
        last = bisect_right(lines.starts, max(match.start(), match.end() - 1)) - 1
        yield from range(max(done + 1, first), last + 1)
        done = max(done, last)


@lru_cache(maxsize=256)
def _without_looks(pattern: str) -> regex.Pattern[str] | None:
    """`pattern` without what it only looks at, or None where that may not match where `pattern` does."""
    rest = LOOKS.sub("", pattern)
    if (
        not SAME_ANYWHERE.fullmatch(rest)
        or regex.compile(rest).match("")
        or regex.compile(pattern).groups != regex.compile(rest).groups
    ):
        return None
    return regex.compile(rest)


def wrong(kind: str, params: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What is wrong with `params`, what would be right, and the word by which to find the line; None: all is well."""
    pattern, replacement = params["pattern"], params["replacement"]
    if not params["seconds"] > 0:  # nan too
        return f"seconds = {params['seconds']}", "more than 0", "seconds"
    if params["seconds"] > MOST_SECONDS:
        return f"seconds = {params['seconds']}", f"at most {MOST_SECONDS:.0f}", "seconds"
    for name, most in (("pattern", MOST_PATTERN), ("replacement", MOST_REPLACEMENT)):
        if len(params[name]) > most:
            return f"{name} is longer than {most} characters", "several rules", name
    if (size := written_out(pattern)) > MOST_WRITTEN_OUT:
        return f"pattern: with its repetitions written out, {size} characters", f"at most {MOST_WRITTEN_OUT}", "pattern"
    if not pattern:
        return "has no pattern", "params = { pattern = '…', replacement = '…' }", "params"
    try:
        match = regex.compile(f"{pattern}|").match("")
    except regex.error as error:
        return f"pattern: {error}", "a regular expression of Python's `regex` module", "pattern"
    except (RecursionError, MemoryError):
        return "pattern: brackets or calls in one another, too deep", "a shorter pattern, or several rules", "pattern"
    assert match is not None  # the empty alternative matches anywhere
    try:
        match.expand(replacement)
    except (regex.error, IndexError) as error:
        return f"replacement: {error}", r"\1 or \g<name> for the groups that the pattern has", "replacement"
    return None


_COUNTED = regex.compile(r"\{(\d*)(?:,(\d*))?\}")


def written_out(pattern: str) -> int:
    """For how many characters `pattern` is, once `x{3}` is taken for three: never less than the engine makes of it.

    A class, an escape and a group's head each count as what they are long; `a{2,}` is for two.
    """
    sizes = [0]  # of the groups that are open, the outermost first
    last, at = 0, 0  # the size of what a repetition would repeat
    while at < len(pattern):
        char = pattern[at]
        counted = _COUNTED.match(pattern, at) if char == "{" else None
        if counted and counted.group() not in ("{}", "{,}"):
            times = max(int(number[:9]) for number in (counted[1], counted[2] or "") if number)
            sizes[-1] += last * max(0, times - 1)
            last *= max(1, times)
            at = counted.end()
            continue
        if char == "(":
            sizes.append(1)
            last, at = 0, at + 1
            continue
        if char == ")" and len(sizes) > 1:
            last = sizes.pop()
        else:
            last = 1
            at += char == "\\"
        sizes[-1] += last
        at += 1
    return sum(sizes)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
