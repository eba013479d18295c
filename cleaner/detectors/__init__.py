"""One file a kind of damage, found by its name. Detectors are pure functions of a view; they do no I/O.

A detector module has

- ``KINDS``: the kinds of damage it tells apart, each with its parameters and their defaults;
- ``detect(view, kind, params)``: the hits of one kind, in coordinates of the view.

What several kinds need (the repeats of a text, say) is made once a view, with ``view.memo``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from cleaner.model import Hit
from cleaner.views import View

Params = Mapping[str, Any]


class OutOfTime(Exception):
    """A rule's pattern took longer than it may. What it found in this text does not count."""


class Detector(Protocol):
    """The shape of a detector module."""

    KINDS: Mapping[str, Params]

    def detect(self, view: View, kind: str, params: Params) -> Iterator[Hit]:
        """The hits of `kind` in `view`, in the order of their spans."""


@cache
def load(name: str) -> Detector:
    """The detector called `name`. Raises LookupError where there is none."""
    if not name.isidentifier() or name.startswith("_") or find_spec(f"{__name__}.{name}") is None:
        raise LookupError(name)
    return cast(Detector, import_module(f"{__name__}.{name}"))
