"""Links of the project's Markdown, as they must be on the site: from page to page, or to a copy of the file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape

from benchmarks.site.navigation import LANGUAGES, ROOT, STAND_INS, pages

#: ``[words](target)`` and ``![words](target)``, the words without brackets but for code and one image.
LINK = re.compile(r"(?P<image>!?)\[(?P<words>(?:`[^`]*`|[^\[\]`])*)\]\((?P<target>[^()\s]+)\)")
FENCE = re.compile(r"^ {0,3}(?P<fence>```+|~~~+)")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
OUTSIDE = re.compile(r"[a-z][a-z+.-]*:")

#: Folders of the checkout that are copied to the site whole, and how the site calls them.
FOLDERS = {"reports/sample": "sample"}


def places() -> dict[str, tuple[str, str]]:
    """Language and name on the site of each file that is a page, by its path from the checkout's root."""
    found = {page.file(lang) or "": (lang, page.name) for lang in LANGUAGES for page in pages(lang)}
    return {path: place for path, place in found.items() if path} | STAND_INS


class Links:
    """The links of one page. `files` collects the other files that it leads to, which the site must hold too."""

    def __init__(self, source: str, lang: str, name: str) -> None:
        self.source, self.lang, self.name = source, lang, name
        self.files: set[str] = set()
        self._places = places()

    def rewritten(self, text: str) -> str:
        """`text` with its links as the site needs them; code is left as it is. Raises ValueError for a dead one."""
        return "".join(
            line if is_code else _outside_code(line, lambda part: LINK.sub(self._link, part))
            for line, is_code in lines_with_code(text)
        )

    def _link(self, found: re.Match[str]) -> str:
        target, _, anchor = found["target"].partition("#")
        if not target or OUTSIDE.match(target):
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.source), target))
        if path in self._places:
            return self._to_page(found, *self._places[path], anchor)
        for folder, name in FOLDERS.items():
            if path.startswith(f"{folder}/"):
                return self._to_html(found, f"{name}{path.removeprefix(folder)}")
        if (ROOT / path).is_dir():
            return found["words"]  # a site has no folders to look into
        if not (ROOT / path).is_file():
            raise ValueError(f"{self.source}: the link to {found['target']} leads nowhere")
        self.files.add(path)
        return f"{found['image']}[{found['words']}]({self._up()}files/{path})"

    def _to_page(self, found: re.Match[str], lang: str, name: str, anchor: str) -> str:
        if lang == self.lang:
            return f"[{found['words']}]({self._up()}{name}.md{'#' if anchor else ''}{anchor})"
        # The other language is a site of its own, above this one or below it.
        return self._to_html(found, f"{'zh/' if lang == 'zh' else ''}{name}.html{'#' if anchor else ''}{anchor}")

    def _to_html(self, found: re.Match[str], path: str) -> str:
        """A link to `path` from the root of both sites."""
        up = self._up() + ("../" if self.lang == "zh" else "")
        return f'<a href="{escape(up + path)}">{_plain(found["words"])}</a>'

    def _up(self) -> str:
        return "../" * self.name.count("/")


def _plain(words: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(words, quote=False))


def lines_with_code(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of `text`, each with whether it is code in a fence or the fence itself."""
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = FENCE.match(line)
        if fence:
            yield line, True
            if mark and mark["fence"].startswith(fence) and not line.strip(" `~\n"):
                fence = ""
        elif mark:
            fence = mark["fence"]
            yield line, True
        else:
            yield line, False


def _outside_code(line: str, change: Callable[[str], str]) -> str:
    """`line` with its code spans as they are, but for those inside a link's words."""
    links = [found.span() for found in LINK.finditer(line)]
    out, done = "", 0
    for span in CODE.finditer(line):
        if span.start() < done or any(start < span.start() and span.end() < end for start, end in links):
            continue
        out += change(line[done : span.start()]) + span[0]
        done = span.end()
    return out + change(line[done:])
