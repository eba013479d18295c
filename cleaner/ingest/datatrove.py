"""A block for datatrove's pipelines. Importing this module imports datatrove."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datatrove.pipeline.base import PipelineStep

from cleaner.ingest.batches import ADDED, cleaned, settings_of


class CleanScans(PipelineStep):  # type: ignore[misc]
    """Cleans each document as ``cleaner fix`` cleans a file; what was found goes into its metadata.

    Metadata: `scan_cleaner`, with ``findings``, ``counts``, ``rescan`` and ``trouble`` as `map_batch` tells them (none
    with ``findings=False``). Statistics: documents in all and changed, left alone (``trouble``), to scan again
    (``rescan``), characters in and out, and findings and applied fixes by rule. The other options are those of
    `cleaner.ingest.batches.settings_of`; a wrong one is refused when the block is made.
    """

    name = "🧹 scan-cleaner"
    type = "✂️ - FORMAT"

    def __init__(self, *, findings: bool = True, **options: Any) -> None:
        super().__init__()
        self.findings = findings
        self.settings = settings_of(**options)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents of `data`, cleaned, in their order."""
        for document in data or ():
            with self.track_time():
                before = len(document.text)
                one = cleaned(document.text, self.settings)
                document.text = one.text
                if self.findings:
                    document.metadata["scan_cleaner"] = {name: one.added[name] for name in ADDED}
            self.stat_update("total")
            self.stat_update("characters_in", value=before)
            self.stat_update("characters_out", value=len(one.text))
            for label, so in (
                ("changed", one.tally.changed),
                ("trouble", one.added["trouble"]),
                ("rescan", one.added["rescan"]),
            ):
                if so:
                    self.stat_update(label)
            for rule, count in one.tally.findings.items():
                self.stat_update(f"found_{rule}", value=count)
            for rule, count in one.tally.applied.items():
                self.stat_update(f"applied_{rule}", value=count)
            yield document
