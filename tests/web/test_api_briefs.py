"""A brief from the browser is that of the command line, but for the link to its scenario."""

from __future__ import annotations

import re

import pytest

import newind as ni
from each import check_each
from newind.accounts.regions import apply_house_style, style
from newind.documents import pdf
from newind.web.answers import questions
from newind.web.refusals import RequestError
from newind.web.requests import BriefRequest, build_address

ASKED = {"on": "china-2017", "region": "CN-GD", "lang": "en"}
LINK = "#/try?on=china-2017&region=CN-GD"


@pytest.fixture(scope="module")
def saved(server):
    """From a request to the answer that is its file."""

    def done(**more):
        begun = server.post("/api/v1/jobs", json={"kind": "brief", "request": ASKED | more})
        assert begun.status_code == 202, begun.text
        id = begun.json()["id"]
        with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
            said = "".join(events.iter_text())
        assert "event: done" in said, said
        return server.get(f"/api/v1/jobs/{id}/result")

    return done


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """What the command line writes, as bytes by name."""
    from typer.testing import CliRunner

    from newind.cli import app

    out = tmp_path_factory.mktemp("cli")
    assert CliRunner().invoke(app, ["brief", "CN-GD", "--pdf", "--out", str(out)]).exit_code == 0
    return {p.name: p.read_bytes() for p in out.iterdir()}


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_it_is_the_brief_of_the_command_line(saved, theirs, format):
    found = saved(format=format)
    name = f"newind-brief-CN-GD-2017-en.{format}"
    assert f'filename="{name}"' in found.headers["content-disposition"]
    assert found.headers["content-disposition"].startswith("attachment")
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.content == theirs[name]


def test_the_link_is_all_that_differs(saved, theirs):
    found = saved(format="html", link=LINK).text
    whole = "http://127.0.0.1/#/try?on=china-2017&amp;region=CN-GD"
    assert f'href="{whole}"' in found
    without = re.sub(r' · <a class="other" href="[^"]*" rel="noreferrer">[^<]*</a>', "", found)
    assert without.encode() == theirs["newind-brief-CN-GD-2017-en.html"]


@pytest.mark.parametrize(("form", "sheets"), [("page", 1), ("one-page", 1), ("full", 0)])
def test_form_and_peers_are_passed_on(saved, form, sheets):
    """And a former name of a form still works."""
    found = saved(format="html", form=form, peers=["CN-JS", "CN-ZJ"])
    assert f"-{form.removeprefix('one-')}.html" in found.headers["content-disposition"]
    assert found.text.count('<section class="sheet"') == sheets
    assert ("newind brief CN-GD --peers CN-JS,CN-ZJ --full" in found.text) == (form == "full")


@check_each(
    "link",
    [
        "javascript:alert(1)",
        "http://evil.example/#/try",
        "//evil.example/#/try",
        "http://testserver.evil.example/#/try",
        "http://testserver@evil.example/#/try",
        'x" onclick="alert(1)',
        '#/try?"><script>alert(1)</script>',
        "#/try\r\nx: y",
        "#javascript:alert(1)",
        "/try",
        "#/" + "x" * 9000,
        "data:text/html,x",
        "#/中",
    ],
)
def test_links_elsewhere_are_refused(server, link):
    found = server.post("/api/v1/jobs", json={"kind": "brief", "request": ASKED | {"link": link}})
    assert found.status_code == 422, found.text
    with pytest.raises(RequestError):
        build_address(link, "http://testserver")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"region": "CN-XX"}, "CN-XX"),
        ({"on": "nowhere"}, "unknown accounts"),
        ({"peers": ["XX"]}, "XX"),
        ({"year": 1900}, "has no year"),
        ({"region": "../../etc"}, "etc"),
        ({"region": "ROW"}, "ROW"),
    ],
)
def test_mistakes_are_told_as_on_the_command_line(server, change, said):
    id = server.post("/api/v1/jobs", json={"kind": "brief", "request": ASKED | change}).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        assert "event: failed" in "".join(events.iter_text())
    found = server.get(f"/api/v1/jobs/{id}/result")
    assert found.status_code in (404, 422)
    assert said in found.json()["error"]["message"]


def test_a_pdf_in_chinese_without_a_font_says_so(server, monkeypatch):
    monkeypatch.setattr(pdf, "families", lambda: frozenset({"Libertinus Serif"}))
    asked = ASKED | {"format": "pdf", "lang": "zh", "peers": ["CN-JS"]}
    id = server.post("/api/v1/jobs", json={"kind": "brief", "request": asked}).json()["id"]
    with server.stream("GET", f"/api/v1/jobs/{id}/events") as events:
        said = "".join(events.iter_text())
    assert "no font with Chinese characters" in said


def test_the_same_accounts_as_in_python(saved):
    made = ni.load("china-2017").last
    assert made.hash[:12] in saved(format="html").text or "SHA-256" in saved(format="html").text


@pytest.mark.parametrize("chosen", ["un", None])
def test_a_brief_is_built_in_the_style_of_names_that_is_asked_for(monkeypatch, chosen):
    class Seen(Exception):  # noqa: N818 - no error
        pass

    def seen(*words):
        raise Seen(words[0], apply_house_style("KOR").en)

    monkeypatch.setattr(questions, "_compose_brief", seen)
    expected = {"un": ("un", "Republic of Korea"), None: ("plain", "South Korea")}
    with pytest.raises(Seen) as found:
        questions.write_brief(BriefRequest(region="KOR", names=chosen))
    assert found.value.args == expected[chosen]
    assert style() == "plain"
