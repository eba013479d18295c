"""What a page's columns say, taken from its HTML as a browser would take it."""

from __future__ import annotations

from html.parser import HTMLParser

#: Elements that have no end.
VOID = {"br", "input", "meta"}


class Columns(HTMLParser):
    """The text of each ``.was`` and ``.is`` column: signs in place of characters are those characters again.

    `was` leaves out what ``<ins>`` puts in, and both leave out what only serves the eye. A run that is left out of the
    page stands as ``\\x00`` and its length.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.was: list[str] = []
        self.now: list[str] = []
        self.into: list[str] | None = None
        self.open: list[tuple[str, bool]] = []  # tag, and whether its text is left out
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if self.into is None:
            if tag == "div" and "text" in classes:
                self.into = self.was if "was" in classes else self.now
                self.into.append("")
                self.open = [("div", False)]
            return
        hidden = any(h for _, h in self.open) or (tag == "ins" and self.into is self.was)
        if tag == "br" and "x" not in classes and not hidden:
            self.into[-1] += chr(int(given.get("data-code", "a"), 16))
        elif "c" in classes and "k" not in classes and not hidden:
            self.into[-1] += chr(int(given["data-code"], 16))
        elif "skip" in classes and not hidden:
            self.into[-1] += f"\0{given['data-skip']}\0"
        if tag not in VOID:
            self.open.append((tag, hidden or bool({"c", "skip"} & set(classes))))

    def handle_endtag(self, tag: str) -> None:
        if self.into is None or tag in VOID:
            return
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()
        if not self.open:
            self.into = None

    def handle_data(self, data: str) -> None:
        if self.into is not None and not any(hidden for _, hidden in self.open):
            self.into[-1] += data
