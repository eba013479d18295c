"""Cleaning a Hugging Face dataset: python docs/examples/with_datasets.py IN.jsonl OUT.jsonl"""

import sys

import datasets

import cleaner
from cleaner.ingest.batches import features


def main(source: str, target: str) -> None:
    rows = datasets.load_dataset("json", data_files=source, split="train")
    clean = rows.map(
        cleaner.map_batch,
        batched=True,
        num_proc=2,
        fn_kwargs={"text_column": "text", "ignore": ["broken-wraps"]},
        features=features(rows.features),
    )
    clean.to_json(target, force_ascii=False)
    again = clean.filter(lambda row: row["text_rescan"])
    print(f"{len(clean)} documents; to scan again: {again['id'][:]}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
