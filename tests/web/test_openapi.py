"""The documentation of the API: every route says what it is for and shows a request that it takes."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from newind.web import examples
from newind.web.app import create_app
from newind.web.requests import DivisionRequest, ExportRequest, IndexRequest, ScreeningRequest, SimulationRequest
from newind.web.responses import RefusalBody
from newind.web.settings import ServerLimits, Settings
from newind.web.tasks import RENAMED, RESULTS, TASKS
from shapes import is_of

BARE = {
    "/api/v1/catalog",
    "/api/v1/division/template",
    "/api/v1/levers",
    "/api/v1/packages",
    "/api/v1/indicators",
    "/api/v1/actions",
    "/api/v1/scenarios",
    "/api/v1/targets",
    "/api/v1/now/economies",
    "/api/v1/questions",
}
"""Routes that are asked for nothing."""


@pytest.fixture(scope="module")
def documented(server):
    return server.get("/api/v1/openapi.json").json()


def operations(documented):
    return [(path, verb, op) for path, verbs in documented["paths"].items() for verb, op in verbs.items()]


def test_every_route_is_described_and_has_an_example(documented):
    found = operations(documented)
    assert len(found) >= 18
    for path, verb, op in found:
        assert op["description"], path
        required = [p for p in op.get("parameters", ()) if p["required"]]
        shown = [p for p in op.get("parameters", ()) if p.get("examples") or p["schema"].get("examples")]
        assert all(p in shown for p in required), (path, verb)
        if "requestBody" not in op:
            assert shown or path in BARE, (path, verb)
            continue
        for kind, body in op["requestBody"]["content"].items():
            assert kind.startswith("multipart") or body.get("examples"), (path, verb)


def test_every_body_has_a_declared_type(documented):
    """Files and events have none; of jobs, each kind has its own."""
    for path, _, op in operations(documented):
        kinds = op["responses"].get("200", op["responses"].get("201", op["responses"].get("202")))["content"]
        if "application/json" in kinds and not path.endswith("/events"):
            assert {"$ref", "anyOf"} & set(kinds["application/json"]["schema"]), path
    assert set(RESULTS) == {*TASKS, *RENAMED} - {"brief", "policy-brief"}


def test_the_examples_are_what_the_models_take():
    models = {SimulationRequest: examples.TRIALS, ScreeningRequest: examples.SCREENINGS,
              ExportRequest: examples.EXPORTS, DivisionRequest: examples.TARGETS,
              IndexRequest: examples.SCORES}  # fmt: skip
    for model, given in models.items():
        assert all(model.model_validate(one) for one in given.values())
    assert set(examples.JOBS) == set(TASKS)
    for kind, one in examples.JOBS.items():
        assert one["kind"] == kind
        assert TASKS[kind].model.model_validate(one["request"])


def test_the_shorter_examples_are_answered(ask, server):
    for one in examples.SCREENINGS.values():
        assert ask("/screen", one)["rows"]
    assert ask("/simulate", examples.TRIALS["written here"])["cards"]
    for one in examples.EXPORTS.values():
        assert server.post("/api/v1/export", json=one).status_code == 200


MISTAKES = (400, 404, 422)


def test_every_refusal_of_a_request_with_mistakes_is_listed(documented, patient):
    seen = set()
    for path, verb, op in operations(documented):
        for sent in mistaken(path, op):
            answer = patient.request(verb.upper(), **sent)
            if answer.status_code in MISTAKES:
                assert is_of(RefusalBody, answer.text)
                assert str(answer.status_code) in op["responses"], (verb, sent, answer.text)
                seen.add((path, verb, answer.status_code))
    for status in MISTAKES:
        assert sum(s == status for *_, s in seen) > 5


def mistaken(path, op):
    """Yield requests with a mistake each: a body that is cut off or empty, a name that nothing has."""
    given = {p["name"]: p for p in op.get("parameters", ())}
    right = {n: p.get("schema", {}).get("examples", ["x"])[0] for n, p in given.items() if p["required"]}
    if "requestBody" in op:
        kind = next(iter(op["requestBody"]["content"]))
        for content in (b"{", b"{}", b'{"kind": "range", "request": {"region": "zzz"}}', b'{"region": "zzz"}'):
            yield {"url": path, "content": content, "headers": {"content-type": kind}}
    for name in given:
        values = right | {name: "zzz"}
        inside = {n: v for n, v in values.items() if given[n]["in"] == "path"}
        yield {"url": path.format(**inside), "params": {n: v for n, v in values.items() if n not in inside}}


NUMBERS = ("1e400", "-1e999", "NaN", "-Infinity", str(10**400), "9" * 5000, "true")
SHAPES = ("[" * 900 + "]" * 900, '{"a":' * 900 + "1" + "}" * 900, '"\\ud800"', '["\\udfff"]', '{"\\udfff": 1}')
"""What JSON can write and no field means: beyond every number, nested too deeply, halves of characters."""
LONGEST = 600
"""Characters of a message."""


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    """A server that takes any number of requests."""
    many = Settings(workers=0, folder=tmp_path_factory.mktemp("odd"), limits=ServerLimits(rate=1e9, burst=1e9))
    with TestClient(create_app(many), "http://127.0.0.1") as client:
        yield client


def test_odd_numbers_and_shapes_are_refused_in_one_clear_sentence_by_every_route(documented, patient):
    """A field of each in turn; a route that takes the value all the same must answer."""
    refused = 0
    for path, verb, op in operations(documented):
        for sent in odd(path, op, documented):
            answer = patient.request(verb.upper(), **sent)
            assert answer.status_code < 500, (verb, sent, answer.text)
            if answer.status_code == 202:
                patient.delete(f"/api/v1/jobs/{answer.json()['id']}")
            elif answer.status_code >= 400:
                said = answer.json()["error"]["message"]
                assert said.endswith(".")
                assert len(said) <= LONGEST
                assert "\n" not in said
                refused += 1
    assert refused > 400


def odd(path, op, documented):
    """Yield requests with an odd value in one place each: a parameter, the body, a field of the body."""
    given = {p["name"]: p for p in op.get("parameters", ())}
    right = {n: p.get("schema", {}).get("examples", ["x"])[0] for n, p in given.items() if p["required"]}
    for k, name in enumerate(given):
        for value in (NUMBERS[k % len(NUMBERS)], SHAPES[k % 2], "\x00"):
            values = right | {name: value}
            inside = {n: quote(str(v), safe="") for n, v in values.items() if given[n]["in"] == "path"}
            yield {"url": path.format(**inside), "params": {n: v for n, v in values.items() if n not in inside}}
    body = op.get("requestBody", {"content": {}})["content"].get("application/json")
    if body is not None:
        texts = [*NUMBERS, *SHAPES]
        for k, (whole, field) in enumerate(fields_of(path, body, documented)):
            texts += [with_text(whole, field, values[k % len(values)]) for values in (NUMBERS, SHAPES)]
        yield from ({"url": path, "content": t, "headers": {"content-type": "application/json"}} for t in texts)


def fields_of(path, body, documented):
    """Yield a request that is right, and the place of each of its fields: of all kinds where it begins a job."""
    if path.endswith("/jobs"):
        for kind, one in examples.JOBS.items():
            yield from ((one, ("request", field)) for field in TASKS[kind].model.model_fields)
        return
    name = body["schema"]["$ref"].rpartition("/")[2]
    whole = next(iter(body["examples"].values()))["value"]
    yield from ((whole, (field,)) for field in documented["components"]["schemas"][name]["properties"])


def with_text(whole, place, text):
    """Return a request as JSON with a text, whatever it is, in a place."""
    found = json.loads(json.dumps(whole))
    *above, last = place
    inside = found[above[0]] if above else found
    inside[last] = "@@"
    return json.dumps(found).replace('"@@"', text)
