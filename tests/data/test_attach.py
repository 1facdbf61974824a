"""Figures of a user joined to accounts: by code, name or concordance; every problem named, none half-done."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts import classification
from newind.data.attach import attach, join
from newind.data.attach_rows import bridge
from newind.errors import DataError


def table(industries: tuple[str, ...], regions: tuple[str, ...] = ("CN-GD", "ROW")) -> ni.Accounts:
    """A table whose first region makes everything, more of each industry than of the one before."""
    S, R = len(industries), len(regions)
    Y = np.zeros((R * S, R * 2))
    Y[:S, 0], Y[:S, 1] = np.arange(1, S + 1), 1.0
    return ni.Accounts(np.zeros((R * S, R * S)), Y, regions, industries, ("households", "government"), 2017,
                       unit="M.CNY", boundary=regions[1:])  # fmt: skip


@pytest.fixture
def w() -> ni.Accounts:
    return table(("n01", "n02", "n03"))


def written(folder: Path, text: str, name: str = "co2.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_one_figure_a_row(w: ni.Accounts, tmp_path: Path) -> None:
    text = "region,industry,name,value,unit,status,source,follows\n" + "".join(
        f"CN-GD,n0{k},{name},{k * 10},{unit},estimated,bureau,labour\n"
        for name, unit in (("jobs", "k"), ("pay", "M.CNY"))
        for k in (1, 2, 3)
    )
    joined = join(w, written(tmp_path, text))
    jobs = joined.accounts.satellites["jobs"]
    assert_allclose(jobs.values, [10, 20, 30, np.nan, np.nan, np.nan])
    assert (jobs.unit, jobs.status, jobs.source, jobs.follows, jobs.final) == (
        "k",
        "estimated",
        "bureau",
        "labour",
        None,
    )
    assert joined.report == (
        "attached jobs (k): 3 of 3 industries of CN-GD, total 60",
        "  unknown for all industries of ROW",
        "attached pay (M.CNY): 3 of 3 industries of CN-GD, total 60",
        "  unknown for all industries of ROW",
    )
    assert w.satellites.__len__() == 0


@pytest.mark.parametrize(
    "text",
    [
        "industry,co2 (kt),jobs（千人）\nn01,1.5,7\nn02,,8\nfinal,2,NA\n",
        "industry,co2,jobs\nunit,kt,千人\nn01,1.5,7\nn02,NA,8\nfinal,2,\n",
        "行业;地区;名称;数值;单位\nn01;CN-GD;co2;1.5;kt\nfinal;广东;co2;2;kt\nn01;Guangdong;jobs;7;千人\nn02;cn-gd;jobs;8;千人\n",
    ],
)
def test_columns_and_units_in_every_shape(w: ni.Accounts, tmp_path: Path, text: str) -> None:
    joined = join(w, written(tmp_path, text))
    co2, jobs = joined.accounts.satellites["co2"], joined.accounts.satellites["jobs"]
    assert_allclose(co2.values, [1.5, *[np.nan] * 5])
    assert co2.final is not None
    assert_allclose(co2.final, [2, np.nan])
    assert_allclose(jobs.values, [7, 8, *[np.nan] * 4])
    assert (co2.unit, co2.follows, jobs.unit, jobs.final) == ("kt", "emissions", "千人", None)
    assert "attached co2 (kt): 1 of 3 industries of CN-GD and final users of 1 region, total 3.5" in joined.report
    assert "  unknown for lack of figures: 'CN-GD n02', 'CN-GD n03'" in joined.report


def test_a_file_names_its_figures_where_no_column_does(w: ni.Accounts, tmp_path: Path) -> None:
    assert attach(w, written(tmp_path, "industry,value\nn01,3\n", "water.csv")).satellites["water"].total == 3


def test_a_data_frame_and_a_workbook(w: ni.Accounts, tmp_path: Path) -> None:
    frame = pd.DataFrame({"industry": ["n01", "n02"], "jobs": [1.0, None]})
    assert_allclose(attach(w, frame).satellites["jobs"].values[:2], [1, np.nan])
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["industry", "jobs"])
        sheet.write_row(1, 0, ["n03", 5])
    assert attach(w, tmp_path / "f.xlsx").satellites["jobs"].values[2] == 5


@pytest.mark.parametrize("seed", range(3))
def test_labels_decide_and_not_the_order_of_rows_and_columns(w: ni.Accounts, seed: int) -> None:
    """A frame in any order, whatever its index, attaches the same."""
    parts = {"region": "CN-GD", "industry": ["n01", "n02", "n03"], "co2 (kt)": [1.0, 2, 3], "jobs": [4.0, 5, 6]}
    frame, rng = pd.DataFrame(parts, index=[7, 8, 9]), np.random.default_rng(seed)
    turned = frame.iloc[rng.permutation(3), rng.permutation(4)]
    assert attach(w, turned).equals(attach(w, frame))


def test_a_code_of_an_industry_is_no_final_user(w: ni.Accounts) -> None:
    """What may be an industry's code or part of its name is refused, not taken for households."""
    for label in ("S14", "household appliances"):
        with pytest.raises(DataError, match="match nothing"):
            attach(w, pd.DataFrame({"industry": [*w.industries, label], "co2 (kt)": 1.0}))


def test_final_users_by_category(w: ni.Accounts, tmp_path: Path) -> None:
    final = attach(w, written(tmp_path, "industry,value,unit\nn01,1,kt\nhouseholds,4,\n")).satellites["co2"].final
    assert final is not None
    assert_allclose(final, [4, 0, np.nan, np.nan])
    text = "industry,value,unit\nn01,1,kt\n居民消费支出,4,\npublic consumption,3,\n"
    final = attach(w, written(tmp_path, text)).satellites["co2"].final
    assert final is not None
    assert_allclose(final, [4, 3, np.nan, np.nan])
    text = "region,industry,co2 (kt)\nCN-GD,households,4\nCN-GD,Government consumption,1\nROW,final,7\n"
    final = attach(w, written(tmp_path, text)).satellites["co2"].final
    assert final is not None
    assert_allclose(final, [5, 7])


def test_figures_that_were_there_are_replaced_and_others_stay(w: ni.Accounts, tmp_path: Path) -> None:
    first = attach(w, written(tmp_path, "industry,co2 (kt),jobs\nn01,1,2\n"))
    joined = join(first, written(tmp_path, "industry,co2 (kt)\nn01,5\n"))
    assert joined.accounts.satellites["co2"].total == 5
    assert joined.accounts.satellites["jobs"].total == 2
    assert "  co2 replaces the figures that were there" in joined.report


# ---- concordances


def test_a_shipped_concordance_is_found_and_keeps_sums() -> None:
    w = table(tuple(classification.load("wiod26")))
    codes = list(classification.load("nbs42-2017"))
    figures = pd.DataFrame({"industry": codes, "co2 (kt)": np.arange(1.0, 43.0)})
    joined = join(w, figures)
    co2 = joined.accounts.satellites["co2"]
    assert co2.total == pytest.approx(sum(range(1, 43)), rel=1e-12)
    known = classification.concordance("nbs42-2017_to_wiod26")
    for target in ("c1", "c17"):
        if all(len(known.targets_of[s]) == 1 for s in known.sources_of[target]):
            expected = sum(codes.index(s) + 1 for s in known.sources_of[target])
            assert co2.values[w.industries.index(target)] == expected
    assert "  put together by nbs42-2017_to_wiod26" in joined.report


@given(st.lists(st.floats(-1e6, 1e6), min_size=35, max_size=35))
def test_sums_are_kept(values: list[float]) -> None:
    w = table(tuple(classification.load("wiod26")))
    figures = pd.DataFrame({"industry": list(classification.load("wiod35")), "co2 (kt)": values})
    scale = max(map(abs, values))
    assert attach(w, figures).satellites["co2"].total == pytest.approx(sum(values), rel=1e-9, abs=1e-9 * scale + 1e-12)


def test_own_concordance_with_shares_and_without(w: ni.Accounts, tmp_path: Path) -> None:
    figures = pd.DataFrame({"industry": ["A", "B"], "jobs": [8.0, 30.0]})
    shares = written(tmp_path, "source,target,share\nA,n01,0.25\nA,n02,0.75\nB,n03,\n", "c.csv")
    joined = join(w, figures, shares)
    assert_allclose(joined.accounts.satellites["jobs"].values[:3], [2, 6, 30])
    assert joined.accounts.satellites["jobs"].status == "observed"
    by_output = written(tmp_path, "source,target\nA,n01\nA,n02\nB,n03\n", "c.csv")
    joined = join(w, figures, by_output)
    assert_allclose(joined.accounts.satellites["jobs"].values[:3], [8 * 2 / 5, 8 * 3 / 5, 30])
    assert joined.accounts.satellites["jobs"].status == "estimated"
    assert "  estimated: shared by output: 'A'" in joined.report
    assert_allclose(attach(w, figures, {"A": "n01", "B": "n01"}).satellites["jobs"].values[:2], [38, np.nan])


def test_codes_of_the_accounts_need_no_concordance(w: ni.Accounts) -> None:
    assert bridge(w, ["n01", "n03"]) is None
    assert bridge(table(tuple(classification.load("wiod26"))), ["c19", "c20", "c21", "c3"]) is not None
    named = bridge(table(tuple(classification.load("wiod26"))), ["n01"], "nbs42-2017_to_wiod26")
    assert named is not None
    assert named.name == "nbs42-2017_to_wiod26"


WRONG_CONCORDANCES = {
    "columns": (
        "from,to\nA,n01\n",
        r"c.csv: the columns must be source, target, share; found from, to",
    ),
    "target": ("source,target\nA,n09\nB,n02\n", r"c.csv: targets that the accounts lack: 'n09'\. Did you mean 'n0"),
    "sum": (
        "source,target,share\nA,n01,0.5\nA,n02,0.4\nB,n03,1\n",
        r"shares of 'A' are 0.5, 0.4: they must sum to one",
    ),
    "share": ("source,target,share\nA,n01,much\n", r"rows that cannot be: line 2: A, n01, much"),
    "twice": ("source,target\nA,n01\nA,n01\n", r"rows that cannot be: line 3: A, n01"),
    "lacks": ("source,target\nA,n01\n", r"industry labels that match nothing: B \(row 2\), on 1 row"),
    "part": ("source,target\nA,n01\nB,n02\nC,n02\n", r"a part is missing: 'CN-GD n02: C'\. Write its figure, or 0"),
}


@pytest.mark.parametrize(("text", "said"), WRONG_CONCORDANCES.values(), ids=WRONG_CONCORDANCES)
def test_concordances_that_cannot_be(w: ni.Accounts, tmp_path: Path, text: str, said: str) -> None:
    figures = pd.DataFrame({"industry": ["A", "B"], "jobs": [8.0, 30.0]})
    with pytest.raises(DataError, match=said):
        attach(w, figures, written(tmp_path, text, "c.csv"))


# ---- problems

PROBLEMS = {
    "industry": ("industry,co2\nn01,1\nn0l,2\nx,3\n", r"match nothing: n0l \(line 3\); x \(line 4\), on 2 rows"),
    "name": ("industry,co2\n煤炭采选业,1\n", r"煤炭采选业 .*Did you mean '煤炭采选产品'\?.* concordance"),
    "totals": ("industry,jobs\nn01,1\n合计,1\n", r"match nothing: 合计 \(line 3\), on 1 row\. Leave out rows of"),
    "region": ("region,industry,co2\nCN-DG,n01,1\n", r"region labels that match nothing: CN-DG \(line 2\).*GD"),
    "text": ('industry,co2\nn01,"1,234"\nn02,x\n', r"not numbers: line 2 = 1,234; line 3 = x\. Take out"),
    "infinite": ("industry,co2\nn01,inf\n", r"not numbers: line 2 = inf"),
    "twice": ("industry,co2\nn01,1\nn02,1\nn01,2\n", r"stand twice: CN-GD n01 co2 in line 2 and line 4"),
    "units": ("industry,name,value,unit\nn01,a,1,kt\nn02,a,1,Mt\n", r"a has more than one unit: 'kt', 'Mt'"),
    "column": ("industry,value,unti\nn01,1,kt\n", r"columns beside value that mean nothing: 'unti'\. Did you"),
    "columns": ("code,co2\nn01,1\n", r"no column region or industry; found code, co2\. Name the columns"),
    "column twice": ("industry,co2,co2\nn01,1,1\n", r"labels that stand twice: 'co2'"),
    "no figures": ("industry,co2\n", r"no rows below the names of the columns"),
    "no column": ("region,industry\nCN-GD,n01\n", r"no column of figures beside region, industry"),
    "empty": ("\n\n", r"empty\. The first line names the columns"),
    "final": ("industry,co2\nfinal,1\nhouseholds,1\n", r"final users both together and by category: 'CN-GD'"),
    "follows": ("industry,value,unit,follows\nn01,1,kt,fish\n", r"follows 'fish' is not one of output"),
    "all": ("region,industry,co2\nX,n01,1\nCN-GD,q,a\n", r"not numbers: .* region labels .* industry labels"),
    "no unit": ("industry,co2\nn01,1\n", r"co2 has no unit\. .* as in 'co2 \(kt\)', or into a column unit"),
    "no unit of persons": ("industry,就业\nn01,1\n", r"就业 has no unit\. .*'employment \(thousand persons\)'"),
    "no unit of money": ("industry,investment\nn01,1\n", r"investment has no unit\. .*'investment \(M\.CNY\)'"),
    "two names": ("industry,co2 (kt),二氧化碳 (kt)\nn01,1,1\n", r"co2 stands under 'co2', '二氧化碳'\. Leave out all"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems_are_named_with_their_lines(w: ni.Accounts, tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError, match=said) as caught:
        attach(w, path)
    assert str(caught.value).startswith(f"{path}: ")


def test_rows_without_a_name_are_about_what_the_file_is_named(w: ni.Accounts, tmp_path: Path) -> None:
    path = written(tmp_path, "industry,name,value,unit\nn01,,1,kt\nn02,a,1,\n,,\nn03, ,1,\n")
    assert attach(w, path).satellites["co2"].total == 2


def test_a_whole_and_its_part(tmp_path: Path) -> None:
    w = table(("c19t21", "c3"))
    figures = pd.DataFrame({"industry": ["c19", "c19t21"], "jobs": [1.0, 2.0]})
    concordance = written(tmp_path, "source,target\nc19,c19t21\nc3,c3\n", "c.csv")
    with pytest.raises(DataError, match=r"both for an industry and for its parts: 'CN-GD c19t21: c19'"):
        attach(w, figures, concordance)


def test_a_file_that_is_not_there_or_no_table(w: ni.Accounts, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=re.escape(f"{tmp_path / 'no.csv'}: there is no such file")):
        attach(w, tmp_path / "no.csv")
    (tmp_path / "b.csv").write_bytes(b"industry\0")
    with pytest.raises(DataError, match="not text"):
        attach(w, tmp_path / "b.csv")
    with pytest.raises(DataError, match="no column name"):
        attach(w, pd.DataFrame({"industry": ["n01"], "value": [1]}))


# ---- names and units that indicators look for


@pytest.mark.parametrize("header", ["CO₂ (kt)", "二氧化碳（kt）", "碳排放 (kt)", "Carbon_emissions (kt)"])
def test_known_names_become_those_of_indicators(w: ni.Accounts, header: str) -> None:
    joined = join(w, pd.DataFrame({"industry": ["n01", "n02"], header: [1.0, 2.0]}))
    co2 = joined.accounts.satellites["co2"]
    assert (co2.unit, co2.follows, co2.total) == ("kt", "emissions", 3)
    assert any(line.startswith("  co2 is ") for line in joined.report)


def test_chinese_units_are_read(w: ni.Accounts, tmp_path: Path) -> None:
    text = "industry,二氧化碳（万吨）,从业人员（万人）,劳动者报酬（亿元）,用水量（万吨）\nn01,1.5,2,3,4\n"
    joined = join(w, written(tmp_path, text))
    found = {name: (s.total, s.unit, s.follows) for name, s in joined.accounts.satellites.items()}
    assert found == {
        "co2": (15, "kt", "emissions"),
        "employment": (20, "thousand persons", "labour"),
        "labour_compensation": (3, "100M.CNY", "labour"),
        "用水量": (4, "万吨", found["用水量"][2]),
    }
    assert "  co2: 万吨 read as 10 kt" in joined.report
    assert "  labour_compensation: 亿元 read as 100M.CNY" in joined.report


# ---- totals and final users in a concordance

PARTS = {"A": 1.0, "B": 2.0, "C": 4.0, "D": 8.0, "E": 16.0}
TO_INDUSTRIES = {"A": "n01", "B": "n01", "C": "n02", "D": "n02", "E": "n03"}


def emitted(**more: float) -> pd.DataFrame:
    figures = PARTS | more
    return pd.DataFrame({"industry": list(figures), "co2 (kt)": list(figures.values())})


@pytest.mark.parametrize(("label", "value"), [("Total", 30.0), ("合计", 7.0), ("whole", 31.0), ("whole", 36.0)])
def test_totals_are_not_counted_beside_their_parts(w: ni.Accounts, label: str, value: float) -> None:
    figures, to = emitted(Rural=5.0, **{label: value}), TO_INDUSTRIES | {"Rural": "households", label: "n03"}
    with pytest.raises(DataError, match=rf"co2: rows that are totals .* 'CN-GD {label}'\. Leave them out"):
        attach(w, figures, to)
    joined = join(w, figures, to | {label: ""})
    assert joined.accounts.satellites["co2"].total == 36
    assert f"  left out, as the concordance says: '{label}'" in joined.report


def test_a_concordance_may_lead_to_final_users(w: ni.Accounts, tmp_path: Path) -> None:
    rows = "".join(f"{s},{t}\n" for s, t in (TO_INDUSTRIES | {"Rural": "households", "Urban": "households"}).items())
    to = written(tmp_path, f"source,target\n{rows}Other,\n", "c.csv")
    co2 = attach(w, emitted(Rural=5.0, Urban=6.0, Other=9.0), to).satellites["co2"]
    assert co2.final is not None
    assert_allclose(co2.final[:2], [11, 0])
    assert_allclose(co2.values[:3], [3, 12, 16])


def test_a_source_goes_to_final_users_or_to_industries(w: ni.Accounts, tmp_path: Path) -> None:
    to = written(tmp_path, "source,target\nA,n01\nA,final\n", "c.csv")
    with pytest.raises(DataError, match=r"'A' goes to final users and elsewhere: n01, final\. Give it one target"):
        attach(w, pd.DataFrame({"industry": ["A"], "jobs": [1.0]}), to)


# ---- facts


def test_facts_by_region(w: ni.Accounts, tmp_path: Path) -> None:
    text = "region,name,value,unit,source\n广东,population,112,million persons,census\nROW,patents,5,1,\n"
    joined = join(w, written(tmp_path, text))
    population = joined.accounts.facts["population"]
    assert_allclose(population.values, [112, np.nan])
    assert (population.unit, population.source, population.combine) == ("million persons", "census", "sum")
    assert joined.report[0] == "attached population (million persons): CN-GD"
    assert joined.report[1] == "  unknown for lack of figures: 'ROW'"
    assert joined.accounts.facts["patents"].values[1] == 5


def test_facts_a_column_each(w: ni.Accounts, tmp_path: Path) -> None:
    facts = attach(w, written(tmp_path, "region,population,urban\nunit,m,1\nCN-GD,112,0.7\n")).facts
    assert facts["urban"].values[0] == 0.7
    assert facts["population"].unit == "m"


def test_kind_asked_for_must_be_what_the_columns_say(w: ni.Accounts, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="satellites asked for: satellites need a column industry"):
        attach(w, written(tmp_path, "region,population\nCN-GD,1\n"), kind="satellites")
    with pytest.raises(DataError, match=r"facts asked for: .*facts must have none"):
        attach(w, written(tmp_path, "industry,co2\nn01,1\n"), kind="facts")
