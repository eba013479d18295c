"""Cleaning documents in a datatrove pipeline: python docs/examples/with_datatrove.py IN_FOLDER OUT_FOLDER"""

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner.ingest.datatrove import CleanScans


def main(source: str, target: str) -> None:
    stats = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(source, glob_pattern="*.jsonl"),
            CleanScans(risky=False),
            JsonlWriter(target, output_filename="${rank}.jsonl", compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=f"{target}/logs",
    ).run()
    print(stats.get_repr())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
