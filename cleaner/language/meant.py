"""Whether a repetition is meant: said three times, called, sung, prayed, counted out.

What is repeated and what stands around it tell, not how often: a pupil writes 我再也不迟到了 five times, and a reading
engine a clause of a report. The words looked for are data: ``data/meant.txt``, written by hand for this project.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise

from cleaner.language.bigrams import affinity
from cleaner.language.words import is_word
from cleaner.patterns import lazily

#: How far around a repetition signs are looked for, in characters: half a sentence.
AROUND = 60

#: A sentence before that is looked at too, where the repetition begins its own.
OPENED = 12

#: A call has no more Chinese characters than this.
LONGEST_CALL = 24

#: What is said, sung or written several times and told of in the same sentence has no more.
LONGEST_SONG = 60

#: A short clause, in Chinese characters, as people repeat them.
SHORT = 14

#: What is entered in a list once for each has no more.
LONGEST_ENTRY = 10

#: So often a thing may be said by people in print; more often only by machines.
MOST_SPOKEN = 9

#: Of so many pairs of characters or more, this share must be words for a text to read as Chinese: in news it is 70 of
#: 100, of characters at random 8.
LEAST_PAIRS, WORDS = 4, 0.15

QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", '"': '"'}
_HAN = lazily(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMERAL = "[0-9０-９一二三四五六七八九十百千两兩几幾数數多好许許上無无]"
_CLAUSE = lazily(r"[，、；：。！？,;:!?…—“”‘’「」『』（）()]+")
#: 问：, 案由：, 主席： at the beginning of a unit or of a clause in it.
LABEL = lazily(r"(?:^|[，。；！？])[^，。；！？：:]{1,6}[：:](?=.)")
#: 日复一日, 一年又一年, 摇啊摇. Not 扫一扫, which any report has.
_DOUBLED = lazily(r"(.)(?:[复復][一]|[啊呀呵])\1|一(.)[又接]一?\2")
#: 他一边走一边说，
_SAID = lazily(r"[说說道讲講想喊问問唱念唸叫答][着著道]?[，,：:]$|[说說讲講想喊唱念唸写寫][着著道]$")
_ENTRY = lazily(
    r"[0-9０-９〇一二三四五六七八九十百千万萬两兩半]+[元角分盒个個件斤两兩吨噸张張块塊本支枝只隻头頭名位瓶袋包箱份套台臺辆輛株棵匹票]$"
)
_STOP = lazily(r"[。！？!?]")


@cache
def words(section: str) -> frozenset[str]:
    """The words of one section of ``data/meant.txt``; of a section of single characters, those."""
    text = (resources.files("cleaner.language") / "data" / "meant.txt").read_text(encoding="utf-8")
    for part in text.split("\n[")[1:]:
        head, _, body = part.partition("\n")
        if head.partition("]")[0] == section:
            return frozenset(body.split())
    raise KeyError(section)


@cache
def _any_of(section: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words(section)), key=len, reverse=True)))


@cache
def _counted() -> re.Pattern[str]:
    """念三遍, 连喊了好几声, 重复十次: said so often. 多次 and 一句 alone are ordinary in any report."""
    verbs = "".join(sorted(words("speak")))
    return re.compile(
        rf"{_NUMERAL}{{1,3}}[遍声聲](?![^\W\d_]*[称稱])|[{verbs}][了过過]?(?!一){_NUMERAL}{{1,3}}[次回句]|"
        rf"{_NUMERAL}{{1,3}}[次回][{verbs}]"
    )


@cache
def _deed() -> re.Pattern[str]:
    """A clause that ends with so many times, minutes, stitches: 揉面十分钟, 上针两针."""
    return re.compile(rf"[0-9０-９一二三四五六七八九十百两兩半]+(?:{_any_of('deed').pattern})$")


def sign_of_meaning(text: str, start: int, end: int, unit: str, spoken: bool = True) -> str:
    """What says that ``text[start:end]``, `unit` several times, is meant so; ``""`` where nothing does.

    `text` has no white space; `unit` has its last mark, if there is one. Unless `spoken`, what people say, do or sing
    now and then is no sign: nobody says a thing fifty times in print, or stops in the middle of it. The answer is a
    word for people who look: "quoted", "called" …
    """
    turns = -(-(end - start) // max(1, len(unit)))
    return _in_itself(unit, turns, spoken) or _around(text, start, end, unit, spoken)


def is_terse(unit: str) -> bool:
    """Whether `unit` is put as reports put things, without the small words of speech and song: 实施城乡居民增收计划."""
    return not any(char in unit for char in _chars("small"))


def _in_itself(unit: str, turns: int, spoken: bool) -> str:
    bare = _CLAUSE.sub("", unit)
    size = len(_HAN.findall(bare))
    clauses = [part for part in _CLAUSE.split(unit) if part]
    if not bare:
        return ""
    if size <= LONGEST_CALL and _any_of("call").search(unit):
        return "called"
    if not reads(bare) and size <= LONGEST_CALL:
        return "no words"  # 唵嘛呢叭咪吽
    if not spoken:
        return ""
    if any(clause[-1] in _chars("particle") for clause in clauses if size <= LONGEST_CALL):
        return "spoken"
    if size <= SHORT and any(char in bare for char in _chars("person")) and bare[-1] in _chars("done"):
        return "spoken"  # 我再也不迟到了
    if size <= LONGEST_CALL and LABEL.search(unit):
        return "labelled"  # 问：… 答：…
    if size <= LONGEST_CALL and turns <= 3 and _any_of("formula").search(unit):
        return "a formula"
    if size <= SHORT and any(char in bare for char in _chars("person")) and _any_of("ask").search(unit):
        return "spoken"
    if size <= SHORT and _DOUBLED.search(unit):
        return "a saying"
    # 跪，起；跪，起; 上针两针，下针两针; 揉面十分钟，醒面十分钟
    short = all(len(_HAN.findall(clause)) <= 3 for clause in clauses)
    if (
        len(clauses) > 1
        and not unit.strip().endswith("、")
        and not set(_CLAUSE.findall(unit)) - set("，；,;！!")
        and short
    ):
        return "a rite or a drill"
    if size <= LONGEST_CALL and sum(bool(_deed().search(clause)) for clause in clauses) * 2 > len(clauses):
        return "steps"
    if size <= LONGEST_ENTRY and unit[-1] not in "。！？" and _ENTRY.search(bare):
        return "entries"  # 支付运费三百元, 桂花糕两盒
    return ""


@cache
def _chars(section: str) -> frozenset[str]:
    return frozenset("".join(words(section)))


def _around(text: str, start: int, end: int, unit: str, spoken: bool) -> str:
    size = len(_HAN.findall(unit))
    if _quoted(text, start, end):
        return "quoted"
    whole = unit[-1:] in "，。；！？、,;!?" or not text[end : end + 1].isalnum()
    if spoken and whole and size <= LONGEST_CALL and start and text[start - 1] in "：:":
        return "introduced"  # 鹦鹉学舌：…
    if spoken and size <= SHORT and start and _is_said(text[max(0, start - 4) : start]):
        return "said so"
    before, behind = _sentence_before(text, start), _sentence_behind(text, end)
    if behind.startswith(("…", "——", "⋯")) or text[max(0, end - 2) : end] in ("……", "——"):
        return "trails off"
    for near in (before, behind):
        found = (_any_of("voice").search(near) if size <= LONGEST_SONG else None) or (
            _counted().search(near) if size <= LONGEST_CALL else None
        )
        if found:
            return "said so"
    return ""


def _is_said(before: str) -> bool:
    """Whether `before` ends in 他说，. Not in 理念， or 频道，, which are words."""
    found = _SAID.search(before)
    return found is not None and not is_word(before[max(0, found.start() - 1) : found.start() + 1])


def _sentence_before(text: str, start: int) -> str:
    near = text[max(0, start - AROUND) : start]
    stops = [match.end() for match in _STOP.finditer(near)]
    if stops and len(near) - stops[-1] < OPENED:
        stops.pop()
    return near[stops[-1] :] if stops else near


def _sentence_behind(text: str, end: int) -> str:
    near = text[end : end + AROUND]
    stop = _STOP.search(near, min(2, len(near)))
    if stop is None:
        return near
    # 快开闸！快开闸！”他连声喊道。: the mark is the last cry's own.
    rest = near[stop.end() : stop.end() + 1]
    return near if rest and rest in QUOTES.values() else near[: stop.start()]


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether the repetition is all that stands between a pair of quotation marks, or of title marks."""
    opener = text[start - 1 : start]
    closer = QUOTES.get(opener)
    # 「它能」以及「它能」以及 has quotations inside.
    return closer is not None and closer in text[end : end + 3] and opener not in text[start:end]


def reads(text: str) -> bool:
    """Whether `text` has words in it, or is short, or not Chinese. 唵嘛呢叭咪吽 has none, 波罗揭谛 hardly any."""
    pairs = [(a, b) for a, b in pairwise(text) if _HAN.match(a) and _HAN.match(b)]
    if len(pairs) < LEAST_PAIRS:
        return True
    return sum(affinity(a, b) >= 2 or is_word(a + b) for a, b in pairs) >= WORDS * len(pairs)


def takes_turns(near: str) -> bool:
    """Whether `near` says that several have the same, one after the other: 三人分别来自…, 均为…"""
    return _any_of("turns").search(near) is not None
