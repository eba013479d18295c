"""Code in the documentation does what it says there."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from cleaner.packs import read_whole_pack
from tests.conftest import ROOT, Run
from tests.docs.blocks import CODE, HELD, NOT_RUN, Block, all_blocks, arguments, blocks, commands_of, pages, why_not_run

PAGES = dict(pages())
WITH_CODE = sorted({block.page for block in all_blocks()})
#: What stands in files that pages name and do not show.
PAGE = "会上签约的项目，，涵盖装备制造与现代农业。镇里吸引技师技师落户，修好了两台停用多年的旧船机。\n"


def _pack() -> str:
    """The pack of CONTRIBUTING.md, which pages call mine.toml."""
    (pack,) = re.findall(r"```toml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    return str(pack)


@pytest.fixture
def desk(here: Path) -> Path:
    """A folder with the files that pages speak of."""
    for name in ("page.txt", "page.md", "page1.txt", "raw.txt", "old.txt"):
        (here / name).write_text(PAGE, encoding="utf-8")
    for folder in ("scans", "scans/1998", "2031", "2032"):
        (here / folder).mkdir()
        (here / folder / "page1.txt").write_text(PAGE, encoding="utf-8")
    (here / "reports").mkdir()
    shutil.copytree(ROOT / "docs" / "packs", here / "docs" / "packs")
    for place in (here / "mine.toml", here / "rules" / "mine.toml"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(_pack(), encoding="utf-8")
    return here


def _called(command: str, desk: Path, run: Run) -> tuple[int, str, str]:
    """Runs a command of ours in this process, with its input and output where it says."""
    words, source, target = arguments(command)
    done = run(*words, stdin=(desk / source).read_bytes() if source else b"")
    if target:
        (desk / target).parent.mkdir(parents=True, exist_ok=True)
        (desk / target).write_text(done.stdout, encoding="utf-8")
    return done.exit_code, "" if target else done.stdout, done.stderr


def _reads(command: str) -> None:
    """Fails where a command of ours, or a flag of it, does not exist; runs nothing."""
    from typer.main import get_command

    from cleaner.cli.app import app

    found, words = get_command(app), arguments(command)[0]
    while hasattr(found, "get_command"):
        if not words or words[0].startswith("-"):
            assert words[:1], command
            assert words[0] in ("--install-completion", "--show-completion", "--version", "--help"), command
            return
        found = found.get_command(None, words.pop(0))
        assert found is not None, command
    found.make_context("cleaner", list(words))


@pytest.mark.parametrize("page", WITH_CODE)
def test_the_code_of_a_page(page: str, desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block, in the order of the page: run, or read."""
    names: dict[str, object] = {"__name__": page}
    for block in blocks(PAGES[page], page):
        where = f"{page}:{block.line}"
        if block.lang == "text" and block.words == "page":
            (desk / "page.txt").write_text(block.text, encoding="utf-8")
        elif block.lang == "text" and block.words == "page after":
            assert (desk / "page.txt").read_text(encoding="utf-8") == block.text, where
        elif block.lang not in CODE or block.held:
            continue
        elif block.lang == "sh":
            for command in commands_of(block.text):
                _run_or_read(command, where, desk, run)
        elif block.lang == "console":
            _console(block, where, desk, run)
        elif block.lang == "python":
            _python(block, where, names)
        else:
            _data(block, where, desk, run)


def _run_or_read(command: str, where: str, desk: Path, run: Run) -> None:
    if command == "cp -r scans clean":
        shutil.copytree(desk / "scans", desk / "clean")
        return
    if why_not_run(command):
        if command.startswith("cleaner "):
            _reads(command)
        return
    assert command.startswith("cleaner "), f"{where}: neither run nor named with a reason: {command}"
    exit_code, _, stderr = _called(command, desk, run)
    assert exit_code in (0, 1), f"{where}: {command}: {stderr}"


def _console(block: Block, where: str, desk: Path, run: Run) -> None:
    """A session: what is shown below a command is what it says, `…` aside."""
    for session in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, shown = session.partition("\n")
        _, stdout, stderr = _called(command, desk, run)
        pattern = ".*".join(map(re.escape, shown.split(" … "))) if " … " in shown else re.escape(shown)
        pattern = pattern.replace("\\ …\\\n", ".*\\\n")
        said = [stdout, stderr, stdout + stderr, stderr + stdout]
        assert any(re.fullmatch(pattern, text) for text in said), f"{where}: {command} says\n{stdout}{stderr}"


def _python(block: Block, where: str, names: dict[str, object]) -> None:
    """Runs it; what a comment behind a `print`, or the comments below a loop, say is what is printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.text, where, "exec"), names)
    bare = re.compile(r"^(cleaner\.\w+\(.*\))\n# (.*)$", re.M)
    assert [repr(eval(code, names)) for code, _ in bare.findall(block.text)] == [
        v for _, v in bare.findall(block.text)
    ], where
    shown = re.findall(r"^ *print\(.*\)  # (.*)$|^# (.*)$", bare.sub("", block.text), re.M)
    if shown:
        assert out.getvalue().splitlines() == [behind or below for behind, below in shown], where


def _data(block: Block, where: str, desk: Path, run: Run) -> None:
    if block.lang == "json":
        for part in [block.text] if block.text.startswith("{\n") else block.text.splitlines():
            json.loads(part)
    elif block.lang == "yaml":
        assert yaml.safe_load(block.text), where
    elif "rule" in tomllib.loads(block.text):
        assert read_whole_pack(block.text, where, "mine").rules
    else:
        # Settings: cleaner itself reads them.
        (desk / "cleaner.toml").write_text(block.text, encoding="utf-8")
        done = run("settings", "page.txt")
        assert done.exit_code == 0, f"{where}: {done.stderr}"
        (desk / "cleaner.toml").write_text("", encoding="utf-8")


def test_no_reason_is_left_over() -> None:
    """Each reason not to run something is needed, and each test that is said to hold a block is there."""
    named = [command for block in all_blocks() if block.lang == "sh" for command in commands_of(block.text)]
    assert [pattern for pattern in NOT_RUN if not any(re.search(pattern, command) for command in named)] == []
    found = {
        (block.page, word) for block in all_blocks() for page, word in HELD if page == block.page and word in block.text
    }
    assert found == set(HELD)
    assert [why for why in HELD.values() if not (ROOT / why.split()[0]).is_file()] == []


def test_most_commands_are_run() -> None:
    """The list of reasons does not eat up what it is about."""
    named = [
        c for block in all_blocks() if block.lang == "sh" for c in commands_of(block.text) if c.startswith("cleaner ")
    ]
    assert sum(not why_not_run(command) for command in named) > len(named) / 2


def test_a_flag_that_does_not_exist_is_seen() -> None:
    """Reading a command is worth something."""
    with pytest.raises(Exception, match="No such option"):
        _reads("cleaner review scans/ --teminal")
    with pytest.raises(AssertionError):
        _reads("cleaner reveiw scans/")


@pytest.mark.skipif(sys.platform == "win32", reason="names of variables are looked for in the source")
def test_every_environment_variable_is_documented() -> None:
    """docs/environment.md has each that the package reads; those of Daft and Ray are set, not read."""
    page = (ROOT / "docs" / "environment.md").read_text(encoding="utf-8")
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cleaner").rglob("*.py"))
    read = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", source)) | {"LC_ALL", "LC_MESSAGES", "LANG"}
    assert [name for name in sorted(read) if name not in page] == []
