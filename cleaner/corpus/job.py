"""What a run is: the same for every worker, and kept beside the output so that the run can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cleaner._version import __version__
from cleaner.corpus.kinds import RECORDS, Source
from cleaner.corpus.rows import Reading
from cleaner.packs import Rule
from cleaner.reports.records import rules_version
from cleaner.settings import NOT_OF_FINDINGS, Settings
from cleaner.suppressions import Allowed, allowed_in

RUN = f"{RECORDS}/run.json"
PARTS = f"{RECORDS}/parts"
FILES = f"{RECORDS}/files"
COLUMNS = f"{RECORDS}/columns.json"
SET_ASIDE = f"{RECORDS}/set-aside"

#: Settings that change nothing in the output: they may differ when a run goes on.
FREE = NOT_OF_FINDINGS - {"include", "exclude"}


@dataclass(frozen=True, slots=True)
class Job:
    """`format` is ``jsonl``, ``jsonl.gz``, ``jsonl.zst`` or ``parquet``; `part_size` is in bytes of input."""

    out: str
    fix: bool
    format: str
    settings: Settings
    reading: Reading
    prefix: str
    part_size: int
    sample: int
    #: The columns of JSONL that becomes Parquet (see `shapes`), as JSON; nothing otherwise.
    columns: str = ""

    def allowed(self, text: str) -> Allowed:
        """What the settings allow in `text`. A row is no Markdown file: its comments are text."""
        return allowed_in(text, comments=False, everywhere=[(one.name, one) for one in self.settings.allow])

    def record(self, sources: Sequence[Source], rules: Sequence[Rule]) -> dict[str, Any]:
        """What the output depends on, ready for JSON. Of --batch-size only the row groups of Parquet do."""
        settings = {name: value for name, value in asdict(self.settings).items() if name not in FREE}
        listed = [[source.address, source.kind, source.size] for source in sources]
        told = {
            "tool": __version__,
            "rules": rules_version(rules),
            "command": "fix" if self.fix else "check",
            "settings": settings,
            "text_column": self.reading.text_column,
            "id_column": self.reading.id_column,
            "prefix": self.prefix,
            "format": self.format,
            "part_size": self.part_size,
            "sample": self.sample,
            "sources": {
                "files": len(sources),
                "bytes": sum(source.size for source in sources),
                "sha256": hashlib.sha256(json.dumps(listed).encode("utf-8", "surrogateescape")).hexdigest(),
            },
        }
        return dict(json.loads(json.dumps(told, default=str)))


def part_name(file: int, ordinal: int) -> str:
    """The name of a part's file, without its ending: parts sort as their rows stand in the sources."""
    return f"part-{file:05d}-{ordinal:05d}"
