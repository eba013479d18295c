"""Encodings are told where they can be, and asked for where they cannot; nothing is lost on the way."""

from __future__ import annotations

import pickle

import pytest

from cleaner.document import Document, UnreadableText
from cleaner.encodings import read
from cleaner.settings import Settings
from cleaner.work import clean_bytes, rules_for

SIMPLIFIED = "渡口每天只有两班船，早班七点一刻，晚班五点三刻。\r\n守灯人写了三十年日记，字迹一直很端正。\r\n"
TRADITIONAL = "渡口每天只有兩班船，早班七點一刻，晚班五點三刻。\r\n守燈人寫了三十年日記，字跡一直很端正。\r\n"
BOTH = pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])


@BOTH
@pytest.mark.parametrize("length", [6, 12, 24, 47, 4700])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"])
def test_ordinary_chinese_is_told(text: str, length: int, encoding: str) -> None:
    """A line of news is enough; the same bytes come back."""
    if length == 6 and encoding in ("utf-16-le", "utf-16-be"):
        pytest.skip("nothing in UTF-16 without a mark says that it is, so it takes more")
    text = (text * 100)[:length]
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("Big5 has no simplified characters")
    document = read(data, "page.txt")
    assert document.text == text
    assert document.to_bytes(document.text) == data


def test_a_mark_says_in_which_order_the_bytes_are() -> None:
    """UTF-16 of both orders comes back as it was, mark and all, by name too."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        data = mark + "早市".encode(name)
        for asked in ("auto", "utf-16", name):
            document = read(data, None, asked)
            assert (document.text, document.encoding, document.bom) == ("早市", name, True)
            assert document.to_bytes("晚市") == mark + "晚市".encode(name)


def test_utf_16_without_a_mark_is_not_utf_8_by_chance() -> None:
    """年 is t and ^ in UTF-16: valid UTF-8, but for what stands between."""
    data = "2019年　23605.77\n2020年　25041.43\n".encode("utf-16-le")
    data.decode("utf-8")
    with pytest.raises(UnreadableText, match="utf-16-le"):
        read(data)
    kept = "早市\x00的鱼".encode()
    assert read(kept).to_bytes("早市\x00的鱼") == kept


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("早市\n热闹".encode() + b"\xff", r"UTF-8 with broken bytes in it \(1, the first here\)"),
        ("早市热闹，船靠了岸".encode()[:-1], "UTF-8 with broken bytes in it"),
        (b"\xef\xbb\xbf" + "早".encode("gb18030"), "UTF-8 with broken bytes in it"),
        ("价".encode("gb18030") + b" 12.50", "say\n? ?--encoding"),
        ("Müßiggänger übten größere Höflichkeit. ".encode("latin-1") * 9, "say .*--encoding"),
        ("나루터의 노인은 아침마다 차를 마시며 배를 손질했다. ".encode("euc_kr") * 9, "--encoding"),
        ("渡し場の老人は毎朝、霧が晴れるまで船の支度をした。".encode("euc_jp") * 9, "--encoding"),
        (bytes(range(128, 256)) * 4, "--encoding"),
    ],
    ids=["broken", "cut off", "mark", "one character", "latin-1", "korean", "japanese", "binary"],
)
def test_what_cannot_be_told_is_asked_for(data: bytes, said: str) -> None:
    """No guess: the place, and what to do next."""
    with pytest.raises(UnreadableText, match=said.replace("\n? ?", " ?")) as refused:
        read(data, "page.txt")
    assert (refused.value.line, refused.value.column) >= (1, 1)
    assert "--encoding" in refused.value.said("zh")


def test_two_readings_that_come_close_are_named() -> None:
    """Bytes that are characters in two encodings, neither ordinary together, are for a person to name."""
    data = "赵".encode("gb18030")
    with pytest.raises(UnreadableText) as refused:
        read(data)
    assert refused.value.key in ("encoding-close", "encoding-doubtful", "encoding-unknown")


def test_a_refusal_travels() -> None:
    """Workers send it to where it is told."""
    with pytest.raises(UnreadableText) as refused:
        read(b"\xff")
    back = pickle.loads(pickle.dumps(refused.value))
    assert (str(back), back.line, back.column, back.said("zh")) == (
        str(refused.value),
        refused.value.line,
        refused.value.column,
        refused.value.said("zh"),
    )


def test_utf_8_costs_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is UTF-8 is never weighed."""
    monkeypatch.setattr("cleaner.encodings._readings", lambda *_: pytest.fail("weighed"))
    assert read(SIMPLIFIED.encode()).encoding == "utf-8"


def test_a_named_encoding_is_strict() -> None:
    """What is named is not doubted, and bytes that would not come back are refused."""
    assert read("赵".encode("gb18030"), None, "gb18030").text == "赵"
    with pytest.raises(UnreadableText, match="byte 0 is not utf-8"):
        read("赵".encode("gb18030"), None, "utf-8")
    with pytest.raises(UnreadableText, match="same big5hkscs bytes"):
        read(b"\xa2\xcc", None, "big5hkscs")
    with pytest.raises(UnreadableText, match="utf-16-le or utf-16-be"):
        read("早市".encode("utf-16-le"), None, "utf-16")


def test_another_encoding_is_written_with_its_mark() -> None:
    """UTF-16 gets a mark, UTF-8 and GB18030 none."""
    document = Document("早市", encoding="gb18030")
    assert document.recoded("utf-16").to_bytes("早市") == b"\xff\xfe" + "早市".encode("utf-16-le")
    assert document.recoded("utf-8-sig").to_bytes("早市") == b"\xef\xbb\xbf" + "早市".encode()
    assert document.recoded("utf-8").to_bytes("早市") == "早市".encode()
    assert document.recoded("big5").to_bytes("早市") == "早市".encode("big5")


def test_a_text_that_is_not_chinese_stays_in_its_encoding() -> None:
    """Law 1 holds for it, unless texts in any language were asked for."""
    settings = Settings(to_encoding="utf-16")
    data = b"The harbour master keeps a log.\n"
    outcome = clean_bytes(data, "log.txt", settings, rules_for(settings))
    assert outcome.target.to_bytes(outcome.result.text if outcome.result else "") == data
    any_ = Settings(to_encoding="utf-16", any_language=True)
    assert clean_bytes(data, "log.txt", any_, rules_for(any_)).target.encoding == "utf-16-le"
