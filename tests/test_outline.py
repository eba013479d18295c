"""The parts of a page: what is said of each line of pages of our own."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.outline import TITLES, Part, outline
from cleaner.views import View
from tests.conftest import ROOT


def parts(text: str) -> list[tuple[str, str]]:
    """The part and the first words of each block of `text`."""
    return [(str(block.part), block.text[:6]) for block in View(text).memo(outline)]


PAGE = """新春走基层

老船闸又开了

清淤三百车，通航六十里

□本报记者 丁小渔

镇上的旧船闸停用多年，今年春天重新疏通，引来不少老人到堤上看热闹。管理站的工作人员介绍，清出来的淤泥装了三百多车。

淤泥变成肥

苗圃的负责人说，淤泥晾干以后要先过筛，再掺进落叶堆上一个冬天，来年才能使用。

图为工人在船闸边过筛。本报记者 丁小渔 摄

丁小渔 田禾

东门夜市添座位

本报讯（记者 卓一鸣）东门夜市的摊位重新划过线，摊主们说，通道宽了，客人坐得下来，生意反而比从前好。

（下转第4版）
"""


def test_a_page_of_plain_text() -> None:
    """Kicker, headline, what stands under it, byline, body, subhead, caption, names, dateline, jump line."""
    assert [part for part, _ in parts(PAGE)] == [
        *("kicker", "headline", "subhead", "byline", "body", "subhead", "body", "caption", "byline"),
        *("headline", "dateline", "jump line"),
    ]


def test_a_paragraph_is_one_block_with_all_its_lines() -> None:
    """A folio and a head between its halves stand in blocks of their own; the text is put together."""
    text = cleaner.clean((ROOT / "seeds" / "02-pdf-text-layer.txt").read_bytes().decode("utf-8"))
    assert "\n岚港新港三号泊位昨日开泊迎客\n" in text
    view = View((ROOT / "seeds" / "05-pages-with-furniture.txt").read_bytes().decode("utf-8-sig"))
    blocks = view.memo(outline)
    (cut,) = [block for block in blocks if "收票樣樣都落在" in block.text]
    assert len(cut.lines) == 6
    assert [block.part for block in blocks].count(Part.FURNITURE) == 11
    assert sum(len(block.lines) for block in blocks) == sum(1 for line in view.lines if line.end > line.start)


@pytest.mark.parametrize(
    ("seed", "words", "part"),
    [
        ("01-vision-model.md", "展馆速写", Part.KICKER),
        ("01-vision-model.md", "9省市210家", Part.HEADLINE),
        ("01-vision-model.md", "路修到了树底下", Part.SUBHEAD),
        ("01-vision-model.md", "试驾履带运输车", Part.CAPTION),
        ("01-vision-model.md", "由市里牵头组建的霁川山货集散", Part.BODY),
        ("01-vision-model.md", "图片由松岭县", Part.CREDIT),
        ("02-pdf-text-layer.txt", "嘿哟，潮来船到莫歇气", Part.VERSE),
        ("02-pdf-text-layer.txt", "（下转第5版）", Part.JUMP),
        ("02-pdf-text-layer.txt", "丁海生 林见微", Part.BYLINE),
        ("03-plain-text.txt", "一条小河，三年换了模样", Part.HEADLINE),
        ("03-plain-text.txt", "记者 高砚 摄", Part.CREDIT),
        ("04-traps.txt", "南门市场搬迁首日见闻……", Part.CONTENTS),
        ("04-traps.txt", "市民热线", Part.LIST),
        ("05-pages-with-furniture.txt", "〔記者林曉棠", Part.BYLINE),
        ("05-pages-with-furniture.txt", "留一艘船當教室", Part.SUBHEAD),
        ("06-ocr.txt", "旧 邮 戳", Part.HEADLINE),
        ("06-ocr.txt", "。 B。", Part.FURNITURE),
    ],
)
def test_lines_of_the_seeds(seed: str, words: str, part: Part) -> None:
    """What the lines of our own scans are."""
    text = (ROOT / "seeds" / seed).read_bytes().decode("utf-8-sig")
    found = [block.part for block in View(text).memo(outline) if words in block.text]
    assert found[:1] == [part]


def test_headlines_under_heads_with_marks() -> None:
    """In Markdown a line over a greater heading is its kicker, one under it its second line."""
    text = "# 山里的灯\n\n## 三代人守一座电站\n\n### 人物\n\n## 修表的人\n\n正文在这里，一共两句。第二句在这里。\n"
    assert [part for part, _ in parts(text)] == ["headline", "subhead", "kicker", "headline", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "他一直住在河对岸，每天摇船过来",
        "据了解，新桥明年开工",
        "“桥什么时候修好？”",
        "问题出在哪里呢。",
        "沿河新添了：",
        "比赛三天，",
    ],
)
def test_what_has_a_sentence_is_no_title(line: str) -> None:
    """In a text with marked headings a line with a clause is text; quotations and openings are text anywhere."""
    text = f"# 甲\n\n一句话。\n\n# 乙\n\n又一句话。\n\n# 丙\n\n{line}\n\n再一句话，说完了。\n"
    titles = {block.text for block in View(text).memo(outline) if block.part in TITLES}
    assert titles == {"# 甲", "# 乙", "# 丙"}


def test_many_lines_without_a_sentence_are_a_list() -> None:
    """A stack of labels with values, or of more lines than titles have, are items."""
    assert {part for part, _ in parts("便民电话\n供水抢修：66668888\n供电抢修：88886666\n")} == {"list"}
    assert {part for part, _ in parts("东门市场\n西门市场\n南门市场\n北门市场\n河沿市场\n")} == {"list"}


def test_a_line_alone_between_wide_gaps_is_a_caption() -> None:
    """What stands under a picture: three blank lines above, three below, and no sentence."""
    text = "第一段说完了。\n\n第二段说完了。\n\n\n\n西街的老茶馆\n\n\n\n第三段说完了。\n\n第四段说完了。\n"
    assert ("caption", "西街的老茶馆") in parts(text)
