"""Which files are read: those named, and in folders the texts that are neither hidden nor ignored by git."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cleaner.bounded import IGNORED, read_bounded
from cleaner.reading import NoFile, why_unreadable
from cleaner.settings import Settings, SettingsError
from cleaner.settings.file import relative
from cleaner.settings.words import say as words
from cleaner.wording import between, say

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from cleaner.settings.lookup import Lookup


#: The file that tells a folder as a report of ours. Its pages quote texts; they are none themselves.
REPORT_MARK = ".cleaner-report"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `name` is how reports call it, `below` where ``-o DIR`` writes it, `settings` what holds for it
    alone (None: what holds for the run).

    `root` is the folder outside of which it is not written to, though it be a link: the repository, or the folder that
    was named, in which it was found. None where a person named the file itself.
    """

    path: Path
    name: str
    below: PurePath
    settings: Settings | None = None
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """What went wrong with one file: ``path:line:column: what is wrong; what to do next``. Line 0: no one place."""

    name: str
    what: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.name}{place}: {self.what}" if self.name else self.what


def shown_name(path: str | Path) -> str:
    """`path` as text that can be printed anywhere: bytes that are no UTF-8 stand as ``\\xff``."""
    name = os.fspath(path)
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half of a pair, in a journal that somebody changed: no file can have that name
        return name.encode("utf-8", "backslashreplace").decode()


def find(paths: Iterable[str], settings: Settings, lookup: Lookup | None = None) -> tuple[list[Input], list[Complaint]]:
    """The files behind `paths`, each once, in a steady order; and what is wrong with the paths that give none.

    `settings` hold for all of them, unless `lookup` says for each what holds. With `force_exclude`, what the folder
    around it would not give is passed over without a word, though it is named. Raises SettingsError where it cannot be
    said what holds, and for a pattern that takes too long.
    """
    from cleaner.settings.globs import SlowGlob

    try:
        return _find(paths, settings, lookup)
    except SlowGlob as error:
        raise SettingsError(words(settings.lang, "glob-slow", pattern=error.pattern)) from None


def _find(paths: Iterable[str], settings: Settings, lookup: Lookup | None) -> tuple[list[Input], list[Complaint]]:
    inputs: dict[str, Input] = {}
    barred = _Barred(settings, lookup) if settings.force_exclude else None
    complaints: list[Complaint] = []
    for given in paths:
        name = shown_name(given)
        if not given:
            # Path("") is the current folder: what was to be "$page" must not become everything.
            complaints.append(Complaint("", say(settings.lang, "empty-name")))
            continue
        mode, wrong = _looked_at(given, settings.lang)
        if barred and not wrong and barred(given):
            continue
        found: list[Input] = []
        if wrong:
            complaints.append(Complaint(name, wrong))
        elif stat.S_ISDIR(mode):
            before = len(complaints)
            found = list(_walk(Path(given), settings, complaints, lookup))
            if not found and len(complaints) == before and not settings.force_exclude:
                include = between(settings.lang).join((lookup.of_folder(given) if lookup else settings).include)
                complaints.append(Complaint(name, say(settings.lang, "no-text", include=include)))
        else:
            held = lookup.of(given) if lookup else None
            root = _root(Path(given).parent) if settings.force_exclude else None
            found = [Input(Path(given), name, _below(given), held, root)]
            if settings.exclude and _spec(settings.exclude).match_file(found[0].below.as_posix()):
                found = []
        for item in found:
            real = os.path.normcase(os.path.realpath(item.path))
            # A file goes before a link to it: `-o` and patches have its own name.
            if real not in inputs or (inputs[real].path.is_symlink() and not item.path.is_symlink()):
                inputs[real] = item
    return list(inputs.values()), complaints


class _Barred:
    """Says whether a walk down to a named file or folder would not come to it. Patterns are read once a folder."""

    def __init__(self, settings: Settings, lookup: Lookup | None = None) -> None:
        self._settings, self._lookup, self._exclude = settings, lookup, _spec(settings.exclude)
        self._chains: dict[Path, list[tuple[Path, GitIgnoreSpec]]] = {}
        self._shut: dict[Path, bool] = {}

    def __call__(self, given: str) -> bool:
        path, below, is_folder = Path(os.path.abspath(given)), _below(given), os.path.isdir(given)  # noqa: PTH100, PTH112 - must not follow links
        top = _repository(path) or (Path.cwd() if path.is_relative_to(Path.cwd()) else path.parent)
        if self._shut_at(path, top, is_folder):
            return True
        here = self._lookup.of_folder(path.parent) if self._lookup else self._settings
        if _excluded(here, given, is_folder):
            return True
        if is_folder:
            return below != PurePath() and self._exclude.match_file(f"{below.as_posix()}/")
        return self._exclude.match_file(below.as_posix()) or not _included(here, given, below)

    def _shut_at(self, path: Path, top: Path, is_folder: bool) -> bool:
        """Whether `path` or a folder on the way to it from `top` is hidden, ignored by git, or a report of ours."""
        if path not in self._shut:
            if path == top:
                shut = False
            else:
                above = self._chain(path.parent, top)
                shut = (
                    self._shut_at(path.parent, top, True)
                    or path.name.startswith(".")
                    or _ignored(above, path, is_folder)
                )
            self._shut[path] = shut or (is_folder and (path / REPORT_MARK).exists())
        return self._shut[path]

    def _chain(self, folder: Path, top: Path) -> _Chain:
        """The patterns that hold in `folder`, those of `top` first."""
        if folder not in self._chains:
            above = list(self._chain(folder.parent, top)) if folder != top else _of_repository(top)
            self._chains[folder] = above + _patterns(folder, ".gitignore")
        return self._chains[folder]


def _below(given: str) -> PurePath:
    """A named file's place under ``-o DIR``: its path below the current folder, else its name alone."""
    here, path = Path.cwd(), Path(os.path.abspath(given))  # noqa: PTH100 - `resolve` would follow the file's link
    return path.relative_to(here) if path.is_relative_to(here) else PurePath(path.name)


def _looked_at(given: str, lang: str) -> tuple[int, str]:
    """The mode of what is called `given`, which is a file or a folder; else what is wrong."""
    try:
        mode = os.stat(given).st_mode  # noqa: PTH116 - as text
    except FileNotFoundError:
        return 0, _missing(given, lang)
    except NotADirectoryError:
        return 0, say(lang, "missing")
    except ValueError:  # a NUL byte in the name
        return 0, say(lang, "missing")
    except OSError as error:
        return 0, why_unreadable(error, lang)
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return mode, ""
    return mode, why_unreadable(NoFile(given, mode), lang)


def _missing(given: str, lang: str) -> str:
    if os.path.lexists(given):
        return say(lang, "link-to-nowhere")
    parent = Path(given).parent
    try:
        near = get_close_matches(Path(given).name, [entry.name for entry in parent.iterdir()], 1)
    except OSError:
        near = []
    return say(lang, "missing-near", near=shown_name(parent / near[0])) if near else say(lang, "missing")


def _spec(patterns: Sequence[str], *, strange: bool = False) -> GitIgnoreSpec:
    from cleaner.settings.globs import compiled

    return compiled(patterns, strange=strange)


#: Folders with the patterns that hold below them, the outermost first; a later word outweighs an earlier.
_Chain = Sequence[tuple[Path, "GitIgnoreSpec"]]
#: A folder to go down to: its path, its place below the one that was named, and the patterns from above.
_Folder = tuple[Path, PurePath, _Chain]


def _walk(folder: Path, settings: Settings, complaints: list[Complaint], lookup: Lookup | None) -> Iterator[Input]:
    exclude = _spec(settings.exclude) if settings.exclude else None
    root = _root(folder)

    def visit(at: Path, below: PurePath, chain: _Chain) -> Iterator[_Folder | Input]:
        try:
            with os.scandir(at) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            complaints.append(Complaint(shown_name(at), why_unreadable(error, settings.lang)))
            return
        if any(entry.name == REPORT_MARK for entry in entries):
            return
        chain = [*chain, *_patterns(at, ".gitignore")]
        here = lookup.of_folder(at) if lookup else settings
        for entry in entries:
            if entry.name.startswith("."):
                continue
            place = below / entry.name
            # Links to folders are not followed (git does not either): they may lead in a circle.
            is_folder = _is(entry.is_dir, follow_symlinks=False)
            if _ignored(chain, Path(os.path.abspath(entry.path)), is_folder):  # noqa: PTH100 - must not follow links
                continue
            if exclude and exclude.match_file(f"{place.as_posix()}/" if is_folder else place.as_posix()):
                continue
            if _excluded(here, entry.path, is_folder):
                continue
            if is_folder:
                yield at / entry.name, place, chain
            elif _is(entry.is_file) and _included(here, entry.path, place):
                held = lookup.of(entry.path) if lookup else None
                yield Input(at / entry.name, shown_name(at / entry.name), place, held, root)

    # Folders may lie deeper in each other than calls may.
    going = [visit(folder, PurePath(), _above(folder))]
    while going:
        found = next(going[-1], None)
        if found is None:
            going.pop()
        elif isinstance(found, Input):
            yield found
        else:
            going.append(visit(*found))


def _is(asked: Callable[..., bool], **how: bool) -> bool:
    """Whether a thing in a folder is what is `asked`; not where the system cannot say, as of links in a circle."""
    try:
        return asked(**how)
    except OSError:
        return False


def _root(folder: Path) -> Path:
    """The repository around `folder`, else `folder` itself."""
    here = Path(os.path.abspath(folder))  # noqa: PTH100 - must not follow links
    return _repository(here) or here


def _excluded(here: Settings, path: str, is_folder: bool) -> bool:
    """Whether the settings file that holds `here` says to pass over `path`."""
    if not here.excluded:
        return False
    name = relative(os.path.abspath(path), Path(here.root))  # noqa: PTH100 - must not follow links
    return _spec(here.excluded).match_file(f"{name}/" if is_folder else name)


def _included(here: Settings, path: str, place: PurePath) -> bool:
    """Whether `include` names the file; SCAN.TXT counts as SCAN.txt."""
    name = place.as_posix()
    if here.include_from_root:
        name = relative(os.path.abspath(path), Path(here.root))  # noqa: PTH100 - must not follow links
    include = _spec(here.include)
    return include.match_file(name) or include.match_file(name.lower())


def _ignored(chain: _Chain, path: Path, is_folder: bool) -> bool:
    name = path.as_posix()  # as text: `relative_to` takes a third of the time that a large tree takes
    for base, spec in reversed(chain):
        root = base.as_posix().removesuffix("/") + "/"
        if name.startswith(root):
            below = name.removeprefix(root)
            verdict = spec.check_file(f"{below}/" if is_folder else below).include
            if verdict is not None:
                return verdict
    return False


def _patterns(folder: Path, name: str, base: Path | None = None) -> list[tuple[Path, GitIgnoreSpec]]:
    """The patterns in `folder`/`name`, which hold below `base` (else below `folder`); none where there is no file."""
    try:
        lines = read_bounded(folder / name, IGNORED).decode("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return []
    return [(Path(os.path.abspath(base or folder)), _spec(lines, strange=True))]  # noqa: PTH100 - must not follow links


def _above(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """The patterns of the repository around `folder`, from its root down to the folder's parent.

    None outside a repository, and none where they would ignore the folder itself: it was named.
    """
    here = Path(os.path.abspath(folder))  # noqa: PTH100 - must not follow links
    root = _repository(here)
    if root is None:
        return []
    chain = _of_repository(root)
    parents = [at for at in reversed(here.parents) if at.is_relative_to(root)]
    for at in parents:
        chain += _patterns(at, ".gitignore")
    between_root_and_here = [*parents[1:], here] if here != root else []
    return [] if any(_ignored(chain, at, True) for at in between_root_and_here) else chain


def _repository(here: Path) -> Path | None:
    """The root of the repository around `here`."""
    return next((at for at in (here, *here.parents) if (at / ".git").exists()), None)


def _of_repository(root: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """The patterns that a repository keeps to itself."""
    return _patterns(_git_folder(root), "info/exclude", root)


def _git_folder(root: Path) -> Path:
    """Where git keeps its files for `root`: `.git`, or in a worktree the folder that all worktrees share."""
    git = root / ".git"
    try:
        if git.is_file():
            git = root / read_bounded(git, IGNORED).decode("utf-8", "replace").removeprefix("gitdir:").strip()
            git = git / read_bounded(git / "commondir", IGNORED).decode("utf-8", "replace").strip()
    except (OSError, ValueError):
        pass
    return git
