"""A small corpus of our own, so that these tests need no shared text."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks import corpus
from benchmarks.corpus import Block, Source

_SUBJECTS = ("渡口的船工", "修表的老师傅", "果园里的女主人", "镇上的邮递员", "养蜂的兄弟俩", "教美术的周老师")
_DEEDS = (
    "天不亮就起身，把昨夜收进屋的工具一件件摆开",
    "说起二十年前的那场大水，至今还记得每一处门槛淹到了多高",
    "把攒下的3600元钱换成了一台旧机器，又花了8天学会怎么用",
    "总爱在黄昏时坐到门口，看对岸的灯火怎样由疏变密",
    "从不肯在秤上少给半两，因此街坊们宁愿多走两里路也要来",
    "请人在墙上写了“勤谨”二字，旁边挂着一张1994年的合影",
)
_ENDS = (
    "日子就这样不紧不慢地过去。",
    "问起缘由，只是笑笑：“习惯了，改不掉。”",
    "后来有人劝其搬走，也没有答应；毕竟，屋后那棵桂树是祖父亲手栽下的。",
)


def _documents() -> tuple[tuple[Block, ...], ...]:
    documents = []
    for n, subject in enumerate(_SUBJECTS):
        blocks = [Block("head", f"{subject}的一天")]
        for k, (one, two) in enumerate(itertools.permutations(_DEEDS, 2)):
            if (k + n) % 3 == 0:
                text = f"第{k + 1}回见到{subject}，{one}。同行的人也讲，{two}，{_ENDS[k % 3]}"
                blocks.append(
                    Block("body", text if k % 2 else text + f"这是第{n}本笔记里的第{k}页，{_ENDS[(k + 1) % 3]}")
                )
        documents.append(tuple(blocks))
    return tuple(documents)


@pytest.fixture(autouse=True)
def own_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every source is our own handful of sentences."""
    source = Source("own", _documents())
    monkeypatch.setattr(corpus, "load", lambda name: source)
    monkeypatch.setattr(corpus, "sources", lambda names=(): ["own"])
