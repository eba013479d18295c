"""`cleaner report`: a folder that is whole or not there, and that replaces nothing but a report."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from cleaner.packs import load_rules
from cleaner.reports.html import folder as module
from cleaner.reports.html.folder import OURS, NotOurs, check_place, whole_folder
from cleaner.reports.html.names import stem
from cleaner.settings import Settings
from cleaner.work import clean_bytes
from tests.conftest import Run

DAMAGED = "河湾镇的早市，，已经热闹起来。\n"
CLEAN = "河湾镇的早市已经热闹起来。\n"


def write(here: Path, **files: str) -> None:
    for name, text in files.items():
        path = here / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def links(page: Path) -> list[Path]:
    """The files that `page` links to."""
    hrefs = re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8"))
    return [(page.parent / unquote(unescape(href))).resolve() for href in hrefs]


def test_a_report_has_all_its_parts(here: Path, run: Run) -> None:
    """index.html, a page a document with findings, patch, records and summary; the exit code is that of check."""
    write(
        here,
        **{"scans__a.txt": DAMAGED, "scans__b.txt": CLEAN, "scans__c.txt": DAMAGED + DAMAGED.replace("早市", "码头")},
    )
    result = run("report", "scans")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == str(Path("reports/scans/index.html"))
    made = here / "reports" / "scans"
    assert {path.name for path in made.iterdir()} == OURS
    assert sorted(path.name for path in (made / "pages").iterdir()) == ["scans-a.txt.html", "scans-c.txt.html"]
    for page in made.rglob("*.html"):
        assert [link for link in links(page) if not link.exists()] == []
    records = [json.loads(line) for line in (made / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["type"] for record in records].count("finding") == 3
    assert "**3 places damaged, in 2 of 3 documents**" in (made / "summary.md").read_text(encoding="utf-8")
    assert (here / "scans" / "a.txt").read_text(encoding="utf-8") == DAMAGED


def test_exit_codes_are_those_of_check(here: Path, run: Run) -> None:
    """0 where nothing was found, 2 where something could not be read; then nothing that could be is left out."""
    write(here, **{"a.txt": CLEAN, "b.txt": DAMAGED})
    assert run("report", "a.txt").exit_code == 0
    assert run("report", "a.txt", "no.txt").exit_code == 2
    assert run("report", "b.txt", "--fail-on", "safe").exit_code == 1
    assert run("report", "no.txt", "-o", "nothing").exit_code == 2
    assert not (here / "nothing").exists()


def test_the_patch_applies(here: Path, run: Run) -> None:
    """`git apply` makes of the originals what `fix` makes of them."""
    write(here, **{"scans__a.txt": DAMAGED, "scans__乙 b.txt": DAMAGED * 2})
    run("report", "scans", "-o", "out")
    run("fix", "scans", "-o", "fixed")
    done = subprocess.run(["git", "apply", "out/changes.patch"], cwd=here, capture_output=True)
    assert done.returncode == 0, done.stderr
    for name in ("a.txt", "乙 b.txt"):
        assert (here / "scans" / name).read_bytes() == (here / "fixed" / name).read_bytes()


def test_documents_that_share_a_name_have_pages_of_their_own(here: Path, run: Run) -> None:
    """Names that differ in folder, case or odd characters alone give distinct pages, and each is linked."""
    names = ["a/页.txt", "a-页.txt", "A/页.txt", "a&页.txt", "<b>.txt", "con.txt", "～.txt", "a~2.txt"]
    for name in names:
        write(here / "scans", **{name.replace("/", "__"): DAMAGED})
    run("report", "scans")
    made = here / "reports" / "scans"
    pages = [path.name for path in (made / "pages").iterdir()]
    assert len(pages) == len(names)
    assert len({name.casefold() for name in pages}) == len(names)
    assert {path for path in links(made / "index.html") if path.suffix == ".html"} == {
        (made / "pages" / name).resolve() for name in pages
    }


@pytest.mark.parametrize(
    "name", ["con.txt", "..", "", "\u202e/\x00", "长" * 200, "-rf", ".hidden", "a/../../b", "x" * 300]
)
def test_names_of_pages_are_safe(name: str, tmp_path: Path) -> None:
    """A page's name is short, has no separator, is hidden nowhere and is no device."""
    made = stem(name, tmp_path)
    assert re.fullmatch(r"[\w][\w.-]*", made)
    assert len(made.encode()) <= 121
    assert not re.fullmatch(r"(con|aux|nul)(\..*)?", made)
    assert (tmp_path / f"{made}.html").parent == tmp_path


def test_a_report_is_replaced(here: Path, run: Run) -> None:
    """What an earlier report had is gone."""
    write(here, **{"scans__a.txt": DAMAGED})
    run("report", "scans", "-o", "out")
    (here / "scans" / "a.txt").rename(here / "scans" / "b.txt")
    assert run("report", "scans", "-o", "out").exit_code == 1
    assert [path.name for path in (here / "out" / "pages").iterdir()] == ["scans-b.txt.html"]
    assert sorted(path.name for path in here.iterdir()) == ["cleaner.toml", "out", "scans"]


@pytest.mark.parametrize("kind", ["folder", "file", "report with a note"])
def test_nothing_else_is_replaced(kind: str, here: Path, run: Run) -> None:
    """A folder that is no report, a file, and a report that somebody put a file into are left as they are."""
    write(here, **{"a.txt": DAMAGED})
    if kind == "file":
        write(here, out="mine")
        mine = here / "out"
    else:
        if kind == "report with a note":
            run("report", "a.txt", "-o", "out")
        write(here, out__notes="mine")
        mine = here / "out" / "notes"
    result = run("report", "a.txt", "-o", "out")
    assert result.exit_code == 2
    assert "is there and is no report" in result.stderr
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_report_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """The earlier report stays, and no temporary folder."""
    target = tmp_path / "out"
    with whole_folder(target) as made:
        (made / "index.html").write_text("first", encoding="utf-8")
        (made / ".cleaner-report").touch()
    with pytest.raises(RuntimeError), whole_folder(target) as made:  # noqa: PT012 - it is raised half way
        (made / "index.html").write_text("second", encoding="utf-8")
        raise RuntimeError
    assert (target / "index.html").read_text(encoding="utf-8") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_the_earlier_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new folder cannot be put in place, the old one is put back."""
    target = tmp_path / "out"
    with whole_folder(target) as made:
        (made / ".cleaner-report").touch()
    rename, calls = Path.rename, []

    def second_fails(self: Path, to: Path) -> Path:
        calls.append(to)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(OSError, match="space"), whole_folder(target) as made:
        (made / "index.html").touch()
    assert [path.name for path in target.iterdir()] == [".cleaner-report"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    """A folder made for the report is no obstacle; one that holds a hidden file is."""
    check_place(tmp_path)
    (tmp_path / ".git").mkdir()
    with pytest.raises(NotOurs):
        check_place(tmp_path)


def test_a_report_is_no_text_to_check(here: Path, run: Run) -> None:
    """Folders are searched for texts; a report's summary.md is none."""
    write(here, **{"a.txt": DAMAGED})
    run("report", ".", "-o", "reports/all")
    shutil.copytree(here / "reports" / "all", here / "copy")
    assert run("check", ".").stdout.splitlines()[-1].startswith("1 file: 1 found in 1")


def test_what_could_not_be_read_is_told(here: Path, run: Run) -> None:
    """A file that is no UTF-8 is named on the index and in the summary; the others are reported on."""
    write(here, **{"scans__a.txt": DAMAGED})
    (here / "scans" / "b.txt").write_bytes("早市".encode("gb18030"))
    assert run("report", "scans").exit_code == 2
    made = here / "reports" / "scans"
    for name in ("index.html", "summary.md"):
        assert "b.txt" in (made / name).read_text(encoding="utf-8")


def test_a_text_that_no_patch_can_hold_is_told(here: Path, run: Run) -> None:
    """A UTF-16 text has its page; that it is not in the patch is said."""
    (here / "a.txt").write_bytes(DAMAGED.encode("utf-16"))
    run("report", "a.txt", "--encoding", "utf-16", "-o", "out")
    assert (here / "out" / "changes.patch").read_bytes() == b""
    assert "a patch cannot hold utf-16-le text" in (here / "out" / "index.html").read_text(encoding="utf-8")


def test_many_documents_are_listed_on_pages(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index lists the worst; all are on pages that lead to one another."""
    monkeypatch.setattr(module, "LISTED", 4)
    monkeypatch.setattr(module, "A_PAGE", 3)
    write(here, **{f"scans__{n}.txt": DAMAGED * (n + 1) for n in range(8)})
    run("report", "scans")
    made = here / "reports" / "scans"
    assert {path.name for path in made.iterdir()} >= {"documents.html", "documents-2.html", "documents-3.html"}
    lists = "".join(page.read_text(encoding="utf-8") for page in sorted(made.glob("documents*")))
    assert sorted(re.findall(r'data-name="([^"]+)"', lists)) == [f"scans/{n}.txt" for n in range(8)]
    for page in made.rglob("*.html"):
        assert [link for link in links(page) if not link.exists()] == []
    run("report", "scans")
    assert check_place(made) is None


def test_a_report_can_be_made_again_byte_for_byte(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SOURCE_DATE_EPOCH, and whatever the number of workers."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    write(here, **{f"scans__{n}.txt": DAMAGED * (n + 1) for n in range(5)})
    for jobs in ("1", "2"):
        run("report", "scans", "-o", f"out{jobs}", "--jobs", jobs)
    files = [path.relative_to(here / "out1") for path in (here / "out1").rglob("*") if path.is_file()]
    assert len(files) == 10
    for name in files:
        assert (here / "out1" / name).read_bytes() == (here / "out2" / name).read_bytes(), name


def test_pages_to_scan_again_are_told(tmp_path: Path) -> None:
    """What `rescan` says of a document stands on the index and in the summary."""
    rules = load_rules()
    outcome = clean_bytes(DAMAGED.encode(), "a.txt", Settings(), rules)
    with module.HtmlReport(tmp_path, rules, "en", "a", rescan=lambda outcome: [f"{outcome.name}, page 3"]) as made:
        made.add(outcome)
        made.end(outcome.tally())
    for name in ("index.html", "summary.md"):
        said = (tmp_path / name).read_text(encoding="utf-8")
        assert "Pages to scan again" in said
        assert "a.txt, page 3" in said


def test_standard_input_has_a_report(here: Path, run: Run) -> None:
    """`-` with its name."""
    assert run("report", "-", "--stdin-filename", "页.txt", "-o", "out", stdin=DAMAGED).exit_code == 1
    assert [path.name for path in (here / "out" / "pages").iterdir()] == ["页.txt.html"]


def test_chinese_pages_speak_chinese(here: Path, run: Run) -> None:
    """With --lang zh no English wording is left on a page."""
    write(here, **{"a.txt": DAMAGED})
    run("report", "a.txt", "-o", "out", "--lang", "zh")
    page = (here / "out" / "pages" / "a.txt.html").read_text(encoding="utf-8")
    said = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.S)
    assert re.findall(r"[A-Za-z]{3,}", said.replace("cleaner", "").replace("a.txt", "").replace("out", "")) == []
    assert 'lang="zh-Hans"' in page
