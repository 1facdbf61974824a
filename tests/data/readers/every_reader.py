"""Every reader with a small file of its own, and a program that damages the files and reads them.

``python every_reader.py COUNT SEED FOLDER [NAME …]`` prints a line of JSON for each reader: how many of the damaged
files were read and how many refused, and what else happened to the first that was neither. It runs as a program of its
own under a memory limit, because the libraries below can end their process; what is being read stands in FOLDER/now.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from test_nbs import SMALL
from test_product_reader import BACI, CUSTOMS
from test_read_template import plain
from test_wiod2013 import arrays

import newind as ni
import xlsb_layout
from icio_layout import Icio
from mutated import check_mutations
from nbs_layout import Layout as Nbs
from newind.analyses.green.sharing_parts import read_parts
from newind.analyses.manufacturing.firms import read_firms
from newind.data.attach import attach
from newind.data.readers.products import read_products
from newind.data.template import fill
from newind.index import spec_yaml
from newind.index.intake import cells
from newind.pathways.parquet import as_columns, read_columns, write_columns
from newind.pathways.processes import CaseResult
from newind.pathways.prospects import read_projections, write_projections
from newind.pathways.runfolder import create_run, open_run
from newind.pathways.scenarios import scenario
from newind.pathways.targets import read_targets
from newind.policy.register import Register
from newind.policy.registerbook import read_book
from newind.policy.registerfile import read_register, register_text
from newind.policy.yaml_file import read_package
from old_workbook import write_old
from registers import sample
from wide_layout import adb, wiod2016
from wiot_layout import Layout

GIGABYTES = 6


class Reader(NamedTuple):
    """What writes a small file into a folder, and what reads it."""

    write: Callable[[Path], Path]
    read: Callable[[Path], object]


def text(content: str, name: str = "a.csv") -> Callable[[Path], Path]:
    """Return what writes a text."""

    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def workbook(rows: list[list[object]]) -> Callable[[Path], Path]:
    """Return what writes a plain workbook."""
    import xlsxwriter

    def write(folder: Path) -> Path:
        with xlsxwriter.Workbook(folder / "a.xlsx") as book:
            sheet = book.add_worksheet("a")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        return folder / "a.xlsx"

    return write


def of(format: str, **options: object) -> Callable[[Path], object]:
    """Return the reader of a format."""
    return lambda path: ni.read(path, format=format, **options)


def _saved(folder: Path) -> Path:
    plain().save(folder / "w.npz")
    return folder / "w.npz"


def _wiod2016_xlsb(folder: Path) -> Path:
    table = wiod2016()
    return xlsb_layout.write(folder / "WIOT2014_Nov16_ROW.xlsb", {table.sheet: table.grid()})


def _register(folder: Path) -> Path:
    sample().save(folder / "r.xlsx")
    return folder / "r.xlsx"


def _projections(folder: Path) -> Path:
    path = write_projections(folder / "p.csv", ["CHN"], 2035)
    filled = path.read_text("utf-8-sig").replace("population,,", "population,1400000,")
    path.write_text(filled, encoding="utf-8")
    return path


def _parquet(folder: Path) -> Path:
    names = np.array(["中", "b", None, "d"], dtype=object)
    write_columns(folder / "a.parquet", {"draw": np.arange(4), "value": np.arange(4) / 3, "name": names})
    return folder / "a.parquet"


def _run(folder: Path) -> Path:
    run = create_run("pathway-draws", {}, plain(), runs=folder, name="run")
    run.add_cases([{"x": 1.5}, {"x": 2, "label": "b"}, {"x": 3}], 0)
    run.write([CaseResult(k, as_columns({"year": 2030, "value": 0.5 * k}), None, 0.1, 1) for k in range(2)])
    run.write([CaseResult(2, None, "no equilibrium.", 0.1, 2)])
    return run.folder


def _opened(path: Path) -> object:
    """Read all that a run holds; what counts is asked in SQL, too."""
    run = open_run(path.name, path.parent)
    asked = run.sql("select count(*) from cases") if run.cases() else None
    return run.damaged_files, run.accounts, run.counts(), run.errors(), run.values(), run.table(), asked


def _attached(path: Path) -> object:
    return attach(plain(), path)


FIGURES = "region,industry,name,value,unit\nCN-GD,n01,co2,1.5,kt\nCN-GD,n02,co2,2,kt\n"
FIRMS = "market,firm,share,year\ncars,A,0.4,2020\ncars,B,0.2,2020\nmaps,A,0.1,2020\n"
PARTS = "region,industry,emissions,gdp\nA,x,5,10\nA,y,3,20\nB,x,1,9\n"
UNITS = "unit,year,patents,jobs\nA,2020,1,2\nB,2020,3,\nC,2020,2,1\n"
PACKAGE = """name: mine
label: {en: Mine, zh: 我的}
financing: lump_sum
sources:
  - {title: "Notice 12", href: "https://example.org/notice", date: 2024-01-05}
actions: [carbon-market-extension]
shocks:
  - &first {lever: border_charge, value: 13.33, mode: add, region: CHN, industry: [c9, c11]}
  - {<<: *first, value: 2, start: 2020, phase_in: 5}
"""
SCENARIO = """name: fast
label: {en: Fast, zh: 快}
status: assumed
parameters: {trade_elasticity: low, energy_saving: 0.02}
shocks:
  - {lever: productivity, value: 0.02, mode: add, region: CHN, industry: c14, start: 2025}
"""
TARGETS = """name: mine
label: {en: Mine, zh: 我的}
region: CHN
targets:
  - id: carbon
    label: {en: Carbon, zh: 碳}
    indicator: path.co2_per_gdp
    unit: index
    kind: binding
    baseline: {year: 2020, value: 100}
    values: {2030: 80, 2035: 70}
    owners: [ministry]
    sources:
      - {title: "Notice 12", date: 2024-01-05}
"""
SPECIFICATION = """id: mine
elements:
- {code: a, parent: top, weight: 2}
- {code: b, parent: top}
- {code: top, kind: aggregate}
recipe:
  screen: {min_available: 0.5}
  impute: mean
"""


def rows(content: str) -> list[list[object]]:
    """Return the cells of a text."""
    return [line.split(",") for line in content.splitlines()]


READERS = {
    "newind": Reader(_saved, of("newind")),
    "template": Reader(lambda f: fill(plain(), f / "gd.xlsx"), of("template")),
    "template csv": Reader(lambda f: fill(plain(satellites={}, facts={}), f / "gd.csv"), of("template")),
    "icio": Reader(lambda f: Icio(industries=2).write(f), of("icio", year=2018)),
    "adb": Reader(lambda f: adb().write(f), of("adb")),
    "wiod2016": Reader(lambda f: wiod2016().write(f, "WIOT2014.xlsx"), of("wiod2016")),
    "wiod2016 csv": Reader(lambda f: wiod2016().write(f, "WIOT2014.csv"), of("wiod2016")),
    "wiod2016 xlsb": Reader(_wiod2016_xlsb, of("wiod2016")),
    "wiod2013": Reader(lambda f: Layout().write(f), of("wiod2013")),
    "nbs": Reader(lambda f: Nbs().write(SMALL, f), of("nbs")),
    "nbs csv": Reader(lambda f: Nbs().write(SMALL, f, "table.csv"), of("nbs")),
    "nbs xls": Reader(lambda f: write_old(f / "t.xls", {"投入产出表": Nbs().grid(SMALL)}), of("nbs")),
    "any": Reader(lambda f: Layout().write(f), ni.read),
    "attach": Reader(text(FIGURES), _attached),
    "attach xlsx": Reader(workbook(rows(FIGURES)), _attached),
    "products": Reader(text(BACI), read_products),
    "customs": Reader(text(CUSTOMS), lambda p: read_products(p, reporter="CHN")),
    "register": Reader(_register, read_book),
    "projections": Reader(_projections, read_projections),
    "firms": Reader(text(FIRMS), read_firms),
    "emissions": Reader(text(PARTS), lambda p: read_parts(p, 2023)),
    "index data": Reader(text(UNITS), cells),
    "index data xlsx": Reader(workbook(rows(UNITS)), cells),
    "wiod2013 npz": Reader(lambda f: arrays(f).parent, lambda p: ni.read(p / "wiot_2008.npz", format="wiod2013")),
    "package": Reader(text(PACKAGE, "a.yaml"), read_package),
    "register yaml": Reader(text(register_text(Register(list(sample())[:1])), "a.yaml"), read_register),
    "scenario": Reader(text(SCENARIO, "a.yaml"), lambda p: scenario(str(p))),
    "targets": Reader(text(TARGETS, "a.yaml"), read_targets),
    "index specification": Reader(text(SPECIFICATION, "a.yaml"), spec_yaml.read),
    "run": Reader(_run, _opened),
    "parquet": Reader(_parquet, lambda p: read_columns([p])),
}
"""Name → reader. What pymrio reads is damaged in tests/peers."""


def main(count: str, seed: str, folder: str, *names: str) -> None:
    """Damage and read."""
    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for name in names or READERS:
        room = Path(folder) / name.replace(" ", "-")
        room.mkdir()
        found: dict[str, object] = {"name": name}
        try:
            path = READERS[name].write(room)
            now = Path(folder) / "now"
            found |= check_mutations(path, READERS[name].read, int(count), int(seed), kind=object, now=now)
        except AssertionError as error:
            found["failure"] = str(error)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
