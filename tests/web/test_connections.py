"""Connections of a server that runs: too many, too slow, and from behind a proxy."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from newind.web.settings import ServerLimits
from serving import served

PATH = "/api/v1/paper?clause=3.3.i"
BODY = json.dumps({"region": "CHN"}).encode()


def paper(address: str, **headers: str) -> int:
    """Return the status of a request on a connection of its own."""
    request = urllib.request.Request(address + PATH, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def begun(address: str, sent: bytes = b"") -> socket.socket:
    """Return a connection on which part of a request has been sent."""
    place = urlsplit(address)
    found = socket.create_connection((place.hostname, place.port), timeout=60)
    found.sendall(sent)
    return found


def ended(connection: socket.socket) -> bool:
    """Wait for the end of a connection, and return whether nothing was answered before."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_flood_of_connections_that_ask_nothing_stops_nobody():
    with served(0, workers=0, limits=ServerLimits(connections=20, silence=600.0)) as address, ExitStack() as stack:
        flood = [stack.enter_context(begun(address, b"GET / HT"[: k % 9])) for k in range(100)]
        assert paper(address) == 200
        assert all(map(ended, flood[:80]))
        kept = HTTPConnection(urlsplit(address).netloc, timeout=60)
        stack.callback(kept.close)
        for _ in range(3):  # one that asks is not given up for those that do not
            kept.request("GET", PATH)
            assert kept.getresponse().read()
            for _ in range(20):
                stack.enter_context(begun(address, b"GET / HT"))


HEAD = b"POST /api/v1/simulate HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"G",
        b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n",
        HEAD + b"content-length: 100\r\n\r\n{",
        HEAD + b"transfer-encoding: chunked\r\n\r\n1\r\n{",
    ],
)
def test_a_request_that_does_not_go_on_is_ended(sent):
    with served(0, workers=0, limits=ServerLimits(silence=0.2)) as address, begun(address, sent) as connection:
        assert ended(connection)


def test_headers_that_come_a_byte_at_a_time_are_ended():
    with (
        served(0, workers=0, limits=ServerLimits(silence=0.5)) as address,
        begun(address, b"GET / HTTP/1.1\r\n") as slow,
    ):
        assert any(fails(slow) for _ in range(600))
        assert paper(address) == 200


def fails(connection: socket.socket) -> bool:
    """Send one more byte after a moment, and return whether nobody takes it any more."""
    time.sleep(0.05)
    try:
        connection.sendall(b"a")
    except OSError:
        return True
    return False


def test_a_request_whose_body_comes_slowly_is_answered_and_so_is_the_next():
    length = f"content-length: {len(BODY)}\r\n\r\n".encode()
    with served(0, workers=0, limits=ServerLimits(silence=1.0)) as address, begun(address, HEAD + length) as slow:
        for k in range(len(BODY)):
            slow.sendall(BODY[k : k + 1])
            time.sleep(0.1)
        assert slow.recv(8) == b"HTTP/1.1"


@pytest.mark.parametrize(("proxy", "codes"), [("", [200, 429, 429]), ("127.0.0.1", [200, 200, 429])])
def test_who_asks_is_taken_from_a_header_only_where_the_one_who_serves_says_so(proxy, codes):
    limits = ServerLimits(rate=1e-9, burst=1.0)
    with served(0, workers=0, proxy=proxy, limits=limits) as address:
        found = [paper(address, x_forwarded_for=client) for client in ("192.0.2.1", "192.0.2.2", "192.0.2.1")]
    assert found == codes
