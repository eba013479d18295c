"""What `cleaner corpus` says, in plain English and plain Chinese."""

from __future__ import annotations

from cleaner.saying import speaker

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
    "out-taken": (
        "holds {found}, which is no output of cleaner corpus; name an empty folder with -o",
        "其中有 {found}，不是 cleaner corpus 的输出；请用 -o 指定空文件夹",
    ),
    "out-in-source": (
        "is read, so nothing is written there; name another folder with -o",
        "正在被读取，不能写入；请用 -o 指定其他文件夹",
    ),
    "out-differs": (
        "holds a run that differs in {what}; say --restart to begin it anew, or name another folder with -o",
        "其中的运行在 {what} 上与此次不同；请用 --restart 重新开始，或用 -o 指定其他文件夹",
    ),
    "out-full": (
        "cannot be written ({error}); make room there, and give the same command again: what is done stays done",
        "无法写入（{error}）；请腾出空间后重新运行同一命令，已完成的部分会保留",
    ),
    "out-unusable": ("cannot be written ({error}); make it writable", "无法写入（{error}）；请使其可写"),
    "format-asked": (
        "the sources are of several kinds; say --format parquet or --format jsonl",
        "来源有多种格式；请指定 --format parquet 或 --format jsonl",
    ),
    "column-taken": (
        "there is a column “{name}” already; say --prefix with another name than “{prefix}”",
        "已有“{name}”列；请用 --prefix 指定“{prefix}”以外的名称",
    ),
    "address-alone": ("--address is for --runner ray; add it", "--address 只用于 --runner ray；请加上后者"),
    "no-engine": (
        "Daft cannot start ({error}); check --runner and --address",
        "Daft 无法启动（{error}）；请检查 --runner 和 --address",
    ),
    "broke-off": (
        "the run broke off ({error}); the same command goes on where it stopped. "
        "Where memory ran out, use fewer --jobs or a smaller --batch-size",
        "运行中断（{error}）；再次运行同一命令即可从中断处继续。如因内存不足，请减小 --jobs 或 --batch-size",
    ),
    "stopped": (
        "stopped; the same command goes on where it stopped",
        "已停止；再次运行同一命令即可从中断处继续",
    ),
    "parts-failed": (
        "{count} parts could not be read or written; the same command tries them again",
        "有 {count} 个部分无法读取或写入；再次运行同一命令将重试",
    ),
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
    "row-taken": (
        "has “{name}” already; say --prefix with another name",
        "已有“{name}”；请用 --prefix 指定其他名称",
    ),
    "row-unreadable": ("cannot be read ({error})", "无法读取（{error}）"),
    "row-cut-off": (
        "the file cannot be read from here on ({error}); what stands before was read",
        "文件从此处起无法读取（{error}）；此前的内容已读取",
    ),
    # what a run tells
    "goes-on": ("going on: parts done so far: {done}", "继续运行：已完成 {done} 个部分"),
    "more-rejected": ("… and {count} more rows set aside: {where}", "……另有 {count} 行被搁置：{where}"),
    "told": (
        "{rows} rows, {changed} {verb}, {findings} findings ({left} left to decide), {rescan} to scan again, "
        "{rejected} set aside",
        "{rows} 行，{verb} {changed} 行，发现 {findings} 处问题（待定 {left} 处），"
        "需重新扫描 {rescan} 行，搁置 {rejected} 行",
    ),
    "verb-fix": ("changed", "修改"),
    "verb-check": ("would change", "可修改"),
    "speed": ("{size} MB in {seconds} s: {speed} MB/s", "{size} MB，用时 {seconds} 秒：{speed} MB/s"),
    # the summary
    "title-fix": ("Corpus cleaned", "语料清理"),
    "title-check": ("Corpus checked", "语料检查"),
    "rows": ("rows", "行"),
    "text": ("text, MB of UTF-8", "文本（UTF-8，MB）"),
    "characters": ("characters", "字符"),
    "changed-fix": ("rows changed", "已修改的行"),
    "changed-check": ("rows that would change", "可修改的行"),
    "rescan": ("rows to scan again", "需重新扫描的行"),
    "rejected": ("rows set aside", "被搁置的行"),
    "rule": ("rule", "规则"),
    "safe": ("safe", "安全"),
    "risky": ("risky", "有风险"),
    "shown": ("shown", "仅提示"),
    "applied-fix": ("applied", "已应用"),
    "applied-check": ("would be applied", "可应用"),
    "left": ("left to decide", "待定"),
    "files": ("what is here", "此处的文件"),
    "file-data": ("the rows, with the columns {columns}", "各行数据，新增列 {columns}"),
    "file-rejected": ("rows set aside: where each stands, and why", "被搁置的行：位置和原因"),
    "file-report": ("{count} changed rows to read, before beside after", "{count} 行修改前后的对照"),
    "sample-of": ("a sample of {out}", "{out} 的样本"),
}

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)
