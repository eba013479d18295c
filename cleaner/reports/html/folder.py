"""A report as a folder, made beside its place and put there whole: pages, a patch, records, a summary.

Documents are written as they come, one at a time; the index is made of what was counted meanwhile.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from cleaner._version import __version__
from cleaner.inputs import REPORT_MARK, Complaint
from cleaner.model import Tally
from cleaner.packs import Rule
from cleaner.reports.html.index import A_PAGE, LISTED, Totals, batches, entries, worst
from cleaner.reports.html.names import address, file_of, stem
from cleaner.reports.html.page import DocumentView, view
from cleaner.reports.html.render import common, document_page, environment
from cleaner.reports.html.summary import summary
from cleaner.reports.html.words import say
from cleaner.reports.patch import NoPatch, patch, patch_name
from cleaner.reports.records import JsonLines
from cleaner.wording import between
from cleaner.wording import say as tool_says
from cleaner.work import Outcome

PAGES = "pages"
#: Pages to scan again that are told.
RESCAN = 1000
#: What a report's folder holds. A folder with anything else in it is not replaced.
OURS = frozenset({REPORT_MARK, "index.html", "changes.patch", "findings.jsonl", "summary.md", PAGES})


class NotOurs(OSError):
    """The folder is there, and is no report of ours, or holds something besides. The message names what."""


def check_place(target: Path) -> None:
    """Raises NotOurs where a report at `target` would replace something that is no report."""
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise NotOurs(str(target))
    names = sorted(entry.name for entry in target.iterdir())
    strange = [name for name in names if name not in OURS and not _is_list(name)]
    if names and (REPORT_MARK not in names or strange):
        raise NotOurs(str(target / (strange or names)[0]))


def _is_list(name: str) -> bool:
    return name.startswith("documents") and name.endswith(".html")


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, put in its place at the end; on an error it goes, and `target` stays as it was.

    Raises NotOurs as `check_place` does, and OSError.
    """
    check_place(target)
    target = Path(os.path.realpath(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent))
    try:
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)
        yield made
        check_place(target)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", suffix=".old", dir=target.parent))
            target.rename(old / "report")
            try:
                made.rename(target)
            except OSError:
                (old / "report").rename(target)
                raise
            shutil.rmtree(old, ignore_errors=True)
        else:
            made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


class HtmlReport:
    """Writes a report into `folder`, an empty one: `add` each outcome, then `end`. Use it as a context manager.

    `rescan` tells, of a document, the pages that have lost text, in words.
    """

    def __init__(
        self,
        folder: Path,
        rules: Sequence[Rule],
        lang: str,
        name: str,
        *,
        rescan: Callable[[Outcome], Iterable[str]] | None = None,
    ) -> None:
        self.folder, self.lang, self.rescan = folder, lang, rescan
        self.rules = {rule.id: rule for rule in rules}
        self.title = say(lang, "report-of", name=name)
        self.when = time.strftime("%Y-%m-%d %H:%M", time.localtime(_now()))
        self.made = say(lang, "made", version=__version__, when=self.when)
        self.shared = common(lang, self.title, self.made)
        self.pages = folder / PAGES
        self.pages.mkdir()
        (folder / REPORT_MARK).write_text(f"cleaner {__version__}\n", encoding="utf-8")
        self.spool = folder / ".spool"
        with ExitStack() as opened:
            spool = opened.enter_context(self.spool.open("w", encoding="utf-8"))
            self.patch = opened.enter_context((folder / "changes.patch").open("wb"))
            lines = opened.enter_context(
                (folder / "findings.jsonl").open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
            )
            self.totals = Totals(self.rules, lang, spool)
            self.records = JsonLines(lines, rules)
            self.files = opened.pop_all()
        # A page links to the next document's, so it waits for that one's name.
        self.waiting: tuple[DocumentView, str, str] | None = None
        self.previous = ""

    def __enter__(self) -> HtmlReport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.files.close()
        self.spool.unlink(missing_ok=True)

    def complain(self, complaint: Complaint) -> None:
        """Takes what is wrong with a path."""
        self.totals.complain(complaint)
        self.records.complain(complaint)

    def add(self, outcome: Outcome) -> None:
        """Writes one document's records, its part of the patch and, once the next is known, its pages."""
        self.records.add(outcome)
        if outcome.result is None:
            self.totals.add(outcome, "", {})
            return
        self._patch(outcome)
        if self.rescan:
            self.totals.rescan += islice(self.rescan(outcome), RESCAN - len(self.totals.rescan))
        if not outcome.result.findings:
            self.totals.add(outcome, "", {})
            return
        name = self._name(outcome.name)
        shown = view(outcome.name, outcome.result, self.rules, self.lang, address=_Addresses(name))
        anchors = {rule.rule: f"{PAGES}/{rule.first}" for rule in shown.by_rule(0)}
        self.totals.add(outcome, f"{PAGES}/{address(file_of(name, 1))}", anchors)
        self._write_waiting(name)
        self.waiting = (shown, name, self.previous)
        self.previous = file_of(name, shown.count)

    def _name(self, name: str) -> str:
        made = stem(name, self.pages)
        # Taken at once: the page itself is written later.
        (self.pages / f"{made}.html").touch()
        return made

    def _patch(self, outcome: Outcome) -> None:
        result = outcome.result
        assert result
        if not result.changed:
            return
        name = patch_name(outcome.source.path) if outcome.source else outcome.name
        try:
            self.patch.write(patch(name, result.document, result.edits))
        except (NoPatch, UnicodeEncodeError):
            what = tool_says(self.lang, "no-patch-of", encoding=result.document.encoding)
            self.totals.complain(Complaint(outcome.name, what))

    def _write_waiting(self, following: str) -> None:
        if not self.waiting:
            return
        shown, name, previous = self.waiting
        for page in shown.pages():
            around = []
            if page.number > 1:
                around.append(("previous-page", address(file_of(name, page.number - 1))))
            elif previous:
                around.append(("previous", address(previous)))
            if page.number < shown.count:
                around.append(("next-page", address(file_of(name, page.number + 1))))
            elif following:
                around.append(("next", address(file_of(following, 1))))
            self._write(f"{PAGES}/{file_of(name, page.number)}", document_page(shown, page, self.shared, around=around))
        self.waiting = None

    def _write(self, name: str, text: str) -> None:
        # A lone surrogate, which no UTF-8 can hold, was shown by its code already.
        (self.folder / name).write_bytes(text.encode("utf-8", "backslashreplace"))

    def end(self, tally: Tally, code: int = 0) -> None:
        """Writes what is still waiting, the lists of documents, the index and the summary."""
        self._write_waiting("")
        self.records.end(tally, code)
        self.totals.spool.flush()
        totals, ranked = self.totals, self.totals.ranked()
        few = totals.files <= LISTED
        listed = list(entries(self.spool)) if few else worst(self.spool, LISTED)
        pages = 0 if few else self._lists()
        self._render(
            "index.html",
            "index.html",
            totals=totals,
            ranked=ranked,
            listed=listed,
            document_pages=pages,
            rescan=totals.rescan,
            when=self.when,
            between=between(self.lang),
            stop="。" if self.lang == "zh" else ".",
        )
        self._write("summary.md", summary(totals, self.title, self.made, ranked, worst(self.spool, LISTED)))

    def _lists(self) -> int:
        """Writes the pages that list all documents; gives how many."""
        count = -(-self.totals.files // A_PAGE)
        for number, batch in enumerate(batches(entries(self.spool), A_PAGE), 1):
            around = [("previous", _list_name(number - 1))] * (number > 1)
            around += [("next", _list_name(number + 1))] * (number < count)
            self._render(_list_name(number), "documents.html", listed=batch, number=number, of=count, around=around)
        return count

    def _render(self, name: str, template: str, **values: Any) -> None:
        shared: Mapping[str, Any] = self.shared
        self._write(name, environment().get_template(template).render(**shared, **values))


def _list_name(number: int) -> str:
    return "documents.html" if number == 1 else f"documents-{number}.html"


class _Addresses:
    """Where the cards of one document are, seen from one of its pages, or (page 0) from their folder."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, at: int, page: int, key: str) -> str:
        file = "" if at == page else address(file_of(self.name, page))
        return f"{file}#{address(key)}"


def _now() -> float:
    """The time, or what SOURCE_DATE_EPOCH says, so that a report can be made again byte for byte."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return float(said) if said.isdigit() else time.time()
