"""Clusters: their kinds, their best copies, what may go."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.corpus.duplicates.collate import differing
from cleaner.corpus.duplicates.folding import fold
from cleaner.corpus.duplicates.kinds import DROPPED, Kind
from cleaner.corpus.duplicates.pairs import similarity
from cleaner.corpus.duplicates.settle import DROPPING, Cluster, Place, settle
from cleaner.corpus.duplicates.units import WHOLE, units_of
from tests.corpus.duplicates.made import changed, paragraph

PLAIN = "镇里的老人送来热茶和馒头，一位木匠给每棵树做了支架，他说这里从前是一片荒滩，风一大就睁不开眼。"


def clusters(
    texts: list[str], shares: float = 0.0, whole: bool = False, goes: frozenset[str] = frozenset()
) -> list[Cluster]:
    """The clusters of documents called a, b, c …, all of whose units hang together."""
    places, words = [], {}
    for name, text in zip("abcdefghijklmnop", texts, strict=False):
        for unit in units_of(text):
            if (unit.index == WHOLE) == whole:
                words.setdefault(unit.key, unit.words)
                about = (unit.index, unit.start, unit.end, unit.letters, unit.key, unit.agency, unit.statute, unit.torn)
                places.append(Place(name, *about, name in goes))
    return list(settle(places, words, 0.8, shares))


def kind(texts: list[str], shares: float = 0.0) -> Kind:
    (found,) = clusters(texts, shares)
    return found.kind


WIRE = "新华社青川港3月5日电（记者 高见山）青川港五日恢复通航，首批货轮已经驶离泊位。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAIN, Kind.COPY),
        (WIRE, Kind.WIRE),
        (PLAIN + "（据中新社）", Kind.WIRE),
        ("本条例自二〇二六年三月一日起施行，原渡口管理办法同时废止。", Kind.BOILERPLATE),
        ("第十二条 渡口的船只应当每年检修一次，检修的记录由船主保存五年以上。", Kind.BOILERPLATE),
        ("未经本社书面授权，任何单位和个人不得转载、摘编本刊的文字和图片。", Kind.BOILERPLATE),
        ("以上意见，请予审议，并请提出宝贵建议。", Kind.BOILERPLATE),
        ("责任编辑 林小溪 吴远 美术编辑 罗知夏 校对 顾秋", Kind.FURNITURE),
        ("本报记者 林晓岚 顾知秋 通讯员 罗小溪 程远舟 许明月", Kind.CREDIT),
        ("柳镇中学的学生在河堤上种下第十批柳树", Kind.HEADING),
        ("![河堤上的柳树](https://example.org/pictures/willow-2026.jpg)", Kind.FURNITURE),
    ],
)
def test_kinds(text: str, expected: Kind) -> None:
    """What stands in two documents that share little else is told apart; only copies may go."""
    (found,) = clusters([text, text])
    assert found.kind is expected
    assert [member.dropped for member in found.members] == [False, expected in DROPPED]


def test_the_same_law_twice_is_a_copy() -> None:
    """Where two documents share most of their letters, an article is a copy like any paragraph."""
    article = "第十二条 渡口的船只应当每年检修一次，检修的记录由船主保存五年以上。"
    assert kind([article, article], 0.1) is Kind.BOILERPLATE
    assert kind([article, article], 0.9) is Kind.COPY


def test_a_law_shares_whole_paragraphs_with_others() -> None:
    """A paragraph of prose in two laws is boilerplate: each is in force where it stands."""
    laws = [
        PLAIN + "\n" + "\n".join(f"第{n}条 {paragraph(random.Random(seed), 1)}" for n in "一二三") for seed in (1, 2)
    ]
    assert {found.kind for found in clusters(laws)} == {Kind.BOILERPLATE}


def test_a_standing_phrase_is_no_copy() -> None:
    """What five documents share that share nothing else is a standing phrase."""
    assert kind([PLAIN] * 4) is Kind.COPY
    assert kind([PLAIN] * 5) is Kind.BOILERPLATE


def test_figures_of_the_day_make_versions() -> None:
    """The same words with other figures are another fact: shown, and never dropped."""
    form = "昨日零时，渡口水位{}米，比前一日上涨{}厘米，全天过往船只{}艘，没有停航。"
    (found,) = clusters([form.format("三", 12, 40), form.format("五", 31, 62)])
    assert found.kind is Kind.VERSION
    assert not any(member.dropped for member in found.members)


def test_a_member_with_another_figure_stays() -> None:
    """In a cluster of copies the one with another figure is told apart."""
    (found,) = clusters([PLAIN, PLAIN.replace("一位", "三位"), PLAIN])
    assert [(m.place.document, m.because) for m in found.members] == [("a", "best"), ("b", "meant"), ("c", "exact")]


def test_what_stands_twice_in_one_document_is_no_cluster() -> None:
    """One document's own repetitions are the affair of `cleaner check`; beside another's copy they stay."""
    assert clusters([PLAIN + "\n" + PLAIN]) == []
    (found,) = clusters([PLAIN + "\n" + PLAIN, PLAIN])
    assert [m.because for m in found.members] == ["best", "own", "exact"]


def test_the_best_copy_stands_in_a_document_that_stays() -> None:
    """A paragraph's copy in a document that goes as a whole is not the one to keep, nor dropped by itself."""
    (found,) = clusters([PLAIN, PLAIN, PLAIN], goes=frozenset("a"))
    assert [(m.place.document, m.because) for m in found.members] == [("b", "best"), ("a", "goes"), ("c", "exact")]


def test_chains_are_cut() -> None:
    """Texts that hang together only through others are not one cluster."""
    rng = random.Random(4)
    text, chain = PLAIN, []
    for _ in range(6):
        chain += [text, text]
        text = changed(text, 6, rng)
    found = clusters(chain)
    assert len(found) > 1
    for one in found:
        assert all(member.similarity >= 0.8 for member in one.members)


def test_reports_that_are_alike_keep_their_own_copies() -> None:
    """A copy goes with the text that it is nearest to, even where both are near enough to one."""
    rng = random.Random(8)
    one = paragraph(rng, 3)
    other = changed(one, int(0.19 * len(one)), rng)
    texts = [one, changed(one, 8, rng), other, changed(other, 3, rng)]
    assert [sorted(m.place.document for m in found.members) for found in clusters(texts)] == [["a", "b"], ["c", "d"]]


corpora = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(0, 99)), min_size=2, max_size=12)


@settings(max_examples=40, deadline=None)
@given(corpora, st.randoms(use_true_random=False))
def test_what_a_cluster_promises(recipe: list[tuple[int, int, int]], rng: random.Random) -> None:
    """A place is in one cluster at most; members agree with the best; what may go stands in it; order is nothing."""
    places, words = [], {}
    for number, (which, errors, seed) in enumerate(recipe):
        text = changed(paragraph(random.Random(which), 2), errors, random.Random(seed))
        for unit in units_of(text):
            if unit.index != WHOLE:
                words[unit.key] = unit.words
                places.append(Place(f"d{number:02}", unit.index, unit.start, unit.end, unit.letters, unit.key))
    found = list(settle(places, words, 0.8))
    seen = [member.place for one in found for member in one.members]
    assert len(set(seen)) == len(seen)
    for one in found:
        best = one.members[0]
        assert best.because == "best"
        assert len({member.place.document for member in one.members}) > 1
        for member in one.members:
            assert similarity(fold(words[best.place.key]), fold(words[member.place.key]), 0.8) > 0
            assert member.dropped == (member.because in DROPPING)
            if member.dropped:
                assert one.kind is Kind.COPY
                assert differing(words[best.place.key], words[member.place.key]).harmless
    # Texts that nobody can align with another are in none.
    exact = {place for place in places if sum(other.key == place.key for other in places) > 1}
    assert exact <= set(seen)
    rng.shuffle(places)
    assert list(settle(places, words, 0.8)) == found
