"""The laws, checked on every text that is written, from nothing but the old text, the new text and the edits.

None of the code that finds and mends is asked: what is wrong there must show here. All is linear in the text. A text
that breaks a law is left alone, and the breach says what a report needs.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from cleaner.laid import alike, laid, letters_of, one_turn, without_common_ends
from cleaner.model import Edit, Finding, Safety, Span

#: Code points of text on each side of a breach that are kept for the report, and edits at most.
AROUND, MOST_EDITS = 24, 12
#: Code points that a breach shows at most, of either text.
MOST_TEXT = 240
#: Copies of one claim that are looked through for each of its edits.
COPIES = 16
#: How many copies of one document are sought in all of it, piece by piece.
PATIENCE = 100
#: Of how many documents one, drawn by its text, is cleaned a second time to see that this changes nothing more.
ONE_IN = 32


class Law(StrEnum):
    """What holds for every text that is written; docs/promises.md has them in words."""

    UNCHANGED = "unchanged"  # nothing applied, nothing changed
    ASKED = "asked"  # only what was consented to is applied, and each finding is applied or held
    CONSERVED = "conserved"  # outside the edits nothing changes; each edit is a finding's; copies stay
    UNDONE = "undone"  # the inverse edits give back the text, and the bytes
    SETTLED = "settled"  # a second run changes nothing more


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken law, with the smallest piece of both texts that shows it. Places are code points of the whole texts."""

    law: Law
    what: str  # in English, for whoever mends it
    rules: tuple[str, ...] = ()  # ids of the rules that had to do with it
    start: int = 0  # where `old` stands in the text as read
    old: str = ""
    new_start: int = 0
    new: str = ""
    edits: tuple[Edit, ...] = ()  # those near, in coordinates of the text as read
    undo: tuple[Edit, ...] = ()  # those near, in coordinates of the new text

    @property
    def said(self) -> str:
        """The breach in a line of English."""
        of = f" ({', '.join(self.rules)})" if self.rules else ""
        return f"law “{self.law}”: {self.what}{of}"


@dataclass(frozen=True, slots=True)
class Claim:
    """An applied finding, as far as laws go."""

    rule: str
    edits: tuple[Edit, ...]
    allowed: bool  # by its safety, by settings or by a person
    safe: bool  # applied because the meaning cannot change: what it takes away must stand elsewhere
    copies: tuple[Span, ...] = ()  # of the text as read: where it says that this stands
    exempt: str = ""  # characters that its rule may take away
    exchanges: bool = False  # its rule exchanges characters for others, which it has to prove

    @classmethod
    def of(cls, finding: Finding, allowed: bool, by_hand: bool, exempt: str, exchanges: bool) -> Claim:
        """What laws ask of `finding`; `by_hand`: a person's own text was put in."""
        fix = finding.fix
        safe = fix is not None and fix.safety is Safety.SAFE and not by_hand
        return cls(finding.rule, fix.edits if fix else (), allowed, safe, tuple(finding.copies), exempt, exchanges)


def breach(
    old: str,
    new: str,
    edits: Iterable[Edit],
    undo: Iterable[Edit],
    claims: Sequence[Claim],
    last_seen: str | None,
    restless: Iterable[str] = (),
) -> Breach | None:
    """The first law that `new`, made of `old` by `edits`, breaks; None where all hold.

    `undo` are the inverse edits, in coordinates of `new`; `claims` all applied findings; `last_seen` is the text in
    which the last look found nothing more to mend. It is None where each look found more, by the rules `restless`.
    """
    change = Change(old, new, in_order(edits), in_order(undo), tuple(claims))
    if not (claims or change.edits):
        return None if new == old and not change.undo else change.broken(Law.UNCHANGED, "nothing was applied", 0)
    return (
        (change.unlooked(last_seen, restless) if last_seen is None else None)
        or change.unasked()
        or change.unlike(Law.CONSERVED, "text outside the edits changed", forth=True)
        or change.unclaimed()
        or change.unlike(Law.UNDONE, "the inverse edits do not give back the text", forth=False)
        or change.lost()
        or (change.unlooked(last_seen, restless) if last_seen != new else None)
    )


def drawn(text: str) -> bool:
    """Whether a second run is made of this text to see that it changes nothing more: of one in `ONE_IN`, by chance, yet
    always of the same.
    """
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % ONE_IN == 0


def unsettled(
    old: str,
    new: str,
    edits: Iterable[Edit],
    undo: Iterable[Edit],
    more: Sequence[Edit],
    rules: Iterable[str],
) -> Breach:
    """The breach of a text in which a second run of `rules` makes `more` edits, in coordinates of `new`."""
    change = Change(old, new, in_order(edits), in_order(undo))
    first = more[0] if more else Edit(Span(0, 0))
    start, end = _place(first)
    what = f"a second run would put {first.replacement[:AROUND]!r} for {new[start:end][:AROUND]!r} at {start}..{end}"
    return change.broken(Law.SETTLED, what, change.before(start), rules, to=start)


def _place(edit: Edit) -> tuple[int, int]:
    return edit.span.start, edit.span.end


def unlike(old: str, new: str, undo: Iterable[Edit]) -> Breach | None:
    """The breach of a text that is to be written as `new`, where the inverse edits do not make `old` of it."""
    what = "what is to be written does not give back the text"
    return Change(old, new, (), in_order(undo)).unlike(Law.UNDONE, what, forth=False)


def in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """`edits` by place; those at one place stay in the order in which they came."""
    return tuple(sorted(edits, key=_place))


@dataclass(frozen=True)
class Change:
    """A text before and after, with the edits between and the inverse ones, each sorted by place."""

    old: str
    new: str
    edits: tuple[Edit, ...]
    undo: tuple[Edit, ...]
    claims: tuple[Claim, ...] = ()

    def broken(self, law: Law, what: str, at: int, rules: Iterable[str] = (), to: int | None = None) -> Breach:
        """The breach of `law` at code point `at` of the old text, and `to` of the new."""
        if to is None:
            to = self.behind(at)
        edits = [edit for edit in self.edits if edit.span.start <= at + AROUND and edit.span.end >= at - AROUND]
        undo = [edit for edit in self.undo if edit.span.start <= to + AROUND and edit.span.end >= to - AROUND]
        (start, old), (new_start, new) = _around(self.old, at, edits), _around(self.new, to, undo)
        named = tuple(dict.fromkeys(rules))
        return Breach(law, what, named, start, old, new_start, new, tuple(edits[:MOST_EDITS]), tuple(undo[:MOST_EDITS]))

    def unasked(self) -> Breach | None:
        """Whether something was applied that nobody consented to."""
        for claim in self.claims:
            if not claim.allowed:
                at = claim.edits[0].span.start if claim.edits else 0
                return self.broken(Law.ASKED, "applied without consent", at, (claim.rule,))
        return None

    def unlike(self, law: Law, what: str, *, forth: bool) -> Breach | None:
        """Whether the edits do not lead from the old text to the new one; or back, the inverse ones, where not `forth`.

        What is taken out and put in accounts for every character: what stands between is compared, one by one.
        """
        source, target, edits = (self.old, self.new, self.edits) if forth else (self.new, self.old, self.undo)
        at = to = 0
        wrong = None
        for edit in edits:
            start, end = edit.span.start, edit.span.end
            then = to + start - at
            behind = then + len(edit.replacement)
            if start < at or end > len(source):
                wrong = (max(0, min(start, len(source))), to)
            elif source[at:start] != target[to:then]:
                same = alike(source[at:start], target[to:then])
                wrong = (at + same, to + same)
            elif target[then:behind] != edit.replacement:
                wrong = (start, then)
            if wrong:
                break
            at, to = end, behind
        if not wrong and source[at:] != target[to:]:
            same = alike(source[at:], target[to:])
            wrong = (at + same, to + same)
        if not wrong:
            return None
        place, there = wrong if forth else wrong[::-1]
        return self.broken(law, what, place, to=there)

    def unclaimed(self) -> Breach | None:
        """Whether an edit is no finding's, or a finding that counts as applied was not carried out."""
        claimed = set(self._claimed)
        made = set()
        for edit in self.edits:
            one = (*_place(edit), edit.replacement)
            made.add(one)
            if one not in claimed:
                return self.broken(Law.CONSERVED, "an edit that no applied finding asked for", edit.span.start)
        for claim in self.claims:
            for edit in claim.edits:
                if (*_place(edit), edit.replacement) not in made and not self._covers(edit):
                    return self.broken(
                        Law.CONSERVED, "a finding counts as applied and was not", edit.span.start, (claim.rule,)
                    )
        return None

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.span.start for edit in self.edits]

    def _covers(self, edit: Edit) -> bool:
        """Whether a larger edit took the place of `edit`."""
        at = bisect_right(self._starts, edit.span.start)
        return any(self.edits[k].span.covers(edit.span) for k in range(max(0, at - 2), at))

    @cached_property
    def _claimed(self) -> list[tuple[int, int, str]]:
        """What applied findings asked for, by place."""
        return sorted({(*_place(edit), edit.replacement) for claim in self.claims for edit in claim.edits})

    def lost(self) -> Breach | None:
        """Whether a safe fix takes away letters or digits that stand nowhere in the result."""
        for claim in self.claims:
            if claim.safe:
                for edit in claim.edits:
                    if self._loses(claim, edit):
                        what = "a safe fix takes away text that stands nowhere else"
                        return self.broken(Law.CONSERVED, what, edit.span.start, (claim.rule,))
        return None

    def _loses(self, claim: Claim, edit: Edit) -> bool:
        start, end = _place(edit)
        taken = letters_of(self.old[start:end], claim.exempt)
        put = letters_of(edit.replacement)
        if not taken or (put and claim.exchanges) or self._stands(taken, claim, edit):
            return False
        if claim.copies and len(put) >= len(taken):
            return False  # the copy that stays is given the better reading of the one that goes
        # As it read once the fixes inside were made: a run drawn in layers inside a paragraph that is a copy.
        rest = one_turn(without_common_ends(letters_of(self._mended(edit), claim.exempt), put))
        return bool(rest) and not self._stands(rest, claim, edit) and not self._stands_in_pieces(rest, claim, edit)

    def _mended(self, edit: Edit) -> str:
        """What `edit` takes away, as it read once the largest fixes inside it were made."""
        start, end = _place(edit)
        low, high = bisect_left(self._claimed, (start,)), bisect_left(self._claimed, (end,))
        # What is put in right at an end is not inside, and stays.
        inside = [one for one in self._claimed[low:high] if start < one[1] <= end and one[:2] != (start, end)]
        made: list[tuple[int, int, str]] = []
        for one in sorted(inside, key=lambda one: (one[0] - one[1], one)):
            at = bisect_left(made, one)
            if (at == 0 or made[at - 1][1] <= one[0]) and (at == len(made) or one[1] <= made[at][0]):
                made.insert(at, one)
        parts: list[str] = []
        at = start
        for begin, stop, put in made:
            parts += (self.old[at:begin], put)
            at = stop
        return "".join((*parts, self.old[at:end]))

    def _stands(self, letters: str, claim: Claim, edit: Edit) -> bool:
        # Copies are named, or near: to search the whole text for each of thousands of copies would not be linear.
        return (
            any(map(self._left, self._named(claim, letters)))
            or any(
                letters in letters_of(self.old[span.start : span.end]) and self._left(span)
                for span in self._nearest(claim, edit)
            )
            or any(letters in near for near in self._near(claim, edit))
            or any(letters in text for text in self._whole)
        )

    def _named(self, claim: Claim, letters: str) -> Iterable[Span]:
        """Some of the copies of `claim` that are `letters`."""
        found = self._by_letters.get(id(claim))
        if found is None:
            found = self._by_letters[id(claim)] = {}
            for span in claim.copies:
                found.setdefault(letters_of(self.old[span.start : span.end]), []).append(span)
        return found.get(letters, [])[:COPIES]

    def _nearest(self, claim: Claim, edit: Edit) -> Sequence[Span]:
        """The copies of `claim`; where it has one for each of thousands of runs, those around `edit`."""
        if len(claim.copies) <= COPIES:
            return claim.copies
        spans = self._by_place.get(id(claim))
        if spans is None:
            spans = self._by_place[id(claim)] = sorted(claim.copies)
        at = bisect_left(spans, edit.span)
        return spans[max(0, at - COPIES // 2) : at + COPIES // 2]

    @cached_property
    def _by_letters(self) -> dict[int, dict[str, list[Span]]]:
        return {}

    @cached_property
    def _by_place(self) -> dict[int, list[Span]]:
        return {}

    def _left(self, span: Span) -> bool:
        """Whether anything is left of `span` of the old text. Other fixes answer for the rest."""
        return bool(letters_of(self.new[self.behind(span.start) : self.behind(span.end)]))

    def _stands_in_pieces(self, letters: str, claim: Claim, edit: Edit) -> bool:
        """Whether a copy stands with misreadings in it, or was itself parted by another fix: all numbers stand, and the
        text can be laid of few pieces that do. What may count as a misreading is the rules' affair.
        """
        if any(laid(letters, near) for near in self._near(claim, edit)):
            return True
        self._searched.append(edit)
        return len(self._searched) > PATIENCE or any(laid(letters, text) for text in self._whole)

    @cached_property
    def _searched(self) -> list[Edit]:
        """The edits for which all of the text was searched piece by piece."""
        return []

    def _near(self, claim: Claim, edit: Edit) -> Iterator[str]:
        """The letters where the copies of what `edit` takes away are said to stand in the new text."""
        room = len(edit.span) + AROUND
        for span in (*self._nearest(claim, edit), edit.span):
            low, high = self.behind(span.start), self.behind(span.end)
            yield letters_of(self.new[max(0, low - room) : high + room])

    @cached_property
    def _whole(self) -> tuple[str, ...]:
        """All letters of the new text; and as they were before characters were exchanged, by proof or with consent."""
        exchanged = {
            (*_place(edit), edit.replacement)
            for claim in self.claims
            if claim.exchanges or not claim.safe
            for edit in claim.edits
            if letters_of(edit.replacement)
        }
        parts: list[str] = []
        at = 0
        for edit in self.edits:
            start, end = _place(edit)
            as_read = (start, end, edit.replacement) in exchanged
            parts += (self.old[at:start], self.old[start:end] if as_read else edit.replacement)
            at = end
        return tuple(dict.fromkeys((letters_of(self.new), letters_of("".join((*parts, self.old[at:]))))))

    @cached_property
    def _shifts(self) -> tuple[list[int], list[int]]:
        """The ends of the edits, and by how much the text behind each has moved."""
        return [edit.span.end for edit in self.edits], list(
            accumulate(len(edit.replacement) - len(edit.span) for edit in self.edits)
        )

    def behind(self, place: int) -> int:
        """About where code point `place` of the old text stands in the new one."""
        ends, shifts = self._shifts
        at = bisect_right(ends, place)
        return max(0, min(len(self.new), place + (shifts[at - 1] if at else 0)))

    def before(self, place: int) -> int:
        """About where code point `place` of the new text stood in the old one."""
        return Change(self.new, self.old, self.undo, self.edits).behind(place)

    def unlooked(self, last_seen: str | None, rules: Iterable[str]) -> Breach:
        """The breach of a text in which the last look was not the one that found nothing more."""
        if last_seen is None:
            at = self.edits[-1].span.start if self.edits else 0
            return self.broken(Law.SETTLED, "mending comes to no end", at, rules)
        to = alike(self.new, last_seen)
        return self.broken(Law.SETTLED, "the last look for damage was at another text", self.before(to), to=to)


def _around(text: str, at: int, edits: Sequence[Edit]) -> tuple[int, str]:
    """The piece of `text` around code point `at` and the edits near, and where it begins."""
    low = max(0, min([at, *(edit.span.start for edit in edits)]) - AROUND, at - MOST_TEXT // 2)
    high = min(max([at, *(edit.span.end for edit in edits)]) + AROUND, low + MOST_TEXT)
    return low, text[low:high]
