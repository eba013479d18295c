"""What the targets share: what a target is, a folder to work in, what an error must say, a text with damage in it."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.packs import Rule

Make = Callable[[random.Random], bytes]
Check = Callable[[bytes], None]


@dataclass(frozen=True)
class Target:
    """Something that reads. `weight` says how many inputs it gets of each thousand of a run."""

    name: str
    make: Make
    check: Check
    weight: int
    about: str


@cache
def folder() -> Path:
    """A folder of this process, for readers that read files; it is gone when the process ends."""
    import atexit

    made = Path(tempfile.mkdtemp(prefix="cleaner-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    (made / ".git").mkdir()  # no settings and no journal from above
    (made / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    os.environ["XDG_STATE_HOME"] = str(made / "state")
    return made


def says(message: str, lang: str = "") -> None:
    """Holds an error's words to what errors are: what is wrong; what to do next."""
    assert message.strip(), "an error without words"
    assert ";" in message or "；" in message, f"an error that does not say what to do next: {message[:200]!r}"
    if lang == "zh":
        assert any("\u4e00" <= char <= "\u9fff" for char in message), f"no Chinese: {message[:200]!r}"


@cache
def rules_of(which: int) -> list[Rule]:
    """The rules that are on by default (0), or all (1)."""
    from cleaner.packs import chosen, load_rules

    rules = load_rules()
    return chosen(rules) if which == 0 else rules


#: A text with damage in it, for what is read to work on.
SAMPLE = (
    "石桥镇小学添置课桌四十二张，，共用去1860元。石桥镇小学添置课桌四十二张。\n"
    "二月里补了补了三次瓦，二月里补了三次\n瓦。县石桥今日aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab。\n"
)

#: What means something in JSON, and what is no JSON.
JSON_TOKENS = (
    *(b"{", b"}", b"[", b"]", b'"', b":", b",", b"null", b"true", b"NaN", b"Infinity", b"-1e999", b"1" * 30, b"0.5"),
    *(
        b"\\ud800",
        b"\\u0000",
        b"\\n",
        b"\n",
        b'{"a":',
        b"[[",
        b"\xff",
        b"\xed\xa0\x80",
        b"<<<<<<< HEAD\n",
        b"=======\n",
    ),
    *(b'""', b"{}", b"[]", b"1", b"-1", b"\x00", b"/etc/passwd", b"../", b"\xef\xbb\xbf"),
)
