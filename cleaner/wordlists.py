"""Words of a list in a text: where they stand, and what stands inside one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from cleaner.model import Hit, Span


class WordList:
    """Words to look for, all of them in one pass: by first character, then by length, the longest first."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = frozenset(words)
        self.longest = max(map(len, words), default=0)
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in words:
            lengths[word[0]].add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._first = re.compile(f"[{''.join(map(re.escape, sorted(lengths)))}]") if words else None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Where words stand in ``text[start:end]``: by place, overlapping too, of one place the longest first."""
        stop = len(text) if end is None else end
        if self._first is None:
            return
        for match in self._first.finditer(text, start, stop):
            at = match.start()
            for length in self._lengths[text[at]]:
                if at + length <= stop and text[at : at + length] in self.words:
                    yield Span(at, at + length)


@lru_cache(maxsize=64)
def word_list(words: tuple[str, ...]) -> WordList:
    """The list of `words`, made once."""
    return WordList(words)


def leaves_alone(words: tuple[str, ...], text: str, hit: Hit) -> bool:
    """Whether `hit` would change the inside of one of `words` where it stands in `text`: 升腾 for 昇腾.

    To delete a whole word, as where it stands twice, does not change it.
    """
    known = word_list(words)
    changed = [(edit.span, edit.replacement) for edit in hit.edits] or [(hit.span, "?")]
    for span, put in changed:
        start, end = max(0, span.start - known.longest), min(len(text), span.end + known.longest)
        for word in known.find(text, start, end):
            if word.covers(span) and (word != span or put):
                return True
    return False
