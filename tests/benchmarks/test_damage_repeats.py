"""Repeated text is where the record says, and taking it out gives gold."""

from __future__ import annotations

import itertools
import random

import pytest

from benchmarks import damage_paragraphs, damage_repeats
from benchmarks.layout import Case, Spec
from benchmarks.measure import chars_and_breaks
from benchmarks.run_repeats import MAKERS, size_band


def some(task: str) -> list[Spec]:
    made = {
        "shadows": damage_repeats.shadow_specs,
        "loops": damage_repeats.loop_specs,
        "duplicates": damage_paragraphs.specs,
    }[task](3, 1)
    return [s for s in made if s.size <= 80][::5]


ALL = [*some("shadows"), *some("loops"), *some("duplicates")]


def solid(text: str) -> str:
    return chars_and_breaks(text)[0]


@pytest.mark.parametrize("spec", ALL, ids=lambda s: f"{s.task}-{s.number}")
def test_outside_the_damage_the_text_is_gold(spec: Spec) -> None:
    case = MAKERS[spec.task](spec)
    before, after = solid(case.raw[: case.start]), solid(case.raw[case.end :])
    assert any(solid(g).startswith(before) and solid(g).endswith(after) for g in case.golds)
    assert MAKERS[spec.task](spec) == case
    if spec.kind == "numbered":
        assert solid(case.raw) == solid(case.golds[0])
    else:
        assert solid(case.raw) not in [solid(g) for g in case.golds]


@pytest.mark.parametrize("layout", ["flat", "spaced", "wrapped"])
def test_a_loop_turns_as_often_as_told(layout: str) -> None:
    case = damage_repeats.loop_case(Spec("loops", 1, "own", "exact", 12, 5, layout))
    damage = solid(case.raw[case.start : case.end])
    unit = damage[: case.size]
    assert damage == unit * 5
    assert solid(case.raw).replace(damage, unit) == solid(case.golds[0])


@pytest.mark.parametrize("layers", [2, 3, 4])
@pytest.mark.parametrize("kind", ["run", "character", "line"])
def test_a_shadow_is_each_piece_so_many_times(kind: str, layers: int) -> None:
    text = "山里的雨，一下就是三天，把新修的路冲断了两处。"
    drawn = damage_repeats.shadowed(text, kind, layers, random.Random(2))
    assert len(drawn) == layers * len(text)
    if kind == "character":
        assert drawn[::layers] == text
    assert damage_repeats.shadowed(text, kind, 1, random.Random(2)) == text


def test_runs_are_the_text_and_end_at_marks() -> None:
    text = "到了2019年，渡轮停了；桥通了。"
    pieces = damage_repeats.runs(text, random.Random(4))
    assert "".join(pieces) == text
    assert {"2019", "，", "；", "。"} <= set(pieces)


def test_every_line_read_twice_stands_twice() -> None:
    case = damage_repeats.shadow_case(Spec("shadows", 1, "own", "lines", 35, 2, "wrapped"))
    lines = case.raw[case.start : case.end].split("\n")
    assert [line.strip() for line in lines[::2]] == [line.strip() for line in lines[1::2]]


def duplicate(kind: str, **more: str | int) -> Case:
    settings: dict[str, str | int] = {"size": 50, "times": 0, "layout": "flat", "place": "near", **more}
    return damage_paragraphs.duplicate_case(
        Spec(
            "duplicates",
            7,
            "own",
            kind,
            int(settings["size"]),
            int(settings["times"]),
            str(settings["layout"]),
            str(settings["place"]),
        )
    )


def test_an_exact_duplicate_is_a_line_of_gold_once_more() -> None:
    case = duplicate("exact")
    raw, gold = case.raw.strip().split("\n"), case.golds[0].split("\n")
    extra = [line for line in raw if raw.count(line) == 2]
    assert len(raw) == len(gold) + 1
    assert len(extra) == 2
    assert extra[0] in gold


def test_where_the_second_copy_is_the_better_it_may_stand_in_either_place() -> None:
    case = duplicate("misread-first", times=3)
    assert len(case.golds) == 2
    assert sorted(case.golds[0].split("\n")) == sorted(case.golds[1].split("\n"))


def test_a_part_that_stands_again_is_shorter_than_the_paragraph() -> None:
    case = duplicate("head-only", place="next")
    raw = case.raw.strip().split("\n")
    assert any(a.startswith(b) and a != b for a, b in itertools.pairwise(raw))


def test_bands() -> None:
    assert [size_band(n).strip() for n in (3, 10, 19, 20, 500)] == ["0–3", "10–19", "10–19", "20–39", "160+"]


def test_a_head_taken_out_leaves_no_marks_side_by_side() -> None:
    text = "渡口开了，人都来了。桥也通了，很好。"
    start = text.index("人")
    assert damage_repeats._without(text, start, text.index("。")) == "渡口开了，桥也通了，很好。"


def test_no_number_is_drawn_in_part() -> None:
    text = "去年的客流是2025万人次，其中Wharf一处占了三成，其余各处合计不到五成，比前年略多一些。" * 2
    for seed in range(60):
        start, end = damage_repeats._stretch(text, 10, random.Random(seed))
        for place in (start, end):
            inside = text[max(0, place - 1) : place + 1]
            assert not (inside.isascii() and inside.isalnum() and len(inside) == 2)


def test_a_head_does_not_repeat_what_stands_beside_it() -> None:
    text = "渡口今天开了，桥也通了。"
    assert damage_repeats._stands_beside("听说渡口今天", text, 0, 6)
    assert not damage_repeats._stands_beside("听说那里今天", text, 0, 6)
