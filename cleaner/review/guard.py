"""Who may talk to the review: this machine, the person who has its address, and no other site's page.

A page on the web can make a browser send requests to a port of this machine, or have a name of its own lead there (DNS
rebinding). So each request must name this host and bring the cookie that only the address with the token gives, and
what changes anything must come from one of our own pages.

An address stays in a browser's history and, while the browser starts, in the list of processes. So the token in it is
good once: the first who comes gets a cookie with another secret, and the address is worth nothing from then on.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The only address that is served without the cookie: it gives it.
DOOR = "/open"
#: Bytes that a request may bring.
MOST_BODY = 2_000_000

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types cleaner"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    "Cache-Control": "no-store",
}


class Keys:
    """The `token` of the address, good once, and the secret of the cookie that is given for it."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.cookie = secrets.token_urlsafe(24)
        self._used = False
        self._lock = threading.Lock()

    def take(self, token: str) -> bool:
        """Whether `token` is ours and was not given before."""
        with self._lock:
            if self._used or not _same(token, self.token):
                return False
            self._used = True
            return True

    def fits(self, cookie: str) -> bool:
        """Whether `cookie` is ours."""
        return _same(cookie, self.cookie)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that tells nothing."""
    return secrets.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())


class Guard:
    """Lets through to `app` what may come in, and puts the headers on what goes out."""

    def __init__(self, app: ASGIApp, keys: Keys, hosts: Iterable[str], refusal: str) -> None:
        self.app, self.keys, self.hosts, self.refusal = app, keys, frozenset(hosts), refusal

    @property
    def cookie(self) -> str:
        """The cookie's name. Cookies know no ports, so two reviews need two names."""
        return "cleaner-" + next(iter(sorted(self.hosts))).rpartition(":")[2]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses with 403, 413 or 421, or passes the request on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        status = self._refused(scope)
        if status:
            await PlainTextResponse(self.refusal, status)(scope, receive, answer)
            return
        await self.app(scope, receive, answer)

    def _refused(self, scope: Scope) -> int:
        """The status to refuse a request with; 0 where it may pass."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return 421
        if scope["method"] not in ("GET", "HEAD"):
            if headers.get("origin", "") not in {f"http://{host}" for host in self.hosts}:
                return 403
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return 403
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > MOST_BODY:
                return 413
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and scope["path"] != DOOR:
            return 403
        return 0 if scope["path"] == DOOR or self.known(headers) else 403

    def known(self, headers: Headers) -> bool:
        """Whether the cookie is there."""
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        morsel = cookies.get(self.cookie)
        return morsel is not None and self.keys.fits(morsel.value)
