"""Texts and bytes to fuzz with: pieces of damaged newspaper, what Unicode has of traps, and mutations of both."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache

from benchmarks.corpus import ROOT

#: Sentences as a small-town newspaper has them, and lines that are no prose.
SENTENCES = (
    "县供销社的旧仓库漏雨，二月里补了三次瓦。",
    "“鱼汛早了半个月，”老把头蹲在船头说，“网还没有补好。”",
    "石桥镇小学添置课桌四十二张，共用去1860元。",
    "邮差每逢三、六、九进山，最远的一户要走两个钟头。",
    "他一天天地等，慢慢地数，来来往往的船都记在本子上。",
    "第3号机井出水量达到每小时48.5立方米，比去年多11.2%。",
    "The tide table hangs in the harbour office, 旁边是一张旧海图。",
    "（本报记者 石青禾 通讯员 骆望川）",
    "不是这样，也没有人说是这样；",
    "会议听取了粮食、水利、林业三个报告，",
)
HEADS = (
    "# 石桥镇旧事",
    "本报讯",
    "□石青禾",
    "（下转第4版）",
    "（上接第1版）",
    "— 12 —",
    "第 7 版",
    "| 甲 | 乙 |\n| --- | --- |\n| 3 | 4 |",
    "- 一\n- 二\n- 三",
    "1. 头一件\n2. 第二件\n3. 第三件",
    "```\nx = 1\n```",
    "<!-- cleaner: allow shadow-run -->",
    "<!-- cleaner: allow-begin looped-clause -->",
    "<!-- cleaner: allow-end -->",
    "![图](a.png)",
    "[1] 见《石桥县志》卷三。",
    "················",
    "目　录………………3",
)
#: Single characters and runs that trip up readers: controls, ends of lines, joiners, marks that combine, halves of
#: pairs, other planes, private use, text from right to left, and what stands for what could not be decoded.
TRAPS = (
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\x0b", "\f", "\r", "\r\n", "\r\r\n", "\n", "\n\n", "\n \n"),
    *("\u2028", "\u2029", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u3000", "\u00a0", "\t", "\ufffd"),
    *("\u0301", "\u3099", "\u20dd", "\ufe0f", "\U000e0100", "\u202e", "\u202d", "\u2067", "\u2069", "\u061c"),
    *("\ud800", "\udc00", "\udfff", "\ud83d", "\ue000", "\uf8ff", "\uffff", "\U0010ffff", "\U000f0000"),
    *(
        "😀",
        "👨\u200d👩\u200d👧",
        "🇨🇳",
        "𠮷",
        "𪚥",
        "⿰亻尔",
        "⼈⼦",
        "㈱",
        "ﬁ",
        "Ａ１",
        "祿",
        "涓嬪崍",
        "锟斤拷",
        "å\x81œ",
    ),
    *(
        "哈" * 40,
        "的的",
        "，，",
        "。。",
        "……",
        "——",
        "「「",
        "《",
        "》",
        "（",
        "）",
        "“",
        "”",
        "1" * 30,
        "0",
        "〇",
        "①②③",
    ),
    *("שלום", "العربية", "한국어", "ひらがな", "ไทย", "Ω≈ç√", "Straße", "ı", "İ", "ǆ"),
)
TOKENS = tuple(piece.encode("utf-8", "surrogatepass") for piece in TRAPS)
#: Bytes that mean something to decoders.
RAW = (
    *(b"\xff", b"\xfe", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"),
    *(
        b"\x80",
        b"\x81\x30\x81\x30",
        b"\xa1\xa1",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe4\xb8",
        b"\x00",
    ),
    *(b"\x1b$B", b"~{", b"+AG", b"\x8e\xa2", b"\xfe\x50", b"\x84\x31\xa4\x37"),
)
ENDS = ("\n", "\n", "\n", "\r\n", "\r", "\r\r\n", "\u2028", "\f", "\n\n")


@cache
def seeds() -> tuple[str, ...]:
    """The texts of the folder seeds, those that are damaged, not their gold."""
    paths = sorted(path for end in ("txt", "md") for path in (ROOT / "seeds").glob(f"*.{end}"))
    return tuple(path.read_text(encoding="utf-8") for path in paths if path.name != "README.md")


def text(rng: random.Random) -> str:
    """A text of some 20 to 3,000 code points: made of pieces and damaged, or a piece of a seed, with traps in it."""
    if rng.random() < 0.3:
        seed = rng.choice(seeds())
        start = rng.randrange(max(1, len(seed) - 200))
        made = seed[start : start + rng.choice((50, 200, 800, 2500))]
    elif rng.random() < 0.06:
        made = wild(rng, rng.randrange(400))
    else:
        made = page(rng)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 8, 30))):
        at = rng.randrange(len(made) + 1)
        made = made[:at] + rng.choice(TRAPS) * rng.choice((1, 1, 1, 2, 3, 12)) + made[at:]
    if rng.random() < 0.02:
        made = made + rng.choice(ENDS) * rng.choice((500, 2000))
    if rng.random() < 0.02:
        made = made.replace("\n", "") * rng.choice((2, 8, 20))
    return made[:12_000]


def page(rng: random.Random) -> str:
    """Paragraphs of a newspaper, each damaged in one way or another."""
    end = rng.choice(ENDS)
    paragraphs: list[str] = []
    for _ in range(rng.randrange(1, 8)):
        paragraph = "".join(rng.choices(SENTENCES, k=rng.randrange(1, 6)))
        paragraphs.append(rng.choice(_DAMAGES)(rng, paragraph, paragraphs, end))
    lead = rng.choice(("", "", "\u3000\u3000", "  ", "\ufeff"))
    return "".join(lead + one + rng.choice((end, end * 2, end * 3)) for one in paragraphs)


def wild(rng: random.Random, length: int) -> str:
    """Code points from anywhere in Unicode, Han mostly."""
    planes = ((0, 0x80), (0x80, 0x800), (0x2000, 0x3100), (0x4E00, 0xA000), (0x4E00, 0xA000), (0, 0x110000))
    return "".join(chr(rng.randrange(*rng.choice(planes))) for _ in range(length))


_Damage = Callable[[random.Random, str, list[str], str], str]


def _as_is(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    return paragraph


def _wrapped(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    width = rng.randrange(5, 26)
    return end.join(paragraph[at : at + width] for at in range(0, len(paragraph), width))


def _shadowed(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    size, times = rng.choice((1, 2, 4, 9)), rng.choice((2, 2, 3))
    return "".join(paragraph[at : at + size] * times for at in range(0, len(paragraph), size))


def _looped(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    start = rng.randrange(len(paragraph))
    unit = paragraph[start : start + rng.choice((1, 2, 5, 12, 60))]
    return paragraph[:start] + unit * rng.randrange(2, 30) + unit[: rng.randrange(len(unit) + 1)] + paragraph[start:]


def _again(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    if not before:
        return paragraph + paragraph
    chars = list(rng.choice(before))
    for _ in range(rng.randrange(3)):
        chars[rng.randrange(len(chars))] = rng.choice(SENTENCES)[0]
    return "".join(chars)


def _head(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    return rng.choice(HEADS).replace("\n", end)


def _cut(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    return paragraph[: rng.randrange(1, len(paragraph))]


def _counted(rng: random.Random, paragraph: str, before: list[str], end: str) -> str:
    sign = rng.choice(("{}.", "（{}）", "第{}条 ", "[{}]", "{}", "— {} —", "{}、"))
    return end.join(sign.format(n) + paragraph[: rng.randrange(12)] for n in range(1, rng.randrange(2, 25)))


_DAMAGES: Sequence[_Damage] = (
    *(_as_is, _wrapped, _wrapped, _wrapped, _shadowed, _looped, _looped, _again, _again, _head, _cut, _counted),
)


def mutated(rng: random.Random, data: bytes, tokens: Sequence[bytes], other: bytes = b"") -> bytes:
    """`data` with one to eight small changes: bytes flipped, taken out, doubled or exchanged, `tokens` put in, and its
    end put behind the beginning of `other`.
    """
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(made) + 1)
        end = min(len(made), at + rng.choice((1, 1, 2, 4, 16, 200)))
        what = rng.randrange(9)
        if what == 0 and at < len(made):
            made[at] ^= 1 << rng.randrange(8)
        elif what == 1:
            del made[at:end]
        elif what == 2:
            made[at:at] = made[at:end] * rng.choice((1, 1, 2, 50))
        elif what == 3 and at < len(made):
            made[at] = rng.randrange(256)
        elif what == 4:
            del made[at:]
        elif what == 5 and other:
            cut = rng.randrange(len(other))
            made[at:] = other[cut:]
        elif what == 6:
            made[at:end] = rng.randbytes(rng.randrange(9))
        elif tokens:
            made[at : rng.choice((at, end))] = rng.choice(tokens) * rng.choice((1, 1, 1, 3, 600))
    return bytes(made[:20_000])


def mutated_whole(rng: random.Random, data: bytes) -> bytes:
    """`data`, however long, with up to eight places of it changed."""
    made = bytearray(data)
    for _ in range(rng.randrange(1, 9)):
        at = rng.randrange(len(made)) if rng.random() < 0.6 else rng.randrange(min(len(made), 200))
        piece = mutated(rng, bytes(made[at : at + 64]), RAW)
        made[at : at + 64] = piece if rng.random() < 0.4 else piece[:64].ljust(64, b"\0")
        if not made:
            break
    return bytes(made)
