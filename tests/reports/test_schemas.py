"""The schemas in docs/schemas hold for what is written, and name every field of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from cleaner.decisions import Verdict, decide
from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Held
from cleaner.offsets import UNITS
from cleaner.plan import clean_document
from cleaner.settings import Settings
from cleaner.work import clean_bytes
from tests.conftest import ROOT, Run
from tests.reports.reading import RULES, written
from tests.test_across import CUT, OTHER, REST, lay, page
from tests.test_laws import documents, lawful


def load(name: str) -> dict[str, Any]:
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return dict(schema)


def strict(schema: Any) -> Any:
    """`schema`, refusing fields that it does not name: readers may not, the test must."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        made["additionalProperties"] = False
    return made


FINDINGS, OFFSETS = load("findings-1"), load("offsets-1")
STRICT = Draft202012Validator(strict(copy.deepcopy(FINDINGS)))
LOOSE = Draft202012Validator(FINDINGS)


def valid(document: Any) -> None:
    assert [error.message for error in STRICT.iter_errors(document)] == []


@lawful
@given(documents())
def test_json_is_as_its_schema_says(made: tuple[bytes, list[str]]) -> None:
    """The one object, and each line, with what was refused, with what could not be read."""
    document = Document.from_bytes(made[0])
    refused = [
        decide("a.txt", finding.rule, document.text, finding.span, Verdict.KEEP)
        for finding in clean_document(document, RULES).findings[:1]
    ]
    outcomes = [
        clean_bytes(made[0], "a.txt", Settings(), RULES, refused),
        clean_bytes(b"\xff", "b.txt", Settings(), RULES),
    ]
    complaints = [Complaint("", "no name")]
    valid(json.loads(written("json", outcomes, code=2, complaints=complaints)))
    for line in written("jsonl", outcomes, code=2, complaints=complaints).splitlines():
        valid(json.loads(line))


def test_every_kind_of_line_is_in_the_schema(run: Run, here: Path) -> None:
    """Links to other files, pages to scan again, complaints: none is without a schema."""
    loop = "镇里新修了一段水渠，" * 8
    lay(
        here,
        p1=page(1, CUT, "（下转第4版）"),
        p4=page(4, OTHER, "（上接第1版）", REST),
        p5=page(5, loop + "春天通水。"),
    )
    (here / "bad.txt").write_bytes(b"\xff")
    lines = [json.loads(line) for line in run("check", ".", "--format", "jsonl").stdout.splitlines()]
    for line in lines:
        valid(line)
    assert {line["type"] for line in lines} == {"header", "file", "finding", "rescan", "complaint", "summary"}
    valid(json.loads(run("check", ".", "--format", "json").stdout))


def test_a_reader_need_not_fear_new_fields() -> None:
    """The schema as published allows them; without a field that it names it refuses."""
    line = json.loads(written("jsonl", []).splitlines()[-1])
    assert LOOSE.is_valid({**line, "new": 1})
    assert not STRICT.is_valid({**line, "new": 1})
    assert not LOOSE.is_valid({key: value for key, value in line.items() if key != "exit"})


def test_all_reasons_to_hold_are_named() -> None:
    """The schema's list of why a finding was not applied is today's."""
    words = FINDINGS["$defs"]["finding"]["properties"]["held"]["description"]
    assert [held.value for held in Held if held.value not in words] == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_map_of_offsets_is_as_its_schema_says(unit: str, run: Run, here: Path) -> None:
    """Each line of the file."""
    (here / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    (here / "b.txt").write_text("早市，热闹。\n", encoding="utf-8")
    assert run("fix", ".", "--offset-map", "map.jsonl", "--offset-unit", unit).exit_code == 0
    lines = [json.loads(line) for line in (here / "map.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["path"] for line in lines] == ["a.txt", "b.txt"]
    for line in lines:
        assert [error.message for error in Draft202012Validator(strict(OFFSETS)).iter_errors(line)] == []
