"""What goes when a paragraph goes: its line end and the blank lines that parted it, so that the rest stays spaced."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.copying.twins import Lines
from cleaner.document import PAGE_END
from cleaner.model import Span


class Spacing:
    """Where the deleted lines of a view begin and end. `gone` are numbers of lines with text."""

    def __init__(self, lines: Lines, gone: Iterable[int]) -> None:
        self.lines = lines
        self.behind: set[int] = set()  # lines that go with what stands behind them, the others with what stands before
        run: list[int] = []
        for k in sorted(set(gone)):
            if run and k != run[-1] + 1:
                self._decide(run)
                run = []
            run.append(k)
        if run:
            self._decide(run)

    def _decide(self, run: list[int]) -> None:
        """One choice for a run of lines, so that no two of their spans overlap."""
        before, after = self._gap_before(run[0]), self._gap_after(run[-1])
        if after is None or before is None:
            if before is None:
                self.behind.update(run)
            return
        # Of the two gaps the wider stays: the one that parts a headline from the text above it.
        text = self.lines.view.text
        wide_before, wide_after = (_ends(text[gap.start : gap.end]) for gap in (before, after))
        if wide_before > wide_after:
            self.behind.update(run)

    def _gap_before(self, k: int) -> Span | None:
        """The white space between line `k` and the line above it; None for the first."""
        number = self.lines.order[k]
        if number == 0:
            return None
        above = number - 1
        while above >= 0 and not self.lines.items[above].bare:
            above -= 1
        start = self.lines.items[above].line.end if above >= 0 else 0
        return Span(start, self.lines.items[number].line.start) if above >= 0 else None

    def _gap_after(self, k: int) -> Span | None:
        """The white space between line `k` and the line below it; None for the last."""
        number = self.lines.order[k]
        below = number + 1
        while below < len(self.lines.items) and not self.lines.items[below].bare:
            below += 1
        if below == len(self.lines.items):
            return None
        return Span(self.lines.items[number].line.end, self.lines.items[below].line.start)

    def text(self, span: Span) -> str:
        """What the view has at `span`."""
        return self.lines.view.text[span.start : span.end]

    def span(self, first: int, last: int) -> list[Span]:
        """What is deleted with the lines `first` to `last`; more than one span where furniture stands between."""
        spans: list[Span] = []
        for k in range(first, last + 1):
            line = self.lines.item(k).line
            start, end = line.start, line.end
            text = self.lines.view.text
            if k in self.behind:
                gap = self._gap_after(k)
                if gap is not None:
                    # A page's end stays, whatever goes around it.
                    page = text.find(PAGE_END, gap.start, gap.end)
                    end = gap.end if page < 0 else page
            else:
                gap = self._gap_before(k)
                if gap is not None:
                    page = text.rfind(PAGE_END, gap.start, gap.end)
                    start = gap.start if page < 0 else page + 1
            if spans and spans[-1].end == start:
                spans[-1] = Span(spans[-1].start, end)
            else:
                spans.append(Span(start, end))
        return spans


def _ends(gap: str) -> int:
    """How many line ends `gap` has; a page's end outweighs all."""
    return gap.count("\n") + 1000 * gap.count(PAGE_END)
