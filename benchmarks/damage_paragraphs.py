"""Paragraphs and blocks that stand twice, exactly or nearly, near and far."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator

from benchmarks import corpus
from benchmarks.layout import Case, Damaged, Spec, hosts, lay_out
from benchmarks.noise import misread_some

SIZES = (12, 20, 30, 50, 80, 150, 300)
PERCENT = (1, 2, 3, 5)
PLACES = ("next", "near", "far")
KINDS = ("exact", "misread", "misread-first", "head-only", "tail-only", "longer-second", "block", "echo", "line-twice")

_SENTENCE = re.compile(r"[^。！？]*[。！？]”?")


def duplicate_case(spec: Spec) -> Case:
    """A document in which one paragraph, or a block of them, or a page's last sentence, stands a second time."""
    rng = spec.rng()
    far = spec.place == "far"
    for _ in range(300):
        texts, at = hosts(spec, rng, spec.size, 2600 if far else 900)
        most = max(1.6 * spec.size, spec.size + 12)
        bodies = [n for n, t in enumerate(texts) if spec.size <= len(t) <= most and t[-1] in "。！？”：；"]
        if bodies:
            at = rng.choice(bodies)
        elif not (text := _shortened(texts[at], spec.size)):
            continue
        else:
            texts[at] = text
        if far and len(texts) - at < 10:
            continue
        break
    if spec.kind == "block":
        return _block(texts, at, spec, rng)
    if spec.kind == "echo":
        return _echo(texts, at, spec, rng)
    if spec.kind == "line-twice":
        return _line_twice(texts, at, spec, rng)
    text = texts[at]
    first, second = text, text
    wrong = max(1, round(len(text) * spec.times / 100))
    part = max(8, round(len(text) * rng.uniform(0.5, 0.85)))
    match spec.kind:
        case "misread":
            second = misread_some(text, wrong, rng)
        case "misread-first":
            first = misread_some(text, wrong, rng)
        case "head-only":
            second = text[:part]
        case "tail-only":
            second = text[-part:]
        case "longer-second":
            first = text[:part]
        case _:
            pass
    to = _where(at, len(texts), spec.place, rng)
    damaged = [*texts[:at], first, *texts[at + 1 : to], second, *texts[to:]]
    golds = [texts]
    if first != text:  # the better copy is the second: it may stay where it is, or take the first one's place
        golds.append([*texts[:at], *texts[at + 1 : to], text, *texts[to:]])
    return lay_out(Damaged(damaged, golds, (at, 0), (to + 1, 0), len(text)), spec.layout, rng)


def _shortened(text: str, size: int) -> str:
    """The first sentences of `text` that make up about `size` characters."""
    out = ""
    for sentence in _SENTENCE.findall(text):
        out += sentence
        if len(out) >= size:
            return out if len(out) <= 2 * size + 10 else ""
    return ""


def _where(at: int, count: int, place: str, rng: random.Random) -> int:
    """The paragraph before which the copy goes."""
    if place == "next":
        return at + 1
    if place == "near":
        return min(count, at + rng.randrange(2, 6))
    return rng.randrange(min(count, at + 9), count + 1)


def _block(texts: list[str], at: int, spec: Spec, rng: random.Random) -> Case:
    """Two to six paragraphs again, behind themselves or at the end; a few characters of the copy misread or none."""
    stop = min(len(texts), at + rng.randrange(2, 7))
    copy = [misread_some(t, round(len(t) * spec.times / 100), rng) for t in texts[at:stop]]
    to = stop if spec.place == "next" else len(texts)
    damaged = [*texts[:to], *copy, *texts[to:]]
    size = sum(map(len, copy))
    return lay_out(Damaged(damaged, [texts], (to, 0), (to + len(copy), 0), size), spec.layout, rng)


def _echo(texts: list[str], at: int, spec: Spec, rng: random.Random) -> Case:
    """The paragraph's last sentence once more as a paragraph of its own, in bold or not."""
    sentences = _SENTENCE.findall(texts[at]) or [texts[at]]
    last = sentences[-1].strip()
    bold = spec.layout != "wrapped" and rng.random() < 0.5
    damaged = [*texts[: at + 1], f"**{last}**" if bold else last, *texts[at + 1 :]]
    return lay_out(Damaged(damaged, [texts], (at + 1, 0), (at + 2, 0), len(last)), spec.layout, rng)


def _line_twice(texts: list[str], at: int, spec: Spec, rng: random.Random) -> Case:
    """Every paragraph from `at` on read twice by two passes, each with misreadings of its own."""
    stop = min(len(texts), at + 6)
    damaged = texts[:at]
    first_gold = list(texts)
    for n in range(at, stop):
        one, two = (misread_some(texts[n], round(len(texts[n]) * spec.times / 100), rng) for _ in range(2))
        damaged += [one, two]
        first_gold[n] = one
    damaged += texts[stop:]
    place = (at, 0), (at + 2 * (stop - at), 0)
    size = sum(len(t) for t in texts[at:stop]) // (stop - at)
    return lay_out(Damaged(damaged, [texts, first_gold], *place, size), spec.layout, rng)


def specs(seed: int, rounds: int) -> Iterator[Spec]:
    """Every size, kind and place, with each share of misread characters where there is one."""
    rng = random.Random(f"duplicate specs {seed}")
    names = corpus.sources()
    number = 0
    for _ in range(rounds):
        for size, kind, place in itertools.product(SIZES, KINDS, PLACES):
            shares = PERCENT if "misread" in kind else (0, 2) if kind in ("block", "line-twice") else (0,)
            if kind in ("echo", "line-twice") and place != "next":
                continue
            if kind in ("head-only", "tail-only", "longer-second") and size < 30:
                continue
            for share in shares:
                layout = rng.choice(("flat", "spaced", "wrapped"))
                yield Spec("duplicates", number, rng.choice(names), kind, size, share, layout, place, seed)
                number += 1
