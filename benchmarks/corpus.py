"""Clean text, by source, as documents of blocks: ``../shared/clean`` where it is, else the project's own seeds."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLEAN = ROOT.parent / "shared" / "clean"
SEEDS = ROOT / "seeds" / "gold"

#: The files of each source. A line is a paragraph and a blank line parts documents.
FILES = {
    "news": ("news_xwlb.txt",),
    "gov": ("gov_reports_2026.txt",),
    "law": ("laws_cn.txt",),
    "law-trad": ("laws_tw_trad.txt",),
    "book-trad": ("book_plurality_trad.txt",),
    "markdown": ("md_ruanyf_weekly.txt", "book_growth_md.txt"),
    "poems": ("poems.txt",),
}

#: The sources that prose is taken from. Poems are only read as they are: a verse line is a line.
PROSE = ("news", "gov", "law", "law-trad", "book-trad", "markdown")

TRADITIONAL = frozenset({"law-trad", "book-trad"})

CLOSERS = "，。、；：！？）」』》”’〉】］"
TERMINAL = "。！？；：…”」』）!?;:)"
_MARKUP = re.compile(r"https?:|\]\(|[<>`|*_\\{}]|^[-=~+\s]+$|^[\d\W]*$")
_NOTE = re.compile(r"\[\^[^\]]*\]")
_LABEL = re.compile(r"^央视网消息（新闻联播）：")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a line of its own: its role is `body` or `head`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Documents of one kind of writing, each a run of blocks."""

    name: str
    documents: tuple[tuple[Block, ...], ...]


def has_corpus() -> bool:
    """Whether the shared clean text is there to measure on."""
    return CLEAN.is_dir()


def sources(names: tuple[str, ...] = PROSE) -> list[str]:
    """The sources of `names` that are at hand; ``seeds`` where there is no shared folder."""
    return [n for n in names if n in FILES and _paths(n)] or ["seeds"]


def _paths(name: str) -> list[Path]:
    if name == "seeds":
        return sorted(p for p in SEEDS.glob("*.*") if p.suffix in (".md", ".txt")) if SEEDS.is_dir() else []
    return [CLEAN / f for f in FILES[name] if (CLEAN / f).is_file()]


@cache
def read(name: str) -> str:
    """All the clean text of one source, as it stands."""
    return "\n\n".join(p.read_text(encoding="utf-8") for p in _paths(name))


@cache
def load(name: str) -> Source:
    """The documents of one source whose lines can be trusted to be paragraphs."""
    documents = []
    for part in re.split(r"\n\s*\n", read(name)):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if name == "law-trad" and wrapped_by_the_source(part):
            continue
        blocks = tuple(b for b in (_block(line, n == 0) for n, line in enumerate(lines)) if b)
        if sum(len(b.text) for b in blocks if b.role == "body") >= 120:
            documents.append(blocks)
    if not documents:
        raise FileNotFoundError(f"no clean text: neither {CLEAN} nor {SEEDS} is there")
    return Source(name, tuple(documents))


def wrapped_by_the_source(document: str) -> bool:
    """Whether a document of the clean text has lines that its source has wrapped, as some Taiwanese statutes have."""
    return any(_cut_by_the_source(line.strip()) for line in document.split("\n") if line.strip())


def _cut_by_the_source(line: str) -> bool:
    """Whether a line looks like a piece of a paragraph that the source itself has wrapped."""
    return line[0] in CLOSERS or (len(line) >= 26 and line[-1] not in TERMINAL)


def _block(line: str, first: bool) -> Block | None:
    text = _LABEL.sub("", _NOTE.sub("", re.sub(r"^#+\s*", "", line))).strip()
    head = line.startswith("#") or (len(text) <= (36 if first else 20) and text[-1:] not in TERMINAL)
    # A paragraph that begins with ： or ends with ， is a defect of the source: what belongs to it is anybody's guess.
    if (
        not text
        or text[0] in CLOSERS
        or text[-1] in "，、"
        or _MARKUP.search(text)
        or len(_HAN.findall(text)) < len(text) / 2
    ):
        return None
    return Block("head" if head else "body", re.sub(r"\s+", " ", text))


def excerpt(source: Source, rng: random.Random, size: int) -> list[Block]:
    """Blocks of `source` that follow one another, about `size` characters of them."""
    blocks: list[Block] = []
    have = 0
    while have < size:
        document = rng.choice(source.documents)
        start = 0 if rng.random() < 0.5 else rng.randrange(len(document))
        for block in document[start:]:
            if len(block.text) > 1200:
                continue
            blocks.append(block)
            have += len(block.text)
            if have >= size:
                break
    return blocks
