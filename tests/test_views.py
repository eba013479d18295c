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


def slow_place(view: View, position: int) -> int:
    """Where code point `position` of the text as read stands in the view, counted edit by edit."""
    at = done = 0
    for edit in view.edits:
        if position < edit.span.start:
            break
        at += edit.span.start - done
        if position < edit.span.end:
            return at
        at, done = at + len(edit.replacement), edit.span.end
    return at + position - done


@given(edited(), st.data())
def test_each_place_of_the_text_is_found_in_the_view(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """Kept text stands where it was moved to; deleted text where it would be; at the end is the end."""
    text, edits = made
    view = View(text, edits)
    position = data.draw(st.integers(0, len(text)))
    inserted = any(not edit.span and edit.span.start == position for edit in edits)
    if not inserted:  # what was put in there stands before it or behind
        assert view.from_read(position) == slow_place(view, position)
    assert view.from_read(len(text) + 1) == len(view.text)


@given(edited(), st.data())
def test_an_edit_touches_what_it_changes(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """`changes` says of each span what asking all edits one by one says."""
    text, edits = made
    view = View(text, edits)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert view.changes(span) == any(edit.span.touches(span) for edit in edits)


@given(edited(), st.data())
def test_a_cut_is_where_text_was_deleted(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """Deletions that put nothing in their place leave a cut, at which spans that end or begin there are cut too."""
    text, edits = made
    view = View(text, edits)
    start = data.draw(st.integers(0, len(view.text)))
    span = Span(start, data.draw(st.integers(start, len(view.text))))
    places, shift = [], 0
    for edit in view.edits:
        if not edit.replacement:
            places.append(edit.span.start + shift)
        shift += len(edit.replacement) - len(edit.span)
    assert view.is_cut(span) == any(span.start <= place <= span.end for place in places)


def test_a_point_of_the_view_is_a_point_of_the_text() -> None:
    """Where text was kept the point moves with it, in what was put in it is the place of that, at the end the end."""
    view = View("甲乙丙丁戊", [Edit(Span(1, 2)), Edit(Span(3, 4), "己庚")])
    assert view.text == "甲丙己庚戊"
    points = [view.to_read(Span(at, at)) for at in range(6)]
    assert points == [Span(0, 0), Span(2, 2), Span(3, 3), Span(3, 3), Span(4, 4), Span(5, 5)]
    plain = View("甲乙丙")
    assert plain.to_read(Span(2, 2)) == Span(2, 2)


def test_an_insertion_in_the_view_is_one_in_the_text() -> None:
    """What is put in between two characters that stay goes between them; nothing around it is taken along."""
    view = View("甲乙丙丁", [Edit(Span(1, 3), "己庚")])
    assert view.edit_to_read(Edit(Span(0, 0), "！")) == Edit(Span(0, 0), "！")
    assert view.edit_to_read(Edit(Span(3, 3), "！")) == Edit(Span(3, 3), "！")


def test_a_text_that_is_deleted_whole_leaves_its_place() -> None:
    """An empty view still leads back, and so does one of a text that ends in a deletion."""
    view = View("甲乙", [Edit(Span(0, 1)), Edit(Span(1, 2))])
    assert (view.text, view.cuts, view.to_read(Span(0, 0))) == ("", [0, 0], Span(2, 2))
    assert [view.from_read(at) for at in (0, 1, 2)] == [0, 0, 0]
    empty = View("")
    assert (empty.text, empty.cuts, empty.from_read(0), empty.to_read(Span(0, 0))) == ("", [], 0, Span(0, 0))


@pytest.mark.parametrize(
    "edits", [[Edit(Span(0, 2)), Edit(Span(1, 3))], [Edit(Span(3, 5))]], ids=["overlap", "outside"]
)
def test_a_view_says_which_edits_do_not_fit(edits: list[Edit]) -> None:
    """Overlapping ones and ones outside, with their place."""
    with pytest.raises(EditError, match=rf"^edits overlap or lie outside the text at {edits[-1].span.start}\.\."):
        View("甲乙丙丁", edits)


def test_what_cuts_into_moved_text_is_refused() -> None:
    """Text that was put in between two characters has no place in the text as read."""
    view = View("甲乙", [Edit(Span(1, 1), "丙丁")])
    with pytest.raises(EditError, match=r"^an edit cuts into inserted text$"):
        view.edit_to_read(Edit(Span(2, 3)))


def test_an_overlay_says_where_edits_overlap() -> None:
    """The error names the place."""
    with pytest.raises(EditError, match=r"^edits overlap at 1\.\.3$"):
        Overlay([Edit(Span(0, 2)), Edit(Span(1, 3))])


@given(edited(), st.data())
def test_an_overlay_has_room_where_nothing_is_crossed(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """An edit fits unless another lies partly inside it or it lies inside another; it takes the place of those inside
    it, and what was put in at its very edges stays.
    """
    text, edits = made
    overlay = Overlay(edits)
    start = data.draw(st.integers(0, len(text)))
    new = Edit(Span(start, data.draw(st.integers(start, len(text)))), "新")

    def inside(edit: Edit) -> bool:
        edges = (new.span.start, new.span.end)
        return bool(new.span) and new.span.covers(edit.span) and (bool(edit.span) or edit.span.start not in edges)

    def crosses(edit: Edit) -> bool:
        return edit.span.start < new.span.end and new.span.start < edit.span.end and not inside(edit)

    crossing = any(crosses(edit) for edit in edits)
    assert overlay.fits([new]) == (not crossing)
    if not crossing:
        overlay.add([new])
        assert sorted(map(repr, overlay)) == sorted(map(repr, [new, *(edit for edit in edits if not inside(edit))]))
        assert [edit.span for edit in overlay] == sorted(edit.span for edit in overlay)


def test_a_point_inside_kept_text_moves_with_it() -> None:
    """Also in the middle of a long stretch behind a deletion; inside what was put in, it is where that begins."""
    view = View("甲乙丙丁戊己", [Edit(Span(1, 2))])
    assert [view.to_read(Span(at, at)).start for at in range(6)] == [0, 2, 3, 4, 5, 6]
    put = View("甲乙丙丁", [Edit(Span(1, 3), "己庚")])
    assert put.edit_to_read(Edit(Span(2, 2), "！")) == Edit(Span(1, 1), "！")
