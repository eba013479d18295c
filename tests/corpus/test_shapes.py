"""The types that columns of JSON get in Parquet hold every value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.corpus.shapes import as_json, columns_of, merged, shape_of

pa = pytest.importorskip("pyarrow")

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("ab甲", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
ROWS = st.lists(st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=3), min_size=1, max_size=5)


def held(value: Any, shape: dict[str, Any]) -> Any:
    """What was put in, of what Arrow gives back."""
    if value is None:
        return None
    if shape["is"] == "json":
        return json.loads(value)
    if shape["is"] == "list":
        return [held(one, shape["of"]) for one in value]
    if shape["is"] == "object":
        return {name: held(value[name], of) for name, of in shape["fields"].items() if value[name] is not None}
    return value


def without_nulls(value: Any) -> Any:
    """A name that is not there, and one under which null stands, are one in Parquet."""
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS)
def test_no_value_is_lost(rows: list[dict[str, Any]]) -> None:
    """What goes into Arrow by the merged shape comes out the same, numbers to the last digit."""
    shape: dict[str, Any] = {"is": "object", "fields": {}}
    for row in rows:
        shape = merged(shape, shape_of(row))
    for field in columns_of(shape):
        column = pa.array([as_json(row.get(field.name), shape["fields"][field.name]) for row in rows], field.type)
        of = shape["fields"][field.name]
        back = [without_nulls(held(value, of)) for value in column.to_pylist()]
        assert back == [without_nulls(row.get(field.name)) for row in rows]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS)
def test_pieces_add_up(rows: list[dict[str, Any]]) -> None:
    """Shapes of two halves merged are the shape of the whole."""
    shapes = [shape_of(row) for row in rows]
    whole = {"is": "object", "fields": {}}
    for shape in shapes:
        whole = merged(whole, shape)
    half = len(shapes) // 2
    first, second = dict(whole, fields={}), dict(whole, fields={})
    for shape in shapes[:half]:
        first = merged(first, shape)
    for shape in shapes[half:]:
        second = merged(second, shape)
    assert merged(first, second) == whole


def test_half_a_surrogate_pair_is_kept_as_its_escape() -> None:
    """A text that no UTF-8 can hold stands in Parquet as JSON, with its escape."""
    shape = shape_of({"x": "\ud800"})
    assert as_json("\ud800", shape["fields"]["x"]) == '"\\ud800"'
