"""One tool in a process of its own: ``worker.py TOOL``. Asked and answering in lines of JSON on its pipes.

This file is run by two interpreters, ours and the one in which the peers are installed, so it imports nothing of ours
before it is asked to. What is timed is text in, text out: no reading, decoding or start-up.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
import types
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: What stands between documents in one file, as `texts.DOCUMENT_END`.
DOCUMENT_END = "\x1e"

#: Code points of the text that a tool is run on before it is timed.
WARM = 6000

Clean = Callable[[str], str]


def _cleaner() -> Clean:
    import cleaner

    return cleaner.clean


def _autocorrect() -> Clean:
    from autocorrect_py import format  # type: ignore[import-not-found]

    return format  # type: ignore[no-any-return]


def _ftfy() -> Clean:
    from ftfy import fix_text  # type: ignore[import-not-found]

    return fix_text  # type: ignore[no-any-return]


def _opencc() -> Clean:
    from opencc import OpenCC

    convert: Clean = OpenCC("s2t").convert
    return convert


def _data_juicer() -> Clean:
    """The operator's own file as it was installed, without the half gigabyte that its package imports.

    Its base class reads settings, registers, and names the column that holds the text; that is stood in for. What is
    timed, `process_batched`, is the operator's own.
    """

    class Mapper:
        text_key = "text"

    class Operators:
        def register_module(self, _name: str) -> Callable[[type], type]:
            return lambda operator: operator

    found = importlib.util.find_spec("data_juicer")  # finds, and imports nothing
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("data_juicer")
    root = Path(found.submodule_search_locations[0])
    for name in ("data_juicer", "data_juicer.ops", "data_juicer.ops.mapper"):
        package = types.ModuleType(name)
        package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    stand_in: Any = types.ModuleType("data_juicer.ops.base_op")
    stand_in.Mapper, stand_in.OPERATORS = Mapper, Operators()
    sys.modules[stand_in.__name__] = stand_in
    module = importlib.import_module("data_juicer.ops.mapper.remove_repeat_sentences_mapper")
    operator = module.RemoveRepeatSentencesMapper()

    def clean(text: str) -> str:
        (out,) = operator.process_batched({"text": [text]})["text"]
        return str(out)

    return clean


#: Each tool: the distribution whose version is told, and what makes its function.
TOOLS: dict[str, tuple[str, Callable[[], Clean]]] = {
    "cleaner": ("scan-cleaner", _cleaner),
    "autocorrect": ("autocorrect-py", _autocorrect),
    "data-juicer": ("py-data-juicer", _data_juicer),
    "ftfy": ("ftfy", _ftfy),
    "OpenCC": ("opencc", _opencc),
}


def peak_bytes() -> int:
    """The most memory this process has had, in bytes; 0 where the system does not say.

    Not `ru_maxrss`, which begins with what the process that started this one had.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


def timed(clean: Clean, documents: list[str]) -> dict[str, float]:
    """The seconds of CPU, and by the clock, that `clean` takes for all of `documents`."""
    cpu, wall = time.process_time(), time.perf_counter()
    changed = sum(clean(document) != document for document in documents)
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "changed": changed,
        "peak": peak_bytes(),
    }


def main() -> None:
    """Says the version, or why there is none; then loads and runs as it is told, until its input ends."""
    distribution, make = TOOLS[sys.argv[1]]
    answer = sys.stdout
    sys.stdout = sys.stderr  # what a tool prints must not be taken for an answer

    def say(**values: object) -> None:
        print(json.dumps(values), file=answer, flush=True)

    try:
        clean = make()
    except ImportError as error:
        say(missing=str(error))
        return
    say(version=version(distribution), bare=peak_bytes())
    documents: list[str] = []
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "load":
            text = Path(asked["path"]).read_bytes().decode("utf-8")
            documents = [part for part in text.split(DOCUMENT_END) if part] if DOCUMENT_END in text else [text]
            del text
            clean(documents[0][:WARM])  # what is loaded when first used is start-up, and not timed
            say(documents=len(documents))
        elif asked["do"] == "run":
            say(**timed(clean, documents))
        elif asked["do"] == "stages":
            from benchmarks.speed.stages import stages

            say(**stages(documents))


if __name__ == "__main__":
    main()
