"""Running heads, folios and editors' lines, proven by repetition, rising numbers and place; never by words alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

import regex

from cleaner.document import Line, cells

DIGITS = regex.compile(r"\p{Nd}+")
#: A folio: a number, perhaps decorated: 5, - 5 -, ·5·, 。5 。, 第5页, 1499, 71 / 96.
#: 98% is the end of a sentence.
FOLIO = regex.compile(r"[\W_]*(?:第\s*)?(\p{Nd}{1,4})(?:\s*[页頁版])?(?:\s*[/／]\s*\p{Nd}{1,4})?(?!\s*[%％‰℃])[\W_]*$")
#: A folio as OCR leaves it, where nothing but its place says what it is: 。 7。 and 。 B。 for ·7· and ·8·.
SCRAP = regex.compile(r"[^\p{L}\p{N}]*[\p{Nd}A-Za-z]{1,3}(?!\s*[%％‰℃])[^\p{L}\p{N}]*$")
#: A list's number on a line of its own: 3、 (4) 5. And the end of a sentence: 时报出版， / 2020。
LIST_NUMBER = regex.compile(r"[(（]?\p{Nd}+\s*[、.．)）][^\p{L}\p{N}]*$|\p{Nd}+\s*[。，；！？]$")
HAN_OR_MARK = regex.compile(r"\p{Han}|[，。、；！？”%％‰℃]")
SENTENCE = regex.compile(r"[，。；]")
ENDS = tuple("。！？；：…”’」』）》!?;:")
#: Numbered lines of the text itself, which rise too: 第 3 條, 第二章, 例5.
NUMBERED_TEXT = regex.compile(
    r"[条條章节節编編款回集场場期题題例图圖表届卷课課步项項]|[：:]\s*$|^\s*\p{Nd}+\s*[.、)）]"
)
#: A chapter's heading; as a running head it stands at proven edges, not only over another.
CHAPTER = regex.compile(r"第[一二三四五六七八九十百0]+[章節节編编篇]")
WORD = regex.compile(r"[\p{L}\p{N}]")
PAGE_WORD = regex.compile(r"[页頁版]|\bpage\b|\bp\.\s*\d", regex.I)
#: The number of a page in a line of furniture: 第5页, A03 版, — 12 —
PAGE_NUMBER = regex.compile(r"([A-Z]?\p{Nd}{1,4})\s*[版页頁]")
#: Who made the page: 责任编辑 何苗 美编 苏小溪 校对：田园. Two offices at least, each with its names, and nothing else.
OFFICE = (
    r"(?:责任编辑|責任編輯|责编|責編|本版编辑|本版編輯|执行编辑|图片编辑|编辑|編輯|美术编辑|美術編輯|美编|美編|视觉|责任校对|責任校對|"
    r"校对|校對|责校|责任主编|执行主编|值班主编|主编|主編|值班主任|值班总编|值班编委|值班编辑|版式设计|版式|版面设计|设计|制图|製圖|"
    r"统筹|策划|审读|排版|组版|监制)"
)
NAME = r"\p{Han}(?:[ \u3000]?\p{Han}){1,3}"
EDITORS = regex.compile(
    rf"[（(【\[]?\s*(?:(?:本[版报]|今日)\s*)?"
    rf"(?:{OFFICE}[\s:：/／]*{NAME}?(?:[\s、/／]+(?!{OFFICE}){NAME})*[\s;；,，|｜]*){{2,}}[）)】\]]?"
)
#: A head is short: beyond this many cells a repeated line is text.
WIDEST = 84
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


def proofs(
    lines: Sequence[Line], texts: Sequence[str], barred: Sequence[bool], *, paged: bool = False
) -> dict[int, Proof]:
    """The lines that are furniture, by index, with what shows it. `barred` says which may not be (code, tables);
    `paged`, that form feeds end the pages.
    """
    found, at_edge, chains = _found(lines, texts, barred, paged=paged)
    found |= {i for i in at_edge - found if not barred[i] and is_editors_line(texts[i].strip())}
    alike: dict[str, list[int]] = defaultdict(list)
    for index in sorted(found):
        alike[_key(texts[index])].append(index)
    result: dict[int, Proof] = {}
    for group in alike.values():
        edges = sum(i in at_edge for i in group)
        for index in group:
            text = texts[index].strip()
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


def _found(
    lines: Sequence[Line], texts: Sequence[str], barred: Sequence[bool], *, paged: bool
) -> tuple[set[int], set[int], dict[int, int]]:
    """The lines that are furniture, the lines at page edges, and the length of the chain that a line counts in."""
    shown = [i for i, text in enumerate(texts) if text.strip()]
    order = {index: place for place, index in enumerate(shown)}
    offsets = list(accumulate((len(text.strip()) for text in texts), initial=0))
    short = [i for i in shown if not barred[i] and cells(texts[i].strip()) <= WIDEST]
    at_page_end = _beside_form_feeds(lines, shown, EDGE) | {*shown[:2], *shown[-2:]}
    edges = _beside_form_feeds(lines, shown, 1)
    chains = _rising(short, texts, offsets)
    proven = set(chains) | {i for i in short if i in edges and _is_scrap(texts[i].strip())}
    by_key: dict[str, list[int]] = defaultdict(list)
    for index in short:
        by_key[_key(texts[index])].append(index)
    # A head is proven by standing, each time or nearly so, at a page's edge: beside a form feed or a proven folio.
    # Heads come in stacks (title, chapter, folio), so what stands beside a proven line is at the edge as well.
    block = _repeated_blocks(shown, texts, edges)
    heads = {
        i: key
        for key, group in by_key.items()
        if len(group) > 1
        and _may_be_head(key, texts[group[0]])
        and 2 * sum(_reads_on(i, lines, texts) for i in group) < len(group)
        for i in group
        if i not in block
    }
    # Where form feeds end the pages, a foot meets a head nowhere else: 共建 / “一带一路” are pieces of a sentence.
    stacked = set() if paged else _stacked(shown, heads)
    while True:
        beside = _beside(proven, shown, order)
        edge = at_page_end | stacked | beside
        new = set()
        for whole in by_key.values():
            group = [i for i in whole if i in heads or i in proven]
            fresh = [i for i in group if i not in proven]
            if not fresh or len(group) < 2 or _counts_chapters(group, texts):
                continue
            at_edge = sum(i in edge or i in proven for i in group)
            cuts = sum(_cuts_a_sentence(i, shown, texts, order, proven) for i in group)
            enough = at_edge >= max(2, 0.75 * len(group)) or at_edge + cuts >= max(3, 0.75 * len(group))
            if enough and _apart(group, offsets):
                new.update(fresh)
        if not new:
            said = {_key(texts[i]).casefold() for i in proven}
            # RIVER 手册 at each page's head, and River 手册 under it on the chapter's first page.
            again = {i for i in beside.intersection(short) if _key(texts[i]).casefold() in said}
            misread = {i for i in beside - proven if _is_misread_folio(texts[i].strip())}
            return proven | again | misread, edge, chains
        proven |= new


def _beside(proven: set[int], shown: Sequence[int], order: dict[int, int]) -> set[int]:
    """The lines with text right before and behind those of `proven`."""
    places = (order[i] + d for i in proven for d in (-1, 1))
    return {shown[place] for place in places if 0 <= place < len(shown)}


def _is_scrap(text: str) -> bool:
    """Whether `text` may be a folio by its place alone. 3、 and 5. at a page's edge are a list's."""
    return SCRAP.match(text) is not None and not LIST_NUMBER.match(text)


def _counts_chapters(group: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether lines alike have each a number of their own, which counts the text: 第1章., 第2章. begin chapters."""
    return NUMBERED_TEXT.search(texts[group[0]]) is not None and len({texts[i].strip() for i in group}) == len(group)


def _repeated_blocks(shown: Sequence[int], texts: Sequence[str], edges: set[int]) -> set[int]:
    """Lines in stacks that all stand elsewhere too, and are text: more than `TALLEST`, or with sentences in them.

    A wrapped paragraph or a page printed again has its lines twice, as heads have. Where a page begins with the last
    lines of the page before, the head between stands in such a stack: one of `edges` that comes oftener than the rest
    of its stack is none of the text.
    """
    keys = [_key(texts[i]) for i in shown]
    times = Counter(keys)
    found: set[int] = set()
    stack: list[int] = []
    for index, key in zip([*shown, -1], [*keys, ""], strict=True):
        if times[key] > 1:
            stack.append(index)
            continue
        if len(stack) > TALLEST or any(SENTENCE.search(texts[i]) for i in stack):
            least = min(times[_key(texts[i])] for i in stack)
            found.update(i for i in stack if i not in edges or times[_key(texts[i])] == least)
        stack = []
    return found


def _stacked(shown: Sequence[int], heads: dict[int, str]) -> set[int]:
    """Two or three candidates one under the other, all elsewhere too: the foot of a page and the head of the next.

    A longer stack is text that stands twice.
    """
    found: set[int] = set()
    stack: list[int] = []
    for index in [*shown, -1]:
        if index in heads:
            stack.append(index)
            continue
        # 第一章 總則 over 第一節 通則 stands so in every law.
        chapters = any(CHAPTER.match(heads[i]) for i in stack)
        if len({heads[i] for i in stack}) == len(stack) in (2, 3) and not chapters:
            found.update(stack)
        stack = []
    return found


def _reads_on(index: int, lines: Sequence[Line], texts: Sequence[str]) -> bool:
    """Whether the line looks like a piece of a column: as wide as the one right above, which ends no sentence.

    渡船停航的，应报 / 县级航道机构 / 备案。: in a law that is wrapped such lines come again, as heads do.
    """
    if index == 0 or lines[index].page != lines[index - 1].page:
        return False
    above, line = texts[index - 1].strip(), texts[index].strip()
    return bool(above) and not above.endswith(ENDS) and abs(cells(above) - cells(line)) <= NEAR


def _cuts_a_sentence(
    index: int, shown: Sequence[int], texts: Sequence[str], order: dict[int, int], proven: set[int]
) -> bool:
    """Whether the text before the line stops mid-sentence: only a page's end does that again and again."""
    place = order[index] - 1
    while place >= 0 and shown[place] in proven:
        place -= 1
    before = texts[shown[place]].strip() if place >= 0 else ""
    return SENTENCE.search(before) is not None and not before.endswith(ENDS)


def _key(text: str) -> str:
    """`text` with its numbers levelled and its white space gone: what running heads have in common."""
    return DIGITS.sub("0", "".join(text.split()))


def _may_be_head(key: str, text: str) -> bool:
    return (
        WORD.search(key) is not None
        and key[0] not in ">|"
        and not text.rstrip().endswith(("。", "；", "，", "、", "：", "！", "？", "%", "％", "‰", "℃"))
    )


def _apart(group: Sequence[int], offsets: Sequence[int]) -> bool:
    """Whether the lines of `group` stand pages apart; `offsets` are the characters of text before each line."""
    gaps = [offsets[b] - offsets[a + 1] for a, b in pairwise(group)]
    return min(gaps) >= 16 and sum(gaps) >= LEAST_PAGE * len(gaps)


def _rising(short: Sequence[int], texts: Sequence[str], offsets: Sequence[int]) -> dict[int, int]:
    """Lines alike but for one number that rises by one from each to the next, pages apart; with how many count so."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index in short:
        text = texts[index].strip()
        folio = FOLIO.match(text)
        if folio and not LIST_NUMBER.match(text):
            groups["folio" + _key(text).replace("0", "")].append((index, int(folio[1])))
        elif PAGE_WORD.search(text) and not NUMBERED_TEXT.search(text):
            for place, number in enumerate(DIGITS.findall(text)):
                groups[f"{place} {_key(text)}"].append((index, int(number)))
    found: dict[int, int] = {}
    for key, group in groups.items():
        if key.startswith("folio") and NUMBERED_TEXT.search(key):
            continue
        chain = _longest_rise(group)
        if len(chain) >= 2 and _apart([i for i, _ in chain], offsets) and len(chain) >= 0.6 * len(group):
            found.update((i, max(len(chain), found.get(i, 0))) for i, _ in chain)
    return found


def _longest_rise(group: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of (line, number) in which numbers rise by one or two a step (a page may have lost its own)."""
    best: list[tuple[int, int]] = []
    chains: dict[int, list[tuple[int, int]]] = {}
    for index, number in group:
        before = max((chains.get(number - step, []) for step in (1, 2)), key=len)
        chain = [*before, (index, number)]
        if len(chain) > len(chains.get(number, [])):
            chains[number] = chain
        if len(chain) > len(best):
            best = chain
    return best


def _beside_form_feeds(lines: Sequence[Line], shown: Sequence[int], count: int) -> set[int]:
    """The first and last `count` lines with text of each page that a form feed bounds."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index in shown:
        by_page[lines[index].page].append(index)
    if len(by_page) < 2:
        return set()
    return {i for page in by_page.values() for i in (*page[:count], *page[-count:])}


def _is_misread_folio(text: str) -> bool:
    """Whether `text`, beside proven furniture, is a scrap without Han: OCR read •3• as os."""
    return len(text) <= 4 and not HAN_OR_MARK.search(text) and not LIST_NUMBER.match(text)
