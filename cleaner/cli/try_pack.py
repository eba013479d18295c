"""`cleaner try`: runs the examples of a pack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.common import exit_with, fail
from cleaner.wording import say

Pack = Annotated[str, typer.Argument(metavar="PACK", help="A TOML file, or a family that comes with cleaner.")]


def try_pack(pack: Pack, lang: options.LangOption = None) -> None:
    """Run the examples of a pack, and say which fail and why.

    `bad` and `good`: found (at the marks ⟦ ⟧), mended so, and then silent. `good` alone: left be. `bad` alone: found,
    no fix. `missed = "why"`: a known miss; it fails once it is caught. Beside `allow`, `[[example]]` with `good`: left
    be by all rules. docs/packs.md has every key.

    \b
    cleaner try mine.toml
    cleaner try doubled-characters
    """
    from cleaner.examples import try_rule, try_sample
    from cleaner.packs import PackError, Sample, load_rules, read_user_pack

    language_ = options.look_up(None, lang=lang).lang
    try:
        known, samples = load_rules(), tuple[Sample, ...]()
        mine = [rule for rule in known if rule.family == pack]
        if not mine or Path(pack).is_file():
            whole = read_user_pack(Path(pack))
            known = load_rules([pack])
            names = {rule.id for rule in whole.rules}
            mine = [rule for rule in known if rule.id in names]
            samples = whole.examples
    except PackError as error:
        fail(str(error))
    examples = failed = 0
    for rule in mine:
        if not any(example.bad is None for example in rule.examples):
            print(f"{rule.source}: {rule.name}: {say(language_, 'no-counter-example')}", file=sys.stderr)
        for trial in try_rule(rule, known):
            examples += 1
            if trial.why:
                failed += 1
                print(f"{rule.name}  {trial.number}  {trial.why}")
    for number, sample in enumerate(samples, 1):
        examples += 1
        if why := try_sample(sample, known):
            failed += 1
            print(f"allow  {number}  {why}")
    key = "tried" if failed else "tried-well"
    print(say(language_, key, rules=len(mine), examples=examples, failed=failed))
    exit_with(failed=False, left=failed > 0)
