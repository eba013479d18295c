"""Which lines may be copies, and which part one article or section from the next. All sets of roles stand here."""

from __future__ import annotations

from cleaner.patterns import lazily
from cleaner.structure import Role, StructLine, ends_sentence

#: Roles that a duplicate is looked for in. Other lines (headlines, credits, captions) go with their neighbours.
PROSE = frozenset({Role.BODY, Role.DATELINE, Role.SPEECH, Role.LIST, Role.STATUTE, Role.QUOTE})

#: Roles whose lines come again by their nature: items of a form, steps of a recipe, answers.
FORMAL = frozenset({Role.LIST, Role.SPEECH, Role.STATUTE, Role.QUOTE})

#: Roles that begin something new: what stands behind is another article, section, item or speaker.
BEGINNING = FORMAL | {Role.HEADING, Role.DATELINE, Role.BYLINE, Role.RULE, Role.CONTENTS}

#: Roles of short lines that end what stands above them.
_SIGNING = frozenset({Role.BYLINE, Role.CREDIT, Role.JUMP})

_FIRST_ARTICLE = lazily(r"\s*第\s*[一1]\s*[条條]")

#: The longest title, question or salutation, in characters.
TITLE = 32


def begins_anew(item: StructLine) -> bool:
    """Whether `item` is a boundary: a heading by its role, or a short line that ends as no sentence does."""
    return item.role in BEGINNING or is_title(item)


def is_title(item: StructLine) -> bool:
    """Whether `item` is a short line that speaks of what follows: a title, a salutation, a question."""
    text = item.bare
    if not text or len(text) > TITLE or item.role in _SIGNING:
        return False
    return is_salutation(item) or not (ends_sentence(text) or text[-1] in "，,；;、")


def is_salutation(item: StructLine) -> bool:
    """Whether `item` is a short line that speaks to somebody: 各位来宾：, or a question that is answered below."""
    return len(item.bare) <= TITLE and item.bare.rstrip("*_ ").endswith(("：", ":", "？", "?"))


def begins_law(item: StructLine) -> bool:
    """Whether `item` is a law's first article."""
    return item.role is Role.STATUTE and bool(_FIRST_ARTICLE.match(item.text))
