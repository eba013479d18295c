"""Kills a run at every file-system call, or lets that call fail, and looks at what is left of the files.

    python -m benchmarks.faults                 all points, with both ways on from each; some ten minutes
    python -m benchmarks.faults --quick         a small folder, each way on from every other point: half a minute
    python -m benchmarks.faults --only corpus   kills of `cleaner corpus fix`, whose engine is Daft's
    python -m benchmarks.faults --json          the counts, for programs

After each fault, every text must be the old one or the new one, whole. Then the run is finished, or taken back, by
another run of the tool, which must come through: nothing half-written may be left, nobody may be kept waiting by the
lock of the dead. Exits 1 where anything of this does not hold, and says where.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.points import ERRORS, Points
from benchmarks.faults.scenes import MORE, OUT, TEXTS, Ended, Place, command, review, workplace
from benchmarks.faults.told import Told

Doing = Callable[[], int]


@dataclass
class Scene:
    """A command at which things happen. `before` goes before it; `ends` is what it makes of the texts; `ways` are what
    may come after a fault, and what they make of the texts.
    """

    name: str
    doing: Doing
    before: Doing | None
    ends: str
    ways: tuple[tuple[Doing, str], ...]


FIX, UNDO = command("fix", "."), command("undo")
INTO = command("fix", ".", "-o", OUT, "--exclude", OUT)
SCENES = (
    Scene("fix", FIX, None, "new", ((FIX, "new"), (UNDO, "old"))),
    Scene("undo", UNDO, FIX, "old", ((UNDO, "old"), (FIX, "new"))),
    Scene("fix -o", INTO, None, "old", ((INTO, "old"),)),
    Scene("review", review, None, "new", ((FIX, "new"), (UNDO, "old"))),
)


def go_on(told: Told, place: Place, doing: Doing, state: str, where: str) -> None:
    """The next run after a fault: it must come through, and leave all texts in `state` and nothing beside them."""
    ended = place.run(doing)
    told.cut_short += "cut short" in ended.said
    nothing = doing is UNDO and ended.code == 2 and ("no run is recorded" in ended.said or "taken back" in ended.said)
    good = (ended.code == 0 or nothing) and "Traceback" not in ended.said and "another run" not in ended.said
    if doing is INTO:
        good = good and set(place.written().values()) == {"new"}
    told.see(good and place.all(state) and not place.litter() and not place.strangers(), f"{where}, then", place, ended)


def kills(told: Told, place: Place, scene: Scene, *, both: bool) -> None:
    """Kills at every point of `scene`."""
    place.lay()
    calm = place.run(scene.doing, Points(0))
    told.see(calm.code == 0 and place.all(scene.ends) and not place.litter(), scene.name, place, calm)
    for at, name in enumerate(calm.log, 1):
        for way, (doing, state) in enumerate(scene.ways):
            if not both and way != at % len(scene.ways):
                continue
            place.lay()
            ended = place.run(scene.doing, Points(at))
            if ended.code == 0 and len(ended.log) < at:
                continue  # the first time, a name with this second in it was taken, and another was tried
            where = f"{scene.name} killed at {name}, point {at} of {len(calm.log)}"
            told.kills[f"{scene.name} {name}"] += 1
            told.see(ended.code == -signal.SIGKILL and place.whole(), where, place, ended)
            told.see(len(place.litter()) <= 1 and not place.strangers(), where, place, ended)
            go_on(told, place, doing, state, where)


def timed(told: Told, place: Place, scene: Scene, count: int, chance: random.Random) -> None:
    """Kills at random times, with the cache in use."""
    place.cache = True
    place.lay()
    began = time.monotonic()
    place.run(scene.doing)
    took = time.monotonic() - began
    for number in range(count):
        place.lay()
        child = place.start(scene.doing, None, place.top / "said", place.top / "log")
        time.sleep(chance.random() * took)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        where = f"{scene.name} killed after some time"
        ended = Ended(-9, "")
        told.timed[scene.name] += 1
        told.see(place.whole() and not place.strangers(), where, place, ended)
        go_on(told, place, *scene.ways[number % len(scene.ways)], where)
    place.cache = False


def errors(told: Told, place: Place, scene: Scene, *, quick: bool) -> None:
    """Lets every call fail, once and from then on, with each error that it can meet."""
    for kind, (error, names) in ERRORS.items():
        place.lay()
        points = len(place.run(scene.doing, Points(0, names=names)).log)
        for at in range(1, points + 1):
            for lasting in (False, True):
                if quick and (2 * at + lasting) % 9:
                    continue
                place.lay()
                ended = place.run(scene.doing, Points(at, error, lasting=lasting, names=names))
                where = f"{scene.name}, {kind} {'from ' if lasting else 'at '}point {at} of {points}"
                told.errors[f"{scene.name} {kind}"] += 1
                done = place.all(scene.ends) and (scene.doing is not INTO or set(place.written().values()) == {"new"})
                told.see(
                    ended.code in ((0, 1, 2) if done else (2,)) and "Traceback" not in ended.said and place.whole(),
                    where, place, ended,
                )  # fmt: skip
                if not lasting:
                    left = [state for state in place.states().values() if state not in ("same", scene.ends)]
                    told.see(len(left) <= 1, f"{where}: the others are not done", place, ended)
                told.see(kind != "full disk" or not place.litter(), where, place, ended)
                doing, state = scene.ways[at % len(scene.ways)]
                go_on_after_error(told, place, doing, state, where)


def go_on_after_error(told: Told, place: Place, doing: Doing, state: str, where: str) -> None:
    """As `go_on`; but a file that could not be removed may still lie there, and an undo may have to be of two runs."""
    ended = place.run(doing)
    if not place.all(state):
        ended = place.run(doing)
    told.see(place.all(state) and "Traceback" not in ended.said, f"{where}, then", place, ended)


def warm(place: Place) -> None:
    """Does once in this process what is done in its children: what is imported and loaded then, is there in each."""
    place.lay()
    here = Path.cwd()
    os.environ |= {"XDG_STATE_HOME": str(place.top / "state"), "CLEANER_NO_CACHE": "1", "LC_ALL": "C.UTF-8"}
    os.chdir(place.project)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for doing in (FIX, UNDO, INTO, review):
            doing()
    os.chdir(here)
    gc.freeze()


def main() -> None:
    """Tries everything, and prints counts."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a small folder, and fewer points")
    parser.add_argument("--without-engine", action="store_true", help="of corpora, only what needs no Daft")
    parser.add_argument("--only", choices=("kills", "times", "errors", "corpus"), help="one kind of fault")
    parser.add_argument("--times", type=int, default=0, help="kills at random times for each command")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    told, chance = Told(), random.Random(asked.seed)
    if asked.only == "corpus":
        from benchmarks.faults.corpora import corpora

        corpora(told, quick=asked.quick, chance=chance, engine=not asked.without_engine)
    else:
        with workplace() as top:
            texts = TEXTS if asked.quick else TEXTS | MORE
            place = Place(top / "one", texts)
            warm(place)
            for scene in SCENES:
                place.keep(scene.before)
                if asked.only in (None, "kills"):
                    kills(told, place, scene, both=not asked.quick)
                if asked.only in (None, "times"):
                    timed(told, place, scene, asked.times or (5 if asked.quick else 100), chance)
                if asked.only in (None, "errors"):
                    errors(told, place, scene, quick=asked.quick)
    tell(told, as_json=asked.json)
    sys.exit(bool(told.wrong))


def tell(told: Told, *, as_json: bool) -> None:
    """Prints the counts, and what went wrong."""
    counts = {"kills": told.kills, "timed": told.timed, "errors": told.errors}
    sums = {name: sum(counted.values()) for name, counted in counts.items()}
    if as_json:
        print(json.dumps({**sums, "by": counts, "cut_short": told.cut_short, "wrong": told.wrong}))
        return
    for name, counted in counts.items():
        for what, count in sorted(counted.items()):
            print(f"{name:8}{count:6}  {what}")
    print(f"{sums['kills']} kills at chosen points, {sums['timed']} at random times, {sums['errors']} errors;", end=" ")
    print(f"{told.cut_short} next runs told of a run cut short; {len(told.wrong)} wrong")
    for wrong in told.wrong:
        print(wrong)


if __name__ == "__main__":
    main()
