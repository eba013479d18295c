"""Short lines printed twice, one under the other: A A B B, or a stack of heads A B A B."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaner.language.bigrams import affinity
from cleaner.language.reduplication import is_chanted
from cleaner.language.words import is_word
from cleaner.model import Edit, Hit, Related, Safety, Span
from cleaner.patterns import lazily
from cleaner.repeating.squeezed import Squeezed, han, squeezed
from cleaner.structure import Role, StructLine, ends_sentence, structure
from cleaner.views import View

#: Lines whose copies have a meaning, or are for another rule.
BARRED = frozenset({Role.CODE, Role.TABLE, Role.RULE, Role.CONTENTS, Role.FURNITURE, Role.SPEECH, Role.JUMP})

#: A visual line of a headline or caption holds no more Chinese characters than this.
LONGEST = 40
MOST_LAYERS = 4
#: A stack of heads has so many lines at most.
MOST_APART = 4
#: Of so many Chinese characters no three lines in a row are said three times each.
LONG = 20

#: A line that is sung holds no more letters.
LONGEST_VERSE = 16

#: So many Chinese characters of running text, and so great an affinity across a line end, show that lines are wraps.
RUNNING, TOGETHER = 8, 2.0

#: A sentence begins within the line and goes on behind it: 推进新城建设。加快老 / 街改造
RUNS_OVER = lazily(r"[。！？；]\p{Han}[^。！？；]*[\p{Han}、]$")

#: No list counts 二、二、三、三、: its items were printed twice.
NUMBERED = lazily(r"(?:第?[一二三四五六七八九十百\d]+(?:[条條章节節]|[、.．])|[（(][一二三四五六七八九十\d]+[）)])")

PROSE = lazily(r"\p{Han}[，。；：]\p{Han}")


@dataclass(frozen=True, slots=True)
class _Stack:
    """``lines[first : first + size * layers]``: `size` lines, `layers` times."""

    first: int
    size: int
    layers: int

    @property
    def end(self) -> int:
        return self.first + self.size * self.layers


def line_hits(view: View) -> Iterator[Hit]:
    """Lines printed again directly under themselves."""
    keys, again = _said(view.memo(squeezed))
    if not again:
        return
    lines = view.memo(structure).without(Role.BLANK)
    stacks = _stacks(lines, keys, again)
    for group in _adjacent(lines, stacks):
        safety, confidence = _judged(lines, keys, stacks, group)
        if safety is None:
            continue
        first, last = lines[group[0].first], lines[group[-1].end - 1]
        read = " ".join(lines[s.first + n].bare for s in group for n in range(s.size))
        edits, copies = [], []
        for stack in group:
            kept_end = lines[stack.first + stack.size - 1].line.end
            for copy in range(1, stack.layers):
                before = stack.first + copy * stack.size
                edits.append(Edit(Span(lines[before - 1].line.end, lines[before + stack.size - 1].line.end)))
            copies.append(Related(Span(lines[stack.first].line.start, kept_end), "stays"))
        yield Hit(
            Span(first.line.start, last.line.end),
            tuple(edits),
            confidence=confidence,
            values={"run": first.bare, "read": read if len(read) <= 60 else read[:59] + "…"},
            evidence={"lines": sum(s.size for s in group), "layers": group[0].layers},
            related=tuple(copies),
            safety=safety,
        )


def _said(text: Squeezed) -> tuple[list[str], set[tuple[int, int]]]:
    """The lines that are not blank, white space left out; and which of them stand again a few lines further on: their
    numbers, and how many lines further, up to `MOST_APART`. Where none does, no lines are given either.
    """
    import numpy as np

    starts = np.array([*text.line_starts, len(text.text)], np.int64)
    sizes = np.diff(starts)
    starts, sizes = starts[:-1][sizes > 0], sizes[sizes > 0]
    points = text.points
    # What must be equal where two lines are: first, last and middle character, and the length.
    alike = points[starts].astype(np.uint64) << np.uint64(42) | points[starts + sizes // 2].astype(np.uint64)
    alike |= points[starts + sizes - 1].astype(np.uint64) << np.uint64(21)
    maybe = [
        (at, step)
        for step in range(1, MOST_APART + 1)
        for at in np.flatnonzero((alike[step:] == alike[:-step]) & (sizes[step:] == sizes[:-step])).tolist()
    ]
    if not maybe:
        return [], set()
    keys = [text.text[start:end] for start, end in zip(starts.tolist(), (starts + sizes).tolist(), strict=True)]
    again = {(at, step) for at, step in maybe if keys[at] == keys[at + step]}
    return (keys, again) if again else ([], again)


def _eligible(item: StructLine, key: str, follows: bool) -> bool:
    """Whether a line may be one of a headline; the last of several may be short: 振, 6G."""
    if (item.role in BARRED and not (follows and item.role is Role.SPEECH)) or len(key) > LONGEST:
        return False
    return (follows and len(key) <= 3) or (han(key) >= 2 and 3 * han(key) >= len(key))


def _stacks(lines: Sequence[StructLine], keys: Sequence[str], again: set[tuple[int, int]]) -> list[_Stack]:
    """Stacks of lines directly in a row (no blank line between), the smallest unit first."""
    found: list[_Stack] = []
    for at, size in sorted(again):
        if not found or at >= found[-1].end:
            stack = _stack_at(lines, keys, at, size)
            if stack:
                found.append(stack)
    return found


def _stack_at(lines: Sequence[StructLine], keys: Sequence[str], at: int, size: int) -> _Stack | None:
    layers = 1
    while (
        layers <= MOST_LAYERS
        and at + (layers + 1) * size <= len(lines)
        and keys[at : at + size] == keys[at + layers * size : at + (layers + 1) * size]
        and all(_under(lines[k - 1], lines[k]) for k in range(at + 1, at + (layers + 1) * size))
    ):
        layers += 1
    return _Stack(at, size, layers) if 2 <= layers <= MOST_LAYERS else None


def _under(upper: StructLine, lower: StructLine) -> bool:
    return lower.line.number == upper.line.number + 1


def _adjacent(lines: Sequence[StructLine], stacks: Sequence[_Stack]) -> Iterator[list[_Stack]]:
    """Short stacks directly under one another, of as many layers: the lines of one headline or caption."""
    group: list[_Stack] = []
    for stack in stacks:
        keys = ["".join(lines[k].text.split()) for k in range(stack.first, stack.end)]
        follows = bool(group) or _goes_on(lines, stack)
        short = all(_eligible(lines[stack.first + k], key, follows) for k, key in enumerate(keys))
        if group and (
            not short
            or stack.first != group[-1].end
            or stack.layers != group[0].layers
            or not _under(lines[stack.first - 1], lines[stack.first])
        ):
            yield group
            group = []
        if short:
            group.append(stack)
    if group:
        yield group


def _goes_on(lines: Sequence[StructLine], stack: _Stack) -> bool:
    """Whether the first line of `stack` is the end of the sentence above: 准备工作正在有序推 / 进。"""
    if not stack.first or not _under(lines[stack.first - 1], lines[stack.first]):
        return False
    return _together(lines[stack.first - 1].bare, lines[stack.first].bare)


def _together(upper: str, lower: str) -> bool:
    """Whether the last character of the one line and the first of the other go together, as in 推 / 进."""
    a, b = upper[-1:], lower[:1]
    return han(a + b) == 2 and (affinity(a, b) >= TOGETHER or is_word(a + b))


def _judged(
    lines: Sequence[StructLine], keys: Sequence[str], stacks: Sequence[_Stack], group: Sequence[_Stack]
) -> tuple[Safety | None, float]:
    """How far the copies may be trusted to be a second print. Songs repeat lines too; newspapers do not."""
    heads = [k for s in group for k in range(s.first, s.first + s.size)]
    words = sum(han(keys[k]) for k in heads)
    stops = sum(ends_sentence(lines[k].text) for k in heads)
    if len({keys[k] for k in heads}) < len(heads):
        return Safety.SHOWN, 0.5
    read_on = _reads_on(lines, keys, group, heads)
    prose = _among_prose(lines, group)
    cut = read_on + any(RUNS_OVER.search(lines[k].bare) for k in heads)
    many = len(heads) > 1 or (group[0].layers > 2 and words >= 12)
    stanza = _is_stanza(keys, heads)
    if not stanza and words >= RUNNING and (cut >= 2 or (cut and many)) and (prose or _holds_prose(lines, heads)):
        return Safety.SAFE, 0.98
    if not stanza and len(heads) > 2 and group[0].layers > 2 and words >= LONG and not _beside_verse(lines, group):
        return Safety.SAFE, 0.98
    if words >= 12 and sum(bool(NUMBERED.match(lines[k].bare)) for k in heads) > 1:
        return Safety.SAFE, 0.98
    if any(lines[k].role is Role.LIST for k in heads):
        return Safety.SHOWN, 0.5
    if _neighbours_double(lines, stacks, group):
        # 王顯 / 王顯 between paragraphs that each stand twice: the whole page does.
        return (Safety.SAFE, 0.99) if not stops or len(heads) == 1 else (Safety.RISKY, 0.9)
    if stanza:
        return Safety.SHOWN, 0.5
    size = sum(len(keys[k]) for k in heads)
    if len(heads) >= 2:
        one_text = not any(ends_sentence(lines[k].text) for k in heads[:-1])
        if one_text and words >= 7 and size >= 10 and prose and not _in_stanza(lines, group):
            return Safety.SAFE, 0.98
        return (Safety.RISKY, 0.85) if words >= 8 else (Safety.SHOWN, 0.6)
    if stops or words < 4:
        return None, 0.0
    if words >= 8 and prose:
        alone = _stands_alone(lines, group) and size >= 10 and not is_chanted(keys[heads[0]])
        return (Safety.SAFE, 0.97) if alone else (Safety.RISKY, 0.9)
    beside = [lines[k].role for k in (group[0].first - 1, group[-1].end) if 0 <= k < len(lines)]
    headed = lines[heads[0]].role is Role.HEADING or Role.HEADING in beside
    return (Safety.SHOWN, 0.6) if headed or prose else (None, 0.0)


def _is_stanza(keys: Sequence[str], heads: Sequence[int]) -> bool:
    """Whether the lines read once are sung or prayed, perhaps twice over or three times: short, each a clause with its
    mark or all of one length, and not cut inside words as a wrapped headline of full lines is.

    青山高，绿水长， / 橹声摇过小石桥， / 灯火一盏照归航。
    """
    letters = [sum(map(str.isalnum, keys[k])) for k in heads]
    if len(heads) < 2 or max(letters) > LONGEST_VERSE:
        return False
    marked = all(keys[k][-1] in "，。；！？、" or is_chanted(keys[k]) for k in heads)
    even = len(set(letters)) == 1
    if len(heads) == 2:
        return marked and even
    cuts = sum(_together(keys[a], keys[b]) for a, b in pairwise(heads))
    return marked or (even and 2 * cuts < len(heads) - 1)


def _reads_on(lines: Sequence[StructLine], keys: Sequence[str], group: Sequence[_Stack], heads: Sequence[int]) -> int:
    """How many line ends, of those between the lines read once and beside them, cut a sentence where words go together.

    …加快推进新能 / …加快推进新能 / 源汽车下乡… / 源汽车下乡…: no verse is cut so.
    """
    first, end = group[0].first, group[-1].end
    row = list(heads)
    if first > 0 and _under(lines[first - 1], lines[first]):
        row.insert(0, first - 1)
    if end < len(lines) and _under(lines[end - 1], lines[end]):
        row.append(end)
    return sum(_together(keys[a], keys[b]) for a, b in pairwise(row))


def _holds_prose(lines: Sequence[StructLine], heads: Sequence[int]) -> bool:
    return any(PROSE.search(lines[k].text) for k in heads)


def _neighbours_double(lines: Sequence[StructLine], stacks: Sequence[_Stack], group: Sequence[_Stack]) -> bool:
    """Whether the text just before and just after stands twice in a row too, and at least three such there are."""
    first, end = group[0].first, group[-1].end
    at = bisect_left(stacks, first, key=lambda s: s.first)
    before = first == 0 or (at > 0 and stacks[at - 1].end == first)
    behind = at + len(group)
    after = end == len(lines) or (behind < len(stacks) and stacks[behind].first == end)
    return before and after and len(stacks) - len(group) >= 3


def _in_stanza(lines: Sequence[StructLine], group: Sequence[_Stack]) -> bool:
    """Whether a line that is no prose stands once directly beside: verse, of which some lines are sung twice."""
    first, end = group[0].first, group[-1].end
    beside = [lines[first - 1]] if first > 0 and _under(lines[first - 1], lines[first]) else []
    beside += [lines[end]] if end < len(lines) and _under(lines[end - 1], lines[end]) else []
    return any(item.role in (Role.BODY, Role.VERSE) and not PROSE.search(item.text) for item in beside)


def _stands_alone(lines: Sequence[StructLine], group: Sequence[_Stack]) -> bool:
    """Whether blank lines part the stack from what stands before and behind."""
    first, end = group[0].first, group[-1].end
    return (first > 0 and not _under(lines[first - 1], lines[first])) and (
        end < len(lines) and not _under(lines[end - 1], lines[end])
    )


def _among_prose(lines: Sequence[StructLine], group: Sequence[_Stack]) -> bool:
    """Whether one of the three lines before or after is prose, a mark inside it, and none beside is verse."""
    near = _near(lines, group)
    prose = any(PROSE.search(item.text) or item.role is Role.DATELINE for item in near)
    return prose and not _beside_verse(lines, group)


def _beside_verse(lines: Sequence[StructLine], group: Sequence[_Stack]) -> bool:
    """Whether verse stands beside. A line cut within a word is none, though the copies make it look so."""
    near = _near(lines, group)
    return any(
        item.role is Role.VERSE and not (lower.line.number == item.line.number + 1 and _together(item.bare, lower.bare))
        for item, lower in zip(near, (*near[1:], near[-1]), strict=True)
    )


def _near(lines: Sequence[StructLine], group: Sequence[_Stack]) -> list[StructLine]:
    """The three lines before and after. Lines in copies look like verse themselves; these tell whether they are."""
    first, end = group[0].first, group[-1].end
    return [*lines[max(0, first - 3) : first], *lines[end : end + 3]]
