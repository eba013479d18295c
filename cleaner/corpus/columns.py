"""The columns that a run adds: their names, their types, and what stands in them for one text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cleaner.model import Held, Safety
from cleaner.reports.excerpt import seen_and_read
from cleaner.rescan import pages_to_rescan

if TYPE_CHECKING:
    import pyarrow as pa

    from cleaner.plan import Result

#: What a person refused is not left to decide.
REFUSED = (Held.KEPT, Held.RESTS_ON_HELD)


def names(prefix: str, *, fix: bool) -> tuple[str, ...]:
    """The added columns, in their order: ``text_cleaned`` (only of `fix`), ``text_findings`` … for prefix ``text``."""
    ends = ("cleaned",) * fix + ("findings", "counts", "rescan", "rescan_pages")
    return tuple(f"{prefix}_{end}" for end in ends)


def types(text: pa.DataType | None) -> tuple[pa.DataType, ...]:
    """The types of the added columns of `fix`, in their order; the cleaned text has that of `text`."""
    import pyarrow as pa
    import pyarrow.types as is_a

    whole, string = pa.int64(), pa.string()
    finding = pa.struct(
        [
            pa.field("rule", string),
            pa.field("family", string),
            pa.field("safety", string),
            pa.field("start", whole),
            pa.field("end", whole),
            pa.field("line", whole),
            pa.field("confidence", pa.float64()),
            pa.field("message", string),
            pa.field("seen", string),
            pa.field("replacement", string),
            pa.field("applied", pa.bool_()),
            pa.field("held", string),
        ]
    )
    counts = pa.struct([pa.field(name, whole) for name in ("findings", "applied", *Safety)])
    page = pa.struct([pa.field("page", whole), pa.field("line", whole), pa.field("reasons", pa.list_(string))])
    cleaned = string if text is None or is_a.is_dictionary(text) else text
    return cleaned, pa.list_(finding), counts, pa.bool_(), pa.list_(page)


def left(result: Result, *, fix: bool) -> Counter[Safety]:
    """How many findings are left to decide, by safety: after a fix those not applied, else all."""
    done = set(result.applied) if fix else frozenset()
    return Counter(
        finding.safety
        for finding in result.findings
        if finding.key not in done and result.held.get(finding.key) not in REFUSED
    )


def values(result: Result, *, fix: bool) -> list[Any]:
    """What stands in the added columns for the text of `result`."""
    document, applied = result.document, set(result.applied)
    by_safety = Counter(finding.safety for finding in result.findings)
    pages = [{"page": page.page, "line": page.line, "reasons": list(page.reasons)} for page in pages_to_rescan(result)]
    findings = []
    for finding in result.findings:
        seen, replacement = seen_and_read(document.text, finding)
        held = result.held.get(finding.key)
        findings.append(
            {
                "rule": finding.rule,
                "family": finding.family,
                "safety": finding.safety.value,
                "start": finding.span.start,
                "end": finding.span.end,
                "line": document.place(finding.span.start)[0],
                "confidence": finding.confidence,
                "message": finding.message,
                "seen": seen,
                "replacement": replacement,
                "applied": finding.key in applied,
                "held": held.value if held else None,
            }
        )
    counts = {
        "findings": len(findings),
        "applied": len(applied),
        **{safety.value: by_safety[safety] for safety in Safety},
    }
    return [*([result.text] if fix else []), findings, counts, bool(pages), pages]
