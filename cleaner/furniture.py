"""Running heads, folios and editors' lines, proven by repetition, rising numbers and place; never by words alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise

import regex

from cleaner.document import Line, cells

DIGITS = regex.compile(r"\p{Nd}+")
#: A folio: a number, perhaps decorated: 5, - 5 -, ·5·, 。5 。, 第5页, 1499, 71 / 96.
FOLIO = regex.compile(r"[\W_]*(?:第\s*)?(\p{Nd}{1,4})(?:\s*[页頁版])?(?:\s*[/／]\s*\p{Nd}{1,4})?[\W_]*$")
#: A folio as OCR leaves it, where nothing but its place says what it is: 。 7。 and 。 B。 for ·7· and ·8·.
SCRAP = regex.compile(r"[^\p{L}\p{N}]*[\p{Nd}A-Za-z]{1,3}[^\p{L}\p{N}]*$")
#: A list's number on a line of its own: 3、 (4) 5. And the end of a sentence: 时报出版， / 2020。
LIST_NUMBER = regex.compile(r"[(（]?\p{Nd}+\s*[、.．)）]$|\p{Nd}+\s*[。，；！？]$")
HAN_OR_MARK = regex.compile(r"\p{Han}|[。！？”]")
SENTENCE = regex.compile(r"[，。；]")
ENDS = tuple("。！？；：…”’」』）》!?;:")
#: Numbered lines of the text itself, which rise too: 第 3 條, 第二章, 例5.
NUMBERED_TEXT = regex.compile(
    r"[条條章节節编編款回集场場期题題例图圖表届卷课課步项項]|[：:]\s*$|^\s*\p{Nd}+\s*[.、)）]"
)
PAGE_WORD = regex.compile(r"[页頁版]|\bpage\b|\bp\.\s*\d", regex.I)
#: A head is short: beyond this many cells a repeated line is text.
WIDEST = 84
#: Folios stand a page apart: at least this many characters of text between them on average.
LEAST_PAGE = 150
#: Lines of foot and head that may stand together between two pages.
TALLEST = 4


def furniture_lines(lines: Sequence[Line], texts: Sequence[str], barred: Sequence[bool]) -> set[int]:
    """The indices of the lines that are furniture. `barred` says which lines may not be (code, tables)."""
    shown = [i for i, text in enumerate(texts) if text.strip()]
    order = {index: place for place, index in enumerate(shown)}
    offsets = list(accumulate((len(text.strip()) for text in texts), initial=0))
    short = [i for i in shown if not barred[i] and cells(texts[i].strip()) <= WIDEST]
    at_page_end = _beside_form_feeds(lines, shown, 3) | {*shown[:2], *shown[-2:]}
    edges = _beside_form_feeds(lines, shown, 1)
    proven = _rising(short, texts, offsets) | {i for i in short if i in edges and SCRAP.match(texts[i].strip())}
    by_key: dict[str, list[int]] = defaultdict(list)
    for index in short:
        by_key[_key(texts[index])].append(index)
    # A head is proven by standing, each time or nearly so, at a page's edge: beside a form feed or a proven folio.
    # Heads come in stacks (title, chapter, folio), so what stands beside a proven line is at the edge as well.
    block = _repeated_blocks(shown, texts)
    heads = {
        i: key
        for key, group in by_key.items()
        if len(group) > 1 and _may_be_head(key, texts[group[0]])
        for i in group
        if i not in block
    }
    stacked = _stacked(shown, heads)
    while True:
        edge = (
            at_page_end
            | stacked
            | {shown[p + d] for i in proven for p in (order[i],) for d in (-1, 1) if 0 <= p + d < len(shown)}
        )
        new = set()
        for whole in by_key.values():
            group = [i for i in whole if i in heads or i in proven]
            fresh = [i for i in group if i not in proven]
            if not fresh or len(group) < 2:
                continue
            at_edge = sum(i in edge or i in proven for i in group)
            cuts = sum(_cuts_a_sentence(i, shown, texts, order, proven) for i in group)
            enough = at_edge >= max(2, 0.75 * len(group)) or at_edge + cuts >= max(3, 0.75 * len(group))
            if enough and _apart(group, offsets):
                new.update(fresh)
        if not new:
            return proven | _misread_folios(shown, texts, proven, order)
        proven |= new


def _repeated_blocks(shown: Sequence[int], texts: Sequence[str]) -> set[int]:
    """Lines in stacks that all stand elsewhere too, and are text: more than `TALLEST`, or with sentences in them.

    A wrapped paragraph or a page printed again has its lines twice, as heads have.
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
            found.update(stack)
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
        if len({heads[i] for i in stack}) == len(stack) in (2, 3):
            found.update(stack)
        stack = []
    return found


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
    return bool(key) and not text.rstrip().endswith(("。", "；", "，", "、", "：", "！", "？"))


def _apart(group: Sequence[int], offsets: Sequence[int]) -> bool:
    """Whether the lines of `group` stand pages apart; `offsets` are the characters of text before each line."""
    gaps = [offsets[b] - offsets[a + 1] for a, b in pairwise(group)]
    return min(gaps) >= 16 and sum(gaps) >= LEAST_PAGE * len(gaps)


def _rising(short: Sequence[int], texts: Sequence[str], offsets: Sequence[int]) -> set[int]:
    """Lines alike but for one number that rises by one from each to the next, pages apart."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index in short:
        text = texts[index].strip()
        folio = FOLIO.match(text)
        if folio and not LIST_NUMBER.match(text):
            groups["folio" + _key(text).replace("0", "")].append((index, int(folio[1])))
        elif PAGE_WORD.search(text) and not NUMBERED_TEXT.search(text):
            for place, number in enumerate(DIGITS.findall(text)):
                groups[f"{place} {_key(text)}"].append((index, int(number)))
    found: set[int] = set()
    for key, group in groups.items():
        if key.startswith("folio") and NUMBERED_TEXT.search(key):
            continue
        chain = _longest_rise(group)
        if len(chain) >= 2 and _apart([i for i, _ in chain], offsets) and len(chain) >= 0.6 * len(group):
            found.update(i for i, _ in chain)
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


def _misread_folios(shown: Sequence[int], texts: Sequence[str], proven: set[int], order: dict[int, int]) -> set[int]:
    """Scraps without Han beside proven furniture: OCR read •3• as os."""
    beside = {shown[p + d] for i in proven for p in (order[i],) for d in (-1, 1) if 0 <= p + d < len(shown)}
    return {i for i in beside - proven if len(texts[i].strip()) <= 4 and not HAN_OR_MARK.search(texts[i])}
