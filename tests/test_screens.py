"""Screens over whole arrays against the exact work that they spare: what they pass over holds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import detectors, tandem
from cleaner.copying import stretches as copied
from cleaner.copying.passages import passages
from cleaner.glyphs import present as screen
from cleaner.repeating import layers, lines, numbered, turning
from cleaner.repeating.squeezed import same_marks, squeezed
from cleaner.repeating.turning import clause_runs
from cleaner.tandem import runs
from cleaner.views import View

#: Few letters, that much stands again by chance; marks, white space, a letter beyond the plane.
LETTERS = "甲乙丙丁戊己庚辛A１𠀀"
MARKS = "，。、；—*　 \n"


def damaged(alphabet: str, most: int) -> st.SearchStrategy[str]:
    """Texts in which stretches are said again, at once or further on, with a character changed or put in."""

    def grown(text: str, places: list[tuple[int, int, int, int, str]]) -> str:
        for place, size, turns, apart, mark in places:
            at = place % (len(text) + 1)
            unit = text[at : at + size]
            behind = at + size + apart
            text = text[:behind] + (unit[: size // 2] + mark + unit[size // 2 :]) * turns + text[behind:]
        return text

    place = st.tuples(
        st.integers(0, most),
        st.integers(1, 40),
        st.integers(0, 4),
        st.sampled_from([0, 0, 1, 30]),
        st.sampled_from(["", "", "，", "\n", "庚"]),
    )
    return st.builds(grown, st.text(alphabet, max_size=most), st.lists(place, max_size=4))


@contextmanager
def by_array() -> Iterator[None]:
    """No text is too short for the screens over arrays."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((tandem, "FEW"), (turning, "FEW"), (numbered, "FEW"), (layers, "FEW_RUNS")):
            patch.setattr(module, name, 0 if name == "FEW" else 1)
        yield


@settings(max_examples=400, deadline=None)
@given(damaged(LETTERS + MARKS, 80))
def test_squares_lie_in_the_regions(text: str) -> None:
    found = clause_runs(View(text))
    with by_array():
        view = View(text)
        assert clause_runs(view) == found
        assert runs(same_marks(view.memo(squeezed).text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "甲——————————甲——————————",  # one letter a turn, the rest marks
        "＊＋—＊＊—＋＋—＊＋＊＋—＊＊—＋＋—＊＋",  # none at all
        "河湾里的老渡口修好了，" * 3,
        "河湾里的老渡口修好了，\n" * 3,
        "甲乙丙丁戊己庚甲乙丙丁戊己庚",  # seven letters
        "甲乙丙丁戊己庚辛甲乙丙丁戊己庚辛",  # eight
        "东　岸　的　渡　口　今　天　开　了　东　岸　的　渡　口　今　天　开　了",
    ],
)
def test_squares_of_all_kinds(text: str) -> None:
    view = View(f"从前{text}后来")
    expected = runs(same_marks(view.memo(squeezed).text))
    assert clause_runs(view) == expected
    with by_array():
        assert clause_runs(View(view.text)) == expected
    assert any(run.period >= 7 for run in expected)


@settings(max_examples=200, deadline=None)
@given(damaged(LETTERS + MARKS, 60))
def test_layers_lie_where_runs_touch(text: str) -> None:
    with by_array():
        found = View(text).memo(layers.layered)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "_screened", lambda _, all_runs: (all_runs, all_runs))
        assert View(text).memo(layers.layered) == found


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["甲乙", "甲 乙", "丙", "", " ", "---", "丁戊己"]), max_size=14))
def test_lines_that_stand_again(rows: list[str]) -> None:
    keys = ["".join(row.split()) for row in rows if row.strip()]
    again = {(i, m) for m in range(1, 5) for i in range(len(keys) - m) if keys[i] == keys[i + m]}
    found = lines._said(View("\n".join(rows)).memo(squeezed))
    assert found == (keys if again else [], again)


ITEM = st.tuples(
    st.sampled_from(["（一）", "(二)", "三、", "４．", "第五条", "第六条：", "⑦", "8)", "19、"]),
    st.sampled_from(["沿河修渠引水灌田", "沿河，修渠；引水灌田", "沿河；修渠，引水灌田", "造林", ""]),
    st.sampled_from(["。", "；", "\n", ""]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ITEM, max_size=12), st.integers(1, 9))
def test_numbered_items_lie_in_the_windows(items: list[tuple[str, str, str]], first: int) -> None:
    text = "".join(map("".join, items)) + "".join(f"（{n}）沿河修渠引水灌田，种树；" for n in range(first, first + 3))
    with by_array():
        found = list(numbered.numbered_loops(View(text)))
    assert list(numbered.numbered_loops(View(text))) == found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbered, "_windows", lambda squeezed_text: [(0, len(squeezed_text.text))])
        assert list(numbered.numbered_loops(View(text))) == found


def test_a_numbered_loop_lies_in_a_window() -> None:
    text = "".join(f"（{n}）沿河修渠引水灌田，种树；" for n in range(3, 7))
    assert [loop.turns for loop in numbered.numbered_loops(View(text))] == [4]


@settings(max_examples=200, deadline=None)
@given(damaged("东风吹过山岗河水流向远方城里人修桥铺路，。\n", 120))
def test_passages_fit_their_lines(text: str) -> None:
    text = (
        f"{text}\n上游的水库昨天开始放水，下游三个村的麦田都得到了灌溉。\n{text[:60]}\n下游三个村的麦田都得到了灌溉。"
    )
    found = [(p.gone, p.stays) for p in View(text).memo(passages)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copied, "_fitting", lambda _view, _letters, all_of_them: all_of_them)
        assert [(p.gone, p.stays) for p in View(text).memo(passages)] == found


#: Characters that rules on characters begin with or look at, and ordinary ones.
ODD = "⽤⻓\u200b\ufeff\u00ad\u0002\ufffd\ue5f1\U000f0001祿後於国锟斤拷鍗虫棩涓枃ä¸\xadæ–‡ÖÐÎÄ樂︵﹁"
PLAIN = "渡口的船工天不亮就起身，修桥铺路。電車機場（甲）(乙)a1 ２,;\n"
KINDS = sorted(detectors.load("characters").KINDS)


@settings(max_examples=300, deadline=None)
@given(st.text(ODD + PLAIN, max_size=60))
def test_short_and_long_texts_are_screened_alike(text: str) -> None:
    """The table for long texts passes over nothing that the search in short ones finds."""
    detect = detectors.load("characters").detect
    text = "渡口的船工天不亮就起身，把工具一件件摆开。" + text
    found = {kind: list(detect(View(text), kind, {})) for kind in KINDS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screen, "SHORT", 0)
        assert {kind: list(detect(View(text), kind, {})) for kind in KINDS} == found


@settings(max_examples=200, deadline=None)
@given(st.text(ODD + PLAIN, max_size=60))
def test_every_suspect_is_looked_at(text: str) -> None:
    """Of the characters that rules begin with none is passed over, whatever stands around it."""
    seen = View(text).memo(screen.present)
    own = screen.INVISIBLE | screen.CONTROLS | {screen.LOST}
    assert seen.suspects_of(own) == [at for at, char in enumerate(text) if char in own]
    assert seen.private() == [at for at, char in enumerate(text) if char in "\ue5f1\U000f0001"]
