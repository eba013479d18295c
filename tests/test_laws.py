"""The laws of HOUSE.md, over documents made of damaged Chinese, in all the shapes that files come in."""

from __future__ import annotations

import os
import random
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.document import Document, UnreadableText
from cleaner.encodings import read
from cleaner.language.guises import same
from cleaner.model import Consent, Held, Safety, Span
from cleaner.packs import Rule, chosen, load_rules, with_script
from cleaner.plan import Result, clean_document
from cleaner.repair import apply, squeeze

SENTENCES = (
    "镇上的修表铺子开了三十年，师傅姓傅，左手少一截小指。",
    "河湾里的水车转得很慢，磨坊主人说，慢一点，面才香。",
    "县里把旧粮库改成了戏台，逢五逢十唱一出。",
    "“谁家的牛又进了菜地？”老村长隔着篱笆喊了一声。",
    "渡口每天只有两班船，早班七点一刻，晚班五点三刻。",
    "全乡栽下4200棵油桐，成活率达到96.5%，比上年高出11个百分点。",
    "他天天去码头，高高兴兴地看人家卸货，一个一个地数筐子。",
    "The harbour master keeps a log in English, 每页都盖着章。",
    "学校、邮局、卫生院，都在同一条街上；",
)
CLAUSES = ("在西岸铺设暖气管道；", "给每户发了一盏马灯，", "新修水渠三百二十丈、")
HEADS = ("# 码头旧事", "乡镇要闻", "□本报记者 傅水生", "（下转第3版）", "— 7 —", "| 甲 | 乙 |", "- 头一条")
WIDTH = st.integers(11, 24)
RADICALS = str.maketrans("人子左手用言大水日月一十", "⼈⼦左⼿⽤⾔⼤⽔⽇⽉⼀⼗")
GARBLINGS = ("\u200b", "\x07", "\ufffd", "涓嬪崍鍋滆埅", "å\x81œèˆª", "祿", "Ａ１", "，,", " 29 ", "锟斤拷")


def _wrapped(text: str, width: int, end: str) -> str:
    return end.join(text[at : at + width] for at in range(0, len(text), width))


def _shadowed(text: str) -> str:
    runs = [text[at : at + 4] for at in range(0, len(text), 4)]
    return "".join(run * 2 for run in runs)


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, list[str]]:
    """A file's bytes, and the sentences that went into it."""
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r\r\n", "\r"]))
    paragraphs: list[str] = []
    used: list[str] = []
    for _ in range(draw(st.integers(1, 7))):
        picked = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
        used += picked
        paragraph = "".join(picked)
        damage = draw(st.integers(0, 14))
        if damage == 0:
            paragraph += draw(st.sampled_from(CLAUSES)) * draw(st.integers(2, 6))
        elif damage == 1:
            paragraph = _shadowed(paragraph)
        elif damage == 2:
            paragraph = "".join(char * 2 for char in paragraph)
        elif damage == 3:
            paragraph = paragraph.replace("，", "，，")
        elif damage == 4:
            paragraph += picked[-1] * draw(st.integers(1, 3)) + picked[-1][:5]
        elif damage == 5:
            paragraph = draw(st.sampled_from(HEADS))
        elif damage == 6 and paragraphs:
            paragraph = draw(st.sampled_from(paragraphs))
        elif damage in (7, 8, 9):
            paragraph = _wrapped(paragraph, draw(WIDTH), end)
        elif damage == 10:
            paragraph = _wrapped(paragraph, draw(WIDTH), end + end)
        elif damage == 12:
            paragraph = paragraph.translate(RADICALS)
        elif damage == 13:
            paragraph = _wrapped(_shadowed(paragraph.translate(RADICALS)), draw(WIDTH), end)
        elif damage == 14:
            paragraph = draw(st.sampled_from(GARBLINGS)).join((paragraph[:9], paragraph[9:]))
        paragraphs.append(draw(st.sampled_from(["", "", "\u3000\u3000"])) + paragraph)
    gaps = st.sampled_from([end, end * 2, end * 2, end + "\f", end * 3])
    text = "".join(paragraph + draw(gaps) for paragraph in paragraphs[:-1]) + paragraphs[-1]
    text += draw(st.sampled_from(["", end, end * 2]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode(), used


ALL_RULES = load_rules()
RULES = chosen(ALL_RULES)
CAREFUL = Consent()
#: The same documents each time, so that a failure says what changed; LAWS_EXAMPLES=1000 draws so many new ones.
EXAMPLES = os.environ.get("LAWS_EXAMPLES")
lawful = settings(
    max_examples=int(EXAMPLES or 60),
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
consents = st.sampled_from([CAREFUL, Consent(risky=True)])


def run(data: bytes, consent: Consent = CAREFUL, rules: list[Rule] = RULES) -> Result:
    result = clean_document(Document.from_bytes(data), rules, consent)
    assert not result.trouble, result.trouble
    return result


@lawful
@given(documents(), consents)
def test_law_1_nothing_applied_means_nothing_changed(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """Without an applied finding the bytes are identical: mark, line ends, final newline, everything."""
    data, _ = made
    result = run(data, consent)
    assert (result.applied == ()) == (result.document.to_bytes(result.text) == data)
    asleep = clean_document(result.document, [], consent)
    assert asleep.document.to_bytes(asleep.text) == data


@lawful
@given(documents(), consents)
def test_law_2_undo_gives_back_the_bytes(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """The inverse edits, laid on the new bytes, give the old ones."""
    data, _ = made
    result = run(data, consent)
    after = Document.from_bytes(result.document.to_bytes(result.text))
    assert after.to_bytes(apply(after.text, result.undo)[0]) == data


@lawful
@given(documents(), consents)
def test_law_3_cleaning_twice_changes_nothing_more(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """What was cleaned is clean."""
    result = run(made[0], consent)
    assert clean_document(Document(result.text), RULES, consent).text == result.text


@lawful
@given(documents(), consents)
def test_law_4_text_outside_edits_survives_in_order(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """What no edit covers stands in the result, unchanged and in the same order."""
    result = run(made[0], consent)
    assert _outside(result.document.text, [e.span for e in result.edits]) == _outside(
        result.text, [e.span for e in result.undo]
    )


def _outside(text: str, spans: list[Span]) -> str:
    kept, at = "", 0
    for span in sorted(spans):
        kept += text[at : span.start]
        at = span.end
    return kept + text[at:]


@lawful
@given(documents(), consents)
def test_law_5_applied_and_held_are_all_findings(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """Each finding is applied, or held with a reason; only what was consented to is applied."""
    result = run(made[0], consent)
    keys = [finding.key for finding in result.findings]
    assert sorted(keys) == sorted([*result.applied, *result.held])
    allowed = {Safety.SAFE, Safety.RISKY} if consent.risky else {Safety.SAFE}
    for finding in result.findings:
        if finding.key in result.applied:
            assert finding.fix
            assert finding.fix.safety in allowed
        elif result.held[finding.key] is Held.NEEDS_CONSENT:
            assert finding.safety is Safety.RISKY
            assert not consent.risky


@lawful
@given(documents(), consents)
def test_law_6_spans_lie_inside_the_text(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """Findings, their edits and the places that they refer to are in the text as read."""
    result = run(made[0], consent)
    whole = Span(0, len(result.document.text))
    for finding in result.findings:
        assert whole.covers(finding.span)
        assert all(whole.covers(edit.span) for edit in (finding.fix.edits if finding.fix else ()))
        assert all(whole.covers(related.span) for related in finding.related if related.path is None)


@lawful
@given(documents(), consents, st.randoms(use_true_random=False))
def test_law_7_the_order_of_the_rules_changes_nothing(
    made: tuple[bytes, list[str]], consent: Consent, chance: random.Random
) -> None:
    """Rules may be asked in any order."""
    shuffled = list(RULES)
    chance.shuffle(shuffled)
    one, other = run(made[0], consent), run(made[0], consent, shuffled)
    assert (one.text, one.findings, one.applied, one.held) == (other.text, other.findings, other.applied, other.held)


#: Documents in other encodings: their bytes, as `Document.from_bytes` is to give them back.
ENCODINGS = st.sampled_from(["gb18030", "utf-16", "utf-16-be", "utf-16-le", "utf-8-sig", "utf-8"])


@lawful
@given(documents(), consents, ENCODINGS)
def test_laws_1_and_2_hold_in_every_encoding(made: tuple[bytes, list[str]], consent: Consent, encoding: str) -> None:
    """Bytes in any encoding come back, what was mended is undone to the byte, and telling never gives another text."""
    text = made[0].removeprefix(b"\xef\xbb\xbf").decode()
    data = text.encode(encoding)
    document = Document.from_bytes(data, None, encoding)
    assert document.to_bytes(document.text) == data
    result = clean_document(document, RULES, consent)
    assert (result.applied == ()) == (document.to_bytes(result.text) == data)
    again = Document.from_bytes(document.to_bytes(result.text), None, document.encoding)
    assert again.to_bytes(apply(again.text, result.undo)[0]) == data
    try:
        told = read(data)
    except UnreadableText:
        return
    assert (told.text, told.to_bytes(told.text)) == (text, data)


@lawful
@given(documents(), st.sampled_from(["s2t", "s2twp", "t2s", "tw2sp", "s2hk"]))
def test_laws_3_and_5_hold_for_scripts(made: tuple[bytes, list[str]], script: str) -> None:
    """Converted twice is converted once; what was asked for is applied, and nothing else that is risky."""
    consent = Consent(asked=frozenset(["script-conversion"]))
    rules = with_script(RULES, load_rules(), script)
    result = run(made[0], consent, rules)
    assert clean_document(Document(result.text), rules, consent).text == result.text
    by_key = {finding.key: finding for finding in result.findings}
    assert sorted(by_key) == sorted([*result.applied, *result.held])
    for key in result.applied:
        assert by_key[key].rule == "script-conversion" or by_key[key].safety is Safety.SAFE


@lawful
@given(documents())
def test_laws_8_and_9_what_stood_whole_still_stands(made: tuple[bytes, list[str]]) -> None:
    """A sentence that could be read before a safe fix can be read after it, once at least."""
    data, used = made
    result = run(data)
    # A radical and its character are one in two guises, and what is in a sentence by damage is none of its words.
    before, after = (unicodedata.normalize("NFKC", squeeze(text)) for text in (result.document.text, result.text))
    for sentence in used:
        sentence = unicodedata.normalize("NFKC", squeeze(sentence))
        if sentence in before:
            assert sentence in after


@lawful
@given(documents())
def test_law_8_a_safe_exchange_is_proven(made: tuple[bytes, list[str]]) -> None:
    """A safe fix on characters puts in what stood there in another guise, or nothing for what is not seen."""
    rules = {rule.id: rule for rule in ALL_RULES if rule.family == "characters"}
    result = clean_document(Document.from_bytes(made[0]), list(rules.values()), CAREFUL)
    text = result.document.text
    for finding in result.findings:
        if finding.key in result.applied:
            assert finding.fix
            for edit in finding.fix.edits:
                gone = text[edit.span.start : edit.span.end]
                rule = rules[finding.rule]
                assert same(rule.guises, gone, edit.replacement) or not gone.strip(rule.characters + " ")
                digits = [char for char in unicodedata.normalize("NFKC", gone) if char.isdigit()]
                if "encoding" not in rule.guises:
                    assert digits == [char for char in edit.replacement if char.isdigit()]


@lawful
@given(documents(), consents)
def test_laws_hold_with_all_rules_on_characters(made: tuple[bytes, list[str]], consent: Consent) -> None:
    """Undo gives back the bytes and a second run changes nothing, with the rules that are off by default too."""
    rules = [rule for rule in ALL_RULES if rule.on or rule.family == "characters"]
    result = run(made[0], consent, rules)
    after = Document.from_bytes(result.document.to_bytes(result.text))
    assert after.to_bytes(apply(after.text, result.undo)[0]) == made[0]
    assert clean_document(Document(result.text), rules, consent).text == result.text
