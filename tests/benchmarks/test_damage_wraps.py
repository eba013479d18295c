"""Typeset documents hold what their gold holds, and line ends only where they were put."""

from __future__ import annotations

import itertools

import pytest

from benchmarks.damage_wraps import BLANKS, INDENTS, WIDTHS, Spec, make, specs
from benchmarks.measure import chars_and_breaks, compare, without
from benchmarks.noise import misread, misread_some
from benchmarks.run_wraps import is_plain


def grid() -> list[Spec]:
    return list(specs(5, 1))[::4]


@pytest.mark.parametrize("spec", grid(), ids=lambda s: str(s.number))
def test_raw_without_its_furniture_and_line_ends_is_gold(spec: Spec) -> None:
    case = make(spec)
    raw = chars_and_breaks(without(case.furniture, case.raw)[0])
    gold = chars_and_breaks(case.gold)
    assert raw[0] == gold[0]
    assert all(r for r, g in zip(raw[1], gold[1], strict=True) if g)
    assert make(spec) == case


@pytest.mark.parametrize(("indent", "blanks"), list(itertools.product(INDENTS, BLANKS)))
def test_gold_itself_is_perfect_and_raw_is_not(indent: str, blanks: str) -> None:
    case = make(Spec(1, "own", 14, indent, blanks, "squeeze", furniture="lines"))
    with_furniture = case.gold + "\n" + "\n".join(case.furniture)
    right = compare(case.gold, case.raw, with_furniture, case.furniture).counts
    assert (right.perfect, right.join_recall, right.join_precision, right.break_precision) == (1, 1, 1, 1)
    left = compare(case.gold, case.raw, case.raw, case.furniture).counts
    assert (left.joined, left.false_joins, left.perfect) == (0, 0, 0)
    assert left.joins > 20


def test_indents_are_kept_or_stripped_but_visible_or_were_never_there() -> None:
    lines = {i: make(Spec(1, "own", 20, i, "none", "out")).raw.split("\n") for i in INDENTS}
    assert any(line.startswith("\u3000\u3000第") for line in lines["kept"])
    assert any(line.startswith("    第") for line in lines["kept-ascii"])
    assert not any(line[:1].isspace() for line in (*lines["stripped"], *lines["never"]))
    firsts = [line for line in lines["stripped"] if line.startswith("第") and "回见到" in line]
    assert firsts
    assert all(len(line) <= 19 for line in firsts)  # two cells of twenty are gone; a digit is half a cell


def test_blank_lines_stand_where_their_style_says() -> None:
    raw = {b: make(Spec(1, "own", 14, "kept", b, "hang")).raw for b in BLANKS}
    assert "\n\n" not in raw["none"]
    assert all(line or prev for prev, line in itertools.pairwise(raw["every"].rstrip("\n").split("\n")))
    assert raw["every"].count("\n\n") == len([line for line in raw["every"].split("\n") if line]) - 1
    assert "\n" * 8 in raw["three-seven"]
    assert "\n" * 4 in raw["three-seven"]
    between = make(Spec(1, "own", 14, "kept", "between", "hang"))
    assert between.raw.count("\n\n") == between.gold.count("\n")


def test_a_false_join_a_false_split_and_glued_furniture_are_told() -> None:
    gold, raw = "甲乙丙丁。\n戊己庚辛。", "甲乙\n丙丁。\n9\n戊己庚辛。"
    assert compare(gold, raw, "甲乙丙丁。戊己庚辛。\n9", ["9"]).counts.false_joins == 1
    assert compare(gold, raw, "甲乙丙丁。\n9\n戊己\n庚辛。", ["9"]).counts.false_splits == 1
    assert compare(gold, raw, "甲乙丙丁。9\n戊己庚辛。", ["9"]).counts.glued == 1
    assert compare(gold, raw, raw, ["9"]).counts.joined == 0


def test_a_run_has_each_width_and_indent_among_its_plain_documents() -> None:
    made = list(specs(0, 1))
    assert len({s.number for s in made}) == len(made)
    for extras in ("plain", "body"):
        assert {(s.indent, s.width) for s in made if is_plain(s, extras)} == set(itertools.product(INDENTS, WIDTHS))
    assert made == list(specs(0, 1))
    assert made != list(specs(1, 1))


def test_misreadings_are_few_and_as_many_as_told() -> None:
    import random

    text = "今天问过农人，未见大水；货已入库，待明日再拆。" * 20
    rng = random.Random(1)
    assert sum(a != b for a, b in zip(text, misread_some(text, 5, rng), strict=False)) > 0
    assert misread_some(text, 0, rng) == text
    assert misread(text, 0.0, rng) == text
    assert misread(text, 0.02, rng) != text
