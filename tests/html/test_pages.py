"""Pages of a document: both columns hold the text to the character, and marks stand where edits are."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from benchmarks.sample import make
from cleaner.document import Document
from cleaner.model import Edit, Finding, Fix, Held, Safety, Span
from cleaner.packs import load_rules
from cleaner.plan import Result
from cleaner.repair import apply
from cleaner.reports.html.page import DocumentView, script_of, view
from cleaner.reports.html.render import common, document_page
from cleaner.reports.html.rows import Gap, Row
from tests.conftest import ROOT
from tests.html.page_text import Columns

RULES = {rule.id: rule for rule in load_rules()}
SHARED = common("en", "Report", "made")

#: What may go wrong on a page: line ends of all kinds, signs of HTML, invisible characters, and ordinary text.
ODD = "甲乙丙丁，。 \u3000a1<>&\"'\n\n\n\r\t\f\u202e\u200b\ufeff\x00\x1b\u2028\U0001f600\ue000"


def found(edits: list[Edit], safety: Safety, number: int) -> Finding:
    span = Span(min(e.span.start for e in edits), max(e.span.end for e in edits))
    return Finding(
        rule=f"rule-{number}",
        family="family",
        span=span,
        message="why",
        fix=None if safety is Safety.SHOWN else Fix(tuple(edits), safety),
        safety=safety,
        confidence=0.9,
        evidence={},
        related=(),
        after=(),
        fingerprint="0" * 16,
    )


@st.composite
def results(draw: st.DrawFn) -> Result:
    """A text with edits that do not overlap, some applied and some only found."""
    text = draw(st.text(ODD, max_size=120))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=16)))
    findings: list[Finding] = []
    applied: list[Edit] = []
    keys: list[str] = []
    for number, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False)):
        edit = Edit(Span(start, end), draw(st.text(ODD, max_size=6)))
        safety = draw(st.sampled_from(list(Safety)))
        finding = found([edit], safety, number)
        findings.append(finding)
        if safety is Safety.SAFE:
            applied.append(edit)
            keys.append(finding.key)
    findings.sort(key=lambda f: (f.span.start, f.span.end, f.rule))
    cleaned, undo = apply(text, applied)
    held = {f.key: Held.NEEDS_CONSENT for f in findings if f.key not in keys}
    return Result(Document(text), tuple(findings), cleaned, tuple(keys), held, undo, tuple(applied))


def pages(shown: DocumentView) -> list[str]:
    return [document_page(shown, page, SHARED) for page in shown.pages()]


def columns(shown: DocumentView) -> tuple[str, str]:
    read = [Columns(page) for page in pages(shown)]
    return "".join("".join(c.was) for c in read), "".join("".join(c.now) for c in read)


@given(results())
def test_columns_are_the_texts(result: Result) -> None:
    """With nothing folded, the left column is the text as read and the right one the mended text, to the character."""
    assert columns(view("a.txt", result, {}, "en", fold=False)) == (result.document.text, result.text)


@given(results(), st.integers(1, 3))
def test_columns_are_the_texts_over_several_pages(result: Result, most: int) -> None:
    """The same where a page takes only a few findings."""
    shown = view("a.txt", result, {}, "en", fold=False, most_findings=most)
    assert columns(shown) == (result.document.text, result.text)


@given(results())
def test_columns_are_the_texts_where_rows_are_cut(result: Result) -> None:
    """The same where rows are cut between any two marks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.reports.html.rows.LONGEST", 3)
        shown = view("a.txt", result, {}, "en", fold=False)
        assert columns(shown) == (result.document.text, result.text)


@given(results())
def test_folded_rows_and_gaps_are_the_whole_text(result: Result) -> None:
    """Rows and gaps follow one another without a hole, and each finding is told once."""
    text = result.document.text
    shown = view("a.txt", result, {}, "en")
    items = [item for page in shown.layout for item in page]
    lines, told = 0, []
    for item in items:
        if isinstance(item, Gap):
            assert item.first == lines + 1
            lines = item.last
            continue
        first = text.count("\n" if "\n" in text else "\r", 0, item.start) + 1
        assert item.line == first
        assert first in (lines, lines + 1)
        lines = first + text.count("\n" if "\n" in text else "\r", item.start, item.end)
        lines -= text[: item.end].endswith("\n" if "\n" in text else "\r") and item.end > item.start
        told += item.notes
    assert sorted(told) == list(range(1, len(result.findings) + 1))


@pytest.mark.parametrize("longest", [3, 3000])
@given(results())
def test_lines_are_numbered_as_an_editor_numbers_them(longest: int, result: Result) -> None:
    """Each row begins with the number of its line, in the text as read and in the mended text."""
    text = result.document.text
    mark = "\n" if "\n" in text else "\r"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.reports.html.rows.LONGEST", longest)
        (page,) = view("a.txt", result, {}, "en", fold=False).layout
    before = after = ""
    for row in page:
        assert isinstance(row, Row)
        assert (row.line, row.after) == (before.count(mark) + 1, after.count(mark) + 1)
        before += "".join(piece.text for piece in row.pieces if piece.kind != "put")
        after += "".join(piece.text for piece in row.pieces if piece.kind != "gone")


@given(results())
def test_rows_hold_their_text(result: Result) -> None:
    """Of each row, what is shown and what is left out together are as long as its text as read."""
    for page in view("a.txt", result, {}, "en").layout:
        for row in page:
            if isinstance(row, Row):
                of_read = [piece for piece in row.pieces if piece.kind != "put"]
                assert sum(len(p.text) + p.skipped for p in of_read) == row.end - row.start
                assert all(p.text == result.document.text[p.start : p.end] for p in of_read if not p.skipped)


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("0*")), ids=lambda path: path.name)
def test_columns_of_a_seed_are_its_texts(path: Path) -> None:
    """The same on every seed, with what the rules find in it."""
    text = path.read_text(encoding="utf-8")
    result = cleaner.check(text)
    assert columns(view("a.txt", result, RULES, "en", fold=False)) == (text, result.text)


def row_of(text: str, **kwargs: bool) -> tuple[str, str]:
    """The first row with a mark, before and after, as HTML."""
    result = cleaner.check(text, **kwargs)
    (page,) = view("a.txt", result, RULES, "en").pages()
    row = next(item for item in page.items if not isinstance(item, Gap) and item.active)
    return str(row.before), str(row.after)


def test_a_mark_stands_at_the_right_characters() -> None:
    """Of a doubled comma the second is struck, and nothing else."""
    before, after = row_of("河湾镇的早市，，已经热闹起来。\n")
    assert re.findall(r"<del>(.*?)</del>", before) == ["，"]
    assert re.sub(r"<[^>]*>", "", before) == "河湾镇的早市，，已经热闹起来。"
    assert re.sub(r"<[^>]*>", "", after) == "河湾镇的早市，已经热闹起来。"


def test_a_mended_line_end_is_a_visible_mark() -> None:
    """The line end that a join takes out is a struck ⏎, and the lines keep their numbers."""
    text = (
        "本报讯（记者 水生）入秋后的南坡果园，\n第一批柿子刚刚转红，摘柿子的人就已经\n"
        "上了树。合作社的负责人说，今年雨水匀，\n"
        "开园比往年早了一周，头三天摘下两千多\n斤，全部当天装箱。\n"
    )
    before, after = row_of(text)
    assert '<del><b class="c" data-code="a">⏎</b></del>' in before
    assert re.findall(r'class="l" data-n="(\d+)"', before) == ["1", "2", "3", "4", "5"]
    assert re.findall(r'class="l" data-n="(\d+)"', after) == ["1"]
    assert "<del>" not in after


def test_a_risky_place_is_marked_in_both_columns() -> None:
    """What waits for consent stands in both texts, marked with its safety."""
    for side in row_of("镇上新开的公园吸引技师技师落户，还有不少游客。\n"):
        assert '<mark class="risky">' in side
        assert "<del>" not in side


def test_text_that_tries_to_be_html_stays_text() -> None:
    """Tags, entities and attributes in text, name and message are shown as they are written."""
    text = '<script>alert(1)</script>的早市，，热闹。"><img src=x onerror=alert(2)>&lt;早市，，热闹，人人都来赶集。\n'
    result = cleaner.check(text)
    html = pages(view("<b>&amp;.txt", result, RULES, "en"))[0]
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>&amp;" not in html
    assert "&lt;b&gt;&amp;amp;.txt" in html
    assert text.rstrip("\n") in unescape(re.sub(r"<[^>]*>", "", html))
    assert result.findings


def test_what_cannot_be_seen_is_shown() -> None:
    """A bidi override and a control character stand as their codes, and never as themselves."""
    result = cleaner.check("早市，，热\u202e闹\x07。\n")
    html = pages(view("\u202ea.txt", result, RULES, "en"))[0]
    assert "\u202e" not in html
    assert "\x07" not in html
    assert '<b class="c" data-code="202e">U+202E</b>' in html
    assert '<b class="c" data-code="7">U+0007</b>' in html


class Balance(HTMLParser):
    """Raises AssertionError where an element is closed that is not open, and keeps what stays open, and all ids."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_pages_are_well_formed(tmp_path: Path) -> None:
    """Elements close in order, and no id stands twice."""
    make(tmp_path / "sample")
    made = sorted((tmp_path / "sample").rglob("*.html"))
    assert len(made) == 4
    for path in made:
        page = Balance(path.read_text(encoding="utf-8"))
        assert page.open == []
        assert len(page.ids) == len(set(page.ids))


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    """No address outside, no script, no style but the one that the policy names by its hash."""
    html = pages(view("a.txt", cleaner.check("早市，，热闹。\n"), RULES, "en"))[0]
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!#|\.\./index\.html)[^\"')\s]+", html) == []
    assert "http:" not in html
    assert "https:" not in html
    assert "<script" not in html
    assert " style=" not in html
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in html


def test_cards_have_what_review_needs() -> None:
    """A card's id is the finding's key, and its attributes say rule, family, safety, confidence and state."""
    result = cleaner.check("早市，，热闹。\n")
    (finding,) = result.findings
    html = pages(view("a.txt", result, RULES, "en"))[0]
    (card,) = re.findall(r"<article [^>]*>", html)
    given = dict(re.findall(r'([a-z-]+)="([^"]*)"', card))
    assert given["id"] == given["data-key"] == finding.key
    assert (given["data-rule"], given["data-family"]) == ("doubled-punctuation", "doubled-characters")
    assert (given["data-safety"], given["data-state"]) == ("safe", "applied")
    assert float(given["data-confidence"]) == finding.confidence


def test_every_number_in_the_text_leads_to_a_card() -> None:
    """Each link inside a page, and from page to page, finds its card."""
    text = "".join(f"第{n}个摊位的早市，，热闹。\n\n" for n in range(40))
    shown = view(
        "a.txt", cleaner.check(text), RULES, "en", address=lambda at, page, key: f"{page}#{key}", most_findings=7
    )
    assert shown.count == 6
    for number, html in enumerate(pages(shown), 1):
        ids = set(re.findall(r' id="([^"]*)"', html))
        numbers = re.findall(r'<a class="n [a-z]+" data-n="\d+" href="(\d+)#([^"]*)"', html)
        assert numbers
        assert all(int(page) == number and key in ids for page, key in numbers)


def test_the_copy_that_stays_stands_beside_the_copy_that_goes() -> None:
    """A near duplicate shows both readings, with the misread character marked in each."""
    text = (
        "白石渡的渡船今天一早就停了航，等雾散尽了才开。船老大说，这样的大雾，一年里总要遇上七八回。\n\n"
        "码头上的小吃摊照旧开张，热腾腾的米粉卖到了中午。\n\n"
        "白石渡的渡船今天一早就停了航，等雾散尽了才开。船老大说，这样的大雾，一年里总要遇上七人回。\n"
    )
    result = cleaner.check(text)
    assert [f.rule for f in result.findings] == ["near-duplicate-paragraph"]
    html = pages(view("a.txt", result, RULES, "en"))[0]
    stays, goes = re.findall(r'<div class="(?:stays|goes)">(.*?)</div>', html, re.S)
    assert "<ins>八</ins>" in stays
    assert "<del>人</del>" in goes


@pytest.mark.parametrize("kind", ["lines", "one line", "copies", "joins in a copy"])
def test_a_long_document_has_pages_of_bounded_size(kind: str) -> None:
    """A thousand findings, in lines, in one line or in one deleted stretch, are told on small pages."""
    text = "".join(f"第{n}户人家挑着{n + 7}斤米走过石桥，，天色渐渐亮了。" + "雾" * (n % 7) + "\n" for n in range(1200))
    edits = [Edit(Span(m.start() + 1, m.end())) for m in re.finditer("，，", text)]
    if kind == "one line":
        text = text.replace("\n", "。")
    findings = [found([edit], Safety.SAFE, n) for n, edit in enumerate(edits)]
    if kind == "copies":
        edits = [Edit(Span(m.start(), m.end())) for m in re.finditer("\n[^\n]+", text)]
        findings = [found([edit], Safety.SAFE, n) for n, edit in enumerate(edits)]
    elif kind == "joins in a copy":
        edits = [Edit(Span(10, len(text) - 10))]
        findings = sorted([found(edits, Safety.SAFE, 9999), *findings[1:-1]], key=lambda f: f.span)
    cleaned, undo = apply(text, edits)
    result = Result(Document(text), tuple(findings), cleaned, tuple(f.key for f in findings), {}, undo, tuple(edits))
    shown = view("a.txt", result, {}, "en")
    told = [
        card.number
        for page in shown.pages()
        for item in page.items
        if not isinstance(item, Gap)
        for group in item.groups
        for card in group.cards
    ]
    assert sorted(told) == list(range(1, len(findings) + 1))
    assert shown.count > 3
    assert max(len(page.encode()) for page in pages(shown)) < 500_000


def test_traditional_text_is_told_as_such() -> None:
    """Fonts are chosen by script."""
    assert script_of("這個國家的學會") == "zh-Hant"
    assert script_of("这个国家的学会") == "zh-Hans"
