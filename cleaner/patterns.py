"""Regular expressions that are compiled when they are first used.

Compiling all of ours takes longer than a page takes to check, and a page asks for half of them at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import regex


class _Lazy:
    """Stands in for a compiled pattern: an attribute is looked up in the pattern once, and is its own from then on."""

    def __init__(self, text: str, flags: int) -> None:
        self._made_of = (text, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)  # copying and pickling ask for what patterns do not have
        import regex

        found = getattr(regex.compile(*self._made_of), name)
        setattr(self, name, found)
        return found


def lazily(text: str, flags: int = 0) -> regex.Pattern[str]:
    """What ``regex.compile(text, flags)`` gives, compiled at the first use of one of its methods.

    A mistake in `text` shows there as well: regex.error.
    """
    return cast("regex.Pattern[str]", _Lazy(text, flags))
