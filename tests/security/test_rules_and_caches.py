"""Packs and caches that mean harm: they run nothing, and take no more time and memory than there is."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest

from cleaner.detectors.rewrite import MOST_WRITTEN_OUT, written_out
from cleaner.packs import PackError, read_pack
from cleaner.store import Cache
from tests.conftest import Run
from tests.security.test_strangers import DIRTY, needs_links


@pytest.fixture
def home(here: Path) -> Path:
    """A folder beside the project."""
    folder = here.parent / "home"
    folder.mkdir()
    return folder


# Packs

RULE = """
[[rule]]
id = "mine"
detector = "rewrite"
kind = "rewrite"
title = "x"
message = "x"
safety = "risky"
why = "x"
params = { %s }
"""


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ("pattern = 'a', seconds = 1e9", "at most 60"),
        ("pattern = 'a', seconds = inf", "at most 60"),
        ("pattern = 'a', seconds = nan", "more than 0"),
        ("pattern = '((((a{999}){999}){999}){999}){999}'", "written out"),
        ("pattern = '(?:(?:ab|c){2000}x){2000}'", "written out"),
        (f"pattern = '{'a' * 10_001}'", "longer than 10000"),
        (f"pattern = 'a', replacement = '{'b' * 1001}'", "longer than 1000"),
    ],
)
def test_packs_ask_for_no_more_than_there_is(params: str, said: str) -> None:
    """Time, repetitions and lengths are bounded when the pack is read."""
    with pytest.raises(PackError, match=said):
        read_pack(RULE % params, "mine.toml", "mine")


def test_a_pattern_without_end_ends(here: Path, run: Run) -> None:
    """It is told that it took too long; the other rules are heard."""
    slow = r"(\p{Han}*)(\p{Han}*)(\p{Han}*)(\p{Han}*)\4\3\2\1[!?]"
    (here / "mine.toml").write_text(RULE % rf"pattern = '{slow}', seconds = 0.05", encoding="utf-8")
    (here / "page.txt").write_text("".join(map(chr, range(0x4E00, 0x4EA0))) + "\n\n" + DIRTY, encoding="utf-8")
    said = run("check", "page.txt", "--pack", "mine.toml")
    assert "doubled-punctuation" in said.stdout
    assert "took too long" in said.stderr


def test_a_replacement_does_not_fill_the_memory(here: Path, run: Run) -> None:
    """A match said a thousand times over is stopped before it is made."""
    replacement = r"\1" * 400
    (here / "mine.toml").write_text(RULE % rf"pattern = '(x+)', replacement = '{replacement}'", encoding="utf-8")
    (here / "page.txt").write_text("x" * 2_000_000, encoding="utf-8")
    said = run("check", "page.txt", "--pack", "mine.toml", "--any-language", "--select", "mine")
    assert "took too long" in said.stderr


@pytest.mark.parametrize(
    ("pattern", "size"),
    [("abc", 3), ("a{3}", 3), ("(a{99}){99}", 9900), ("a{2,50}", 50), ("a{,50}", 50), ("a{2,}", 2), (r"\{{3}", 3)],
)
def test_repetitions_are_written_out(pattern: str, size: int) -> None:
    """By their largest number; braces that are none count as themselves."""
    assert written_out(pattern) == size
    assert size < MOST_WRITTEN_OUT


@pytest.mark.parametrize("name", ["x`y", "a\nb", "::error::", "a b", "a,b", "<b>", "\x1b[2J", "a" * 81, "", "\u202ea"])
def test_names_of_rules_are_names(name: str) -> None:
    """They stand in keys, flags, tables and commands: letters, digits, “-”, “_” and “.” only."""
    with pytest.raises(PackError):
        read_pack(RULE.replace('"mine"', json.dumps(name)) % "pattern = 'a'", "mine.toml", "mine")
    with pytest.raises(PackError):
        read_pack(RULE % "pattern = 'a'", "mine.toml", name)


def test_words_of_packs_are_bounded() -> None:
    """A word that is looked for, and what a rule says."""
    listed = RULE.replace('"rewrite"', '"words"', 1).replace('"rewrite"', '"word-list"')
    with pytest.raises(PackError, match="at most 200"):
        read_pack(listed % f'words = {{ "{"甲" * 201}" = "乙" }}', "mine.toml", "mine")
    with pytest.raises(PackError, match="longer than 1000"):
        read_pack(RULE.replace('message = "x"', f'message = "{"{seen}" * 200}"') % "pattern = 'a'", "m.toml", "mine")


# Caches


def cache_file(here: Path) -> Path:
    file = here / ".cleaner/cache/findings.sqlite"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


@pytest.mark.parametrize(
    "statements",
    [
        [
            "CREATE VIEW engine AS WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n+1 FROM t) "
            "SELECT n digest FROM t"
        ],
        ["CREATE TABLE engine (digest TEXT)", "CREATE VIEW kept AS SELECT 1 AS id, 2 AS key, 3 AS value"],
        [
            "CREATE TABLE engine (digest TEXT)",
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)",
            "CREATE TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM engine; END",
        ],
        ["CREATE TABLE other (a)"],
    ],
)
def test_a_strangers_cache_is_thrown_away(here: Path, statements: list[str]) -> None:
    """Views, triggers and other tables: nothing of it is asked, and a new one is made."""
    file = cache_file(here)
    with sqlite3.connect(file) as table:
        for statement in statements:
            table.execute(statement)
    table.close()
    cache = Cache(here)
    cache.put(b"k" * 32, b"value")
    cache.close()
    with sqlite3.connect(file) as table:
        names = {name for (name,) in table.execute("SELECT name FROM sqlite_master WHERE sql NOT NULL")}
    table.close()
    assert names == {"engine", "kept"}
    again = Cache(here)
    assert again.get(b"k" * 32) == b"value"
    again.close()


@needs_links
def test_a_cache_that_is_a_link_leaves_its_target_alone(here: Path, home: Path) -> None:
    """Another program's database stays as it is."""
    theirs = home / "theirs.sqlite"
    with sqlite3.connect(theirs) as table:
        table.execute("CREATE TABLE kept (a)")
    table.close()
    before = theirs.read_bytes()
    cache_file(here).symlink_to(theirs)
    cache = Cache(here)
    cache.put(b"k" * 32, b"value")
    cache.close()
    assert theirs.read_bytes() == before
    assert not cache_file(here).is_symlink()


def test_a_value_that_unpacks_without_end_is_none(here: Path) -> None:
    """A few kilobytes may hold gigabytes of noughts."""
    cache = Cache(here)
    cache.put(b"k" * 32, b"value")
    cache.close()
    stream = zlib.compressobj(9)
    bomb = b"".join(stream.compress(bytes(1 << 20)) for _ in range(160)) + stream.flush()
    with sqlite3.connect(cache_file(here)) as table:
        table.execute("UPDATE kept SET value = ?", (bomb,))
    table.close()
    again = Cache(here)
    assert again.get(b"k" * 32) is None
    again.close()
