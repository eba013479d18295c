"""The house's rules about itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "cleaner"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Rooms and single modules, the lowest first. Each may use what stands on a lower line, and a room its own modules.
LAYERS = (
    ("mishaps", "phrases", "saying"),
    ("_version", "bounded", "globs", "laid", "model", "patterns", "plain", "points", "printable", "tomls", "wording"),
    ("document", "repair", "lawful", "language", "reading", "ground", "tandem"),
    ("writing",),
    ("views", "fingerprints", "characters", "encodings", "wordlists"),
    ("rows", "folded"),
    ("suspects", "alike", "verse"),
    ("shapes", "furniture"),
    ("footnotes",),
    ("structure",),
    ("suppressions",),
    ("copying", "repeating", "wrapping", "glyphs"),
    ("ties", "folios"),
    ("outline",),
    ("linking",),
    ("detectors",),
    ("packs",),
    ("journal",),
    ("store", "bugs"),
    ("decisions",),
    ("plan",),
    ("settings", "rescan", "offsets", "parcels"),
    ("workers", "remembered"),
    ("inputs",),
    ("across",),
    ("work",),
    ("files", "turns"),
    ("recovery",),
    ("fixing", "reports", "baseline"),
    ("examples", "review", "corpus", "ingest"),
    ("cli",),
    ("__main__",),
)
HEIGHT = {room: height for height, layer in enumerate(LAYERS) for room in layer}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that the file at `path` imports, anywhere in it."""
    known = {name_of(module) for module in MODULES}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            # `from cleaner import detectors` imports a module, `from cleaner.model import Span` a name.
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module or "" for name in inside]
        else:
            continue
        yield from (name for name in names if name.startswith("cleaner."))


def room(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("path", [p for p in MODULES if p != PACKAGE / "__init__.py"], ids=name_of)
def test_arrows_point_one_way(path: Path) -> None:
    """A module imports only what lies below it, or its neighbours in the same room."""
    mine = room(name_of(path))
    for imported in imports(path):
        theirs = room(imported)
        assert theirs == mine or HEIGHT[theirs] < HEIGHT[mine], f"{name_of(path)} imports {imported}"


def test_no_two_modules_import_each_other() -> None:
    """Inside a room too, imports make no circle."""
    graph = {name_of(path): set(imports(path)) for path in MODULES}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above, module))
        if module not in done:
            for imported in graph.get(module, ()):
                visit(imported, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda p: p.name)
def test_files_are_small(path: Path) -> None:
    """A file past 400 lines wants splitting."""
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_invisible_characters_are_escapes(path: Path) -> None:
    """Source holds no character that cannot be seen: ideographic spaces and marks stand as escapes."""
    text = path.read_text(encoding="utf-8")
    assert [hex(ord(char)) for char in text if char in "\ufeff\u200b\u200c\u200d\u2028\u2029\u0085\f\v\t\r\xa0"] == []


def test_rules_are_data_only() -> None:
    """rules/ holds TOML and no Python."""
    assert {path.suffix for path in (ROOT / "rules").iterdir()} == {".toml"}


def test_every_module_says_what_it_is_for() -> None:
    """Each module begins with a docstring."""
    without = [p for p in MODULES if p.name != "_version.py" and not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert without == []


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without __init__.py is not found inside a zip."""
    folders = {path.parent for path in MODULES}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
