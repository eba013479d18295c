"""docs/packs.md and docs/encodings.md say what is so."""

from __future__ import annotations

import re
from pathlib import Path

from cleaner.detectors import load
from cleaner.packs import _RULE_KEYS, _SAMPLE_KEYS
from tests.conftest import ROOT, Run

PACKS = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
ENCODINGS = (ROOT / "docs" / "encodings.md").read_text(encoding="utf-8")


def test_every_key_of_a_pack_is_documented() -> None:
    """Keys of rules and of examples, kinds, and parameters with what they are unless given."""
    for key in ("allow", "example", *_RULE_KEYS, *_SAMPLE_KEYS):
        assert f"`{key}`" in PACKS or f"`[[rule.{key}]]`" in PACKS, key
    for detector in ("rewrite", "words"):
        for kind, params in load(detector).KINDS.items():
            assert f'"{kind}"' in PACKS
            for name, usual in params.items():
                assert f"`{name}`" in PACKS
                assert not isinstance(usual, float) or str(usual) in PACKS, (kind, name)


def test_a_refusal_is_as_shown(here: Path, run: Run) -> None:
    """The console in docs/encodings.md is real."""
    (block,) = re.findall(r"```console\n(.*?)```", ENCODINGS, re.S)
    _, command, *said = block.splitlines()
    (here / "price.txt").write_bytes(b"\xbc\xdb 12.50\n")
    done = run(*command.removeprefix("$ cleaner ").split())
    assert [*done.stderr.splitlines(), *done.stdout.splitlines()] == said


def test_what_pages_call_configurations_opencc_has() -> None:
    """Every name of a configuration that the pages mention is one."""
    from cleaner.language.scripts import configurations

    pages = [ENCODINGS, *((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))]
    named = {name for page in pages for name in re.findall(r"\b(?:s|t|tw|hk|jp)2[a-z]+\b", page)}
    assert named
    assert named <= set(configurations())
