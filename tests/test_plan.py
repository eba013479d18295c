"""The one path: what is found, what is applied, what is held and why."""

from __future__ import annotations

import pytest

import cleaner
from cleaner import plan
from cleaner.document import Document
from cleaner.language.share import is_chinese
from cleaner.model import Consent, Held, Safety
from cleaner.packs import Rule, chosen, load_rules, read_pack
from cleaner.plan import Result, clean_document


def rule(id_: str, pattern: str, replacement: str, safety: str = "risky", view: str = "joined") -> Rule:
    (made,) = read_pack(
        f"""
[[rule]]
id = "{id_}"
detector = "rewrite"
kind = "rewrite"
view = "{view}"
title = "t"
message = "{{seen}}"
safety = "{safety}"
why = "w"
params = {{ pattern = '{pattern}', replacement = '{replacement}' }}
""",
        "m",
        "mine",
    )
    return made


OURS = [r for r in load_rules() if r.id == "doubled-punctuation"]


def run(text: str, *rules: Rule, risky: bool = False) -> Result:
    return clean_document(Document(text), [*OURS, *rules], Consent(risky=risky))


def held(result: Result) -> dict[str, Held]:
    return {key.partition(":")[0]: why for key, why in result.held.items()}


def test_damage_that_two_rules_see_is_told_once() -> None:
    """What another fix has mended is not left standing as still to be done, with consent and without."""
    twin = rule("twin", "，，热", "，热")
    for risky in (False, True):
        result = run("早市，，热闹。", twin, risky=risky)
        assert ([f.rule for f in result.findings], result.text) == (["doubled-punctuation"], "早市，热闹。")


def test_a_fix_that_needs_consent_waits() -> None:
    """RISKY fixes are held, and applied once consented to."""
    odd = rule("odd", "早市", "早集")
    assert (run("早市。", odd).text, held(run("早市。", odd))) == ("早市。", {"odd": Held.NEEDS_CONSENT})
    assert (run("早市。", odd, risky=True).text, held(run("早市。", odd, risky=True))) == ("早集。", {})


def test_what_is_shown_is_never_applied() -> None:
    """SHOWN stays as it is under any consent."""
    odd = rule("odd", "早市", "早集", "shown")
    assert (run("早市。", odd, risky=True).text, held(run("早市。", odd, risky=True))) == (
        "早市。",
        {"odd": Held.SHOWN_ONLY},
    )


def test_a_safe_rule_that_loses_text_is_not_safe() -> None:
    """Law 8 lowers what a rule claims: a deletion without a copy that stays needs consent."""
    bold = rule("bold", "热闹", "", "safe")
    result = run("早市热闹。", bold)
    assert (result.text, held(result)) == ("早市热闹。", {"bold": Held.NEEDS_CONSENT})
    assert [f.safety for f in result.findings] == [Safety.RISKY]


def test_a_copy_that_was_mended_may_still_go() -> None:
    """A paragraph printed again goes at once, although something inside it was mended first."""
    text = "河湾里的水车转得很慢，，磨坊主人说，，慢一点，，面才香。\n\n"
    tail = "渡口每天只有两班船，早班七点一刻。\n"
    assert cleaner.clean(text + text + tail) == text.replace("，，", "，") + tail


def test_fixes_that_do_not_settle_are_taken_back_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last pass still accepts something, its fixes are held rather than left half done."""
    monkeypatch.setattr(plan, "MOST_SHORTENING", 1)
    result = run("早市，，热闹。")
    assert (result.text, held(result)) == ("早市，，热闹。", {"doubled-punctuation": Held.NOT_SETTLED})


def test_passes_go_on_while_they_shorten() -> None:
    """Of forty copies of a page, each misread elsewhere, one goes a pass, as each may mend the one that stays; a rule
    that puts in as much as it takes out has no such claim.
    """
    peeling = rule("peeling", r"^嘿(?=嘿)", "")
    result = run("嘿" * 40 + "，早市热闹。", peeling, risky=True)
    assert (result.text, result.breach) == ("嘿，早市热闹。", None)
    turning = rule("turning", r"^嘿(?=[嘿哈])|^哈(?=嘿)", "哈")
    turning_back = rule("turning-back", r"^哈(?=嘿)", "嘿")
    result = run("嘿" * 40 + "，早市热闹。", turning, turning_back, risky=True)
    assert (result.text, result.breach is not None) == ("嘿" * 40 + "，早市热闹。", True)


def test_a_text_with_little_chinese_is_left_alone() -> None:
    """Under a fifth of Han among the letters, nothing is even looked for."""
    assert is_chinese("abcd早")
    assert not is_chinese("abcde早")
    assert not is_chinese("1234，，")
    english = "The morning market，， at 早市."
    assert cleaner.check(english).findings == ()


def test_less_sure_findings_can_be_left_out() -> None:
    """min_confidence leaves out what is less sure than that."""
    document = Document("早市，，热闹。")
    assert clean_document(document, OURS, Consent(min_confidence=0.97)).findings
    assert not clean_document(document, OURS, Consent(min_confidence=0.98)).findings


def test_a_fingerprint_outlives_edits_elsewhere() -> None:
    """The same damage in the same surroundings keeps its name, wherever it stands and however it is wrapped."""
    text = "河湾里的水车转得很慢，磨坊主人也不着急。渡口每天只有两班船，，早班七点一刻开，晚班五点三刻才开，从不误点。"
    (one,) = run(text).findings
    (moved,) = run("开头另有一段。\n\n" + text.replace("每天", "\n每天")).findings
    (other,) = run(text.replace("船", "车")).findings
    assert one.span != moved.span
    assert one.fingerprint == moved.fingerprint != other.fingerprint


def test_the_public_words_do_the_same() -> None:
    """`check` explains and `clean` mends, in the language asked for."""
    result = cleaner.check("早市，，热闹。", lang="zh")
    assert result.findings[0].message == "“，，”是“，”印了两遍"
    assert result.text == cleaner.clean("早市，，热闹。") == "早市，热闹。"
    assert cleaner.clean("") == ""


def test_every_public_name_is_there() -> None:
    """What `__all__` promises can be fetched, and nothing else."""
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)
    assert not hasattr(cleaner, "no_such_name")
    assert {r.id for r in chosen(load_rules())} == {r.id for r in load_rules() if r.on}
