"""The site of the documentation: whole, without dead links, and with nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.site import looking, making
from benchmarks.site.__main__ import build
from benchmarks.site.kinds import KINDS
from benchmarks.site.links import Links
from benchmarks.site.navigation import HOME, LANGUAGES, ROOT, SECTIONS, STAND_INS, pages
from benchmarks.site.rules import CLEAN, clean_text, ledger, notes, rules
from benchmarks.site.samples import before_html, shown
from cleaner.cli.app import COMMANDS
from tests.docs.conftest import Built


def test_the_site_is_built_without_a_complaint(site: Built) -> None:
    """No warning of Sphinx, no dead link, nothing that a page would load from outside."""
    assert site.wrong == []


def test_every_page_of_docs_is_on_the_site() -> None:
    """A file in docs/ is a page, or has one that stands for it; and no page is listed without its file."""
    every = [HOME, *(page for section in SECTIONS for page in section.pages)]
    listed = {path for page in every for path in (page.source, page.source_zh) if path} | set(STAND_INS)
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md")}
    assert sorted(there - listed) == []
    missing = {p.name for p in every for path in (p.source, p.source_zh) if path and not (ROOT / path).is_file()}
    assert missing == set()


def test_every_rule_and_every_command_has_a_page(site: Built) -> None:
    """Rules in both languages."""
    names = {f"rules/{rule.id}.html" for rule in rules()} | {"rules/index.html"}
    assert [name for name in names for top in ("", "zh/") if not (site.folder / f"{top}{name}").is_file()] == []
    commands = {*COMMANDS, "corpus-check", "corpus-fix", "corpus-duplicates"}
    assert [name for name in commands if not (site.folder / f"commands/{name}.html").is_file()] == []


def test_every_family_has_its_words() -> None:
    """The index by kind of damage leaves out no rule."""
    assert set(KINDS) == {rule.family for rule in rules()}


def test_the_packs_notes_are_all_told_in_chinese() -> None:
    """A note that is new wants a line in benchmarks/site/notes.zh.toml, and one that is gone leaves none behind."""
    said = {words for rule in rules() for example in rule.examples for words in (example.note, example.missed)}
    assert set(notes()) == said - {""}


def test_the_first_pages_are_there_in_both_languages() -> None:
    """What a newcomer reads."""
    for lang in LANGUAGES:
        assert {"index", "start", "clean", "review", "hook", "rules/index"} <= {page.name for page in pages(lang)}


def test_a_rules_page_shows_what_the_engine_does() -> None:
    """What stands as text after is what the pack's example promises."""
    for rule in rules():
        if rule.id == "script-conversion":
            continue
        for sample in shown(rule, rules(), "en"):
            example = sample.example
            if example.missed:
                continue
            if example.bad is None:
                assert not sample.findings, (rule.id, example)
            else:
                assert sample.findings, (rule.id, example)
            if example.good is not None:
                assert sample.result.text == example.good, (rule.id, example)
            marked = before_html(sample)
            assert ("<del>" in marked or "<ins>" in marked) == sample.result.changed
            assert "\n\n" not in marked  # a blank line would end the block of HTML


def test_the_figures_of_a_rule_are_the_ledgers() -> None:
    """Findings in the seeds, and findings in clean text for every rule that is asked there."""
    text = (ROOT / "seeds" / "ledger.tsv").read_text(encoding="utf-8")
    mended = sum(int(n) for n in re.findall(r"^\S+\tdoubled-punctuation\tmended\t(\d+)$", text, re.M))
    assert ledger("doubled-punctuation")[1] == mended > 0
    assert set(clean_text()[1]) == {rule.id for rule in rules()} - {"script-conversion"}, (
        f"renew {CLEAN.name}: python -m benchmarks.fires --write"
    )


def test_what_comes_from_outside_is_seen(tmp_path: Path) -> None:
    """Scripts, style sheets, fonts and pictures of others, whichever way they are named; a link to click is none."""
    pages_ = {
        "a.html": '<script src="https://cdn.example/x.js"></script>',
        "b.html": '<link rel="stylesheet" href="//fonts.example/x.css">',
        "c.html": '<img srcset="x.png 1x, https://img.example/y.png 2x">',
        "d.html": '<style>@import "https://fonts.example/x.css";</style>',
        "e.css": "@font-face { src: url(https://fonts.example/x.woff2) }",
        "f.js": "fetch('https://api.example/' + q)",
        "g.html": '<p style="background: url(http://img.example/z.png)">x</p>',
        "h.html": '<a href="https://example.org/">read</a><link rel="next" href="https://example.org/">',
        "i.js": "// see https://example.org/\nconst svg = 'http://www.w3.org/2000/svg';",
    }
    for name, text in pages_.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert {line.partition(":")[0] for line in looking.outside(tmp_path)} == set(pages_) - {"h.html", "i.js"}


def test_dead_links_are_seen(tmp_path: Path) -> None:
    """To a page, to a place in a page, and to a picture."""
    (tmp_path / "a.html").write_text(
        '<h1 id="here">x</h1><a href="b.html">x</a><a href="#there">x</a><a href="#here">x</a><img src="c.png">',
        encoding="utf-8",
    )
    assert looking.dead(tmp_path) == [f"a.html: {name} leads nowhere" for name in ("b.html", "#there", "c.png")]


def test_links_are_led_to_pages_files_and_the_other_language() -> None:
    """And stay as they are in code."""
    links = Links("docs/hook.md", "en", "hook")
    assert links.rewritten("[x](settings.md#keys)") == "[x](settings.md#keys)"
    assert links.rewritten("[中文](hook.zh.md)") == '<a href="zh/hook.html">中文</a>'
    assert links.rewritten("[x](hooks/pre-commit)") == "[x](files/docs/hooks/pre-commit)"
    assert links.rewritten("`[x](nowhere.md)`") == "`[x](nowhere.md)`"
    assert links.rewritten("[`cleaner/`](../cleaner/wrapping)") == "`cleaner/`"
    assert links.files == {"docs/hooks/pre-commit"}
    assert Links("docs/hook.zh.md", "zh", "hook").rewritten("[x](settings.md)") == '<a href="../settings.html">x</a>'
    with pytest.raises(ValueError, match="leads nowhere"):
        links.rewritten("[x](nowhere.md)")


def test_lines_of_chinese_are_put_together() -> None:
    """A browser may show a line end between two characters as a space; lists, tables and code keep theirs."""
    assert making.unwrapped("头一行\n第二行\n") == "头一行第二行\n"
    assert making.unwrapped("- 甲\n- 乙\n") == "- 甲\n- 乙\n"
    assert making.unwrapped("```text\n甲\n乙\n```\n") == "```text\n甲\n乙\n```\n"
    assert making.unwrapped("用 cleaner\n命令\n") == "用 cleaner\n命令\n"


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    """`-o` of a folder with other things in it is refused, and they stay."""
    (tmp_path / "mine.txt").touch()
    with pytest.raises(FileExistsError):
        build(tmp_path)
    assert (tmp_path / "mine.txt").is_file()


def test_chinese_is_searched_by_pairs() -> None:
    """What goes into the index."""
    pytest.importorskip("sphinx")
    from benchmarks.site.search import words

    assert words("段内断行, wrapped-line 字") == [
        "段",
        "内",
        "断",
        "行",
        "段内",
        "内断",
        "断行",
        "wrapped",
        "line",
        "字",
    ]
