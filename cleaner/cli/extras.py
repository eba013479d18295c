"""Whether what an extra brings is installed."""

from __future__ import annotations

from importlib.util import find_spec

from cleaner.cli.common import fail


def need(lang: str, *, ray: bool = False) -> None:
    """Exits with 2, and the line to type, where Daft (or Ray, if that is asked for) is not installed."""
    from cleaner.corpus.words import say

    for name, extra, wanted in (("daft", "corpus", True), ("pyarrow", "corpus", True), ("ray", "ray", ray)):
        if wanted and find_spec(name) is None:
            fail(say(lang, "no-extra", name=name, extra=extra))
