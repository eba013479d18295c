"""Is what would be released right? Builds it, looks into it, installs it as users do, and runs it there.

``python -m benchmarks.release`` takes all Pythons that can be had, and asks the package index; ``--quick`` takes the
one that it runs on, and asks for the tool's own dependencies alone. Each check prints a line; exits 1 where one fails.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from email.parser import Parser
from functools import partial
from pathlib import Path

from benchmarks import locks

ROOT = locks.ROOT
#: What stands at the top of the source archive, in its one folder.
SOURCE_TOP = frozenset(
    {"cleaner", "rules", "seeds", "tests", "benchmarks", "docs", "locks", ".pre-commit-hooks.yaml", "README.md"}
    | {"README.zh.md", "LICENSE", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile"}
    | {"pyproject.toml", "PKG-INFO", ".gitignore"}
)
#: What comes with developing, and must not be needed.
DEVELOPERS = ("pytest", "hypothesis", "mypy", "ruff", "selenium", "PIL", "pyarrow", "daft", "ray", "yaml")

#: What a user may write; mypy reads it strictly against the installed package.
PROGRAM = """
from cleaner import Finding, check, clean

result = check("早市，，热闹。")
found: tuple[Finding, ...] = tuple(result.findings)
text: str = clean("早市，，热闹。")
rules: list[str] = [finding.rule for finding in found]
assert (text, result.text, rules) == ("早市，热闹。", "早市，热闹。", ["doubled-punctuation"])
"""


class Wrong(Exception):
    """A check failed. The message says what was seen."""


def run(*command: str | Path, cwd: Path | None = None, ok: Sequence[int] = (0,), **environment: str) -> str:
    """Standard output of `command`, which must exit with one of `ok`. Raises Wrong with what it said."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode not in ok:
        said = f"{done.stdout}\n{done.stderr}".strip()[-1500:]
        raise Wrong(f"{' '.join(map(str, command))}: exit {done.returncode}\n{said}")
    return done.stdout


# Building


def exported(folder: Path) -> Path:
    """A copy of what git knows of the checkout, so that nothing else can get into what is built."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def build(kind: str, source: Path, out: Path, epoch: str) -> Path:
    """The one file of `kind` ("wheel", "sdist") built from `source`. Raises Wrong."""
    run(sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", out, source, SOURCE_DATE_EPOCH=epoch)
    (made,) = out.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


class Release:
    """What was built, and what is asked of it."""

    def __init__(self, folder: Path, quick: bool) -> None:
        self.folder, self.quick = folder, quick
        try:
            self.epoch = run("git", "log", "-1", "--format=%ct", cwd=ROOT).strip()
        except Wrong:
            self.epoch = "1767225600"  # not in a repository
        self.source = exported(folder / "one" / "source")
        self.wheel = build("wheel", self.source, folder / "one" / "wheel", self.epoch)
        self.sdist = build("sdist", self.source, folder / "one" / "sdist", self.epoch)

    def checks(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """The checks, each with a name; each gives what is worth telling, or raises Wrong."""
        yield "versions agree", self.versions
        yield "wheel's and archive's contents", self.contents
        yield "the wheel of the archive is the wheel", self.same_wheel
        yield "built twice, the same bytes", self.reproducible
        yield "metadata and README (twine)", self.metadata
        for version, python in [("", Path(sys.executable))] if self.quick else pythons():
            yield (
                f"installed and run, Python {version or sys.version.split()[0]}",
                partial(self.smoke, python),
            )
        if not self.quick:
            yield "locks are today's", self.locked
            yield "extras resolve", self.extras
            yield "uvx", self.uvx
            yield "pipx", self.pipx

    def versions(self) -> str:
        """_version.py, the metadata, the names of the files and the newest heading of CHANGELOG.md say the same."""
        (version,) = re.findall(r'__version__ = "([^"]+)"', (ROOT / "cleaner/_version.py").read_text(encoding="utf-8"))
        (newest, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
        archive = zipfile.ZipFile(self.wheel)
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
        said = {newest, metadata["Version"], self.wheel.name.split("-")[1]}
        said.add(self.sdist.name.removesuffix(".tar.gz").rpartition("-")[2])
        if said != {version}:
            raise Wrong(f"_version.py says {version}, others {said}")
        return str(version)

    def contents(self) -> str:
        """Only what belongs; all of it."""
        names = zipfile.ZipFile(self.wheel).namelist()
        info = f"scan_cleaner-{self.wheel.name.split('-')[1]}.dist-info"
        files = {
            ("cleaner/_rules/" + path.name) if path.parent.name == "rules" else path.relative_to(self.source).as_posix()
            for place in ("cleaner", "rules")
            for path in (self.source / place).rglob("*")
            if path.is_file()
        }
        ours = {name for name in names if not name.startswith(f"{info}/")}
        if ours != files:
            raise Wrong(
                f"not in the wheel: {sorted(files - ours)[:9]}; not in the checkout: {sorted(ours - files)[:9]}"
            )
        if not {"cleaner/py.typed", f"{info}/licenses/LICENSE"} <= set(names):
            raise Wrong("py.typed or the licence is missing")
        with tarfile.open(self.sdist) as archive:
            inside = archive.getnames()
            odd = [one.name for one in archive if not (one.isfile() or one.isdir())]
        tops = {name.split("/")[0] for name in inside}
        within = {name.split("/")[1] for name in inside if "/" in name}
        if len(tops) != 1 or not within <= SOURCE_TOP or odd or not (SOURCE_TOP - {".gitignore"}) <= within:
            raise Wrong(f"the archive's top: {sorted(within ^ SOURCE_TOP)}; odd: {odd}")
        return f"{len(names)} files, {self.wheel.stat().st_size >> 10} KB; archive {self.sdist.stat().st_size >> 10} KB"

    def same_wheel(self) -> str:
        """A wheel built from the unpacked archive has the same bytes."""
        place = self.folder / "unpacked"
        with tarfile.open(self.sdist) as archive:
            archive.extractall(place, filter="data")
        (source,) = place.iterdir()
        return self._same(build("wheel", source, self.folder / "again", self.epoch), self.wheel)

    def reproducible(self) -> str:
        """Another folder, another time, another order of files and another umask: the same bytes."""
        source = exported(self.folder / "two" / "elsewhere" / "deep" / "source")
        for number, path in enumerate(sorted(source.rglob("*"), reverse=True)):
            os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
            path.chmod(path.stat().st_mode & 0o750)
        wheel = build("wheel", source, self.folder / "two" / "wheel", self.epoch)
        sdist = build("sdist", source, self.folder / "two" / "sdist", self.epoch)
        return f"{self._same(wheel, self.wheel)}, {self._same(sdist, self.sdist)}"

    @staticmethod
    def _same(one: Path, other: Path) -> str:
        first, second = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, other))
        if first != second:
            raise Wrong(f"{one.name}: {_differs(one, other)}")
        return f"sha256 {first[:12]}"

    def metadata(self) -> str:
        """As the index takes it; a README that it cannot show is an error."""
        if shutil.which("twine", path=str(Path(sys.executable).parent)) is None:
            if self.quick:
                return "twine is not installed: not asked"
            raise Wrong("twine is not installed; make release-check installs it")
        run(sys.executable, "-m", "twine", "check", "--strict", self.wheel, self.sdist)
        return ""

    def smoke(self, python: Path) -> str:
        """Installed by hash, without what developers need, away from the checkout: finds, mends, undoes, reports."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        run(python, "-m", "venv", place / "venv")
        folder = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
        inner, tool = folder / "python", folder / "cleaner"
        pip = (inner, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "-r", ROOT / "locks/run.txt")
        run(*pip, "--no-deps", "--no-index", self.wheel)
        run(inner, "-m", "pip", "check", "--disable-pip-version-check")
        work = place / "work"
        work.mkdir()
        (work / "cleaner.toml").touch()
        page = work / "page.txt"
        dirty, mended = "早市，，热闹。\r\n".encode(), "早市，热闹。\r\n".encode()
        page.write_bytes(dirty)
        present = f"import importlib.util as u; print(*[n for n in {DEVELOPERS!r} if u.find_spec(n)])"
        if there := run(inner, "-I", "-c", present, cwd=work).strip():
            raise Wrong(f"came along: {there}")
        version = self.versions()
        if run(tool, "--version", cwd=work) != f"cleaner {version}\n" or version not in run(
            inner, "-m", "cleaner", "--version"
        ):
            raise Wrong("cleaner --version")
        if "check" not in run(tool, "--help", cwd=work) or "doubled-punctuation" not in run(tool, "rules", cwd=work):
            raise Wrong("cleaner --help, rules")
        if "doubled-punctuation" not in run(tool, "check", "page.txt", cwd=work, ok=(1,)):
            raise Wrong("cleaner check")
        run(tool, "report", "page.txt", "-o", "out", cwd=work, ok=(1,))
        run(tool, "fix", "page.txt", cwd=work)
        fixed = page.read_bytes()
        run(tool, "undo", cwd=work)
        if (fixed, page.read_bytes()) != (mended, dirty) or not (work / "out/index.html").is_file():
            raise Wrong(f"fix and undo: {fixed!r}, {page.read_bytes()!r}")
        run(inner, "-I", "-c", "import cleaner.review.serving, cleaner.review.desk", cwd=work)
        program = work / "program.py"
        program.write_text(PROGRAM, encoding="utf-8")
        run(inner, "-I", program, cwd=work)
        run(
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            inner,
            "--cache-dir",
            place / "types",
            program,
            cwd=work,
        )
        return ""

    def locked(self) -> str:
        """`locks/` follows from pyproject.toml."""
        try:
            old = locks.stale()
        except subprocess.CalledProcessError as error:
            raise Wrong(error.stderr.decode("utf-8", "replace")) from error
        if old:
            raise Wrong(f"{', '.join(old)}; make locks")
        return ", ".join(locks.LISTS)

    def extras(self) -> str:
        """Each extra of the wheel can be had, whatever the Python."""
        names = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
        told = []
        for name in names:
            wanted = self.folder / f"{name}.in"
            wanted.write_text(f"scan-cleaner[{name}] @ {self.wheel.as_uri()}\n", encoding="utf-8")
            found = run(
                locks.uv(), "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", locks.LEAST,
                "--no-header", "--no-annotate", wanted,
            )  # fmt: skip
            told.append(f"[{name}] {len(locks.pinned(found))}")
        return ", ".join(told)

    def uvx(self) -> str:
        """`uvx --from . cleaner --help`, as somebody types it in the checkout."""
        said = run(
            locks.uv(), "tool", "run", "--no-config", "--from", self.source, "cleaner", "--help", cwd=self.source
        )
        if "cleaner check" not in said:
            raise Wrong(said)
        return ""

    def pipx(self) -> str:
        """`pipx run --spec . cleaner --help`; passed over where there is no pipx."""
        tool = shutil.which("pipx")
        if tool is None:
            return "pipx is not installed: not asked"
        if "cleaner check" not in run(tool, "run", "--spec", self.source, "cleaner", "--help"):
            raise Wrong("cleaner --help")
        return ""


def _differs(one: Path, other: Path) -> str:
    """The first files that differ in two archives."""
    first, second = _read(one), _read(other)
    names = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    return f"differs in {names[:9]}" if names else "differs in its order, times or modes"


def _read(path: Path) -> dict[str, bytes]:
    data = path.read_bytes()
    if path.suffix == ".whl":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(fileobj=io.BytesIO(data)) as packed:
        return {one.name: file.read() for one in packed if (file := packed.extractfile(one))}


def pythons() -> list[tuple[str, Path]]:
    """The Pythons of this machine from 3.11 on, one a minor version: those that uv finds, and those of pyenv, of which
    the PATH leads to the chosen ones alone. (version, path)
    """
    said = json.loads(run(locks.uv(), "python", "list", "--only-installed", "--output-format", "json"))
    places = [Path(one["path"]) for one in said if one["implementation"] == "cpython"]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found: dict[tuple[int, ...], tuple[str, Path]] = {}
    for python in [*places, *sorted(pyenv.glob("versions/*/bin/python3"))]:
        try:
            version = run(python, "-c", "import venv, ensurepip, platform; print(platform.python_version())").strip()
        except (Wrong, OSError):
            continue
        minor = tuple(map(int, re.findall(r"\d+", version)[:2]))
        if minor >= (3, 11):
            found.setdefault(minor, (version, python))
    return [found[minor] for minor in sorted(found)]


def main(args: list[str] | None = None) -> int:
    """Makes all checks, whatever those before say. Exits 0, or 1 where one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.release", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="this Python alone; no locks, extras, uvx, pipx")
    parser.add_argument("--keep", metavar="DIR", help="leave the wheel and the archive there, if all is well")
    given = parser.parse_args(args)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        release = Release(Path(folder), given.quick)
        for name, check in release.checks():
            began = time.monotonic()
            try:
                told, sign = check(), "ok"
            except Wrong as wrong:
                told, sign = str(wrong), "WRONG"
                failed += 1
            print(f"{sign:5} {time.monotonic() - began:6.1f} s  {name}{f': {told}' if told else ''}", flush=True)
        if given.keep and not failed:
            Path(given.keep).mkdir(parents=True, exist_ok=True)
            for made in (release.wheel, release.sdist):
                shutil.copy2(made, given.keep)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
