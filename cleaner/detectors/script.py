"""Another script, where a person asked for it: what of a text is to change, phrase by phrase or character by character.

Code, addresses and what stands between Latin letters stay: only runs of Han are looked at, outside lines and spans of
code, URLs, targets of links and tags.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cleaner.language.scripts import Change, configurations, settled
from cleaner.model import Edit, Hit, Safety, Span
from cleaner.patterns import lazily
from cleaner.structure import Role, structure
from cleaner.views import View

#: `config` is one of OpenCC's configurations.
KINDS: Mapping[str, Mapping[str, Any]] = {"script-conversion": {"config": "s2t"}}

HAN = lazily(r"\p{Han}+")
#: What is no prose, though it may hold Han: `code`, addresses, the target of [a link](…), <tags>.
APART = lazily(
    r"`[^`\n]+`|\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"'“”‘’（）《》「」【】，。；！、]+|(?<=\])\([^()\s]*\)|</?[A-Za-z!][^<>\n]*>",
    0,
)
#: Between two runs of Han that are read as one: 头 and 发 are one word, wherever the line ends.
WRAP = lazily(r"\r{0,2}\n")

#: Code points of text around a change that its message shows.
CONTEXT = 4


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for each run of changed characters; one without a fix where a change would be changed again."""
    config, text = params["config"], view.text
    groups = list(_groups(view))
    texts = ["".join(text[span.start : span.end] for span in group) for group in groups]
    for group, made in zip(groups, settled(texts, config), strict=True):
        places = _Places(group)
        for change in _runs(made.changes, places):
            yield _hit(text, places, change, config, held=False)
        for change in made.held:
            yield _hit(text, places, change, config, held=True)


def wrong(kind: str, params: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What is wrong with `params`, what would be right, and the word by which to find the line; None: all is well."""
    if params["config"] == "s2t" or params["config"] in configurations():
        return None
    return f"config “{params['config']}”", "one of: " + ", ".join(configurations()), "config"


class _Places:
    """Where the characters of a group of runs stand in the text."""

    def __init__(self, group: Sequence[Span]) -> None:
        self.group = group
        self.starts = [0]
        for span in group:
            self.starts.append(self.starts[-1] + len(span))

    def at(self, position: int) -> int:
        """Where the character at `position` of the group stands in the text."""
        run = min(bisect_right(self.starts, position), len(self.group)) - 1
        return self.group[run].start + position - self.starts[run]

    def span(self, change: Change) -> Span:
        """What `change` takes the place of, in the text."""
        return Span(self.at(change.start), self.at(change.end - 1) + 1)

    def cut(self, change: Change) -> bool:
        """Whether a line ends inside of what `change` takes the place of."""
        return len(self.span(change)) != change.end - change.start


def _groups(view: View) -> Iterator[list[Span]]:
    """The runs of Han that are to be converted, those together that only a line end parts."""
    apart = view.memo(no_prose)
    group: list[Span] = []
    at = 0
    for match in HAN.finditer(view.text):
        start, end = match.span()
        while at < len(apart) and apart[at][1] <= start:
            at += 1
        if at < len(apart) and apart[at][0] < end:
            continue
        if group and not WRAP.fullmatch(view.text, group[-1].end, start):
            yield group
            group = []
        group.append(Span(start, end))
    if group:
        yield group


def no_prose(view: View) -> list[tuple[int, int]]:
    """What no word may be changed in: lines and spans of code, addresses, tags. Sorted by place."""
    found = [match.span() for match in APART.finditer(view.text)]
    found += [(item.line.start, item.line.stop) for item in view.memo(structure) if item.role is Role.CODE]
    return sorted(found)


def prose(view: View, span: Span) -> bool:
    """Whether `span` lies outside all that is no prose."""
    apart = view.memo(no_prose)
    at = bisect_right(apart, (span.start, len(view.text)))
    # What begins before may reach over it: a span of code in a line of code.
    return not any(start < span.end and span.start < end for start, end in apart[max(0, at - 2) : at + 1])


def _runs(changes: Sequence[Change], places: _Places) -> Iterator[Change]:
    """`changes`, those that stand side by side in the text as one."""
    if not changes:
        return
    last = changes[0]
    for one, then in pairwise(changes):
        if one.end == then.start and places.at(one.end - 1) + 1 == places.at(then.start):
            last = Change(last.start, then.end, last.new + then.new)
        else:
            yield last
            last = then
    yield last


def _hit(text: str, places: _Places, change: Change, config: str, *, held: bool) -> Hit:
    span = places.span(change)
    seen = text[span.start : span.end]
    parted = places.cut(change)
    edits: tuple[Edit, ...] = (Edit(span, change.new),)
    if parted:
        # A word of which the line ends in the middle keeps its line end where it was.
        cut = next(i for i, char in enumerate(seen) if char in "\r\n")
        behind = len(seen) - len(seen[cut:].lstrip("\r\n"))
        edits = (
            Edit(Span(span.start, span.start + cut), change.new[:cut]),
            Edit(Span(span.start + behind, span.end), change.new[cut:]),
        )
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Hit(
        span,
        () if held else edits,
        confidence=0.5 if held else 0.95,
        values={"seen": seen, "read": change.new, "config": config, "around": f"{before}{seen}{after}"},
        evidence={"config": config},
        safety=Safety.SHOWN if held else None,
    )
