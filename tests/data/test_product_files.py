"""Files of trade by product that newind writes: templates that can be read back, and the drawn example."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from newind.accounts.classification import hs
from newind.accounts.products import ProductTrade, economy, economy_codes
from newind.data.product_layouts import ECONOMIES, KINDS, YEARS, example_products, product_template
from newind.data.readers.products import read_products
from newind.datafiles import read_yaml
from newind.errors import DataError, UnknownNameError


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_filled_with_its_own_example_is_read(tmp_path: Path, kind: str) -> None:
    table, text = product_template(tmp_path / "mine.csv", kind)
    assert text.name == "mine-README.txt"
    said = text.read_text(encoding="utf-8-sig")
    example = read_yaml("newind.data", "product_template.yaml")["example"][kind]
    assert "how to fill in" in said
    assert "填表说明" in said
    assert said.count(example) == 2
    filled = table.read_text(encoding="utf-8-sig") + example + "\n"
    table.write_text(filled, encoding="utf-8")
    if kind == "exports":
        other, _ = product_template(tmp_path / "customs.csv")
        line = read_yaml("newind.data", "product_template.yaml")["example"]["customs"]
        other.write_text(other.read_text(encoding="utf-8-sig") + line + "\n", encoding="utf-8")
        read = read_products(other, reporter="CHN", exports=table)
        assert read.value.tolist() == pytest.approx([1.25, 9.8])
    else:
        read = read_products(table, reporter="CHN" if kind == "customs" else "")
        assert (read.value.tolist(), read.products, read.years) == ([1.25], ("848620",), (2023,))
        assert [read.economies[k] for k in (read.exporter[0], read.importer[0])] == ["JPN", "CHN"]


def test_a_template_is_a_csv_of_a_known_kind_in_a_folder_that_exists(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a template has another ending\. Name it as in mine\.csv"):
        product_template(tmp_path / "mine.xlsx")
    with pytest.raises(UnknownNameError, match=r"unknown kind of trade file 'custom'\. Did you mean 'customs'"):
        product_template(tmp_path / "mine.csv", "custom")
    with pytest.raises(DataError, match="cannot write there"):
        product_template(tmp_path / "absent" / "mine.csv")


def drawn(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"k": str})


def test_the_example_is_laid_out_as_baci(tmp_path: Path) -> None:
    made = example_products(tmp_path / "x.csv", products=300)
    table = drawn(made.path)
    assert list(table) == ["t", "i", "j", "k", "v", "q"]
    assert table["k"].nunique() == 300
    assert all(map(hs.is_product, table["k"].unique()))
    assert set(table["t"]) == set(YEARS) == set(made.years)
    assert {economy_codes()[str(i)] for i in table["i"]} <= set(ECONOMIES)
    assert (table["i"] != table["j"]).all()
    assert (table["v"] > 0).all()
    assert not table.duplicated(["t", "i", "j", "k"]).any()
    hs.check_revision("x", table["k"].unique(), made.revision)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    one, two, three = (example_products(tmp_path / f"{k}.csv", seed=s, products=100) for k, s in enumerate((3, 3, 4)))
    assert one.path.read_bytes() == two.path.read_bytes() != three.path.read_bytes()
    assert one.planted == two.planted


def test_the_planted_products_are_those_that_meet_the_criteria(tmp_path: Path) -> None:
    """Worked out from the file with pandas alone."""
    made = example_products(tmp_path / "x.csv.gz", seed=7, products=640, region="DEU")
    table, home = drawn(made.path), 276

    def concentration(rows: pd.DataFrame, by: list[str]) -> pd.Series:
        shares = rows.groupby([*by, "i"])["v"].sum()
        shares = shares / shares.groupby(level=by).transform("sum")
        return (shares**2).groupby(level=by).sum()

    bought, sold = table[table["j"] == home], table[table["i"] == home]
    measures = pd.DataFrame(
        {
            "import": concentration(bought, ["t", "k"]),
            "export": concentration(table, ["t", "k"]),
            "ratio": bought.groupby(["t", "k"])["v"].sum() / sold.groupby(["t", "k"])["v"].sum(),
        }
    )
    met = (measures > [0.4, 0.4, 1.0]).all(axis=1).groupby(level="k").sum()
    assert tuple(sorted(met.index[met >= 2])) == made.planted
    assert len(made.planted) == 640 // 80
    assert (met == 1).any()


@pytest.mark.parametrize("count", [99, 20_001])
def test_an_example_has_a_bounded_number_of_products(tmp_path: Path, count: int) -> None:
    with pytest.raises(DataError, match=r"no number of products for an example\. Give 100 to 20,000"):
        example_products(tmp_path / "x.csv", products=count)


def test_an_example_is_of_one_of_its_economies(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'\. Did you mean 'CHN'"):
        example_products(tmp_path / "x.csv", region="CHM")


# ---- the value itself


def trade(**changed: object) -> ProductTrade:
    given = {
        "year": [2020, 2020], "exporter": [1, 2], "importer": [0, 0], "product": [0, 0], "value": [3.0, 1.0],
        "economies": ("CHN", "USA", "ROW"), "products": ("850760",),
    }  # fmt: skip
    return ProductTrade(**{**given, **changed})


def test_trade_keeps_its_arrays() -> None:
    given = np.array([3.0, 1.0])
    kept = trade(value=given)
    given[0] = 9.0
    assert kept.value.tolist() == [3.0, 1.0]
    assert not kept.value.flags.writeable
    assert (len(kept), kept.years, kept.named.tolist()) == (2, (2020,), [True, True, False])
    assert repr(kept) == "ProductTrade(2 flows, 1 products, 3 economies, 2020-2020)"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"year": [2020]}, "columns of different length"),
        ({"importer": [0, 3]}, "positions in importer without a label"),
        ({"product": [0, -1]}, "positions in product without a label"),
        ({"value": [1.0, -1.0]}, "values that are negative or no number"),
        ({"value": [1.0, float("nan")]}, "values that are negative or no number"),
    ],
)
def test_what_is_no_trade_is_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        trade(**changed)


def test_exports_are_given_to_a_customs_file_of_the_same_revision_only() -> None:
    with pytest.raises(DataError, match="trade of the world has exports of all already"):
        trade().with_exports(trade())
    with pytest.raises(DataError, match=r"mixed revisions: HS17 in a\.csv, HS22 in b\.csv"):
        trade(reporter="CHN", revision="HS17", source="a.csv").with_exports(trade(revision="HS22", source="b.csv"))


def test_numeric_codes_are_those_of_iso_and_stand_for_one_economy_each() -> None:
    facts = read_yaml("newind.accounts", "regions_numeric.yaml")
    numbers = list(facts["iso"].values())
    assert len(set(numbers)) == len(numbers) == 247
    assert not set(numbers) & {*facts["also"], *facts["unnamed"]}
    assert all(entry["code"] in facts["iso"] for entry in facts["also"].values())
    assert [economy(c) for c in ("8", "008", "Usa", "757", "568", "0", "")] == [
        "ALB",
        "ALB",
        "USA",
        "CHE",
        "ROW",
        "",
        "",
    ]
