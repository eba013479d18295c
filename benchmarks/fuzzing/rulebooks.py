"""What people write to say how to clean: packs of rules, settings, patterns of names."""

from __future__ import annotations

import random
from functools import cache

from benchmarks.fuzzing import texts
from benchmarks.fuzzing.shared import SAMPLE, Target, folder, says
from benchmarks.fuzzing.texts import TOKENS, mutated

#: What means something in TOML and in packs, and what is no TOML.
TOML_TOKENS = (
    *(b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b'"', b"'", b'"""', b"'''", b"#", b"\n", b"\r\n", b",", b".", b"a."),
    *(b"\\u0000", b"\\ud800", b"\\U00110000", b"1979-13-41", b"0x", b"1e999", b"nan", b"-inf", b"9" * 40, b"true"),
    *(b"[[rule]]\n", b"[[rule.example]]\n", b"id = 1\n", b"params = { }", b"words = { }", b"[tool.cleaner]\n"),
    *(b"[[per-path]]\n", b"paths = ['*']\n", b"include = ['**']\n", b"jobs = -1", b"lang = 'zh'", b"\xef\xbb\xbf"),
    *(b"(a+)+$", b"(?R)", b"\\p{Han}", b"(?<=x", b"[[:alpha:]]", b"{e<=3}", b"(?:a|a)*", b"\\1", b"(?P<copy>.)"),
)


@cache
def _packs() -> tuple[bytes, ...]:
    from cleaner.packs import built_in_packs

    built = [text.encode() for _, text, _ in built_in_packs()]
    tables = [b"[[rule]]" + one for pack in built for one in pack.split(b"[[rule]]")[1:]]
    mine = (
        b'allow = ["\xe6\xb1\x9f\xe6\xb4\xa5"]\n[[example]]\ngood = "\xe6\xb1\x9f\xe6\xb4\xa5\xe3\x80\x82"\n',
        '[[rule]]\nid = "mine"\ndetector = "rewrite"\nkind = "rewrite"\ntitle = "t"\nmessage = "“{seen}”"\n'
        'safety = "risky"\nwhy = "w"\nparams = { pattern = "(石)桥", replacement = "\\\\1", seconds = 0.2 }\n'
        '[[rule.example]]\nbad = "⟦石桥⟧"\ngood = "石"\n'.encode(),
        '[[rule]]\nid = "words"\ndetector = "words"\nkind = "word-list"\ntitle = "t"\nmessage = "m"\nsafety = "risky"\n'
        'why = "w"\nallow = ["石桥镇"]\nguises = ["width"]\n'
        'params = { words = { "石桥" = "石矫" }, left = ["县"], confidence = 1 }\n'.encode(),
        '[[rule]]\nid = "mixed"\ndetector = "words"\nkind = "confusion"\ntitle = "t"\nmessage = "m"\nsafety = "shown"\n'
        'why = "w"\nview = "raw"\nparams = { words = { "日" = "曰" }, odds = 4.0 }\n'.encode(),
    )
    return (*mine, *mine, *mine, *tables)


def _make_pack(rng: random.Random) -> bytes:
    seeds = _packs()
    return mutated(rng, rng.choice(seeds), TOML_TOKENS, rng.choice(seeds))


def _check_pack(data: bytes) -> None:
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.packs import PackError, read_user_pack
    from cleaner.plan import clean_document

    path = folder() / "mine.toml"
    path.write_bytes(data)
    try:
        pack = read_user_pack(path)
    except PackError as error:
        message = str(error)
        says(message)
        assert message.startswith(str(path)), message[:200]
        return
    own = [rule for rule in pack.rules if rule.detector in ("rewrite", "words")]
    # A pack may say that its pattern has an hour.
    short = [rule for rule in own if rule.params.get("seconds", 0) <= 2]
    if short:
        result = clean_document(Document(SAMPLE), short, Consent(risky=True))
        assert not result.trouble, result.trouble
    for rule in pack.rules:
        assert rule.words("zh").message.format_map(_Any()) is not None


class _Any(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


_SETTINGS = (
    b'select = ["shadow-run"]\nignore = ["characters"]\nrisky = true\nmin-confidence = 0.5\nlang = "zh"\njobs = 2\n'
    b'include = ["*.txt", "!no/*"]\nexclude = ["drafts/**", "[a-z]*.md"]\nencoding = "gb18030"\nfail-on = "safe"\n',
    b'allow = ["looped-clause"]\npack = ["mine.toml"]\ndecisions = "d.jsonl"\n\n[[per-path]]\npaths = ["old/**"]\n'
    b'ignore = ["loose-ends"]\nany-language = true\n\n[[per-path]]\npaths = ["*.md"]\nencoding = "auto"\n',
    b'"lang" = "en"\n# note\n[[per-path]]\n"paths" = [ "a/**", "b/?.txt" ]\nmin-confidence = 1\n',
)


def _make_settings(rng: random.Random) -> bytes:
    return mutated(rng, rng.choice(_SETTINGS), TOML_TOKENS, rng.choice(_SETTINGS))


def _check_settings(data: bytes) -> None:
    from cleaner.inputs import find
    from cleaner.settings import SettingsError
    from cleaner.settings.lookup import Lookup

    here = folder() / "settings"
    here.mkdir(exist_ok=True)
    shared = len(data) % 3 == 0
    for name in ("cleaner.toml", "pyproject.toml"):
        (here / name).unlink(missing_ok=True)
    path = here / ("pyproject.toml" if shared else "cleaner.toml")
    path.write_bytes(b"[tool.cleaner]\n" + data if shared else data)
    (here / "page.txt").touch()
    for lang in ("en", "zh"):
        try:
            lookup = Lookup({"lang": lang}, first=here)
            lookup.of(here / "old" / "page.txt").digest()
            find([str(here)], lookup.run, lookup)
        except SettingsError as error:
            says(str(error), lang)
            assert str(path.name) in str(error), str(error)[:200]


def _make_globs(rng: random.Random) -> bytes:
    pieces = (
        b"*",
        b"**",
        b"**/",
        b"?",
        b"[a-z]",
        b"[!a]",
        b"[",
        b"]",
        b"\\",
        b"!",
        b"#",
        b"/",
        b"a",
        b"\n",
        b" ",
        b"{a,b}",
    )
    made = b"".join(rng.choices(pieces, k=rng.randrange(30)))
    return mutated(rng, made, (*TOKENS, *texts.RAW)) if rng.random() < 0.3 else made


def _check_globs(data: bytes) -> None:
    """Patterns of --include and --exclude, and files .gitignore of others."""
    from cleaner.inputs import find
    from cleaner.settings import Settings, SettingsError

    here = folder() / "globs"
    (here / "sub").mkdir(parents=True, exist_ok=True)
    (here / "sub" / "page.txt").touch()
    (here / ".gitignore").write_bytes(data)
    find([str(here)], Settings())
    patterns = tuple(one for one in data.decode("utf-8", "replace").split("\n") if one)
    try:
        find([str(here), str(here / "sub" / "page.txt")], Settings(include=patterns or ("*",), exclude=patterns))
    except SettingsError as error:
        says(str(error))


TARGETS = (
    Target("pack", _make_pack, _check_pack, 50, "TOML to a pack of rules, and its rules on a text"),
    Target("settings", _make_settings, _check_settings, 20, "cleaner.toml and pyproject.toml to settings"),
    Target("globs", _make_globs, _check_globs, 8, "patterns of --include, --exclude and .gitignore"),
)
