"""Whether a difference between two copies of one text can be a misreading that leaves the meaning alone.

Two paragraphs that differ here and there are one paragraph printed twice only if what differs is the scanner's doing.
昊 for 吴 is; 3 for 8 may be, and nobody can tell which copy is right. Every doubt is answered with no: the copy then
waits for a person instead of being deleted.
"""

from __future__ import annotations

import unicodedata
from itertools import takewhile

from cleaner.language.confusables import are_alike
from cleaner.patterns import lazily

#: Chinese numerals, and words that stand for a number. 二 for 三 changes a figure; 干 for 千 cannot be meant.
NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿萬億兆廿卅两兩几幾半双雙俩仨壹贰叁肆伍陆柒捌玖拾佰仟貳參陸")

#: A character that turns a sentence round. 可 instead of 不可 is no lost character.
NEGATIONS = frozenset("不没沒无無未非勿莫否别別毋弗休甭")

#: Ordinary marks of the sentence; any may be lost or read for another. No question mark: 去？ and 去。 differ. No
#: signs of arithmetic, currency or per cent.
MARKS = frozenset("，。、；：！“”‘’「」『』（）《》〈〉【】〔〕［］…—–－·•．,.;:!\"'()[]<>-_`´")

# U+FFFD, and private use folded to it: a character that could not be read, as good as lost.
_UNREAD = "\ufffd"

# At most so many characters are lost in one place, and marks beside them. Two are a word more often than not: of 62
# near twins in clean laws, reports and news that passed for misread copies, 21 passed by two (旅游规划 / 规划).
_LOST = 1
_LOST_MARKS = 2

# Characters that say another thing together with what follows: 副主任 is not 主任, 反腐败 not 腐败, 原市长 not 市长.
_TURNING = frozenset("反副前原代禁免停止拒")

# Series in which every member is a possible reading: 己 for 巳 (a year), 日 for 月 (a date), 他 for 她, 上 for 下.
_SERIES = tuple(
    frozenset(members)
    for members in (
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
        "年月日时時分秒周週",
        "元角分毛万萬亿億",
        "斤两兩升斗斛石尺寸丈里亩畝顷頃",
        "东西南北東",
        "他她它牠你您我",
        "左右",
        "上下中",
        "大小多少",
        "买卖",
        "買賣",
        "开关闭開關閉",
        "贷货",
        "增减",
        "内外",
        "父母子女夫妻兄弟",
        "省市县區区镇鄉乡村",
    )
)

# What is counted: after a numeral these are read as they stand, so 三十人 for 三十八 and 三方 for 三万 may be meant.
_COUNTED = frozenset("人个個方天年月日元角分斤升尺寸丈里亩亿万次件名位口户台辆")

# A negation is a misreading only where the words beside it say so, and only for the two pairs that real scans hold.
# _PROVING: words that leave no doubt about the character (建没 can only be 建设, 末来 only 未来). _POSSIBLE: words in
# which the character may be meant, so that the other copy proves nothing: 周末来 / 周未来 and 建没有 / 建设有 stay in
# doubt, and so does 没备案, which begins like 设备.
_PROVING = {
    "设": "建设 设备 设施 设计 设立 设置 开设 增设 架设 铺设 附设 创设 摆设 陈设",
    "設": "建設 設備 設施 設計 設立 設置 開設 增設 架設 鋪設 附設 創設 擺設 陳設",
    "没": "没收 没落 沉没 淹没 埋没 吞没 覆没",
    "沒": "沒收 沒落 沉沒 淹沒 埋沒 吞沒 覆沒",
    "末": "末期 末尾 末端 末梢 末班 粉末 始末 周末的 年末的 月末的 期末的",
    "未": "未来 未來 未必 未曾 未婚 未免 未遂 未尝 未嘗 尚未 从未 從未 并未 並未",
}
_POSSIBLE = {
    "设": "设有 设在 设为 设于 设想 设法 设定 假设 常设",
    "設": "設有 設在 設為 設於 設想 設法 設定 假設 常設",
    "没": "没有 没能 没人 没想 没法 没什 没事 没错 没见 没在 没把 没了 没过 没到 没给 没通 没完 没做 没被 没备案 "
    "没备份 没立案 没立项 没计划 没计算 没计较 还没 也没 都没 并没 从没 就没 却没 仍没 他没 我没 们没",
    "沒": "沒有 沒能 沒人 沒想 沒法 沒什 沒事 沒錯 沒見 沒在 沒把 沒了 沒過 沒到 沒給 沒通 沒完 沒做 沒被 沒備案 "
    "沒備份 沒立案 沒立項 沒計劃 沒計算 沒計較 還沒 也沒 都沒 並沒 從沒 就沒 卻沒 仍沒 他沒 我沒 們沒",
    "末": "周末 週末 月末 年末 季末 岁末 歲末 期末 纪末 紀末 末日 末年 末了 本末",
    "未": "未能 未经 未經 未知 未完 未成 未有 未到 未见 未按 未达 未及 未满 未滿 未定 未了 仍未 还未 還未 均未 都未 "
    "也未",
}

_SURNAMES = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈"
    "曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾"
    "顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文"
)
_TITLES = (
    "记者|記者|编辑|書記|书记|主任|主席|经理|經理|教授|先生|女士|同志|老师|老師|律师|律師|总裁|總裁|委员|委員|代表|名叫|姓名|"
    "[市县省区镇乡村部局处科校院厅]长|[市縣省區鎮鄉村部局處科校院廳]長"
)
_HAN = "[\u3400-\u9fff]"
# 记者马昊东, 王明主任: a name is known by the title at its side. Look-ahead, so that matches may overlap.
_TITLE_FIRST = lazily(f"(?=(?:{_TITLES})([{_SURNAMES}]{_HAN}{{1,2}}))")
_TITLE_LAST = lazily(f"(?=([{_SURNAMES}]{_HAN}{{1,2}})(?:{_TITLES}|说|說|表示|介绍|介紹))")


def is_harmless(a: str, b: str, left: str = "", right: str = "") -> bool:
    """Whether reading run `a` as `b`, or losing one of them, can be a misreading that leaves the meaning alone.

    `a` and `b` are what differs between two aligned copies; either may be empty. `left` and `right` are the text before
    and after, as much of it as is at hand: without it no name, unit or decimal point is known for one. Symmetric.
    """
    a, b, left, right = _trimmed(_folded(a), _folded(b), left, right)
    if a == b:
        return True  # ５０％ and 50%, ⽤ and 用
    if any(_is_digit(char) or _is_letter(char) for char in a + b):
        return False  # 15 / 16, iPad / iPod; and O for 0 or I for 工: what was meant is a guess
    inside = _joins_figures(left, right)
    a, b, left, right = _trimmed(_without_space(a), _without_space(b), left, right)
    if inside and not (a and len(a) == len(b) and all(map(_is_han, a + b))):
        return False  # 3.5 / 35, 1 2 / 12, on-line / online, 二、三 / 二三
    if a == b:
        return True
    if all(char in MARKS for char in a + b):
        return not _before_figure(a + b, right)  # ，for 。 or a stray quotation mark; but never -5 / 5
    if _in_a_name(a, left, right) or _in_a_name(b, left, right):
        return False  # 记者马昊东 / 记者马吴东: one of the two may be somebody else
    if not a or not b:
        return _may_be_lost(a or b, left, right)
    return len(a) == len(b) and all(
        _may_be_misread(one, other, left + a[:at], a[at + 1 :] + right)
        and _may_be_misread(one, other, left + b[:at], b[at + 1 :] + right)
        for at, (one, other) in enumerate(zip(a, b, strict=True))
        if one != other
    )


def _may_be_lost(lost: str, left: str, right: str) -> bool:
    """A character that the scanner dropped: 地方政府 / 地政府, or put in: 走进上县城 / 走进县城.

    A sign for one that could not be read is none: 了\ufffd戏 / 了戏. Something may stand there or not, and to take the
    one copy for the other leaves either a hole in a whole sentence, or a hole that is no longer told of.
    """
    words = [char for char in lost if char not in MARKS]
    if len(words) > _LOST or len(lost) > len(words) + _LOST_MARKS:
        return False  # 规划 / 旅游规划
    if not all(map(_is_han, words)):
        return False
    if any(char in NUMERALS or char in NEGATIONS or char in _TURNING for char in words):
        return False  # 三十 / 三, 不可 / 可, 副主任 / 主任
    # Beside a figure the character is its unit or its rank: 5月 / 5, 第3 / 3, 三百元 / 三百.
    return not (_is_figure(left[-1:]) or _is_figure(right[:1]))


def _may_be_misread(one: str, other: str, left: str, right: str) -> bool:
    """One character read for another."""
    if one in MARKS and other in MARKS:
        return True
    if _UNREAD in (one, other):
        return _may_be_lost(other if one == _UNREAD else one, left, right)
    if not all(_is_han(char) or char in MARKS for char in (one, other)) or not are_alike(one, other):
        return False
    if one in NEGATIONS or other in NEGATIONS:
        return _is_settled(one, other, left, right)
    if one in NUMERALS and other in NUMERALS:
        return False  # 二 / 三, 千 / 十, 九 / 几
    if any(one in series and other in series for series in _SERIES):
        return False
    if one in NUMERALS or other in NUMERALS:
        # 三千 / 三干 is a misreading, as 干 counts nothing. 三十八 / 三十人 may both be meant.
        beside = _is_figure(left[-1:]) or _is_figure(right[:1])
        return not (beside and (one in _COUNTED or other in _COUNTED))
    return True


def _is_settled(one: str, other: str, left: str, right: str) -> bool:
    """Whether a pair with a negation in it is a misreading by the words around: 城市建没 can only be 城市建设.

    One copy must read a word that leaves no doubt, and the other none at all.
    """
    if one not in _PROVING or other not in _PROVING:
        return False
    proved = [_reads(_PROVING, char, left, right) for char in (one, other)]
    possible = [_reads(_POSSIBLE, char, left, right) for char in (one, other)]
    return proved[0] != proved[1] and not any(possible)


def _reads(words: dict[str, str], char: str, left: str, right: str) -> bool:
    around = left[-2:] + char + right[:2]
    return any(word in around for word in words[char].split())


def _in_a_name(run: str, left: str, right: str) -> bool:
    """Whether the run stands in what looks like a name: beside a title, or short and alone between marks."""
    head = "".join(takewhile(_is_han, reversed(left[-6:])))[::-1]
    tail = "".join(takewhile(_is_han, right[:6]))
    whole = head + run + tail
    # 、马昊东、 in a list of names. A short clause (高兴地，) is taken for one too, which only costs a question.
    if (left or right) and 2 <= len(whole) <= 4 and whole[0] in _SURNAMES and len(head) < len(whole):
        return True
    start, end = len(head), len(head) + len(run)
    return any(
        match.start(1) <= start and end <= match.end(1)
        for pattern in (_TITLE_FIRST, _TITLE_LAST)
        for match in pattern.finditer(whole)
    )


def _trimmed(a: str, b: str, left: str, right: str) -> tuple[str, str, str, str]:
    """What both runs begin and end with belongs to the surroundings."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    left, a, b = left + a[:start], a[start:], b[start:]
    end = 0
    while end < min(len(a), len(b)) and a[-1 - end] == b[-1 - end]:
        end += 1
    if end:
        a, b, right = a[:-end], b[:-end], a[-end:] + right
    return a, b, left, right


def _folded(run: str) -> str:
    """Widths and radicals folded, invisible characters dropped, and one sign for all that could not be read.

    Not NFKC of everything: it would make 102 of 10² and 1 of ①.
    """
    folded = []
    for char in run:
        category = unicodedata.category(char)
        if _is_other_form(char):
            folded.append(unicodedata.normalize("NFKC", char))
        elif category == "Co":
            folded.append(_UNREAD)
        elif category not in ("Cf", "Cc") or char.isspace():
            folded.append(char)
    return "".join(folded)


def _is_other_form(char: str) -> bool:
    """Half- and full-width forms, Kangxi and CJK radicals, compatibility ideographs."""
    return "\uff01" <= char <= "\uffee" or "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff"


def _without_space(run: str) -> str:
    return "".join(run.split())


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000" or char == "〇"


def _is_digit(char: str) -> bool:
    """ASCII and full-width digits, and ② ½ Ⅳ ³; not Chinese numerals, of which 〇 alone is a number to Unicode."""
    return unicodedata.category(char)[0] == "N" and char != "〇"


def _is_letter(char: str) -> bool:
    """Latin, Greek, Cyrillic, kana: any letter but Han."""
    return unicodedata.category(char)[0] == "L" and not _is_han(char)


def _is_figure(char: str) -> bool:
    return bool(char) and (_is_digit(char) or char in NUMERALS)


def _joins_figures(left: str, right: str) -> bool:
    """Whether figures, or letters, stand on both sides: what is lost between them was a point, a dash or a space."""
    before, after = left.rstrip()[-1:], right.lstrip()[:1]
    if not before or not after:
        return False
    return all(_is_figure(char) for char in (before, after)) or all(
        _is_digit(char) or _is_letter(char) for char in (before, after)
    )


def _before_figure(marks: str, right: str) -> bool:
    """A dash or point straight before a digit is part of the number: -5, .5."""
    return _is_digit(right[:1] or " ") and any(mark in "-－–—.．·•" for mark in marks)
