"""Which differences between two copies may be passed over as misreadings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.meaning import is_harmless


def harmless(marked: str) -> bool:
    """`市民[昊|吴]某` is a difference in its place, judged in both directions."""
    left, rest = marked.split("[", 1)
    middle, right = rest.split("]", 1)
    a, b = middle.split("|")
    answer = is_harmless(a, b, left, right)
    assert is_harmless(b, a, left, right) == answer, "not symmetric"
    return answer


@pytest.mark.parametrize(
    "marked",
    [
        "同一段文字[|]",
        "比例是[５０％|50%]左右",  # width
        "信得过[，|,]好用",
        "选[⽤|用]人才",  # a Kangxi radical out of a PDF font
        "隐形[\u200b|]字符",
        "村民种的[土|士]豆",
        "专门[技|枝]术",
        "参加人数有三[千|干]之多",  # 干 counts nothing
        "[晴睛|睛晴]空万里",
        "红[杏|查]出墙",
        "走进这个[上|]县城",  # put in by the scanner
        "村里的[路|]修好了",  # lost
        "村里的[路，|]修好了",
        "今年[，|。]大家都来",
        "第四条[”|]本办法",
        "公路[。|，]沿线",
        "修好[县\ufffd|县道]之后",  # not read at all
        "修好[\ue123|路]之后",  # a private-use character
        "北风[　|]吹来",
        "整页[\n|]折行",
        "城市建[没|设]加快",
        "新增[没|设]备一批",
        "面向[末|未]来",
        "他从[末|未]离开",
        "粉[未|末]状",
    ],
)
def test_harmless(marked: str) -> None:
    assert harmless(marked)


@pytest.mark.parametrize(
    "marked",
    [
        # Figures, in whatever writing.
        "共[15|16]户",
        "共[１|7]户",
        "共[O|0]户",
        "第[①|②]项",
        "面积10[²|2]",
        "面积3[.|]5亩",
        "约1[ |]2亩",
        "共3[\ufffd|]年",
        "气温[-|]5度",
        "[三|二]年",
        "十[千|]",
        "[千|十]人",
        "二[、|]三楼",
        "三十[人|八]",
        "[几|九]天",
        "3[月|日]",
        "增长5[成|]",
        "[第|]3名",
        "[己|巳]年",
        "[甲|申]方",
        "[戊|戌]年",
        # Negations.
        "[不|]可靠近",
        "[不|下]去",
        "[无|元]关",
        "[没|设]",
        "他们[没|设]备案",
        "他们[没|设]有网站",
        "本周[未|末]来过",
        "上周[未|末]参加",
        "[反|]腐败",
        "[副|]主任到场",
        # Letters.
        "i[Pad|Pod]",
        "on[-|]line",
        "[I|工]作",
        "[α|a]粒子",
        # Names.
        "记者马[昊|吴]东摄",
        "、马[昊|吴]东、",
        "王[朋|明]主任说",
        # Words, not look-alikes.
        "[山|水]路",
        "买[进|出]",
        "[买|卖]房",
        "往[上|下]走",
        "走吧[？|。]",
        "[石头|]桥",  # two characters are a word
        "涨了[+|]点",
    ],
)
def test_not_harmless(marked: str) -> None:
    assert not harmless(marked)


def test_the_run_may_hold_what_both_copies_share() -> None:
    assert is_harmless("种土豆", "种士豆")
    assert not is_harmless("种3斤", "种5斤")


def test_a_decimal_point_is_seen_only_with_its_surroundings() -> None:
    assert is_harmless(".", "")
    assert not is_harmless(".", "", "3", "5")


TEXT = st.text(alphabet="不没设末未来周一二三千干人八土士日月3５.，-？ \u200b\ufffdaＡ⽤用副马昊吴", max_size=4)


@given(TEXT, TEXT, TEXT, TEXT)
def test_symmetric(a: str, b: str, left: str, right: str) -> None:
    assert is_harmless(a, b, left, right) == is_harmless(b, a, left, right)


@given(TEXT, TEXT, TEXT)
def test_a_text_never_differs_from_itself(a: str, left: str, right: str) -> None:
    assert is_harmless(a, a, left, right)


@given(TEXT, TEXT, st.sampled_from("0379"), st.sampled_from("0379"))
def test_a_figure_is_never_changed(left: str, right: str, one: str, other: str) -> None:
    assert is_harmless(one, other, left, right) == (one == other)


@given(TEXT, TEXT, st.sampled_from("不没无未非勿莫否别"))
def test_a_negation_is_never_lost(left: str, right: str, negation: str) -> None:
    assert not is_harmless(negation, "", left, right)
