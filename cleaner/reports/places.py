"""How reports for other programs call files: from the repository's root, as a path or as a URI."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes

from cleaner.inputs import shown_name
from cleaner.work import Outcome


class Places:
    """Names of files below the root of the repository around `start`; without one, below `start` itself.

    Programs that read reports of a run hold them against the repository, whatever folder of it the run was in.
    """

    def __init__(self, start: Path | None = None) -> None:
        self.here = Path(os.path.abspath(start or Path.cwd()))  # noqa: PTH100 - a folder's link stays as it was named
        self.root = next((at for at in (self.here, *self.here.parents) if (at / ".git").exists()), self.here)

    def of(self, outcome: Outcome) -> Path:
        """The file of `outcome`; of standard input, what it is called."""
        return self.full(outcome.source.path if outcome.source else outcome.name)

    def full(self, name: str | Path) -> Path:
        """`name`, given from the current folder, as an absolute path."""
        return Path(os.path.abspath(self.here / name))  # noqa: PTH100 - a link is called by its own name

    def below(self, path: Path) -> str | None:
        """`path` from the root, with /; None where it lies outside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else None

    def name(self, path: Path) -> str:
        """`path` as text: from the root where it lies below it, else absolute."""
        return shown_name(self.below(path) or path.as_posix())

    def location(self, path: Path) -> dict[str, str]:
        """`path` as SARIF's ``artifactLocation``: percent-encoded, whatever script or bytes its name is in."""
        below = self.below(path)
        if below is None:
            return {"uri": path.as_uri()}
        # A colon is encoded too: before the first slash it would end a scheme.
        return {"uri": quote_from_bytes(os.fsencode(below), safe="/"), "uriBaseId": BASE}


#: What SARIF calls the folder that relative URIs start from.
BASE = "%SRCROOT%"
