"""Invented news for the tests: sentences put together from words of our own."""

from __future__ import annotations

import random

PLACES = ("柳镇", "青川港", "石桥村", "梅岭", "白沙渡", "云台乡", "枫林镇", "北溪口", "双塔里", "杏花坞")
PEOPLE = ("林晓岚", "周木匠", "顾老师", "程船长", "罗会计", "陶医生", "许邮差", "沈裁缝", "唐校长", "乔渔夫")
DEEDS = (
    "修好了通往后山的石板路", "把旧仓库改成了图书室", "在河堤上种下一排柳树", "给码头换了新的灯", "教孩子们做风筝",
    "清理了淤塞多年的水渠", "为渡船添置了救生衣", "收集散落在各家的老照片", "替邻居修补漏雨的屋顶",
    "开办了夜间的识字班",
    "请来外地师傅烧制瓦片", "记录每天的潮水和风向", "在集市口摆出自家的蜂蜜", "组织青年疏浚村边小溪",
)  # fmt: skip
TIMES = ("去年入秋以后", "今年开春", "昨日清晨", "连日大雨过后", "入冬之前", "赶集那天", "夏收刚过", "中秋前夕")
VIEWS = (
    "大家都说这件事办得踏实", "来往的客人停下来观看", "账目贴在祠堂门口供人查阅", "年纪大的人想起从前的光景",
    "孩子们放学后常去那里玩", "外村的人也赶来学习做法", "费用由各家自愿分担", "余下的木料留作修桥之用",
)  # fmt: skip


def sentence(rng: random.Random) -> str:
    """A sentence of 30 to 50 characters."""
    who, where = rng.choice(PEOPLE), rng.choice(PLACES)
    return f"{rng.choice(TIMES)}，{where}的{who}{rng.choice(DEEDS)}，{rng.choice(VIEWS)}，{rng.choice(VIEWS)}。"


def paragraph(rng: random.Random, sentences: int = 3) -> str:
    """Some sentences in one line."""
    return "".join(sentence(rng) for _ in range(sentences))


def document(rng: random.Random, paragraphs: int = 3) -> str:
    """A headline and paragraphs."""
    title = f"{rng.choice(PLACES)}{rng.choice(('见闻', '纪事', '短讯', '来信'))}"
    return "\n\n".join([title, *(paragraph(rng) for _ in range(paragraphs))]) + "\n"


def changed(text: str, count: int, rng: random.Random) -> str:
    """`text` with `count` of its Han replaced by another, as a bad scan would."""
    places = rng.sample([n for n, c in enumerate(text) if "\u4e00" <= c <= "\u9fff"], count)
    chars = list(text)
    for n in places:
        chars[n] = rng.choice("囗冂凵匚匸厶卩廴彡夂")
    return "".join(chars)
