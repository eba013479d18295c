"""Passages: text that stands again where the borders of paragraphs do not agree.

A copy cut off half-way, a block that was wrapped or cut otherwise, a sentence echoed under its paragraph. Of the two
copies the one that goes stands by itself, from border to border; the one that stays goes on.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cleaner.copying.groups import groups
from cleaner.copying.measure import han
from cleaner.copying.roles import PROSE, is_title
from cleaner.copying.stretches import SLACK, Stretch, joined_places, stretches
from cleaner.copying.twins import DIFFERENT, Lines, lines_of
from cleaner.folded import Folded, folded
from cleaner.language.alignment import misread_copy
from cleaner.model import Span
from cleaner.repair import squeeze
from cleaner.structure import Role, StructLine, ends_sentence
from cleaner.views import View


@dataclass(frozen=True)
class Passage:
    """`gone` (whole paragraphs, or lines of one) stands in `stays` too, as part of a text that goes on there."""

    lines: Lines
    gone: Span
    stays: Span
    first: int  # the lines with text that `gone` begins and ends in
    last: int
    whole: bool  # whether `gone` is whole paragraphs, and not lines that were joined to others
    torn: bool = False  # not whole, and where it is cut off from its paragraph a line of the other copy ends as well

    @property
    def later(self) -> bool:
        """Whether the copy that goes is the later one."""
        return self.gone.start > self.stays.start

    @cached_property
    def texts(self) -> tuple[str, str]:
        """Both copies without white space, the copy that goes without marks of bold type around it."""
        text = self.lines.view.text
        gone, stays = (squeeze(text[s.start : s.end]) for s in (self.gone, self.stays))
        return gone.strip("*#"), stays  # a page's last sentence is often echoed in bold

    @cached_property
    def distance(self) -> int:
        """Characters that differ, widths aside; 0 where the one copy stands in the other."""
        gone, stays = (unicodedata.normalize("NFKC", t) for t in self.texts)
        from rapidfuzz.distance import Levenshtein

        return 0 if gone in stays else int(Levenshtein.distance(gone, stays))

    @cached_property
    def harmless(self) -> bool:
        """Whether nothing but known misreadings lie between (law 8)."""
        gone, stays = self.texts
        return gone in stays or misread_copy(gone, stays)

    @cached_property
    def han(self) -> int:
        return han(self.texts[0])

    @cached_property
    def crosses(self) -> bool:
        """Whether either copy has a paragraph's border inside."""
        text = self.lines.view.text
        return any("\n" in text[s.start : s.end].strip() for s in (self.gone, self.stays))

    @cached_property
    def starts_alike(self) -> bool:
        """Whether the paragraph that stays begins as the copy does."""
        return self._bare(self._line(self.stays.start).start, self.stays.start)

    @cached_property
    def ends_alike(self) -> bool:
        """Whether the paragraph that stays ends as the copy does."""
        return self._bare(self.stays.end, self._line(self.stays.end - 1).end)

    @cached_property
    def broken(self) -> bool:
        """Whether the copy that goes is cut off in mid-sentence, at its end or at its beginning."""
        text = self.lines.view.text
        first = next((n for n in range(self.stays.start, self.stays.end) if text[n].isalnum()), self.stays.start)
        before = text[self._line(self.stays.start).start : first]
        cut_head = not self.starts_alike and not ends_sentence(before.rstrip("“‘「『（("))
        return cut_head or not ends_sentence(text[self.gone.start : self.gone.end].rstrip("*"))

    @property
    def headed(self) -> bool:
        """Whether the copy that goes stands under a title or a salutation of its own."""
        return self.first > 0 and is_title(self.lines.item(self.first - 1))

    @property
    def continued(self) -> bool:
        """Whether the copy that goes breaks off, and yet the next line may go on with it: it has no indent, where the
        copy has one, and no blank line stands between.
        """
        if ends_sentence(self.texts[0]) or self.last + 1 >= len(self.lines):
            return False
        first, here, below = (self.lines.item(k) for k in (self.first, self.last, self.last + 1))
        parted = "\n\n" in self.lines.view.text[here.line.end : below.line.start]
        return below.indent < first.indent and not parted

    @property
    def next(self) -> bool:
        """Whether no other text stands between the copies."""
        low, high = sorted((self.gone, self.stays))
        return self._bare(low.end, high.start)

    def _line(self, position: int) -> Span:
        lines = self.lines.view.lines
        at = bisect_right(lines, position, key=lambda line: line.start) - 1
        return Span(lines[at].start, lines[at].end)

    def _bare(self, start: int, end: int) -> bool:
        return not any(c.isalnum() for c in self.lines.view.text[start:end])


def passages(view: View) -> list[Passage]:
    """The passages of `view`, in order of what goes. Call it as ``view.memo(passages)``."""
    found = view.memo(stretches)
    letters = view.memo(folded)
    found = [s for s in found if _worth(letters, s)]
    if not found:
        return []
    lines = view.memo(lines_of)
    taken = _taken(view)
    borders = view.memo(joined_places)
    made: list[Passage] = []
    for stretch in found:
        passage = _passage(lines, letters, borders, stretch)
        if passage is None or _touches(taken, passage.gone) or passage.distance > DIFFERENT * len(passage.texts[0]):
            continue
        if made and made[-1].gone.touches(passage.gone):
            if (made[-1].whole, made[-1].han) >= (passage.whole, passage.han):
                continue
            made.pop()
        made.append(passage)
    return sorted(made, key=lambda p: p.gone)


def _worth(letters: Folded, s: Stretch) -> bool:
    """Whether the stretch fills a line of either copy but for a few letters: most phrases that come again do not."""
    for start, end in ((s.start, s.end), (s.root, s.root_end)):
        first = bisect_right(letters.first, start) - 1
        last = bisect_left(letters.first, end)
        if start - letters.first[first] <= SLACK or letters.first[min(last, len(letters.first) - 1)] - end <= SLACK:
            return True
    return False


def _passage(lines: Lines, letters: Folded, borders: list[int], stretch: Stretch) -> Passage | None:
    """The later copy goes if it stands by itself, else the earlier one if that does."""
    found = [p for s in _squared(stretch) for p in _sides(lines, letters, borders, s)]
    # Whole paragraphs first: lines that were joined are known in the first run only (law 3).
    return next((p for p in found if p.whole), found[0] if found else None)


def _sides(lines: Lines, letters: Folded, borders: list[int], s: Stretch) -> Iterator[Passage]:
    """The passages that `s` may be: the later copy goes, or the earlier."""
    later, earlier = (s.start, s.end), (s.root, s.root_end)
    for sides, other in ((later, earlier), (earlier, later)):
        alone = _alone(lines, letters, borders, *sides)
        if alone is None:
            continue
        gone, first, last, whole = alone
        # Letters misread at a border belong to the copy that stays as well.
        head = sides[0] - _letter(letters, gone.start)
        tail = _letter(letters, gone.end) - sides[1]
        stays = _around(lines.view.text, letters, other[0] - head, other[1] + tail)
        if stays is not None and not stays.touches(gone):
            torn = not whole and (
                _cut(lines, borders, gone.end, stays.end) or _cut(lines, borders, gone.start, stays.start)
            )
            yield Passage(lines, gone, stays, first, last, whole, torn)


def _cut(lines: Lines, borders: list[int], one: int, other: int) -> bool:
    """Whether `one` is where lines were joined, and a line ends, or did before it was joined, at `other` too."""
    text = lines.view.text

    def joined(place: int) -> bool:
        at = bisect_left(borders, place)
        return at < len(borders) and borders[at] == place

    return joined(one) and (joined(other) or other in (0, len(text)) or "\n" in text[other - 1 : other + 1])


def _squared(s: Stretch) -> list[Stretch]:
    """The stretch; where the copies overlap a little, cut at either end. (Where they overlap by half it is a loop.)

    …二百人次。|其中…三百人次。|其中…三百人次。 A copy that begins as its neighbour ends overlaps by those letters.
    """
    over = s.root_end - s.start
    if over <= 0:
        return [s]
    if over > (s.end - s.start) // 2:
        return []
    return [
        s._replace(root=s.root + over, start=s.start + over),
        s._replace(root_end=s.root_end - over, end=s.end - over),
    ]


def _letter(letters: Folded, position: int) -> int:
    return int(letters.places.searchsorted(position))


def _alone(
    lines: Lines, letters: Folded, borders: list[int], start: int, end: int
) -> tuple[Span, int, int, bool] | None:
    """The letters as a passage that stands by itself: its span, its lines, and whether those are whole."""
    first, last = (int(letters.first.searchsorted(n, side="right")) - 1 for n in (start, end - 1))
    head, tail = int(letters.first[first]), int(letters.first[last + 1])
    a, b = lines.number.get(first), lines.number.get(last)
    if a is None or b is None or not all(_may_go(lines.item(k)) for k in (a, b)):
        return None
    opens, closes = start - head <= SLACK, tail - end <= SLACK
    low = lines.item(a).line.start if opens else _border(letters, borders, start)
    high = lines.item(b).line.end if closes else _border(letters, borders, end)
    if low is None or high is None or low >= high:
        return None
    return Span(low, high), a, b, opens and closes


def _may_go(item: StructLine) -> bool:
    """Prose, or a whole line in bold: an echoed sentence looks like a headline."""
    return item.role in PROSE or (item.role is Role.HEADING and item.bare.startswith("**"))


def _border(letters: Folded, borders: list[int], letter: int) -> int | None:
    """The joined line end that stands between `letter` and the one before it, give or take a few letters."""
    if not borders:
        return None
    for n in range(letter, max(0, letter - SLACK - 1), -1):
        low = int(letters.places[n - 1]) + 1 if n else 0
        high = int(letters.places[n]) if n < len(letters) else low
        at = bisect_left(borders, low)
        if at < len(borders) and borders[at] <= high:
            return borders[at]
    return None


def _around(text: str, letters: Folded, start: int, end: int) -> Span | None:
    """The letters with the marks before and behind them."""
    start, end = max(0, start), min(len(letters), end)
    if start >= end:
        return None
    low, high = int(letters.places[start]), int(letters.places[end - 1]) + 1
    floor = int(letters.places[start - 1]) + 1 if start else 0
    ceiling = int(letters.places[end]) if end < len(letters) else len(text)
    while low > floor and text[low - 1] != "\n":
        low -= 1
    while high < ceiling and text[high] != "\n":
        high += 1
    return Span(low, high)


def _taken(view: View) -> list[Span]:
    """What the groups take already: the later copies of whole paragraphs."""
    return [Span(g.lines.item(g.start).line.start, g.lines.item(g.stop - 1).line.end) for g in view.memo(groups)]


def _touches(spans: list[Span], span: Span) -> bool:
    at = bisect_left(spans, span.end, key=lambda s: s.start)
    return any(s.touches(span) for s in spans[max(0, at - 2) : at])
