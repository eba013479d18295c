"""What it means that a text stands in several documents. Only copies are ever proposed to be dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from cleaner.furniture import is_editors_line
from cleaner.structure import Role, is_jump, shape

#: Documents from which on a paragraph that they share, and little else, is a standing phrase.
STANDING = 5

#: Two documents are versions of each other where they share this part of the shorter one's letters.
SAME = 0.5

#: Letters of the longest heading, and of the longest credit or line of furniture.
HEADING, CREDIT = 60, 90

#: A sentence with fewer letters may stand in two texts by chance: 以上意见请予审议。
BRIEF = 20

#: Sentences that each law, rule, licence or notice has. 本法自…起施行 本规定由…负责解释 本报告全文刊登于…
FORMULA = regex.compile(
    r"(?:本|该|該|此)(?:法|条例|條例|规定|規定|办法|辦法|规则|規則|细则|細則|解释|解釋|决定|決定|章程|标准|標準|通知|意见|合同|协议|表)"
    r"[^。；]{0,30}(?:施行|实施|實施|生效|执行|執行|解释|解釋|废止|廢止|公布|发布|發布)"
    r"|(?:同时|同時)(?:废止|廢止)|(?:负责|負責)解释"
    r"|未经(?:\p{Han}{0,6})(?:授权|许可|同意|允许)[^。]{0,40}(?:转载|摘编|复制|使用)|版权所有|翻印必究|违者必究|责任自负"
    r"|(?:仅|僅)代表\p{Han}{0,8}(?:观点|觀點|立场|立場)|(?:投稿|订阅|訂閱|联系)(?:邮箱|信箱|电话|電話|热线|熱線)"
    r"|扫描(?:下方|上方)?二维码|关注(?:本|我们的)?(?:公众号|微信)"
)
SENTENCE = regex.compile("[。！？；!?;]")
#: Articles of a law refer to each other and to other laws in the same words.
ARTICLE = regex.compile(r"\s*第\s*[一二三四五六七八九十百千零〇两\p{Nd}]{1,9}\s*[条條款]")


class Kind(StrEnum):
    """Why a text stands in several documents."""

    COPY = "copy"
    VERSION = "version"  # nearly the same words, but a figure, a name or a negation differs: another fact
    WIRE = "wire"  # an agency's report that each paper printed
    BOILERPLATE = "boilerplate"  # articles and sentences that laws, contracts and notices share
    CREDIT = "credit"  # who wrote, drew, edited
    HEADING = "heading"  # a column's name, a chapter's
    FURNITURE = "furniture"  # editors' lines, jump lines, pictures, tables


#: Kinds whose members may be proposed to be dropped.
DROPPED = frozenset({Kind.COPY})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a text stands: what is asked to tell its kind."""

    text: str  # of the best copy; the head of a document
    whole: bool  # a document
    members: int
    documents: int
    agencies: Sequence[str]  # the different ones of all members, "" left out
    wired: int  # in how many documents it stands under one of them
    statutes: int  # how many of the documents are laws
    letters: int  # of the shortest member
    shared: float  # the part of their letters that the documents share, at least, of any two


def kind_of(standing: Standing) -> tuple[Kind, dict[str, object]]:
    """The kind, and the evidence for it. (Whether the members differ in what may be meant is asked afterwards.)"""
    evidence: dict[str, object] = {"documents": standing.documents, "members": standing.members}
    if standing.wired and 2 * standing.wired >= standing.documents:
        evidence |= {"agencies": list(standing.agencies), "under_dateline": standing.wired}
        return Kind.WIRE, evidence
    if standing.whole:
        return Kind.COPY, evidence
    evidence["documents_share"] = round(standing.shared, 3)
    text = standing.text.strip()
    role = shape(text)
    if is_editors_line(text) or is_jump(text):
        return Kind.FURNITURE, evidence | {"shape": "editors' line" if is_editors_line(text) else "jump line"}
    if role in (Role.CODE, Role.TABLE, Role.RULE):
        return Kind.FURNITURE, evidence | {"shape": role.value}
    if len(text) <= CREDIT and role in (Role.CREDIT, Role.BYLINE):
        return Kind.CREDIT, evidence | {"shape": role.value}
    same = standing.shared >= SAME
    if same:
        # Two scans of one law share all its articles; then they are copies, whatever they say.
        return Kind.COPY, evidence
    if (match := FORMULA.search(text)) and len(text) <= 4 * len(match[0]) + 60:
        return Kind.BOILERPLATE, evidence | {"formula": match[0]}
    if role in (Role.HEADING, Role.CONTENTS) or (len(text) <= HEADING and not SENTENCE.search(text)):
        return Kind.HEADING, evidence | {"shape": "no sentence"}
    if ARTICLE.match(text) or standing.statutes:
        # Laws take whole paragraphs from each other, and each is in force where it stands.
        return Kind.BOILERPLATE, evidence | {"statutes": standing.statutes}
    if standing.letters < BRIEF:
        return Kind.BOILERPLATE, evidence | {"letters": standing.letters}
    if standing.documents >= STANDING:
        return Kind.BOILERPLATE, evidence | {"standing": f"in {standing.documents} documents that share little else"}
    return Kind.COPY, evidence


def counted(kinds: Mapping[str, int]) -> str:
    """The kinds with their numbers, the commonest first: ``copy 12, wire 3``."""
    return ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
