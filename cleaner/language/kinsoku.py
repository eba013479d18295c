"""Line-end rules (避头尾): what may not begin a line of Chinese, and what may not end one.

After the W3C's Requirements for Chinese Text Layout (clreq), section 3.1.3, and its Japanese sister's term *kinsoku*.
"""

from __future__ import annotations

#: Marks that do not begin a line. Half-width ones are here too: OCR and vision models write them for the wide ones.
NOT_AT_START = frozenset("，。、；：！？）〕】》〉」』”’…—～·,.;:!?)]}%‰℃％”")

#: Marks that do not end a line.
NOT_AT_END = frozenset("（〔【《〈「『“‘([{")

#: Characters that cannot begin a sentence, let alone a paragraph: 的 了 着 们 …
NEVER_FIRST = frozenset("的了着们吗呢吧么嘛啦們嗎麼")

#: Characters at which no sentence, heading or caption ends: … 双高”和 | “银发”…, 一部手机就 | 能完成
NEVER_LAST = frozenset("的和与及或在对将把被从向以于并而且就都也还又很更最这那其该每各所與將從並這還給给跟让使令")

#: Pairs of quotes and brackets, opener to closer.
PAIRS = {"（": "）", "〔": "〕", "【": "】", "《": "》", "〈": "〉", "「": "」", "『": "』", "“": "”", "‘": "’"}
