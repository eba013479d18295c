"""The journal, line by line: what stands in it, what is read of it, and where it is kept."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import journal
from cleaner.document import Document
from cleaner.journal import (
    FOLDER,
    Entry,
    Journal,
    JournalError,
    Run,
    belongs,
    homes,
    open_entries,
    place_of,
    project_root,
    runs,
    taken_back,
    undone_in,
)
from cleaner.model import Edit, Span

OLD, NEW = "渡口的早市，，热闹\n", "渡口的早市，热闹\n"
UNDO = (Edit(Span(5, 6), "，，"),)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def written(start: Path) -> list[dict[str, Any]]:
    """All lines of the only run of a project."""
    (file,) = (start / FOLDER / "runs").iterdir()
    return [json.loads(line) for line in file.read_bytes().decode("utf-8", "surrogatepass").splitlines()]


def kept(start: Path, name: str = "a.txt", **more: Any) -> Journal:
    """A run with one file in it, closed."""
    made = Journal(start, **more)
    made.add(start / name, Document(OLD), NEW, UNDO)
    made.close()
    return made


def test_a_head_says_what_and_when_and_where(here: Path) -> None:
    """Schema, name, kind, the time with its zone, the tool's version, the base of the paths, and the project."""
    made = kept(here, kind="undo")
    head = written(here)[0]
    assert (head["schema"], head["run"], head["kind"]) == (journal.SCHEMA, made.id, "undo")
    assert (head["cleaner"], head["base"], head["place"]) == (cleaner.__version__, str(here), str(here))
    started = datetime.fromisoformat(head["started"])
    assert started.tzinfo
    assert started.microsecond == 0
    assert abs((datetime.now(started.tzinfo) - started).total_seconds()) < 600
    assert made.id.startswith(started.strftime("%Y%m%d-%H%M"))
    (run,) = runs(here)
    assert (run.started, run.kind) == (head["started"], "undo")


def test_a_line_says_what_a_file_was_and_became(here: Path) -> None:
    """Its path from the base, the hashes of its bytes, the encoding and mark they are in, and the way back."""
    made = Journal(here)
    given = made.add(here / "页" / "a.txt", Document(OLD, None, "gb18030"), NEW, UNDO)
    made.close()
    assert given == NEW.encode("gb18030")
    entry = written(here)[1]
    assert entry == {
        "path": "页/a.txt",
        "before": digest(OLD.encode("gb18030")),
        "after": digest(NEW.encode("gb18030")),
        "encoding": "gb18030",
        "bom": False,
        "back": [[5, 6, "，，"]],
    }


def test_another_encoding_and_an_undoing_are_said(here: Path) -> None:
    """What the bytes were in before, where that was another; and which run is taken back."""
    made = Journal(here)
    marked = Document(OLD, None, "utf-16-le", True)
    given = made.add(here / "a.txt", marked, NEW, UNDO, of="20310203-040506", into=marked.recoded("utf-8"))
    made.close()
    entry = written(here)[1]
    assert given == NEW.encode()
    assert (entry["encoding"], entry["bom"], entry["of"]) == ("utf-8", False, "20310203-040506")
    assert entry["was"] == {"encoding": "utf-16-le", "bom": True}
    assert entry["before"] == digest(b"\xff\xfe" + OLD.encode("utf-16-le"))
    (run,) = runs(here)
    (read,) = run.entries
    assert read.was == ("utf-16-le", True)
    assert read.record() == entry
    before = read.before_in(Document(NEW))
    assert (before.encoding, before.bom, before.text) == ("utf-16-le", True, NEW)
    plain = replace(read, was=None)
    assert plain.before_in(marked) is marked


def test_only_the_mark_may_have_changed(here: Path) -> None:
    """The same encoding with a mark and without is another."""
    made = Journal(here)
    made.add(here / "a.txt", Document(OLD, None, "utf-8", True), NEW, UNDO, into=Document(OLD))
    made.close()
    assert written(here)[1]["was"] == {"encoding": "utf-8", "bom": True}


@pytest.mark.parametrize("key", ["path", "before", "after", "encoding", "bom", "back"])
def test_an_entry_without_one_of_its_keys_is_none(key: str) -> None:
    """Nothing is guessed; what may be left out is."""
    record = Entry("a.txt", "1", "2", "utf-8", False, UNDO).record()
    read = Entry.from_record(record)
    assert (read, read.of, read.was) == (Entry("a.txt", "1", "2", "utf-8", False, UNDO), "", None)
    del record[key]
    with pytest.raises(KeyError):
        Entry.from_record(record)


def test_a_file_outside_the_project_goes_by_its_whole_path(here: Path) -> None:
    """And one inside by its path from the project's root, also from a folder below it."""
    (here / "below").mkdir()
    made = Journal(here / "below")
    made.add(here.parent / "out.txt", Document(OLD), NEW, UNDO)
    made.add(here / "below" / "in.txt", Document(OLD), NEW, UNDO)
    made.close()
    assert [line["path"] for line in written(here)[1:3]] == [str(here.parent / "out.txt"), "below/in.txt"]
    (run,) = runs(here)
    assert [run.path(entry) for entry in run.entries] == [here.parent / "out.txt", here / "below" / "in.txt"]
    assert (run.kind, run.base, run.place) == ("fix", here, str(here))


def test_a_name_that_is_no_utf_8_comes_back(here: Path) -> None:
    """Half a surrogate pair is written and read as it is."""
    made = Journal(here)
    made.add(here / "页\udce6.txt", Document(OLD), NEW, UNDO)
    made.close()
    (run,) = runs(here)
    assert run.entries[0].path == "页\udce6.txt"


def test_the_nearest_root_upwards_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is a root by any of three marks; without one, the folder itself is the place."""
    for number, mark in enumerate((".git", "pyproject.toml", "cleaner.toml")):
        root = tmp_path / str(number)
        below = root / "scans" / "1931"
        below.mkdir(parents=True)
        monkeypatch.setattr(journal, "ROOT_MARKS", (f"no-{mark}",))
        assert project_root(below) is None
        assert place_of(below) == below
        monkeypatch.undo()
        (root / mark).touch()
        assert project_root(below) == project_root(root) == root
        assert place_of(below) == root
        monkeypatch.chdir(below)
        assert (project_root(Path()), place_of(Path())) == (root, root)


def test_homes_are_the_projects_and_then_the_users(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the project paths start from its root; in the user's folder they are whole."""
    state = journal.user_folder()
    assert list(homes(here)) == [(here / FOLDER, here), (state, Path())]
    (here / "cleaner.toml").unlink()
    monkeypatch.setattr(journal, "ROOT_MARKS", ("cleaner.toml",))
    assert list(homes(here)) == [(state, Path())]


def test_the_users_folder_bears_our_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system keeps such things, without an author's folder around it."""
    import platformdirs

    asked: list[Any] = []

    def answer(*args: Any, **named: Any) -> Path:
        asked.append((args, named))
        return Path("/somewhere")

    monkeypatch.setattr(platformdirs, "user_state_path", answer)
    assert journal.user_folder() == Path("/somewhere")
    assert asked == [(("scan-cleaner",), {"appauthor": False})]


def run_of(base: Path, place: str, *paths: str) -> Run:
    entries = tuple(Entry(path, "1", "2", "utf-8", False, ()) for path in paths)
    return Run("20310203-040506", "fix", "", base, entries, place)


def test_whose_a_run_is(here: Path) -> None:
    """Of the project that keeps it; of the place it was started in; of the folder that holds all its files."""
    one, two = here / "a.txt", here.parent / "b.txt"
    assert belongs(run_of(here, "", str(two)), here)
    assert belongs(run_of(Path(), str(here), str(two)), here)
    assert belongs(run_of(Path(), "elsewhere", str(one)), here)
    assert not belongs(run_of(Path(), "elsewhere", str(one), str(two)), here)
    assert not belongs(run_of(Path(), "elsewhere", str(two)), here)


def test_runs_stand_in_the_order_of_time(here: Path) -> None:
    """By their names: the second of a second behind the first, the tenth behind the second."""
    names = ["20310203-040506-10", "20310203-040506", "20310203-040505-7", "20310203-040506-2", "20310203-040507"]
    folder = here / FOLDER / "runs"
    folder.mkdir(parents=True)
    for name in names:
        head = {"schema": 1, "run": name, "kind": "fix", "started": "", "place": ""}
        (folder / f"{name}.jsonl").write_text(json.dumps(head) + "\n", encoding="utf-8")
    (folder / "note.txt").write_text("not a run")
    assert [run.id for run in runs(here)] == [
        "20310203-040505-7", "20310203-040506", "20310203-040506-2", "20310203-040506-10", "20310203-040507",
    ]  # fmt: skip


def test_what_is_no_run_is_passed_over(here: Path) -> None:
    """A file without a head, with half a one, or with another's lines hides no other run."""
    made = kept(here)
    folder = here / FOLDER / "runs"
    for number, data in enumerate(
        (b"", b"{}\n", b"[]\n", b'{"run": "x", "kind": "fix"}\n', b"\xff\n", b"1\n", b"null\n")
    ):
        (folder / f"2031020{number}-000000.jsonl").write_bytes(data)
    assert [run.id for run in runs(here)] == [made.id]
    assert runs(here.parent / "nowhere") == []


def test_names_of_one_second_are_numbered(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """-2 and on; no name is taken twice; after a thousand it is told."""
    folder = here / FOLDER / "runs"

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Fixed:
            return cls(2031, 2, 3, 4, 5, 6, tzinfo=tz)

        def astimezone(self, tz: Any = None) -> Fixed:
            return self

    monkeypatch.setattr(journal, "datetime", Fixed)
    assert [kept(here).id for _ in range(3)] == ["20310203-040506", "20310203-040506-2", "20310203-040506-3"]
    assert sorted(file.name for file in folder.iterdir())[0] == "20310203-040506-2.jsonl"
    for number in range(4, 1000):
        (folder / f"20310203-040506-{number}.jsonl").touch()
    (here.parent / "state").write_text("in the way")
    with pytest.raises(JournalError) as error:
        kept(here)
    assert str(folder) in str(error.value) or "state" in str(error.value)


def test_too_many_runs_in_a_second_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the folder in which they are."""

    def taken(*args: Any, **named: Any) -> Any:
        raise FileExistsError

    monkeypatch.setattr(Path, "open", taken)
    with pytest.raises(FileExistsError) as error:
        journal._new(tmp_path)
    assert (error.value.errno, error.value.strerror) == (17, "too many runs in one second")
    assert error.value.filename == str(tmp_path)


def test_a_journal_that_cannot_be_made_says_where_and_why(here: Path) -> None:
    """The last place that was tried, in the system's words; nothing is left half made."""
    (here / FOLDER).write_text("in the way")
    (here.parent / "state").write_text("in the way")
    made = Journal(here)
    with pytest.raises(JournalError, match=r"^.+: .+") as error:
        made.add(here / "a.txt", Document(OLD), NEW, UNDO)
    assert str(here.parent / "state") in str(error.value)
    assert "None" not in str(error.value)
    made.close()
    assert (here / FOLDER).read_text() == "in the way"


def test_the_users_folder_takes_what_the_project_cannot(here: Path) -> None:
    """With whole paths, and read again from the project."""
    (here / FOLDER).write_text("in the way")
    made = kept(here)
    (file,) = (here.parent / "state" / "runs").iterdir()
    assert (file.stem, made.base) == (made.id, Path())
    (run,) = runs(here)
    assert (run.id, run.base, run.entries[0].path) == (made.id, Path(), str(here / "a.txt"))
    assert belongs(run, here)


def test_what_cannot_be_encoded_is_not_recorded(here: Path) -> None:
    """A character that the encoding lacks stops it before anything is written."""
    with pytest.raises(UnicodeEncodeError):
        Journal(here).add(here / "a.txt", Document(OLD, None, "big5"), NEW + "镇", UNDO)
    assert not (here / FOLDER).exists()


def test_taking_back_must_give_the_old_bytes() -> None:
    """In the encoding of before; with the edits that lead forward again; else it is called a bug."""
    was = Document(OLD, None, "utf-16-le", True)
    entry = Entry("a.txt", digest(was.to_bytes(OLD)), "", "utf-8", False, UNDO, was=("utf-16-le", True))
    text, again = taken_back(Document(NEW), entry)
    assert (text, again) == (OLD, (Edit(Span(5, 7), "，"),))
    for wrong in (
        replace(entry, was=None),
        replace(entry, edits=()),
        replace(entry, before="0" * 64),
        replace(entry, edits=(Edit(Span(0, 99)),)),
        replace(entry, was=("ascii", False)),
    ):
        with pytest.raises(JournalError) as error:
            taken_back(Document(NEW), wrong)
        assert str(error.value) == (
            "the journal does not give back the same bytes; this is a bug in cleaner, please report it"
        )


def test_which_entries_are_still_open(here: Path) -> None:
    """Those not recorded as undone, and those undone that stand there again; never one that is as it was before."""
    file = here / "a.txt"
    first = kept(here)
    (run,) = runs(here)
    for data, undone, expected in (
        (NEW, False, True),
        (OLD, False, False),
        ("另一篇\n", False, True),
        (NEW, True, True),
        (OLD, True, False),
        ("另一篇\n", True, False),
    ):
        file.write_text(data, encoding="utf-8", newline="")
        back = Entry("a.txt", run.entries[0].after, run.entries[0].before, "utf-8", False, (), of=run.id)
        other = replace(run, id="20990101-000000", kind="undo", entries=(back,) if undone else ())
        assert bool(open_entries(undone_in([run, other]), run)) is expected, (data, undone)
    file.unlink()
    assert [entry.path for entry in open_entries(undone_in([run]), run)] == ["a.txt"]
    assert first.id == run.id


def test_undoing_another_run_or_file_closes_nothing(here: Path) -> None:
    """An entry is undone by the run that names its run and its file."""
    (here / "a.txt").write_text("另一篇\n", encoding="utf-8")
    kept(here)
    (run,) = runs(here)
    for path, of in (("a.txt", "20000101-000000"), ("b.txt", run.id), ("a.txt", "")):
        other = replace(run, id="20990101-000000", entries=(Entry(path, "1", "2", "utf-8", False, (), of=of),))
        assert len(open_entries(undone_in([run, other]), run)) == 1


def test_a_name_has_the_form_of_a_time(here: Path) -> None:
    """So that runs sort, and people can tell when it was."""
    assert re.fullmatch(r"\d{8}-\d{6}(-\d+)?", kept(here).id)
