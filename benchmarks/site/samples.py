"""A rule's examples as the tool itself mends them today: text before, with its marks, and text after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from cleaner.document import Document
from cleaner.model import Consent, Edit, Finding, Safety, Span
from cleaner.packs import Example, Rule
from cleaner.plan import Result, clean_document
from cleaner.reports.excerpt import visible

#: Rules that are asked for by a flag, with the flag: what it converts to stands in the pack.
SCRIPT_RULE = "script-conversion"


@dataclass(frozen=True, slots=True)
class Shown:
    """An example and what the tool makes of it. `findings` are those of its rule; `risky`: consent was given."""

    example: Example
    result: Result
    findings: tuple[Finding, ...]
    risky: bool

    @property
    def mended(self) -> bool:
        """Whether the text was changed."""
        return self.result.changed


def shown(rule: Rule, rules: Sequence[Rule], lang: str) -> Iterator[Shown]:
    """Each example of `rule`, run as `cleaner try` does: among the rules that are on, with consent where needed."""
    active = [other for other in rules if other.on and other.id != rule.id] + [rule]
    for example in rule.examples:
        document = Document(example.text)
        result = clean_document(document, active, Consent(any_language=True, lang=lang))
        risky = rule.safety is not Safety.SAFE or (example.good is not None and result.text != example.good)
        if risky:
            result = clean_document(document, active, Consent(risky=True, any_language=True, lang=lang))
        own = tuple(finding for finding in result.findings if finding.rule == rule.id)
        yield Shown(example, result, own, risky and bool(result.applied))


def before_html(sample: Shown) -> str:
    """The text before, as HTML: what goes struck through, what comes underlined, what is only shown marked."""
    text = sample.result.document.text
    if not sample.mended:
        return _marked(text, [finding.span for finding in sample.findings])
    out, done = [], 0
    for edit in _merged(sample.result.edits):
        out.append(_text(text[done : edit.span.start]))
        gone = text[edit.span.start : edit.span.end]
        if gone:
            out.append(f"<del>{_text(gone, ends=True)}</del>")
        if edit.replacement:
            out.append(f"<ins>{_text(edit.replacement)}</ins>")
        done = edit.span.end
    return "".join([*out, _text(text[done:])])


def after_html(sample: Shown) -> str:
    """The text after, as HTML."""
    return _text(sample.result.text)


def _merged(edits: Sequence[Edit]) -> Iterator[Edit]:
    """`edits` in their order, those that touch as one."""
    last: Edit | None = None
    for edit in sorted(edits, key=lambda edit: edit.span):
        if last is not None and edit.span.start == last.span.end:
            last = Edit(Span(last.span.start, edit.span.end), last.replacement + edit.replacement)
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last


def _marked(text: str, spans: Sequence[Span]) -> str:
    out, done = [], 0
    for span in sorted(spans):
        if span.start >= done:
            out += [_text(text[done : span.start]), f"<mark>{_text(text[span.start : span.end])}</mark>"]
            done = span.end
    return "".join([*out, _text(text[done:])])


def _text(text: str, *, ends: bool = False) -> str:
    """`text` for a ``pre``: unseen characters as escapes, page ends as ␌; with `ends` a line end that goes is ⏎ too."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # An entity, as a blank line would end the block of HTML in Markdown.
    return ("⏎&#10;" if ends else "&#10;").join(escape(visible(line), quote=False) for line in lines)
