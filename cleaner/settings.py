"""One frozen Settings, from flags for now; the one place where defaults stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.model import Safety

if TYPE_CHECKING:
    from cleaner.plan import Consent

#: What folders are searched for. Code, tables and subtitles are never taken unless named.
INCLUDE = ("*.txt", "*.md", "*.markdown")


class SettingsError(ValueError):
    """A setting that cannot be used. The message says what is wrong, and what to do next."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run goes by. `jobs` is None where the number of workers is to be chosen by the work there is."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    risky: bool = False
    min_confidence: float = 0.0
    any_language: bool = False
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False  # named files too are passed over where a folder would not give them
    encoding: str = "utf-8"
    jobs: int | None = None
    lang: str = "en"
    fail_on: Safety = Safety.RISKY
    decisions: str | None = None  # the file that they are in; None: where `decisions.home` says
    no_decisions: bool = False
    no_cache: bool = False  # work out again what was found before in the same bytes

    @property
    def consent(self) -> Consent:
        """What may be applied without asking."""
        from cleaner.plan import Consent

        return Consent(self.risky, self.min_confidence, self.any_language, self.lang)

    def fails_on(self) -> tuple[Safety, ...]:
        """The safeties that, left in a text, make the exit code 1."""
        return tuple(safety for safety in Safety if safety.rank <= self.fail_on.rank)


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
