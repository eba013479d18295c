"""What a run changed can be taken back to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import fixing, journal
from cleaner.document import Document
from cleaner.journal import Journal
from cleaner.model import Edit, Span
from cleaner.repair import apply
from tests.conftest import Run

BAD = "\ufeff早市，，热闹。\r\n\f没有尾行。。真的"
GOOD = "\ufeff早市，热闹。\r\n\f没有尾行。真的"


def lay(here: Path, **files: str) -> None:
    for name, text in files.items():
        (here / f"{name}.txt").write_bytes(text.encode())


def text(here: Path, name: str) -> str:
    return (here / f"{name}.txt").read_bytes().decode()


def ids(run: Run) -> list[str]:
    return [line.split()[0] for line in run("log").stdout.splitlines()]


def test_undo_gives_back_the_exact_bytes(run: Run, here: Path) -> None:
    """Byte order mark, CR LF, form feed and the missing final newline come back with the rest."""
    lay(here, a=BAD, b="早市热闹。\n", c="夜市，，热闹。\n")
    run("fix", ".")
    assert [text(here, name) for name in "abc"] == [GOOD, "早市热闹。\n", "夜市，热闹。\n"]
    result = run("undo")
    assert result.exit_code == 0
    assert [text(here, name) for name in "abc"] == [BAD, "早市热闹。\n", "夜市，，热闹。\n"]
    (run_id,) = ids(run)[1:]
    assert result.stdout.splitlines() == [f"{name}.txt: given back as it was before run {run_id}" for name in "ac"]


def test_another_encoding_comes_back_too(run: Run, here: Path) -> None:
    """The journal keeps the encoding that a file was read in."""
    data = "早市，，热闹。\r\n".encode("gb18030")
    (here / "a.txt").write_bytes(data)
    run("fix", "a.txt", "--encoding", "gb18030")
    assert (here / "a.txt").read_bytes() == "早市，热闹。\r\n".encode("gb18030")
    run("undo")
    assert (here / "a.txt").read_bytes() == data


def test_undoing_is_recorded_and_can_be_undone(run: Run, here: Path) -> None:
    """The run that took back is in the log, and naming it brings the fixes again."""
    lay(here, a=BAD)
    run("fix", ".")
    run("undo")
    undoing, fixing_ = ids(run)
    log = run("log").stdout.splitlines()
    assert f"undo  1 file, 2 edits  takes back {fixing_}" in log[0]
    assert "fix  1 file, 2 edits  undone" in log[1]
    assert run("undo", undoing).exit_code == 0
    assert text(here, "a") == GOOD


def test_a_second_undo_takes_back_the_run_before(run: Run, here: Path) -> None:
    """`undo` goes back one run at a time, and says so when there is none left."""
    lay(here, a=BAD, b=BAD)
    run("fix", "a.txt")
    run("fix", "b.txt")
    run("undo")
    assert (text(here, "a"), text(here, "b")) == (GOOD, BAD)
    run("undo")
    assert (text(here, "a"), text(here, "b")) == (BAD, BAD)
    result = run("undo")
    assert (result.exit_code, result.stderr) == (
        2,
        "every run recorded here has been taken back already; to have one again, undo its undoing, see `cleaner log`\n",
    )


def test_one_file_of_a_run_can_be_taken_back(run: Run, here: Path) -> None:
    """`undo FILE` and `undo RUN FILE` leave the run's other files as they are."""
    lay(here, a=BAD, b=BAD, c=BAD)
    run("fix", ".")
    (run_id,) = ids(run)
    assert run("undo", "b.txt").exit_code == 0
    assert run("undo", run_id, "c.txt").exit_code == 0
    assert [text(here, name) for name in "abc"] == [GOOD, BAD, BAD]


def test_a_file_that_changed_since_is_left_alone(run: Run, here: Path) -> None:
    """A hash that is not the run's refuses the undo of that file with a clear word; the other files are done."""
    lay(here, a=BAD, b=BAD)
    run("fix", ".")
    lay(here, a=GOOD + "又添一句。")
    result = run("undo")
    assert result.exit_code == 2
    assert result.stderr.startswith("a.txt: changed since run ")
    assert (text(here, "a"), text(here, "b")) == (GOOD + "又添一句。", BAD)


def test_a_later_run_is_named_that_must_be_undone_first(run: Run, here: Path) -> None:
    """Where it is another run that changed the file, the word says which."""
    lay(here, a=BAD)
    run("fix", "a.txt")
    lay(here, a=GOOD + "又一句，，好。")
    run("fix", "a.txt")
    later, earlier = ids(run)
    result = run("undo", earlier)
    assert result.exit_code == 2
    assert f"Undo that run first: cleaner undo {later}" in result.stderr


def test_a_file_that_is_gone_is_told(run: Run, here: Path) -> None:
    """A file that is not there any more is not made anew."""
    lay(here, a=BAD)
    run("fix", "a.txt")
    (here / "a.txt").unlink()
    result = run("undo")
    assert (result.exit_code, result.stderr) == (
        2,
        "a.txt: is not there any more; left alone. Put it back where it was, and undo again\n",
    )
    assert not (here / "a.txt").exists()


def test_a_folder_is_undone(run: Run, here: Path) -> None:
    """`undo FOLDER` gives back each file below it as before its last fix, whichever run that was, and no other."""
    lay(here, c=BAD)
    (here / "版面").mkdir()
    lay(here / "版面", a=BAD, b=BAD)
    run("fix", "版面/a.txt")
    run("fix", ".")
    assert run("undo", "版面").exit_code == 0
    back = [name for name in ("版面/a.txt", "版面/b.txt", "c.txt") if (here / name).read_bytes() == BAD.encode()]
    assert back == ["版面/a.txt", "版面/b.txt"]
    (here / "空").mkdir()
    result = run("undo", "空")
    assert (result.exit_code, result.stderr) == (
        2,
        "空: no run recorded here changed a file of this folder; see `cleaner log`\n",
    )


def test_a_name_that_is_no_run_and_no_file_is_told(run: Run, here: Path) -> None:
    """`undo` answers a name that it does not know, and a file that no run changed."""
    lay(here, a=BAD, b="早市。\n")
    run("fix", "a.txt")
    result = run("undo", "20990101-000000")
    assert (result.exit_code, result.stderr) == (
        2,
        "20990101-000000: there is no run and no file of this name; see `cleaner log`\n",
    )
    result = run("undo", "b.txt")
    assert (result.exit_code, result.stderr) == (
        2,
        "b.txt: no run recorded here changed this file; see `cleaner log`\n",
    )


def test_a_crash_after_the_journal_leaves_nothing_to_undo(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is on the disk before the file; a run cut short between them undoes to nothing."""
    lay(here, a=BAD)

    def crash(path: Path, data: bytes, expected: str, mark: str) -> None:
        written = [line for file in (here / ".cleaner/runs").iterdir() for line in file.read_text().splitlines()]
        assert [json.loads(line).get("path") for line in written] == [None, "a.txt"]
        raise KeyboardInterrupt

    monkeypatch.setattr(fixing, "write_whole", crash)
    assert run("fix", "a.txt").exit_code == 130
    monkeypatch.undo()
    monkeypatch.chdir(here)
    (run_id,) = [file.stem for file in (here / ".cleaner/runs").iterdir()]
    result = run("undo", run_id)
    assert (result.exit_code, result.stdout) == (0, f"a.txt: is as it was before run {run_id}; nothing to do\n")
    assert text(here, "a") == BAD


def test_a_line_cut_short_is_passed_over(run: Run, here: Path) -> None:
    """A journal that ends in the middle of a line still undoes what it holds whole."""
    lay(here, a=BAD, b=BAD)
    run("fix", ".")
    (file,) = (here / ".cleaner/runs").iterdir()
    *whole, _ = file.read_bytes().splitlines(keepends=True)  # without the end
    file.write_bytes(b"".join(whole)[:-20])
    assert run("undo").exit_code == 0
    assert (text(here, "a"), text(here, "b")) == (BAD, GOOD)


def test_a_run_that_changes_nothing_leaves_no_journal(run: Run, here: Path) -> None:
    """Clean files, previews and `-o` make no run: what was read stands as it was."""
    lay(here, a=BAD)
    (here / "clean").mkdir()
    (here / "clean/b.txt").write_text("早市。\n", encoding="utf-8")
    run("fix", "clean")
    run("fix", "--diff", "a.txt")
    run("fix", "a.txt", "-o", "out")
    assert not (here / ".cleaner/runs").exists()


def test_the_journal_keeps_itself_out_of_git(run: Run, here: Path) -> None:
    """.cleaner/ holds a .gitignore of its own, so the project's is not touched."""
    lay(here, a=BAD)
    run("fix", "a.txt")
    assert (here / ".cleaner/.gitignore").read_text() == "*\n"


def test_outside_a_project_the_journal_is_the_users(run: Run, here: Path) -> None:
    """Without .git, pyproject.toml or cleaner.toml above, runs are kept in the user's own folder, with whole paths."""
    (here / "cleaner.toml").unlink()
    lay(here, a=BAD)
    run("fix", "a.txt")
    assert not (here / ".cleaner").exists()
    (file,) = (here.parent / "state/runs").iterdir()
    assert json.loads(file.read_text().splitlines()[1])["path"] == str(here / "a.txt")
    assert run("undo").exit_code == 0
    assert text(here, "a") == BAD


def test_without_a_journal_nothing_is_changed(run: Run, here: Path) -> None:
    """Where neither folder can be written, the file is left alone and the word says why."""
    lay(here, a=BAD)
    (here / ".cleaner").write_text("in the way")
    (here.parent / "state").write_text("in the way")
    result = run("fix", "a.txt")
    assert result.exit_code == 2
    assert "so nothing was changed" in result.stderr
    assert text(here, "a") == BAD


def test_the_journal_is_readable(run: Run, here: Path) -> None:
    """A line a file, in plain JSON with Chinese as Chinese: where it is, its hashes, and the way back."""
    lay(here, a="早市，，热闹。\n")
    run("fix", "a.txt")
    (file,) = (here / ".cleaner/runs").iterdir()
    head, entry, end = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    assert (head["schema"], head["kind"], head["run"], end) == (2, "fix", file.stem, {"end": True})
    assert (entry["path"], entry["encoding"], entry["bom"]) == ("a.txt", "utf-8", False)
    assert apply("早市，热闹。\n", [Edit(Span(a, b), put) for a, b, put in entry["back"]])[0] == "早市，，热闹。\n"
    assert "，" in file.read_text(encoding="utf-8")


def test_two_runs_in_one_second_have_two_names(here: Path) -> None:
    """Names come from the time, and a number where the time is taken."""
    names = []
    for _ in range(3):
        run = Journal(here)
        run.add(here / "a.txt", Document("早市"), "夜市", [Edit(Span(0, 1), "早")])
        run.close()
        names.append(run.id)
    assert len(set(names)) == 3
    assert [run.id for run in journal.runs(here)] == names


def test_a_journal_that_does_not_fit_changes_nothing(run: Run, here: Path) -> None:
    """If the way back would not give the bytes from before, the file stays, and it is called a bug."""
    lay(here, a=BAD)
    run("fix", "a.txt")
    (file,) = (here / ".cleaner/runs").iterdir()
    head, line, end = file.read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    entry["back"] = entry["back"][:1]
    file.write_text(f"{head}\n{json.dumps(entry)}\n{end}\n", encoding="utf-8")
    result = run("undo")
    assert (result.exit_code, text(here, "a")) == (2, GOOD)
    assert "bug in cleaner" in result.stderr


def test_undo_in_one_place_leaves_another_places_files_alone(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders outside projects share one journal; `undo` takes back what was done here, or below here."""
    one, two = here.parent / "one", here.parent / "two"
    for folder in (one / "below", two):
        folder.mkdir(parents=True)
    monkeypatch.setattr("cleaner.journal.ROOT_MARKS", ("cleaner.toml",))
    lay(one / "below", a=BAD)
    monkeypatch.chdir(one / "below")
    run("fix", "a.txt")
    for elsewhere in (two, here):
        monkeypatch.chdir(elsewhere)
        result = run("undo")
        assert result.exit_code == 2
        assert "no run of this folder is recorded; name one" in result.stderr
        assert text(one / "below", "a") == GOOD
        assert str(one / "below" / "a.txt") in run("log").stdout
    monkeypatch.chdir(one)
    assert run("undo").exit_code == 0
    assert text(one / "below", "a") == BAD


def test_a_run_belongs_where_it_was_started(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that lie elsewhere come back where `fix` was called; and by the run's name from anywhere."""
    scans, desk = here.parent / "scans", here.parent / "desk"
    scans.mkdir()
    desk.mkdir()
    lay(scans, a=BAD)
    monkeypatch.chdir(desk)
    run("fix", str(scans))
    assert run("undo").exit_code == 0
    assert text(scans, "a") == BAD
    run("fix", str(scans))
    monkeypatch.chdir(here)
    assert run("undo", ids(run)[0]).exit_code == 0
    assert text(scans, "a") == BAD


def test_the_log_counts(run: Run, here: Path) -> None:
    """One edit is no plural; the Chinese counts with measure words."""
    lay(here, a="早市，，热闹。\n")
    run("fix", ".")
    assert run("log").stdout.rstrip().endswith("  fix  1 file, 1 edit  a.txt")
    assert "  1 个文件、1 处改动  " in run("log", "--lang", "zh").stdout


def test_the_log_names_files(run: Run, here: Path) -> None:
    """Three files at most, and a mark that there are more."""
    lay(here, a=BAD)
    run("fix", ".")
    assert run("log").stdout.rstrip().endswith("  fix  1 file, 2 edits  a.txt")
    lay(here, b=BAD, c=BAD, d=BAD, e=BAD)
    run("fix", ".")
    assert run("log").stdout.splitlines()[0].endswith("  b.txt c.txt d.txt …")
