"""Articles that go on in another file of the same run: jump lines of all files held against each other.

Done before the files are cleaned, so that each file's findings are whole when they are reported, and the same for any
number of workers. A file without a jump line is only searched for its words; of the others a few words a jump are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cleaner.decisions import Decided, Decision, Verdict
from cleaner.detectors.loose_ends import link_hit
from cleaner.document import UnreadableText
from cleaner.encodings import AUTO, FAMILIES, read
from cleaner.fingerprints import fingerprint
from cleaner.inputs import Input
from cleaner.linking.jumps import WORDS, Jump, Link, jumps_of, links
from cleaner.model import Consent, Finding, Held, Hit, Safety
from cleaner.packs import Rule
from cleaner.plan import Result, in_place
from cleaner.reading import read_bytes
from cleaner.suppressions import Allowed

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


def crossings(inputs: Sequence[Input], jumps: Iterable[Sequence[Jump]]) -> Mapping[str, tuple[Crossing, ...]]:
    """By a file's name, the ends of links to other files in it; `jumps` are what `unmatched` finds in each."""
    names: list[str] = []
    found: list[tuple[str, Sequence[Jump]]] = []
    for item, alone in zip(inputs, jumps, strict=True):
        if alone:
            names.append(item.name)
            found.append((str(item.path.parent), alone))
    ends: dict[str, list[Crossing]] = defaultdict(list)
    for link in links(found):
        if link.onward_at != link.back_at:
            ends[names[link.onward_at]].append(Crossing(link, True, names[link.back_at]))
            ends[names[link.back_at]].append(Crossing(link, False, names[link.onward_at]))
    return {name: tuple(mine) for name, mine in ends.items()}


def crossings_of(inputs: Sequence[Input], encoding: str) -> Mapping[str, tuple[Crossing, ...]]:
    """`crossings` of files that nobody has looked at; `encoding` is that of those whose own settings say nothing."""
    if len(inputs) < 2:
        return {}
    encodings = [item.settings.encoding if item.settings else encoding for item in inputs]
    return crossings(
        inputs, (unmatched(may_jump(item, e), item.name, e) for item, e in zip(inputs, encodings, strict=True))
    )


def _words(encoding: str, data: bytes) -> tuple[bytes, ...]:
    """The words of jump lines as they stand in `data`, in whatever encoding that may be."""
    if encoding != AUTO:
        return _encoded((encoding,))
    try:
        data.decode()
    except UnicodeDecodeError:
        return _encoded(tuple(FAMILIES))
    return _encoded(("utf-8",))


@cache
def _encoded(encodings: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(word.encode(encoding, "ignore") for encoding in encodings for word in WORDS)


def may_jump(item: Input, encoding: str) -> bytes | None:
    """The bytes of a file that has a word of jump lines in it; None where it has none or cannot be read."""
    try:
        data = read_bytes(item.path, LARGEST)
    except OSError:
        return None
    return data if any(word and word in data for word in _words(encoding, data)) else None


def unmatched(data: bytes | None, name: str, encoding: str) -> list[Jump]:
    """The jump lines of a file that have no partner in it. What cannot be read is passed over: cleaning tells."""
    if data is None:
        return []
    try:
        text = read(data, name, encoding).text
    except UnreadableText:
        return []
    mine = jumps_of(text)
    inside = links([("", mine)], text)
    matched = {jump.span for link in inside for jump in (link.onward, link.back)}
    return [jump for jump in mine if jump.span not in matched]


def with_crossings(
    result: Result,
    mine: Sequence[Crossing],
    rule: Rule,
    consent: Consent,
    decisions: Sequence[Decision] = (),
    allowed: Allowed | None = None,
) -> Result:
    """`result` with the findings of `mine`. A jump that is no longer where it was found is passed over."""
    document = result.document
    here = {jump.span: jump for jump in jumps_of(document.text)} if mine else {}
    told = []
    for end in mine:
        hit = link_hit(end.link, onward=end.onward, path=end.path)
        if here.get(end.jump.span) == end.jump and hit.confidence >= consent.min_confidence:
            told.append(_shown(rule, hit, document.text, consent.lang))
    if not told:
        return result
    findings = tuple(sorted((*result.findings, *told), key=in_place))
    known = Decided(document.text, decisions)
    about = {f.key: said for f in told if (said := known.about(f.rule, f.span))}
    held = dict.fromkeys((f.key for f in told), Held.SHOWN_ONLY)
    held |= {f.key: Held.ALLOWED for f in told if allowed and allowed.covers(f)}
    held |= {key: Held.KEPT for key, said in about.items() if said.verdict is Verdict.KEEP}
    return replace(
        result,
        findings=findings,
        held={**result.held, **held},
        decided={**result.decided, **about},
        stale=tuple(said for said in result.stale if said.id not in known.met),
        done=tuple(said for said in result.done if said.id not in known.met),
    )


def _shown(rule: Rule, hit: Hit, text: str, lang: str) -> Finding:
    """`hit` as a finding of `rule` that mends nothing."""
    return Finding(
        rule=rule.id,
        family=rule.family,
        span=hit.span,
        message=rule.said(lang, hit.values),
        fix=None,
        safety=Safety.SHOWN,
        confidence=round(hit.confidence, 4),
        evidence=dict(hit.evidence),
        related=hit.related,
        after=(),
        fingerprint=fingerprint(rule.id, text, hit.span),
    )
