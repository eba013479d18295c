"""Jump lines are read, and the two halves of an article found by page numbers and by the sentence, or not claimed."""

from __future__ import annotations

import random

import pytest

from cleaner.linking.jumps import Jump, jumps_of, links
from cleaner.structure import Role, shape

CUT = "认养的孩子把自己的名字和栽种的日"
REST = "期写在木牌上，每个月来浇一次水。"


def page(number: int | str, *paragraphs: str) -> str:
    """A page of a newspaper with its number in its head."""
    return "\n\n".join((f"梅溪晚报　2031年4月9日　第{number}版", *paragraphs)) + "\n"


OTHER = "东门夜市的摊位重新划过线，摊主们说，通道宽了，客人坐得下来。"


@pytest.mark.parametrize(
    ("line", "onward", "number"),
    [
        ("（下转第3版）", True, "3"),
        ("（下轉A03版）", True, "A3"),
        ("下转十二版", True, "12"),
        ("（转第2版）", True, "2"),
        ("（文转4版）", True, "4"),
        ("（上接1版）", False, "1"),
        ("▲上接第二版", False, "2"),
        ("（緊接第一版）", False, "1"),
        ("（接第6版）", False, "6"),
        ("【上接第1版②】", False, "1"),
    ],
)
def test_a_jump_line_is_read(line: str, onward: bool, number: str) -> None:
    """Its direction and the page it names, in all the ways that newspapers write them."""
    (jump,) = jumps_of(f"{CUT}\n\n{line}\n\n{REST}\n")
    assert (jump.onward, jump.page, jump.alone) == (onward, number, True)
    assert shape(line) is Role.JUMP
    assert jump.words == (CUT if onward else REST)


def test_a_jump_behind_the_last_words() -> None:
    """In brackets at the line's end, or at its beginning."""
    text = f"{CUT}（下转第3版）\n{OTHER}\n（上接第1版）{REST}\n"
    there, back = jumps_of(text)
    assert (there.alone, there.words, text[there.span.start : there.span.end]) == (False, CUT, "（下转第3版）")
    assert (back.alone, back.words, back.line) == (False, REST, 3)
    assert text[back.beside.start : back.beside.end] == REST


@pytest.mark.parametrize(
    "line",
    [
        "详见第3版的报道。",
        "他把报纸（上接第1版那一叠）翻过来，找下转第4版的那条。",
        "（详见3版）",
        "下转第3版的新闻说，桥修好了。",
    ],
)
def test_sentences_about_pages_are_no_jump_lines(line: str) -> None:
    """Words alone make none."""
    assert jumps_of(f"{OTHER}\n{line}\n{OTHER}\n") == []
    assert shape(line) is not Role.JUMP


def test_words_wrapped_before_a_jump_are_put_together() -> None:
    """The last words are taken over line ends, up to a blank line."""
    (jump,) = jumps_of("前一段说完了。\n\n认养的孩子把自己的名\n字和栽种的日\n（下转第3版）\n")
    assert jump.words == CUT


def test_the_page_says_its_own_number() -> None:
    """From its head or foot; 今日8版 says how many there are, and two numbers say nothing."""
    (one,) = jumps_of(page(1, CUT, "（下转第4版）"))
    (none,) = jumps_of("梅溪晚报　今日8版\n\n" + CUT + "\n\n（下转第4版）\n")
    (two,) = jumps_of(page(1, CUT, "（下转第4版）", "梅溪晚报　第2版"))
    assert (one.own, none.own, two.own) == ("1", "", "")


def found(*texts: str, folder: str = "") -> list[tuple[int, int]]:
    """Which of `texts` are linked: from, to."""
    return [(link.onward_at, link.back_at) for link in links([(folder, jumps_of(text)) for text in texts])]


FRONT = page(1, "船闸通航", CUT, "（下转第4版）")
INSIDE = page(4, "（上接第1版）", REST, OTHER)


def test_two_halves_on_two_pages() -> None:
    """The page numbers agree and the sentence goes on."""
    (link,) = links([("", jumps_of(FRONT)), ("", jumps_of(INSIDE))])
    assert (link.pages_known, link.onward.words, link.back.words) == (2, CUT, REST)
    assert link.score > 5
    assert link.rival is None


@pytest.mark.parametrize("inside", [page(5, "（上接第1版）", REST), page(4, "（上接第2版）", REST)])
def test_numbers_that_disagree_rule_a_pair_out(inside: str) -> None:
    """Another page than the one named, or one that names another."""
    assert found(FRONT, inside) == []


def test_a_sentence_that_does_not_go_on_is_no_pair() -> None:
    """The numbers agree, and the words speak against it."""
    assert found(FRONT, page(4, "（上接第1版）", "近日，东门夜市的摊位重新划过线，摊主们都说好。")) == []


def test_a_closed_sentence_goes_by_the_numbers() -> None:
    """A paragraph that was whole before the jump: both pages must be known."""
    closed = page(1, OTHER, "（下转第4版）")
    assert found(closed, page(4, "（上接第1版）", "船闸两侧还将补种柳树。")) == [(0, 1)]
    assert found(OTHER + "\n\n（下转第4版）\n", "（上接第1版）\n\n船闸两侧还将补种柳树。\n") == []


def test_without_numbers_the_sentence_must_speak_loud() -> None:
    """Pages that do not say what they are: a cut word links them, a possible beginning does not."""
    front = CUT + "\n\n（下转第4版）\n"
    assert found(front, f"（上接第1版）\n\n{REST}\n") == [(0, 1)]
    assert found(front, f"（上接第1版）\n\n{OTHER}\n") == []


def test_two_candidates_near_each_other_are_no_claim() -> None:
    """Two pages 4 in one run, both fitting: from either side nothing is said."""
    assert found(FRONT, INSIDE, INSIDE.replace("浇一次水", "除一次草")) == []
    assert found(FRONT, FRONT.replace("孩子", "学生"), INSIDE) == []


def test_of_two_candidates_the_one_that_fits_is_named() -> None:
    """Two articles go from page 1 to page 4: each finds its own half."""
    second = "夜市管理处说，等到秋天还要再添二十个摊位，把灯光也换成暖"
    front = page(1, CUT, "（下转第4版）", "夜市", second, "（下转第4版）")
    inside = page(4, "（上接第1版）", "色的，不再刺眼。", "（上接第1版）", REST)
    pairs = links([("", jumps_of(front)), ("", jumps_of(inside))])
    assert [(link.onward.words[-2:], link.back.words[:2]) for link in pairs] == [
        ("栽种的日"[-2:], REST[:2]),
        ("成暖", "色的"),
    ]


def test_one_page_sends_one_away_and_takes_another_in() -> None:
    """Two jumps on one page are never one article."""
    assert found(page(3, CUT, "（下转第4版）", "（上接第1版）", REST)) == []


def test_a_file_with_several_pages() -> None:
    """Form feeds part the pages of a file."""
    assert found(FRONT + "\f" + INSIDE) == [(0, 0)]


def test_issues_are_kept_apart() -> None:
    """In a folder with many issues the day in the page's head says which page 4 is meant."""
    fronts = [FRONT.replace("4月9日", f"4月{day}日") for day in range(9, 14)]
    insides = [INSIDE.replace("4月9日", f"4月{day}日") for day in range(9, 14)]
    assert found(*fronts, *insides) == [(n, n + 5) for n in range(5)]


def test_a_crowd_of_candidates_costs_little_and_claims_nothing() -> None:
    """A thousand pages that fit as well: they are not weighed one against another."""
    front = FRONT.replace("2031年4月9日", "")
    inside = INSIDE.replace("2031年4月9日", "")
    assert found(*[front, inside] * 500) == []


def test_order_changes_nothing() -> None:
    """Law 7: the same pairs whatever the order of the texts."""
    texts = [FRONT, INSIDE, page(2, OTHER), page(1, OTHER, "（下转第9版）"), page(9, "（上接第1版）", "柳树也种下了。")]

    def pairs(order: list[str]) -> set[tuple[str, str]]:
        named = [("", jumps_of(text)) for text in order]
        return {(order[link.onward_at], order[link.back_at]) for link in links(named)}

    expected = pairs(texts)
    assert len(expected) == 2
    for seed in range(6):
        shuffled = random.Random(seed).sample(texts, len(texts))
        assert pairs(shuffled) == expected


def test_what_travels_is_small() -> None:
    """A jump keeps a few words, however long the page."""
    (jump,) = jumps_of(page(1, OTHER * 500 + CUT, "（下转第4版）"))
    assert isinstance(jump, Jump)
    assert len(jump.words) <= 60
