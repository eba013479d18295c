"""A finding as a card: what, where, why, how sure, and what was measured, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cleaner.model import Finding, Safety
from cleaner.packs import Rule
from cleaner.plan import Result
from cleaner.reports.evidence import told
from cleaner.reports.excerpt import elided, is_break, visible
from cleaner.reports.html.copies import Copies, copies
from cleaner.reports.html.marks import trimmed
from cleaner.reports.html.markup import runs

#: Terminal cells of a message, and code points of what a change takes out or puts in, that a card shows.
MESSAGE, CHANGE = 150, 80
#: Code points shown on each side of a change.
AROUND = 14


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, ready for a template. `key` is `Finding.key`, and the card's id."""

    number: int
    key: str
    rule: str
    family: str
    title: str
    message: str
    reason: str
    safety: Safety
    state: str  # "applied", or why it was held
    confidence: float
    evidence: tuple[str, ...]
    line: int
    column: int
    page: int
    is_break: bool
    change: Markup | None  # what its fix would do, where it was not done
    copies: Copies | None
    after: tuple[str, ...]  # keys of the findings that it rests on
    finding: Finding

    @property
    def percent(self) -> int:
        """The confidence in percent, never rounded up to 100."""
        return min(99, round(100 * self.confidence)) if self.confidence < 1 else 100


@dataclass(frozen=True, slots=True)
class Group:
    """Cards told together: the line ends of one paragraph; or one card alone."""

    cards: tuple[Card, ...]

    @property
    def alone(self) -> bool:
        """Whether it is one card."""
        return len(self.cards) == 1

    @property
    def numbers(self) -> str:
        """The cards' numbers, those that follow one another as a range: ``7, 9–12``."""
        parts: list[list[int]] = []
        for card in self.cards:
            if parts and parts[-1][-1] == card.number - 1:
                parts[-1] = [parts[-1][0], card.number]
            else:
                parts.append([card.number])
        return ", ".join("–".join(map(str, part)) for part in parts)

    @property
    def least(self) -> int:
        """The lowest confidence, in percent."""
        return min(card.percent for card in self.cards)


class Cards:
    """Makes the cards of one document."""

    def __init__(self, result: Result, rules: Mapping[str, Rule], lang: str) -> None:
        self.result, self.rules, self.lang = result, rules, lang
        self.applied = set(result.applied)

    def state(self, finding: Finding) -> str:
        """ "applied", or why `finding` was held."""
        held = self.result.held.get(finding.key)
        return "applied" if finding.key in self.applied else str(held or "shown-only")

    def card(self, number: int) -> Card:
        """The card of finding `number`, from 1."""
        finding, document = self.result.findings[number - 1], self.result.document
        rule = self.rules.get(finding.rule)
        words = rule.words(self.lang) if rule else None
        line, column = document.place(finding.span.start)
        state = self.state(finding)
        return Card(
            number=number,
            key=finding.key,
            rule=finding.rule,
            family=finding.family,
            title=words.title if words else finding.rule,
            message=elided(visible(finding.message), MESSAGE),
            reason=words.why if words else "",
            safety=finding.safety,
            state=state,
            confidence=finding.confidence,
            evidence=tuple(told(finding.evidence, self.lang)),
            line=line,
            column=column,
            page=document.line_at(finding.span.start).page,
            is_break=is_break(document, finding),
            change=change(document.text, finding) if state != "applied" and finding.fix else None,
            copies=copies(document, finding),
            after=finding.after,
            finding=finding,
        )

    def groups(self, numbers: Sequence[int]) -> tuple[Group, ...]:
        """The cards of `numbers`; line ends of one rule, safety and state together where there are several."""
        together: dict[tuple[str, str, str], list[Card]] = {}
        made: list[list[Card]] = []
        for card in map(self.card, numbers):
            kind = (card.rule, str(card.safety), card.state)
            if card.is_break and kind in together:
                together[kind].append(card)
                continue
            made.append([card])
            if card.is_break:
                together[kind] = made[-1]
        return tuple(Group(tuple(cards)) for cards in made)


def change(text: str, finding: Finding, most: int = CHANGE) -> Markup:
    """What the fix of `finding` does, inside a few characters of its surroundings.

    Of long runs `most` code points are shown, and so many of the fix altogether, rounded up to whole runs.
    """
    assert finding.fix
    edits = sorted((trimmed(text, edit) for edit in finding.fix.edits), key=lambda e: e[:2])
    parts: list[tuple[str, str]] = []
    at = max(0, edits[0][0] - AROUND)
    parts.append(("kept", "…" * (at > 0)))
    shown = 0
    for start, end, put in edits:
        if shown >= most:
            break
        parts.append(("kept", _middle(text[at:start], most)))
        parts += [("gone", _middle(text[start:end], most))] if start < end else []
        parts += [("put", _middle(put, most))] if put else []
        shown += min(most, end - at) + len(put)
        at = end
    parts.append(("kept", text[at : at + AROUND] + "…" * (at + AROUND < len(text))))
    return runs(parts)


def _middle(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-(most // 2) :]}"
