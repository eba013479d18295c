"""Whether what an extra brings is installed."""

from __future__ import annotations

from importlib.util import find_spec

from cleaner.cli.common import fail


def need(lang: str, *, ray: bool = False) -> None:
    """Exits with 2, and the line to type, where Daft (or Ray, if that is asked for) is not installed."""
    from cleaner.corpus.words import say

    # The extra of Ray brings Daft too: whoever asks for Ray is told one line to type, not two.
    extra = "ray" if ray else "corpus"
    for name in ("daft", "pyarrow", *(["ray"] if ray else [])):
        if find_spec(name) is None:
            fail(say(lang, "no-extra", name=name, extra=extra))
