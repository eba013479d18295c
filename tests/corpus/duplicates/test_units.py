"""Documents and paragraphs as units."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.duplicates.folding import exactly, fold
from cleaner.corpus.duplicates.units import WHOLE, Unit, paragraphs, units_of
from tests.corpus.duplicates.made import document, paragraph

pieces = st.sampled_from(
    ["青川港恢复通航", "，", "。", "\n", "\n\n", "\u3000\u3000", " ", "abc ", "3月5日", "\r\n", "第一条 "]
)


def wrap(text: str, width: int) -> str:
    return "\n".join(line[n : n + width] for line in text.split("\n") for n in range(0, max(1, len(line)), width))


@given(st.lists(pieces, max_size=30).map("".join))
def test_units_are_what_stands_there(text: str) -> None:
    """Spans lie inside the text, in order; the words are those of the span, and the letters are counted."""
    units = list(units_of(text, shortest=1))
    assert bool(units) == bool(fold(text))
    at = 0
    for unit in units:
        assert 0 <= unit.start < unit.end <= len(text)
        assert unit.letters == len(fold(unit.words)) >= 1
        if unit.index != WHOLE and not unit.torn:
            assert unit.start >= at
            at = unit.end
            assert exactly(unit.words) == exactly(text[unit.start : unit.end])


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_keys_tell_texts_apart(a: int, b: int) -> None:
    """Equal texts have equal keys whatever their white space; others, and a document of one paragraph, have not."""
    one, other = paragraph(random.Random(a), 1), paragraph(random.Random(b), 1)
    whole, part = units_of(one)
    again = list(units_of("\u3000\u3000" + one[:9] + " " + one[9:] + "\n\n"))
    assert [unit.key for unit in again] == [whole.key, part.key]
    assert whole.key != part.key
    assert (next(iter(units_of(other))).key == whole.key) == (one == other)


def test_a_line_is_a_paragraph_where_nothing_cuts_it() -> None:
    """Paragraphs on lines of their own stay as they are."""
    text = document(random.Random(1), 4)
    assert [text[p.start : p.end] for p in paragraphs(text)] == [line for line in text.split("\n") if line]


def test_wrapped_lines_are_put_together() -> None:
    """Paragraphs set in a column have the keys that they have in one line."""
    text = "\n".join(paragraph(random.Random(n)) for n in range(6))
    whole = {unit.key for unit in units_of(text) if unit.index != WHOLE}
    cut = [unit for unit in units_of(wrap(text, 23)) if unit.index != WHOLE]
    assert len(whole & {unit.key for unit in cut}) >= 5
    assert next(iter(units_of(wrap(text, 23)))).key == next(iter(units_of(text))).key


def test_short_lines_are_passed_over() -> None:
    """A paragraph of fewer letters than asked for is none, but it keeps its number; so is a text of nothing else."""
    text = "短讯\n" + paragraph(random.Random(3))
    assert [unit.index for unit in units_of(text)] == [WHOLE, 1]
    assert list(units_of("短讯\n三月")) == []


def by_line(text: str) -> dict[str, Unit]:
    return {unit.words[:4]: unit for unit in units_of(text, shortest=4)}


WIRE = "新华社青川港3月5日电（记者 高见山）青川港五日恢复通航，首批货轮已经驶离泊位。"
NEXT = "船东协会表示，停航期间滞留的货物将在两周之内运完，鲜果和药品优先装船。"
OWN = "本报讯（记者 林晓岚）柳镇中学的学生昨日在河堤种下三百棵柳树，老人送来热茶。"


def test_a_dateline_holds_till_the_papers_own_report() -> None:
    """What stands under an agency's dateline is the agency's; what stands under the paper's own is not."""
    units = by_line(f"# 通航\n{WIRE}\n{NEXT}\n{OWN}\n柳树都浇过了头遍水，支架由镇上的木匠来做。")
    assert (units["新华社青"].agency, units["船东协会"].agency) == ("新华社", "新华社")
    assert (units["本报讯（"].agency, units["柳树都浇"].agency) == ("", "")


def test_a_heading_as_high_ends_a_report_and_a_lower_one_does_not() -> None:
    """## inside a report is a subhead; # is the next headline."""
    units = by_line(f"# 通航\n{WIRE}\n## 货物\n{NEXT}\n# 种树\n柳树都浇过了头遍水，支架由镇上的木匠来做。")
    assert units["船东协会"].agency == "新华社"
    assert units["柳树都浇"].agency == ""


def test_an_agency_in_brackets_speaks_for_its_paragraph() -> None:
    """（据新华社） at the end names the source of that paragraph alone."""
    units = by_line(f"{NEXT[:-1]}。（据新华社）\n柳树都浇过了头遍水，支架由镇上的木匠来做。")
    assert units["船东协会"].agency == "新华社"
    assert units["柳树都浇"].agency == ""


@pytest.mark.parametrize(
    "named", ["他在新华社工作过三年，后来回到镇上教书，教的是地理。", "新华社区的居民昨日清扫了门前的积雪和落叶。"]
)
def test_naming_an_agency_is_no_dateline(named: str) -> None:
    """A sentence that speaks of an agency, or of a place called like one, is no report of it."""
    assert {unit.agency for unit in units_of(named + "\n" + NEXT)} == {""}


def test_a_document_is_an_agencys_where_nearly_all_of_it_is() -> None:
    """A page with one agency's report among the paper's own is the paper's."""
    assert next(iter(units_of(f"{WIRE}\n{NEXT}"))).agency == "新华社"
    assert next(iter(units_of(f"{WIRE}\n{OWN}\n{OWN}"))).agency == ""


def test_a_law_is_told_by_its_articles() -> None:
    """Three articles make a law, and all of its paragraphs know it."""
    law = "\n".join(f"第{n}条 渡口的船只应当每年检修一次，检修的记录保存五年。" for n in "一二三")
    assert {unit.statute for unit in units_of(law)} == {True}
    assert {unit.statute for unit in units_of(law.split("\n")[0] + "\n" + NEXT)} == {False}
