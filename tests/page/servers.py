"""Servers for the tests of the page: one that serves what was built, and listeners that must hear nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from select import select
from typing import Any

from attrs import define, field

HOST = "127.0.0.1"


@define
class Listener:
    """An HTTP server, and bare sockets for connections and datagrams, on ports of their own; `heard` has what reached them."""

    http: str
    bare: str
    heard: list[str] = field(factory=list)

    def names(self) -> set[str]:
        """Return the last part of each address asked for; ``socket`` for a connection and ``datagram`` for a datagram to the bare socket."""
        return {line.split()[1].strip("/").partition("?")[0] if " " in line else line for line in self.heard}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder as any web server would; yield its address, without a slash at its end."""
    with _running(ThreadingHTTPServer((HOST, 0), partial(_Quiet, directory=str(folder)))) as port:
        yield f"http://{HOST}:{port}"


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on two ports, and answer whatever is asked so that nothing fails but by the page's own policy."""
    heard: list[str] = []

    class Handler(_Quiet):
        def _answer(self) -> None:
            heard.append(self.requestline)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Private-Network", "true")
            self.send_header("Content-Type", "text/javascript")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_HEAD = do_PUT = do_OPTIONS = _answer  # noqa: N815 (the names of http.server)

    with _running(ThreadingHTTPServer((HOST, 0), Handler)) as port, _bare_socket(heard) as bare:
        yield Listener(f"http://{HOST}:{port}", f"{HOST}:{bare}", heard)


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[int]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def _bare_socket(heard: list[str]) -> Iterator[int]:
    """Accept connections, and datagrams on the port of the same number."""
    with socket.create_server((HOST, 0)) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        port = server.getsockname()[1]
        datagrams.bind((HOST, port))
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                for ready in select([server, datagrams], [], [], 0.1)[0]:
                    if ready is server:
                        server.accept()[0].close()
                        heard.append("socket")
                    else:
                        datagrams.recvfrom(4096)
                        heard.append("datagram")

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield port
        finally:
            over.set()
            thread.join()
