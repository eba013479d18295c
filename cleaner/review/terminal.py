"""The review in a terminal: one finding at a time, before and after, with what speaks for it, and one key to decide.

Works over ssh. Where standard input is no terminal, each line of it is taken for a key, so that it can be scripted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TextIO

from cleaner.decisions import DecisionsError, Verdict
from cleaner.document import Document
from cleaner.model import Edit, Finding, Safety, Span
from cleaner.printable import told_name
from cleaner.repair import in_order
from cleaner.reports.evidence import told
from cleaner.reports.excerpt import elided, padded, visible, width
from cleaner.reports.html.marks import trimmed
from cleaner.review.desk import Desk, Refused, Said
from cleaner.review.sheets import Sheet, Standing
from cleaner.review.words import say
from cleaner.wording import between
from cleaner.wording import say as say_tool

#: Code points shown on each side of a change, and cells of one long run.
AROUND, RUN = 24, 160
_COLOURS = {Safety.SAFE: "32", Safety.RISKY: "33", Safety.SHOWN: "36"}


class Terminal:
    """Asks about each finding that waits for a person, document after document; n and p go to all findings."""

    def __init__(self, desk: Desk, source: TextIO, out: TextIO, *, colour: bool = False) -> None:
        self.desk, self.source, self.out, self.colour = desk, source, out, colour
        self.lang = desk.settings.lang
        self.number = 0
        self.at = 0
        self.before: list[tuple[int, int, tuple[Said, ...]]] = []  # document, finding, what was said before
        self.decided: set[tuple[int, str]] = set()

    def run(self) -> None:
        """Asks until everything was asked, or the person ends it. What was decided is kept already."""
        if not self._find_open(0, -1):
            self._print(say(self.lang, "t-nothing"))
            self._ask_to_write()
            return
        while True:
            sheet = self._sheet()
            if sheet is None or not sheet.result.findings:
                if not self._find_open(self.number + 1, -1):
                    break
                continue
            self.at = max(0, min(self.at, len(sheet.result.findings) - 1))
            self._show(sheet)
            key = self._key()
            if key in ("q", ""):
                break
            self._do(key, sheet)
        self._print(say(self.lang, "t-done", n=len(self.decided), file=self.desk.decisions.file))

    # What is asked

    def _sheet(self) -> Sheet | None:
        if not 0 <= self.number < len(self.desk):
            return None
        try:
            return self.desk.whole(self.number)
        except Refused as error:
            self._print(told_name(str(error)))
            return None

    def _find_open(self, number: int, at: int) -> bool:
        """Goes to the next finding that waits, behind finding `at` of document `number`. False where there is none."""
        for document in range(number, len(self.desk)):
            self.number = document
            sheet = self._sheet()
            waits = sheet.waits() if sheet else {}
            for index, finding in enumerate(sheet.result.findings if sheet else ()):
                if index > at and waits[finding.key] == Standing.OPEN:
                    self.at = index
                    return True
            at = -1
        self.number = min(number, len(self.desk) - 1)
        return False

    def _onward(self) -> None:
        number, at = self.number, self.at
        if not self._find_open(number, at):
            self.number, self.at = number, at
            self._print(say(self.lang, "t-last"))

    def _do(self, key: str, sheet: Sheet) -> None:
        finding = sheet.result.findings[self.at]
        match key:
            case "a" | "s" | "k":  # s as on the page; k as in “keep”
                if key == "a" and finding.fix is None:
                    self._print(say(self.lang, "said-no-fix"))
                    return
                self._say((Said(finding.key, Verdict.APPLY if key == "a" else Verdict.KEEP),))
            case "e":
                self._edit(finding)
            case "A":
                self._say(tuple(self.desk.all_of(self.number, finding.rule, Verdict.APPLY)))
            case "u":
                self._take_back(sheet, finding)
            case "n":
                self._step(1, len(sheet.result.findings))
            case "p":
                self._step(-1, len(sheet.result.findings))
            case "w":
                self._ask_to_write()
            case _:
                self._print(say(self.lang, "t-unknown"))

    def _step(self, by: int, count: int) -> None:
        if 0 <= self.at + by < count:
            self.at += by
        elif 0 <= self.number + by < len(self.desk):
            self.number += by
            self.at = 0 if by > 0 else 1 << 30
        else:
            self._print(say(self.lang, "t-last" if by > 0 else "said-start"))

    def _say(self, said: tuple[Said, ...]) -> None:
        try:
            answer = self.desk.decide(self.number, said)
        except (Refused, DecisionsError) as error:
            self._print(say(self.lang, "failed", what=error))
            return
        self.before.append((self.number, self.at, answer.before))
        self.decided |= {(self.number, one.key) for one in said}
        others = len(answer.changed.keys() - {one.key for one in said})
        if len(said) > 1:
            self._print(say(self.lang, "said-all", n=len(said)))
        if others:
            self._print(say(self.lang, "said-also", n=others))
        self._onward()

    def _take_back(self, sheet: Sheet, finding: Finding) -> None:
        if finding.key in sheet.result.decided:
            said: tuple[Said, ...] = (Said(finding.key, None),)
        elif self.before:
            self.number, self.at, said = self.before.pop()
        else:
            self._print(say(self.lang, "said-none"))
            return
        self.desk.decide(self.number, said)
        self.decided -= {(self.number, one.key) for one in said if one.verdict is None}
        self._print(say(self.lang, "said-back"))

    def _edit(self, finding: Finding) -> None:
        seen, read, _ = self.desk.words(self.number, finding.key)
        self._print(self._painted(visible(read), "32"))
        line = self._line(say(self.lang, "t-edit", seen=elided(visible(seen), 40)))
        if line is not None:
            # A line end cannot be typed on one line: it is written as it is shown.
            end = "\r\n" if "\r\n" in seen else "\n"
            self._say((Said(finding.key, Verdict.EDITED, line.replace("⏎", end)),))

    def _ask_to_write(self) -> None:
        if self._line(say(self.lang, "t-write")) not in ("y", "Y", "是"):
            return
        *_, written = self.desk.write(range(len(self.desk)))
        for complaint in written.complaints:
            self._print(told_name(complaint))
        self._print(say(self.lang, "written", documents=written.documents, findings=written.findings))
        self.before.clear()

    # What is shown

    def _show(self, sheet: Sheet) -> None:
        document, finding = sheet.result.document, sheet.result.findings[self.at]
        line = document.place(finding.span.start)[0]
        place = say(
            self.lang,
            "t-place",
            name=told_name(sheet.outcome.name),
            line=line,
            n=self.at + 1,
            of=len(sheet.result.findings),
        )
        state = say(self.lang, "state-" + sheet.waits()[finding.key])
        decision = sheet.result.decided.get(finding.key)
        if decision:
            state = say(self.lang, f"verdict-{decision.verdict}")
            if decision.baseline:
                state += f" ({say(self.lang, 'by-baseline', version=decision.baseline, at=decision.at[:10])})"
        safety = self._painted(say_tool(self.lang, finding.safety), _COLOURS[finding.safety])
        self._print("")
        self._print(f"{self._painted(place, '1')}  {finding.rule}  {safety}  {finding.confidence:.0%}  {state}")
        head = max(width(say(self.lang, key)) for key in ("t-before", "t-after"))
        room = max(30, min(110, shutil.get_terminal_size((80, 24)).columns) - head - 2)
        for key in ("t-before", "t-after"):
            text = self._marked(document, finding, key == "t-before")
            if text is None:
                continue
            for index, row in enumerate(self._folded(text, room)):
                self._print(f"{padded(say(self.lang, key) if not index else '', head)}  {row}")
        evidence = between(self.lang).join(told(finding.evidence, self.lang))
        why = visible(finding.message) + (f" ({evidence})" if evidence else "")
        for row in self._folded([(char, "2") for char in why], room + head + 2):
            self._print(row)
        self._print(self._painted(say(self.lang, "t-keys"), "2"))

    def _marked(self, document: Document, finding: Finding, before: bool) -> list[tuple[str, str]] | None:
        """The text at `finding` as characters, each with its colour: what is taken out, or what is put in, marked."""
        text = document.text
        edits = in_order(finding.fix.edits) if finding.fix else []
        if not before and not edits:
            return None
        small = [Edit(Span(start, end), put) for start, end, put in (trimmed(text, edit) for edit in edits)]
        shown = small or [Edit(finding.span, text[finding.span.start : finding.span.end])]
        start = min(finding.span.start, shown[0].span.start)
        stop = max(finding.span.end, shown[-1].span.end)
        cells: list[tuple[str, str]] = []

        def add(run: str, colour: str) -> None:
            cells.extend((char, colour) for char in elided(visible(run), RUN))

        add(text[max(0, start - AROUND) : start], "")
        at = start
        for edit in shown:
            add(text[at : edit.span.start], "")
            if not small:
                add(text[edit.span.start : edit.span.end], "4")
            elif before:
                add(text[edit.span.start : edit.span.end], "9;31")
            else:
                add(edit.replacement, "32")
            at = edit.span.end
        add(text[at:stop], "")
        add(text[stop : stop + AROUND], "")
        return cells

    def _folded(self, cells: list[tuple[str, str]], room: int) -> Iterator[str]:
        """`cells` in rows of at most `room` terminal cells; without colours, marks stand in brackets."""
        row: list[str] = []
        used, colour = 0, ""
        brackets = {"9;31": ("[-", "-]"), "32": ("{+", "+}"), "4": ("[", "]")}
        for char, wanted in [*cells, ("", "")]:
            if wanted != colour:
                if self.colour:
                    row.append("\x1b[0m" + (f"\x1b[{wanted}m" if wanted else ""))
                else:
                    row.append(brackets.get(colour, ("", ""))[1] + brackets.get(wanted, ("", ""))[0])
                colour = wanted
            if used + width(char) > room:
                yield "".join(row) + ("\x1b[0m" if self.colour else "")
                row, used = [f"\x1b[{colour}m" if self.colour and colour else ""], 0
            row.append(char)
            used += width(char)
        if any(row):
            yield "".join(row) + ("\x1b[0m" if self.colour else "")

    def _painted(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def _print(self, text: str) -> None:
        self.out.write(text + "\n")
        self.out.flush()

    # What is typed

    def _key(self) -> str:
        """One key; "" at the end of input."""
        if self.source.isatty():
            return _pressed(self.source)
        line = self.source.readline()
        return line.strip()[:1] or ("?" if line else "")

    def _line(self, prompt: str) -> str | None:
        """A line that is typed; None at the end of input."""
        self.out.write(prompt)
        self.out.flush()
        if self.source.isatty():
            try:
                return input()
            except EOFError:
                return None
        line = self.source.readline()
        self.out.write("\n")
        return line.rstrip("\r\n") if line else None


def _pressed(source: TextIO) -> str:
    """A key, without waiting for Enter. Ctrl-C and Ctrl-D are q."""
    if os.name == "nt":
        import msvcrt

        key: str = msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
    else:
        import termios
        import tty

        old = termios.tcgetattr(source)
        try:
            tty.setcbreak(source)
            key = source.read(1)
        except KeyboardInterrupt:
            key = "q"
        finally:
            termios.tcsetattr(source, termios.TCSADRAIN, old)
    return "q" if key in ("\x03", "\x04", "") else key
