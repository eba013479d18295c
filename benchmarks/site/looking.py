"""Looks at a built site: what a page would load from outside, and links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What a browser loads by itself, by tag. A link that a reader must click is another thing.
LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
#: Kinds of ``link`` that load nothing.
LEADING = frozenset({"author", "index", "search", "next", "prev", "canonical", "license", "alternate", "help"})
OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.I)
#: In a style sheet: what is fetched.
CSS = re.compile(r"""url\(\s*['"]?(?P<url>[^'")]+)|@import\s+['"](?P<imported>[^'"]+)""", re.I)
#: In a script: an address from outside in the hands of what fetches. Comments and names of namespaces are none.
JS = re.compile(
    r"""(?:\bfetch|\bimport|\bimportScripts|\bsendBeacon|\.open|\bWebSocket|\bEventSource|\bWorker)\s*\(?[^;\n]{0,40}?["'`](?:https?:|wss?:)?//"""
    r"""|\.(?:src|href)\s*=\s*["'`](?:https?:)?//""",
    re.I,
)


@dataclass
class Seen:
    """What was read of one page."""

    loaded: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag
        self.seen.names |= {given[name] for name in ("id", "name") if given.get(name)}
        for name in LOADED.get(tag, ()):
            if given.get(name):
                parts = given[name].split(",") if name == "srcset" else [given[name]]
                self.seen.loaded += [part.split()[0] for part in parts if part.strip()]
        if tag == "link" and given.get("href") and not set(given.get("rel", "").lower().split()) <= LEADING:
            self.seen.loaded.append(given["href"])
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.seen.loaded.append(given.get("content", "").partition("=")[2])
        if tag in ("a", "area") and given.get("href"):
            self.seen.links.append(given["href"])
        if given.get("style"):
            self.seen.styles.append(given["style"])

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.seen.styles.append(data)
        elif self._inside == "script":
            self.seen.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def read(html: str) -> Seen:
    """What a page loads, where it leads, and the names that others may lead to."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


def outside_of_styles(css: str) -> list[str]:
    """The addresses from outside that a style sheet would load."""
    urls = [found["url"] or found["imported"] for found in CSS.finditer(css)]
    return [url for url in urls if OUTSIDE.match(url)]


def outside(site: Path) -> list[str]:
    """All that pages, style sheets and scripts of `site` would load from outside, a line each."""
    found = []
    for path in sorted(site.rglob("*")):
        if path.suffix not in (".html", ".css", ".js", ".svg") or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".js":
            urls = [match[0] for match in JS.finditer(text)]
        elif path.suffix == ".css":
            urls = outside_of_styles(text)
        else:
            seen = read(text)
            urls = [url for url in seen.loaded if OUTSIDE.match(url)]
            urls += [url for style in seen.styles for url in outside_of_styles(style)]
            urls += [match[0] for script in seen.scripts for match in JS.finditer(script)]
        found += [f"{path.relative_to(site)}: loads {url}" for url in urls]
    return found


def dead(site: Path) -> list[str]:
    """Links of `site` to a page, a file or a place in a page that there is not, a line each."""
    pages = {path: read(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site)}: {target} leads nowhere"
        for path, seen in pages.items()
        for target in _dead(path, seen, pages)
    ]


def _dead(path: Path, seen: Seen, pages: dict[Path, Seen]) -> Iterator[str]:
    for target in dict.fromkeys(seen.links + seen.loaded):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or target in ("#", ""):
            continue
        there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        place = unquote(parts.fragment)
        if not there.is_file() or (place and there in pages and place not in pages[there].names):
            yield target
