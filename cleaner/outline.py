"""The parts of a page: headlines, captions, paragraphs. What the roles of lines and the joins of wraps give together.

`structure` says what a line is by its own shape. What only a whole page shows is said here: which lines are one
paragraph (from the model of line ends), and which of the lines without a sentence are headline, kicker, subhead,
caption or items of a list (from what stands before and behind them).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice, pairwise

from cleaner.document import cells
from cleaner.language.bigrams import affinity
from cleaner.model import Span
from cleaner.patterns import lazily
from cleaner.structure import CREDIT, Role, StructLine, ends_sentence
from cleaner.ties import LONGEST_CAPTION, Ties, ties_of
from cleaner.views import View
from cleaner.wrapping.joins import between
from cleaner.wrapping.seams import OPENER, TELLING


class Part(StrEnum):
    """What a block of lines is on its page."""

    HEADLINE = "headline"
    KICKER = "kicker"  # a short line over or beside a headline: 引题, 栏目
    SUBHEAD = "subhead"  # a line under a headline, or a heading inside an article
    BYLINE = "byline"
    DATELINE = "dateline"  # the first paragraph of a report: 本报讯（记者 …）
    CAPTION = "caption"
    CREDIT = "credit"
    BODY = "body"
    LIST = "list"
    STATUTE = "statute"
    QUOTE = "quote"
    VERSE = "verse"
    DIALOGUE = "dialogue"
    TABLE = "table"
    CODE = "code"
    CONTENTS = "contents"
    RULE = "rule"
    FURNITURE = "furniture"
    JUMP = "jump line"
    BLANK = "blank"


#: Parts that say what stands below them.
TITLES = frozenset({Part.HEADLINE, Part.KICKER, Part.SUBHEAD})

#: Parts that a line's own words give it.
NAMED = frozenset({Part.BYLINE, Part.CAPTION, Part.CREDIT})

#: What stands behind the end of an article, titles aside.
ENDED = frozenset({Part.CREDIT, Part.FURNITURE, Part.RULE})

#: Parts made of sentences.
PROSE = frozenset({Part.BODY, Part.DATELINE, Part.DIALOGUE, Part.LIST, Part.STATUTE, Part.QUOTE})

PART_OF = {
    Role.BLANK: Part.BLANK,
    Role.CODE: Part.CODE,
    Role.TABLE: Part.TABLE,
    Role.HEADING: Part.SUBHEAD,
    Role.LIST: Part.LIST,
    Role.QUOTE: Part.QUOTE,
    Role.RULE: Part.RULE,
    Role.CONTENTS: Part.CONTENTS,
    Role.VERSE: Part.VERSE,
    Role.FURNITURE: Part.FURNITURE,
    Role.STATUTE: Part.STATUTE,
    Role.DATELINE: Part.DATELINE,
    Role.BYLINE: Part.BYLINE,
    Role.CREDIT: Part.CREDIT,
    Role.JUMP: Part.JUMP,
    Role.SPEECH: Part.DIALOGUE,
    Role.BODY: Part.BODY,
}


@dataclass(frozen=True)
class Block:
    """A part of the page: a paragraph with all its lines, or a line that stands for itself."""

    part: Part
    lines: tuple[StructLine, ...]  # those with text of its own; what a join steps over stands in blocks of its own
    blanks: int = 0  # blank lines before it

    @property
    def span(self) -> Span:
        """From its first character to its last, in the view's coordinates."""
        return Span(self.lines[0].line.start, self.lines[-1].line.end)

    @cached_property
    def text(self) -> str:
        """Its words in one line."""
        text = self.lines[0].bare
        for line in self.lines[1:]:
            text += between(text, line.bare) + line.bare
        return text

    @property
    def role(self) -> Role:
        """The role of its first line."""
        return self.lines[0].role


#: A figure's caption says so. 图为采茶的人 图1-1 包装内容 上图：… 表3 …
FIGURE = lazily(
    r"\s*(?:图为|圖為|图片说明|(?:[上下左右]|题)[图圖][：:为為]|(?:图|圖|表|Figure|Fig\.)\s?\p{Nd}+(?![^。]*。\s*$))"
)
#: What a credit is made of: who took the picture. What stands before it is the caption.
REPORTER = "记者|記者|通讯员|通訊員|摄影|攝影"
PICTURE = lazily(
    rf"(?:(?:(?:本报|本報|新华社|新華社|见习|首席|特约)?(?:{REPORTER})\s*)?"
    r"(?:\p{Han}{2,4}[\s、]*){0,5}(?:摄|攝|供图|供圖)"
    r"|[摄攝][/／]|新华社发|新華社發|资料图片?|資料圖片?|图片由).*$"
)
#: Put together from other papers and agencies: 本报综合 （综合新华社报道）
SOURCE = lazily(r"\s*[□■（(]?\s*(?:本报|本報|本刊|据)?(?:综合|綜合)\p{Han}{0,10}[）)]?\s*$|\s*[（(]?来源：.{2,20}$")
#: Who wrote it, in brackets: 〔記者林曉棠／鷺澳報導〕
REPORTED = lazily(rf"\s*[〔（(【\[](?:本报|本報|见习|首席)?(?:{REPORTER})[^〔〕（）()。，]{{2,24}}[〕）)】\]]\s*$")
#: Names in a row, two or three characters each: 顾秋 罗知夏 陶一鸣
NAMES = lazily(r"\s*\p{Han}{2,3}(?:\s+\p{Han}{2,3}){1,7}\s*$")
ONE_NAME = lazily(r"\p{Han}{2,3}")
#: 江边区文化馆协办: whoever paid stands above the headline.
SPONSOR = lazily(r"(?:主办|协办|承办|主辦|協辦|承辦|联办|特约)$")
#: Numbers of chapters, whose lines are headings where they have no sentence: 九、优化布局 （一）总体要求 第二章 总则
NUMBERED = lazily(
    r"\s*(?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百\p{Nd}]+[章节節编編篇部])"
)
LEVEL = lazily(r"\s{0,3}(#{1,6})(?!#)")
LETTER = lazily(r"[\p{L}\p{N}]")
HAN = lazily(r"\p{Han}")
CLAUSE = lazily(r"[，、,]")
STOP = lazily(r"[。；]")
#: Cells beyond which a line is no title; letters up to which a title beside a longer one is a label.
LONGEST_TITLE, LABEL = 104, 6
#: Letters up to which a line without Han may be a title.
SHORT_LATIN = 16
#: More lines than this without a sentence, one under the other, are items and no titles.
MOST_TITLES = 4
#: Of several titles one under the other the headline is the longest, unless it has a comma: that is a summary.
COMMA_COSTS = 24
STEPPED = frozenset({Role.BLANK, Role.FURNITURE})
#: Lines among which the part of one is told without all the others.
WIDEST_SEARCH = 160


def outline(view: View) -> list[Block]:
    """The blocks of `view`, in the order of their first lines, blank lines aside. Call as ``view.memo(outline)``."""
    ties = view.memo(ties_of)
    return _named(ties, _paragraphs(ties, range(len(ties.items))))


def block_ending_at(view: View, at: int) -> Block | None:
    """The block of `outline` that ends in line `at`, but for what level of headline it is. Only what stands around it
    is put together. None where that is much.
    """
    blocks = _between_walls(view.memo(ties_of), at, at) or ()
    return next((block for block in blocks if block.lines[-1].line.number == at + 1), None)


def blocks_around(view: View, at: int, count: int) -> list[Block] | None:
    """The block of `outline` that begins in line `at`, and at least `count` to each side as far as the text has them,
    furniture not counted and left out; but for what level of headline they are. None where that is much.
    """
    ties = view.memo(ties_of)
    low, high = range(at, -1, -1), range(at, len(ties.items))
    blocks = _between_walls(ties, _begun(ties, low, count + 1), _begun(ties, high, count + 2))
    return None if blocks is None else [block for block in blocks if block.part is not Part.FURNITURE]


def _begun(ties: Ties, lines: range, count: int) -> int:
    """In which of `lines` the last of `count` blocks begins, or of as many as there are; one begins in the first."""
    begun = (at for at in lines if ties.items.roles[at] not in STEPPED and at not in ties.goes_on)
    return list(islice(begun, count))[-1]


def _between_walls(ties: Ties, first: int, last: int) -> list[Block] | None:
    """The blocks of `outline` in lines `first` to `last` and on to the next long paragraph on either side: nothing
    shorter goes on over one, which is prose whatever stands beside it. None where there is none near.
    """
    low, high = first, last
    while low > 0 and not (low < first and ties.is_wall(low)):
        low -= 1
        if first - low > WIDEST_SEARCH:
            return None
    while high + 1 < len(ties.items) and not (high > last and ties.is_wall(high)):
        high += 1
        if high - last + first - low > WIDEST_SEARCH:
            return None
    return _named(ties, _paragraphs(ties, range(low, high + 1)))


def last_lines(view: View) -> tuple[Collection[int], Collection[int]]:
    """The last lines of the paragraphs of `view` that have several, and all lines of these."""
    ties = view.memo(ties_of)
    return ties.goes_on.keys() - ties.ends, ties.goes_on.keys() | ties.ends


def _named(ties: Ties, blocks: list[Block]) -> list[Block]:
    blocks = [_by_itself(block) for block in blocks]
    _name_captions(blocks)
    _name_contributors(blocks)
    _name_titles(blocks, ties)
    return blocks


def _paragraphs(ties: Ties, lines: range) -> list[Block]:
    """Each paragraph of `lines` with all its lines; every other line alone."""
    members: dict[int, list[StructLine]] = {}
    first_of: dict[int, int] = {}
    blanks_before: dict[int, int] = {}
    blanks = 0
    roles = ties.items.roles
    while lines.start > blanks and roles[lines.start - blanks - 1] is Role.BLANK:
        blanks += 1
    for at in lines:
        if roles[at] is Role.BLANK:
            blanks += 1
            continue
        first = first_of.get(ties.goes_on.get(at, -1), at)
        first_of[at] = first
        members.setdefault(first, []).append(ties.items[at])
        blanks_before.setdefault(first, blanks)
        blanks = 0
    return [Block(PART_OF[roles[at]], tuple(lines), blanks_before[at]) for at, lines in members.items()]


def _by_itself(block: Block) -> Block:
    """`block` with the part that its own words give it."""
    part, text = block.part, block.text
    if len(text) > LONGEST_CAPTION:
        return block
    if part in (Part.BODY, Part.CREDIT) and _is_caption(text):
        return replace(block, part=Part.CAPTION)
    if part is Part.BODY and (SOURCE.match(text) or REPORTED.match(text)):
        return replace(block, part=Part.BYLINE)
    if part is Part.BYLINE and PICTURE.match(text):  # 记者 高砚 摄
        return replace(block, part=Part.CREDIT)
    if part is Part.DIALOGUE and len(block.lines) == 1 and not ends_sentence(text) and cells(text) <= LONGEST_TITLE:
        return replace(block, part=Part.LIST)  # 邮编：555555
    return block


def _is_caption(text: str) -> bool:
    if FIGURE.match(text) and len(text) <= LONGEST_CAPTION // 2 and text.count("。") <= 2:
        return True
    credit = PICTURE.search(text) if len(text) <= LONGEST_CAPTION and CREDIT.match(text[-90:]) else None
    return credit is not None and len(LETTER.findall(text[: credit.start()])) >= LABEL


def _name_captions(blocks: list[Block]) -> None:
    """A paragraph alone between something else and a photographer's credit: 湖边的步道。 / 记者 陶一鸣 摄"""
    for at in range(1, len(blocks)):
        above, below = blocks[at - 1], blocks[at]
        picture = below.part is Part.CREDIT and PICTURE.search(below.text)
        alone = at < 2 or blocks[at - 2].part not in (Part.BODY, Part.DATELINE)
        if picture and alone and above.part is Part.BODY and len(above.text) <= LONGEST_CAPTION:
            blocks[at - 1] = replace(above, part=Part.CAPTION)


def _may_be_title(block: Block) -> bool:
    """Whether `block` has no sentence: neither its end nor a stop inside, and is as short as titles are."""
    if len(block.text) > LONGEST_TITLE:
        return False
    if block.role is Role.LIST or (block.role is Role.STATUTE and NUMBERED.match(block.text)):
        if not NUMBERED.match(block.text) or len(block.lines) > 2:
            return False
    elif block.role not in (Role.BODY, Role.SPEECH) or block.part in NAMED or len(block.lines) > 3:
        return False
    text = block.text.rstrip("！？!?”’」』")
    return (
        0 < cells(text) <= LONGEST_TITLE
        and (HAN.search(text) is not None or 0 < _letters(text) <= SHORT_LATIN)
        and not STOP.search(text)
        and not OPENER.match(text)
        and not text.endswith(("，", "、", "：", ":", ",", "…", "——"))
        and text.count("，") <= 2
        and (block.text == text or cells(text) <= LONGEST_TITLE // 2)
        and not (ends_sentence(block.text) and (len(block.lines) > 1 or block.text[:1] in "“‘「『"))
    )


def _name_titles(blocks: list[Block], ties: Ties) -> None:
    """Headlines, kickers and subheads: Markdown's by their level, others by where they stand."""
    _name_marked(blocks)
    marked, usual = ties.marked, ties.usual
    stack: list[int] = []
    for at, block in enumerate(blocks):
        if block.role is not Role.HEADING and _may_be_title(block) and not (marked and CLAUSE.search(block.text)):
            if stack and block.blanks > max(usual, 1):
                _name_stack(blocks, stack, usual)
                stack = []
            stack.append(at)
            continue
        _name_stack(blocks, stack, usual)
        stack = [] if block.part is not Part.FURNITURE or not stack else stack
    _name_stack(blocks, stack, usual)


def _level(block: Block) -> int:
    """The level of a Markdown heading: 1 for #; a line in bold alone stands below all."""
    match = LEVEL.match(block.lines[0].text)
    if match:
        return len(match[1])
    return 7 if block.lines[0].bare.startswith(("**", "__")) else 2


def _name_marked(blocks: list[Block]) -> None:
    levels = {at: _level(block) for at, block in enumerate(blocks) if block.role is Role.HEADING}
    top = min(levels.values(), default=1)
    for at, level in levels.items():
        above, below = levels.get(at - 1, 0), levels.get(at + 1, 9)
        if below < level and level < 7:
            part = Part.KICKER  # ### 展馆速写 over ## 9省市…
        elif level - top <= 1 and not 0 < above < level:
            part = Part.HEADLINE
        else:
            part = Part.SUBHEAD
        blocks[at] = replace(blocks[at], part=part)


def _name_stack(blocks: list[Block], stack: Sequence[int], usual: int) -> None:
    """Names the lines of `stack`, which stand one under the other and have no sentence."""
    if not stack:
        return
    above = blocks[stack[0] - 1] if stack[0] else None
    below = blocks[stack[-1] + 1] if stack[-1] + 1 < len(blocks) else None
    apart = above is not None and blocks[stack[0]].blanks > max(1, usual)
    labelled = len(stack) > 1 and any(blocks[at].role is Role.SPEECH for at in stack)  # 邮编：555555
    if labelled or len(stack) > MOST_TITLES or (len(stack) > 1 and not _may_have_title(below)):
        parts = dict.fromkeys(stack, Part.LIST)
    elif len(stack) == 1 and (below is None or apart) and not _stands_under(below, usual):
        parts = {stack[0]: Part.CAPTION if apart else Part.LIST}  # 西街的老茶馆: alone between wide gaps
    elif below is None or not _may_have_title(below):
        parts = dict.fromkeys(stack, Part.LIST)
    else:
        opens = below.part in (Part.BYLINE, Part.DATELINE) or apart or len(stack) > 1
        begins = above is None or above.part in (Part.CREDIT, Part.BYLINE, Part.CAPTION, Part.RULE, Part.FURNITURE)
        numbered = NUMBERED.match(blocks[stack[0]].text) is not None
        inside = numbered or not (opens or begins)
        parts = dict.fromkeys(stack, Part.SUBHEAD) if inside else _headline_and_beside(blocks, stack)
    for at, part in parts.items():
        blocks[at] = replace(blocks[at], part=part)


def _headline_and_beside(blocks: Sequence[Block], stack: Sequence[int]) -> dict[int, Part]:
    """The headline among the lines of `stack`, what stands over it, and what under it."""
    main = max(stack, key=lambda at: (_weight(blocks[at].text), -at))
    parts = {}
    for at in stack:
        label = _letters(blocks[at].text) <= LABEL or SPONSOR.search(blocks[at].text) is not None
        parts[at] = Part.HEADLINE if at == main else Part.KICKER if at < main or label else Part.SUBHEAD
    for above, below in pairwise(stack):  # a headline over two lines: 三代人守着的 / 一座灯塔
        if affinity(blocks[above].text[-1], blocks[below].text[0]) >= TELLING and main in (above, below):
            parts[above] = parts[below] = Part.HEADLINE
    return parts


def _stands_under(block: Block | None, usual: int) -> bool:
    """Whether `block` stands as near to what is above it as paragraphs do."""
    return block is not None and block.blanks <= max(1, usual) and _may_have_title(block)


def _may_have_title(block: Block | None) -> bool:
    """Whether `block` may stand under a title."""
    return block is not None and block.part not in ENDED


def _weight(text: str) -> int:
    """How much like a headline `text` is among the lines around it."""
    return _letters(text) - COMMA_COSTS * text.count("，") - COMMA_COSTS * bool(SPONSOR.search(text))


def _letters(text: str) -> int:
    return len(LETTER.findall(text))


def _name_contributors(blocks: list[Block]) -> None:
    """Names in a row under an article, with nothing of it behind them: who wrote it. Or over a jump line."""
    for at, block in enumerate(blocks):
        if at == 0 or block.role is not Role.BODY or len(block.lines) > 1:
            continue
        above, below = blocks[at - 1], blocks[at + 1] if at + 1 < len(blocks) else None
        if not NAMES.match(block.text):
            if below is not None and below.part is Part.JUMP and ONE_NAME.fullmatch(block.text):
                blocks[at] = replace(block, part=Part.BYLINE)
            continue
        ended = above.part in (Part.CAPTION, Part.CREDIT) or (above.part in PROSE and ends_sentence(above.text))
        ends = below is None or below.part in ENDED or below.role is Role.HEADING or _may_be_title(below)
        if (ended and ends) or (below is not None and below.part is Part.JUMP):
            blocks[at] = replace(block, part=Part.BYLINE)
