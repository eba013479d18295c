"""Texts out of a column, cleaned as `cleaner fix` cleans a file, with what was found beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cleaner.model import Safety, Tally
from cleaner.packs import Rule
from cleaner.plan import Result
from cleaner.reports.excerpt import seen_and_read
from cleaner.rescan import pages_to_rescan
from cleaner.settings import Settings
from cleaner.work import LawBroken, Outcome, clean_bytes, rules_for

#: What is put behind the name of the text column for each column that is added.
ADDED = ("findings", "counts", "rescan", "trouble")


@cache
def _rules(settings: Settings) -> Sequence[Rule]:
    """The rules of `settings`, read once a process: they hold compiled patterns, and do not travel."""
    return rules_for(settings)


def settings_of(
    *,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    packs: str | Sequence[str] = (),
    risky: bool = False,
    min_confidence: float = 0.0,
    any_language: bool = False,
    lang: str = "en",
) -> Settings:
    """The options of `map_batch` and of the datatrove block: those of ``cleaner fix``, by the same names.

    `select` and `ignore` name rules or families, `packs` are paths of rule packs. Raises SettingsError for a name that
    no rule has, and PackError for a broken pack: here, not in each worker.
    """

    def names(given: str | Sequence[str]) -> tuple[str, ...]:
        return (given,) if isinstance(given, str) else tuple(given)

    settings = Settings(
        select=names(select),
        ignore=names(ignore),
        packs=names(packs),
        risky=risky,
        min_confidence=min_confidence,
        any_language=any_language,
        encoding="utf-8",  # texts come as such: there is nothing to tell
        lang=lang,
    )
    _rules(settings)
    return settings


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one text. `added` are the values of `ADDED`, by their names."""

    text: str
    tally: Tally
    added: Mapping[str, Any]


def cleaned(text: str, settings: Settings) -> Cleaned:
    """`text` as ``cleaner fix`` would leave a file of it, and what was found. Raises nothing.

    A text that cannot be cleaned (half a surrogate pair, a bug of ours) comes back as it was, with `trouble` said.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        return Cleaned(text, Tally(files=1, failed=1), _added(None, f"no UTF-8: {error.reason}"))
    outcome: Outcome = clean_bytes(data, "", settings, _rules(settings))
    result = outcome.result
    complaint = outcome.complaint
    try:
        out = text if result is None else outcome.data().decode("utf-8")
    except LawBroken as error:
        return Cleaned(text, Tally(files=1, failed=1), _added(None, str(error.complaint)))
    return Cleaned(out, outcome.tally(), _added(result, str(complaint) if complaint else ""))


def _added(result: Result | None, trouble: str) -> dict[str, Any]:
    findings = [] if result is None else findings_of(result)
    counts = {"findings": len(findings), "applied": sum(finding["applied"] for finding in findings)}
    counts |= {safety.value: sum(finding["safety"] == safety for finding in findings) for safety in Safety}
    rescan = result is not None and bool(pages_to_rescan(result))
    return {"findings": findings, "counts": counts, "rescan": rescan, "trouble": trouble}


def findings_of(result: Result) -> list[dict[str, Any]]:
    """The findings as plain values, each with the same keys, so that they make a column of structs.

    `start` and `end` are code points of the text as it was, half-open; `line` counts from 1, as editors do.
    """
    document, applied = result.document, set(result.applied)
    records = []
    for finding in result.findings:
        seen, replacement = seen_and_read(document.text, finding)
        records.append(
            {
                "rule": finding.rule,
                "family": finding.family,
                "safety": finding.safety.value,
                "start": finding.span.start,
                "end": finding.span.end,
                "line": document.place(finding.span.start)[0],
                "confidence": float(finding.confidence),
                "message": finding.message,
                "seen": seen,
                "replacement": replacement or "",
                "applied": finding.key in applied,
                "held": held.value if (held := result.held.get(finding.key)) else "",
            }
        )
    return records


def map_batch(
    batch: Mapping[str, Sequence[Any]], *, text_column: str = "text", findings: bool = True, **options: Any
) -> dict[str, list[Any]]:
    """Cleans a batch of rows: for ``datasets.Dataset.map(cleaner.map_batch, batched=True)``, with any `num_proc`.

    `batch` holds a list for each column. Given back are the text column, each text as ``cleaner fix`` would leave a
    file of it, and with `findings`, for a `text_column` called ``text``:

    - ``text_findings``: a list of structs, see `findings_of`;
    - ``text_counts``: how many findings there are, how many were applied, and how many are safe, risky and shown;
    - ``text_rescan``: whether a page looped or lost text, and wants scanning again;
    - ``text_trouble``: why a text was left alone, else empty.

    Rows without a text (None) stay so. `options` are those of `settings_of`: ``risky=True``,
    ``ignore=["wrapped-line"]`` and so on; give them as ``fn_kwargs``. Raises KeyError where there is no such column,
    and TypeError where it holds no texts.
    """
    settings = settings_of(**options)
    texts: list[str | None] = []
    added: dict[str, list[Any]] = {name: [] for name in ADDED} if findings else {}
    for text in batch[text_column]:
        if text is not None and not isinstance(text, str):
            raise TypeError(f"column {text_column!r} holds {type(text).__name__}, no text; name another text_column")
        one = cleaned(text or "", settings)
        texts.append(None if text is None else one.text)
        for name, values in added.items():
            values.append(one.added[name])
    return {text_column: texts, **{f"{text_column}_{name}": values for name, values in added.items()}}


def features(of: Any, *, text_column: str = "text") -> Any:
    """The `datasets.Features` of what `map_batch` makes of a dataset with the features `of`: for ``map(features=…)``.

    Without it the types of the added columns are guessed from the first rows, where no text may have a finding.
    """
    from datasets import Features, Value

    kinds = {"start": "int64", "end": "int64", "line": "int64", "confidence": "float64", "applied": "bool"}
    texts = ("rule", "family", "safety", "message", "seen", "replacement", "held")
    finding = {name: Value("string") for name in texts} | {name: Value(kind) for name, kind in kinds.items()}
    counts = {name: Value("int64") for name in ("findings", "applied", *(safety.value for safety in Safety))}
    columns = {"findings": [finding], "counts": counts, "rescan": Value("bool"), "trouble": Value("string")}
    return Features({**of, **{f"{text_column}_{name}": columns[name] for name in ADDED}})
