"""The review's pages and what they may ask for, over HTTP. Documents are called by number: no request names a path."""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from cleaner._version import __version__
from cleaner.decisions import DecisionsError, Verdict
from cleaner.inputs import shown_name
from cleaner.model import Safety
from cleaner.reports.html.render import common, document_page, environment, style
from cleaner.review.desk import Desk, Refused, Said, Written
from cleaner.review.guard import DOOR, Guard, Keys
from cleaner.review.sheets import Filter, Sheet, Standing, Summary
from cleaner.review.words import all_words, say

PACKAGE = "cleaner.review"
#: Documents a page of the list.
A_LIST = 100
_SURENESS = {"90": (0.9, 1.0), "50": (0.5, 0.899999), "0": (0.0, 0.499999)}
_STATIC = {"review.js": "text/javascript", "review.css": "text/css", "icon.svg": "image/svg+xml"}


def application(desk: Desk, token: str, hosts: list[str]) -> Starlette:
    """The review of `desk` for whoever has `token`, called by one of `hosts` (``127.0.0.1:port``)."""
    pages = _Pages(desk, Keys(token))
    routes = [
        Route(DOOR, pages.door),
        Route("/", pages.list),
        Route("/progress", pages.progress),
        Route("/words", pages.words),
        Route("/static/{name}", pages.static),
        Route("/d/{number:int}", pages.document),
        Route("/d/{number:int}/finding", pages.finding),
        Route("/d/{number:int}/decide", pages.decide, methods=["POST"]),
        Route("/d/{number:int}/next", pages.next),
        Route("/write", pages.prospect),
        Route("/write", pages.write, methods=["POST"]),
    ]
    guard = Middleware(Guard, keys=pages.keys, hosts=hosts, refusal=say(desk.settings.lang, "no-token"))
    handlers: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
        Refused: _refusal(404),
        DecisionsError: _refusal(409),
        ValueError: _refusal(400),
        RecursionError: _refusal(400),  # of JSON a million brackets deep
    }
    return Starlette(routes=routes, middleware=[guard], exception_handlers=handlers)


def _refusal(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, status)

    return answer


class _Pages:
    """What the routes lead to."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        self.desk, self.keys, self.lang = desk, keys, desk.settings.lang
        self.written: Written | None = None
        self.writing = threading.Lock()

    def _shared(self) -> dict[str, Any]:
        def words(key: str, **values: Any) -> str:
            return say(self.lang, key, **values)

        shared = common(self.lang, words("documents"), f"cleaner {__version__}")
        pages = shared["say"]

        def live(key: str, **values: Any) -> str:
            # Nothing is mended yet: what a report calls mended will be.
            return words("state-will") if key == "state-applied" else str(pages(key, **values))

        return {**shared, "csp": "", "live": True, "say": live, "tell": words}

    # What any page needs

    async def door(self, request: Request) -> Response:
        """Gives the cookie to the first who has the token. Not a redirect: a strict cookie would not go with it."""
        guard = Guard(request.app, self.keys, [request.headers["host"]], "")
        said = request.query_params.get("token", "") if request.method == "GET" else ""
        if not (guard.known(request.headers) or self.keys.take(said)):
            return PlainTextResponse(say(self.lang, "no-token"), 403)
        page = environment(PACKAGE).get_template("door.html").render(**self._shared())
        answer = HTMLResponse(page)
        answer.set_cookie(guard.cookie, self.keys.cookie, httponly=True, samesite="strict", path="/")
        return answer

    async def static(self, request: Request) -> Response:
        """The script and the sheets."""
        name = request.path_params["name"]
        if name == "pages.css":
            return Response(str(style()), media_type="text/css")
        if name not in _STATIC:
            return PlainTextResponse("", 404)
        text = (resources.files(PACKAGE) / "static" / name).read_text(encoding="utf-8")
        return Response(text, media_type=_STATIC[name])

    async def words(self, request: Request) -> Response:
        """What the script says."""
        return JSONResponse(all_words(self.lang))

    # The list

    def list(self, request: Request) -> Response:
        """The documents, a hundred a page, with how far each is."""
        desk = self.desk
        wanted = request.query_params.get("find", "").strip().lower()
        only_open = request.query_params.get("open") == "1"
        rows = [
            (number, shown_name(item.name), desk.summaries.get(number))
            for number, item in enumerate(desk.inputs)
            if wanted in item.name.lower() and (not only_open or _waits(desk.summaries.get(number)))
        ]
        pages = max(1, -(-len(rows) // A_LIST))
        page = min(pages, max(1, _number(request.query_params.get("page", "1"))))
        context = {
            "rows": rows[(page - 1) * A_LIST : page * A_LIST],
            "found": len(rows),
            "page": page,
            "pages": pages,
            "find": request.query_params.get("find", ""),
            "only_open": only_open,
            "first": next((number for number, _, known in rows if _waits(known)), None),
            **self._totals(),
        }
        if request.query_params.get("part"):
            html = environment(PACKAGE).get_template("list-rows.html").render(**self._shared(), **context)
            return JSONResponse({"rows": html, "totals": self._totals()})
        return HTMLResponse(environment(PACKAGE).get_template("list.html").render(**self._shared(), **context))

    def _totals(self) -> dict[str, int]:
        known = list(self.desk.summaries.values())
        return {
            "documents": len(self.desk),
            "looked": len(known),
            "finished": sum(not _waits(summary) for summary in known),
        }

    def progress(self, request: Request) -> Response:
        """How far the looking is, and whether document `d` has more to show than when it was last sent."""
        number = _number(request.query_params.get("d", "-1"))
        answer: dict[str, Any] = self._totals()
        sheet = self.desk.shown(number)
        if sheet:
            answer |= {"whole": sheet.whole, "fresh": sheet.fresh}
        return JSONResponse(answer)

    # One document

    def document(self, request: Request) -> Response:
        """A page of one document, or with `part` what changes on it."""
        number = request.path_params["number"]
        if not 0 <= number < len(self.desk):
            return PlainTextResponse("", 404)
        try:
            sheet = self.desk.sheet(number)
        except Refused as error:
            if request.query_params.get("part"):
                raise
            page = environment(PACKAGE).get_template("unreadable.html")
            return HTMLResponse(page.render(**self._shared(), what=str(error), name=self.desk.inputs[number].name))
        only = _filter(request.query_params)
        view = sheet.view(only)
        at = self._page(request, view.page_of, view.count, sheet)
        shared = self._shared() | {
            "number": number,
            "sheet": sheet,
            "decided": sheet.result.decided,
            "waits": sheet.waits(),
            "counts": sheet.counts(),
            "only": only,
            "sure": request.query_params.get("sure", ""),
            "safeties": list(Safety),
            "standings": Standing.ALL,
            "documents": len(self.desk),
        }
        query = {k: v for k, v in request.query_params.items() if k in ("rule", "safety", "sure", "state")}
        around = [
            ("previous-page", _address(number, at - 1, query) if at > 1 else ""),
            ("next-page", _address(number, at + 1, query) if at < view.count else ""),
        ]
        html = document_page(
            view,
            view.page(at),
            shared,
            index_href="/",
            around=[pair for pair in around if pair[1]],
            template="review.html",
            packages=(PACKAGE,),
        )
        return HTMLResponse(html)

    def _page(self, request: Request, page_of: Mapping[int, int], count: int, sheet: Sheet) -> int:
        key = request.query_params.get("key")
        if key:
            for n, finding in enumerate(sheet.result.findings, 1):
                if finding.key == key:
                    return page_of.get(n, 1)
        return min(count, max(1, _number(request.query_params.get("page", "1"))))

    def finding(self, request: Request) -> Response:
        """What stands at a finding, what would, and what was said about it: for editing."""
        number = self._known(request)
        key = request.query_params.get("key", "")
        seen, read, decision = self.desk.words(number, key)
        remark = decision.remark if decision else ""
        before, after = self.desk.beside(number, key)
        return JSONResponse({"seen": seen, "read": read, "remark": remark, "before": before, "after": after})

    async def decide(self, request: Request) -> Response:
        """Keeps what was said about findings, and answers with what changed."""
        body = json.loads(await request.body())
        return await run_in_threadpool(self._decide, self._known(request), body)

    def _decide(self, number: int, body: Any) -> Response:
        if not isinstance(body, dict):
            raise ValueError("an object is wanted")
        if "rule" in body:
            said = self.desk.all_of(number, str(body["rule"]), Verdict(str(body.get("verdict"))))
        else:
            said = [_said(one) for one in body["said"]] if isinstance(body.get("said"), list) else []
        answer = self.desk.decide(number, said)
        return JSONResponse(
            {
                "before": [
                    {"key": s.key, "verdict": s.verdict, "replacement": s.replacement, "remark": s.remark}
                    for s in answer.before
                ],
                "changed": answer.changed,
                "fresh": answer.fresh,
            }
        )

    def next(self, request: Request) -> Response:
        """The next document in which something waits, if there is one."""
        return JSONResponse({"number": self.desk.next_open(self._known(request))})

    def _known(self, request: Request) -> int:
        number = int(request.path_params["number"])
        if not 0 <= number < len(self.desk):
            raise Refused(str(number))
        return number

    # Writing

    def prospect(self, request: Request) -> Response:
        """What writing one document would do, and how far writing is."""
        number = _number(request.query_params.get("d", "-1"))
        answer: dict[str, Any] = {"documents": len(self.desk), "busy": self.writing.locked()}
        if 0 <= number < len(self.desk):
            answer["this"] = self.desk.prospect(number)
        if self.written:
            written = self.written
            answer["written"] = {"documents": written.documents, "findings": written.findings, "seen": written.seen}
            answer["complaints"] = list(written.complaints[:20])
        return JSONResponse(answer)

    async def write(self, request: Request) -> Response:
        """Begins to write one document, or all; how far it is, `prospect` tells."""
        body = json.loads(await request.body())
        number = body.get("d") if isinstance(body, dict) else None
        if number is not None and not (isinstance(number, int) and 0 <= number < len(self.desk)):
            raise Refused(str(number))
        numbers = range(len(self.desk)) if number is None else [number]
        if not self.writing.acquire(blocking=False):
            return JSONResponse({"error": "busy"}, 409)
        self.written = None

        def work() -> None:
            try:
                for written in self.desk.write(numbers):
                    self.written = written
            finally:
                self.writing.release()

        if number is None:
            threading.Thread(target=work, name="cleaner-writing").start()
        else:
            await run_in_threadpool(work)
        return await run_in_threadpool(self.prospect, request)


def _waits(known: Summary | None) -> bool:
    return known is None or bool(known.counts.get(Standing.OPEN, 0))


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdecimal() and len(text) < 10 else -1


def _filter(query: Mapping[str, str]) -> Filter:
    safety, state = query.get("safety", ""), query.get("state", "")
    least, most = _SURENESS.get(query.get("sure", ""), (0.0, 1.0))
    return Filter(
        query.get("rule", ""),
        safety if safety in list(Safety) else "",
        least,
        most,
        state if state in Standing.ALL else "",
    )


def _address(number: int, page: int, query: Mapping[str, str]) -> str:
    from urllib.parse import urlencode

    return f"/d/{number}?{urlencode({**query, 'page': page})}"


def _said(one: Any) -> Said:
    if not isinstance(one, dict) or not isinstance(one.get("key"), str):
        raise ValueError("a finding's key is wanted")
    verdict = Verdict(one["verdict"]) if one.get("verdict") is not None else None
    replacement = one.get("replacement")
    if (verdict is Verdict.EDITED) != isinstance(replacement, str):
        raise ValueError("edited goes with a replacement")
    return Said(one["key"], verdict, replacement, str(one.get("remark") or ""))
