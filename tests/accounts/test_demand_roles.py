"""What categories of final demand are, whoever names them; and what is said of those that are set aside."""

from __future__ import annotations

import numpy as np

from each import check_each
from newind import Accounts, measure
from newind.accounts.classification import demand_role, demand_roles, load
from newind.data.readers.nbs.labels import DEMAND, WORDS
from newind.measures import zh

PUBLISHED = {
    "inventories": "Changes in inventories|存货变动|存货增加|FU202|P52|P.52|P5M|P.5M|stocks|INVNT|c42|c61|F5|"
    "inventories|FU202 存货变动|P.52 Changes in inventories|"
    "Changes in inventories P.52|P52_P53|Change in private inventories|"
    "Increase in stocks|库存增加|存货变动（FU202）|CHANGES IN INVENTORIES",
    "consumption_households": "Household final consumption P.3h|P3_S14|HFCE|DPABR|居民消费支出|FU101|FU102|Households|"
    "Final consumption expenditure by households|农村居民消费|城镇居民消费|private consumption",
    "npish": "Non-profit institutions serving households P.3n|P3_S15|NPISH|为住户服务的非营利机构消费|"
    "Final consumption expenditure by non-profit organisations serving households (NPISH)",
    "government": "Government final consumption P.3g|P3_S13|GGFC|FU103|政府消费支出|"
    "Final consumption expenditure by government",
    "investment": "Gross fixed capital formation|P51G|P.51|GFCF|FU201|固定资本形成总额|资本形成总额|GCF|"
    "Gross capital formation incl. changes in inventories|资本形成总额（含存货）",
    "valuables": "Acquisitions less disposals of valuables P.53|Changes in valuables|贵重物品|valuables",
    "exports": "Exports|P6|Exports: Total (fob)|出口|EX",
    "consumption": "最终消费|TC|P.3|consumption",
    "discrepancy": "error|ERR|误差项",
    "other": "widgets|final|其他用途",
}
ROLES = [(role, name) for role, names in PUBLISHED.items() for name in names.split("|")]


@check_each(("role", "name"), ROLES)
def test_a_category_is_recognised_as_publishers_write_it(role: str, name: str) -> None:
    """SNA and ESA codes, those of publishers, and names in English and Chinese lead to one role."""
    assert demand_role(name) == role


def test_every_table_of_names_agrees_with_the_roles() -> None:
    """Names that the reader of Chinese tables knows, and those of shipped categories, have the role of their code."""
    for code, category in DEMAND.items():
        for name in (code, *WORDS["labels"][code]):
            assert demand_role(name) == demand_role(category), name
    for code, row in load("demand").items():
        assert {demand_role(code), demand_role(row["en"]), demand_role(row["zh"])} == {row["role"]}


def economy(stock: str) -> Accounts:
    """Return two regions, with a last category of that name that holds stocks run up and down."""
    rng = np.random.default_rng(7)
    Z, Y = rng.uniform(1, 5, (4, 4)), rng.uniform(8, 20, (4, 4))
    Y[:, 1::2] = rng.uniform(-2, 6, (4, 2))
    return Accounts(Z, Y, ["CHN", "USA"], ["a", "b"], ["households", stock], 2011)


@check_each("name", PUBLISHED["inventories"].split("|"))
def test_upstreamness_sets_inventories_aside_whatever_they_are_called(name: str) -> None:
    """The same figures come out under any name, and the note says which category was set aside."""
    kept, table = (measure(economy(n), "s4.upstreamness") for n in ("c42", name))
    np.testing.assert_array_equal(table["value"], kept["value"])
    assert set(table["note"]) == {f"changes in inventories are set aside: {name}"}
    assert zh.note(table["note"][0]) == f"已剔除存货变动：{name}"


def test_what_is_not_recognised_is_reported() -> None:
    """A category of an unknown name counts as final use, and note and audit say so."""
    w = economy("widgets")
    (note,) = set(measure(w, "s4.upstreamness")["note"])
    assert "none is set aside" in note
    assert "not recognised: widgets" in note
    assert "widgets" in zh.note(note)
    assert "none" not in zh.note(note)
    found = next(c for c in w.check().checks if c.name == "demand categories")
    assert found.level == "note"
    assert "'widgets'" in found.found
    assert next(c for c in economy("P.52").check().checks if c.name == "demand categories").level == "ok"
    assert demand_roles(w.demand)["other"] == ["widgets"]
