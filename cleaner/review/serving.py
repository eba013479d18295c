"""Serves the review on this machine alone, until Ctrl-C."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from cleaner.review.desk import Desk
from cleaner.review.guard import DOOR
from cleaner.review.server import application

HOST = "127.0.0.1"


class Serving:
    """A socket on the loopback address, and the server on it. Raises OSError where `port` is taken; 0: any free one."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where others could take the same port
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.socket.bind((HOST, port))
        except OSError:
            self.socket.close()
            raise
        self.port = int(self.socket.getsockname()[1])
        self.token = secrets.token_urlsafe(24)
        hosts = [f"{HOST}:{self.port}", f"localhost:{self.port}"]
        config = uvicorn.Config(
            application(desk, self.token, hosts),
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)

    @property
    def url(self) -> str:
        """The address that opens the review."""
        return f"http://{HOST}:{self.port}{DOOR}?token={self.token}"

    def run(self, ready: Callable[[str], None]) -> None:
        """Serves until it is told to stop. `ready` is called with the address once requests are heard."""
        self.socket.listen(64)
        ready(self.url)
        self.desk.looking.start()
        try:
            self.server.run(sockets=[self.socket])
        finally:
            self.desk.looking.close()
            self.socket.close()
