"""What stands between paragraphs in a newspaper: headlines, bylines, subheads, captions, running heads, folios.

All names are made up from parts; headlines are cut from the text's own sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from benchmarks.corpus import Block

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = ("志强", "丽", "晓东", "雅琴", "建国", "婷婷", "一鸣", "雪", "海波", "思远", "立", "文博", "娜", "振华", "小雨")
PAPERS = ("江城晚报", "滨海日报", "山城早报", "东湖周刊", "南岭日报", "北塘新闻", "云岭都市报", "沙洲日报")
PAPERS_TRADITIONAL = ("江城晚報", "濱海日報", "東湖週刊", "南嶺日報")
SECTIONS = ("要闻", "综合", "经济", "民生", "文体", "区县", "科教")
SECTIONS_TRADITIONAL = ("要聞", "綜合", "經濟", "民生", "文教")
WEEKDAYS = "一二三四五六日"

_CLAUSE = re.compile(r"[，。；：！？、]")


def name(rng: random.Random) -> str:
    """A person who does not exist."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def byline(rng: random.Random, traditional: bool) -> str:
    """A line that says who wrote it."""
    names = " ".join(name(rng) for _ in range(rng.choice((1, 1, 2, 3))))
    if traditional:
        return f"{rng.choice(('記者', '本報記者'))} {names}"
    return rng.choice((f"□本报记者 {names}", f"本报记者 {names}", f"记者 {names} 文/图", f"□{names}"))


def headline(text: str, rng: random.Random) -> str:
    """A headline out of the clauses of a paragraph; empty where it has none that would do."""
    clauses = [
        c.strip() for c in _CLAUSE.split(text) if 5 <= len(c.strip()) <= 14 and not re.search(r"[（）“”「」《》]", c)
    ]
    if not clauses:
        return ""
    one = rng.choice(clauses)
    return f"{one} {rng.choice(clauses)}" if rng.random() < 0.3 else one


def caption(text: str, rng: random.Random, traditional: bool) -> str:
    """A picture's caption, with or without its credit."""
    head = headline(text, rng)
    if not head:
        return ""
    credit = (
        f"記者{name(rng)}攝"
        if traditional
        else rng.choice((f"记者 {name(rng)} 摄", "资料图片", f"通讯员 {name(rng)} 摄/供图"))
    )
    return f"{head}。{credit}" if rng.random() < 0.8 else f"{head}。"


def with_extras(blocks: list[Block], rng: random.Random, traditional: bool) -> list[Block]:
    """`blocks` as a page: a headline and a byline now and then, subheads, captions, datelines."""
    out: list[Block] = []
    for n, block in enumerate(blocks):
        if block.role == "body" and len(block.text) > 60:
            chance = rng.random()
            head = headline(block.text, rng)
            if head and (n == 0 or chance < 0.12):
                out += [Block("head", head), Block("head", byline(rng, traditional))]
                if not traditional and rng.random() < 0.6:
                    block = Block("body", f"本报讯（记者 {name(rng)}）{block.text}")
            elif head and chance < 0.24:
                out.append(Block("head", head))
            elif chance < 0.32:
                text = caption(block.text, rng, traditional)
                out += [Block("head", text)] if text else []
        out.append(block)
    return out


def furniture_pair(rng: random.Random, traditional: bool) -> tuple[Callable[[int], str], Callable[[int], str]]:
    """A running head and a folio, each a function of the page."""
    paper = rng.choice(PAPERS_TRADITIONAL if traditional else PAPERS)
    section = rng.choice(SECTIONS_TRADITIONAL if traditional else SECTIONS)
    day = f"202{rng.randrange(1, 7)} 年 {rng.randrange(1, 13)} 月 {rng.randrange(1, 29)} 日 星期{rng.choice(WEEKDAYS)}"
    heads: tuple[Callable[[int], str], ...] = (
        lambda page: f"{paper}  {day}  {section}",
        lambda page: f"{paper} {section} {page} 版",
        lambda page: f"{page}  {paper}",
        lambda page: paper,
    )
    folios: tuple[Callable[[int], str], ...] = (
        lambda page: str(page),
        lambda page: f"- {page} -",
        lambda page: f"第 {page} 页" if not traditional else f"第 {page} 頁",
        lambda page: f"{page} / 96",
    )
    return rng.choice(heads), rng.choice(folios)
