"""The bridge to pymrio: accounts hold the arrays that pymrio holds; and its reader of ICIO tables beside ours."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from peer import peer

import newind as ni
from icio_layout import Icio
from mutated import check_mutations
from newind.data.readers import detect
from newind.data.readers.pymrio_bridge import from_pymrio, to_pymrio
from newind.errors import DataError, UnknownNameError

pymrio = peer("pymrio")
pytestmark = pytest.mark.peer

COUNT = int(os.environ.get("NEWIND_MUTATIONS", "150")) // 5
"""Damaged files of each database; pymrio takes its time."""
EXIOBASE = {"reg1": "CN", "reg2": "US", "reg3": "DE", "reg4": "TW", "reg5": "WA", "reg6": "WF"}
STRESSORS = {
    ("emission_type1", "air"): "CO2 - combustion - air",
    ("emission_type2", "water"): "CO2 - waste - biogenic - air",
}
CATEGORIES = (
    "Final consumption expenditure by households",
    "Final consumption expenditure by non-profit organisations serving households (NPISH)",
    "Final consumption expenditure by government",
    "Gross fixed capital formation",
    "Changes in inventories",
    "Changes in valuables",
    "Exports: Total (fob)",
)


def exiobase(**changes: Any) -> Any:
    """pymrio's test system with the labels of EXIOBASE 3."""
    system = pymrio.load_test()
    system.rename_regions(EXIOBASE)
    system.rename_Y_categories(dict(zip(system.get_Y_categories(), CATEGORIES, strict=True)))
    system.unit["unit"] = changes.get("unit", "M.EUR")
    for frame in (system.emissions.F, system.emissions.F_Y, system.emissions.unit):
        frame.index = pd.Index([STRESSORS[row] for row in frame.index], name="stressor")
    system.calc_system()
    return system


def test_flows_and_final_demand_are_the_same_arrays() -> None:
    system = exiobase()
    w = from_pymrio(system, 2011)
    assert list(w.regions) == ["CHN", "USA", "DEU", "TWN", "WA", "WF"]
    assert w.regions.named.tolist() == [True, True, True, True, False, False]
    assert w.industries == tuple(system.get_sectors())
    assert w.demand == ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "valuables", "exports")
    assert (w.unit, w.year, w.source) == ("M.EUR", 2011, "testmrio")
    assert_array_equal(w.Z, system.Z.to_numpy())
    assert_array_equal(w.Y, system.Y.to_numpy())
    assert_allclose(w.x, system.x.to_numpy().ravel(), rtol=1e-12)
    assert_allclose(w.B, system.L.to_numpy(), rtol=1e-9, atol=1e-15)


def test_carbon_is_found_without_what_is_biogenic() -> None:
    system = exiobase()
    co2 = from_pymrio(system, 2011).satellite("co2")
    assert (co2.unit, co2.follows) == ("kt", "emissions")
    assert_allclose(co2.values, system.emissions.F.iloc[0].to_numpy() * 1e-6, rtol=1e-14)
    assert_allclose(co2.final, system.emissions.F_Y.iloc[0].to_numpy() * 1e-6, rtol=1e-14)


def test_satellites_by_name() -> None:
    system = exiobase()
    wanted = {"value_added": ("factor_inputs", ["Value Added"]), "all": ("emissions", list(STRESSORS.values()))}
    w = from_pymrio(system, 2011, satellites=wanted)
    assert_array_equal(w.satellite("value_added").values, system.factor_inputs.F.to_numpy()[0])
    assert_allclose(w.satellite("all").values, system.emissions.F.to_numpy().sum(axis=0) * 1e-6, rtol=1e-14)
    with pytest.raises(UnknownNameError, match=r"unknown extension 'emision'\. Did you mean 'emissions'"):
        from_pymrio(system, 2011, satellites={"a": ("emision", [])})
    with pytest.raises(DataError, match=r"extension emissions has no row 'CH4'. Its first rows are"):
        from_pymrio(system, 2011, satellites={"a": ("emissions", ["CH4"])})
    system.emissions.unit.iloc[1] = "t"
    with pytest.raises(DataError, match=r"rows in different units cannot be added: 'kg', 't'"):
        from_pymrio(system, 2011, satellites={"a": ("emissions", list(STRESSORS.values()))})


def test_a_system_of_coefficients_gives_the_same_flows() -> None:
    """As GLORIA is read: coefficients and final demand, no flows."""
    whole = exiobase()
    system = pymrio.IOSystem(A=whole.A, Y=whole.Y, unit=whole.unit)
    assert_allclose(from_pymrio(system, 2011).Z, whole.Z.to_numpy(), rtol=1e-9, atol=1e-6)


def test_units() -> None:
    assert from_pymrio(exiobase(unit="‘000 US$"), 2011).unit == "K.USD"
    assert from_pymrio(exiobase(unit="Mill USD"), 2011).unit == "M.USD"
    assert from_pymrio(exiobase(unit="shells"), 2011, units="M.USD").unit == "M.USD"
    with pytest.raises(DataError, match=r"units of the system are 'shells'. Say what they are by units="):
        from_pymrio(exiobase(unit="shells"), 2011)


def test_systems_that_are_no_accounts() -> None:
    system = exiobase()
    system.Y = system.Y.drop(columns="WF", level=0)
    with pytest.raises(DataError, match=r"final demand is not that of the same economies: missing 'WF'"):
        from_pymrio(system, 2011)
    system = exiobase()
    system.Z = system.Z.iloc[:-1, :-1]
    with pytest.raises(DataError, match=r"not every economy has the same codes in the same order: missing 'WF other'"):
        from_pymrio(system, 2011)
    system = exiobase()
    system.Z.index = system.Z.index[[0, 0, *range(2, 48)]]
    with pytest.raises(DataError, match=r"the system: labels that stand twice: "):
        from_pymrio(system, 2011)


def test_there_and_back() -> None:
    w = ni.load("world", year=2011)
    system = to_pymrio(w)
    system.calc_all()
    again = from_pymrio(system, 2011)
    assert_array_equal(again.Z, w.Z)
    assert_array_equal(again.Y, w.Y)
    assert again.regions == w.regions
    assert_allclose(system.L.to_numpy(), w.B, rtol=1e-9, atol=1e-15)
    assert_array_equal(system.co2.F.to_numpy()[0], w.satellite("co2").values)


# ---- files


@pytest.fixture
def exiobase_folder(tmp_path: Path) -> Path:
    """A folder as EXIOBASE 3 is unpacked: one for the system inside the one that names year and kind."""
    folder = tmp_path / "download" / "IOT_2011_pxp"
    exiobase().save_all(folder)
    return folder


def test_exiobase_folder(exiobase_folder: Path) -> None:
    assert detect(exiobase_folder) == ("exiobase3", "the files are named as those of EXIOBASE 3")
    theirs = pymrio.parse_exiobase3(exiobase_folder)
    for path in (exiobase_folder, exiobase_folder.parent):
        w = ni.read(path)
        assert (w.year, w.unit, w.source) == (2011, "M.EUR", "EXIOBASE 3, by pymrio")
        assert_array_equal(w.Z, theirs.Z.to_numpy())
        assert_array_equal(w.Y, theirs.Y.to_numpy())
        assert "co2" in w.satellites


def test_damaged_exiobase(exiobase_folder: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown format 'exiobase'\. Did you mean 'exiobase3'"):
        ni.read(exiobase_folder, format="exiobase")
    (exiobase_folder / "Y.txt").write_text("nothing")
    with pytest.raises(DataError, match=r"pymrio cannot read it as EXIOBASE 3 \(\w+: .*Get it again"):
        ni.read(exiobase_folder)


def test_eora26_folder(tmp_path: Path) -> None:
    system = eora26(tmp_path)
    name, reason = detect(tmp_path)
    assert (name, reason) == ("eora26", "the files are named as those of Eora26")
    w = ni.read(tmp_path)
    theirs = pymrio.parse_eora26(tmp_path, year=2015)
    assert (w.year, w.unit, list(w.regions)) == (2015, "K.USD", ["AFG", "ALB"])
    assert w.demand == ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "valuables")
    assert_array_equal(w.Z, theirs.Z.to_numpy())
    assert_array_equal(w.Y, theirs.Y.to_numpy())
    assert_allclose(w.Z, system[0][:4, :4], rtol=1e-12)


def eora26(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Two economies of two sectors and the statistical discrepancy, in the publisher's files of tabs."""
    rng = np.random.default_rng(26)
    demand = (
        "Household final consumption P.3h", "Non-profit institutions serving households P.3n",
        "Government final consumption P.3g", "Gross fixed capital formation P.51", "Changes in inventories P.52",
        "Acquisitions less disposals of valuables P.53",
    )  # fmt: skip
    full = {"AFG": "Afghanistan", "ALB": "Albania", "ROW": "Statistical Discrepancies"}
    sectors = [(c, i) for c in ("AFG", "ALB") for i in ("Agriculture", "Fishing")] + [("ROW", "TOTAL")]
    users = [(c, d) for c in full for d in demand]
    T, FD = rng.gamma(1.0, 10.0, (5, 5)), rng.gamma(2.0, 40.0, (5, len(users)))
    files = {
        "Eora26_2015_bp_T.txt": T, "Eora26_2015_bp_FD.txt": FD, "Eora26_2015_bp_VA.txt": rng.random((2, 5)),
        "Eora26_2015_bp_Q.txt": rng.random((2, 5)), "Eora26_2015_bp_QY.txt": rng.random((2, len(users))),
    }  # fmt: skip
    for name, figures in files.items():
        np.savetxt(folder / name, figures, delimiter="\t", fmt="%.17g")
    labels = {
        "labels_T.txt": [(full[c], c, "Industries", i) for c, i in sectors],
        "labels_FD.txt": [(full[c], c, "Final demand", d) for c, d in users],
        "labels_VA.txt": [("Primary inputs", "Compensation of employees D.1"), ("Primary inputs", "Taxes D.29")],
        "labels_Q.txt": [("Energy", "Coal (TJ)"), ("Emissions", "CO2 (Gg)")],
    }
    for name, rows in labels.items():
        (folder / name).write_text("".join("\t".join((*row, "")) + "\n" for row in rows))
    return T, FD


def gloria(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Two regions of two sectors: supply and use in one matrix, labels in the ReadMe; return use and final demand."""
    rng = np.random.default_rng(59)
    demand = ["Household final consumption P.3h", "Government final consumption P.3g"]
    sheets = {
        "Regions": {"Region_acronyms": ["CHN", "XAS"], "Region_names": ["China", "Rest of Asia"]},
        "Sectors": {"Sector_names": ["Growing wheat", "Mining coal"]},
        "Value added and final demand": {"Value_added_names": ["Wages", "Taxes"], "Final_demand_names": demand},
        "Satellites": {"Sat_indicator": ["co2"], "Sat_head_indicator": ["Emissions"], "Sat_unit": ["kg"]},
    }
    with pd.ExcelWriter(folder / "GLORIA_ReadMe_059.xlsx", engine="xlsxwriter") as book:
        for name, columns in sheets.items():
            pd.DataFrame(columns).to_excel(book, sheet_name=name, index=False)
    product = np.array([False, False, True, True] * 2)
    use, Y = rng.gamma(1.0, 10.0, (4, 4)), rng.gamma(2.0, 60.0, (4, 4))
    T, full = np.zeros((8, 8)), np.zeros((8, 4))
    T[np.ix_(product, ~product)], full[product] = use, Y
    T[np.ix_(~product, product)] = np.diag(use.sum(axis=1) + Y.sum(axis=1))
    start = "20240101_120secMother_AllCountries_002"
    parts = {"GLORIA_MRIOs_59_2022": {"T": T, "Y": full, "V": rng.random((4, 8))}}
    parts["GLORIA_SatelliteAccounts_059_2022"] = {"TQ": rng.random((1, 8)), "YQ": rng.random((1, 4))}
    for inside, tables in parts.items():
        (folder / inside).mkdir()
        for name, figures in tables.items():
            path = folder / inside / f"{start}_{name}-Results_2022_059_Markup001(full).csv"
            np.savetxt(path, figures, delimiter=",", fmt="%.17g")
    return use, Y


@pytest.mark.filterwarnings("ignore:The default engine for reading 'xlsx' files")
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_gloria_folder(tmp_path: Path) -> None:
    use, Y = gloria(tmp_path)
    assert detect(tmp_path) == ("gloria", "the files are named as those of GLORIA")
    w = ni.read(tmp_path, year=2022, satellites={"co2": ("Q", ["co2 Emissions"])})
    assert (w.unit, list(w.regions), w.demand) == ("K.USD", ["CHN", "XAS"], ("HFCE", "GGFC"))
    assert_allclose(w.Z, use, rtol=1e-9)
    assert_allclose(w.Y, Y, rtol=1e-12)
    assert w.satellite("co2").unit == "kt"
    (tmp_path / "GLORIA_MRIOs_59_2022").rename(tmp_path / "elsewhere")
    with pytest.raises(DataError, match="no file GLORIA_MRIOs_VERSION_YEAR"):
        ni.read(tmp_path, format="gloria", year=2022)


# ---- damaged files of each database

FOLDERS = {
    "exiobase3": lambda folder: exiobase().save_all(folder / "IOT_2022_pxp"),
    "eora26": eora26,
    "gloria": gloria,
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("database", FOLDERS)
def test_damaged_files_are_read_or_refused(tmp_path: Path, database: str) -> None:
    """As `tests/data/readers/test_every_reader.py` does for what newind reads by itself."""
    FOLDERS[database](tmp_path)
    year = 2015 if database == "eora26" else 2022
    found = check_mutations(tmp_path, lambda p: ni.read(p, format=database, year=year), COUNT)
    assert found["refused"] > 2
    assert found["read"] > 2


# ---- ICIO


@pytest.mark.parametrize(("edition", "name"), [("2021", "ICIO2021_2018.csv"), ("2023", "ICIO2023_2018.csv")])
def test_oecd_parser(tmp_path: Path, edition: str, name: str) -> None:
    """pymrio reads the same figures from a table in the publisher's layout, with China and Mexico divided."""
    path = Icio(edition, ("AUS", "CHN", "MEX", "ROW"), 6, divided=True).write(tmp_path, name)
    theirs, ours = pymrio.parse_oecd(path), ni.read(path)
    code = {"2021": dict(zip(ours.industries, ("01T02", "03", "05T06", "07T08", "09", "10T12"), strict=True))}
    rows = [(r, code.get(edition, {}).get(i, i)) for r in ours.regions for i in ours.industries]
    users = [(r, d) for r in ours.regions for d in ours.demand]
    assert_allclose(ours.Z, theirs.Z.loc[rows, rows].to_numpy(), rtol=1e-14)
    assert_allclose(ours.Y, theirs.Y.loc[rows, users].to_numpy(), rtol=1e-14)
    taxes = theirs.factor_inputs.F.filter(regex="TLS|TAXSUB", axis=0).sum(axis=0)[rows]
    assert_allclose(ours.satellite("taxes_less_subsidies").values, taxes.to_numpy(), rtol=1e-12)
