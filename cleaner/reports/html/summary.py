"""The report in short, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.model import Safety
from cleaner.reports.excerpt import visible
from cleaner.reports.html.index import Entry, RuleTotal, Totals
from cleaner.reports.html.words import number, say


def summary(totals: Totals, title: str, made: str, ranked: Sequence[RuleTotal], worst: Iterable[Entry]) -> str:
    """The totals by rule and by document, what could not be read, and what to do next."""
    return "\n".join(_lines(totals, title, made, ranked, worst)) + "\n"


def _lines(totals: Totals, title: str, made: str, ranked: Sequence[RuleTotal], worst: Iterable[Entry]) -> Iterator[str]:
    lang = totals.lang
    documents = say(lang, "documents-n", n=number(totals.files))
    yield f"# {_plain(title)}"
    yield ""
    if totals.count:
        places = say(lang, "places", n=number(totals.count))
        yield f"**{say(lang, 'lead', places=places, hit=number(totals.hit), files=documents)}**"
        yield ""
        for safety in Safety:
            if totals.safeties[safety]:
                yield f"- {say(lang, f'{safety}-n', n=number(totals.safeties[safety]))}"
    else:
        yield f"**{say(lang, 'lead-clean', files=documents)}**"
    heads = [say(lang, key) for key in ("safe", "risky", "shown")]
    if totals.count:
        yield from ("", f"## {say(lang, 'by-rule')}", "")
        yield from _table([say(lang, "rule"), *heads])
        for total in ranked:
            yield _row([f"{_plain(total.title)} (`{total.rule}`)", *(number(total.safeties[s]) for s in Safety)])
        yield from ("", f"## {say(lang, 'by-document')}", "")
        yield from _table([say(lang, "document"), *heads])
        for entry in worst:
            if entry.count:
                yield _row([_plain(entry.name), number(entry.safe), number(entry.risky), number(entry.shown)])
    if totals.rescan:
        yield from ("", f"## {say(lang, 'rescan')}", "")
        yield from (f"- {_plain(line)}" for line in totals.rescan)
    if totals.complaints:
        yield from ("", f"## {say(lang, 'failed')} ({totals.failed})", "")
        yield from (f"- {_plain(str(complaint))}" for complaint in totals.complaints)
    yield ""
    if totals.safeties[Safety.SAFE]:
        yield f"{say(lang, 'next-fix')}: `cleaner fix`"
        yield ""
    yield made


def _table(heads: Sequence[str]) -> Iterator[str]:
    yield _row(heads)
    yield _row(["---", *("---:" for _ in heads[1:])])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """`text` on one line, with the signs escaped that Markdown would take for its own."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in visible(text))
