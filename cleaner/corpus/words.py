"""What `cleaner corpus` says, in plain English and plain Chinese."""

from __future__ import annotations

from typing import Any

#: By key: English, Chinese. Complaints say what is wrong and, behind a semicolon, what to do next.
_WORDS: dict[str, tuple[str, str]] = {
    # what stops a run
    "no-extra": (
        "{name} is not installed; run: pip install 'scan-cleaner[{extra}]'",
        "未安装 {name}；请运行：pip install 'scan-cleaner[{extra}]'",
    ),
    "unknown-kind": (
        "is neither JSONL (.jsonl, .ndjson, also .gz and .zst) nor Parquet (.parquet) nor a text; "
        "to read it as a text, say --include '*{suffix}'",
        "既不是 JSONL（.jsonl、.ndjson，可带 .gz、.zst），也不是 Parquet（.parquet），也不是文本；"
        "如要作为文本读取，请加 --include '*{suffix}'",
    ),
    "nothing-there": (
        "no JSONL, Parquet or text is there; check the address, and for a private store its credentials",
        "此处没有 JSONL、Parquet 或文本；请检查地址，私有存储还请检查凭据",
    ),
    "unreadable-source": (
        "cannot be read ({error}); check the address and its credentials",
        "无法读取（{error}）；请检查地址和凭据",
    ),
    "no-column": (
        "there is no column “{name}” in it; say {flag} with one of: {columns}",
        "其中没有“{name}”列；请用 {flag} 指定以下之一：{columns}",
    ),
    "column-no-text": (
        "column “{name}” holds {type}, not text; say --text-column with one of: {columns}",
        "“{name}”列的类型是 {type}，不是文本；请用 --text-column 指定以下之一：{columns}",
    ),
    "no-text-columns": ("(it has no column of text)", "（没有文本列）"),
    # why a row is set aside
    "row-not-json": ("is no JSON object ({error})", "不是 JSON 对象（{error}）"),
    "row-not-utf8": ("is not UTF-8 (byte {byte})", "不是 UTF-8（第 {byte} 字节）"),
    "row-no-column": ("has no “{name}”", "没有“{name}”"),
    "row-null": ("“{name}” is null", "“{name}”为空值"),
    "row-not-text": ("“{name}” is {type}, not a text", "“{name}”是 {type}，不是文本"),
    "row-surrogate": (
        "“{name}” holds half a surrogate pair (code point {at}), which no UTF-8 can hold",
        "“{name}”含有不成对的代理码（第 {at} 个码位），无法用 UTF-8 表示",
    ),
    "row-too-long": ("is longer than {limit} MB", "长于 {limit} MB"),
    "row-unreadable": ("cannot be read ({error})", "无法读取（{error}）"),
    "row-cut-off": (
        "the file cannot be read from here on ({error}); what stands before was read",
        "文件从此处起无法读取（{error}）；此前的内容已读取",
    ),
}


def say(lang: str, key: str, **values: Any) -> str:
    """What stands under `key` in `lang`, filled with `values`."""
    return _WORDS[key][1 if lang == "zh" else 0].format(**values)
