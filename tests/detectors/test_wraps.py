"""Line ends that are wraps are mended; lines that are meant to be lines are left, however alike they look."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.model import Safety
from cleaner.structure import structure
from cleaner.views import View
from cleaner.wrapping.lines import text_lines

STORY = (
    "县里今年把老粮站改成了图书室，三间库房一间放书，一间摆桌椅，还有一间留给孩子们画画。管理员丁月娥是退休的小学老师，"
    "她说，刚开门那几天，来的多半是躲太阳的老人，如今放了学，门口的自行车能停两排。",
    "库房的墙有半米厚，夏天不开风扇也凉快。施工队原想把旧的木门换掉，丁月娥不同意，“门上还有当年过秤时记的数呢。”"
    "后来木匠把门刨平上油，字迹都留了下来。",
    "图书室每周二闭馆一天，书由县图书馆的流动车送来，一次三百册，两个月一换。",
)


def wrapped(paragraphs: tuple[str, ...], letters: int, indent: str = "　　", gap: str = "\n") -> str:
    """The paragraphs set in a column of so many characters, as a text layer gives it; no line begins with a mark."""
    done = []
    for paragraph in paragraphs:
        rest, lines = indent + paragraph, []
        while rest:
            end = letters
            while end < len(rest) and rest[end] in "，。、”！？：；":
                end -= 1
            lines.append(rest[:end])
            rest = rest[end:]
        done.append("\n".join(lines))
    return gap.join(done) + "\n"


@pytest.mark.parametrize("letters", [13, 18, 26])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_column_becomes_paragraphs(letters: int, gap: str) -> None:
    """Width, indents and the words at the line ends say which lines go on."""
    assert cleaner.clean(wrapped(STORY, letters, gap=gap)) == gap.join("　　" + p for p in STORY) + "\n"


@pytest.mark.parametrize("folio", ["", "12\n\n"])
def test_a_paragraph_cut_by_a_blank_line_is_whole_again(folio: str) -> None:
    first, second, third = STORY
    text = f"{first}\n\n{second[:31]}\n\n{folio}{second[31:]}\n\n{third}\n"
    result = cleaner.clean(text)
    assert result == text if folio else second in result  # one number alone is no proof of a folio


LINES = {
    "a digest": "市图书馆新馆主体结构封顶，预计明年开放\n城区三条公交线路今起调整，途经医院东门\n"
    "沿江步道二期完工，增设座椅八十余处\n老旧小区加装电梯申请破千，已批复六百\n",
    "captions": "图为木匠在给旧门上油，准备重新安装\n\n"
    "图为孩子们在库房里画画，老师在旁指点\n\n"
    "图为流动车送书到站，读者帮忙搬运\n",
    "figures": "图1　库房改造前的平面，虚线为拆除的隔墙\n"
    "图2　库房改造后的平面，箭头所指为入口\n\n"
    "图3　室内温度随时间的变化，测点在东墙\n",
    "a notice": "停水时间：上午9:00至下午15:00，共6小时\n"
    "停水范围：2栋至9栋，含沿街商铺、车棚\n"
    "届时水压偏低，请提前储水，关好龙头\n",
    "two languages": "The river keeps the shape of the town, and\n河水留住了小城的样子，\n"
    "the town forgets the river every spring, because\n"
    "小城每到春天就把河忘了，因为\n"
    "There are too many flowers.\n"
    "花实在太多。\n",
    "a chat": "丁老师 2024/5/6 7:58\n明天闭馆，后天的书照常还\n小满妈妈 2024/5/6 8:03\n收到，谢谢老师，老师辛苦了\n",
    "hard breaks": "门上的数字还在，  \n一笔一笔，都是粮食，  \n如今都是书。\n\n另起一段，说说窗子。\n",
    "subtitles": "00:00:12,200 --> 00:00:15,000\n"
    "你说门不能换，\n"
    "门上有字\n\n"
    "00:00:15,400 --> 00:00:18,000\n"
    "字是谁写的，\n"
    "如今在哪\n",
    "a price list": "青菜　　　　一级　　　2.10　　　本地\n"
    "萝卜　　　　一级　　　1.60　　　外县\n"
    "莲藕　　　　二级　　　4.30　　　本地\n",
    "free verse": "我数着门上的数，一斤，两斤，三斤\n老人没有说话，秤杆慢慢抬起来了\n\n雨停了一会，又下了一会\n",
    "sung verse": "磨坊\n\n"
    "水推磨儿转，\n\n"
    "麦进磨儿白。\n\n"
    "谁家姑娘筛新面，\n\n"
    "谁家小子背空袋。\n\n"
    "磨盘不说话，\n\n"
    "天黑月上来。\n",
    "a title": "谷仓\n\n谷仓无谷，雀来还去。旧门有字，秋深不语。\n",
    "a note in a statute": "第九条　读者应当爱惜图书。（二〇一一年修正时删除）\n\n读者损坏图书的，应当照价赔偿。\n",
    "ornaments": "欢迎您常来看书！\n\n》》扫码预约座位《《\n\n各位读者：\n\n下周起，图书室延长开放一小时。\n",
    "years in sources": "粮站志，\n2019。\n木作小史，\n2020。\n",
}


@pytest.mark.parametrize("name", LINES)
def test_lines_that_are_meant_are_left(name: str) -> None:
    """Nothing is joined without leave where want of a mark is all that speaks for it."""
    assert cleaner.clean(LINES[name]) == LINES[name]


def test_what_is_left_is_shown() -> None:
    """A join that is likely, and not proven, is told, and no consent applies it."""
    text = LINES["a digest"]
    result = cleaner.check(text, risky=True)
    assert result.text == text
    assert {finding.safety for finding in result.findings} <= {"shown"}


def test_a_wide_column_proves_its_unended_paragraph() -> None:
    """A caption without a mark is joined where the lines around it prove the column."""
    text = wrapped((*STORY, "放学的孩子趴在擦得锃亮的长条木桌上看书，窗外是落了叶的老槐树"), 18)
    assert "老槐树\n" in text
    assert cleaner.clean(text).count("\n") == 4


FULL_ENDS = (
    "镇上的渡口停了三年，今春又开了。船老大冯水根把旧船刷了两遍桐油，篷布也换成新的。头一天来坐船的多半是老人，他们说不为过河，"
    "只想再听听橹声。码头边的茶摊跟着支了起来。摊主是冯水根的妹妹，一壶茶收两块钱，续水不要钱。",
    "对岸的学堂早已迁走，空屋租给了画室。每到周末，背画板的学生坐满一船。",
    "入夏以后水涨了半尺，渡船每天多开两班，末班从五点推到了七点。",
    "县里的航道所派人来量过水深，答应秋后把暗礁炸掉两处，好让大船也能靠岸。",
    "冯水根说，船可以换大的，橹不能换，换了就没有人来坐了。",
    "渡口的牌子还是老样子，蓝底白字，写着开船的时辰。",
)


@pytest.mark.parametrize("letters", range(12, 25))
def test_where_paragraphs_are_set_in_a_full_line_that_ends_a_sentence_goes_on(letters: int) -> None:
    """The next line is not set in, so no paragraph begins there, though 。 stands at the very end of the line."""
    assert cleaner.clean(wrapped(FULL_ENDS, letters)) == "\n".join("　　" + p for p in FULL_ENDS) + "\n"


def test_a_line_too_long_for_a_first_line_is_none() -> None:
    """Indents are gone, but first lines are two characters shorter: a full line behind 。 begins no paragraph."""
    text = wrapped(FULL_ENDS, 17).replace("　　", "")
    assert cleaner.clean(text).splitlines()[0] == FULL_ENDS[0]


def test_list_markers_that_stand_out_belong_to_their_column() -> None:
    """（一） begins four characters left of the lines below it, so its line is as much wider."""
    items = (
        "（一）渡口两岸各修一段防滑石阶，由县航道所来负责，枯水",
        "期之前完工，工钱从养护费里支出；",
        "（二）候船棚加装两盏路灯和一口钟，电线从对岸的画室拉过",
        "来，每月电费由渡口和画室对半分；",
        "（三）渡船换下来的旧橹送到镇上的陈列室，和老船票、旧账",
        "本放在一处，供学生参观。",
    )
    column = wrapped(FULL_ENDS, 24).replace("　　", "")
    mended = cleaner.clean(column + "镇里商量了三件事：\n" + "\n".join(items) + "\n")
    assert mended.splitlines()[-3:] == [items[k] + items[k + 1] for k in (0, 2, 4)]


def test_waves_at_the_head_of_a_sentence_open_no_code() -> None:
    """Else all of the text behind them would be left as code."""
    text = wrapped(("渡口的牌子写着开船啦" + "~~~。" + FULL_ENDS[0], *FULL_ENDS[1:]), 12)
    assert "\n~~~。" in text
    assert cleaner.clean(text).count("\n") == len(FULL_ENDS)


def test_notes_in_brackets_and_lead_ins_are_prose() -> None:
    """They end with ） and ：, and have no mark inside."""
    note = "（2011年6月4日青禾县第十二届人民代表大会常务委员会第九次会议通过）"
    lead = "取得渡船驾驶证书的人员应当符合下列条件："
    text = wrapped((note, *FULL_ENDS[:3], lead, *FULL_ENDS[3:]), 16)
    mended = cleaner.clean(text).split("\n")
    assert "　　" + note in mended
    assert "　　" + lead in mended


def test_items_that_count_on_are_items_though_the_lines_are_full() -> None:
    """Each item just fills its line, and nothing is set in; their numbers say that they are four."""
    items = [
        "一、渡口的石阶由航道所在枯水期修，",
        "二、候船棚的路灯由画室负责开与关，",
        "三、旧船票和账本交给陈列室去保管，",
        "四、开船的时辰写在蓝底白字木牌上。",
    ]
    column = wrapped(FULL_ENDS, 17).replace("　　", "")
    assert cleaner.clean(column + "\n".join(items) + "\n").splitlines()[-4:] == items


def test_lines_read_twice_are_not_put_together() -> None:
    """Each line stands under itself, read another way: joined, the text would say everything twice in mid-sentence."""
    lines = (
        "山脚下的造纸坊一年只开工五个月，从立冬做",
        "到惊蛰。做纸的水要冷，水一暖，浆里就容易",
        "长出黏滑的东西，揭纸的时候粘在一起，一摞",
        "全要作废，只好拿去糊了鸡笼。",
    )
    misread = str.maketrans("下水揭糊", "卞氷竭餬")
    assert cleaner.clean("\n".join(lines)) == "".join(lines)
    raw = "".join(f"{line}\n{line.translate(misread)}\n" for line in lines)
    found = [f for f in cleaner.check(raw).findings if f.rule == "wrapped-line"]
    assert found
    assert all(f.safety is Safety.SHOWN for f in found)
    assert not any(f"{a}{b}" in cleaner.clean(raw) for a in lines for b in (a, a.translate(misread)))


def test_a_line_broken_at_its_marks_is_one_line() -> None:
    """Extractors break where a mark was pressed, and the pieces are together as wide as the column."""
    lines = [
        line.replace("，", "，\n") if n % 2 and len(line) > 16 else line
        for n, line in enumerate(wrapped(STORY, 18).splitlines())
    ]
    text = "\n".join(lines).replace("\n\n", "\n")
    assert text.count("，\n") >= 3
    assert cleaner.clean(text + "\n") == "\n".join("　　" + p for p in STORY) + "\n"


def test_two_letters_at_the_end_are_no_piece_of_the_next_line() -> None:
    """A last line of two characters and the next paragraph's first, without its indent, make up a column by chance."""
    body = wrapped(STORY, 16, indent="〇〇").replace("〇〇", "")
    head = "县图书馆流动车首日进村迎来数\n百名\n"
    assert "百名\n县里今年" in cleaner.clean(body + head + body)


@pytest.mark.parametrize("credit", ["新华社记者 覃亦 摄", "本报记者 冉方 苏远 摄", "通讯员 白禾 摄/视觉松江"])
def test_a_photographers_name_ends_a_long_caption(credit: str) -> None:
    """Behind a caption of one long line too, as it stands when its lines are one."""
    caption = "近日，云坪乡新建成的文化广场迎来第一批孩子，他们在老师的带领下练习轮滑，老人们在树下喝茶、下棋。"
    text = f"{STORY[0]}\n\n{caption}{credit}\n\n{STORY[1]}\n\n{STORY[2]}\n"
    assert cleaner.clean(text) == text


@pytest.mark.parametrize("letters", [14, 22])
def test_a_caption_begins_by_itself(letters: int) -> None:
    """A nearly full last line before 图为, which is set wider, ends its paragraph."""
    second = (STORY[1] + STORY[0])[: letters * 3 - 4] + "。"
    body = wrapped((STORY[0], second), letters, indent="〇〇").replace("〇〇", "")
    caption = "图为云坪乡新建成的文化广场，孩子们在这里练习轮滑，老人们在树下喝茶。"
    caption = caption[: letters + 1] + "\n" + caption[letters + 1 :] + "\n"
    assert "。\n图为云坪" in cleaner.clean(body + caption + body)


def test_justified_characters_are_as_wide_as_they_are() -> None:
    """Spaces that justification put between characters do not fill a line: a title before it is not its beginning."""
    lines = [STORY[0][i : i + 12] for i in range(10, 94, 12)]
    text = "\n".join(["沿河步道夜里亮起灯来", "孩子们放学多了去处", "云 坪 乡 政 府 20日 在", *lines]) + "。\n"
    assert "去处\n云" in cleaner.clean(text)


@pytest.mark.parametrize(
    ("item", "width"),
    [
        ("（三）修码头", 6),
        ("3.修码头", 2),
        ("①修码头", 2),
        ("一、修码头", 4),
        ("第一，修码头", 6),
        ("• 修码头", 3),
        ("2.1 修码头", 4),
    ],
)
def test_a_marker_is_as_wide_as_itself(item: str, width: int) -> None:
    """What stands behind it is the item's own: 3.修码头 begins with two cells, not with eight."""
    lines = text_lines(View(f"渡口有三件事要办：\n{item}，换新橹，立木牌；\n").memo(structure))
    assert lines[1].marker == width
