"""The engine and what tells of its findings, on texts."""

from __future__ import annotations

import json
import random
from contextlib import suppress

from benchmarks.fuzzing import texts
from benchmarks.fuzzing.shared import Target, rules_of


def _make_text(rng: random.Random) -> bytes:
    return bytes([rng.randrange(256)]) + texts.text(rng).encode("utf-8", "surrogatepass")


def _check_engine(data: bytes) -> None:
    """The first byte says with which rules and consent; what follows is the text, halves of pairs too."""
    from benchmarks.fuzzing import laws
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.plan import clean_document
    from cleaner.suppressions import allowed_in, notes

    how, text = data[0] if data else 0, data[1:].decode("utf-8", "surrogatepass" if _whole(data) else "replace")
    rules = rules_of(int(how % 4 == 3))
    consent = Consent(risky=bool(how & 4), any_language=bool(how & 8), lang="zh" if how & 16 else "en")
    allowed = allowed_in(text, comments=bool(how & 32))
    list(notes(allowed, {("shadow-run", "doubled-characters")}, {"shadow-run"}))
    result = clean_document(Document(text), rules, consent, (), allowed)
    laws.hold(result, rules, consent, allowed)


def _whole(data: bytes) -> bool:
    try:
        data[1:].decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _make_reports(rng: random.Random) -> bytes:
    return _make_text(rng)[:1500]


def _check_reports(data: bytes) -> None:
    """All that tells of findings: what they print is text that can be written, and JSON where it should be."""
    import io

    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.plan import clean_document
    from cleaner.reports.formats import FORMATS, report_for
    from cleaner.reports.patch import NoPatch, patch
    from cleaner.reports.words import words
    from cleaner.settings import Settings
    from cleaner.work import Outcome

    how, text = data[0] if data else 0, data[1:].decode("utf-8", "replace")
    lang = "zh" if how & 1 else "en"
    rules = rules_of(0)
    result = clean_document(Document(text, "a.txt"), rules, Consent(lang=lang))
    outcome = Outcome("a.txt", result)
    for name in FORMATS:
        out = io.StringIO()
        report = report_for(name, out, Settings(lang=lang), rules)
        report.add(outcome)
        report.end(outcome.tally())
        out.getvalue().encode()
        if name in ("json", "sarif"):
            json.loads(out.getvalue())
        elif name == "jsonl":
            for line in out.getvalue().split("\n")[:-1]:
                json.loads(line)
    with suppress(NoPatch):
        patch("a.txt", result.document, result.edits)
    "".join(words("a.txt", result.document, result.edits)).encode()


TARGETS = (
    Target("engine", _make_text, _check_engine, 12, "document text to findings to fix, with the laws"),
    Target("reports", _make_reports, _check_reports, 1, "findings in every format that tells of them"),
)
