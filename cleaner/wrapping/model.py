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
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from cleaner.structure import Role
from cleaner.wrapping.fullness import SLACKS, STRAY, Measures, fullness, pieces, plain_widths
from cleaner.wrapping.lines import End, Gap, Indent, TextLine
from cleaner.wrapping.seams import seam_odds
from cleaner.wrapping.widths import Column

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

#: P(the column changes) between two lines of a paragraph, and between paragraphs.
TURN_INSIDE, TURN_BETWEEN = 4.5e-4, 0.02

#: The weight of "not wrapped" against all columns at the first line.
PLAIN = 0.7

ROUNDS = 3

#: Marks at which extractors break a line in pieces, as their glyphs were pressed or are another font's.
BREAKS_BEHIND = regex.compile(r"[，。、；：！？”’」』》〉）】]$")
BREAKS_BEFORE = regex.compile(r"[“‘「『《〈（【]")

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

#: Lines that are worked at a time, and by how many windows overlap to each side.
WINDOW, OVERLAP = 96, 32
FLOOR = 1e-12


class Verdict(NamedTuple):
    """What the model says of a line: P(a paragraph begins there), and P(it was set in a column at all)."""

    starts: float
    wrapped: float


def verdicts(lines: Sequence[TextLine], columns: Sequence[Column], *, afraid: bool = False) -> list[Verdict]:
    """A verdict a line; a paragraph begins at the first for sure. With `afraid`, as the weights were fitted: a false
    join is feared, and the claims are not yet set to how often they hold.
    """
    if not lines:
        return []
    model = _Model(lines, columns)
    starts = model.posterior()
    for _ in range(ROUNDS - 1):
        model.learn(starts)
        starts = model.posterior()
    told = [
        start if afraid else start / (start + (_fear(line) if wrapped > 0.5 else FEAR) * (1 - start))
        for line, start, wrapped in zip(lines, starts, model.wrapped, strict=True)
    ]
    return [Verdict(float(p), float(w)) for p, w in zip(told, model.wrapped, strict=True)]


def _fear(line: TextLine) -> float:
    if line.page or line.gap is not Gap.SAME:
        return FEAR_GAP
    return FEAR_BLANKS if line.blanks else FEAR


class _Model:
    """States: 0 is "not wrapped", 1.. are the columns. Arrays are (lines, states, start here?, start next?)."""

    def __init__(self, lines: Sequence[TextLine], columns: Sequence[Column]) -> None:
        import numpy

        self.np: Any = numpy
        np = self.np
        self.lines = lines
        self.columns = columns
        self.states = len(columns) + 1
        self._look()
        self.emission = self._emission()
        self.seams = np.array([0.0, *(seam_odds(a, b) for a, b in pairwise(lines))])
        # Log-odds for a start, by gap and by indent, to begin with; `learn` takes them from the text.
        # Behind a paragraph's first line, and behind its others: some extractors put a blank line after the first.
        self.gap_odds = (list(GAP_ODDS), list(GAP_ODDS))
        self.indent_odds = self._indents_at_first()
        self.wrapped = np.zeros(len(lines))
        # How much of the text stands in each state: at first all columns alike, then as the text says.
        self.share = np.full(self.states, (1 - PLAIN) / max(1, self.states - 1))
        self.share[0] = PLAIN

    def _indents_at_first(self) -> list[float]:
        """The log-odds of a start by indent, before the first round.

        Short lines that end with 。 end paragraphs for sure. Where what follows them is always set in, a line that is
        not begins no paragraph, however well the line before it would do as an end.
        """
        np = self.np
        odds = list(INDENT_ODDS)
        if len(self.lines) < 2 or not self.set_in.any():
            return odds
        short = (self.ends == End.TERMINAL) & (self.width < 0.8 * np.percentile(self.width, 80))
        behind = self.indents[1:][short[:-1]]
        if len(behind) >= LEAST_ENDS:
            flush = (np.sum(behind != int(Indent.MORE)) + 0.5) / (len(behind) + 1)
            odds[Indent.SAME] = float(np.log(flush))
        return odds

    def _look(self) -> None:
        """What is seen of the lines, as arrays, and the parts of the emission that no state changes."""
        np, lines = self.np, self.lines
        self.width = np.array([line.width for line in lines])
        self.token = np.array([*(line.token for line in lines[1:]), 2], dtype=float)
        self.marker = np.array([line.marker for line in lines], dtype=float)
        self.give = np.array([line.give for line in lines], dtype=float)
        at_mark = [bool(BREAKS_BEHIND.search(a.bare) or BREAKS_BEFORE.match(b.bare)) for a, b in pairwise(lines)]
        self.broken = np.array([False, *at_mark])
        self.set_in = np.array([line.indent is Indent.MORE for line in lines])
        self.ends = np.array([int(line.end) for line in lines])
        self.gaps = np.array([int(line.gap) for line in lines])
        self.indents = np.array([int(line.indent) for line in lines])
        letters = np.array([max(1, line.letters) for line in lines], dtype=float)
        marks = np.array([line.marks for line in lines], dtype=float)
        self.prose = _poisson(np, marks, letters * PROSE_MARKS + 0.15)
        bare = _poisson(np, marks, letters * HEADING_MARKS + 0.02)
        # 0: names, items, headings; 1: with a comma; 2: with a stop inside, and so a paragraph of sentences.
        self.kind = np.array([2 if x.letters >= LONG // 2 and x.stops else 1 if x.commas else 0 for x in lines])
        # A numbered line is a heading at any length that headings have: 九、优化区域布局，促进协调发展.
        listed = [line.item.role is Role.LIST for line in lines]
        long = [
            3 if x.letters >= LONG and x.marks >= 3 else 2 if x.letters >= 28 and x.marks >= 2 and not listing else 0
            for x, listing in zip(lines, listed, strict=True)
        ]
        # In Markdown a heading says so, and what is left are captions and names, without a comma. A long line with
        # stops is no heading anywhere.
        marked = sum(line.item.role is Role.HEADING for line in lines) >= 3
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
        notice = (1 - self.titles) * self._notice() * self.prose
        heading = self.titles * self.heading

        table = np.zeros((len(self.lines), self.states, 2, 2))
        spread = self.spread
        whole, piece = self.plain_widths
        self._fill(table, 0, inside * piece, inside * piece, last * piece, notice * whole + heading * spread)
        for state, column in enumerate(self.columns, 1):
            over = width - column.width
            hanging = (over <= -SLACKS[0]) & (over <= self.give + STRAY) & (self.ends == End.TERMINAL)
            loose = np.where(over <= 2, 1.0, np.where(hanging, HANGING, np.where(over <= 8, 1e-4, 1e-9)))
            loose /= column.width
            first = column.width - np.where(self.set_in, 0, column.indent)
            # A marker may stand out to the left of its item, whose other lines are set in by its width.
            hung = np.where(self.marker > 0, fullness(np, column.width + self.marker - width, self.token, self.give), 0)
            full_first, full = (fullness(np, x - width, self.token, self.give) for x in (first, column.width))
            measures = Measures(width, self.token, self.give, self.broken)
            begins, behind = pieces(np, column.width, measures, np.maximum(full, full_first))
            begins_first, behind_first = pieces(np, column.width - column.indent, measures, full_first, at_marks=True)
            behind = np.maximum(behind, behind_first)
            self._fill(
                table,
                state,
                inside * np.maximum(np.maximum(full_first, begins_first), hung * STANDS_OUT),
                inside * np.maximum(full, np.maximum(begins, behind)),
                last * loose,
                (notice + heading) * loose,
            )
        return table + FLOOR  # type: ignore[no-any-return]

    @staticmethod
    def _fill(table: Floats, state: int, first: Floats, middle: Floats, last: Floats, single: Floats) -> None:
        table[:, state, 1, 0] = first
        table[:, state, 0, 0] = middle
        table[:, state, 0, 1] = last
        table[:, state, 1, 1] = single

    def _starts(self) -> Floats:
        """P(next starts | state, this one starts): priors, (lines, states, start here?, start next?)."""
        np = self.np
        prior = np.zeros((len(self.lines), self.states, 2, 2))
        prior[:, 1:, 0, 1], prior[:, 1:, 1, 1] = STARTS, SINGLE
        for i, line in enumerate(self.lines[1:]):
            cut = CUT_AT_LINE
            if line.gap is Gap.PAGE:
                cut = CUT_AT_PAGE
            elif line.blanks > 0:
                cut = CUT_AT_GAP
            prior[i, 0, :, 1] = 1 - cut
        prior[-1, :, :, 1] = 1
        prior[..., 0] = 1 - prior[..., 1]
        return prior  # type: ignore[no-any-return]

    def posterior(self) -> Floats:
        """P(a paragraph begins) at each line."""
        np, lines = self.np, self.lines
        fixed = np.array([line.fixed for line in lines])
        barred = fixed.copy()
        barred[1:] |= fixed[:-1]
        common = self.seams + np.take(self.indent_odds, self.indents)
        scaled = self.emission * self._starts()
        for here in (0, 1):
            odds = np.where(barred, 60.0, common + np.take(self.gap_odds[here], self.gaps))
            start = (1 / (1 + np.exp(-odds)))[1:, None]
            scaled[:-1, :, here, 1] *= start * 2
            scaled[:-1, :, here, 0] *= (1 - start) * 2
        both = self._passes(scaled)
        self.wrapped = 1 - both[:, 0, :].sum(axis=1)
        self.occupied = both.sum(axis=(0, 2)) / len(lines)
        return both[:, :, 1].sum(axis=1)  # type: ignore[no-any-return]

    def _passes(self, scaled: Floats) -> Floats:
        """Forward and backward over all lines: P(state, start here), (lines, states, start here?).

        A long text is done in windows, all at once; a window reaches `OVERLAP` lines into its neighbours, where the
        model has forgotten how it began.
        """
        np = self.np
        count = len(scaled)
        window = min(count, WINDOW + 2 * OVERLAP)
        first = [min(max(0, at - OVERLAP), count - window) for at in range(0, count, WINDOW)]
        parts = scaled[np.array(first)[:, None] + np.arange(window)]
        turn = np.array([TURN_INSIDE, TURN_BETWEEN])

        forward = np.zeros((len(first), window, self.states, 2))
        forward[:, 0] = self.share[:, None] * 0.5
        forward[0, 0, :, 0] = 0
        for i in range(window - 1):
            onward = (forward[:, i, :, :, None] * parts[:, i]).sum(axis=2)
            onward = onward * (1 - turn) + self.share[:, None] * (onward.sum(axis=1, keepdims=True) * turn)
            forward[:, i + 1] = onward / onward.sum(axis=(1, 2), keepdims=True)
        backward = np.ones((len(first), window, self.states, 2))
        backward[-1, -1] = parts[-1, -1, :, :, 1]
        for i in range(window - 2, -1, -1):
            onward = backward[:, i + 1]
            onward = onward * (1 - turn) + (self.share[:, None] * onward).sum(axis=1, keepdims=True) * turn
            value = (parts[:, i] * onward[:, :, None, :]).sum(axis=3)
            backward[:, i] = value / value.sum(axis=(1, 2), keepdims=True)
        both = forward * backward
        both /= both.sum(axis=(2, 3), keepdims=True)
        at = np.arange(count)
        mine = np.minimum(at // WINDOW, len(first) - 1)
        return both[mine, at - np.array(first)[mine]]  # type: ignore[no-any-return]

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
        self.emission = self._emission()


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
    for k in range(int(min(60, count.max())) if len(count) else 0):
        log += np.where(count > k, np.log((r + k) / (k + 1) * (1 - p)), 0.0)
    return np.exp(log + r * np.log(p))  # type: ignore[no-any-return]
