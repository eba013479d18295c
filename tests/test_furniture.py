"""Running heads, folios and editors' lines: proven, never guessed from words, and nothing else taken for one."""

from __future__ import annotations

import json

import pytest

import cleaner
from cleaner.folios import glued_folios
from cleaner.furniture import Kind, Proof, is_editors_line
from cleaner.structure import Role, structure
from cleaner.views import View
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"

#: Three pages' worth of text, each long enough to stand between two folios.
PAGES = (
    "镇上的旧船闸停用多年，今年春天重新疏通，引来不少老人到堤上看热闹。管理站的工作人员介绍，清出来的淤泥足足装了三百多车，全部运到苗圃作了肥料。"
    "疏通以后，载着茶叶和竹器的小船又能从上游一直开到县城，沿岸的三个老码头也跟着热闹起来，赶集的人不用再绕山路，来回省下大半天的工夫，卖剩的菜也来得及当天运回家里，一点也不糟蹋。老人们说，船一来，镇子就活了。",
    "苗圃的负责人说，淤泥晾干以后要先过筛，再掺进落叶堆上一个冬天，来年才能使用。这批肥料预计够四十亩苗木用两年，能省下一大笔开支，也让河道清爽了许多。"
    "眼下第一批水杉已经栽下，树坑是照着老图纸挖的，每隔五步一棵，到了夏天，堤上走路的人就有荫凉可歇，孩子们放学也多了一个去处，不必再挤在路口的小卖部门前等家里人来接。老人们说，树一多，鸟也会回来。",
    "船闸两侧还将补种柳树和枫杨，由附近小学的学生认养，每棵树都挂上写有名字的木牌。学校打算把认养写进劳动课，老师带着孩子们每个月来浇一次水。"
    "校长说，树长得慢，孩子长得快，等他们小学毕业，树才刚刚高过屋檐，可是名字会一直留在牌子上，往后带着自己的孩子回来，还能认出是哪一棵，说一说当年浇水的事。堤上的长椅也留出了地方，等着树荫长大。",
)


def furniture(text: str) -> dict[str, Proof]:
    """The lines of `text` that are furniture, by their words."""
    return {line.bare: line.proof for line in View(text).memo(structure) if line.proof is not None}


def pages(*between: str) -> str:
    """The pages with `between` after each of them."""
    return "\n\n".join(part for pair in zip(PAGES, between, strict=True) for part in pair if part) + "\n"


def test_folios_that_rise_are_furniture() -> None:
    """Numbers that rise from page to page, with the number as it stands, and how many there are."""
    found = furniture(pages("— 21 —", "— 22 —", "— 23 —"))
    assert list(found) == ["— 21 —", "— 22 —", "— 23 —"]
    assert {proof.kind for proof in found.values()} == {Kind.FOLIO}
    assert [proof.number for proof in found.values()] == ["21", "22", "23"]
    assert {proof.rising for proof in found.values()} == {3}


def test_one_number_alone_is_no_folio() -> None:
    """A number that stands once is proven by nothing."""
    assert furniture(pages("— 21 —", "", "")) == {}


def test_a_head_between_the_foot_of_a_page_and_the_same_lines_again() -> None:
    """The page begins with the last lines of the page before: the head between is furniture, stepped over."""
    head = "梅溪晚报　2031年4月9日　星期三"
    foot = "堤上的长椅留出了地方，等树荫长大。\n老人们说，只要船还来，镇子就活着，\n哪怕一天只来一趟，也要有人到"
    ends = [*PAGES[:2], f"{PAGES[2]}\n{foot}"]
    text = "".join(f"{head}\n{page}\n\f" for page in ends) + f"{head}\n{foot}\n码头上等着接缆绳。\n"
    items = View(text).memo(structure)
    assert [line.role for line in items if line.bare == head] == [Role.FURNITURE] * 4
    assert not any(head in line.strip() and line.strip() != head for line in cleaner.clean(text).splitlines())
    assert cleaner.clean(text).count("哪怕一天只来一趟") == 1


@pytest.mark.parametrize("feed", ["\f", "\n"])
def test_a_head_at_page_edges_is_furniture(feed: str) -> None:
    """The masthead at each page's head; the same line inside the text, with nothing of a page about it, is not."""
    head = "梅溪晚报　2031年4月9日　星期三"
    text = "".join(f"{head}\n{page}{feed}" for page in PAGES) + "到了秋天，河堤上办起了放灯会。\n"
    found = furniture(text)
    assert (head in found) is (feed == "\f")
    if found:
        assert (found[head].kind, found[head].times) == (Kind.HEAD, 3)


def test_a_head_in_small_letters_beside_one_in_capitals() -> None:
    """MEIXI 水利志 on each page, and Meixi 水利志 under the first of them."""
    text = "MEIXI 水利志\nMeixi 水利志\n" + "".join(f"{page}\n{n}\fMEIXI 水利志\n" for n, page in enumerate(PAGES, 21))
    assert {"MEIXI 水利志", "Meixi 水利志", "21", "22", "23"} == set(furniture(text + PAGES[0] + "\n"))


@pytest.mark.parametrize("name", ["第{}章.", "第{}章"])
def test_chapters_that_count_on_are_no_heads(name: str) -> None:
    """第1章. and 第2章. at the heads of pages have each a number of their own."""
    text = "".join(f"## 第{n + 4}页\n\n{name.format(n)}\n{page}\n" for n, page in enumerate(PAGES, 1))
    assert sorted(furniture(text)) == ["## 第5页", "## 第6页", "## 第7页"]


def test_chapters_in_every_law_are_no_heads() -> None:
    """第一章 总则 over 第一节 通则 stands in every law of a collection."""
    assert furniture("".join(f"第一章　总则\n第一节　通则\n{page}\n\n" for page in PAGES)) == {}


def test_a_marker_at_a_form_feed_is_a_lists() -> None:
    """With a page's end every twelve lines, 3、 alone on a line stands at an edge, and is no folio."""
    items = [f"{n}、\n给堤上第{n}排柳树修枝、刷白、系上木牌，修下来的枝条捆好运走。" for n in range(1, 31)]
    lines = "\n".join(items).split("\n")
    text = "\f".join("\n".join(lines[at : at + 12]) for at in range(0, len(lines), 12))
    assert furniture(text) == {}


def test_a_list_of_dots_is_no_folio() -> None:
    """5. 。。。 and 6. 。。。 are items that say nothing."""
    assert furniture(pages("5. 。。。", "6. 。。。", "7. 。。。")) == {}


@pytest.mark.parametrize("underline", ["====", "----"])
def test_underlined_titles_and_quotations_are_no_heads(underline: str) -> None:
    """Markdown's titles and its quotations stand alike in many a text."""
    text = "\n".join(f"> 一、看水\n\n{page}\n\n水利志\n{underline}\n" for page in PAGES)
    assert furniture(text) == {}


EDITORS = "责任编辑 岳小满　美编 田禾　校对 卓一鸣"


@pytest.mark.parametrize(
    "line",
    [EDITORS, "值班主任：岳小满　主编：田禾", "責任編輯／岳小滿　美編／田禾", "（本版编辑 岳小满　责校 卓一鸣 郑田）"],
)
def test_an_editors_line_is_told_by_shape_and_place_together(line: str) -> None:
    """It is furniture at the text's end, standing once; in the midst of the text it is not."""
    at_the_end = furniture("\n\n".join((*PAGES, line)) + "\n")
    assert at_the_end[line].kind is Kind.EDITORS
    assert furniture("\n\n".join((*PAGES, line, *PAGES)) + "\n") == {}


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑岳小满说，校对卓一鸣也去了。",
        "责任编辑 岳小满",
        "主编 校对 美编",
        "编辑部设计了新版式，校对也换了人手",
        "责任编辑",
    ],
)
def test_words_alone_are_no_editors_line(line: str) -> None:
    """A sentence, one office, offices without names."""
    assert not is_editors_line(line)


def test_folios_misread_or_in_scraps() -> None:
    """os for •3•, beside proven furniture, and 。 B。 at a form feed."""
    text = f"=== 第 8 页 ===\n{PAGES[0]}\nos\n=== 第 9 页 ===\n{PAGES[1]}\n。 B。\f{PAGES[2]}\n"
    assert {"os", "。 B。"} <= set(furniture(text))


def test_numbers_glued_to_text_keep_count_with_the_pages() -> None:
    """22 and 23 stand before the text of their pages, between folios 21 and 24 on lines of their own."""
    glued = f"\f水利志\n22苗木等着肥料。{PAGES[1]}\f水利志\n23柳树要浇水。{PAGES[2]}\n— 24 —\f水利志\n放灯会。\n"
    text = f"{PAGES[0]}\n— 21 —{glued}"
    view = View(text)
    found = view.memo(glued_folios)
    assert [(folio.number, folio.counted) for folio in found] == [(22, 3), (23, 3)]
    assert [view.text[folio.span.start : folio.span.end] for folio in found] == ["22", "23"]


def test_numbers_that_keep_no_count_are_left() -> None:
    """40亩, 12棵: numbers that begin pages by chance."""
    text = f"{PAGES[0]}\n— 21 —\n40头耕牛。{PAGES[1]}\n— 22 —\n7棵水杉。{PAGES[2]}\n— 23 —\n放灯会。\n"
    assert View(text).memo(glued_folios) == []


NOTED = "老船闸①停用多年，今年春天重新疏通，引来不少老人到堤上看热闹。管理站的工作人员介绍，清出来的淤泥全部运到"
NOTE = "①　建于一九三一年，见《梅溪水利志》。"
GOES_ON = "苗圃作了肥料，够用两年。"


def test_a_join_steps_over_a_footnote() -> None:
    """Its mark stands in the text above, the page ends behind it, and the sentence goes on overleaf."""
    text = f"{PAGES[1]}\n\n{NOTED}\n\n{NOTE}\n\f{GOES_ON}\n\n{PAGES[2]}\n"
    assert furniture(text)[NOTE].kind is Kind.FOOTNOTE
    result = cleaner.clean(text)
    assert NOTED + GOES_ON in result
    assert result.count(NOTE) == 1
    assert result.index(NOTE) > result.index(GOES_ON)


@pytest.mark.parametrize(
    "text",
    [
        f"{NOTED.replace('①', '')}\n\n{NOTE}\n\f{GOES_ON}\n",
        f"{NOTED}苗圃。\n\n{NOTE}\n\f{GOES_ON}\n",
        f"{NOTED}\n\n{NOTE}\n\n{GOES_ON}\n",
        f"要做三件事①，分别是：\n\n①　修枝。\n②　浇水。\n\f{GOES_ON}\n",
    ],
    ids=["no mark in the text", "the sentence is whole", "no page ends", "a list"],
)
def test_what_is_no_footnote(text: str) -> None:
    """One of the three is wanting."""
    assert furniture(text) == {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared folder beside the checkout (its meta.json)")
def test_furniture_of_real_pages() -> None:
    """Of the lines that meta.json calls furniture at least 95 in 100 are recognised, and no other line is."""
    there = right = 0
    for case in sorted((SHARED / "devset").glob("*/meta.json")):
        heads = {"".join(text.split()) for text in json.loads(case.read_text(encoding="utf-8"))["furniture"]}
        text = (case.parent / "raw.txt").read_bytes().decode("utf-8", "replace")
        for line in View(text).memo(structure):
            is_ = "".join(line.bare.split()) in heads
            there += is_
            right += is_ and line.role is Role.FURNITURE
            assert is_ or line.role is not Role.FURNITURE, f"{case.parent.name}: {line.bare}"
    assert right >= 0.95 * there > 0


def test_pieces_of_a_sentence_are_no_foot_and_head() -> None:
    """Where form feeds end the pages, lines that stand one under the other twice are at no page's edge."""
    piece = "\n共建\n“青山计划”\n"
    text = PAGES[0] + "各方愿意" + piece + PAGES[1] + "大家又说起" + piece + "的好处。" + PAGES[2]
    assert furniture(text.replace("。", "。\n") + "\f") == {}


def test_a_share_is_no_folio() -> None:
    """98% at the foot of a page is the end of an item."""
    text = PAGES[0] + "\n● 种子抽检合格率\n98%\n\f" + PAGES[1] + "\n● 渠道完好率\n99%\n\f" + PAGES[2] + "\n"
    assert furniture(text) == {}
