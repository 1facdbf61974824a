"""Who may ask, how much, how often, and what a page may load."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient

import newind as ni
from each import check_each
from newind.web.app import create_app
from newind.web.settings import ServerLimits, Settings

CATALOG = "/api/v1/catalog"
TOKEN = "open sesame, 芝麻开门 &c"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server for other machines."""
    settings = Settings("0.0.0.0", token=TOKEN, workers=0, folder=tmp_path_factory.mktemp("guarded"))
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as client:
        yield client


def test_every_answer_says_what_a_page_may_load(server):
    for address in (CATALOG, "/nowhere", "/api/v1/nowhere"):
        headers = server.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_other_machines_are_let_in_with_a_token_only(tmp_path):
    with pytest.raises(ni.DataError, match="Give a --token"):
        create_app(Settings("0.0.0.0", workers=0, folder=tmp_path))


def test_a_server_with_a_token_answers_those_who_know_it(guarded):
    assert guarded.get(CATALOG).status_code == 401
    assert guarded.get(CATALOG, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get(CATALOG, headers={"authorization": f"Bearer {TOKEN}".encode()}).status_code == 200
    welcome = guarded.get(f"/?token={quote(TOKEN)}")
    assert (welcome.status_code, welcome.headers["location"]) == (303, "/")
    assert "HttpOnly" in welcome.headers["set-cookie"]
    assert "SameSite=strict" in welcome.headers["set-cookie"]
    assert guarded.get(CATALOG).status_code == 200  # the cookie was kept
    guarded.cookies.clear()


@pytest.fixture
def known(guarded):
    """The cookie of one who knows the token."""
    guarded.get(f"/?token={quote(TOKEN)}")
    cookie = f"newind_token={guarded.cookies['newind_token']}"
    guarded.cookies.clear()
    return cookie


@pytest.mark.parametrize("other", ["a@b=1", "ä=ö", "x", "=", ";;", '"', "newind_token=wrong", "a=b=c", "\\=\x7f"])
def test_whatever_other_cookies_hold_the_owner_is_let_in_and_others_are_not(guarded, known, other):
    cookie = other.encode("latin-1")
    for both in (cookie + b"; " + known.encode(), known.encode() + b";" + cookie):
        assert guarded.get(CATALOG, headers={"cookie": both}).status_code == 200
    assert guarded.get(CATALOG, headers={"cookie": cookie}).status_code in (401, 429)


def test_the_cookie_does_not_tell_the_token(known):
    assert all(word not in known for word in TOKEN.split())


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example", "/\\evil.example", "/%5Cevil.example", "//"])
def test_a_link_with_the_token_leads_to_this_server(guarded, path):
    found = guarded.get(f"http://127.0.0.1{path}?token={quote(TOKEN)}")
    guarded.cookies.clear()
    assert found.status_code == 303
    assert urlsplit(found.headers["location"]).netloc == ""
    assert found.headers["location"].lstrip("/\\") == found.headers["location"][1:]


def test_a_token_that_can_be_guessed_is_refused(tmp_path):
    for host in ("0.0.0.0", "127.0.0.1"):
        with pytest.raises(ni.DataError, match="--token has 15 characters"):
            create_app(Settings(host, token="a" * 15, workers=0, folder=tmp_path))
    assert create_app(Settings("0.0.0.0", token="a" * 16, workers=0, folder=tmp_path))


def test_who_shows_wrong_tokens_too_often_is_not_heard_for_a_while(tmp_path, monkeypatch):
    from newind.web import safety

    now = [100.0]
    monkeypatch.setattr(safety.time, "monotonic", lambda: now[0])
    settings = Settings("0.0.0.0", token=TOKEN, workers=0, folder=tmp_path)
    right = {"authorization": f"Bearer {TOKEN}".encode()}
    with TestClient(create_app(settings), "http://127.0.0.1") as client:
        codes = [client.get(CATALOG, headers={"authorization": f"Bearer {k}"}).status_code for k in range(12)]
        codes += [client.get(CATALOG).status_code, client.get(CATALOG, headers=right).status_code]
        now[0] += 10
        codes += [client.get(CATALOG, headers=right).status_code]
    assert codes == [401] * 10 + [429] * 2 + [401, 429, 200]


def test_requests_without_a_token_count_too(tmp_path):
    settings = Settings("0.0.0.0", token=TOKEN, workers=0, folder=tmp_path, limits=ServerLimits(rate=1e-9, burst=3.0))
    with TestClient(create_app(settings), "http://127.0.0.1") as client:
        assert [client.get(CATALOG).status_code for _ in range(5)] == [401, 401, 401, 429, 429]


def test_another_name_for_this_server_is_refused(server):
    for host in ("evil.example", "testserver"):
        assert server.get(CATALOG, headers={"host": host}).status_code == 421
    assert server.get(CATALOG, headers={"host": "localhost:8000"}).status_code == 200


def test_pages_of_other_servers_change_nothing(server):
    posted = {"json": {"kind": "range", "request": {}}}
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert server.post("/api/v1/jobs", headers=headers, **posted).status_code == 403


@check_each(
    "headers",
    [
        {"host": "[::1"}, {"host": "a:b:c"}, {"host": ""}, {"origin": "http://[::1"}, {"origin": "x://:::"},
        {"content-length": "²".encode("latin-1")}, {"content-length": "9" * 5000}, {"content-length": "-1"},
    ],
)  # fmt: skip
def test_headers_that_make_no_sense_are_refused(server, headers):
    assert server.post("/api/v1/simulate", content=b"{}", headers=headers).status_code in (403, 413, 421)


def test_what_is_too_large_is_refused_whatever_it_says(server):
    large = b"x" * (server.app.state.services.settings.limits.body + 1)
    assert server.post("/api/v1/simulate", content=large).status_code == 413
    unsaid = server.post("/api/v1/simulate", content=iter([large[:200_000]] * 4))
    assert unsaid.status_code in (400, 413)


def test_too_many_requests_are_refused_until_time_has_passed(tmp_path, monkeypatch):
    from newind.web import safety

    now = [100.0]
    monkeypatch.setattr(safety.time, "monotonic", lambda: now[0])
    limits = ServerLimits(rate=1.0, burst=3.0)
    with TestClient(create_app(Settings(workers=0, folder=tmp_path, limits=limits)), "http://127.0.0.1") as client:
        codes = [client.get("/api/v1/paper").status_code for _ in range(5)]
        now[0] += 2
        codes += [client.get("/api/v1/paper").status_code for _ in range(3)]
    assert codes == [200, 200, 200, 429, 429, 200, 200, 429]


def test_what_has_not_changed_is_not_sent_again(server):
    first = server.get("/api/v1/levers")
    again = server.get("/api/v1/levers", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert server.get("/api/v1/levers", headers={"if-none-match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "t-../../x", "t-0123456789abcdef", "%00", "/etc/passwd"])
def test_no_name_in_a_request_becomes_a_path(server, name):
    found = server.get(f"/api/v1/accounts/{name}")
    assert found.status_code == 404
    assert "root:" not in found.text


@pytest.mark.parametrize(("kind", "field"), [("search", "scenarios"), ("pathway", "scenario"), ("roadmap", "scenario")])
def test_a_world_of_a_job_is_a_name_and_no_file(server, tmp_path, kind, field):
    file = tmp_path / "w.yaml"
    file.write_text("name: mine\nlabel: {en: Mine, zh: 我的}\nparameters: {frontier_growth: low}\n", encoding="utf-8")
    for given in (str(file), "slow-world.yaml", "../slow-world"):
        asked = {"on": "world", "region": "CHN", field: [given] if kind == "search" else given}
        found = server.post("/api/v1/jobs", json={"kind": kind, "request": asked})
        assert found.status_code == 422, given
        assert field in found.json()["error"]["message"]


def test_a_figure_may_be_shown_by_the_sites_of_a_setting_and_by_no_other(server, tmp_path):
    usual = server.get("/").headers["content-security-policy"]
    shown = server.get("/embed/diagnose.dependence?v=1")
    assert shown.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert "set-cookie" not in shown.headers
    assert '<base href="../">' in shown.text
    site = "https://example.org"
    with TestClient(create_app(Settings(workers=0, folder=tmp_path, embed=(site,))), "http://127.0.0.1") as client:
        assert client.get("/embed/x").headers["content-security-policy"].endswith(f"frame-ancestors 'self' {site}")
        assert client.get("/").headers["content-security-policy"] == usual
        assert usual.endswith("frame-ancestors 'none'")
    assert "unsafe" not in shown.headers["content-security-policy"]


def test_a_link_with_the_token_leaves_no_cookie_with_a_figure(guarded):
    found = guarded.get(f"/embed/diagnose.flows?token={quote(TOKEN)}")
    assert found.status_code == 401
    assert "set-cookie" not in found.headers
