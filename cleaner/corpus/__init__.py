"""Corpora: JSONL, Parquet, folders of texts and object stores, on Daft: embedded, or on a Ray cluster."""
