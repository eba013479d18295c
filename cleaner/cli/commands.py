"""Commands that are imported when they are asked for, and flags that are read without a schema library.

Typer builds all commands of an app before it looks at the command line, and hands each value, defaults too, to
pydantic. For a hook that checks one page that is more work than the page: see “Starting fast” in ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command


class Place(NamedTuple):
    """Where a command is: ``module:name`` of its function, or of a Typer with commands of its own."""

    where: str
    short_help: str | None = None  # what would be longer than a row of 80 cells in the list of commands


class _PlainOption(TyperOption):
    def process_value(self, ctx: Any, value: Any) -> Any:
        plain = _plain(self, value)
        if plain is _NOT_PLAIN:
            return super().process_value(ctx, value)
        return self.callback(ctx, self, plain) if self.callback else plain


class _PlainArgument(TyperArgument):
    def process_value(self, ctx: Any, value: Any) -> Any:
        plain = _plain(self, value)
        if plain is _NOT_PLAIN:
            return super().process_value(ctx, value)
        return self.callback(ctx, self, plain) if self.callback else plain


_NOT_PLAIN = object()


def _plain(param: Any, value: Any) -> Any:
    """What `value` is read as, where that needs no conversion: nothing, the default, strings where strings are asked
    for, a choice written as it stands in the help. Else `_NOT_PLAIN`.
    """
    kind = getattr(param, "type_descriptor", None)
    if kind is None or (param.required and param.value_is_missing(value)):
        return _NOT_PLAIN
    many = param.multiple or param.nargs == -1
    if value is None:
        return () if many else None
    if type(value) is not str and value is param.default:
        return value
    if many:
        strings = isinstance(value, tuple | list) and all(type(one) is str for one in value)
        return value if strings and kind.annotation == list[str] else _NOT_PLAIN
    if type(value) is not str or param.nargs != 1:
        return _NOT_PLAIN
    if kind.annotation is str:
        return value
    named = (one for one in kind.choices or () if (one.value if isinstance(one, Enum) else one) == value)
    return next(named, _NOT_PLAIN)


def _read_plainly(params: list[Any]) -> list[Any]:
    for param in params:
        if type(param) is TyperOption:
            param.__class__ = _PlainOption
        elif type(param) is TyperArgument:
            param.__class__ = _PlainArgument
    return params


class QuickCommand(TyperCommand):
    """A command whose flags go past pydantic where there is nothing to convert. Errors are Typer's own."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All flags and arguments, with --help."""
        return _read_plainly(super().get_params(ctx))


class LazyGroup(TyperGroup):
    """The commands in `places`, each imported when it is asked for."""

    places: Mapping[str, Place] = {}

    def get_params(self, ctx: Any) -> list[Any]:
        """All flags and arguments, with --help."""
        return _read_plainly(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in their order."""
        return list(self.places)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command called `cmd_name`, or None."""
        if cmd_name not in self.commands and cmd_name in self.places:
            self.commands[cmd_name] = _made(cmd_name, self.places[cmd_name])
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` begin with. For a name that there is not, all are made, as one may be near it."""
        if args and args[0] not in self.places:
            for name in self.places:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _made(name: str, place: Place) -> Any:
    module, _, attribute = place.where.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        group = get_command(found)
        group.name, group.short_help = name, place.short_help
        return group
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    alone.command(name, cls=QuickCommand, short_help=place.short_help)(found)
    return get_command(alone)
