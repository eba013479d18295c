"""What the tests of faults share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

BAD, GOOD = "渡口的早市，，一直热闹到晌午。\n".encode(), "渡口的早市，一直热闹到晌午。\n".encode()

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX has this")
forks = pytest.mark.skipif(
    not (hasattr(os, "fork") and hasattr(signal, "SIGKILL")), reason="there is no fork and no SIGKILL here"
)
#: Root may do what others may not.
mortal = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root is kept from nothing")


def lay(here: Path, *names: str, data: bytes = BAD) -> None:
    """Texts with one thing to mend, in files of these names."""
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(data)


def listed(here: Path) -> list[str]:
    """All that lies in a folder, but for what the tool keeps in .cleaner."""
    return sorted(path.name for path in here.iterdir() if path.name not in (".cleaner", "cleaner.toml"))
