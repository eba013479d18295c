"""Texts made to be slow: each for a number of code points, and of one kind whatever the number.

Each asks for the most of one thing that a detector does: repetitions of every length, lines of which each may go on in
the next, paragraphs nearly alike, marks that open and never close. All are deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, count, islice

from benchmarks.speed.texts import base, clean, varied

Case = Callable[[int], str]


def one_character(count: int) -> str:
    """One character `count` times."""
    return "哈" * count


def long_loops(count: int) -> str:
    """A stretch of 1,000 characters over and over, `count` code points in all."""
    return _filled(base().replace("\n", "")[:1000], count)


def nested_squares(count: int) -> str:
    """甲, 甲甲乙, 甲甲乙甲甲乙丙 …: each stands in the next twice; `count` code points in all."""
    text, sign = "甲", 0
    while len(text) < count:
        sign += 1
        text = text + text + chr(0x4E00 + 37 * sign)
    return text[:count]


def no_marks(count: int) -> str:
    """Clean text without any mark, space or line end, `count` code points of it."""
    text = clean(4 * count)
    return "".join(c for c in text if c.isalnum())[:count]


def thue_morse(count: int) -> str:
    """甲乙乙甲乙甲甲乙 …: squares everywhere, and never three of anything in a row."""
    return "".join("甲乙"[number.bit_count() % 2] for number in range(count))


def fibonacci(count: int) -> str:
    """甲乙甲甲乙甲乙甲 …: as many repetitions as a word can have."""
    one, other = "甲", "甲乙"
    while len(other) < count:
        one, other = other, other + one
    return other[:count]


def de_bruijn(count: int) -> str:
    """Of four characters, every run of some length once: many short links, and none that goes far."""
    length = 1
    while 4**length < count:
        length += 1
    return "".join("甲乙丙丁"[sign] for sign in islice(_de_bruijn(4, length), count))


def _de_bruijn(letters: int, length: int) -> Iterator[int]:
    """Lyndon words in their order, end to end (Fredricksen, Kessler, Maiorana)."""
    word = [-1]
    while word:
        word[-1] += 1
        if length % len(word) == 0:
            yield from word
        size = len(word)
        word = [word[at % size] for at in range(length)]
        while word and word[-1] == letters - 1:
            word.pop()


def two_lines(count: int) -> str:
    """Two lines in turns."""
    return _filled(
        "河上的木桥昨天又修了一回，往来的人都说走着稳当，\n晚上桥头点了两盏马灯，照得见对岸的石阶和柳树。\n", count
    )


def same_paragraphs(count: int) -> str:
    """Tiny paragraphs, all alike."""
    return _filled("鱼汛到了。\n\n", count)


def near_paragraphs(count: int) -> str:
    """Paragraphs that are all alike but for a character or two."""
    return _numbered(
        count, lambda n: f"渡口的老{_han(n)}说今年水大，船要多系一道缆绳，{_han(n // 50)}家的网也要早收。\n\n"
    )


def near_lines(count: int) -> str:
    """Wrapped lines, each like the one before but for a character."""
    return _numbered(count, lambda n: f"集市从清早一直摆到{_han(n)}时，卖竹器的占了半\n")


def headings(count: int) -> str:
    """Nothing but headings."""
    return _numbered(count, lambda n: f"## 第{_numeral(n)}节　{_han(n)}{_han(n * 7)}\n\n")


def short_lines(count: int) -> str:
    """Lines of a character or two: any of them may be a headline or the end of a paragraph."""
    return _numbered(count, lambda n: f"{_han(n)}{_han(n * 11)[: n % 2]}\n")


def open_brackets(count: int) -> str:
    """Brackets that open and never close, with a word in each."""
    return _filled("（石桥《渡口「", count)


def only_brackets(count: int) -> str:
    """（（（（ …"""
    return "（" * (count // 2) + "）" * (count - count // 2)


def quotes(count: int) -> str:
    """Nothing but quotation marks."""
    return _filled("“”‘’", count)


def open_quotes(count: int) -> str:
    """Each line opens a quotation, and none closes."""
    return _numbered(count, lambda n: f"“老{_han(n)}说，鱼汛到了，\n")


def digits(count: int) -> str:
    """Nothing but digits."""
    return "".join(chain.from_iterable(map(str, islice(_counted(), count))))[:count]


def numbers_in_lines(count: int) -> str:
    """A number a line, rising: page numbers, items, or the column of a table."""
    return _numbered(count, lambda n: f"{n}\n")


def numbered_items(count: int) -> str:
    """1. 2. 3. …, each with a few words."""
    return _numbered(count, lambda n: f"{n}. 清点{_han(n)}{_han(n * 3)}两样\n")


def numbered_clauses(count: int) -> str:
    """One line in which a clause comes again with a number that rises."""
    return _numbered(count, lambda n: f"第{n}队到渡口集合，")


def table(count: int) -> str:
    """A table in Markdown."""
    head = "| 月 | 户 | 斤 |\n| --- | --- | --- |\n"
    return (head + _numbered(count, lambda n: f"| {n % 12} | {_han(n)} | {n * 3} |\n"))[:count]


def table_row(count: int) -> str:
    """A table of one row."""
    return ("| 月 |\n| --- |\n|" + _numbered(count, lambda n: f" {_han(n)}{n % 9} |"))[:count]


def blank_lines(count: int) -> str:
    """Two lines of text with nothing but line ends between."""
    return "鱼汛到了，" + "\n" * (count - 12) + "网还没有补好。"


def spaces(count: int) -> str:
    """A space behind each character."""
    return " ".join(_letters(count // 2 + 1))[:count]


def gaps(count: int) -> str:
    """Characters with many spaces between."""
    return (" " * 40).join(_letters(count // 41 + 2))[:count]


def wide_spaces(count: int) -> str:
    """Runs of ideographic spaces, each longer than the last."""
    return _numbered(count, lambda n: "\u3000" * (n % 400) + _han(n))


def furniture(count: int) -> str:
    """Pages of which each has the same head and foot, and two lines between."""
    return _numbered(count, lambda n: f"石桥日报　第{n % 8 + 1}版\n{_sentence(n)}\n{_sentence(n + 1)}\n— {n} —\n\f")


def heads_only(count: int) -> str:
    """Pages with a running head and a number, and nothing else."""
    return _numbered(count, lambda n: f"石桥镇志　卷三\n{n}\n\f")


def page_seams(count: int) -> str:
    """Pages of which each begins with the line that the page before ends with."""
    return _numbered(count, lambda n: f"{_sentence(n)}\n\f{_sentence(n)}\n")


def wrapped_in_turns(count: int) -> str:
    """Lines wrapped at 20 characters and at 11, in turns."""
    text = no_marks(count)
    return "\n".join(_cut(text, (20, 11)))[:count]


def one_letter_lines(count: int) -> str:
    """A character a line: the narrowest column there is."""
    return "\n".join(_letters(count // 2 + 1))[:count]


def comments(count: int) -> str:
    """Comments that allow rules, each with the line that it is about."""
    return _numbered(count, lambda n: f"<!-- cleaner: allow shadow-run -->\n{_sentence(n)}\n\n")


def open_comments(count: int) -> str:
    """Comments that begin and never end."""
    return _numbered(count, lambda n: f"<!-- cleaner: allow-begin looped-clause -->\n{_sentence(n)}，，\n\n")


def many_findings(count: int) -> str:
    """A line in which every second mark is doubled."""
    return _numbered(count, lambda n: f"{_han(n)}{_han(n * 5)}，，")


def many_shadows(count: int) -> str:
    """Each run of four characters printed twice."""
    text = no_marks(count // 2)
    return "".join(text[at : at + 4] * 2 for at in range(0, len(text), 4))


def many_loops(count: int) -> str:
    """A line of loops, each of other words."""
    return _numbered(count, lambda n: f"{_han(n)}{_han(n * 3)}{_han(n * 7)}{_han(n * 11)}修水渠，" * 4)


def copied_pages(count: int) -> str:
    """Each paragraph stands twice, the second time three paragraphs on."""
    paragraphs = list(_cut(no_marks(count // 2), (60,)))
    return "\n\n".join(p for at in range(0, len(paragraphs), 3) for p in paragraphs[at : at + 3] * 2)[:count]


def fences(count: int) -> str:
    """Fences of code that open and never close, of other lengths."""
    return _numbered(count, lambda n: f"{'`' * (3 + n % 5)}\n{_sentence(n)}\n")


def footnotes(count: int) -> str:
    """Marks of footnotes in the text, and as many notes below."""
    marks = _numbered(count // 3, lambda n: f"{_han(n)}船[{n}]，")
    notes = _numbered(count - len(marks), lambda n: f"[{n}] 见《石桥镇志》卷{_han(n)}。\n")
    return f"{marks}。\n\n{notes}"[:count]


def jumps(count: int) -> str:
    """Jump lines, with and without their partners."""
    return _numbered(
        count, lambda n: f"{_sentence(n)[:-1]}（下转第{n % 90 + 2}版）\n\n（上接第{n % 90 + 1}版）{_sentence(n)}\n\n"
    )


def cut_sentences(count: int) -> str:
    """Paragraphs of which each stops in the middle of a sentence."""
    return _numbered(count, lambda n: f"{_sentence(n)[:-4]}\n\n")


def verse(count: int) -> str:
    """Lines of seven characters in couplets."""
    return _numbered(count, lambda n: f"{_run(n, 7)}，{_run(n * 3, 7)}。\n")


def stars(count: int) -> str:
    """Nothing but marks of Markdown."""
    return _filled("*_**__~`#>-+|", count)


def combining(count: int) -> str:
    """A character with marks that combine, all of them on it."""
    return "石" + "\u0301" * (count - 1)


def controls(count: int) -> str:
    """A character that cannot be seen behind each one that can."""
    return _numbered(count, lambda n: _han(n) + "\u200b\u00ad\x07\u2060"[n % 4])


def radicals(count: int) -> str:
    """Radicals where characters belong."""
    return _filled("⼈⼦⼤⽔⽇⽉用言左手", count)


def odd_script(count: int) -> str:
    """Simplified text with a traditional character in each clause."""
    return _numbered(count, lambda n: f"{_run(n, 5)}調査過{_run(n * 3, 3)}，")


def line_separators(count: int) -> str:
    """Nothing but lone carriage returns, form feeds and U+2028 between characters."""
    return _numbered(count, lambda n: _han(n) + "\r\f\u2028\x85"[n % 4])


def dotted_contents(count: int) -> str:
    """A table of contents."""
    return _numbered(count, lambda n: f"{_run(n, 6)}{'…' * (n % 30 + 2)}{n}\n")


def growing_prefix(count: int) -> str:
    """Lines of which each is the last one with a character more."""
    text = no_marks(3000)
    return _numbered(count, lambda n: text[: n % 300 + 1] + "\n")


def _filled(unit: str, count: int) -> str:
    return (unit * (count // len(unit) + 1))[:count]


def _numbered(count: int, line: Callable[[int], str]) -> str:
    parts: list[str] = []
    size = 0
    for number in _counted():
        if size >= count:
            break
        parts.append(line(number))
        size += len(parts[-1])
    return "".join(parts)[:count]


def _counted() -> Iterator[int]:
    return count(1)


def _han(number: int) -> str:
    """One of 5,000 Han, by a number."""
    return chr(0x4E00 + number * 2654435761 % 5000)


def _run(number: int, length: int) -> str:
    return "".join(_han(number * 31 + at * 7) for at in range(length))


def _numeral(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


@cache
def _sentences() -> tuple[str, ...]:
    text = base() + varied(base(), 1)
    return tuple(sentence + "。" for sentence in text.replace("\n", "").split("。") if 15 < len(sentence) < 60)


def _sentence(number: int) -> str:
    return _sentences()[number * 7 % len(_sentences())]


def _letters(count: int) -> str:
    return no_marks(count)


def _cut(text: str, widths: tuple[int, ...]) -> Iterator[str]:
    at = number = 0
    while at < len(text):
        width = widths[number % len(widths)]
        yield text[at : at + width]
        at, number = at + width, number + 1


#: The cases, each with the number of code points that it is made for at most.
CASES: dict[str, tuple[Case, int]] = {
    "one character": (one_character, 1_000_000),
    "loops of 1,000": (long_loops, 1_000_000),
    "nested squares": (nested_squares, 1_000_000),
    "no punctuation": (no_marks, 3_300_000),
}
CASES |= {
    make.__name__.replace("_", " "): (make, 1_000_000)
    for make in (
        *(thue_morse, fibonacci, de_bruijn, two_lines, same_paragraphs, near_paragraphs, near_lines, headings),
        *(short_lines, open_brackets, only_brackets, quotes, open_quotes, digits, numbers_in_lines, numbered_items),
        *(
            numbered_clauses,
            table,
            table_row,
            blank_lines,
            spaces,
            gaps,
            wide_spaces,
            furniture,
            heads_only,
            page_seams,
        ),
        *(wrapped_in_turns, one_letter_lines, comments, open_comments, many_findings, many_shadows, many_loops),
        *(copied_pages, fences, footnotes, jumps, cut_sentences, verse, stars, combining, controls, radicals),
        *(odd_script, line_separators, dotted_contents, growing_prefix),
    )
}
