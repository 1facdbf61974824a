"""A server of the cockpit that runs while a test asks it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from newind.web.app import create_app
from newind.web.serve import listening, server_of
from newind.web.settings import Settings


@contextmanager
def served(first: int, **chosen: object) -> Iterator[str]:
    """Serve on a port, or the next that is free, with one process that computes; its address."""
    with listening("127.0.0.1", first) as listener:
        port = listener.getsockname()[1]
        settings = Settings(**{"port": port, "workers": 1} | chosen)
        server = server_of(create_app(settings), settings)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        running.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        running.join(30)
