"""The patch that `fix --diff` prints, taken by `git apply` and by `patch`."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.model import Edit, Span
from cleaner.repair import apply
from cleaner.reports.patch import NoPatch, patch
from tests.conftest import Run

TOOLS = [["git", "apply", "--whitespace=nowarn", "-"], ["patch", "-p1", "--binary", "-s"]]

FILES = {
    "plain.txt": "早市，，热闹。\n第二行。\n",
    "no final newline.txt": "头一行。\n早市，，热闹。",
    "crlf.txt": "头一行。\r\n早市，，热闹。\r\n尾一行。\r\n",
    "mixed.txt": "头一行。\r\n早市，，热闹。\n尾，，一行。\r一行\r\r\n",
    "feed.txt": "头版。\n\f二版，，在此。\x0b同行\u2028同行，，。\u0085完\n",
    "bom.txt": "\ufeff早市，，热闹。\n" + "中间。\n" * 9 + "晚市，，散场。\n",
    "晚报 三版.txt": "早市，，热闹。\n",
    'od"d\\.txt': "早市，，热闹。\n",
    "sub/dir/deep.txt": "一。\n" * 4
    + "早市，，热闹。\n"
    + "一。\n" * 7
    + "早市，，热闹。\n"
    + "一。\n" * 6
    + "晚市，，散。",
}


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool[0])
def test_the_patch_makes_what_fix_would_have_made(tool: list[str], run: Run, here: Path) -> None:
    """Applied by another program, the patch gives the very bytes that `cleaner fix` writes."""
    if not shutil.which(tool[0]):
        pytest.skip(f"{tool[0]} is not installed")
    for name, text in FILES.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(text.encode())
    shutil.copytree(here, here.parent / "other")
    printed = run("fix", "--diff", ".", "--select", "doubled-punctuation")
    assert printed.exit_code == 1
    assert {name: (here / name).read_bytes().decode() for name in FILES} == FILES
    subprocess.run(tool, input=printed.stdout_bytes, cwd=here.parent / "other", check=True)
    run("fix", ".", "--select", "doubled-punctuation")
    for name, text in FILES.items():
        mended = (here / name).read_bytes()
        assert mended != text.encode()
        assert (here.parent / "other" / name).read_bytes() == mended, name


def test_a_patch_in_gb18030_has_the_bytes_of_the_file(run: Run, here: Path) -> None:
    """The lines of a patch are in the file's own encoding."""
    (here / "a.txt").write_bytes("早市，，热闹。\n".encode("gb18030"))
    printed = run("fix", "--diff", "a.txt", "--encoding", "gb18030").stdout_bytes
    subprocess.run(["git", "apply", "-"], input=printed, check=True)
    assert (here / "a.txt").read_bytes() == "早市，热闹。\n".encode("gb18030")


def test_utf_16_cannot_be_patched_and_says_so(run: Run, here: Path) -> None:
    """A patch is made of lines of bytes, which UTF-16 has not."""
    (here / "a.txt").write_bytes("早市，，热闹。\n".encode("utf-16"))
    result = run("fix", "--diff", "a.txt", "--encoding", "utf-16")
    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == "a.txt: a patch cannot hold utf-16-le text; use --words, or convert the file to UTF-8\n"
    with pytest.raises(NoPatch):
        patch("a", Document("早市，，\n", encoding="utf-16-le"), [Edit(Span(2, 3))])


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙丙\n\n\n\r\f ", min_size=1, max_size=60), st.integers(0, 2**32), st.integers(1, 5))
def test_any_edits_make_a_patch_that_git_takes(
    tmp_path_factory: pytest.TempPathFactory, text: str, seed: int, count: int
) -> None:
    """Whatever is deleted, put in or joined, `git apply` makes of the patch the text after the edits."""
    chance = random.Random(seed)
    places = sorted(chance.randrange(len(text) + 1) for _ in range(2 * count))
    edits = [
        Edit(Span(a, b), chance.choice(["", "", "丁", "\n", "丁\n戊"]))
        for a, b in zip(places[::2], places[1::2], strict=True)
    ]
    edits = [e for n, e in enumerate(edits) if n == 0 or edits[n - 1].span.end < e.span.start]
    wanted = apply(text, edits)[0]
    made = patch("a", Document(text), edits)
    assert bool(made) == (wanted != text)
    file = tmp_path_factory.mktemp("patch") / "a"
    file.write_bytes(text.encode())
    if made:
        subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=made, cwd=file.parent, check=True)
    assert file.read_bytes() == wanted.encode()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_patch_of_a_link_names_the_file_behind_it(run: Run, here: Path) -> None:
    """Neither git nor patch writes through a link."""
    (here / "far").mkdir()
    (here / "far/real.txt").write_bytes("早市，，热闹。\n".encode())
    (here / "a.txt").symlink_to("far/real.txt")
    assert run("fix", "--diff", "a.txt").stdout.splitlines()[:2] == ["--- a/far/real.txt", "+++ b/far/real.txt"]
