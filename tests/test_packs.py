"""Packs are read, or refused with the line, what is wrong, and what would be right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.examples import unmarked
from cleaner.language.scripts import configurations
from cleaner.model import Safety, Span
from cleaner.packs import PackError, chosen, load_rules, read_pack, read_user_pack

RULE = """\
[[rule]]
id = "odd-word"
detector = "rewrite"
kind = "rewrite"
title = "An odd word"
message = "{seen} is odd"
safety = "risky"
why = "To have one."
params = { pattern = "早市", replacement = "早集" }
"""

WORDS = RULE.replace('"rewrite"', '"words"', 1).replace('"rewrite"', '"word-list"', 1)
WORDS = WORDS.replace('pattern = "早市", replacement = "早集"', 'words = { "帐号" = "账号" }')


def test_a_rule_has_what_its_table_says() -> None:
    """Defaults are filled in: the joined view, on, the detector's parameters."""
    (rule,) = read_pack(RULE, "mine.toml", "mine")
    assert (rule.name, rule.safety, rule.view, rule.on) == ("mine/odd-word", Safety.RISKY, "joined", True)
    assert rule.params == {"pattern": "早市", "replacement": "早集", "confidence": 0.9, "seconds": 2.0}
    assert rule.words("zh") == rule.words("en")


REFUSED = {
    "a key that there is not": (
        RULE.replace("why", "wy"),
        "mine.toml:8: mine/odd-word: unknown key “wy”; did you mean “why”?",
    ),
    "a key that is missing": (
        RULE.replace('why = "To have one."\n', ""),
        "mine.toml:2: mine/odd-word: has no “why”; add why = …",
    ),
    "a safety that there is not": (
        RULE.replace('"risky"', '"sure"'),
        "mine.toml:7: mine/odd-word: safety “sure”; one of: safe, risky, shown",
    ),
    "a detector that there is not": (
        RULE.replace('detector = "rewrite"', 'detector = "guess"'),
        "mine.toml:3: mine/odd-word: no detector is called “guess”; see `cleaner rules` for those there are",
    ),
    "a kind that there is not": (
        RULE.replace('kind = "rewrite"', 'kind = "guess"'),
        "mine.toml:4: mine/odd-word: detector rewrite knows no kind “guess”; one of: rewrite",
    ),
    "a parameter that there is not": (
        RULE.replace("replacement", "replace"),
        "mine.toml:9: mine/odd-word: unknown parameter “replace”; rewrite takes: pattern, replacement, confidence, "
        "seconds",
    ),
    "a parameter of another type": (
        RULE.replace('"早集"', "3"),
        "mine.toml:9: mine/odd-word: parameter replacement = 3; a str",
    ),
    "a value of another type": (
        RULE.replace('"An odd word"', "3"),
        "mine.toml:5: mine/odd-word: title = 3; a string",
    ),
    "a view that there is not": (
        RULE + 'view = "upside-down"\n',
        "mine.toml:10: mine/odd-word: view “upside-down”; one of: raw, read, unshadowed, joined",
    ),
    "a replacement with a group that the pattern has not": (
        RULE.replace('"早集"', r"'\2'"),
        "mine.toml:9: mine/odd-word: replacement: no such group; \\1 or \\g<name> for the groups that the pattern has",
    ),
    "no pattern": (
        RULE.replace('"早市"', '""'),
        "mine.toml:9: mine/odd-word: has no pattern; params = { pattern = '…', replacement = '…' }",
    ),
    "a brace alone in the message": (
        RULE.replace("{seen}", "{"),
        "mine.toml:6: mine/odd-word: message: expected '}' before end of string; "
        "write {{ for a brace that is meant as one",
    ),
    "more than a name in the message": (
        RULE.replace("{seen}", "{seen.x}"),
        "mine.toml:6: mine/odd-word: message: {seen.x}; a name between braces, such as {seen}",
    ),
    "an example of nothing": (
        RULE + '[[rule.example]]\nnote = "none"\n',
        "mine.toml:2: mine/odd-word: an example with neither “bad” nor “good”; give one or both",
    ),
    "marks where nothing is found": (
        RULE + '[[rule.example]]\ngood = "⟦早市⟧"\n',
        "mine.toml:2: mine/odd-word: marks ⟦ ⟧ in “good”; marks belong in “bad”",
    ),
    "a rule twice": (RULE + RULE, "mine.toml:2: mine/odd-word: stands twice; give each rule its own id"),
    "something beside rules": (
        "x = 1\n" + RULE,
        "mine.toml:1: mine: unknown key “x”; a pack holds [[rule]] tables, allow = […], and [[example]] tables for it",
    ),
    "no rule": ("", "mine.toml:1: mine: no [[rule]] in it; begin each rule with a line [[rule]]"),
    "a word to leave alone that is none": (
        'allow = ["昇腾", ""]\n',
        "mine.toml:1: mine: allow: ''; an array of words, none empty",
    ),
    "words to leave alone that are no array": (
        RULE + 'allow = "早市"\n',
        "mine.toml:10: mine/odd-word: allow = '早市'; an array",
    ),
    "an example of the pack without a text": (
        'allow = ["昇腾"]\n[[example]]\nnote = "none"\n',
        "mine.toml:2: mine: an example without “good”; good = “a text that stays as it is”",
    ),
    "a key of an example of the pack that there is not": (
        'allow = ["昇腾"]\n[[example]]\nbad = "昇腾"\n',
        "mine.toml:3: mine: unknown key “example.bad”; one of: good, rules, note",
    ),
    "no time at all": (
        RULE.replace('"早集"', '"早集", seconds = 0'),
        "mine.toml:9: mine/odd-word: seconds = 0; more than 0",
    ),
    "no words": (
        WORDS.replace('"帐号" = "账号"', ""),
        "mine.toml:9: mine/odd-word: has no words; params = { words = { “as it stands” = “as it should read” } }",
    ),
    "a word for itself": (
        WORDS.replace('"账号"', '"帐号"'),
        "mine.toml:9: mine/odd-word: words: “帐号” = “帐号”; two different words, the first not empty",
    ),
    "a word for no word": (WORDS.replace('"账号"', "3"), "mine.toml:9: mine/odd-word: words: 帐号 = 3; a string"),
    "words that go round": (
        WORDS.replace('"账号"', '"账号", "账" = "帐"'),
        "mine.toml:9: mine/odd-word: words: “帐号” becomes “账号”, in which “账” would become “帐”; "
        "give each word the form that it is to have in the end",
    ),
    "surroundings that are nothing": (
        WORDS.replace("} }", '}, left = [""] }'),
        "mine.toml:9: mine/odd-word: left: ''; strings that are not empty",
    ),
    "odds that decide nothing": (
        WORDS.replace("word-list", "confusion").replace("} }", "}, odds = 0.5 }"),
        "mine.toml:9: mine/odd-word: odds = 0.5; at least 1.0, or say what stands beside with left, right",
    ),
    "a configuration that there is not": (
        WORDS.replace('"words"', '"script"')
        .replace("word-list", "script-conversion")
        .replace('words = { "帐号" = "账号" }', 'config = "x2y"'),
        "mine.toml:9: mine/odd-word: config “x2y”; one of: " + ", ".join(configurations()),
    ),
    "no TOML": ("[[rule]]\nid = 早\n", "mine.toml:2:6: mine: not TOML: Invalid value; mend this line"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_pack_is_refused_in_one_line(text: str, message: str) -> None:
    """The line names file, line, pack and rule, what is wrong, and what would be right."""
    with pytest.raises(PackError) as refused:
        read_pack(text, "mine.toml", "mine")
    assert str(refused.value) == message


def test_a_pack_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """A pack in another encoding is told, not guessed at."""
    (tmp_path / "mine.toml").write_bytes(RULE.encode("gb18030"))
    with pytest.raises(PackError, match=r"mine\.toml: is not UTF-8; save it as UTF-8"):
        read_user_pack(tmp_path / "mine.toml")


def test_a_users_rule_takes_the_place_of_ours(tmp_path: Path) -> None:
    """A rule of the same id is replaced, the others stay."""
    (tmp_path / "mine.toml").write_text(RULE.replace("odd-word", "doubled-punctuation"), encoding="utf-8")
    ours, theirs = load_rules(), load_rules([tmp_path / "mine.toml"])
    assert [rule.id for rule in ours] == [rule.id for rule in theirs]
    assert {rule.name for rule in theirs} - {rule.name for rule in ours} == {"mine/doubled-punctuation"}


def test_rules_are_chosen_by_id_family_and_both() -> None:
    """Selecting switches on what is named, off or not; ignoring takes away; a wrong name is told."""
    rules = read_pack(RULE + "on = false\n" + RULE.replace("odd-word", "other-word"), "m", "mine")
    assert [r.id for r in chosen(rules)] == ["other-word"]
    assert [r.id for r in chosen(rules, ["mine"])] == ["odd-word", "other-word"]
    assert [r.id for r in chosen(rules, ["mine/odd-word", "other-word"], ["other-word"])] == ["odd-word"]
    with pytest.raises(KeyError, match="nothing"):
        chosen(rules, ["nothing"])


def test_marks_are_taken_out_and_remembered() -> None:
    """⟦ ⟧ in an example say where something is to be found."""
    assert unmarked("甲⟦乙丙⟧丁⟦戊⟧") == ("甲乙丙丁戊", [Span(1, 3), Span(4, 5)])


def test_rules_are_the_same_without_their_examples() -> None:
    """A run reads the built-in packs without them; nothing else is lost, and each rule stands on the same line."""
    whole = load_rules()
    assert all(rule.examples for rule in whole)
    assert load_rules(examples=False) == [replace(rule, examples=()) for rule in whole]
