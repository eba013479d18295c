"""The comment for a pull request: it shows texts as they are, closes what it opens, and is never too long."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner.decisions import Verdict, decide
from cleaner.inputs import Complaint
from cleaner.reports.excerpt import visible
from cleaner.reports.markdown import MOST, code, escaped, html
from cleaner.settings import Settings
from cleaner.work import Outcome, clean_bytes
from tests.reports.reading import RULES, written

RENDER = MarkdownIt("commonmark", {"html": True}).enable("table")
#: What is in texts and names: signs of Markdown and of HTML, and letters.
TEXTS = st.text("甲乙a1 `*_[]()<>&|#@!~$\\:-+.{}'\"", min_size=1, max_size=30)


def plain(page: str) -> str:
    """The words of a page, without its tags."""
    return unescape(re.sub(r"<!--.*?-->|</?[a-z0-9]+(?: [^<>]*)?/?>", "", page))


@given(TEXTS)
@example("``甲`|`")
@example(" `")
@example("\\|")
def test_code_is_shown_as_it_is(text: str) -> None:
    """Backticks, bars and backslashes too, also in a table, where a bar would begin the next cell."""
    shown = RENDER.renderInline(code(text))
    assert shown.startswith("<code>")
    assert plain(shown) == text
    if text.strip() and not re.search(r"\\\|", text):
        row = RENDER.render(f"| a | b |\n|---|---|\n| {code(text, cell=True)} | 2 |\n")
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert [plain(cell) for cell in cells] == [text, "2"]


@given(TEXTS)
@example("1. 甲")
@example("- 甲")
@example("@all #12 :tada: <script>alert(1)</script> ![x](y)")
def test_words_are_shown_as_they_are(text: str) -> None:
    """Nothing in a message is markup, a name that is called, or a number that is linked."""
    page = RENDER.render(f"- {escaped(text)}")
    assert plain(page).strip() == text.strip()
    assert re.findall(r"<(\w+)", page.replace("<!-- -->", "")) in (["ul", "li"], ["ul", "li", "p"])
    assert re.search(r"[@#](?=[\w])|:(?=[a-z0-9_+-]{2,}:)", re.sub(r"&#?\w+;", "", page)) is None


@given(TEXTS)
def test_a_name_in_a_summary_is_shown_as_it_is(text: str) -> None:
    """Inside a tag neither Markdown nor HTML may come from it."""
    assert unescape(html(text)) == text
    assert not set(html(text)) & set("<>`*_[]|@\"'")


def of(text: str, name: str = "a.txt", **settings: str) -> Outcome:
    return clean_bytes(text.encode(), name, Settings(**settings), RULES)  # type: ignore[arg-type]


def test_a_comment_renders() -> None:
    """Headline, table, details that open and close, before and after, and what to do next."""
    text = "渡口新近吸引技师技师落户，码头上的`早市`，，比*往年*热闹。\n"
    said = written("markdown", [of(text, "深|处/a`b.txt"), of("早市，热闹。\n", "b.txt")])
    page = RENDER.render(said)
    assert "<strong>2 files: 2 found in 1 (1 safe, 1 risky)</strong>" in page
    (row,) = re.findall(r"<tbody>\s*<tr>(.*?)</tr>", page, re.S)
    assert [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] == ["深|处/a`b.txt", "1", "1", ""]
    assert (page.count("<details>"), page.count("</details>"), page.count("<summary>")) == (1, 1, 1)
    assert "码头上的`早市`，，比*往年*" in plain(page)
    assert said.rstrip().endswith("`cleaner review` shows them one by one")


def test_chinese_is_chinese() -> None:
    """Headline, table and hints."""
    said = written("markdown", [of("早市，，热闹。\n", lang="zh")], Settings(lang="zh"))
    assert "**1 个文件：1 个文件中发现 1 处（1 安全）**" in said
    assert "| 文件 | 安全 | 有风险 | 仅提示 |" in said
    assert "可逐条查看" in said


def test_nothing_found_is_one_line() -> None:
    """And what could not be read is told."""
    assert written("markdown", [of("早市，热闹。\n")]) == "### cleaner\n\n**1 file: nothing found**\n"
    said = written("markdown", [clean_bytes(b"\xff", "a.txt", Settings(), RULES)], complaints=[Complaint("b", "gone")])
    assert "- b: gone\n- a\\.txt:1:1: UTF\\-8 with broken bytes in it" in said


def test_what_was_set_aside_is_counted() -> None:
    """Not listed, and not hidden either."""
    text = "渡口新近吸引技师技师落户，码头上的早市，，比往年热闹。\n"
    outcome = of(text)
    assert outcome.result
    comma = next(f for f in outcome.result.findings if f.rule == "doubled-punctuation")
    kept = decide("a.txt", comma.rule, text, comma.span, Verdict.KEEP)
    said = written("markdown", [clean_bytes(text.encode(), "a.txt", Settings(), RULES, [kept])])
    assert "doubled-punctuation" not in said
    assert "1 set aside are not listed" in said


@pytest.mark.parametrize("files", [1, 40, 700])
@pytest.mark.parametrize("name", ["a{}.txt", "很长的文件夹名" * 12 + "/𠮷{}.txt"])
def test_a_comment_is_never_too_long(files: int, name: str) -> None:
    """Files and findings that have no room are counted; all tags are closed, and every finding is listed or counted."""
    text = "\n\n".join(f"𠮷{n}天的早市，，比往年`热闹`得多|了。" for n in "一二三四五六七八九十百千" * 6) + "\n"
    once = of(text)
    assert once.result
    each = len(once.result.findings)
    outcomes = [Outcome(name.format(n), once.result) for n in range(files)]
    said = written("markdown", outcomes)
    assert len(said.encode("utf-16-le")) // 2 <= MOST
    page = RENDER.render(said)
    assert page.count("<details>") == page.count("</details>") == said.count("<summary>")
    listed = len(re.findall(r"^- \d+:\d+ ", said, re.M))
    here = sum(map(int, re.findall(r"and (\d+) more in this file", said)))
    elsewhere = sum(map(int, re.findall(r"and (\d+) more in files", said)))
    assert listed + here + elsewhere == files * each
    rows = len(re.findall(r"^\| `", said, re.M))
    assert rows + sum(map(int, re.findall(r"and (\d+) more files", said))) == files
    assert visible(said[-60:-1])
