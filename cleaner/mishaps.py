"""What the tool says of files, disks and runs that something happens to, in English and Chinese."""

#: By key: English, Chinese. What is wrong and, behind a semicolon, what to do next.
MISHAPS: dict[str, tuple[str, ...]] = {
    # reading and writing
    "unreadable-disk": (
        "cannot be read ({error}); check the disk or the network behind it, and run again",
        "无法读取（{error}）；请检查磁盘或网络后重新运行",
    ),
    "vanished": (
        "is not there any more; run again, or check who removed it",
        "文件已不存在；请重新运行，或查明是谁将它删除",
    ),
    "no-regular-file": (
        "is {kind}, no file, so it is not read; give what comes out of it to `cleaner check -`",
        "是{kind}而不是文件，因此不读取；请把它的内容交给 `cleaner check -`",
    ),
    "a-fifo": ("a FIFO (a named pipe)", "命名管道（FIFO）"),
    "a-socket": ("a socket", "套接字"),
    "a-device": ("a device", "设备"),
    "a-folder": ("a folder", "文件夹"),
    "no-file-kind": ("something else", "其他类型"),
    "too-large": (
        "has {size}, and at most {most} are cleaned at once, so it was not read; cut it into files, or see `cleaner "
        "corpus` for JSONL",
        "大小为 {size}，一次最多清理 {most}，因此没有读取；请拆分成多个文件，JSONL 请用 `cleaner corpus`",
    ),
    "link-loop": (
        "is a link that leads in a circle; mend the link, or leave it out",
        "是循环链接；请修复链接，或排除它",
    ),
    "unwritable-full": (
        "cannot be written ({error}), so nothing was changed in it; make room on that disk, and run again",
        "无法写入（{error}），该文件未作任何改动；请在磁盘上腾出空间后重新运行",
    ),
    "several-names": (
        "has {count} names (hard links), and would be mended under one of them only, so nothing was changed; copy it "
        "and put the copy in its place, or write elsewhere with -o",
        "有 {count} 个名称（硬链接），修复只会在其中一个名称下生效，因此未作改动；"
        "请复制后以副本替换它，或用 -o 写到别处",
    ),
    "busy": (
        "another run of cleaner ({what} {place}, process {process} on {host}, since {since}) is at work on some of "
        "these files, so nothing was done; wait until it ends, or stop it, and run again",
        "另一个 cleaner 正在处理其中的文件（{what} {place}，主机 {host} 上的进程 {process}，始于 {since}），"
        "因此未作处理；请等它结束或将其停止，再重新运行",
    ),
    "swept": (
        "{n} half-written files were removed that a run left when it was killed",
        "已删除 {n} 个因运行被强行终止而残留的未写完的文件",
        "1 half-written file was removed that a run left when it was killed",
    ),
    # runs that were cut short
    "cut-short": ("cut short", "中断"),
    "at-work": ("at work", "进行中"),
    "cut-short-fix": (
        "run {run} was cut short (killed?); files it had mended: {count}, each of them whole. This run goes on from "
        "there; to take that one back: cleaner undo {run}",
        "运行 {run} 曾中断（被强行终止？）；它已修复 {count} 个文件，每个都完整。"
        "本次运行接着进行；如需撤销那一次：cleaner undo {run}",
    ),
    "cut-short-undo": (
        "an undo, run {run}, was cut short (killed?); files it had given back: {count}, each of them whole. To go on: "
        "cleaner undo",
        "撤销运行 {run} 曾中断（被强行终止？）；它已恢复 {count} 个文件，每个都完整。如需继续：cleaner undo",
    ),
    "cut-short-nothing": (
        "run {run} was cut short (killed?) before it changed anything; nothing is to be done about it",
        "运行 {run} 在作出任何改动之前曾中断（被强行终止？）；无需处理",
    ),
    "cut-short-swept": ("; half-written files of it removed: {count}", "；已删除其未写完的文件 {count} 个"),
    "journal-damaged": (
        "{n} lines of this journal cannot be read, so what they say was not taken back; compare its files with a "
        "backup",
        "此日志有 {n} 行无法读取，其中所记未能撤销；请与备份比对",
        "1 line of this journal cannot be read, so what it says was not taken back; compare its files with a backup",
    ),
    "journal-unreadable": (
        "this journal cannot be read, so its run cannot be taken back; bring it back from a backup, or delete it",
        "此日志无法读取，因此其运行无法撤销；请从备份恢复它，或将其删除",
    ),
}
