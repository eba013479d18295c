"""What can be seen of each line of text that bears on whether its paragraph goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from cleaner.document import cells
from cleaner.language.kinsoku import NOT_AT_END, NOT_AT_START
from cleaner.language.numbers import number
from cleaner.patterns import lazily
from cleaner.structure import CLOSERS, FIXED, Role, StructLine, without_markup

#: The share of the lines around that must have the text's commonest indent, for it to be theirs.
USUAL = 0.1


class End(IntEnum):
    """How a line ends, closing quotes and brackets aside."""

    TERMINAL = 0  # 。！？
    COMMA = 1  # ，、
    COLON = 2
    SEMICOLON = 3
    CLOSED = 4  # ” 》 ） with no mark before it
    DASH = 5  # —— …… ～
    OTHER = 6


class Gap(IntEnum):
    """What parts a line from the one before, against what is usual in this text."""

    SAME = 0
    LESS = 1
    MORE = 2
    PAGE = 3  # furniture or a form feed between
    QUOTE = 4  # MORE, before a line that begins with a quotation mark: extractors take its hanging for an indent


class Indent(IntEnum):
    """How far a line is set in, against the lines around it."""

    SAME = 0
    MORE = 1
    LESS = 2


@dataclass(slots=True)
class TextLine:
    """A line that is neither blank nor furniture. Widths are typeset cells."""

    at: int  # its index among the structure's lines
    item: StructLine
    bare: str
    width: float  # with its indent; spaces that extractors put between Han and Latin count half
    end: End
    marks: int  # sentence marks inside and at the end
    stops: int  # 。 before the end; headlines have ！ and ？ too (商机来了！…)
    commas: int  # ，; a heading has them seldom
    letters: int  # characters other than white space
    token: int  # cells of the first piece that typesetting would not break
    blanks: int  # blank lines before it
    page: bool  # furniture or a form feed before it
    marker: int  # cells of the list marker that it begins with, if any
    give: int  # cells that a typesetter may have taken out of its marks, to get one character more in
    next_item: bool = False  # its list number follows that of the item before: 三、 … 四、
    bold: bool = False  # it was drawn in layers (fake bold), and an earlier fix took the extra ones away
    gap: Gap = Gap.SAME
    indent: Indent = Indent.SAME

    @property
    def fixed(self) -> bool:
        """Whether the line keeps its breaks whatever stands around it."""
        return self.item.role in FIXED


#: Sentence marks; a colon is none (供水热线：966886). A half-width one counts behind Chinese only: OCR writes 他说,
#: but S.B.S., J.P. and 议员 , G.B.S. are no sentences.
MARK = lazily(r"[，。、；！？]|(?<=[\p{Han}”」》）)]\s?)[,;!?](?!\s*[A-Za-z])")
#: A number that counts items: （三）, 4、, 第十二条.
NUMBERED = lazily(
    r"([（(〔【]?第?)\s*([0-9]{1,3}|[一二三四五六七八九十百零〇]{1,5})\s*([）)〕】、．.]|[条條章节節款项項])"
)
#: What an item begins with: （三）, 3.1, 4、, 第一，, A., ① or a bullet, and the space behind.
MARKER = lazily(
    r"[（(〔【]?第?\s*(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,2})*|[一二三四五六七八九十百零〇两]{1,4}|[A-Za-z])\s*[）)〕】、．.，]?\s*"
    r"|[^\p{L}\p{Nd}]\s*"
)
#: A mark that takes a whole em, and may be pressed into half of one.
FULL_MARK = lazily(r"[，。、；：！？“”‘’（）《》〈〉「」『』【】〔〕．]")
#: A note behind the last sentence: 完成任务。（二〇〇九年修正时删除）
NOTED = lazily(r"[。！？][（(][^（）()]{1,40}[）)]$")
QUOTES = frozenset("“‘「『《〈")
HALF_COMMA = lazily(r"(?<=\p{Han}),(?=\p{Han})")
SEAM_SPACE = lazily(r"(?<=[\p{Han}\p{P}]) (?=[A-Za-z0-9“‘(（])|(?<=[A-Za-z0-9%”’)）]) (?=[\p{Han}\p{P}])")
#: Single characters with a space between each two: names in a row have two characters or more (岳满 田小禾 卓一鸣).
JUSTIFIED = lazily(r"(?<!\S)\p{Han}(?: \p{Han}){2,}(?!\S)")
LATIN_TOKEN = lazily(r"[A-Za-z0-9][A-Za-z0-9.,:/_%@&?=+'’#~-]*")


def text_lines(items: Sequence[StructLine]) -> list[TextLine]:
    """The lines of text among `items`, with their gaps and indents set against what is usual."""
    result: list[TextLine] = []
    blanks, page = 0, False
    for at, item in enumerate(items):
        if item.role is Role.BLANK or item.role is Role.FURNITURE:
            blanks += item.role is Role.BLANK
            page = page or item.role is Role.FURNITURE
        else:
            page = page or (at > 0 and items[at - 1].line.page != item.line.page)
            result.append(_text_line(at, item, blanks if result else 0, page and bool(result)))
            blanks, page = 0, False
    _set_gaps(result)
    _set_indents(result)
    _set_next_items(result)
    return result


def _text_line(at: int, item: StructLine, blanks: int, page: bool) -> TextLine:
    bare = item.bare
    return TextLine(
        at=at,
        item=item,
        bare=bare,
        width=item.width - spaces_in(bare),
        end=end_of(bare),
        marks=marks_in(bare),
        stops=stops_in(bare),
        commas=commas_in(bare),
        letters=len("".join(bare.split())),
        token=token_of(bare),
        blanks=blanks,
        page=page,
        marker=marker_of(bare) if item.role is Role.LIST else 0,
        give=give_of(bare),
    )


def spaces_in(bare: str) -> float:
    """The cells of spaces inside the line that were none, or a half, where it was typeset."""
    return 0.5 * len(SEAM_SPACE.findall(bare)) + _justified(bare) if " " in bare else 0.0


def marks_in(bare: str) -> int:
    """The sentence marks of a line."""
    return len(MARK.findall(bare))


def stops_in(bare: str) -> int:
    """The full stops before its end."""
    return bare.rstrip(CLOSERS).rstrip("。").count("。")


def commas_in(bare: str) -> int:
    """The commas of a line, half-width ones between Chinese among them."""
    return bare.count("，") + len(HALF_COMMA.findall(bare))


def give_of(bare: str) -> int:
    """The cells that a typesetter may have taken out of its marks."""
    return len(FULL_MARK.findall(bare)) + (bare[-1:] in NOT_AT_START)


def _justified(bare: str) -> int:
    """The cells of spaces that justification put between characters: 区 政 府 20日 在. They are none of the text's."""
    return sum(match.group().count(" ") for match in JUSTIFIED.finditer(bare))


def marker_of(bare: str) -> int:
    """The cells of what a list item begins with: （三）, (3 ), 2.1, 一、, and the space behind."""
    match = MARKER.match(bare)
    return cells(match.group()) if match else 0


def end_of(bare: str) -> End:
    """How `bare` ends."""
    bare = without_markup(bare)
    core = bare.rstrip(CLOSERS)
    last = core[-1:]
    if last in "。！？!?．" and last:
        return End.TERMINAL
    if last == "." and core[-2:-1] > "\u2e80":
        return End.TERMINAL
    if core.endswith(("……", "…", "——", "⋯", "~", "～")):
        return End.DASH
    if len(core) < len(bare):
        return End.TERMINAL if NOTED.search(bare) else End.CLOSED
    if last in ",，、":
        return End.COMMA
    if last in ":：":
        return End.COLON
    if last in ";；":
        return End.SEMICOLON
    return End.OTHER


def token_of(bare: str) -> int:
    """The cells of what typesetting would have had to put on the line before, at the least.

    A Latin word or number goes whole; a character takes the marks behind it along (的， cannot be parted).
    """
    match = LATIN_TOKEN.match(bare)
    end = match.end() if match else 1
    if not match and bare[:1] in NOT_AT_END:
        behind = LATIN_TOKEN.match(bare, 1)  # “1235577”总体思路
        end = behind.end() if behind else 2
    while end < len(bare) and bare[end] in NOT_AT_START:
        end += 1
    # A mark drawn twice (，，) took the room of one.
    twice = sum(a == b and a not in "…—" for a, b in pairwise(bare[:end]) if a in NOT_AT_START)
    return cells(bare[:end]) - 2 * twice


def _set_next_items(lines: Sequence[TextLine]) -> None:
    """The items of lists that count on from the item before, each shape of marker by itself."""
    last: dict[str, int] = {}
    for line in lines:
        if line.item.role in (Role.LIST, Role.STATUTE):
            line.next_item = counts_on(line.bare, last)


def counts_on(bare: str, last: dict[str, int]) -> bool:
    """Whether an item's number follows that of the `last` of its shape, which it is from now on."""
    match = NUMBERED.match(bare)
    if not match:
        return False
    shape = f"{match[1]}{match[3]}{match[2].isdecimal()}"
    count = number(match[2])
    follows = count > 1 and last.get(shape) == count - 1
    last[shape] = count
    return follows


def _set_gaps(lines: Sequence[TextLine]) -> None:
    """Blank lines against the usual: where one stands after every line, it says nothing (a wiki dump's <br>)."""
    counts = Counter(line.blanks for line in lines[1:] if not line.page)
    usual = 0
    if counts:
        common, times = counts.most_common(1)[0]
        if times >= 0.6 * counts.total():
            usual = common
    for line in lines[1:]:
        if line.page:
            line.gap = Gap.PAGE
        elif line.blanks != usual:
            line.gap = Gap.LESS if line.blanks < usual else Gap.QUOTE if line.bare[0] in QUOTES else Gap.MORE


def _set_indents(lines: Sequence[TextLine], around: int = 24) -> None:
    """Indents against the commonest of the text, or of the lines around where those hardly have it: on a page of short
    paragraphs more lines are set in than not, and set in is still what the first lines are.
    """
    indents = [line.item.indent for line in lines]
    if not any(indents):
        return
    usual = Counter(indents).most_common(1)[0][0]
    for i, line in enumerate(lines):
        window = indents[max(0, i - around) : i + around + 1]
        base = usual if window.count(usual) >= USUAL * len(window) else Counter(window).most_common(1)[0][0]
        if indents[i] != base:
            line.indent = Indent.MORE if indents[i] > base else Indent.LESS
