"""What a commit hook says last: how the commit can go through."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.words import say
from cleaner.model import Finding, Safety

#: Up to how many files are named in commands to copy.
MOST_NAMED = 6


class Advice:
    """Collects what holds a commit back, and says what to do about it."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.open: Counter[Safety] = Counter()
        self.hit: list[str] = []  # names of files with something to decide
        self.changed: list[str] = []  # names of files that were mended

    def add(self, name: str, left: Sequence[Finding], *, changed: bool = False) -> None:
        """Takes what is left to decide in the file `name`, and whether it was mended."""
        self.open.update(finding.safety for finding in left)
        self.hit += [name] if left else []
        self.changed += [name] if changed else []

    def tell(self, *, fixed: bool) -> None:
        """Says on stderr, behind all of the report, what to do; nothing where nothing is."""
        from cleaner.decisions import FILE, home

        lines = []
        # Mending moves decisions along with the text around them: one of the two committed alone would part them.
        decided = f" {FILE}" if Path(FILE).exists() else ""
        if self.changed:
            count = "hook-mended" if len(self.changed) > 1 else "hook-mended-one"
            lines.append(say(self.lang, count, files=len(self.changed)))
            lines += self._steps((f"git diff -- {self._names(self.changed)}", "hook-look"))
            lines += self._steps((f"git add -- {self._names(self.changed)}{decided}", "hook-commit"))
        if self.hit:
            total = sum(self.open.values())
            lines.append(say(self.lang, "hook-open" if total > 1 else "hook-open-one", count=total))
            names = self._names(self.hit)
            add = f"git add -- {names}{decided}"
            # Below a project of its own, other commands would look for decisions there, and the hook at the top.
            astray = any(home(Path(name)) != home(Path()) for name in self.hit)
            names = f"--decisions {FILE} {names}" if astray else names
            if self.open[Safety.SAFE] and not fixed:
                lines += self._steps((f"cleaner fix {names} && {add}", "hook-fix"))
            if self.open[Safety.RISKY]:
                lines += self._steps((f"cleaner fix --risky {names} && {add}", "hook-risky"))
            lines += self._steps((f"cleaner review {names}", "hook-review"))
            lines += self._steps((f"cleaner check --write-baseline {names} && git add -- {FILE}", "hook-baseline"))
        if lines:
            sys.stdout.flush()
            print("\n" + "\n".join(lines), file=sys.stderr)

    def _steps(self, *steps: tuple[str, str]) -> list[str]:
        return [line for command, why in steps for line in (f"  {command}", f"      {say(self.lang, why)}")]

    def _names(self, names: Sequence[str]) -> str:
        if len(names) > MOST_NAMED:
            return say(self.lang, "hook-files")
        # A name that begins with a dash would be taken for an option.
        return " ".join(shlex.quote(f"./{name}" if name.startswith("-") else name) for name in names)
