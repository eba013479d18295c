"""The model of a document's page: rows before and after, gaps between, and the cards beside each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from cleaner.model import Finding, Safety
from cleaner.packs import Rule
from cleaner.plan import Result
from cleaner.reports.html.cards import Card, Cards, Group
from cleaner.reports.html.copies import MOST
from cleaner.reports.html.marks import Marks, marks
from cleaner.reports.html.markup import Painter
from cleaner.reports.html.rows import Gap, Row, Rows
from cleaner.reports.html.words import number, say

#: A page ends behind the row with which it has so many findings, or so many code points of text on show: half a
#: megabyte as HTML, as most of them take three bytes and stand there twice.
MOST_FINDINGS, MOST_TEXT = 200, 30_000


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row, ready for a template."""

    before: Markup
    after: Markup
    groups: tuple[Group, ...]
    line: int
    active: bool
    blank: bool  # nothing to read in it


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke in a document, and the key and page of its first finding."""

    rule: str
    title: str
    reason: str
    count: int
    first: str  # address of the first card


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document. `items` are `PageRow` and `Gap`."""

    items: tuple[PageRow | Gap, ...]
    number: int  # from 1
    first: int  # numbers of the first and the last finding told here; 0 where there is none
    last: int


@dataclass(frozen=True)
class DocumentView:
    """A document's pages and its totals. Pages are made one at a time, as they are asked for."""

    name: str
    result: Result
    rules: Mapping[str, Rule]
    lang: str
    marks: Marks
    cards: Cards
    layout: tuple[tuple[Row | Gap, ...], ...]  # rows by page
    address: Callable[[int, int, str], str]  # page at hand, page of the card, its key -> where the card is
    page_of: Mapping[int, int]  # finding's number -> page

    @property
    def safeties(self) -> Counter[Safety]:
        """How many findings of each safety."""
        return Counter(finding.safety for finding in self.result.findings)

    @property
    def mended(self) -> int:
        """How many findings the mended text has taken care of."""
        return len(self.result.applied)

    @property
    def script(self) -> str:
        """The language tag of the text: zh-Hans or zh-Hant."""
        return script_of(self.result.document.text)

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.layout)

    def by_rule(self, page: int) -> list[RuleCount]:
        """The rules that spoke, the most frequent first."""
        first: dict[str, int] = {}
        counts: Counter[str] = Counter()
        for n, finding in enumerate(self.result.findings, 1):
            first.setdefault(finding.rule, n)
            counts[finding.rule] += 1
        return [
            RuleCount(rule, *self._words(rule), count, self._target(page, first[rule]))
            for rule, count in counts.most_common()
        ]

    def _words(self, rule: str) -> tuple[str, str]:
        if rule not in self.rules:
            return rule, ""
        words = self.rules[rule].words(self.lang)
        return words.title, words.why

    def _target(self, page: int, n: int) -> str:
        return self.address(page, self.page_of.get(n, page), self.result.findings[n - 1].key)

    def card(self, key: str) -> Card | None:
        """The card of the finding called `key`, or None where there is none."""
        return self.cards.card(self._numbers[key]) if key in self._numbers else None

    def link(self, page: int, key: str) -> str:
        """The address of the card of `key`, from `page`; empty where there is none."""
        numbers = self._numbers
        return self._target(page, numbers[key]) if key in numbers else ""

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {finding.key: n for n, finding in enumerate(self.result.findings, 1)}

    def number_of(self, key: str) -> int:
        """The number of the finding called `key`. Raises KeyError."""
        return self._numbers[key]

    def page(self, at: int) -> Page:
        """Page `at`, from 1."""
        text = self.result.document.text
        painter = Painter(
            lambda n: self._target(at, n),
            self.marks.safeties.__getitem__,
            lambda n: say(self.lang, "skipped", n=number(n)),
            "\n" if "\n" in text else "\r",
        )
        items: list[PageRow | Gap] = []
        told: list[int] = []
        for item in self.layout[at - 1]:
            if isinstance(item, Gap):
                items.append(item)
                continue
            told += item.notes
            groups = self.cards.groups(item.notes)
            items.append(
                PageRow(painter.before(item), painter.after(item), groups, item.line, item.active, _blank(item))
            )
        return Page(tuple(items), at, min(told, default=0), max(told, default=0))

    def pages(self) -> Iterator[Page]:
        """All pages in their order."""
        return (self.page(at) for at in range(1, self.count + 1))


def _told(finding: Finding) -> int:
    """About how many code points of text the card of `finding` shows."""
    return min(MOST, len(finding.span)) if finding.related else 0


def _parted(item: Row | Gap, most: int) -> Iterator[Row | Gap]:
    """`item`, or of a row with very many findings several, of which the later ones have findings only."""
    if isinstance(item, Gap) or len(item.notes) <= most:
        yield item
        return
    yield replace(item, notes=item.notes[:most])
    for at in range(most, len(item.notes), most):
        yield replace(item, start=item.end, pieces=(), notes=item.notes[at : at + most], continued=True)


def _blank(row: Row) -> bool:
    return not row.active and not any(piece.skipped or piece.text.strip() for piece in row.pieces)


def anchor(page: int, at: int, key: str) -> str:
    """The address of a card within a document of one page."""
    return f"#{key}"


def view(
    name: str,
    result: Result,
    rules: Mapping[str, Rule],
    lang: str,
    *,
    address: Callable[[int, int, str], str] = anchor,
    fold: bool = True,
    most_findings: int = MOST_FINDINGS,
) -> DocumentView:
    """The pages of `result`. With ``fold=False`` all of the text is shown, long stretches without a mark too."""
    marked = marks(result)
    rows = Rows(result.document, marked, fold=fold)
    layout: list[tuple[Row | Gap, ...]] = []
    page_of: dict[int, int] = {}
    now: list[Row | Gap] = []
    findings = shown = 0
    for item in (part for whole in rows for part in _parted(whole, most_findings)):
        if findings >= most_findings or shown >= MOST_TEXT:
            layout.append(tuple(now))
            now, findings, shown = [], 0, 0
        now.append(item)
        if isinstance(item, Row):
            findings += len(item.notes)
            shown += sum(len(piece.text) for piece in item.pieces)
            shown += sum(_told(result.findings[n - 1]) for n in item.notes)
            page_of.update(dict.fromkeys(item.notes, len(layout) + 1))
    layout.append(tuple(now))
    return DocumentView(name, result, rules, lang, marked, Cards(result, rules, lang), tuple(layout), address, page_of)


#: Characters that only one of the two scripts has, each among the commonest of all.
_SIMPLIFIED = "国这个来时们说对会学发无后开关长为经过还进动现实点门问间东车见马鸟语"
_TRADITIONAL = "國這個來時們說對會學發無後開關長為經過還進動現實點門問間東車見馬鳥語"


def script_of(text: str) -> str:
    """ "zh-Hant" where traditional forms outnumber simplified ones in the first stretch of `text`, else "zh-Hans"."""
    head = text[:20_000]
    old = sum(head.count(char) for char in _TRADITIONAL)
    return "zh-Hant" if old > sum(head.count(char) for char in _SIMPLIFIED) else "zh-Hans"
