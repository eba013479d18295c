"""The seeds, cleaned with default settings: what is found is on record, and nothing good is spoiled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from benchmarks import ledger


@cache
def rows() -> list[ledger.Row]:
    return ledger.today()


#: Harm that is known and not mended yet, by seed and measure. What is not here must be 0.
KNOWN: Mapping[tuple[str, str], int] = {}


def test_the_committed_ledger_is_todays() -> None:
    """seeds/ledger.tsv says what the rules find today, and how near the result comes to gold."""
    changed = ledger.changes()
    assert not changed, (
        f"{changed}\n"
        "The tool finds or mends something else in seeds/ than it did. Where that is meant, renew the table, "
        "read its diff, and commit it with the change: python -m benchmarks.ledger --write"
    )


@pytest.mark.parametrize("seed", ledger.seeds(), ids=lambda path: path.name)
def test_a_seed_is_not_harmed(seed: Path) -> None:
    """No paragraphs glued together or torn apart, no good character lost, no running head inside a paragraph."""
    harm = {row.measure: row.number for row in rows() if row.seed == seed.name and row.measure in ledger.HARM}
    allowed = {measure: KNOWN.get((seed.name, measure), 0) for measure in ledger.HARM}
    assert harm == allowed, "see: python -m benchmarks.ledger --slips"


def test_every_rule_that_seeds_show_is_a_rule() -> None:
    """The ledger names rules and gold, and nothing else."""
    from cleaner.packs import load_rules

    assert {row.subject for row in rows()} <= {"gold", *(rule.id for rule in load_rules())}


def test_every_rule_has_its_damage_in_some_seed() -> None:
    """Each rule, those that are off by default as well, finds something in one of the seeds at least."""
    from cleaner.document import Document
    from cleaner.model import Consent
    from cleaner.packs import chosen, load_rules
    from cleaner.plan import clean_document

    rules = load_rules()
    off = [rule.id for rule in rules if not rule.on]
    shown = {row.subject for row in rows()}
    for seed in ledger.seeds():
        document = Document.from_bytes(seed.read_bytes(), seed.name)
        shown |= {finding.rule for finding in clean_document(document, chosen(rules, select=off), Consent()).findings}
    assert [rule.id for rule in rules if rule.id not in shown] == []


def test_gold_is_perfect_against_itself() -> None:
    """Each reading that a gold text allows scores without a slip, a lost character or an edit."""
    for seed in ledger.seeds():
        gold = (ledger.SEEDS / "gold" / seed.name).read_bytes().decode("utf-8-sig")
        for reading in ledger.readings(gold):
            scored = ledger.score(gold, reading, reading, ())
            assert (scored.compared.counts.perfect, scored.lost) == (1, 0)


def test_what_gold_leaves_open_may_go_either_way() -> None:
    """A run in ⟦ ⟧ may stay or go, and a break written ¦ may stand or fall."""
    assert sorted(ledger.readings("骨干⟦骨干⟧下村。\n甲行¦乙行")) == [
        "骨干下村。\n甲行\n乙行",
        "骨干下村。\n甲行乙行",
        "骨干骨干下村。\n甲行\n乙行",
        "骨干骨干下村。\n甲行乙行",
    ]


def test_a_lost_character_is_counted() -> None:
    """What gold and seed have and the result has not is lost; a misread character is not."""
    assert ledger.score("山茶开了三朵。", "山茶开了三朵。", "山茶开了。", ()).lost == 2
    assert ledger.score("山茶开了三朵。", "山茶开了三朶。", "山茶开了三朶。", ()).lost == 0
