"""Loops whose turns drift: each differs from the others by a character misread or a mark changed or lost.

Exact repeats are for `cleaner.tandem`. Here words of three characters are looked up at their last place before, marks
left aside; where many in a row stand at about one distance, what lies between is a turn, and the turns are aligned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaner.language.alignment import differences, misread_copy
from cleaner.language.bigrams import affinity
from cleaner.language.meaning import NEGATIONS, NUMERALS, is_harmless
from cleaner.language.meant import MOST_SPOKEN
from cleaner.language.plausible import odds
from cleaner.model import Safety
from cleaner.repeating.judging import Suspect, judged
from cleaner.repeating.loops import BARRED, CONFIDENCE, Loop, ends_paragraph
from cleaner.repeating.squeezed import CLAUSE_MARKS, Squeezed, han, squeezed
from cleaner.structure import Role
from cleaner.views import View

if TYPE_CHECKING:
    from cleaner.points import Places, Points

#: The longest and shortest turn, in letters.
LONGEST, SHORTEST = 400, 4

#: The length of the words looked up.
WORD = 3

#: A turn may be so much shorter or longer than the first.
SLACK = 2

#: Parallel clauses differ by a word: 东岸的老渡口…, 西岸的老渡口…; so many in a row are seldom written.
LEAST_OF_OTHERS = 5

#: An item of an enumeration has no more letters.
LONGEST_ITEM = 12

#: Letters that are looked at together.
WINDOW = 1 << 16

#: How much of a turn may be read otherwise: one character in so many, and one at least.
ONE_IN = 10


#: Log-odds from which the words around a character say which of two readings was printed: right in 99.6 %.
SETTLED = 4.0


class _Letters:
    """The squeezed text without marks, and the place of each letter in it."""

    def __init__(self, text: Squeezed) -> None:
        from cleaner.points import word_places

        self.places = word_places(text.text, text.points)
        self.points = text.points[self.places]

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def text(self) -> str:
        """The letters."""
        from cleaner.points import text_of

        return text_of(self.points)

    def place(self, letter: int) -> int:
        """Where letter number `letter` stands in the squeezed text."""
        return int(self.places[letter])


def drifting_loops(view: View) -> Iterator[Loop]:
    """The loops of `view` whose turns are not all the same."""
    text = view.memo(squeezed)
    if len(text.text) < 2 * SHORTEST + WORD:
        return
    letters = _Letters(text)
    done = 0
    for start, end, period in _suspects(letters):
        if start < done:
            continue
        loop, stop = _loop(text, letters, start, end, period)
        if loop:
            done = stop
            yield loop


def _back(points: Points) -> Places:
    """For each letter how far back the word of `WORD` letters at it last stood, 0 if under `SHORTEST`, over `LONGEST`.

    In windows that lap over by `LONGEST`: there word and place fit into one number, and sorting those is quick.
    """
    import numpy as np

    count = len(points) - WORD + 1
    back = np.zeros(count, dtype=np.int64)
    for start in range(0, count, WINDOW - LONGEST):
        low = points[start : start + WINDOW + WORD - 1].astype(np.uint64)
        size = len(low) - WORD + 1
        if size <= (LONGEST if start else 0):
            break
        # Letters beyond the basic plane count by their low bits: what is taken for the same by them is only a suspect.
        low &= np.uint64(0xFFFF)
        keys = (low[:size] << np.uint64(48)) | (low[1 : size + 1] << np.uint64(32)) | (low[2:] << np.uint64(16))
        keys |= np.arange(size, dtype=np.uint64)
        keys.sort()
        same = np.flatnonzero((keys[1:] ^ keys[:-1]) < np.uint64(1 << 16))
        later = (keys[same + 1] & np.uint64(0xFFFF)).astype(np.int64)
        found = np.zeros(size, dtype=np.int64)
        found[later] = later - (keys[same] & np.uint64(0xFFFF)).astype(np.int64)
        skip = LONGEST if start else 0
        back[start + skip : start + size] = found[skip:]
    back[(back > LONGEST) | (back < SHORTEST)] = 0
    return back


def _suspects(letters: _Letters) -> Iterator[tuple[int, int, int]]:
    """Stretches that may turn: from which letter, to which, and about how long a turn is."""
    if len(letters) < 2 * SHORTEST + WORD:
        return
    import numpy as np

    back = _back(letters.points)
    hits = np.flatnonzero(back)
    if not len(hits):
        return
    # A few words at one distance say nothing: a sixth of a turn must stand together.
    distances = back[hits]
    order = np.lexsort((hits, distances))
    apart = np.diff(hits[order]) > distances[order][1:] // 3 + 2 * WORD
    breaks = np.flatnonzero(apart | (np.diff(distances[order]) != 0)) + 1
    sizes = np.diff(np.concatenate([[0], breaks, [len(order)]]))
    enough = np.repeat(sizes, sizes) * 6 >= distances[order]
    hits = np.sort(hits[order[enough & (np.repeat(sizes, sizes) > 1)]])
    for low, high in _clusters(hits, back[hits]):
        yield from _grouped(hits[low:high].tolist(), back[hits[low:high]].tolist())


def _clusters(hits: Places, distances: Places) -> list[tuple[int, int]]:
    """Where `hits` may be parted, as none behind can belong with one before; only the parts that may hold a turn."""
    import numpy as np

    if not len(hits):
        return []
    reach = np.maximum.accumulate(hits + np.maximum(4, distances // 3) + WORD)
    firsts = np.concatenate(([0], np.flatnonzero(hits[1:] > reach[:-1]) + 1))
    ends = np.concatenate((firsts[1:], [len(hits)]))
    least = np.minimum.reduceat(distances, firsts)
    # What `_stretch` asks, of all hits and the shortest distance.
    enough = 10 * (ends - firsts + 2 * WORD + 1) >= 7 * least
    enough &= 5 * (hits[ends - 1] + WORD - hits[firsts]) >= 4 * least - 5 * WORD
    enough &= ends - firsts > 1
    return list(zip(firsts[enough].tolist(), ends[enough].tolist(), strict=True))


def _grouped(places: list[int], distances: list[int]) -> Iterator[tuple[int, int, int]]:
    """The stretches among `places` whose words stood before at about one distance."""
    groups: list[list[tuple[int, int]]] = []
    soonest = 0  # the place from which on the first of `groups` is too far back
    for place, distance in zip(places, distances, strict=True):
        if place > soonest:
            for group in [g for g in groups if place > _reach(*g[-1])]:
                groups.remove(group)
                yield from _stretch(group)
        for group in groups:
            if abs(group[-1][1] - distance) <= SLACK:
                group.append((place, distance))
                break
        else:
            groups.append([(place, distance)])
        soonest = min(_reach(*g[-1]) for g in groups) if len(groups) > 1 else _reach(place, distance)
    for group in groups:
        yield from _stretch(group)


def _reach(place: int, distance: int) -> int:
    """How far the next word at about this distance may stand."""
    return place + max(4, distance // 3) + WORD


def _stretch(group: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """The stretch that words at about one distance speak of, if they stand close enough for a turn."""
    if len(group) < 2:
        return
    least = min(distance for _, distance in group)
    if 10 * (len(group) + 2 * WORD + 1) < 7 * least or 5 * (group[-1][0] + WORD - group[0][0]) < 4 * least - 5 * WORD:
        return  # not enough even for the shortest turn
    period = Counter(distance for _, distance in group).most_common(1)[0][0]
    places = [place for place, _ in group]
    last = places[-1]
    for first in places:  # a word or two at that distance may stand before by chance
        count = bisect_left(places, first + period) - bisect_left(places, first)
        # Two characters read otherwise, one in each turn, spoil six words.
        if 10 * (count + 2 * WORD + 1) >= 7 * period:
            break
    else:
        return
    if 5 * (last + WORD - first) >= 4 * period - 5 * WORD:
        yield first - period, last + WORD, period


def _loop(text: Squeezed, letters: _Letters, start: int, end: int, period: int) -> tuple[Loop | None, int]:
    """The loop at letters ``start..end``, and where it ends in letters."""
    start = _first_turn(text, letters, start, period)
    unit = letters.text[start : start + period]
    turns = [start, start + period]
    while turns[-1] + period - SLACK <= len(letters.text):
        size = _next_size(letters.text, turns[-1], unit)
        if not size:
            break
        turns.append(turns[-1] + size)
    count = len(turns) - 1
    if count < 2:
        return None, 0
    place = [letters.place(at) if at < len(letters) else len(text.text) for at in turns]
    place[-1] = letters.place(turns[-1] - 1) + 1
    copies = [text.text[a:b] for a, b in pairwise(place)]
    if len({copy.strip() for copy in copies[:-1]}) == 1 and copies[-1] == copies[0][: len(copies[-1])]:
        return None, 0  # all the same: for the exact engine
    if _is_barred(text, place[0], place[-1]) or _parts(text, place):
        return None, 0
    return _judged(text, letters, turns, place, copies), turns[-1]


def _first_turn(text: Squeezed, letters: _Letters, start: int, period: int) -> int:
    """Where the first turn begins: at `start`, or up to a word before, where a clause begins and the letters fit."""
    while start and letters.text[start - 1] == letters.text[start - 1 + period]:
        start -= 1
    for at in range(start, max(-1, start - WORD - 1), -1):
        if at == 0 or letters.place(at) - letters.place(at - 1) > 1 or text.starts_line(letters.place(at)):
            one, other = letters.text[at:start], letters.text[at + period : start + period]
            if sum(a != b for a, b in zip(one, other, strict=False)) <= 1:
                return at
    return start


def _next_size(text: str, at: int, unit: str) -> int:
    """How long the turn at `at` is, 0 where none is there."""
    from rapidfuzz.distance import Levenshtein

    period = len(unit)
    most = max(1, period // ONE_IN)
    best, size = most + 1, 0
    turn = text[at : at + period]
    if len(turn) == period and Levenshtein.distance(unit, turn, score_cutoff=most + SLACK) > most + SLACK:
        return 0  # a turn longer or shorter by `SLACK` can be nearer by no more than that
    for length in sorted(range(period - SLACK, period + SLACK + 1), key=lambda n: abs(n - period)):
        turn = text[at : at + length]
        if len(turn) < length:
            continue
        off = Levenshtein.distance(unit, turn, score_cutoff=best)
        if off < best:
            best, size = off, length
    return size


def _is_barred(text: Squeezed, start: int, end: int) -> bool:
    """Whether one of the lines that the turns stand in is no running text."""
    first, last = text.line_of(start), text.line_of(end - 1)
    barred = (BARRED | {Role.HEADING}) - {Role.BLANK}
    return any(text.lines[n].role in barred or text.is_drawn(n) for n in range(first, min(last, first + 50) + 1))


def _parts(text: Squeezed, place: list[int]) -> bool:
    """Whether most turns are paragraphs, or one is a headline: those are for the rules on paragraphs."""
    if len(place) == 3 and text.starts_line(place[1]):
        return True
    return 2 * sum(ends_paragraph(text, at) for at in place[1:-1]) >= len(place) - 2


def _judged(text: Squeezed, letters: _Letters, turns: list[int], place: list[int], copies: list[str]) -> Loop | None:
    count, period = len(copies), turns[1] - turns[0]
    words = [letters.text[a:b] for a, b in pairwise(turns)]
    # The reading that goes best as Chinese (重大突破, not 重太突破); of equals the one most shared, then one without
    # two marks in a row (开了，,三十年), and then the first.
    # Pairs of characters judge rare words badly: unless the words around settle it, one turn outvotes not the others.
    shared = Counter(words)
    sense = {word: round(_sense(word), 1) for word in shared}
    stuttered = [sum(a in CLAUSE_MARKS and b in CLAUSE_MARKS for a, b in pairwise(copy)) for copy in copies]
    kept = max(range(count), key=lambda k: (sense[words[k]], shared[words[k]], -stuttered[k], -k))
    outvoted = _is_outvoted(words, kept)
    if outvoted:
        kept = max(range(count), key=lambda k: (shared[words[k]], sense[words[k]], -stuttered[k], -k))
    unit = copies[kept]
    if han(unit) < 4 or 2 * han(unit) < len(words[kept]):
        return None
    end = place[-1]
    suspect = Suspect(place[0], end, len(words[kept]) + 1, unit, count, False, False)
    safety = judged(text, suspect)
    if safety is None:
        return None
    if count < 3 and any(len(word) != len(words[0]) for word in words):
        return None  # 由主管部门审核。主管部门在审核
    if (
        count < LEAST_OF_OTHERS
        and period <= LONGEST_ITEM
        and "、" in (text.text[place[1] - 1], text.text[place[-1] - 1 : place[-1]])
    ):
        return None  # 东门大桥、东门大桥、西门大桥: for the rule on items
    misread = all(word == words[kept] or _is_misread(word, words[kept]) for word in words)
    if not misread and not _agree(words, kept):
        # Names, figures and words that change from turn to turn: what was meant nobody knows.
        if count < LEAST_OF_OTHERS or han(unit) < 10:
            return None
        safety = Safety.SHOWN
    elif not misread or (len(shared) > 1 and (count < 3 or han(unit) < 6 or outvoted)):
        safety = safety.lowered_to(Safety.RISKY)
    gone, stays = _pieces(text, place, kept)
    if safety is Safety.SAFE and not all(misread_copy(text.text[a:b], text.text[stays[0] : stays[1]]) for a, b in gone):
        safety = Safety.RISKY
    confidence = CONFIDENCE[safety] - (0.01 if count <= MOST_SPOKEN else 0)
    last = max(end, gone[-1][1]) if gone else end
    return Loop("drifting-loop", place[0], last, stays, tuple(gone), count, safety, confidence)


def _is_misread(one: str, other: str) -> bool:
    return all(
        is_harmless(one[d.start : d.end], other[d.other_start : d.other_end], one[: d.start], one[d.end :])
        for d in differences(one, other)
    )


def _agree(words: list[str], kept: int) -> bool:
    """Whether, of five turns or more, most have what the one that stays has, at each of its characters.

    Parallel clauses differ at one place: 东岸的渡口, 西岸的渡口, 南岸的渡口. And a figure is never outvoted.
    """
    off: Counter[int] = Counter()
    for word in words:
        for d in differences(words[kept], word):
            changed = words[kept][d.start : d.end] + word[d.other_start : d.other_end]
            if any(c.isdigit() or c in NUMERALS or c in NEGATIONS for c in changed):
                return False
            off.update(range(d.start, max(d.end, d.start + 1)))
    return len(words) >= LEAST_OF_OTHERS and all(4 * times <= len(words) for times in off.values())


def _is_outvoted(words: list[str], kept: int) -> bool:
    """Whether half of the turns or more read one of the characters of the one that stays in another way, and the words
    around do not settle it.

    陈埭村 three times and 陈棣村 three times: which was printed is for a person. 重大 once and 重太 twice is settled.
    """
    mine = words[kept]
    off: Counter[tuple[int, int, str]] = Counter()
    for word in words:
        off.update((d.start, d.end, word[d.other_start : d.other_end]) for d in differences(mine, word))
    doubtful = {
        start
        for start, end, other in off
        if odds(mine[max(0, start - 2) : start], mine[start:end], other, mine[end : end + 2], lambda _: 0) < SETTLED
    }
    times = Counter[int]()
    for (start, _, _), count in off.items():
        times[start] += count
    return any(2 * times[start] >= len(words) for start in doubtful)


def _sense(word: str) -> float:
    """How well the characters of `word` go together, a pair."""
    return sum(affinity(a, b) for a, b in pairwise(word)) / max(1, len(word) - 1)


def _pieces(text: Squeezed, place: list[int], kept: int) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """The turns that go, each with the mark behind it, and the one that stays.

    The mark behind the last turn goes too, where the turn that stays has one of its own.
    """
    string = text.text
    bounds = list(place)
    inner = string[place[kept + 1] - 1] if kept + 1 < len(place) - 1 else ""
    behind = string[place[-1] : place[-1] + 1]
    marked = bool(inner) and not inner.isalnum()
    if marked and behind and not behind.isalnum() and behind in "，。；：、,.;:":
        bounds[-1] += 1
    stays = (bounds[kept], bounds[kept + 1])
    gone = [(a, b) for k, (a, b) in enumerate(pairwise(bounds)) if k != kept]
    return gone, stays
