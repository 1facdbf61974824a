"""Official figures fetched anew from a server on this machine: read, compared, kept, used, and refused in one line."""

from __future__ import annotations

import datetime
import hashlib
import io
import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

import newind as ni
from builders.power import definition as power
from fileserver import Behaviour, serving
from newind.accounts.products import economy_codes
from newind.cli import app
from newind.cli.data_get import show_updates
from newind.data.reference import now as figures_of, now_updates
from newind.data.reference.now import WORLD, series
from newind.data.reference.now_layouts import ITEMS
from newind.data.reference.now_updates import releases, update, withdraw
from newind.errors import DataError
from newind.questions.now import text as nowtext

FIRST = 2019
DAY = datetime.date(2027, 11, 28)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWIND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path / "cache"


@pytest.fixture
def site(monkeypatch):
    """Return the contents of a server that every source is asked at, by path."""
    files = {}
    with serving(Behaviour(files)) as address:
        moved = {
            name: {
                **of,
                **{k: f"{address}/{name}/{tail}" for k, tail in (("url", _tail(of)), ("about", "about")) if k in of},
            }
            for name, of in releases().items()
        }
        monkeypatch.setattr(now_updates, "releases", lambda: moved)
        yield files


def _tail(of):
    return "{item}" if "{item}" in of["url"] else "{year}" if "{year}" in of["url"] else "file"


def shipped(name):
    """Return what is shipped of the last years."""
    found = {c: {y: v for y, v in row.items() if y >= FIRST} for c, row in figures_of.read_shipped_values(name).items()}
    return {c: row for c, row in found.items() if row}


def ahead(rows, year, factor=1.02):
    """Return values by economy with a year more."""
    return {c: {**row, year: round(row[max(row)] * factor, 3)} for c, row in rows.items()}


def next_year(name):
    """Return the year after the last that is shipped."""
    return figures_of.read_shipped_columns()[name]["observed"] + 1


def outlook(edition="October 2027", **changed):
    """Return the DataMapper's answers, a year further than shipped."""
    items = releases()["weo"]["items"]
    names = {WORLD: "WEOWORLD", "PSE": "WBG"}
    found = {}
    for name, item in items.items():
        rows = changed.get(name, ahead(shipped(name), 2027))
        values = {names.get(c, c): {str(y): v for y, v in row.items()} for c, row in rows.items()}
        found[f"/weo/{item}"] = json.dumps({"values": {item: values}}).encode()
    about = {"indicators": {items["growth"]: {"source": f"World Economic Outlook ({edition})", "dataset": "WEO"}}}
    return {**found, "/weo/about": json.dumps(about).encode()}


def worldbank(source, **changed):
    found = {}
    for name, item in releases()[source]["items"].items():
        rows = changed.get(name, ahead(shipped(name), next_year(name)))
        listed = [
            {"indicator": {"id": item}, "countryiso3code": c, "date": str(y), "value": v}
            for c, row in rows.items()
            for y, v in row.items()
        ]
        head = {"page": 1, "pages": 1, "per_page": 32500, "total": len(listed), "lastupdated": "2027-07-13"}
        found[f"/{source}/{item}"] = json.dumps([head, listed]).encode()
    return found


def workbook(sheet, rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet(sheet)
        for k, row in enumerate(rows):
            page.write_row(k, 0, row)
    return out.getvalue()


def accounts():
    """Return the workbook of the United Nations: GDP, value added, manufacturing and demand, made of shipped shares."""
    numbers = {c: int(n) for n, c in economy_codes().items() if n.isdecimal()}
    gdp = shipped("gdp")
    parts = {"manufacturing": "manufacturing_share", "investment": "investment_share", "exports": "exports_share",
             "imports": "imports_share"}  # fmt: skip
    shares = {part: shipped(name) for part, name in parts.items()}
    years = [str(y) for y in range(FIRST, 2026)]
    rows = [["GDP and its breakdown"], [], ["CountryID", "Country", "IndicatorName", *years]]
    for code, n in sorted(numbers.items()):
        if code not in gdp:
            continue
        whole = {y: v * 1e9 for y, v in gdp[code].items()}
        whole[2025] = whole[max(whole)]
        rows.append([n, code, ITEMS["gdp"], *(whole.get(int(y), "") for y in years)])
        rows.append([n, code, ITEMS["value_added"], *(whole.get(int(y), "") for y in years)])
        for part, found in shares.items():
            row = dict(found.get(code, {}))
            row |= {2025: row[max(row)]} if row else {}
            cells = (whole[int(y)] * row[int(y)] / 100 if int(y) in row and int(y) in whole else "" for y in years)
            rows.append([n, code, ITEMS[part], *cells])
    return {"/ama/file": workbook("Download-GDPcurrent-USD-countri", rows)}


def carbon():
    lines = ["country,year,iso_code,co2,consumption_co2"]
    co2, used = ahead(shipped("co2"), 2025), ahead(shipped("co2_consumption"), 2025)
    for c, row in co2.items():
        name, iso = ("World", "") if c == WORLD else (c, c)
        lines += [f"{name},{y},{iso},{v},{used.get(c, {}).get(y, '')}" for y, v in row.items()]
    return {"/gcb/file": "\n".join(lines).encode()}


def gases(year):
    rows = ahead(shipped("ghg"), year - 1)
    years = range(FIRST, year)
    names = {WORLD: "GLOBAL TOTAL"}
    cells = [[names.get(c, c), c, *(row.get(y, "") for y in years)] for c, row in rows.items()]
    heads = ["EDGAR Country Code", "Country", *map(str, years)]
    return {f"/edgar/{year}": workbook("GHG_totals_by_country", [heads, *cells])}


def generation():
    lines = ["Area,ISO 3 code,Year,Area type,Category,Subcategory,Variable,Unit,Value"]
    columns = [of["column"] for of in power()["sources"].values()]
    names = ("power", "power_low_carbon", "power_wind_solar")
    totals, low, turning = (ahead(shipped(name), next_year(name), 1.0) for name in names)
    for c, row in totals.items():
        for y, v in row.items():
            clean, wind = (part.get(c, {}).get(y, 0.0) / 100 for part in (low, turning))
            parts = {"Coal": 1 - clean, "Wind": wind, "Hydro": clean - wind}
            iso = "" if c == WORLD else c
            lines += [
                f"{c},{iso},{y},Country or economy,Electricity generation,Fuel,{k},TWh,{v * parts.get(k, 0.0)}"
                for k in columns
                if c != WORLD
            ]
    return {"/ember/file": "\n".join(lines).encode()}


def everything():
    return {
        **outlook(),
        **worldbank("wdi"),
        **worldbank("urban"),
        **accounts(),
        **carbon(),
        **gases(2025),
        **generation(),
    }


def test_every_source_that_is_offered_is_read_and_used(site, cache):
    """A year further than shipped, from each publisher's layout; shipped figures are not touched."""
    site |= everything()
    done = {name: update(name, DAY) for name in releases()}
    after = series("CHN")
    for name, of in releases().items():
        assert set(of["items"]) <= set(done[name].figures)
        newest = {n: 2026 if name == "weo" else next_year(n) for n in of["items"]}
        assert {n: after[n].last for n in newest} == newest
        assert done[name].files[0]["sha256"] == hashlib.sha256(site[_path(name, of)]).hexdigest()
    assert after["growth"].status(2027) == "projected"
    assert (after["growth"].status(2026), after["growth"].status(2025)) == ("estimated", "observed")
    assert after["co2"].values[2025] == round(shipped("co2")["CHN"][2024] * 1.02)
    assert after["co2_per_person"].values[2025] == pytest.approx(
        after["co2"].values[2025] / after["population"].values[2025], abs=0.006
    )
    assert after["manufacturing_share"].values[2025] == pytest.approx(
        shipped("manufacturing_share")["CHN"][2024], abs=0.1
    )
    newest = next_year("power")
    low = shipped("power_low_carbon")["CHN"][newest - 1]
    assert after["power_low_carbon"].values[newest] == pytest.approx(low, abs=0.1)
    assert figures_of.verify() == []
    assert not (cache / "now" / "coming").exists()


def _path(name, of):
    item = next(iter(of["items"].values()))
    return {"weo": f"/weo/{item}", "wdi": f"/wdi/{item}", "urban": f"/urban/{item}", "edgar": "/edgar/2025"}.get(
        name, f"/{name}/file"
    )


def test_the_page_and_the_list_say_what_is_an_update(site, capsys):
    site |= outlook()
    plain = ni.now("CHN", date="2027-12-01").to_dict()["sources"]["weo"]
    assert "updated" not in plain
    update("weo", DAY)
    found = ni.now("CHN", date="2027-12-01")
    source = found.to_dict()["sources"]["weo"]
    assert (source["date"], source["updated"]) == ("2027-10", "2027-11-28")
    assert any("IMF (2027-10, fetched 2027-11-28)" in text for text in nowtext.sentences(found, "en"))
    assert any("2027-11-28获取" in text for text in nowtext.sentences(found, "zh"))
    assert found["growth"].year == 2026
    show_updates()
    assert "weo     2027-10  2027-11-28" in capsys.readouterr().out


def test_the_update_before_is_kept_and_the_shipped_figures_come_back(site, cache):
    site |= outlook()
    update("weo", DAY)
    first = (cache / "now" / "weo.json").read_bytes()
    update("weo", DAY + datetime.timedelta(1))
    assert [p.read_bytes() for p in (cache / "now" / "old").iterdir()] == [first]
    assert withdraw() == ("weo",)
    assert series("CHN")["growth"].last == 2025
    assert withdraw() == ()


def spoiled():
    """Return what a source may send instead, the source, and the beginning of what is said."""
    weo, growth = releases()["weo"]["items"], shipped("growth")
    few = {c: growth[c] for c in [*growth][:50]}
    percent = {c: {y: v / 100 for y, v in row.items()} for c, row in shipped("gdp_per_person_ppp").items()}
    return [
        ("weo", {}, "weo: 127.0.0.1"),
        ("weo", {**outlook(), f"/weo/{weo['growth']}": b"<html>moved</html>"}, "weo: what came is not the release"),
        ("weo", outlook(growth=ahead(few, 2027)), "weo: what came is not the release that is known (growth: "),
        ("weo", outlook(gdp_per_person_ppp=percent), "weo: what came is not the release that is known (gdp_per_person"),
        ("weo", outlook("spring"), "weo: what came is not the release that is known (about.data: the edition"),
        ("wdi", {f"/wdi/{i}": b'[{"pages": 2}, []]' for i in releases()["wdi"]["items"].values()}, "wdi: what came"),
        ("gcb", {"/gcb/file": b"a,b\n1,2\n"}, "gcb: what came is not the release that is known (gcb.data: columns"),
        ("ama", {"/ama/file": workbook("x", [["other"], [1]])}, "ama: what came is not the release that is known"),
        ("ama", {"/ama/file": b"PK broken"}, "ama: what came is not the release that is known"),
        ("edgar", {"/edgar/2027": workbook("x", [["a"]])}, "edgar: what came is not the release"),
        ("ember", {"/ember/file": b"Area,Year\n"}, "ember: what came is not the release that is known"),
    ]


def test_a_source_that_moved_or_changed_is_one_line_and_the_figures_stay(site, cache):
    before = {n: dict(s.values) for n, s in series("CHN").items()}
    for name, sent, said in spoiled():
        site.clear()
        site |= sent
        with pytest.raises(DataError) as refused:
            update(name, DAY)
        assert str(refused.value).startswith(said), name
        assert "\n" not in str(refused.value)
        assert "The figures that you have stay. See http" in str(refused.value)
    assert {n: dict(s.values) for n, s in series("CHN").items()} == before
    assert not list(cache.rglob("*.json"))


def test_without_a_network_it_is_one_line(monkeypatch):
    with serving(Behaviour({})) as address:
        pass
    monkeypatch.setattr(now_updates, "releases", lambda: {"gcb": {**releases()["gcb"], "url": f"{address}/x"}})
    with pytest.raises(DataError, match=r"^gcb: no connection to 127\.0\.0\.1:\d+ .*The figures that you have stay"):
        update("gcb", DAY)


def test_the_command_goes_on_after_a_source_that_failed(site, capsys):
    """What came is in a table, what failed a line on standard error, and the exit code tells."""
    site |= worldbank("urban")
    done = CliRunner().invoke(app, ["data", "update", "urban", "gcb"], prog_name="newind")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1].startswith("urban   2027-07-13  2023  urban    ")
    assert done.stderr.startswith("newind: gcb: 127.0.0.1")
    assert done.stderr.count("\n") == 1
    assert CliRunner().invoke(app, ["data", "update", "--shipped"], prog_name="newind").stdout == "urban\n"
    wrong = CliRunner().invoke(app, ["data", "update", "baci"], prog_name="newind")
    assert wrong.exit_code == 2
    assert "unknown source 'baci'" in wrong.stderr
    assert "ama, gcb, edgar, ember" in wrong.stderr


def test_a_damaged_update_is_named(cache):
    (cache / "now").mkdir(parents=True)
    (cache / "now" / "weo.json").write_text("{}")
    with pytest.raises(DataError, match=r"weo\.json: not an update of official figures\. Remove the file"):
        series("CHN")
