"""`cleaner fix -` between other programs: bytes in, bytes out, quiet when nobody reads on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIX = [sys.executable, "-m", "cleaner", "fix", "-"]
SHELL = pytest.mark.skipif(os.name == "nt", reason="needs a shell of POSIX")
DAMAGE, MENDED = "签约的项目，，涵盖装备制造", "签约的项目，涵盖装备制造"


def filtered(data: bytes, *args: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*FIX, *args], input=data, capture_output=True, check=False)


@pytest.mark.parametrize(
    "frame",
    ["{}", "{}\n", "{}\r\n", "\ufeff{}\r\n", "\ufeff{}", "\r\n\r\n{}\r\n\n\r", "{}\n\f{}\n\t\n", "\n\n\n{}\t \n\n"],
    ids=["no-newline", "newline", "crlf", "bom-crlf", "bom", "mixed", "page", "blanks"],
)
def test_what_is_not_mended_comes_through_to_the_byte(frame: str, here: Path) -> None:
    """Byte order mark, line ends, the final newline or none, blanks: all as they came."""
    done = filtered(frame.replace("{}", DAMAGE).encode())
    assert done.stdout == frame.replace("{}", MENDED).encode()
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le"])
def test_other_encodings_go_through_too(encoding: str, here: Path) -> None:
    """What comes in one encoding leaves in it."""
    text = "簽約的項目，，涵蓋裝備製造\r\n"
    done = filtered(text.encode(encoding), "--encoding", encoding)
    assert done.stdout == text.replace("，，", "，").encode(encoding)


def test_nothing_comes_of_nothing(here: Path) -> None:
    """An empty input is an empty output."""
    assert (filtered(b"").stdout, filtered(b"").returncode) == (b"", 0)


def test_a_broken_text_writes_nothing(here: Path) -> None:
    """Half a text would be taken for a whole one: the exit is 2, and the place is told."""
    done = filtered("早市\n热闹".encode() + b"\xff")
    assert (done.stdout, done.returncode) == (b"", 2)
    assert done.stderr.startswith(b"<stdin>:2:3: UTF-8 with broken bytes in it (1, the first here); ")


def test_more_than_a_pipe_holds(here: Path) -> None:
    """A text far larger than a pipe's room comes out whole, and a text that needs nothing as it was."""
    text = "".join(f"第{n}天的早市上，{n * 7}个摊位都坐满了人，鱼{n % 9 + 2}元一斤。\r\n" for n in range(6000))
    assert filtered(text.encode(), "--select", "doubled-punctuation").stdout == text.encode()
    damaged = text.replace("早市上，", "早市上，，")
    assert filtered(damaged.encode(), "--select", "doubled-punctuation").stdout == text.encode()


@SHELL
@pytest.mark.parametrize("reader", ["head -c 9", "true", "sleep 0.1"])
@pytest.mark.parametrize("command", ["fix -", "fix --words big.txt", "check big.txt", "check - < big.txt"])
def test_it_is_quiet_when_nobody_reads_on(command: str, reader: str, here: Path) -> None:
    """`cleaner … | head`: no traceback, no complaint, and the pipeline ends."""
    line = "第{}天的早市上，，{}个摊位都坐满了人，鱼{}元一斤。\n"
    (here / "big.txt").write_text("".join(line.format(n, 7 * n, n % 9) for n in range(3000)), encoding="utf-8")
    done = subprocess.run(
        f"cat big.txt | {sys.executable} -m cleaner {command} --select doubled-punctuation | {reader}",
        shell=True, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stderr == b""
    assert done.returncode == 0  # of the reader


@SHELL
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fix - <&-", "standard input is closed; give - a text, or name files"),
        ("check - <&-", "standard input is closed; give - a text, or name files"),
        ("fix - < a.txt >&-", "standard output is closed; send the mended text somewhere"),
        ("fix - < a.txt > /dev/full", "cleaner: No space left on device; make room for the output, and run it again"),
        ("check a.txt > /dev/full", "cleaner: No space left on device; make room for the output, and run it again"),
    ],
)
def test_what_is_not_our_bug_is_not_called_one(line: str, said: str, here: Path) -> None:
    """Closed streams and full disks are told in a line, with exit 2."""
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (here / "a.txt").write_text(DAMAGE, encoding="utf-8")
    command = f"{sys.executable} -m cleaner {line.replace(' ', ' --lang en ', 1)}"
    done = subprocess.run(command, shell=True, capture_output=True, check=False, text=True)
    assert (done.stderr, done.returncode) == (said + "\n", 2)


def test_a_filter_in_a_row(here: Path) -> None:
    """Cleaning what was cleaned changes nothing, and so a pipe of two is a pipe of one."""
    once = filtered(f"{DAMAGE}\r\n".encode()).stdout
    assert filtered(once).stdout == once
