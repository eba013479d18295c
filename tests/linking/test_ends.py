"""Loose ends: found where the words say where the text goes on, and never among headlines, items and captions."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.linking import ends
from cleaner.linking.continuity import continuity, is_open
from cleaner.model import Finding, Safety
from cleaner.outline import TITLES
from cleaner.views import View
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"

PAGE = """### 新线开工

梅溪至雁荡口的轻轨昨天开工。项目由霁川嘉澜轨道集团投资，沿线设站九座，全程二十一公里，计划三年建成。霁川嘉澜轨道集团在沿线修过两座桥。

往后十年，这条线路的养护也交给了本地的企业，其中负责车辆调试和信号检修的，是去年秋天刚刚成立的霁川嘉澜

### 夜市换新颜

东门夜市的摊位重新划过线，摊主们说，通道宽了，客人坐得下来，生意反而比从前好。

市场管理处打算把这个办法推广到另外三处夜市，年底以前全部完成，摊主们已经开始抽签选位置。

### 便民早餐车上路

轨道集团的子公司，一共招了六十名本地技工。他们算过一笔账，车辆提前半年到厂，工期还可以再缩短一些。

推出早餐车的合作社说，第一批二十辆车分布在学校和医院附近，每天六点半开卖，九点收摊。
"""


def loose(text: str) -> list[Finding]:
    """The findings of the family in `text`."""
    return [finding for finding in cleaner.check(text).findings if finding.family == "loose-ends"]


def test_an_end_and_where_it_goes_on() -> None:
    """A name is cut; it stands whole elsewhere, and its second half begins a paragraph under another headline."""
    (finding,) = loose(PAGE)
    assert (finding.rule, finding.safety, finding.fix) == ("loose-end", Safety.SHOWN, None)
    assert PAGE[finding.span.start : finding.span.end].endswith("霁川嘉澜")
    (there,) = finding.related
    assert PAGE[there.span.start :].startswith("轨道集团的子公司")
    assert finding.evidence["words_astride"] == "霁川嘉澜轨道集团"
    assert finding.confidence > 0.9


def test_two_places_that_come_near_each_other_are_no_claim() -> None:
    """Where two paragraphs begin so, only that the end is lost can be said."""
    text = PAGE.replace("市场管理处打算", "轨道集团的市场部打算")
    assert [finding.rule for finding in loose(text)] == ["lost-end"]


def test_nothing_is_claimed_where_nothing_fits() -> None:
    """The second half is not on the page: the end is shown as lost, before a title; elsewhere nothing is said."""
    text = PAGE.replace("轨道集团的子公司，一共招了", "早餐车的合作社，一共招了")
    (finding,) = loose(text)
    assert (finding.rule, finding.related, finding.safety) == ("lost-end", (), Safety.SHOWN)
    assert loose(text.replace("### 夜市换新颜\n\n", "")) == []


SAID = "摊主们说，通道宽了，客人坐得下来。"
QUIET = {
    "headlines": f"### 轻轨开工，沿线设九站\n\n### 夜市换新颜，通道更宽敞\n\n{SAID}\n",
    "items": f"本周要做的事有三件，\n\n- 给柳树修枝，系上木牌\n- 清点工具，缺的补上\n- 浇水\n\n### 下周\n\n{SAID}\n",
    "captions": f"图为工人在梅溪站铺轨，远处是雁荡口\n\n### 夜市\n\n{SAID}\n",
    "table": f"| 站名 | 里程，公里 |\n| --- | --- |\n| 梅溪 | 0 |\n\n### 夜市\n\n{SAID}\n",
    "what introduces code": f"把灯光的程序改成下面这样，就不再刺眼\n\n```\non = 1\n```\n\n### 夜市\n\n{SAID}\n",
    "a manner": "".join(f"### 第{n}天\n\n今天去看了船闸，人很多，回来晚了\n\n" for n in range(1, 9)),
    "names at the end": f"{SAID}东门区融媒体中心 丁小渔\n\n### 轻轨\n\n轻轨昨天开工，计划三年建成。\n",
}


@pytest.mark.parametrize("name", QUIET)
def test_what_stops_without_a_mark_is_no_loose_end(name: str) -> None:
    """Headlines, items, captions, tables, introductions, and whoever writes without full stops."""
    assert loose(QUIET[name]) == []


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("其中运到城东苗圃作肥料的", True),
        ("先过筛，", True),
        ("先过筛。", False),
        ("他说：“先过筛。”", False),
        ("沿线设站九座：", False),
        ("先过筛……", False),
        ("通道宽了。记者 丁小渔 摄", False),
        ("see the page", False),
    ],
)
def test_an_open_sentence(text: str, open_: bool) -> None:
    """A Han character or a comma at the end, and no line of names there."""
    assert is_open(text) is open_


def test_a_name_that_stands_whole_elsewhere_speaks_loud() -> None:
    """A cut name counts by how seldom its halves stand apart; 的 before another word says little."""
    text = "霁川嘉澜轨道集团来了。" + "树是绿的，主要的路是新的，灯是暖的。" * 9
    name, words = continuity("刚刚成立的霁川嘉澜", "轨道集团的子公司", text)
    alone, none = continuity("刚刚成立的霁川嘉澜", "轨道集团的子公司")
    assert (words, none) == ("霁川嘉澜轨道集团", "")
    common = continuity("灯是暖的，路是新的，", "主要的路", text)[0] - continuity("灯是暖的，路是新的，", "主要的路")[0]
    assert name - alone > 3 > common


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared folder beside the checkout (seeds, clean)")
def test_the_page_of_a_real_scan() -> None:
    """The one loose end of the first scan is found, with its partner, and no other in the five."""
    told = {}
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8", "replace")
        told[path.name[:3]] = [(f, text) for f in loose(text)]
    assert [name for name, findings in told.items() if findings] == ["000"]
    ((finding, text),) = told["000"]
    assert finding.rule == "loose-end"
    assert text[finding.related[0].span.start :].startswith("新能源公司是")


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared folder beside the checkout (seeds, clean)")
@pytest.mark.parametrize("name", ["gov_reports_2026.txt", "laws_cn.txt", "book_growth_md.txt"])
def test_clean_text_stays_quiet(name: str) -> None:
    """In reports, laws and a book in Markdown nothing is shown."""
    from cleaner.document import Document
    from cleaner.packs import chosen, load_rules
    from cleaner.plan import clean_document

    rules = chosen(load_rules(), ("loose-ends", "furniture"))
    text = (SHARED / "clean" / name).read_text(encoding="utf-8")
    assert [finding.message for finding in clean_document(Document(text), rules).findings] == []


@pytest.mark.parametrize("order", ["page last", "page first", "page inside", "two pages"])
def test_a_long_text_need_not_be_put_together_whole(order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands around an open paragraph tells the same of it as the blocks of the whole text."""
    more = "".join(
        f"### 第{n}号码头\n\n{NUMBERS[n % 10]}号码头的验收表贴在门口，{NUMBERS[n // 10 % 10]}组的人挨个签了字。\n\n"
        + "旁边的小屋里放着缆绳、浮标和两只救生圈，值班的人每个钟头出来看一次水位，把数记在本子上。" * 4
        + "\n\n"
        for n in range(400)
    )
    parts = {
        "page last": [more, PAGE],
        "page first": [PAGE, more],
        "page inside": [more, PAGE, more],
        "two pages": [PAGE, more, PAGE.replace("霁川嘉澜", "霁川丰岚")],
    }
    text = "\n".join(parts[order])
    near, near_lost = (View(text).memo(made) for made in (ends.loose_ends, ends.lost_ends))
    assert near
    assert ends._few(View(text))
    monkeypatch.setattr(ends, "_few", lambda view: None)
    whole, whole_lost = (View(text).memo(made) for made in (ends.loose_ends, ends.lost_ends))
    assert [told(end) for end in near] == [told(end) for end in whole]
    assert [block.span for block in near_lost] == [block.span for block in whole_lost]


def told(end: ends.LooseEnd) -> tuple[object, ...]:
    """All that is told of a loose end, blocks by where they stand."""
    return end.end.span, end.start and end.start.span, end.score, end.rival, end.words, end.below in TITLES


NUMBERS = "零一二三四五六七八九"
