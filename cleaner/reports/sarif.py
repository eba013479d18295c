"""SARIF 2.1.0, for code scanning and for editors: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

Written as the files come in: results go out at once, the list of files waits in a file of its own. Lines and columns
are counted as `Document.place` does; offsets and columns are code points, without a byte order mark.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from cleaner._version import __version__
from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Edit, Finding, Held, Related, Safety, Span, Tally
from cleaner.packs import Rule
from cleaner.plan import Result
from cleaner.reports import SCHEMA, in_settings, suppression
from cleaner.reports.alone import alone
from cleaner.reports.evidence import note_in_words
from cleaner.reports.places import BASE, Places
from cleaner.reports.records import dumped, rules_version
from cleaner.reports.rules import rule_section, rule_text
from cleaner.settings import Settings
from cleaner.wording import between, say
from cleaner.work import Outcome

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The name under which a finding's fingerprint stands in `partialFingerprints`; another way to make it is another name.
FINGERPRINT = "cleaner/v1"
#: Code points of a finding that are quoted as a snippet; a longer one is left to be looked up.
SNIPPET = 1000
#: Related places that the message links to: a line drawn in layers has one a run.
LINKS = 5
#: Related places that are told at all: code scanning shows so many, and refuses a log with a thousand.
RELATED = 100
#: How the list of files is kept: in memory up to so many characters.
SPOOLED = 1 << 20

LEVELS = {Safety.SAFE: "error", Safety.RISKY: "warning", Safety.SHOWN: "note"}
#: What code scanning calls how often a rule is right.
PRECISIONS = {Safety.SAFE: "very-high", Safety.RISKY: "high", Safety.SHOWN: "medium"}
SEVERITIES = {Safety.SAFE: "error", Safety.RISKY: "warning", Safety.SHOWN: "recommendation"}
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
#: IANA's names of the usual encodings, by Python's.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "gb18030": "GB18030",
    "gbk": "GBK",
    "gb2312": "GB2312",
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "hz": "HZ-GB-2312",
}


class SarifReport:
    """One SARIF log with one run."""

    def __init__(self, out: TextIO, rules: Sequence[Rule], lang: str = "en", places: Places | None = None) -> None:
        self.out, self.lang, self.places = out, lang, places or Places()
        self.rules = {rule.id: index for index, rule in enumerate(rules)}
        self.files = self.results = 0
        self.notifications: list[dict[str, Any]] = []
        self.newlines = ["\r\n", "\n"]
        # Closed by `end`; where that is not reached, the system forgets it with us.
        self.artifacts = tempfile.SpooledTemporaryFile(SPOOLED, "w+", encoding="utf-8")  # noqa: SIM115
        run = {"tool": {"driver": _driver(rules, lang)}, "language": LANGUAGES[lang]}
        run |= {"columnKind": "unicodeCodePoints", "originalUriBaseIds": {BASE: {"description": _text(_base(lang))}}}
        log = {"$schema": SCHEMA_URI, "version": "2.1.0"}
        self.out.write(dumped(log)[:-1] + ', "runs": [' + dumped(run)[:-1] + ', "results": [')

    def complain(self, complaint: Complaint) -> None:
        """Keeps what is wrong with a path for the list of notifications."""
        self._notify(complaint, self.places.location(self.places.full(complaint.name)) if complaint.name else None)

    def add(self, outcome: Outcome) -> None:
        """Writes one file's results."""
        place: dict[str, Any] = {**self.places.location(self.places.of(outcome)), "index": self.files}
        artifact: dict[str, Any] = {"location": dict(place), "roles": ["analysisTarget"]}
        if outcome.sha256:
            artifact["hashes"] = {"sha-256": outcome.sha256}
        if outcome.result:
            encoding = outcome.result.document.encoding
            artifact["encoding"] = ENCODINGS.get(encoding, encoding)
        self.artifacts.write(("," if self.files else "") + "\n" + dumped(artifact))
        self.files += 1
        if outcome.result:
            for result in self._results(outcome.result, outcome.settings, place):
                self.out.write(("," if self.results else "") + "\n" + dumped(result))
                self.results += 1
        if outcome.complaint:
            self._notify(outcome.complaint, place)

    def end(self, tally: Tally, code: int = 0) -> None:
        """Closes the log with the files, and with how the run went."""
        self.out.write('\n], "artifacts": [')
        self.artifacts.seek(0)
        while part := self.artifacts.read(SPOOLED):
            self.out.write(part)
        self.artifacts.close()
        invocation: dict[str, Any] = {"executionSuccessful": code < 2, "exitCode": code}
        invocation["exitCodeDescription"] = say(self.lang, f"exit-{code}")
        invocation["toolExecutionNotifications"] = self.notifications
        rest = {"invocations": [invocation], "newlineSequences": self.newlines}
        self.out.write("\n], " + dumped(rest)[1:] + "]}\n")

    def _notify(self, complaint: Complaint, place: dict[str, Any] | None) -> None:
        notification: dict[str, Any] = {"level": "error", "message": _text(complaint.what)}
        if place:
            physical: dict[str, Any] = {"artifactLocation": place}
            if complaint.line:
                column = max(1, complaint.column)
                physical["region"] = {"startLine": complaint.line, "startColumn": column, "endColumn": column}
            notification["locations"] = [{"physicalLocation": physical}]
        self.notifications.append(notification)

    def _results(self, result: Result, settings: Settings, place: dict[str, Any]) -> Iterator[dict[str, Any]]:
        document = result.document
        by_key = {finding.key: finding for finding in result.findings}
        if "\r" not in self.newlines and "\r" in document.text and "\n" not in document.text:
            self.newlines.append("\r")
        for finding in result.findings:
            told = self._result(finding, result, place, by_key)
            told["suppressions"] = list(self._suppressions(finding, result, settings))
            yield told

    def _result(
        self, finding: Finding, result: Result, place: dict[str, Any], by_key: dict[str, Finding]
    ) -> dict[str, Any]:
        document = result.document
        spot = _region(document, finding.span)
        if len(finding.span) <= SNIPPET:
            spot["snippet"] = {"text": document.text[finding.span.start : finding.span.end]}
        record: dict[str, Any] = {"ruleId": finding.rule}
        if finding.rule in self.rules:
            record["ruleIndex"] = self.rules[finding.rule]
        few = finding.related[:RELATED]
        related = [self._related(one, number, document, place) for number, one in enumerate(few, 1)]
        record |= {
            "level": LEVELS[finding.safety],
            "message": {"text": _plain(finding.message) + "".join(f" {link}" for link, _ in related[:LINKS])},
            "locations": [{"physicalLocation": {"artifactLocation": place, "region": spot}}],
            "partialFingerprints": {FINGERPRINT: finding.fingerprint},
            "rank": round(100 * finding.confidence, 2),
            "suppressions": [],
        }
        if related:
            record["relatedLocations"] = [location for _, location in related]
        if finding.fix:
            record["fixes"] = [self._fix(finding, document, place, by_key)]
        record["properties"] = {
            "family": finding.family,
            "safety": finding.safety,
            "confidence": finding.confidence,
            "evidence": dict(finding.evidence),
            "page": document.line_at(finding.span.start).page,
            "held": result.held.get(finding.key),
            "key": finding.key,
            "after": list(finding.after),
        }
        return record

    def _related(
        self, related: Related, number: int, document: Document, place: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """The link to a related place for the message, without which code scanning does not show it; and the place."""
        note = note_in_words(related.note, self.lang)
        if related.path is None:
            region = _region(document, related.span)
            where = f"{region['startLine']}:{region['startColumn']}"
            physical = {"artifactLocation": place, "region": region}
        else:
            # Only the line is known of another file: its text is not at hand.
            there = self.places.full(related.path)
            line = related.line or 1
            where = f"{self.places.name(there)}:{line}"
            physical = {"artifactLocation": self.places.location(there), "region": {"startLine": line}}
        link = f"{_plain(note)} {where}".translate(_IN_LINK)
        return f"[{link}]({number})", {"id": number, "physicalLocation": physical, "message": _text(note)}

    def _suppressions(self, finding: Finding, result: Result, settings: Settings) -> Iterator[dict[str, Any]]:
        held = result.held.get(finding.key)
        kind = suppression(finding, held, settings)
        if not kind:
            return
        decision = result.decided.get(finding.key)
        if held is Held.ALLOWED:
            words = say(self.lang, "suppressed-settings" if in_settings(finding, settings) else "suppressed-comment")
        else:
            words = say(self.lang, "suppressed-baseline" if decision and decision.baseline else "suppressed-person")
        if decision and decision.remark:
            words += f"{say(self.lang, 'colon')}{decision.remark}"
        told: dict[str, Any] = {"kind": kind, "status": "accepted", "justification": words}
        if decision:
            told["properties"] = {"by": decision.by, "at": decision.at}
        yield told

    def _fix(
        self, finding: Finding, document: Document, place: dict[str, Any], by_key: dict[str, Finding]
    ) -> dict[str, Any]:
        assert finding.fix
        edits = alone(finding, by_key)
        words = say(self.lang, "sarif-fix", rule=finding.rule)
        if len(edits) != len(finding.fix.edits) or set(edits) != set(finding.fix.edits):
            others = between(self.lang).join(dict.fromkeys(key.partition(":")[0] for key in finding.after))
            words = say(self.lang, "sarif-fix-with", rule=finding.rule, others=others)
        replacements = [_replacement(document, edit) for edit in edits]
        return {
            "description": _text(words),
            "artifactChanges": [{"artifactLocation": place, "replacements": replacements}],
        }


def _replacement(document: Document, edit: Edit) -> dict[str, Any]:
    replacement: dict[str, Any] = {"deletedRegion": _region(document, edit.span)}
    if edit.replacement:
        replacement["insertedContent"] = {"text": edit.replacement}
    return replacement


def _region(document: Document, span: Span) -> dict[str, Any]:
    line, column = _point(document, span.start)
    end_line, end_column = _point(document, span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": len(span),
    }


def _point(document: Document, position: int) -> tuple[int, int]:
    """Line and column of `position`. Behind a last line end there is no line: that is the column after it."""
    line, column = document.place(position)
    if column == 1 and 0 < position == len(document.text):
        line, column = document.place(position - 1)
        return line, column + 1
    return line, column


def _driver(rules: Sequence[Rule], lang: str) -> dict[str, Any]:
    return {
        "name": "cleaner",
        "version": __version__,
        "language": LANGUAGES[lang],
        "rules": [_rule(rule, lang) for rule in rules],
        "properties": {"schema": SCHEMA, "rules": rules_version(rules)},
    }


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    words = rule.words(lang)
    text = _plain(rule_text(rule, lang))
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": _text(words.title),
        "fullDescription": _text(words.why or words.title),
        "help": {"text": text, "markdown": _braced("\n".join(rule_section(rule, lang)))},
        "defaultConfiguration": {"level": LEVELS[rule.safety]},
        "properties": {
            "tags": [rule.family],
            "safety": rule.safety,
            "precision": PRECISIONS[rule.safety],
            "problem.severity": SEVERITIES[rule.safety],
        },
    }


def _base(lang: str) -> str:
    return say(lang, "sarif-base")


def _text(words: str) -> dict[str, str]:
    return {"text": _plain(words)}


def _plain(words: str) -> str:
    """`words` as they are: “{0}” would be filled, and “[a](1)” be a link."""
    return _braced(words).replace("](", "] (")


def _braced(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


_IN_LINK = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]"})
