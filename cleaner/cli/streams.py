"""What stands between the tool and a terminal, or the log of a build: nothing a stranger wrote is obeyed there.

Reports spell out what cannot be seen, each at its place. This is the net below them: it holds for every line that is
printed, for errors of the command line and for tracebacks too.
"""

from __future__ import annotations

import os
import re
from typing import Any, TextIO, cast

from cleaner.printable import printable

#: Variables by which the runners of GitHub and Azure make themselves known.
RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD")
#: What those runners take for a command: ``::add-mask::`` behind white space, ``##[…]`` and ``##vso[…]`` anywhere.
_COMMAND = re.compile(r"^(\s*)::", re.M)
_INSIDE = re.compile(r"##(?=\w*\[)")
#: The only commands that the tool itself gives (`--format github`).
_OURS = re.compile(r"::(?:error|warning|notice) (?:file=[^:\n]*,)?(?:line=[^:\n]*,)?title=[^:\n]*::")


class Printable:
    """The text stream `stream`, with everything that is written to it made printable.

    `commands` says whether lines of the form that `--format github` has may pass. What is written to `buffer` is bytes
    for other programs and passes as it is.
    """

    def __init__(self, stream: TextIO, *, commands: bool = False) -> None:
        self.stream, self.commands = stream, commands
        self.colours = stream.isatty()
        self.runner = any(os.environ.get(name) for name in RUNNERS)
        #: Rich looks for this where it draws its progress bar, which holds no words of anybody.
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        """Writes `text`; gives its length."""
        safe = printable(text, colours=self.colours)
        if self.runner:
            safe = _INSIDE.sub(r"#\\x23", _COMMAND.sub(self._command, safe))
        self.stream.write(safe)
        return len(text)

    def _command(self, found: re.Match[str]) -> str:
        ours = self.commands and not found[1] and _OURS.match(found.string, found.start())
        return found[0] if ours else f"{found[1]}\\x3a:"

    def writelines(self, lines: Any) -> None:
        """Writes `lines`."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def guarded(stream: TextIO, *, commands: bool = False) -> TextIO:
    """`stream` behind `Printable`."""
    return cast("TextIO", Printable(stream, commands=commands))


def write_bytes(stream: TextIO, data: bytes) -> None:
    """Writes `data`, a text or a patch, to `stream`: to a pipe or a file byte for byte, to a terminal printable."""
    stream.flush()
    if stream.isatty():
        stream.write(data.decode("utf-8", "backslashreplace").replace("\r\n", "\n"))
    else:
        stream.buffer.write(data)
        stream.buffer.flush()
    stream.flush()
