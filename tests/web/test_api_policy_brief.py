"""A policy brief from the server: that of the command line, its numbers those of the job that ranges a trial."""

from __future__ import annotations

import pytest

import newind as ni
from newind.policy.signs import STATED
from newind.questions.policies.counting import say_economies
from newind.questions.policies.scenarios import try_scenarios

FIXED = {"phi": 0.0, "trade_elasticity": 3.0}
ASKED = {"on": "world", "year": 2022, "region": "CHN", "packages": ["shared-data", "home-demand"], "parameters": FIXED}


@pytest.fixture(scope="module")
def done(server):
    """From a kind of job and a request to the answer."""

    def wait(kind, request):
        begun = server.post("/api/v1/jobs", json={"kind": kind, "request": request})
        if begun.status_code != 202:
            return begun
        id = begun.json()["id"]
        with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
            "".join(events.iter_text())
        return server.get(f"/api/v1/jobs/{id}/result")

    return wait


def test_it_is_that_of_python_but_for_the_link_to_the_scenarios(done, tmp_path):
    found = done("policy-brief", ASKED | {"question": "Share?"})
    assert found.headers["content-disposition"].startswith('attachment; filename="newind-policy-CHN-2022-en.html"')
    w = ni.load("world", year=2022)
    both = [ni.simulate(w, ni.package(p), parameters=FIXED) for p in ASKED["packages"]]
    made = ni.policy_brief(both, "CHN", out=tmp_path / "a.html", question="Share?").paths[0]
    assert found.text == made.read_text(encoding="utf-8")
    linked = done("policy-brief", ASKED | {"question": "Share?", "link": "#/try?region=CHN"}).text
    link = '<a class="own" href="http://127.0.0.1/#/try?region=CHN" rel="noreferrer">'
    assert f"{link}Open in newind (local: only where newind runs)</a>" in linked
    pdf = done("policy-brief", ASKED | {"format": "pdf", "lang": "zh"})
    assert pdf.content.startswith(b"%PDF")


def test_its_numbers_are_those_of_the_range_of_a_trial(done):
    trial = {k: ASKED[k] for k in ("on", "year", "region", "parameters")} | {"package": "shared-data"}
    found = done("range", trial).json()
    w = ni.load("world", year=2022)
    (own,) = try_scenarios(w, "CHN", (ni.package("shared-data"),), tuple(sorted(FIXED.items())))
    for band in found["horizons"]:
        here = own.horizons[band["horizon"]]
        for id, e in here.outcomes.items():
            span = band["cards"][id]
            assert [e.low, e.central, e.high] == pytest.approx([span[k] for k in ("low", "central", "high")], abs=2e-8)
            assert (e.verdict, e.verdict in STATED) == (span["sign"], span["sure"])
        counts = say_economies((e.verdict for code, e in here.regions.items() if code != "CHN"), "en")
        assert counts == band["economies"]["en"]
        for code, e in here.industries.items():
            assert [e.low, e.high] == pytest.approx([band["industries"][code][k] for k in ("low", "high")], abs=2e-8)
        assert here.bill.high == pytest.approx(band["government"]["bill"]["high"], rel=1e-6)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": "q" * 141}, "at most 140"),
        ({"packages": []}, "packages"),
        ({"packages": ["shared-data"] * 3}, "packages"),
        ({"packages": ["no-such-package"]}, "no-such-package"),
        ({"region": "XXX"}, "XXX"),
        ({"on": "china-2017", "year": 2017, "region": "CN-GD"}, "closed accounts"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"packages": [{"shocks": [{"lever": "productivity", "value": -0.9, "mode": "add", "region": "CHN"}]}]},
         "no equilibrium with Productivity −90%"),
    ],
)  # fmt: skip
def test_mistakes_are_told(done, change, said):
    found = done("policy-brief", ASKED | change)
    assert found.status_code >= 400
    assert said in found.json()["error"]["message"]
