"""Files in other encodings, from the command line: read, written back, written in another, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

DAMAGED = "簽約的項目，，涵蓋裝備製造與現代農業。\r\n渡口每天只有兩班船，早班七點一刻。\r\n"
MENDED = DAMAGED.replace("，，", "，")
FORMS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5hkscs"]


@pytest.fixture
def pages(here: Path) -> dict[str, Path]:
    """The same page in each encoding."""
    found = {}
    for name in FORMS:
        found[name] = here / f"{name}.txt"
        found[name].write_bytes(DAMAGED.encode(name))
    return found


def test_each_is_mended_in_its_own_encoding(pages: dict[str, Path], run: Run) -> None:
    """Nothing is named, and each comes back as it was but for the damage; undo gives the bytes."""
    assert run("check").stdout.count("doubled-punctuation") == len(FORMS)
    assert run("fix", ".").exit_code == 0
    for name, path in pages.items():
        assert path.read_bytes() == MENDED.encode(name)
    assert run("undo").exit_code == 0
    for name, path in pages.items():
        assert path.read_bytes() == DAMAGED.encode(name)


@pytest.mark.parametrize("target", ["utf-8", "gb18030", "utf-16", "big5"])
def test_all_are_written_in_another(target: str, pages: dict[str, Path], run: Run) -> None:
    """--to-encoding holds in place, in a folder and in a filter; undo gives the first bytes back."""
    wanted = MENDED.encode(target)
    assert run("fix", ".", "-o", "out", "--to-encoding", target).exit_code == 0
    for path in pages.values():
        assert (path.parent / "out" / path.name).read_bytes() == wanted
    data = pages["gb18030"].read_bytes()
    assert run("fix", "-", "--to-encoding", target, stdin=data).stdout_bytes == wanted
    assert run("fix", *[path.name for path in pages.values()], "--to-encoding", target).exit_code == 0
    for path in pages.values():
        assert path.read_bytes() == wanted
    run("undo")
    for name, path in pages.items():
        assert path.read_bytes() == DAMAGED.encode(name)


def test_a_clean_text_is_written_in_another_too(here: Path, run: Run) -> None:
    """Where nothing is mended the encoding changes all the same, and undo of an undo gives it again."""
    page = here / "page.txt"
    page.write_bytes(MENDED.encode("big5"))
    fixed = run("fix", "page.txt", "--to-encoding", "utf-8")
    assert fixed.stderr == "written in another encoding: 1, now utf-8; to take it back: cleaner undo\n"
    assert run("fix", "page.txt", "--to-encoding", "utf-8").stderr == ""
    assert page.read_bytes() == MENDED.encode()
    run("undo")
    assert page.read_bytes() == MENDED.encode("big5")
    runs = [path.read_text("utf-8").splitlines() for path in (here / ".cleaner" / "runs").glob("*.jsonl")]
    was = {json.loads(head)["kind"]: json.loads(entry)["was"]["encoding"] for head, entry, _ in runs}
    assert was == {"fix": "big5hkscs", "undo": "utf-8"}


@pytest.mark.parametrize("how", [[], ["-o", "out"]], ids=["in place", "folder"])
def test_a_character_without_a_place_is_told_and_nothing_written(how: list[str], here: Path, run: Run) -> None:
    """The line and column are those of the text as read; there is no ? in the file."""
    page = here / "page.txt"
    page.write_bytes("早市，，很熱鬧。\n守燈人姓𠮷，住在島上，每天寫日記。\n".encode())
    before = page.read_bytes()
    done = run("fix", "page.txt", "--to-encoding", "big5", *how)
    assert done.exit_code == 2
    assert done.stderr.startswith("page.txt:2:5: “𠮷” (U+20BB7) cannot be written in big5, so nothing was changed")
    assert page.read_bytes() == before
    assert not (here / "out" / "page.txt").exists()


def test_workers_and_what_is_remembered_write_in_another_too(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many files, on two cores, known from a run before or not."""
    monkeypatch.delenv("CLEANER_NO_CACHE", raising=False)
    texts = {f"{n}.txt": f"第{n}班渡船靠了岸，{'，' * (n % 2)}船上坐满了赶集的人。\n" for n in range(30)}
    for name, text in texts.items():
        (here / name).write_bytes(text.encode("gb18030"))
    run("check", ".", "--jobs", "2")
    assert run("fix", ".", "--jobs", "2", "--to-encoding", "utf-16").exit_code == 0
    for name, text in texts.items():
        assert (here / name).read_bytes() == text.replace("，，", "，").encode("utf-16")


def test_a_filter_that_cannot_write_writes_nothing(run: Run) -> None:
    """Half a text would be taken for a whole one."""
    done = run("fix", "-", "--to-encoding", "big5", stdin="守灯人住在岛上，每天写日记。\n".encode())
    assert (done.exit_code, done.stdout_bytes) == (2, b"")
    assert done.stderr.startswith("<stdin>:1:2: “灯” (U+706F)")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["fix", "page.txt", "--to-encoding", "utf8000"], "--to-encoding utf8000: no such encoding; "),
        (["fix", "page.txt", "--to-encoding", "auto"], "--to-encoding auto: no such encoding; "),
        (["check", "page.txt", "--encoding", "utf8000"], "--encoding utf8000: no such encoding; "),
        (["fix", "page.txt", "--diff", "--to-encoding", "utf-8"], "--diff and --words write nothing, so --to-encoding"),
    ],
)
def test_what_makes_no_sense_is_refused(args: list[str], said: str, run: Run) -> None:
    """With the flag and what would do."""
    done = run(*args)
    assert (done.exit_code, done.stderr.startswith(said)) == (2, True)


@pytest.mark.parametrize("command", [["check"], ["fix"], ["report", "-o", "out"], ["structure"]])
def test_every_command_asks_for_what_it_cannot_tell(command: list[str], here: Path, run: Run) -> None:
    """A file in an encoding that cannot be told is named with its place; the command ends with 2."""
    (here / "page.txt").write_bytes("Höflichkeit".encode("latin-1"))
    done = run(command[0], "page.txt", *command[1:])
    assert done.exit_code == 2
    assert "page.txt:1:2: " in done.stderr
    assert "--encoding" in done.stderr


@pytest.mark.parametrize(("first", "second"), [("gb18030", "utf-8"), ("utf-16-le", "gb18030"), ("utf-8", "utf-16")])
def test_links_between_files_hold_across_encodings(first: str, second: str, here: Path, run: Run) -> None:
    """A jump line in one encoding finds its partner in another."""
    head = "梅溪晚报　2031年4月9日　第{}版\n\n"
    cut = "船闸两侧还将补种柳树，由附近小学的学生认养，每棵树都挂上木牌，写着认养人的名字和栽种的日"
    rest = "期，学校打算把认养写进劳动课，老师带着孩子们每个月来浇一次水。"
    (here / "p1.txt").write_bytes((head.format(1) + cut + "\n\n（下转第4版）\n").encode(first))
    (here / "p4.txt").write_bytes((head.format(4) + "（上接第1版）\n\n" + rest + "\n").encode(second))
    told = run("check", ".", "--select", "jump-link").stdout
    assert "goes on at p4.txt:3" in told
    assert "comes from p1.txt:5" in told
