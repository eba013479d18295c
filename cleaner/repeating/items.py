"""An enumeration with the same item twice in a row: 公共停车场、公共停车场、公园. Usually one of them is misread."""

from __future__ import annotations

import re

from cleaner.language.meant import takes_turns
from cleaner.language.numbers import number
from cleaner.model import Safety
from cleaner.patterns import lazily
from cleaner.repeating.judging import Suspect, judged
from cleaner.repeating.loops import CONFIDENCE, Loop, Stretch, pieces
from cleaner.repeating.squeezed import Squeezed, han

#: What may stand before the first item of an enumeration, besides a mark: 在公共停车场、…
LEADING = frozenset(
    "在对對从從向由将將把为為与與和及或的了是到于於括盖蓋含有如等以经經至达達过過往赴访訪进進入抵连連接这這那该該"
)
BEHIND = "、，。；：！？,;等和与與及以或（(”」》—…"
CLAUSE_END = lazily(r"[，。；：！？,;:!?]")
NUMERAL = "0-9〇零一二两兩三四五六七八九十百"
COUNT_BEHIND = lazily(rf"等共?计?([{NUMERAL}]+)[^，。；、\d]")
MEASURES = "大个個条條家项項种種名位座所处處类類款省市区區县縣国國镇鎮村人对對支批"
COUNT_BEFORE = lazily(rf"([{NUMERAL}]+)[{MEASURES}]")
SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘"
    "蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛段雷龙龍史陶"
    "黎贺賀毛郝龚龔邵万萬钱錢"
)


def repeated_item(text: Squeezed, part: Stretch) -> Loop | None:
    """The item of `part` that stands again behind a 、, or None."""
    string, period = text.text, part.period
    size = period - 1
    for start in range(part.start, min(part.start + period, part.end)):
        first_end = start + size
        if first_end >= part.end or string[first_end] != "、":
            continue
        item = string[start:first_end]
        copies = (part.end - start - size) // period + 1
        end = start + (copies - 1) * period + size
        if copies < 2 or "、" in item or CLAUSE_END.search(item) or not han(item) >= 2 or 2 * han(item) < len(item):
            continue
        before = string[start - 1] if start else "。"
        behind = string[end] if end < len(string) else "。"
        if behind not in BEHIND or not (before in LEADING or (not han(before) and not before.isalnum())):
            continue
        # 预算数、预算数与执行数的比率: the second goes with what it is compared to.
        speaks, count = (True, False) if behind in "与與" else _speaks_against(string, start, end, item, copies)
        safety = Safety.SHOWN if speaks else Safety.RISKY
        loop = None if speaks else _loop_of_items(text, start, end, period, copies)
        gone = pieces(start + period, end + 1, period) if behind == "、" else pieces(first_end, end, period)
        kept = (start, start + period) if behind == "、" else (start, start + period + size)
        if behind != "、":
            # The mark behind the last one stays, so 、X goes; the copy that holds it is the first with its mark.
            kept = (start - 1, first_end) if before == "、" else (start, first_end)
        if loop:
            return Loop("looped-clause", start, end, kept, gone, copies, loop, CONFIDENCE[loop])
        confidence = 0.3 if speaks else (0.9 if count else 0.75)
        return Loop("repeated-item", start, end, kept, gone, copies, safety, confidence)
    return None


def _loop_of_items(text: Squeezed, start: int, end: int, period: int, copies: int) -> Safety | None:
    """Three times and more an item is no slip of one reading, but a loop as of clauses; how far it may be trusted."""
    if copies < 3:
        return None
    unit = text.text[start : start + period]
    safety = judged(text, Suspect(start, end, period, unit, copies, True, False))
    return safety if safety is Safety.SAFE else None


def _is_name(item: str) -> bool:
    return len(item) in (2, 3) and item[0] in SURNAMES


def _speaks_against(text: str, start: int, end: int, item: str, copies: int) -> tuple[bool, bool]:
    """Whether anything says that the item is meant to stand there again; and whether a count says it is not."""
    left = max((m.end() for m in CLAUSE_END.finditer(text, max(0, start - 300), start)), default=max(0, start - 300))
    close = CLAUSE_END.search(text, end, end + 300)
    right = close.start() if close else min(len(text), end + 300)
    clause = text[left:right]
    listed = re.split(r"等[^、]{0,12}$", clause)[0]
    items = [i for i in re.split("、|以及|和|与|及", listed) if i]
    if sum(i.endswith(item) or i.startswith(item) for i in items) > copies:
        return True, False
    if _is_name(item) and any(_is_name(i) and i != item for i in items):
        return True, False
    if takes_turns(text[max(0, start - 30) : start]):
        return True, False  # 三人分别来自东江大学、东江大学、西江大学
    count = COUNT_BEHIND.search(clause, end - left)
    told = number(count[1]) if count else 0
    if not told and text[left - 1 : left] in ("：", ":"):
        ahead = list(COUNT_BEFORE.finditer(text, max(0, left - 40), left))
        told = number(ahead[-1][1]) if ahead else 0
    if not told:
        return False, False
    rest = len(items) - (copies - 1)
    # Of fifty in a row that a count of five follows, not even the count needs one more.
    return rest < told <= len(items), told == rest or told < len(items) // 2
