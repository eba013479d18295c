"""Text read in the wrong encoding: 涓枃 and ä¸­æ–‡ for 中文, ÖÐÎÄ for 中文, 锟斤拷 for what is lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cleaner.glyphs.present import HAN, is_han, outside_code, present
from cleaner.language.bigrams import affinity, company
from cleaner.language.encodings import gbk_heads, gbk_seconds, misreadings, western, western_bytes, western_letters
from cleaner.model import Edit, Hit, Safety, Span
from cleaner.views import View


class Garbled(NamedTuple):
    """A stretch in the wrong encoding. `new` is what it reads, `""` where that is lost."""

    start: int
    end: int
    new: str
    sign: str  # a key of `cleaner.wording`: which misreading it was


#: Marks of Chinese text, and white space that UTF-8 has more than one byte for.
_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—·～￥％\u3000")

#: 锟斤拷 is U+FFFD twice, read as GBK; ï¿½ is it once, read as Latin-1.
_LOST = re.compile("锟斤拷(?:锟斤拷|锟斤|锟|�|\\?)*|(?:ï¿½)+")

#: Bytes above 0x7F that Latin-1 has no letter for are marks there: “ … ° ·; a run of them alone is nothing.
_LEAST_WESTERN = 3

#: From so many Chinese characters on what GBK makes of Latin-1 is Chinese if nearly all of them are frequent (no
#: language of Latin letters has eight accented ones in a row); below so many it must go together well.
_SURE_HAN, _FEW_HAN = 4, 6

#: Characters that are turned back at once, one after the other while all of them fit: a page takes several stretches.
_STRETCHES = (12, 240, 4000)


def garbled(view: View) -> list[Garbled]:
    """The stretches of `view`, in order. Call it as ``view.memo(garbled)``."""
    seen = view.memo(present)
    if not seen.suspects:
        return []
    found: list[Garbled] = []
    # 锟 is one of the characters that UTF-8 read as GBK begins with, ï one of Latin-1's.
    if "锟" in seen.suspects or "ï" in seen.suspects:
        found += (Garbled(*m.span(), "", "lost") for m in _LOST.finditer(view.text))
    found += _western(view.text, seen.suspects_of(western_letters()))
    found += _gbk(view.text, seen.suspects_of(gbk_heads()))
    if found:
        plain = set(outside_code(view, sorted(one.start for one in found)))
        found = sorted(one for one in found if one.start in plain)
    apart: list[Garbled] = []
    for one in found:
        if not apart or apart[-1].end <= one.start:
            apart.append(one)
    return apart


def inside(stretches: list[Garbled], at: int) -> bool:
    """Whether `at` lies in one of `stretches`."""
    place = bisect_right(stretches, at, key=lambda one: one.start)
    return place > 0 and at < stretches[place - 1].end


@cache
def _western_run() -> re.Pattern[str]:
    """A run of such characters, and how far it goes on if bytes of ASCII stand between (the second of 預 in GBK)."""
    one = "[" + "".join(map(re.escape, sorted(western()))) + "]"
    return re.compile(f"(?P<plain>{one}+)(?:[@-~]{one}+)*[@-~]?")


def _western(text: str, places: list[int]) -> Iterator[Garbled]:
    run, done, bytes_ = _western_run(), 0, western()
    for at in places:
        if at < done:
            continue
        start = at
        while start > done and (text[start - 1] in bytes_ or _is_second(text, start - 1, done)):
            start -= 1
        match = run.match(text, start)
        assert match is not None  # the character at `at` is one of them
        done = match.end()
        for end in dict.fromkeys((match.end(), match.end("plain"))):
            one = _western_part(text, start, end) if end - start >= _LEAST_WESTERN else None
            if one:
                done = one.end
                yield one
                break


def _is_second(text: str, at: int, done: int) -> bool:
    """Whether ``text[at]`` may be the second byte of a character of GBK whose first came as Latin-1: the K of 並."""
    return at > done and "@" <= text[at] <= "~" and text[at - 1] in western()


def _western_part(text: str, start: int, end: int) -> Garbled | None:
    """What of ``start..end`` is in the wrong encoding: what is left without marks of ours (“ … ”) round it, or all."""
    low, high = start, end
    while low < high and text[low] in _MARKS:
        low += 1
    while high > low and text[high - 1] in _MARKS:
        high -= 1
    for first, last in dict.fromkeys(((low, high), (start, high), (low, end), (start, end))):
        seen = text[first:last]
        data = western_bytes(seen)
        for encoding, sign in (("utf-8", "utf8-as-latin"), ("gbk", "gbk-as-latin")):
            try:
                new = data.decode(encoding) if data else ""
            except UnicodeDecodeError:
                continue
            if new and _is_ordinary(new, sign) and seen in misreadings(new):
                return Garbled(first, last, new, sign)
    return None


def _gbk(text: str, heads: list[int]) -> Iterator[Garbled]:
    """UTF-8 read as GBK: from a character whose first byte begins one in UTF-8, as far as UTF-8 goes on.

    A stretch of an odd number of characters ends in half a character of GBK, and with it half of its last character
    is lost: 好 alone is 濂 and a byte that no decoder could read.
    """
    seconds, done = gbk_seconds(), 0
    for at in heads:
        if at < done or at + 1 >= len(text) or text[at + 1] not in seconds:
            continue
        new, end = _as_far_as_utf8(text, at)
        if len(new) > _STRETCHES[1] and not _is_ordinary(new, "utf8-as-gbk"):
            done = end  # whatever it is, looking at it from each of its characters would take time and find no more
        elif new and _is_ordinary(new, "utf8-as-gbk"):
            yield Garbled(at, end, new, "utf8-as-gbk")
            done = end
            if text[end : end + 1] in gbk_heads() and text[end + 1 : end + 2] in ("\ufffd", "?"):
                done = end + 2
                yield Garbled(end, done, "", "lost")


def _as_far_as_utf8(text: str, at: int) -> tuple[str, int]:
    """What ``text[at:]`` reads, and where that ends: the longest stretch that is whole in both encodings."""
    found = ("", at)
    for most in _STRETCHES:
        data, ends, end = bytearray(), {}, at
        while end < min(len(text), at + most) and ord(text[end]) > 0x7F:
            data += text[end].encode("gb18030", "replace")
            end += 1
            ends[len(data)] = end
        try:
            data.decode("utf-8")
            good = len(data)
        except UnicodeDecodeError as error:
            good = error.start
        # The two bytes of an ordinary character may go on in UTF-8, but not in Chinese: 应 is Ӧ there.
        new = data[:good].decode("utf-8")
        whole = next((k for k, char in enumerate(new) if not is_han(char) and char not in _MARKS), len(new))
        good = len(new[:whole].encode())
        # Back to where a character of both encodings ends.
        while good and good not in ends:
            good -= 1
            while data[good] & 0xC0 == 0x80:
                good -= 1
        found = (data[:good].decode("utf-8"), ends[good]) if good else ("", at)
        if found[1] < at + most - 3:
            break
    return found


def _is_ordinary(new: str, sign: str) -> bool:
    """Whether `new` is ordinary Chinese: known characters and marks, and pairs that go together.

    GBK has a character for nearly every two bytes, so there more is asked.
    """
    letters = [char for char in new if char not in _MARKS and not char.isascii()]
    han = [char for char in letters if HAN.match(char)]
    if len(han) < len(letters):
        return False
    if not han:
        return sign == "utf8-as-latin" and bool(new)
    known = [char for char in han if company(char) > 0]
    if sign == "gbk-as-latin":
        frequent = sum(map(_is_frequent, han))
        if len(han) >= _SURE_HAN and frequent >= 0.9 * len(han):
            return True
        pairs = [affinity(a, b) for a, b in pairwise(new) if is_han(a) and is_han(b)]
        goes_together = bool(pairs) and sum(pairs) / len(pairs) > (0.5 if len(han) < _FEW_HAN else 0)
        return len(han) >= 2 and len(known) >= 0.9 * len(han) and goes_together
    if len(han) == 1 and sign == "utf8-as-gbk":
        return len(new) > 1 and len(known) == 1
    return len(known) >= 0.8 * len(han)


def garbled_hits(view: View) -> Iterator[Hit]:
    """The garbled stretches as hits."""
    for one in view.memo(garbled):
        span, seen = Span(one.start, one.end), view.text[one.start : one.end]
        yield Hit(
            span,
            (Edit(span, one.new),) if one.new else (),
            confidence=0.99 if len(one.new) > 2 else 0.9,
            values={"seen": _short(seen), "read": _short(one.new) if one.new else "□"},
            said={"way": one.sign},
            evidence={"characters": len(one.new)} if one.new else {"characters_lost": 1},
            safety=None if one.new else Safety.SHOWN,
        )


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[: most // 2] + "…" + text[-most // 2 + 1 :]


def _is_frequent(char: str) -> bool:
    """Whether `char` is one of the 3755 frequent characters (level 1) of GB 2312."""
    try:
        return char.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False
