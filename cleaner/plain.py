"""Frozen values as lists, numbers and strings that JSON can hold, and back, by the types that their fields declare.

For what is kept between runs of one version: there are no names of fields in it, so another version cannot read it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

Read = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """`value` as JSON has it: a dataclass as a list of its fields, an enumeration's member as its value.

    Raises TypeError for what could not be read back: anything but these, strings, numbers, None, tuples and mappings
    from strings.
    """
    # Strings come first: most are, and an enumeration's member is looked at before.
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if kind is tuple or kind is list:
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(kind):
        return [plain(getattr(value, name)) for name in _names(kind)]
    if isinstance(value, Mapping):
        if not all(type(key) is str for key in value):
            raise TypeError("a key that is no string")
        return {key: plain(one) for key, one in value.items()}
    raise TypeError(f"{kind.__name__} cannot be kept")


def from_plain(of: type, told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of some fields of the dataclass `of`, from what `plain` made of them.

    Raises TypeError, ValueError, KeyError or IndexError where `told` is no such thing.
    """
    hints = _hints(of)
    return {name: _reader(hints[name])(value) for name, value in told.items()}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _reader(hint: Any) -> Read:
    """What makes a value of the type `hint` of what `plain` made of one."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        some = [arg for arg in args if arg is not types.NoneType]
        if len(some) == 1:
            read = _reader(some[0])
            return lambda told: None if told is None else read(told)
        return _same  # str | int | float | bool
    if origin is tuple and len(args) == 2 and args[1] is ...:
        each = _reader(args[0])
        return lambda told: tuple([each(one) for one in told])
    if origin is tuple:
        parts = [_reader(arg) for arg in args]
        return lambda told: tuple([read(one) for read, one in zip(parts, told, strict=True)])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        each = _reader(args[1])
        return _same if each is _same else lambda told: {key: each(one) for key, one in told.items()}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    return _same


def _record(kind: type) -> Read:
    reads = [_reader(_hints(kind)[name]) for name in _names(kind)]
    return lambda told: kind(*[read(one) for read, one in zip(reads, told, strict=True)])


def _same(told: Any) -> Any:
    return told
