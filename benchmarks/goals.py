"""The figures that generated damage and clean text must reach, and whether they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import run_clean, run_repeats, run_wraps
from benchmarks.measure import Breaks, share
from benchmarks.tables import table


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, its bound, and what was measured on how many."""

    name: str
    bound: str
    value: float
    count: int
    met: bool


def _at_least(name: str, bound: float, value: float, count: int) -> Goal:
    return Goal(name, f"≥ {bound:g}", value, count, value >= bound)


def _at_most(name: str, bound: float, value: float, count: int) -> Goal:
    return Goal(name, f"≤ {bound:g}", value, count, value <= bound)


WANTED = (
    ("no indent ever, 12 cells", ("never",), 12, 0.84),
    ("no indent ever, 40 cells", ("never",), 40, 0.93),
    ("indent stripped", ("stripped",), 0, 0.98),
    ("indent kept", ("kept", "kept-ascii"), 0, 0.999),
)


def of_wraps(rows: Sequence[run_wraps.Row]) -> list[Goal]:
    """Paragraph breaks as the model tells them, and joins; of body text, and of text with headings."""
    goals: list[Goal] = []
    for what, extras in (("body", "body"), ("with headings", "plain")):
        plain = [r for r in rows if run_wraps.is_plain(r.spec, extras)]
        every = sum((r.counts for r in plain), Breaks())
        goals.append(_at_least(f"{what}: paragraph breaks told, precision", 0.998, every.told_precision, every.told))
        for name, indents, width, bound in WANTED:
            chosen = [r.counts for r in plain if r.spec.indent in indents and width in (0, r.spec.width)]
            counts = sum(chosen, Breaks())
            goals += [
                _at_least(f"{what}: paragraph breaks told, recall, {name}", bound, counts.told_recall, counts.parted),
                _at_least(f"{what}: breaks that still stand, {name}", bound, counts.break_recall, counts.breaks),
                _at_least(f"{what}: joins, precision, {name}", 0.999, counts.join_precision, counts.joined),
            ]
    return goals


def of_repeats(rows: Sequence[run_repeats.Row]) -> list[Goal]:
    """Shadows, loops and duplicates restored exactly by the default run, and near-duplicates found."""

    def exact(name: str, bound: float, choose: Callable[[run_repeats.Row], bool]) -> list[Goal]:
        chosen = [r for r in rows if choose(r)]
        return (
            [_at_least(name, bound, share(sum(r.safe.exact for r in chosen), len(chosen)), len(chosen))]
            if chosen
            else []
        )

    def near(row: run_repeats.Row) -> bool:
        return (
            row.spec.task == "duplicates"
            and row.spec.kind in ("misread", "misread-first")
            and row.spec.times <= 3
            and row.size >= 20
        )

    def found(name: str, bound: float, choose: Callable[[run_repeats.Row], bool]) -> list[Goal]:
        chosen = [r for r in rows if choose(r)]
        return [_at_least(name, bound, share(sum(r.found for r in chosen), len(chosen)), len(chosen))] if chosen else []

    def same(row: run_repeats.Row) -> bool:
        return row.spec.task == "duplicates" and row.spec.kind == "exact" and row.size >= 20

    goals = [
        *exact("shadows of 10 characters or more, exact", 0.985, lambda r: r.spec.task == "shadows" and r.size >= 10),
        *exact(
            "loops of 3 turns or more of 6 characters or more, exact",
            0.99,
            lambda r: (
                r.spec.kind in ("exact", "cut-off") and r.spec.task == "loops" and r.spec.times >= 3 and r.size >= 6
            ),
        ),
        *exact("exact duplicates of 20 characters or more, exact", 1.0, same),
        *found("exact duplicates of 20 characters or more, found", 1.0, same),
        *found("near-duplicates to 3 % misread, found", 0.98, near),
    ]
    same_rows = [r for r in rows if same(r)]
    if same_rows:
        risky = share(sum(r.risky.exact for r in same_rows), len(same_rows))
        goals.append(
            _at_least("exact duplicates of 20 characters or more, exact with --risky", 1.0, risky, len(same_rows))
        )
    return goals


def of_clean(rows: Sequence[run_clean.Row]) -> list[Goal]:
    """What fires on clean text."""
    count = sum(len(r.fired) for r in rows if not r.piece.source.endswith(run_clean.WRAPPED))
    asked = run_clean.a_megabyte(rows, ("risky", "shown"), run_clean.GOAL_SOURCES)
    return [
        _at_most("clean text, SAFE a MB", 0.1, run_clean.a_megabyte(rows, ("safe",)), count),
        _at_most("news, statutes, reports: risky or shown a MB", 3, asked, count),
    ]


def report(goals: Sequence[Goal]) -> str:
    """The goals, each with what was measured."""
    lines = [
        [g.name, g.bound, f"{g.value:.4f}", str(g.count), "met" if g.met else "NOT MET"]
        for g in goals
        if g.count or g.bound.startswith("≤")
    ]
    return "GOALS\n" + table(("figure", "bound", "measured", "of", ""), lines)
