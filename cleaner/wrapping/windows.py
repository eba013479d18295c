"""Forward and backward through the states of all lines (Rabiner 1989), in windows that are worked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

#: P(the column changes) between two lines of a paragraph, and between paragraphs.
TURN_INSIDE, TURN_BETWEEN = 4.5e-4, 0.02

#: Lines that are worked at a time, and by how many windows overlap to each side.
WINDOW, OVERLAP = 96, 32
#: Steps after which the numbers of a pass are brought back near 1; none makes them smaller than 1e-20 times themselves.
SCALED = 8


class Windows:
    """The lines in windows that are worked all at once; a window reaches `OVERLAP` lines into its neighbours, where the
    model has forgotten how it began.
    """

    def __init__(self, count: int) -> None:
        import numpy

        self.np: Any = numpy
        np = self.np
        self.count = count
        self.length = min(count, WINDOW + 2 * OVERLAP)
        first = np.array([min(max(0, at - OVERLAP), count - self.length) for at in range(0, count, WINDOW)])
        self.lines = first + np.arange(self.length)[:, None]  # (place in the window, window)
        at = np.arange(count)
        self.mine = np.minimum(at // WINDOW, len(first) - 1)
        self.place = at - first[self.mine]

    def passes(self, scaled: Floats, share: Floats) -> Floats:
        """Forward and backward over all lines: P(state, start here), (start here?, states, lines)."""
        np, length, windows = self.np, self.length, self.lines.shape[1]
        states = scaled.shape[2]
        parts = np.empty((length, 2, 2, states, windows))
        for here in (0, 1):
            for then in (0, 1):
                for state in range(states):
                    parts[:, here, then, state] = scaled[here, then, state][self.lines]
        last = parts[-1, :, 1, :, -1].copy()
        # A step is the table of a line, and then the turn: the next line is in the same column, or in any by its
        # share. What of the turn is a factor is in the table already, so that the rest is one number a window.
        turn = np.array([TURN_INSIDE, TURN_BETWEEN])[:, None]
        parts *= (1 - turn)[:, :, None]
        turn = turn / (1 - turn)
        shares = share[:, None]

        forward = np.empty((length, 2, states, windows))
        forward[0] = shares * 0.5
        forward[0, 0, :, 0] = 0
        backward = np.empty((length, 2, states, windows))
        backward[-1] = 1
        backward[-1, :, :, -1] = last
        other = np.empty((2, states, windows))
        back = np.empty((2, states, windows))
        ahead = np.empty((2, states, windows))
        for i in range(length - 1):
            part, here = parts[i], forward[i]
            np.multiply(part[0], here[0], out=ahead)
            np.multiply(part[1], here[1], out=other)
            ahead += other
            if i % SCALED == 0:
                ahead /= ahead.sum(axis=(0, 1))
            sums = ahead.sum(axis=1)
            sums *= turn
            np.multiply(shares, sums[:, None], out=other)
            np.add(ahead, other, out=forward[i + 1])
        for i in range(length - 2, -1, -1):
            part, behind, value = parts[i], backward[i + 1], backward[i]
            sums = np.matmul(share, behind)
            sums *= turn
            np.add(behind, sums[:, None], out=back)
            np.multiply(part[:, 0], back[0], out=value)
            np.multiply(part[:, 1], back[1], out=other)
            value += other
            if i % SCALED == 0:
                value /= value.sum(axis=(0, 1))
        found = np.moveaxis((forward * backward)[self.place, :, :, self.mine], 0, -1).copy()
        found /= found.sum(axis=(0, 1))
        return found  # type: ignore[no-any-return]
