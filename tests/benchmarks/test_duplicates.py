"""The benchmark of copies across documents: what it puts in, and what it counts."""

from __future__ import annotations

import random

import pytest

from benchmarks.duplicates import DAMAGE, Row, as_paragraphs, lossy, misread, report, rows, score, wrapped
from cleaner.language.confusables import alike
from tests.corpus.duplicates.made import paragraph

TEXT = paragraph(random.Random(1), 20)


def test_misreadings_come_at_the_rate_asked_for() -> None:
    """About so many characters differ, and each is one that looks alike."""
    changed = [(a, b) for a, b in zip(TEXT, misread(TEXT, 0.1, random.Random(2)), strict=True) if a != b]
    able = sum(bool(alike(char)) for char in TEXT)
    assert len(changed) == pytest.approx(0.1 * able, rel=0.35)
    assert all(b in alike(a) for a, b in changed)


def test_lost_characters_and_other_lines() -> None:
    """Losing takes characters away and no line ends; wrapping puts line ends in and takes nothing."""
    text = TEXT + "\n" + TEXT
    assert 0.9 * len(text) < len(lossy(text, 0.05, random.Random(3))) < len(text)
    assert lossy(text, 0.5, random.Random(3)).count("\n") == 1
    lines = wrapped(text, random.Random(4))
    assert lines.replace("\n", "") == text.replace("\n", "")
    assert max(map(len, lines.split("\n"))) <= 30


def test_each_copy_has_an_original() -> None:
    """Copies name a document that is there, and every kind of damage has as many."""
    made = rows(2, 1)
    ids = {row.id for row in made}
    copies = [row for row in made if row.of]
    assert len(ids) == len(made)
    assert all(row.of in ids for row in copies)
    assert len({sum(row.damage == name for row in copies) for name in DAMAGE}) == 1
    assert {row.of for row in as_paragraphs(made) if row.of} <= {row.id for row in as_paragraphs(made)}


def test_what_counts_as_found_and_as_wrong() -> None:
    """A copy is found in its original's group; a pair of others is wrong where its letters do not agree."""
    one, other = paragraph(random.Random(5)), paragraph(random.Random(6))
    texts = [
        Row("a", one), Row("a-copy", one, "a", "exact"), Row("b", other),
        Row("b-copy", other, "b", "exact"), Row("c", one[:-3]),
    ]  # fmt: skip
    scored = score(texts, [["a", "a-copy", "b"], ["c"]])
    assert (scored.found["exact"], scored.asked["exact"], scored.pairs) == (1, 2, 3)
    assert [(a.id, b.id) for a, b in scored.missed] == [("b", "b-copy")]
    assert sorted({a.id, b.id} == {"a", "b"} or {a.id, b.id} == {"a-copy", "b"} for a, b in scored.false) == [
        True,
        True,
    ]
    assert score(texts, [["a", "c"]]).false == []
    assert "50.0" in report({"cleaner": scored})
