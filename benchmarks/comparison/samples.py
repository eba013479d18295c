"""One defect a line, with what it should become: each kind of work that one of the tools is made for.

Where a tool's house style and not a defect is the matter, the wanted text is that style's.
"""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """A kind of work, a text that needs it, and the text wanted."""

    work: str
    text: str
    wanted: str


_WRAPPED = """三月的北坡茶园，头一茬新芽刚刚冒尖，采
茶的人就已经上了山。合作社的账房先生说，
今年雨水匀，开采比往年早了一周，头三天收
青叶两千多斤，全部当天制完，送到县城的茶
行里去了。
"""

SAMPLES = (
    Sample(
        "fake bold: each character twice",
        "岚岚港港新新码码头头昨昨日日清清晨晨七七点点开开航航",
        "岚港新码头昨日清晨七点开航",
    ),
    Sample(
        "a clause that loops",
        "镇里新铺供水管道四十公里，镇里新铺供水管道四十公里，镇里新铺供水管道四十公里，惠及九个村。",
        "镇里新铺供水管道四十公里，惠及九个村。",
    ),
    Sample("a sentence twice", "渡船票价统一为两元。渡船票价统一为两元。明年不变。", "渡船票价统一为两元。明年不变。"),
    Sample("lines of a column", _WRAPPED, _WRAPPED.replace("\n", "") + "\n"),
    Sample(
        "a paragraph twice",
        "茶馆的掌柜每天清早生火，竹筐里装着刚摘的枇杷。\n\n清晨六点，渡口已经排起了队。\n\n"
        "茶馆的掌柜每天清早生火，竹筐里装着刚摘的枇杷。\n\n船老大说，今年水位比往年高。\n",
        "茶馆的掌柜每天清早生火，竹筐里装着刚摘的枇杷。\n\n清晨六点，渡口已经排起了队。\n\n船老大说，今年水位比往年高。\n",
    ),
    Sample("a comma twice", "会上签约的项目，，涵盖装备制造。", "会上签约的项目，涵盖装备制造。"),
    Sample("a radical for a character", "茶厂今年改⽤新窑，产量翻番。", "茶厂今年改用新窑，产量翻番。"),
    Sample("an invisible character", "渡口改建\u200b工程昨日动工。", "渡口改建工程昨日动工。"),
    Sample("UTF-8 read as GBK", "浠婂ぉ涓嬪崍鍋滆埅", "今天下午停航"),
    Sample("UTF-8 read as Latin-1, Chinese", "今天下午停航".encode().decode("latin-1"), "今天下午停航"),
    Sample("UTF-8 read as Windows-1252, a French word", "La crÃ¨me brÃ»lÃ©e du cafÃ©", "La crème brûlée du café"),
    Sample("HTML entities", "Tom &amp; Jerry &lt;1940&gt;", "Tom & Jerry <1940>"),
    Sample("half-width marks between Chinese", "山路之长,长过水路.", "山路之长，长过水路。"),
    Sample("style: a space between Chinese and Latin", "读者用iPad看报纸。", "读者用 iPad 看报纸。"),
    Sample("traditional to simplified", "頭髮長了，去渡口的理髮店。", "头发长了，去渡口的理发店。"),
    Sample("reduplication: nothing to mend", "天天高高兴兴，个个研究研究。", "天天高高兴兴，个个研究研究。"),
    Sample(
        "a refrain: nothing to mend",
        "摇啊摇，摇到外婆桥，\n外婆叫我好宝宝。\n摇啊摇，摇到外婆桥，\n外婆叫我好宝宝。\n",
        "摇啊摇，摇到外婆桥，\n外婆叫我好宝宝。\n摇啊摇，摇到外婆桥，\n外婆叫我好宝宝。\n",
    ),
)
