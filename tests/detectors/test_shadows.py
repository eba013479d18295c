"""Text drawn in layers: by run, by character, by line; wrapped or not; and what only looks so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.document import Document
from cleaner.model import Consent, Safety
from cleaner.packs import read_pack
from cleaner.plan import Result, clean_document

PACK = Path(__file__).parents[2] / "rules" / "doubled-characters.toml"
RULES = read_pack(PACK.read_text(encoding="utf-8"), str(PACK), "doubled-characters")

PROSE = "昨天上午，镇里的集市比往常热闹许多，卖鱼的、卖菜的、修伞的挤满了整条老街，直到中午才渐渐散去。"
HEADS = [
    "老街集市重新开张",
    "渔港新码头、冷库、加油站一并投用",
    "茶农说：今年雨水好，头茬茶又香又浓",
    "“海上牧场”下水，亩产翻了两番",
    "全镇1280户、3600人用上了自来水",
]


def cleaned(text: str, risky: bool = False) -> Result:
    return clean_document(Document(text), RULES, Consent(risky=risky))


def by_run(head: str, layers: int) -> str:
    return "".join(run * layers for run in re.split("([，、：“”])", head) if run)


def by_character(head: str, layers: int) -> str:
    return "".join(char * layers for char in head)


@pytest.mark.parametrize("layers", [2, 3, 4])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("drawn", [by_run, by_character])
def test_layers(drawn: object, head: str, layers: int) -> None:
    raw = drawn(head, layers)  # type: ignore[operator]
    result = cleaned(f"{PROSE}\n\n{raw}\n\n{PROSE}")
    assert result.text == f"{PROSE}\n\n{head}\n\n{PROSE}"
    assert all(f.safety is Safety.SAFE for f in result.findings)


@pytest.mark.parametrize("width", range(7, 40, 3))
@pytest.mark.parametrize("head", HEADS)
def test_wrapped_anywhere(head: str, width: int) -> None:
    raw = by_run(head, 2)
    lines = "\n".join(raw[i : i + width] for i in range(0, len(raw), width))
    text = cleaned(f"{PROSE}\n\n{lines}\n\n{PROSE}").text
    assert text.replace("\n", "") == PROSE + head + PROSE


@pytest.mark.parametrize("prefix", ["# ", "## ", "- ", "> ", "**"])
def test_markup_is_not_part_of_it(prefix: str) -> None:
    closing = "**" if prefix == "**" else ""
    raw = f"{PROSE}\n\n{prefix}{by_run(HEADS[1], 2)}{closing}\n\n{PROSE}"
    assert cleaned(raw).text == f"{PROSE}\n\n{prefix}{HEADS[1]}{closing}\n\n{PROSE}"


def test_one_run_drawn_once() -> None:
    raw = "渔港新码头投用渔港新码头投用、、冷库、、加油站同时开业加油站同时开业"
    assert cleaned(raw).text == "渔港新码头投用、冷库、加油站同时开业"


def test_spaces_drawn_twice() -> None:
    raw = f"{PROSE}\n44..11  安安装装与与维维护护  \n{PROSE}"
    assert cleaned(raw).text == f"{PROSE}\n4.1 安装与维护 \n{PROSE}"


def test_lines_printed_twice() -> None:
    one, two = "渔港新码头昨日启用，", "冷库与加油站一并开业"
    for copies in (2, 3, 4):
        stack = "\n".join([one] * copies + [two] * copies)
        assert cleaned(f"{PROSE}\n\n{stack}\n\n{PROSE}").text == f"{PROSE}\n\n{one}\n{two}\n\n{PROSE}"
    block = f"{one}\n{two}\n{one}\n{two}"
    assert cleaned(f"{PROSE}\n\n{block}\n\n{PROSE}").text == f"{PROSE}\n\n{one}\n{two}\n\n{PROSE}"


def test_short_heads_where_everything_stands_twice() -> None:
    page = [PROSE, "老街", PROSE[::-1], "新港", PROSE[5:]]
    raw = "\n".join(line for line in page for _ in range(2))
    result = cleaned(raw)
    assert result.text.count("老街\n") == raw.count("老街\n") - 1
    assert {f.rule for f in result.findings if f.safety is Safety.SAFE} == {"shadow-line"}


@pytest.mark.parametrize(
    "text",
    [
        "高高兴兴，平平安安，热热闹闹过大年；家家户户，老老少少，进进出出。",
        "熙熙攘攘密密麻麻",
        "李莉莉、王芳芳、张圆圆 刘冉冉 孙方方 周舟舟",
        "电话：88888888 22223333 66667777",
        "目录……………………………………3\n前言⋯⋯⋯⋯⋯⋯⋯⋯⋯⋯5",
        "第1场 2：2 第2场 0：0 第3场 1：1",
        "一个一个，一步一步，一天一天，一年一年。",
        "鹿鸣鹿鸣，食野之蒿",
        "加油加油加油加油",
        "中国国家男子篮球队队员、市市场局局长、部部长助理到会。",
        "━━━━━━━━━━\n══════════\n- - - - - - - -",
        "是\n是\n否\n否\n是\n是",
        "答：同意。\n答：同意。\n答：同意。",
        "│屋面│重量│屋面│重量│\n│木瓦│二十│石瓦│四十│",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert cleaned(text, risky=True).text == text


def test_a_sentence_drawn_by_character_and_printed_twice() -> None:
    """The small layers are seen under the large ones, and all is mended at once (law 3)."""
    sentence = "河湾里的水车转得很慢，磨坊主人说，慢一点，面才香。"
    doubled = "".join(char * 2 for char in sentence)
    once = cleaner.clean(doubled + doubled + "\n" + doubled + "\n")
    assert cleaner.clean(once) == once
    assert "河河" not in once


@pytest.mark.parametrize(
    "text",
    [
        "翠翠红红处处莺莺燕燕\n风风雨雨年年暮暮朝朝\n",
        "丰收了！丰收了！丰收了！丰收在望！丰收在望！丰收在望！\n",
    ],
)
def test_couplets_and_shouts_stay(text: str) -> None:
    """What is hardly a word, and what is shouted, is repeated on purpose."""
    assert cleaner.clean(text) == text


MEANT = """
山山水水处处明明秀秀，晴晴雨雨时时好好奇奇
翠翠红红处处莺莺燕燕风风雨雨年年暮暮朝朝
重重叠叠山曲曲环环路，叮叮咚咚泉高高下下树
寻寻觅觅冷冷清清凄凄惨惨戚戚
高高兴兴平平安安热热闹闹红红火火
平平安安健健康康快快乐乐
上上下下前前后后里里外外都找遍了
研究研究讨论讨论商量商量再说
研究研究讨论讨论学习学习考虑考虑整理整理
南无阿弥陀佛南无阿弥陀佛南无阿弥陀佛
大慈大悲救苦救难观世音菩萨大慈大悲救苦救难观世音菩萨
唵嘛呢叭咪吽唵嘛呢叭咪吽唵嘛呢叭咪吽
加油加油加油加油
中国队加油中国队加油中国队加油
人民万岁人民万岁祖国万岁祖国万岁
叮咚叮咚叮咚哗啦哗啦哗啦
叮咚叮咚哗啦哗啦滴答滴答呼噜呼噜噼啪噼啪
咚咚锵咚咚锵咚咚锵锵锵锵
哈哈哈嘿嘿嘿嘻嘻嘻呵呵呵
汪汪汪喵喵喵咩咩咩嘎嘎嘎叽叽叽
爸爸妈妈爷爷奶奶哥哥姐姐弟弟妹妹都在
人人天天时时刻刻事事处处都要讲安全
年年月月日日夜夜分分秒秒
一二一一二一一二三四一二三四
李莉莉王芳芳张圆圆刘冉冉孙方方周舟舟
电话88886666，另一个22223333
11223344556677889900
88 77 66 55 44 33 22 11
来了来了终于来了终于来了
归去来兮归去来兮，田园将芜胡不归
是是是好好好对对对行行行
福福寿寿喜喜财财禄禄
◆◆◇◇◆◆◇◇本站公告本站公告◆◆◇◇◆◆◇◇
8888 9999 8888 9999 合计合计 22 33
"""


@pytest.mark.parametrize("meant", MEANT.split("\n")[1:-1])
def test_meant_repetition_is_never_deleted_unasked(meant: str) -> None:
    """Couplets, idioms, prayers, cheers, sounds, names and numbers: on lines of their own, wrapped, bold, in prose."""
    half = len(meant) // 2
    for text in (
        meant,
        f"{PROSE}\n\n{meant}\n\n{PROSE}",
        f"{PROSE}\n{meant[:half]}\n{meant[half:]}\n{PROSE}",
        f"## {meant}\n\n{PROSE}",
        f"{PROSE}\n\n**{meant}**\n\n{PROSE}",
        f"渡口的石碑上刻着{meant}，字迹还看得清。{PROSE}",
    ):
        assert cleaned(text).text == text


@pytest.mark.parametrize(
    "lines",
    [
        "孩子们唱道：\n两只老鸭，\n两只老鸭，\n走得慢，\n走得慢，\n一只歪着脑袋，\n真奇怪。",
        "江水向东流，两岸都是新酿酒，\n" * 2 + "说来咱就来，一碗一碗敬老天，\n" * 2 + "喝完上船头。",
        "月儿出来照山岗\n月儿出来照山岗\n照见阿哥在他乡\n照见阿哥在他乡\n哥在他乡想爹娘",
        "热烈欢迎各位乡亲光临\n" * 3,
        "8888 9999 8888 9999\n1122 3344 5566 7788\n0000 0000 1111 1111\n合计合计 22 33 44 55",
    ],
)
def test_meant_lines_are_never_deleted_unasked(lines: str) -> None:
    """Songs, banners and tables of figures beside prose."""
    for text in (lines, f"{PROSE}\n\n{lines}\n\n{PROSE}", f"{PROSE}\n{lines}\n{PROSE}"):
        assert cleaned(text).text == text


STRETCH = "码头的吊机全部换成了电动的，夜里再也听不到柴油机的轰鸣"


@pytest.mark.parametrize("layers", [2, 3, 4])
@pytest.mark.parametrize("drawn", [by_run, by_character])
@pytest.mark.parametrize("width", [12, 17, 23])
def test_a_stretch_in_a_wrapped_paragraph(drawn: object, layers: int, width: int) -> None:
    """Each line's part is drawn over by itself, and the edges of the stretch are clean."""
    text = f"老船工说，{STRETCH}，住在江边的人家都睡得安稳。"
    raw = []
    for at in range(0, len(text), width):
        low, high = max(at, 5) - at, min(at + width, 5 + len(STRETCH)) - at
        line = text[at : at + width]
        raw.append(line[:low] + drawn(line[low:high], layers) + line[high:] if low < high else line)  # type: ignore[operator]
    assert cleaned("\n".join(raw)).text.replace("\n", "") == text


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("第第一一批批共共22002200吨吨，，昨昨日日装装船船", "第一批共2020吨，昨日装船"),
        ("22002255年年1111月月3300日日起起施施行行", "2025年11月30日起施行"),
        ("2025202520252025年年年年11111111月月月月2日2日2日2日开闸开闸开闸开闸", "2025年11月2日开闸"),
        ("水温降到水温降到1414——2020℃℃，，渔船回港避风渔船回港避风", "水温降到14—20℃，渔船回港避风"),
        ("-- 检检修修闸闸门门与与水水泵泵", "- 检修闸门与水泵"),
        (
            "技技术术员员正正在在检检修修水水泵泵。。\n人人都说今年收成好。",
            "技术员正在检修水泵。\n人人都说今年收成好。",
        ),
        ("港口吞吐量同同比比增增长长的的部部分分主主要要来来自自冷冷链链33%左右", None),
        ("扫一扫和转款扫一扫和转款扫一扫和转款，，，正好验货正好验货正好验货", "扫一扫和转款，正好验货"),
        ("初到码头，找Wang初到码头，找Wang初到码头，找Wang", "初到码头，找Wang"),
    ],
)
def test_what_is_mixed_in(raw: str, read: str | None) -> None:
    """Numbers, dashes, list marks and Latin in layers; what stands beside and is said twice anyway stays."""
    read = (
        raw.replace("同同比比增增长长的的部部分分主主要要来来自自冷冷链链", "同比增长的部分主要来自冷链")
        if read is None
        else read
    )
    assert cleaned(f"{PROSE}\n\n{raw}\n\n{PROSE}").text == f"{PROSE}\n\n{read}\n\n{PROSE}"


@pytest.mark.parametrize("layers", [2, 3, 4])
def test_a_long_line_again_and_again_is_one_line(layers: int) -> None:
    """What is cut off within a word is no clause that loops: the whole unit is one print."""
    unit = "据镇里介绍，新渡口一天能过两千辆车。过去排队要等三个钟头，如今二十分钟就能上岸，过江的人都说方便，沿江的饭"
    assert cleaner.clean(f"{PROSE}\n{unit * layers}\n店也跟着热闹起来。{PROSE}\n").count("据镇里介绍") == 1
    assert unit in cleaner.clean(f"{PROSE}\n{unit * layers}\n店也跟着热闹起来。{PROSE}\n")


@pytest.mark.parametrize("layers", [2, 3, 4])
def test_each_line_of_a_column(layers: int) -> None:
    """Lines in a wrapped paragraph, each printed again under itself: they cut words, as verse does not."""
    lines = [
        "　　入冬以来，沿江各镇加快推进水",
        "利设施检修，二十多座泵站逐一清",
        "淤。",
        "　　镇里说，开春前全部完",
        "工，不误春灌。",
    ]
    doubled = [line for line in lines[:4] for _ in range(layers)]
    assert cleaned("\n".join([*doubled, lines[4]])).text == "\n".join(lines)


def test_a_page_in_layers_is_told_paragraph_by_paragraph() -> None:
    page = f"{PROSE}\n{STRETCH}。\n镇里还给老船工发了补贴，请他们教年轻人看水色。"
    raw = "".join(char * 2 if char != "\n" else char for char in page)
    result = cleaned(raw)
    assert result.text == page
    assert len(result.applied) >= 2


@pytest.mark.parametrize("risky", [False, True])
@pytest.mark.parametrize("times", [2, 3, 4])
@pytest.mark.parametrize(
    "stanza",
    [
        ("青山高，绿水长，", "橹声摇过小石桥，", "阿妈等在渡口旁，", "灯火一盏照归航。"),
        ("青山高来绿水长", "橹声摇过小石桥", "阿妈等在渡口旁", "灯火一盏照归航"),
        ("一敬渡口老祠堂，", "再敬青山与绿水，", "三敬一乡父老亲。"),
        ("橹声摇过小石桥，", "灯火一盏照归航。"),
    ],
)
def test_a_stanza_sung_again_stays(stanza: tuple[str, ...], times: int, risky: bool) -> None:
    """In the midst of prose too, each verse twice or the whole stanza three times, with consent and without."""
    before = "清明那天，镇上的老人都来到祠堂前，跟着领唱的周行远一句一句地唱，孩子们站在后头听。\n"
    after = "唱完以后，周行远把纸叠好，放回木匣里，说明年还要教给更小的孩子，歌不能断。\n"
    for sung in (stanza * times, tuple(line for line in stanza for _ in range(times))):
        text = before + "\n".join(sung) + "\n" + after
        assert cleaner.check(text, risky=risky).text == text


def test_a_stack_of_heads_is_no_stanza() -> None:
    """Heads of lengths of their own, without marks, are drawn twice."""
    before = "镇上的旧船闸今年重新疏通，清出的淤泥运到苗圃作了肥料，沿岸的码头也热闹起来。\n"
    heads = "船闸通了\n沿岸三个老码头又热闹起来\n——白沙镇疏通旧河道见闻\n"
    after = "本报讯（记者 温砚青）入夏以来，从上游下来的竹筏一天比一天多，码头上又有了挑夫。\n"
    assert cleaner.clean(before + "\n" + heads * 2 + after) == before + "\n" + heads + after
