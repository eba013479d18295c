"""The probability that a paragraph begins at a line, for all lines together.

A hidden Markov model. Its hidden state at each line is the column that the line was set in (or none: a line is a
paragraph), and whether a paragraph begins there. A line is likely under a state as far as its width, its end and its
marks are what typesetting would give there: a line inside a paragraph is full, a last line ends anywhere and mostly
with 。, a heading has few marks. Between two lines stands what the second begins with, its indent and the gap.
Forward and backward passes give the probabilities (Rabiner 1989); what gaps and indents mean in this text is learned
from it (a few rounds of expectation and maximisation), as blank lines and indents mean nothing in many an extraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.characters import Lookup
from cleaner.structure import Role
from cleaner.wrapping.fullness import SLACKS, STRAY, Measures, Runs, fullness, plain_widths
from cleaner.wrapping.lines import End, Gap, Indent, TextLine
from cleaner.wrapping.seams_at_once import seam_odds_of
from cleaner.wrapping.seen import ROLE, Seen, seen_of
from cleaner.wrapping.widths import Column
from cleaner.wrapping.windows import Windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

#: How an end goes with a place in the paragraph, in the order of End. These weights and those below are fitted on
#: typeset news, reports, laws and books (benchmarks/fit_wraps.py); they need not add up to one.
END_INSIDE = (0.031, 0.110, 0.002, 0.003, 0.093, 0.004, 0.531)
END_LAST = (0.753, 0.0005, 0.009, 0.020, 0.007, 0.045, 0.046)
END_NOTICE = (0.886, 0.010, 0.040, 0.060, 0.040, 0.020, 0.063)  # a paragraph of one line
END_SENTENCE = (0.880, 0.0010, 0.045, 0.030, 0.025, 0.030, 0.007)  # the same, with a comma in it
END_PARAGRAPH = (0.950, 0.0004, 0.025, 0.008, 0.006, 0.020, 0.0015)  # the same, with a stop in it
END_HEADING = (0.093, 0.006, 0.030, 0.004, 0.100, 0.012, 0.753)

#: Marks a character in prose, and in headings, names and captions.
PROSE_MARKS, HEADING_MARKS = 1 / 13, 1 / 30

#: P(a line begins a paragraph), before anything is seen of it, in wrapped text; and that a paragraph has one line only.
STARTS, SINGLE = 0.30, 0.33

#: In text that is not wrapped a line goes on in the next only where something cut it: a column, a page.
CUT_AT_GAP, CUT_AT_LINE, CUT_AT_PAGE = 0.2, 1e-6, 0.2

#: P(a line of its own is a heading, a caption, a name), by kind: without a comma, with one, with a stop inside.
TITLES, MARKED_TITLES = (0.5, 0.5, 5e-4), (0.1, 3e-3, 1e-4)

#: P(OTHER) of the three, to begin with; the text has its say, against so many lines' worth of doubt.
UNENDED, DOUBT = (END_NOTICE[6], END_SENTENCE[6], END_PARAGRAPH[6]), 12.0

#: The log-odds of a start, by gap and by indent, before the text has its say (see `learn`).
GAP_ODDS, INDENT_ODDS = (0.0, -0.5, 1.6, -0.15, 1.6), (0.0, 5.0, -1.0)

#: Observations' worth of doubt with which the text's own indents are heard.
INDENT_DOUBT = 0.5

#: Letters from which a line with a stop inside counts as a whole paragraph.
LONG = 40

#: The weight of "not wrapped" against all columns at the first line.
PLAIN = 0.7

ROUNDS = 3

#: Marks at which extractors break a line in pieces, as their glyphs were pressed or are another font's.
BREAKS_BEHIND = frozenset("，。、；：！？”’」』》〉）】")
BREAKS_BEFORE = frozenset("“‘「『《〈（【")
BEHIND, BEFORE = 1, 2
breaks = Lookup(lambda point: BEHIND * (chr(point) in BREAKS_BEHIND) | BEFORE * (chr(point) in BREAKS_BEFORE))

#: The weights were fitted to fear a false join (`HARM` of benchmarks/fit_wraps.py), so joins of neighbouring lines hold
#: more often than they say, by these odds; those over a gap or a page's end hold less often, and where a blank line
#: follows every line, as often as they say [generated pages].
FEAR, FEAR_BLANKS, FEAR_GAP = 4.0, 1.0, 0.5

#: From so many paragraph ends on that show whether the next begins set in, they tell from the first what indents mean.
LEAST_ENDS = 3

#: The share of list items whose marker stands out to the left.
STANDS_OUT = 0.3

#: The share of a paragraph's last lines that end just over the column, with 。 hanging or pressed.
HANGING = 0.2

FLOOR = 1e-12


class Verdict(NamedTuple):
    """What the model says of a line: P(a paragraph begins there), and P(it was set in a column at all)."""

    starts: float
    wrapped: float


class Verdicts(NamedTuple):
    """What the model says of each line, as arrays: see `Verdict`."""

    starts: Floats
    wrapped: Floats


def verdicts(lines: Sequence[TextLine] | Seen, columns: Sequence[Column], *, afraid: bool = False) -> list[Verdict]:
    """A verdict a line; a paragraph begins at the first for sure. With `afraid`, as the weights were fitted: a false
    join is feared, and the claims are not yet set to how often they hold.
    """
    seen = seen_of(lines)
    if not len(seen):
        return []
    told = told_of(seen, columns, afraid=afraid)
    return [Verdict(p, w) for p, w in zip(told.starts.tolist(), told.wrapped.tolist(), strict=True)]


def told_of(seen: Seen, columns: Sequence[Column], *, afraid: bool = False) -> Verdicts:
    """`verdicts`, as arrays. There must be a line."""
    import numpy as np

    model = _Model(seen, columns)
    starts = model.posterior()
    for _ in range(ROUNDS - 1):
        model.learn(starts)
        starts = model.posterior()
    if afraid:
        return Verdicts(starts, model.wrapped)
    cut = seen.page | (seen.gap != int(Gap.SAME))
    fear = np.where(cut, FEAR_GAP, np.where(seen.blanks > 0, FEAR_BLANKS, FEAR))
    fear = np.where(model.wrapped > 0.5, fear, FEAR)
    return Verdicts(starts / (starts + fear * (1 - starts)), model.wrapped)


class _Model:
    """States: 0 is "not wrapped", 1.. are the columns. Tables are (start here?, start next?, states, lines)."""

    def __init__(self, seen: Seen, columns: Sequence[Column]) -> None:
        import numpy

        self.np: Any = numpy
        np = self.np
        self.seen = seen
        self.columns = columns
        self.states = len(columns) + 1
        self._look()
        self.emission = self._emission()
        self.seams = seam_odds_of(seen)
        # Log-odds for a start, by gap and by indent, to begin with; `learn` takes them from the text.
        # Behind a paragraph's first line, and behind its others: some extractors put a blank line after the first.
        self.gap_odds = (list(GAP_ODDS), list(GAP_ODDS))
        self.indent_odds = self._indents_at_first()
        self.wrapped = np.zeros(len(seen))
        # How much of the text stands in each state: at first all columns alike, then as the text says.
        self.share = np.full(self.states, (1 - PLAIN) / max(1, self.states - 1))
        self.share[0] = PLAIN
        self.starts = self._starts()
        self.windows = Windows(len(seen))

    def _indents_at_first(self) -> list[float]:
        """The log-odds of a start by indent, before the first round.

        Short lines that end with 。 end paragraphs for sure. Where what follows them is always set in, a line that is
        not begins no paragraph, however well the line before it would do as an end.
        """
        np = self.np
        odds = list(INDENT_ODDS)
        if len(self.seen) < 2 or not self.set_in.any():
            return odds
        short = (self.ends == End.TERMINAL) & (self.width < 0.8 * np.percentile(self.width, 80))
        behind = self.indents[1:][short[:-1]]
        if len(behind) >= LEAST_ENDS:
            flush = (np.sum(behind != int(Indent.MORE)) + 0.5) / (len(behind) + 1)
            odds[Indent.SAME] = float(np.log(flush))
        return odds

    def _look(self) -> None:
        """What is seen of the lines, as arrays, and the parts of the emission that no state changes."""
        np, seen = self.np, self.seen
        self.width = seen.width
        self.token = np.append(seen.token[1:], 2).astype(float)
        self.marker = seen.marker.astype(float)
        self.give = seen.give.astype(float)
        behind, before = breaks(seen.last) & BEHIND != 0, breaks(seen.first) & BEFORE != 0
        self.broken = np.append(False, behind[:-1] | before[1:])
        self.ends, self.gaps, self.indents = seen.end, seen.gap, seen.indent
        self.set_in = self.indents == int(Indent.MORE)
        letters = np.maximum(1, seen.letters).astype(float)
        marks = seen.marks.astype(float)
        self.prose = _poisson(np, marks, letters * PROSE_MARKS + 0.15)
        bare = _poisson(np, marks, letters * HEADING_MARKS + 0.02)
        # 0: names, items, headings; 1: with a comma; 2: with a stop inside, and so a paragraph of sentences.
        sentences = (seen.letters >= LONG // 2) & (seen.stops > 0)
        self.kind = np.where(sentences, 2, np.where(seen.commas > 0, 1, 0))
        # A numbered line is a heading at any length that headings have: 九、优化区域布局，促进协调发展.
        listed = seen.role == ROLE[Role.LIST]
        some = (seen.letters >= 28) & (seen.marks >= 2) & ~listed
        long = np.where((seen.letters >= LONG) & (seen.marks >= 3), 3, np.where(some, 2, 0))
        # In Markdown a heading says so, and what is left are captions and names, without a comma. A long line with
        # stops is no heading anywhere.
        marked = np.count_nonzero(seen.role == ROLE[Role.HEADING]) >= 3
        self.titles = np.take(MARKED_TITLES if marked else TITLES, self.kind)
        self.heading = np.take((1.0, 1.0, 0.04, 1e-3), long) * np.take(END_HEADING, self.ends) * bare
        self.heading *= np.where(listed, 4.0, 1.0)
        self.unended = list(UNENDED)
        self.spread = 1 / (6.5 * np.maximum(self.width, 6))
        finished = self.ends == End.TERMINAL
        self.plain_widths = plain_widths(np, self.width, finished, self.kind > 0, self.spread)

    def _notice(self) -> Floats:
        """P(end | a paragraph of one line), by kind, with what was learned of unended ones in this text."""
        np = self.np
        tables = np.array([END_NOTICE, END_SENTENCE, END_PARAGRAPH])
        for kind, share in enumerate(self.unended):
            if kind:
                tables[kind, End.OTHER] = share
        return tables[self.kind, self.ends]  # type: ignore[no-any-return]

    def _emission(self) -> Floats:
        """P(width, end, marks of a line | state, starts here, next one starts)."""
        np, width = self.np, self.width
        inside = np.take(END_INSIDE, self.ends) * self.prose
        last = np.take(END_LAST, self.ends) * self.prose

        table = np.zeros((2, 2, self.states, len(width)))
        _, piece = self.plain_widths
        table[1, 0, 0] = table[0, 0, 0] = inside * piece
        table[0, 1, 0] = last * piece
        runs = Runs(np, Measures(width, self.token, self.give, self.broken))
        self.loose = np.empty((self.states, len(width)))
        for state, column in enumerate(self.columns, 1):
            over = width - column.width
            hanging = (over <= -SLACKS[0]) & (over <= self.give + STRAY) & (self.ends == End.TERMINAL)
            loose = np.where(over <= 2, 1.0, np.where(hanging, HANGING, np.where(over <= 8, 1e-4, 1e-9)))
            loose /= column.width
            first = column.width - np.where(self.set_in, 0, column.indent)
            # A marker may stand out to the left of its item, whose other lines are set in by its width.
            hung = np.where(self.marker > 0, self._full(column.width + self.marker), 0)
            full_first, full = self._full(first), self._full(column.width)
            begins, behind = runs.pieces(column.width, np.maximum(full, full_first))
            begins_first, behind_first = runs.pieces(column.width - column.indent, full_first, at_marks=True)
            behind = np.maximum(behind, behind_first)
            table[1, 0, state] = inside * np.maximum(np.maximum(full_first, begins_first), hung * STANDS_OUT)
            table[0, 0, state] = inside * np.maximum(full, np.maximum(begins, behind))
            table[0, 1, state] = last * loose
            self.loose[state] = loose
        table += FLOOR
        self._alone(table)
        return table  # type: ignore[no-any-return]

    def _full(self, column: Floats | float) -> Floats:
        """`fullness` of each line in `column`. A line so much over-full is none of it, and that is most of them."""
        np = self.np
        slack = column - self.width
        found = np.full(len(slack), 1e-9)
        near = np.flatnonzero(slack > -8)
        found[near] = fullness(np, slack[near], self.token[near], self.give[near])
        return found  # type: ignore[no-any-return]

    def _alone(self, table: Floats) -> None:
        """Puts P(a paragraph of this one line) in its place: all of the emission that `learn` changes."""
        notice = (1 - self.titles) * self._notice() * self.prose
        heading = self.titles * self.heading
        table[1, 1, 0] = notice * self.plain_widths[0] + heading * self.spread
        table[1, 1, 1:] = (notice + heading) * self.loose[1:]
        table[1, 1] += FLOOR

    def _starts(self) -> Floats:
        """P(next starts | state, this one starts): priors, (start here?, start next?, plain or column, lines)."""
        np, seen = self.np, self.seen
        cut = np.where(seen.blanks > 0, CUT_AT_GAP, CUT_AT_LINE)
        cut = np.where(self.gaps == int(Gap.PAGE), CUT_AT_PAGE, cut)
        prior = np.empty((2, 2, 2, len(seen)))
        prior[:, 1, 0, :-1] = 1 - cut[1:]
        prior[0, 1, 1], prior[1, 1, 1] = STARTS, SINGLE
        prior[:, 1, :, -1] = 1
        prior[:, 0] = 1 - prior[:, 1]
        return prior  # type: ignore[no-any-return]

    def posterior(self) -> Floats:
        """P(a paragraph begins) at each line."""
        np, seen = self.np, self.seen
        barred = seen.fixed.copy()
        barred[1:] |= seen.fixed[:-1]
        common = self.seams + np.take(self.indent_odds, self.indents)
        scaled = np.empty_like(self.emission)
        np.multiply(self.emission[:, :, 0], self.starts[:, :, 0], out=scaled[:, :, 0])
        np.multiply(self.emission[:, :, 1:], self.starts[:, :, 1:], out=scaled[:, :, 1:])
        for here in (0, 1):
            odds = np.where(barred, 60.0, common + np.take(self.gap_odds[here], self.gaps))
            start = (1 / (1 + np.exp(-odds)))[1:]
            scaled[here, 1, :, :-1] *= start * 2
            scaled[here, 0, :, :-1] *= (1 - start) * 2
        both = self.windows.passes(scaled, self.share)
        self.wrapped = 1 - both[:, 0].sum(axis=0)
        self.occupied = both.sum(axis=(0, 2)) / len(seen)
        return both[1].sum(axis=0)  # type: ignore[no-any-return]

    def learn(self, starts: Floats) -> None:
        """Takes from the text what gaps and indents mean in it, as far as it is wrapped."""
        np = self.np
        self.share = 0.9 * self.occupied + 0.1 * self.share
        weight = np.minimum(self.wrapped[1:], self.wrapped[:-1])
        begin, go_on = starts[1:] * weight, (1 - starts[1:]) * weight
        for here, behind in ((0, 1 - starts[:-1]), (1, starts[:-1])):
            self.gap_odds[here][:] = _learned(np, self.gaps[1:], begin * behind, go_on * behind, GAP_ODDS, 4.5, 2.0)
        self.indent_odds = _learned(np, self.indents[1:], begin, go_on, INDENT_ODDS, 6.0, INDENT_DOUBT)
        alone = starts * np.append(starts[1:], 1.0) * (1 - self.wrapped)
        for kind in (1, 2):
            mine = alone * (self.kind == kind)
            unended = (mine * (self.ends == End.OTHER)).sum()
            self.unended[kind] = (UNENDED[kind] * DOUBT + unended) / (DOUBT + mine.sum())
        self._alone(self.emission)


def _learned(
    np: Any, classes: Floats, begin: Floats, go_on: Floats, before: Sequence[float], most: float, doubt: float
) -> list[float]:
    """Log-odds of a start by class: counts, with the odds `before` as `doubt` observations' worth."""
    all_begin, all_on = begin.sum() + 1e-9, go_on.sum() + 1e-9
    odds = []
    for value, prior in enumerate(before):
        mask = classes == value
        lean = 1 / (1 + np.exp(-prior))
        b = begin[mask].sum() + doubt * lean * all_begin / (all_begin + all_on)
        g = go_on[mask].sum() + doubt * (1 - lean) * all_on / (all_begin + all_on)
        odds.append(float(np.clip(np.log((b + 1e-6) / all_begin) - np.log((g + 1e-6) / all_on), -most, most)))
    return odds


def _poisson(np: Any, count: Floats, mean: Floats) -> Floats:
    """Poisson, widened: marks come in clusters, so the spread is more than the mean (negative binomial, r = 3)."""
    r = 3.0
    p = r / (r + mean)
    log = np.zeros_like(mean)
    more = np.arange(len(count))
    for k in range(60):
        more = more[count[more] > k]
        if not len(more):
            break
        log[more] += np.log((r + k) / (k + 1) * (1 - p[more]))
    return np.exp(log + r * np.log(p))  # type: ignore[no-any-return]
