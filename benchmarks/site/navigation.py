"""What is on the site, where it comes from, and in which order it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name on the site, what the navigation calls it, and the file that it is made of.

    `source` is a path from the checkout's root, empty where the page is made by the site itself; `source_zh` the same
    in Chinese, None where there is none.
    """

    name: str
    title: str
    title_zh: str
    source: str = ""
    source_zh: str | None = None

    def titled(self, lang: str) -> str:
        """What the navigation calls it."""
        return self.title_zh if lang == "zh" else self.title

    def file(self, lang: str) -> str | None:
        """The source in `lang`: a path, empty for a page that is made, None where there is none."""
        return self.source_zh if lang == "zh" else self.source


@dataclass(frozen=True, slots=True)
class Section:
    """Pages under one heading of the navigation."""

    title: str
    title_zh: str
    pages: tuple[Page, ...]

    def titled(self, lang: str) -> str:
        """The heading."""
        return self.title_zh if lang == "zh" else self.title


HOME = Page("index", "scan-cleaner", "scan-cleaner", "docs/index.md", "docs/index.zh.md")

SECTIONS = (
    Section(
        "Begin",
        "入门",
        (
            Page("start", "Start in five minutes", "五分钟上手", "docs/start.md", "docs/start.zh.md"),
            Page("clean", "New scans, before ingestion", "新扫描件入库之前", "docs/clean.md", "docs/clean.zh.md"),
            Page("review", "Review what changes", "审阅改动", "docs/review.md", "docs/review.zh.md"),
            Page("hook", "A check at each commit", "提交之前把关", "docs/hook.md", "docs/hook.zh.md"),
        ),
    ),
    Section(
        "Damage",
        "毛病与规则",
        (
            Page("rules/index", "The rules, by kind of damage", "规则一览（按损坏分类）", "", ""),
            Page("packs", "Packs of your own", "自己的规则包", "docs/packs.md"),
            Page("suppressions", "What is meant to be so", "本来如此的文字", "docs/suppressions.md"),
        ),
    ),
    Section(
        "Reference",
        "参考",
        (
            Page("commands/index", "Commands", "命令", ""),
            Page("environment", "Exit codes, variables, files", "退出码、环境变量与文件", "docs/environment.md"),
            Page("settings", "Settings", "设置", "docs/settings.md"),
            Page("encodings", "Encodings and scripts", "编码与字形", "docs/encodings.md"),
            Page("formats", "Formats", "输出格式", "docs/formats.md"),
            Page("api", "Python", "在 Python 中使用", "docs/api.md"),
        ),
    ),
    Section(
        "Many texts",
        "大批文本",
        (
            Page("corpus", "Corpora", "语料", "docs/corpus.md"),
            Page("corpus-duplicates", "Texts that stand twice", "相同的文本", "docs/corpus-duplicates.md"),
            Page("ingest", "In other people's pipelines", "接入其他流水线", "docs/ingest.md"),
        ),
    ),
    Section(
        "Trust",
        "可靠性",
        (
            Page("promises", "What it promises", "承诺", "docs/promises.md", "docs/promises.zh.md"),
            Page("safety", "When something goes wrong", "出了意外", "docs/safety.md", "docs/safety.zh.md"),
            Page("security", "Security", "安全", "SECURITY.md"),
            Page("fuzzing", "Fuzzing", "模糊测试", "docs/fuzzing.md"),
            Page("mutants", "Mutation testing", "变异测试", "docs/mutants.md"),
            Page("comparison", "Beside other tools", "与其他工具比较", "docs/comparison.md"),
            Page("speed", "Speed", "速度", "docs/speed.md"),
        ),
    ),
    Section(
        "The project",
        "本项目",
        (
            Page("architecture", "Architecture", "架构", "ARCHITECTURE.md"),
            Page("contributing", "Contributing", "如何参与", "CONTRIBUTING.md"),
            Page("releasing", "Releasing", "发布", "docs/releasing.md"),
            Page("seeds", "The seeds", "样稿", "seeds/README.md"),
            Page("changelog", "Changes", "更新记录", "CHANGELOG.md"),
        ),
    ),
)  # fmt: skip

#: Files that are told by another page of the site: what links to them, leads there.
STAND_INS = {
    "docs/rules.md": ("en", "rules/index"),
    "docs/rules.zh.md": ("zh", "rules/index"),
    "README.md": ("en", "index"),
    "README.zh.md": ("zh", "index"),
}


def pages(lang: str) -> Iterator[Page]:
    """All pages that there are in `lang`, in their order, home first."""
    for page in (HOME, *(page for section in SECTIONS for page in section.pages)):
        if page.file(lang) is not None:
            yield page


def only_english() -> Iterator[tuple[Section, list[Page]]]:
    """The pages that there are in English alone, by section."""
    for section in SECTIONS:
        found = [page for page in section.pages if page.file("en") is not None and page.file("zh") is None]
        if found:
            yield section, found
