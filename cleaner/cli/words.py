"""What the commands say of baselines and in hooks, in plain English and plain Chinese."""

from __future__ import annotations

from cleaner.saying import speaker

#: By key: English, Chinese. Complaints say what is wrong and, behind a semicolon, what to do next.
_WORDS: dict[str, tuple[str, str]] = {
    "baseline-written": (
        "baseline: {new} recorded in {file}, of {files}; from now on only new damage is told. Commit that file",
        "已将 {files}中的 {new} 处记入基线（{file}）；此后只提示新的损坏。请把该文件一并提交",
    ),
    "baseline-nothing": ("nothing new for the baseline ({file})", "没有新的内容需要记入基线（{file}）"),
    "baseline-before": ("{count} stood in it already", "原有 {count} 处"),
    "baseline-gone": (
        "{count} of the baseline is gone from the texts; `cleaner check --prune-baseline` takes it out",
        "基线中有 {count} 条在文本中已不存在；`cleaner check --prune-baseline` 可清除",
    ),
    "baseline-all-gone": (
        "{count} of the baseline are gone from the texts; `cleaner check --prune-baseline` takes them out",
        "基线中有 {count} 条在文本中已不存在；`cleaner check --prune-baseline` 可清除",
    ),
    "baseline-pruned": ("{count} taken out of the baseline", "已从基线中清除 {count} 条"),
    "baseline-unsettled": (
        "something new was found each time it was read; write the baseline again, and please report this file",
        "每次读取都有新的发现；请再写一次基线，并将此文件报告给我们",
    ),
    "baseline-and-stdin": (
        "a baseline is about files, not about standard input; name files or folders",
        "基线针对文件，不适用于标准输入；请指定文件或文件夹",
    ),
    "baseline-and-no-decisions": (
        "a baseline stands among the decisions, which --no-decisions passes over; leave one out",
        "基线记在决定文件中，而 --no-decisions 不读取它；请去掉其一",
    ),
    "baseline-and-format": (
        "--write-baseline prints one line and no report; leave --format and --rescan out",
        "--write-baseline 只输出一行，不输出报告；请去掉 --format 和 --rescan",
    ),
    # hooks
    "hook-open": (
        "{count} findings hold this commit back. What to do, at the top of the repository:",
        "有 {count} 处待处理，提交已中止。请在仓库根目录下选择一种做法：",
    ),
    "hook-open-one": (
        "1 finding holds this commit back. What to do, at the top of the repository:",
        "有 1 处待处理，提交已中止。请在仓库根目录下选择一种做法：",
    ),
    "hook-mended": (
        "{files} files were mended and are not staged yet. Look, stage, and commit again:",
        "已修复 {files} 个文件，尚未暂存。请查看、暂存后重新提交：",
    ),
    "hook-mended-one": (
        "1 file was mended and is not staged yet. Look, stage, and commit again:",
        "已修复 1 个文件，尚未暂存。请查看、暂存后重新提交：",
    ),
    "hook-look": ("shows what was mended; `cleaner undo` takes it back", "显示修复之处；`cleaner undo` 可撤销"),
    "hook-commit": ("then commit again", "然后重新提交"),
    "hook-fix": ("mends the safe ones, then commit again", "修复“安全”的，然后重新提交"),
    "hook-risky": ("mends the risky ones too, where you agree with them", "连“有风险”的一并修复（在您同意时）"),
    "hook-review": (
        "decides one by one; then git add the texts and cleaner-decisions.jsonl",
        "逐条决定；然后 git add 文本和 cleaner-decisions.jsonl",
    ),
    "hook-baseline": ("leaves today's as they are, and tells only what comes new", "保留现有各处，此后只提示新的"),
    "hook-files": ("FILES…", "文件…"),
}  # fmt: skip

#: The words for a key in a language, with values put in.
say = speaker(_WORDS)
