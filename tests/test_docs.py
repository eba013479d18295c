"""What is written about the tool is so."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import cleaner
from cleaner.cli.app import COMMANDS
from cleaner.packs import Rule, load_rules
from cleaner.reports.excerpt import visible
from tests.conftest import ROOT, Run

RULES = {rule.id: rule for rule in load_rules()}
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
PAGES = {"en": ROOT / "docs" / "rules.md", "zh": ROOT / "docs" / "rules.zh.md"}
#: A row of a README's table of rules: name, safety, before, after.
ROW = re.compile(r"^\| `([a-z-]+)` \| (\S+) \| (.+?) \| (.+?) \|", re.M)
SAFETIES = {
    "en": {"safe": "SAFE", "risky": "RISKY", "shown": "SHOWN"},
    "zh": {"safe": "安全", "risky": "有风险", "shown": "仅提示"},
}
BOTH = pytest.mark.parametrize("lang", ["en", "zh"])


@BOTH
def test_the_page_of_rules_is_todays(lang: str, run: Run) -> None:
    """docs/rules.md and docs/rules.zh.md are what the packs say."""
    today = run("rules", "--format", "markdown", "--lang", lang).stdout
    assert PAGES[lang].read_text(encoding="utf-8") == today, (
        f"renew it: python -m cleaner rules --format markdown --lang {lang} > docs/{PAGES[lang].name}"
    )


@BOTH
def test_a_readme_lists_every_rule(lang: str) -> None:
    """The tables name each rule once, with its safety."""
    rows = ROW.findall(READMES[lang].read_text(encoding="utf-8"))
    said = [(name, safety) for name, safety, _, _ in rows]
    assert sorted(said) == sorted((rule.id, SAFETIES[lang][rule.safety]) for rule in RULES.values())


@BOTH
def test_a_readmes_samples_are_from_the_packs(lang: str) -> None:
    """What a sample shows before and after stands in an example of its rule, which is a test."""
    wrong = []
    for name, _, before, after in ROW.findall(READMES[lang].read_text(encoding="utf-8")):
        if not _shown(RULES[name], _plain(before), _plain(after)):
            wrong.append((name, before, after))
    assert wrong == []


def _plain(cell: str) -> list[str]:
    """The pieces of a cell: what an ellipsis parts may stand apart."""
    return [piece for piece in cell.strip("`").split("┈") if piece]


def _shown(rule: Rule, before: list[str], after: list[str]) -> bool:
    for example in rule.examples:
        if example.bad is None or example.missed:
            continue
        bad = visible(example.text)
        good = bad if example.good is None else visible(example.good)
        if all(piece in bad for piece in before) and all(piece in good or piece == "—" for piece in after):
            return True
    return False


@BOTH
def test_before_and_after_are_real(lang: str) -> None:
    """What a README shows of a seed stands in it, and what it shows as mended is what the tool makes of it."""
    blocks = re.findall(r"```text (before|after) (\S+)\n(.*?)```", READMES[lang].read_text(encoding="utf-8"), re.S)
    assert {kind for kind, _, _ in blocks} == {"before", "after"}
    for kind, name, shown in blocks:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert shown in (text if kind == "before" else cleaner.clean(text))


def test_a_line_of_check_is_real(run: Run) -> None:
    """What README.md shows as a line of `cleaner check` is one."""
    (shown,) = re.findall(r"```text check (\S+)\n(.*?)```", READMES["en"].read_text(encoding="utf-8"), re.S)
    said = run("check", str(ROOT / shown[0]), "--lang", "en").stdout.replace(f"{ROOT}{os.sep}", "")
    assert shown[1] in said


def test_the_python_sample_runs() -> None:
    """The sample of the Python API in README.md does what its comment says."""
    (code,) = re.findall(r"```python\n(.*?)```", READMES["en"].read_text(encoding="utf-8"), re.S)
    exec(compile(code, "README.md", "exec"), {"print": lambda *_: None})
    said = re.search(r"^(cleaner\.clean.*)\n# (.*)$", code, re.M)
    assert said
    assert repr(eval(said[1], {"cleaner": cleaner})) == said[2]


def test_the_rule_in_ten_minutes_holds(here: Path, run: Run) -> None:
    """The pack in CONTRIBUTING.md passes `cleaner try` without a word of complaint."""
    (pack,) = re.findall(r"```toml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    (here / "mine.toml").write_text(pack, encoding="utf-8")
    tried = run("try", "mine.toml")
    assert (tried.exit_code, tried.stderr) == (0, "")


def test_the_samples_of_settings_hold(here: Path, run: Run) -> None:
    """The file in docs/settings.md is usable, its listing is what `cleaner settings` says, its slip is told so."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```toml\n(.*?)```", page, re.S)
    (pack,) = re.findall(r"```toml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    (here / "rules").mkdir()
    (here / "rules/mine.toml").write_text(pack, encoding="utf-8")
    (here / "cleaner.toml").write_text(sample, encoding="utf-8")
    shown, slip = (block.splitlines() for block in re.findall(r"```console\n(.*?)```", page, re.S))
    said = run(*shown[0].removeprefix("$ cleaner ").split()).stdout.splitlines()
    assert [line for line in shown[1:] if line != "…"] == [line for line in said if line in shown]
    (here / "cleaner.toml").write_text(sample.replace("allow", "alow"), encoding="utf-8")
    assert run("check", "scans/").stderr.splitlines() == slip[1:]


def test_every_key_of_settings_is_documented() -> None:
    """The table in docs/settings.md has a row for each, and says which may stand in a section."""
    from cleaner.settings.file import KEYS, PER_PATH

    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| .* \| (yes)? ?\|$", page, re.M)
    assert {key for key, _ in rows} == set(KEYS)
    assert {key for key, yes in rows if yes} == set(PER_PATH)


def test_the_sample_of_suppressions_needs_each_comment(here: Path, run: Run) -> None:
    """In docs/suppressions.md nothing is left to tell, and without its comments there is."""
    (sample,) = re.findall(
        r"```markdown\n(.*?)```", (ROOT / "docs" / "suppressions.md").read_text(encoding="utf-8"), re.S
    )
    (here / "page.md").write_text(sample, encoding="utf-8")
    checked = run("check", "page.md")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout == "1 file: nothing found; 4 allowed, not told\n"
    (here / "page.md").write_text(re.sub("<!--.*-->\n", "", sample), encoding="utf-8")
    assert "4 found" in run("check", "page.md").stdout


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/s*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every link to a file of the project finds it."""
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_commands_that_are_named_exist(path: Path) -> None:
    """`cleaner WORD` at the start of a line of code is a command."""
    known = set(COMMANDS)
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    named = {word for block in blocks for word in re.findall(r"^(?:\$ )?cleaner ([a-z]+)", block, re.M)}
    assert named <= known
