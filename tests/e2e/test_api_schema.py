"""The whole schema of the API with generated requests, good and bad: whatever is asked, no fault of the server."""

from __future__ import annotations

import json
import time

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis.generation import GenerationMode

from newind.web.app import create_app
from newind.web.examples import EXPORTS, JOBS, SCORES, SCREENINGS, TARGETS, TRIALS
from newind.web.settings import ServerLimits, Settings
from serving import served

EXAMPLES = 15
"""Requests of each kind to each route."""
LONGEST = 20_000
"""Characters of a request beyond which the connection is closed before anything is read."""
SCHEMA = schemathesis.openapi.from_dict(create_app(Settings(workers=0)).openapi())
ROUTES = {f"{r.ok().method.upper()} {r.ok().path}": r.ok() for r in SCHEMA.get_all_operations()}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a server that runs."""
    limits = ServerLimits(rate=1e6, burst=1e6, seconds=20.0, jobs=4, results=8)
    with served(8600, folder=tmp_path_factory.mktemp("own"), limits=limits) as found:
        yield found


def asked_for(route):
    """Tell whether there is anything in a request to a route that can be wrong."""
    found = ROUTES[route].definition.raw
    return bool(found.get("parameters") or found.get("requestBody"))


ASKED = ("footprint", "kaya", "exports", "position", "capacity")
"""Questions whose routes are tried: texts of several values, numbers by name, choices, a year, no accounts.

All routes of questions are one function with other options, and some compute for a minute.
"""


def is_tried(route):
    """Tell whether a route is tried: of questions, some."""
    return "/questions/" not in route or route.endswith(ASKED)


# ---- one thing wrong in what would be right
NASTY = [None, [], {}, "", -1, 10**400, "../../etc/passwd", "\ud800"]
SHOWN = {
    "simulate": TRIALS, "screen": SCREENINGS, "export": EXPORTS, "division": TARGETS, "index": SCORES, "jobs": JOBS,
}  # fmt: skip
LIKE = ("contributions", "index")
"""Jobs that are asked as another request is."""
BODIES = {f"/{r} {k}": (r, body) for r, shown in SHOWN.items() for k, body in shown.items() if k not in LIKE}


def leaves(value, path=()):
    """Yield the paths to all parts of a body."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for k, v in inside:
        yield from leaves(v, (*path, k))


def replaced(value, path, new):
    """Return a body with one part replaced."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("name", BODIES)
def test_one_wrong_part_is_told_and_no_fault_of_the_server(address, name):
    route, body = BODIES[name]
    codes = set()
    with requests.Session() as session:
        for path in leaves(body):
            for new in NASTY:
                content = json.dumps(replaced(body, path, new))
                headers = {"content-type": "application/json"}
                found = session.post(f"{address}/api/v1/{route}", data=content, headers=headers, timeout=60)
                codes.add(found.status_code)
                assert found.status_code < 500 or found.status_code in (503, 504), (content, found.text[:300])
                if found.status_code == 202:
                    ended(session, f"{address}/api/v1/jobs/{found.json()['id']}", content)
    assert {400, 404, 422} & codes


def ended(session, job, content):
    """Wait a moment for a job, cancel it, and check that it did not fail for a fault of the server."""
    for _ in range(10):
        told = session.get(job, timeout=60).json()
        if told["state"] not in ("queued", "running"):
            break
        time.sleep(0.02)
    session.delete(job, timeout=60)
    assert told.get("error", {}).get("kind") != "Error", (content, told)


# ---- generated requests
KINDS = [(r, m) for r in ROUTES if is_tried(r) for m in GenerationMode if m == GenerationMode.POSITIVE or asked_for(r)]
KINDS.sort(key=lambda kind: kind[0] == "POST /api/v1/jobs")
"""Routes and what is generated; jobs last: one that is cancelled computes its piece to the end, and all others wait."""


@pytest.mark.parametrize(("route", "mode"), KINDS, ids=[f"{r} {m.value}" for r, m in KINDS])
def test_no_request_is_a_fault_of_the_server(address, route, mode):
    seen = set()

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=ROUTES[route].as_strategy(generation_mode=mode))
    def tried(case):
        assume(len(case.as_curl_command()) < LONGEST)
        found = case.call(base_url=address, timeout=60)
        seen.add(found.status_code)
        assert found.status_code < 500 or found.status_code in (503, 504), (case.as_curl_command(), found.text[:300])
        if found.status_code >= 400:
            assert found.json()["error"]["message"]
        if found.status_code == 202:  # what is left running keeps all that are asked next waiting
            with requests.Session() as session:
                ended(session, f"{address}/api/v1/jobs/{found.json()['id']}", case.as_curl_command())

    tried()
    assert seen
