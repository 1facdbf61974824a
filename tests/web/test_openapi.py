"""The documentation of the API: every route says what it is for and shows a request that it takes."""

from __future__ import annotations

import pytest

from newind.web import examples
from newind.web.requests import Divided, Exported, Scored, Screened, Trial
from newind.web.tasks import TASKS

BARE = {
    "/api/v1/catalog",
    "/api/v1/levers",
    "/api/v1/packages",
    "/api/v1/indicators",
    "/api/v1/actions",
    "/api/v1/scenarios",
    "/api/v1/targets",
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


def test_the_examples_are_what_the_models_take():
    models = {Trial: examples.TRIALS, Screened: examples.SCREENINGS, Exported: examples.EXPORTS,
              Divided: examples.TARGETS, Scored: examples.SCORES}  # fmt: skip
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


def test_every_refusal_of_a_request_with_mistakes_is_listed(documented, server):
    seen = set()
    for path, verb, op in operations(documented):
        for sent in mistaken(path, op):
            answer = server.request(verb.upper(), **sent)
            if answer.status_code in MISTAKES:
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
