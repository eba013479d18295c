"""Edits are applied together and taken back; what a fix deletes must stand elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Edit, Related, Span
from cleaner.repair import EditError, apply, conserves, in_order, squeeze


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits of it that do not overlap, in any order."""
    text = draw(st.text("甲乙丙丁\n", max_size=30))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10).filter(lambda found: len(found) % 2 == 0)))
    puts = st.text("戊己\n", max_size=3)
    edits = [Edit(Span(a, b), draw(puts)) for a, b in zip(places[::2], places[1::2], strict=True)]
    return text, edits


@given(edited())
def test_undo_takes_back_whatever_was_applied(made: tuple[str, list[Edit]]) -> None:
    """The inverse of edits, applied to their result, gives the text."""
    text, edits = made
    new, undo = apply(text, edits)
    assert apply(new, undo)[0] == text


@given(edited())
def test_edits_do_what_they_say_one_by_one(made: tuple[str, list[Edit]]) -> None:
    """All at once is the same as one after another from the end."""
    text, edits = made
    one_by_one = text
    for edit in reversed(in_order(edits)):
        one_by_one = one_by_one[: edit.span.start] + edit.replacement + one_by_one[edit.span.end :]
    assert apply(text, edits)[0] == one_by_one


def test_two_deletions_side_by_side_come_back_in_order() -> None:
    """They undo into two insertions at one point, which must keep their order."""
    new, undo = apply("甲乙丙丁", [Edit(Span(1, 2)), Edit(Span(2, 3))])
    assert (new, [edit.span for edit in undo]) == ("甲丁", [Span(1, 1), Span(1, 1)])
    assert apply(new, undo)[0] == "甲乙丙丁"


@pytest.mark.parametrize(
    "edits", [[Edit(Span(0, 2)), Edit(Span(1, 3))], [Edit(Span(2, 5))]], ids=["overlap", "outside"]
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    """Overlapping edits, and edits beyond the text, are a bug, and said to be one."""
    with pytest.raises(EditError, match=rf"^edits overlap or lie outside the text at {edits[-1].span.start}\.\."):
        apply("甲乙丙丁", edits)


def _never(gone: str, copy: str) -> bool:
    return False


KEPT = {
    "white space": ("甲\n\n乙", [Edit(Span(1, 3))], [], ""),
    "a copy that stays": ("甲乙甲乙", [Edit(Span(0, 2))], [Span(2, 4)], ""),
    "a copy wrapped otherwise": ("甲\n乙。甲乙。", [Edit(Span(0, 4))], [Span(4, 7)], ""),
    "a line moved by the same fix": ("甲\n七\n乙", [Edit(Span(1, 4)), Edit(Span(5, 5), "\n七")], [], ""),
    "a character that the rule names": ("甲-\n乙", [Edit(Span(1, 3))], [], "-"),
}


@pytest.mark.parametrize(("text", "edits", "copies", "characters"), KEPT.values(), ids=KEPT)
def test_what_still_stands_is_conserved(text: str, edits: list[Edit], copies: list[Span], characters: str) -> None:
    """Law 8 lets a deletion pass whose text is still there, or was none."""
    assert conserves(text, edits, [Related(span, "stays") for span in copies], _never, characters)


LOST = {
    "nothing stays": ("甲乙丙", [Edit(Span(0, 1))], [], ""),
    "the copy differs": ("甲乙甲丙", [Edit(Span(0, 2))], [Span(2, 4)], ""),
    "a character that the rule does not name": ("甲-乙", [Edit(Span(1, 2))], [], ""),
    "two lines of which each holds half of it": (
        "甲乙",
        [Edit(Span(0, 2)), Edit(Span(2, 2), "甲"), Edit(Span(2, 2), "丙")],
        [],
        "",
    ),
    "one deletion of two is without a copy": ("甲乙甲乙丙", [Edit(Span(0, 2)), Edit(Span(4, 5))], [Span(2, 4)], ""),
}


@pytest.mark.parametrize(("text", "edits", "copies", "characters"), LOST.values(), ids=LOST)
def test_what_is_lost_is_not_conserved(text: str, edits: list[Edit], copies: list[Span], characters: str) -> None:
    """Law 8 stops a deletion whose text would be gone."""
    assert not conserves(text, edits, [Related(span, "stays") for span in copies], _never, characters)


def test_a_rule_names_no_characters_unless_it_does() -> None:
    """Without a word about characters, none may go without a copy."""
    assert not conserves("早市X", [Edit(Span(2, 3))], [], _never)


def test_what_is_put_back_in_two_pieces_is_conserved() -> None:
    """A line that one fix moves as two edits, one right behind the other, is still there."""
    edits = [Edit(Span(0, 4)), Edit(Span(5, 5), "渡口"), Edit(Span(5, 5), "早市")]
    assert conserves("渡口早市。", edits, [], _never)


def test_misreadings_count_where_they_are_harmless() -> None:
    """Whether two readings are the same text is asked of the language, with the deleted one first."""
    asked: list[tuple[str, str]] = []

    def harmless(gone: str, copy: str) -> bool:
        asked.append((gone, copy))
        return True

    assert conserves("己经，已经。", [Edit(Span(0, 3))], [Related(Span(3, 6), "stays")], harmless)
    assert asked == [("己经，", "已经。")]


def test_squeezing_takes_out_what_does_not_count() -> None:
    """White space of all kinds and invisible marks go, all else stays."""
    assert squeeze("甲 \u3000乙\n\u200b丙\ufeff-") == "甲乙丙-"


def test_a_character_may_be_put_back_in_another_guise() -> None:
    """⽤ for 用 conserves, where the rule has it proven; 用 for 甩 does not, nor a deletion."""

    def same(gone: str, put: str) -> bool:
        return (gone, put) == ("⽤", "用")

    def harmless(gone: str, copy: str) -> bool:
        return False

    for text, put, kept in (("⽤", "用", True), ("甩", "用", False), ("⽤", "", False)):
        edits = [Edit(Span(1, 2), put)]
        assert conserves(f"使{text}水车", edits, (), harmless, same=same) is kept
        assert not conserves(f"使{text}水车", edits, (), harmless)
