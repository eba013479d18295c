"""Runs the examples of rules: the same for `cleaner try`, for the tests, and for whoever writes a pack.

An example is run as a user would see it, with all rules that are on, and with its own rule if that is off. Its own
rule's findings are judged; the text is judged whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.document import Document
from cleaner.model import Consent, Finding, Safety, Span
from cleaner.packs import MARKS, Example, Rule, Sample
from cleaner.plan import Result, clean_document
from cleaner.reports.excerpt import visible

TOO_SLOW = "its pattern took too long; make it simpler, or give it more “seconds”"


@dataclass(frozen=True, slots=True)
class Trial:
    """An example that was run. `why` is empty where it holds."""

    rule: Rule
    number: int  # from 1, within the rule
    example: Example
    why: str = ""


def try_rule(rule: Rule, rules: Sequence[Rule]) -> Iterator[Trial]:
    """Runs each example of `rule` among `rules`."""
    active = [r for r in rules if r.on and r.id != rule.id] + [rule]
    for number, example in enumerate(rule.examples, 1):
        why = _wrong(rule, example, active)
        if example.missed:
            # Strict: a known miss that is caught is good news that the pack must tell.
            why = "" if why else "it is caught now; delete “missed”"
        yield Trial(rule, number, example, why)


def try_sample(sample: Sample, rules: Sequence[Rule]) -> str:
    """What is wrong with a text that is to stay as it is, asked of all rules that are on or that it names."""
    for name in sample.rules:
        if not any(name in (rule.id, rule.family, rule.name) for rule in rules):
            return f"no rule or family is called “{name}”"
    active = [r for r in rules if r.on or {r.id, r.family, r.name} & set(sample.rules)]
    result = _run(sample.good, active, risky=True)
    if not result.findings:
        return ""
    others = ", ".join(sorted({finding.rule for finding in result.findings}))
    return f"found what must be left be: {_told(sample.good, [f.span for f in result.findings])} ({others})"


def _wrong(rule: Rule, example: Example, active: Sequence[Rule]) -> str:
    """What is wrong with `example`, or nothing."""
    if example.bad is None:
        return _not_left_be(rule, example.good or "", active)
    text, marks = unmarked(example.bad)
    result = _run(text, active, risky=False)
    if rule.name in result.unfinished:
        return TOO_SLOW
    found = _of(rule, result)
    if not found:
        return "nothing was found"
    spans = {finding.span for finding in found}
    if marks and spans != set(marks):
        return f"found at {_told(text, spans)}, not at the marks {_told(text, marks)}"
    if example.good is None:
        applied = [f for f in _of(rule, _run(text, active, risky=True)) if f.fix and f.safety is not Safety.SHOWN]
        return f"has a fix: {_told(text, [f.span for f in applied])}" if applied else ""
    if result.text != example.good and rule.safety is not Safety.SAFE:
        result = _run(text, active, risky=True)
    if result.text != example.good:
        return f"became “{visible(result.text)}”, not “{visible(example.good)}”"
    again = _of(rule, _run(result.text, active, risky=True))
    return f"still found once mended: {_told(result.text, [f.span for f in again])}" if again else ""


def _not_left_be(rule: Rule, text: str, active: Sequence[Rule]) -> str:
    result = _run(text, active, risky=True)
    if rule.name in result.unfinished:
        return TOO_SLOW
    found = _of(rule, result)
    if found:
        return f"found what must be left be: {_told(text, [f.span for f in found])}"
    if result.changed:
        others = ", ".join(sorted({key.partition(":")[0] for key in result.applied}))
        return f"became “{visible(result.text)}” through {others}"
    return ""


def unmarked(text: str) -> tuple[str, list[Span]]:
    """`text` without its marks ⟦ ⟧, and the spans that stood between them."""
    spans, plain, start = [], "", 0
    for char in text:
        if char == MARKS[0]:
            start = len(plain)
        elif char == MARKS[1]:
            spans.append(Span(start, len(plain)))
        else:
            plain += char
    return plain, spans


def _run(text: str, rules: Sequence[Rule], *, risky: bool) -> Result:
    return clean_document(Document(text), rules, Consent(risky=risky, any_language=True))


def _of(rule: Rule, result: Result) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == rule.id]


def _told(text: str, spans: Sequence[Span] | set[Span]) -> str:
    return "、".join(f"“{visible(text[span.start : span.end])}”" for span in sorted(spans))
