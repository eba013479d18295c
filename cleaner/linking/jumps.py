"""Jump lines, （下转第3版） and （上接第1版）, and which belongs to which: by page numbers and by the sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import regex

from cleaner.alike import WIDEST
from cleaner.document import Line, Lines, cells
from cleaner.furniture import FOLIO, PAGE_NUMBER
from cleaner.linking.continuity import REACH, continuity
from cleaner.model import Span
from cleaner.patterns import lazily
from cleaner.structure import JUMP_BARE, JUMP_IN_BRACKETS, ends_sentence
from cleaner.views import View

#: Words that a text must have before it is looked at more closely, line by line.
WORDS = ("上接", "下转", "下轉", "紧接", "緊接", "转第", "轉第", "接第", "文转", "文轉", "（转", "（轉", "（接")
NOT_OWN = lazily(r"(?:今日|本期|共|合计|合計)\s*[^，。]{0,4}\p{Nd}+\s*版|[上紧緊]接|下[转轉]")
DAY = lazily(r"(\p{Nd}{4})\s*年\s*(\p{Nd}{1,2})\s*月\s*(\p{Nd}{1,2})\s*日")
NUMERALS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}

#: Lines with text at either end of a page where its number may stand.
EDGE = 4

#: What it is worth, in natural log-odds, that a jump names the page that the other stands on; that both are in one
#: folder; and what it costs that no sentence is left open, so that nothing but the numbers speaks.
NAMED, TOGETHER, CLOSED = 2.0, 0.5, -1.0

#: A jump with more partners than this among which nothing tells looks in its own folder only; with more there, nowhere.
MOST = 64

#: From this score on a link is claimed, if it is so much better than the next best; where no page is known, from more.
LEAST, MARGIN, LEAST_UNKNOWN = 2.0, 1.5, 3.0


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line, with what is needed to find its partner in another file: no more than a few words travel."""

    span: Span
    onward: bool  # 下转, the text goes on elsewhere; else 上接
    page: str  # the page that it names, such as 3 or A3
    own: str  # the page that it stands on, as far as the page says; empty for unknown
    issue: str  # the day that the page says, such as 2031-4-9; empty for unknown
    sheet: int  # which page of its file it stands on, counted by form feeds
    alone: bool  # on a line of its own
    words: str  # the last words before it, or the first behind it
    beside: Span  # where these stand
    line: int  # as editors count lines

    @property
    def open(self) -> bool:
        """Whether a sentence stops at it."""
        return self.onward and bool(self.words) and not ends_sentence(self.words)


@dataclass(frozen=True, slots=True)
class Link:
    """Two jumps that belong together; `onward_at` and `back_at` say in which of the texts."""

    onward_at: int
    onward: Jump
    back_at: int
    back: Jump
    score: float  # natural log-odds
    pages_known: int  # how many of the two page numbers were compared, and agree
    rival: float | None = None  # the next best for either of the two


def jumps(view: View) -> list[Jump]:
    """The jump lines of `view`. Call it as ``view.memo(jumps)``."""
    return jumps_of(view.text, view.lines)


def jumps_of(text: str, lines: Lines | None = None) -> list[Jump]:
    """The jump lines of `text`."""
    if "版" not in text or not any(word in text for word in WORDS):
        return []
    lines = Lines(text) if lines is None else lines
    found = []
    imprints: dict[int, tuple[str, str]] = {}
    number, counted = 1, 0
    for at in _lines_with("版", text, lines):
        line = lines[at]
        content = text[line.start : line.end]
        match = _match(content)
        if match is None:
            continue
        if line.page not in imprints:
            low, high = bisect_left(lines.pages, line.page), bisect_right(lines.pages, line.page)
            imprints[line.page] = _imprint(text, lines[low:high])
        span = Span(line.start + match.start(), line.start + match.end())
        onward = match["on"] is not None
        beside = _beside(text, lines, at, span, onward)
        number += text.count("\n", counted, span.start)
        counted = span.start
        found.append(
            Jump(
                span,
                onward,
                _number(match["page"]),
                *imprints[line.page],
                line.page,
                content.strip() == match[0].strip(),
                "".join(text[beside.start : beside.end].split()),
                beside,
                number,
            )
        )
    return found


def _lines_with(char: str, text: str, lines: Lines) -> Iterator[int]:
    """The lines that have `char`."""
    place = text.find(char)
    while place >= 0:
        at = bisect_right(lines.starts, place) - 1
        yield at
        place = text.find(char, lines.stops[at])


def _match(content: str) -> regex.Match[str] | None:
    """The jump in a line: in brackets at either end of it, or bare and alone."""
    if "版" not in content:
        return None
    bare = JUMP_BARE.fullmatch(content.strip())
    if bare is not None:
        return JUMP_BARE.search(content)
    for match in JUMP_IN_BRACKETS.finditer(content):
        before, after = content[: match.start()].strip(), content[match.end() :].strip()
        # What goes on elsewhere stops here, and what comes from elsewhere begins here.
        if (not before and not after) or (match["on"] and not after) or (match["back"] and not before):
            return match
    return None


def _number(page: str) -> str:
    """The page's number in one way of writing: A03 as A3, 十二 as 12."""
    if page[0] in NUMERALS or page[0] == "十":
        tens, ten, ones = page.rpartition("十")
        return str((NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0))
    letter = page[0] if page[0].isalpha() else ""
    return letter + str(int(page[len(letter) :]))


def _beside(text: str, lines: Sequence[Line], at: int, jump: Span, onward: bool) -> Span:
    """Up to `REACH` characters of text right before the jump, or right behind one that comes from elsewhere."""
    step = -1 if onward else 1
    start, end = jump.start, jump.end
    other = at
    while True:
        line = lines[other]
        low, high = (line.start, min(line.end, jump.start)) if onward else (max(line.start, jump.end), line.end)
        if text[low:high].strip():
            start, end = (low, end) if onward else (start, high)
        reached = text[start : jump.start] if onward else text[jump.end : end]
        other += step
        if not 0 <= other < len(lines) or abs(other - at) > 2 * EDGE or len(reached) >= REACH:
            break
        if reached.strip() and not text[lines[other].start : lines[other].end].strip():
            break
    if onward:
        return Span(max(start, jump.start - REACH), jump.start)
    return Span(jump.end, min(end, jump.end + REACH))


def _imprint(text: str, lines: Sequence[Line]) -> tuple[str, str]:
    """The number of a page and the day of its issue, where the `lines` at its head and foot say one and no other."""
    shown = [line for line in lines if text[line.start : line.end].strip()]
    numbers, days = set(), set()
    for line in {*shown[:EDGE], *shown[-EDGE:]}:
        content = text[line.start : line.end].strip()
        if cells(content) > WIDEST:
            continue
        if day := DAY.search(content):
            days.add("-".join(str(int(part)) for part in day.groups()))
        if not NOT_OWN.search(content) and (match := PAGE_NUMBER.search(content) or FOLIO.fullmatch(content)):
            numbers.add(_number(match[1]))
    return (numbers.pop() if len(numbers) == 1 else ""), (days.pop() if len(days) == 1 else "")


def links(texts: Sequence[tuple[str, Sequence[Jump]]], whole: str = "") -> list[Link]:
    """The pairs that can be claimed among the jumps of `texts`, each a folder's name and the jumps of one text in it.

    A pair must agree in its page numbers, as far as they are known, and is held against all others of either jump. The
    order of `texts` does not matter. `whole` is the text itself where there is one only: names in it count.
    """
    everywhere, by_folder = _Backs(), defaultdict[str, _Backs](_Backs)
    for at, (folder, found) in enumerate(texts):
        for jump in found:
            if not jump.onward:
                everywhere.add(at, jump)
                by_folder[folder].add(at, jump)
    pairs: list[Link] = []
    for at, (folder, found) in enumerate(texts):
        several = len({jump.sheet for jump in found}) > 1
        for jump in found:
            if not jump.onward:
                continue
            # No more are looked at than are weighed: a page may have thousands of jumps that say nothing of theirs.
            fitting = list(islice(everywhere.fitting(at, jump, several), MOST + 1))
            if len(fitting) > MOST:
                fitting = list(islice(by_folder[folder].fitting(at, jump, several), MOST + 1))
            if len(fitting) <= MOST:
                pairs += _pairs(at, folder, jump, texts, fitting, whole)
    return sorted(_claimed(pairs), key=lambda link: (link.onward_at, link.onward.span))


class _Backs:
    """Jumps that come from elsewhere, by what must agree: what fits one that goes on is found without the rest."""

    def __init__(self) -> None:
        #: By the page that each stands on, the day of its issue, the page that it names, its text and its sheet.
        self._known: dict[str, dict[str, dict[str, dict[tuple[int, int], list[Jump]]]]] = {}

    def add(self, text: int, back: Jump) -> None:
        pages = self._known.setdefault(back.own, {}).setdefault(back.issue, {}).setdefault(back.page, {})
        pages.setdefault((text, back.sheet), []).append(back)

    def fitting(self, text: int, onward: Jump, several: bool) -> Iterator[tuple[int, Jump]]:
        """Those against which nothing speaks that pages say of themselves. `several`: the text has several pages."""
        for own in dict.fromkeys((onward.page, "")):
            issues = self._known.get(own, {})
            for issue in (onward.issue, "") if onward.issue else issues:
                pages = issues.get(issue, {})
                for page in (onward.own,) if onward.own else pages:
                    if page == onward.page:
                        continue
                    for (other, sheet), backs in pages.get(page, {}).items():
                        # A jump leads to another page; where a file says nothing of its pages, it may hold several.
                        if other == text and sheet == onward.sheet and (several or onward.own or own):
                            continue
                        yield from ((other, back) for back in backs)


def _pairs(
    at: int,
    folder: str,
    onward: Jump,
    texts: Sequence[tuple[str, Sequence[Jump]]],
    backs: Sequence[tuple[int, Jump]],
    whole: str,
) -> Iterator[Link]:
    for other, back in backs:
        goes_on = continuity(onward.words, back.words, whole)[0] if onward.open else CLOSED
        if goes_on < CLOSED:
            continue  # the numbers agree, the words do not
        known = bool(onward.own) + bool(back.own)
        together = TOGETHER if folder == texts[other][0] else 0.0
        yield Link(at, onward, other, back, NAMED * known + together + goes_on, known)


def _claimed(pairs: list[Link]) -> Iterator[Link]:
    """The pairs good enough, and enough better than the next best of either jump. What is claimed is no rival."""
    while True:
        sure = list(_sure(pairs))
        yield from sure
        taken = {end for link in sure for end in _ends(link)}
        if not taken:
            return
        pairs = [pair for pair in pairs if taken.isdisjoint(_ends(pair))]


def _sure(pairs: Sequence[Link]) -> Iterator[Link]:
    scores: dict[tuple[bool, int, int], list[float]] = defaultdict(list)
    for pair in pairs:
        for end in _ends(pair):
            scores[end].append(pair.score)
    for group in scores.values():
        group.sort(reverse=True)
    for pair in pairs:
        groups = [scores[end] for end in _ends(pair)]
        if any(group[0] > pair.score for group in groups):
            continue
        rival = max((group[1] for group in groups if len(group) > 1), default=None)
        enough = pair.score >= (LEAST if pair.pages_known else LEAST_UNKNOWN)
        if enough and (rival is None or pair.score - rival >= MARGIN):
            yield replace(pair, rival=rival)


def _ends(link: Link) -> tuple[tuple[bool, int, int], tuple[bool, int, int]]:
    return (True, link.onward_at, link.onward.span.start), (False, link.back_at, link.back.span.start)
