"""Views read as the text would with edits made, and every character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Edit, Span
from cleaner.repair import EditError, apply
from cleaner.views import Overlay, View
from tests.test_repair import edited


@given(edited())
def test_a_view_reads_as_the_text_after_its_edits(made: tuple[str, list[Edit]]) -> None:
    """A view's text is what applying the edits gives."""
    text, edits = made
    assert View(text, edits).text == apply(text, edits)[0]


@given(edited(), st.data())
def test_an_edit_of_the_view_can_be_made_in_the_text(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """An edit found in the view, laid over the others in the text as read, gives the view with that edit made."""
    text, edits = made
    view = View(text, edits)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    new = Edit(Span(start, end), data.draw(st.text("庚", max_size=2)))
    if start == end:
        return  # an insertion beside what another edit put in has two places, and either will do
    overlay = Overlay(edits)
    try:
        back = view.edit_to_read(new)
    except EditError:
        inserted = [e.replacement for e in edits if not e.span and e.replacement]
        assert any(set(view.text[at]) & set("".join(inserted)) for at in (start, end - 1))
        return
    if overlay.fits([back]):
        overlay.add([back])
        assert apply(text, overlay)[0] == apply(view.text, [new])[0]


@given(edited())
def test_kept_characters_come_from_their_own_place(made: tuple[str, list[Edit]]) -> None:
    """Each character that no edit put in stands in the text where the view says, and is found again from there."""
    text, edits = made
    view = View(text, edits)
    for position, char in enumerate(view.text):
        span = view.to_read(Span(position, position + 1))
        covered = any(edit.span == span for edit in edits)
        if not covered:
            assert text[span.start : span.end] == char
            assert view.from_read(span.start) == position


def test_a_span_takes_in_what_was_deleted_inside_it() -> None:
    """A loop found across a mended wrap spans the line end in the text as read."""
    view = View("甲乙\n甲乙。", [Edit(Span(2, 3))])
    assert (view.text, view.to_read(Span(0, 4)), view.to_read(Span(2, 4))) == ("甲乙甲乙。", Span(0, 5), Span(3, 5))


def test_the_rest_of_what_was_put_in_is_kept() -> None:
    """An edit that cuts into what an earlier one put in replaces that one whole, and keeps what it left."""
    view = View("甲乙丙", [Edit(Span(1, 2), "丁戊己")])
    assert view.edit_to_read(Edit(Span(2, 3))) == Edit(Span(1, 2), "丁己")


def test_a_view_makes_things_once() -> None:
    """What detectors share is made once a view."""
    view = View("甲\n乙")
    made: list[View] = []

    def make(given: View) -> int:
        made.append(given)
        return len(made)

    assert (view.memo(make), view.memo(make), made) == (1, 1, [view])
    assert [line.number for line in view.lines] == [1, 2]


def test_an_overlay_takes_what_covers_and_refuses_what_crosses() -> None:
    """A deletion takes the place of the joins inside it; an edit that overlaps in another way does not fit."""
    overlay = Overlay([Edit(Span(2, 3)), Edit(Span(6, 7))])
    assert overlay.fits([Edit(Span(1, 7))])
    assert not Overlay([Edit(Span(2, 5))]).fits([Edit(Span(4, 8))])
    assert not Overlay([Edit(Span(2, 5))]).fits([Edit(Span(3, 3), "甲")])
    overlay.add([Edit(Span(1, 7))])
    assert list(overlay) == [Edit(Span(1, 7))]
    with pytest.raises(EditError):
        overlay.add([Edit(Span(5, 9))])


def test_insertions_at_one_point_keep_their_order() -> None:
    """Two lines moved behind one paragraph stay in the order in which they came."""
    overlay = Overlay([Edit(Span(2, 2), "一"), Edit(Span(2, 2), "二"), Edit(Span(2, 4))])
    assert [edit.replacement for edit in overlay] == ["一", "二", ""]


@given(edited(), edited())
def test_an_overlay_never_overlaps(made: tuple[str, list[Edit]], other: tuple[str, list[Edit]]) -> None:
    """Whatever is added to it, its edits can be applied together."""
    overlay = Overlay(made[1])
    text = made[0] + other[0]
    for edit in other[1]:
        if overlay.fits([edit]):
            overlay.add([edit])
    apply(text, overlay)
