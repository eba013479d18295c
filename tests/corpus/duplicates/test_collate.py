"""How copies differ, and which is the best."""

from __future__ import annotations

import itertools

import pytest

from cleaner.corpus.duplicates.collate import Variant, best_of, defects, differing

TEXT = "青川镇的渡口昨日重新开放，三百名居民赶来看第一班船。船长说，每天往返六次，票价不变。"


@pytest.mark.parametrize(
    ("copy", "state"),
    [
        (TEXT, "same"),
        (TEXT[:9] + "\n\u3000" + TEXT[9:], "same"),
        (TEXT.replace("，", ","), "same"),
        ("青川鎮的渡口昨日重新開放，三百名居民趕來看第一班船。船長說，每天往返六次，票價不變。", "same"),
        (TEXT.replace("渡口", "渡囗"), "misread"),
        (TEXT.replace("每天", "每夭").replace("，每", "每"), "misread"),
        (TEXT.replace("渡口", "渡"), "misread"),
        (TEXT.replace("船长说，每天往返六次，", ""), "incomplete"),
        (TEXT.replace("渡口", "渡囗").replace("船长说，每天往返六次，", ""), "incomplete"),
        (TEXT.replace("六次", "八次"), "meant"),
        (TEXT.replace("不变", "变"), "meant"),
        (TEXT.replace("青川", "石桥"), "words"),
        (TEXT.replace("三百名", "3 000名"), "meant"),
    ],
)
def test_what_lies_between_two_copies(copy: str, state: str) -> None:
    """Misreadings and lost text do no harm; figures, negations and other words may be meant."""
    found = differing(TEXT, copy)
    assert found.state == state
    assert found.harmless == (state in ("same", "misread", "incomplete"))


def test_differences_name_places_of_the_best_copy() -> None:
    """Each difference says where in the best copy (white space aside), and what both have, as it stands."""
    found = differing("青 川镇的渡口边", "青川鎮的渡囗边")
    assert found.differences == ((5, "口", "囗"),)
    assert differing("后面", "後面").differences == ((0, "后", "後"),)


def test_long_lists_of_differences_are_counted() -> None:
    """Of many differences some are written down and the others counted."""
    best = "".join(f"第{chr(0x4E00 + 50 * n)}口" for n in range(40))
    found = differing(best, best.replace("口", "囗"))
    assert len(found.differences) + found.more == 40
    assert found.more > 0


def test_articles_under_other_headlines_are_steady_and_forms_are_not() -> None:
    """Long runs that agree speak for one article, a form's slots for many."""
    body = TEXT + "镇里的老人送来热茶和馒头，一位木匠给每棵树做了支架，他说这里从前是一片荒滩，风一大就睁不开眼。"
    assert differing("渡口开了" + body, "三百人看船" + body).steady > 0.9
    form = "{}日零时，水位{}米，比前一日涨{}厘米，过往船只{}艘，货物{}吨，天气{}。"
    assert differing(form.format(3, 4, 5, 6, 7, "晴"), form.format(8, 9, 10, 11, 12, "阴")).steady == 0.0


BAD = TEXT.replace("渡口", "渡囗").replace("每天", "每夭")
SHORT = TEXT[: TEXT.index("船长")]
TORN = TEXT.replace("居民", "\ufffd\ufffd")
LOOPED = TEXT.replace("三百名居民赶来看第一班船。", "三百名居民赶来看第一班船。三百名居民赶来看第一班船。")


@pytest.mark.parametrize(
    ("copies", "best", "why"),
    [
        ([TEXT, BAD], TEXT, "readings"),
        ([BAD, TEXT], TEXT, "readings"),
        ([SHORT, TEXT], TEXT, "complete"),
        ([TORN, TEXT], TEXT, "defects"),
        ([LOOPED, TEXT], TEXT, None),
        ([TEXT.replace("六次", "八次"), TEXT], TEXT.replace("六次", "八次"), "first"),
        ([TEXT], TEXT, "same"),
    ],
)
def test_the_best_copy(copies: list[str], best: str, why: str | None) -> None:
    """It is whole, clean and likelier right, and the reason says so; where nothing tells, it is the first."""
    chosen = best_of([Variant(n, text, 1, ("a", n)) for n, text in enumerate(copies)])
    assert copies[chosen.key] == best
    assert why is None or chosen.why == why


def test_other_copies_have_a_vote() -> None:
    """A reading that stands in two papers beats one that stands in one, whichever comes first."""
    a, b, c = (TEXT.replace("青川镇", place) for place in ("青州镇", "青川镇", "青川镇"))
    variants = [Variant(1, a, 1, ("a", 0)), Variant(2, b, 1, ("b", 0)), Variant(3, c.replace("。", ""), 1, ("c", 0))]
    assert best_of(variants[:2]).key == 1
    assert best_of(variants).key == 2


def test_the_order_of_copies_changes_nothing() -> None:
    """The same copies give the same best one in any order."""
    variants = [Variant(n, text, 1, ("a", n)) for n, text in enumerate((TEXT, BAD, SHORT, TORN, LOOPED))]
    assert len({best_of(some) for some in itertools.permutations(variants)}) == 1


def test_defects_are_characters_that_nobody_wrote() -> None:
    """U+FFFD, private use, control characters and radicals count; Chinese, Latin and line ends do not."""
    assert defects("甲\ufffd乙\ue000\x00⼈") == 4
    assert defects("Plain text, 中文。\n\t“引”…①") == 0
