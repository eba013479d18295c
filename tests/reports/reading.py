"""Reads each format back into what it tells, with none of the code that wrote it."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote

from cleaner.inputs import Complaint
from cleaner.model import Tally
from cleaner.reports.formats import Format, report_for
from cleaner.settings import Settings
from cleaner.work import Outcome, rules_for

RULES = rules_for(Settings())


class Told(NamedTuple):
    """What every format says of a finding."""

    path: str
    rule: str
    line: int
    column: int
    safety: str


def written(
    name: Format,
    outcomes: Iterable[Outcome],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    code: int = 0,
    complaints: Iterable[Complaint] = (),
    **options: Any,
) -> str:
    """What the format `name` says of `outcomes`."""
    out = io.StringIO()
    report = report_for(name, out, settings, RULES, **options)
    tally = Tally()
    for complaint in complaints:
        report.complain(complaint)
    for outcome in outcomes:
        report.add(outcome)
        tally += outcome.tally()
    report.end(tally, code)
    return out.getvalue()


def told(name: Format, text: str, lang: str = "en") -> Counter[Told]:
    """The findings that `text`, in the format `name`, tells and does not say were set aside.

    Of line breaks that `text` tells together, only the first has a place: see `grouped`.
    """
    return Counter(_READERS[name](text, lang))


_GROUP = re.compile(r"lines \d+–\d+: (\d+) line breaks|第 \d+–\d+ 行：段内断行 (\d+) 处")
_SAFETIES = {"安全": "safe", "有风险": "risky", "仅提示": "shown"}


def _safety(word: str) -> str:
    return _SAFETIES.get(word, word)


def _text(text: str, lang: str) -> Iterable[Told]:
    for line in text.splitlines():
        head = re.match(r"(.+?):(\d+):(\d+)  (\S+)  (\S+)  (.*)", line)
        if head:
            group = _GROUP.match(head[6])
            count = int(group[1] or group[2]) if group else 1
            for _ in range(count):
                # Only the first of a group has its place on the line.
                yield Told(head[1], head[4], int(head[2]), int(head[3]), _safety(head[5]))


def _json(text: str, lang: str) -> Iterable[Told]:
    for file in json.loads(text)["files"]:
        yield from (_record(file["path"], finding) for finding in file["findings"] if not finding["suppressed"])


def _jsonl(text: str, lang: str) -> Iterable[Told]:
    for record in map(json.loads, text.splitlines()):
        if record["type"] == "finding" and not record["suppressed"]:
            yield _record(record["path"], record)


def _record(path: str, finding: dict[str, Any]) -> Told:
    return Told(path, finding["rule"], finding["line"], finding["column"], finding["safety"])


def _sarif(text: str, lang: str) -> Iterable[Told]:
    (run,) = json.loads(text)["runs"]
    for result in run["results"]:
        if not result["suppressions"]:
            physical = result["locations"][0]["physicalLocation"]
            artifact = run["artifacts"][physical["artifactLocation"]["index"]]
            assert artifact["location"]["uri"] == physical["artifactLocation"]["uri"]
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            region = physical["region"]
            safety = result["properties"]["safety"]
            assert result["level"] == {"safe": "error", "risky": "warning", "shown": "note"}[safety]
            path = unquote(physical["artifactLocation"]["uri"])
            yield Told(path, result["ruleId"], region["startLine"], region["startColumn"], safety)


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Level, properties and message of a workflow command, read as the runner does."""
    level, rest = line.removeprefix("::").split(" ", 1)
    told, message = rest.split("::", 1)
    properties = dict(part.split("=", 1) for part in told.split(","))
    for sign, code in ((",", "%2C"), (":", "%3A"), ("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        properties = {key: value.replace(code, sign) for key, value in properties.items()}
        if sign not in ",:":
            message = message.replace(code, sign)
    return level, properties, message


def _github(text: str, lang: str) -> Iterable[Told]:
    for line in text.splitlines():
        if not line.startswith("::"):
            continue
        _, properties, message = command(line)
        title = re.fullmatch(r"(\S+) \((\S+)\)", properties["title"])
        if title:
            place = re.match(r"(\d+):(\d+): ", message.removeprefix(properties["file"] + ":"))
            assert place
            assert int(properties["line"]) == int(place[1]) <= int(properties["endLine"])
            assert int(properties.get("col", place[2])) == int(place[2])
            assert ("col" in properties) == (properties["line"] == properties["endLine"])
            yield Told(properties["file"], title[1], int(place[1]), int(place[2]), _safety(title[2]))


def _markdown(text: str, lang: str) -> Iterable[Told]:
    path = ""
    for line in text.splitlines():
        summary = re.fullmatch(r"<summary>(.*) \(\d+\)</summary>", line)
        if summary:
            path = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), summary[1])
        item = re.match(r"- (\d+):(\d+) `(\S+)` ([^:：,]+)(, \d+%)?[:：] ?(.*)", line)
        if item:
            group = None if item[5] else _GROUP.match(item[6])
            assert item[5] or group
            for _ in range(int(group[1] or group[2]) if group else 1):
                yield Told(path, item[3], int(item[1]), int(item[2]), _safety(item[4]))


_READERS = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "github": _github,
    "markdown": _markdown,
}
