"""A server on this machine that answers well, breaks off, refuses, or knows nothing of parts of files."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Behaviour:
    """What the server does: the file, or files by path, where it breaks off, and what it was asked."""

    content: bytes | Mapping[str, bytes]
    tag: str = '"one"'
    breaks_at: int | None = None
    status: int = 200
    parts: bool = True
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """Serve files; yield the address of the server."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            behaviour.asked.append(wanted)
            known = behaviour.content
            content = known if isinstance(known, bytes) else known.get(self.path.partition("?")[0])
            if behaviour.status != 200 or content is None:
                self.send_error(behaviour.status if content is not None else 404)
                return
            same = self.headers.get("If-Range") == behaviour.tag
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and behaviour.parts and same else 0
            if start >= len(content) > 0:
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(content) - start))
            if behaviour.tag:
                self.send_header("ETag", behaviour.tag)
            self.end_headers()
            end = len(content) if behaviour.breaks_at is None else behaviour.breaks_at
            self.wfile.write(content[start:end])
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
