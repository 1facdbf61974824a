"""The shipped set now: whole, what its sources say, and published figures of China."""

from __future__ import annotations

import csv
import math
import re

import pandas as pd
import pytest

import newind as ni
from builders import now_sources
from builders.catalogue import build
from newind.accounts.regions import read_regions
from newind.data.reference import folder, now, now_layouts, package, power
from newind.data.reference.now import WORLD, columns, economies, mix, partners, series
from newind.errors import DataError, UnknownNameError


def test_it_is_whole_and_small():
    assert now.verify() == []
    assert len(economies()) >= 200
    assert set(economies()) <= {c for c, r in read_regions().items() if r.kind == "country"}
    assert sum(p.stat().st_size for p in folder("now").iterdir()) < 9e5
    sources = {of["source"] for of in columns().values()}
    assert sources <= set(now.origins())
    assert all({"title", "author", "licence", "date", "path"} <= set(s) for s in package("now")["sources"])
    assert not [s for s in package("now")["sources"] if "Energy Institute" in s["author"]]


def test_china_as_it_is_published():
    """UN: 4.685 tn of 18.744 tn USD in 2024; World Bank: R&D 2.58 % in 2023; GCB 2025: 12,289 Mt; Ember: 10,087 TWh."""
    found = series("CHN")
    assert found["manufacturing_share"].values[2024] == pytest.approx(100 * 4.685324 / 18.7438, abs=0.05)
    assert found["gdp"].values[2024] == pytest.approx(18744, abs=1)
    assert found["growth"].values[2024] == 5.0
    assert found["rd"].values[2023] == 2.58
    assert found["co2"].values[2024] == 12289
    assert found["power"].values[2024] == 10087
    assert 28 < found["manufacturing_world"].values[2024] < 29
    assert {to for to, _ in partners("CHN")["exports"][:2]} == {"USA", "HKG"}
    assert dict(partners("CHN")["exports"])["USA"] == pytest.approx(440.5 / 3343.6, abs=1e-3)


def test_shares_of_the_world_are_formed_when_nearly_all_report():
    """China reports manufacturing from 2004 on: without it the shares of the others would be too high."""
    of = {code: s["manufacturing_world"].values for code in economies() if "manufacturing_world" in (s := series(code))}
    assert {y for values in of.values() for y in values} == set(range(2004, 2025))
    for year in (2004, 2024):
        assert sum(values.get(year, 0.0) for values in of.values()) == pytest.approx(100, abs=0.7)


def test_projections_are_no_observations():
    of = series("CHN")["growth"]
    assert (of.last, of.status(2024), of.status(2025), of.status(2026)) == (2025, "observed", "estimated", "projected")
    with_ahead = {"growth", "gdp_imf", "gdp_per_person_ppp", "population"}
    for code in (*economies(), WORLD):
        assert {n for n, s in series(code).items() if any(y > s.last for y in s.values)} <= with_ahead


def test_the_last_year_is_the_last_that_is_no_projection_and_looks_for_updates_once(monkeypatch):
    looked, state = [], now._state
    monkeypatch.setattr(now, "_state", lambda: looked.append(1) or state())
    for s in series("CHN").values():
        want = max((y for y in s.values if s.status(y) != "projected"), default=0)
        fresh = now.OfficialSeries(s.name, s.economy, s.values)
        looked.clear()
        assert fresh.last == want
        assert len(looked) == 1


def test_power_is_that_of_the_set_power():
    """Of the same year, and told alike with one decimal of a per cent, of every economy and the world."""
    g = power.generation()
    for code in set(g.economies) - {"REU", "ROW"}:
        year, shares = mix(code)
        assert series(code)["power"].last == year == g.list_years(code)[-1]
        assert list(shares) == list(g.sources)
        values = g.values[g.at(code), :, g.year_at(year)]
        assert list(shares.values()) == [round(v, 3) for v in values / values.sum()]


def test_shares_add_up_and_figures_are_finite():
    with (folder("now") / now.PARTNERS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    total: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["economy"], row["flow"])
        total[key] = total.get(key, 0.0) + float(row["share"])
    assert max(total.values()) <= 1.0005
    assert all(math.isfinite(v) for code in economies() for s in series(code).values() for v in s.values.values())
    bounded = ("urban", "power_low_carbon", "power_wind_solar")
    assert all(0 <= v <= 100.05 for c in economies() for n in bounded for v in _values(c, n))


def _values(code, name):
    found = series(code)
    return found[name].values.values() if name in found else ()


def test_an_economy_is_found_by_code_or_name():
    assert [now.code_of(t) for t in ("chn", "Viet Nam", "越南", " Korea, Rep. ")] == ["CHN", "VNM", "VNM", "KOR"]
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHX'\. Did you mean 'CHN'\?"):
        now.code_of("CHX")
    with pytest.raises(UnknownNameError, match="Did you mean 'Germany'"):
        series("Germny")


def test_it_is_built_again_as_it_is_shipped(shared, tmp_path):
    for path in build("now", shared, tmp_path):
        assert path.read_bytes() == (folder("now") / path.name).read_bytes().replace(b"\r\n", b"\n")


def test_figures_of_the_sources(shared):
    rows = pd.read_parquet(shared / now_sources.FILES["weo"])
    of = rows[(rows["iso"] == "VNM") & (rows["indicator"] == "ngdp_rpch") & (rows["year"] == 2019)]
    assert series("VNM")["growth"].values[2019] == round(float(of["value"].iloc[0]), 1)
    un = pd.read_parquet(shared / now_sources.FILES["ama"])
    parts = un[un["m49"].isin([835, 836]) & (un["year"] == 2024) & (un["indicator"] == now_layouts.ITEMS["gdp"])]
    assert len(parts) == 2
    assert series("TZA")["gdp"].values[2024] == pytest.approx(parts["usd"].sum() / 1e9, rel=5e-3)


def test_a_source_that_does_not_fit_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"there is no such file\. Give the folder with the sources"):
        now_sources.frame(tmp_path, "wdi", ("iso3",))
    path = tmp_path / now_sources.FILES["wdi"]
    path.parent.mkdir(parents=True)
    path.write_text("iso3,year\nCHN,2024\n")
    with pytest.raises(DataError, match="columns missing: 'value'"):
        now_sources.frame(tmp_path, "wdi", ("iso3", "year", "value"))


def test_no_large_economy_is_lost_by_its_name(shared):
    """Carbon of economies and of ships and planes between them is that of the world: every name was understood."""
    rows = pd.read_parquet(shared / now_sources.FILES["gcb"])
    rows = rows[(rows["type"] == "territorial") & (rows["year"] == 2024)].set_index("country")["mtco2"]
    between = rows["International Shipping"] + rows["International Aviation"]
    found = sum(series(c)["co2"].values.get(2024, 0.0) for c in economies() if "co2" in series(c))
    assert found + between == pytest.approx(rows["World"], rel=5e-4)
    large = [c for c in economies() if "gdp_imf" in series(c) and series(c)["gdp_imf"].values.get(2024, 0.0) > 500]
    needed = ("growth", "co2", "co2_consumption", "ghg", "power")
    assert len(large) > 30
    assert not {c: lost for c in large if (lost := [n for n in needed if n not in series(c)])}


def test_labour_shares_are_of_one_declared_concept_each():
    shipped = package("now")["labour"]["of"]
    assert set(now.labour_shares()) == set(shipped) == {"CHN", "RUS", "USA"}
    for code, of in shipped.items():
        found = now.labour_shares()[code]
        assert min(found.total) >= of["since"]
        assert set(found.total) == set(found.manufacturing)
        assert all(0 < v < 1 for v in (*found.total.values(), *found.manufacturing.values()))
        assert all(found.concept[lang] and found.who[lang] and found.source[lang] for lang in ("en", "zh"))
        assert now.origins()[of["source"]]["title"] in found.source["en"]
        assert set(now.origins()[of["source"]]) == set(now.origins()["weo"])


def test_labour_shares_of_china_are_those_of_its_national_tables():
    """Every row of the file, and one concept: the treatment of the self-employed changed in 2004 and 2008."""
    china = ni.load("china")
    with (folder("now") / now.LABOUR).open(encoding="utf-8", newline="") as file:
        rows = {int(r["year"]): float(r["total"]) for r in csv.DictReader(file) if r["economy"] == "CHN"}
    assert set(rows) == set(china.years)
    table = ni.measure(china, "people.labour_share", regions="CHN")
    table = table[table["industry"].isna()].set_index("year")["value"]
    assert rows == pytest.approx(table.to_dict(), abs=5e-5)
    assert list(now.labour_shares()["CHN"].total) == [y for y in china.years if y > 2008]


def test_labour_shares_of_other_economies_are_those_of_their_tables(shared):
    """Once more from the tables' own sums, and value added that meets the GDP of another source."""
    use = pd.read_parquet(shared / now_sources.FILES["bea"]).astype({"row": str, "col": str})
    use, made = use[use["table"] == "Use"], use[use["table"] == "Make"]
    industries = set(made["row"]) - {"Total Commodity Output"}
    for year, share in now.labour_shares()["USA"].total.items():
        of = use[(use["year"] == year) & use["col"].isin(industries)].groupby("row")["musd"].sum()
        assert of["V001"] + of["V002"] + of["V003"] == pytest.approx(of["Total Value Added"], rel=1e-6)
        assert share == pytest.approx(of["V001"] / of["Total Value Added"], abs=5e-5)
        assert of["Total Value Added"] / 1e3 == pytest.approx(series("USA")["gdp"].values[year], rel=0.01)
    sut = pd.read_parquet(shared / now_sources.FILES["rosstat"]).astype({"sheet": str, "row": str, "col": str})
    whole = sut[(sut["sheet"] == "ТИоц") & (sut["col"] == "TOTAL")].set_index("row")["m_rub"]
    russia = now.labour_shares()["RUS"]
    assert russia.total == pytest.approx({2019: whole["D1"] / whole["B1g"]}, abs=5e-5)
    of = sut[(sut["sheet"] == "ТИоц") & sut["col"].map(_division).between(10, 33)].groupby("row")["m_rub"].sum()
    assert russia.manufacturing == pytest.approx({2019: of["D1"] / of["B1g"]}, abs=5e-5)


def _division(column):
    """Return the first division of a column of Rosstat's, ``С (10-12)``; 0 for what is none."""
    digits = re.search(r"\d+", column)
    return int(digits[0]) if digits and not column.startswith(("P", "Р")) else 0


def test_power_of_a_part_of_the_world_is_not_that_of_the_world():
    """A year without small economies counts, one without a large one does not, nor the next that still lacks it."""
    made = {"AAA": (2000, 2001, 2002, 2003), "BBB": (2000, 2001), "CCC": (2000,)}
    size = {"AAA": 94.0, "BBB": 5.5, "CCC": 0.5}
    rows = pd.DataFrame([(c, y, size[c]) for c, years in made.items() for y in years], columns=["ISO3", "Year", "Coal"])
    found = now_layouts.build_power_table(rows, {"Coal": "coal"})["coal"]
    assert found.loc["WLD"].to_dict() == {2000: 100.0, 2001: 99.5}
    assert sorted(found.loc["AAA"].index) == [2000, 2001, 2002, 2003]
