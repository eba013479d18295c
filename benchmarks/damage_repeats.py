"""Shadow layers and loops, put into clean text."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence

from benchmarks import corpus
from benchmarks.layout import Case, Damaged, Spec, found_again, hosts, lay_out, solid, typeset
from benchmarks.noise import misread_some

SHADOW_SIZES = (4, 6, 8, 10, 14, 20, 35, 60, 100)
LAYERS = (2, 3, 4)
LOOP_SIZES = (2, 3, 4, 6, 8, 12, 20, 40, 80, 140, 200)
TURNS = (2, 3, 4, 6, 10, 20, 50)

_RUNS = re.compile(r"[A-Za-z0-9.%]+|[^\w\s]|\s+|[^\W\dA-Za-z]+")
_MARK = re.compile(r"[，。；：！？、]")
_DOUBLED_MARK = re.compile(r"([，。、；：！？])\1")
_WORD_CUT = re.compile(r"[A-Za-z0-9.%][A-Za-z0-9.%]")
LONGEST_LOOP = 4000


def runs(text: str, rng: random.Random) -> list[str]:
    """`text` in the runs that a PDF would draw: cut at marks, Latin and numbers, and now and then between words."""
    out: list[str] = []
    for part in _RUNS.findall(text):
        while len(part) > 9 or (len(part) > 4 and rng.random() < 0.35):
            cut = rng.randrange(2, min(8, len(part) - 1))
            out.append(part[:cut])
            part = part[cut:]
        out.append(part)
    return out


def shadowed(text: str, kind: str, layers: int, rng: random.Random) -> str:
    """`text` drawn `layers` times over, run by run or character by character."""
    if kind == "line":
        return text * layers
    pieces = list(text) if kind == "character" else runs(text, rng)
    return "".join(p if p.isspace() else p * layers for p in pieces)


def shadow_case(spec: Spec) -> Case:
    """A document with one stretch of `spec.size` characters in shadow: a line of its own, or inside a paragraph."""
    rng = spec.rng()
    texts, at = hosts(spec, rng, spec.size + 24)
    texts = [_DOUBLED_MARK.sub(r"\1", text) for text in texts]  # a 。。 of the source is damage that is not on record
    if spec.kind == "lines":
        return _lines_twice(texts, spec, rng)
    text = texts[at]
    start, end = _stretch(text, spec.size, rng)
    if spec.place == "line":  # a caption or a headline, above the paragraph that it was taken from
        while _stands_beside(texts[at - 1] if at else "", text, start, end):
            start, end = _stretch(text, spec.size, rng)
        head = re.sub(r"[，。；：！？、]$", "", text[start:end].strip())
        texts[at] = _without(text, start, end)
        gold = [*texts[:at], head, *texts[at:]]
        damaged = [*texts[:at], shadowed(head, spec.kind, spec.times, rng), *texts[at:]]
        place = (at, 0), (at, len(damaged[at]))
        return lay_out(Damaged(damaged, [gold], *place, len(head)), spec.layout, rng)
    if spec.layout == "wrapped":
        return _shadow_in_lines(texts, at, (start, end), spec, rng)
    stretch = text[start:end].strip()
    drawn = shadowed(stretch, spec.kind, spec.times, rng)
    start = text.index(stretch, start)
    damaged = [*texts[:at], text[:start] + drawn + text[start + len(stretch) :], *texts[at + 1 :]]
    place = (at, start), (at, start + len(drawn))
    return lay_out(Damaged(damaged, [texts], *place, len(stretch)), spec.layout, rng)


def _stretch(text: str, size: int, rng: random.Random) -> tuple[int, int]:
    """About `size` characters of `text`: bold parts no number and no Latin word in two (2|7日 in 22日日 is 2日)."""
    start = _clause_start(text, size, rng)
    end = start + size
    while start and _WORD_CUT.match(text, start - 1):
        start -= 1
    while end < len(text) and _WORD_CUT.match(text, end - 1):
        end += 1
    return start, end


def _without(text: str, start: int, end: int) -> str:
    """`text` less a stretch, without leaving two marks side by side: that would be damage that is not on record."""
    before, after = text[:start], text[end:]
    if not before or _MARK.match(before[-1]):
        after = after.lstrip("，。；：！？、")
    return before + after


def _stands_beside(above: str, text: str, start: int, end: int) -> bool:
    """Whether the line above ends as the stretch begins, or what is left of its paragraph begins as it ends, or goes on
    behind the stretch as it broke off before: the clean text itself says something twice then, and no truth is single.
    """
    head, rest = text[start:end], _without(text, start, end)
    before, after = text[:start].rstrip("，。；：！？、"), rest[start:].lstrip("，。；：！？、")
    near = ((above, head), (head, rest), (before, after))
    return any(a.endswith(b[:k]) for a, b in near for k in range(4, min(len(a), len(b)) + 1))


def _shadow_in_lines(texts: list[str], at: int, place: tuple[int, int], spec: Spec, rng: random.Random) -> Case:
    """Set first, drawn over afterwards: each line's part of the stretch is in shadow by itself."""
    first, last = (solid(texts, (at, offset)) for offset in place)
    seen, drawn_to, out = 0, first, []
    for line in typeset(texts, rng):
        marks = [n for n, c in enumerate(line) if not c.isspace()]
        inside = [n for k, n in enumerate(marks) if first <= seen + k < last]
        if inside:
            a, b = inside[0], inside[-1] + 1
            drawn = shadowed(line[a:b], spec.kind, spec.times, rng)
            drawn_to += sum(not c.isspace() for c in drawn)
            line = line[:a] + drawn + line[b:]
        seen += len(marks)
        out.append(line)
    return found_again("\n".join(out) + "\n", ["\n".join(texts)], first, drawn_to, last - first)


def _lines_twice(texts: list[str], spec: Spec, rng: random.Random) -> Case:
    """Each visual line stands `spec.times` over, one under the other, for as many lines as hold `spec.size`."""
    lines = typeset(texts, rng)
    begin = rng.randrange(max(1, len(lines) - 4))
    seen = [0, *itertools.accumulate(sum(not c.isspace() for c in line) for line in lines)]
    end = next((n for n in range(begin + 1, len(lines)) if seen[n] - seen[begin] >= spec.size), len(lines))
    doubled = [line for line in lines[begin:end] for _ in range(spec.times)]
    raw = "\n".join([*lines[:begin], *doubled, *lines[end:]]) + "\n"
    extra = spec.times * (seen[end] - seen[begin])
    return found_again(raw, ["\n".join(texts)], seen[begin], seen[begin] + extra, seen[end] - seen[begin])


def _clause_start(text: str, size: int, rng: random.Random) -> int:
    starts = [m.end() for m in _MARK.finditer(text) if m.end() + size <= len(text)]
    return rng.choice([0, *starts]) if rng.random() < 0.8 else rng.randrange(len(text) - size + 1)


def unit_of(text: str, size: int, rng: random.Random) -> tuple[int, int]:
    """A stretch of about `size` characters for a loop: whole clauses where they fit, else what comes."""
    ends = [m.end() for m in _MARK.finditer(text)]
    fits = [(a, b) for a in (0, *ends) for b in ends if 0.75 * size <= b - a <= 1.25 * size]
    if fits and size >= 6 and rng.random() < 0.85:
        return rng.choice(fits)
    for _ in range(60):
        start = rng.randrange(len(text) - size + 1)
        unit = text[start : start + size]
        if size >= 6 or (not _MARK.search(unit) and not re.search(r"[\W\d]", unit) and len(set(unit)) == size):
            return start, start + size
    return 0, size


def loop_case(spec: Spec) -> Case:
    """A document in which a stretch comes `spec.times` times in a row."""
    rng = spec.rng()
    texts, at = hosts(spec, rng, spec.size + 24)
    texts = [_DOUBLED_MARK.sub(r"\1", text) for text in texts]  # a 。。 of the source is damage that is not on record
    text = texts[at]
    start, end = unit_of(text, spec.size, rng)
    while _turns_already(text, start, end):
        start, end = unit_of(text, spec.size, rng)
    unit = text[start:end]
    turns = [unit] * spec.times
    if spec.kind in ("numbered", "lines"):
        # Their turns are paragraphs of their own. Taken from this text they would stand in the paragraph above too, and
        # whether they are a loop or that paragraph printed again in part could not be told.
        unit = _foreign_unit(texts, spec, rng)
        make = _numbered if spec.kind == "numbered" else _alternating_lines
        return make(texts, at, unit, spec, rng)
    if spec.kind == "drifting":
        turns = [unit, *(misread_some(unit, 1, rng) for _ in turns[1:])]
    if spec.kind == "cut-off":
        turns.append(unit[: rng.randrange(1, len(unit))] if len(unit) > 2 else unit[:1])
        golds = [[*texts[:at], text[: end - k]] for k in range(shared_before(text, start, end) + 1)]
        if not unit[0].isalnum():  # 丙|，甲乙，甲乙，甲 is 丙，|甲乙，甲乙，甲 too
            golds.append([*texts[:at], text[:end] + unit[0]])
        damaged = [*texts[:at], text[:start] + "".join(turns)]
    else:
        golds = [texts]
        damaged = [*texts[:at], text[:start] + "".join(turns) + text[end:], *texts[at + 1 :]]
    place = (at, start), (at, start + sum(map(len, turns)))
    return lay_out(Damaged(damaged, golds, *place, len(unit)), spec.layout, rng)


def shared_before(text: str, start: int, end: int) -> int:
    """How many characters before the unit ``text[start:end]`` are those that it ends with.

    丙，|甲乙，甲乙，甲乙，甲 may be read as the unit 甲乙， after 丙， or as ，甲乙 after 丙. Each leaves one
    whole turn, 丙，甲乙， or 丙，甲乙. Nothing in the text decides.
    """
    count = 0
    while count < min(start, end - start - 1) and text[start - 1 - count] == text[end - 1 - count]:
        count += 1
    return count


def _foreign_unit(texts: Sequence[str], spec: Spec, rng: random.Random) -> str:
    """A stretch of about `spec.size` characters that does not repeat itself, from text that is not in `texts`."""
    for _ in range(100):
        others, at = hosts(spec, rng, spec.size + 24)
        start, end = unit_of(others[at], spec.size, rng)
        if not _turns_already(others[at], start, end) and not any(others[at][start:end] in text for text in texts):
            return others[at][start:end]
    raise ValueError(f"{spec.source} has no text besides the document's own")


def _turns_already(text: str, start: int, end: int) -> bool:
    """Whether the stretch repeats in itself, or the clean text repeats it: no single truth then."""
    unit = text[start:end]
    near = text[max(0, start - len(unit)) : start] == unit or text[end : end + len(unit)] == unit
    return near or unit in (unit + unit)[1:-1]


def _alternating_lines(texts: list[str], at: int, unit: str, spec: Spec, rng: random.Random) -> Case:
    """Two lines that take turns, each a paragraph of its own."""
    half = max(1, len(unit) // 2)
    pair = [unit[:half].strip("，、；") or unit[:half], unit[half:].strip("，、；") or unit[half:]]
    gold = [*texts[: at + 1], *pair, *texts[at + 1 :]]
    damaged = [*texts[: at + 1], *pair * spec.times, *texts[at + 1 :]]
    stop = at + 1 + 2 * spec.times
    return lay_out(Damaged(damaged, [gold], (at + 1, 0), (stop, 0), len(unit)), spec.layout, rng)


def _numbered(texts: list[str], at: int, unit: str, spec: Spec, rng: random.Random) -> Case:
    """The same words under running numbers: shown, never changed, as each turn differs."""
    first = rng.randrange(2, 8)
    numerals = "一二三四五六七八九十"
    shape = rng.choice(("第{}条 ", "{}、", "（{}）"))
    turns = [shape.format(numerals[(first + k) % 10]) + unit for k in range(min(spec.times, 10 - first))]
    damaged = [*texts[: at + 1], *turns, *texts[at + 1 :]]
    place = (at + 1, 0), (at + 1 + len(turns), 0)
    return lay_out(Damaged(damaged, [damaged], *place, len(unit)), spec.layout, rng)


def shadow_specs(seed: int, rounds: int) -> Iterator[Spec]:
    """Every size with every number of layers and every kind, inside paragraphs and on lines of their own."""
    rng = random.Random(f"shadow specs {seed}")
    names = corpus.sources()
    kinds = [("run", "inside"), ("run", "line"), ("character", "inside"), ("character", "line"), ("line", "line")]
    number = 0
    for _ in range(rounds):
        for size, layers, (kind, place) in itertools.product(SHADOW_SIZES, LAYERS, [*kinds, ("lines", "inside")]):
            if kind == "lines" and size < 20:
                continue
            layout = (
                "wrapped" if kind == "lines" else rng.choice(("flat", "wrapped") if place == "inside" else ("flat",))
            )
            yield Spec("shadows", number, rng.choice(names), kind, size, layers, layout, place, seed)
            number += 1


def loop_specs(seed: int, rounds: int) -> Iterator[Spec]:
    """Every size with every number of turns and every kind."""
    rng = random.Random(f"loop specs {seed}")
    names = corpus.sources()
    kinds = ("exact", "exact", "cut-off", "drifting", "lines", "numbered")
    number = 0
    for _ in range(rounds):
        for size, turns, kind in itertools.product(LOOP_SIZES, TURNS, kinds):
            if size * turns > LONGEST_LOOP or (kind in ("drifting", "lines", "numbered") and size < 6):
                continue
            if (kind == "numbered" and not 3 <= turns <= 8) or (kind == "lines" and size < 12):
                continue
            layout = rng.choice(("flat", "spaced", "wrapped", "wrapped"))
            yield Spec("loops", number, rng.choice(names), kind, size, turns, layout, seed=seed)
            number += 1
