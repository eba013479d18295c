"""`cleaner corpus`: JSONL, Parquet, folders of texts and object stores, on one machine or a cluster."""

from __future__ import annotations

from importlib.util import find_spec

import typer

from cleaner.cli.common import fail

corpus = typer.Typer(
    name="corpus",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@corpus.callback()
def about() -> None:
    """Check, fix and compare corpora: JSONL, Parquet, folders of texts, s3:// and the like.

    \b
    cleaner corpus check corpus.jsonl -o checked/
    cleaner corpus fix shards/ -o cleaned/
    cleaner corpus fix 's3://bucket/news/*.parquet' -o s3://bucket/cleaned --runner ray
    """


def need(lang: str, *, ray: bool = False) -> None:
    """Exits with 2, and the line to type, where Daft (or Ray, if that is asked for) is not installed."""
    from cleaner.corpus.words import say

    for name, extra, wanted in (("daft", "corpus", True), ("pyarrow", "corpus", True), ("ray", "ray", ray)):
        if wanted and find_spec(name) is None:
            fail(say(lang, "no-extra", name=name, extra=extra))
