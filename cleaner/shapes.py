"""What a line is by its own shape: a fence, ``（一）``, ``□本报记者``; and what a line makes of the lines beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

import regex

from cleaner.document import cells
from cleaner.patterns import lazily
from cleaner.rows import Rows
from cleaner.suspects import ANY, ITEM, NAME_LINE
from cleaner.suspects import BYLINE as MAY_BYLINE
from cleaner.suspects import CREDIT as MAY_CREDIT
from cleaner.suspects import DATELINE as MAY_DATELINE
from cleaner.suspects import SPEECH as MAY_SPEECH


class Role(StrEnum):
    """What a line is."""

    BLANK = "blank"
    CODE = "code"  # a fenced block with its fences, front matter, an HTML line
    TABLE = "table"
    HEADING = "heading"  # Markdown # or a setext underline's text
    LIST = "list"  # begins with a marker: -, •, 1., （一）, A., ①
    QUOTE = "quote"  # Markdown >
    RULE = "rule"  # ---, ***, ═══: a line without a letter or digit
    CONTENTS = "contents"  # a title, leader dots, a page number
    VERSE = "verse"
    FURNITURE = "furniture"  # running head, folio, editors' line; a footnote that cuts a sentence
    STATUTE = "statute"  # 第二百六十三条 …
    DATELINE = "dateline"  # 本报讯（记者 …）…: the first line of a body
    BYLINE = "byline"  # □本报记者 …
    CREDIT = "credit"  # 记者 … 摄, …供图, …融媒体中心 …
    JUMP = "jump"  # （上接1版）
    SPEECH = "speech"  # 甲：… as in an interview, a play, a hearing
    BODY = "body"


FENCE = lazily(r"\s{0,3}(`{3,}|~{3,})")
#: What no fence is followed by: a sentence (~~~。再看看…) or its own sign.
NO_INFO = lazily(r"[`\p{Han}，。、；：！？…]")
TABLE_ROW = lazily(r"\s*\|.*\|\s*$|[^|]+(\|[^|]+){2,}$")
TABLE_RULE = lazily(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$|\s*[-=+|]{5,}\s*$")
#: Tables drawn with box characters: ┌──┬──┐ │文化瓦│六十│
SETEXT = lazily(r"\s{0,3}(=+|-{3,})\s*")
BOX = frozenset(map(chr, range(0x2500, 0x2580)))
BOXED = lazily(r"[\u2500-\u257f].*[\u2500-\u257f]")
TABBED = lazily(r"[^\t]+\t+[^\t]+\t+[^\t]*")
#: A row of a table set with spaces: 土豆　　一级　　1.20　　本地
SPACED = lazily(r"\s*[^\s。，；]{1,16}(?:(?:\u3000{2,}| {3,})[^\s。，；]{1,16}){2,}\s*$")
NUMBER_CELL = lazily(r"(?<=\s)[-+]?\p{Nd}[\p{Nd},.%％]*(?=\s|$)")
#: A subtitle's times: 00:00:12,200 --> 00:00:15,000
TIMECODE = lazily(r"\s*\p{Nd}{1,2}:\p{Nd}{2}(:\p{Nd}{2})?[,.]\p{Nd}{2,3}\s*-->\s*\p{Nd}")
#: Markdown's #, and a short line in bold alone, as vision models write heads.
HEADING = lazily(r"\s{0,3}#{1,6}(\s|$|\p{Han})|\s{0,3}(\*\*|__)(?!\s)[^*_]{1,30}(?<![。！？!?；])\2[：:]?\s*$")
QUOTE = lazily(r"\s{0,3}>")
HTML = lazily(r"\s*</?[A-Za-z][^>]*>\s*$|\s*<!--|\s*<[a-z]+[^>]*>.*</[a-z]+>\s*$|\s*<(br|hr|img)\b")
IMAGE = lazily(r"\s*!?\[[^\]]*\]\([^)]*\)\s*$|\s*\[?!\[")
#: A rule is drawn with marks that end no sentence; a 。 alone on its line is the end of the paragraph above.
NO_WORD = lazily(r"[^\p{L}\p{N}，。、；：！？）”」』》…—,.;:!?)]+$|[-—─_*=·•.…]{3,}\s*$")
CONTENTS = lazily(r"[.．·…⋯‥]{4}[\s.．·…⋯‥]*+[（(]?\s*\p{N}++\s*[）)]?\s*$")
NUMERAL = "一二三四五六七八九十百千零〇两"
#: List markers. A digit must be followed by a mark that no number has: 1. 模板, not 1.5亿元; ①, （一）, （1）.
LIST = lazily(
    rf"""\s*(?:
      [-*+•●○■□▪◆◇★☆▲△►▶※·]\s+\S | [•●■▪◆◇★☆▲△►▶※]\S
    | [（(〔【]\s*(?:[{NUMERAL}]{{1,4}}|\p{{N}}{{1,3}}|[A-Za-z]|=)\s*[）)〕】]
    | [{NUMERAL}]{{1,4}}[、．.]
    | \p{{Nd}}{{1,3}}\s*(?:[、）)]|[.．](?!\p{{Nd}}))\s*(?!\p{{Nd}})
    | \p{{Nd}}{{1,2}}(?:\.\p{{Nd}}{{1,2}}){{1,3}}\s+(?![亿万千百億萬元％%℃吨噸公平米倍个個])\S
    | [\u2460-\u2473\u2474-\u2487\u3220-\u3229\u2776-\u277f]
    | [A-Da-d][.．、]\s*\S
    | 第[{NUMERAL}\p{{Nd}}]{{1,4}}[，、,](?!\p{{Nd}})
    )""",
    regex.X,
)
STATUTE = lazily(
    rf"\s*第\s*[{NUMERAL}\p{{Nd}}]{{1,9}}\s*[条條章节節编編款](之[{NUMERAL}]{{1,3}})?(?=[\s\u3000]|[^，。、的所和至]|$)"
)
DATELINE = lazily(
    r"\s*[（(]?(?:本报|本報|本刊|本台|新华社|新華社|中新社|央视网|中央社|据)?[^，。；]{0,12}?"
    r"(?:讯|訊|消息|电|電)\s*(?:[（(〔《]|\s)[^）)]{0,24}(?:记者|記者|通讯员|通訊員|实习生|见习|联播)|"
    r"\s*(?:本报|本報|新华社|新華社|中新社|本台|本刊)\p{Han}{0,6}\d{0,2}月?\d{0,2}日?(?:讯|訊|电|電)"
)
REPORTER = "记者|記者|通讯员|通訊員|特约撰稿|撰稿|实习生|见习记者|评论员|編譯|编译"
BYLINE = lazily(
    rf"\s*[□■○●◎▣]?\s*(?:本报|本報|本刊|新华社|新華社|首席|见习|特派|本台)?[^，。；：]{{0,10}}(?:{REPORTER})[\s　]*"
    rf"(?:\p{{Han}}{{1,4}}[\s　、]*){{1,6}}(?:文[／/]图|文并摄影)?\s*$"
)
CREDIT = lazily(
    r".{0,40}(?:摄|攝|供图|供圖|新华社发|新華社發|资料图片?|資料圖片?|文[／/]图|图片由.{1,30}提供|圖片由.{1,30}提供|融媒体中心\s*\p{Han}{2,4}(\s+\p{Han}{2,4})*)"
    r"(?:[（(][^）)]{1,20}[）)]|[／/].{1,12})?[）)]?\s*$"
)
#: （下转第3版） （上接1版） 紧接第二版: in brackets it may stand behind the last words or before the first; bare, only
#: on a line of its own. `on` and `back` say which way it leads, `page` where.
PAGE = r"第?\s*(?P<page>[A-Z]?\p{Nd}{1,3}|[一二三四五六七八九十]{1,3})\s*版"
JUMP_IN_BRACKETS = lazily(
    rf"[（(【\[〔]\s*(?:文)?(?:(?P<on>下?[转轉]接?)|(?P<back>[上紧緊]?接))\s*{PAGE}[^（）()\n]{{0,12}}[）)】\]〕]"
)
JUMP_BARE = lazily(rf"[▲▼△▽■□◆◇→↓>]*\s*(?:(?P<on>下[转轉])|(?P<back>[上紧緊]接))\s*{PAGE}[▲▼△▽■□◆◇→↓<]*")
#: A part in a play or a rite: 宣誓人（众）：
PLAYER = r"\p{Han}{2,4}[（(]\p{Han}{1,4}[）)][：:]"
SPEECH = lazily(rf"\s*(?:(?:问|答|問|\p{{Han}}{{2,4}}|[A-Z])[：:]|{PLAYER})(?=\S)")
HAN = lazily(r"\p{Han}")
#: Every credit has one of these.
CREDITS = frozenset("摄攝图圖发發体")
LIST_HEADS = frozenset("第" + NUMERAL)
NEWS_WORDS = ("讯", "訊", "消息", "电", "電")


def shape(text: str, flags: int = ANY) -> Role:
    """The role that a line has by its own shape. `flags` say what it may be, as far as that is known (`suspects`)."""
    head = text.lstrip()[:1]
    if not flags & ANY:
        return _flagged_shape(text, head, flags)
    if head in BOX and BOXED.search(text):
        return Role.TABLE
    if not HAN.match(head) and (role := _marked_shape(text)):
        return role
    if "|" in text and TABLE_ROW.match(text):
        return Role.TABLE
    if BOXED.search(text):
        return Role.TABLE
    if "\t" in text and TABBED.match(text):
        return Role.TABLE
    if ("\u3000\u3000" in text or "   " in text) and NUMBER_CELL.search(text) and SPACED.match(text):
        return Role.TABLE
    if CONTENTS.search(text):
        return Role.CONTENTS
    if head == "第" and STATUTE.match(text):
        return Role.STATUTE
    if "版" in text and is_jump(text):
        return Role.JUMP
    if (not HAN.match(head) or head in LIST_HEADS) and LIST.match(text):
        return Role.LIST
    if any(word in text[:24] for word in NEWS_WORDS) and DATELINE.match(text):
        return Role.DATELINE
    if len(text) <= NAME_LINE:
        if BYLINE.match(text):
            return Role.BYLINE
        if CREDIT.match(text) and cells(text) <= 64:
            return Role.CREDIT
    if ("：" in text[:10] or ":" in text[:10]) and SPEECH.match(text):
        return Role.SPEECH
    return Role.BODY


def _flagged_shape(text: str, head: str, flags: int) -> Role:
    """`shape` of a line that may be no more than `flags` say: the same order, without what needs no asking."""
    if flags & ITEM:
        if head == "第" and STATUTE.match(text):
            return Role.STATUTE
        if LIST.match(text):
            return Role.LIST
    if flags & MAY_DATELINE and DATELINE.match(text):
        return Role.DATELINE
    if flags & MAY_BYLINE and BYLINE.match(text):
        return Role.BYLINE
    if flags & MAY_CREDIT and CREDIT.match(text) and cells(text) <= 64:
        return Role.CREDIT
    if flags & MAY_SPEECH and SPEECH.match(text):
        return Role.SPEECH
    return Role.BODY


def is_jump(text: str) -> bool:
    """Whether the line is a jump line and nothing else."""
    text = text.strip()
    return JUMP_BARE.fullmatch(text) is not None or JUMP_IN_BRACKETS.fullmatch(text) is not None


def _marked_shape(text: str) -> Role | None:
    """The role of a line that begins with no Han, as far as a mark at its beginning gives it."""
    for pattern, role in (
        (HEADING, Role.HEADING),
        (QUOTE, Role.QUOTE),
        (NO_WORD, Role.RULE),
        (HTML, Role.CODE),
        (IMAGE, Role.CODE),
        (TIMECODE, Role.TABLE),
    ):
        if pattern.match(text):
            return role
    return None


def mark_code(rows: Rows, roles: list[Role]) -> None:
    """Fenced blocks, closed or running to the end, and YAML front matter."""
    maybe = rows.headed("`~") if "```" in rows.text or "~~~" in rows.text else []
    for first, end in fences(maybe, rows.whole, len(roles)):
        roles[first:end] = [Role.CODE] * (end - first)
    if len(rows) and rows.bare(0) == "---":
        end = front_matter([rows.whole(index) for index in range(min(len(rows), FRONT))])
        roles[:end] = [Role.CODE] * end


def fences(lines: Iterable[int], text: Callable[[int], str], count: int) -> Iterator[tuple[int, int]]:
    """The fenced blocks of `count` lines, closed or running to the end: the first line and the one behind the last.

    `lines` are the numbers, rising, of those that may be a fence, and `text` gives what one of them reads.
    """
    fence, opened = "", 0
    for index in lines:
        line = text(index)
        match = FENCE.match(line)
        if fence and match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
            yield opened, index + 1
            fence = ""
        elif not fence and match and not NO_INFO.search(line[match.end() :]):
            fence, opened = match[1], index
    if fence:
        yield opened, count


def fenced(texts: Sequence[str]) -> list[bool]:
    """Of each of a document's lines, whether it stands in a fenced block or in front matter."""
    inside = [False] * len(texts)
    for first, end in fences(range(len(texts)), texts.__getitem__, len(texts)):
        inside[first:end] = [True] * (end - first)
    end = front_matter(texts[:FRONT])
    inside[:end] = [True] * end
    return inside


#: Lines in which front matter ends.
FRONT = 60


def front_matter(texts: Sequence[str]) -> int:
    """How many of `texts`, the first lines of a document, are YAML front matter."""
    if not texts or texts[0].strip() != "---":
        return 0
    end = next((i for i in range(1, len(texts)) if texts[i].strip() in ("---", "...")), None)
    plain = end is not None and all(":" in t or not t.strip() or t[:1] in " -" for t in texts[1:end])
    return end + 1 if end is not None and plain else 0


def mark_wrapped_credits(rows: Rows, roles: list[Role]) -> None:
    """A caption whose credit is wrapped: …种植大棚。新 / 华社发."""
    short = ((rows.bare_end - rows.bare_start <= 6) & ~rows.blank).nonzero()[0].tolist()
    for below in short:
        index = below - 1
        if below and roles[index] is Role.BODY and roles[below] is Role.BODY:
            both = rows.bare(index) + rows.bare(below)
            if CREDITS.isdisjoint(both):
                continue
            if cells(both) <= 64 and CREDIT.match(both) and not CREDIT.match(rows.whole(below)):
                roles[index] = Role.CREDIT


def mark_setext(rows: Rows, roles: list[Role]) -> None:
    """A line over === or --- is a heading; a row over |---|---| is a table's head."""
    reach = 0  # the line in which the last table ended
    for index in rows.wordless:
        if index < reach or not index or roles[index - 1] is Role.BLANK or roles[index] is Role.CODE:
            continue
        text = rows.whole(index)
        if SETEXT.fullmatch(text) and cells(rows.whole(index - 1)) <= 80:
            roles[index - 1] = Role.HEADING
            roles[index] = Role.RULE
        elif TABLE_RULE.match(text) and "|" in text:
            for row in (index - 1, index, *range(index + 1, len(rows))):
                reach = row
                if "|" not in rows.whole(row):
                    break
                roles[row] = Role.TABLE
