"""Articles that go on in another file of the same run: jump lines of all files held against each other.

Done before the files are cleaned, so that each file's findings are whole when they are reported, and the same for any
number of workers. A file without a jump line is only searched for its words; of the others a few words a jump are kept.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cleaner.decisions import Decided, Decision, Verdict
from cleaner.detectors.loose_ends import link_hit
from cleaner.document import Document, UnreadableText
from cleaner.inputs import Input
from cleaner.linking.jumps import WORDS, Jump, Link, jumps_of, links
from cleaner.model import Held
from cleaner.packs import Rule
from cleaner.plan import Consent, Result, in_place, shown

if TYPE_CHECKING:
    from cleaner.remembered import Memory

#: The detector and kind of the rule that such links are findings of.
KIND = ("loose_ends", "jump-link")

#: Bytes beyond which a file is no page.
LARGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class Crossing:
    """One end of a link, in the file that it is told in; `path` names the file of the other end."""

    link: Link
    onward: bool
    path: str

    @property
    def jump(self) -> Jump:
        """The jump line in this file."""
        return self.link.onward if self.onward else self.link.back


def rule_among(rules: Iterable[Rule]) -> Rule | None:
    """The rule that tells of jump lines, if it is on."""
    return next((rule for rule in rules if (rule.detector, rule.kind) == KIND), None)


def crossings(
    inputs: Sequence[Input], encoding: str, memory: Memory | None = None
) -> Mapping[str, tuple[Crossing, ...]]:
    """By a file's name, the ends of links to other files in it. What cannot be read is passed over: cleaning tells.

    Jump lines that `memory` knows are not looked for again.
    """
    if len(inputs) < 2:
        return {}
    words = tuple(word.encode(encoding, "ignore") for word in WORDS)
    names: list[str] = []
    found: list[tuple[str, list[Jump]]] = []
    for item in inputs:
        alone = _unmatched(item, encoding, words, memory)
        if alone:
            names.append(item.name)
            found.append((str(item.path.parent), alone))
    ends: dict[str, list[Crossing]] = defaultdict(list)
    for link in links(found):
        if link.onward_at != link.back_at:
            ends[names[link.onward_at]].append(Crossing(link, True, names[link.back_at]))
            ends[names[link.back_at]].append(Crossing(link, False, names[link.onward_at]))
    return {name: tuple(mine) for name, mine in ends.items()}


def _unmatched(item: Input, encoding: str, words: Sequence[bytes], memory: Memory | None) -> list[Jump]:
    """The jump lines of a file that have no partner in it."""
    try:
        if item.path.stat().st_size > LARGEST:
            return []
        data = item.path.read_bytes()
        if not any(word and word in data for word in words):
            return []
        if memory is None:
            return _alone(data, item.name, encoding)
        digest = hashlib.sha256(data).hexdigest()
        known = memory.jumps(digest, encoding)
        if known is None:
            known = _alone(data, item.name, encoding)
            memory.keep_jumps(digest, encoding, known)
        return known
    except (OSError, UnreadableText):
        return []


def _alone(data: bytes, name: str, encoding: str) -> list[Jump]:
    text = Document.from_bytes(data, name, encoding).text
    mine = jumps_of(text)
    inside = links([("", mine)], text)
    matched = {jump.span for link in inside for jump in (link.onward, link.back)}
    return [jump for jump in mine if jump.span not in matched]


def with_crossings(
    result: Result, mine: Sequence[Crossing], rule: Rule, consent: Consent, decisions: Sequence[Decision] = ()
) -> Result:
    """`result` with the findings of `mine`. A jump that is no longer where it was found is passed over."""
    document = result.document
    here = {jump.span: jump for jump in jumps_of(document.text)} if mine else {}
    told = []
    for end in mine:
        hit = link_hit(end.link, onward=end.onward, path=end.path)
        if here.get(end.jump.span) == end.jump and hit.confidence >= consent.min_confidence:
            told.append(shown(rule, hit, document.text, consent.lang))
    if not told:
        return result
    findings = tuple(sorted((*result.findings, *told), key=in_place))
    known = Decided(document.text, decisions)
    about = {f.key: said for f in told if (said := known.about(f.rule, f.span))}
    kept = {key for key, said in about.items() if said.verdict is Verdict.KEEP}
    return replace(
        result,
        findings=findings,
        held={**result.held, **{f.key: Held.KEPT if f.key in kept else Held.SHOWN_ONLY for f in told}},
        decided={**result.decided, **about},
        stale=tuple(said for said in result.stale if said.id not in known.met),
        done=tuple(said for said in result.done if said.id not in known.met),
    )
