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
        self.first = np.array([min(max(0, at - OVERLAP), count - self.length) for at in range(0, count, WINDOW)])
        # All but the first and the last one or two begin `OVERLAP` before lines of their own.
        self.even = max(0, (count - self.length + OVERLAP) // WINDOW)
        self.uneven = [0, *range(1 + self.even, len(self.first))]
        self._rooms: list[Floats] = []

    def _room(self, states: int) -> list[Floats]:
        """Arrays for a pass, the same for each: fresh memory of that size costs more than the sums."""
        np, length, windows = self.np, self.length, len(self.first)
        if not self._rooms:
            self._rooms = [np.empty((length, *shape, states, windows)) for shape in ((2, 2), (2,), (2,))]
        return self._rooms

    def _parted(self, scaled: Floats, parts: Floats) -> None:
        """Puts (start here?, start next?, states, lines) into (place in the window, …, window)."""
        np, length = self.np, self.length
        if self.even:
            views = np.lib.stride_tricks.sliding_window_view(scaled[..., WINDOW - OVERLAP :], length, -1)
            evenly = views[..., ::WINDOW, :][..., : self.even, :]
        for at in np.ndindex(scaled.shape[:-1]):
            lines, here = scaled[at], parts[(slice(None), *at)]
            if self.even:
                here[:, 1 : 1 + self.even] = evenly[at].T
            for window in self.uneven:
                first = self.first[window]
                here[:, window] = lines[first : first + length]

    def _whole(self, parts: Floats) -> Floats:
        """(start here?, states, lines) of (place in the window, …, window): of each line what its own window says."""
        np = self.np
        found = np.empty((*parts.shape[1:-1], self.count))
        for at in np.ndindex(found.shape[:-1]):
            lines, here = found[at], parts[(slice(None), *at)]
            if self.even:
                inner = lines[WINDOW : WINDOW * (1 + self.even)].reshape(self.even, WINDOW)
                inner[:] = here[OVERLAP : OVERLAP + WINDOW, 1 : 1 + self.even].T
            for window in self.uneven:
                low, first = window * WINDOW, self.first[window]
                high = low + WINDOW if window + 1 < len(self.first) else self.count
                lines[low:high] = here[low - first : high - first, window]
        return found  # type: ignore[no-any-return]

    def passes(self, scaled: Floats, share: Floats) -> Floats:
        """Forward and backward over all lines: P(state, start here), (start here?, states, lines)."""
        np, length, windows = self.np, self.length, len(self.first)
        states = scaled.shape[2]
        parts, forward, backward = self._room(states)
        self._parted(scaled, parts)
        # The last one or two end where the text does.
        ended = (self.first + length == self.count).nonzero()[0]
        last = parts[-1, :, 1][..., ended]
        # A step is the table of a line, and then the turn: the next line is in the same column, or in any by its
        # share. What of the turn is a factor is in the table already, so that the rest is one number a window.
        turn = np.array([TURN_INSIDE, TURN_BETWEEN])[:, None]
        parts *= (1 - turn)[:, :, None]
        turn = turn / (1 - turn)
        shares = share[:, None]

        forward[0] = shares * 0.5
        forward[0, 0, :, 0] = 0
        backward[-1] = 1
        backward[-1][..., ended] = last
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
        forward *= backward
        found = self._whole(forward)
        found /= found.sum(axis=(0, 1))
        return found
