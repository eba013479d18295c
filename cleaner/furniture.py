"""Running heads, folios and editors' lines, proven by repetition, rising numbers and place; never by words alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import regex

from cleaner.alike import DIGITS, Alike, key_of
from cleaner.characters import DIGIT, PAGE
from cleaner.patterns import lazily
from cleaner.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: A folio: a number, perhaps decorated: 5, - 5 -, ·5·, 。5 。, 第5页, 1499, 71 / 96.
#: 98% is the end of a sentence.
FOLIO = lazily(r"[\W_]*(?:第\s*)?(\p{Nd}{1,4})(?:\s*[页頁版])?(?:\s*[/／]\s*\p{Nd}{1,4})?(?!\s*[%％‰℃])[\W_]*$")
#: A folio as OCR leaves it, where nothing but its place says what it is: 。 7。 and 。 B。 for ·7· and ·8·.
SCRAP = lazily(r"[^\p{L}\p{N}]*[\p{Nd}A-Za-z]{1,3}(?!\s*[%％‰℃])[^\p{L}\p{N}]*$")
#: A list's number on a line of its own: 3、 (4) 5. And the end of a sentence: 时报出版， / 2020。
LIST_NUMBER = lazily(r"[(（]?\p{Nd}+\s*[、.．)）][^\p{L}\p{N}]*$|\p{Nd}+\s*[。，；！？]$")
HAN_OR_MARK = lazily(r"\p{Han}|[，。、；！？”%％‰℃]")
SENTENCE = lazily(r"[，。；]")
ENDS = tuple("。！？；：…”’」』）》!?;:")
#: Numbered lines of the text itself, which rise too: 第 3 條, 第二章, 例5.
NUMBERED_TEXT = lazily(r"[条條章节節编編款回集场場期题題例图圖表届卷课課步项項]|[：:]\s*$|^\s*\p{Nd}+\s*[.、)）]")
#: A chapter's heading; as a running head it stands at proven edges, not only over another.
CHAPTER = lazily(r"第[一二三四五六七八九十百0]+[章節节編编篇]")
WORD = lazily(r"[\p{L}\p{N}]")
PAGE_WORD = lazily(r"[页頁版]|\bpage\b|\bp\.\s*\d", regex.I)
#: The number of a page in a line of furniture: 第5页, A03 版, — 12 —
PAGE_NUMBER = lazily(r"([A-Z]?\p{Nd}{1,4})\s*[版页頁]")
#: Who made the page: 责任编辑 何苗 美编 苏小溪 校对：田园. Two offices at least, each with its names, and nothing else.
OFFICE = (
    r"(?:责任编辑|責任編輯|责编|責編|本版编辑|本版編輯|执行编辑|图片编辑|编辑|編輯|美术编辑|美術編輯|美编|美編|视觉|责任校对|責任校對|"
    r"校对|校對|责校|责任主编|执行主编|值班主编|主编|主編|值班主任|值班总编|值班编委|值班编辑|版式设计|版式|版面设计|设计|制图|製圖|"
    r"统筹|策划|审读|排版|组版|监制)"
)
NAME = r"\p{Han}(?:[ \u3000]?\p{Han}){1,3}"
EDITORS = lazily(
    rf"[（(【\[]?\s*(?:(?:本[版报]|今日)\s*)?"
    rf"(?:{OFFICE}[\s:：/／]*{NAME}?(?:[\s、/／]+(?!{OFFICE}){NAME})*[\s;；,，|｜]*){{2,}}[）)】\]]?"
)
#: Folios stand a page apart: at least this many characters of text between them on average.
LEAST_PAGE = 150
#: Cells by which two full lines of one column may differ.
NEAR = 2
#: Lines of foot and head that may stand together between two pages.
TALLEST = 4


#: Lines at the beginning and at the end of a page (or of the text) that are at its edge.
EDGE = 3


class Kind(StrEnum):
    """What furniture is. The values are the names of the rules that take it away."""

    HEAD = "running-head"
    FOLIO = "folio"
    EDITORS = "editors-line"
    FOOTNOTE = "footnote"  # stepped over by joins; no rule takes it away, for it is text


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a line is furniture."""

    kind: Kind
    times: int  # how many lines of the text are furniture and alike, but for their numbers
    at_edge: int  # how many of those stand at a page's edge: beside a form feed, other furniture, the text's ends
    rising: int  # how many lines there are in the chain of rising numbers that this one is in; 0 for none
    number: str  # the page's number as it stands in the line; empty for none

    @property
    def confidence(self) -> float:
        """0..1: a half for each line that stands alike or goes on counting is taken off what is left of doubt."""
        alike = max(self.times, self.rising)
        return min(0.99, round(1 - 0.5**alike, 4)) if alike > 1 else 0.8


def proofs(rows: Rows, barred: Sequence[int] = ()) -> dict[int, Proof]:
    """The lines that are furniture, by index, with what shows it. `barred` are those that may not be (code, tables)."""
    lines = Alike(rows, barred)
    found, at_edge, chains = _found(lines)
    found |= {i for i in at_edge - found if not lines.barred[i] and is_editors_line(rows.bare(i))}
    alike: dict[str, list[int]] = defaultdict(list)
    for index in sorted(found):
        alike[lines.key(index)].append(index)
    result: dict[int, Proof] = {}
    for group in alike.values():
        edges = sum(i in at_edge for i in group)
        for index in group:
            text = rows.bare(index)
            folio = FOLIO.match(text)
            if is_editors_line(text):
                kind = Kind.EDITORS
            elif folio or (len(text) <= 4 and not HAN_OR_MARK.search(text.strip("。 "))):
                kind = Kind.FOLIO
            else:
                kind = Kind.HEAD
            number = folio[1] if folio else match[1] if (match := PAGE_NUMBER.search(text)) else ""
            result[index] = Proof(kind, len(group), edges, chains.get(index, 0), number)
    return dict(sorted(result.items()))


def is_editors_line(text: str) -> bool:
    """Whether `text` has the shape of an editors' line; its place must say so too."""
    if len(text) > 90 or not (match := EDITORS.fullmatch(text)):
        return False
    # 主编 校对: offices without a name are a heading of a form.
    offices = regex.findall(OFFICE, match[0])
    return len(regex.sub(rf"{OFFICE}|[^\p{{Han}}]", "", match[0])) >= 2 * len(offices)


def _found(lines: Alike) -> tuple[set[int], set[int], dict[int, int]]:
    """The lines that are furniture, the lines at page edges, and the length of the chain that a line counts in."""
    rows = lines.rows
    shown: list[int] = lines.shown[:2].tolist() + lines.shown[-2:].tolist()
    at_page_end = _beside_form_feeds(lines, EDGE).union(shown)
    edges = _beside_form_feeds(lines, 1)
    short = set(lines.short.tolist())
    # One line that may be furniture is like no other, and counts on from none.
    chains = _rising(lines) if len(short) > 1 else {}
    proven = set(chains) | {i for i in edges & short if _is_scrap(rows.bare(i))}
    by_key: dict[str, list[int]] = defaultdict(list)
    for index in lines.doubtful.tolist() if len(short) > 1 else []:
        if index in short:
            by_key[lines.key(index)].append(index)
    # A head is proven by standing, each time or nearly so, at a page's edge: beside a form feed or a proven folio.
    # Heads come in stacks (title, chapter, folio), so what stands beside a proven line is at the edge as well.
    heads = {
        i: key
        for key, group in by_key.items()
        if len(group) > 1
        and _may_be_head(key, rows.bare(group[0]))
        and 2 * sum(_reads_on(i, rows) for i in group) < len(group)
        for i in group
    }
    for index in _repeated_blocks(lines, heads, edges):
        del heads[index]
    # Where form feeds end the pages, a foot meets a head nowhere else: 共建 / “一带一路” are pieces of a sentence.
    stacked = set() if lines.paged else _stacked(lines, heads)
    while True:
        beside = {line for i in proven for step in (-1, 1) if (line := lines.neighbour(i, step)) is not None}
        edge = at_page_end | stacked | beside
        new = set()
        for whole in by_key.values():
            group = [i for i in whole if i in heads or i in proven]
            fresh = [i for i in group if i not in proven]
            if not fresh or len(group) < 2 or _counts_chapters(group, rows):
                continue
            at_edge = sum(i in edge or i in proven for i in group)
            cuts = sum(_cuts_a_sentence(i, lines, proven) for i in group)
            enough = at_edge >= max(2, 0.75 * len(group)) or at_edge + cuts >= max(3, 0.75 * len(group))
            if enough and _apart(group, lines.offsets):
                new.update(fresh)
        if not new:
            said = {lines.key(i).casefold() for i in proven}
            # RIVER 手册 at each page's head, and River 手册 under it on the chapter's first page.
            again = {i for i in beside & short if lines.key(i).casefold() in said}
            misread = {i for i in beside - proven if _is_misread_folio(rows.bare(i))}
            return proven | again | misread, edge, chains
        proven |= new


def _is_scrap(text: str) -> bool:
    """Whether `text` may be a folio by its place alone. 3、 and 5. at a page's edge are a list's."""
    return SCRAP.match(text) is not None and not LIST_NUMBER.match(text)


def _counts_chapters(group: Sequence[int], rows: Rows) -> bool:
    """Whether lines alike have each a number of their own, which counts the text: 第1章., 第2章. begin chapters."""
    return NUMBERED_TEXT.search(rows.whole(group[0])) is not None and len({rows.bare(i) for i in group}) == len(group)


def _repeated_blocks(lines: Alike, heads: Mapping[int, str], edges: set[int]) -> set[int]:
    """Those of `heads` in stacks that all stand elsewhere too, and are text: more than `TALLEST`, or with sentences.

    A wrapped paragraph or a page printed again has its lines twice, as heads have. Where a page begins with the last
    lines of the page before, the head between stands in such a stack: one of `edges` that comes oftener than the rest
    of its stack is none of the text.
    """
    found: set[int] = set()
    done = -1
    for head in sorted(heads):
        if head <= done:
            continue
        stack = [head]
        for step in (-1, 1):
            at = lines.neighbour(head, step)
            while at is not None and lines.stands_again(at):
                stack.append(at)
                at = lines.neighbour(at, step)
        done = max(stack)
        if len(stack) > TALLEST or any(SENTENCE.search(lines.rows.bare(i)) for i in stack):
            least = min(lines.times[lines.key(i)] for i in stack)
            found.update(i for i in stack if i in heads and (i not in edges or lines.times[lines.key(i)] == least))
    return found


def _stacked(lines: Alike, heads: Mapping[int, str]) -> set[int]:
    """Two or three candidates one under the other, all elsewhere too: the foot of a page and the head of the next.

    A longer stack is text that stands twice.
    """
    found: set[int] = set()
    stack: list[int] = []
    for index in [*sorted(heads), None]:
        if index is not None and stack and lines.neighbour(stack[-1], 1) == index:
            stack.append(index)
            continue
        # 第一章 總則 over 第一節 通則 stands so in every law.
        chapters = any(CHAPTER.match(heads[i]) for i in stack)
        if len({heads[i] for i in stack}) == len(stack) in (2, 3) and not chapters:
            found.update(stack)
        stack = [] if index is None else [index]
    return found


def _reads_on(index: int, rows: Rows) -> bool:
    """Whether the line looks like a piece of a column: as wide as the one right above, which ends no sentence.

    渡船停航的，应报 / 县级航道机构 / 备案。: in a law that is wrapped such lines come again, as heads do.
    """
    if index == 0 or rows.page[index] != rows.page[index - 1] or rows.blank[index - 1]:
        return False
    if abs(int(rows.bare_width[index - 1]) - int(rows.bare_width[index])) > NEAR:
        return False
    return not rows.bare(index - 1).endswith(ENDS)


def _cuts_a_sentence(index: int, lines: Alike, proven: set[int]) -> bool:
    """Whether the text before the line stops mid-sentence: only a page's end does that again and again."""
    above = lines.neighbour(index, -1)
    while above is not None and above in proven:
        above = lines.neighbour(above, -1)
    before = lines.rows.bare(above) if above is not None else ""
    return SENTENCE.search(before) is not None and not before.endswith(ENDS)


def _may_be_head(key: str, text: str) -> bool:
    return (
        WORD.search(key) is not None
        and key[0] not in ">|"
        and not text.rstrip().endswith(("。", "；", "，", "、", "：", "！", "？", "%", "％", "‰", "℃"))
    )


def _apart(group: Sequence[int], offsets: Array) -> bool:
    """Whether the lines of `group` stand pages apart; `offsets` are the characters of text before each line."""
    gaps = [offsets[b] - offsets[a + 1] for a, b in pairwise(group)]
    return bool(min(gaps) >= 16 and sum(gaps) >= LEAST_PAGE * len(gaps))


def _rising(lines: Alike) -> dict[int, int]:
    """Lines alike but for one number that rises by one from each to the next, pages apart; with how many count so."""
    rows, short = lines.rows, lines.short
    low, high = rows.bare_start[short], rows.bare_end[short]
    numbered = rows.count(DIGIT, low, high) > 0
    paged = rows.count(PAGE, low, high) > 0
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, has_word in zip(short[numbered].tolist(), paged[numbered].tolist(), strict=True):
        text = rows.bare(index)
        folio = FOLIO.match(text)
        if folio and not LIST_NUMBER.match(text):
            groups["folio" + key_of(text).replace("0", "")].append((index, int(folio[1])))
        elif has_word and PAGE_WORD.search(text) and not NUMBERED_TEXT.search(text):
            for place, number in enumerate(DIGITS.findall(text)):
                groups[f"{place} {key_of(text)}"].append((index, int(number)))
    found: dict[int, int] = {}
    for key, group in groups.items():
        if key.startswith("folio") and NUMBERED_TEXT.search(key):
            continue
        chain = _longest_rise(group)
        if len(chain) >= 2 and _apart([i for i, _ in chain], lines.offsets) and len(chain) >= 0.6 * len(group):
            found.update((i, max(len(chain), found.get(i, 0))) for i, _ in chain)
    return found


def _longest_rise(group: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of (line, number) in which numbers rise by one or two a step (a page may have lost its own)."""
    best = -1  # the last of the longest run, by its place in `group`
    length = [1] * len(group)
    before = [-1] * len(group)
    last: dict[int, int] = {}  # of the longest run that ends with each number, by its place
    for place, (_, number) in enumerate(group):
        for step in (1, 2):
            above = last.get(number - step, -1)
            if above >= 0 and length[above] >= length[place]:
                length[place], before[place] = length[above] + 1, above
        if number not in last or length[place] > length[last[number]]:
            last[number] = place
        if best < 0 or length[place] > length[best]:
            best = place
    chain: list[tuple[int, int]] = []
    while best >= 0:
        chain.append(group[best])
        best = before[best]
    return chain[::-1]


def _beside_form_feeds(lines: Alike, count: int) -> set[int]:
    """The first and last `count` lines with text of each page that a form feed bounds."""
    import numpy as np

    if not lines.paged:
        return set()
    turns = np.flatnonzero(np.diff(lines.rows.page[lines.shown])) + 1
    if not len(turns):
        return set()
    found: set[int] = set()
    for page in np.split(lines.shown, turns):
        found.update(page[:count].tolist(), page[-count:].tolist())
    return found


def _is_misread_folio(text: str) -> bool:
    """Whether `text`, beside proven furniture, is a scrap without Han: OCR read •3• as os."""
    return len(text) <= 4 and not HAN_OR_MARK.search(text) and not LIST_NUMBER.match(text)
