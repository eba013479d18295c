"""A page for each command, made of its live help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from typer.main import get_command

from cleaner.cli.app import COMMANDS, app

#: How the help gives a default, at the end of what it says of an option.
DEFAULT = re.compile(r"\s*\[(?P<inside>[^\[\]]*)\]")

#: Environment variables, each with the flag that goes before it: a command that has the flag reads the variable.
VARIABLES = {
    "LC_ALL, LC_MESSAGES, LANG": ("--lang", "the first that is set says the language; `--lang` goes before"),
    "NO_COLOR": ("--no-color", "no colours"),
    "CLEANER_NO_CACHE": ("--no-cache", "everything is worked out again"),
}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by the words that call it, those of groups behind their group."""
    group = get_command(app)
    for name in COMMANDS:
        command = group.get_command(None, name)  # type: ignore[attr-defined]
        yield name, command
        for inner in _inner(command):
            yield f"{name} {inner}", command.get_command(None, inner)


def page_name(words: str) -> str:
    """How the page of a command is called: ``corpus fix`` has ``corpus-fix``."""
    return words.replace(" ", "-")


def index() -> str:
    """The page of all commands."""
    about, examples = _told(get_command(app))
    # The first help puts a word of explanation beside each.
    told = [re.sub(r"^(\S.*?) {2,}", lambda found: f"{found[1]:<34}# ", line) for line in examples]
    lines = ["# Commands", "", *about, "", "```sh", *told, "```", ""]
    lines += ["| command | does |", "|---|---|"]
    names = []
    for words, command in commands():
        names.append(page_name(words))
        lines.append(f"| [`cleaner {words}`]({page_name(words)}.md) | {_cell(_first(command))} |")
    lines += ["", "Options of `cleaner` itself:", "", *_table(get_command(app), "cleaner"), ""]
    lines += [
        "Every page here is made of what `--help` says. Flags can stand in a file: [settings](../settings.md). Exit"
    ]
    lines += ["codes, environment variables and files: [one page](../environment.md).", ""]
    lines += ["```{toctree}", ":hidden:", "", *names, "```", ""]
    return "\n".join(lines)


def _inner(command: Any) -> list[str]:
    """The names of the commands of a group; none of a command."""
    return list(getattr(command, "list_commands", lambda _: [])(None))


def page(words: str, command: Any) -> str:
    """The page of one command."""
    about, examples = _told(command)
    lines = [f"# cleaner {words}", "", *about, ""]
    lines += ["```text", _context(command, f"cleaner {words}").get_usage(), "```", ""]
    if examples:
        lines += ["## Examples", "", "```sh", *examples, "```", ""]
    lines += ["## Options", "", *_table(command, f"cleaner {words}"), ""]
    inner = _inner(command)
    if inner:
        links = ", ".join(f"[`cleaner {words} {name}`]({page_name(f'{words} {name}')}.md)" for name in inner)
        lines += ["## Its commands", "", links, ""]
    lines += ["## Exit codes", "", *_exits(about), ""]
    flags = {flag for param in command.get_params(_context(command, words)) for flag in param.opts}
    read = [f"| `{name}` | {does} |" for name, (flag, does) in VARIABLES.items() if flag in flags]
    if read:
        lines += ["## Environment variables", "", "| variable | does |", "|---|---|", *read, ""]
        lines += ["More of them, and the files that are kept: [one page](../environment.md).", ""]
    return "\n".join(lines)


def examples(command: Any) -> list[str]:
    """The lines of example in the help of `command`."""
    return _told(command)[1]


def _context(command: Any, words: str) -> Any:
    return command.context_class(command, info_name=words, **command.context_settings)


def _first(command: Any) -> str:
    return str(command.short_help or _told(command)[0][0]).split("\n")[0]


def _told(command: Any) -> tuple[list[str], list[str]]:
    """The paragraphs of a command's help, and the examples in it: what stands behind a backspace."""
    about, _, examples = str(command.help).partition("\b\n")
    paragraphs = [_text(" ".join(part.split())) for part in about.strip().split("\n\n")]
    return [line for part in paragraphs for line in (part, "")][:-1], examples.strip().splitlines()


def _text(said: str) -> str:
    """A paragraph of the help as Markdown: flags and names of files in it are code, pages of docs/ links."""
    said = re.sub(r"\bdocs/([a-z-]+)\.md\b", r"[\1](../\1.md)", said)
    return re.sub(
        r"(?<![`\w/-])(--[a-z][a-z-]+|[a-z_]+\.(?:md|jsonl|html|patch|toml)|CLEANER_\w+|NO_COLOR)\b", r"`\1`", said
    )


def _table(command: Any, words: str) -> list[str]:
    context = _context(command, words)
    lines = ["| option | does | default |", "|---|---|---|"]
    for param in command.get_params(context):
        name, said = param.get_help_record(context)
        said, default = _split(said)
        lines.append(f"| {_names(name)} | {_cell(_text(said))} | {_cell(default)} |")
    return lines


def _names(record: str) -> str:
    """``-o, --output DIR`` as code, with places where a line may break; of types those that say more than “text”."""
    record = record.removesuffix(" <list[str]>").removesuffix(" <str>")
    names = (escape(part, quote=False).replace("|", "&#124;<wbr>") for part in re.split(r" / |, (?=-)", record))
    return "<br>".join(f'<code class="literal">{name}</code>' for name in names)


def _split(said: str) -> tuple[str, str]:
    """What the help says of an option, and the default at its end."""
    notes = [found["inside"] for found in DEFAULT.finditer(said) if _is_note(found["inside"])]
    plain = DEFAULT.sub(lambda found: "" if _is_note(found["inside"]) else found[0], said).strip()
    parts = [part.strip() for note in notes for part in note.split("; ")]
    defaults = [part.removeprefix("default: ") for part in parts if part.startswith("default: ")]
    bounds = [part for part in parts if not part.startswith("default: ") and part != "required"]
    plain += f" ({', '.join(bounds)})" if bounds else ""
    return plain, "; ".join(defaults) or ("needed" if "required" in parts else "")


def _is_note(inside: str) -> bool:
    return inside.startswith(("default: ", "required")) or "<=" in inside or ">=" in inside


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _exits(about: list[str]) -> list[str]:
    own = [part for part in about if part.startswith("Exits ")]
    return own or ["0: done. 2: usage, settings or a file that could not be used. See [exit codes](../environment.md)."]
