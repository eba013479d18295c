"""Reports for programs: `json` (one object) and `jsonl` (a record a line). Positions are code points from 0, half-open;
lines, columns and pages count from 1."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from cleaner._version import __version__
from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Edit, Finding, Span, Tally
from cleaner.packs import Rule
from cleaner.plan import Result
from cleaner.printable import UNSEEN
from cleaner.reports import SCHEMA, suppression
from cleaner.reports.excerpt import seen_and_read
from cleaner.rescan import pages_to_rescan
from cleaner.settings import Settings
from cleaner.work import Outcome


def rules_version(rules: Iterable[Rule]) -> str:
    """Twelve hex digits that change whenever a rule does what it does in another way, or says it otherwise."""
    told = [
        [r.name, r.detector, r.kind, r.view, r.safety, dict(r.params), r.characters, r.on]
        + [[lang, w.title, w.message] for lang, w in sorted(r.wording.items())]
        for r in sorted(rules, key=lambda rule: rule.name)
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:12]


def header(rules: Iterable[Rule]) -> dict[str, Any]:
    """The versions of schema, tool and rules."""
    return {"schema": SCHEMA, "tool": {"name": "cleaner", "version": __version__}, "rules": rules_version(rules)}


def finding_record(finding: Finding, result: Result, settings: Settings) -> dict[str, Any]:
    """One finding of a file for which `settings` hold, ready for JSON."""
    document = result.document
    seen, read = seen_and_read(document.text, finding)
    held = result.held.get(finding.key)
    return {
        "rule": finding.rule,
        "family": finding.family,
        "page": document.line_at(finding.span.start).page,
        **_place(document, finding.span),
        "safety": finding.safety,
        "confidence": finding.confidence,
        "message": finding.message,
        "seen": seen,
        "replacement": read,
        "edits": [_edit(document, edit) for edit in finding.fix.edits] if finding.fix else [],
        "applied": finding.key in result.applied,
        "held": held,
        "suppressed": suppression(finding, held, settings),
        "evidence": dict(finding.evidence),
        "related": [
            {"path": related.path, "note": related.note}
            | (_place(document, related.span) if related.path is None else {"line": related.line} | _span(related.span))
            for related in finding.related
        ],
        "key": finding.key,
        "after": list(finding.after),
        "fingerprint": finding.fingerprint,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _place(document: Document, span: Span) -> dict[str, int]:
    line, column = document.place(span.start)
    end_line, end_column = document.place(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column} | _span(span)


def _edit(document: Document, edit: Edit) -> dict[str, Any]:
    return {**_place(document, edit.span), "replacement": edit.replacement}


def complaint_record(complaint: Complaint) -> dict[str, Any]:
    """One complaint or note, ready for JSON."""
    return {"path": complaint.name, "line": complaint.line, "column": complaint.column, "message": complaint.what}


def summary(tally: Tally, code: int) -> dict[str, Any]:
    """The totals and the exit code, ready for JSON."""
    return {
        "files": tally.files,
        "characters": tally.characters,
        "changed": tally.changed,
        "failed": tally.failed,
        "findings": dict(tally.findings),
        "applied": dict(tally.applied),
        "exit": code,
    }


def _file(outcome: Outcome) -> dict[str, Any]:
    assert outcome.result is not None
    document = outcome.result.document
    return {
        "path": outcome.name,
        "encoding": document.encoding,
        "bom": document.bom,
        "sha256": outcome.sha256,
        "characters": len(document.text),
        "changed": outcome.result.changed,
    }


def rescan_records(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """The pages of one file that want scanning again, ready for JSON."""
    if outcome.result:
        for page in pages_to_rescan(outcome.result):
            yield {"path": outcome.name, "page": page.page, "line": page.line, "reasons": list(page.reasons)}


def _findings(outcome: Outcome) -> Iterator[dict[str, Any]]:
    if outcome.result:
        for finding in outcome.result.findings:
            yield finding_record(finding, outcome.result, outcome.settings)


def dumped(value: Any, indent: int | None = None) -> str:
    """`value` as JSON, on one line but for `indent`, whatever a reader takes for the end of one: U+2028 in a string is
    escaped, and with it all that a terminal or the log of a build would obey. Read back, it is the same string.
    """
    return _ESCAPED.sub(_escape, json.dumps(value, ensure_ascii=False, indent=indent))


def _escape(char: re.Match[str]) -> str:
    units = char[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


#: And ``##`` before ``[``, which some runners of builds take for a command.
_ESCAPED = re.compile(rf"[{UNSEEN}]|#(?=#\w*\[)")


class JsonLines:
    """A header; a record a file, finding, page to scan again, note and complaint; the totals. `type` tells which."""

    def __init__(self, out: TextIO, rules: Iterable[Rule]) -> None:
        self.out = out
        self._write("header", header(rules))

    def _write(self, kind: str, record: dict[str, Any]) -> None:
        self.out.write(dumped({"type": kind, **record}) + "\n")

    def complain(self, complaint: Complaint) -> None:
        """Writes what is wrong with a path."""
        self._write("complaint", complaint_record(complaint))

    def add(self, outcome: Outcome) -> None:
        """Writes one file's records."""
        if outcome.result:
            self._write("file", _file(outcome))
        for record in _findings(outcome):
            self._write("finding", {"path": outcome.name, **record})
        for record in rescan_records(outcome):
            self._write("rescan", record)
        for note in outcome.notes:
            self._write("note", complaint_record(note))
        if outcome.complaint:
            self._write("complaint", complaint_record(outcome.complaint))

    def end(self, tally: Tally, code: int = 0) -> None:
        """Writes the totals."""
        self._write("summary", summary(tally, code))


class Json:
    """One object: versions, `files` with their `findings`, `rescan`, `complaints`, `notes`, `summary`. Written as the
    files come in."""

    def __init__(self, out: TextIO, rules: Iterable[Rule]) -> None:
        self.out = out
        self.files = 0
        self.rescan: list[dict[str, Any]] = []
        self.complaints: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.out.write(dumped(header(rules))[:-1] + ', "files": [')

    def complain(self, complaint: Complaint) -> None:
        """Keeps what is wrong with a path for the list of complaints."""
        self.complaints.append(complaint_record(complaint))

    def add(self, outcome: Outcome) -> None:
        """Writes one file's findings."""
        if outcome.complaint:
            self.complaints.append(complaint_record(outcome.complaint))
        self.notes += map(complaint_record, outcome.notes)
        if outcome.result:
            self.rescan += rescan_records(outcome)
            record = {**_file(outcome), "findings": list(_findings(outcome))}
            self.out.write(("," if self.files else "") + "\n" + dumped(record))
            self.files += 1

    def end(self, tally: Tally, code: int = 0) -> None:
        """Closes the object."""
        rest = {
            "rescan": self.rescan,
            "complaints": self.complaints,
            "notes": self.notes,
            "summary": summary(tally, code),
        }
        self.out.write("\n], " + dumped(rest)[1:] + "\n")
