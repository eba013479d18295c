"""What each line of a text is. Recognised once a view, and used by every detector.

Roles come from shapes (a Markdown fence, ``（一）``, ``□本报记者``), from neighbours (equal lines of verse) and from
repetition (running heads). Where the evidence is thin a line is BODY.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import regex

from cleaner.document import Line, cells
from cleaner.footnotes import footnotes
from cleaner.furniture import Proof, proofs
from cleaner.verse import verse_lines
from cleaner.views import View


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


#: Lines that keep their breaks, whatever stands around them.
FIXED = frozenset({Role.CODE, Role.TABLE, Role.HEADING, Role.QUOTE, Role.RULE, Role.CONTENTS, Role.VERSE, Role.JUMP})

#: Lines that no duplicate rule looks at.
NOT_TEXT = frozenset({Role.BLANK, Role.CODE, Role.TABLE, Role.RULE, Role.CONTENTS, Role.FURNITURE, Role.CREDIT})

#: Line beginnings that open a paragraph of their own.
OPENING = frozenset(
    {Role.LIST, Role.STATUTE, Role.DATELINE, Role.BYLINE, Role.CREDIT, Role.JUMP, Role.SPEECH, Role.HEADING, Role.QUOTE}
)


@dataclass(frozen=True, slots=True)
class StructLine:
    """A line with its role. `text` is the content as it stands; `indent` and `width` are in cells."""

    line: Line
    text: str
    role: Role
    indent: int
    width: int  # with the indent, without trailing white space
    proof: Proof | None = None  # what shows that it is furniture

    @property
    def bare(self) -> str:
        """The content without white space at either end."""
        return self.text.strip()


FENCE = regex.compile(r"\s{0,3}(`{3,}|~{3,})")
#: What no fence is followed by: a sentence (~~~。再看看…) or its own sign.
NO_INFO = regex.compile(r"[`\p{Han}，。、；：！？…]")
TABLE_ROW = regex.compile(r"\s*\|.*\|\s*$|[^|]+(\|[^|]+){2,}$")
TABLE_RULE = regex.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$|\s*[-=+|]{5,}\s*$")
#: Tables drawn with box characters: ┌──┬──┐ │文化瓦│六十│
SETEXT = regex.compile(r"\s{0,3}(=+|-{3,})\s*")
BOX = frozenset(map(chr, range(0x2500, 0x2580)))
BOXED = regex.compile(r"[\u2500-\u257f].*[\u2500-\u257f]")
TABBED = regex.compile(r"[^\t]+\t+[^\t]+\t+[^\t]*")
#: A row of a table set with spaces: 土豆　　一级　　1.20　　本地
SPACED = regex.compile(r"\s*[^\s。，；]{1,16}(?:(?:\u3000{2,}| {3,})[^\s。，；]{1,16}){2,}\s*$")
NUMBER_CELL = regex.compile(r"(?<=\s)[-+]?\p{Nd}[\p{Nd},.%％]*(?=\s|$)")
#: A subtitle's times: 00:00:12,200 --> 00:00:15,000
TIMECODE = regex.compile(r"\s*\p{Nd}{1,2}:\p{Nd}{2}(:\p{Nd}{2})?[,.]\p{Nd}{2,3}\s*-->\s*\p{Nd}")
#: Markdown's #, and a short line in bold alone, as vision models write heads.
HEADING = regex.compile(r"\s{0,3}#{1,6}(\s|$|\p{Han})|\s{0,3}(\*\*|__)(?!\s)[^*_]{1,30}(?<![。！？!?；])\2[：:]?\s*$")
QUOTE = regex.compile(r"\s{0,3}>")
HTML = regex.compile(r"\s*</?[A-Za-z][^>]*>\s*$|\s*<!--|\s*<[a-z]+[^>]*>.*</[a-z]+>\s*$|\s*<(br|hr|img)\b")
IMAGE = regex.compile(r"\s*!?\[[^\]]*\]\([^)]*\)\s*$|\s*\[?!\[")
#: A rule is drawn with marks that end no sentence; a 。 alone on its line is the end of the paragraph above.
NO_WORD = regex.compile(r"[^\p{L}\p{N}，。、；：！？）”」』》…—,.;:!?)]+$|[-—─_*=·•.…]{3,}\s*$")
CONTENTS = regex.compile(r"[.．·…⋯‥]{4}[\s.．·…⋯‥]*+[（(]?\s*\p{N}++\s*[）)]?\s*$")
NUMERAL = "一二三四五六七八九十百千零〇两"
#: List markers. A digit must be followed by a mark that no number has: 1. 模板, not 1.5亿元; ①, （一）, （1）.
LIST = regex.compile(
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
STATUTE = regex.compile(
    rf"\s*第\s*[{NUMERAL}\p{{Nd}}]{{1,9}}\s*[条條章节節编編款](之[{NUMERAL}]{{1,3}})?(?=[\s\u3000]|[^，。、的所和至]|$)"
)
DATELINE = regex.compile(
    r"\s*[（(]?(?:本报|本報|本刊|本台|新华社|新華社|中新社|央视网|中央社|据)?[^，。；]{0,12}?"
    r"(?:讯|訊|消息|电|電)\s*(?:[（(〔《]|\s)[^）)]{0,24}(?:记者|記者|通讯员|通訊員|实习生|见习|联播)|"
    r"\s*(?:本报|本報|新华社|新華社|中新社|本台|本刊)\p{Han}{0,6}\d{0,2}月?\d{0,2}日?(?:讯|訊|电|電)"
)
REPORTER = "记者|記者|通讯员|通訊員|特约撰稿|撰稿|实习生|见习记者|评论员|編譯|编译"
BYLINE = regex.compile(
    rf"\s*[□■○●◎▣]?\s*(?:本报|本報|本刊|新华社|新華社|首席|见习|特派|本台)?[^，。；：]{{0,10}}(?:{REPORTER})[\s　]*"
    rf"(?:\p{{Han}}{{1,4}}[\s　、]*){{1,6}}(?:文[／/]图|文并摄影)?\s*$"
)
CREDIT = regex.compile(
    r".{0,40}(?:摄|攝|供图|供圖|新华社发|新華社發|资料图片?|資料圖片?|文[／/]图|图片由.{1,30}提供|圖片由.{1,30}提供|融媒体中心\s*\p{Han}{2,4}(\s+\p{Han}{2,4})*)"
    r"(?:[（(][^）)]{1,20}[）)]|[／/].{1,12})?[）)]?\s*$"
)
#: （下转第3版） （上接1版） 紧接第二版: in brackets it may stand behind the last words or before the first; bare, only
#: on a line of its own. `on` and `back` say which way it leads, `page` where.
PAGE = r"第?\s*(?P<page>[A-Z]?\p{Nd}{1,3}|[一二三四五六七八九十]{1,3})\s*版"
JUMP_IN_BRACKETS = regex.compile(
    rf"[（(【\[〔]\s*(?:文)?(?:(?P<on>下?[转轉]接?)|(?P<back>[上紧緊]?接))\s*{PAGE}[^（）()\n]{{0,12}}[）)】\]〕]"
)
JUMP_BARE = regex.compile(rf"[▲▼△▽■□◆◇→↓>]*\s*(?:(?P<on>下[转轉])|(?P<back>[上紧緊]接))\s*{PAGE}[▲▼△▽■□◆◇→↓<]*")
#: A part in a play or a rite: 宣誓人（众）：
PLAYER = r"\p{Han}{2,4}[（(]\p{Han}{1,4}[）)][：:]"
SPEECH = regex.compile(rf"\s*(?:(?:问|答|問|\p{{Han}}{{2,4}}|[A-Z])[：:]|{PLAYER})(?=\S)")
HAN = regex.compile(r"\p{Han}")
LIST_HEADS = frozenset("第" + NUMERAL)
NEWS_WORDS = ("讯", "訊", "消息", "电", "電")
#: Code points to which a byline or a credit may run.
NAME_LINE = 90
TERMINAL = "。！？!?"
CLOSERS = "”’」』）》〉】〕］)]\"'"


def indent_of(text: str) -> int:
    """The white space that `text` begins with, in cells (U+3000 takes two, a tab four)."""
    width = 0
    for char in text:
        if char == "\u3000":
            width += 2
        elif char == "\t":
            width += 4
        elif char.isspace():
            width += 1
        else:
            break
    return width


def structure(view: View) -> list[StructLine]:
    """The lines of `view` with their roles. Call it as ``view.memo(structure)``."""
    lines = view.lines
    texts = [view.text[line.start : line.end] for line in lines]
    roles = [Role.BLANK if not text.strip() else shape(text) for text in texts]
    _mark_code(texts, roles)
    _mark_setext(texts, roles)
    _mark_wrapped_credits(texts, roles)
    barred = [_barred(role, text) for role, text in zip(roles, texts, strict=True)]
    furniture = proofs(lines, texts, barred, paged="\f" in view.text)
    furniture |= footnotes(lines, texts, furniture)
    for index in furniture:
        roles[index] = Role.FURNITURE
    for index in verse_lines(
        [t if r in (Role.BODY, Role.SPEECH, Role.BLANK) else None for t, r in zip(texts, roles, strict=True)]
    ):
        roles[index] = Role.VERSE
    return [
        StructLine(line, text, role, indent_of(text), cells(text.rstrip()), furniture.get(index))
        for index, (line, text, role) in enumerate(zip(lines, texts, roles, strict=True))
    ]


def _barred(role: Role, text: str) -> bool:
    """Whether the line cannot be furniture: code, a table, a quotation, a title underlined with ===."""
    return role in (Role.CODE, Role.TABLE, Role.QUOTE) or (role is Role.HEADING and text.lstrip()[:1] not in "#*_")


def shape(text: str) -> Role:
    """The role that a line has by its own shape. Most lines are prose: a glance at the first character tells."""
    head = text.lstrip()[:1]
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


def fenced(texts: Sequence[str]) -> list[bool]:
    """Of each of a text's lines, whether it stands in a fenced block or in front matter."""
    roles = [Role.BODY] * len(texts)
    _mark_code(texts, roles)
    return [role is Role.CODE for role in roles]


def _mark_code(texts: Sequence[str], roles: list[Role]) -> None:
    """Fenced blocks, closed or running to the end, and YAML front matter."""
    fence = ""
    for index, text in enumerate(texts):
        match = FENCE.match(text)
        if fence:
            roles[index] = Role.CODE
            if match and match[1].startswith(fence) and not text.strip().strip(fence[0]):
                fence = ""
        elif match and not NO_INFO.search(text[match.end() :]):
            fence = match[1]
            roles[index] = Role.CODE
    if texts and texts[0].strip() == "---":
        end = next((i for i in range(1, min(len(texts), 60)) if texts[i].strip() in ("---", "...")), None)
        if end is not None and all(":" in t or not t.strip() or t[:1] in " -" for t in texts[1:end]):
            roles[: end + 1] = [Role.CODE] * (end + 1)


def _mark_wrapped_credits(texts: Sequence[str], roles: list[Role]) -> None:
    """A caption whose credit is wrapped: …种植大棚。新 / 华社发."""
    for index in range(len(texts) - 1):
        if roles[index] is Role.BODY and roles[index + 1] is Role.BODY and len(texts[index + 1].strip()) <= 6:
            both = texts[index].strip() + texts[index + 1].strip()
            if cells(both) <= 64 and CREDIT.match(both) and not CREDIT.match(texts[index + 1]):
                roles[index] = Role.CREDIT


def _mark_setext(texts: Sequence[str], roles: list[Role]) -> None:
    """A line over === or --- is a heading; a row over |---|---| is a table's head."""
    for index in range(1, len(texts)):
        if roles[index - 1] is Role.BLANK or roles[index] is Role.CODE:
            continue
        if SETEXT.fullmatch(texts[index]) and cells(texts[index - 1]) <= 80:
            roles[index - 1] = Role.HEADING
            roles[index] = Role.RULE
        elif TABLE_RULE.match(texts[index]) and "|" in texts[index]:
            for row in (index - 1, index, *range(index + 1, len(texts))):
                if "|" not in texts[row]:
                    break
                roles[row] = Role.TABLE


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does: with 。！？ or …, closing quotes and brackets behind them allowed."""
    return without_markup(text).rstrip(CLOSERS).endswith((*TERMINAL, "…"))


#: What Markdown and HTML put behind the last mark of a sentence: ** __ `` <br></br> [^7]
TRAILING_MARKUP = regex.compile(r"(?:\*+|_+|`+|</?[A-Za-z]+ */?>|\[\^[^\]]{1,20}\]|\s)+$")


def without_markup(text: str) -> str:
    """`text` without white space, emphasis, tags and footnote marks at its end."""
    return TRAILING_MARKUP.sub("", text)


def as_lines(lines: Sequence[StructLine]) -> list[StructLine]:
    """`lines` that are neither blank nor furniture."""
    return [line for line in lines if line.role not in (Role.BLANK, Role.FURNITURE)]


def with_role(line: StructLine, role: Role) -> StructLine:
    """`line` with another role."""
    return replace(line, role=role)
