"""What is printed: nothing in it is obeyed by a terminal, or by what reads the log of a build."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.cli.streams import Printable, write_bytes
from cleaner.printable import _UNSEEN, printable, told_name, visible
from cleaner.reports.records import dumped

#: Sets the title, writes the clipboard, clears the screen, C1's CSI, BEL, BS, turns the direction, hides itself.
HARM = "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x1b\\\x1b[2J\x9b2J\x08\u202egnp\u2066\u200b"
NAME = "::error::\x1b[31m\u202etxt\r##[add-mask]x.txt" if os.name != "nt" else "plain.txt"
TEXT = f"早市{HARM}，，热闹{HARM}。\n镇上新近吸引技师技师落户{HARM}，码头热闹。\n"
PACK = f"""
[[rule]]
id = "mine"
detector = "rewrite"
kind = "rewrite"
title = {json.dumps("题" + HARM)}
message = {json.dumps("“{seen}”" + HARM)}
safety = "risky"
why = {json.dumps("因" + HARM)}
limits = {json.dumps("##[set-output]限" + HARM)}
params = {{ pattern = "热闹", replacement = "冷清" }}
[[rule.example]]
good = {json.dumps("好" + HARM)}
[[rule.example]]
bad = {json.dumps("⟦坏⟧" + HARM)}
good = "x"
"""

COMMANDS = (
    ("check", "."),
    ("check", ".", "--format", "json"),
    ("check", ".", "--format", "jsonl"),
    ("check", ".", "--format", "sarif"),
    ("check", ".", "--format", "github"),
    ("check", ".", "--format", "markdown"),
    ("check", ".", "--rescan"),
    ("check", ".broken"),
    ("check", "missing-\x1b[31m\u202e"),
    ("check", "--\x1b[31m\u202e"),
    ("check", ".", "--select", "\x1b[31m\u202e"),
    ("check", ".", "--pack", "\x1b[31m\u202e.toml"),
    ("check", ".", "--encoding", "\x1b[31m"),
    ("fix", "--words", "."),
    ("fix", "--diff", "-"),
    ("structure", "."),
    ("structure", ".", "--format", "json"),
    ("explain", "mine"),
    ("rules",),
    ("rules", "--format", "json"),
    ("rules", "--format", "markdown"),
    ("try", "mine.toml"),
    ("settings", NAME),
    ("settings", NAME, "--format", "json"),
    ("report", ".", "-o", "out-\x1b[2J"),
    ("review", ".", "--terminal"),
    ("check", ".", "--write-baseline"),
    ("decisions",),
    ("fix", "."),
    ("log",),
    ("undo",),
    ("undo", "20260101-\x1b[2J"),
)


@pytest.fixture
def hostile(here: Path) -> Path:
    """A folder with a name, a text, a pack and settings that mean harm."""
    (here / NAME).write_text(TEXT, encoding="utf-8", newline="")
    (here / "mine.toml").write_text(PACK, encoding="utf-8")
    (here / "cleaner.toml").write_text('pack = ["mine.toml"]\n', encoding="utf-8")
    (here / ".broken").mkdir()
    (here / ".broken/cleaner.toml").write_text(json.dumps("\x1b[2J" + HARM).replace("\\u", "\\U0000") + " = 1\n")
    return here


def ran(here: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *args],
        cwd=here,
        env={**os.environ, **environment},
        input=TEXT.encode() if "-" in args else b"q\n",
        capture_output=True,
        check=False,
        timeout=300,
    )


def test_nothing_printed_is_obeyed(hostile: Path) -> None:
    """Every command and format, on stdout and stderr, in a folder that means harm: nothing for a terminal, and nothing
    for the runner of a build but the annotations that were asked for. Only a piped patch is left as it is: it applies.
    """
    for args in COMMANDS:
        done = ran(hostile, *args, GITHUB_ACTIONS="true")
        assert b"a bug in cleaner" not in done.stderr, (args, done.stderr)
        for said in (done.stderr, done.stdout):
            if said is done.stdout and "--diff" in args:
                continue
            text = said.decode("utf-8").replace(os.linesep, "\n")
            assert _UNSEEN.findall(text) == [], (args, text)
            orders = [line for line in text.splitlines() if line.lstrip().startswith("::")]
            asked = [line for line in orders if re.match(r"::(error|warning|notice) (file|title)=[^:]*::", line)]
            assert asked == orders, args
            assert not orders or "github" in args
            assert not re.search(r"##\w*\[", text), args
        if args[0] == "check" and "json" in args:
            (file,) = json.loads(done.stdout)["files"]
            assert file["path"] == NAME  # the very name, once it is read as JSON


def test_what_is_piped_applies(hostile: Path) -> None:
    """A patch and a mended text are bytes for other programs: not a byte of them is another one."""
    patch = ran(hostile, "fix", "--diff", "-").stdout
    assert HARM.encode() in patch
    for name in ("check", "apply"):
        (hostile / f"{name}.txt").write_text(TEXT, encoding="utf-8", newline="")
    mended = ran(hostile, "fix", "-").stdout
    assert b"\x07" in mended
    renamed = re.sub(rb"^([-+]{3} )\S+", rb"\1a/apply.txt", patch, flags=re.M)
    subprocess.run(["git", "apply", "--unsafe-paths", "-"], input=renamed, cwd=hostile, check=True, capture_output=True)
    assert (hostile / "apply.txt").read_bytes() == mended


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def stream(kind: type[io.TextIOWrapper]) -> Iterator[tuple[io.BytesIO, io.TextIOWrapper]]:
    raw = io.BytesIO()
    yield raw, kind(raw, encoding="utf-8", newline="")


def test_a_patch_on_a_terminal_is_spelt_out() -> None:
    """Nobody applies what stands on a terminal; a pipe gets the bytes."""
    data = f"-早市{HARM}\n".encode() + b"\xff\r\n"
    for kind, clean in ((Terminal, True), (io.TextIOWrapper, False)):
        with stream(kind) as (raw, text):
            write_bytes(Printable(text), data)  # type: ignore[arg-type]
            text.flush()
            assert (_UNSEEN.search(raw.getvalue().decode("utf-8", "replace")) is None) == clean
            assert (raw.getvalue() == data) != clean


def test_our_own_colours_pass_to_a_terminal_alone() -> None:
    """And nothing else that begins with ESC."""
    text = "\x1b[1mpage\x1b[0m \x1b[9;31m甲\x1b[0m \x1b[8mhidden\x1b[2J\x1b[38;5;1m\x1b]0;x\x07"
    assert printable(text, colours=True) == (
        "\x1b[1mpage\x1b[0m \x1b[9;31m甲\x1b[0m \\x1b[8mhidden\\x1b[2J\\x1b[38;5;1m\\x1b]0;x\\x07"
    )
    assert "\x1b" not in printable(text)


def test_all_that_cannot_be_seen_is_known() -> None:
    """The table agrees with Unicode's data, but for characters that this Python does not know yet."""
    for code in range(0x110000):
        char = chr(code)
        unseen = unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") and char not in "\t\n"
        if unicodedata.category(char) != "Cn":
            assert bool(_UNSEEN.match(char)) == unseen, hex(code)


def test_names_keep_to_their_line() -> None:
    """A line end in a name forges no line, and a name is no command."""
    assert told_name("::error::x\n甲.txt") == "./::error::x⏎甲.txt"
    assert visible("a\r\nb\u2028c\x85d") == "a⏎b⏎c⏎d"


def test_json_says_the_same() -> None:
    """What is escaped comes back as it was, beyond the first plane too."""
    value = {"name": HARM + "\U000e0041##[x] ##vso[y] # #", "n": 1}
    said = dumped(value)
    assert json.loads(said) == value
    assert _UNSEEN.search(said) is None
    assert not re.search(r"##\w*\[", said)


@pytest.mark.parametrize("name", ["--config=x.txt", "--no-decisions.md", "-o.txt", "--pack=here.TXT"])
def test_a_file_is_no_flag(here: Path, name: str) -> None:
    """Named by a hook or a shell's “*”, it is read like any other."""
    (here / "a.txt").write_text("早市热闹。\n", encoding="utf-8")
    (here / name).write_text("早市，，热闹。\n", encoding="utf-8")
    done = ran(here, "check", "--hook", "--force-exclude", "a.txt", name)
    assert (done.returncode, f"./{name}:1:3".encode() in done.stdout) == (1, True), done.stderr


def test_texts_end_as_the_settings_say() -> None:
    """The command line knows the endings without reading the settings."""
    from cleaner.cli.app import TEXTS, as_files
    from cleaner.settings import INCLUDE

    assert [f"*{ending}" for ending in TEXTS] == list(INCLUDE)
    assert as_files(["check", "--", "-x.txt"]) == ["check", "--", "-x.txt"]
    assert as_files(["fix", "-o", "-not-there.txt"]) == ["fix", "-o", "-not-there.txt"]
