"""How a table of words speaks: what stands under a key in a language, with values put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Say(Protocol):
    """What `speaker` gives."""

    def __call__(self, lang: str, key: str, **values: Any) -> str:
        """The words for `key` in `lang` ("en" or "zh"), with `values` put in. Raises KeyError for an unknown key."""


def speaker(words: Mapping[str, Sequence[str]]) -> Say:
    """Says what `words` hold: by key the English, the Chinese, and, where it differs, the English for an `n` of one."""

    def say(lang: str, key: str, **values: Any) -> str:
        forms = words[key]
        form = forms[1] if lang == "zh" else forms[2] if len(forms) > 2 and values.get("n") in (1, "1") else forms[0]
        return form.format(**values) if values else form

    return say


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def filled(template: str, values: Mapping[str, str]) -> str:
    """`template` with `values` put in; a name without a value stays as it is, in its braces."""
    return template.format_map(_Blank(values))
