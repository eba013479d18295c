"""A word said again within a clause: 人才人才. Chinese doubles words of its own accord, so this is a guess."""

from __future__ import annotations

from cleaner.language.words import is_word
from cleaner.model import Safety
from cleaner.repeating.loops import Loop, Stretch, pieces
from cleaner.repeating.squeezed import Squeezed, han

_DOUBLED = """
研究 讨论 討論 考虑 考慮 商量 了解 瞭解 学习 學習 活动 活動 休息 锻炼 鍛鍊 打扫 打掃 收拾
整理 介绍 介紹 检查 檢查 观察 觀察 体验 體驗 感受 交流 沟通 溝通 比较 比較 打听 打聽 打扮
放松 放鬆 轻松 輕鬆 高兴 高興 热闹 熱鬧 凉快 舒服 暖和 庆祝 慶祝 琢磨 意思 表示 合计 合計
盘算 盤算 思考 思量 反省 调查 調查 调整 調整 调剂 调理 准备 準備 练习 練習 温习 溫習 复习
複習 熟悉 尝试 嘗試 安慰 鼓励 鼓勵 教育 帮助 幫助 照顾 照顧 关心 關心 欣赏 欣賞 参观 參觀
参考 參考 请教 請教 联系 聯繫 联络 聯絡 解释 解釋 分析 总结 總結 评价 評價 比划 比劃 提醒
劝说 勸說 教训 教訓 修理 修改 改进 改進 改善 运动 運動 散步 溜达 走动 走動 试验 試驗 实践
實踐 回忆 回憶 回味 想象 想像 打量 端详 端詳 张罗 張羅 操心 发泄 發洩 释放 釋放 聊天 谈论
談論 宣传 宣傳 认识 認識 见识 見識 領略 领略 品尝 品嚐 清理 清洗 打理 装扮 裝扮 显摆 風光
风光 开心 開心 快乐 快樂 痛快 精神 干净 乾淨 非常 特别 特別 十分 好多 许多 許多 很多 很久
永远 永遠 真的 不是 没有 沒有 知道 谢谢 謝謝 对不 一样 加油 来了 來了 快点 快點 等等 哈哈
呵呵 嘻嘻 嘿嘿 哗啦 嘩啦 叮当 叮噹 叮咚 咚咚 轰隆 轟隆 滴答 嘀嗒 扑通 撲通 噼啪 咕噜 咕嚕
咔嚓 呼噜 呼嚕 吱呀 妈妈 媽媽 爸爸 爷爷 爺爺 奶奶 先生 小姐 同志 老师 老師 师傅 師傅 天天
年年 月月 日日 人人 家家 处处 處處 时时 時時 某某 左右 来回 來回 上下 前后 前後 大家 雨刷
马上 馬上 立刻 赶快 趕快 赶紧 趕緊 很高 太晚 太好
"""

#: Words that are doubled as they stand, 研究研究 (a little), 非常非常 (very), 许多许多; onomatopoeia; and forms of
#: address. Written by hand for this project; traditional forms beside.
DOUBLED_BY_NATURE = frozenset(_DOUBLED.split())
#: How far around a word is looked for again, in characters.
NEARBY = 5_000

#: 劳工保险|保险费: with one of these behind, the second may begin a longer word.
SUFFIXES = frozenset(
    "费費率员員者权權金额額法部局署司处處科室厅廳院所会會团團队隊组組学學界业業商厂廠店站证證书書税稅价價款量数數性化型式器机機品物卡号號"
)

MEASURES = frozenset("一二两兩几幾每半")


def stutter(text: Squeezed, part: Stretch) -> Loop | None:
    """The word of `part` that is said again, or None where that may be ordinary."""
    string, period = text.text, part.period
    turns = (part.end - part.start) // period
    if turns < 2 or period > 9 or han(string[part.start : part.start + period]) < period:
        return None
    for start in range(part.start, part.end - turns * period + 1):
        unit = string[start : start + period]
        if any(text.gap(start + k * period) for k in range(1, turns)):
            # 北风 / 北风其凉: a title over its first line, names in a row.
            continue
        near = string[max(0, start - NEARBY) : start + NEARBY]
        if not _is_stutter(string, near, start, start + turns * period, unit, turns):
            continue
        sure = 0.8 if turns > 2 or near.count(unit) > turns else 0.65
        gone = pieces(start + period, start + turns * period, period)
        return Loop(
            "stuttered-word", start, start + turns * period, (start, start + period), gone, turns, Safety.RISKY, sure
        )
    return None


def _is_stutter(text: str, near: str, start: int, end: int, unit: str, turns: int) -> bool:
    """Whether `unit` is one word said again, rather than words that meet: 共和国|和|国家, 退税|缓税|缓费."""
    if unit in DOUBLED_BY_NATURE or unit[0] in MEASURES or len(set(unit)) < 2 or unit[0] == unit[1]:
        return False
    if not is_word(unit[:2]) or not is_word(unit[-2:]) or is_word(unit[-1] + unit[0]):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if len(unit) == 2:
        if not (han(before) or han(after)):
            # 加油加油！ stands by itself: a cry.
            return False
        if (before and is_word(before + unit[0])) or (after and is_word(unit[-1] + after)):
            return False
        if after in SUFFIXES and han(before) and not is_word(text[end : end + 2]):
            return False
        # 俄罗斯|罗斯托夫: the word always goes with what stands before it, or behind.
        others = near.count(unit) - turns
        return not others or near.count(before + unit) - 1 < others or not before
    return True
