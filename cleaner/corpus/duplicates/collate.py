"""Copies of one text beside each other: where a copy differs from the best one, and which copy that is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.copying.readings import CLEAR, Comparison, Reading
from cleaner.corpus.duplicates.folding import exactly, one_script
from cleaner.language.confusables import are_alike
from cleaner.language.meaning import MARKS
from cleaner.model import Span
from cleaner.views import View

#: Letters up to which copies are compared letter by letter: the cost is their square.
LONGEST = 60_000
#: Copies that are read against each other; further ones are variants of these.
MOST_READ = 12
#: Code points of the other copies that a reading is looked up in: they vote.
_VOTES = 6_000
#: Differences that are written down, of one copy.
SHOWN = 12

#: What one place may count for, at most, whatever the language data say.
_MOST = 2 * CLEAR
#: What each letter counts of a run that one copy lacks; and what a defect does.
_LETTER, _DEFECT = 0.25, CLEAR
#: Characters from which on a run that a copy lacks is a lost clause, and no word left out on purpose.
_CLAUSE = 6
#: Letters of a run that is no coincidence between two articles, see `Differing.steady`.
_STEADY = 40
#: From so many letters on a run that stands again beside itself is a loop rather than text that the other copy lost.
_LOOP = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """Texts that read exactly the same."""

    key: int
    text: str
    copies: int = 1  # in how many places it stands so
    first: tuple[str, int] = ("", 0)  # the first of these: document and index

    @property
    def plain(self) -> str:
        """What is compared letter by letter."""
        return exactly(self.text)


@dataclass(frozen=True, slots=True)
class Best:
    """The copy to keep. `why` is one of same, readings, complete, defects, commonest, first."""

    key: int
    why: str
    better: int = 0  # at how many places it is likelier right than the copy next to it
    places: int = 0  # at how many places they differ
    letters: int = 0  # how many more letters it has
    defects: int = 0  # how many fewer characters that cannot be read
    copies: int = 1


def comparison(stays: str, gone: str, others: Sequence[str] = ()) -> Comparison:
    """`stays` and `gone` as two copies, in one script; what `others` have is looked up to tell which is right."""
    stays, gone = one_script(stays), one_script(gone)
    text = f"{stays}\n{gone}\n" + one_script("\n".join(others))[:_VOTES]
    return Comparison(View(text), Span(0, len(stays)), Span(len(stays) + 1, len(stays) + 1 + len(gone)))


def defects(text: str) -> int:
    """Characters that nobody wrote: U+FFFD, private use, control characters, parts of characters (radicals)."""
    return sum(
        char == "\ufffd" or unicodedata.category(char) in ("Co", "Cc", "Cn") or "\u2e80" <= char <= "\u2fdf"
        for char in text
        if char > "\x7f" or not (char.isprintable() or char.isspace())
    )


def best_of(variants: Sequence[Variant]) -> Best:
    """The copy that is likeliest right, whole and clean: each is read against the commonest.

    What differs is judged as `cleaner.copying.readings` judges copies inside one text; other copies have a vote, since
    what stands in them too is likelier right. The result does not depend on the order of `variants`.
    """
    ranked = sorted(variants, key=lambda v: (-v.copies, -len(v.plain), v.first, v.key))
    pivot = ranked[0]
    if len(ranked) == 1:
        return Best(pivot.key, "same", copies=pivot.copies)
    read = [v for v in ranked[:MOST_READ] if len(v.plain) <= LONGEST]
    if len(read) < 2:
        top = min(ranked, key=lambda v: (defects(v.text), -len(v.plain), v.first, v.key))
        return Best(top.key, "complete", letters=len(top.plain) - min(len(v.plain) for v in ranked), copies=top.copies)
    pivot = read[0]
    scores: dict[int, float] = {pivot.key: -_DEFECT * defects(pivot.text)}
    found: dict[int, list[Reading]] = {pivot.key: []}
    for variant in read[1:]:
        others = [v.plain for v in read if v not in (pivot, variant)]
        compared = comparison(pivot.plain, variant.plain, others)
        found[variant.key] = compared.readings
        scores[variant.key] = -sum(_weight(r, compared) for r in compared.readings) - _DEFECT * defects(variant.text)
    order = sorted(read, key=lambda v: (-round(scores[v.key], 6), -v.copies, v.first, v.key))
    return _named(order[0], order[1], pivot, found)


def _weight(reading: Reading, compared: Comparison) -> float:
    """What one difference says for the copy that stays: log odds, within bounds; figures say nothing."""
    stays, gone = reading.stays, reading.gone
    more = stays or gone
    if (stays and gone) or len(more) < _LOOP:
        return 0.0 if reading.of_figures else max(-_MOST, min(_MOST, reading.odds))
    present = _MOST / 2 + _LETTER * len(more)
    text, span = compared.view.text, reading.span
    if _looped(text[max(0, span.start - len(more)) : span.start], more, text[span.end : span.end + len(more)]):
        present = -present
    return present if stays else -present


def _looped(before: str, run: str, behind: str) -> bool:
    """Whether `run` stands again beside itself, at any phase: 乙甲 between 甲 and 乙丙 is the loop of 甲乙."""
    left = right = 0
    while left < len(before) and before[-1 - left] == run[-1 - left]:
        left += 1
    while right < len(behind) and behind[right] == run[right]:
        right += 1
    return left + right >= len(run)


def _named(top: Variant, second: Variant, pivot: Variant, found: dict[int, list[Reading]]) -> Best:
    """Why `top` is the best: against the pivot, or where it is the pivot, against the next."""
    if top is pivot:
        readings = found[second.key]
        better = sum(r.odds > 0 and not r.of_figures for r in readings)
        against = second
    else:
        readings = found[top.key]
        better = sum(r.odds < 0 and not r.of_figures for r in readings)
        against = pivot
    letters, fewer = len(top.plain) - len(against.plain), defects(against.text) - defects(top.text)
    if fewer > 0:
        why = "defects"
    elif better > len(readings) - better:
        why = "complete" if letters >= max(4, len(readings)) else "readings"
    elif top.copies > against.copies:
        why = "commonest"
    elif letters > 0:
        why = "complete"
    else:
        why = "readings" if better else "first"
    return Best(top.key, why, better, len(readings), letters, fewer, top.copies)


@dataclass(frozen=True, slots=True)
class Differing:
    """How a copy differs from the best one.

    `state` is one of same (but for script and widths), misread (known misreadings, lost characters and marks between
    them), incomplete (the same, and the copy lacks whole clauses), meant (a figure, a name, a negation differs), words
    (another word stands in its place), other, long (not compared).
    """

    differences: tuple[
        tuple[int, str, str], ...
    ]  # number of the character in the best (white space aside), both readings
    more: int  # differences that are not written down
    state: str
    #: The part of the best copy in runs of `_STEADY` letters and more without a figure or a word that differs. Articles
    #: under other headlines agree so; a form filled in anew each day does not.
    steady: float = 1.0

    @property
    def harmless(self) -> bool:
        """Whether nothing would be lost with the copy (law 8): its text stands in the best one."""
        return self.state in ("same", "misread", "incomplete")


def differing(best: str, copy: str) -> Differing:
    """Where the text `copy` differs from `best`, and what explains it."""
    from cleaner.language.alignment import differences

    one, other = exactly(best), exactly(copy)
    if one == other:
        return Differing((), 0, "same")
    if max(len(one), len(other)) > LONGEST:
        return Differing((), 0, "long")
    plain, plain_other = one_script(one), one_script(other)
    if plain == plain_other:
        found = [(n, a, b) for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return Differing(tuple(found[:SHOWN]), max(0, len(found) - SHOWN), "same")
    spans = list(differences(plain, plain_other))
    found = [(d.start, one[d.start : d.end], other[d.other_start : d.other_end]) for d in spans]
    shown, more = tuple(found[:SHOWN]), max(0, len(found) - SHOWN)
    lost = [d for d in spans if d.end - d.start >= _CLAUSE and d.other_start == d.other_end]
    for d in reversed(lost):
        plain_other = plain_other[: d.other_start] + plain[d.start : d.end] + plain_other[d.other_start :]
    state = _state(plain, plain_other, bool(lost))
    if state == "other" and any(_other_word(a, b) for _, a, b in found):
        state = "words"
    return Differing(shown, more, state, _steady(len(plain), found))


def _other_word(best: str, copy: str) -> bool:
    """Whether another word stands in the place of one: 天津 for 甘肃, but not 白由 for 自田."""
    letters = [(a, b) for a, b in zip(best, copy, strict=False) if a.isalnum() and b.isalnum()]
    return len(letters) > 1 and not any(are_alike(a, b) for a, b in letters)


def _steady(size: int, found: Sequence[tuple[int, str, str]]) -> float:
    at, steady = 0, 0
    for start, best, copy in [*found, (size, "", "")]:
        if are_alike(best, copy) or (start < size and set(best + copy) <= MARKS):
            continue
        if start - at >= _STEADY:
            steady += start - at
        at = start + len(best)
    return steady / max(1, size)


def _state(best: str, copy: str, lost: bool) -> str:
    harmless = "incomplete" if lost else "misread"
    if best == copy:
        return harmless
    compared = comparison(best, copy)
    if compared.harmless or all(_mark_alone(reading, compared.view.text) for reading in compared.readings):
        return harmless
    return "meant" if compared.meant else "other"


def _mark_alone(reading: Reading, text: str) -> bool:
    """Whether an ordinary mark differs, away from figures: 3.5 is not 35."""
    if not set(reading.stays + reading.gone) <= MARKS:
        return False
    before, behind = (
        text[max(0, reading.span.start - 1) : reading.span.start],
        text[reading.span.end : reading.span.end + 1],
    )
    return not (before.isnumeric() and behind.isnumeric())
