"""Whether the confidence that a finding carries is true: findings by confidence, against whether they were right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.tables import percent, table

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0001)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a finding says, and whether it is so."""

    task: str
    rule: str
    safety: str
    confidence: float
    right: bool


def bucket(confidence: float) -> str:
    """The bucket's name, such as ``0.9–0.95``."""
    for low, high in pairwise(EDGES):
        if low <= confidence < high:
            return f"{low:g}–{min(high, 1.0):g}"
    return "?"


def counts(claims: Iterable[Claim]) -> list[dict[str, str | int | float]]:
    """The same as numbers: by task, rule, safety and bucket."""
    groups: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for c in claims:
        groups[c.task, c.rule, c.safety, bucket(c.confidence)].append(c)
    return [
        {
            **dict(zip(("task", "rule", "safety", "bucket"), key, strict=True)),
            "claims": len(group),
            "said": round(sum(c.confidence for c in group) / len(group), 4),
            "right": sum(c.right for c in group),
        }
        for key, group in sorted(groups.items())
    ]


def report(claims: Iterable[Claim]) -> str:
    """By rule and confidence, and by rule and safety: how many claims, what they promise, what share is right."""
    by_bucket: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    by_safety: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_bucket[claim.rule, bucket(claim.confidence)].append(claim)
        by_safety[claim.rule, claim.safety].append(claim)
    columns = ("claims", "said", "right", "wrong")
    parts = [
        "RELIABILITY  (said: mean confidence; right: share of claims that are so)",
        table(("rule", "confidence", *columns), [_line(k, v) for k, v in sorted(by_bucket.items())]),
        table(("rule", "safety", *columns), [_line(k, v) for k, v in sorted(by_safety.items())]),
    ]
    return "\n\n".join(parts)


def _line(key: tuple[str, str], claims: list[Claim]) -> list[str]:
    right = sum(c.right for c in claims)
    said = sum(c.confidence for c in claims) / len(claims)
    return [*key, str(len(claims)), percent(said), percent(right / len(claims)), str(len(claims) - right)]
