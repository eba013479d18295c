"""Every rule that comes with cleaner is a finished object, and its examples hold."""

from __future__ import annotations

import pytest

from cleaner.examples import try_rule
from cleaner.model import Safety
from cleaner.packs import Example, Rule, load_rules

RULES = load_rules()
EXAMPLES = [
    pytest.param(rule, number, id=f"{rule.id}-{number}")
    for rule in RULES
    for number in range(1, len(rule.examples) + 1)
]


@pytest.mark.parametrize(("rule", "number"), EXAMPLES)
def test_an_example_holds(rule: Rule, number: int) -> None:
    """An example is found, mended and left be as it says, through the code that `cleaner try` runs."""
    trial = list(try_rule(rule, RULES))[number - 1]
    assert trial.why == ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_finished(rule: Rule) -> None:
    """Reason, limits, wording in both languages with the same fillings, and examples on both sides."""
    english, chinese = rule.wording["en"], rule.wording["zh"]
    assert english.why
    assert english.limits
    for field in ("title", "message", "why", "limits"):
        assert getattr(chinese, field) != getattr(english, field), field
    assert sorted(_fillings(english.message)) == sorted(_fillings(chinese.message))
    assert any(example.bad is None for example in rule.examples)
    assert any(_shows(example, rule.safety) for example in rule.examples)


def _fillings(message: str) -> list[str]:
    from string import Formatter

    return [name for _, name, _, _ in Formatter().parse(message) if name]


def _shows(example: Example, safety: Safety) -> bool:
    """Whether an example shows what the rule does: finds, or finds and mends."""
    return example.bad is not None and not example.missed and (example.good is not None or safety is not Safety.SAFE)


def test_names_say_the_damage() -> None:
    """Rules have names, not numbers, and each its own."""
    names = [rule.id for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalpha() and name.islower() for name in names)
