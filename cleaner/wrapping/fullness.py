"""How likely a line's width is: in a column, by how full it is; in text that is not wrapped, by what is usual there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

#: P(a line inside a paragraph misses its column by so many cells): between each two of SLACKS; where a longer word or
#: number would have had to follow; otherwise; and where it is over-full. P(an extractor breaks a typeset line in two).
SLACKS = (-4.6, -2.6, -1.6, -0.6, 0.6, 1.6, 2.6, 3.6, 4.6)
FULLNESS = (0.009, 0.093, 0.180, 0.600, 0.266, 0.113, 0.020, 0.018)
TOKEN_NEXT, NOT_FULL, OVERFULL, PIECE = 0.14, 3.6e-4, 5e-5, 0.01

#: P(a piece behind the first goes on); pieces of one line at the most; cells that their marks may give.
PIECE_BEHIND, MOST_PIECES, PIECES_GIVE = 0.4, 5, 3.0

#: Cells that a line may be over-full beyond the marks that could have been pressed together.
STRAY = 1.1

#: How far paragraphs' widths are smoothed, in octaves.
SMOOTH = 0.35


class Measures(NamedTuple):
    """What is measured of the lines, each an array."""

    width: Floats  # cells
    token: Floats  # cells of what begins the next line and cannot be parted
    give: Floats  # cells that the line's marks may give
    broken: Any  # whether a mark stands where the line and the one before it meet, at which extractors break


def fullness(np: Any, slack: Floats, token: Floats, give: Floats) -> Floats:
    """P(a line that goes on misses its column by `slack` cells); `token` is what would have had to fit still.

    A line is over-full by no more than its marks could `give`: each may be pressed into half its em.

    Full to the cell in half of all lines; one character is pushed over by line-end rules, or pulled in with its
    neighbours pressed together; a long Latin word or number leaves more room, and its seam with Han takes half a cell.
    """
    chance = np.array([NOT_FULL, *FULLNESS, NOT_FULL])[np.searchsorted(SLACKS, slack)]
    chance = np.where((slack > 0.6) & (slack < token + 0.6), np.maximum(chance, TOKEN_NEXT), chance)
    crammed = (slack <= SLACKS[0]) | (-slack > give + STRAY)
    return np.where(slack <= -8, 1e-9, np.where(crammed, OVERFULL, chance))  # type: ignore[no-any-return]


class Runs:
    """The runs of two to `MOST_PIECES` lines that may be pieces of one, whatever the column."""

    def __init__(self, np: Any, lines: Measures) -> None:
        self.np = np
        self.count = len(lines.width)
        self.runs: list[tuple[int, Floats, Floats, Any, Floats]] = []
        width, token, give, broken = lines
        both, given, linked = width.copy(), give.copy(), np.ones(len(width), dtype=bool)
        for more in range(1, min(MOST_PIECES, len(width))):
            # Of the run that begins at i: its width, what its marks could give, whether each break stands at a mark.
            both, given = both[:-1] + width[more:], given[:-1] + give[more:]
            linked = linked[:-1] & broken[more:]
            self.runs.append((more, both, given, linked, token[more:]))

    def pieces(self, column: float, full: Floats, *, at_marks: bool = False) -> tuple[Floats, Floats]:
        """P(a line that goes on is a piece of one typeset line), for the first piece and for those behind it.

        Extractors break at a change of font and where a mark was pressed: 推进系统整合、/ “一网通办” / “不. The pieces
        together are as full as a line is. A line that is full by itself is hardly one of them: behind the first line of
        a paragraph, shorter by its stripped indent, a last line of two characters would else make up the column.
        """
        np = self.np
        begins, behind = np.zeros(self.count), np.zeros(self.count)
        for more, both, given, linked, token in self.runs:
            near = np.abs(both - column) <= 2.6
            if at_marks or more > 1:
                near &= linked
            at = near.nonzero()[0]
            if not len(at):
                continue
            fits = fullness(np, column - both[at], token[at], np.minimum(given[at], PIECES_GIVE)) / FULLNESS[3]
            begins[at] = np.maximum(begins[at], PIECE * fits)
            whole = np.minimum(1, PIECE / np.maximum(full[at], 1e-9))
            for ahead in range(1, more + 1):
                behind[at + ahead] = np.maximum(behind[at + ahead], PIECE_BEHIND * fits * whole)
        return begins, behind


def plain_widths(np: Any, width: Floats, finished: Floats, sentence: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """P(width) of whole paragraphs and of pieces of them, where text is not wrapped; learned from the text itself.

    A page with paragraphs of 150 to 500 cells has hardly one of 28, but one cut in two may well leave 28. Lines that
    are no sentences have no part in it.
    """
    known = np.sort(width[finished & sentence])
    if len(known) < 6:
        return spread, spread
    # Smoothed in steps of a tenth of an octave, by a histogram and a bell.
    steps = np.arange(-20, 21) / 10
    bell = np.exp(-0.5 * (steps / SMOOTH) ** 2)
    counts = np.bincount(_tenths(np, known), minlength=160)
    density = np.convolve(counts / len(known), bell / bell.sum(), mode="same") * 10
    whole = density[_tenths(np, width)] / (np.maximum(width, 4) * 0.6931)
    # A piece of a paragraph is as likely to be of one width as of another, up to the whole.
    behind = np.append(np.cumsum((1 / known)[::-1])[::-1], 0.0)
    piece = behind[np.searchsorted(known, width)] / len(known)
    return (
        np.where(sentence, 0.8 * whole + 0.2 * spread, spread),
        np.where(sentence, 0.8 * piece + 0.2 * spread, spread),
    )


def _tenths(np: Any, width: Floats) -> Floats:
    """The width in tenths of an octave."""
    return np.minimum(159, np.round(10 * np.log2(np.maximum(width, 4)))).astype(int)  # type: ignore[no-any-return]
