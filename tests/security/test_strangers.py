"""What somebody else's folder may hold: journals, links, settings, packs, decisions and caches that mean harm."""

from __future__ import annotations

import ast
import hashlib
import json
import os
from pathlib import Path

import pytest

from cleaner.bounded import read_bounded
from cleaner.decisions import FILE
from cleaner.journal import sha256
from tests.conftest import ROOT, Run

DIRTY, CLEAN = "早市，，热闹。\n", "早市，热闹。\n"
PROFILE = "# the profile of a shell\nalias ll='ls -l'\n"
EVIL = "touch owned\n"

needs_links = pytest.mark.skipif(os.name == "nt", reason="Windows gives links to few")


def journal(here: Path, *paths: str) -> None:
    """A journal as a stranger would make it: “giving back” each file puts a line into it."""
    entries = []
    for path in paths:
        after = (here / path).read_bytes()
        before = hashlib.sha256(EVIL.encode() + after).hexdigest()
        entry = {"path": path, "before": before, "after": hashlib.sha256(after).hexdigest(), "encoding": "utf-8"}
        entries.append({**entry, "bom": False, "back": [[0, 0, EVIL]]})
    head = {"schema": 1, "run": "20260101-120000", "kind": "fix", "started": "2026-01-01T12:00:00", "place": str(here)}
    (here / ".cleaner/runs").mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record) + "\n" for record in (head, *entries)]
    (here / ".cleaner/runs/20260101-120000.jsonl").write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def home(here: Path) -> Path:
    """A home beside the project, with a file in it that a shell would run."""
    folder = here.parent / "home"
    folder.mkdir()
    (folder / ".profile").write_text(PROFILE, encoding="utf-8")
    return folder


# Journals


@pytest.mark.parametrize("words", [[], ["."], ["20260101-120000"], [".."]])
@pytest.mark.parametrize("path", ["../home/.profile", "sub/../../home/.profile", "absolute", ".git/config"])
def test_a_strangers_journal_writes_nothing_outside(
    here: Path, home: Path, run: Run, path: str, words: list[str]
) -> None:
    """Not above the project, not by an absolute path, not in .git; and each file left alone is named."""
    (here / ".git").mkdir()
    (here / ".git/config").write_text(PROFILE, encoding="utf-8")
    (here / "sub").mkdir()
    target = home / ".profile"
    journal(here, str(target) if path == "absolute" else path)
    said = run("undo", *words)
    assert said.exit_code == 2
    assert target.read_text(encoding="utf-8") == (here / ".git/config").read_text(encoding="utf-8") == PROFILE
    if words != ["."] or path == ".git/config":  # nothing of this journal lies below “.” otherwise
        assert "lies outside of this project" in said.stderr
        assert ("config" if "git" in path else ".profile") in said.stderr


@needs_links
def test_a_journal_and_a_link_write_nothing_outside(here: Path, home: Path, run: Run) -> None:
    """A link in the project is in the project by its name alone."""
    (here / "page.txt").symlink_to(home / ".profile")
    journal(here, "page.txt")
    for words in ([], ["page.txt"]):
        assert run("undo", *words).exit_code == 2
    assert (home / ".profile").read_text(encoding="utf-8") == PROFILE


def test_what_a_person_names_outside_is_given_back(here: Path, home: Path, run: Run) -> None:
    """A fix of a file outside can be taken back: by that file's own name."""
    page = home / "page.txt"
    page.write_text(DIRTY, encoding="utf-8")
    assert run("fix", str(page)).exit_code == 0
    assert run("undo").exit_code == 2
    assert page.read_text(encoding="utf-8") == CLEAN
    assert run("undo", "../home/page.txt").exit_code == 0
    assert page.read_text(encoding="utf-8") == DIRTY


@needs_links
@pytest.mark.parametrize("name", [".cleaner", ".cleaner/runs", ".cleaner/cache", ".cleaner/running"])
def test_a_folder_of_ours_that_is_a_link_is_not_used(here: Path, home: Path, run: Run, name: str) -> None:
    """Journals and caches are kept in the user's own folder then."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    (here / name).parent.mkdir(exist_ok=True)
    (here / name).symlink_to(home, target_is_directory=True)
    assert run("fix", "page.txt").exit_code == 0
    assert sorted(path.name for path in home.iterdir()) == [".profile"]
    assert run("undo", "page.txt").exit_code == 0
    assert (here / "page.txt").read_text(encoding="utf-8") == DIRTY


@pytest.mark.skipif(os.name == "nt", reason="no modes here")
def test_what_is_kept_of_a_private_text_is_private(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal holds what was taken out of it, and the cache what was found in it."""
    monkeypatch.delenv("CLEANER_NO_CACHE")
    for name, mode in (("open.txt", 0o644), ("private.txt", 0o600)):
        (here / name).write_text(DIRTY, encoding="utf-8")
        (here / name).chmod(mode)
        assert run("check", name).exit_code == 1
        assert run("fix", name).exit_code == 0
    modes = sorted(path.stat().st_mode & 0o777 for path in (here / ".cleaner/runs").iterdir())
    assert modes[0] == 0o600
    assert modes[1] & 0o600 == 0o600
    assert (here / ".cleaner/cache/findings.sqlite").stat().st_mode & 0o777 == 0o600


# Links in a folder that is mended


@needs_links
def test_a_link_that_leads_outside_is_read_and_not_written(here: Path, home: Path, run: Run) -> None:
    """Whatever settings and packs of the folder ask for; a person who names the file has it mended."""
    pack = """
        [[rule]]
        id = "alias"
        detector = "rewrite"
        kind = "rewrite"
        title = "x"
        message = "x"
        safety = "risky"
        why = "x"
        params = { pattern = "ls -l", replacement = "curl elsewhere" }
    """
    (here / "mine.toml").write_text(pack, encoding="utf-8")
    (here / "cleaner.toml").write_text('risky = true\nany-language = true\npack = ["mine.toml"]\n', encoding="utf-8")
    (here / "notes.txt").symlink_to(home / ".profile")
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    said = run("fix", ".")
    assert (said.exit_code, "leads out of here, to" in said.stderr) == (2, True)
    assert (home / ".profile").read_text(encoding="utf-8") == PROFILE
    assert (here / "page.txt").read_text(encoding="utf-8") == CLEAN
    assert (here / "notes.txt").is_symlink()
    assert run("fix", str(home / ".profile"), "--config", "cleaner.toml").exit_code == 0
    assert "curl" in (home / ".profile").read_text(encoding="utf-8")


@needs_links
def test_a_link_inside_the_repository_is_followed(here: Path, run: Run) -> None:
    """From one folder of it into another; the link stays a link."""
    (here / ".git").mkdir()
    for name in ("a", "b"):
        (here / name).mkdir()
    (here / "a/real.dat").write_text(DIRTY, encoding="utf-8")
    (here / "b/page.txt").symlink_to("../a/real.dat")
    assert run("fix", "b").exit_code == 0
    assert (here / "a/real.dat").read_text(encoding="utf-8") == CLEAN
    assert (here / "b/page.txt").is_symlink()


@needs_links
@pytest.mark.parametrize(
    "args",
    [
        ("fix", "page.txt", "-o", "out"),
        ("fix", "page.txt", "-o", "out/deeper"),
        ("fix", "page.txt", "-o", "made"),
        ("fix", "page.txt", "-o", "clean", "--offset-map", "map.jsonl"),
        ("report", "page.txt"),
        ("report", "page.txt", "-o", "out"),
        ("report", "page.txt", "-o", "out/deeper"),
    ],
)
def test_nothing_is_put_through_a_link_that_leads_outside(
    here: Path, home: Path, run: Run, args: tuple[str, ...]
) -> None:
    """Folders and files with likely names, made by a stranger as links into somebody's home."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    for name in ("out", "reports"):
        (here / name).symlink_to(home, target_is_directory=True)
    (here / "map.jsonl").symlink_to(home / "map")
    (here / "made").mkdir()
    (here / "made/page.txt").symlink_to(home / ".profile")
    said = run(*args)
    assert (said.exit_code, "leads out of here" in said.stderr) == (2, True)
    assert [path.name for path in home.iterdir()] == [".profile"]
    assert (home / ".profile").read_text(encoding="utf-8") == PROFILE
    assert (here / "page.txt").read_text(encoding="utf-8") == DIRTY


def test_a_place_outside_that_is_named_is_written(here: Path, home: Path, run: Run) -> None:
    """A person may put results anywhere."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    assert run("fix", "page.txt", "-o", str(home / "out")).exit_code == 0
    assert run("report", "page.txt", "-o", "../home/report").exit_code == 1
    assert (home / "out/page.txt").read_text(encoding="utf-8") == CLEAN


def test_the_tab_key_runs_nothing(here: Path) -> None:
    """What a shell is given while completing is plain names and words: zsh evaluates it."""
    from cleaner.cli.completing import plain

    harm = "\\$(touch owned)`touch owned`';touch owned;'\"&|<>*?[]{}~#!\n\x1b"
    ((name, words),) = plain([(harm, ""), (f"mine{harm}", ""), ("mine", f"题{harm}，甲")])
    assert (name, words.split()) == ("mine", ["题", "touch", "owned", "touch", "owned", "touch", "owned", "，甲"])
    assert plain([("doubled-characters/shadow-run", "x"), ("a,b", "y"), ("20260101-120000-2", "fix 第1版.txt")]) == [
        ("doubled-characters/shadow-run", "x"), ("a,b", "y"), ("20260101-120000-2", "fix 第1版.txt")
    ]  # fmt: skip


# Settings


def test_settings_choose_no_file_outside_to_write(here: Path, home: Path, run: Run) -> None:
    """The file of decisions lies in the project, unless a flag says otherwise."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    for name in ("../home/made", str(home / "made"), "a/../../home/made"):
        (here / "cleaner.toml").write_text(f'decisions = "{name}"\n', encoding="utf-8")
        said = run("check", "page.txt", "--write-baseline")
        assert (said.exit_code, "cleaner.toml:1:1: leads out of" in said.stderr) == (2, True)
    assert not (home / "made").exists()
    (here / "cleaner.toml").write_text('decisions = "kept/here.jsonl"\n', encoding="utf-8")
    (here / "kept").mkdir()
    assert run("check", "page.txt", "--write-baseline").exit_code == 0
    (here / "cleaner.toml").write_text("", encoding="utf-8")
    assert run("check", "page.txt", "--write-baseline", "--decisions", str(home / "made")).exit_code == 0
    assert (home / "made").exists()


@needs_links
def test_a_file_of_decisions_that_leads_outside_is_refused(here: Path, home: Path, run: Run) -> None:
    """Even where nothing is at its end, as something would be put there."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    (here / FILE).symlink_to(home / "made")
    said = run("check", "page.txt", "--write-baseline")
    assert (said.exit_code, "leads out of this project" in said.stderr, (home / "made").exists()) == (2, True, False)


def test_settings_ask_for_no_crowd_of_workers(here: Path, run: Run) -> None:
    """A flag may."""
    (here / "cleaner.toml").write_text("jobs = 100000\n", encoding="utf-8")
    said = run("check", ".")
    assert (said.exit_code, "up to 256" in said.stderr) == (2, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("name", ["cleaner.toml", "pyproject.toml", ".gitignore", FILE, "mine.toml"])
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_nothing_endless_is_read(here: Path, run: Run, name: str, kind: str) -> None:
    """A named pipe, or a link to a device that never ends: refused or passed over, and the run ends."""
    (here / "page.txt").write_text(CLEAN, encoding="utf-8")
    (here / name).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(here / name)
    else:
        (here / name).symlink_to("/dev/zero")
    said = run("check", "page.txt", *(["--pack", name] if name == "mine.toml" else []))
    refused = name in ("mine.toml", FILE)
    assert (said.exit_code, name in said.stderr) == ((2, True) if refused else (0, False))


def test_what_is_larger_than_any_such_file_is_refused(tmp_path: Path) -> None:
    """With the limit in the error."""
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate((1 << 21) + 1)
    with pytest.raises(OSError, match="larger than 2 MB"):
        read_bounded(large, 1 << 21)
    assert len(read_bounded(large, (1 << 21) + 1)) == (1 << 21) + 1


@needs_links
def test_no_hash_is_made_of_what_never_ends(tmp_path: Path) -> None:
    """`cleaner log` asks for the hash of every path that a journal names."""
    (tmp_path / "endless").symlink_to("/dev/zero")
    assert sha256(tmp_path / "endless") is None
    assert sha256(tmp_path / "a\0b") is None


# Decisions


def test_decisions_name_no_file_to_read_outside(here: Path, home: Path, run: Run) -> None:
    """`cleaner decisions` reads the documents that they are about, and these lie in the project."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    (home / "diary.txt").write_text(DIRTY, encoding="utf-8")
    assert run("check", "page.txt", "--write-baseline").exit_code == 0
    line = json.loads((here / FILE).read_text(encoding="utf-8"))
    paths = ("../home/diary.txt", str(home / "diary.txt"), "a\0b", "x" * 5000)
    for path in paths:
        with (here / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "path": path}) + "\n")
    said = run("decisions")
    rows = {row.partition("  ")[0]: row for row in said.stdout.splitlines()}
    assert "not read" not in rows["page.txt"]
    assert all("not read" in rows[path] for path in paths[:2]), said.stdout


def test_decisions_are_data(here: Path, run: Run) -> None:
    """Keys that nobody knows are kept and do nothing; what is nested without end, or no object, is refused."""
    (here / "page.txt").write_text(DIRTY, encoding="utf-8")
    run("check", "page.txt", "--write-baseline")
    line = json.loads((here / FILE).read_text(encoding="utf-8"))
    (here / FILE).write_text(json.dumps({**line, "__class__": "os.system", "run": ["sh"]}) + "\n", encoding="utf-8")
    assert run("check", "page.txt").exit_code == 0
    for bad in ("[" * 100_000, '{"path":' * 50_000, "1" * 10_000, '"\\ud800"', "null"):
        (here / FILE).write_text(bad + "\n", encoding="utf-8")
        said = run("check", "page.txt")
        assert (said.exit_code, f"{FILE}:1:" in said.stderr) == (2, True)


# Folders that all may write to


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners here")
@pytest.mark.parametrize("name", ["cleaner.toml", "pyproject.toml", FILE])
def test_what_others_put_into_a_folder_of_all_does_not_count(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """/tmp/cleaner.toml holds for nothing below /tmp but for its owner."""
    (here / "cleaner.toml").unlink()
    (here / "mine").mkdir()
    (here / "mine/page.txt").write_text(DIRTY, encoding="utf-8")
    run("check", "mine/page.txt", "--write-baseline", "--decisions", "kept.jsonl")
    text = {"cleaner.toml": "exclude = ['*']", "pyproject.toml": "[tool.cleaner]\nexclude = ['*']"}
    (here / name).write_text(text.get(name) or (here / "kept.jsonl").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(here / "mine")
    assert run("check", ".", "page.txt").exit_code != 1  # its owner is heard
    here.chmod(0o1777)
    if os.geteuid() == 0:
        os.chown(here / name, 54321, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 54321)
    said = run("check", ".")
    assert (said.exit_code, said.stdout.count("doubled-punctuation")) == (1, 1)


def test_no_module_runs_what_it_reads() -> None:
    """Nothing evaluates, unpickles or starts programs, but for what is named here with its reason."""
    allowed = {
        ("parcels.py", "pickle"),  # between processes of one run, over their own pipe
        ("cli/review.py", "subprocess"),  # git config user.name, an absolute path, no shell
    }
    names = {"eval", "exec", "compile", "__import__", "breakpoint"}
    modules = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "subprocess", "ctypes", "yaml", "code", "runpy"}
    seen = set()
    for path in (ROOT / "cleaner").rglob("*.py"):
        where = path.relative_to(ROOT / "cleaner").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                seen.add((where, node.func.id))
            if isinstance(node, ast.Import):
                seen |= {(where, alias.name) for alias in node.names if alias.name in modules}
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                seen.add((where, node.module))
            if isinstance(node, ast.Attribute) and node.attr in ("system", "popen", "execv", "spawnl"):
                assert ast.unparse(node.value) != "os" or where == "cli/common.py", where  # os.system(""): no command
    assert seen <= allowed
