"""Writing the template: labels from every kind of description, and what cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

import newind as ni
from newind.data.readers.sheets import read_sheets
from newind.data.template import DEMAND, fill, industry_codes, write_template
from newind.errors import DataError, UnknownNameError


def test_industries_are_codes_a_number_a_classification_or_a_file(tmp_path: Path) -> None:
    assert industry_codes("a，b, c") == ("a", "b", "c")
    assert industry_codes(["x"]) == ("x",)
    assert industry_codes("12")[0] == "i01"
    assert industry_codes("wiod26")[:2] == ("c1", "c2")
    (tmp_path / "list.csv").write_text("code,name\nk1,one\nk2,two\n", encoding="utf-8")
    assert industry_codes(str(tmp_path / "list.csv")) == ("k1", "k2")
    (tmp_path / "list.txt").write_text("k1\nk2\n", encoding="utf-8")
    assert industry_codes(str(tmp_path / "list.txt")) == ("k1", "k2")


def test_sheets_labels_and_names(tmp_path: Path) -> None:
    sheets = read_sheets(write_template(tmp_path / "t.xlsx", "CN-GD,CN-REST,ROW", "nbs42-2017", year=2017))
    assert list(sheets) == ["about", "regions", "flows", "satellites", "facts", "help"]
    about, regions, flows = sheets["about"], sheets["regions"], sheets["flows"]
    assert (about.text(0, 1), about.rows[1][1], about.text(2, 1)) == ("newind template 1", 2017, "")
    assert [regions.text(r, 5) for r in range(4)] == ["boundary", "no", "yes", "yes"]
    assert (flows.text(4, 0), flows.text(4, 1)) == ("CN-GD", "n01")
    assert flows.text(4, 2) == "Agriculture, forestry and fishing | 农林牧渔产品和服务"
    assert [flows.text(2, 3 + 42 + k) for k in range(len(DEMAND))] == list(DEMAND)
    assert [flows.text(1, 3 + 46 + k) for k in range(3)] == ["CN-REST", "ROW", "TOTAL"]
    assert sheets["satellites"].text(0, 4) == "co2"
    assert "万元" in " ".join(about.text(r, 2) for r in range(6))


def test_the_boundary_is_what_is_given_else_the_rest_of_one_region(tmp_path: Path) -> None:
    def boundary(regions: str, given: str | None) -> list[str]:
        sheet = read_sheets(write_template(tmp_path / "t.xlsx", regions, 2, boundary=given))["regions"]
        return [sheet.text(r, 0) for r in range(1, len(sheet.rows)) if sheet.text(r, 5) == "yes"]

    assert boundary("CN-GD,CN-REST,ROW", None) == ["CN-REST", "ROW"]
    assert boundary("CHN,USA,ROW", None) == []
    assert boundary("CHN,USA,ROW", "ROW") == ["ROW"]
    assert boundary("CHN,ROW", "") == []


def test_a_region_of_ones_own(tmp_path: Path) -> None:
    own = ni.Region("CN-SZ", "Shenzhen", "深圳", "province", "CHN")
    sheet = read_sheets(write_template(tmp_path / "t.xlsx", [own, "ROW"], 2))["regions"]
    assert sheet.rows[1] == ["CN-SZ", "Shenzhen", "深圳", "province", "CHN", "no"]


WRONG: list[tuple[dict[str, object], type[Exception], str]] = [
    ({"regions": "CHNN"}, UnknownNameError, r"unknown region 'CHNN'\. Did you mean 'CHN'\? .*give ni.Region"),
    ({"regions": ""}, DataError, "no region labels were given"),
    ({"industries": "wiod262"}, UnknownNameError, r"unknown classification 'wiod262'\. Did you mean 'wiod26'"),
    ({"industries": 0}, DataError, r"0 is no number of industries\. Give 1 to 5,000"),
    ({"industries": "a,a"}, DataError, "duplicated industry labels: 'a'"),
    ({"industries": "a,households"}, DataError, "both an industry and a demand category: 'households'"),
    ({"demand": ""}, DataError, "no demand labels were given"),
    ({"unit": "万元"}, DataError, "unit '万元' is not a scale and a currency"),
    ({"year": "2017"}, DataError, "year must be a whole number"),
    ({"boundary": "USA"}, UnknownNameError, "unknown economy 'USA'"),
    ({"boundary": "CHN,ROW"}, DataError, "every region is a boundary"),
    ({"industries": 2500}, DataError, r"a table of 12,525,000 cells, more than the 5,000,000"),
    ({"path": "t.ods"}, DataError, r"t.ods: a template has another ending\. Name it as in t.xlsx, t.csv"),
    ({"path": "none/t.xlsx"}, DataError, r"cannot write there"),
]


@pytest.mark.parametrize(("changes", "kind", "said"), WRONG, ids=lambda v: str(v)[:30])
def test_what_cannot_be_written(tmp_path: Path, changes: dict, kind: type[Exception], said: str) -> None:
    given = {"path": "t.xlsx", "regions": "CHN,ROW", "industries": 3} | changes
    path = tmp_path / str(given.pop("path"))
    with pytest.raises(kind, match=said):
        write_template(path, **given)
    assert list(tmp_path.iterdir()) == []


def test_a_csv_holds_flows_alone(tmp_path: Path) -> None:
    w = ni.Accounts([[1.0]], [[5.0]], ["CHN"], ["a"], ["f"], 2008, satellites={"co2": [1.0]})
    with pytest.raises(DataError, match=r"a csv holds flows alone, these accounts also have 'co2'\. Name the file"):
        fill(w, tmp_path / "w.csv")


def test_a_file_of_industries_without_codes(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("code\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"no codes\. Write one a line"):
        industry_codes(str(tmp_path / "empty.csv"))
