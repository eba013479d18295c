"""What a run goes by for one file, as one frozen value; the one place where defaults stand.

`cleaner.settings.lookup` says which Settings hold for a file, from settings files and flags.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.model import Safety

if TYPE_CHECKING:
    from cleaner.model import Consent

#: What folders are searched for. Code, tables and subtitles are never taken unless named.
INCLUDE = ("*.txt", "*.md", "*.markdown")

#: What changes no finding: which files are read, how, and what follows.
NOT_OF_FINDINGS = frozenset(
    {
        "include",
        "exclude",
        "root",
        "include_from_root",
        "excluded",
        "jobs",
        "decisions",
        "no_decisions",
        "fail_on",
        "force_exclude",
        "to_encoding",
    }
)


#: The rule that `script` asks for.
SCRIPT_RULE = "script-conversion"


class SettingsError(ValueError):
    """A setting that cannot be used. The message says what is wrong, and what to do next."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule (or family) that a settings file allows: what it finds is told of as suppressed, and not applied.

    `file` and `keys` say where: the settings file and the way to the name in it, ``("per-path", 0, "allow", 2)``.
    """

    name: str
    file: str = ""
    keys: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a file. `jobs` is None where the number of workers is to be chosen by the work there is."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    risky: bool = False
    min_confidence: float = 0.0
    any_language: bool = False
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()  # from the folder that is read, or the current one for a named file
    force_exclude: bool = False  # named files too are passed over where a folder would not give them
    encoding: str = "auto"
    to_encoding: str | None = None  # what mended texts are written in; None: what they were read in
    script: str | None = None  # the OpenCC configuration to convert with
    jobs: int | None = None
    lang: str = "en"
    fail_on: Safety = Safety.RISKY
    decisions: str | None = None  # the file that they are in; None: where `decisions.home` says
    no_decisions: bool = False
    allow: tuple[Allowance, ...] = ()
    root: str = ""  # the folder from which the patterns of the settings file hold
    include_from_root: bool = False  # `include` is the settings file's
    excluded: tuple[str, ...] = ()  # `exclude` of the settings file, from `root`

    @property
    def consent(self) -> Consent:
        """What may be applied without asking."""
        from cleaner.model import Consent

        asked = frozenset([SCRIPT_RULE]) if self.script else frozenset[str]()
        return Consent(self.risky, self.min_confidence, self.any_language, self.lang, asked)

    def fails_on(self) -> tuple[Safety, ...]:
        """The safeties that, left in a text, make the exit code 1."""
        return tuple(safety for safety in Safety if safety.rank <= self.fail_on.rank)

    def digest(self) -> str:
        """A SHA-256, in hex, of all that influences what is found in a file's text, and what is told of it.

        The content of the packs is in it, not only their names: a changed rule gives another digest. Which files are
        read, the number of workers and the place of the decisions are not. The tool's version and its own rules are
        not either: see `cleaner.reports.records.rules_version`. Raises nothing; a pack that cannot be read counts as
        missing.
        """
        import hashlib

        made = hashlib.sha256()
        for field in fields(self):
            if field.name not in NOT_OF_FINDINGS:
                made.update(f"{field.name}={getattr(self, field.name)!r}\n".encode("utf-8", "backslashreplace"))
        for pack in self.packs:
            try:
                made.update(hashlib.sha256(Path(pack).read_bytes()).digest())
            except OSError:
                made.update(b"missing")
        return made.hexdigest()


#: What holds where nobody says anything.
DEFAULTS = Settings()


def language() -> str:
    """ "zh" where the locale is Chinese, else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    if os.name == "nt":
        import locale

        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    return "en"
