"""Settings: which file holds, what adds up, what is replaced, and where a wrong key stands."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from cleaner.inputs import find
from cleaner.model import Safety
from cleaner.settings import DEFAULTS, Settings, SettingsError
from cleaner.settings.lookup import DEFAULT, FLAG, Lookup
from cleaner.settings.toml import Toml


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str, name: str = "cleaner.toml") -> str:
    """What is said of the settings file `name` with `text`."""
    write(Path(name), text)
    with pytest.raises(SettingsError) as error:
        Lookup({"lang": "en"})
    return str(error.value)


def test_without_anything_the_defaults_hold(here: Path) -> None:
    """An empty settings file changes nothing but the folder it stands in."""
    assert Lookup({"lang": "en"}, isolated=True).run == DEFAULTS
    held = Lookup({"lang": "en"}).run
    assert (held.root, held.digest()) == (str(here), DEFAULTS.digest())


def test_the_nearest_file_holds_alone(here: Path) -> None:
    """A file further in takes the place of the one further out, of which nothing is merged in."""
    write(here / "cleaner.toml", 'risky = true\nignore = ["folio"]')
    write(here / "a/pyproject.toml", "[tool.cleaner]\nmin-confidence = 1")
    write(here / "b/pyproject.toml", '[project]\nname = "cleaner-of-boats"')
    lookup = Lookup()
    outer, inner, without = (lookup.of(f"{folder}x.txt") for folder in ("", "a/", "b/c/"))
    assert (outer.risky, outer.ignore, outer.min_confidence) == (True, ("folio",), 0.0)
    assert (inner.risky, inner.ignore, inner.min_confidence) == (False, (), 1.0)
    assert without == outer


def test_the_search_ends_at_the_repository(here: Path) -> None:
    """What stands above a checkout does not hold in it."""
    write(here / "cleaner.toml", "risky = true")
    (here / "checkout/.git").mkdir(parents=True)
    assert Lookup().of("checkout/texts/a.txt").risky is False
    write(here / "checkout/cleaner.toml", 'encoding = "big5"')
    assert Lookup().of("checkout/texts/a.txt").encoding == "big5"


def test_two_in_one_folder_are_refused(here: Path) -> None:
    """cleaner.toml and [tool.cleaner] beside it: neither silently outweighs the other."""
    write(here / "pyproject.toml", "# a\n[tool.cleaner]\nrisky = true\n")
    assert refused("").startswith("pyproject.toml:2:7: settings stand here and in cleaner.toml beside it; keep one")


def test_sections_hold_for_their_paths(here: Path) -> None:
    """Of sections that name a file the later one's values hold; ignore and allow add up."""
    write(
        here / "cleaner.toml",
        """
        ignore = ["folio"]
        [[per-path]]
        paths = ["old/"]
        encoding = "gb18030"
        ignore = ["looped-clause"]
        allow = ["wrapped-line"]
        [[per-path]]
        paths = ["old/1998/**", "*.md"]
        encoding = "big5"
        allow = ["broken-wraps"]
        any-language = true
        fail-on = "shown"
        """,
    )
    lookup = Lookup()
    plain, old, both, note = (lookup.of(p) for p in ("a.txt", "old/a.txt", "old/1998/a.txt", "deep/in/n.md"))
    assert [s.encoding for s in (plain, old, both, note)] == ["auto", "gb18030", "big5", "big5"]
    assert [s.ignore for s in (plain, old, both)] == [
        ("folio",),
        ("folio", "looped-clause"),
        ("folio", "looped-clause"),
    ]
    assert [[a.name for a in s.allow] for s in (plain, both)] == [[], ["wrapped-line", "broken-wraps"]]
    assert (both.any_language, both.fails_on(), plain.fail_on) == (True, tuple(Safety), Safety.RISKY)
    assert lookup.of(here / "old/1998/b.txt") is both


def test_flags_go_before_files_and_what_takes_away_adds_up(here: Path) -> None:
    """A flag replaces a value, and adds to ignore, exclude and pack."""
    write(
        here / "cleaner.toml",
        'select = ["folio"]\nignore = ["a"]\nexclude = ["raw/"]\npack = ["p/mine.toml"]\nrisky = true\n'
        'decisions = "d/known.jsonl"\nlang = "zh"\njobs = 3\n[[per-path]]\npaths = ["*"]\nencoding = "gb18030"',
    )
    flags = {"select": ["x"], "ignore": ["b"], "exclude": ["tmp/"], "pack": ["own.toml"], "risky": False}
    held = Lookup({**flags, "encoding": "utf-16"}).of("a.txt")
    assert (held.select, held.ignore, held.risky, held.encoding) == (("x",), ("a", "b"), False, "utf-16")
    assert (held.exclude, held.excluded) == (("tmp/",), ("raw/",))
    assert held.packs == (str(here / "p/mine.toml"), "own.toml")
    assert (held.decisions, held.lang, held.jobs) == (str(here / "d/known.jsonl"), "zh", 3)


def test_each_value_knows_where_it_comes_from(here: Path) -> None:
    """Default, flag, or a file with the way to the value in it."""
    write(here / "cleaner.toml", 'ignore = ["folio"]\n\n[[per-path]]\npaths = ["*.md"]\nignore = ["a"]')
    explained = Lookup({"ignore": ["b"], "risky": True}).explained("n.md")
    assert explained["encoding"] == [("auto", DEFAULT)]
    assert explained["risky"] == [(True, FLAG)]
    said = [
        (value, origin.kind, origin.file and origin.file.place(origin.keys).line)
        for value, origin in explained["ignore"]
    ]
    assert said == [(("folio",), "file", 1), (("a",), "file", 5), (("b",), "flag", None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("risky = true\nselct = []", "2:1: unknown key “selct”; did you mean “select”?\n    selct = []\n    ^^^^^"),
        ("Min_Confidence = 1", "1:1: unknown key “Min_Confidence”; did you mean “min-confidence”?"),
        ("colour = 1", "1:1: unknown key “colour”; one of: select, ignore,"),
        ('[[per-path]]\npaths = ["a"]\njobs = 1', "3:1: “jobs” holds for all files alike; move it above the sections"),
        ("[[per-path]]\nrisky = true", "1:3: this section says of no file that it holds; add paths"),
        ('[[per-path]]\npaths = ["a"]\n\n[[per-path]]\nrisky = true', "4:3: this section says of no file"),
        ("[per-path]\nrisky = true", "1:2: sections are tables of their own; head each with [[per-path]]"),
        ('risky = "yes"', '1:1: risky = "yes"; write true or false'),
        ("min-confidence = 80", "1:1: min-confidence = 80; a number from 0 to 1"),
        ("min-confidence = true", "1:1: min-confidence = true; a number from 0 to 1"),
        ("jobs = -1", "1:1: jobs = -1; a whole number up to 256; 0 for one worker a core"),
        ('encoding = "utf8000"', '1:1: encoding = "utf8000"; one of auto, utf-8, gb18030'),
        ('encoding = "hex"', '1:1: encoding = "hex"; one of auto, utf-8, gb18030'),
        ('fail-on = "Risky"', '1:1: fail-on = "Risky"; one of: safe, risky, shown'),
        ('ignore = "folio"', '1:1: ignore = "folio"; a list of rules or families'),
        ("ignore = [1]", "1:1: ignore = [1]; a list of rules or families"),
        ('lang = "fr"', '1:1: lang = "fr"; one of: en, zh'),
        ('risky = true\nignore = ["folio\n', "2:17: not TOML"),
        ("risky = true\nrisky = ", "2:9: not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(here: Path, text: str, said: str) -> None:
    """Path, line, column, what is wrong and what would be right, the line and carets."""
    assert refused(text).startswith(f"cleaner.toml:{said}")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('# selct\n"selct" = 1', 2, 2),
        ('decisions = "selct"\nselct = 1', 2, 1),
        ("decisions = '''\nselct = 1'''\nselct = 1", 3, 1),
        ('[[per-path]]\npaths = ["selct"]\n[[per-path]]\npaths = ["b"]\n  selct = 1', 5, 3),
        ('per-path = [\n  { paths = ["a"] },\n  { paths = ["b"], selct = 1 },\n]', 3, 20),
        ("selct.a = 1\nselct.b = 2", 1, 1),
        ("[selct.deep]\na = 1", 1, 2),
        ('decisions = "长江"\n"s\\u0065lct" = 1', 1, 1),  # spelt with an escape: not found, and not guessed at
    ],
)
def test_a_key_is_found_wherever_it_may_stand(here: Path, text: str, line: int, column: int) -> None:
    """Comments, strings, headers, dotted keys and inline tables do not lead astray."""
    assert refused(text).startswith(f"cleaner.toml:{line}:{column}: ")


def test_carets_stand_below_what_they_mean(here: Path) -> None:
    """A Chinese character takes two cells, and so does its caret."""
    said = refused('per-path = [ { paths = ["长江/**"], 加 = 1 } ]'.replace("加", '"加"')).splitlines()
    assert said[1].index("加") == len('    per-path = [ { paths = ["长江/**"], "')
    assert said[2] == " " * (len('    per-path = [ { paths = ["') + 2 * 2 + len('/**"], "')) + "^^"


def test_a_file_that_is_no_utf8_is_refused(here: Path) -> None:
    """With the place of the first byte that is wrong."""
    Path("cleaner.toml").write_bytes('# 长江\nlang = "'.encode() + b"\xb3\xa4")
    with pytest.raises(SettingsError, match=r"^cleaner.toml:2:9: not TOML: not UTF-8"):
        Lookup({"lang": "en"})


def test_config_holds_for_all_and_isolated_for_none(here: Path) -> None:
    """--config takes the place of every other file; its patterns hold from the current folder."""
    write(here / "cleaner.toml", "risky = true")
    write(here / "a/cleaner.toml", "risky = true")
    other = write(here / "conf/other.toml", 'pack = ["p.toml"]\n[[per-path]]\npaths = ["a/*.txt"]\nencoding = "big5"')
    lookup = Lookup(config=str(other))
    held = lookup.of("a/x.txt")
    assert (held.risky, held.encoding, held.packs) == (False, "big5", (str(here / "conf/p.toml"),))
    assert Lookup(isolated=True).of("a/x.txt").risky is False
    with pytest.raises(SettingsError, match=r"contradict each other"):
        Lookup({"lang": "en"}, config=str(other), isolated=True)
    write(here / "pyproject.toml", "[project]\n")
    with pytest.raises(SettingsError, match=r"has no \[tool.cleaner\]"):
        Lookup({"lang": "en"}, config="pyproject.toml")


def test_a_pyproject_that_is_none_of_ours_is_not_read(here: Path) -> None:
    """A pyproject.toml that never names us may be broken; one that does is refused."""
    (here / "cleaner.toml").unlink()
    write(here / "pyproject.toml", "[tool.black\n")
    assert Lookup({"lang": "en"}).of("a.txt") == Settings()
    assert refused("[tool.cleaner\n", "pyproject.toml").startswith("pyproject.toml:1:14: not TOML")
    assert refused("tool.cleaner = 3\n", "pyproject.toml").startswith("pyproject.toml:1:6: “cleaner” is no table")


def test_folders_give_what_their_settings_say(here: Path) -> None:
    """include and exclude of a settings file hold from its folder on; a file that is named is read."""
    write(here / "cleaner.toml", 'include = ["*.text", "keep/*.txt"]\nexclude = ["raw/", "keep/b.txt"]')
    write(here / "inner/cleaner.toml")
    for name in (
        "a.txt",
        "a.text",
        "raw/a.text",
        "keep/a.txt",
        "keep/b.txt",
        "keep/c/d.txt",
        "inner/a.txt",
        "inner/a.text",
    ):
        write(here / name, "甲")
    lookup = Lookup()

    def found(*paths: str) -> list[str]:
        inputs, complaints = find(paths, lookup.run, lookup)
        assert not complaints
        assert all(item.settings == lookup.of(item.path) for item in inputs)
        return [item.name for item in inputs]

    assert found(".") == ["a.text", "inner/a.txt", "keep/a.txt"]
    assert found("keep") == ["keep/a.txt"]
    assert found("raw/a.text") == ["raw/a.text"]


def test_a_folder_is_looked_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files in one folder cost one look."""
    import cleaner.settings.lookup as module

    asked: list[Path] = []
    real = module.in_folder
    monkeypatch.setattr(module, "in_folder", lambda folder, lang: asked.append(folder) or real(folder, lang))
    lookup = Lookup()
    for number in range(50):
        lookup.of(f"a/b/{number}.txt")
        lookup.of(f"a/c/{number}.txt")
    assert sorted(asked) == sorted([here, here / "a", here / "a/b", here / "a/c"])


def test_the_digest_says_what_findings_depend_on(here: Path) -> None:
    """It changes with every setting that changes findings and with the text of a pack, and with nothing else."""
    pack = write(here / "mine.toml", "# one")
    base = Settings(packs=(str(pack),))
    other = [
        Settings(packs=base.packs, **change)  # type: ignore[arg-type]
        for change in (
            {"select": ("a",)}, {"ignore": ("a",)}, {"risky": True}, {"min_confidence": 0.5}, {"any_language": True},
            {"encoding": "big5"}, {"lang": "zh"},
        )
    ]  # fmt: skip
    digests = {settings.digest() for settings in (base, DEFAULTS, *other)}
    assert len(digests) == 9
    same = Settings(packs=base.packs, jobs=4, exclude=("x",), decisions="d", fail_on=Safety.SAFE, root="/r")
    assert same.digest() == base.digest()
    before = base.digest()
    pack.write_text("# two", encoding="utf-8")
    assert base.digest() != before


def test_settings_travel(here: Path) -> None:
    """To workers, which compare and look up by them."""
    held = Lookup().of("a.txt")
    assert pickle.loads(pickle.dumps(held)) == held
    assert hash(pickle.loads(pickle.dumps(held))) == hash(held)


def test_the_place_of_an_element_is_its_own(here: Path) -> None:
    """Of a list's strings, each is found in the element asked for."""
    source = Toml(write(here / "x.toml", 'a = ["folio", "page"]\nb = [\n  "page",\n  "folio",\n]\n'))
    assert [(p.line, p.column, p.length) for p in (source.place(("b", 1)), source.place(("a", 1)))] == [
        (4, 4, 5),
        (1, 16, 4),
    ]
