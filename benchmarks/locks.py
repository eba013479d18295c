"""The lists of exact versions with their hashes in `locks/`, which CI and `make` install from; made by uv.

``python -m benchmarks.locks`` says whether they still follow from `pyproject.toml`; ``--write`` makes them anew where
they do not, ``--upgrade`` with the newest versions there are. All ask the package index. One list holds for all Pythons
and systems (markers say what is for which). No list names an index: hashes do not depend on where a file is from.

pip reads these lists itself (``pip install --require-hashes -r locks/dev.txt``). A `pylock.toml` (PEP 751) would hold
the addresses of files besides, and pip installs from one only as an experiment.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locks"

#: By list: what uv is to resolve together. `run` is what a user installs.
LISTS: dict[str, tuple[str, ...]] = {
    "run": ("pyproject.toml",),
    "build": ("--group", "build"),
    "dev": ("pyproject.toml", "--group", "dev", "--group", "build"),
    "engines": ("pyproject.toml", "--group", "dev", "--group", "build", "--group", "engines"),
    "release": ("--group", "release"),
}
HEAD = "# Made by python -m benchmarks.locks --write, from pyproject.toml ({what}).\n"
#: The first Python that the tool is for.
LEAST = "3.11"


def uv() -> str:
    """The program uv: beside this Python, else on the PATH. Raises SystemExit where there is none."""
    found = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if not found:
        raise SystemExit("uv is not installed; make release-check installs it, or: pip install uv")
    return found


def resolved(name: str, *, upgrade: bool = False) -> str:
    """The list `name`, resolved anew: versions that are in it stay where they fit, unless `upgrade`.

    Raises subprocess.CalledProcessError where there is no index, or nothing that fits.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.txt"
        if (FOLDER / f"{name}.txt").exists():
            shutil.copy(FOLDER / f"{name}.txt", made)
        command = [uv(), "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", LEAST]
        command += ["--python", sys.executable, "--generate-hashes", "--no-header", "--no-annotate"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--output-file", str(made), *LISTS[name]]
        subprocess.run([*command, *(["--upgrade"] if upgrade else [])], cwd=ROOT, check=True, capture_output=True)
        return HEAD.format(what=" ".join(LISTS[name])) + made.read_text(encoding="utf-8")


def pinned(text: str) -> dict[str, list[str]]:
    """Of each distribution in a list (its name normalised) the versions: several where they differ by Python."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.M):
        found.setdefault(normal(name), []).append(version)
    return found


def normal(name: str) -> str:
    """A distribution's name as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def stale() -> list[str]:
    """The lists that do not follow from `pyproject.toml` any more. Raises as `resolved` does."""
    return [
        name
        for name in LISTS
        if not (FOLDER / f"{name}.txt").exists()
        or resolved(name) != (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    ]


def main(args: list[str] | None = None) -> int:
    """Exits 0 where the lists are today's or were written, 1 where they are stale, 2 where that cannot be told."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="make anew what is stale")
    parser.add_argument("--upgrade", action="store_true", help="make all anew, with the newest versions")
    given = parser.parse_args(args)
    try:
        old = list(LISTS) if given.upgrade else stale()
        if not (given.write or given.upgrade):
            for name in old:
                print(f"locks/{name}.txt: does not follow from pyproject.toml; python -m benchmarks.locks --write")
            return int(bool(old))
        FOLDER.mkdir(exist_ok=True)
        for name in old:
            (FOLDER / f"{name}.txt").write_text(resolved(name, upgrade=given.upgrade), encoding="utf-8")
            print(f"locks/{name}.txt")
    except subprocess.CalledProcessError as error:
        print(error.stderr.decode("utf-8", "replace"), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
