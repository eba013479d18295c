"""The lists of exact versions, and what SECURITY.md says of tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.locks import FOLDER, LISTS, normal, pinned
from tests.conftest import ROOT

requirements = pytest.importorskip("packaging.requirements")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def wanted(what: tuple[str, ...]) -> list[str]:
    """The requirements that a list is made of: of the project, and of each group behind ``--group``."""
    groups = [group for flag, group in pairwise(what) if flag == "--group"]
    own = PROJECT["project"]["dependencies"] if "pyproject.toml" in what else []
    return [*own, *(one for group in groups for one in grouped(group))]


def grouped(group: str) -> list[str]:
    """The requirements of a group, with those of the groups in it."""
    listed = PROJECT["dependency-groups"][group]
    return [line for one in listed for line in (grouped(one["include-group"]) if isinstance(one, dict) else [one])]


@pytest.mark.parametrize("name", LISTS)
def test_the_locks_follow_from_the_project(name: str) -> None:
    """Each requirement is pinned to versions that it allows. Where this fails: make locks."""
    found = pinned((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    for line in wanted(LISTS[name]):
        requirement = requirements.Requirement(line)
        versions = found.get(normal(requirement.name), [])
        assert versions, f"locks/{name}.txt has no {requirement.name}; make locks"
        assert all(requirement.specifier.contains(one) for one in versions), f"{line} in locks/{name}.txt; make locks"


@pytest.mark.parametrize("name", LISTS)
def test_each_version_has_its_hashes_and_no_index_is_named(name: str) -> None:
    """pip takes nothing else then, from wherever it comes."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|--trusted|file:|/(?:root|home|tmp)/", text)
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.partition("\n")[2])
    assert len(blocks) == sum(map(len, pinned(text).values()))
    for block in blocks:
        head, *hashes = block.rstrip("\n").split("\n")
        assert re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==\S+( ; .+)? \\$", head), head
        assert hashes
        assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?", one) for one in hashes), head


def test_make_installs_by_hash() -> None:
    """Each list is asked for by hash first; what is installed besides is the checkout, pip, and the peers."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\(call locked,(-r .*?),--group \w+\)", makefile)) == {
        "-r locks/build.txt -r locks/run.txt", "-r locks/dev.txt", "-r locks/engines.txt", "-r locks/release.txt"
    }  # fmt: skip
    rest = re.findall(r"^\t@(?!\$\(call)\S*(?:\(PIP\)|-m pip install)(.*)$", makefile, re.M)
    assert [one for one in rest if not re.search(r"--editable \.|pip>=|peers\.txt|py-data-juicer", one)] == []


@pytest.mark.skipif(not shutil.which("make") or os.name == "nt", reason="there is no make")
@pytest.mark.parametrize(
    ("says", "exits", "said"),
    [
        ("", 0, ""),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", 2, "is not the one"),
        ("none", 0, "cannot be had"),
    ],
)
def test_a_file_that_is_another_ends_the_installation(tmp_path: Path, says: str, exits: int, said: str) -> None:
    """It is not passed over by taking another version; what cannot be had is."""
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin/python"
    fails = f'case "$*" in *--require-hashes*) echo "{says}" >&2; exit 1;; esac' if says else ""
    python.write_text(f"#!/bin/sh\n{fails}\nexit 0\n", encoding="utf-8")
    python.chmod(0o755)
    rule = "try:\n\t@$(call locked,-r locks/dev.txt,--group dev)\n"
    (tmp_path / "try.mk").write_text(f"include {ROOT / 'Makefile'}\n{rule}", encoding="utf-8")
    done = subprocess.run(
        ["make", "-f", tmp_path / "try.mk", f"VENV={tmp_path}", "try"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, said in done.stderr) == (exits, True), done.stderr


def test_security_names_tests_that_there_are() -> None:
    """A promise without its test would be none."""
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    assert named == {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    for place in re.findall(r"`(tests/[\w/.]+)`", page):
        assert (ROOT / place).exists(), place
    rows = [row for row in page.partition("which test holds it\n")[2].splitlines() if row.startswith("| ")][1:]
    assert len(rows) >= 16
    assert all("`" in row.rstrip("|").rpartition("|")[2] for row in rows), rows
