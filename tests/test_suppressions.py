"""Suppressions: what comments and settings allow is found, told of, and not applied."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cleaner.decisions import Verdict, decide
from cleaner.document import Document
from cleaner.model import Consent, Held, Span
from cleaner.packs import chosen, load_rules
from cleaner.plan import Result, clean_document
from cleaner.repair import apply
from cleaner.settings import Allowance, Settings
from cleaner.suppressions import Allowed, allowed_in, has_comments
from cleaner.work import clean_bytes, names_of, rules_for
from tests.conftest import ROOT

RULES = tuple(chosen(load_rules()))
#: Three times the same damage, a line each.
ONE, TWO, THREE = "渡口开了，，船来了。\n", "灯塔亮了，，人笑了。\n", "集市散了，，雨停了。\n"


def held_in(text: str, *names: str, name: str = "a.md") -> list[int]:
    """The lines (from 1) of findings that are allowed in `text`."""
    result = result_of(text, *names, name=name)
    return [result.document.place(f.span.start)[0] for f in result.findings if result.held.get(f.key) is Held.ALLOWED]


def result_of(text: str, *names: str, name: str = "a.md") -> Result:
    allowed = allowed_in(text, comments=has_comments(name), everywhere=[(one, one) for one in names])
    return clean_document(Document(text, name), RULES, Consent(), (), allowed)


def notes_of(text: str, name: str = "a.md", **settings: object) -> list[str]:
    """What is told of the comments in `text`, without its path."""
    held = Settings(**settings)  # type: ignore[arg-type]
    outcome = clean_bytes(text.encode(), name, held, rules_for(held))
    assert not outcome.complaint
    return [str(note).partition(":")[2] for note in outcome.notes]


def allow(what: str) -> str:
    return f"<!-- cleaner: {what} -->\n"


def test_a_comment_speaks_of_the_next_line() -> None:
    """Empty lines and other comments between are passed over; it stays a finding, and the rest is mended."""
    text = f"{ONE}{allow('allow doubled-punctuation')}\n{allow('allow folio')}{TWO}{THREE}"
    result = result_of(text)
    assert held_in(text) == [5]
    assert len(result.findings) == 3
    assert result.text == text.replace("了，，船", "了，船").replace("了，，雨", "了，雨")
    assert len(result.applied) == 2


def test_a_stretch_has_a_beginning_and_an_end() -> None:
    """allow-begin and allow-end; they may be nested, and one without an end holds to the end."""
    begin, end = allow("allow-begin doubled-punctuation"), allow("allow-end")
    assert held_in(f"{ONE}{begin}{TWO}\n{TWO}{end}{THREE}") == [3, 5]
    assert held_in(f"{begin}{allow('allow-begin folio')}{ONE}{end}{TWO}{end}{THREE}") == [3, 5]
    assert held_in(f"{ONE}{begin}{TWO}{THREE}") == [3, 4]


def test_a_file_is_allowed_from_anywhere_in_it() -> None:
    """allow-file at the end holds for what stands above it."""
    assert held_in(f"{ONE}{TWO}{allow('allow-file doubled-punctuation')}") == [1, 2]


@pytest.mark.parametrize(
    "name", ["doubled-punctuation", "doubled-characters", "doubled-characters/doubled-punctuation"]
)
def test_a_rule_has_three_names(name: str) -> None:
    """Its id, its family, and both."""
    assert held_in(allow(f"allow {name}") + ONE) == [2]
    assert held_in(ONE, name) == [1]


@pytest.mark.parametrize(
    "comment",
    [
        "<!--cleaner:allow folio,doubled-punctuation-->",
        "  <!--   cleaner :  ALLOW   folio ,  doubled-punctuation   -->  ",
        "<!-- cleaner： allow folio，doubled-punctuation -->",
        "<!-- cleaner: allow folio、doubled-punctuation -->",
    ],
)
def test_spaces_and_commas_are_free(comment: str) -> None:
    """Full-width signs too, since they are what an input method gives."""
    assert held_in(f"{comment}\n{ONE}") == [2]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_ends_are_those_of_the_document(ending: str) -> None:
    """A comment is found whatever ends its line."""
    result = result_of(ending.join([ONE.strip(), allow("allow doubled-punctuation").strip(), TWO.strip(), THREE]))
    assert [result.held.get(finding.key) for finding in result.findings] == [None, Held.ALLOWED, None]


def test_where_comments_are_text() -> None:
    """In plain text, in a fenced block, and in a line with other text nothing is allowed."""
    comment = allow("allow-file doubled-punctuation")
    assert held_in(comment + ONE, name="a.txt") == []
    assert held_in(f"```\n{comment}```\n\n{ONE}") == []
    assert held_in(f"{ONE.strip()}{comment}") == []
    assert held_in(comment + ONE, name="A.MARKDOWN") == [2]
    assert notes_of(comment + ONE, name="a.txt") == notes_of(f"```\n{comment}```\n\n{ONE}") == []


def test_what_rests_on_an_allowed_one_is_held() -> None:
    """A refusal only takes away: allowing everything leaves the bytes as they are. Law 3 holds as well."""
    for seed in sorted((ROOT / "seeds").glob("*.md")):
        text = seed.read_text(encoding="utf-8")
        families = sorted({rule.family for rule in RULES})
        assert result_of(text, *families).text == text
        free = result_of(text)
        for family in families:
            result = result_of(text, family)
            assert set(result.applied) <= set(free.applied)
            assert all(
                not key.startswith(tuple(r.id + ":" for r in RULES if r.family == family)) for key in result.applied
            )
            assert apply(result.text, result.undo)[0] == text
            assert result_of(result.text, family).text == result.text


@pytest.mark.parametrize("seed", sorted((ROOT / "seeds").glob("*.md")), ids=lambda path: path.stem)
def test_comments_survive_every_fix(seed: Path) -> None:
    """Wherever they stand, with all fixes consented to: each keeps its own line, to the letter."""
    text = seed.read_text(encoding="utf-8")
    lines = text.split("\n")
    chance = random.Random(seed.stem)
    for at in sorted(chance.sample(range(len(lines)), min(len(lines), 12)), reverse=True):
        lines.insert(at, chance.choice(["<!-- cleaner: allow folio -->", "<!-- cleaner: allow-begin folio, folio -->"]))
    text = "\n".join(lines)
    result = clean_document(Document(text, seed.name), RULES, Consent(risky=True), (), allowed_in(text, comments=True))
    assert [line for line in result.text.split("\n") if "cleaner:" in line] == [
        line for line in lines if "cleaner:" in line
    ]


def test_no_fix_touches_a_comment_whatever_a_rule_says() -> None:
    """An edit inside a comment is refused, and what it would have been stays a finding."""
    text = ONE + allow("allow folio")
    at = text.index("folio")
    allowed = allowed_in(text, comments=True)
    assert [text[span.start : span.end] for span in allowed.comments] == [allow("allow folio")]
    (finding,) = result_of(text).findings
    from dataclasses import replace

    from cleaner.model import Edit, Fix, Safety

    assert not allowed.covers(finding)
    assert allowed.covers(replace(finding, fix=Fix((Edit(Span(at, at + 1), ""),), Safety.SAFE)))
    assert not allowed.covers(replace(finding, fix=Fix((Edit(Span(len(ONE) - 1, len(ONE)), ""),), Safety.SAFE)))


def test_a_decision_about_the_very_finding_goes_first() -> None:
    """A person who says apply of one finding is heeded; keep stays keep."""
    text = allow("allow-file doubled-punctuation") + ONE + TWO
    spans = [finding.span for finding in result_of(text).findings]
    said = [
        decide("a.md", "doubled-punctuation", text, span, verdict)
        for span, verdict in zip(spans, (Verdict.APPLY, Verdict.KEEP), strict=True)
    ]
    result = clean_document(Document(text, "a.md"), RULES, Consent(), said, allowed_in(text, comments=True))
    assert result.text == text.replace("了，，船", "了，船")
    assert list(result.held.values()) == [Held.KEPT]


def test_a_long_comment_takes_no_time() -> None:
    """Spaces without end are read once, not again and again."""
    blank = " " * 50_000
    assert not allowed_in(f"<!--{blank}cleaner{blank}:{blank}allow{blank}\n", comments=True).suppressions
    (one,) = allowed_in(f"<!-- cleaner: allow{blank}folio{blank}-->\n", comments=True).suppressions
    assert one.names == ("folio",)


def test_comments_cost_a_clean_text_nothing() -> None:
    """Without one, there is nothing to compare findings with."""
    assert allowed_in(ONE * 3, comments=True) == Allowed([])


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            "<!-- cleaner: allow doubled-punctuaton -->",
            "1: no rule or family is called “doubled-punctuaton”; did you mean ",
        ),
        ("<!-- cleaner: allow zzzz -->", "1: no rule or family is called “zzzz”; see `cleaner rules`"),
        ("<!-- cleaner: allow looped-clause -->", "1: “looped-clause” is allowed and was not found; take it out"),
        ("  <!-- cleaner: allow -->", "3: this comment names no rule; write <!-- cleaner: allow RULE -->"),
        (
            "<!-- cleaner: allow-lines folio -->",
            "1: “allow-lines” is none of allow, allow-begin, allow-end",
        ),
        ("<!-- cleaner: allow-end -->", "1: no allow-begin stands before this; take it out"),
        ("见注。<!-- cleaner: allow folio -->", "4: this comment shares its line with text and is not heeded;"),
        ("<!-- cleaner: allow-begin doubled-punctuation -->", "1: no allow-end follows, so this holds to the end"),
    ],
)
def test_what_is_wrong_with_a_comment_is_told(comment: str, said: str) -> None:
    """With line and column, and what to do next."""
    (note,) = notes_of(f"{ONE}\n{comment}\n{TWO}")
    assert note.startswith(f"3:{said}")


def test_only_what_was_asked_can_be_unused() -> None:
    """A rule that is off, a text that is not Chinese, or a threshold say nothing about a comment."""
    comment = allow("allow-file looped-clause, folio, broken-wraps")
    assert len(notes_of(comment + ONE)) == 2
    assert notes_of(comment + ONE, ignore=("looped-clause", "broken-wraps")) == []
    assert notes_of(comment + ONE, min_confidence=0.5) == []
    assert notes_of(comment + "A ferry, again.\n") == []
    assert notes_of(allow("allow doubled-punctuation") + ONE) == []


def test_settings_say_which_of_theirs_were_needed() -> None:
    """By file, so that what no file needs can be told once all were read."""
    needed, other, off = Allowance("doubled-characters", "f", ("allow", 0)), Allowance("loops"), Allowance("folio")
    held = Settings(allow=(needed, other, off, Allowance("looped-clause", "f", ("allow", 1))))
    outcome = clean_bytes(ONE.encode(), "a.txt", held, rules_for(held))
    assert outcome.busy == {needed}
    assert {one.name for one in outcome.idle} == {"looped-clause"}
    assert "looped-clause" in names_of(RULES)
