"""Patterns of files: they match what they did, and no name holds them up."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec

from cleaner.globs import linear
from cleaner.settings.globs import compiled
from tests.conftest import Run


def test_patterns_match_what_they_did() -> None:
    """On random patterns and names, classes that take a slash too among them."""
    chance = random.Random(20261121)
    compared = 0
    for _ in range(4000):
        signs = "".join(chance.choice("ab*?*/[") for _ in range(chance.randint(1, 9)))
        pattern = signs.replace("[", chance.choice(["[ab]", "[!a]", "x", "[+-9]"]))
        plain, made = GitIgnoreSpec.from_lines([pattern]), compiled([pattern], strange=True)
        if len(plain.patterns) != len(made.patterns):
            continue  # left out
        for _ in range(10):
            name = "".join(chance.choice("aab/x") for _ in range(chance.randint(1, 9)))
            compared += 1
            assert plain.match_file(name) == made.match_file(name), (pattern, name)
    assert compared > 30_000


@pytest.mark.parametrize(
    "pattern",
    [
        "*a" * 40 + "*b",
        "?*a" * 30 + "*b",
        "*[ab]" * 40 + "*c",
        "*[!b]" * 40 + "*c",
        "**/a/" * 9 + "b",
        "*" * 200 + "b",
    ],
)
def test_no_pattern_holds_a_name_up(pattern: str) -> None:
    """Each of these takes longer than the age of the universe as pathspec writes it; the test would not end."""
    spec = compiled([pattern], strange=True)
    assert not spec.match_file("a" * 250)
    assert not spec.match_file("a/" * 900 + "c")


def test_ordinary_patterns_are_left_in() -> None:
    """What people write is neither left out nor slower."""
    for pattern in (
        "*.txt",
        "scans/**/page-*.md",
        "**/*.min.*.js",
        "a/**/b/**/c",
        "[0-9]*-[0-9]*-*.txt",
        "!keep-*-*.md",
    ):
        (one,) = compiled([pattern], strange=True).patterns
        assert one.include is not None, pattern
    assert linear("^[^/]*\\.txt") == "^[^/]*\\.txt"


def test_a_strangers_list_of_what_git_ignores_holds_nothing_up(here: Path, run: Run) -> None:
    """The run goes on, and ordinary lines of the same list still hold."""
    (here / ".gitignore").write_text("*a" * 40 + "*b\nout-*.txt\n", encoding="utf-8")
    for name in ("a" * 200 + ".txt", "out-1.txt"):
        (here / name).write_text("早市，，热闹。\n", encoding="utf-8")
    said = run("check", ".")
    assert (said.exit_code, said.stdout.count("doubled-punctuation"), "out-1" in said.stdout) == (1, 1, False)
