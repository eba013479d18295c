"""Which types of Arrow the columns of JSONL have, so that it can become Parquet without losing a value.

A shape is plain JSON, so that it travels and adds: what two pieces of a corpus hold is `merged` from what each holds.
What has no one type (``3`` here, ``"three"`` there), and what no type of Parquet holds (``{}``, integers past 64
bits), is kept as its JSON text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

#: ``{"is": …}``: null, bool, int (a double holds it exactly), long (64 bits), float, string, json; list with ``of``;
#: object with ``fields``, by name, in the order in which they were met.
Shape = dict[str, Any]

#: Names in an object beyond which it is taken for a map, whose every key would become a column.
MOST_FIELDS = 500
#: Levels of lists and objects within each other, beyond which they are kept as JSON.
DEEPEST = 16


def shape_of(value: Any, depth: int = 0) -> Shape:
    """The shape of one value."""
    if value is None:
        return {"is": "null"}
    if isinstance(value, bool):
        return {"is": "bool"}
    if isinstance(value, int):
        return {"is": "int" if abs(value) <= 1 << 53 else "long" if -(1 << 63) <= value < 1 << 63 else "json"}
    if isinstance(value, float):
        return {"is": "float"}
    if isinstance(value, str):
        return {"is": "string" if _sound(value) else "json"}
    if depth >= DEEPEST:
        return {"is": "json"}
    if isinstance(value, list):
        of: Shape = {"is": "null"}
        for held in value:
            of = merged(of, shape_of(held, depth + 1))
        return {"is": "list", "of": of}
    if (not value and depth) or len(value) > MOST_FIELDS or not all(map(_sound, value)):
        return {"is": "json"}
    return {"is": "object", "fields": {name: shape_of(held, depth + 1) for name, held in value.items()}}


def _sound(text: str) -> bool:
    """Whether UTF-8 can hold `text`: half a surrogate pair stands in JSON as ``\\ud800``, and nowhere in Parquet."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def merged(one: Shape, other: Shape) -> Shape:
    """The shape that holds what either does."""
    a, b = one["is"], other["is"]
    if a == "null" or b == "null":
        return other if a == "null" else one
    if a == b == "list":
        return {"is": "list", "of": merged(one["of"], other["of"])}
    if a == b == "object":
        fields = dict(one["fields"])
        for name, shape in other["fields"].items():
            fields[name] = merged(fields[name], shape) if name in fields else shape
        return {"is": "object", "fields": fields} if len(fields) <= MOST_FIELDS else {"is": "json"}
    if a == b:
        return one
    wider = {frozenset(("int", "long")): "long", frozenset(("int", "float")): "float"}
    return {"is": wider.get(frozenset((a, b)), "json")}


def columns_of(shape: Shape) -> list[pa.Field]:
    """The columns of rows that are objects of `shape`."""
    import pyarrow as pa

    return [pa.field(name, arrow_type(held)) for name, held in shape.get("fields", {}).items()]


def arrow_type(shape: Shape) -> pa.DataType:
    """The type of Arrow that holds values of `shape`. A column of nulls alone is one of texts."""
    import pyarrow as pa

    kind = shape["is"]
    if kind == "list":
        return pa.list_(arrow_type(shape["of"]))
    if kind == "object":
        return pa.struct(columns_of(shape))
    plain = {"bool": pa.bool_(), "int": pa.int64(), "long": pa.int64(), "float": pa.float64()}
    return plain.get(kind, pa.string())


def as_json(value: Any, shape: Shape) -> Any:
    """`value` as its `arrow_type` holds it: JSON where the shape says so."""
    if value is None:
        return None
    kind = shape["is"]
    if kind == "json":
        # Escapes, where UTF-8 cannot hold a text: "\\ud800" stays what it was.
        text = json.dumps(value, ensure_ascii=False)
        return text if _sound(text) else json.dumps(value)
    if kind == "list":
        return [as_json(held, shape["of"]) for held in value]
    if kind == "object":
        return {name: as_json(value.get(name), held) for name, held in shape["fields"].items()}
    return float(value) if kind == "float" else value
