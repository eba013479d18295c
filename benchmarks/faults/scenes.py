"""What is done while something happens: a folder of texts, a command on it, and what must hold of it afterwards."""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults.points import Points
from cleaner.writing import ENDING

#: Texts before and after `cleaner fix`, in our own words. The last is clean.
TEXTS: dict[str, tuple[bytes, bytes]] = {
    "a.txt": ("渡口的早市，，一直热闹到晌午。\n".encode(), "渡口的早市，一直热闹到晌午。\n".encode()),
    "乙 版.txt": (
        "\ufeff修堤的队伍。。天不亮就出工。\r\n".encode(),
        "\ufeff修堤的队伍。天不亮就出工。\r\n".encode(),
    ),
    "c.txt": ("河湾里的水车转得很慢。\n".encode(), "河湾里的水车转得很慢。\n".encode()),
}
MORE: dict[str, tuple[bytes, bytes]] = {
    "下/d.md": (
        ("老支书把账本摊在桌上，，一笔一笔念给大家听。" * 400 + "\n").encode(),
        ("老支书把账本摊在桌上，一笔一笔念给大家听。" * 400 + "\n").encode(),
    ),
    "下/e.txt": ("入夜以后，，河堤上的灯亮了。\n".encode(), "入夜以后，河堤上的灯亮了。\n".encode()),
}


#: Where `fix -o` writes.
OUT = "out"


@dataclass
class Ended:
    """How a child ended: its exit code (negative: the signal that killed it), what it said, the points it passed."""

    code: int
    said: str
    log: list[str] = field(default_factory=list)


@dataclass
class Place:
    """A folder with texts in a project of its own, and a folder of the user's."""

    top: Path
    texts: dict[str, tuple[bytes, bytes]]
    cache: bool = False
    kept: Path | None = None  # what `lay` lays, where it was made before

    def keep(self, doing: Callable[[], int] | None) -> None:
        """What `doing` makes of the texts is what is laid from now on."""
        self.kept = None
        self.lay()
        if doing:
            self.run(doing)
            self.kept = self.top.with_name("kept")
            shutil.rmtree(self.kept, ignore_errors=True)
            shutil.copytree(self.top, self.kept, symlinks=True)

    @property
    def project(self) -> Path:
        """Where the command is given."""
        return self.top / "project"

    def lay(self) -> None:
        """Makes everything anew, as before any run."""
        shutil.rmtree(self.top, ignore_errors=True)
        if self.kept:
            shutil.copytree(self.kept, self.top, symlinks=True)
            return
        for name, (before, _) in self.texts.items():
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            (self.project / name).write_bytes(before)
        (self.project / "cleaner.toml").touch()

    def states(self) -> dict[str, str]:
        """Of each text: old, new or what else it is."""
        found = {}
        for name, (before, after) in self.texts.items():
            path = self.project / name
            now = path.read_bytes() if path.is_file() else b"(gone)"
            found[name] = "same" if now == before == after else {before: "old", after: "new"}.get(now, "TORN")
        return found

    def all(self, state: str) -> bool:
        """Whether all texts are in `state`, "old" or "new"."""
        return all(now in ("same", state) for now in self.states().values())

    def whole(self) -> bool:
        """Whether each text is the old or the new one; and where they are written elsewhere, the new one or none."""
        return "TORN" not in self.states().values() and set(self.written().values()) <= {"absent", "new"}

    def written(self) -> dict[str, str]:
        """Of each text in the folder `OUT`: new, absent or what else it is."""
        found = {}
        for name, (_, after) in self.texts.items():
            path = self.project / OUT / name
            found[name] = "absent" if not path.exists() else "new" if path.read_bytes() == after else "TORN"
        return found

    def litter(self) -> list[str]:
        """The temporary files that lie about, but for those of decisions, which the next decision sweeps."""
        names = [str(path.relative_to(self.top)) for path in self.top.rglob(f"*{ENDING}")]
        return [name for name in names if "cleaner-decisions" not in name]

    def strangers(self) -> list[str]:
        """Files in the project that are neither texts nor hidden."""
        known = {*self.texts, "cleaner.toml", "cleaner-decisions.jsonl"}
        below = [path.relative_to(self.project) for path in self.project.rglob("*") if path.is_file()]
        seen = [path.as_posix() for path in below if not any(part.startswith(".") for part in path.parts)]
        known |= {f"{OUT}/{name}" for name in self.texts}
        return [name for name in seen if name not in known]

    def run(self, doing: Callable[[], int], points: Points | None = None) -> Ended:
        """Does `doing` in a process of its own, with `points` laid over it, and waits for its end."""
        said, log = self.top / "said", self.top / "log"
        child = self.start(doing, points, said, log)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        told = log.read_text().split() if log.is_file() else []
        return Ended(code, said.read_text(encoding="utf-8", errors="replace"), told)

    def start(self, doing: Callable[[], int], points: Points | None, said: Path, log: Path) -> int:
        """Begins `doing` in a process of its own; gives its number."""
        log.unlink(missing_ok=True)
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        code = 70
        try:
            handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))
            os.environ["XDG_STATE_HOME"] = str(self.top / "state")
            if self.cache:
                os.environ.pop("CLEANER_NO_CACHE", None)
            else:
                os.environ["CLEANER_NO_CACHE"] = "1"
            os.chdir(self.project)
            names = os.open(log, os.O_WRONLY | os.O_CREAT)
            write = os.write
            if points:
                points.install()
            code = doing()
            sys.stdout.flush()
            sys.stderr.flush()
            if points:
                write(names, " ".join(points.log).encode())
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)


def command(*args: str) -> Callable[[], int]:
    """`cleaner ARGS`, to be done in a child."""

    def do() -> int:
        from cleaner.cli import app

        sys.argv = ["cleaner", *args]
        try:
            app.run()
        except SystemExit as stop:
            return stop.code if isinstance(stop.code, int) else 1
        return 0

    return do


def review() -> int:
    """What a review does when everything that was decided is to be written."""
    from cleaner.decisions import FILE, Decisions, DecisionsError, Verdict
    from cleaner.inputs import find
    from cleaner.review.desk import Desk, Said
    from cleaner.settings import Settings
    from cleaner.work import rules_for

    settings = Settings()
    inputs, _ = find(["."], settings)
    desk = Desk(inputs, settings, rules_for(settings), Decisions(Path.cwd() / FILE), "馆员")
    complaints: list[str] = []
    for number in range(len(inputs)):
        sheet = desk.sheet(number)
        if sheet.result.findings:
            try:
                desk.decide(number, [Said(sheet.result.findings[0].key, Verdict.APPLY)])
            except DecisionsError as error:
                complaints.append(str(error))
    for written in desk.write(range(len(inputs))):
        last = written.complaints
    print(*complaints, *last, sep="\n", file=sys.stderr)
    return 2 if complaints or last else 0


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder to work in: in memory where there is such a thing, as thousands of runs flush their files."""
    import tempfile

    memory = Path("/dev/shm")
    top = tempfile.mkdtemp(prefix="cleaner-faults-", dir=memory if os.access(memory, os.W_OK) else None)
    try:
        yield Path(top)
    finally:
        shutil.rmtree(top, ignore_errors=True)
