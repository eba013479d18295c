"""Decisions: what is written is read, what was decided is found again, and every command keeps to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.decisions import FILE, Decided, Decision, Decisions, DecisionsError, Verdict, decide, home, parse
from cleaner.document import Document
from cleaner.model import Finding, Held, Span
from cleaner.plan import Result, clean_document
from cleaner.repair import apply
from tests.conftest import Run
from tests.test_laws import CAREFUL, RULES, documents, lawful

STAMMER = "渡口新近吸引技师技师落户，码头上的早市，，比往年热闹。\n"


def found(text: str, *decisions: Decision) -> Result:
    return clean_document(Document(text, "a.txt"), RULES, CAREFUL, decisions)


def said(text: str, finding: Finding, verdict: Verdict, replacement: str | None = None, remark: str = "") -> Decision:
    return decide("a.txt", finding.rule, text, finding.span, verdict, replacement, remark=remark, by="馆员")


def only(result: Result, rule: str) -> Finding:
    (finding,) = [finding for finding in result.findings if finding.rule == rule]
    return finding


def test_keep_apply_and_edited_are_honoured() -> None:
    """A safe fix can be refused, a risky one applied, and any replaced by a person's own text."""
    first = found(STAMMER)
    comma, word = only(first, "doubled-punctuation"), only(first, "stuttered-word")
    kept = found(STAMMER, said(STAMMER, comma, Verdict.KEEP))
    assert (kept.text, kept.held[comma.key]) == (STAMMER, Held.KEPT)
    applied = found(STAMMER, said(STAMMER, word, Verdict.APPLY))
    assert applied.text == "渡口新近吸引技师落户，码头上的早市，比往年热闹。\n"
    edited = found(STAMMER, said(STAMMER, comma, Verdict.EDITED, "；"))
    assert edited.text == "渡口新近吸引技师技师落户，码头上的早市；比往年热闹。\n"
    assert edited.decided[comma.key].replacement == "；"
    assert apply(edited.text, edited.undo)[0] == STAMMER


def test_a_persons_own_text_is_not_mended_again() -> None:
    """What a person put in stays as it is, in the same run and in later ones, even where a rule finds fault with it."""
    decision = said(STAMMER, only(found(STAMMER), "stuttered-word"), Verdict.EDITED, "技师，，技师")
    once = found(STAMMER, decision)
    assert "技师，，技师落户" in once.text
    again = found(once.text, decision)
    assert (again.text, again.applied, again.done, again.stale) == (once.text, (), (decision,), ())


def test_an_edit_to_the_same_text_is_a_refusal() -> None:
    """A replacement equal to what stands there leaves the bytes alone."""
    comma = only(found(STAMMER), "doubled-punctuation")
    text = STAMMER[comma.span.start : comma.span.end]
    assert found(STAMMER, said(STAMMER, comma, Verdict.EDITED, text)).text == STAMMER


def test_decisions_outlive_edits_elsewhere_and_beside() -> None:
    """A decision holds when text comes before it, lines are wrapped anew, or what stands beside it was mended."""
    comma = only(found(STAMMER), "doubled-punctuation")
    decision = said(STAMMER, comma, Verdict.KEEP)
    for text in (
        "县里把旧粮库改成了戏台。\n\n" + STAMMER,
        STAMMER.replace("新近", "新\n近"),
        STAMMER.replace("技师技师", "技师"),
        STAMMER.replace("热闹", "冷清"),
    ):
        assert "，，" in found(text, decision).text, text
    other = STAMMER.replace("早市", "夜市").replace("热闹", "冷清")
    assert (found(other, decision).stale, found(other).stale) == ((decision,), ())
    assert "，，" not in found(other, decision).text


NOTICE = "布告：码头夜里不开船，，请等天亮。"


def test_two_alike_are_decided_apart_where_their_surroundings_differ() -> None:
    """The far surroundings tell two findings with one fingerprint apart, also when one of them is mended."""
    near, far = "渡口的更夫提着灯笼把这张纸贴在柱子上，众人都念：", "船家把缆绳系在石桩上，回头数了数竹筐，一共十七只。"
    story = "乡里的路修到第三年，戏台逢五逢十唱一出。谁家的牛又进了菜地，老村长隔着篱笆喊。"
    text = f"{near}{NOTICE}{far}{story}茶馆里说书的人换了三个。{near}{NOTICE}{far}磨坊主人说慢一点面才香。\n"
    first, second = [f for f in found(text).findings if f.rule == "doubled-punctuation"]
    assert first.fingerprint == second.fingerprint
    keep = said(text, second, Verdict.KEEP)
    result = found(text, keep)
    assert (result.applied.count(first.key), result.held[second.key]) == (1, Held.KEPT)
    left = found(result.text, keep)
    assert (left.text, list(left.decided.values())) == (result.text, [keep])


def test_findings_alike_all_around_are_decided_alike() -> None:
    """Where nothing tells two places apart, a person's word about one holds for both."""
    text = (NOTICE * 30) + "\n"
    places = [Span(at, at + 2) for at in range(len(text)) if text.startswith("，，", at)]
    decision = decide("a.txt", "x", text, places[14], Verdict.APPLY)
    about = [Decided(text, [decision]).about("x", span) for span in places]
    assert about[14] == about[15] == decision
    assert about[0] is None


def test_a_refusal_is_read_generously_and_a_consent_strictly() -> None:
    """Where the far surroundings changed and two places fit, `keep` holds for both, `apply` for none."""
    near = "壬癸" * 9
    old, new = f"{near}{NOTICE}{near}{'甲' * 200}", f"{near}{NOTICE}{near}{'乙' * 200}{near}{NOTICE}{near}{'丙' * 200}"
    at = old.index("，，")
    places = [Span(at, at + 2) for at in range(len(new)) if new.startswith("，，", at)]
    for verdict, holds in ((Verdict.KEEP, True), (Verdict.APPLY, False)):
        decision = decide("a.txt", "x", old, Span(at, at + 2), verdict)
        assert [Decided(new, [decision]).about("x", place) is decision for place in places] == [holds, holds]
        assert Decided(new[: len(new) // 2], [decision]).about("x", places[0]) is decision


STORY = (
    "河湾里的水车转得很慢，磨坊主人说，慢一点，面才香。县里把旧粮库改成了戏台，逢五逢十唱一出。"
    "镇上的修表铺子开了三十年，师傅姓傅，左手少一截小指。渡口每天只有两班船，早班七点一刻，晚班五点三刻。"
)
COPY = STORY.replace("慢，", "慢，，", 1)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def test_what_rests_on_a_refused_finding_is_held() -> None:
    """Refusing the joins inside a copy holds the copy, which is found only where they are made."""
    text = f"{_wrapped(STORY, 17)}\n\n{_wrapped(COPY, 14)}\n"
    first = found(text)
    copy = next(finding for finding in first.findings if finding.family == "duplicated-paragraphs")
    rested_on = [finding for finding in first.findings if finding.key in copy.after]
    assert copy.key in first.applied
    assert len(rested_on) > 3
    result = found(text, *(said(text, finding, Verdict.KEEP) for finding in rested_on))
    assert all(result.held[finding.key] is Held.KEPT for finding in rested_on)
    assert result.held[copy.key] is Held.RESTS_ON_HELD
    assert set(result.applied) <= set(first.applied), "a refusal only takes away"


@lawful
@given(documents())
def test_law_keeping_everything_leaves_the_bytes(made: tuple[bytes, list[str]]) -> None:
    """Where each finding is kept, nothing changes, whatever might be found once they are refused."""
    document = Document.from_bytes(made[0], "a.txt")
    first = clean_document(document, RULES, CAREFUL)
    keeps = [said(document.text, finding, Verdict.KEEP) for finding in first.findings]
    kept = clean_document(document, RULES, CAREFUL, keeps)
    assert kept.document.to_bytes(kept.text) == made[0]
    assert not kept.trouble
    assert all(kept.held[key] is Held.KEPT for key in kept.decided)


@lawful
@given(documents(), st.data())
def test_law_decisions_of_all_kinds_keep_the_laws(made: tuple[bytes, list[str]], data: st.DataObject) -> None:
    """Whatever is decided: undo gives the bytes back, each finding is applied or held, refused ones are not applied."""
    document = Document.from_bytes(made[0], "a.txt")
    first = clean_document(document, RULES, CAREFUL)
    decisions = []
    for finding in first.findings:
        verdict = data.draw(st.sampled_from([None, Verdict.KEEP, Verdict.APPLY, Verdict.EDITED]))
        put = data.draw(st.sampled_from(["", "改", "，，", "甲甲乙乙\n"])) if verdict is Verdict.EDITED else None
        if verdict:
            decisions.append(said(document.text, finding, verdict, put))
    result = clean_document(document, RULES, CAREFUL, decisions)
    assert not result.trouble
    assert apply(result.text, result.undo)[0] == document.text
    assert sorted(f.key for f in result.findings) == sorted([*result.applied, *result.held])
    for key, decision in result.decided.items():
        assert decision.verdict is not Verdict.KEEP or key not in result.applied


def test_what_was_kept_is_kept_in_later_runs(run: Run, here: Path) -> None:
    """Though what stands on both sides was mended in the same run; and after an undo as well."""
    text = "早市，，热闹，人多，，路窄，船少，，水浅。\n"
    (here / "a.txt").write_text(text, encoding="utf-8")
    _, middle, _ = found(text).findings
    Decisions(here / FILE).change([said(text, middle, Verdict.KEEP)])
    for _ in range(3):
        assert run("fix", "a.txt").exit_code == 0
        assert (here / "a.txt").read_text(encoding="utf-8") == "早市，热闹，人多，，路窄，船少，水浅。\n"
    assert len(Decisions(here / FILE)) == 1
    assert run("check", "a.txt").stderr == ""
    run("undo")
    assert (here / "a.txt").read_text(encoding="utf-8") == text
    run("fix", "a.txt")
    assert "人多，，路窄" in (here / "a.txt").read_text(encoding="utf-8")


def test_the_file_is_sorted_readable_and_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    """A line a decision, in a steady order, in plain characters; keys of other versions stay."""
    file = tmp_path / FILE
    findings = found(STAMMER).findings
    decisions = Decisions(file)
    decisions.change([said(STAMMER, finding, Verdict.KEEP, remark="原书如此") for finding in findings])
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["rule"] for line in lines] == ["doubled-punctuation", "stuttered-word"]
    assert all("原书如此" in line and '"decision": "keep"' in line for line in lines)
    file.write_text("\n".join([lines[1][:-1] + ', "colour": "red"}', lines[0]]) + "\n", encoding="utf-8")
    again = Decisions(file)
    again.change([said(STAMMER, findings[0], Verdict.APPLY)])
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(r["rule"], r["decision"], r.get("colour"), r["remark"]) for r in records] == [
        ("doubled-punctuation", "keep", None, "原书如此"),
        ("stuttered-word", "apply", "red", "原书如此"),
    ]


def test_the_newest_of_two_lines_holds(tmp_path: Path) -> None:
    """A merge may leave two lines about one finding, in any order."""
    finding = found(STAMMER).findings[0]
    old, new = said(STAMMER, finding, Verdict.KEEP), said(STAMMER, finding, Verdict.APPLY)
    assert old.at < new.at
    for lines in ([old, new], [new, old]):
        (tmp_path / FILE).write_text("\n".join(d.line() for d in lines), encoding="utf-8")
        assert list(Decisions(tmp_path / FILE)) == [new]


def test_what_others_wrote_meanwhile_stays(tmp_path: Path) -> None:
    """Two people may decide at the same time."""
    one, other = Decisions(tmp_path / FILE), Decisions(tmp_path / FILE)
    first, second = found(STAMMER).findings
    one.change([said(STAMMER, first, Verdict.KEEP)])
    other.change([said(STAMMER, second, Verdict.KEEP)])
    assert len(Decisions(tmp_path / FILE)) == 2
    assert one.refresh()
    assert len(one.of(tmp_path / "a.txt")) == 2


GOOD = said(STAMMER, found(STAMMER).findings[0], Verdict.KEEP).line()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "no decision (not JSON)"),
        ("[]", "not an object"),
        (GOOD.replace('"keep"', '"perhaps"'), "(decision)"),
        (GOOD.replace('"keep"', '"edited"'), "(replacement)"),
        (GOOD.replace('"a.txt"', "7"), "(path)"),
        ("<<<<<<< HEAD", "keep the lines of both sides"),
        ("\ud800", "no decision"),
    ],
)
def test_a_broken_line_is_refused_with_its_place(line: str, what: str) -> None:
    """File, line, what is wrong and what to do."""
    with pytest.raises(DecisionsError, match=r"^x\.jsonl:2: ") as error:
        parse(f"{GOOD}\n{line}\n".encode("utf-8", "surrogatepass"), "x.jsonl")
    assert what in str(error.value)


def test_a_decision_comes_back_as_it_was_written() -> None:
    """Also with a lone surrogate, a tab and a line end in it."""
    decision = decide("a\ud800.txt", "x", "甲\ud800乙\t丙", Span(1, 2), Verdict.EDITED, "一\n二\u2028")
    assert "\n" not in decision.line()
    assert Decision.from_line(decision.line()) == decision


def test_decisions_live_in_the_projects_root(tmp_path: Path) -> None:
    """The nearest folder upwards with the file or a project's mark, else the folder itself."""
    below = tmp_path / "scans" / "1931"
    below.mkdir(parents=True)
    (below / "p.txt").touch()
    assert home(below / "p.txt") == below / FILE
    (tmp_path / "pyproject.toml").touch()
    assert home(below) == tmp_path / FILE
    (tmp_path / "scans" / FILE).touch()
    assert home(below / "p.txt") == tmp_path / "scans" / FILE
    assert Decisions(tmp_path / FILE).name(below / "p.txt") == "scans/1931/p.txt"


@pytest.fixture
def page(here: Path) -> Callable[..., None]:
    """A page with two findings, and a way to decide about them."""
    (here / "a.txt").write_text(STAMMER, encoding="utf-8")

    def decide_about(rule: str, verdict: Verdict, replacement: str | None = None) -> None:
        finding = only(found(STAMMER), rule)
        Decisions(here / FILE).change([said(STAMMER, finding, verdict, replacement)])

    return decide_about


def test_check_and_fix_keep_to_decisions(page: Callable[..., None], run: Run, here: Path) -> None:
    """What is kept is neither applied nor counted as left over; what is to be applied is; flags say otherwise."""
    page("doubled-punctuation", Verdict.KEEP)
    page("stuttered-word", Verdict.KEEP)
    assert run("check", "a.txt").exit_code == 0
    assert run("check", "a.txt", "--no-decisions").exit_code == 1
    assert run("check", "a.txt", "--decisions", "other.jsonl").exit_code == 1
    assert run("check", "a.txt", "--decisions", "nowhere/other.jsonl").exit_code == 2
    assert run("fix", "a.txt").exit_code == 0
    assert (here / "a.txt").read_text(encoding="utf-8") == STAMMER
    assert run("fix", "-", "--stdin-filename", "a.txt", stdin=STAMMER).stdout == STAMMER
    page("stuttered-word", Verdict.APPLY)
    assert run("fix", "a.txt").exit_code == 0
    assert (here / "a.txt").read_text(encoding="utf-8") == STAMMER.replace("技师技师", "技师")


def test_an_edited_text_is_undone_to_the_byte(page: Callable[..., None], run: Run, here: Path) -> None:
    """A person's own text goes into the journal like any fix."""
    page("doubled-punctuation", Verdict.EDITED, "——")
    run("fix", "a.txt")
    assert "早市——比往年" in (here / "a.txt").read_text(encoding="utf-8")
    assert run("undo").exit_code == 0
    assert (here / "a.txt").read_bytes() == STAMMER.encode()


def test_a_broken_file_stops_every_command(page: Callable[..., None], run: Run, here: Path) -> None:
    """Nothing is mended against what a person may have decided."""
    (here / FILE).write_text("{\n", encoding="utf-8")
    for args in (("check", "a.txt"), ("fix", "a.txt"), ("decisions",)):
        result = run(*args)
        assert (result.exit_code, f"{FILE}:1: " in result.stderr) == (2, True)
    assert (here / "a.txt").read_text(encoding="utf-8") == STAMMER


def test_decisions_are_listed_and_stale_ones_pruned(page: Callable[..., None], run: Run, here: Path) -> None:
    """`cleaner decisions` says which stand, which are done and which are stale; --prune takes out the last two."""
    assert "nothing was decided" in run("decisions").stdout
    page("doubled-punctuation", Verdict.KEEP)
    page("stuttered-word", Verdict.APPLY)
    listed = run("decisions").stdout.splitlines()
    assert [line.split("  ")[:4] for line in listed] == [
        ["a.txt", "doubled-punctuation", "keep", "stands"],
        ["a.txt", "stuttered-word", "apply", "stands"],
    ]
    assert "⟦，，⟧" in listed[0]
    (here / "a.txt").write_text("县里把旧粮库改成了戏台，，逢五逢十唱一出。\n", encoding="utf-8")
    assert "1 decision fits no finding any more" in run("check", "a.txt").stderr
    assert "1 decision fits" in run("fix", "--diff", "a.txt").stderr
    assert "decision" not in run("check", "a.txt", "--select", "broken-wraps").stderr
    assert [line.split("  ")[3] for line in run("decisions").stdout.splitlines()] == ["stale", "done"]
    (here / "b.txt").write_text("早市，，热闹。\n", encoding="utf-8")
    assert run("decisions", "b.txt", "--prune").exit_code == 0
    assert run("decisions", "a.txt").stderr == f"2 decisions in {here / FILE}\n"
    assert len(Decisions(here / FILE)) == 2
    assert run("decisions", "--prune").exit_code == 0
    assert len(Decisions(here / FILE)) == 0


def test_workers_keep_to_decisions(page: Callable[..., None], run: Run, here: Path) -> None:
    """Decisions travel to worker processes."""
    page("doubled-punctuation", Verdict.KEEP)
    (here / "b.txt").write_text(STAMMER, encoding="utf-8")
    run("fix", ".", "--jobs", "2")
    assert "，，" in (here / "a.txt").read_text(encoding="utf-8")
    assert "，，" not in (here / "b.txt").read_text(encoding="utf-8")
