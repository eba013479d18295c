"""SARIF: valid, in the right places, and with fixes that stand alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from cleaner.decisions import Verdict, decide
from cleaner.document import Document
from cleaner.inputs import Complaint
from cleaner.model import Consent, Edit, Fix, Safety, Span
from cleaner.plan import clean_document
from cleaner.repair import apply
from cleaner.reports.alone import alone
from cleaner.settings import Settings
from cleaner.work import Outcome, clean_bytes
from tests.conftest import ROOT, Run
from tests.reports.reading import RULES, written
from tests.test_across import CUT, OTHER, REST, lay, page
from tests.test_laws import documents, lawful
from tests.test_reports import finding

SEEDS = sorted(path for path in (ROOT / "seeds").iterdir() if path.name[0].isdigit())
SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA, format_checker=Draft7Validator.FORMAT_CHECKER)


def run_of(outcome: Outcome, lang: str = "en", code: int = 0, *complaints: Complaint) -> dict[str, Any]:
    """The run in a log of `outcome`, which is valid."""
    log = json.loads(written("sarif", [outcome], Settings(lang=lang), code, complaints))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


def offset(text: str, newlines: list[str], line: int, column: int) -> int:
    """The code point at a line and column, the lines parted as SARIF says."""
    starts = [0] + [found.end() for found in re.finditer("|".join(sorted(newlines, reverse=True)), text)]
    return starts[line - 1] + column - 1


def spans(text: str, run: dict[str, Any], region: dict[str, Any]) -> tuple[int, int]:
    """The place of `region`, said in two ways that agree."""
    newlines = run["newlineSequences"]
    start = offset(text, newlines, region["startLine"], region["startColumn"])
    end = offset(text, newlines, region["endLine"], region["endColumn"])
    assert (start, end - start) == (region["charOffset"], region["charLength"])
    return start, end


def mended(text: str, run: dict[str, Any], fix: dict[str, Any]) -> str:
    """`text` with one SARIF fix applied by lines and columns, as an editor would: from behind, so that places hold."""
    (change,) = fix["artifactChanges"]
    parts = [
        (*spans(text, run, replacement["deletedRegion"]), replacement.get("insertedContent", {}).get("text", ""))
        for replacement in change["replacements"]
    ]
    for start, end, put in reversed(parts):
        text = text[:start] + put + text[end:]
    return text


def check_fixes(outcome: Outcome) -> int:
    """Each fix, applied by itself to the text as read, gives what our own repair gives; how many there were."""
    assert outcome.result
    result, text = outcome.result, outcome.result.document.text
    run = run_of(outcome)
    by_key = {finding.key: finding for finding in result.findings}
    count = 0
    for told in run["results"]:
        one = by_key[told["properties"]["key"]]
        spans(text, run, told["locations"][0]["physicalLocation"]["region"])
        for related in told.get("relatedLocations", ()):
            if "charOffset" in related["physicalLocation"]["region"]:
                spans(text, run, related["physicalLocation"]["region"])
        assert len(told.get("fixes", ())) == (one.fix is not None)
        for fix in told.get("fixes", ()):
            count += 1
            got = mended(text, run, fix)
            assert got == apply(text, alone(one, by_key))[0] != text
            # What stands alone holds at least what the fix itself does.
            assert one.fix
            assert set(one.fix.edits) <= set(alone(one, by_key))
    return count


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_fixes_of_seeds_stand_alone(seed: Path) -> None:
    """Applied one by one with another program, each mends its finding."""
    outcome = clean_bytes(seed.read_bytes(), seed.name, Settings(risky=True), RULES)
    assert outcome.result
    assert check_fixes(outcome) == sum(finding.fix is not None for finding in outcome.result.findings)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_what_a_fix_has_mended_is_not_found_again(seed: Path) -> None:
    """After a fix alone, its finding is gone from the text."""
    text = seed.read_text(encoding="utf-8")
    result = clean_document(Document(text), RULES)
    by_key = {finding.key: finding for finding in result.findings}
    for one in [f for f in result.findings if f.fix][::7]:
        after = clean_document(Document(apply(text, alone(one, by_key))[0]), RULES)
        same = [f for f in result.findings if (f.rule, f.fingerprint) == (one.rule, one.fingerprint)]
        again = [f for f in after.findings if (f.rule, f.fingerprint) == (one.rule, one.fingerprint)]
        assert len(again) < len(same), one.key


@lawful
@given(documents())
def test_fixes_of_made_documents_stand_alone(made: tuple[bytes, list[str]]) -> None:
    """With a byte order mark, with any line ends, where findings rest on others."""
    check_fixes(clean_bytes(made[0], "a.txt", Settings(risky=True), RULES))


def test_a_fix_takes_along_what_it_takes_the_place_of() -> None:
    """A loop over a join that moved a folio deletes the folio's place: alone, it must put the folio back too."""
    text = "甲乙丙，甲乙\n— 7 —\n丙，丁。\n"
    join = finding(6, 13, Edit(Span(6, 13)), Edit(Span(len(text), len(text)), "— 7 —\n"), rule="cut")
    loop = finding(0, 15, Edit(Span(4, 15)), rule="loop")
    loop = type(loop)(**{name: getattr(loop, name) for name in loop.__slots__} | {"after": (join.key,)})
    by_key = {join.key: join, loop.key: loop}
    assert apply(text, alone(loop, by_key))[0] == "甲乙丙，丁。\n— 7 —\n"
    # What it does not touch stays out of it.
    far = type(loop)(
        **{name: getattr(loop, name) for name in loop.__slots__} | {"fix": Fix((Edit(Span(0, 4)),), Safety.SAFE)}
    )
    assert alone(far, by_key) == (Edit(Span(0, 4)),)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_log_tells_how_the_run_went(lang: str) -> None:
    """Exit code, what could not be read and where, and the rules with their help."""
    bad = clean_bytes("早市".encode("gbk"), "差.txt", Settings(lang=lang), RULES)
    run = run_of(bad, lang, 2, Complaint("不在.txt", "gone"), Complaint("", "no place"))
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    notes = invocation["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error"] * 3
    places = [note.get("locations", [{}])[0].get("physicalLocation", {}) for note in notes]
    assert [unquote_to_bytes(place["artifactLocation"]["uri"]).decode() if place else "" for place in places] == [
        "不在.txt",
        "",
        "差.txt",
    ]
    assert places[2]["region"]["startLine"] == 1
    assert (run["columnKind"], run["results"]) == ("unicodeCodePoints", [])
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for told, rule in zip(rules, RULES, strict=True):
        words = rule.words(lang)
        assert told["shortDescription"]["text"] == words.title
        assert words.why in told["help"]["text"].replace("{{", "{").replace("}}", "}")
        assert {"text", "markdown"} <= set(told["help"])
        assert "<" not in re.sub(r"```.*?```|\\<", "", told["help"]["markdown"], flags=re.S)


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("utf-16-le", "UTF-16LE"), ("big5", "Big5")]
)
def test_files_have_hash_and_encoding(encoding: str, said: str) -> None:
    """What the places were counted in can be told."""
    outcome = clean_bytes("早市，，清水。\n".encode(encoding), "a.txt", Settings(encoding=encoding), RULES)
    (artifact,) = run_of(outcome)["artifacts"]
    assert (artifact["encoding"], artifact["hashes"]) == (said, {"sha-256": outcome.sha256})


def test_names_in_any_script_are_uris(run: Run, here: Path) -> None:
    """Spaces, signs, Chinese and colons come back from the URI as they were, from the repository's root."""
    (here / ".git").mkdir()
    names = ["甲 乙#1%.txt", "a:b?.txt", "深/处/[x].md"]
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("早市，，热闹。\n", encoding="utf-8")
    log = json.loads(run("check", ".", "--format", "sarif").stdout)
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (told,) = log["runs"]
    uris = [artifact["location"]["uri"] for artifact in told["artifacts"]]
    assert sorted(unquote_to_bytes(uri).decode() for uri in uris) == sorted(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri) for uri in uris)


def test_uris_start_from_the_repository(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in a folder of it names files as a run at its root does; a file outside has a whole URI."""
    (here / ".git").mkdir()
    (here / "scans").mkdir()
    (here / "scans" / "a.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    (here.parent / "b.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    monkeypatch.chdir(here / "scans")
    (told,) = json.loads(run("check", "a.txt", "../../b.txt", "--format", "sarif").stdout)["runs"]
    first, second = (artifact["location"] for artifact in told["artifacts"])
    assert first == {"uri": "scans/a.txt", "uriBaseId": "%SRCROOT%", "index": 0}
    assert second == {"uri": (here.parent / "b.txt").as_uri(), "index": 1}
    lines = run("check", "a.txt", "--format", "github").stdout
    assert lines.startswith("::error file=scans/a.txt,line=1,")


def test_what_a_person_refused_is_suppressed() -> None:
    """With who, when and why; all else says that it is not."""
    text = "渡口新近吸引技师技师落户，码头上的早市，，比往年热闹。\n"
    document = Document(text)
    comma = next(f for f in clean_document(document, RULES).findings if f.rule == "doubled-punctuation")
    kept = decide("a.txt", comma.rule, text, comma.span, Verdict.KEEP, remark="原书如此", by="馆员")
    run = run_of(clean_bytes(text.encode(), "a.txt", Settings(), RULES, [kept]))
    by_rule = {result["ruleId"]: result["suppressions"] for result in run["results"]}
    assert by_rule["stuttered-word"] == []
    (said,) = by_rule["doubled-punctuation"]
    assert (said["kind"], said["status"], said["properties"]["by"]) == ("external", "accepted", "馆员")
    assert said["justification"].endswith("原书如此")


def test_related_places_are_linked_in_the_message() -> None:
    """Code scanning shows a related place only where the message has a link to it."""
    seed = SEEDS[2]
    run = run_of(clean_bytes(seed.read_bytes(), seed.name, Settings(), RULES))
    linked = 0
    for result in run["results"]:
        ids = [str(place["id"]) for place in result.get("relatedLocations", ())]
        assert re.findall(r"\]\((\d+)\)", result["message"]["text"]) == ids[:5]
        linked += len(ids)
    assert linked > 5


def test_links_to_another_file_have_its_line(run: Run, here: Path) -> None:
    """Of a place in another file the line is told, and the file is named."""
    lay(here, p1=page(1, CUT, "（下转第4版）"), p4=page(4, OTHER, "（上接第1版）", REST))
    (told,) = json.loads(run("check", ".", "--select", "jump-link", "--format", "sarif").stdout)["runs"]
    places = [place["physicalLocation"] for result in told["results"] for place in result["relatedLocations"]]
    assert [(place["artifactLocation"]["uri"], place["region"]) for place in places] == [
        ("p4.txt", {"startLine": 5}),
        ("p1.txt", {"startLine": 5}),
    ]


def test_a_text_with_cr_alone_says_so() -> None:
    """Lines that end in CR are counted only where the log says that they are."""
    cr = run_of(clean_bytes("头版。\r早市，，热闹。\r".encode(), "a.txt", Settings(), RULES))
    assert "\r" in cr["newlineSequences"]
    lf = run_of(clean_bytes("头版。\r\n早市，，热闹。\r\n".encode(), "a.txt", Settings(), RULES))
    assert lf["newlineSequences"] == ["\r\n", "\n"]


def test_consent_changes_no_fix() -> None:
    """Whether a fix would be applied by us is no matter to those who apply it themselves."""
    text = "渡口新近吸引技师技师落户。\n"
    both = [clean_document(Document(text), RULES, consent) for consent in (Consent(), Consent(risky=True))]
    runs = [run_of(Outcome("a.txt", result)) for result in both]
    assert runs[0]["results"][0]["fixes"] == runs[1]["results"][0]["fixes"]
