"""Runs the tool on documents with one piece of repeated text each: is it found, is it mended, is anything else hurt?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

import cleaner
from benchmarks import damage_paragraphs, damage_repeats
from benchmarks.layout import Case, Spec
from benchmarks.measure import chars_and_breaks, share
from benchmarks.reliability import Claim
from benchmarks.tables import percent, table
from cleaner import Finding, Result

MAKERS: dict[str, Callable[[Spec], Case]] = {
    "shadows": damage_repeats.shadow_case,
    "loops": damage_repeats.loop_case,
    "duplicates": damage_paragraphs.duplicate_case,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the text: exactly right, of the right length but with the poorer copy, characters off and lost."""

    exact: bool
    collapsed: bool
    off: int
    lost: int


@dataclass(slots=True)
class Row:
    """What came of one document."""

    spec: Spec
    size: int
    needed: int  # characters that the damage put in or changed
    found: bool
    safe: Outcome
    risky: Outcome
    rules: dict[str, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    text: str = ""
    got: str = ""


def run(spec: Spec) -> Row:
    """Makes the document, cleans it with and without `risky`, compares."""
    case = MAKERS[spec.task](spec)
    golds = [chars_and_breaks(g)[0] for g in case.golds]
    raw = chars_and_breaks(case.raw)[0]
    safe, risky = cleaner.check(case.raw), cleaner.check(case.raw, risky=True)
    needed = min(int(Levenshtein.distance(g, raw)) for g in golds)
    findings = [f for f in _all(safe, risky) if not _is_join(f, case.raw)]
    claims = [Claim(spec.task, f.rule, f.safety.value, f.confidence, _is_right(f, case, golds)) for f in findings]
    found = any(f.span.start < case.end and case.start < f.span.end for f in findings)
    result = _outcome(safe, golds, raw)
    return Row(
        spec=spec,
        size=case.size,
        needed=needed,
        found=found,
        safe=result,
        risky=_outcome(risky, golds, raw),
        rules=dict(Counter(f.rule for f in findings)),
        claims=claims,
        text=_excerpt(case.raw[max(0, case.start - 12) : case.end + 12]),
        got=_excerpt(risky.text[max(0, case.start - 12) : max(0, case.start - 12) + 60]),
    )


def _all(safe: Result, risky: Result) -> list[Finding]:
    """The findings of both runs, each once: a risky fix may uncover more."""
    return list({f.key: f for result in (safe, risky) for f in result.findings}.values())


def _excerpt(text: str, most: int = 90) -> str:
    text = text.replace("\n", "⏎")
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def _is_join(finding: Finding, raw: str) -> bool:
    """Whether a finding only touches white space: wraps have a table of their own."""
    edits = finding.fix.edits if finding.fix else ()
    return bool(edits) and not any((raw[e.span.start : e.span.end] + e.replacement).strip() for e in edits)


def _is_right(finding: Finding, case: Case, golds: Sequence[str]) -> bool:
    """A finding with a fix is right if each character that it changes brings the text nearer to gold.

    One without a fix is right if it lies on the damage. Of a copy deleted, see `_is_right_copy`.
    """
    if finding.fix is None:
        return finding.span.start < case.end and case.start < finding.span.end
    text = chars_and_breaks(_fixed(finding, case.raw, 0, len(case.raw)))[0]
    raw = chars_and_breaks(case.raw)[0]
    if finding.family == COPIES:
        return _is_right_copy(finding, case.raw, len(raw) - len(text), raw, text, golds)
    cost = int(Levenshtein.distance(raw, text))
    return any(Levenshtein.distance(raw, g) - Levenshtein.distance(text, g) >= cost for g in golds)


#: The family of rules that delete copies of paragraphs.
COPIES = "duplicated-paragraphs"

_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")


def _is_right_copy(finding: Finding, raw: str, deleted: int, before: str, after: str, golds: Sequence[str]) -> bool:
    """A copy is rightly deleted if it was damage, and if what stays reads as gold does, letter by letter.

    Was it damage? The text must come nearer to gold by what was deleted, one character in ten aside. Misreadings that
    the finding leaves in the copy that stays count against it where the other copy had them right. Marks do not count,
    as which of two marks is right the copies often cannot say (the columns of the table count them all).
    """
    gain = min(Levenshtein.distance(before, g) for g in golds) - min(Levenshtein.distance(after, g) for g in golds)
    if gain < 0.9 * deleted:
        return False
    letters = [_LETTERS.sub("", g) for g in golds]
    gone = _LETTERS.sub("", "".join(raw[e.span.start : e.span.end] for e in finding.fix.edits) if finding.fix else "")
    kept = [_LETTERS.sub("", _fixed(finding, raw, r.span.start, r.span.end)) for r in finding.related]
    return all(any(k in g or _agreed(k, g, gone) for g in letters) for k in kept)


def _agreed(kept: str, gold: str, gone: str) -> bool:
    """Whether `kept` is in `gold` but for letters that the copy that went misread in the same way."""
    place = fuzz.partial_ratio_alignment(kept, gold)
    if place is None or place.score < 90:
        return False
    found = gold[place.dest_start : place.dest_end]
    ops = [op for op in Levenshtein.opcodes(kept, found) if op.tag != "equal"]
    return all(kept[max(0, op.src_start - 2) : op.src_end + 2] in gone for op in ops)


def _fixed(finding: Finding, raw: str, start: int, end: int) -> str:
    """What `finding` makes of the characters from `start` to `end`."""
    parts, at = [], start
    for edit in sorted(finding.fix.edits if finding.fix else (), key=lambda e: e.span):
        if start <= edit.span.start and edit.span.end <= end:
            parts += [raw[at : edit.span.start], edit.replacement]
            at = edit.span.end
    return "".join([*parts, raw[at:end]])


def _outcome(result: Result, golds: Sequence[str], raw: str) -> Outcome:
    out = chars_and_breaks(result.text)[0]
    gold = min(golds, key=lambda g: Levenshtein.distance(g, out))
    exact = out == gold
    off = 0 if exact else int(Levenshtein.distance(gold, out))
    before = 0 if raw == gold else _lost(gold, raw)
    lost = 0 if exact else max(0, _lost(gold, out) - before)
    collapsed = exact or (
        abs(len(out) - len(gold)) <= max(2, len(gold) // 100) and off <= max(4, (len(raw) - len(gold)) // 8)
    )
    return Outcome(exact, collapsed, off, lost)


def _lost(gold: str, text: str) -> int:
    ops = Levenshtein.opcodes(gold, text)
    return sum(op.src_end - op.src_start for op in ops if op.tag in ("delete", "replace"))


COLUMNS = ("docs", "found", "exact", "exact risky", "collapsed", "mended", "mended risky", "lost", "lost risky")


def _cells(rows: Sequence[Row]) -> list[str]:
    needed = sum(r.needed for r in rows)
    count = len(rows)
    return [
        str(count),
        percent(share(sum(r.found for r in rows), count)),
        percent(share(sum(r.safe.exact for r in rows), count)),
        percent(share(sum(r.risky.exact for r in rows), count)),
        percent(share(sum(r.risky.collapsed for r in rows), count)),
        percent(1 - share(sum(r.safe.off for r in rows), needed)) if needed else "-",
        percent(1 - share(sum(r.risky.off for r in rows), needed)) if needed else "-",
        str(sum(r.safe.lost for r in rows)),
        str(sum(r.risky.lost for r in rows)),
    ]


def size_band(size: int) -> str:
    """The size's band, such as ``  10–19``."""
    edges = (0, 4, 6, 10, 20, 40, 80, 160, 10**9)
    low = max(e for e in edges if e <= size)
    high = min(e for e in edges if e > size)
    return f"{low:>4}+" if high == edges[-1] else f"{low:>4}–{high - 1}"


def grouped(rows: Iterable[Row], key: Callable[[Row], tuple[str, ...]]) -> list[tuple[tuple[str, ...], list[Row]]]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return sorted(groups.items())


TITLES = {
    "shadows": "SHADOWS  (size: characters drawn over; times: layers)",
    "loops": "LOOPS  (size: characters of a turn; times: turns)",
    "duplicates": "DUPLICATES  (size: characters of the paragraph; times: per cent misread)",
}


def report(task: str, rows: Sequence[Row], show: int = 0) -> str:
    """Found, mended exactly, mended in length, and what was lost: by kind and size, times, layout, source."""

    def cut(names: tuple[str, ...], key: Callable[[Row], tuple[str, ...]]) -> str:
        return table((*names, *COLUMNS), [[*k, *_cells(group)] for k, group in grouped(rows, key)])

    head = (
        f"{TITLES[task]}\ncollapsed (risky): right in length, perhaps with the poorer copy; "
        "mended: share of the edits needed; lost: good characters"
    )
    parts = [
        head,
        cut(("",), lambda r: ("all",)),
        cut(("kind", "size"), lambda r: (r.spec.kind, size_band(r.size))),
        cut(("kind", "times"), lambda r: (r.spec.kind, f"{r.spec.times:>2}")),
        cut(("kind", "layout", "place"), lambda r: (r.spec.kind, r.spec.layout, r.spec.place)),
        cut(("source",), lambda r: (r.spec.source,)),
        _by_rule(rows),
    ]
    if show:
        parts.append(_shown(rows, show))
    return "\n\n".join(parts)


def _by_rule(rows: Sequence[Row]) -> str:
    by_rule: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in rows:
        for claim in row.claims:
            by_rule[claim.rule, claim.safety].append(claim)
    lines = [
        [
            *key,
            str(len(claims)),
            percent(sum(c.right for c in claims) / len(claims)),
            str(sum(not c.right for c in claims)),
        ]
        for key, claims in sorted(by_rule.items())
    ]
    return table(("rule", "safety", "findings", "precision", "wrong"), lines)


def _shown(rows: Sequence[Row], show: int) -> str:
    lines: list[str] = []
    bad = {
        "good characters lost": [r for r in rows if r.safe.lost],
        "good characters lost (risky)": [r for r in rows if r.risky.lost and not r.safe.lost],
        "not found": [r for r in rows if not r.found],
        "found, and not mended even with risky": [
            r for r in rows if r.found and not r.risky.collapsed and not r.risky.lost
        ],
    }
    for title, chosen in bad.items():
        lines.append(f"{title}: {len(chosen)}")
        step = max(1, len(chosen) // show)
        for row in chosen[::step][:show]:
            s = row.spec
            lines.append(f"  #{s.number} {s.source} {s.kind} {row.size}×{s.times} {s.layout} {s.place}  {row.rules}")
            lines.append(f"     was {row.text}")
            lines.append(f"     now {row.got}")
    return "\n".join(lines)
