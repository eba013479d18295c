"""Single characters: of the other script, in another guise, of another width, invisible, lost, in a wrong encoding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from cleaner.model import Hit
from cleaner.views import View

#: Where each kind is told; the modules come in when one of their kinds is asked for.
_HOMES = {
    "stray-variant": ("strays", "stray_hits"),
    "radical-form": ("forms", "radical_hits"),
    "compatibility-form": ("forms", "compatibility_hits"),
    "full-width-latin": ("forms", "full_width_hits"),
    "half-width-punctuation": ("marks", "half_width_hits"),
    "space-in-chinese": ("spaces", "space_hits"),
    "invisible-character": ("unseen", "invisible_hits"),
    "control-character": ("unseen", "control_hits"),
    "private-use": ("unseen", "private_hits"),
    "replacement-character": ("unseen", "lost_hits"),
    "mojibake": ("garbled", "garbled_hits"),
}
KINDS: Mapping[str, Mapping[str, Any]] = {kind: {} for kind in _HOMES}


def detect(view: View, kind: str, params: Mapping[str, Any]) -> Iterator[Hit]:
    """The hits of `kind` in `view`."""
    module, name = _HOMES[kind]
    hits: Iterator[Hit] = getattr(import_module(f"cleaner.glyphs.{module}"), name)(view)
    return hits
