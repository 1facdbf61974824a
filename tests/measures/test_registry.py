"""The registry of indicators is complete, and every entry keeps what it promises."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings

import newind as ni
from each import check_each
from newind.accounts.classification import load as classification
from newind.errors import DataError, UnknownNameError, find_duplicates
from newind.measures.measure import measure
from newind.measures.registry import BETTER, MODULES, indicator
from newind.testing import economies

PROMISED = [
    "people.labour_share",
    "people.labour_income_per_worker",
    "people.employment_content",
    "people.high_skill_share",
    "people.urbanisation",
    "people.agriculture_gap",
    "quality.value_added_rate",
    "quality.labour_productivity",
    "quality.distance_to_frontier",
    "quality.tfp_growth",
    "s1.rd_intensity",
    "s1.embodied_rd",
    "s1.import_dependence",
    "s1.high_tech_import_dependence",
    "s1.knowledge_input_domestic_share",
    "s2.manufacturing_share",
    "s2.high_tech_share",
    "s2.industrial_investment",
    "s2.digital_value_added",
    "s2.digital_input_direct",
    "s2.services_in_manufacturing",
    "s2.services_in_manufacturing_exports",
    "s2.export_sophistication",
    "s3.carbon_production",
    "s3.carbon_consumption",
    "s3.carbon_intensity",
    "s3.carbon_total_intensity",
    "s3.net_carbon_exports",
    "s4.vax_ratio",
    "s4.dva_share",
    "s4.fva_share",
    "s4.gvc_backward",
    "s4.gvc_forward",
    "s4.gvc_participation",
    "s4.upstreamness",
    "s4.downstreamness",
    "s4.domestic_circulation",
    "s4.traditional_trade",
    "s4.gvc_circulation",
    "s4.foreign_value_in_home_use",
    "s4.domestic_demand_share",
    "s4.supplier_hhi",
    "s4.market_hhi",
    "s4.value_per_hour_by_partner",
]
ENTRIES = list(ni.indicators())
HAN = re.compile(r"[\u4e00-\u9fff]")


def within(entry, values):
    known = np.asarray(values)[~np.isnan(values)]
    low, high = entry.bounds
    assert low is None or (known >= low - 1e-6).all(), f"{entry.id}: {known.min()} below {low}"
    assert high is None or (known <= high + 1e-6).all(), f"{entry.id}: {known.max()} above {high}"


def test_every_promised_indicator_is_there():
    assert [i for i in PROMISED if i not in ni.indicators()] == []


@check_each("entry", ENTRIES, ids=lambda e: e.id)
def test_entry_is_complete(entry):
    assert re.fullmatch(r"(people|quality|s[1-4])\.[a-z][a-z0-9_]*", entry.id)
    assert HAN.search(entry.label["zh"])
    assert entry.label["en"]
    assert not HAN.search(entry.label["en"])
    assert entry.better in BETTER
    assert entry.formula
    assert entry.source
    assert entry.doc.endswith(".")
    low, high = entry.bounds
    assert low is None or high is None or low < high


def test_a_module_is_entered_once():
    assert find_duplicates(MODULES) == []


@check_each("entry", ENTRIES, ids=lambda e: e.id)
def test_clause_is_one_of_the_paper(entry):
    assert entry.clause in {c.id for c in ni.clauses()}


def test_sources_name_a_year():
    assert [e.id for e in ENTRIES if not re.search(r"\b(19|20)\d\d\b", e.source)] == []


def test_totals_of_the_shipped_world_keep_their_bounds():
    table = measure(ni.load("world", year=2007))
    for entry in ENTRIES:
        rows = table[table["indicator"] == entry.id]
        within(entry, rows["value"].to_numpy(dtype=float))
        if not {"panel", "parts"} & set(entry.needs):
            totals = rows[rows["industry"].isna() & rows["partner"].isna()]
            assert np.isfinite(totals["value"]).any(), f"{entry.id}: no economy has a figure in 2007"


@settings(max_examples=40)
@given(economies(min_regions=2, min_industries=5))
def test_bounds_hold_on_any_economy(w):
    table = measure(w)
    for entry in ENTRIES:
        within(entry, table.loc[table["indicator"] == entry.id, "value"].to_numpy(dtype=float))


@settings(max_examples=15)
@given(economies(min_regions=2, min_industries=5))
def test_entries_have_the_dimensions_they_declare(w):
    table = measure(w)
    for entry in ENTRIES:
        rows = table[table["indicator"] == entry.id]
        found = {d for d in ("industry", "partner") if rows[d].notna().any()}
        assert found <= set(entry.dims), entry.id
        if not rows["note"].str.startswith(("no ", "needs ")).all():
            assert found == set(entry.dims) - {"region"}, f"{entry.id} declares {entry.dims}"


def test_order_does_not_depend_on_what_was_imported_first():
    code = "import newind.measures.partners; import newind as ni; print(*ni.indicators().ids)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert tuple(run.stdout.split()) == ni.indicators().ids
    assert ni.indicators().ids[0].startswith("people.")


def test_unknown_id_suggests_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown indicator 's4.vax_ration'. Did you mean 's4.vax_ratio'\?"):
        ni.indicators()["s4.vax_ration"]


def test_registry_is_a_sequence_found_by_id_and_place():
    registry = ni.indicators()
    first = registry[0]
    assert registry[first.id] is first
    assert first in registry
    assert first.id in registry
    assert list(registry[:2]) == [registry[0], registry[1]]
    assert len(registry.to_frame()) == len(registry)
    assert first.id in registry._repr_html_()
    assert repr(registry).startswith(f"Registry({len(registry)}: {first.id}")


COMPLETE = {
    "id": "s4.test", "clause": "2.3.open", "unit": "1", "better": "none", "label": {"en": "test", "zh": "测试"},
    "formula": "x", "source": "nobody (2000)",
}  # fmt: skip


@check_each(
    ("change", "named"),
    [
        ({"id": "s4.vax_ratio"}, "stands twice"),
        ({"id": "s9.test"}, "unknown system"),
        ({"dims": ("industry",)}, "dims"),
        ({"dims": ("region", "colour")}, "dims"),
        ({"label": {"en": "only"}}, "label"),
        ({"better": "up"}, "better"),
        ({"needs": ("magic:wand",)}, "needs"),
        ({"status": "guessed"}, "status"),
        ({"formula": ""}, "formula"),
        ({"source": ""}, "source"),
        ({"unit": ""}, "unit"),
    ],
)
def test_an_incomplete_entry_is_refused(change, named):
    with pytest.raises(DataError, match=named):
        indicator(**(COMPLETE | change))(lambda w: w)
    assert "s4.test" not in ni.indicators()


def test_industries_of_the_details_are_those_of_the_classification():
    w = ni.load("world", year=2007)
    assert set(w.industries) == set(classification("wiod26"))
    assert resources.files("newind").joinpath("paper.yaml").is_file()
