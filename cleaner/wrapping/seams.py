"""What the text itself says at the seam of two lines: log-odds (natural) that a paragraph begins with the second."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from cleaner.language.bigrams import affinity
from cleaner.language.kinsoku import NOT_AT_END, NOT_AT_START, PAIRS
from cleaner.language.seam_characters import begins, ends
from cleaner.language.words import is_word
from cleaner.patterns import lazily
from cleaner.structure import PLAYER, Role
from cleaner.wrapping.lines import End, TextLine

CLOSER_OF = PAIRS
OPENER_OF = {closer: opener for opener, closer in PAIRS.items()}
OPENERS, CLOSERS = frozenset(CLOSER_OF), frozenset(OPENER_OF)

#: What a line's own beginning says, by role. A list marker may stand mid-sentence after a wrap (…达到 / 3.5万人).
BEGINS = {
    Role.LIST: 3.0,
    Role.STATUTE: 3.0,
    Role.DATELINE: 4.0,
    Role.BYLINE: 3.0,
    Role.CREDIT: 3.5,
    Role.SPEECH: 2.0,
    Role.QUOTE: 1.5,
}

#: An item whose number follows the one before begins a line, or nearly always: 四、 behind 三、 stands inside a line
#: where all the items do.
COUNTS_ON = 2.5

#: What the line before says of the next.
ENDS = {Role.BYLINE: 4.0, Role.CREDIT: 4.5}

#: Two characters at random make a common pair in 8 of 100, two in a row in 60 [on news]. Log-odds for a wrap: so much
#: for any common pair, so much more for each step of its score, so much at the most; for a word; times a strange pair.
ASTRIDE_BASE, ASTRIDE_STEP, MOST_ASTRIDE, WORD_ASTRIDE, STRANGE_ASTRIDE = 0.15, 0.6, 4.6, 1.0, 1.7

#: A pair from this score on tells that a word was cut: 60 of 100 pairs inside lines, 1 of 100 at random [on reports].
TELLING = 3

#: A quote or bracket left open, a number cut, a Latin word cut, a word that opens paragraphs.
OPEN, NUMBER, LATIN_WORD, OPENS = 3.0, 2.0, 2.5, 1.7

CAPTIONS = 4.0

#: Two lines in fake bold, one under the other, are mostly one headline or one caption.
BOLD = 2.5

#: A paragraph begins with a date or a year, hardly ever with a quantity: 年产 | 17万吨, 绿道 | 595公里.
QUANTITY_FIRST = 1.5
QUANTITY = lazily(
    r"\p{Nd}[\p{Nd}.,]*\s?(?:[亿万千百億萬％%‰℃元吨噸米克斤里亩畝]|公[里斤顷頃]|平方|立方|千[瓦米克]|余|餘|多[个個名家]|个百分点)"
)

#: Lines in two languages by turns; a line that ends with a date and a time (周女士 2023/9/1 8:03); a line that ends
#: with two spaces, which is Markdown's hard break, and what some extractors leave of a paragraph's end.
#: A number alone between blank lines is a folio, proven or not.
OTHER_SCRIPT, STAMPED, HARD_BREAK, TITLE, LONE = 4.0, 4.0, 8.0, 4.0, 20.0

#: How much of what the characters at the seam say is counted: they are not independent of the words astride.
BEGINNING, ENDING = 0.77, 0.86

HAN = lazily(r"\p{Han}")
LATIN = lazily(r"[A-Za-z]{2}")
LONE_NUMBER = lazily(r"[^\p{L}\p{N}。，；！？]*\p{Nd}{1,4}[^\p{L}\p{N}。，；！？]*$")
STAMP = lazily(r"\p{Nd}{1,2}[-/.月]\s?\p{Nd}{1,2}日?\s+\p{Nd}{1,2}[:：]\p{Nd}{2}([:：]\p{Nd}{2})?$")
#: What begins a line for sure: a bullet, a footnote, a part in a play (宣誓人（众）：), a step of a proof.
STARTER = lazily(rf"{PLAYER}|[∴∵]|[•●■▪◆◇★☆▲△►▶]|\[\^?[\w-]{{1,30}}\]:")
#: Words that begin paragraphs much more often than they stand behind a wrap.
OPENER = lazily(
    "据悉|据了解|據了解|据介绍|據介紹|近日|日前|近年来|近年來|目前|此外|另外|同时，|同時，|然而|不过，|如今|接下来|下一步|"
    "与此同时|與此同時|今年以来|据统计|记者了解到|首先，|其次，|最后，|总之|综上|因此，|一是|二是|三是|四是|五是"
)
#: What begins a caption, and hardly ever stands behind a wrap: 图为新建成的码头。 上图：…
CAPTION = lazily(r"[图圖][为為](?!了|此)|[上下左右][图圖][：:为為]|[图圖片][片说][：:]")
#: A caption put together from its lines ends with who took the picture: …练习轮滑。新华社记者 覃亦 摄
CREDITED = lazily(
    r"(?:记者|記者|通讯员|通訊員|[。\s])\s?\p{Han}{2,4}(?:[\s、]\p{Han}{2,4})?\s?(?<![拍])[摄攝]"
    r"(?:[/／][\p{Han}\s]{2,8})?[）)]?$"
)
UNIT = lazily(r"[年月日时分秒亿万千百元％%‰℃个名家项条座台户吨米公克斤里亩株所人次位]")


class Tail(NamedTuple):
    """What the first of two lines says of the seam behind it."""

    line: TextLine
    last: str  # its last character, as NFKC reads it: PDF fonts give radicals for characters, ⽤ ⾏ for 用 行
    barred: bool  # whether no line ends with that
    open: float
    ends: float
    hyphen: bool
    han: bool
    latin: bool
    stamped: bool
    hard_break: bool
    role: Role

    @classmethod
    def of(cls, line: TextLine) -> Tail:
        a, whole = line.bare, line.item.text
        last = unicodedata.normalize("NFKC", a[-1:])
        return cls(
            line=line,
            last=last,
            barred=last in NOT_AT_END,
            open=open_at_end(a),
            ends=ends(unicodedata.normalize("NFKC", a[-2:-1]) + last) if line.end is End.OTHER else 0.0,
            hyphen=last in "-\u2010\u00ad" and len(a) > 1 and latin(a[-2]),
            han=HAN.search(a) is not None,
            latin=LATIN.search(a) is not None,
            stamped=STAMP.search(a) is not None,
            hard_break=whole.endswith("  ") and not whole.endswith("   "),
            role=Role.CREDIT if CREDITED.search(a) else line.item.role,
        )


class Lead(NamedTuple):
    """What the second of two lines says of the seam before it."""

    line: TextLine
    first: str  # its first character, as NFKC reads it
    hangs: bool
    closed: float
    begins: float
    unit: bool  # whether a number may stand before its first character
    quantity: bool
    opener: bool
    caption: bool
    starter: bool
    han: bool
    latin: bool

    @classmethod
    def of(cls, line: TextLine) -> Lead:
        b = line.bare
        first = unicodedata.normalize("NFKC", b[:1])
        return cls(
            line=line,
            first=first,
            hangs=_hangs(b, first),
            closed=closed_from_nowhere(b),
            begins=begins(first + unicodedata.normalize("NFKC", b[1:2])),
            unit=first.isdigit() or UNIT.match(first) is not None,
            quantity=QUANTITY.match(b) is not None,
            opener=OPENER.match(b) is not None,
            caption=CAPTION.match(b) is not None,
            starter=STARTER.match(b) is not None,
            han=HAN.search(b) is not None,
            latin=LATIN.search(b) is not None,
        )


def seam_odds(before: TextLine, after: TextLine) -> float:
    """Log-odds that a paragraph begins with `after`, from the words and marks at the seam."""
    return odds_between(Tail.of(before), Lead.of(after))


def odds_between(tail: Tail, lead: Lead) -> float:
    """`seam_odds` of two lines of which is known what each says."""
    before, after, last, first = tail.line, lead.line, tail.last, lead.first
    odds = 0.0
    if lead.hangs:
        odds -= 5.0
    odds -= 5.0 if tail.barred else OPEN * min(1.5, tail.open + lead.closed)
    odds += BEGINNING * lead.begins
    odds += ENDING * tail.ends
    if last.isdigit() and lead.unit:
        odds -= NUMBER
    elif lead.quantity:
        odds -= QUANTITY_FIRST
    elif latin(last) and latin(first):
        odds -= LATIN_WORD
    odds -= astride(last, first)
    if tail.hyphen:
        odds -= 3.0
    if lead.opener:
        odds += OPENS
    if first == "—":  # ——这五年…, — 署名
        odds += 4.0
    if before.bold and after.bold:
        odds -= BOLD
    if tail.latin != lead.latin and tail.han == lead.latin and lead.han == tail.latin:
        odds += OTHER_SCRIPT
    if lead.caption:
        odds += CAPTIONS
    if len(before.bare) > 1 and after.bare.startswith(before.bare):  # a poem's title: 思文 / 思文后稷，克配彼天。
        odds += TITLE
    if after.blanks and (LONE_NUMBER.match(before.bare) or LONE_NUMBER.match(after.bare)):
        odds += LONE
    if tail.stamped:
        odds += STAMPED
    if tail.hard_break:
        odds += HARD_BREAK
    odds += ENDS.get(tail.role, 0.0)
    if before.item.role is Role.LIST and before.letters <= 4:  # a marker alone: 3、
        odds += 4.0
    odds += 6.0 if lead.starter else BEGINS.get(after.item.role, 0.0)
    if after.next_item:
        odds += COUNTS_ON
    return odds


def tells(before: TextLine, after: TextLine) -> bool:
    """Whether the seam itself says that the text goes on: it cuts a word, a number, a quotation, or parts a mark."""
    a, b = before.bare, after.bare
    last, first = (unicodedata.normalize("NFKC", char) for char in (a[-1:], b[:1]))
    if last in NOT_AT_END or _hangs(b, first):
        return True
    if open_at_end(a) or closed_from_nowhere(b):
        return True
    if last.isdigit() and (first.isdigit() or UNIT.match(first)):
        return True
    if HAN.match(last) and HAN.match(first):
        together = affinity(last, first)
        if last == first:  # 一条河 / 河水慢慢流
            return False
        return together >= TELLING or (together == TELLING - 1 and is_word(last + first))
    return latin(last) and latin(first) and before.end is End.OTHER


def astride(last: str, first: str) -> float:
    """How much `last` and `first` belong together: log-odds for a wrap between them.

    新能 | 源汽车 cuts a word, 首 | 个 and 和 | “ are common pairs, 冬 | “ is none.
    """
    together = affinity(last, first)
    if together > 0:
        return min(MOST_ASTRIDE, ASTRIDE_BASE + ASTRIDE_STEP * together)
    if HAN.match(last) and HAN.match(first) and is_word(last + first):
        return WORD_ASTRIDE
    return STRANGE_ASTRIDE * together


def _hangs(after: str, first: str) -> bool:
    """Whether `after` begins with a mark that no line begins with; twice the same is an ornament: 》》点击进入."""
    return first in NOT_AT_START and first not in "—…~." and after[1:2] != after[:1]


def one_script(a: str, b: str) -> bool:
    """Whether `a` is Latin and has no Han, and `b` the other way round."""
    return bool(LATIN.search(a) and not HAN.search(a) and HAN.search(b) and not LATIN.search(b))


def latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def open_at_end(text: str) -> float:
    """1 where a quote or bracket is open at the end of `text`."""
    if OPENERS.isdisjoint(text):
        return 0.0
    waiting: list[str] = []
    for char in text:
        if char in CLOSER_OF:
            waiting.append(CLOSER_OF[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
    return 1.0 if waiting else 0.0


def closed_from_nowhere(text: str) -> float:
    """1 where `text` closes a quote or bracket that it did not open."""
    if CLOSERS.isdisjoint(text):
        return 0.0
    waiting: list[str] = []
    for char in text:
        if char in CLOSER_OF:
            waiting.append(CLOSER_OF[char])
        elif char in OPENER_OF:
            if not waiting:
                return 1.0
            if char == waiting[-1]:
                waiting.pop()
    return 0.0
