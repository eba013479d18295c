"""Word lists, confusions, words to leave alone, and patterns that would hang a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.document import Document
from cleaner.model import Consent, Edit, Hit, Span
from cleaner.packs import Rule, load_rules, read_pack
from cleaner.plan import clean_document
from cleaner.wordlists import WordList, leaves_alone
from tests.conftest import ROOT, Run

PACKS = sorted((ROOT / "docs" / "packs").glob("*.toml"))


def rule(params: str, kind: str = "word-list", detector: str = "words", more: str = "") -> Rule:
    """A rule of these parameters."""
    (made,) = read_pack(
        f'''[[rule]]
id = "mine"
detector = "{detector}"
kind = "{kind}"
title = "t"
message = "{{seen}} is {{read}}"
safety = "risky"
why = "w"
params = {{ {params} }}
{more}
''',
        "mine.toml",
        "mine",
    )
    return made


def cleaned(text: str, *rules: Rule) -> str:
    """`text` as the rules mend it, and mend no further."""
    consent = Consent(risky=True, any_language=True)
    once = clean_document(Document(text), rules, consent).text
    assert clean_document(Document(once), rules, consent).text == once
    return once


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.stem)
def test_the_sample_packs_hold(pack: Path, run: Run) -> None:
    """`cleaner try` says nothing against those in docs/packs."""
    done = run("try", str(pack))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("all hold\n")


def test_there_are_two_sample_packs() -> None:
    """One of words and patterns, one of confusions and words to leave alone."""
    assert len(PACKS) == 2


@pytest.mark.parametrize(
    ("params", "text", "read"),
    [
        ('words = { "帐" = "账", "帐篷" = "帐篷布" }', "一顶帐篷和一本帐", "一顶帐篷布和一本账"),
        ('words = { "江津" = "江津区" }', "江津和江津区，江津", "江津区和江津区，江津区"),
        ('words = { "溪" = "梅溪河" }', "梅溪河边的溪", "梅溪河边的梅溪河"),
        ('words = { "垧" = "公顷" }, left = ["0", "百"]', "320垧，三百垧，一垧地", "320公顷，三百公顷，一垧地"),
        ('words = { "新" = "选" }, right = ["票"]', "新票和新船", "选票和新船"),
        ('words = { "(" = "（", "." = "。" }', "他说(好.", "他说（好。"),
        ('words = { "船" = "舟" }', "船 `船` https://a.cn/船 船", "舟 `船` https://a.cn/船 舟"),
        ('words = { "船" = "" }', "一条船靠岸", "一条靠岸"),
    ],
)
def test_words_are_replaced_in_their_surroundings(params: str, text: str, read: str) -> None:
    """The longest first, not what reads so already, nothing in code or addresses; settled at once."""
    assert cleaned(text, rule(params)) == read


def test_a_confusion_asks_the_text() -> None:
    """Pairs of characters and what else stands there decide, in both directions."""
    both = rule('words = { "未" = "末", "末" = "未" }', "confusion")
    text = "周未的早市很热闹。到了周末，船家都歇工，周末的渡口没有人。他至今末婚，大家都未婚，未来再说。"
    assert cleaned(text, both) == text.replace("周未", "周末").replace("末婚", "未婚")


def test_words_to_leave_alone_are_left_alone() -> None:
    """Inside of them nothing changes; a word that stands twice may still lose its copy."""
    with_word = rule('words = { "昇" = "升" }', more='allow = ["昇腾", "毕昇"]')
    assert cleaned("昇腾与毕昇，旭日东昇", with_word) == "昇腾与毕昇，旭日东升"
    doubled = Hit(Span(0, 4), (Edit(Span(2, 4)),))
    assert not leaves_alone(("昇腾",), "昇腾昇腾公司", doubled)
    assert leaves_alone(("哆来哆来",), "哆来哆来歌", doubled)
    assert leaves_alone(("昇腾",), "有昇腾在", Hit(Span(1, 2), (Edit(Span(1, 2), "升"),)))
    assert leaves_alone(("昇腾",), "有昇腾在", Hit(Span(1, 2)))
    assert not leaves_alone(("昇腾",), "有昇腾在", Hit(Span(0, 4), (Edit(Span(0, 1), "又"),)))


def test_a_pack_may_hold_nothing_but_words_to_leave_alone(here: Path, run: Run) -> None:
    """They hold for our rules, too, and its examples are tried."""
    page = "老渡口的合唱团叫哆来咪哆来咪，周末吸引技师技师落户，也发展昇腾。\n"
    (here / "page.txt").write_text(page, encoding="utf-8")
    (here / "mine.toml").write_text(
        'allow = ["技师技师", "发展"]\n[[example]]\ngood = "吸引技师技师落户，发展渔业。"\nrules = ["script"]\n',
        encoding="utf-8",
    )
    assert "stuttered-word" in run("check", "page.txt").stdout
    done = run("check", "page.txt", "--pack", "mine.toml", "--script", "s2t")
    assert "stuttered-word" not in done.stdout
    assert "發" not in done.stdout
    assert "騰" in done.stdout
    tried = run("try", "mine.toml")
    assert (tried.exit_code, tried.stdout.splitlines()[0]) == (
        1,
        "allow  1  found what must be left be: “户”、“渔业” (script-conversion)",
    )


def test_every_word_is_found_in_one_pass() -> None:
    """As a slow and obvious search finds them."""
    words = ("船", "船家", "家", "早市", "市早", "a.b", "[")
    text = "早市早，船家家a.b[axb船"
    slow = [Span(at, at + len(w)) for at in range(len(text)) for w in words if text.startswith(w, at)]
    assert sorted(WordList(words).find(text)) == sorted(slow)
    assert list(WordList(()).find(text)) == []


SLOW = "pattern = '(\\p{Han}*)(\\p{Han}*)(\\p{Han}*)(\\p{Han}*)\\4\\3\\2\\1[!?]', replacement = '！', seconds = 0.05"


def test_a_pattern_that_would_hang_is_stopped_and_told(here: Path, run: Run) -> None:
    """Rule and file are named, the other rules have done their work, and the exit is 2."""
    slow = rule(SLOW, "rewrite", "rewrite")
    text = "岸" * 60 + "。早市，，很热闹。\n"
    rules = [*(r for r in load_rules() if r.on), slow]
    result = clean_document(Document(text), rules)
    assert result.unfinished == ("mine/mine",)
    assert result.text == text.replace("，，", "，")
    pack = f"""[[rule]]
id = "greedy"
detector = "rewrite"
kind = "rewrite"
title = "t"
message = "m"
safety = "risky"
why = "w"
params = {{ {SLOW} }}
[[rule.example]]
bad = "{"岸" * 60}"
"""
    (here / "mine.toml").write_text(pack, encoding="utf-8")
    (here / "page.txt").write_text(text, encoding="utf-8")
    (here / "other.txt").write_text("早市，，很热闹。\n", encoding="utf-8")
    for _ in range(2):  # what is missing is not remembered as nothing
        done = run("check", ".", "--pack", "mine.toml")
        assert done.exit_code == 2
        assert done.stderr == (
            "page.txt: a pattern took too long here, so what it would find is missing (mine.toml: mine/greedy); "
            "make it simpler, give it more “seconds”, or --ignore it\n"
        )
        assert done.stdout.count("doubled-punctuation  safe") == 2
    assert run("fix", ".", "--pack", "mine.toml").exit_code == 2
    assert (here / "page.txt").read_text(encoding="utf-8") == text.replace("，，", "，")
    tried = run("try", "mine.toml")
    assert "its pattern took too long" in tried.stdout
    assert "no example that it leaves be" in tried.stderr or tried.stderr
