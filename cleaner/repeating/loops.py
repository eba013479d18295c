"""A clause or sentence read again and again: where its copies begin, which go, and how sure that is.

Whatever the phase chosen, taking whole turns out of a repetition leaves the same text; the phase decides which marks
stay and what is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.model import Safety
from cleaner.repeating.squeezed import CLAUSE_MARKS, Squeezed, by_lines, clause_runs, han, squeezed
from cleaner.structure import OPENING, Role, ends_sentence
from cleaner.tandem import Run
from cleaner.views import View

BARRED = frozenset({Role.CODE, Role.TABLE, Role.RULE, Role.CONTENTS, Role.VERSE, Role.FURNITURE, Role.BLANK})

STOPS = "。！？!?"
OPENERS = "“‘「『（(《〈【—…"
CLOSERS = "”’」』）)》〉】"
RANK = {"。": 4, "！": 4, "？": 4, "!": 4, "?": 4, "；": 3, ";": 3, "：": 2, ":": 2, "，": 1, ",": 1}
PARAGRAPH = 5

#: No column is wider, in cells: the end of a longer line is the end of a paragraph.
WIDEST_WRAP = 100

#: How far around a refrain is looked for, in characters.
NEARBY = 20_000

#: So many characters do not stand at another place by chance.
LEAST_CUT = 4

#: Beyond so many turns the copies are taken out in one piece (and, as no one copy holds it, with consent only).
MOST_PIECES = 400


class Loop(NamedTuple):
    """A unit that stands several times, in places of the squeezed text."""

    kind: str
    start: int
    end: int
    kept: tuple[int, int]  # the copy that stays
    gone: tuple[tuple[int, int], ...]  # what goes, in pieces that each stand in the copy
    turns: int
    safety: Safety
    confidence: float

    def unit(self, text: str) -> str:
        """The copy that stays, without the marks at its ends."""
        return text[self.kept[0] : self.kept[1]].strip(CLAUSE_MARKS + "、")


class Stretch(NamedTuple):
    """A run, or the part of one within one paragraph."""

    start: int
    end: int
    period: int
    opens: bool  # a paragraph begins here
    closes: bool  # a paragraph ends here


class Phase(NamedTuple):
    """Whole clauses: `copies` of them from `start`, `size` characters each and then a mark (the last may differ)."""

    copies: int
    rank: int  # how strong the mark before is
    start: int
    size: int


def stretches(view: View) -> list[Stretch]:
    """The repeats of `view` that lie in running text, cut where paragraphs end. ``view.memo(stretches)``."""
    text = view.memo(squeezed)
    found: list[Stretch] = []
    for run in view.memo(clause_runs):
        if run.period == 1 or not han(text.text[run.start : run.start + run.period]):
            continue
        first, last = text.line_of(run.start), text.line_of(run.end - 1)
        # Wrapped at a width that divides the turn, a loop is lines under lines, as verse and running heads are; but
        # neither stands so often in a row.
        words = han(text.text[run.start : run.start + run.period])
        many = (run.turns >= 5 and words >= 8) or (run.turns >= 3 and words >= 12)
        if any(not _is_running(text, index, many) for index in range(first, min(last, first + 50) + 1)):
            continue
        if last > first and not many and by_lines(text, run):
            continue
        found += _within_paragraphs(text, run, first, last)
    return found


def _is_running(text: Squeezed, index: int, many: bool) -> bool:
    """Whether line `index` is running text, or (of a loop of very many turns) may look like verse because it loops."""
    role = text.lines[index].role
    if role in (Role.VERSE, Role.FURNITURE):
        return many
    return (role not in BARRED and not text.is_drawn(index)) or role is Role.BLANK


def _within_paragraphs(text: Squeezed, run: Run, first: int, last: int) -> Iterator[Stretch]:
    """The parts of `run` of two turns or more between the ends of paragraphs."""
    cuts = [run.start]
    soft = 0
    for index in range(first + 1, last + 1):
        place = text.line_starts[index]
        if not run.start < place < run.end or place == cuts[-1]:
            continue
        if ends_paragraph(text, place) and not _inside_a_turn(text, run, place):
            cuts.append(place)
        else:
            soft += 1
    cuts.append(run.end)
    if run.period < 10 and soft > run.turns + 1:
        return
    for start, end in pairwise(cuts):
        if end - start >= 2 * run.period - 1 and end - start > run.period + 1:
            yield Stretch(start, end, run.period, ends_paragraph(text, start), ends_paragraph(text, end))


def _inside_a_turn(text: Squeezed, run: Run, place: int) -> bool:
    """Whether the loop goes on across the line end before `place`, which is no part of it: only one turn has it."""
    if run.turns < 3 or min(place - run.start, run.end - place) < LEAST_CUT:
        return False
    return not any(
        run.start < other < run.end and text.starts_line(other) for other in (place - run.period, place + run.period)
    )


def ends_paragraph(text: Squeezed, place: int) -> bool:
    """Whether a paragraph ends before the character at `place`, as far as its surroundings tell."""
    if place <= 0 or place >= len(text.text):
        return True
    gap = text.gap(place)
    if "\n" not in gap and "\f" not in gap and "\r" not in gap:
        return False
    if gap.count("\n") > 1 or "\f" in gap or gap.endswith(("\u3000\u3000", "    ")):
        return True
    upper, lower = text.lines[text.line_of(place - 1)], text.lines[text.line_of(place)]
    if upper.width > WIDEST_WRAP:
        return True
    return lower.role in OPENING or upper.role is Role.HEADING or ends_sentence(upper.text)


def best_phase(text: str, part: Stretch, earliest: bool = False) -> Phase | None:
    """The phase with most whole clauses, then the strongest mark before, then the earliest; or simply the earliest.

    Of 甲。乙，甲。乙，丙 whole sentences go. Where a loop was cut off, all behind its first turn goes.
    """
    best: Phase | None = None
    for start in range(part.start, min(part.start + part.period + 1, part.end)):
        before = PARAGRAPH if start == part.start and part.opens else _rank(text, start - 1)
        if not before and not (start and text[start - 1] in OPENERS):
            continue
        if text[start + part.period - 1 : start + part.period] not in RANK:
            continue
        size = part.period - 1
        copies = (part.end - start - size) // part.period + 1
        while copies >= 2:
            after = start + (copies - 1) * part.period + size
            behind = PARAGRAPH if after == part.end and part.closes else _rank(text, after)
            if behind or text[after : after + 1] in CLOSERS:
                break
            copies -= 1
        if copies < 2:
            continue
        phase = Phase(copies, before, start, size)
        if earliest:
            return phase
        if best is None or (phase.copies, phase.rank) > (best.copies, best.rank):
            best = phase
    return best


def _rank(text: str, place: int) -> int:
    return RANK.get(text[place], 0) if 0 <= place < len(text) else 0


def aligned_loop(text: Squeezed, part: Stretch, phase: Phase) -> Loop | None:
    """The loop of whole clauses at `phase`, cut off at the end of its paragraph or not."""
    string, period = text.text, part.period
    start, size, copies = phase.start, phase.size, phase.copies
    unit = string[start : start + size]
    end = start + (copies - 1) * period + size
    rest = part.end - end
    # …X。X。X at the end of a page lost its last mark: the first copy's mark stays.
    bare = end == part.end and part.closes and string[start + size] in "。；，"
    tail = (rest > 1 and _is_cut_off(text, part, rest - 1)) or bare
    marks = {string[start + k * period + size : start + k * period + size + 1] for k in range(min(copies, 40))}
    if tail:
        start = (best_phase(string, part, earliest=True) or phase).start
        kept = (start, start + period)
        gone = pieces(start + period, part.end, period)
    else:
        # A whole clause of the next turn may follow: 甲；乙；甲；乙；甲； has two turns and one clause of a third.
        more = max((i for i in range(end + 1, part.end) if string[i] in CLAUSE_MARKS), default=0)
        kept, gone = _copies(string, phase, period, max(end, more))
        end = max(end, more)
    kind = "runaway-tail" if tail else ("looped-sentence" if string[start + size] in STOPS else "looped-clause")
    safety = _clause_safety(text, part, unit, copies, marks, string[start + size] in STOPS)
    if safety is Safety.SAFE and not tail and rest > 1 and more and copies < 3:
        safety = Safety.RISKY
    if safety is None:
        return None
    confidence = {Safety.SAFE: 0.99, Safety.RISKY: 0.85, Safety.SHOWN: 0.4}[safety]
    return Loop(kind, start, part.end if tail else end, kept, gone, copies, safety, confidence)


def _copies(text: str, phase: Phase, period: int, end: int) -> tuple[tuple[int, int], tuple[tuple[int, int], ...]]:
    """The copy that stays, and the pieces that go: from the end of the first clause to `end`, that of the last.

    So the mark behind the last copy stays: …；X；X。 becomes …；X。 Each piece stands in the copy, marks and all.
    """
    first_end = phase.start + phase.size
    mark = text[first_end]
    if phase.start and text[phase.start - 1] == mark:
        return (phase.start - 1, first_end), pieces(first_end, end, period)
    if text[end : end + 1] == mark:
        return (phase.start, first_end + 1), pieces(first_end + 1, end + 1, period)
    split = []
    for start, stop in pieces(first_end, end, period):
        split += [(start, start + 1), (start + 1, stop)]
    return (phase.start, first_end), tuple(split)


def pieces(start: int, end: int, size: int) -> tuple[tuple[int, int], ...]:
    """``start..end`` in pieces of `size`, the last perhaps shorter; one piece where there would be very many."""
    if end - start > MOST_PIECES * size:
        return ((start, end),)
    return tuple((at, min(at + size, end)) for at in range(start, end, size))


def _clause_safety(
    text: Squeezed, part: Stretch, unit: str, copies: int, marks: set[str], sentence: bool
) -> Safety | None:
    """How far whole clauses said again may be taken for a loop; None where people speak so.

    7 MB of clean text hold one clause of eight Chinese characters or more said twice in a row (a cry, with ！), and
    none said three times. Short ones are rites (拜，兴；拜，兴), cries and songs.
    """
    words = han(unit)
    cry = bool(marks & set("！？!?"))
    if 2 * words < len(unit) and words < 8:
        return None
    if copies >= 3:
        if words < 3:
            return None
        if words < 5:
            if cry:
                return None
            return Safety.RISKY if copies >= 5 else Safety.SHOWN
        safety = Safety.SAFE if not cry or words >= 10 else Safety.RISKY
    elif words >= 8:
        safety = Safety.SAFE if not cry or words >= 16 else Safety.SHOWN
    elif words >= 4 and not cry and not sentence:
        safety = Safety.RISKY
    else:
        return None
    if safety is not Safety.SHOWN and _refrain(text, part, unit):
        return Safety.SHOWN
    return safety


def _refrain(text: Squeezed, part: Stretch, unit: str) -> bool:
    """Whether short `unit` is said twice in a row elsewhere too: a rite, a song, a chorus of cries."""
    if len(unit) > 30:
        return False
    low, high = max(0, part.start - NEARBY), part.end + NEARBY
    for place in (text.text.find(unit, low, high), text.text.rfind(unit, low, high)):
        if place < part.start - part.period or place >= part.end:
            again = text.text[place + len(unit) : place + 2 * len(unit) + 2]
            if unit in again or unit in text.text[max(0, place - len(unit) - 2) : place]:
                return True
    return False


def _is_cut_off(text: Squeezed, part: Stretch, rest: int) -> bool:
    """Whether the last turn, of which `rest` characters stand there, breaks off with its paragraph or page.

    At a mere line end it may as well be where the loop ends and the text goes on: 甲乙丙，甲乙丙，甲乙 / 丁戊。
    """
    return rest > 0 and part.closes and not _goes_on(text, part)


def _goes_on(text: Squeezed, part: Stretch) -> bool:
    """Whether one of the next lines goes on with the turn that the paragraph's end cuts: then it is a page break."""
    due = text.text[part.end - part.period : part.end - part.period + LEAST_CUT]
    index = text.line_of(part.end - 1)
    following = [item.bare for item in text.lines[index + 1 : index + 12] if item.bare]
    return any(line.startswith(due) for line in following[:5])


def free_loop(text: Squeezed, part: Stretch) -> Loop | None:
    """A loop whose turns begin within a clause: 权力的转移，必须…权力的转移，必须…"""
    string, period = text.text, part.period
    turns = (part.end - part.start) // period
    unit = string[part.start : part.start + period]
    words = han(unit)
    if turns < 2 or (2 * words < period and words < 8):
        return None
    many = period >= 6 and ((turns >= 4 and words >= 4) or (turns >= 5 and words >= 3))
    if (turns >= 3 and words >= 5) or many or (words >= 12 and period >= 16):
        safety = Safety.SAFE
    elif (words >= 8 and period >= 10) or words == period >= 7 or (turns >= 3 and words >= 4):
        safety = Safety.RISKY
    else:
        return None
    tail = string[part.end - 1] not in STOPS and _is_cut_off(text, part, (part.end - part.start) % period)
    end = part.end if tail else part.start + turns * period
    kept = (part.start, part.start + period)
    confidence = {Safety.SAFE: 0.98, Safety.RISKY: 0.8, Safety.SHOWN: 0.4}[safety]
    kind = "runaway-tail" if tail else "looped-clause"
    return Loop(kind, part.start, end, kept, pieces(part.start + period, end, period), turns, safety, confidence)
