"""The laws, broken on purpose: each is seen by a room that knows texts and edits alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import lawful
from cleaner.lawful import AROUND, MOST_EDITS, MOST_TEXT, PATIENCE, Breach, Claim, Law, breach, drawn, unlike, unsettled
from cleaner.model import Edit, Finding, Fix, Related, Safety, Span
from cleaner.repair import apply
from tests.test_repair import edited


def claim(*edits: Edit, **fields: object) -> Claim:
    """An applied finding that was consented to and says nothing of copies."""
    return replace(Claim("a-rule", edits, allowed=True, safe=False), **fields)  # type: ignore[arg-type]


def judged(old: str, *claims: Claim, new: str | None = None, seen: str | None = None) -> Breach | None:
    """What is said of `old` where all of `claims` were carried out; `new` and `seen` where that went wrong."""
    edits = [edit for one in claims for edit in one.edits]
    made, undo = apply(old, edits)
    new = made if new is None else new
    return breach(old, new, edits, undo, claims, new if seen is None else seen)


@settings(deadline=None)
@given(edited())
def test_what_is_mended_as_said_breaks_no_law(made: tuple[str, list[Edit]]) -> None:
    """Whatever was put in and taken out with consent, if the texts and edits agree."""
    text, edits = made
    assert judged(text, *map(claim, edits)) is None


@settings(deadline=None)
@given(edited(), st.integers(0, 40), st.sampled_from(["", "庚", "辛壬"]))
def test_any_other_character_breaks_a_law(made: tuple[str, list[Edit]], at: int, put: str) -> None:
    """One character more, less or other than the edits say is seen, wherever it is."""
    text, edits = made
    right = apply(text, edits)[0]
    wrong = right[:at] + put + right[at + 1 :]
    found = judged(text, *map(claim, edits), new=wrong)
    assert (found is None) == (wrong == right)
    if found and edits:
        assert (found.law, found.what) == (Law.CONSERVED, "text outside the edits changed")


@settings(deadline=None)
@given(edited(), st.data())
def test_undo_is_held_against_the_text(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """Inverse edits of which one is missing, moved or puts in something else are seen, unless they do the same."""
    text, edits = made
    new, undo = apply(text, edits)
    if not undo:
        return
    at = data.draw(st.integers(0, len(undo) - 1))
    other = data.draw(st.sampled_from([None, replace(undo[at], replacement="癸"), Edit(Span(0, 99), "")]))
    wrong = [*undo[:at], *([other] if other else []), *undo[at + 1 :]]
    found = breach(text, new, edits, wrong, list(map(claim, edits)), new)
    same = other is None and new[undo[at].span.start : undo[at].span.end] == undo[at].replacement
    assert (found is None) == same
    assert found is None or (found.law, found.what) == (
        Law.UNDONE,
        "the inverse edits do not give back the text",
    )


OLD = "渡口的早市，，比往年热闹，人多了。"
COMMA = Edit(Span(5, 7), "，")


def test_nothing_applied_nothing_changed() -> None:
    """Without an applied finding another text is a breach, and so is a way back from nothing."""
    assert breach(OLD, OLD, (), (), (), None) is None
    for new, undo in ((OLD[1:], ()), (OLD, (Edit(Span(0, 1), "渡"),))):
        found = breach(OLD, new, (), undo, (), None)
        assert found
        assert found.law is Law.UNCHANGED
        assert found.what == "nothing was applied"


def test_what_nobody_consented_to_is_no_fix() -> None:
    """An applied finding that was not allowed is named, and its place shown."""
    found = judged(OLD, claim(COMMA, allowed=False, rule="doubled-comma"))
    assert found
    assert (found.law, found.rules, found.edits) == (Law.ASKED, ("doubled-comma",), (COMMA,))
    assert found.said == "law “asked”: applied without consent (doubled-comma)"
    empty = judged(OLD, claim(allowed=False))
    assert empty
    assert empty.law is Law.ASKED


def test_each_edit_is_a_findings() -> None:
    """An edit that no applied finding asked for is a breach, though texts and edits agree."""
    new, undo = apply(OLD, [COMMA])
    for claims in ((), (claim(Edit(Span(5, 7), "；")),), (claim(Edit(Span(5, 6), "，")),)):
        found = breach(OLD, new, [COMMA], undo, claims, new)
        assert found
        assert (found.law, found.what) == (Law.CONSERVED, "an edit that no applied finding asked for")


def test_what_counts_as_applied_was_carried_out() -> None:
    """A finding whose edit was not made is a breach, unless a larger edit took its place."""
    new, undo = apply(OLD, [COMMA])
    for other in (Edit(Span(8, 9)), Edit(Span(4, 6)), Edit(Span(6, 8)), Edit(Span(4, 8)), Edit(Span(0, 1))):
        found = breach(OLD, new, [COMMA], undo, (claim(COMMA), claim(other, rule="other")), new)
        assert found
        assert (found.what, found.rules) == ("a finding counts as applied and was not", ("other",))
    for inside in (Edit(Span(5, 6)), Edit(Span(6, 7)), Edit(Span(6, 6), "！")):
        assert breach(OLD, new, [COMMA], undo, (claim(COMMA), claim(inside)), new) is None


def test_a_larger_edit_is_found_among_insertions_at_its_beginning() -> None:
    """What a moved line put in where the larger edit begins does not hide that."""
    edits = [Edit(Span(5, 5), "甲"), Edit(Span(5, 7), "，")]
    new, undo = apply(OLD, edits)
    assert breach(OLD, new, edits, undo, (claim(*edits), claim(Edit(Span(5, 6)))), new) is None


COPY = "早市上的人比往年多了许多，船家忙到天黑。"
KEPT = {
    "the copy that is named": (COPY * 2, [Edit(Span(0, 20))], {"copies": (Span(20, 40),)}),
    "a copy beside it": (COPY * 2, [Edit(Span(20, 40))], {}),
    "a copy far away": (COPY + "水车转得很慢。" * 30 + COPY, [Edit(Span(0, 20))], {}),
    "white space and marks": ("早市，，　\n热闹", [Edit(Span(2, 6))], {}),
    "what its rule may take away": ("早市ㄅ热闹", [Edit(Span(2, 3))], {"exempt": "ㄅ"}),
    "an exchange that its rule proves": ("早⽤热闹", [Edit(Span(1, 2), "用")], {"exchanges": True}),
    "the better reading of the other copy": ("自已自己", [Edit(Span(1, 2), "己")], {"copies": (Span(2, 4),)}),
    "a copy with a misreading": (
        COPY + COPY.replace("往", "住"),
        [Edit(Span(20, 40))],
        {"copies": (Span(0, 20),)},
    ),
    "a short copy with a letter that stands nowhere else": (
        "船靠重岸，船靠重岸，早市重新开张，早市重新开涨",
        [Edit(Span(17, 23))],
        {"copies": (Span(10, 16),)},
    ),
    "a copy of which every eighth letter is another": (
        "今年全县的重点工程提前完成了投资，今年全具的重点工程提煎完成了投资",
        [Edit(Span(17, 33))],
        {"copies": (Span(0, 16),)},
    ),
    "turns of a loop of which another fix leaves one": (
        "数据清点据清点据清点据清点据清点据清点活动",
        [Edit(Span(7, 16)), Edit(Span(4, 7)), Edit(Span(16, 19))],
        {},
    ),
    "half of what is replaced": ("热闹热闹得很", [Edit(Span(0, 4), "热闹")], {}),
    "a copy in another guise": ("⽤⽔车" * 3 + "用水车", [Edit(Span(0, 3))], {}),
    "a line moved by the same fix": ("甲市\n七\n乙市", [Edit(Span(2, 5)), Edit(Span(7, 7), "\n七")], {}),
}


@pytest.mark.parametrize(("old", "edits", "fields"), KEPT.values(), ids=KEPT)
def test_what_still_stands_is_not_lost(old: str, edits: list[Edit], fields: dict[str, object]) -> None:
    """A safe fix may take away what stands elsewhere, what is not read, and what it proves."""
    assert judged(old, claim(*edits, safe=True, **fields)) is None


LOST = {
    "a sentence": ("水车转得很慢。" + COPY, [Edit(Span(7, 27))], {}),
    "a word": ("早市热闹", [Edit(Span(2, 4))], {}),
    "a digit": ("早市3时开，早市5时开", [Edit(Span(0, 5))], {"copies": (Span(6, 11),)}),
    "a number in a long copy": (
        COPY + "共1931人。" + COPY + "共1932人。",
        [Edit(Span(0, 27))],
        {"copies": (Span(27, 54),)},
    ),
    "an exchange by a rule that proves none": ("早市热闹", [Edit(Span(2, 4), "冷清")], {}),
    "an exchange that leaves nothing": ("早⽤热闹", [Edit(Span(1, 2), "")], {"exchanges": True}),
    "more than the better reading": ("自已的船", [Edit(Span(0, 4), "自己")], {"copies": (Span(0, 2),)}),
    "what another rule may take away": ("早市ㄅ热闹", [Edit(Span(2, 3))], {"exempt": "ㄆ"}),
    "four letters that stand apart": ("甲乙丙丁，丁，丙，乙，甲", [Edit(Span(0, 4))], {}),
    "more pieces than a text of its length may have": (
        "甲乙丙丁戊己庚，甲乙水丙水丁戊水己庚",
        [Edit(Span(0, 7))],
        {},
    ),
    "part of what is replaced": ("热闹冷清得很", [Edit(Span(0, 4), "热闹")], {}),
}


@pytest.mark.parametrize(("old", "edits", "fields"), LOST.values(), ids=LOST)
def test_what_stands_nowhere_is_lost(old: str, edits: list[Edit], fields: dict[str, object]) -> None:
    """A safe fix that takes away what cannot be read any more is a breach; with consent, it is none."""
    found = judged(old, claim(*edits, safe=True, rule="hostile", **fields))
    assert found
    assert (found.law, found.rules) == (Law.CONSERVED, ("hostile",))
    assert found.what == "a safe fix takes away text that stands nowhere else"
    assert judged(old, claim(*edits, safe=False, **fields)) is None


def test_a_copy_is_read_as_earlier_fixes_left_it() -> None:
    """A paragraph drawn in layers may go, though nowhere else is drawn so: what it read once mended stands."""
    drawn_twice = "".join(char * 2 for char in COPY)
    inside = [claim(Edit(Span(2 * at + 1, 2 * at + 2)), safe=True) for at in range(len(COPY))]
    whole = Edit(Span(0, len(drawn_twice)))
    old = drawn_twice + COPY
    new, undo = apply(old, [whole])
    assert breach(old, new, [whole], undo, [*inside, claim(whole, safe=True)], new) is None
    found = breach(old, new, [whole], undo, [claim(whole, safe=True)], new)
    assert found
    assert found.law is Law.CONSERVED


def test_a_copy_stands_though_it_was_mended_after() -> None:
    """A paragraph equal to the copy that it names may go before both are mended; not where that copy goes too."""
    half = "".join(char * 2 for char in COPY)
    shadows = [claim(Edit(Span(2 * at + 1, 2 * at + 2)), safe=True) for at in range(len(COPY))]
    loop = claim(Edit(Span(40, 80)), safe=True, copies=(Span(0, 40),))
    assert judged(half * 2, *shadows, loop) is None
    other = claim(Edit(Span(0, 40)), safe=True, copies=(Span(40, 80),))
    found = judged(half * 2, other, loop)
    assert found
    assert found.law is Law.CONSERVED


def test_of_nested_fixes_the_largest_count() -> None:
    """A fix that took the place of others inside it says how the text read, not they."""
    old = "甲乙丙丁戊己" + "甲戊己"
    small, large, whole = Edit(Span(2, 3), "庚"), Edit(Span(1, 4)), Edit(Span(0, 6))
    claims = [claim(small), claim(large), claim(whole, safe=True)]
    new, undo = apply(old, [whole])
    assert breach(old, new, [whole], undo, claims, new) is None
    assert breach(old, new, [whole], undo, [claims[0], claims[2]], new)


def test_a_copy_parted_by_another_fix_still_stands() -> None:
    """What was taken away across the border of two sentences may stand in both, apart."""
    old = "分点上全乡栽下，分点上全乡栽下"
    assert judged(old, claim(Edit(Span(1, 4)), safe=True), claim(Edit(Span(9, 9), "在渡口"))) is None


def test_a_copy_stands_as_it_was_before_another_script() -> None:
    """What a safe fix takes away stands in the result, though that was converted with consent."""
    old = "铺设管道铺设管道"
    fixes = [claim(Edit(Span(0, 4)), safe=True), claim(Edit(Span(4, 5), "鋪"), Edit(Span(5, 6), "設"))]
    assert judged(old, *fixes) is None
    assert judged(old, fixes[0], claim(Edit(Span(4, 7)))), "taken away altogether with consent, it is lost"


def test_patience_with_what_is_sought_everywhere_ends() -> None:
    """So many copies are sought in all of the text, piece by piece, and no more: the time stays linear."""
    whole = "".join(map(chr, range(0x4E00, 0x4E00 + 4 * PATIENCE + 8)))
    halves = "水".join(whole[at : at + 2] for at in range(0, len(whole), 2))
    parted = [whole[at : at + 4] for at in range(0, 4 * PATIENCE, 4)]
    for count, seen in ((PATIENCE - 1, True), (PATIENCE, False)):
        taken = [*parted[:count], "龘靐齉爩"]
        room = "，" * 60
        old = halves + room + room.join(taken)
        begin = len(halves) + 60
        edits = [Edit(Span(begin + 64 * at, begin + 64 * at + 4)) for at in range(len(taken))]
        assert (judged(old, *(claim(edit, safe=True) for edit in edits)) is not None) is seen


NESTED = {
    "the last character": ("甲乙丙丙", [Edit(Span(3, 4))], "甲乙丙"),
    "two side by side": ("甲子丑乙丙", [Edit(Span(1, 2)), Edit(Span(2, 3))], "甲乙丙"),
    "a small one where a larger begins": ("甲子丑寅乙丙", [Edit(Span(1, 2), "庚"), Edit(Span(1, 4))], "甲乙丙"),
    "small ones in the second of two": (
        "甲子乙丑寅卯丙",
        [Edit(Span(1, 2)), Edit(Span(3, 6)), Edit(Span(4, 5), "庚辛壬"), Edit(Span(5, 6), "癸辰巳")],
        "甲乙丙",
    ),
}


@pytest.mark.parametrize(("taken", "inside", "read"), NESTED.values(), ids=NESTED)
def test_what_was_mended_inside_is_read_as_mended(taken: str, inside: list[Edit], read: str) -> None:
    """Of fixes inside one another the largest counts; all others, wherever they are, count too."""
    old = f"{taken}。{read}"
    whole = claim(Edit(Span(0, len(taken))), safe=True)
    new, undo = apply(old, whole.edits)
    assert breach(old, new, whole.edits, undo, [*map(claim, inside), whole], new) is None


def test_the_last_look_was_at_what_is_written() -> None:
    """Where the pass that found nothing more saw another text, or none did, nobody knows that it is settled."""
    found = judged(OLD, claim(COMMA), seen=OLD)
    assert found
    assert (found.law, found.what) == (Law.SETTLED, "the last look for damage was at another text")
    assert (found.start + AROUND >= 5, found.undo) == (True, (Edit(Span(5, 6), "，，"),))
    new, undo = apply(OLD, [COMMA])
    endless = breach(OLD, new, [COMMA], undo, [claim(COMMA)], None, ["grows", "grows"])
    assert endless
    assert (endless.law, endless.what, endless.rules) == (Law.SETTLED, "mending comes to no end", ("grows",))
    far = "水车转得很慢。" * 50 + OLD
    late = Edit(Span(355, 357), "，")
    new, undo = apply(far, [late])
    endless = breach(far, new, [late], undo, [claim(late)], None)
    assert endless
    assert "早市，，比" in endless.old
    assert (endless.edits, endless.undo) == ((late,), undo)


def test_a_second_run_that_would_do_more_is_shown() -> None:
    """What it would do is told in coordinates of the new text, with the place in the old."""
    new, undo = apply(OLD, [COMMA])
    found = unsettled(OLD, new, [COMMA], undo, [Edit(Span(11, 12), "！")], ["marks", "marks"])
    assert (found.law, found.rules) == (Law.SETTLED, ("marks",))
    assert found.what == "a second run would put '！' for '，' at 11..12"
    assert OLD[found.start :].startswith(found.old)
    assert new[found.new_start :].startswith(found.new)
    assert unsettled(OLD, new, [COMMA], undo, [], []).what == "a second run would put '' for '' at 0..0"


def test_one_document_in_many_is_drawn_and_always_the_same() -> None:
    """For a second run: about one in thirty-two, by the text alone."""
    texts = [f"第{number}号布告\ud800" for number in range(3200)]
    chosen = [text for text in texts if drawn(text)]
    assert 60 < len(chosen) < 150
    assert chosen == [text for text in texts if drawn(text)]


def test_a_breach_shows_little_text() -> None:
    """A report has some characters around the place, never the whole document, and few edits."""
    old = "甲乙丙丁，，" * 400
    edits = [Edit(Span(at + 4, at + 6), "，") for at in range(0, len(old), 6)]
    new, undo = apply(old, edits)
    at = 1200
    wrong = new[:at] + "？" + new[at + 1 :]
    found = breach(old, wrong, edits, undo, [claim(*edits)], wrong)
    assert found
    assert len(found.old) <= MOST_TEXT
    assert len(found.new) <= MOST_TEXT
    assert "？" in found.new
    assert old[found.start : found.start + len(found.old)] == found.old
    assert wrong[found.new_start : found.new_start + len(found.new)] == found.new
    assert 0 < len(found.edits) <= MOST_EDITS
    assert 0 < len(found.undo) <= MOST_EDITS
    short = breach(OLD, OLD + "！", [], [], [], OLD)
    assert short
    assert (short.start, short.old, short.new) == (0, OLD[:AROUND], (OLD + "！")[:AROUND])


def test_a_text_to_be_written_gives_back_the_old() -> None:
    """`unlike` holds a text against the inverse edits alone."""
    new, undo = apply(OLD, [COMMA])
    assert unlike(OLD, new, undo) is None
    found = unlike(OLD, new + "！", undo)
    assert found
    assert (found.law, found.what) == (Law.UNDONE, "what is to be written does not give back the text")


def test_what_laws_ask_of_a_finding() -> None:
    """Its rule, edits and copies in the same text; it is safe where its fix is, unless a person put in a text."""
    copies = (Related(Span(9, 12), "stays"), Related(Span(1, 2), "elsewhere", "b.txt"), Related(Span(3, 4), "too"))
    finding = Finding(
        "twice", "family", Span(0, 3), "", Fix((COMMA,), Safety.SAFE), Safety.SAFE, 1.0, {}, copies, (), ""
    )
    safe = Claim("twice", (COMMA,), True, True, (Span(9, 12), Span(3, 4)), "-", True)
    assert Claim.of(finding, True, False, "-", True) == safe
    assert Claim.of(finding, False, True, "", False) == replace(
        safe, allowed=False, safe=False, exempt="", exchanges=False
    )
    risky = replace(finding, fix=Fix((COMMA,), Safety.RISKY))
    assert Claim.of(risky, True, False, "-", True) == replace(safe, safe=False)
    bare = replace(finding, fix=None)
    assert Claim.of(bare, True, False, "-", True) == replace(safe, safe=False, edits=())


def test_a_finding_with_many_copies_is_not_searched_for_each_of_its_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A headline drawn in layers has as many copies as runs; what is looked at grows as they do, not their square."""
    looked = 0
    kept = lawful.letters_of

    def counting(text: str, exempt: str = "") -> str:
        nonlocal looked
        looked += 1
        return kept(text, exempt)

    monkeypatch.setattr(lawful, "letters_of", counting)
    counts = []
    for runs in (200, 400):
        looked = 0
        units = [f"{chr(0x4E00 + 3 * n)}{chr(0x4E01 + 3 * n)}" for n in range(runs)]
        old = "".join(unit * 2 for unit in units)
        edits = [Edit(Span(4 * n + 2, 4 * n + 4)) for n in range(runs)]
        copies = tuple(Span(4 * n, 4 * n + 2) for n in range(runs))
        assert judged(old, claim(*edits, safe=True, copies=copies)) is None
        counts.append(looked)
    assert counts[1] < 2.5 * counts[0]
