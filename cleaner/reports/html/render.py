"""Templates to HTML: always escaped, the style sheet inside each page, and a policy that lets no page load anything."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from cleaner._version import __version__
from cleaner.reports.html.markup import shown
from cleaner.reports.html.page import DocumentView, Page
from cleaner.reports.html.words import number, say


def loader(package: str) -> FunctionLoader:
    """The templates in the folder `templates` of `package`, out of a zip too."""
    folder = resources.files(package) / "templates"

    def load(name: str) -> str | None:
        file = folder / name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    return FunctionLoader(load)


@cache
def environment(*packages: str) -> Environment:
    """The templates of `packages`, the first first, and those of this one; whatever they are given is escaped."""
    made = Environment(
        loader=ChoiceLoader([loader(package) for package in (*packages, "cleaner.reports.html")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = number
    made.filters["shown_name"] = lambda name: shown(name, marked=False)
    return made


@cache
def style() -> Markup:
    """The style sheet, without comments and the white space that only serves its editors."""
    text = (resources.files("cleaner.reports.html") / "templates" / "style.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return Markup(re.sub(r"\s*([{};,])\s*|(?<=:) +", r"\1", re.sub(r"\s+", " ", text)).strip())


@cache
def policy() -> str:
    """What a page may load: its own style sheet, and nothing else. No script runs."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def common(lang: str, title: str, made: str) -> dict[str, Any]:
    """What every page is given."""

    def words(key: str, **values: Any) -> str:
        return say(lang, key, **values)

    return {
        "lang": lang,
        "title": title,
        "made": made,
        "say": words,
        "style": style(),
        "csp": policy(),
        "version": __version__,
        "live": False,
    }


def document_page(
    view: DocumentView,
    page: Page,
    shared: Mapping[str, Any],
    *,
    index_href: str = "../index.html",
    around: Sequence[tuple[str, str]] = (),
    template: str = "document.html",
    packages: tuple[str, ...] = (),
) -> str:
    """One page of a document as HTML. `around` is pairs of a word's key and an address (previous, next).

    `template` may be one of `packages` that extends document.html.
    """
    return (
        environment(*packages)
        .get_template(template)
        .render(
            **shared,
            view=view,
            page=page,
            script=view.script,
            index_href=index_href,
            around=tuple(around),
        )
    )
