"""Writes what was mended: in place after the journal, or into a folder of its own; and takes runs back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from cleaner.bounded import inside
from cleaner.decisions import Decision, Verdict
from cleaner.document import Document, UnreadableText
from cleaner.fingerprints import Marks, Surroundings
from cleaner.inputs import Complaint, Input, shown_name
from cleaner.journal import Entry, Journal, JournalError, Run, belongs, open_entries, runs, taken_back, undone_in
from cleaner.model import Edit, Span
from cleaner.reading import read_bytes, sha256, why_unreadable
from cleaner.settings import Settings
from cleaner.turns import taken
from cleaner.views import View
from cleaner.wording import say
from cleaner.work import LawBroken, Outcome, broken_law
from cleaner.writing import Changed, Linked, real, replaceable, sweep, why_unwritable, write_whole

#: How many further marks a decision keeps.
MOST_MARKS = 8


def mend(outcome: Outcome, journal: Journal, lang: str) -> Complaint | None:
    """Writes the mended text in place of the file, if it changed; the journal has it first. Gives what went wrong."""
    result, item = outcome.result, outcome.source
    if result is None or item is None or not (result.changed or outcome.recoded):
        return None
    if item.root is not None and not inside(item.path, item.root):
        # `notes.txt -> ~/.profile` in a stranger's archive: read, but never written through.
        return Complaint(outcome.name, say(lang, "leads-outside", target=shown_name(os.path.realpath(item.path))))
    if sha256(item.path) != outcome.sha256:
        return Complaint(outcome.name, say(lang, "changed-meanwhile"))
    try:
        data = outcome.data()
        replaceable(real(item.path), alone=True)
        journal.add(item.path, result.document, result.text, result.undo, into=outcome.target)
        write_whole(item.path, data, outcome.sha256, journal.mark(item.path))
    except LawBroken as error:
        return error.complaint
    except Changed:
        return Complaint(outcome.name, say(lang, "changed-meanwhile"))
    except Linked as error:
        return Complaint(outcome.name, say(lang, "several-names", count=error))
    except UnicodeEncodeError as error:
        return unencodable(outcome, error, lang)
    except JournalError as error:
        return Complaint(outcome.name, say(lang, "no-journal", error=error))
    except OSError as error:
        return Complaint(outcome.name, say(lang, why_unwritable(error), error=error.strerror or error))
    return None


def unencodable(outcome: Outcome, error: UnicodeEncodeError, lang: str) -> Complaint:
    """What to say of the character at which `error` stopped: its place is that in the text as read."""
    result = outcome.result
    assert result
    start = min(error.start, len(result.text) - 1)
    span = View(result.document.text, result.edits).to_read(Span(start, start + 1))
    char = result.text[start]
    what = say(lang, "unencodable", char=char, code=f"U+{ord(char):04X}", encoding=outcome.target.encoding)
    return Complaint(outcome.name, what, *result.document.place(span.start))


def carried(outcome: Outcome) -> list[Decision]:
    """The decisions that are to last though what stands around their findings was mended in `outcome`: refusals, and
    texts put in by hand, which are not to be mended in later runs. The old marks stay too, for after an undo.
    """
    result = outcome.result
    if result is None or not result.changed or not result.decided:
        return []
    view = View(result.document.text, result.edits)
    spans = {finding.key: finding.span for finding in result.findings}
    by_id: dict[tuple[str, str], Decision] = {}
    for key, decision in result.decided.items():
        if decision.verdict is Verdict.APPLY:
            continue
        start, end = view.from_read(spans[key].start), view.from_read(spans[key].end)
        now = Span(start, max(start, end))
        last = by_id.get(decision.id, decision)
        if decision.verdict is Verdict.EDITED:
            here = Surroundings.of(result.text, now)
            by_id[decision.id] = replace(last, before=here.before, after=here.after)
            continue
        marks = Marks.of(decision.rule, result.text, now)
        if marks not in (last.marks, *last.also):
            by_id[decision.id] = replace(last, also=(*last.also, marks)[-MOST_MARKS:])
    return [decision for decision in by_id.values() if decision not in result.decided.values()]


def write_out(outcome: Outcome, folder: Path, lang: str) -> Complaint | None:
    """Writes the text, mended or as it was, to its place below `folder`. Gives what went wrong."""
    result, item = outcome.result, outcome.source
    if result is None or item is None:
        return None
    target = folder / item.below
    if not inside(target, folder):
        return Complaint(shown_name(target), say(lang, "output-outside", target=shown_name(os.path.realpath(target))))
    try:
        data = outcome.data()
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
    except LawBroken as error:
        return error.complaint
    except UnicodeEncodeError as error:
        return unencodable(outcome, error, lang)
    except OSError as error:
        return Complaint(shown_name(target), say(lang, why_unwritable(error), error=error.strerror or error))
    return None


def swept(inputs: Sequence[Input], folder: Path) -> int:
    """Removes what killed runs left half-written where `write_out` is to write `inputs`; how many files."""
    return sum(sweep(at) for at in {(folder / item.below).parent for item in inputs})


def misplaced(inputs: Sequence[Input], folder: Path, lang: str) -> list[Complaint]:
    """Why ``-o folder`` cannot be: a place that is itself read, or one place for two files."""
    read = {_real(item.path) for item in inputs}
    taken: dict[str, Input] = {}
    complaints = []
    onto = [item for item in inputs if _real(folder / item.below) in read]
    if onto:
        # `-o scans` for `fix scans` is one slip, not one a file.
        key = "output-onto-inputs" if len(onto) > 1 else "output-onto-input"
        complaints.append(Complaint(onto[0].name, say(lang, key, others=len(onto) - 1)))
    for item in inputs:
        target = _real(folder / item.below)
        if target in taken and target not in read:
            where = shown_name(folder / item.below)
            complaints.append(Complaint(item.name, say(lang, "output-twice", other=taken[target].name, target=where)))
        taken.setdefault(target, item)
    return complaints


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


class NothingToUndo(Exception):
    """There is no run, or none that is meant. The message says what to do next."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one file: given back, as before already, or left alone with a complaint."""

    name: str
    run: str
    written: bool = False
    complaint: Complaint | None = None


class _Known:
    """The runs there are, and where the entries of a file stand among them: looked for once, however many are asked."""

    def __init__(self, known: Sequence[Run]) -> None:
        self.runs = known
        self._still: dict[int, set[int]] = {}

    @cached_property
    def by_file(self) -> dict[str, list[tuple[Run, Entry]]]:
        """The entries of each file, the oldest first."""
        found: dict[str, list[tuple[Run, Entry]]] = {}
        for run in self.runs:
            for entry in run.entries:
                found.setdefault(_real(run.path(entry)), []).append((run, entry))
        return found

    @cached_property
    def undone(self) -> frozenset[tuple[Path, str]]:
        """See `cleaner.journal.undone_in`."""
        return undone_in(self.runs)

    def of_file(self, name: str | Path) -> list[tuple[Run, Entry]]:
        """The entries of the file `name`, the oldest first."""
        return self.by_file.get(_real(Path(name)), [])

    def stands(self, run: Run, entry: Entry) -> bool:
        """Whether `entry` of `run` is still to be taken back."""
        if id(run) not in self._still:
            self._still[id(run)] = set(map(id, open_entries(self.undone, run)))
        return id(entry) in self._still[id(run)]


def undo(words: Sequence[str], start: Path, lang: str) -> list[Undone]:
    """Takes back what `words` name: a run, a run and files, files or folders, or (none) the last run of `start`.

    Raises NothingToUndo, Busy where another run is at work on the files, and JournalError where the undoing cannot be
    recorded.
    """
    known = _Known(runs(start))
    wanted = _chosen(known, words, start, lang)
    with taken([run.path(entry) for run, entry in wanted], "undo") as holder:
        journal = Journal(start, kind="undo", holder=holder)
        try:
            undone = [_undo(known, run, entry, journal, lang, words) for run, entry in wanted]
        finally:
            journal.close()
    hurt = {run.id: run for run, _ in wanted if run.damaged}
    for run in hurt.values():
        name = shown_name(run.file)
        undone.append(Undone(name, run.id, complaint=Complaint(name, say(lang, "journal-damaged", n=run.damaged))))
    return undone


def _chosen(known: _Known, words: Sequence[str], start: Path, lang: str) -> list[tuple[Run, Entry]]:
    """The entries to take back."""
    if not known.runs:
        from cleaner.journal import homes

        places = ", ".join(shown_name(folder) for folder, _ in homes(start))
        raise NothingToUndo(say(lang, "no-runs", places=places))
    if not words:
        of_here = [run for run in known.runs if belongs(run, start)]
        for run in reversed(of_here):
            if run.kind == "fix" and (entries := open_entries(known.undone, run)):
                return [(run, entry) for entry in entries]
        raise NothingToUndo(say(lang, "nothing-to-undo" if of_here else "only-elsewhere"))
    named = [run for run in known.runs if run.id == words[0]] or [
        run for run in known.runs if len(words[0]) >= 8 and run.id.startswith(words[0])
    ]
    if len(named) != 1:
        if not os.path.exists(words[0]) and not known.of_file(words[0]):  # noqa: PTH110 - a name may be too long
            raise NothingToUndo(f"{words[0]}: {say(lang, 'unknown-run')}")
        return [chosen for word in words for chosen in _newest(known, word, lang)]
    run = named[0]
    if len(words) == 1:
        return [(run, entry) for entry in run.entries]
    wanted: list[tuple[Run, Entry]] = []
    for word in words[1:]:
        of_word = [(one, entry) for one, entry in known.of_file(word) if one is run]
        if not of_word:
            raise NothingToUndo(f"{word}: {say(lang, 'no-such-entry')}")
        wanted += of_word
    return wanted


def _newest(known: _Known, name: str, lang: str) -> list[tuple[Run, Entry]]:
    """Of the file `name`, or of each file below the folder `name`, the last fix that still stands; where none does, the
    last one.
    """
    below = Path(_real(Path(name)))
    files = [known.of_file(name)]
    if not files[0]:
        files = [of_file for real, of_file in known.by_file.items() if Path(real).is_relative_to(below)]
    fixes = [found for of_file in files if (found := [one for one in of_file if one[0].kind == "fix"])]
    if not fixes:
        key = "no-such-entry-below" if below.is_dir() else "no-such-entry"
        raise NothingToUndo(f"{name}: {say(lang, key)}")
    return [([one for one in of_file if known.stands(*one)] or of_file)[-1] for of_file in fixes]


def _strays(run: Run, path: Path) -> bool:
    """Whether a project's journal, which may be a stranger's, speaks of a file that is none of the project's texts.

    ``../../.bashrc``, a link that leads there, or ``.git/config``: to “give back” such a file would run what somebody
    wrote into a journal. The user's own folder holds no strangers' journals.
    """
    if run.base == Path():
        return False
    real, base = Path(_real(path)), Path(_real(run.base))
    return not real.is_relative_to(base) or ".git" in (part.lower() for part in real.relative_to(base).parts)


def _named(run: Run, path: Path, words: Sequence[str]) -> bool:
    """Whether one of `words` is the way to the file at `path` that itself leaves the project (or enters its .git)."""
    for word in words:
        full = Path(os.path.abspath(word))  # noqa: PTH100 - a link inside the project names nothing outside of it
        if _real(full) == _real(path) and (
            not full.is_relative_to(run.base) or ".git" in (part.lower() for part in full.relative_to(run.base).parts)
        ):
            return True
    return False


def _undo(known: _Known, run: Run, entry: Entry, journal: Journal, lang: str, words: Sequence[str]) -> Undone:
    path = run.path(entry)
    name = shown_name(os.path.relpath(path) if path.is_relative_to(Path.cwd()) else path)
    now = sha256(path)

    def left(key: str, **values: str) -> Undone:
        return Undone(name, run.id, complaint=Complaint(name, say(lang, key, **values)))

    if now == entry.before:
        return Undone(name, run.id)
    if now is None:
        if os.path.lexists(path):
            try:
                read_bytes(path)
            except OSError as error:
                return Undone(name, run.id, complaint=Complaint(name, why_unreadable(error, lang)))
        return left("gone-since")
    if _strays(run, path) and not _named(run, path, words):
        return left("undo-outside", target=shown_name(os.path.realpath(path)))
    if now != entry.after:
        later = [r.id for r, e in known.of_file(path) if e.after == now and r.id != run.id and r.kind == "fix"]
        return left("changed-by-run", run=run.id, later=later[-1]) if later else left("changed-since", run=run.id)
    try:
        replaceable(real(path), alone=True)
        document = Document.from_bytes(read_bytes(path), str(path), entry.encoding)
        text, again = taken_back(document, entry)
        wrong = _breaks_law(name, document, entry, text, again, lang)
        if wrong:
            return Undone(name, run.id, complaint=wrong)
        data = journal.add(path, document, text, again, of=run.id, into=entry.before_in(document))
        write_whole(path, data, entry.after, journal.mark(path))
    except Changed:
        return left("changed-since", run=run.id)
    except Linked as error:
        return left("several-names", count=str(error))
    except UnreadableText as error:
        return Undone(name, run.id, complaint=Complaint(name, error.said(lang)))
    except JournalError as error:
        return Undone(name, run.id, complaint=Complaint(name, str(error)))
    except OSError as error:
        return left(why_unwritable(error), error=error.strerror or str(error))
    return Undone(name, run.id, written=True)


def _breaks_law(
    name: str, document: Document, entry: Entry, text: str, again: Sequence[Edit], lang: str
) -> Complaint | None:
    """What to say where `text`, with the edits that lead from it to `document` again, breaks a law."""
    from cleaner.bugs import breach_in_bytes

    before = entry.before_in(document)
    was, now = (document.encoding, document.bom), (before.encoding, before.bom)
    breach = breach_in_bytes(document.text, before.to_bytes(text), again, was, now, entry.after)
    return broken_law(name, breach, Settings(lang=lang)) if breach else None
