"""One tool in a process of its own: ``worker.py TOOL``. TEXTS in the environment is a file with texts as a JSON array;
what became of them goes to standard output. This file is run by the interpreter in which the peers are installed, so it
imports nothing of ours before it is asked to.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

Clean = Callable[[str], str]


def _cleaner() -> Clean:
    import cleaner

    return cleaner.clean


def _cleaner_risky() -> Clean:
    import cleaner

    return lambda text: cleaner.clean(text, risky=True)


def _ftfy_for_chinese() -> Clean:
    from ftfy import TextFixerConfig, fix_text  # type: ignore[import-not-found]

    config = TextFixerConfig(fix_character_width=False, uncurl_quotes=False)
    return lambda text: str(fix_text(text, config))


def _opencc() -> Clean:
    from opencc import OpenCC

    convert: Clean = OpenCC("t2s").convert
    return convert


def _clean_text() -> Clean:
    from cleantext import clean  # type: ignore[import-not-found]

    # By default it writes ASCII, which leaves nothing of Chinese, in small letters.
    return lambda text: str(clean(text, to_ascii=False, lower=False))


def _pangu() -> Clean:
    from pangu import space_text  # type: ignore[import-not-found]

    return space_text  # type: ignore[no-any-return]


def _of_speed(name: str) -> Callable[[], Clean]:
    def make() -> Clean:
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        from speed.worker import TOOLS as timed  # type: ignore[import-not-found]

        clean: Clean = timed[name][1]()
        return clean

    return make


#: Each tool: the distribution whose version is told, and what makes its function.
TOOLS: dict[str, tuple[str, Callable[[], Clean]]] = {
    "cleaner": ("scan-cleaner", _cleaner),
    "cleaner --risky": ("scan-cleaner", _cleaner_risky),
    "ftfy": ("ftfy", _of_speed("ftfy")),
    "ftfy, widths kept": ("ftfy", _ftfy_for_chinese),
    "clean-text": ("clean-text", _clean_text),
    "data-juicer": ("py-data-juicer", _of_speed("data-juicer")),
    "autocorrect": ("autocorrect-py", _of_speed("autocorrect")),
    "pangu": ("pangu", _pangu),
    "OpenCC t2s": ("opencc", _opencc),
}


def main() -> None:
    """Cleans what it is given. A text at which the tool fails comes back as null."""
    distribution, make = TOOLS[sys.argv[1]]
    answer, sys.stdout = sys.stdout, sys.stderr  # what a tool prints must not be taken for an answer
    texts = json.loads(Path(os.environ["TEXTS"]).read_text(encoding="utf-8"))
    try:
        clean = make()
        told = version(distribution) if distribution != "scan-cleaner" else ""
    except ImportError as error:
        json.dump({"missing": str(error)}, answer)
        return
    outs: list[str | None] = []
    for text in texts:
        try:
            outs.append(clean(text))
        except Exception as error:
            print(f"{sys.argv[1]}: {type(error).__name__}: {error}", file=sys.stderr)
            outs.append(None)
    json.dump({"version": told, "outs": outs}, answer)


if __name__ == "__main__":
    main()
