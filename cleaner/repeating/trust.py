"""How far a chain of repeats may be trusted to be text drawn in layers, and not 高高兴兴 or a prayer."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.language.bigrams import affinity
from cleaner.language.reduplication import is_chanted, is_grammar, is_reduplicated
from cleaner.language.words import is_word
from cleaner.model import Safety
from cleaner.repeating.chains import Block, Chain
from cleaner.repeating.squeezed import CLAUSE_MARKS, han

#: A text of fewer different characters is laughter, a leader, a number.
LEAST_CHARACTERS = 4

#: A line that is one unit twice, with clauses in it, is no headline beyond this many characters, but a loop.
LONGEST_HEAD = 40

#: Of so many pairs of characters or more, this share must be common together for a text to read as words: in the lines
#: of news it is 70 of 100, of characters at random 8.
LEAST_PAIRS, WORDS = 4, 0.15

#: The mean affinity of the pairs in a text drawn character by character. Of ten characters of news one in fifty have
#: less; 山水处明秀晴雨时好奇, what remains of a couplet, has 0.5.
READS = 0.7

#: From so many Chinese characters on nobody doubles each on purpose.
LONG = 20

#: Where the share of digits is greater, it is a table's row: 8888 9999 合计合计.
NUMBERS = 0.85

DOUBLED_MARK = re.compile(r"([，。、；：！？“”‘’（）《》「」『』.:])\1")


def judged(text: str, chain: Chain, whole: bool) -> Safety | None:
    """Whether `chain` may be mended without asking, or None where it may be ordinary Chinese.

    `whole`: it is whole lines. Seven MB of clean text hold no chain of ten characters that is not a table's, but for
    AABB idioms, and no line at all that is one chain from end to end.
    """
    doubled = "".join(text[b.start : b.start + b.size] for b in chain.blocks)
    words = han(doubled)
    latin = sum(char.isascii() and char.islower() for char in doubled)  # no AABB BBCC
    if (words < 3 and not (words and chain.read >= 8) and latin < 8) or len(set(doubled)) < LEAST_CHARACTERS:
        return None
    if sum(map(str.isdigit, doubled)) > NUMBERS * len(doubled):
        return None
    if chain.single:
        return _with_gaps(text, chain) if whole else None
    if all(by_character(text, block) for block in chain.blocks):
        return _by_character(text, chain, whole)
    if len(chain.blocks) == 1:
        return _one_unit(doubled, chain) if whole else None
    return _by_run(text, chain, whole)


def _with_gaps(text: str, chain: Chain) -> Safety | None:
    """Whole lines in which some characters were drawn once: 甲乙丙丁甲乙丙丁，戊己庚戊己庚, the mark alone."""
    long = sum(not by_character(text, block) for block in chain.blocks)
    marks = _marks(text, chain)
    between = chain.single <= 3 and not han(_drawn_once(text, chain))
    if chain.read < 8 or len(chain.blocks) < 2 or chain.single > chain.read:
        return None
    if len(chain.blocks) < 3 and not marks and not between:
        return None
    most = _most(text, chain)
    if not marks and ((long and most < 3) or (not long and not _reads(chain.text(text)))):
        return None  # 一个一个，一步一步, and couplets, whose marks are drawn once
    sure = chain.read >= 10 and ((marks and long and most >= 5) or (between and long >= 2 and most >= 4))
    sure = sure or (long == 0 and len(chain.blocks) >= 10 and marks > 0)
    return Safety.SAFE if sure and _has_words(chain.text(text)) and not _shouted(text, chain) else Safety.RISKY


def _by_character(text: str, chain: Chain, whole: bool) -> Safety | None:
    """甲甲乙乙，，丙丙. Couplets and idioms are doubled so too, but their marks are not, and few are long."""
    read = "".join(text[b.start] * b.size for b in chain.blocks)
    words = han(read)
    marks = _marks(text, chain)
    if chain.read < 5 - (chain.layers > 2) or (chain.read < 6 and not whole and chain.layers == 2):
        return None
    if chain.layers == 2 and not marks and words < LONG and _idioms(read):
        return None
    enough = chain.read >= 10 or (chain.read >= 6 and (whole or marks > 0 or chain.layers > 2))
    grammar = len({char for char in read if is_grammar(char)})
    meant = not marks and grammar < 2 and words < LONG and not _reads(read)
    return Safety.SAFE if enough and not meant else Safety.RISKY


def _one_unit(unit: str, chain: Chain) -> Safety | None:
    """A whole line that is one unit, two to four times: 甲乙丙丁甲乙丙丁. With clauses in it, that is a loop."""
    weight = _weight(unit)
    if weight < 5:
        return None
    if len(unit) > LONGEST_HEAD and unit[-1] in CLAUSE_MARKS and sum(mark in "，；。" for mark in unit) > 1:
        return None
    sure = weight >= 8 or (weight >= 6 and (chain.layers > 2 or chain.read >= 9))
    meant = weight < LONG and is_chanted(unit)
    return Safety.SAFE if sure and _has_words(unit) and not meant else Safety.RISKY


def _by_run(text: str, chain: Chain, whole: bool) -> Safety | None:
    """甲乙丙甲乙丙、、丁戊丁戊. Words are said twice too, one after the other: 研究研究讨论讨论."""
    read = chain.text(text)
    words, marks, blocks = han(read), _marks(text, chain), len(chain.blocks)
    most = _most(text, chain)
    if chain.read < 5 or _weight(read) < 4:
        return None
    if whole:
        sure = chain.read >= 10 or (chain.read >= 6 and marks > 0) or (chain.read >= 8 and (blocks >= 3 or most >= 5))
    else:
        if blocks < 3 and not (marks and most >= 3) and (chain.read < 8 or most < 4):
            return None
        if (chain.read < 8 and not marks) or (not marks and any(mark in read for mark in CLAUSE_MARKS)):
            return None  # too little; or ，修路，修路建港，修路建港，修: clauses that loop, their marks with them
        sure = chain.read >= 10 and (blocks >= 3 or most >= 6 or marks > 0)
    sure = sure and (most > 2 or marks > 0) and (marks > 0 or _has_words(read))
    sure = sure and not _shouted(text, chain) and (marks > 0 or words >= LONG or not is_chanted(read))
    return Safety.SAFE if sure else Safety.RISKY


def by_character(text: str, block: Block) -> bool:
    """Whether each copy of `block` is one character, perhaps several times: 1111 in DDEE22--111155 is 11."""
    return len(set(text[block.start : block.start + block.size])) == 1


def _marks(text: str, chain: Chain) -> int:
    """How many marks were drawn in layers that Chinese never doubles."""
    return sum(bool(DOUBLED_MARK.fullmatch(text[b.start : b.end][:2])) for b in chain.blocks if b.size == 1)


def _most(text: str, chain: Chain) -> int:
    """How many characters, letters and digits there are in the longest unit."""
    return max(sum(map(str.isalnum, text[b.start : b.start + b.size])) for b in chain.blocks)


def _weight(unit: str) -> int:
    """How much is said in `unit`: Chinese characters, and two letters or digits as one."""
    words = han(unit)
    return words + (sum(char.isalnum() for char in unit) - words) // 2


def _has_words(read: str) -> bool:
    """Whether `read` has words in it, as headlines have, or is short, or not Chinese.

    唵嘛呢叭咪吽 three times is a prayer.
    """
    pairs = [(a, b) for a, b in pairwise(read) if han(a + b) == 2]
    if len(pairs) < LEAST_PAIRS:
        return True
    words = sum(affinity(a, b) >= 2 or is_word(a + b) for a, b in pairs)
    return words >= WORDS * len(pairs)


def _reads(read: str) -> bool:
    """Whether `read` reads as text does: its characters go together one by one."""
    pairs = [(a, b) for a, b in pairwise(read) if han(a + b) == 2]
    return len(pairs) < LEAST_PAIRS or sum(affinity(a, b) for a, b in pairs) >= READS * len(pairs)


def _idioms(read: str) -> bool:
    """Whether `read` is 高兴热闹, of 高高兴兴热热闹闹: most of it, two by two, is doubled by nature."""
    if len(read) % 2:
        return False
    pairs = [read[at : at + 2] for at in range(0, len(read), 2)]
    return 2 * sum(map(is_reduplicated, pairs)) >= len(pairs)


def _shouted(text: str, chain: Chain) -> bool:
    """Whether each unit is an exclamation, three times or more: 祖国万岁！祖国万岁！祖国万岁！"""
    return all(
        block.layers > 2 and text[block.start + block.size - 1] in "！!"
        for block in chain.blocks
        if not by_character(text, block)
    )


def _drawn_once(text: str, chain: Chain) -> str:
    """What stands between the blocks of `chain`."""
    ends = [chain.start, *(block.end for block in chain.blocks)]
    starts = [*(block.start for block in chain.blocks), chain.end]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
