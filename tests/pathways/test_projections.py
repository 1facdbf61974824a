"""Projections of one's own: what they move, what follows from them, and what is refused, with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import newind as ni
from newind.accounts.satellite import Satellites
from newind.equilibrium.path import solve_in_steps
from newind.errors import BilingualMessage, DataError
from newind.pathways.growthpath import growth_path, project_series
from newind.pathways.pathway import Pathway, pathway
from newind.pathways.projections import COLUMNS, SKILLS, UNITS, ProjectionRow, Projections, as_projections, relative_pay
from newind.pathways.prospects import PathwayAssumptions, plain, read_projections, split_parameters, write_projections
from newind.policy.schema import Shock
from newind.testing import REGIONS, Structure, build

UNTIL = 2027
SEEN = 2024
"""Last year in which GDP is observed."""


def projected(*rows: tuple[str, int, str, float, str]) -> Projections:
    return Projections(tuple(ProjectionRow(*row, line=k) for k, row in enumerate(rows, 2)))


def under(w: ni.Accounts, *rows: tuple[str, int, str, float, str], until: int = UNTIL) -> Pathway:
    return pathway(w, None, until, projections=projected(*rows))


def ahead_of(w: ni.Accounts, *rows: tuple[str, int, str, float, str], until: int = UNTIL):
    return growth_path(w, until, PathwayAssumptions({"projections": projected(*rows).to_dict()}))


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(Structure(REGIONS[:2], ("c14", "c27", "c30"), inventories=False), 3, year=2022)


@pytest.fixture(scope="module")
def usual(economy: ni.Accounts) -> Pathway:
    return pathway(economy, None, UNTIL)


@pytest.fixture(scope="module")
def doubled(economy: ni.Accounts) -> Pathway:
    return under(economy, ("CHN", 2024, "work", 1.0, "index"), ("CHN", 2025, "work", 2.0, "index"))


@pytest.mark.parametrize("seed", range(3))
def test_labels_decide_and_not_the_order_of_rows_and_columns(tmp_path: Path, seed: int) -> None:
    """A file in any order moves each economy by its own figures."""
    rng = np.random.default_rng(seed)
    rows = [(c, y, "work", 1.0 + k / 10 + (y - 2024) * k, "index") for k, c in enumerate("ab") for y in (2024, 2025)]
    rows = [({"a": "CHN", "b": "USA"}[c], *rest) for c, *rest in rows]
    names, found = ("region", "year", "what", "value", "unit"), []
    for turned in (range(4), range(5)), (rng.permutation(4), rng.permutation(5)):
        lines = [[(names, *rows)[0 if k < 0 else k + 1][c] for c in turned[1]] for k in (-1, *turned[0])]
        path = tmp_path / "p.csv"
        path.write_text("\n".join(",".join(map(str, line)) for line in lines), "utf-8")
        found.append({(r.region, r.year, r.what, r.value, r.unit) for r in read_projections(path).rows})
    assert found[0] == found[1] == set(rows)


# ---- what follows from them
def test_gdp_of_doubled_work_is_that_of_the_static_model(usual: Pathway, doubled: Pathway) -> None:
    """In the first year capital is what it was: the year is one solve of the model, with more work."""
    year = usual.base.run[2025]
    more = doubled.base.growth.labour[3] - usual.base.growth.labour[3]
    assert more[1] == 0.0
    shocks = replace(year.problem.shocks, labour=year.problem.shocks.labour + more)
    alone = solve_in_steps(usual.base.run.model, replace(year.problem, shocks=shocks))
    wanted = alone.state.product / year.solution.state.product
    found = doubled.series("gdp")[3] / usual.series("gdp")[3]
    assert np.allclose(found, wanted, rtol=1e-7)
    assert 1.2 < found[0] < 2.0 ** (more[0] / np.log(2.0))  # less than in proportion, as capital stays


def test_what_is_observed_is_met_all_the_same(usual: Pathway, doubled: Pathway) -> None:
    early = [t for t, year in enumerate(usual.years) if year <= SEEN]
    for name in ("gdp", "co2"):
        assert np.allclose(doubled.series(name)[early], usual.series(name)[early], rtol=1e-7)
    assert (doubled.base.growth.follows[:, 0] == [False, False, False, True, True, True]).all()


def test_capital_catches_up_with_work(economy: ni.Accounts, usual: Pathway) -> None:
    flat = [("CHN", year, "work", 0.0, "%/year") for year in (2026, UNTIL)]
    steady = under(economy, ("CHN", 2025, "work", 40.0, "%/year"), *flat)
    more = steady.series("capital")[:, 0] / usual.series("capital")[:, 0]
    assert more[3] == pytest.approx(1.0, abs=1e-6)
    assert 1.0 < more[4] < more[5]


def test_what_is_assumed_given_as_projections_is_the_usual_path(economy: ni.Accounts, usual: Pathway) -> None:
    o = usual.base.growth
    rows = []
    for r, code in enumerate(usual.regions.codes):
        for t, year in enumerate(o.years):
            levels = {"population": o.population, "work": o.labour, "gdp": o.product}
            rows += [(code, year, what, float(np.exp(logs[t, r])), "index") for what, logs in levels.items()]
            rows.append((code, year, "human_capital", 1.0, "index"))
    found = under(economy, *rows)
    for name in ("population", "labour", "product", "gap"):
        assert np.allclose(getattr(found.base.growth, name), getattr(o, name), rtol=0, atol=1e-12), name
    assert found.base.growth.plain is None
    for name in ("gdp", "real_income", "consumption", "capital", "co2"):
        off = np.abs(found.series(name) / usual.series(name) - 1.0).max()
        assert off < 1e-9, name  # twice as near as each is calibrated


def test_gdp_and_carbon_that_are_projected_are_met(economy: ni.Accounts, usual: Pathway) -> None:
    rows = [("CHN", 2025, "gdp", 3.0, "%/year"), ("CHN", UNTIL, "gdp", 5.0, "%/year"),
            ("CHN", 2024, "co2", 100.0, "Mt"), ("CHN", UNTIL, "co2", 70.0, "Mt")]  # fmt: skip
    found = under(economy, *rows)
    gdp, co2 = found.series("gdp")[:, 0], found.series("co2")[:, 0]
    assert np.allclose(gdp[3:] / gdp[2:-1] - 1.0, [0.03, 0.04, 0.05], rtol=1e-6)
    assert np.allclose(co2[2:] / co2[2], 0.7 ** (np.arange(4) / 3.0), rtol=1e-9)
    assert found.base.growth.basis[:, 0].tolist() == ["observed"] * 3 + ["projected"] * 3
    assert found.base.growth.basis[:, 1].tolist() == ["observed"] * 3 + ["estimated"] + ["projected"] * 2
    with_work = under(economy, *rows[:2], ("CHN", 2025, "work", 4.0, "%/year"), ("CHN", UNTIL, "work", 4.0, "%/year"))
    assert np.allclose(with_work.series("gdp")[:, 0], gdp, rtol=1e-7)
    productivity = [p.base.run.drivers.productivity[-1, 0] for p in (with_work, found)]
    assert productivity[0] < productivity[1] - 0.01
    assert np.abs(with_work.series("gdp")[:, 1] / usual.series("gdp")[:, 1] - 1.0).max() < 0.02


def test_a_projected_frontier_draws_others_along(economy: ni.Accounts) -> None:
    assert economy.regions.codes[1] == "USA"
    rows = ("USA", 2025, "gdp", 9.0, "%/year"), ("USA", UNTIL, "gdp", 9.0, "%/year")
    given = {"product": "penn", "projections": projected(*rows).to_dict()}
    found = growth_path(economy, UNTIL, PathwayAssumptions(given))
    before = growth_path(economy, UNTIL, PathwayAssumptions({"product": "penn"}))
    assert found.gap[-1, 0] > before.gap[-1, 0] + 0.1
    assert found.product[-1, 0] > before.product[-1, 0]
    assert (found.gap[:, 1] == 0.0).all()


def test_a_package_has_the_same_outlook_as_its_baseline(economy: ni.Accounts, doubled: Pathway) -> None:
    given = projected(("CHN", 2024, "work", 1.0, "index"), ("CHN", 2025, "work", 2.0, "index"))
    better = Shock("productivity", 0.01, region="CHN")
    found = pathway(economy, better, UNTIL, start=2025, phase_in=0, history=True, projections=given)
    assert np.array_equal(found.baseline.series("gdp"), doubled.series("gdp"))
    assert (found.change("gdp")[3:, 0] > 0.009).all()
    again = found.rerun(off=["capital"])
    assert again.given["projections"] == given.to_dict()
    assert json.loads(found.to_json())["projections"]["rows"][1]["value"] == 2.0


# ---- series
def test_years_between_are_interpolated_and_growth_fades_beyond(economy: ni.Accounts) -> None:
    rows = [("CHN", 2024, "population", 1000.0, "persons"), ("CHN", 2026, "population", 1210.0, "persons")]
    found = np.exp(np.diff(ahead_of(economy, *rows, until=2060).population[:, 0]))
    assert np.allclose(found[2:4], 1.1)
    assert np.allclose(np.log(found[4:7]) / np.log(1.1), 0.5 ** (np.arange(1, 4) / 10.0))
    assert found[-1] < 1.01


def test_before_its_first_year_a_series_is_as_assumed(economy: ni.Accounts, usual: Pathway) -> None:
    found = ahead_of(economy, ("CHN", 2026, "population", 1.0, "index"), ("CHN", 2027, "population", 1.5, "index"))
    assert np.allclose(found.population[:-1], usual.base.growth.population[:-1], atol=1e-14)
    assert found.population[-1, 0] - found.population[-2, 0] == pytest.approx(np.log(1.5))
    grown, more = project_series(np.array([[0.0, 0.1]]), np.full((1, 4), np.nan), 10.0)
    assert grown.shape == (1, 4)
    assert (more == 0.0).all()


def skills(region: str, year: int, *shares: float, unit: str = "%") -> list[tuple[str, int, str, float, str]]:
    return [(region, year, f"skill.{s}", share, unit) for s, share in zip(SKILLS, shares, strict=True)]


PAID = [("CHN", 2024, f"pay.{s}", pay, "1") for s, pay in zip(SKILLS, (3.0, 2.0, 1.0), strict=True)]


def test_skills_move_the_quality_of_work_by_what_they_earn(economy: ni.Accounts, usual: Pathway) -> None:
    """From 10, 40, 50 to 30, 40, 30 % at pay of 3, 2, 1: 1.6 to 2.0, by hand; half way it is 1.8."""
    rows = [*PAID, *skills("CHN", 2025, 10, 40, 50), *skills("CHN", 2027, 30, 40, 30)]
    ahead = ahead_of(economy, *rows)
    more = np.exp(ahead.labour - usual.base.growth.labour)[:, 0]
    usually = np.exp(growth_path(economy, UNTIL, PathwayAssumptions()).labour[:, 0])
    quality = np.diff(np.log(usually * more))
    work = np.diff(np.log(usually))
    assert np.allclose(more[:4], 1.0)
    one = ahead_of(economy, *PAID, *skills("CHN", 2025, 0.1, 0.4, 0.5, unit="1"),
                   *skills("CHN", 2027, 3e6, 4e6, 3e6, unit="persons"))  # fmt: skip
    assert one.labour.shape == ahead.labour.shape
    constant = ahead_of(economy, *PAID, *skills("CHN", 2025, 10, 40, 50), *skills("CHN", 2027, 10, 40, 50))
    shifted = np.exp(ahead.labour - constant.labour)[:, 0]
    assert shifted[4:] == pytest.approx([1.8 / 1.6, 2.0 / 1.6])
    assert quality[-1] > work[-1]


def test_pay_by_skill_is_that_of_the_accounts(economy: ni.Accounts) -> None:
    """High-skilled hours earn 3, medium 2, low 1 in the first region; nothing is known of the second."""
    shape = (economy.R, economy.S)
    known = np.array([1.0, np.nan])[:, None]
    made = {}
    for skill, (hours, pay) in zip(SKILLS, ((2.0, 6.0), (5.0, 10.0), (4.0, 4.0)), strict=True):
        for name, value in ((f"hours_{skill}", hours), (f"labour_compensation_{skill}", pay)):
            made[name] = replace(economy.satellites[name], values=(np.full(shape, value) * known).ravel())
    w = economy._replace(satellites=Satellites({**economy.satellites, **made}))
    assert relative_pay(w)[0] == pytest.approx([3.0, 2.0, 1.0])
    assert np.isnan(relative_pay(w)[1]).all()
    moving = [*skills("CHN", 2025, 10, 40, 50), *skills("CHN", 2027, 30, 40, 30)]
    assert np.allclose(ahead_of(w, *moving).labour, ahead_of(economy, *PAID, *moving).labour)


# ---- files
HEAD = "region,year,what,value,unit,source,status\n"


def written(folder: Path, text: str, head: str = HEAD, name: str = "p.csv") -> Path:
    path = folder / name
    path.write_text(head + text, encoding="utf-8")
    return path


def test_a_file_and_what_was_read_of_it_say_the_same(tmp_path: Path, economy: ni.Accounts) -> None:
    file = written(tmp_path, "CHN,2024,work,1,index\nCHN,2025,work,2,index,Us,estimated\nCHN,2030,gdp,,%/year\n")
    found = ni.read_projections(file)
    assert [row.line for row in found.rows] == [2, 3]
    assert found.rows[1] == ProjectionRow("CHN", 2025, "work", 2.0, "index", "Us", "estimated", 3)
    assert as_projections(json.loads(json.dumps(found.to_dict()))) == found
    assert plain({"projections": found}) == {"projections": found.to_dict()}
    assert split_parameters({"projections": None, "trade_elasticity": 4.0}) == ({"trade_elasticity": 4.0}, {})
    by_name = pathway(economy, None, UNTIL, projections=file)
    assert by_name.base is pathway(economy, None, UNTIL, parameters={"projections": found}).base
    assert found.hash == replace(found, name="another").hash


def test_columns_may_be_chinese(tmp_path: Path) -> None:
    file = written(tmp_path, "CHN,2025,gdp,4.5,%/year\n", head="地区,年份,项目,数值,单位\n")
    assert read_projections(file).rows[0].value == 4.5


def test_a_template_is_filled_in_and_read(tmp_path: Path) -> None:
    path = write_projections(tmp_path / "t.csv", ["CHN", "USA"], 2035)
    with pytest.raises(DataError, match="no figures"):
        read_projections(path)  # nobody has filled anything in
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[2] == ",".join(COLUMNS)
    filled = text.replace("CHN,2030,population,,", "CHN,2030,population,1400,")
    path.write_text(filled, encoding="utf-8")
    found = read_projections(path)
    assert [(row.region, row.year, row.what) for row in found.rows] == [
        ("CHN", 2024, "population"),
        ("CHN", 2030, "population"),
    ]
    assert "Penn World Table" in found.rows[0].source
    with pytest.raises(DataError, match=r"written as \.csv"):
        write_projections(tmp_path / "t.docx", ["CHN"], 2035)
    with pytest.raises(DataError, match="a template needs regions"):
        write_projections(tmp_path / "t.csv", ["CHN"], 2020)


WRONG = [
    ("CHN,2025,wrok,1,index", "p.csv:2: 'wrok' cannot be projected. Did you mean 'work'?"),
    ("CHN,2025,work,1,dozens", "p.csv:2: work is not given in 'dozens'"),
    ("CHN,soon,work,1,index", "p.csv:2: 'soon' is no year"),
    ("CHN,1950,work,1,index", "'1950' is no year from 1990"),
    ("CHN,2025,work,many,index", "'many' is no number"),
    (",2025,gdp,1,%/year", "p.csv:2: no region"),
    ("CHN,2025,gdp,1,%/year,,guessed", "status 'guessed' is not one of assumed, estimated, observed"),
    ("CHN,2025,gdp,1,%/year,,estimated", "needs a source"),
    ("CHN,2025,work,-1,index\nCHN,2026,work,1,index", "work is -1. It has to be above 0"),
    ("CHN,2025,gdp,80,%/year", "80 % a year makes no sense"),
    ("CHN,2025,work,1,index\nCHN,2025,work,2,index", "p.csv:3: work of CHN is given on line 2 already"),
    ("CHN,2025,work,1,index\nCHN,2026,work,2,hours", "p.csv:3: work of CHN is in 'hours' here, but in 'index'"),
    ("CHN,2025,work,1,index", "work of CHN has one year, which says no growth"),
    ("CHN,2025,skill.high,20,%\nCHN,2025,skill.low,80,%", "skills of CHN in 2025 lack skill.medium"),
    ("CHN,2025,skill.high,20,%\nCHN,2025,skill.medium,30,%\nCHN,2025,skill.low,80,%", "sum to 130, not to 100"),
    ("CHN,2025,skill.high,20,%\nCHN,2025,skill.medium,30,%\nCHN,2025,skill.low,0.5,1", "have several units"),
    ("CHN,2025,pay.high,2,1", "pay by skill of CHN is not whole"),
    ("CHN,2025,human_capital,1,%/year\n" + "".join(
        f"CHN,{y},skill.{s},{v},%\n" for y in (2025, 2030) for s, v in zip(SKILLS, (20, 30, 50), strict=True)),
     "CHN has human_capital and skills"),
    ("\n".join(f"CHN,2025,w{k},1,index" for k in range(5)), "And 2 more mistakes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[said for _, said in WRONG])
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_projections(written(tmp_path, text))
    told = caught.value.args[0]
    assert said in told
    assert isinstance(told, BilingualMessage)
    assert told.zh


def test_columns_and_kinds_that_are_no_projections(tmp_path: Path) -> None:
    for head, said in (("region,year,what,value\n", "no column unit"), (HEAD.replace("unit", "nuit"), "column 'nuit'")):
        with pytest.raises(DataError, match=said):
            read_projections(written(tmp_path, "CHN,2025,gdp,1,%/year\n", head=head))
    (tmp_path / "none.csv").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(DataError, match="no figures"):
        read_projections(tmp_path / "none.csv")
    with pytest.raises(DataError, match="not str"):
        as_projections("p.csv")  # type: ignore[arg-type] - a name is not read where parameters come from afar
    assert set(UNITS) > {"population", "work", "gdp", "co2"}


def test_regions_carbon_and_pay_that_the_accounts_lack(economy: ni.Accounts) -> None:
    with pytest.raises(DataError, match=r"projections:2: 'CHM' is no region of the accounts\. Did you mean 'CHN'"):
        under(economy, ("CHM", 2025, "gdp", 3.0, "%/year"))
    with pytest.raises(DataError, match="co2 of CHN begins in 2026, but is observed until 2024"):
        under(economy, ("CHN", 2026, "co2", 3.0, "Mt"), ("CHN", 2027, "co2", 2.0, "Mt"))
    unpaid = economy._replace(satellites=Satellites({"hours": economy.satellites["hours"]}))
    assert np.isnan(relative_pay(unpaid)).all()
    with pytest.raises(DataError, match=r"projections:2: what work of each skill earns in CHN"):
        under(unpaid, *skills("CHN", 2025, 10, 40, 50), *skills("CHN", 2027, 30, 40, 30))
