"""Damage to single characters is on record, and nearly all of it is found again."""

from __future__ import annotations

import random

import pytest

from benchmarks import characters, damage_characters
from benchmarks.damage_characters import KINDS


@pytest.mark.parametrize("name", KINDS)
def test_the_record_gives_back_the_text(name: str) -> None:
    for number, text in enumerate(damage_characters.documents(False, 900, 4, 1)):
        damaged = KINDS[name].damage(text, random.Random(number), False)
        back, done = "", 0
        for place in damaged.places:
            back += damaged.text[done : place.start] + place.was
            done = place.end
        assert back + damaged.text[done:] == text


@pytest.mark.parametrize("name", KINDS)
def test_damage_is_found_again(name: str) -> None:
    """Nine places in ten at least in our own few sentences; the benchmark measures it on megabytes."""
    kind, counts = KINDS[name], characters.Counts()
    for number, text in enumerate(damage_characters.documents(False, 1500, 8, 1)):
        damaged = kind.damage(text, random.Random(number), False)
        characters.judge(damaged, characters.checked(damaged.text, kind.rule), counts)
    assert counts.found >= 0.9 * counts.places
    assert counts.mended >= 0.9 * counts.places or not kind.mended
