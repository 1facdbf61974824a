"""A server in this process, without its own processes: what it answers is what they would."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from newind.web.app import create_app
from newind.web.settings import Settings
from newind.web.tasks import RESULTS
from shapes import declared, is_of


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    return Settings(workers=0, folder=tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def server(settings):
    with TestClient(create_app(settings), "http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="session")
def ask(server):
    """From an address, and what is posted to it, to what comes back well, of the type that its route declares."""

    def asked(address: str, posted: object = None) -> dict:
        url = f"/api/v1{address}"
        found = server.get(url) if posted is None else server.post(url, json=posted)
        assert found.status_code in (200, 202), found.text
        body = found.json()
        assert body["schema_version"] == 1
        kind = declared("GET" if posted is None else "POST", address.partition("?")[0], found.status_code)
        assert is_of(kind, found.text), address
        return body

    return asked


@pytest.fixture(scope="session")
def finished(server, ask):
    """From the kind and request of a job to its result."""

    def done(kind: str, request: object) -> dict:
        id = ask("/jobs", {"kind": kind, "request": request})["id"]
        with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
            said = "".join(events.iter_text())
        assert "event: done" in said, said
        found = ask(f"/jobs/{id}/result")
        assert is_of(RESULTS[kind], json.dumps(found)), kind
        return found

    return done
