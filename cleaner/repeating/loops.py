"""A clause or sentence read again and again: where its copies begin, which go, and how sure that is.

Whatever the phase chosen, taking whole turns out of a repetition leaves the same text; the phase decides which marks
stay and what is told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.language.kinsoku import NOT_AT_START
from cleaner.model import Safety
from cleaner.repeating.judging import Suspect, judged, says_something
from cleaner.repeating.squeezed import CLAUSE_MARKS, Squeezed, by_lines, han, squeezed
from cleaner.repeating.turning import clause_runs
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

CONFIDENCE = {Safety.SAFE: 0.99, Safety.RISKY: 0.85, Safety.SHOWN: 0.4}

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
        if run.period == 1 or not says_something(text.text[run.start : run.start + run.period]):
            continue
        first, last = text.line_of(run.start), text.line_of(run.end - 1)
        # Wrapped at a width that divides the turn, a loop is lines under lines, as verse and running heads are; but
        # neither stands so often in a row.
        words = han(text.text[run.start : run.start + run.period])
        many = (run.turns >= 10 and words >= 6) or (run.turns >= 5 and words >= 8) or (run.turns >= 3 and words >= 12)
        if any(not _is_running(text, index, many) for index in range(first, min(last, first + 50) + 1)):
            continue
        if last > first and not many and by_lines(text, run) and not _cut_in_clauses(text, run):
            continue
        found += _within_paragraphs(text, run, first, last)
    return found


def _cut_in_clauses(text: Squeezed, run: Run) -> bool:
    """Whether the line ends in `run` stand within its clauses, as wraps do: 钓）鱼的，捕（ / 钓）鱼的，捕（"""
    if not any(mark in text.text[run.start : run.start + run.period] for mark in CLAUSE_MARKS + "、"):
        return False
    places = text.line_starts[bisect_right(text.line_starts, run.start) : bisect_left(text.line_starts, run.end)]
    return not any(text.text[place - 1] in CLAUSE_MARKS + "、" for place in places)


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
    if run.turns >= 5 and all(b - a == run.period for a, b in pairwise(cuts[1:-1])) and len(cuts) > 5:
        # One paragraph, or one line of it, over and over.
        closes = ends_paragraph(text, cuts[-2])
        start, end = (cuts[0], cuts[-1]) if cuts[1] - cuts[0] == run.period else (cuts[1], cuts[-2])
        yield Stretch(start, end, run.period, True, closes)
        return
    if run.period < 10 and soft > run.turns + 1:
        return
    for start, end in pairwise(cuts):
        if end - start >= 2 * run.period - 1 and end - start > run.period + 1:
            yield Stretch(start, end, run.period, ends_paragraph(text, start), ends_paragraph(text, end))


#: Turns that are looked at for a line end at one place.
ASKED = 48


def _inside_a_turn(text: Squeezed, run: Run, place: int) -> bool:
    """Whether the loop goes on across the line end before `place`, which is none of it: other turns have none there."""
    if run.turns < 3 or min(place - run.start, run.end - place) < LEAST_CUT:
        return False
    offset = (place - run.start) % run.period
    words = han(text.text[place : place + run.period])
    if offset >= 2 * LEAST_CUT and words >= 12:
        # The paragraph before ends with most of a turn: the loop began in it.
        return True
    first = run.start + offset
    # Some turns speak for all: a run of thousands is asked about at each of its cuts.
    places = [text.starts_line(turn) for turn in range(first, run.end, run.period)[:ASKED]]
    wrapped = places.count(False)
    return wrapped >= 2 or 2 * wrapped >= len(places) or (wrapped > 0 and words >= 12)


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


def best_phase(text: str, part: Stretch) -> Phase | None:
    """The phase with most whole clauses, then the strongest mark before, then the earliest.

    Of 甲。乙，甲。乙，丙 whole sentences go.
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
        if best is None or (phase.copies, phase.rank) > (best.copies, best.rank):
            best = phase
    return best


def _rank(text: str, place: int) -> int:
    return RANK.get(text[place], 0) if 0 <= place < len(text) else 0


def found_loop(text: Squeezed, part: Stretch) -> Loop | None:
    """The loop that `part` is, if it is one: cut off at the end of its paragraph, of whole clauses, or of neither."""
    tail = runaway(text, part)
    if tail:
        return tail
    phase = best_phase(text.text, part)
    # 甲乙，丙|甲乙，丙|甲乙，丙|丁: where whole turns are more than whole clauses, the clauses are not the unit.
    if phase and phase.copies >= (part.end - part.start) // part.period:
        return aligned_loop(text, part, phase)
    return free_loop(text, part)


def runaway(text: Squeezed, part: Stretch) -> Loop | None:
    """The loop of `part` that goes on to the end of its paragraph and breaks off there. One whole turn stays."""
    string, period = text.text, part.period
    start = _first_turn(string, part)
    turns, rest = divmod(part.end - start, period)
    # …X。X。X at the end of a page lost its last mark alone.
    bare = rest == period - 1 and string[start + rest] in "。；，、"
    if turns + bare < 2 or not _is_cut_off(text, part, rest):
        return None
    if string[part.end - 1] in STOPS:
        return None  # 甲；甲；甲。 and 吗？|甲吗？甲吗？ end as they should
    unit = string[start : start + period]
    suspect = Suspect(start, part.end, period, unit, turns + bare, turns + bare > 2 or unit[-1] in RANK, True)
    safety = judged(text, suspect)
    if safety is None:
        return None
    gone = pieces(start + period, part.end, period)
    return Loop(
        "runaway-tail", start, part.end, (start, start + period), gone, turns + bare, safety, CONFIDENCE[safety]
    )


def _first_turn(string: str, part: Stretch) -> int:
    """Where the first turn of `part` begins, which may be a little behind the start of the repetition."""
    start = part.start
    # 丙：|甲乙，甲乙，甲: marks count as the same, but the first turn is as the others are, to the mark.
    for place in range(part.start, min(part.start + part.period, part.end - 2 * part.period)):
        if string[place] != string[place + part.period]:
            start = place + 1
    if start == part.start and part.opens:
        return start
    # 丙，|甲乙，甲乙，甲: the mark before the loop happens to be the one that its turns end with, …
    # … or Cre|ate、Update、Update、Upd: the end of a word.
    word = start
    while word < part.end - 2 * part.period and is_inside_word(string[word - 1], string[word]):
        word += 1
    if word - start < LEAST_CUT and string[word] in NOT_AT_START:
        start = word
    while start < part.end - 2 * part.period and string[start] in NOT_AT_START:
        start += 1
    return start


def is_inside_word(before: str, char: str) -> bool:
    """Whether a foreign word, or a number, goes on from `before` to `char`."""
    return all(c.isascii() and c.isalnum() for c in (before, char))


def aligned_loop(text: Squeezed, part: Stretch, phase: Phase) -> Loop | None:
    """The loop of whole clauses at `phase`."""
    string, period = text.text, part.period
    start, size, copies = phase.start, phase.size, phase.copies
    end = start + (copies - 1) * period + size
    sentence = string[start + size] in STOPS
    # A whole clause of the next turn may follow: 甲；乙；甲；乙；甲； has two turns and one clause of a third.
    more = max((i for i in range(end + 1, part.end) if string[i] in CLAUSE_MARKS), default=0)
    if 2 * (more - end) < period:
        more = 0  # less than half a turn may as well be how the text goes on
    marks = "".join({string[start + k * period + size] for k in range(min(copies, 40) - 1)})
    mark = next((m for m in marks if m in "！？!?"), string[start + size])
    unit = string[start : start + size] + mark
    safety = judged(text, Suspect(start, end, period, unit, copies, True, False))
    if safety is None:
        return None
    if safety is Safety.SAFE and part.end - end > 1 and more and copies < 3:
        safety = Safety.RISKY
    kept, gone = _copies(string, phase, period, max(end, more))
    kind = "looped-sentence" if sentence else "looped-clause"
    return Loop(kind, start, max(end, more), kept, gone, copies, safety, CONFIDENCE[safety])


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
    end = part.start + turns * period
    if turns < 2:
        return None
    unit = string[part.start : part.start + period]
    headed = text.starts_line(part.start) and text.starts_line(part.start + period)
    safety = judged(text, Suspect(part.start, end, period, unit, turns, False, False, headed))
    if safety is None:
        return None
    if unit[-1] in RANK and string[end - 1] in RANK and unit[-1] != string[end - 1]:
        # 并|分送各校，分送各校，分送各校。 The turns are whole but for the first; the last mark stays here too.
        kept, gone = _copies(string, Phase(turns, 0, part.start, period - 1), period, end - 1)
    else:
        kept = (part.start, part.start + period)
        gone = pieces(part.start + period, end, period)
    return Loop("looped-clause", part.start, end, kept, gone, turns, safety, CONFIDENCE[safety])
