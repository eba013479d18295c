"""Which lines of a view are one paragraph: what the model of line ends says, and what captions say of themselves."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from cleaner.structure import CREDIT, Role, structure
from cleaner.views import View
from cleaner.wrapping.joins import Join, joins

#: From this probability on two lines are taken for one paragraph; the second, where the first has no clause, in text
#: that is not wrapped.
SURE, SURE_OF_TITLE = 0.8, 0.96
#: So many headings with marks say that headings have them here; others are labels without a comma then.
MARKED = 3
#: Letters up to which a paragraph with a picture's credit is its caption.
LONGEST_CAPTION = 160


class Ties:
    """Which lines of a view go on in which, and what headings and gaps are usual in it."""

    def __init__(self, view: View) -> None:
        self.items = items = view.memo(structure)
        roles = items.roles
        self.goes_on = {join.after.at: join.before.at for join in view.memo(joins) if _is_one_paragraph(join)}
        for at in range(1, len(roles)):
            below_credit = roles[at] is Role.BODY and roles[at - 1] is Role.CREDIT and at not in self.goes_on
            # …种植大棚。新 / 华社发: a credit that ends in the next line.
            if below_credit and not CREDIT.match(items[at - 1].text):
                self.goes_on[at] = at - 1
        self.ends = frozenset(self.goes_on.values())
        self.marked = roles.count(Role.HEADING) >= MARKED

    @cached_property
    def usual(self) -> int:
        """Blank lines that stand before most blocks."""
        counts: Counter[int] = Counter()
        blanks = number = 0
        for at, role in enumerate(self.items.roles):
            if role is Role.BLANK:
                blanks += 1
                continue
            if at not in self.goes_on:
                if number:  # the first block has nothing before it
                    counts[blanks] += 1
                number += 1
            blanks = 0
        return counts.most_common(1)[0][0] if counts else 0

    def is_wall(self, at: int) -> bool:
        """Whether line `at` is a long paragraph by itself."""
        rows = self.items.rows
        length = int(rows.bare_end[at] - rows.bare_start[at])
        return (
            length > LONGEST_CAPTION
            and self.items.roles[at] is Role.BODY
            and at not in self.goes_on
            and at not in self.ends
            and not any(map(str.isspace, rows.bare(at)))
        )


def ties_of(view: View) -> Ties:
    """Call it as ``view.memo(ties_of)``."""
    return Ties(view)


def _is_one_paragraph(join: Join) -> bool:
    """Whether two lines are taken for one paragraph: the surer, the more the first looks like a title."""
    clause = join.before.commas + join.before.stops > 0 or join.wrapped > 0.5
    return join.probability >= (SURE if clause else SURE_OF_TITLE)
