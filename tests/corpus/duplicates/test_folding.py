"""What is compared, against a slow twin that looks at one character at a time."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.duplicates.folding import exactly, fold, letters_of, one_script, points_of, spaced, text_of

texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("国國后後，。 \u3000\n\tＡａ１1①《》𠀀😀ﾊ㎡")), max_size=60
)


def slow_fold(text: str) -> str:
    found = []
    for char in text:
        if ord(char) >= 0x10000:
            if 0x20000 <= ord(char) <= 0x3FFFF:
                found.append(char)
        elif unicodedata.category(char)[0] in "LN":
            plain = unicodedata.normalize("NFKC", char).casefold()
            found.append(plain if len(plain) == 1 and ord(plain) < 0x10000 else char)
    return "".join(found)


@given(texts)
def test_letters_are_those_of_the_slow_twin(text: str) -> None:
    """Without folding scripts, the table gives what unicodedata gives, character by character."""
    assert fold(text, scripts=False) == slow_fold(text)


@given(texts)
def test_places_lead_back(text: str) -> None:
    """Each letter stands where its place says, and places rise."""
    letters, places = letters_of(text, scripts=False)
    assert [slow_fold(text[place]) for place in places] == list(text_of(letters))
    assert sorted(set(places.tolist())) == places.tolist()


@given(texts, texts)
def test_folding_goes_letter_by_letter(a: str, b: str) -> None:
    """What stands beside a letter changes nothing: folding two texts is folding both together."""
    assert fold(a + b) == fold(a) + fold(b)


@given(texts)
def test_points_are_the_text(text: str) -> None:
    """Code points and text are the same thing."""
    assert text_of(points_of(text)) == text


@given(texts)
def test_one_script_keeps_places(text: str) -> None:
    """Every character has one character in the other script, so places hold."""
    assert len(one_script(text)) == len(text)


def test_scripts_widths_and_marks_fold() -> None:
    """A traditional letter is its simplified one, a wide digit a narrow one, and marks are none."""
    assert fold("第 １ 條，後面ＡＢ") == "第1条后面ab"
    assert fold("後", scripts=False) == "後"


def test_exactly_heeds_marks_but_no_spaces_or_widths() -> None:
    """Two texts are the same where only white space and widths differ."""
    assert exactly("第１条，\u3000甲 乙\n") == exactly("第1条,甲乙")
    assert exactly("甲。") != exactly("甲")


def test_words_of_one_letter() -> None:
    """Daft counts words, so each letter becomes one."""
    assert spaced("甲乙丙") == "甲 乙 丙"
