"""The blocks of code in the documentation, and what is done with each: run, read, or named with a reason.

``python -m tests.docs.blocks`` counts them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tests.conftest import ROOT

#: Languages of blocks that say something that can be wrong. `text` and `markdown` are samples, with tests of their own.
CODE = ("sh", "console", "python", "toml", "json", "yaml")

#: Commands that are not run here, and why. What begins with `cleaner` is read all the same: its flags must exist.
NOT_RUN = {
    r"^(pip|pipx|uv|uvx|cleaner-env/bin/pip) |^python3? (--version|-m venv)|^source ": "installs; by hand",
    r"^cd |^mkdir ": "moves about; nothing of ours in it",
    r"^make |^\.ci/run|^rm -r |^\.venv": "needs a checkout for itself; CI does it",
    r"^python -m (benchmarks|cleaner rules)|^python \.\./": "takes minutes; tests/benchmarks, tests/test_docs.py",
    r"^pre-commit |^git |^cp docs/hooks|^chmod ": "tests/hooks does it in repositories of its own",
    r"s3://|gs://|--runner ray": "needs a store or a cluster; tests/corpus",
    r"^cleaner corpus ": "needs Daft; tests/corpus",
    r"^cleaner review ": "serves until it is stopped; tests/review",
    r"^pdftotext ": "another program, and a PDF",
    r"^cleaner undo (RUN|2026)": "the run is made up; tests/test_journal.py",
    r"^cleaner (undo|log)$|^cleaner undo (scans/|page\.txt|scans/page1\.txt)": "tests/test_journal.py",
    r"git apply": "the patch needs a repository; tests/test_patch.py",
    r"^cleaner check \. ": "of a whole repository; tests/hooks, tests/reports",
}

#: Blocks held by a test of their own: page, a word that stands in it, and where.
HELD = {
    ("docs/settings.md", "scans/1998/page1.txt --ignore"): "tests/test_docs.py",
    ("docs/settings.md", "$ cleaner check scans/"): "tests/test_docs.py",
    ("docs/suppressions.md", "page.md:9:1"): "tests/test_suppressions.py",
    ("docs/encodings.md", "price.txt"): "tests/test_docs_packs.py",
    ("docs/formats.md", "read_maps"): "tests/reports/test_page.py",
    ("docs/ingest.md", "rows.map"): "tests/test_ingest.py runs docs/examples/with_datasets.py",
    ("docs/ingest.md", "CleanScans"): "tests/test_ingest.py runs docs/examples/with_datatrove.py",
}


class Block(NamedTuple):
    """A fenced block: its page and line, its language, the words behind that, and what stands in it."""

    page: str
    line: int
    lang: str
    words: str
    text: str

    @property
    def held(self) -> str:
        """The test of its own that holds it, if there is one."""
        return next((why for (page, word), why in HELD.items() if page == self.page and word in self.text), "")


def blocks(text: str, page: str) -> list[Block]:
    """The fenced blocks of a page of Markdown."""
    from markdown_it import MarkdownIt

    found = []
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            lang, _, words = token.info.strip().partition(" ")
            found.append(Block(page, (token.map or [0])[0] + 1, lang, words, token.content))
    return found


@cache
def pages() -> tuple[tuple[str, str], ...]:
    """Every page with code in it, by its path: those that are written, and those that the site makes."""
    from benchmarks.site import commands, rules

    paths = [*sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("*.md"))]
    written = [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    # The Chinese pages of rules have the same code.
    made = [(f"site/rules/{rule.id}", rules.page(rule, "en")) for rule in rules.rules()]
    made += [("site/commands", commands.index())]
    made += [(f"site/commands/{words}", commands.page(words, command)) for words, command in commands.commands()]
    return (*written, *made)


def all_blocks() -> Iterator[Block]:
    """Every block of code."""
    for page, text in pages():
        yield from (block for block in blocks(text, page) if block.lang in CODE)


def commands_of(text: str) -> list[str]:
    """The commands of a block of ``sh``, without comments; one that is cut by a backslash as one."""
    lines = text.replace("\\\n", " ").splitlines()
    stripped = (re.sub(r"(^|\s)#( .*|$)", "", line).strip() for line in lines)
    return [line for line in stripped if line]


def why_not_run(command: str) -> str:
    """Why `command` is not run here; empty where it is."""
    return next((why for pattern, why in NOT_RUN.items() if re.search(pattern, command)), "")


def arguments(command: str) -> tuple[list[str], str, str]:
    """The words of a command of ours without `cleaner`, what it reads, and what it writes to."""
    words = shlex.split(command)
    if "|" in words:
        words = words[: words.index("|")]
    source = target = ""
    for sign in ("<", ">"):
        if sign in words:
            at = words.index(sign)
            source, target = (words[at + 1], target) if sign == "<" else (source, words[at + 1])
            del words[at : at + 2]
    return words[1:], source, target


def main() -> None:
    """Counts blocks, and commands by what is done with them."""
    every = list(all_blocks())
    named = [command for block in every if block.lang == "sh" for command in commands_of(block.text)]
    kept = [command for command in named if why_not_run(command)]
    for lang in CODE:
        some = [block for block in every if block.lang == lang]
        print(f"{lang}: {len(some)} blocks, {sum(bool(block.held) for block in some)} held by a test of their own")
    read = sum(command.startswith("cleaner ") for command in kept)
    print(
        f"sh: {len(named)} commands, {len(named) - len(kept)} run, {read} more read,"
        f" {len(kept) - read} named with a reason"
    )


if __name__ == "__main__":
    main()
