"""Writes the sources that Sphinx builds a site from: pages of docs/ with their links, and pages that are made."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from benchmarks.site import commands, rules
from benchmarks.site.links import Links, lines_with_code
from benchmarks.site.navigation import HOME, ROOT, SECTIONS, Page, only_english, pages

HERE = Path(__file__).parent

#: ``<!-- api: function cleaner.check -->`` in a page: there the docstring is put.
API = re.compile(r"^<!-- api: (?P<kind>function|class|enum) (?P<name>[\w.]+)(?: (?P<options>.*?))? -->$", re.M)

#: ``<!-- table: docs/speed.md # Peak memory -->``: there the tables below that heading are put, as they are today.
TABLE = re.compile(r"^<!-- table: (?P<path>\S+) # (?P<heading>.+?) -->$", re.M)

_CHINESE = re.compile(r"[\u2018-\u201d\u3001-\u30ff\u3400-\u9fff\uff01-\uffee]")

ENGLISH = Page("english", "", "只有英文的页面")


def write(lang: str, folder: Path) -> int:
    """Writes the sources of the site in `lang` into `folder`, which must be empty. How many pages there are."""
    made = _made(lang)
    for page in pages(lang):
        source = page.file(lang)
        text = made.pop(page.name) if not source else _copied(page, source, lang, folder)
        _write(folder / f"{page.name}.md", text + (_navigation(lang) if page is HOME else ""))
    for name, text in made.items():
        _write(folder / f"{name}.md", text)
    shutil.copytree(HERE / "locale", folder / "locale")
    return len(list(folder.rglob("*.md"))) - len(list((folder / "files").rglob("*.md")))


def _copied(page: Page, source: str, lang: str, folder: Path) -> str:
    """The page made of the file `source`, with the other files that it leads to copied beside."""
    links = Links(source, lang, page.name)
    text = links.rewritten((ROOT / source).read_text(encoding="utf-8"))
    for path in sorted(links.files):
        (folder / "files" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / "files" / path)
    return API.sub(_docstring, TABLE.sub(_tables, unwrapped(text)))


def _tables(found: re.Match[str]) -> str:
    """The tables below a heading of another page. Raises ValueError where there are none."""
    text = (ROOT / found["path"]).read_text(encoding="utf-8")
    part = re.split(rf"^#+ {re.escape(found['heading'])}$", text, maxsplit=1, flags=re.M)[1:]
    lines = re.split(r"^#", part[0], maxsplit=1, flags=re.M)[0].splitlines() if part else []
    rows = [line for line in lines if line.startswith("|")]
    if not rows:
        raise ValueError(f"{found['path']} has no table under “{found['heading']}”")
    return "\n".join(rows)


def unwrapped(text: str) -> str:
    """`text` without the line ends between two Chinese characters of a paragraph, which browsers show as a space."""
    out, before_is_code, heading = "", False, False
    for line, is_code in lines_with_code(text):
        words = line.lstrip(" ")
        if (
            not is_code
            and not heading
            and words[:1]
            and _CHINESE.match(words[0])
            and _CHINESE.match(out[-2:-1])
            and not before_is_code
        ):
            out = out[:-1] + words
        else:
            out += line
        before_is_code, heading = is_code, line.startswith("#")
    return out


def _docstring(found: re.Match[str]) -> str:
    kind, name, options = found["kind"], found["name"], (found["options"] or "").split()
    lines = [f".. auto{'function' if kind == 'function' else 'class'}:: {name}"]
    if kind != "function":
        # The values of an enumeration, and the fields of a class, are what it is.
        lines += ["   :members:", "   :undoc-members:", "   :exclude-members: __init__"]
        if kind == "enum":
            lines += ["   :no-show-inheritance:"]
    lines += [f"   :{option}:" for option in options]
    return "\n".join(["```{eval-rst}", *lines, "```"])


def _made(lang: str) -> dict[str, str]:
    """The pages that are made, by their names."""
    made = {"rules/index": rules.index(lang)}
    made |= {f"rules/{rule.id}": rules.page(rule, lang) for rule in rules.rules()}
    if lang == "en":
        made["commands/index"] = commands.index()
        made |= {
            f"commands/{commands.page_name(words)}": commands.page(words, one) for words, one in commands.commands()
        }
    else:
        made[ENGLISH.name] = _only_english()
    return made


def _only_english() -> str:
    """The list, in Chinese, of the pages that there are in English alone."""
    lines = [f"# {ENGLISH.title_zh}", "", "以下各页尚无中文。命令、设置项和代码示例本身两种语言相同。", ""]
    for section, found in only_english():
        lines += [f"## {section.title_zh}", ""]
        lines += [f'- <a href="../{page.name}.html" hreflang="en">{page.title_zh} ({page.title})</a>' for page in found]
        lines.append("")
    return "\n".join(lines)


def _navigation(lang: str) -> str:
    """The tables of contents that make the navigation, to stand at the end of the home page."""
    lines = [""]
    for section in SECTIONS:
        there = [page for page in section.pages if page.file(lang) is not None]
        if there:
            lines += ["```{toctree}", ":hidden:", f":caption: {section.titled(lang)}", ""]
            lines += [f"{page.titled(lang)} <{page.name}>" for page in there]
            lines += ["```", ""]
    if lang == "zh":
        lines += ["```{toctree}", ":hidden:", ":caption: 更多", "", f"{ENGLISH.title_zh} <{ENGLISH.name}>", "```", ""]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
