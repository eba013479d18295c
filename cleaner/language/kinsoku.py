"""Line-end rules (避头尾): what may not begin a line of Chinese, and what may not end one.

After the W3C's Requirements for Chinese Text Layout (clreq), section 3.1.3, and its Japanese sister's term *kinsoku*.
"""

from __future__ import annotations

#: Marks that do not begin a line. Half-width ones are here too: OCR and vision models write them for the wide ones.
NOT_AT_START = frozenset("，。、；：！？）〕】》〉」』”’…—～·,.;:!?)]}%‰℃％”")

#: Marks that do not end a line.
NOT_AT_END = frozenset("（〔【《〈「『“‘([{")

#: Pairs of quotes and brackets, opener to closer.
PAIRS = {"（": "）", "〔": "〕", "【": "】", "《": "》", "〈": "〉", "「": "」", "『": "』", "“": "”", "‘": "’"}
