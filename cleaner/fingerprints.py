"""Names for findings that survive edits elsewhere: hashes of a rule, a text and its surroundings, white space aside."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cleaner.model import Span
from cleaner.repair import squeeze

#: Code points of surroundings, on each side, that tell a finding from others in a text.
AROUND = 20
#: The same, to tell apart those of which the nearer surroundings are the same too (a notice printed twice).
FAR = 120
#: Code points from which on a text is a name without its surroundings.
LONG = 12
#: Code points between two places at which the squeezed length is known.
_STEP = 128


def digest(*parts: str) -> str:
    """16 hex digits of SHA-256."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text of a finding and what stands around it, without white space."""

    before: str  # at most AROUND code points
    seen: str
    after: str

    @classmethod
    def of(cls, text: str, span: Span, around: int = AROUND) -> Surroundings:
        """Those of `span`. Where there is much white space, less of the surroundings is seen."""
        return cls(
            squeeze(text[max(0, span.start - 4 * around) : span.start])[-around:],
            squeeze(text[span.start : span.end]),
            squeeze(text[span.end : span.end + 4 * around])[:around],
        )


def fingerprint(rule: str, text: str, span: Span, around: int = AROUND) -> str:
    """A name for a finding that survives edits elsewhere: 16 hex digits of its rule, its text and its surroundings.

    White space does not count; `around` is in code points to each side.
    """
    here = Surroundings.of(text, span, around)
    return digest(rule, here.seen, here.before, here.after)


@dataclass(frozen=True, slots=True)
class Marks:
    """Five names for one finding, the strictest first. A weaker one may be shared by several findings of a text."""

    far: str  # of FAR code points to each side: as good as unique
    near: str  # the finding's fingerprint
    left: str  # of what stands before alone: survives an edit right behind
    right: str
    alone: str  # of the text alone, where it is long enough to say something; else empty

    @classmethod
    def of(cls, rule: str, text: str, span: Span) -> Marks:
        """The marks of a finding of `rule` at `span`."""
        here, far = Surroundings.of(text, span), Surroundings.of(text, span, FAR)
        return cls(
            digest(rule, far.seen, far.before, far.after),
            digest(rule, here.seen, here.before, here.after),
            digest(rule, "<", here.before, here.seen),
            digest(rule, ">", here.seen, here.after),
            digest(rule, "=", here.seen) if len(here.seen) >= LONG else "",
        )


class Squeezed:
    """A text without white space, and the way back from its positions to those of the text."""

    def __init__(self, text: str) -> None:
        self.original = text

    @cached_property
    def text(self) -> str:
        """The text without white space and invisible marks."""
        return squeeze(self.original)

    @cached_property
    def _lengths(self) -> list[int]:
        """How much is left of the text before each multiple of _STEP."""
        lengths = [0]
        for at in range(0, len(self.original), _STEP):
            lengths.append(lengths[-1] + len(squeeze(self.original[at : at + _STEP])))
        return lengths

    def places(self, pattern: str, skip: int, length: int) -> Iterator[Span]:
        """Where squeezed `pattern` stands: the spans, in the text as it is, of its `length` code points from `skip` on.

        Places that overlap are all given. An empty pattern stands nowhere.
        """
        at = self.text.find(pattern) if pattern else -1
        while at >= 0:
            start = self._back(at + skip)
            # The end is that of the last code point: what follows a span is not part of it, white space least of all.
            yield Span(start, self._back(at + skip + length - 1) + 1 if length else start)
            at = self.text.find(pattern, at + 1)

    def _back(self, at: int) -> int:
        """The position of squeezed code point `at` in the text as it is."""
        step = max(0, bisect_right(self._lengths, at) - 1)
        left = at - self._lengths[step]
        start = step * _STEP
        for position in range(start, min(len(self.original), start + _STEP)):
            if squeeze(self.original[position]):
                if left == 0:
                    return position
                left -= 1
        return len(self.original)
