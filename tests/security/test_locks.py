"""The lists of exact versions, and what SECURITY.md says of tests."""

from __future__ import annotations

import re
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
    return [*own, *(one for group in groups for one in PROJECT["dependency-groups"][group])]


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


def test_ci_installs_by_hash() -> None:
    """What make installs is asked for by hash first; without, only where that cannot be had, and it is said."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "LOCKED = $(PIP) --require-hashes" in makefile
    assert set(re.findall(r"\$\(LOCKED\) (-r .*?) (?:&&|\|\|)", makefile)) == {
        "-r locks/build.txt -r locks/run.txt", "-r locks/dev.txt", "-r locks/engines.txt", "-r locks/release.txt"
    }  # fmt: skip


def test_security_names_tests_that_there_are() -> None:
    """A promise without its test would be none."""
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    assert named == {path.stem for path in Path(__file__).parent.glob("test_*.py")} - {"test_locks"}
    for place in re.findall(r"`(tests/[\w/.]+)`", page):
        assert (ROOT / place).exists(), place
    rows = [row for row in page.partition("which test holds it\n")[2].splitlines() if row.startswith("| ")][1:]
    assert len(rows) >= 16
    assert all("`" in row.rstrip("|").rpartition("|")[2] for row in rows), rows
