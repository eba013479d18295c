"""The peer of `benchmarks.duplicates`: datatrove's MinHash, in a process (and, if wished, an interpreter) of its own.

    python benchmarks/duplicates_peer.py INPUT.jsonl FOLDER words|characters BUCKETS HASHES

prints a line of JSON: the groups of ids that it takes for duplicates, and the CPU seconds of its three steps. Imports
nothing of cleaner, so that the peer may live in another environment.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any


def groups_of(source: str, folder: str, tokens: str, buckets: int, hashes: int) -> None:
    """Runs the three steps on the rows of `source`, each with ``id`` and ``text``."""
    from datatrove.data import Document
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.utils.logging import logger
    from datatrove.utils.word_tokenizers import WordTokenizer, load_word_tokenizer

    class Characters(WordTokenizer):  # type: ignore[misc]
        def word_tokenize(self, text: str) -> list[str]:
            return [char for char in text if not char.isspace()]

        def sent_tokenize(self, text: str) -> list[str]:
            return [text]

        def span_tokenize(self, text: str) -> list[tuple[int, int]]:
            return [(0, len(text))]

    logger.remove()
    with Path(source).open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    config = MinhashConfig(n_grams=5, num_buckets=buckets, hashes_per_bucket=hashes)
    language: Any = "cmn_Hani" if tokens == "words" else Characters()
    load_word_tokenizer(language).word_tokenize("热身。")
    documents = (Document(text=row["text"], id=row["id"]) for row in rows)
    begun = _cpu()
    for _ in MinhashDedupSignature(f"{folder}/signatures", config, language=language).run(documents) or ():
        pass
    for rank in range(buckets):
        MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config).run(None, rank, buckets)
    MinhashDedupCluster(f"{folder}/buckets", f"{folder}/clusters", config=config, save_cluster_id=True).run(None, 0, 1)
    seconds = _cpu() - begun
    groups: dict[int, list[str]] = {}
    for path in Path(folder, "clusters").glob("*.clusters"):
        data = path.read_bytes()
        for at in range(0, len(data), 8):
            number = int.from_bytes(data[at : at + 4], "little")
            groups.setdefault(int.from_bytes(data[at + 4 : at + 8], "little"), []).append(rows[number]["id"])
    print(json.dumps({"groups": list(groups.values()), "seconds": seconds}))


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Reads the command line, and prints the groups."""
    parser = argparse.ArgumentParser(description="datatrove's MinHash on JSON lines, for benchmarks.duplicates.")
    parser.add_argument("source", help="JSON lines with id and text")
    parser.add_argument("folder", help="an empty folder to work in")
    parser.add_argument("tokens", choices=["words", "characters"])
    parser.add_argument("buckets", type=int)
    parser.add_argument("hashes", type=int)
    given = parser.parse_args()
    groups_of(given.source, given.folder, given.tokens, given.buckets, given.hashes)


if __name__ == "__main__":
    main()
