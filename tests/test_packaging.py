"""What a user installs: one package, with its rules inside, that works away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.release import SOURCE_TOP
from cleaner._version import __version__
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    find_spec("build") is None or find_spec("hatchling") is None,
    reason="the dev group is not installed (make test installs it)",
)


def build(kind: str, source: Path, out: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"},
    )
    (made,) = out.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_top_level_is_the_package_alone(wheel: Path) -> None:
    """No top-level `rules`, no tests: other projects install modules by such names."""
    names = zipfile.ZipFile(wheel).namelist()
    version = wheel.name.split("-")[1]
    assert {name.split("/")[0] for name in names} == {"cleaner", f"scan_cleaner-{version}.dist-info"}
    assert "cleaner/py.typed" in names


def test_every_rule_pack_is_inside(wheel: Path) -> None:
    """The wheel's cleaner/_rules holds rules/ file for file."""
    archive = zipfile.ZipFile(wheel)
    packed = {Path(name).name: archive.read(name) for name in archive.namelist() if name.startswith("cleaner/_rules/")}
    assert packed == {path.name: path.read_bytes() for path in (ROOT / "rules").iterdir()}


def test_every_data_file_is_inside(wheel: Path) -> None:
    """Word lists and other data of the package go along."""
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [p for p in (ROOT / "cleaner").rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")]
    assert {path.relative_to(ROOT).as_posix() for path in data} <= names


def test_an_installed_wheel_cleans(wheel: Path, tmp_path: Path) -> None:
    """Away from the checkout, the installed package finds its rules and mends."""
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    code = (
        "import cleaner, sys; from cleaner.packs import built_in_packs\n"
        "assert cleaner.__file__.startswith(sys.argv[1]), cleaner.__file__\n"
        "assert all(source.startswith(sys.argv[1]) for *_, source in built_in_packs())\n"
        "sys.stdout.buffer.write(cleaner.clean('早市，，热闹。').encode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        env={**os.environ, "PYTHONPATH": str(target)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "早市，热闹。"


def test_a_wheel_works_from_a_zip(wheel: Path, tmp_path: Path) -> None:
    """Imported without being unpacked, rules and all."""
    done = subprocess.run(
        [sys.executable, "-c", "import cleaner; print(len(cleaner.check('早市，，热闹。').findings))"],
        env={**os.environ, "PYTHONPATH": str(wheel)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1\n"


def test_a_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """What is released as source holds what belongs, and builds into the very wheel that is released."""
    archive = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(archive) as file:
        file.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    assert {path.name for path in source.iterdir()} <= SOURCE_TOP
    again = build("wheel", source, tmp_path / "again")
    assert again.read_bytes() == wheel.read_bytes()


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    """The metadata and the changelog's newest heading say what the module says."""
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest
    assert Parser().parsestr(archive.read(name).decode())["Version"] == newest[1] == __version__
    assert "dynamic" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_command_is_the_entry_point() -> None:
    """`cleaner` is what pyproject.toml says it is, and that can be imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["name"], project["scripts"]) == ("scan-cleaner", {"cleaner": "cleaner.cli:main"})
    from cleaner.cli import main

    assert callable(main)
